"""Files made to harm or by mistake: each is refused with a problem, and none is believed in part."""

import os
import re
from pathlib import Path

import pytest

from jiannuo.core.charters.parsing.folder_reading import BIGGEST_FILE, MOST_FILES
from jiannuo.core.charters.parsing.noting import MOST_PROBLEMS
from jiannuo.core.charters.parsing.yaml_reading import DEEPEST, MOST_NODES
from jiannuo.core.charters.reading import read_charter
from jiannuo.core.values.problems import Problem, Refusal
from tests.charters.folders import HEAD, ORDERS, write_folder


def refused(folder: Path, *, parameters: Path | None = None) -> list[Problem]:
    with pytest.raises(Refusal) as refusal:
        read_charter(folder, parameters=parameters)
    return list(refusal.value.problems)


def codes(folder: Path) -> list[str]:
    return [problem.code for problem in refused(folder)]


LAUGHS = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n"
HOSTILE = [
    ("a billion laughs", LAUGHS, "C112", 1),
    ("an alias", "charter: *c\n", "C112", 1),
    ("an anchor alone", "charter: &c {id: x}\n", "C112", 1),
    ("a merge key", "charter:\n  <<: {id: x}\n", "C114", 2),
    ("a tag that would call Python", "charter: !!python/object/apply:os.system [true]\n", "C113", 1),
    ("a local tag", "charter: !secret x\n", "C113", 1),
    ("a tag on a mapping", "charter: !!map {id: x}\n", "C113", 1),
    ("a tag on a list", "charter: !!seq [x]\n", "C113", 1),
    ("a directive", "%YAML 1.2\n---\ncharter: {}\n", "C115", 1),
    ("a second document", "charter: {}\n---\nevents: {}\n", "C116", 2),
    ("a key that is a list", "? [a, b]\n: c\n", "C111", 1),
    ("deep nesting", "charter: " + "[" * (DEEPEST + 1) + "]" * (DEEPEST + 1), "C117", 1),
    ("very deep nesting", "[" * 200_000, "C117", 1),
    ("too many words", "charter: [" + "x," * MOST_NODES + "]", "C118", 1),
    ("a null character", "charter: {id: 'a\0b'}\n", "C108", 1),
    ("a terminal's escape", "charter: {id: '\x1b[2J'}\n", "C108", 1),
    ("an open bracket", "charter: {id: x\n", "C109", 2),
    ("a tab as an indent", "charter:\n\tid: x\n", "C109", 2),
    ("a list for a charter", "- charter\n", "C205", 1),
    ("a word for a charter", "charter\n", "C205", 1),
    ("a key twice", "charter: {id: x}\ncharter: {id: y}\n", "C110", 2),
]


@pytest.mark.parametrize(("text", "code", "line"), [case[1:] for case in HOSTILE], ids=[case[0] for case in HOSTILE])
def test_a_file_is_refused_for(text: str, code: str, line: int, tmp_path: Path) -> None:
    first = next(problem for problem in refused(write_folder(tmp_path, text)) if problem.code == code)
    assert first.place is not None and first.place.line == line
    assert first.message("zh") and first.cure("zh") and first.message("en") and first.cure("en")


def test_a_file_that_is_too_big_is_refused_unread(tmp_path: Path) -> None:
    (tmp_path / "big.yaml").write_bytes(b"# " + b"x" * BIGGEST_FILE)
    problem = refused(tmp_path)[0]
    assert (problem.code, problem.values["size"]) == ("C104", BIGGEST_FILE + 2)


def test_a_file_as_big_as_may_be_is_read(tmp_path: Path) -> None:
    text = HEAD + "#" * (BIGGEST_FILE - len(HEAD))
    (tmp_path / "big.yaml").write_text(text, encoding="utf-8")
    assert read_charter(tmp_path).id == "small"


def test_bytes_that_are_not_utf8_are_refused_with_their_place(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes("charter: {id: 制度}".encode("gb18030"))
    problem = refused(tmp_path)[0]
    assert (problem.code, problem.values["offset"]) == ("C106", 15)


def test_a_binary_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(bytes(range(128)))
    assert refused(tmp_path)[0].code == "C108"


def test_a_byte_order_mark_and_windows_line_ends_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"\xef\xbb\xbf" + (HEAD + ORDERS).replace("\n", "\r\n").encode())
    assert "order" in read_charter(tmp_path).subjects


