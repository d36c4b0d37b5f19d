"""A charter in plain Chinese and English: for each promise what opens it, its limit, pauses, excuses and who answers."""

import re
from collections.abc import Iterable, Iterator

from jiannuo.core.charters.charter import (
    Charter,
    Expect,
    ForEach,
    Hold,
    Never,
    Pause,
    Promise,
    Reach,
    Require,
    Signal,
    Warning,
)
from jiannuo.core.charters.explaining.labelling import coded, labels_of, with_names_within
from jiannuo.core.charters.explaining.timelines import (
    PERIODS,
    Parameters,
    every_in_words,
    is_barred,
    limit_in_words,
    parameter_of,
    periods_in_words,
    target_in_words,
    timeline,
)
from jiannuo.core.expressions.explaining import explain_condition, explain_selector
from jiannuo.core.expressions.syntax import Expression, Selector, Who
from jiannuo.core.expressions.writing import write_condition, write_who
from jiannuo.core.values.durations import Duration, Unit, write_duration
from jiannuo.core.values.instants import local_date
from jiannuo.core.values.texts import LANGUAGES, Text, listed

_HEAD = Text(
    zh="制度“{title}”（{id}），版本 {edition}，自 {effective} 起生效，时区 {zone}；承诺 {count} 项。",
    en="Charter “{title}” ({id}), edition {edition}, in force from {effective}, zone {zone}; promises: {count}.",
)
_OURS_MARK = Text(zh="（本单位自定）", en=" (set by us)")
_OR = Text(zh="，或 ", en=", or ")
_COMMA = Text(zh="、", en=", ")
_LINE = "  "
_WHOLE = 100
_WIDE = r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]"
_NEEDLESS = re.compile(
    rf"(?<={_WIDE}) (?={_WIDE})|(?<=[\u3001-\u303f\uff00-\uffef]) | (?=[\u3001-\u303f\uff00-\uffef])"
)
_QUOTED = re.compile(r"('(?:[^']|'')*')")


def explain_charter(charter: Charter, promise: str | None = None) -> Text:
    """Return a charter, or the one promise named, in words with a timeline for each promise.

    Raises KeyError for a promise that the charter does not have.
    """
    if promise is not None:
        return joined(_promise(charter.promises[promise], charter), "\n")
    effective = local_date(charter.effective, zone=charter.zone)
    head = _HEAD.filled(
        title=charter.title,
        id=charter.id,
        edition=charter.edition,
        effective=effective,
        zone=charter.zone,
        count=len(charter.promises),
    )
    signals = [joined(_signal(each, charter), "\n") for each in charter.signals.values()]
    parts = [head, *signals, *(joined(_promise(each, charter), "\n") for each in charter.promises.values())]
    return joined(parts, "\n\n")


def joined(texts: Iterable[Text], separator: str | Text) -> Text:
    """Return texts in a row, with a separator between them."""
    parts = list(texts)
    signs = separator if isinstance(separator, Text) else Text(zh=separator, en=separator)
    return Text(zh=signs.zh.join(t.zh for t in parts), en=signs.en.join(t.en for t in parts))


def _promise(promise: Promise, charter: Charter) -> Iterator[Text]:
    title = promise.title or Text(zh="", en="")
    yield Text(zh=f"{promise.id} {title.zh}".rstrip(), en=f"{promise.id} {title.en}".rstrip())
    # Events have another name in each language, so that the promise is explained once for each.
    chinese, english = (_lines(with_names_within(promise, charter, language), charter) for language in LANGUAGES)
    for zh, en in zip(chinese, english, strict=True):
        yield Text(zh=_LINE + zh.zh, en=_LINE + en.en)


def _signal(signal: Signal, charter: Charter) -> Iterator[Text]:
    labelled = _SIGNAL_LABELLED.filled(name=signal.name, label=signal.label) if signal.label else None
    yield labelled or _SIGNAL.filled(name=signal.name)
    chinese, english = (list(_pattern(with_names_within(signal, charter, each))) for each in LANGUAGES)
    for zh, en in zip(chinese, english, strict=True):
        yield Text(zh=_LINE + tidy(zh).zh, en=_LINE + en.en)


