"""Why a verdict was given: one code for each ground, with its sentence in both languages."""

from jiannuo.core.values.texts import Text

REASONS: dict[str, Text] = {
    "done_in_time": Text(zh="在截止时间之前完成。", en="Done by the due time."),
    "done_already": Text(zh="起算之前已经完成。", en="Already done before the clock began."),
    "span_clean": Text(zh="整个期间没有发生被禁止的情况。", en="Nothing forbidden happened in the whole span."),
    "condition_true": Text(zh="要求全部满足。", en="Everything required was true."),
    "held": Text(zh="整个时段一直保持。", en="The condition held throughout the period."),
    "not_done": Text(zh="到截止时间仍未完成。", en="Not done by the due time."),
    "done_late": Text(zh="完成了，但晚于截止时间。", en="Done, but after the due time."),
    "partly_done": Text(zh="到截止时间只完成了一部分。", en="Only partly done by the due time."),
    "forbidden_done": Text(zh="发生了被禁止的情况。", en="Something forbidden happened."),
    "condition_false": Text(zh="要求不满足：{what}。", en="The requirement was not met: {what}."),
    "needed_missing": Text(
        zh="此前没有必须先有的业务记录：{what}。", en="The event needed before was not seen: {what}."
    ),
    "attribute_empty": Text(zh="必填项为空：{what}。", en="A required attribute was empty: {what}."),
    "wrong_actor": Text(zh="办理人不符合要求：{what}。", en="It was not done by whom it must be: {what}."),
    "shortfall": Text(zh="时段内出现缺口。", en="The condition failed within the period."),
    "clock_running": Text(zh="尚未到截止时间。", en="The due time has not passed yet."),
    "clock_paused": Text(zh="计时暂停中，暂无截止时间。", en="The clock is paused, so there is no due time yet."),
    "waiting": Text(zh="限定截止时间的业务记录尚未发生。", en="The event that sets the due time has not happened yet."),
    "span_running": Text(zh="期间尚未结束。", en="The span has not ended yet."),
    "period_running": Text(zh="时段尚未结束。", en="The period has not ended yet."),
    "shortfall_running": Text(
        zh="缺口仍在继续，尚未超过容许的时长。",
        en="A shortfall is still running and has not passed what is tolerated.",
    ),
    "ground": Text(zh="免责事由成立：{ground}。", en="A declared ground applies: {ground}."),
    "waived": Text(zh="本履约项已获豁免。", en="The obligation was waived."),
    "exception": Text(zh="属于规定的例外。", en="A declared exception applies."),
    "merged": Text(zh="已并入另一业务对象。", en="Merged into another subject."),
    "source_incomplete": Text(
        zh="业务记录尚不完整，来源：{source}。", en="The record does not reach far enough; source: {source}."
    ),
    "source_gap": Text(zh="业务记录有缺口，来源：{source}。", en="The record has a gap; source: {source}."),
    "undecided": Text(
        zh="有业务记录缺少信息，无法确定是否算数。", en="An event lacks what would decide whether it counts."
    ),
    "not_tested": Text(
        zh="没有经过检验，下列条件不成立：{what}。", en="It was not tested, for this was not true: {what}."
    ),
    "value_missing": Text(zh="缺少信息：{value}。", en="Something is missing: {value}."),
    "calendar_year_missing": Text(zh="日历缺少年份：{year}。", en="The calendar lacks the year {year}."),
    "not_covered": Text(zh="整个时段没有业务记录。", en="Nothing is on record for the whole period."),
    "ended": Text(zh="承诺对象已终止，不再欠任何事。", en="The matter ended; nothing is owed any more."),
    "trigger_corrected": Text(zh="起算的业务记录已被更正。", en="The event that opened it was corrected away."),
}
