"""Which owners single findings leave out: nobody who counts them comes upon a figure that tables do not tell."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pyarrow as pa

from jiannuo.core.charters.charter import Indicator
from jiannuo.core.engines.findings.finding_rows import batches_of
from jiannuo.core.expressions.syntax import Name
from jiannuo.core.rendering.findings.masking import for_others
from jiannuo.core.rendering.first_page.brief import digest
from jiannuo.core.rendering.report import render_report
from jiannuo.core.rendering.results import Result
from jiannuo.core.rendering.spreadsheets.exports import Export, export_csv
from jiannuo.core.statistics.disclosing import untold_figure
from jiannuo.core.statistics.figures import Figure, Table
from jiannuo.core.statistics.fulfilment import Ratio
from tests.rendering.test_summarizing import card, finding


def result_of(synthetic: Result, *tables: Table, **sizes: int) -> Result:
    """Return a result with one promise and so many findings of each owner."""
    names = [name for name, size in sizes.items() for _ in range(size)]
    rows = [finding("p", "broken", f"s{number}", owner=name) for number, name in enumerate(names)]
    findings = pa.Table.from_batches(batches_of(rows, verbs={"p": "expect"}, engine_version="0"))
    promise = replace(card("p"), owner="opened.team")
    return replace(synthetic, promises=(promise,), findings=findings, indicators=tables, goals=(), limits=())


def table(*by: str, **counts: int | None) -> Table:
    """Return a count by team in May, None where it is left out."""
    indicator = Indicator("n", "count", "month", by=tuple(Name((name,)) for name in by))
    return Table(indicator, by, tuple(figure(name, count) for name, count in counts.items()))


def figure(name: str, count: int | None) -> Figure:
    whole = Figure(0, 1, (name,), Decimal(9), "", Fraction(9), None, None, 9, Ratio(9, 9), closed=True, state="ok")
    return untold_figure(whole) if count is None else replace(whole, count=count)


def untold(result: Result) -> set[str]:
    (promise,) = for_others(result).promises
    return set(promise.untold_owners)


def test_owners_of_fewer_findings_than_a_group_must_have_are_not_named(synthetic: Result) -> None:
    assert untold(result_of(synthetic, alpha=9, beta=3, gamma=4)) == {"beta", "gamma"}
    assert untold(result_of(synthetic, alpha=9, beta=7)) == set()


def test_a_small_owner_is_never_alone_among_those_not_named(synthetic: Result) -> None:
    assert untold(result_of(synthetic, alpha=9, beta=7, gamma=4)) == {"beta", "gamma"}
    assert untold(result_of(synthetic, alpha=9, beta=1, gamma=1)) == {"alpha", "beta", "gamma"}


def test_an_owner_whose_figure_a_table_leaves_out_is_not_named_however_large(synthetic: Result) -> None:
    by_team = table("team", alpha=9, beta=None, gamma=None)
    assert untold(result_of(synthetic, by_team, alpha=9, beta=7, gamma=6)) == {"beta", "gamma"}
    assert untold(result_of(synthetic, table("city", alpha=9, beta=None), alpha=9, beta=7, gamma=6)) == set()


def test_an_own_copy_names_all(synthetic: Result) -> None:
    own = replace(result_of(synthetic, alpha=9, beta=3, gamma=4), own_copy=True)
    assert untold(own) == set()


def test_neither_the_page_nor_the_sheet_names_a_small_owner(synthetic: Result, tmp_path: Path) -> None:
    shown = for_others(result_of(synthetic, alpha=9, beta=3, gamma=4))
    export_csv(Export(digest(shown), (), "en"), tmp_path, encoding="utf-8")
    files = [file.read_text(encoding="utf-8") for file in sorted(tmp_path.iterdir())]
    for text in (render_report(shown), *files):
        assert "beta" not in text
        assert "gamma" not in text
    (findings,) = (text for text in files if "one of several small units" in text)
    assert (findings.count("one of several small units"), findings.count("alpha")) == (7, 9)
