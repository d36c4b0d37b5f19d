"""Indicators in plain Chinese and English: what each counts or measures, of what, per period, and when to rely on it."""

from collections.abc import Iterator

from jiannuo.core.charters.charter import AttributeOf, Charter, EverySpan, Indicator, Operand, Stated
from jiannuo.core.charters.explaining.explaining import events_in_words, joined, tidy
from jiannuo.core.charters.explaining.labelling import with_names_within
from jiannuo.core.charters.explaining.timelines import PERIODS
from jiannuo.core.charters.owner_figures import goes_by_owner
from jiannuo.core.expressions.explaining import explain_condition
from jiannuo.core.expressions.writing import write_condition
from jiannuo.core.values.durations import Duration, Unit, write_duration
from jiannuo.core.values.instants import to_datetime
from jiannuo.core.values.texts import LANGUAGES, Text, listed

_LINE = "  "
_WHOLE = 100


def explain_indicator(indicator: Indicator, charter: Charter) -> Text:
    """Return an indicator in words: its name and title, then a line for each thing that is said of it."""
    title = indicator.title or Text(zh="", en="")
    head = Text(zh=f"{indicator.name} {title.zh}".rstrip(), en=f"{indicator.name} {title.en}".rstrip())
    # Events have another name in each language, so that the indicator is explained once for each.
    told = [with_names_within(indicator, charter, language) for language in LANGUAGES]
    by_owner = goes_by_owner(indicator)  # told by the codes, which the names hide
    chinese, english = (
        [*_sentences(each, by_owner), *(_stated(it, charter.zone) for it in each.stated)] for each in told
    )
    lines = [
        Text(zh=_LINE + tidy(zh).zh, en=_LINE + en.en[:1].upper() + en.en[1:])
        for zh, en in zip(chinese, english, strict=True)
    ]
    return joined([head, *lines], "\n")


def _sentences(indicator: Indicator, by_owner: bool) -> Iterator[Text]:
    yield _what(indicator)
    if by_owner:
        yield _OWN_VERDICTS
    if indicator.calendar is not None:
        yield _IN_HOURS.filled(name=indicator.calendar)
    if indicator.distinct is not None:
        yield _ONCE.filled(value=write_condition(indicator.distinct))
    if indicator.where is not None:
        pattern = _WHILE if indicator.kind == "time" else _ONLY
        yield pattern.filled(condition=explain_condition(indicator.where))
    yield _PER.filled(period=_period(indicator.per))
    if indicator.by:
        yield _BY.filled(names=listed(name.dotted for name in indicator.by))
    yield from _shown(indicator)


# What it is.

_FINDINGS = Text(zh="承诺 {name} 的判定", en="findings of the promise {name}")
_PARTS = Text(zh="状态 {name} 在本周期内的时段", en="stretches of the state {name} that touch the period")
_STRETCHES = Text(zh="状态 {name} 在本周期内开始的时段", en="stretches of the state {name} that begin in the period")
_SUBJECTS = Text(zh="本周期内存在的业务对象 {name}", en="subjects {name} that live in the period")
_NUMBER = Text(zh="{things} 的数量", en="the number of {things}")
_SUM = Text(zh="{measured} 的合计", en="the sum of {measured}")
_MEASURES = {
    "sum": _SUM,
    "mean": Text(zh="{measured} 的平均值", en="the mean of {measured}"),
    "median": Text(zh="{measured} 的中位数", en="the median of {measured}"),
    "percentile": Text(zh="{measured} 的第 {rank} 百分位数", en="the percentile at {rank} % of {measured}"),
}
_LARGEST = Text(zh="{measured} 的最大值", en="the largest of {measured}")
_SHARE = Text(zh="{things} 中，{condition} 的占比。", en="the share of {things} for which {condition}.")
_RATE = Text(zh="{of} 与 {to} 之比。", en="{of} in relation to {to}.")
_KEPT_RATE = Text(zh="承诺 {name} 的兑现率。", en="the rate of fulfilment of the promise {name}.")
_OWN_VERDICTS = Text(
    zh="按对责任人的判定计：已免除其责任的不算其未兑现。",
    en="it goes by the owner's own verdict: what the owner is cleared of does not count.",
)
_FORMULA = Text(zh="由其他指标计算：{formula}。", en="computed from other indicators: {formula}.")
_TIME_OF_STATE = Text(
    zh="处于状态 {name} 的时间，各对象合计。", en="the time for which the state {name} was in force, in total."
)
_TIME_OF_LIVES = Text(zh="业务对象 {name} 存在的时间合计。", en="the time for which subjects {name} lived, in total.")
_AGE_OF_STATE = Text(
    zh="周期末仍处于状态 {name} 的，平均已持续多久。",
    en="how long the state {name} had lasted at the period's end, on average where it was still in force.",
)
_AGE_OF_LIVES = Text(
    zh="周期末仍存在的业务对象 {name}，平均已存在多久。",
    en="how long subjects {name} had lived at the period's end, on average of those still alive.",
)
_ENDS = Text(zh="{what}。", en="{what}.")


