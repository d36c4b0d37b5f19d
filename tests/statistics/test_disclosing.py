"""What of figures is told to others: whoever adds and subtracts all that is told comes upon no figure that is left out."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal as OneOf

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from jiannuo.core.charters.charter import Indicator
from jiannuo.core.expressions.syntax import Binary, Expression, Literal, Name, Selector
from jiannuo.core.statistics.comparing import compared
from jiannuo.core.statistics.comparisons import Comparison, Record
from jiannuo.core.statistics.disclosing import disclosed
from jiannuo.core.statistics.figures import Figure, Table, cells_for, figures_of
from jiannuo.core.statistics.formulas import combined
from jiannuo.core.statistics.hiding import Opening
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


def holds(condition: Expression | None, lane: str) -> bool:
    """Tell whether a condition on the lane, the only ones there are, holds."""
    if not isinstance(condition, Binary) or not isinstance(condition.right, Literal):
        return True
    return (lane == condition.right.value) == (condition.operator == "=")


def observed(counts: dict[Atom, tuple[int, int]], indicator: Indicator) -> Observations:
    """Return so many rows of each group, of which the first few are odd, or those of a lane count if that is the part."""
    by = [name.dotted for name in indicator.by]
    atoms = [(atom, count) for atom, count in counts.items() if holds(indicator.where, atom[1])]
    rows = [
        (atom, number < odd if indicator.part is None else holds(indicator.part, atom[1]))
        for atom, (count, odd) in atoms
        for number in range(count)
    ]
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
    cells = cells_for(indicator, [observed(counts, indicator)], cycle=cycle, span=span)
    found = compared(indicator, cells, figures_of(indicator, cells, cycle=cycle), cycle=cycle, record=EVER)
    return Table(indicator, tuple(by), found)


def indicator(kind: str, per: str, *by: str) -> Indicator:
    names = tuple(Name((name,)) for name in by)
    name = "-".join((kind, per, *by))
    return Indicator(name, kind, per, counted=OPENED, by=names)  # type: ignore[arg-type]


def on_lane(each: Indicator, operator: OneOf["=", "<>"], *, part: bool = False) -> Indicator:
    """Return an indicator of which only the north lane counts, or only the others."""
    condition = Binary(operator, Name(("lane",)), Literal("north"))
    named = replace(each, name=f"{each.name} {operator} {part}")
    return replace(named, part=condition) if part else replace(named, where=condition)


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
    on_lane(indicator("share", "month", "shift"), "=", part=True),
    on_lane(indicator("share", "month"), "=", part=True),
    on_lane(indicator("count", "month", "shift"), "="),
    on_lane(indicator("count", "month"), "<>"),
    on_lane(indicator("share", "quarter", "shift"), "<>", part=True),
    on_lane(indicator("share", "month", "lane"), "="),
]


# Whoever reads what is told.


class Reader:
    """Holds every number that is told against the groups that it is the sum of."""

    def __init__(self, atoms: list[Atom]) -> None:
        self.atoms = atoms
        self.rows: dict[str, list[np.ndarray]] = {"all": [], "odd": []}
        self.own: list[np.ndarray] = []

    def within(self, table: Table, from_: int | None, until: int, by: tuple) -> np.ndarray:
        """Return which groups a cell is the sum of."""
        wanted = dict(zip(table.by, by, strict=True))
        return np.array(
            [
                (from_ is None or from_ <= instant(day))
                and instant(day) < until
                and wanted.get("lane", lane) == lane
                and wanted.get("shift", shift) == shift
                and holds(table.indicator.where, lane)
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
            self.own += [] if table.by else [cell]
            self._read_part(table, cell)
        for comparison in filter(None, (figure.before, figure.year_before)):
            if _tells(comparison) and comparison.until is not None:
                base = self.within(table, comparison.from_, comparison.until, figure.by)
                self.rows["all"].append(base)
                self._read_part(table, base)

    def _read_part(self, table: Table, cell: np.ndarray) -> None:
        if table.indicator.part is not None:
            self.rows["all"].append(self.part(table, cell))
        elif table.indicator.kind == "share":
            self.rows["odd"].append(cell)

    def part(self, table: Table, cell: np.ndarray) -> np.ndarray:
        """Return which groups of a cell are counted by a share."""
        return cell * np.array([holds(table.indicator.part, lane) for _, lane, _ in self.atoms], float)

    def can_reckon(self, cell: np.ndarray) -> Iterator[bool]:
        """Return whether the sum of some groups, of all rows and of the odd ones, follows from what is told."""
        return (follows(cell, rows) for rows in self.rows.values())


def follows(cell: np.ndarray, rows: list[np.ndarray]) -> bool:
    """Tell whether a sum follows from others."""
    known = np.array([np.zeros(len(cell)), *rows])
    return bool(np.linalg.matrix_rank(np.vstack([known, cell])) == np.linalg.matrix_rank(known))


def is_listed(atom: Atom, table: Table) -> bool:
    """Tell whether a table has a cell that the rows of a smallest group would stand in, if they would in any."""
    return not holds(table.indicator.where, atom[1]) or any(
        bool(Reader([atom]).within(table, each.from_, each.until, each.by)[0]) for each in table.figures
    )


def _tells(comparison: Comparison) -> bool:
    return any(number is not None for number in (comparison.value, comparison.difference, comparison.relative))


def can_be_known(reader: Reader, group: np.ndarray, table: Table, counts: dict[Atom, tuple[int, int]]) -> bool:
    """Tell whether a group left out can be reckoned; what a condition narrows a table to, only if it is small.

    Where a condition cannot be said as a cell of another table, large figures and those without dimensions are left out
    for no need of their own. Figures without dimensions, which are the organization's own, may come to the same.
    """
    size = sum(counts.get(atom, (0, 0))[0] for atom, is_in in zip(reader.atoms, group, strict=True) if is_in)
    is_narrowed = table.indicator.where is not None or table.indicator.part is not None
    if is_narrowed and (not table.by or not 0 < size < LEAST or follows(group, reader.own)):
        return False
    return any(reader.can_reckon(group))


@settings(max_examples=60, deadline=None)
@given(COUNTS, st.sets(st.sampled_from(range(len(TABLES))), min_size=1, max_size=7))
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
                for group in (cell, reader.part(each, cell)):
                    assert not can_be_known(reader, group, each, counts)
            else:
                assert replace(after, before=None, year_before=None, to_date=None) == replace(
                    before, before=None, year_before=None, to_date=None
                )
                assert not each.by or not 0 < after.count < LEAST
                is_part = each.indicator.part is not None and each.by and after.numerator is not None
                assert not is_part or not 0 < after.numerator < LEAST


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
    cells = cells_for(part.indicator, [observed(BY_LANE, part.indicator)], cycle=cycle, span=(0, 1))
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


def test_a_share_of_one_lane_is_told_only_where_the_lane_is() -> None:
    counts = {
        ("2024-01-10", "north", "day"): (16, 0),
        ("2024-01-10", "south", "day"): (31, 0),
        ("2024-01-10", "west", "day"): (3, 0),
        ("2024-01-10", "north", "night"): (11, 0),
        ("2024-01-10", "south", "night"): (20, 0),
        ("2024-01-10", "west", "night"): (20, 0),
    }
    fine = table(indicator("count", "month", "lane", "shift"), counts)
    north = table(on_lane(indicator("share", "month", "shift"), "=", part=True), counts)
    cells, shares = told(fine, north)
    hidden = {shift for _, lane, shift, value in cells if lane == "north" and value is None}
    assert hidden  # beside the west lane by day its smallest neighbour goes, and that of the night
    assert {row[1] for row in shares if row[2] is None} == hidden


def test_what_a_condition_on_a_dimension_makes_is_left_out_where_no_table_has_it_and_something_is() -> None:
    both = table(indicator("count", "month", "lane"), BY_LANE)
    counts = BY_LANE | {("2024-01-10", "west", "night"): (30, 0)}
    others = table(on_lane(indicator("count", "month", "shift"), "<>"), counts)
    assert {row[-1] for row in told(both, others)[1]} == {None}
    large = {atom: (50, 0) for atom in counts}
    assert {row[-1] for row in told(*(table(each.indicator, large) for each in (both, others)))[1]} == {"100", "50"}


def test_findings_hide_what_the_events_they_come_from_hide() -> None:
    counts = table(indicator("count", "month", "lane"), BY_LANE)
    shares = {atom: (count, count // 2 if count > 8 else 0) for atom, (count, _) in BY_LANE.items()}
    rates = table(
        replace(indicator("share", "month", "lane"), name="kept", kind="kept_rate", over="findings", promise="p"),
        {**shares, ("2024-01-10", "south", "day"): (9, 0), ("2024-01-10", "north", "day"): (12, 0)},
    )
    alone = disclosed([rates], least=LEAST, zone=ZONE)[0]
    assert [each.state for each in alone.figures] == ["ok"] * 3
    _, beside = disclosed([counts, rates], least=LEAST, zone=ZONE, openings={"p": Opening(frozenset(["opened"]), None)})
    assert [(each.by, each.state) for each in beside.figures] == [
        (("north",), "suppressed"),
        (("south",), "ok"),
        (("west",), "suppressed"),
    ]
