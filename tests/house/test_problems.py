"""Every foreseen problem has a code of its own, texts that follow the house and a line in the reference."""

import re
from collections import Counter

from tools.catalogue import module_of, problem_kinds, python_files

LETTERS = {
    "jiannuo.core.values": "V",
    "jiannuo.core.simulation": "M",
    "jiannuo.core.expressions": "E",
    "jiannuo.core.charters": "C",
    "jiannuo.core.statistics": "S",
    "jiannuo.core.judging": "J",
    "jiannuo.core.engines": "L",
    "jiannuo.core.rendering": "R",
    "jiannuo.interfaces.cli": "T",
}


def test_codes_are_unique() -> None:
    codes = [kind.code for _, _, kind in problem_kinds()]
    assert [code for code, times in Counter(codes).items() if times > 1] == []


def test_codes_begin_with_the_letter_of_their_room() -> None:
    strangers = [
        f"{module}.{name}: {kind.code}"
        for module, name, kind in problem_kinds()
        if not re.fullmatch(LETTERS[module.rpartition(".")[0]] + r"\d{3}", kind.code)
    ]
    assert not strangers, "\n" + "\n".join(strangers)


def test_messages_and_cures_are_sentences() -> None:
    no_sentences = [
        f"{name}: {said}"
        for _, name, kind in problem_kinds()
        for text, ends in ((kind.message, ("zh", "en")), (kind.cure, ("zh", "en")))
        for said, stops in ((text.zh, "。？！}”）"), (text.en, ".?!}"))
        if not said or said[-1] not in stops
    ]
    assert not no_sentences, "\n" + "\n".join(no_sentences)


def test_every_kind_is_raised_somewhere() -> None:
    words = {module_of(path): set(re.findall(r"\w+", path.read_text(encoding="utf-8"))) for path in python_files()}
    unused = [
        f"{module}.{name}"
        for module, name, _ in problem_kinds()
        if not any(name in said for other, said in words.items() if other != module)
    ]
    assert not unused, "\n" + "\n".join(unused)
