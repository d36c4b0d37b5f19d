"""The compiled clock answers what `clock` and `calendars` answer, and lacks the year that they refuse.

Questions go in as rows and are answered by one compiled loop, so that each test compiles nothing of its own.
"""

from datetime import date
from functools import cache

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from jiannuo.core.values import clock
from jiannuo.core.values.calendars import CalendarRules, WorkingCalendar, always
from jiannuo.core.values.compiled_clock import (
    ALWAYS_OPEN,
    BEYOND_RECKONING,
    OUTSIDE,
    POOL_WIDER,
    Clocks,
    Limit,
    add,
    add_time,
    dates_covered,
    due_of_days,
    is_outside,
    missing_year,
    pool_clocks,
    run_time,
    unit_code,
    year_of,
)
from jiannuo.core.values.compiling import compiled
from jiannuo.core.values.durations import DAY, HOUR, Duration, Unit
from jiannuo.core.values.instants import read_instant
from jiannuo.core.values.problems import HOLIDAY_YEAR_MISSING, Refusal
from jiannuo.core.values.zones import date_of_day

ZONE = "Asia/Shanghai"
WEEK = dict.fromkeys(range(5), ((540, 720), (780, 1080)))
NIGHTS = dict.fromkeys(range(7), ((1320, 1800),))
SCRAPS = {weekday: tuple((minute, minute + 1) for minute in range(weekday, 1400, 97)) for weekday in (1, 4)}
CALENDARS = tuple(
    WorkingCalendar(rules)
    for rules in (
        CalendarRules(zone=ZONE, week=WEEK, holidays="CN"),
        CalendarRules(zone=ZONE, week=NIGHTS, holidays="CN"),
        always("UTC"),
        CalendarRules(zone="Europe/Rome", week=WEEK, holidays="IT"),
        CalendarRules(zone="Australia/Lord_Howe", week=NIGHTS),
        CalendarRules(
            zone="Pacific/Apia", week=dict.fromkeys(range(7), ((0, 1440),)), exceptions={date(2024, 5, 1): ()}
        ),
        CalendarRules(zone="America/Sao_Paulo", week=SCRAPS),
        CalendarRules(zone=ZONE, week={}, exceptions={date(2009, 3, 2): ((600, 660),), date(2026, 6, 1): ((0, 2880),)}),
    )
)
DATES = (Unit.NATURAL_DAYS, Unit.WORKING_DAYS, Unit.WEEKS, Unit.MONTHS)
RUN, ADD_TIME, ADD, DUE_OF_DAYS, COVERED = range(5)


def at(text: str, zone: str = ZONE) -> int:
    return read_instant(text, zone=zone)


FIRST, LAST = at("2005-01-01"), at("2030-01-01")


@compiled
def answer_all(clocks: Clocks, questions: np.ndarray, answers: np.ndarray) -> None:
    for row in range(len(questions)):
        kind, cal, unit, start, end, count = questions[row]
        if kind == 0:
            answer = run_time(clocks, cal, start, end)
        elif kind == 1:
            answer = add_time(clocks, cal, start, count)
        elif kind == 2:
            answer = add(clocks, cal, start, unit, count)
        elif kind == 3:
            answer = due_of_days(clocks, Limit(cal, unit, count), start, end)
        else:
            answer = dates_covered(clocks, cal, start, end, unit)
        answers[row, 0], answers[row, 1] = answer, 1
        if is_outside(answer):
            answers[row, 0], answers[row, 1] = OUTSIDE, missing_year(answer)


def answered(clocks: Clocks, questions: list) -> list[tuple[int, int]]:
    rows = [(kind, cal, unit_code(unit), *numbers) for kind, cal, unit, *numbers in questions]
    answers = np.zeros((len(rows), 2), np.int64)
    answer_all(clocks, np.array(rows, np.int64).reshape(len(rows), 6), answers)
    return [(int(answer), int(year)) for answer, year in answers]


