"""The clauses of the packs are those of the ledger of duties, each in both languages and with what executes it."""

import csv
import re
from pathlib import Path

import pytest
import yaml

from jiannuo.core.charters.charter import Charter
from jiannuo.core.charters.reading import read_charter

LEDGERS = {"ride-hailing": "06-ridehailing.yaml", "it-service": "04-itsm.yaml"}
COUNTS = {"ride-hailing": 351, "it-service": 280}
HAN = re.compile(r"[\u3400-\u9fff]")
CHINESE_OR_FULL_WIDTH = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
HALF_WIDTH_IN_CHINESE = re.compile(r"[\u3400-\u9fff][,;:?!()]|[,;:?!()][\u3400-\u9fff]")
UNSPACED = re.compile(r"[\u3400-\u9fff][A-Za-z0-9]|[A-Za-z0-9][\u3400-\u9fff]")
OTHER_WORDS = ("司机", "黑名单", "罚款", "台帐", "违约")
"""Words for which the glossary has another: the driver, the pair block, the deduction, the ledger, the default."""


PROMISES = frozenset(
    "response absence invariant existence order coverage lead periodic level indicator two-persons".split()
)
"""The classes of duties that a promise judges."""
JUDGED = {
    "ride-hailing": (r"6\.[1-4]\.", PROMISES, 61),
    "it-service": (r"4\.", frozenset({"response", "existence", "order"}), 51),
}
"""Numbers, classes and count of the duties that promises judge so far: of IT service what is owed in time, at all, in order."""


def clauses_of(repository: Path, pack: str) -> dict[str, dict]:
    """Return the clauses of a pack as they are written."""
    found: dict[str, dict] = {}
    for path in sorted((repository / "charters" / pack).glob("clauses*.yaml")):
        written = yaml.safe_load(path.read_text(encoding="utf-8"))
        assert list(written) == ["clauses"] and not written["clauses"].keys() & found.keys(), path.name
        found |= written["clauses"]
    return found


def duties_of(shared_data: Path, pack: str) -> list[dict]:
    """Return the entries of the ledger that a pack is made from."""
    return yaml.safe_load((shared_data.parent / "ledger" / LEDGERS[pack]).read_text(encoding="utf-8"))


@pytest.mark.parametrize("pack", LEDGERS)
def test_a_pack_has_exactly_the_clauses_of_the_ledger(pack: str, repository: Path, shared_data: Path) -> None:
    ids = [duty["id"] for duty in duties_of(shared_data, pack)]
    assert len(ids) == COUNTS[pack]
    assert sorted(clauses_of(repository, pack)) == sorted(ids)


@pytest.mark.parametrize("pack", LEDGERS)
def test_prose_and_attested_are_what_the_ledger_says(pack: str, repository: Path, shared_data: Path) -> None:
    """A duty that records can decide is never left to prose or to somebody's word."""
    for written, stated in (("prose", "policy"), ("attested", "attested")):
        wanted = {duty["id"] for duty in duties_of(shared_data, pack) if duty["executable"] == stated}
        assert {id for id, clause in clauses_of(repository, pack).items() if written in clause} == wanted


@pytest.mark.parametrize("pack", LEDGERS)
def test_every_clause_is_a_sentence_in_both_languages(pack: str, repository: Path) -> None:
    clauses = clauses_of(repository, pack)
    assert len(clauses) == COUNTS[pack]
    wrong = [id for id, clause in clauses.items() if problems_of(clause["text"])]
    assert wrong == []


def problems_of(text: dict[str, str]) -> list[str]:
    """Return what is wrong with a text: a language, its stop, its punctuation, its spaces, or a word."""
    zh, en = text["zh"], text["en"]
    checks = {
        "not Chinese": not HAN.search(zh) or not zh.endswith("。"),
        "not English": CHINESE_OR_FULL_WIDTH.search(en) or not en.endswith("."),
        "half-width": HALF_WIDTH_IN_CHINESE.search(zh),
        "unspaced": UNSPACED.search(zh),
        "another word": any(word in zh for word in OTHER_WORDS),
    }
    return [name for name, is_wrong in checks.items() if is_wrong]


@pytest.fixture(scope="module")
def charters(repository: Path) -> dict[str, Charter]:
    return {pack: read_charter(repository / "charters" / pack) for pack in LEDGERS}


def duties_in_class(shared_data: Path, names: frozenset[str], ids: str) -> set[str]:
    """Return the duties whose numbers match and whose class of executor is among the names."""
    with (shared_data.parent / "ledger/executors.csv").open(encoding="utf-8", newline="") as file:
        classes = {row["id"]: row["executor"] for row in csv.DictReader(file)}
    return {id for id, name in classes.items() if re.match(ids, id) and name in names}


@pytest.mark.parametrize("pack", LEDGERS)
def test_promises_execute_the_duties_that_they_can_judge(
    pack: str, charters: dict[str, Charter], shared_data: Path
) -> None:
    ids, names, count = JUDGED[pack]
    wanted = duties_in_class(shared_data, names, ids)
    assert len(wanted) == count
    executed = {id for id, clause in charters[pack].clauses.items() if clause.kind == "promise"}
    assert wanted - executed == set()


@pytest.mark.parametrize("pack", LEDGERS)
def test_no_clause_is_forgotten(pack: str, charters: dict[str, Charter]) -> None:
    missing = {id for id, clause in charters[pack].clauses.items() if clause.kind == "missing"}
    assert missing == set()


@pytest.mark.parametrize("pack", LEDGERS)
def test_a_clause_that_a_promise_executes_claims_nothing_else(pack: str, charters: dict[str, Charter]) -> None:
    named = {clause for promise in charters[pack].promises.values() for clause in promise.clauses}
    assert {id for id in named if charters[pack].clauses[id].kind != "promise"} == set()
