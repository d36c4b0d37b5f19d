"""The kernel's clock is due when the reference's clock is due: over all units, calendars and heaps of pauses."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from jiannuo.core.judging.kernel.scanning.clocks import FOREVER, Pauses, due_with_pauses, order_pauses
from jiannuo.core.judging.reference.clocks import Clock, Paused
from jiannuo.core.values.calendars import CalendarRules, WorkingCalendar, always
from jiannuo.core.values.compiled_clock import (
    ALWAYS_OPEN,
    BEYOND_RECKONING,
    NONE,
    OUTSIDE,
    Clocks,
    Limit,
    pool_clocks,
    unit_code,
)
from jiannuo.core.values.compiling import compiled
from jiannuo.core.values.durations import DAY, HOUR, Duration, Unit
from jiannuo.core.values.instants import read_instant
from jiannuo.core.values.problems import HOLIDAY_YEAR_MISSING, Refusal

ZONE = "Asia/Shanghai"
WEEK = dict.fromkeys(range(5), ((540, 720), (780, 1080)))
RULES = (
    CalendarRules(zone=ZONE, week=WEEK, holidays="CN"),
    CalendarRules(zone=ZONE, week=dict.fromkeys(range(7), ((1320, 1800),)), holidays="CN"),
    CalendarRules(zone="Europe/Rome", week=WEEK, holidays="IT"),
    always("UTC"),
)
CALENDARS = tuple(WorkingCalendar(rules) for rules in RULES)


def at(text: str) -> int:
    return read_instant(text, zone=ZONE)


CLOCKS = pool_clocks(CALENDARS, zone=ZONE, first=at("2004-06-01"), last=at("2032-01-01"))


@compiled
def due_of_all(clocks: Clocks, cases: np.ndarray, spans: np.ndarray, flags: np.ndarray, found: np.ndarray) -> None:
    for row in range(len(cases)):
        cal, unit, amount, start, as_of, first, stop = cases[row]
        columns = spans[0, first:stop], spans[1, first:stop], flags[first:stop]
        number = order_pauses(Pauses(*columns, stop - first), start)
        found[row] = due_with_pauses(clocks, Limit(cal, unit, amount), start, Pauses(*columns, number), as_of)


def dues(cases: list) -> list[tuple[int, int]]:
    """Return what the kernel finds for (calendar, limit, start, pauses, as_of)."""
    rows, spans = [], []
    for cal, limit, start, pauses, as_of in cases:
        rows.append((cal, unit_code(limit.unit), limit.count, start, as_of, len(spans), len(spans) + len(pauses)))
        spans += pauses
    instants = np.array([span[:2] for span in spans], np.int64).reshape(len(spans), 2).T.copy()
    flags = np.array([span[2] for span in spans], np.bool_)
    found = np.zeros((len(rows), 2), np.int64)
    due_of_all(CLOCKS, np.array(rows, np.int64), instants, flags, found)
    return [(int(due), int(not_before)) for due, not_before in found]


def expected(case) -> tuple[int, int]:
    """Return what the reference finds, in the kernel's words."""
    cal, limit, start, pauses, as_of = case
    paused = tuple(Paused(from_, until, "", since_target=since_target) for from_, until, since_target in pauses)
    try:
        due, not_before = Clock(start, limit, ZONE, None if cal < 0 else CALENDARS[cal], paused).due(as_of=as_of)
    except Refusal as refusal:
        (problem,) = refusal.problems
        known = problem.code == HOLIDAY_YEAR_MISSING.code
        return OUTSIDE, int(str(problem.values["year"])) if known else BEYOND_RECKONING
    return NONE if due is None else due, NONE if not_before is None else not_before


starts = st.one_of(
    st.integers(at("2023-12-20"), at("2025-02-01")),
    st.integers(0, 400).map(lambda number: at("2024-01-01") + number * HOUR),
    st.sampled_from([at("2003-12-31 23:00"), at("2004-01-01 05:00"), at("2027-12-30 17:00"), at("2028-01-01")]),
)


