"""What to do now: what falls due next, what was just broken, and what the records lack."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from jiannuo.core.rendering.columns import ABSENT, Columns, Whole, instants_of
from jiannuo.core.rendering.findings.grounds import Ground, count_grounds, fill, in_plain_words
from jiannuo.core.rendering.findings.masking import shown_member, shown_subject
from jiannuo.core.rendering.results import PromiseCard, Result
from jiannuo.core.rendering.writing.wording import write_count, write_instant
from jiannuo.core.statistics.fulfilment import CODED
from jiannuo.core.values.texts import Text

MOST = 6
"""So many promises, and so many things that the records lack, are listed."""
MOST_ITEMS = 40
"""So many items of a promise a page carries; all of them stand in the sheet."""
_FIRST_FEW = 3
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
    subject: str
    at: int
    length: int
    is_open: bool

    @property
    def is_named(self) -> bool:
        """Tell whether its subject tells it from others: a mask alone does not."""
        return self.subject.strip("*") != ""


@dataclass(frozen=True, slots=True)
class Bundle:
    """The obligations of one promise that call for somebody: how many, of how many something is still not done.

    `place` is that of the promise in the report; `items` are the first of them, the earliest due or the latest broken.
    """

    place: int
    title: Text
    count: int
    undone: int
    items: tuple[Item, ...]

    @property
    def first(self) -> Item:
        """Return the item that calls loudest."""
        return self.items[0]

    @property
    def named(self) -> tuple[Item, ...]:
        """Return the items that can be told from others."""
        return tuple(item for item in self.items if item.is_named)

    @property
    def subjects(self) -> tuple[str, ...]:
        """Return the first few subjects that can be told from others, each once."""
        return self._subjects[:_FIRST_FEW]

    @property
    def has_more(self) -> bool:
        """Tell whether there are items about others than the first few subjects, or may be."""
        return len(self._subjects) > _FIRST_FEW or self.count > len(self.named)

    @property
    def _subjects(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(item.subject for item in self.named))


@dataclass(frozen=True, slots=True)
class Lack:
    """What the records lack: what to complete, and what that would decide."""

    todo: Text
    resolves: Text
    count: int


@dataclass(frozen=True, slots=True)
class Calls:
    """Which findings call for somebody: rows in the order in which they do, and for every row the instant it is about.

    `due` are ahead, `broken` were broken within `span` before the as-of instant; `undone` tells of every row whether it is
    broken because something is still not done.
    """

    due: Whole
    due_at: Whole
    broken: Whole
    broken_at: Whole
    undone: np.ndarray
    span: int


@dataclass(frozen=True, slots=True)
class Agenda:
    """What to do now, by promise, each list with how many there are in all; lengths in microseconds.

    `due_soon` of the `open` ones fall due within a day; `broken` were broken within `span` before the as-of instant and
    `still_open` of them are not done yet; `overdue` counts all that are broken and not done. Of further promises, which
    are not listed, it is known how many there are.
    """

    next: tuple[Bundle, ...]
    more_next: int
    open: int
    due_soon: int
    latest: tuple[Bundle, ...]
    more_latest: int
    broken: int
    still_open: int
    overdue: int
    span: int
    lacks: tuple[Lack, ...]
    unknown: int


def find_calls(result: Result, columns: Columns) -> Calls:
    """Return which findings of a result call for somebody as of its instant, the earliest due and the undone first."""
    known = columns.promise >= 0
    due = np.where(_timed(columns, result.promises) & (columns.verdict == _PENDING), columns.due, ABSENT)
    ahead = np.flatnonzero((due != ABSENT) & (due >= result.as_of))
    broken_at = np.where(known & (columns.verdict == _BROKEN), instants_of(result.findings, "broken_at"), ABSENT)
    undone = _undone(columns, result.promises)
    span, latest = _latest(broken_at, result.as_of)
    return Calls(
        due=ahead[np.argsort(due[ahead], kind="stable")],
        due_at=due,
        broken=latest[np.lexsort((-broken_at[latest], ~undone[latest]))],
        broken_at=broken_at,
        undone=undone,
        span=span,
    )


def compose_agenda(result: Result, columns: Columns, *, calls: Calls) -> Agenda:
    """Return what the findings of a result call for as of its instant."""
    known = columns.promise >= 0
    unknown = known & (columns.verdict == _UNKNOWN)
    due, broken = (np.unique(columns.promise[rows]) for rows in (calls.due, calls.broken))
    return Agenda(
        next=_bundles(result, calls.due, calls.due_at, (columns, calls)),
        more_next=max(0, len(due) - MOST),
        open=int((known & (columns.verdict == _PENDING)).sum()),
        due_soon=int((calls.due_at[calls.due] - result.as_of <= _DAY).sum()),
        latest=_bundles(result, calls.broken, calls.broken_at, (columns, calls)),
        more_latest=max(0, len(broken) - MOST),
        broken=len(calls.broken),
        still_open=int(calls.undone[calls.broken].sum()),
        overdue=int((known & calls.undone).sum()),
        span=calls.span,
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


def _bundles(result: Result, rows: Whole, instants: Whole, known: tuple[Columns, Calls]) -> tuple[Bundle, ...]:
    """Return rows by promise, in the order in which the promises come first."""
    columns, calls = known
    promises, first = np.unique(columns.promise[rows], return_index=True)
    found = []
    for place in promises[np.argsort(first)][:MOST].tolist():
        mine = rows[columns.promise[rows] == place]
        items = told_items(result, mine[:MOST_ITEMS], instants, (columns, calls))
        found.append(Bundle(place, result.promises[place].title, len(mine), int(calls.undone[mine].sum()), items))
    return tuple(found)


def told_items(result: Result, rows: Whole, instants: Whole, known: tuple[Columns, Calls]) -> tuple[Item, ...]:
    """Return what may be told of the findings at some rows, each at its instant."""
    columns, calls = known
    picked = result.findings.take(pa.array(rows))
    names = [name for name in ("id", "subject", "member") if name in picked.column_names]
    found = picked.select(names).to_pylist()
    return tuple(
        _item(each, result, int(columns.promise[row]), int(instants[row]), bool(calls.undone[row]))
        for each, row in zip(found, rows, strict=True)
    )


def _item(finding: Mapping[str, object], result: Result, place: int, at: int, is_open: bool) -> Item:
    card = result.promises[place]
    member = shown_member(finding.get("member"), card)
    parts = [*shown_subject(finding.get("subject") or [], card), *([] if member is None else [member])]
    # What is about no subject is about a period, which ends at its breach.
    subject = " · ".join(parts) or write_instant(at, zone=result.zone)
    return Item(str(finding.get("id", "")), subject, at, abs(at - result.as_of), is_open)


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