def expected(calendars, question) -> tuple[int, int]:
    """Return the answer and 1, or OUTSIDE and the year that the refusal names; BEYOND_RECKONING for another refusal."""
    kind, cal, unit, start, end, count = question
    where = {"calendar": None if cal < 0 else calendars[cal], "zone": ZONE}
    try:
        if kind == RUN:
            return clock.measure(start, end, Unit.WORKING, **where), 1
        if kind == ADD_TIME:
            return where["calendar"].add(start, count), 1
        if kind == ADD:
            return clock.add(start, Duration(count, unit), **where), 1
        if kind == DUE_OF_DAYS:
            return clock.due_of_days(start, Duration(count, unit), end, **where), 1
        return clock.dates_covered([(start, end)], unit, **where), 1
    except Refusal as refusal:
        (problem,) = refusal.problems
        known = problem.code == HOLIDAY_YEAR_MISSING.code
        return OUTSIDE, int(str(problem.values["year"])) if known else BEYOND_RECKONING


def assert_answered(calendars, clocks: Clocks, span: tuple[int, int], questions: list) -> None:
    """Hold every answer against the reference; a wider pool may be asked for only where an instant lies outside."""
    for question, answer in zip(questions, answered(clocks, questions), strict=True):
        wanted = expected(calendars, question)
        if answer == (OUTSIDE, POOL_WIDER):
            assert not all(span[0] <= t <= span[1] for t in needed(question, wanted[0])), question
        else:
            assert answer == wanted, question


def needed(question, answer: int) -> tuple[int, ...]:
    """Return the instants between which a question looks; OUTSIDE, if the answer lies beyond all known years."""
    kind, _, _, start, end, _ = question
    return (start, answer if answer == OUTSIDE or kind not in (RUN, COVERED) else end)


@cache
def wide() -> Clocks:
    return pool_clocks(CALENDARS, zone=ZONE, first=FIRST, last=LAST)


def boundaries() -> list[int]:
    """Return instants at which something begins or ends: hours, days, changes of the clock, years."""
    texts = (
        "2004-01-01",
        "2004-01-02",
        "2009-03-02 10:00",
        "2009-03-02 11:00",
        "2011-12-30",
        "2011-12-31",
        "2018-11-04 01:00",
    )
    texts += (
        "2024-03-31",
        "2024-10-27",
        "2024-07-15 09:00",
        "2024-07-15 12:00",
        "2024-07-15 13:00",
        "2024-07-15 18:00",
    )
    texts += ("2026-02-14 18:00", "2026-02-24 09:00", "2027-12-31", "2028-01-01", "2028-01-01 06:00", "2003-12-31")
    zones = ("UTC", ZONE, "Europe/Rome", "Pacific/Kiritimati", "America/Sao_Paulo")
    return [at(text, zone) for text in texts for zone in zones]


