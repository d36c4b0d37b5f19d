"""Figures against earlier ones: reckoned by hand, and held to window functions of DuckDB on random rows."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import duckdb
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiannuo.core.charters.charter import AttributeOf, Indicator
from jiannuo.core.expressions.syntax import Name
from jiannuo.core.statistics.comparing import compared
from jiannuo.core.statistics.comparisons import Comparison, Record
from jiannuo.core.statistics.figures import Figure, cells_for, figures_of
from jiannuo.core.statistics.measures import amounts_of
from jiannuo.core.statistics.observations import Labels, Observations
from jiannuo.core.statistics.recurring import Cycle, Recurrence, period_name
from jiannuo.core.values.instants import read_instant

AUGUST = date(2024, 8, 1)
ZONE = "Asia/Shanghai"
EVER = Record(((-(2**62), 2**62),))
LANES = ("north", "south")
Row = tuple[int, int | None, int]
"""Instant, number of the lane (None where none is recorded), value."""


def instant(text: str) -> int:
    return read_instant(text, zone=ZONE)


def observed(rows: list[Row], *, is_share: bool = False) -> Observations:
    lanes = np.array([-1 if lane is None else lane for _, lane, _ in rows], np.int64)
    return Observations(
        at=np.array([at for at, _, _ in rows], np.int64),
        certain=np.ones(len(rows), np.bool_),
        by=(Labels(LANES, lanes),),
        parts=np.array([value % 2 for _, _, value in rows], np.int8) if is_share else None,
        amounts=amounts_of([Decimal(value).scaleb(-2) for _, _, value in rows]),
        present=np.ones(len(rows), np.bool_),
    )


def figures(indicator: Indicator, rows: list[Row], *, as_of: str = "2040-01-01", record: Record = EVER, per=None):
    """Return the figures of an indicator by their period and lane."""
    seen = observed(rows, is_share=indicator.kind == "share")
    if not indicator.by:
        seen = Observations(seen.at, seen.certain, (), seen.parts, seen.amounts, seen.present)
    cycle = Cycle(per or indicator.per, ZONE, instant(as_of))
    cells = cells_for(indicator, [seen], cycle=cycle, span=(min(at for at, _, _ in rows), max(at for at, _, _ in rows)))
    found = compared(indicator, cells, figures_of(indicator, cells, cycle=cycle), cycle=cycle, record=record)
    return {(period_name(each.from_, indicator.per, zone=ZONE), *each.by): each for each in found}


def brief(comparison: Comparison | None) -> tuple | None:
    if comparison is None:
        return None
    numbers = (comparison.value, comparison.difference, comparison.relative)
    return (*(None if number is None else str(number) for number in numbers), comparison.remark)


def rows_of(**counts: int) -> list[Row]:
    """Return so many rows worth 1.00 in each month, told as m2025_03=4."""
    return [
        (instant(f"{month[1:5]}-{month[6:]}-02") + number, 0, 100)
        for month, count in counts.items()
        for number in range(count)
    ]


COUNT = Indicator("n", "count", "month")


def test_a_count_is_set_against_the_month_before_the_same_month_a_year_before_and_added_up() -> None:
    found = figures(COUNT, rows_of(m2025_02=3, m2025_03=4, m2025_12=6, m2026_01=8, m2026_02=2, m2026_03=5))
    march = found[("2026-03",)]
    # 5 after 2: 3 more, which is 150 %; 5 after 4 a year before: 1 more, 25 %; 8 + 2 + 5 = 15 after 3 + 4 = 7: 8 more, 114.28… %.
    assert brief(march.before) == ("2", "3", "150.0", "ok")
    assert brief(march.year_before) == ("4", "1", "25.0", "ok")
    assert march.to_date is not None
    assert (str(march.to_date.value), march.to_date.from_, march.to_date.until) == (
        "15",
        instant("2026-01-01"),
        instant("2026-04-01"),
    )
    assert brief(march.to_date.year_before) == ("7", "8", "114.3", "ok")


def test_after_nothing_there_is_a_difference_but_no_relative_change() -> None:
    found = figures(COUNT, rows_of(m2025_03=4, m2025_05=2))
    assert brief(found[("2025-05",)].before) == ("0", "2", None, "base_zero")
    assert brief(found[("2025-04",)].before) == ("4", "-4", "-100.0", "ok")


def test_a_period_that_has_not_ended_is_compared_with_nothing() -> None:
    found = figures(COUNT, rows_of(m2025_04=4, m2025_05=2), as_of="2025-05-31 23:59:59")
    may = found[("2025-05",)]
    assert brief(may.before) == brief(may.year_before) == (None, None, None, "open")
    assert may.to_date is not None
    assert (str(may.to_date.value), may.to_date.closed, brief(may.to_date.year_before)) == (
        "6",
        False,
        (None, None, None, "open"),
    )


def test_a_period_that_the_record_holds_in_part_is_compared_with_nothing() -> None:
    rows = rows_of(m2025_03=4, m2025_04=3, m2025_05=2, m2025_06=1, m2025_07=1)
    record = Record(((instant("2025-03-02"), instant("2025-06-10")), (instant("2025-06-11"), instant("2025-09-01"))))
    found = figures(COUNT, rows, record=record)
    remarks = {period: figure.before.remark for (period,), figure in found.items() if figure.before}
    assert remarks == dict.fromkeys(("2025-03", "2025-04", "2025-06", "2025-07"), "not_recorded") | {"2025-05": "ok"}


def test_a_period_of_which_something_is_pending_is_compared_and_marked() -> None:
    rows = rows_of(m2025_03=4, m2025_04=3, m2025_05=2, m2025_06=1)
    pending = (instant("2025-04-01") - 1, instant("2025-06-01"))  # at the very end of March, and the beginning of June
    found = figures(COUNT, rows, record=Record(EVER.spans, pending))
    told = {period: brief(figure.before) for (period,), figure in found.items()}
    assert told["2025-04"] == ("4", "-1", "-25.0", "pending")
    assert told["2025-05"] == ("3", "-1", "-33.3", "ok")
    assert told["2025-06"] == ("2", "-1", "-50.0", "pending")


def test_the_year_so_far_is_set_against_the_year_before_only_if_that_is_on_record_since_january() -> None:
    rows = rows_of(m2025_02=1, m2026_02=1)
    since = {day: Record(((instant(day), instant("2030-01-01")),)) for day in ("2025-01-01", "2025-01-02")}
    told = {day: figures(COUNT, rows, record=record)[("2026-02",)] for day, record in since.items()}
    assert [each.to_date.year_before.remark for each in told.values()] == ["ok", "not_recorded"]
    assert [each.year_before.remark for each in told.values()] == ["ok", "ok"]


def test_a_share_changes_by_points_reckoned_before_rounding() -> None:
    share = Indicator("odd", "share", "month", decimals=1)
    # January 2 of 3 (66.7), February 1 of 2 (50.0): 50 − 66.6667 is 16.7 points less.
    january = [(instant("2025-01-05"), 0, value) for value in (1, 1, 2)]
    february = [(instant("2025-02-05"), 0, value) for value in (1, 2)]
    found = figures(share, january + february)[("2025-02",)]
    assert brief(found.before) == ("66.7", "-16.7", "-25.0", "ok")
    assert found.to_date is not None
    assert (found.to_date.numerator, found.to_date.denominator, str(found.to_date.value)) == (3, 5, "60.0")


def test_what_is_rounded_once_may_differ_from_the_difference_of_what_is_shown() -> None:
    share = Indicator("odd", "share", "month", decimals=0)
    # 1 of 3 is 33.33, 2 of 3 is 66.67: shown 33 and 67, 34 apart, but 33.33 points more.
    rows = [
        (instant(f"2025-0{month}-05"), 0, value)
        for month, values in ((1, (1, 2, 2)), (2, (1, 1, 2)))
        for value in values
    ]
    assert brief(figures(share, rows)[("2025-02",)].before) == ("33", "33", "100.0", "ok")


def test_a_relative_change_is_rounded_by_the_rule_declared() -> None:
    rows = [(instant("2025-01-05"), 0, 2_000), (instant("2025-02-05"), 0, 2_001)]
    # 20.01 after 20.00 is 0.05 % more: half up 0.1, by GB/T 8170 the even 0.0.
    rules = {rule: Indicator("s", "sum", "month", rounding=rule, decimals=2) for rule in ("half up", "GB/T 8170")}
    assert [brief(figures(each, rows)[("2025-02",)].before) for each in rules.values()] == [
        ("20.00", "0.01", "0.1", "ok"),
        ("20.00", "0.01", "0.0", "ok"),
    ]


def test_after_a_negative_figure_there_is_no_relative_change() -> None:
    rows = [(instant("2025-01-05"), 0, -200), (instant("2025-02-05"), 0, 100)]
    assert brief(figures(Indicator("s", "sum", "month"), rows)[("2025-02",)].before) == (
        "-2",
        "3",
        None,
        "base_negative",
    )


def test_figures_that_should_not_be_relied_on_are_compared_with_nothing() -> None:
    rows = rows_of(m2025_03=4, m2025_04=3, m2025_05=4)
    found = figures(Indicator("n", "count", "month", least=4), rows)
    assert [found[(month,)].before.remark for month in ("2025-04", "2025-05")] == ["not_reliable"] * 2
    share = figures(Indicator("s", "share", "month"), rows_of(m2025_03=4, m2025_05=4))
    assert [share[(month,)].before.remark for month in ("2025-04", "2025-05")] == ["no_data"] * 2


@pytest.mark.parametrize(
    ("per", "period", "day", "before", "year_before"),
    [
        ("week", "2026-W53", "2026-12-28", "2026-12-21", None),
        ("week", "2026-W10", "2026-03-02", "2026-02-23", "2025-03-03"),
        ("day", "2024-02-29", "2024-02-29", "2024-02-28", None),
        ("day", "2024-03-01", "2024-03-01", "2024-02-29", "2023-03-01"),
        ("half-year", "2026-H1", "2026-01-01", "2025-07-01", "2025-01-01"),
        ("quarter", "2026-Q2", "2026-04-01", "2026-01-01", "2025-04-01"),
        ("year", "2026", "2026-01-01", "2025-01-01", "2025-01-01"),
    ],
)
def test_a_period_is_compared_with_the_one_of_its_name(per, period: str, day: str, before: str, year_before) -> None:
    figure = figures(Indicator("n", "count", per), [(instant(day), 0, 1)])[(period,)]
    assert figure.before is not None
    assert figure.year_before is not None
    assert figure.before.from_ == instant(before)
    assert figure.year_before.from_ == (None if year_before is None else instant(year_before))
    assert (figure.year_before.remark == "no_counterpart") == (year_before is None)


def test_minutes_hours_and_the_whole_time_have_no_year_before_and_no_year_so_far() -> None:
    for per in ("minute", "hour", "total"):
        (figure,) = figures(Indicator("n", "count", per), [(instant("2025-03-04"), 0, 1)]).values()
        assert (figure.year_before, figure.to_date, figure.before is None) == (None, None, per == "total")


@pytest.mark.parametrize(
    ("spans", "year_before"),
    [
        (Recurrence(6, "months", AUGUST), "2025-08-01"),
        (Recurrence(5, "months", AUGUST), None),
        (Recurrence(4, "weeks", AUGUST), None),
    ],
)
def test_equal_spans_have_a_year_before_if_so_many_months_make_a_year(spans: Recurrence, year_before) -> None:
    rows = [(instant("2026-08-03"), 0, 1)]
    (figure,) = figures(Indicator("n", "count", "day"), rows, per=spans).values()
    told = figure.year_before
    assert (None if told is None else told.from_) == (None if year_before is None else instant(year_before))


def test_the_first_of_equal_spans_has_none_before_it() -> None:
    spans = Recurrence(6, "months", AUGUST)
    (figure,) = figures(Indicator("n", "count", "day"), [(instant("2024-08-03"), 0, 1)], per=spans).values()
    assert (figure.before.remark, figure.year_before.remark) == ("no_counterpart", "no_counterpart")


def test_a_week_that_runs_over_new_year_counts_the_days_of_the_new_year_alone() -> None:
    days = ("2025-12-28", "2025-12-30", "2025-12-31", "2026-01-02", "2026-01-08")
    found = figures(Indicator("n", "count", "week"), [(instant(day), 0, 1) for day in days])
    assert [str(found[(week,)].value) for week in ("2025-W52", "2026-W01", "2026-W02")] == ["1", "3", "1"]
    assert [str(found[(week,)].to_date.value) for week in ("2025-W52", "2026-W01", "2026-W02")] == ["1", "1", "2"]


def test_a_median_of_the_year_so_far_is_reckoned_from_all_its_values() -> None:
    rows = [(instant(f"2025-0{month}-05"), 0, value) for month, value in ((1, 100), (1, 900), (2, 200), (3, 300))]
    found = figures(Indicator("m", "median", "month"), rows)
    assert [str(found[(f"2025-0{month}",)].to_date.value) for month in (1, 2, 3)] == ["5", "2", "2.5"]


# Against window functions.

MICROS, LOCAL = 1_000_000, 8 * 3_600_000_000
FIRST, LAST = instant("2023-11-20") // MICROS, instant("2025-02-20") // MICROS
ROWS = st.lists(
    st.tuples(
        st.integers(FIRST, LAST).map(lambda second: second * MICROS),
        st.sampled_from((0, 1, None)),
        st.integers(-300, 900),
    ),
    min_size=1,
    max_size=60,
)
YEARLY = {"month": 12, "quarter": 4, "half-year": 2, "year": 1}
TRUNCATED = {
    "month": "date_trunc('month', t)",
    "quarter": "date_trunc('quarter', t)",
    "half-year": "make_timestamp(year(t), case when month(t) < 7 then 1 else 7 end, 1, 0, 0, 0)",
    "year": "date_trunc('year', t)",
}
STEP = {"month": "1 month", "quarter": "3 months", "half-year": "6 months", "year": "1 year"}


def by_windows(rows: list[Row], per: str) -> dict[tuple, dict[str, tuple[int, int]]]:
    """Return for each period and lane the sums `(of, to)`: its own, those of the one before and a year before, to date.

    Of a sum `of` is its hundredfold; of the share of odd values `of` and `to` are counts.
    """
    base = duckdb.connect()
    base.execute("create table rows (t timestamp, lane varchar, cents bigint)")
    local = [(at + LOCAL, None if lane is None else LANES[lane], cents) for at, lane, cents in rows]
    base.executemany("insert into rows values (make_timestamp(?), ?, ?)", local)
    found = base.execute(
        f"""
        with cells as (
            select {TRUNCATED[per]} as p, lane, sum(cents) as cents, count(*) filter (cents % 2 <> 0) as odd, count(*) as n
            from rows group by 1, 2
        ), grid as (
            select g.p, l.lane, coalesce(cents, 0) as cents, coalesce(odd, 0) as odd, coalesce(n, 0) as n
            from (select unnest(generate_series(timestamp '2022-01-01', timestamp '2025-12-01', interval {STEP[per]})) as p) g
            cross join (select distinct lane from rows) l
            left join cells c on c.p = g.p and c.lane is not distinct from l.lane
        ), told as (
            select p, lane, n, struct_pack(c := cents, o := odd, n := n) as own, lag(own) over by_time as before,
                lag(own, {YEARLY[per]}) over by_time as year_before,
                struct_pack(c := sum(cents) over so_far, o := sum(odd) over so_far, n := sum(n) over so_far) as to_date
            from grid
            window by_time as (partition by lane order by p),
                so_far as (partition by lane, year(p) order by p rows unbounded preceding)
        )
        select strftime(p, '%Y-%m'), lane, own, before, year_before, to_date from told where n > 0
        """
    ).fetchall()
    names = ("own", "before", "year_before", "to_date")
    return {(month, lane): dict(zip(names, told, strict=True)) for month, lane, *told in found}


def exact(told: dict[str, int], kind: str) -> Fraction | None:
    if kind == "sum":
        return Fraction(int(told["c"]), 100)
    return Fraction(100 * int(told["o"]), int(told["n"])) if told["n"] else None


def agrees(comparison: Comparison | None, now: Fraction | None, base: Fraction | None) -> bool:
    assert comparison is not None
    if now is None or base is None:
        return brief(comparison) == (None, None, None, "no_data")
    difference = Fraction(comparison.difference or 0) - (now - base)
    relative = None if base <= 0 else 100 * (now - base) / base
    is_near = abs(difference) <= Fraction(1, 2000) and comparison.value is not None
    if relative is None:
        return is_near and comparison.relative is None and comparison.remark.startswith("base_")
    return (
        is_near and comparison.relative is not None and abs(Fraction(comparison.relative) - relative) <= Fraction(1, 20)
    )


@settings(max_examples=40, deadline=None)
@given(ROWS, st.sampled_from(sorted(YEARLY)), st.sampled_from(("sum", "share")))
def test_comparisons_are_those_that_window_functions_find(rows: list[Row], per: str, kind: str) -> None:
    indicator = Indicator("x", kind, per, by=(Name(("lane",)),), decimals=3)  # type: ignore[arg-type]
    found: dict[tuple, Figure] = {(_month(figure), *figure.by): figure for figure in figures(indicator, rows).values()}
    expected = by_windows(rows, per)
    assert found.keys() == expected.keys()
    for cell, figure in found.items():
        told = {name: exact(each, kind) if each is not None else None for name, each in expected[cell].items()}
        assert figure.exact == told["own"]
        assert agrees(figure.before, told["own"], told["before"])
        assert agrees(figure.year_before, told["own"], told["year_before"])
        assert (None if figure.to_date is None else figure.to_date.exact) == (
            None if per == "year" else told["to_date"]
        )


def _month(figure: Figure) -> str:
    assert figure.from_ is not None
    return str(np.datetime64(figure.from_ + LOCAL, "us").astype("datetime64[M]"))


@settings(max_examples=25, deadline=None)
@given(ROWS, st.sampled_from(("week", "day")))
def test_years_so_far_of_weeks_and_days_are_the_rows_since_january(rows: list[Row], per: str) -> None:
    indicator = Indicator("x", "sum", per, by=(Name(("lane",)),))  # type: ignore[arg-type]
    ends = {figure.until: figure for figure in figures(indicator, rows).values()}
    told = duckdb.sql(
        f"""
        with rows as (
            select unnest({[at + LOCAL for at, _, _ in rows]}) as t, unnest({[-1 if lane is None else lane for _, lane, _ in rows]}) as lane,
                unnest({[cents for _, _, cents in rows]}) as cents
        ), ends as (select unnest({[end + LOCAL for end in ends]}) as until)
        select until, lane, sum(cents) from ends join rows
        on t < until and make_timestamp(t) >= date_trunc('year', make_timestamp(until - 1)) group by 1, 2
        """
    ).fetchall()
    found = {
        (until - LOCAL, None if lane < 0 else LANES[lane]): Fraction(int(cents), 100) for until, lane, cents in told
    }
    for figure in figures(indicator, rows).values():
        assert figure.to_date is not None
        assert figure.to_date.until == figure.until
        assert figure.to_date.exact == found.get(
            (figure.until, *figure.by), 0
        )  # of a week, all rows may lie in December


KINDS = {
    "a count": Indicator("x", "count", "month"),
    "a distinct count": Indicator("x", "count", "month", distinct=Name(("key",))),
    "a sum": Indicator("x", "sum", "month"),
    "a mean": Indicator("x", "mean", "month"),
    "a median": Indicator("x", "median", "month"),
    "a percentile": Indicator("x", "percentile", "month", rank=Decimal(90)),
    "a share": Indicator("x", "share", "month"),
    "a rate of counts": Indicator("x", "rate", "month", ratio=((), ())),
    "a rate of sums": Indicator("x", "rate", "month", ratio=(AttributeOf("a", "b"), AttributeOf("a", "b"))),
}


@settings(max_examples=15)
@pytest.mark.parametrize("indicator", KINDS.values(), ids=KINDS)
@given(ROWS, st.data())
def test_the_year_so_far_of_its_last_period_is_the_year(indicator: Indicator, rows: list[Row], data) -> None:
    some = st.lists(st.integers(-1, 2), min_size=len(rows), max_size=len(rows))
    seen = replace(
        observed(rows, is_share=indicator.kind == "share"),
        by=(),
        certain=np.array(data.draw(some)) >= 0,
        keys=np.array(data.draw(some), np.int64) if indicator.distinct else None,
        units=Labels(("CNY", "USD"), np.array(data.draw(some), np.int64) % 2),
    )
    if indicator.ratio == ((), ()):
        seen = replace(seen, amounts=None)
    sets = [seen, replace(seen, certain=~seen.certain)] if indicator.kind == "rate" else [seen]
    told = {}
    for per in ("month", "year"):
        cycle = Cycle(per, ZONE, instant("2040-01-01"))
        cells = cells_for(
            replace(indicator, per=per), sets, cycle=cycle, span=(instant("2023-01-01"), instant("2025-12-31"))
        )
        found = compared(indicator, cells, figures_of(indicator, cells, cycle=cycle), cycle=cycle, record=EVER)
        told[per] = {each.until: each if per == "year" else each.to_date for each in found}
    for until, year in told["year"].items():
        so_far = told["month"][until]
        assert (so_far.exact, so_far.count, so_far.coverage, so_far.unit) == (
            year.exact,
            year.count,
            year.coverage,
            year.unit,
        )
        assert (so_far.numerator, so_far.denominator, so_far.state) == (year.numerator, year.denominator, year.state)
