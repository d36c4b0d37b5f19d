"""A small timeline of a promise in text: what opens it, the stretch in which it runs, where it ends."""

from collections.abc import Mapping

from jiannuo.core.charters.charter import (
    Every,
    EverySpan,
    Expect,
    Hold,
    Never,
    Parameter,
    Period,
    Promise,
    Reach,
    Require,
    Target,
)
from jiannuo.core.expressions.explaining import explain_condition, explain_constant
from jiannuo.core.expressions.syntax import Expression, Literal, Name, Selector
from jiannuo.core.expressions.writing import write_condition
from jiannuo.core.values.durations import Duration, write_duration
from jiannuo.core.values.texts import Text

_DUE = Text(zh="截止", en="due")
_LIFE_BEGINS = Text(zh="业务对象开始", en="the subject begins")
_LIFE_ENDS = Text(zh="业务对象结束", en="the subject ends")
_PERIOD_BEGINS = Text(zh="{period}开始", en="start of {period}")
_PERIOD_ENDS = Text(zh="{period}结束", en="end of {period}")
_STRETCH = Text(zh="{start} ──[{stretch}]──▶ {end}", en="{start} ──[{stretch}]──▶ {end}")
_FORBIDDEN = Text(zh="{start} ──[✕ {stretch}]──▶ {end}", en="{start} ──[✕ {stretch}]──▶ {end}")
_HELD = Text(zh="{start} ══[{stretch}]══▶ {end}", en="{start} ══[{stretch}]══▶ {end}")
_CHECKED = Text(zh="{needs} ── {start} ◀ 检查", en="{needs} ── {start} ◀ check")
_CHECKED_ALONE = Text(zh="{start} ◀ 检查", en="{start} ◀ check")
PERIODS = {
    "minute": Text(zh="每分钟", en="each minute"),
    "hour": Text(zh="每小时", en="each hour"),
    "day": Text(zh="每日", en="each day"),
    "week": Text(zh="每周", en="each week"),
    "month": Text(zh="每月", en="each month"),
    "quarter": Text(zh="每季度", en="each quarter"),
    "half-year": Text(zh="每半年", en="each half-year"),
    "year": Text(zh="每年", en="each year"),
    "total": Text(zh="全期", en="the whole time"),
}
_HELD_BY = Text(zh="{length}（参数 {name}）", en="{length} (parameter {name})")
_EVERY_DURATION = Text(zh="每 {length}", en="every {length}")
_EVERY_ATTRIBUTE = Text(zh="每隔 {name}", en="every {name}")
_EVERY_INTERVAL = Text(zh="日历 {name} 的每个时段", en="each interval of {name}")
_TARGETS = {
    "at least": Text(zh="不低于{value}", en="at least {value}"),
    "at most": Text(zh="不高于{value}", en="at most {value}"),
    "more than": Text(zh="高于{value}", en="more than {value}"),
    "less than": Text(zh="低于{value}", en="less than {value}"),
    "equals": Text(zh="等于{value}", en="exactly {value}"),
}
_AGAINST = {
    "previous": Text(zh="上一周期的数值", en="the figure of the period before"),
    "stated": Text(zh="来源公布的数值", en="what the source states"),
}
_REACHED = Text(zh="{indicator} {target}", en="{indicator} {target}")
_OWN_PERIOD = Text(zh="周期", en="the period")


Parameters = Mapping[str, Parameter]


def timeline(promise: Promise, parameters: Parameters) -> Text:
    """Return the timeline of a promise, on one line."""
    demand = promise.demand
    match demand:
        case Expect():
            return _of_expect(demand, parameters)
        case Never():
            return _of_never(demand, parameters)
        case Require():
            return _of_require(demand)
        case Hold():
            period = PERIODS[demand.per]
            start, end = _PERIOD_BEGINS.filled(period=period), _PERIOD_ENDS.filled(period=period)
            return _HELD.filled(start=start, stretch=write_condition(demand.condition), end=end)
        case Reach():
            return _of_reach(demand, parameters)


def is_barred(promise: Promise | Require) -> bool:
    """Tell whether what opens a promise is already the breach, as it requires a bare `false`: it is never kept."""
    demand = promise.demand if isinstance(promise, Promise) else promise
    return isinstance(demand, Require) and isinstance(demand.condition, Literal) and demand.condition.value is False