def _what(indicator: Indicator) -> Text:
    """Return what a figure is, as a sentence."""
    name, is_state = indicator.about or "", indicator.over == "states"
    match indicator.kind:
        case "share":
            condition = "" if indicator.part is None else explain_condition(indicator.part)
            return _SHARE.filled(things=_things(indicator), condition=condition)
        case "rate" if indicator.ratio is not None:
            of, to = indicator.ratio
            return _RATE.filled(of=_operand(of), to=_operand(to))
        case "kept_rate":
            return _KEPT_RATE.filled(name=indicator.promise)
        case "formula" if indicator.formula is not None:
            return _FORMULA.filled(formula=write_condition(indicator.formula))
        case "time":
            return (_TIME_OF_STATE if is_state else _TIME_OF_LIVES).filled(name=name)
        case "age":
            return (_AGE_OF_STATE if is_state else _AGE_OF_LIVES).filled(name=name)
        case "count":
            return _ENDS.filled(what=_NUMBER.filled(things=_things(indicator)))
        case _:
            pattern = _LARGEST if indicator.rank == _WHOLE else _MEASURES[indicator.kind]
            rank = "" if indicator.rank is None else f"{indicator.rank:f}"
            return _ENDS.filled(what=pattern.filled(measured=_measured(indicator), rank=rank))


def _things(indicator: Indicator) -> Text:
    """Return what is counted."""
    match indicator.over:
        case "findings":
            return _FINDINGS.filled(name=indicator.promise)
        case "states":
            return (_PARTS if indicator.clip else _STRETCHES).filled(name=indicator.about)
        case "subjects":
            return _SUBJECTS.filled(name=indicator.about)
        case _:
            return events_in_words(indicator.counted)


def _operand(operand: Operand) -> Text:
    if isinstance(operand, AttributeOf):
        return _SUM.filled(measured=f"{operand.event}.{operand.attribute}")
    return _NUMBER.filled(things=events_in_words(operand))


_LENGTHS = {
    "took": Text(zh="承诺 {name} 从起算到完成的时长", en="the time from opening to completion of the promise {name}"),
    "margin": Text(zh="承诺 {name} 完成时距截止还有的时长", en="the time left at the completion of the promise {name}"),
    "late": Text(zh="承诺 {name} 迟于截止的时长", en="the time by which the promise {name} was late"),
}
_PART_LENGTHS = Text(
    zh="状态 {name} 各时段在本周期内的时长", en="the lengths of the stretches of the state {name} within the period"
)
_STRETCH_LENGTHS = Text(
    zh="在本周期内开始的状态 {name} 各时段的时长",
    en="the lengths of the stretches of the state {name} that begin in the period",
)
_LASTED = Text(zh="周期末仍在的状态 {name} 已持续的时长", en="how long the state {name} had lasted at the period's end")
_LIVED = Text(
    zh="周期末仍存在的业务对象 {name} 已存在的时长", en="how long subjects {name} had lived at the period's end"
)


