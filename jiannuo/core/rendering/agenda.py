"""What to do now: what falls due next, what was just broken, and what the records lack."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from jiannuo.core.rendering.columns import ABSENT, Columns, Whole, instants_of
from jiannuo.core.rendering.grounds import Ground, count_grounds, fill, in_plain_words
from jiannuo.core.rendering.masking import shown_member, shown_subject
from jiannuo.core.rendering.results import PromiseCard, Result
from jiannuo.core.rendering.wording import write_count, write_instant
from jiannuo.core.statistics.fulfilment import CODED
from jiannuo.core.values.texts import Text

MOST = 6
_DAY = 86_400_000_000
SPANS = (_DAY, 7 * _DAY, 30 * _DAY)
"""How far back is looked for what was just broken: as far as there is anything."""
_BROKEN, _UNKNOWN, _PENDING = (CODED.index(name) for name in ("broken", "unknown", "pending"))
_CURES: Mapping[str, Text] = {
    "source_incomplete": Text(
        zh="补齐来源“{source}”{until}之后的业务记录", en="Complete the events of the source {source} after {until}"
    ),
    "source_gap": Text(
        zh="补录来源“{source}”中断期间的业务记录", en="Fill the gap in the events of the source {source}"
    ),
    "value_missing": Text(zh="补录缺少的信息：{value}", en="Record what is missing: {value}"),
    "undecided": Text(zh="补全业务记录中影响判断的信息", en="Complete the events that lack what would decide"),
    "not_tested": Text(zh="安排检验，使下列条件成立：{what}", en="Have it tested, so that this holds: {what}"),
    "calendar_year_missing": Text(zh="补上 {year} 年的日历", en="Add the year {year} to the calendar"),
    "not_covered": Text(zh="补齐没有业务记录的时段", en="Complete the periods without any event"),
}
_RESOLVES = Text(
    zh="可判定 {n} 个履约项，涉及 {promises} 项承诺。", en="Decides {n} obligations of {promises} promises."
)
_THERE = Text(zh="该处", en="there")


@dataclass(frozen=True, slots=True)
class Item:
    """An obligation that calls for somebody: `at` is its due time or its breach, `length` how far off that is."""

    id: str
    title: Text
    subject: str
    at: int
    length: int
    is_open: bool


@dataclass(frozen=True, slots=True)
class Lack:
    """What the records lack: what to complete, and what that would decide."""

    todo: Text
    resolves: Text
    count: int


@dataclass(frozen=True, slots=True)
class Agenda:
    """What to do now, each list with how many there are in all; lengths in microseconds.

    `due_soon` of the `open` ones fall due within a day; `broken` were broken within `span` before the as-of instant and
    `still_open` of them are not done yet; `overdue` counts all that are broken and not done.
    """

    next: tuple[Item, ...]
    open: int
    due_soon: int
    latest: tuple[Item, ...]
    broken: int
    still_open: int
    overdue: int
    span: int
    lacks: tuple[Lack, ...]
    unknown: int


def compose_agenda(result: Result, columns: Columns) -> Agenda:
    """Return what the findings of a result call for as of its instant."""
    known = columns.promise >= 0
    due = np.where(_timed(columns, result.promises) & (columns.verdict == _PENDING), columns.due, ABSENT)
    ahead = np.flatnonzero((due != ABSENT) & (due >= result.as_of))
    broken_at = np.where(known & (columns.verdict == _BROKEN), instants_of(result.findings, "broken_at"), ABSENT)
    undone = _undone(columns, result.promises)
    span, latest = _latest(broken_at, result.as_of)
    unknown = known & (columns.verdict == _UNKNOWN)
    return Agenda(
        next=_items(result, ahead[np.argsort(due[ahead], kind="stable")][:MOST], due, columns),
        open=int((known & (columns.verdict == _PENDING)).sum()),
        due_soon=int((due[ahead] - result.as_of <= _DAY).sum()),
        latest=_items(result, latest[np.lexsort((-broken_at[latest], ~undone[latest]))][:MOST], broken_at, columns),
        broken=len(latest),
        still_open=int(undone[latest].sum()),
        overdue=int((known & undone).sum()),
        span=span,
        lacks=_lacks(result, unknown),
        unknown=int(unknown.sum()),
    )


def _undone(columns: Columns, cards: tuple[PromiseCard, ...]) -> np.ndarray:
    """Tell which findings are broken because something is still not done."""
    undone = (columns.due != ABSENT) & (columns.done == ABSENT)
    return np.asarray((columns.verdict == _BROKEN) & _timed(columns, cards) & undone)


def _timed(columns: Columns, cards: tuple[PromiseCard, ...]) -> np.ndarray:
    """Tell which findings are of promises that want something done."""
    timed = np.array([*(card.is_timed for card in cards), False])
    return np.asarray(timed[columns.promise])


def _latest(broken_at: Whole, as_of: int) -> tuple[int, np.ndarray]:
    """Return the shortest span before the as-of instant in which anything was broken, and the rows of that."""
    for span in SPANS:
        rows = np.flatnonzero((broken_at != ABSENT) & (broken_at > as_of - span) & (broken_at <= as_of))
        if len(rows):
            return span, rows
    return SPANS[-1], np.empty(0, np.int64)


def _items(result: Result, rows: np.ndarray, instants: Whole, columns: Columns) -> tuple[Item, ...]:
    undone = _undone(columns, result.promises)
    picked = result.findings.take(pa.array(rows))
    names = [name for name in ("id", "subject", "member") if name in picked.column_names]
    found = picked.select(names).to_pylist()
    return tuple(
        _item(each, result, int(columns.promise[row]), int(instants[row]), bool(undone[row]))
        for each, row in zip(found, rows, strict=True)
    )


def _item(finding: Mapping[str, object], result: Result, place: int, at: int, is_open: bool) -> Item:
    card = result.promises[place]
    member = shown_member(finding.get("member"), card)
    parts = [*shown_subject(finding.get("subject") or [], card), *([] if member is None else [member])]
    # What is about no subject is about a period, which ends at its breach.
    subject = " · ".join(parts) or write_instant(at, zone=result.zone)
    return Item(str(finding.get("id", "")), card.title, subject, at, abs(at - result.as_of), is_open)


def _lacks(result: Result, unknown: np.ndarray) -> tuple[Lack, ...]:
    grounds = count_grounds(result.findings, unknown, reasons=result.reasons)
    return tuple(_lack(each, result) for each in grounds[:MOST])


def _lack(ground: Ground, result: Result) -> Lack:
    cure, labels = _CURES.get(ground.reason), result.labels
    plain = in_plain_words(ground, reasons=result.reasons, labels=labels)
    todo = plain if cure is None else fill(cure, ground, labels=labels)
    until = result.log.complete_until.get(ground.because.get("source", ""))
    shown = _THERE if until is None else write_instant(until, zone=result.zone)
    numbers = _RESOLVES.filled(n=write_count(ground.count), promises=write_count(ground.promises))
    return Lack(_with_until(todo, shown), numbers, ground.count)


def _with_until(todo: Text, shown: Text | str) -> Text:
    zh, en = (shown.zh, shown.en) if isinstance(shown, Text) else (f" {shown} ", shown)
    return Text(zh=todo.zh.replace("{until}", zh), en=todo.en.replace("{until}", en))