def _pattern(signal: Signal) -> Iterator[Text]:
    yield _ABOUT.filled(of=signal.kind or listed(signal.of))
    condition = explain_condition(signal.when)
    if signal.per is not None:
        yield _GIVEN_PER.filled(period=PERIODS[signal.per], condition=condition)
    else:
        yield _GIVEN_AT.filled(events=events_in_words(signal.at), condition=condition)
    if signal.lasts is not None:
        yield _GIVEN_AFTER.filled(limit=write_duration(signal.lasts))
    yield _CLEARED.filled(events=events_in_words(signal.clears)) if signal.clears else _GIVEN_ONCE


def _lines(promise: Promise, charter: Charter) -> Iterator[Text]:
    yield timeline(promise, charter.parameters)
    for sentence in _sentences(promise, charter):
        yield tidy(sentence)


def tidy(sentence: Text) -> Text:
    """Take out the gaps between Chinese words; quoted texts stay as they are."""
    parts = _QUOTED.split(sentence.zh)
    return Text(zh="".join(p if i % 2 else _NEEDLESS.sub("", p) for i, p in enumerate(parts)), en=sentence.en)


def _sentences(promise: Promise, charter: Charter) -> Iterator[Text]:
    yield from _about(promise, charter)
    match promise.demand:
        case Expect():
            yield from _expect(promise, promise.demand, charter.parameters)
        case Never():
            yield from _never(promise, promise.demand, charter.parameters)
        case Require():
            yield from _require(promise.demand)
        case Hold():
            yield from _hold(promise, promise.demand)
        case Reach():
            yield from _reach(promise, promise.demand, charter)
    yield from _grounds(promise)
    yield from _parties(promise)
    yield from _rest(promise, charter)


# --- signals ---

_SIGNAL = Text(zh="信号 {name}", en="Signal {name}")
_SIGNAL_LABELLED = Text(zh="信号 {label}（{name}）", en="Signal {label} ({name})")
_GIVEN_AT = Text(zh="每条 {events} 发生时，如 {condition}，即发出。", en="Given at {events} if {condition}.")
_GIVEN_PER = Text(zh="{period}结束时，如 {condition}，即发出。", en="Given at the end of {period} if {condition}.")
_GIVEN_AFTER = Text(zh="该条件须已持续 {limit}。", en="The condition must have been true for {limit}.")
_GIVEN_ONCE = Text(zh="只发出一次。", en="It is given once.")
_CLEARED = Text(
    zh="发出一次后，到 {events} 之后才可再次发出；条件中的次数、总和等也自那时重新计算。",
    en="Once given, it may be given again only after {events}; what the condition counts starts anew then, too.",
)

# --- what it is about ---

_ABOUT = Text(zh="业务对象：{of}。", en="Subject: {of}.")
_ABOUT_ALL = Text(zh="业务对象：全部合计。", en="Subject: all together.")
_ABOUT_KIND = Text(zh="{label}（{kind}）", en="{label} ({kind})")
_WHERE = Text(zh="只限 {condition} 的情形。", en="Only where {condition}.")
_UNLESS = Text(zh="{condition} 时不产生履约项。", en="No obligation opens if {condition}.")
_FOR_KIND = Text(zh="对每个 {kind} 各产生一个履约项。", en="One obligation opens for each {kind}.")
_FOR_LIST = Text(
    zh="对 {attribute} 中的每一项各产生一个履约项。", en="One obligation opens for each item of {attribute}."
)
_FOR_VALUES = Text(
    zh="对 {attribute} 的每个取值各产生一个履约项：{values}。",
    en="One obligation opens for each {attribute} of {values}.",
)


def _about(promise: Promise, charter: Charter) -> Iterator[Text]:
    kind = charter.subjects.get(promise.kind or "")
    labels = labels_of(charter)
    of = joined((coded(labels.of_attribute(name), name) for name in promise.of), _COMMA)
    if not promise.of:
        yield _ABOUT_ALL
    elif kind is not None and kind.id == promise.of:
        labelled = _ABOUT_KIND.filled(label=kind.label, kind=kind.name) if kind.label else kind.name
        yield _ABOUT.filled(of=labelled)
    else:
        yield _ABOUT.filled(of=of)
    if promise.where is not None:
        yield _WHERE.filled(condition=explain_condition(promise.where))
    if promise.unless is not None:
        yield _UNLESS.filled(condition=explain_condition(promise.unless))