instants = st.one_of(
    st.integers(at("2004-01-01"), at("2029-01-01")),
    st.builds(lambda t, near: t + near, st.sampled_from(boundaries()), st.integers(-2, 2)),
    st.builds(lambda t, near: t + near * HOUR // 2, st.sampled_from(boundaries()), st.integers(-60, 60)),
)
lengths = st.one_of(st.sampled_from([0, 1, HOUR, 8 * HOUR]), st.integers(0, 60 * DAY), st.integers(0, 500 * DAY))
counts = st.one_of(st.integers(0, 6), st.integers(0, 400))


@st.composite
def questions(draw, calendars: int):
    kind = draw(st.sampled_from([RUN, ADD_TIME, ADD, DUE_OF_DAYS, COVERED]))
    cal, start = draw(st.integers(0, calendars - 1)), draw(instants)
    if kind == RUN:
        return kind, cal, Unit.WORKING, start, draw(instants), 0
    if kind == ADD_TIME:
        return kind, cal, Unit.WORKING, start, 0, draw(lengths) * draw(st.sampled_from([1, 1, -1]))
    if kind == ADD:
        unit = draw(st.sampled_from(Unit))
        count = draw(lengths if unit.counts_time else counts)
        return kind, cal if unit.needs_calendar else ALWAYS_OPEN, unit, start, 0, count
    unit = draw(st.sampled_from(DATES))
    if kind == DUE_OF_DAYS:
        return kind, cal, unit, start, draw(st.integers(0, 40)), draw(counts)
    return kind, cal, unit, start, start + draw(st.integers(-DAY, 800 * DAY)), 0


@settings(max_examples=100)
@given(st.lists(questions(len(CALENDARS)), min_size=1, max_size=30))
def test_every_answer_is_that_of_the_clock_and_every_lack_the_year_it_names(asked) -> None:
    assert_answered(CALENDARS, wide(), (FIRST, LAST), asked)


@st.composite
def hours(draw) -> tuple[tuple[int, int], ...]:
    edges = sorted(draw(st.lists(st.integers(0, 1439), unique=True, max_size=6)))
    found = [*zip(edges[::2], edges[1::2], strict=False)]
    if len(edges) % 2:
        found.append((edges[-1], draw(st.integers(1440, 2880))))
    return tuple(found)


@st.composite
def rules(draw) -> CalendarRules:
    zone, region = draw(
        st.sampled_from([(ZONE, "CN"), ("Europe/Rome", "IT"), (ZONE, None), ("America/St_Johns", None)])
    )
    week = draw(st.dictionaries(st.integers(0, 6), hours()))
    dates = st.dates(date(2023, 12, 25), date(2025, 1, 5))
    made = CalendarRules(
        zone=zone, week=week, exceptions=draw(st.dictionaries(dates, hours(), max_size=4)), holidays=region
    )
    # Hours on single dates only are looked for over all years, and without holidays those are three hundred.
    assume(made.working_day or (region and any(made.exceptions.values())))
    return made


@settings(max_examples=20)
@given(st.lists(rules(), min_size=1, max_size=2), st.lists(questions(1), min_size=20, max_size=40), st.data())
def test_calendars_of_any_rules_answer_so_too_from_a_pool_of_few_years(made, asked, data) -> None:
    span = at("2024-01-01"), at("2025-01-01")
    calendars = [WorkingCalendar(one) for one in made]
    near = [(k, min(c, 0) or data.draw(st.integers(0, len(made) - 1)), *rest) for k, c, *rest in asked]
    moved = [move(question, span) for question in near]
    clocks = pool_clocks(calendars, zone=ZONE, first=span[0], last=span[1])
    assert_answered(calendars, clocks, span, near + moved)


def move(question, span: tuple[int, int]):
    """Move a question into a span of time."""
    kind, cal, unit, start, end, count = question
    start = span[0] + start % (span[1] - span[0])
    if kind in (RUN, COVERED):
        end = span[0] + end % (span[1] - span[0])
    return kind, cal, unit, start, end, count


@pytest.mark.parametrize("cal", range(len(CALENDARS)))
def test_thousands_of_instants_are_measured_and_added_as_columns_are(cal: int) -> None:
    rng = np.random.default_rng(cal)
    calendar, size = CALENDARS[cal], 5_000
    start, end = np.sort(rng.integers(at("2009-03-01"), at("2026-05-31"), (2, size)), axis=0)
    micros = np.minimum(
        rng.integers(0, 30 * DAY, size), np.asarray(calendar.measure(start, np.full(size, at("2026-06-01"))))
    )
    run = [(RUN, cal, Unit.WORKING, int(a), int(b), 0) for a, b in zip(start, end, strict=True)]
    added = [(ADD_TIME, cal, Unit.WORKING, int(a), 0, int(m)) for a, m in zip(start, micros, strict=True)]
    found = [answer for answer, _ in answered(wide(), run + added)]
    assert found[:size] == calendar.measure(start, end).tolist()
    assert found[size:] == calendar.add(start, micros).tolist()


def test_by_hand_a_limit_passes_lunch_night_and_the_spring_festival() -> None:
    office = [
        (ADD_TIME, 0, Unit.WORKING, at("2024-07-15 11:30"), 0, HOUR),
        (ADD_TIME, 0, Unit.WORKING, at("2026-02-14 17:00"), 0, 2 * HOUR),
        (ADD, 0, Unit.WORKING_DAYS, at("2026-02-13 10:00"), 0, 2),
        (ADD, ALWAYS_OPEN, Unit.MONTHS, at("2024-01-31 14:30"), 0, 1),
        (COVERED, 0, Unit.WORKING_DAYS, at("2026-02-13 23:00"), at("2026-02-24 01:00"), 0),
    ]
    assert answered(wide(), office) == [
        (at("2024-07-15 13:30"), 1),
        (at("2026-02-24 10:00"), 1),
        (at("2026-02-25"), 1),
        (at("2024-03-01"), 1),
        (2, 1),
    ]


def test_by_hand_the_last_known_year_is_reckoned_with_to_its_very_end() -> None:
    start, end = at("2027-12-31 17:00"), at("2028-01-01")  # a Friday
    last = [(ADD_TIME, 0, Unit.WORKING, start, 0, HOUR), (RUN, 0, Unit.WORKING, start, end, 0)]
    assert answered(wide(), last) == [(at("2027-12-31 18:00"), 1), (HOUR, 1)]
    beyond = [(ADD_TIME, 0, Unit.WORKING, start, 0, HOUR + 1), (RUN, 0, Unit.WORKING, start, end + 1, 0)]
    assert answered(wide(), beyond) == [(OUTSIDE, 2028)] * 2


def test_the_missing_year_is_the_one_before_the_first_or_the_one_after_the_last_known() -> None:
    lacking = [
        (ADD_TIME, 0, Unit.WORKING, at("2003-06-01"), 0, HOUR),
        (ADD_TIME, 0, Unit.WORKING, at("2027-12-31 17:59"), 0, HOUR),
        (ADD, 0, Unit.WORKING_DAYS, at("2027-12-30"), 0, 2),
        (RUN, 0, Unit.WORKING, at("2027-01-01"), at("2029-01-01 00:01"), 0),
        (ADD_TIME, 1, Unit.WORKING, at("2004-01-01 12:00"), 0, HOUR),  # the night of New Year's eve is not known
    ]
    assert answered(wide(), lacking) == [(OUTSIDE, year) for year in (2003, 2028, 2028, 2029, 2003)]


def test_a_pool_of_few_years_asks_for_a_wider_one_and_the_widest_says_what_is_beyond_reckoning() -> None:
    rules = [CalendarRules(zone="UTC", week=WEEK)]
    calendars = [WorkingCalendar(one) for one in rules]
    start = at("2024-07-15", "UTC")
    far = (ADD, 0, Unit.WORKING_DAYS, start, 0, 30_000)
    beyond = (ADD, 0, Unit.WORKING_DAYS, start, 0, 60_000)
    late = (ADD, 0, Unit.NATURAL_DAYS, at("2199-12-31", "UTC"), 0, 1)
    few = pool_clocks(calendars, zone="UTC", first=start, last=start)
    assert answered(few, [far, beyond]) == [(OUTSIDE, POOL_WIDER)] * 2
    widest = pool_clocks(calendars, zone="UTC", first=at("1900-01-01", "UTC"), last=at("2199-12-31", "UTC"))
    assert answered(widest, [far]) == [expected(calendars, far)] != [(OUTSIDE, BEYOND_RECKONING)]
    assert answered(widest, [beyond, late]) == [(OUTSIDE, BEYOND_RECKONING)] * 2
    assert expected(calendars, beyond) == (OUTSIDE, BEYOND_RECKONING)


def test_without_any_calendar_limits_run_all_the_time() -> None:
    clocks = pool_clocks([], zone=ZONE, first=FIRST, last=LAST)
    start = at("2024-07-13 03:00")
    assert answered(clocks, [(ADD_TIME, ALWAYS_OPEN, Unit.WORKING, start, 0, HOUR)]) == [(start + HOUR, 1)]
    assert answered(clocks, [(ADD, ALWAYS_OPEN, Unit.WORKING_DAYS, start, 0, 2)]) == [(at("2024-07-16"), 1)]


@given(st.integers(-800_000, 2_000_000).filter(lambda day: 1 <= (day + 719163) <= 3_652_059))
def test_the_year_of_a_day_is_that_of_the_calendar(day: int) -> None:
    assert year_of(day) == date_of_day(day).year
