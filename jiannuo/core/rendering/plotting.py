"""The geometry of the report's plots, in percent of the plot's width and height; the page draws them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from jiannuo.core.rendering.writing.wording import DAY, HOUR, MINUTE, SECOND
from jiannuo.core.statistics.distributions import READABLE_WIDTHS, Histogram
from jiannuo.core.statistics.fulfilment import CODED, Ratio, Tally
from jiannuo.core.statistics.periods import Periods
from jiannuo.core.values.texts import Text

_FLOORS = (0.95, 0.9, 0.8, 0.5)
_MOST_TICKS = 8
_MOST_DOTS = 60
_GAP = 0.22
_EDGE, _ROOM = 94, 16
"""From where on labels are moved inward, and how far apart ticks then have to be."""
_FEW, _MANY = 5, 50
_UNITS: tuple[tuple[int, Text], ...] = (
    (DAY, Text(zh="{n} 个自然日", en="{n} d")),
    (HOUR, Text(zh="{n} 小时", en="{n} h")),
    (MINUTE, Text(zh="{n} 分钟", en="{n} min")),
    (SECOND, Text(zh="{n} 秒", en="{n} s")),
)
_DUE = Text(zh="截止", en="due")


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on an axis; a minor one may be left out where there is little room."""

    at: float
    label: Text
    minor: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar from its upper left corner; `kind` is a verdict."""

    x: float
    y: float
    width: float
    height: float
    kind: str


@dataclass(frozen=True, slots=True)
class TrendPlot:
    """Fulfilment, its lower bound and coverage as lines; the verdicts of each period as stacked bars."""

    fulfilment: str
    band: str
    coverage: str
    dots: tuple[tuple[float, float], ...]
    bars: tuple[Bar, ...]
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    most: int


@dataclass(frozen=True, slots=True)
class MarginPlot:
    """Completions around the due time as bars: kept ones before it, broken ones after it."""

    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    due: float
    most: int
    before: Text | None
    after: Text | None


def plot_trend(series: Sequence[Tally], *, periods: Periods) -> TrendPlot:
    """Lay out the figures of consecutive periods."""
    shares = _drawn(series)
    lows = [None if share is None else tally.lower_bound.value for share, tally in zip(shares, series, strict=True)]
    coverages = [tally.coverage.value for tally in series]
    floor = _floor([*shares, *lows, *coverages])
    most = max((tally.total for tally in series), default=0)
    line, low = _points(shares, floor), _points(lows, floor)
    return TrendPlot(
        fulfilment=_path(line),
        band=_band(line, low),
        coverage=_path(_points(coverages, floor)),
        dots=tuple(point for point in line if point) if len(series) <= _MOST_DOTS else (),
        bars=tuple(bar for place, tally in enumerate(series) for bar in _stack(place, len(series), tally, most)),
        across=_period_ticks(periods),
        up=_share_ticks(floor),
        most=most,
    )


def plot_spark(series: Sequence[Tally]) -> tuple[str, tuple[float, float] | None]:
    """Lay out fulfilment alone as a small line; the second value is its last point."""
    shares = _drawn(series)
    points = _points(shares, _floor(shares))
    return _path(points), next((point for point in reversed(points) if point), None)


def plot_values(values: Sequence[float | None]) -> tuple[str, tuple[float, float] | None]:
    """Lay out figures of consecutive periods as a small line from their lowest to their highest; see `plot_spark`."""
    known = [value for value in values if value is not None]
    low, high = min(known, default=0.0), max(known, default=0.0)
    points = [
        None
        if value is None
        else (round(100 * (place + 0.5) / len(values), 2), round(100 - 100 * (value - low) / (high - low or 1.0), 2))
        for place, value in enumerate(values)
    ]
    return _path(points), next((point for point in reversed(points) if point), None)


def plot_hours(tallies: Sequence[Tally], *, peak: tuple[int, int] | None) -> tuple[Bar, ...]:
    """Lay out the share broken of what was opened in each hour of the day; those of the peak (first, last) are marked.

    Hours with a handful of obligations only are left out.
    """
    enough = [each.fulfilment.denominator >= _FEW for each in tallies]
    shares = [
        1 - (each.fulfilment.value or 0.0) if is_drawn else 0.0 for each, is_drawn in zip(tallies, enough, strict=True)
    ]
    most, width = max(shares, default=0.0), 100 / max(len(tallies), 1)
    return tuple(
        Bar(
            x=round(place * width, 2),
            y=round(100 - 100 * share / most, 2),
            width=round(width * (1 - _GAP), 2),
            height=round(100 * share / most, 2),
            kind="peak" if peak is not None and peak[0] <= place <= peak[1] else "hour",
        )
        for place, share in enumerate(shares)
        if share
    )


def plot_margins(histogram: Histogram, *, timed: bool) -> MarginPlot:
    """Lay out a histogram of lateness (microseconds after due; early ones are negative), or of lengths if not `timed`."""
    count, most = len(histogram.counts), max(histogram.counts)
    due = -histogram.start // histogram.width
    bars = tuple(
        Bar(
            x=100 * place / count,
            y=100 - 100 * number / most if most else 100.0,
            width=100 / count,
            height=100 * number / most if most else 0.0,
            kind="kept" if place < due else "broken",
        )
        for place, number in enumerate(histogram.counts)
        if number
    )
    end = histogram.start + count * histogram.width
    return MarginPlot(
        bars=bars,
        ticks=_margin_ticks(histogram, timed=timed),
        due=100 * due / count,
        most=most,
        before=_unit_text(histogram.start) if histogram.below else None,
        after=_unit_text(end) if histogram.above else None,
    )


def period_label(periods: Periods, place: int) -> str:
    """Return a short name of a period that needs no language."""
    start = periods.starts[place]
    if periods.unit == "quarter":
        return f"{start.year} Q{(start.month + 2) // 3}"
    return {"month": f"{start:%Y-%m}", "year": f"{start:%Y}"}.get(periods.unit, f"{start:%Y-%m-%d}")


def _drawn(series: Sequence[Tally]) -> list[float | None]:
    """Return fulfilment by period; a handful of cases beside periods with many makes no point."""
    most = max((tally.fulfilment.denominator for tally in series), default=0)
    least = max(_FEW, most // 100) if most >= _MANY else 1
    return [tally.fulfilment.value if tally.fulfilment.denominator >= least else None for tally in series]


def _floor(shares: Sequence[float | None]) -> float:
    lowest = min((share for share in shares if share is not None), default=0.0)
    return next((floor for floor in _FLOORS if lowest >= floor), 0.0)


def _points(shares: Sequence[float | None], floor: float) -> list[tuple[float, float] | None]:
    count = len(shares)
    return [
        None
        if share is None
        else (round(100 * (place + 0.5) / count, 2), round(100 - 100 * (share - floor) / (1 - floor), 2))
        for place, share in enumerate(shares)
    ]


def _runs(points: Sequence[tuple[float, float] | None]) -> list[list[tuple[float, float]]]:
    """Split points into stretches without a hole."""
    return [[p for p in run if p] for filled, run in groupby(points, key=lambda p: p is not None) if filled]


def _path(points: Sequence[tuple[float, float] | None]) -> str:
    return "".join("M" + "L".join(f"{x:g} {y:g}" for x, y in run) for run in _runs(points))


def _band(upper: Sequence[tuple[float, float] | None], lower: Sequence[tuple[float, float] | None]) -> str:
    return "".join(
        "M" + "L".join(f"{x:g} {y:g}" for x, y in (*over, *reversed(under))) + "Z"
        for over, under in zip(
            _runs(upper), _runs([low if up else None for up, low in zip(upper, lower, strict=True)]), strict=True
        )
    )


def _stack(place: int, count: int, tally: Tally, most: int) -> list[Bar]:
    bars, top = [], 100.0
    width = 100 / count
    for kind, number in zip(CODED, tally.counts, strict=True):
        height = 100 * number / most if most else 0.0
        top -= height
        if number:
            x, y = width * (place + _GAP / 2), max(top, 0.0)
            bars.append(Bar(round(x, 2), round(y, 2), round(width * (1 - _GAP), 2), round(height, 2), kind))
    return bars


def _period_ticks(periods: Periods) -> tuple[Tick, ...]:
    count = len(periods)
    step = -(-count // _MOST_TICKS)
    shown = range(0, count, step)
    return tuple(
        Tick(100 * (place + 0.5) / count, _same(period_label(periods, place)), minor=nth % 3 != 0)
        for nth, place in enumerate(shown)
    )


def _share_ticks(floor: float) -> tuple[Tick, ...]:
    return tuple(
        Tick(100 - 25 * step, _same(f"{100 * (floor + (1 - floor) * step / 4):g}%"), minor=step % 2 == 1)
        for step in range(5)
    )


def _margin_ticks(histogram: Histogram, *, timed: bool) -> tuple[Tick, ...]:
    count = len(histogram.counts)
    due = -histogram.start // histogram.width
    wanted = count * histogram.width / 6
    widths = (width for width in READABLE_WIDTHS if width >= wanted and width % histogram.width == 0)
    step = max(1, next(widths, READABLE_WIDTHS[-1]) // histogram.width)
    places = sorted({*range(due, count + 1, step), *range(due, -1, -step)})
    if len(places) > 1 and 100 * places[-1] / count > _EDGE and 100 * step / count < _ROOM:
        places.pop()  # at the edge its label is moved inward, onto the one before
    return tuple(
        Tick(
            100 * place / count,
            (_offset_text if timed else _unit_text)((place - due) * histogram.width),
            minor=abs(place - due) // step % 2 == 1,
        )
        for place in places
    )


def _offset_text(length: int) -> Text:
    if not length:
        return _DUE
    text, sign = _unit_text(length), "+" if length > 0 else "−"
    return Text(zh=f"{sign}{text.zh}", en=f"{sign}{text.en}")


def _unit_text(length: int) -> Text:
    size = abs(length)
    unit, text = next((each for each in _UNITS if size >= each[0] and size % each[0] == 0), _UNITS[-1])
    if unit == DAY and size < 3 * DAY:
        unit, text = _UNITS[1]
    return text.filled(n=f"{size / unit:g}")


def _same(text: str) -> Text:
    return Text(zh=text, en=text)


def ring(tally: Tally) -> tuple[tuple[str, float, float], ...]:
    """Lay out the verdicts on a ring: kind, where it starts and how long it is, in percent of the way round."""
    segments, from_ = [], 0.0
    for kind, number in zip(CODED, tally.counts, strict=True):
        share = 100 * (Ratio(number, tally.total).value or 0.0)
        if number:
            segments.append((kind, round(from_, 3), round(share, 3)))
        from_ += share
    return tuple(segments)