def _members(for_each: ForEach | None) -> Iterator[Text]:
    if for_each is None:
        return
    if for_each.kind is not None:
        yield _FOR_KIND.filled(kind=for_each.kind)
    elif for_each.constants:
        values = listed(for_each.constants)
        yield _FOR_VALUES.filled(attribute=for_each.attribute, values=values)
    else:
        yield _FOR_LIST.filled(attribute=for_each.attribute)


# --- the verbs ---

_OPENS = {
    "each": Text(zh="起算：每条 {events} 各起算一次。", en="Opens at each {events}."),
    "first": Text(
        zh="起算：第一条 {events}，此后的不再起算。", en="Opens at the first {events}; later ones open nothing."
    ),
    "again": Text(
        zh="起算：{events}；前一个履约项未结时不再起算。",
        en="Opens at {events}, unless an earlier obligation is still open.",
    ),
}
_RECURS = Text(
    zh="起算：{every}，对整个周期都存在的每个业务对象。", en="Opens {every}, for every subject alive throughout it."
)
_WANTED = Text(zh="应当发生：{events}。", en="Must happen: {events}.")
_ALL = Text(zh="应当全部发生：{events}。", en="All must happen: {events}.")
_IN_ORDER = Text(zh="应当依次发生：{events}。", en="All must happen in this order: {events}.")
_TIMES = Text(zh="须发生 {times} 次。", en="It must happen {times} times.")
_FILLED = Text(zh="须填写：{attributes}。", en="Filled must be: {attributes}.")
_TESTED = Text(
    zh="{condition} 时才算经过检验，否则无法判定。",
    en="It counts as tested only if {condition}; otherwise it is unknown.",
)
_ALREADY = Text(zh="起算前已发生的也计入。", en="What happened before the opening counts too.")
_WITHIN = Text(zh="时限：起算后 {limit}{ours}{calendar}。", en="Limit: {limit}{ours} from the opening{calendar}.")
_CALENDAR = Text(zh="，按日历 {name} 计", en=", by the calendar {name}")
_BY = Text(zh="截止时间：{moment}{ours}。", en="Due: {moment}{ours}.")
_BEFORE = Text(zh="须在 {events} 之前。", en="It must come before {events}.")
_PERIOD_END = Text(zh="截止时间：周期结束。", en="Due: the end of the period.")
_LATE_MOVES = Text(zh="截止之后的改期也计入。", en="Moves after the due time count too.")
_MISSING = Text(zh="没有计划时间时不产生履约项。", en="Without a planned time no obligation opens.")
_REOPENED = {
    "new": Text(zh="{events} 使它重新产生一个履约项。", en="{events} opens a new obligation."),
    "continue": Text(zh="{events} 使它重新打开并续计。", en="{events} reopens it; the clock goes on."),
    "restart": Text(zh="{events} 使它重新打开并重新计时。", en="{events} reopens it; the clock starts again."),
}
_FORBIDDEN = Text(zh="不得发生：{events}。", en="Must not happen: {events}.")
_SPAN = Text(zh="期间：自 {start} 起，至 {end} 止。", en="Span: from {start} to {end}.")
_LIFE_START = Text(zh="业务对象开始", en="the subject's beginning")
_LIFE_END = Text(zh="业务对象结束", en="the subject's end")
_LASTS = Text(zh="持续 {limit}{ours}{calendar}。", en="It lasts {limit}{ours}{calendar}.")
_PER = Text(zh="{period}判定一次。", en="It is judged {period}.")
_AT = Text(zh="检查：每条 {events} 发生时。", en="Checked at each {events}.")
_MUST_BE = Text(zh="须符合：{condition}。", en="Must be true: {condition}.")
BARRED = Text(zh="这件事不应发生，发生即未兑现。", en="This must not happen: that it does is the breach.")
_NEEDS = Text(zh="此前须已有：{events}。", en="Must have happened before: {events}.")
_DONE_BY = Text(zh="须由 {who} 办理。", en="Must be done by {who}.")
_NOT_DONE_BY = Text(zh="不得由 {who} 办理。", en="Must not be done by {who}.")
_ACTOR_OF = Text(zh="办理 {event} 的人", en="whoever did {event}")
_EXCUSED_IF = Text(zh="{condition} 时免责。", en="Excused if {condition}.")
_MUST_HOLD = Text(zh="须一直成立：{condition}。", en="Must stay true: {condition}.")
_WHILE = Text(zh="只在状态“{state}”期间要求。", en="Demanded only during the state “{state}”.")
_IN_CALENDAR = Text(zh="只在日历 {name} 的时段内要求。", en="Demanded only in the hours of the calendar {name}.")
_TOLERATED = Text(zh="每次中断不超过 {limit} 的不计。", en="Shortfalls of up to {limit} do not count.")


