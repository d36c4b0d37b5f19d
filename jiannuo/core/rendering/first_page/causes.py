"""What is behind the breaches of a promise, as far as the findings tell: their reasons, and where they gather."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from jiannuo.core.charters.explaining.calendar_terms import WEEKDAYS
from jiannuo.core.charters.explaining.explaining import joined
from jiannuo.core.charters.explaining.labelling import Labels
from jiannuo.core.rendering.columns import Columns, Whole
from jiannuo.core.rendering.findings.grounds import count_grounds, in_plain_words
from jiannuo.core.rendering.summarizing import PromiseFigures
from jiannuo.core.rendering.writing.wording import visible, write_count, write_length, write_percent
from jiannuo.core.statistics.fulfilment import CODED, Ratio, Tally, tally_groups
from jiannuo.core.statistics.gathering import Gathering, worst_run
from jiannuo.core.values.texts import Text

HOURS = 24
_LONGEST = {"hour": 8, "weekday": 3}
_HOUR, _DAY = 3_600_000_000, 86_400_000_000
_MONDAY = 3
"""The first of January 1970 was the fourth day of a week."""
_BROKEN = CODED.index("broken")
_REASON = Text(zh="{reason}：{n} 项，占未兑现的 {share}。", en="{reason}: {n}, {share} of what was broken.")
_ALL_FOR = Text(zh="{reason}：全部 {n} 项。", en="{reason}: all {n}.")
_OVERRUN = Text(zh="最终完成的，超时中位数 {length}。", en="Those done in the end were late by {length} (median).")
_GATHERED = Text(
    zh="{where}未兑现 {inside}（{numbers}），{others} {outside}。",
    en="{where}: {inside} broken ({numbers}), {others} {outside}.",
)
_OTHERS = {
    "owner": Text(zh="其余单位", en="at the others"),
    "hour": Text(zh="其余钟点", en="at other hours"),
    "weekday": Text(zh="其余各日", en="on other days"),
}
_WHERE = {
    "owner": Text(zh="集中在责任单位 {name}：", en="Gathered at the accountable unit {name}"),
    "hour": Text(
        zh="集中在每日 {first}:00 至 {last}:00 起算的：", en="Gathered where opened from {first}:00 to {last}:00"
    ),
    "weekday": Text(zh="集中在{first}起算的：", en="Gathered where opened on {first}"),
    "weekdays": Text(zh="集中在{first}至{last}起算的：", en="Gathered where opened from {first} to {last}"),
}
_SPREAD = Text(zh="{kinds}之间没有明显集中。", en="No {kinds} stands out.")
_KINDS = {
    "owner": Text(zh="各责任单位", en="accountable unit"),
    "hour": Text(zh="各钟点", en="hour"),
    "weekday": Text(zh="各星期几", en="weekday"),
}
_LIST, _OR = Text(zh="、", en=", "), Text(zh="、", en=" or ")
_MOST_REASONS, _MOST_GATHERED = 2, 2


@dataclass(frozen=True, slots=True)
class Causes:
    """What is told of a promise's breaches; `hours` are the verdicts by hour of opening, none if those say nothing."""

    told: tuple[Text, ...]
    hours: tuple[Tally, ...]
    peak: tuple[int, int] | None


def find_causes(
    figures: PromiseFigures, columns: Columns, place: int, *, walls: Whole, grounds: Sequence[Text]
) -> Causes:
    """Return what is behind the breaches of the promise at `place`; `walls` is when each finding opened, on the clock.

    `grounds` are the reasons already told, most frequent first.
    """
    mine = columns.promise == place
    hours, days = (_tallied(columns, mine, numbers, count) for numbers, count in _clock(walls))
    if sum(each.total > 0 for each in hours) <= 2:  # opened by the calendar, not by what happens
        hours = ()
    groups = {"owner": _owners(figures), "hour": hours, "weekday": days}
    found = {kind: worst_run(tallies, longest=_LONGEST.get(kind, 1)) for kind, tallies in groups.items()}
    gathered = [(kind, each) for kind, each in found.items() if each is not None]
    gathered.sort(key=lambda each: -each[1].deviation)
    told = [_tell(kind, each, figures) for kind, each in gathered[:_MOST_GATHERED]]
    peak, overrun = found["hour"], figures.overrun if figures.card.is_timed else None
    late = [] if overrun is None else [_OVERRUN.filled(length=write_length(overrun))]
    return Causes(
        (*grounds, *late, *(told or _spread(groups))), hours, None if peak is None else (peak.first, peak.last)
    )


def tell_reasons(
    findings: pa.Table, columns: Columns, place: int, *, reasons: Mapping[str, Text], labels: Labels
) -> tuple[Text, ...]:
    """Tell the most frequent reasons of the breaches of the promise at `place`, each with its share of them."""
    broken = (columns.promise == place) & (columns.verdict == _BROKEN)
    counts: Counter[Text] = Counter()
    for ground in count_grounds(findings, broken, reasons=reasons):
        counts[in_plain_words(ground, reasons=reasons, labels=labels)] += ground.count
    return tuple(_tell_reason(said, count, int(broken.sum())) for said, count in counts.most_common(_MOST_REASONS))


def _tell_reason(said: Text, count: int, broken: int) -> Text:
    plain = Text(zh=said.zh.rstrip("。"), en=said.en.rstrip("."))
    if count == broken:
        return _ALL_FOR.filled(reason=plain, n=write_count(broken))
    return _REASON.filled(reason=plain, share=write_percent(Ratio(count, broken)), n=write_count(count))


def _clock(walls: Whole) -> tuple[tuple[Whole, int], tuple[Whole, int]]:
    return (walls // _HOUR % HOURS, HOURS), ((walls // _DAY + _MONDAY) % 7, 7)


def _tallied(columns: Columns, mine: np.ndarray, groups: Whole, count: int) -> tuple[Tally, ...]:
    return tuple(tally_groups(columns.verdict[mine], groups[mine], count=count))


def _spread(groups: Mapping[str, Sequence[Tally]]) -> Iterator[Text]:
    """Say among what breaches gather nowhere: only what there are several of was looked at."""
    kinds = [_KINDS[kind] for kind, tallies in groups.items() if sum(each.total > 0 for each in tallies) > 1]
    if kinds:
        first = joined(kinds[:-1], _LIST)
        yield _SPREAD.filled(kinds=joined([first, kinds[-1]] if kinds[:-1] else kinds, _OR))


def _owners(figures: PromiseFigures) -> list[Tally]:
    """Return the owners' tallies, those shown together left out: nothing is told of one of them."""
    return [each.tally for each in figures.owners if each.name is not None]


def _tell(kind: str, run: Gathering, figures: PromiseFigures) -> Text:
    return _GATHERED.filled(
        where=_where(kind, run, figures),
        inside=write_percent(run.inside),
        numbers=f"{write_count(run.inside.numerator)}/{write_count(run.inside.denominator)}",
        others=_OTHERS[kind],
        outside=write_percent(run.outside),
    )


def _where(kind: str, run: Gathering, figures: PromiseFigures) -> Text:
    if kind == "owner":
        named = [each for each in figures.owners if each.name is not None]
        return _WHERE["owner"].filled(name=visible(named[run.first].name or ""))
    if kind == "hour":
        return _WHERE["hour"].filled(first=run.first, last=run.last + 1)
    one = "weekday" if run.first == run.last else "weekdays"
    return _WHERE[one].filled(first=WEEKDAYS[run.first], last=WEEKDAYS[run.last])
