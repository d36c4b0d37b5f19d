"""Every duty of chapters 6.1 to 6.4 that promises execute has its promise, and a story told of it."""

import csv
import re
from pathlib import Path

from jiannuo.core.charters.clauses import list_clauses
from tests.charters_packs.told import the_pack
from tests.conftest import REPOSITORY

PROMISED = {
    "response", "absence", "invariant", "existence", "order", "coverage", "lead", "periodic", "level", "indicator",
    "two-persons",
}  # fmt: skip
ENTRIES = Path(__file__).parent / "promised_entries.txt"
STORIES = sorted(Path(__file__).parent.glob("test_ride_hailing_*.py"))
NAMED = re.compile(r"6(?:_[0-9]+)+[a-z]\b|6(?:_[0-9]+)+[a-z]?(?=_)")


def promised_entries(shared_data: Path) -> set[str]:
    """Return the entries of 6.1 to 6.4 that the ledger leaves to promises."""
    with (shared_data.parent / "ledger" / "executors.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return {row["id"] for row in rows if re.match(r"6\.[1-4]\.", row["id"]) and row["executor"] in PROMISED}


def listed_entries() -> list[str]:
    """Return the same entries as they are listed beside this file."""
    return ENTRIES.read_text(encoding="utf-8").split()


def entries_told() -> set[str]:
    """Return the entries after which tests are named."""
    names = re.findall(
        r"^def test_(\w+)", "\n".join(path.read_text(encoding="utf-8") for path in STORIES), re.MULTILINE
    )
    return {entry.replace("_", ".") for name in names for entry in NAMED.findall(name)}


def test_the_list_of_promised_entries_is_that_of_the_ledger(shared_data: Path) -> None:
    assert sorted(listed_entries()) == sorted(promised_entries(shared_data))


def test_every_promised_entry_has_a_promise() -> None:
    entries = set(listed_entries())
    assert len(entries) == len(listed_entries()) == 61
    executed = {clause for promise in the_pack().promises.values() for clause in promise.clauses}
    assert entries - executed == set()


def test_every_promise_names_its_clause_and_a_story_is_told_of_it() -> None:
    promises = the_pack().promises
    assert [name for name, promise in promises.items() if not promise.clauses] == []
    executed = {clause for promise in promises.values() for clause in promise.clauses}
    assert executed - entries_told() == set()


def test_every_promised_clause_says_in_which_file_tests_are_named_after_it() -> None:
    """A clause that only permits is proved by the tests of the promise that it permits something of."""
    pack = the_pack()
    listed = [clause for clause in list_clauses(pack) if clause.kind == "promise"]
    assert len(listed) == 62
    told = {clause.id: entries_told_in(REPOSITORY / (clause.proof or "")) for clause in listed}
    unproved = [
        clause.id
        for clause in listed
        if not told[clause.id]
        & {clause.id, *(other for name in clause.executed_by for other in pack.promises[name].clauses)}
    ]
    assert unproved == []
    assert [clause.id for clause in listed if clause.id not in told[clause.id]] == ["6.3.2.8c"]


def entries_told_in(path: Path) -> set[str]:
    names = re.findall(r"^def test_(\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {entry.replace("_", ".") for name in names for entry in NAMED.findall(name)}
