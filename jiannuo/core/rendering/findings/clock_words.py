"""The clock of one finding in words and numbers: every addition, pause and calendar row from the start to the due time.

Two kinds of limit are told in two ways. Elapsed and working time is a sum of stretches; days, weeks and months are
counted date by date. Where the limit alone does not lead to the due time (an earlier planned time, an event that cut it
short, an extension), the words say so instead of showing a sum that does not add up.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType
from typing import cast

from jiannuo.core.charters.charter import Charter, Expect, Promise
from jiannuo.core.charters.explaining.labelling import Labels, labels_of
from jiannuo.core.expressions.syntax import Expression, Literal, Name
from jiannuo.core.expressions.writing import write_condition, write_selector
from jiannuo.core.judging.event import Event
from jiannuo.core.judging.finding import Finding, Interval
from jiannuo.core.rendering.findings.looked_up import Found, Read, read_at_opening
from jiannuo.core.rendering.findings.looked_up_words import tell_found
from jiannuo.core.rendering.writing.wording import write_exact_length
from jiannuo.core.values.calendars import CalendarRow, WorkingCalendar, write_interval
from jiannuo.core.values.clock import dates_covered, due_of_days
from jiannuo.core.values.durations import Duration, Unit, write_duration
from jiannuo.core.values.instants import local_date, write_instant
from jiannuo.core.values.texts import Text

Lines = Iterator[Text]

_LIMIT = Text(zh="限期：{limit}", en="Limit: {limit}")
_LIMIT_OF = Text(zh="限期：{limit}（在起算时得出）", en="Limit: {limit} (as it stood at the start)")
_LIMIT_FOUND = Text(zh="限期：{limit}（{written}）", en="Limit: {limit} ({written})")
_CALENDAR = Text(zh="日历：{name}（时区 {zone}）", en="Calendar: {name} (time zone {zone})")
_ROW = Text(zh="  {date} {weekday}：{hours}（{reason}）", en="  {date} {weekday}: {hours} ({reason})")
_CLOSED_ROW = Text(zh="不开放", en="closed")
_COMMA = Text(zh="、", en=", ")
_START = Text(zh="起算：{start}", en="Start: {start}")
_STEP = Text(zh="  + {kind} {length}：{from_} 至 {until}{cause}", en="  + {kind} {length}: {from_} to {until}{cause}")
_CAUSE = Text(zh="（{cause}）", en=" ({cause})")
_KINDS = {
    "running": Text(zh="计时", en="running"),
    "paused": Text(zh="暂停", en="paused"),
    "closed": Text(zh="非服务时段", en="closed"),
    "left": Text(zh="剩余计时", en="left to run"),
    "left closed": Text(zh="其后非服务时段", en="closed after that"),
}
_TOTAL = Text(
    zh="合计：计时 {running}，暂停 {paused}，非服务时段 {closed}，共 {total}",
    en="Sum: running {running}, paused {paused}, closed {closed}, together {total}",
)
_DUE = Text(zh="截止：{start} + {total} = {due}", en="Due: {start} + {total} = {due}")
_DUE_ONLY = Text(zh="截止：{due}", en="Due: {due}")
_NO_DUE = Text(zh="截止：尚无", en="Due: none yet")
_NOT_BEFORE = Text(zh="截止：不早于 {due}（暂停未结束）", en="Due: not before {due} (a pause is still open)")
_NOT_BEFORE_SUM = Text(
    zh="截止：不早于 {start} + {total} = {due}（暂停未结束）",
    en="Due: not before {start} + {total} = {due} (a pause is still open)",
)
_NOT_BEFORE_MIDNIGHT = Text(
    zh="截止：不早于 {last} 24:00 = {due}（暂停未结束）",
    en="Due: not before {last} 24:00 = {due} (a pause is still open)",
)
_FROM_OTHERS = Text(
    zh="截止时间以最早者为准，并计入批准的延期：{parts}。",
    en="The due time is the earliest of these, or a granted extension: {parts}.",
)
_WITHIN = Text(zh="起算后 {limit}", en="{limit} after the start")
_BY = Text(zh="计划时间 {by}", en="the planned time {by}")
_BEFORE = Text(zh="业务记录 {before} 发生时", en="the event {before}")
_PERIOD = Text(zh="时段结束", en="the end of the period")
_DAY_ZERO = Text(zh="  {date}：起算日，第 0 日", en="  {date}: the opening day, day 0")
_WORKING_DAY = Text(
    zh="  {date} {weekday}：第 {n} 个工作日，{hours}（{reason}）",
    en="  {date} {weekday}: working day {n}, {hours} ({reason})",
)
_DATE_PAUSE = Text(
    zh="  暂停：{from_} 至 {until}{cause}，占 {n} 日", en="  paused: {from_} to {until}{cause}, covers {n} dates"
)
_DATES = Text(
    zh="合计：{limit} + 暂停占 {extra} 日，最后一日为 {last}",
    en="Sum: {limit} + {extra} dates of pauses, the last date is {last}",
)
_MIDNIGHT = Text(zh="截止：{last} 24:00 = {due}", en="Due: {last} 24:00 = {due}")
_DONE = Text(zh="完成：{done}", en="Completed: {done}")
_UNDONE = Text(zh="完成：没有", en="Completed: no")
_MARGIN_EARLY = Text(zh="余量：{due} − {done} = 提前 {length}", en="Margin: {due} − {done} = {length} early")
_MARGIN_LATE = Text(zh="余量：{done} − {due} = 超时 {length}", en="Margin: {done} − {due} = {length} late")
_WEEKDAYS = (
    Text(zh="周一", en="Mon"),
    Text(zh="周二", en="Tue"),
    Text(zh="周三", en="Wed"),
    Text(zh="周四", en="Thu"),
    Text(zh="周五", en="Fri"),
    Text(zh="周六", en="Sat"),
    Text(zh="周日", en="Sun"),
)


@dataclass(frozen=True, slots=True)
class _Sum:
    """What is needed to tell the clock of one finding; `limit` None where it hangs on data."""

    finding: Finding
    charter: Charter
    promise: Promise
    limit: Duration | None
    calendar: WorkingCalendar | None
    calendar_name: str | None = None
    looked_up: tuple[Found, ...] = ()

    @property
    def start(self) -> int:
        """Return when the clock began: later than the obligation if it was restarted."""
        return self.finding.intervals[0].from_ if self.finding.intervals else self.finding.start

    @property
    def is_open(self) -> bool:
        """Tell whether a pause is still open: the sum leads to the instant before which it cannot be due."""
        return self.finding.due is None

    @property
    def pauses(self) -> list[Interval]:
        return [each for each in self.finding.intervals if each.kind == "paused"]

    def at(self, instant: int) -> str:
        return write_instant(instant, zone=self.charter.zone)


def tell_clock(
    finding: Finding, *, promise: Promise, charter: Charter, events: Mapping[str, Event] = MappingProxyType({})
) -> Lines:
    """Yield the lines that lead from the start of an `expect` to its due time, and on to the margin.

    From the `events` at hand, by id, it is read again what a limit or a calendar was looked up by.
    """
    demand = cast(Expect, promise.demand)

    def read(expression: Expression) -> Read | None:
        return read_at_opening(expression, finding=finding, promise=promise, charter=charter, events=events)

    limit_read = None if demand.within is None else read(demand.within)
    limit = None if demand.within is None else _limit(demand.within, limit_read, charter)
    name, calendar_read = _calendar_name(promise, limit, read)
    calendar = WorkingCalendar(charter.calendars[name]) if name is not None and name in charter.calendars else None
    found = calendar_read.found if calendar_read is not None else ()
    told = _Sum(finding, charter, promise, limit, calendar, name, found)
    if demand.within is not None:
        yield from _limit_lines(demand.within, limit, limit_read, labels_of(charter))
    yield from _calendar_lines(told)
    yield from _way_to_due(told)
    yield from _way_to_margin(told)


def constant_limit(limit: Expression, charter: Charter) -> Duration | None:
    """Return the duration a limit always stands for, or None if it hangs on data."""
    value: object = None
    if isinstance(limit, Literal):
        value = limit.value
    elif isinstance(limit, Name) and limit.parts[0] == "param" and limit.parts[-1] in charter.parameters:
        value = charter.parameters[limit.parts[-1]].value
    return value if isinstance(value, Duration) else None


def _limit(declared: Expression, read: Read | None, charter: Charter) -> Duration | None:
    if read is not None and isinstance(read.value, Duration):
        return read.value
    return constant_limit(declared, charter)


def _limit_lines(declared: Expression, limit: Duration | None, read: Read | None, labels: Labels) -> Lines:
    if limit is None:
        yield _LIMIT_OF.filled(limit=write_condition(declared))
    elif read is None or not read.found:
        yield _LIMIT.filled(limit=write_duration(limit))
    else:
        yield _LIMIT_FOUND.filled(limit=write_duration(limit), written=write_condition(declared))
        yield from (tell_found(each, labels=labels) for each in read.found)


def _calendar_name(
    promise: Promise, limit: Duration | None, read: Callable[[Expression], Read | None]
) -> tuple[str | None, Read | None]:
    """Return the calendar the clock runs under, if the limit needs one and it can be told, and how it was found."""
    if limit is not None and not limit.unit.needs_calendar:
        return None, None
    if promise.calendar is None or isinstance(promise.calendar, str):
        return promise.calendar, None
    found = read(promise.calendar)
    return (str(found.value), found) if found is not None else (None, None)


def _calendar_lines(told: _Sum) -> Lines:
    """Yield the rows of the calendar that were used; under working days they are counted further below."""
    if told.calendar is None:
        return
    by_dates = told.limit is not None and told.limit.unit is Unit.WORKING_DAYS
    if told.looked_up or not by_dates:
        yield _CALENDAR.filled(name=told.calendar_name, zone=told.calendar.rules.zone)
    yield from (tell_found(each, labels=labels_of(told.charter)) for each in told.looked_up)
    if by_dates:
        return
    end = told.finding.due or max((each.until for each in told.finding.intervals), default=told.start)
    for row in told.calendar.calendar_rows(told.start, end):
        yield _row_line(row)


def _row_line(row: CalendarRow) -> Text:
    return _ROW.filled(
        date=row.date.isoformat(), weekday=_WEEKDAYS[row.date.weekday()], hours=_hours(row), reason=row.reason
    )


def _hours(row: CalendarRow) -> Text:
    if not row.intervals:
        return _CLOSED_ROW
    hours = [write_interval(interval) for interval in row.intervals]
    return Text(zh=_COMMA.zh.join(hours), en=_COMMA.en.join(hours))


def _way_to_due(told: _Sum) -> Lines:
    yield _START.filled(start=told.at(told.start))
    due = told.finding.due if told.finding.due is not None else told.finding.not_before
    if due is None:
        yield from _steps(told, told.finding.intervals)
        yield _NO_DUE
    elif told.limit is not None and not told.limit.unit.counts_time:
        yield from _by_dates(told, told.limit, due)
    else:
        yield from _by_time(told, due)


# --- elapsed and working time ---


def _by_time(told: _Sum, due: int) -> Lines:
    steps = _to_due(told, due)
    yield from _steps(told, steps)
    lengths = {kind: _length(steps, kind) for kind in ("running", "paused", "closed")}
    total = sum(lengths.values())
    if told.start + total != due or (told.limit is not None and lengths["running"] != told.limit.count):
        yield from _from_others(told, due)
        return
    sentence = _NOT_BEFORE_SUM if told.is_open else _DUE
    yield _TOTAL.filled(**{kind: write_exact_length(n) for kind, n in (*lengths.items(), ("total", total))})
    yield sentence.filled(start=told.at(told.start), total=write_exact_length(total), due=told.at(due))


def _to_due(told: _Sum, due: int) -> list[Interval]:
    """Return the stretches from the start to the due time, also those after an early completion."""
    known = [Interval(e.kind, e.from_, min(e.until, due), e.cause) for e in told.finding.intervals if e.from_ < due]
    end = max((each.until for each in known), default=told.start)
    if end >= due:
        return known
    open_spans = told.calendar.segments(end, due) if told.calendar else [(end, due)]
    edges = [end, *(edge for span in open_spans for edge in span), due]
    rest = [Interval("running", a, b, "left") for a, b in open_spans]
    rest += [Interval("closed", a, b, "left") for a, b in pairwise(edges) if a < b and (a, b) not in open_spans]
    return [*known, *sorted(rest, key=lambda each: each.from_)]


def _length(steps: Iterable[Interval], kind: str) -> int:
    return sum(step.until - step.from_ for step in steps if step.kind == kind)


def _steps(told: _Sum, steps: Sequence[Interval]) -> Lines:
    for step in steps:
        left = step.cause == "left"
        kind = step.kind if not left else {"running": "left", "closed": "left closed"}[step.kind]
        yield _STEP.filled(
            kind=_KINDS.get(kind, Text(zh=kind, en=kind)),
            length=write_exact_length(step.until - step.from_),
            from_=told.at(step.from_),
            until=told.at(step.until),
            cause=Text(zh="", en="") if left else _cause(told, step),
        )


def _cause(told: _Sum, step: Interval) -> Text:
    if not step.cause:
        return Text(zh="", en="")
    pauses = cast(Expect, told.promise.demand).pauses
    cause = next((p.reason for p in pauses if p.reason.zh == step.cause), Text(zh=step.cause, en=step.cause))
    return _CAUSE.filled(cause=cause)


# --- days, weeks and months ---


def _by_dates(told: _Sum, limit: Duration, due: int) -> Lines:
    zone, calendar = told.charter.zone, told.calendar
    covered = dates_covered(
        [(each.from_, each.until) for each in told.pauses], limit.unit, calendar=calendar, zone=zone
    )
    if due_of_days(told.start, limit, covered, calendar=calendar, zone=zone) != due:
        yield from _from_others(told, due)
        return
    days_zone = calendar.rules.zone if calendar is not None and not calendar.is_always else zone
    yield _DAY_ZERO.filled(date=local_date(told.start, zone=days_zone).isoformat())
    if limit.unit is Unit.WORKING_DAYS and calendar is not None:
        yield from _counted_days(calendar, told.start, due)
    for pause in told.pauses:
        n = dates_covered([(pause.from_, pause.until)], limit.unit, calendar=calendar, zone=zone)
        from_, until = told.at(pause.from_), told.at(pause.until)
        yield _DATE_PAUSE.filled(from_=from_, until=until, cause=_cause(told, pause), n=n)
    last = local_date(due - 1, zone=days_zone).isoformat()
    yield _DATES.filled(limit=write_duration(limit), extra=covered, last=last)
    yield (_NOT_BEFORE_MIDNIGHT if told.is_open else _MIDNIGHT).filled(last=last, due=told.at(due))


def _counted_days(calendar: WorkingCalendar, start: int, due: int) -> Lines:
    """Yield every date after the opening day, the working ones numbered."""
    number = 0
    opening = local_date(start, zone=calendar.rules.zone)
    for row in calendar.calendar_rows(start, due):
        if row.date <= opening:
            continue
        if not row.intervals:
            yield _row_line(row)
            continue
        number += 1
        yield _WORKING_DAY.filled(
            date=row.date.isoformat(),
            weekday=_WEEKDAYS[row.date.weekday()],
            n=number,
            hours=_hours(row),
            reason=row.reason,
        )


# --- what else sets a due time, and the end of the sum ---


def _from_others(told: _Sum, due: int) -> Lines:
    demand = cast(Expect, told.promise.demand)
    parts = []
    if demand.within is not None:
        shown = write_condition(demand.within)
        limit = write_duration(told.limit) if told.limit else Text(zh=shown, en=shown)
        parts.append(_WITHIN.filled(limit=limit))
    if demand.by is not None:
        parts.append(_BY.filled(by=write_condition(demand.by)))
    parts += [_BEFORE.filled(before=write_selector(selector)) for selector in demand.before]
    if demand.every is not None and demand.within is None and demand.by is None:
        parts.append(_PERIOD)
    joined = Text(zh=_COMMA.zh.join(part.zh for part in parts), en=_COMMA.en.join(part.en for part in parts))
    yield _FROM_OTHERS.filled(parts=joined)
    yield (_NOT_BEFORE if told.is_open else _DUE_ONLY).filled(due=told.at(due))


def _way_to_margin(told: _Sum) -> Lines:
    finding = told.finding
    done = finding.met if finding.met is not None else finding.late_at
    if done is None:
        yield _UNDONE
        return
    yield _DONE.filled(done=told.at(done))
    if finding.due is not None:
        margin = _MARGIN_EARLY if done <= finding.due else _MARGIN_LATE
        yield margin.filled(
            due=told.at(finding.due), done=told.at(done), length=write_exact_length(abs(finding.due - done))
        )
