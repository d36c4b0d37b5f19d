"""Durations as a charter writes them: elapsed time, working time, days, weeks and months."""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from jiannuo.core.values.problems import (
    DURATION_AMBIGUOUS,
    DURATION_FRACTION,
    DURATION_MIXED,
    DURATION_NEGATIVE,
    DURATION_TOO_LONG,
    DURATION_UNREADABLE,
    ProblemKind,
    Refusal,
)
from jiannuo.core.values.texts import Text

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
LONGEST_YEARS = 200


class Unit(Enum):
    """What a duration counts. Elapsed and working time count microseconds, the others whole days, weeks or months."""

    ELAPSED = "elapsed"
    WORKING = "working"
    NATURAL_DAYS = "natural days"
    WORKING_DAYS = "working days"
    WEEKS = "weeks"
    MONTHS = "months"

    @property
    def needs_calendar(self) -> bool:
        """Tell whether the unit has a meaning only under a working calendar."""
        return self in (Unit.WORKING, Unit.WORKING_DAYS)

    @property
    def counts_time(self) -> bool:
        """Tell whether the unit counts microseconds, as against whole dates."""
        return self in (Unit.ELAPSED, Unit.WORKING)


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time: `count` in the measure of `unit` (microseconds for elapsed and working time)."""

    count: int
    unit: Unit


class UnableToReadDuration(Refusal):
    """The text is no duration, or one that could be understood in two ways."""


_TIME_WORDS = {
    "ms": 1_000,
    "millisecond": 1_000,
    "milliseconds": 1_000,
    "s": SECOND,
    "sec": SECOND,
    "second": SECOND,
    "seconds": SECOND,
    "min": MINUTE,
    "mins": MINUTE,
    "minute": MINUTE,
    "minutes": MINUTE,
    "h": HOUR,
    "hr": HOUR,
    "hrs": HOUR,
    "hour": HOUR,
    "hours": HOUR,
}
_UNITS: dict[str, tuple[Unit, int]] = {
    **{word: (Unit.ELAPSED, size) for word, size in _TIME_WORDS.items()},
    **{f"working {word}": (Unit.WORKING, size) for word, size in _TIME_WORDS.items()},
    **dict.fromkeys(("elapsed day", "elapsed days"), (Unit.ELAPSED, DAY)),
    **dict.fromkeys(("natural day", "natural days"), (Unit.NATURAL_DAYS, 1)),
    **dict.fromkeys(("working day", "working days"), (Unit.WORKING_DAYS, 1)),
    **dict.fromkeys(("week", "weeks"), (Unit.WEEKS, 1)),
    **dict.fromkeys(("month", "months"), (Unit.MONTHS, 1)),
    **dict.fromkeys(("year", "years"), (Unit.MONTHS, 12)),
}
_BARE_DAYS = frozenset({"d", "day", "days"})
UNIT_WORDS = frozenset(unit.split()[-1] for unit in _UNITS) | _BARE_DAYS
"""Every word that names a unit of time, whether it must be told what kind of days or not."""
_LONGEST = {
    Unit.ELAPSED: LONGEST_YEARS * 366 * DAY,
    Unit.WORKING: LONGEST_YEARS * 366 * DAY,
    Unit.NATURAL_DAYS: LONGEST_YEARS * 366,
    Unit.WORKING_DAYS: LONGEST_YEARS * 366,
    Unit.WEEKS: LONGEST_YEARS * 53,
    Unit.MONTHS: LONGEST_YEARS * 12,
}

_PART = re.compile(r"(?P<number>[0-9]{1,18}(?:\.[0-9]{1,18})?) ?(?P<unit>[a-z]+(?: [a-z]+)?)(?: +|$)", re.ASCII)
_ISO = re.compile(
    r"P(?=[0-9T])(?:(?P<years>[0-9]{1,9})Y)?(?:(?P<months>[0-9]{1,9})M)?(?:(?P<weeks>[0-9]{1,9})W)?"
    r"(?:(?P<days>[0-9]{1,9})D)?"
    r"(?:T(?=[0-9])(?:(?P<h>[0-9]{1,18}(?:\.[0-9]{1,18})?)H)?(?:(?P<min>[0-9]{1,18}(?:\.[0-9]{1,18})?)M)?"
    r"(?:(?P<s>[0-9]{1,18}(?:\.[0-9]{1,18})?)S)?)?",
    re.ASCII,
)


def read_duration(text: str, *, signed: bool = False) -> Duration:
    """Read a duration such as `45 min`, `3 natural days` or `PT45M`.

    With `signed`, elapsed and working time may carry a sign, as warning offsets do (`-10 min`).
    Raises UnableToReadDuration: unreadable, ambiguous (`3 days`), signed, mixed, not whole or too long.
    """
    bare = text.strip()
    sign = bare[:1] if bare[:1] in ("+", "-") else ""
    if sign and not signed:
        raise _refusal(DURATION_NEGATIVE, text)
    duration = _sum(_parts(bare[len(sign) :].lstrip(), text), text)
    if sign and not duration.unit.counts_time:
        raise _refusal(DURATION_NEGATIVE, text)
    return Duration(-duration.count, duration.unit) if sign == "-" else duration


def _parts(bare: str, text: str) -> list[tuple[Decimal, str]]:
    if bare.startswith("P"):
        return _iso_parts(bare, text)
    parts: list[tuple[Decimal, str]] = []
    position = 0
    while position < len(bare):
        match = _PART.match(bare, position)
        if match is None:
            raise _refusal(DURATION_UNREADABLE, text)
        parts.append((Decimal(match["number"]), match["unit"]))
        position = match.end()
    return parts


def _iso_parts(bare: str, text: str) -> list[tuple[Decimal, str]]:
    match = _ISO.fullmatch(bare)
    if match is None:
        raise _refusal(DURATION_UNREADABLE, text)
    return [(Decimal(number), unit) for unit, number in match.groupdict().items() if number is not None]


def _sum(parts: list[tuple[Decimal, str]], text: str) -> Duration:
    if not parts:
        raise _refusal(DURATION_UNREADABLE, text)
    read = [_measured(number, word, text) for number, word in parts]
    unit = read[0].unit
    if any(part.unit is not unit for part in read):
        raise _refusal(DURATION_MIXED, text)
    count = sum(part.count for part in read)
    if count > _LONGEST[unit]:
        raise UnableToReadDuration(DURATION_TOO_LONG.at(span=(0, len(text)), text=text, limit=LONGEST_YEARS))
    return Duration(count, unit)


def _measured(number: Decimal, word: str, text: str) -> Duration:
    if word in _BARE_DAYS:
        span = (0, len(text))
        raise UnableToReadDuration(DURATION_AMBIGUOUS.at(span=span, text=text, count=number, hours=number * 24))
    if word not in _UNITS:
        raise _refusal(DURATION_UNREADABLE, text)
    unit, size = _UNITS[word]
    numerator, denominator = number.as_integer_ratio()
    count, rest = divmod(numerator * size, denominator)
    if rest or (denominator > 1 and not unit.counts_time):
        raise _refusal(DURATION_FRACTION, text)
    return Duration(count, unit)


def _refusal(kind: ProblemKind, text: str) -> UnableToReadDuration:
    return UnableToReadDuration(kind.at(span=(0, len(text)), text=text))


_CLOCK_WORDS = (Text(zh="小时", en="hour"), Text(zh="分钟", en="minute"), Text(zh="秒", en="second"))
_DATE_WORDS = {
    Unit.NATURAL_DAYS: Text(zh="个自然日", en="natural day"),
    Unit.WORKING_DAYS: Text(zh="个工作日", en="working day"),
    Unit.WEEKS: Text(zh="周", en="week"),
    Unit.MONTHS: Text(zh="个月", en="month"),
}
_WORKING = Text(zh="工作时间 {time}", en="{time}")


def write_duration(duration: Duration) -> Text:
    """Write a duration in words, such as 2 个工作日 and 2 working days; `read_duration` reads the English again."""
    if not duration.unit.counts_time:
        word = _DATE_WORDS[duration.unit]
        return Text(zh=f"{duration.count} {word.zh}", en=_counted(Decimal(duration.count), word.en))
    sign = "-" if duration.count < 0 else ""
    parts = _time_parts(abs(duration.count))
    prefix = "working " if duration.unit is Unit.WORKING else ""
    time = Text(
        zh=sign + " ".join(f"{number:f} {word.zh}" for number, word in parts),
        en=sign + " ".join(_counted(number, prefix + word.en) for number, word in parts),
    )
    return _WORKING.filled(time=time) if duration.unit is Unit.WORKING else time


def _time_parts(micros: int) -> list[tuple[Decimal, Text]]:
    hours, rest = divmod(micros, HOUR)
    minutes, rest = divmod(rest, MINUTE)
    seconds = Decimal(rest // SECOND) if rest % SECOND == 0 else Decimal(rest).scaleb(-6).normalize()
    numbers = (Decimal(hours), Decimal(minutes), seconds)
    parts = [(number, word) for number, word in zip(numbers, _CLOCK_WORDS, strict=True) if number]
    return parts or [(Decimal(0), _CLOCK_WORDS[1])]


def _counted(number: Decimal, word: str) -> str:
    return f"{number:f} {word}" if number == 1 else f"{number:f} {word}s"
