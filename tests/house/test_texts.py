"""Nothing a user can see is left in one language."""

import ast
import re

from tools.catalogue import PACKAGE, is_call_of, place_of, problem_kinds, python_files, tree_of, written_texts

CHINESE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
CHINESE_OR_ITS_PUNCTUATION = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]")
CHINESE_OR_ITS_STOPS = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\u3001\u3002\uff0c\uff1a\uff1b\uff1f\uff01\uff08\uff09]")
HALF_WIDTH_AFTER_CHINESE = re.compile(r"[\u3400-\u9fff][,;:?!]")
WORD = re.compile(r"[A-Za-z]{2,}")


PLACEHOLDER = re.compile(r"(?<!\{)\{([a-z_]+)(?::[^{}]*)?\}")
CODE = re.compile(r"`[^`]*`|\w+\([^)]*\)|\w+: [\[{]")
"""Conditions and keys shown as they are written in a charter."""
NAMES_OF_LANGUAGES = ("English", "\u4e2d\u6587")
"""A switch of language names each language in itself."""


def test_every_problem_can_be_said_with_its_values() -> None:
    for module, name, kind in problem_kinds():
        templates = (kind.message.zh, kind.message.en, kind.cure.zh, kind.cure.en)
        names = {name for template in templates for name in PLACEHOLDER.findall(template)}
        problem = kind.at(**dict.fromkeys(names, "VALUE"))
        said = [problem.message("zh"), problem.message("en"), problem.cure("zh"), problem.cure("en")]
        assert not any(f"{{{each}}}" in sentence for each in names for sentence in said), f"{module}.{name}"


def test_the_sources_hold_texts() -> None:
    assert len(written_texts()) > 50


def test_both_languages_are_there_or_both_are_empty() -> None:
    wrong = [text for text in written_texts() if bool(text.zh.strip()) != bool(text.en.strip())]
    assert not wrong, as_lines(wrong)


def test_both_languages_have_the_same_placeholders() -> None:
    assert [
        text for text in written_texts() if set(PLACEHOLDER.findall(text.zh)) != set(PLACEHOLDER.findall(text.en))
    ] == []


def test_chinese_is_chinese_and_english_is_not() -> None:
    untranslated = [
        text
        for text in written_texts()
        if WORD.search(PLACEHOLDER.sub("", text.zh))
        and not CHINESE.search(text.zh)
        and (text.zh, text.en) != NAMES_OF_LANGUAGES
    ]
    mixed = [
        text
        for text in written_texts()
        if CHINESE_OR_ITS_PUNCTUATION.search(text.en) and text.en not in NAMES_OF_LANGUAGES
    ]
    assert not untranslated + mixed, as_lines(untranslated + mixed)


def test_chinese_has_full_width_punctuation() -> None:
    wrong = [text for text in written_texts() if HALF_WIDTH_AFTER_CHINESE.search(CODE.sub("", text.zh))]
    assert not wrong, as_lines(wrong)


def test_no_chinese_stands_outside_a_text() -> None:
    wrong = [place for path in python_files(PACKAGE) for place in chinese_outside_texts(path)]
    assert not wrong, as_lines(wrong)


def chinese_outside_texts(path) -> list[str]:
    tree = tree_of(path)
    allowed = {id(part) for node in ast.walk(tree) if is_allowed(node) for part in ast.walk(node)}
    return [
        f"{place_of(path, node)}: {node.value!r}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in allowed
        if CHINESE_OR_ITS_STOPS.search(node.value)
    ]


def is_allowed(node: ast.AST) -> bool:
    """Tell whether all within a node may be Chinese: a text in both languages, or a docstring."""
    is_docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return is_docstring or is_call_of(node, "Text")


def as_lines(found: list) -> str:
    """Return what was found one a line, for the person who must change it."""
    return "\n" + "\n".join(str(each) for each in found)