def _measured(indicator: Indicator) -> Text:
    """Return what is measured."""
    measured = indicator.measured
    event, attribute = ("", "") if measured is None else (measured.event, measured.attribute)
    if indicator.over == "findings" and attribute in _LENGTHS:
        return _LENGTHS[attribute].filled(name=event)
    if indicator.over == "states" and attribute == "took":
        return (_PART_LENGTHS if indicator.clip else _STRETCH_LENGTHS).filled(name=event)
    if indicator.over in ("states", "subjects") and attribute == "age":
        return (_LASTED if indicator.over == "states" else _LIVED).filled(name=event)
    return Text(zh=f"{event}.{attribute}", en=f"{event}.{attribute}")


# Of what, and how it is shown.

_IN_HOURS = Text(zh="只计日历 {name} 的工作时段。", en="only the open hours of the calendar {name} count.")
_ONCE = Text(zh="{value} 相同的只计一次。", en="each {value} counts once.")
_ONLY = Text(zh="只计符合此条件的：{condition}。", en="counted are only those for which {condition}.")
_WHILE = Text(zh="只计此条件成立的时间：{condition}。", en="only while {condition}.")
_PER = Text(zh="周期：{period}。", en="period: {period}.")
_SPAN = Text(zh="自 {date} 起每 {length}", en="every {length} from {date} on")
_BY = Text(zh="分组：{names}。", en="told apart by {names}.")
_DECIMALS = {
    "half up": Text(zh="保留 {count} 位小数，四舍五入。", en="decimals: {count}, rounded half up."),
    "GB/T 8170": Text(zh="保留 {count} 位小数，按 GB/T 8170 修约。", en="decimals: {count}, rounded by GB/T 8170."),
}
_BOUND = Text(
    zh="同时给出 95% 威尔逊双侧区间的下限（z = 1.959964）。",
    en="beside it stands the lower end of the two-sided 95 % interval of Wilson (z = 1.959964).",
)
_COVERED = Text(
    zh="周期有记录的部分或已知的部分不足 {share}% 时，数值不可采信。",
    en="not to be relied on where less than {share} % of the period is on record, or of what happened is known.",
)
_LEAST_GROUP = Text(zh="对外给出时每组至少要有 {count} 项。", en="groups of fewer than {count} are not told to others.")
_LEAST = Text(zh="不足 {count} 项时，数值不可采信。", en="not to be relied on where it is made of fewer than {count}.")

_STATED = Text(zh="来源公布 {value}，数据截至 {as_of}。", en="the source states {value} as of {as_of}.")


def _stated(stated: Stated, zone: str) -> Text:
    value, unit = stated.value.value, stated.value.unit
    as_of = to_datetime(stated.as_of, zone=zone).strftime("%Y-%m-%d %H:%M")
    if unit == "us":
        return _STATED.filled(value=write_duration(Duration(int(value), Unit.ELAPSED)), as_of=as_of)
    return _STATED.filled(value=f"{value:f} {unit or ''}".rstrip(), as_of=as_of)


def _period(per: str | EverySpan) -> Text:
    if isinstance(per, EverySpan):
        return _SPAN.filled(length=write_duration(per.length), date=per.from_.isoformat())
    return PERIODS[per]


def _shown(indicator: Indicator) -> Iterator[Text]:
    if indicator.decimals is not None:
        yield _DECIMALS[indicator.rounding].filled(count=indicator.decimals)
    if indicator.has_bound:
        yield _BOUND
    if indicator.coverage < _WHOLE:
        yield _COVERED.filled(share=f"{indicator.coverage.normalize():f}")
    if indicator.least:
        yield _LEAST.filled(count=indicator.least)
    if indicator.least_group is not None:
        yield _LEAST_GROUP.filled(count=indicator.least_group)
