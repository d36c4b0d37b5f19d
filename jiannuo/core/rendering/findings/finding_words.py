"""One finding explained: what was promised, the clock sum by sum, what is missing and what it rests on."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime

from jiannuo.core.charters.charter import Charter, Promise, Reach
from jiannuo.core.charters.explaining.explaining import events_in_words
from jiannuo.core.charters.explaining.labelling import (
    Labels,
    coded,
    event_names,
    labels_of,
    named,
    with_names,
    with_names_within,
)
from jiannuo.core.engines.results.evidence_files import written_value
from jiannuo.core.judging.event import Event
from jiannuo.core.judging.finding import Finding, Holder, Interval
from jiannuo.core.judging.reasons import REASONS
from jiannuo.core.rendering.describing import describe_promises
from jiannuo.core.rendering.findings.clock_words import tell_clock
from jiannuo.core.rendering.results import PromiseCard
from jiannuo.core.rendering.writing.reason_words import with_code
from jiannuo.core.rendering.writing.wording import lacks_of, must_not_happen, visible, visible_lines, write_exact_length
from jiannuo.core.rendering.writing.words import WORDS
from jiannuo.core.values.instants import from_datetime, write_instant
from jiannuo.core.values.masks import mask
from jiannuo.core.values.texts import LANGUAGES, Language, Text

Lines = Iterator[Text]
Events = Mapping[str, Event]

_HEAD = Text(zh="判定 {id}：{verdict}", en="Finding {id}: {verdict}")
_PROMISE = Text(zh="承诺：{title}（{id}）", en="Promise: {title} ({id})")
_SUBJECT = Text(zh="业务对象：{kind}{subject}", en="Subject: {kind}{subject}")
_ALL_TOGETHER = Text(zh="全部合计", en="all together")
_KIND = Text(zh="{label} ", en="{label} ")
_MEMBER = Text(zh="对应：{member}", en="For: {member}")
_REASON = Text(zh="原因：{reason}", en="Reason: {reason}")
_EDITION = Text(zh="制度版本：{edition}", en="Charter edition: {edition}")
_REACHED = Text(zh="完成情况：{wanted} 项中完成 {reached} 项", en="Reached: {reached} of {wanted}")
_MISSING = Text(zh="缺少：{names}", en="Missing: {names}")
_UNDECIDED = Text(zh="条件无法判断的业务记录：{names}", en="Events whose condition could not be decided: {names}")
_SPAN = Text(zh="期间：{start} 至 {until}", en="Span: {start} to {until}")
_OPEN_END = Text(zh="尚未结束", en="not ended yet")
_AT = Text(zh="业务记录时间：{start}", en="The event was at: {start}")
_BROKEN_AT = Text(zh="未兑现于：{at}", en="Broken at: {at}")
_ENDED_AT = Text(zh="终止于：{at}", en="Ended at: {at}")
_SHORTFALL = Text(zh="  + 缺口 {length}：{from_} 至 {until}", en="  + shortfall {length}: {from_} to {until}")
_SHORT = Text(zh="合计：缺口 {total}", en="Sum: shortfall {total}")
_COVERED = Text(zh="记录覆盖：{known} / {demanded}", en="On record: {known} of {demanded}")
_FIGURE = Text(zh="数值：{value}", en="Figure: {value}")
_QUOTIENT = Text(zh="数值：{numerator} ÷ {denominator} = {value}", en="Figure: {numerator} ÷ {denominator} = {value}")
_TARGET = Text(zh="目标：{target}", en="Target: {target}")
_COUNT = Text(zh="计入 {count} 项", en="Observations: {count}")
_CLOSED_AT = Text(zh="判定时间：{at}", en="Judged at: {at}")
_OWNER = Text(zh="责任单位：{owner}", en="Accountable unit: {owner}")
_OWN_VERDICT = Text(zh="对责任单位的判定：{verdict}", en="The unit's own verdict: {verdict}")
_CLEARED_BY = Text(
    zh="  只免除责任人（单位）的事由：{events}", en="  What clears those who answer, and them alone: {events}"
)
_MAY_BE_CLEARED = Text(
    zh="  有没有这样的事由无法确定：业务记录不完整，或缺少判断所需的值。",
    en="  Whether there was any cannot be known: the record is incomplete, or lacks a value that decides it.",
)
_HOLDER = Text(zh="  {owner}：{from_} 至 {until}", en="  {owner}: {from_} to {until}")
_PROVISIONAL = Text(
    zh="暂定年度：{years}。节假日安排尚未公布，结论可能改变。",
    en="Provisional years: {years}. Their public holidays are not announced yet; the verdict may change.",
)
_EVIDENCE = Text(zh="判定依据：", en="Evidence:")
_RECORD = Text(zh="  {id}：{type}，{at}{attributes}", en="  {id}: {type}, {at}{attributes}")
_ATTRIBUTES = Text(zh="，{shown}", en=", {shown}")
_VALUE = Text(zh="{name} = {value}", en="{name} = {value}")
_UNSEEN = Text(zh="  {id}", en="  {id}")
_NOBODY = Text(zh="无", en="nobody")
_COMMA = Text(zh="、", en=", ")
_VERDICTS = {name: WORDS[name] for name in ("kept", "broken", "excused", "unknown", "pending", "lapsed", "withdrawn")}
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


def explain_finding(finding: Finding, *, charter: Charter, events: Mapping[str, Event]) -> Text:
    """Explain a finding line by line in both languages; `events` are those at hand, by id.

    Every addition, pause and calendar row is shown with both its ends, so that the sum can be done again. Values of
    attributes marked as personal are masked.
    """
    promise = charter.promises[finding.promise]
    cards = describe_promises(charter, explanations={})
    card = next(each for each in cards if each.id == promise.id)
    lines = [
        *_head(finding, card, charter),
        *_GROUNDS[promise.verb](finding, promise, charter, events),
        *_owner(finding, promise, card, charter),
        *_provisional(finding),
        *_evidence(finding, charter, events),
    ]
    return Text(zh="\n".join(line.zh for line in lines), en="\n".join(line.en for line in lines))


def reason_in_words(code: str, *, because: Mapping[str, str], labels: Labels | None = None) -> Text:
    """Return the sentence of a reason with its placeholders filled; an unknown code is shown as it is.

    `labels` are what the charter calls things: they stand before what is written in code.
    """
    if code not in REASONS:
        return Text(zh=visible(code), en=visible(code))
    if must_not_happen(code, because):
        return WORDS["must_not_happen"]

    called = labels or Labels()
    filled = {name: with_code(code, name, value, labels=called) for name, value in because.items()}

    def fill(language: Language) -> str:
        template = REASONS[code].within(language)
        return _PLACEHOLDER.sub(lambda at: filled[at[1]].within(language) if at[1] in filled else at[0], template)

    return Text(zh=fill("zh"), en=fill("en"))


def _head(finding: Finding, card: PromiseCard, charter: Charter) -> Lines:
    names = event_names(charter)
    parts = (visible(mask(part) if i in card.personal_parts else part) for i, part in enumerate(finding.subject))
    title = Text(zh=visible_lines(card.title.zh), en=visible_lines(card.title.en))
    yield _HEAD.filled(id=finding.id, verdict=_VERDICTS[finding.verdict])
    yield _PROMISE.filled(title=title, id=visible(card.id))
    kind = charter.subjects.get(charter.promises[finding.promise].kind or "")
    named_kind = _KIND.filled(label=kind.label) if kind is not None and kind.label is not None else ""
    yield _SUBJECT.filled(kind=named_kind, subject=" · ".join(parts) if finding.subject else _ALL_TOGETHER)
    if finding.member is not None:
        yield _MEMBER.filled(member=visible(mask(finding.member) if card.personal_member else finding.member))
    yield _REASON.filled(reason=reason_in_words(finding.reason, because=finding.because, labels=labels_of(charter)))
    if finding.edition:
        yield _EDITION.filled(edition=visible(finding.edition))
    if finding.wanted is not None and finding.wanted > 1:
        yield _REACHED.filled(reached=finding.reached or 0, wanted=finding.wanted)
    lacking = lacks_of(finding.missing)
    if lacking:
        parts_missing = [with_names(visible(part), names) for part in lacking]
        yield _MISSING.filled(names=_joined(parts_missing))
    if finding.undecided:
        yield _UNDECIDED.filled(names=_listed(finding.undecided))


def _listed(names: tuple[str, ...]) -> Text:
    return _joined([Text(zh=visible(name), en=visible(name)) for name in names])


def _joined(texts: Sequence[Text]) -> Text:
    return Text(zh=_COMMA.zh.join(text.zh for text in texts), en=_COMMA.en.join(text.en for text in texts))


# --- the grounds, by verb ---


def _expect(finding: Finding, promise: Promise, charter: Charter, events: Events) -> Lines:
    yield from tell_clock(finding, promise=promise, charter=charter, events=events)
    yield from _ended(finding, charter.zone)


def _never(finding: Finding, promise: Promise, charter: Charter, events: Events) -> Lines:
    yield from _span(finding, charter.zone)
    if finding.broken_at is not None:
        yield _BROKEN_AT.filled(at=write_instant(finding.broken_at, zone=charter.zone))
    yield from _ended(finding, charter.zone)


def _require(finding: Finding, promise: Promise, charter: Charter, events: Events) -> Lines:
    yield _AT.filled(start=write_instant(finding.start, zone=charter.zone))


def _hold(finding: Finding, promise: Promise, charter: Charter, events: Events) -> Lines:
    yield from _span(finding, charter.zone)
    shortfalls = [each for each in finding.intervals if each.kind == "shortfall"]
    for each in shortfalls:
        yield _SHORTFALL.filled(**_ends(each, charter.zone))
    if shortfalls:
        yield _SHORT.filled(total=write_exact_length(sum(each.until - each.from_ for each in shortfalls)))
    if finding.broken_at is not None:
        yield _BROKEN_AT.filled(at=write_instant(finding.broken_at, zone=charter.zone))
    yield from _covered(finding)


def _reach(finding: Finding, promise: Promise, charter: Charter, events: Events) -> Lines:
    told = {name: visible(value) for name, value in finding.because.items()}
    end = finding.due if finding.coverage is None else finding.start + finding.coverage[1]
    if (
        isinstance(promise.demand, Reach)
        and (promise.demand.per or charter.indicators[promise.demand.indicator].per) == "total"
    ):
        end = finding.due
    yield _SPAN.filled(
        start=write_instant(finding.start, zone=charter.zone),
        until=_OPEN_END if end is None else write_instant(end, zone=charter.zone),
    )
    if finding.due is not None and finding.due != end:
        yield _CLOSED_AT.filled(at=write_instant(finding.due, zone=charter.zone))
    if told.keys() >= {"numerator", "denominator", "value"}:
        yield _QUOTIENT.filled(**{name: told[name] for name in ("numerator", "denominator", "value")})
    elif "value" in told:
        yield _FIGURE.filled(value=told["value"])
    for name, sentence in (("target", _TARGET), ("count", _COUNT)):
        if name in told:
            yield sentence.filled(**{name: told[name]})
    yield from _covered(finding)


def _covered(finding: Finding) -> Lines:
    if finding.coverage is not None:
        known, demanded = (write_exact_length(length) for length in finding.coverage)
        yield _COVERED.filled(known=known, demanded=demanded)


_GROUNDS: Mapping[str, Callable[[Finding, Promise, Charter, Events], Lines]] = {
    "expect": _expect,
    "never": _never,
    "require": _require,
    "hold": _hold,
    "reach": _reach,
}


def _span(finding: Finding, zone: str) -> Lines:
    until = _OPEN_END if finding.due is None else write_instant(finding.due, zone=zone)
    yield _SPAN.filled(start=write_instant(finding.start, zone=zone), until=until)


def _ends(interval: Interval, zone: str) -> dict[str, object]:
    return {
        "length": write_exact_length(interval.until - interval.from_),
        "from_": write_instant(interval.from_, zone=zone),
        "until": write_instant(interval.until, zone=zone),
    }


def _ended(finding: Finding, zone: str) -> Lines:
    if finding.ended_at is not None:
        yield _ENDED_AT.filled(at=write_instant(finding.ended_at, zone=zone))


# --- who answers for it, and what it rests on ---


def _owner(finding: Finding, promise: Promise, card: PromiseCard, charter: Charter) -> Lines:
    if card.owner is None:
        return
    yield _OWNER.filled(owner=_name(finding.owner, card))
    if finding.owner_verdict is not None and finding.owner_verdict != finding.verdict:
        yield _OWN_VERDICT.filled(verdict=_VERDICTS[finding.owner_verdict])
        yield _clearing(promise, charter)
        if finding.owner_verdict == "unknown":
            yield _MAY_BE_CLEARED
    if len(finding.holders) > 1:
        for holder in finding.holders:
            yield _holder(holder, card, charter.zone)


def _clearing(promise: Promise, charter: Charter) -> Text:
    """Return what the charter clears the owner by."""
    named = [with_names_within(promise, charter, language) for language in LANGUAGES]
    zh, en = (events_in_words(each.owner_excused_by) for each in named)
    return _CLEARED_BY.filled(events=Text(zh=zh.zh, en=en.en))


def _holder(holder: Holder, card: PromiseCard, zone: str) -> Text:
    until = _OPEN_END if holder.until is None else write_instant(holder.until, zone=zone)
    return _HOLDER.filled(owner=_name(holder.owner, card), from_=write_instant(holder.from_, zone=zone), until=until)


def _name(owner: str | None, card: PromiseCard) -> Text:
    if owner is None:
        return _NOBODY
    shown = visible(mask(owner) if card.personal_owner else owner)
    return Text(zh=shown, en=shown)


def _provisional(finding: Finding) -> Lines:
    if finding.provisional_years:
        yield _PROVISIONAL.filled(years=_listed(tuple(str(year) for year in finding.provisional_years)))


def _evidence(finding: Finding, charter: Charter, events: Events) -> Lines:
    names = event_names(charter)
    if finding.evidence:
        yield _EVIDENCE
    for name in finding.evidence:
        event = events.get(name)
        if event is None:
            yield _UNSEEN.filled(id=visible(name))
        else:
            at = write_instant(event.at, zone=charter.zone)
            yield _RECORD.filled(
                id=visible(name), type=named(visible(event.type), names), at=at, attributes=_attributes(event, charter)
            )


def _attributes(event: Event, charter: Charter) -> Text:
    """Write the attributes of an event by their labels and names, personal ones masked; nothing where it has none."""
    zone, labels = charter.zone, labels_of(charter)
    declared = charter.events[event.type].attributes if event.type in charter.events else {}
    hidden = {name for name, kind in declared.items() if kind.personal}
    shown = [
        _VALUE.filled(
            name=coded(labels.of_attribute(name, events=[event.type]), visible(name)),
            value=visible(mask(_written(value, zone)) if name in hidden else _written(value, zone)),
        )
        for name, value in event.attributes.items()
        if value is not None
    ]
    return _ATTRIBUTES.filled(shown=_joined(shown)) if shown else Text(zh="", en="")


def _written(value: object, zone: str) -> str:
    return write_instant(from_datetime(value), zone=zone) if isinstance(value, datetime) else written_value(value)