@st.composite
def cases(draw):
    unit, start = draw(st.sampled_from(Unit)), draw(starts)
    cal = draw(st.integers(0, len(CALENDARS) - 1)) if unit.needs_calendar else ALWAYS_OPEN
    amount = draw(
        st.sampled_from([0, HOUR, 8 * HOUR, 30 * HOUR, 9 * DAY + 1]) if unit.counts_time else st.integers(0, 12)
    )
    case = cal, Duration(amount, unit), start, [], start + draw(st.integers(0, 40 * 24)) * HOUR
    due, _ = expected(case)  # many a pause begins exactly when the limit is over, or when another one does
    for _ in range(draw(st.integers(0, 5))):
        begin = draw(st.sampled_from([due if due > 0 else start, start + draw(st.integers(-3 * 24, 20 * 24)) * HOUR]))
        length = draw(st.one_of(st.integers(-2, 6 * 24).map(lambda hours: hours * HOUR), st.integers(0, 3 * DAY)))
        end = draw(st.sampled_from([begin + length] * 7 + [FOREVER]))
        case[3].append((begin + draw(st.sampled_from([0, 0, 0, 1, -1])), end, draw(st.booleans())))
    return case


@settings(max_examples=100)
@given(st.lists(cases(), min_size=1, max_size=20))
def test_the_kernel_is_due_when_the_reference_is(asked) -> None:
    assert dues(asked) == [expected(case) for case in asked]


def one(limit: Duration, start: str, *pauses: tuple[str, str], cal: int = 0, as_of: str = "2026-01-01"):
    spans = [(at(begin), FOREVER if end == "" else at(end), False) for begin, end in pauses]
    (found,) = dues([(cal, limit, at(start), spans, at(as_of))])
    return found


def test_by_hand_a_pause_puts_the_end_off_by_what_was_open_of_it() -> None:
    eight = Duration(8 * HOUR, Unit.WORKING)
    assert one(eight, "2024-07-15 14:30") == (at("2024-07-16 14:30"), NONE)
    assert one(eight, "2024-07-15 14:30", ("2024-07-15 17:00", "2024-07-16 10:00")) == (at("2024-07-16 16:30"), NONE)
    assert one(eight, "2024-07-15 14:30", ("2024-07-16 14:30", "2024-07-17")) == (at("2024-07-16 14:30"), NONE)


def test_by_hand_pauses_over_each_other_count_once() -> None:
    limit = Duration(2 * HOUR, Unit.ELAPSED)
    over_each_other = (("2024-07-15 10:30", "2024-07-15 11:00"), ("2024-07-15 10:00", "2024-07-15 10:45"))
    assert one(limit, "2024-07-15 09:00", *over_each_other, cal=ALWAYS_OPEN) == (at("2024-07-15 12:00"), NONE)


def test_by_hand_under_an_open_pause_nothing_is_due_but_something_is_certain() -> None:
    two = Duration(2, Unit.WORKING_DAYS)
    found = one(two, "2024-07-15 14:30", ("2024-07-16 10:00", ""), as_of="2024-07-18 10:00")
    assert found == (NONE, at("2024-07-20"))  # Tuesday and Wednesday are covered: over on Friday at 24:00


def test_by_hand_time_closed_by_a_target_at_due_moves_due_and_a_pause_at_due_does_not() -> None:
    limit, start, begin, end = (
        Duration(HOUR, Unit.ELAPSED),
        at("2024-07-15 09:00"),
        at("2024-07-15 10:00"),
        at("2024-07-15 12:00"),
    )
    case = ALWAYS_OPEN, limit, start
    assert dues([(*case, [(begin, end, True)], end), (*case, [(begin, end, False)], end)]) == [
        (end, NONE),
        (begin, NONE),
    ]


def test_by_hand_the_year_that_is_not_known_is_named() -> None:
    assert one(Duration(2, Unit.WORKING_DAYS), "2027-12-30 10:00") == (OUTSIDE, 2028)
    paused = one(Duration(8 * HOUR, Unit.WORKING), "2027-12-31 17:00", ("2027-12-31 17:30", ""), as_of="2028-02-01")
    assert paused == (OUTSIDE, 2028)
