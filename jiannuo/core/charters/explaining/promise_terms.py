"""A promise term by term: what each of its keys says in words, and whether more of it binds the promisor more."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from jiannuo.core.charters.charter import (
    Charter,
    Expect,
    ForEach,
    Ground,
    Hold,
    Never,
    Promise,
    Reach,
    Require,
    Sign,
    Target,
)
from jiannuo.core.charters.explaining.explaining import (
    BARRED,
    events_in_words,
    joined,
    pause_in_words,
    tidy,
    warning_in_words,
    who_in_words,
)
from jiannuo.core.charters.explaining.labelling import with_names_within
from jiannuo.core.charters.explaining.timelines import (
    PERIODS,
    every_in_words,
    is_barred,
    limit_in_words,
    parameter_of,
    periods_in_words,
    target_in_words,
)
from jiannuo.core.expressions import syntax
from jiannuo.core.expressions.explaining import explain_condition, explain_selector
from jiannuo.core.expressions.syntax import Expression, Selector
from jiannuo.core.expressions.writing import write_condition
from jiannuo.core.values.amounts import Money, Quantity
from jiannuo.core.values.durations import Duration, write_duration
from jiannuo.core.values.texts import LANGUAGES, Text

Effect = Literal["stricter", "looser"]
_LIST = Text(zh="；", en="; ")
_LATE = Text(zh="{event}（截止之后发生的也算）", en="{event} (also after the due time)")
_YES = Text(zh="是", en="yes")

KEYS: dict[str, Text] = {
    "title": Text(zh="名称", en="title"),
    "verb": Text(zh="承诺的种类", en="kind of promise"),
    "of": Text(zh="业务对象", en="subject"),
    "where": Text(zh="适用范围", en="applies where"),
    "unless": Text(zh="不产生履约项的情形", en="opens nothing if"),
    "after": Text(zh="起算", en="opens after"),
    "every": Text(zh="周期", en="recurs"),
    "open": Text(zh="重复起算", en="opening again"),
    "for each": Text(zh="逐一要求", en="for each"),
    "expect": Text(zh="应当发生", en="must happen"),
    "in order": Text(zh="须依次发生", en="in this order"),
    "times": Text(zh="次数", en="times"),
    "complete": Text(zh="须填写", en="must be filled"),
    "already": Text(zh="起算前已发生的也计入", en="what happened before counts"),
    "within": Text(zh="时限", en="limit"),
    "by": Text(zh="截止时间", en="due"),
    "before": Text(zh="须在其之前", en="must come before"),
    "late moves": Text(zh="截止之后的改期也计入", en="moves after the due time count"),
    "missing": Text(zh="没有计划时间时", en="without a planned time"),
    "calendar": Text(zh="日历", en="calendar"),
    "pause": Text(zh="暂停", en="pauses"),
    "reopened by": Text(zh="重新打开", en="reopened by"),
    "on reopen": Text(zh="重新打开之后", en="on reopening"),
    "never": Text(zh="不得发生", en="must not happen"),
    "from": Text(zh="期间自", en="span from"),
    "until": Text(zh="期间至", en="span until"),
    "for": Text(zh="持续", en="lasts"),
    "per": Text(zh="判定周期", en="judged"),
    "at": Text(zh="检查时点", en="checked at"),
    "require": Text(zh="须符合", en="must be true"),
    "needs": Text(zh="此前须已有", en="must have happened before"),
    "done by": Text(zh="须由谁办理", en="must be done by"),
    "not by": Text(zh="不得由谁办理", en="must not be done by"),
    "excused if": Text(zh="免责条件", en="excused if"),
    "hold": Text(zh="须一直成立", en="must stay true"),
    "while": Text(zh="要求的状态", en="during the state"),
    "tolerate": Text(zh="容许的中断", en="tolerated shortfall"),
    "reach": Text(zh="指标", en="figure"),
    "target": Text(zh="目标", en="target"),
    "everyone": Text(zh="没有数据的业务对象也判定", en="subjects without data are judged, too"),
    "periods": Text(zh="连续几期未达目标", en="periods missed running"),
    "min n": Text(zh="至少几项", en="least number of observations"),
    "closes after": Text(zh="周期结束多久之后判定", en="judged after the period by"),
    "coverage": Text(zh="至少的数据覆盖率", en="least coverage"),
    "tested if": Text(zh="经过检验的条件", en="counts as tested if"),
    "excused by": Text(zh="免责事由", en="excused by"),
    "ends with": Text(zh="不再欠付", en="ends with"),
    "owed by": Text(zh="承诺方", en="owed by"),
    "to": Text(zh="服务对象", en="owed to"),
    "owner": Text(zh="责任人", en="accountable"),
    "owner excused by": Text(zh="免除责任人", en="clears the accountable person"),
    "warn": Text(zh="预警", en="warnings"),
    "clauses": Text(zh="落实条款", en="executes the clauses"),
    "ours": Text(zh="本单位自定", en="set by us"),
    "sources": Text(zh="数据来源", en="sources"),
}
"""What the keys of a promise are called where two editions of it stand side by side."""

_VERBS = {
    "expect": Text(zh="限时发生", en="something happens in time"),
    "never": Text(zh="不得发生", en="something does not happen"),
    "require": Text(zh="业务记录发生时符合条件", en="something is true at an event"),
    "hold": Text(zh="持续成立", en="something stays true"),
    "reach": Text(zh="指标达标", en="a figure meets a target"),
}
_OWNER = Text(zh="{name}（按{when}认定）", en="{name} at {when}")
_WHEN = {"breach": Text(zh="未兑现时", en="the breach"), "opened": Text(zh="起算时", en="the opening")}
_OPENINGS = {
    "each": Text(zh="每次都起算", en="each time"),
    "first": Text(zh="只起算第一次", en="the first time only"),
    "again": Text(zh="前一项未结时不再起算", en="not while an earlier one is open"),
}
_REOPENING = {
    "new": Text(zh="重新产生一个履约项", en="a new obligation"),
    "continue": Text(zh="续计", en="the clock goes on"),
    "restart": Text(zh="重新计时", en="the clock starts again"),
}
_MISSING = {
    "unknown": Text(zh="无法判定", en="unknown"),
    "none": Text(zh="不产生履约项", en="no obligation opens"),
}


@dataclass(frozen=True, slots=True)
class Term:
    """What one key says: its items, the length or amount it measures if it does, and what more does to the promisor.

    An amount stands with its unit.
    """

    key: str
    items: tuple[Text, ...]
    length: Duration | None = None
    more: Effect | None = None
    amount: tuple[str, Fraction] | None = None

    @property
    def words(self) -> Text:
        """Return the term in words."""
        return joined(self.items, _LIST)


def terms_of(promise: Promise, charter: Charter) -> dict[str, Term]:
    """Return the terms of a promise by their keys; what it does not say is not there."""
    # Events have another name in each language, so that the terms are found once for each. That a parameter has another
    # value is told once, at the parameter, and where it is the limit itself.
    names = replace(charter, parameters={})
    chinese, english = (_terms(with_names_within(promise, names, language), charter) for language in LANGUAGES)
    return {key: replace(term, items=_both(term, english[key])) for key, term in chinese.items()}


def _both(chinese: Term, english: Term) -> tuple[Text, ...]:
    return tuple(tidy(Text(zh=zh.zh, en=en.en)) for zh, en in zip(chinese.items, english.items, strict=True))


def _terms(promise: Promise, charter: Charter) -> dict[str, Term]:
    found = (*_common(promise), *_demand(promise, charter), *_parties(promise))
    return {term.key: term for term in found if term.items}


# --- the terms of all promises


def _common(promise: Promise) -> Iterator[Term]:
    yield Term("title", (promise.title,) if promise.title else ())
    yield Term("verb", (_VERBS[promise.verb],))
    yield _plain("of", promise.of)
    yield _condition("where", promise.where, more="looser")
    yield _condition("unless", promise.unless, more="looser")
    calendar = promise.calendar
    if calendar is not None:
        yield _plain("calendar", (calendar if isinstance(calendar, str) else write_condition(calendar),))
    yield _condition("tested if", promise.tested_if)
    yield Term("excused by", tuple(map(_ground, promise.excused_by)), more="looser")
    yield _any_of("ends with", promise.ends_with, more="looser")


def _parties(promise: Promise) -> Iterator[Term]:
    yield _plain("owed by", (promise.owed_by,) if promise.owed_by else ())
    yield _plain("to", (promise.to,) if promise.to else ())
    if promise.owner is not None:
        yield Term("owner", (_OWNER.filled(name=promise.owner, when=_WHEN[promise.owner_at]),))
    yield _any_of("owner excused by", promise.owner_excused_by)
    yield Term("warn", tuple(map(warning_in_words, promise.warn)))
    yield _plain("clauses", promise.clauses)
    ours = promise.ours
    yield Term("ours", (_YES,) if ours is True else tuple(map(_same, ours or ())))
    yield _plain("sources", promise.sources)


# --- the terms of each verb


def _demand(promise: Promise, charter: Charter) -> Iterator[Term]:
    match promise.demand:
        case Expect():
            yield from _expect(promise.demand, charter)
        case Never():
            yield from _never(promise.demand, charter)
        case Require():
            yield from _require(promise.demand)
        case Hold():
            yield from _hold(promise.demand)
        case Reach():
            yield from _reach(promise.demand, charter)


def _expect(demand: Expect, charter: Charter) -> Iterator[Term]:
    yield _any_of("after", demand.after)
    if demand.every is not None:
        yield Term("every", (every_in_words(demand.every),))
    else:
        yield Term("open", (_OPENINGS[demand.open],))
    yield from _members(demand.for_each)
    yield Term("expect", tuple(map(events_in_words, demand.parts)), more="stricter")
    yield _flag("in order", is_set=demand.in_order, more="stricter")
    yield _plain("times", (str(demand.times),) if demand.times > 1 else ())
    yield _plain("complete", demand.complete, more="stricter")
    yield _flag("already", is_set=demand.already, more="looser")
    yield from _limits(demand, charter)
    yield Term("pause", tuple(map(pause_in_words, demand.pauses)), more="looser")
    yield _any_of("reopened by", demand.reopened_by)
    if demand.reopened_by:
        yield Term("on reopen", (_REOPENING[demand.on_reopen],))


def _limits(demand: Expect, charter: Charter) -> Iterator[Term]:
    yield _limit("within", demand.within, charter, more="looser")
    if demand.by is not None:
        yield _plain("by", (write_condition(demand.by),))
        yield Term("missing", (_MISSING[demand.missing],))
    yield _any_of("before", demand.before)
    yield _flag("late moves", is_set=demand.late_moves == "heal", more="looser")


def _never(demand: Never, charter: Charter) -> Iterator[Term]:
    yield _any_of("never", demand.forbidden, more="stricter")
    yield _any_of("from", demand.from_)
    yield _any_of("until", demand.until)
    yield _limit("for", demand.lasts, charter, more="stricter")
    if demand.per is not None:
        yield Term("per", (PERIODS[demand.per],))


def _require(demand: Require) -> Iterator[Term]:
    yield _any_of("at", demand.at, more="stricter")
    yield _barred() if is_barred(demand) else _condition("require", demand.condition, more="stricter")
    yield _any_of("needs", demand.needs, more="stricter")
    yield _plain("complete", demand.complete, more="stricter")
    yield Term("done by", (who_in_words(demand.by),) if demand.by else (), more="stricter")
    yield Term("not by", tuple(map(who_in_words, demand.not_by)), more="stricter")
    yield _condition("excused if", demand.excused_if, more="looser")


def _barred() -> Term:
    return Term("require", (BARRED,), more="stricter")


def _hold(demand: Hold) -> Iterator[Term]:
    yield _condition("hold", demand.condition)
    yield _plain("while", (demand.while_state,) if demand.while_state else ())
    yield from _members(demand.for_each)
    if demand.tolerate is not None and demand.tolerate.count:
        yield Term("tolerate", (write_duration(demand.tolerate),), demand.tolerate, "looser")
    yield Term("per", (PERIODS[demand.per],))


def _reach(demand: Reach, charter: Charter) -> Iterator[Term]:
    yield _plain("reach", (demand.indicator,))
    yield _target(demand.target, charter)
    yield Term("per", () if demand.per is None else (periods_in_words(demand.per),))
    yield _flag("everyone", is_set=demand.everyone, more="stricter")
    running = Text(zh=str(demand.periods), en=str(demand.periods))
    yield Term("periods", (running,) if demand.periods > 1 else (), None, "looser", ("", Fraction(demand.periods)))
    yield _plain("min n", () if demand.least is None else (str(demand.least),))
    if demand.closes_after is not None:
        yield Term("closes after", (write_duration(demand.closes_after),), demand.closes_after, "looser")
    yield _plain("coverage", () if demand.coverage is None else (f"{demand.coverage.normalize():f} %",))


def _target(target: Target, charter: Charter) -> Term:
    words = (target_in_words(target, charter.parameters),)
    if isinstance(target.value, str) or target.sign not in _STRICTER_WITH:
        return Term("target", words)
    parameter = parameter_of(target.value, charter.parameters)
    value = target.value.value if isinstance(target.value, syntax.Literal) else parameter.value if parameter else None
    return Term("target", words, None, _STRICTER_WITH[target.sign], _amount(value))


_STRICTER_WITH: dict[Sign, Effect] = {
    "at least": "stricter",
    "more than": "stricter",
    "at most": "looser",
    "less than": "looser",
}
"""What a higher target does to the promisor."""


def _amount(value: object) -> tuple[str, Fraction] | None:
    match value:
        case bool():
            return None
        case int() | Decimal():
            return "", Fraction(value)
        case Duration(count=count, unit=unit):
            return unit.value, Fraction(count)
        case Money(amount=amount, currency=unit) | Quantity(amount=amount, unit=unit):
            return unit, Fraction(amount)
        case _:
            return None


def _members(for_each: ForEach | None) -> Iterator[Term]:
    if for_each is not None:
        values = f": {', '.join(map(str, for_each.constants))}" if for_each.constants else ""
        yield _plain("for each", (f"{for_each.kind or for_each.attribute}{values}",))


# --- terms of one kind


def _same(text: str) -> Text:
    return Text(zh=text, en=text)


def _plain(key: str, items: Sequence[str], *, more: Effect | None = None) -> Term:
    return Term(key, tuple(map(_same, items)), more=more)


def _any_of(key: str, selectors: Iterable[Selector], *, more: Effect | None = None) -> Term:
    return Term(key, tuple(map(explain_selector, selectors)), more=more)


def _condition(key: str, condition: Expression | None, *, more: Effect | None = None) -> Term:
    return Term(key, () if condition is None else (explain_condition(condition),), more=more)


def _flag(key: str, *, is_set: bool, more: Effect) -> Term:
    return Term(key, (_YES,) if is_set else (), more=more)


def _ground(ground: Ground) -> Text:
    event = explain_selector(ground.selector)
    return _LATE.filled(event=event) if ground.heals_late else event


def _limit(key: str, limit: Expression | None, charter: Charter, *, more: Effect) -> Term:
    if limit is None:
        return Term(key, ())
    parameter = parameter_of(limit, charter.parameters)
    value = limit.value if isinstance(limit, syntax.Literal) else parameter.value if parameter else None
    length = value if isinstance(value, Duration) else None
    return Term(key, (limit_in_words(limit, charter.parameters),), length, more)