def _expect(promise: Promise, demand: Expect, parameters: Parameters) -> Iterator[Text]:
    if demand.every is not None:
        yield _RECURS.filled(every=every_in_words(demand.every))
    else:
        yield _OPENS[demand.open].filled(events=events_in_words(demand.after))
    yield from _members(demand.for_each)
    pattern = _WANTED if len(demand.parts) == 1 else _IN_ORDER if demand.in_order else _ALL
    yield pattern.filled(events=joined((events_in_words(part) for part in demand.parts), _COMMA))
    if demand.times > 1:
        yield _TIMES.filled(times=demand.times)
    if demand.complete:
        yield _FILLED.filled(attributes=listed(demand.complete))
    if demand.already:
        yield _ALREADY
    yield from _due(promise, demand, parameters)
    for pause in demand.pauses:
        yield pause_in_words(pause)
    if demand.reopened_by:
        yield _REOPENED[demand.on_reopen].filled(events=events_in_words(demand.reopened_by))


def _due(promise: Promise, demand: Expect, parameters: Parameters) -> Iterator[Text]:
    if demand.within is not None:
        yield _WITHIN.filled(
            limit=limit_in_words(demand.within, parameters),
            ours=_mark(promise, demand.within, parameters),
            calendar=_calendar(promise),
        )
    if demand.by is not None:
        yield _BY.filled(moment=write_condition(demand.by), ours=_mark(promise, demand.by, parameters))
    if demand.before:
        yield _BEFORE.filled(events=events_in_words(demand.before))
    if demand.every is not None and demand.within is None and demand.by is None:
        yield _PERIOD_END
    if demand.late_moves == "heal":
        yield _LATE_MOVES
    if demand.missing == "none":
        yield _MISSING


def _never(promise: Promise, demand: Never, parameters: Parameters) -> Iterator[Text]:
    yield _FORBIDDEN.filled(events=events_in_words(demand.forbidden))
    start = events_in_words(demand.from_) if demand.from_ else _LIFE_START
    end = events_in_words(demand.until) if demand.until else _LIFE_END
    yield _SPAN.filled(start=start, end=end)
    if demand.lasts is not None:
        limit = limit_in_words(demand.lasts, parameters)
        calendar = _calendar(promise)
        yield _LASTS.filled(limit=limit, ours=_mark(promise, demand.lasts, parameters), calendar=calendar)
    if demand.per is not None:
        yield _PER.filled(period=PERIODS[demand.per])


def _require(demand: Require) -> Iterator[Text]:
    yield _AT.filled(events=events_in_words(demand.at))
    if is_barred(demand):
        yield BARRED
    elif demand.condition is not None:
        yield _MUST_BE.filled(condition=explain_condition(demand.condition))
    if demand.needs:
        yield _NEEDS.filled(events=joined((explain_selector(need) for need in demand.needs), _COMMA))
    if demand.complete:
        yield _FILLED.filled(attributes=listed(demand.complete))
    if demand.by is not None:
        yield _DONE_BY.filled(who=who_in_words(demand.by))
    if demand.not_by:
        yield _NOT_DONE_BY.filled(who=joined((who_in_words(who) for who in demand.not_by), _OR))
    if demand.excused_if is not None:
        yield _EXCUSED_IF.filled(condition=explain_condition(demand.excused_if))


def _hold(promise: Promise, demand: Hold) -> Iterator[Text]:
    yield _MUST_HOLD.filled(condition=explain_condition(demand.condition))
    yield from _members(demand.for_each)
    if demand.while_state is not None:
        yield _WHILE.filled(state=demand.while_state)
    if promise.calendar is not None:
        yield _IN_CALENDAR.filled(name=_calendar_name(promise.calendar))
    if demand.tolerate is not None and demand.tolerate.count:
        yield _TOLERATED.filled(limit=write_duration(demand.tolerate))
    yield _PER.filled(period=PERIODS[demand.per])


