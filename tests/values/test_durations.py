"""Durations are read exactly, refused when they could mean two things, and written in both languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiannuo.core.values.durations import Duration, UnableToReadDuration, Unit, read_duration, write_duration

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE


@pytest.mark.parametrize(
    ("text", "count", "unit"),
    [
        ("45 min", 45 * MINUTE, Unit.ELAPSED),
        ("45min", 45 * MINUTE, Unit.ELAPSED),
        (" 1 minute ", MINUTE, Unit.ELAPSED),
        ("30 s", 30 * SECOND, Unit.ELAPSED),
        ("250 ms", 250_000, Unit.ELAPSED),
        ("24 h", 24 * HOUR, Unit.ELAPSED),
        ("0 min", 0, Unit.ELAPSED),
        ("1 h 30 min", 90 * MINUTE, Unit.ELAPSED),
        ("1 hour 2 minutes 3 seconds", HOUR + 2 * MINUTE + 3 * SECOND, Unit.ELAPSED),
        ("1.5 h", 90 * MINUTE, Unit.ELAPSED),
        ("0.000001 s", 1, Unit.ELAPSED),
        ("3 elapsed days", 72 * HOUR, Unit.ELAPSED),
        ("PT45M", 45 * MINUTE, Unit.ELAPSED),
        ("PT1H30M", 90 * MINUTE, Unit.ELAPSED),
        ("PT0.5S", 500_000, Unit.ELAPSED),
        ("8 working h", 8 * HOUR, Unit.WORKING),
        ("90 working min", 90 * MINUTE, Unit.WORKING),
        ("1 working hour 30 working minutes", 90 * MINUTE, Unit.WORKING),
        ("3 natural days", 3, Unit.NATURAL_DAYS),
        ("1 natural day", 1, Unit.NATURAL_DAYS),
        ("2 working days", 2, Unit.WORKING_DAYS),
        ("2 weeks", 2, Unit.WEEKS),
        ("P2W", 2, Unit.WEEKS),
        ("3 months", 3, Unit.MONTHS),
        ("1 month", 1, Unit.MONTHS),
        ("P3M", 3, Unit.MONTHS),
        ("1 year", 12, Unit.MONTHS),
        ("1 year 6 months", 18, Unit.MONTHS),
        ("P1Y6M", 18, Unit.MONTHS),
    ],
)
def test_a_duration_is_read_exactly(text: str, count: int, unit: Unit) -> None:
    assert read_duration(text) == Duration(count, unit)


@pytest.mark.parametrize("text", ["2 days", "3 d", "1 day", "P3D", "P1DT2H", "2 d 3 h"])
def test_bare_days_are_refused_with_the_two_ways_to_say_it(text: str) -> None:
    with pytest.raises(UnableToReadDuration) as refusal:
        read_duration(text)
    (problem,) = refusal.value.problems
    assert problem.code == "V002"
    assert "natural days" in problem.cure("en")
    assert "working days" in problem.cure("zh")


def test_the_cure_of_an_ambiguous_duration_names_the_count_and_the_hours() -> None:
    with pytest.raises(UnableToReadDuration) as refusal:
        read_duration("3 d")
    (problem,) = refusal.value.problems
    assert problem.message("zh") == "“3 d”没有说明是自然日还是工作日。"
    assert problem.cure("en") == "Write 3 natural days, 3 working days or 72 h."
    assert problem.span == (0, 3)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "V001"),
        ("45", "V001"),
        ("min", "V001"),
        ("45 mn", "V001"),
        ("45 Min", "V001"),
        ("3 working weeks", "V001"),
        ("1 h, 30 min", "V001"),
        ("1e3 s", "V001"),
        ("４５ min", "V001"),
        ("P", "V001"),
        ("PT", "V001"),
        ("P1H", "V001"),
        ("pt45m", "V001"),
        ("-10 min", "V003"),
        ("+4 h", "V003"),
        ("1 h 2 working h", "V004"),
        ("1 month 1 week", "V004"),
        ("P1MT1H", "V004"),
        ("0.5 natural days", "V005"),
        ("1.5 months", "V005"),
        ("0.0000001 s", "V005"),
        ("2000000 h", "V006"),
        ("2401 months", "V006"),
    ],
)
def test_what_is_no_duration_is_refused(text: str, code: str) -> None:
    with pytest.raises(UnableToReadDuration) as refusal:
        read_duration(text)
    assert [problem.code for problem in refusal.value.problems] == [code]


def test_a_warning_offset_may_carry_a_sign() -> None:
    assert read_duration("-10 min", signed=True) == Duration(-10 * MINUTE, Unit.ELAPSED)
    assert read_duration("+4 h", signed=True) == Duration(4 * HOUR, Unit.ELAPSED)
    assert read_duration("-2 working h", signed=True) == Duration(-2 * HOUR, Unit.WORKING)
    assert read_duration("45 min", signed=True) == Duration(45 * MINUTE, Unit.ELAPSED)


@pytest.mark.parametrize("text", ["-2 working days", "+1 month", "- 3 natural days"])
def test_a_signed_count_of_dates_is_refused_even_there(text: str) -> None:
    with pytest.raises(UnableToReadDuration, match="V003"):
        read_duration(text, signed=True)


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("45 min", "45 分钟", "45 minutes"),
        ("24 h", "24 小时", "24 hours"),
        ("240 h", "240 小时", "240 hours"),
        ("90 min", "1 小时 30 分钟", "1 hour 30 minutes"),
        ("1 s", "1 秒", "1 second"),
        ("1500 ms", "1.5 秒", "1.5 seconds"),
        ("0 s", "0 分钟", "0 minutes"),
        ("8 working h", "工作时间 8 小时", "8 working hours"),
        ("90 working min", "工作时间 1 小时 30 分钟", "1 working hour 30 working minutes"),
        ("2 working days", "2 个工作日", "2 working days"),
        ("1 working day", "1 个工作日", "1 working day"),
        ("3 natural days", "3 个自然日", "3 natural days"),
        ("2 weeks", "2 周", "2 weeks"),
        ("1 year", "12 个月", "12 months"),
    ],
)
def test_a_duration_is_written_in_both_languages(text: str, zh: str, en: str) -> None:
    written = write_duration(read_duration(text))
    assert (written.zh, written.en) == (zh, en)


def test_a_negative_duration_is_written_with_its_sign() -> None:
    written = write_duration(Duration(-10 * MINUTE, Unit.ELAPSED))
    assert (written.zh, written.en) == ("-10 分钟", "-10 minutes")


@given(st.sampled_from(Unit), st.integers(0, 2000), st.integers(0, 10**13))
def test_the_english_is_read_again_as_the_same_duration(unit: Unit, dates: int, micros: int) -> None:
    duration = Duration(micros if unit.counts_time else dates, unit)
    assert read_duration(write_duration(duration).en) == duration


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused_and_nothing_else(text: str) -> None:
    try:
        assert read_duration(text, signed=True).unit in Unit
    except UnableToReadDuration as refusal:
        assert refusal.problems[0].code.startswith("V00")