def test_a_link_that_leaves_the_folder_is_refused(tmp_path: Path) -> None:
    outside = write_folder(tmp_path / "outside", HEAD + ORDERS) / "part1.yaml"
    folder = write_folder(tmp_path / "inside", HEAD)
    (folder / "link.yaml").symlink_to(outside)
    assert codes(folder) == ["C103"]


def test_a_link_within_the_folder_is_followed(tmp_path: Path) -> None:
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "real.txt").write_text(HEAD + ORDERS, encoding="utf-8")
    (tmp_path / "link.yaml").symlink_to(tmp_path / "files" / "real.txt")
    assert "order" in read_charter(tmp_path).subjects


@pytest.mark.parametrize("target", ["loop.yaml", "nowhere.yaml"])
def test_a_link_that_leads_nowhere_is_refused(target: str, tmp_path: Path) -> None:
    (tmp_path / "loop.yaml").symlink_to(tmp_path / target)
    assert codes(tmp_path)[0] == "C107"


def test_a_folder_or_a_pipe_with_the_name_of_a_file_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    (tmp_path / "folder.yaml").mkdir()
    os.mkfifo(tmp_path / "pipe.yaml")
    assert codes(tmp_path)[:2] == ["C107", "C107"]


def test_files_of_other_kinds_and_of_folders_below_are_not_read(tmp_path: Path) -> None:
    write_folder(tmp_path, HEAD + ORDERS)
    write_folder(tmp_path / "below", "not: a charter")
    (tmp_path / "notes.txt").write_text("[")
    (tmp_path / ".hidden.yaml").write_text("[")
    assert read_charter(tmp_path).id == "small"


def test_a_folder_that_is_absent_or_empty_is_refused(tmp_path: Path) -> None:
    assert codes(tmp_path / "absent") == ["C101"]
    assert codes(tmp_path) == ["C102"]
    assert codes(Path("a\0b"))[0] in ("C101", "C107")


def test_too_many_files_are_refused(tmp_path: Path) -> None:
    write_folder(tmp_path, HEAD, *["" for _ in range(MOST_FILES)])
    assert codes(tmp_path) == ["C105"]


def test_a_file_that_cannot_be_read_does_not_hide_the_faults_of_the_others(tmp_path: Path) -> None:
    write_folder(
        tmp_path, HEAD + ORDERS, "events: [", "promises: {p: {of: order, at: gone, require: x, nonsense: 1}}\n"
    )
    found = refused(tmp_path)
    assert [problem.code for problem in found] == ["C109", "C201"]


def test_the_same_name_in_two_files_is_refused_with_both_places(tmp_path: Path) -> None:
    write_folder(tmp_path, HEAD + ORDERS, "events:\n  order_closed: {of: order}\n", HEAD)
    found = [problem for problem in refused(tmp_path) if problem.is_error]
    assert [problem.code for problem in found] == ["C110", "C110"]
    places = [(Path(p.place.file).name, p.place.line, Path(str(p.values["first"])).name) for p in found if p.place]
    line = (HEAD + ORDERS).split("\n").index("  order_closed: {of: order}") + 1
    assert places == [("part2.yaml", 2, f"part1.yaml:{line}:3"), ("part3.yaml", 1, "part1.yaml:1:1")]


def test_an_empty_file_among_others_is_no_problem(tmp_path: Path) -> None:
    write_folder(tmp_path, HEAD + ORDERS, "", "# only a comment\n", "---\n")
    assert read_charter(tmp_path).id == "small"


def test_thousands_of_problems_are_cut_off_and_that_is_said(tmp_path: Path) -> None:
    found = refused(write_folder(tmp_path, HEAD, "".join(f"unknown_{i}: x\n" for i in range(5_000))))
    assert [problem.code for problem in found] == ["C201"] * MOST_PROBLEMS + ["C226"]


def test_a_refusal_names_no_python_object(tmp_path: Path) -> None:
    for number, (_, text, _, _) in enumerate(HOSTILE):
        for problem in refused(write_folder(tmp_path / str(number), text)):
            said = problem.message("en") + problem.cure("en") + problem.message("zh") + problem.cure("zh")
            assert not re.search(r"<\w+ object|Traceback|\bNone\b|Text\(", said), said
