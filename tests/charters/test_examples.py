"""The worked examples of the language load, each as a folder of its own with a preamble that only declares names."""

import re
import shutil
from pathlib import Path

import pytest

from jiannuo.core.charters.charter import Charter
from jiannuo.core.charters.reading import read_charter
from jiannuo.core.values.problems import Refusal

EXAMPLES = Path(__file__).parent / "examples"
NUMBERS = range(1, 13)
NOT_YET = {
    3: [(2, "enforce"), (3, "consequences")],
    4: [(1, "consequences")],
    5: [(8, "enforce")],
    6: [(6, "enforce")],
    9: [(2, "enforce"), (3, "role customer_responsible"), (3, "enforce"), (4, "enforce"), (5, "enforce")],
    10: [(5, "consequences")],
    11: [(3, "consequences")],
}
"""For each example the lines and words that a later version will read; 1, 2, 7, 8 and 12 need nothing of it."""
LEFT_UNUSED = {4: ["cancel_fee"]}
"""What nothing uses any more once the constructs of a later version are cut out."""


def load(number: int, fragment: str, folder: Path) -> Charter:
    """Read an example as the folder of its preamble and one more file."""
    for name in ("preamble", fragment):
        shutil.copy(EXAMPLES / str(number) / f"{name}.yaml", folder)
    return read_charter(folder)


@pytest.mark.parametrize("number", [1, 2, 7, 8, 12])
def test_an_example_whose_constructs_all_exist_loads_without_a_warning(number: int, tmp_path: Path) -> None:
    charter = load(number, "fragment", tmp_path)
    assert charter.warnings == ()
    assert len(charter.promises) == {1: 3, 2: 2, 7: 4, 8: 1, 12: 2}[number]


@pytest.mark.parametrize("number", NOT_YET)
def test_an_example_is_refused_only_for_what_a_later_version_reads(number: int, tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refusal:
        load(number, "fragment", tmp_path)
    problems = refusal.value.problems
    assert {problem.code for problem in problems} == {"C701"}
    assert [(p.place.line, p.values["what"]) for p in problems if p.place] == NOT_YET[number]


@pytest.mark.parametrize("number", NOT_YET)
def test_an_example_loads_once_what_comes_later_is_cut_out(number: int, tmp_path: Path) -> None:
    charter = load(number, "cut", tmp_path)
    unused = [problem.values["name"] for problem in charter.warnings if problem.code == "C802"]
    assert unused == LEFT_UNUSED.get(number, [])
    assert len(charter.warnings) == len(unused)


@pytest.mark.parametrize("number", NUMBERS)
def test_a_preamble_declares_no_promise(number: int) -> None:
    text = (EXAMPLES / str(number) / "preamble.yaml").read_text("utf-8")
    assert not re.search("^(promises|clauses):", text, re.MULTILINE)


@pytest.mark.parametrize("number", NUMBERS)
def test_the_cut_keeps_every_promise_that_it_can(number: int) -> None:
    folder = EXAMPLES / str(number)
    if not (folder / "cut.yaml").exists():
        assert number in (1, 2, 7, 8, 12)
        return
    promises = [
        set(re.findall(r"^  ([a-z-]+): \{(?:of|reach)", (folder / f"{name}.yaml").read_text("utf-8"), re.MULTILINE))
        for name in ("fragment", "cut")
    ]
    assert promises[0] - promises[1] - {"delay-moves"} == set()


def test_the_fragments_are_those_of_the_language(repository: Path) -> None:
    language = repository.parent / "shared" / "language.md"
    if not language.exists():
        pytest.skip("the language's own page is absent")
    blocks = re.findall("```yaml\n(.*?)```", language.read_text("utf-8"), re.DOTALL)
    assert blocks == [(EXAMPLES / str(number) / "fragment.yaml").read_text("utf-8") for number in NUMBERS]
