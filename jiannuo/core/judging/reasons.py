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
    "figure_reached": Text(
        zh="数值为 {value}，达到目标（{target}）。", en="The figure is {value} and meets the target ({target})."
    ),
    "figure_missed": Text(
        zh="数值为 {value}，未达目标（{target}）。", en="The figure is {value} and misses the target ({target})."
    ),
    "missed_once": Text(
        zh="数值为 {value}，未达目标（{target}），但尚未连续 {periods} 期未达。",
        en="The figure is {value} and misses the target ({target}), but not in {periods} periods running.",
    ),
    "no_figure": Text(zh="没有可以算出数值的记录。", en="There is nothing on record to make a figure of."),
    "too_few": Text(
        zh="只有 {count} 项，少于判定所需的 {least} 项。",
        en="There are {count} observations, fewer than the {least} needed.",
    ),
    "too_little_known": Text(
        zh="数据覆盖率只有 {coverage}，低于判定所需的 {least}。",
        en="The coverage is {coverage}, less than the {least} needed.",
    ),
    "mixed_units": Text(
        zh="单位或币种不一，无法合计或比较。",
        en="Amounts in several units or currencies cannot be added up or compared.",
    ),
    "no_previous": Text(zh="上一周期没有可比的数值。", en="There is no figure of the period before to compare with."),
    "earlier_unknown": Text(
        zh="此前有的周期数值未知，无法判定是否连续 {periods} 期未达目标。",
        en="A figure of the periods before is unknown, so that nobody can tell whether {periods} were missed running.",
    ),
}