_FIGURE = Text(zh="指标：{indicator}，{period}。", en="Figure: {indicator}, {period}.")
_MUST_REACH = Text(zh="目标：{target}{ours}。", en="Target: {target}{ours}.")
_EVERYONE = Text(
    zh="整个周期都存在的每个业务对象都判定，没有数据的也判定。",
    en="Every subject alive throughout a period is judged, also without data.",
)
_RUNNING = Text(
    zh="连续 {periods} 期未达目标才算未兑现。",
    en="It is broken only when the target is missed in {periods} periods running.",
)
_LEAST = Text(zh="至少 {count} 项才判定，否则无法判定。", en="With fewer than {count} observations it is unknown.")
_COVERAGE = Text(zh="数据覆盖率低于 {share} % 时无法判定。", en="With a coverage of less than {share} % it is unknown.")
_CLOSES = Text(
    zh="周期结束后再过 {limit} 才判定{calendar}。", en="It is judged {limit} after the end of a period{calendar}."
)


def _reach(promise: Promise, demand: Reach, charter: Charter) -> Iterator[Text]:
    indicator = charter.indicators[demand.indicator]
    title = indicator.title or indicator.name
    yield _FIGURE.filled(indicator=title, period=periods_in_words(demand.per or indicator.per))
    value = demand.target.value
    ours = promise.ours is True if isinstance(value, str) else _mark(promise, value, charter.parameters)
    target = target_in_words(demand.target, charter.parameters)
    yield _MUST_REACH.filled(target=target, ours=_OURS_MARK if ours else "")
    if demand.everyone:
        yield _EVERYONE
    if demand.periods > 1:
        yield _RUNNING.filled(periods=demand.periods)
    least, coverage = demand.least or indicator.least, demand.coverage or indicator.coverage
    if least:
        yield _LEAST.filled(count=least)
    if coverage < _WHOLE:
        yield _COVERAGE.filled(share=f"{coverage.normalize():f}")
    if demand.closes_after is not None:
        yield _CLOSES.filled(limit=write_duration(demand.closes_after), calendar=_calendar(promise))


# --- what all promises may say ---

_PAUSED = Text(
    zh="暂停：自 {start} 起，至 {end} 止（{reason}）{longest}。",
    en="Paused from {start} to {end} ({reason}){longest}.",
)
_LONGEST = Text(zh="，每次最长 {limit}", en=", for at most {limit} each")
_PAUSED_WHILE = Text(zh="暂停：状态“{state}”期间（{reason}）。", en="Paused during the state “{state}” ({reason}).")
_NOTHING = Text(zh="另有记录", en="further notice")
_GROUND = Text(zh="免责事由：{event}{late}。", en="Excused by {event}{late}.")
_HEALS = Text(zh="，截止之后发生的也算", en=", also after the due time")
_ENDS = Text(zh="{events} 之后不再欠付，不作判定。", en="After {events} nothing is owed any more; there is no verdict.")
_OWED_BY = Text(zh="承诺方：{name}。", en="Owed by {name}.")
_TO = Text(zh="服务对象：{name}。", en="Owed to {name}.")
_OWNER = Text(zh="责任人：{name}（按{when}认定）。", en="Accountable at {when}: {name}.")
_WHEN = {"breach": Text(zh="未兑现时", en="the breach"), "opened": Text(zh="起算时", en="the opening")}
_OWNER_CLEARED = Text(
    zh="{events} 免除责任人，不免除承诺。", en="{events} clears the accountable person, not the promise."
)
_SOURCES = Text(zh="还需要数据来源：{names}。", en="Needs the sources {names} as well.")
_WARN = Text(zh="预警：{when}（预警由后续版本执行）。", en="Warns {when} (a later version warns).")
_CLAUSES = Text(zh="落实条款：{ids}。", en="Executes the clauses {ids}.")
_ALL_OURS = Text(zh="原文没有写明之处由本单位自定。", en="What the source text leaves open is set by us.")
_SOME_OURS = Text(zh="本单位自定的数值：{figures}。", en="Set by us: {figures}.")
_SHARE = Text(zh="用去时限的 {share} 时", en="at {share} of the limit")
_AHEAD = Text(zh="截止前 {length}", en="{length} before it is due")
_BEHIND = Text(zh="截止后 {length}", en="{length} after it was due")
_AT_DUE = Text(zh="截止时", en="when it is due")
_TOLD = Text(zh="{when}（通知 {name}）", en="{when} (to {name})")


