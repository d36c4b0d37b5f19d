"""How instants, lengths of time, numbers and shares are written for a reader."""

import unicodedata
from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from jiannuo.core.statistics.fulfilment import Ratio
from jiannuo.core.statistics.periods import Periods, PeriodUnit
from jiannuo.core.values.durations import Duration, Unit, write_duration
from jiannuo.core.values.instants import to_datetime
from jiannuo.core.values.texts import Text

SECOND = 1_000_000
MINUTE, HOUR, DAY = 60 * SECOND, 3600 * SECOND, 86_400 * SECOND
NOTHING = Text(zh="—", en="—")
_FAREST = 253_000_000_000 * SECOND

_UNITS: tuple[tuple[int, Text], ...] = (
    (DAY, Text(zh="{n} 个自然日", en="{n} days")),
    (HOUR, Text(zh="{n} 小时", en="{n} h")),
    (MINUTE, Text(zh="{n} 分钟", en="{n} min")),
    (SECOND, Text(zh="{n} 秒", en="{n} s")),
)
_SMALL = Text(zh="不足 1 秒", en="under 1 s")
_LARGE = (
    (10**8, 10**8, Text(zh="{n} 亿", en="{n}")),
    (10**5, 10**4, Text(zh="{n} 万", en="{n}")),
)
_PERIODS: dict[PeriodUnit, Text] = {
    "day": Text(zh="{day}", en="{day}"),
    "week": Text(zh="{day} 起的一周", en="the week from {day}"),
    "month": Text(zh="{year} 年 {month} 月", en="{year}-{month:02d}"),
    "quarter": Text(zh="{year} 年第 {quarter} 季度", en="{year} Q{quarter}"),
    "year": Text(zh="{year} 年", en="{year}"),
}
_SHARE = Text(zh="{percent}%（{numerator}/{denominator}）", en="{percent}% ({numerator}/{denominator})")
_NO_SHARE = Text(zh="无数据", en="no data")

Style = Literal["minute", "second", "exact"]


def write_instant(instant: int | None, *, zone: str, style: Style = "minute") -> str:
    """Write an instant (microseconds UTC) on the wall clock of a zone; none, or one past the year 9986, is a dash.

    `second` adds seconds, and their fraction if there is one; `exact` the offset from UTC as well.
    """
    if instant is None or not -_FAREST // 5 < instant < _FAREST:
        return NOTHING.en
    local = to_datetime(instant, zone=zone)
    if style == "second":
        local = local.replace(tzinfo=None)
    return f"{local:%Y-%m-%d %H:%M}" if style == "minute" else local.isoformat(sep=" ")


def write_length(length: int) -> Text:
    """Write a length of time (microseconds) in its two largest units, cut off below; in days from 72 hours up."""
    whole = abs(length) // SECOND * SECOND
    if not whole:
        return _SMALL if length else _UNITS[2][1].filled(n=0)
    parts = _parts(whole, days=whole >= 3 * DAY)
    largest = parts[0][0]
    return _joined([part for part in parts if part[0] <= largest + 1])


def write_exact_length(length: int) -> Text:
    """Write a length of time (microseconds, not negative) without loss: hours, minutes and seconds with a fraction."""
    return write_duration(Duration(length, Unit.ELAPSED))


def write_count(number: int) -> str:
    """Write a whole number with its thousands apart."""
    return f"{number:,}"


def write_headline(number: int) -> Text:
    """Write a whole number for a headline: from 100,000 up the Chinese one counts in 万 or 亿, at one place."""
    for least, unit, text in _LARGE:
        if number >= least:
            rounded = (Decimal(number) / unit).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
            return Text(zh=text.zh.format(n=f"{rounded:,}"), en=text.en.format(n=write_count(number)))
    return Text(zh=write_count(number), en=write_count(number))


def write_ratio(ratio: Ratio) -> str:
    """Write both numbers of a share."""
    return f"{write_count(ratio.numerator)} / {write_count(ratio.denominator)}"


def write_period(periods: Periods, place: int) -> Text:
    """Write the name of a period as it stands in a sentence."""
    day = periods.starts[place]
    quarter = (day.month + 2) // 3
    return _PERIODS[periods.unit].filled(day=day.isoformat(), year=day.year, month=day.month, quarter=quarter)


def write_percent(ratio: Ratio, *, places: int = 1) -> Text:
    """Write a share in percent; without a denominator it says that there is no data."""
    shown = ratio.percent(places)
    return _NO_SHARE if shown is None else Text(zh=f"{shown}%", en=f"{shown}%")


def write_share(ratio: Ratio) -> Text:
    """Write a share in percent together with its numerator and denominator."""
    shown = ratio.percent()
    if shown is None:
        return _NO_SHARE
    numbers = (f"{n:,}" if ratio.denominator >= 10_000 else f"{n}" for n in (ratio.numerator, ratio.denominator))
    numerator, denominator = numbers
    return _SHARE.filled(percent=shown, numerator=numerator, denominator=denominator)


def lacks_of(missing: Iterable[object]) -> list[str]:
    """Return what a finding lacks: a bare `false`, which nothing could have met, is no lack."""
    return [str(part) for part in missing if part != "false"]


def must_not_happen(reason: str, because: Mapping[str, str]) -> bool:
    """Tell whether a reason comes to no more than that the event itself was the breach: what it required is `false`."""
    return reason == "condition_false" and because.get("what") == "false"


def names_events(reason: str, placeholder: str) -> bool:
    """Tell whether what fills a placeholder of a reason's sentence are events, as against attributes or conditions."""
    return placeholder == "ground" or (reason == "needed_missing" and placeholder == "what")


def visible(text: str, *, most: int = 200) -> str:
    """Return foreign text safe to show in one line: control and direction marks are spelled out, a long end is cut."""
    if len(text) <= most and text.isprintable():  # which most texts are, and none with such marks is
        return text
    spelled = "".join(_spelled(sign) for sign in text[:most])
    return spelled if len(text) <= most else f"{spelled}…"


def visible_lines(text: str) -> str:
    """Return foreign text of several lines safe to show; control and direction marks are spelled out."""
    return "\n".join("".join(_spelled(sign) for sign in line) for line in text.splitlines())


def _spelled(sign: str) -> str:
    return f"\\u{ord(sign):04x}" if unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Zl", "Zp") else sign


def _parts(length: int, *, days: bool) -> list[tuple[int, str]]:
    parts = []
    for place, (unit, _) in enumerate(_UNITS):
        if place or days:
            count, length = divmod(length, unit)
            parts.append((place, f"{count}"))
    return [part for part in parts if part[1] != "0"]


def _joined(parts: list[tuple[int, str]]) -> Text:
    texts = [_UNITS[place][1].filled(n=number) for place, number in parts]
    return Text(zh=" ".join(text.zh for text in texts), en=" ".join(text.en for text in texts))
