"""The figures of a report, against counts made by hand or by plain Python."""

import numpy as np
import pyarrow as pa
import pytest

from jiannuo.core.engines.findings.finding_rows import batches_of
from jiannuo.core.engines.findings.findings_files import findings_of, read_findings, write_findings
from jiannuo.core.engines.findings.findings_schema import SCHEMA
from jiannuo.core.judging.finding import Finding, Interval
from jiannuo.core.rendering.columns import ABSENT, Columns, Labels, read_columns
from jiannuo.core.rendering.results import PromiseCard, Result
from jiannuo.core.rendering.summarizing import summarize, tally_owners
from jiannuo.core.statistics.fulfilment import Tally
from jiannuo.core.values.texts import Text

MINUTE = 60_000_000
WORD = Text(zh="甲", en="a")


def card(id: str, verb: str = "expect", *, personal: bool = False) -> PromiseCard:
    return PromiseCard(id=id, title=WORD, words=WORD, verb=verb, personal_owner=personal)


def finding(promise: str, verdict: str, root: str, **given: object) -> Finding:
    return Finding(promise=promise, subject=("s",), root=root, verdict=verdict, reason="r", start=0, **given)  # type: ignore[arg-type]


@pytest.fixture
def written(tmp_path) -> pa.Table:
    findings = [
        finding("p", "kept", "1", due=10 * MINUTE, met=4 * MINUTE),
        finding("p", "broken", "2", due=10 * MINUTE, late_at=13 * MINUTE),
        finding("p", "broken", "3", due=10 * MINUTE, late_at=18 * MINUTE),
        finding("p", "broken", "4", due=10 * MINUTE),
        finding("p", "unknown", "5", due=10 * MINUTE),
        finding("p", "lapsed", "6", ended_at=5),
        finding("h", "broken", "7", due=60 * MINUTE, intervals=(
            Interval("shortfall", 0, 5 * MINUTE), Interval("gap", 5, 9), Interval("shortfall", 20 * MINUTE, 22 * MINUTE),
        )),
        finding("h", "kept", "8", due=60 * MINUTE, met=60 * MINUTE),
    ]  # fmt: skip
    path = tmp_path / "findings.parquet"
    write_findings(findings, path, verbs={"p": "expect", "h": "hold"}, engine_version="0", batch=3)
    return read_findings(path)


def test_a_findings_file_of_several_batches_is_summed_up(written: pa.Table) -> None:
    columns = read_columns(written, promises=["p", "h"])
    summary = summarize(columns, cards=(card("p"), card("h", "hold")), zone="UTC")
    promised, held = summary.promises
    assert promised.tally == Tally(kept=1, broken=3, unknown=1)
    assert held.tally == Tally(kept=1, broken=1)
    assert summary.tally == Tally(kept=2, broken=4, unknown=1)
    assert promised.overrun == 5.5 * MINUTE  # the mean of 3 and 8 minutes
    assert promised.never_done == 1
    assert promised.margins is not None
    assert sum(promised.margins.counts) == 3
    assert held.overrun == 7 * MINUTE
    assert (held.never_done, held.margins and sum(held.margins.counts)) == (0, 1)
    assert summary.worst == 0
    assert [(row.verdict, row.reason, row.count) for row in promised.reasons] == [
        ("broken", "r", 3),
        ("unknown", "r", 1),
    ]


def test_the_columns_are_those_of_the_schema(written: pa.Table) -> None:
    assert written.schema.equals(SCHEMA)
    columns = read_columns(written, promises=["p"])
    # The file has them by promise: h before p.
    assert columns.promise.tolist() == [-1, -1, 0, 0, 0, 0, 0, 0]
    assert columns.verdict.tolist() == [1, 0, 0, 1, 1, 1, 3, -1]
    assert columns.due.tolist()[7] == ABSENT
    assert columns.shortfall.tolist() == [7 * MINUTE, 0, 0, 0, 0, 0, 0, 0]
    known = [None if margin == ABSENT else margin for margin in columns.margin.tolist()]
    assert known == [each.margin for each in findings_of(written)]


def test_every_period_counts_each_obligation_once(synthetic: Result) -> None:
    columns = read_columns(synthetic.findings, promises=[each.id for each in synthetic.promises])
    summary = summarize(columns, cards=synthetic.promises, zone=synthetic.zone)
    for figures in summary.promises:
        assert sum(figures.series, Tally()) == figures.tally
    assert summary.tally.total == synthetic.findings.num_rows


def owners(*sizes: int) -> Columns:
    codes = np.repeat(np.arange(len(sizes)), sizes)
    none = np.full(len(codes), ABSENT, dtype=np.int64)
    zero = np.zeros(len(codes), dtype=np.int64)
    names = tuple(f"T{n}" for n in range(len(sizes)))
    labels = Labels(names, codes)
    return Columns(
        zero, zero.astype(np.int8), zero, none, none, zero, Labels((), zero - 1), labels, zero.astype(np.int8)
    )


@pytest.mark.parametrize(
    ("sizes", "shown"),
    [
        ((100, 50), [("T0", 100), ("T1", 50)]),
        ((100, 50, 3, 2), [("T0", 100), ("T1", 50), (None, 5)]),
        ((100, 50, 3), [("T0", 100), (None, 53)]),  # one small cell alone could be had by subtraction
        ((100, 50, 1, 1), [("T0", 100), (None, 52)]),  # two of one each are still too few together
        ((3, 1), []),
        ((100,), []),
        ((4, 4), [(None, 8)]),
    ],
)
def test_small_cells_lie_together_so_that_none_can_be_found_by_subtraction(sizes: tuple[int, ...], shown: list) -> None:
    rows = tally_owners(owners(*sizes), personal=False)
    assert [(row.name, row.tally.total) for row in rows] == shown


def test_owners_are_told_by_what_they_answer_for() -> None:
    """Two teams have broken ten each; team A is cleared of six of them, and one finding has no owner at all."""
    teams = ["A"] * 10 + ["B"] * 10
    cleared = [number < 6 for number in range(20)]
    findings = [
        finding("p", "broken", str(number), owner=team, owner_verdict="excused" if is_cleared else "broken")
        for number, (team, is_cleared) in enumerate(zip(teams, cleared, strict=True))
    ]
    table = pa.Table.from_batches(
        batches_of([*findings, finding("p", "broken", "20")], verbs={"p": "expect"}, engine_version="0")
    )
    (figures,) = summarize(read_columns(table, promises=["p"]), cards=(card("p"),), zone="UTC").promises
    assert figures.tally == Tally(broken=21)
    assert figures.cleared == 6
    assert [(row.name, row.tally) for row in figures.owners] == [
        ("B", Tally(broken=10)),
        ("A", Tally(broken=4, excused=6)),
    ]


def test_without_verdicts_on_owners_those_of_the_promise_count(synthetic: Result) -> None:
    table = synthetic.findings.drop_columns("owner_verdict")
    columns = read_columns(table, promises=[each.id for each in synthetic.promises])
    assert columns.own.tolist() == columns.verdict.tolist()


def test_a_charter_may_ask_for_larger_groups() -> None:
    rows = tally_owners(owners(100, 50, 19, 1), personal=False, least=20)
    assert [(row.name, row.tally.total) for row in rows] == [("T0", 100), ("T1", 50), (None, 20)]


def test_persons_are_never_told_apart() -> None:
    assert tally_owners(owners(100, 50), personal=True) == ()


def test_at_most_twelve_owners_are_named() -> None:
    rows = tally_owners(owners(*range(40, 20, -1)), personal=False)
    assert len([row for row in rows if row.name]) == 12
    assert rows[-1].owners == 8
