"""What of figures is told to others: whoever adds and subtracts all that is told comes upon no figure that is left out."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from jiannuo.core.charters.charter import Indicator
from jiannuo.core.expressions.syntax import Binary, Name, Selector
from jiannuo.core.statistics.comparing import compared
from jiannuo.core.statistics.comparisons import Comparison, Record
from jiannuo.core.statistics.disclosing import disclosed
from jiannuo.core.statistics.figures import Figure, Table, cells_for, figures_of
from jiannuo.core.statistics.formulas import combined
from jiannuo.core.statistics.observations import Labels, Observations
from jiannuo.core.statistics.recurring import Cycle, period_name
from jiannuo.core.values.instants import read_instant

ZONE = "Asia/Shanghai"
EVER = Record(((-(2**62), 2**62),))
LEAST = 5
LANES, SHIFTS = ("north", "south", "west"), ("day", "night")
DAYS = (
    "2024-01-10",
    "2024-01-30",
    "2024-02-02",
    "2024-02-20",
    "2024-03-10",
    "2024-04-10",
    "2024-12-31",
    "2025-01-01",
    "2025-01-10",
    "2025-02-10",
)
"""Two of them lie in one week of two months, and two in one of two years."""
OPENED = (Selector("opened"),)
Atom = tuple[str, str, str]
"""A day, a lane and a shift: the smallest groups."""
COUNTS = st.dictionaries(
    st.tuples(st.sampled_from(DAYS), st.sampled_from(LANES), st.sampled_from(SHIFTS)),
    st.tuples(st.integers(1, 12), st.integers(0, 12)),
    min_size=1,
    max_size=30,
)


def instant(text: str) -> int:
    return read_instant(text, zone=ZONE)


def observed(counts: dict[Atom, tuple[int, int]], by: Sequence[str]) -> Observations:
    """Return so many rows of each group, of which the first few are odd."""
    rows = [(atom, number < odd) for atom, (count, odd) in counts.items() for number in range(count)]
    labels = {
        "lane": Labels(LANES, np.array([LANES.index(lane) for (_, lane, _), _ in rows], np.int64)),
        "shift": Labels(SHIFTS, np.array([SHIFTS.index(shift) for (_, _, shift), _ in rows], np.int64)),
    }
    return Observations(
        at=np.array([instant(day) for (day, _, _), _ in rows], np.int64),
        certain=np.ones(len(rows), np.bool_),
        by=tuple(labels[name] for name in by),
        parts=np.array([is_odd for _, is_odd in rows], np.int8),
    )


def table(indicator: Indicator, counts: dict[Atom, tuple[int, int]]) -> Table:
    by = [name.dotted for name in indicator.by]
    cycle = Cycle(indicator.per, ZONE, instant("2026-01-01"))  # type: ignore[arg-type]
    span = (instant("2024-01-02"), instant("2025-12-31"))
    cells = cells_for(indicator, [observed(counts, by)], cycle=cycle, span=span)
    found = compared(indicator, cells, figures_of(indicator, cells, cycle=cycle), cycle=cycle, record=EVER)
    return Table(indicator, tuple(by), found)


def indicator(kind: str, per: str, *by: str) -> Indicator:
    names = tuple(Name((name,)) for name in by)
    name = "-".join((kind, per, *by))
    return Indicator(name, kind, per, counted=OPENED, by=names)  # type: ignore[arg-type]


TABLES = [
    indicator("count", "month", "lane", "shift"),
    indicator("count", "month", "lane"),
    indicator("count", "month", "shift"),
    indicator("count", "month"),
    indicator("count", "quarter", "lane"),
    indicator("count", "quarter", "shift", "lane"),
    indicator("count", "year", "lane"),
    indicator("count", "year"),
    indicator("count", "total", "lane"),
    indicator("count", "total"),
    indicator("share", "month", "lane"),
    indicator("share", "quarter"),
    indicator("count", "week", "lane"),
    indicator("count", "week"),
    indicator("count", "day", "lane"),
]


# Whoever reads what is told.


class Reader:
    """Holds every number that is told against the groups that it is the sum of."""

    def __init__(self, atoms: list[Atom]) -> None:
        self.atoms = atoms
        self.rows: dict[str, list[np.ndarray]] = {"all": [], "odd": []}

    def within(self, table: Table, from_: int | None, until: int, by: tuple) -> np.ndarray:
        """Return which groups a cell is the sum of."""
        wanted = dict(zip(table.by, by, strict=True))
        return np.array(
            [
                (from_ is None or from_ <= instant(day))
                and instant(day) < until
                and wanted.get("lane", lane) == lane
                and wanted.get("shift", shift) == shift
                for day, lane, shift in self.atoms
            ],
            float,
        )

    def read(self, table: Table) -> None:
        for figure in table.figures:
            for each in (figure, figure.to_date):
                if each is not None:
                    self._read(table, each)

    def _read(self, table: Table, figure: Figure) -> None:
        cell = self.within(table, figure.from_, figure.until, figure.by)
        if figure.state == "suppressed":
            assert (figure.value, figure.numerator, figure.denominator, figure.exact) == (None, None, None, None)
            assert (figure.lower, figure.count, figure.coverage.denominator, figure.sizes) == (None, 0, 0, ())
        else:
            self.rows["all"].append(cell)
            if table.indicator.kind == "share":
                self.rows["odd"].append(cell)
        for comparison in filter(None, (figure.before, figure.year_before)):
            if _tells(comparison) and comparison.until is not None:
                base = self.within(table, comparison.from_, comparison.until, figure.by)
                self.rows["all" if table.indicator.kind == "count" else "odd"].append(base)

    def can_reckon(self, cell: np.ndarray) -> Iterator[bool]:
        """Yield whether the sum of some groups, of all rows and of the odd ones, follows from what is told."""
        for rows in self.rows.values():
            known = np.array([np.zeros(len(cell)), *rows])
            yield np.linalg.matrix_rank(np.vstack([known, cell])) == np.linalg.matrix_rank(known)


def is_listed(atom: Atom, table: Table) -> bool:
    """Tell whether a table has a cell that the rows of a smallest group would stand in."""
    return any(bool(Reader([atom]).within(table, each.from_, each.until, each.by)[0]) for each in table.figures)


def _tells(comparison: Comparison) -> bool:
    return any(number is not None for number in (comparison.value, comparison.difference, comparison.relative))


@settings(max_examples=40, deadline=None)
@given(COUNTS, st.sets(st.sampled_from(range(len(TABLES))), min_size=1, max_size=6))
def test_no_figure_that_is_left_out_follows_from_those_that_are_told(counts, chosen: set[int]) -> None:
    counts = {atom: (count, min(odd, count)) for atom, (count, odd) in counts.items()}
    exact = [table(TABLES[place], counts) for place in sorted(chosen)]
    told = disclosed(exact, least=LEAST, zone=ZONE)
    # Of tables with dimensions the reader sees which groups there are.
    everything = [(day, lane, shift) for day in DAYS for lane in LANES for shift in SHIFTS]
    reader = Reader([atom for atom in everything if all(not each.by or is_listed(atom, each) for each in told)])
    for each in told:
        reader.read(each)
    for whole, each in zip(exact, told, strict=True):
        for before, after in zip(whole.figures, each.figures, strict=True):
            assert (before.from_, before.until, before.by) == (after.from_, after.until, after.by)
            if after.state == "suppressed":
                cell = reader.within(each, after.from_, after.until, after.by)
                assert not any(reader.can_reckon(cell))
            else:
                assert replace(after, before=None, year_before=None, to_date=None) == replace(
                    before, before=None, year_before=None, to_date=None
                )
                assert not each.by or not 0 < after.count < LEAST


@given(COUNTS)
def test_with_no_least_group_everything_is_told(counts) -> None:
    tables = [table(each, {atom: (count, 0) for atom, (count, _) in counts.items()}) for each in TABLES[:3]]
    assert disclosed(tables, least=1, zone=ZONE) == tuple(tables)


# By hand.


def told(*tables: Table) -> list[list[tuple]]:
    """Return of each table what is told: period, dimensions and value, None where it is left out."""
    return [
        [
            (
                period_name(each.from_, one.indicator.per, zone=ZONE),
                *each.by,
                None if each.value is None else str(each.value),
            )
            for each in one.figures
        ]
        for one in disclosed(tables, least=LEAST, zone=ZONE)
    ]


BY_LANE = {
    ("2024-01-10", "north", "day"): (3, 0),
    ("2024-01-10", "south", "day"): (9, 0),
    ("2024-01-10", "west", "day"): (7, 0),
}


def test_beside_a_small_group_the_smallest_other_one_is_left_out() -> None:
    assert told(table(indicator("count", "month", "lane"), BY_LANE)) == [
        [("2024-01", "north", None), ("2024-01", "south", "9"), ("2024-01", "west", None)]
    ]


def test_a_group_that_is_alone_takes_the_whole_with_it_and_the_whole_another() -> None:
    counts = {
        ("2024-01-10", "north", "day"): (3, 0),
        ("2024-02-10", "north", "day"): (20, 0),
        ("2024-03-10", "north", "day"): (30, 0),
    }
    by_lane, whole, year = (
        table(each, counts)
        for each in (indicator("count", "month", "lane"), indicator("count", "month"), indicator("count", "year"))
    )
    lanes, months, years = told(by_lane, whole, year)
    assert lanes == [("2024-01", "north", None), ("2024-02", "north", None), ("2024-03", "north", "30")]
    assert months[:3] == [("2024-01", None), ("2024-02", None), ("2024-03", "30")]
    assert years[0] == ("2024", "53")


def test_a_share_of_which_few_count_or_few_do_not_is_left_out() -> None:
    counts = {
        ("2024-01-10", "north", "day"): (40, 2),
        ("2024-01-10", "south", "day"): (40, 38),
        ("2024-01-10", "west", "day"): (40, 20),
    }
    assert told(table(indicator("share", "month", "lane"), counts)) == [
        [("2024-01", "north", None), ("2024-01", "south", None), ("2024-01", "west", "50")]
    ]
    # None, or all, may be told: there is no small group in it.
    counts = {("2024-01-10", "north", "day"): (40, 0), ("2024-01-10", "south", "day"): (40, 40)}
    assert told(table(indicator("share", "month", "lane"), counts)) == [
        [("2024-01", "north", "0"), ("2024-01", "south", "100")]
    ]


def test_what_a_formula_takes_from_a_group_left_out_is_left_out() -> None:
    part = table(indicator("count", "month", "lane"), BY_LANE)
    formula = replace(
        part.indicator,
        name="twice",
        kind="formula",
        counted=(),
        formula=Binary("+", *[Name((part.indicator.name,))] * 2),
    )
    cycle = Cycle("month", ZONE, instant("2026-01-01"))
    cells = cells_for(part.indicator, [observed(BY_LANE, ["lane"])], cycle=cycle, span=(0, 1))
    figures = figures_of(formula, combined(formula.formula, {part.indicator.name: cells}, {}), cycle=cycle)  # type: ignore[arg-type]
    assert [row[2] for row in told(part, Table(formula, ("lane",), figures))[1]] == [None, "18", None]


def test_a_comparison_with_a_figure_left_out_tells_nothing_nor_does_the_year_so_far() -> None:
    counts = BY_LANE | {("2024-02-20", lane, "day"): (10, 0) for lane in LANES}
    (found,) = disclosed([table(indicator("count", "month", "lane"), counts)], least=LEAST, zone=ZONE)
    february = {figure.by: figure for figure in found.figures[3:]}
    assert february["north",].before is not None
    assert (february["north",].before.remark, february["north",].before.difference) == ("suppressed", None)
    assert february["north",].to_date is not None
    assert february["north",].to_date.state == "suppressed"
    south = february["south",]
    assert south.before is not None
    assert south.to_date is not None
    assert (str(south.before.difference), str(south.to_date.value)) == ("1", "19")


def test_tables_about_something_else_are_left_as_they_are() -> None:
    small = table(indicator("count", "month", "lane"), BY_LANE)
    other = table(
        replace(indicator("count", "month", "lane"), name="other", counted=(Selector("closed"),)),
        {a: (50, 0) for a in BY_LANE},
    )
    assert [row[2] for row in told(small, other)[1]] == ["50", "50", "50"]