def pause_in_words(pause: Pause) -> Text:
    """Return when the clock of a promise is stopped, and why."""
    if pause.while_state is not None:
        return _PAUSED_WHILE.filled(state=pause.while_state, reason=pause.reason)
    end = events_in_words(pause.until) if pause.until else _NOTHING
    longest = _LONGEST.filled(limit=write_duration(pause.longest)) if pause.longest else ""
    return _PAUSED.filled(start=events_in_words(pause.from_), end=end, reason=pause.reason, longest=longest)


def _grounds(promise: Promise) -> Iterator[Text]:
    for ground in promise.excused_by:
        yield _GROUND.filled(event=explain_selector(ground.selector), late=_HEALS if ground.heals_late else "")
    if promise.tested_if is not None:
        yield _TESTED.filled(condition=explain_condition(promise.tested_if))
    if promise.ends_with:
        yield _ENDS.filled(events=events_in_words(promise.ends_with))


def _parties(promise: Promise) -> Iterator[Text]:
    if promise.owed_by is not None:
        yield _OWED_BY.filled(name=promise.owed_by)
    if promise.to is not None:
        yield _TO.filled(name=promise.to)
    if promise.owner is not None:
        yield _OWNER.filled(name=promise.owner, when=_WHEN[promise.owner_at])
    if promise.owner_excused_by:
        yield _OWNER_CLEARED.filled(events=events_in_words(promise.owner_excused_by))


def _rest(promise: Promise, charter: Charter) -> Iterator[Text]:
    if promise.sources:
        labels = labels_of(charter).sources
        yield _SOURCES.filled(names=joined((coded(labels.get(name), name) for name in promise.sources), _COMMA))
    if promise.warn:
        yield _WARN.filled(when=joined((warning_in_words(warning) for warning in promise.warn), _COMMA))
    if promise.clauses:
        yield _CLAUSES.filled(ids=listed(promise.clauses))
    if promise.ours is True:
        yield _ALL_OURS
    elif promise.ours:
        yield _SOME_OURS.filled(figures=joined((_figure(each, charter) for each in promise.ours), _COMMA))


def _figure(figure: str, charter: Charter) -> Text:
    """Return a figure as it is shown: a parameter with its title, a state with its label."""
    parameter, state = charter.parameters.get(figure.removeprefix("param.")), charter.states.get(figure)
    called = state.label if state is not None else None
    return coded(called if parameter is None else parameter.title, figure)


def warning_in_words(warning: Warning) -> Text:
    """Return when a warning is given, and to whom."""
    if warning.share is not None:
        when = _SHARE.filled(share=f"{warning.share * 100:f}".rstrip("0").rstrip(".") + " %")
    elif not warning.offset:
        when = _AT_DUE
    else:
        pattern = _AHEAD if warning.offset < 0 else _BEHIND
        when = pattern.filled(length=write_duration(Duration(abs(warning.offset), Unit.ELAPSED)))
    return _TOLD.filled(when=when, name=warning.to) if warning.to else when


def events_in_words(selectors: Iterable[Selector]) -> Text:
    """Return the events of which any one will do."""
    return joined((explain_selector(selector) for selector in selectors), _OR)


def who_in_words(who: Who) -> Text:
    """Return who is meant."""
    if who.kind == "actor_of":
        return _ACTOR_OF.filled(event=who.name)
    written = write_who(who)
    return Text(zh=written, en=written)


def _mark(promise: Promise, limit: Expression, parameters: Parameters) -> Text | str:
    """Return the mark of a figure that the source text does not state."""
    parameter = parameter_of(limit, parameters)
    if promise.ours is True or (parameter is not None and parameter.ours):
        # A parameter says itself whether the source text states it, also where other things of the promise are set by us.
        return _OURS_MARK if parameter is None or parameter.ours else ""
    said = (limit_in_words(limit, parameters).en, write_condition(limit))
    return _OURS_MARK if promise.ours and any(figure in said for figure in promise.ours) else ""


def _calendar(promise: Promise) -> Text | str:
    return "" if promise.calendar is None else _CALENDAR.filled(name=_calendar_name(promise.calendar))


def _calendar_name(calendar: str | Expression) -> str:
    return calendar if isinstance(calendar, str) else write_condition(calendar)