def every_in_words(every: Every) -> Text:
    """Return how a periodic promise recurs."""
    if every.period is not None:
        return PERIODS[every.period]
    if every.duration is not None:
        return _EVERY_DURATION.filled(length=write_duration(every.duration))
    if every.interval_of is not None:
        return _EVERY_INTERVAL.filled(name=every.interval_of)
    return _EVERY_ATTRIBUTE.filled(name=every.attribute)


def periods_in_words(per: Period | EverySpan) -> Text:
    """Return natural periods, or periods of equal length."""
    return PERIODS[per] if isinstance(per, str) else _EVERY_DURATION.filled(length=write_duration(per.length))


def target_in_words(target: Target, parameters: Parameters) -> Text:
    """Return what a figure is held to."""
    value = _AGAINST[target.value] if isinstance(target.value, str) else _target_value(target.value, parameters)
    gap = "" if isinstance(target.value, str) else " "
    return _TARGETS[target.sign].filled(value=Text(zh=gap + value.zh, en=value.en))


def _target_value(value: Expression, parameters: Parameters) -> Text:
    parameter = parameter_of(value, parameters)
    if parameter is None:
        return explain_condition(value)
    return _HELD_BY.filled(length=explain_constant(parameter.value), name=parameter.name)


def limit_in_words(limit: Expression, parameters: Parameters) -> Text:
    """Return a limit: a duration in words, or the expression that gives it as it is written."""
    parameter = parameter_of(limit, parameters)
    if parameter is not None and isinstance(parameter.value, Duration):
        return _HELD_BY.filled(length=write_duration(parameter.value), name=parameter.name)
    if isinstance(limit, Literal) and isinstance(limit.value, Duration):
        return write_duration(limit.value)
    written = write_condition(limit)
    return Text(zh=written, en=written)


def parameter_of(limit: Expression, parameters: Parameters) -> Parameter | None:
    """Return the parameter that a limit is, if it is one."""
    if isinstance(limit, Name) and limit.parts[0] == "param":
        return parameters.get(limit.parts[-1])
    return None


def events_in_brief(selectors: tuple[Selector, ...]) -> str:
    """Return the names of events alone, for a timeline."""
    return " | ".join(dict.fromkeys(s.event if s.promise is None else f"broken('{s.promise}')" for s in selectors))


def _of_expect(demand: Expect, parameters: Parameters) -> Text:
    start: Text | str = events_in_brief(demand.after)
    end: Text | str = _DUE
    if demand.every is not None:
        period = every_in_words(demand.every)
        start = _PERIOD_BEGINS.filled(period=period)
        end = _PERIOD_ENDS.filled(period=period) if demand.within is None and demand.by is None else _DUE
    stretch: Text | str = " → ".join(events_in_brief(part) for part in demand.parts)
    if demand.within is not None:
        stretch = limit_in_words(demand.within, parameters)
    elif demand.by is not None:
        end = _plain(write_condition(demand.by))
    elif demand.before:
        end = _plain(events_in_brief(demand.before))
    return _STRETCH.filled(start=start, stretch=stretch, end=end)


def _of_never(demand: Never, parameters: Parameters) -> Text:
    start = _plain(events_in_brief(demand.from_)) if demand.from_ else _LIFE_BEGINS
    end = _plain(events_in_brief(demand.until)) if demand.until else _LIFE_ENDS
    stretch: Text | str = events_in_brief(demand.forbidden)
    if demand.lasts is not None:
        stretch = _OVER.filled(event=stretch, length=limit_in_words(demand.lasts, parameters))
    return _FORBIDDEN.filled(start=start, stretch=stretch, end=end)


_OVER = Text(zh="{event}，{length}", en="{event}, {length}")


def _of_reach(demand: Reach, parameters: Parameters) -> Text:
    period = _OWN_PERIOD if demand.per is None else periods_in_words(demand.per)
    target = target_in_words(demand.target, parameters)
    return _HELD.filled(
        start=_PERIOD_BEGINS.filled(period=period),
        stretch=_REACHED.filled(indicator=demand.indicator, target=target),
        end=_PERIOD_ENDS.filled(period=period),
    )


def _of_require(demand: Require) -> Text:
    start = events_in_brief(demand.at)
    if demand.needs:
        return _CHECKED.filled(needs=" & ".join(events_in_brief((need,)) for need in demand.needs), start=start)
    return _CHECKED_ALONE.filled(start=start)


def _plain(written: str) -> Text:
    return Text(zh=written, en=written)
