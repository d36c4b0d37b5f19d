"""The words of the sliders in a report, each in both languages."""

from collections.abc import Mapping

from jiannuo.core.engines.what_ifs.limit_eligibility import Obstacle
from jiannuo.core.engines.what_ifs.limit_figures import Doubt
from jiannuo.core.values.texts import Text

HEADING = Text(zh="换一个时限会怎样", en="Under another limit")
EXACT = Text(zh="精确", en="exact")
ESTIMATE = Text(zh="估算", en="estimate")
EXACT_HINT = Text(
    zh="每一档都与按该时限重新判定的结果相同，按全部判定计算，不只是本页收录的。",
    en="Every stop is what judging again under that limit gives, over all findings, not only those on this page.",
)
NO_SCRIPT = Text(zh="浏览器停用了脚本，无法移动时限。", en="Scripts are off: the limit cannot be moved.")

WORDS: Mapping[str, Text] = {
    "limit": Text(zh="时限 {limit}", en="Limit {limit}"),
    "as_it_is": Text(zh="现行时限", en="the limit as it is"),
    "as_it_is_mark": Text(zh="现行 {limit}", en="now {limit}"),
    "fulfilment": Text(zh="兑现率 {rate}", en="Fulfilment rate {rate}"),
    "points": Text(zh="{points} 个百分点", en="{points} percentage points"),
    "kept": Text(zh="已兑现", en="kept"),
    "broken": Text(zh="未兑现", en="broken"),
    "excused": Text(zh="免责", en="excused"),
    "unknown": Text(zh="无法判定", en="unknown"),
    "pending": Text(zh="履行中", en="pending"),
    "no_data": Text(zh="无数据", en="no data"),
    "back": Text(zh="回到现行时限", en="Back to the limit as it is"),
    "said": Text(
        zh="时限 {limit}：已兑现 {kept}，未兑现 {broken}，兑现率 {rate}",
        en="Limit {limit}: kept {kept}, broken {broken}, fulfilment rate {rate}",
    ),
}
"""The words that the script fills."""

_OTHERWISE = Text(
    zh="{why}，这里没有可移动的时限；jiannuo what-if 可以按另一个时限重新判定。",
    en="{why}, so there is no limit to move here; jiannuo what-if judges again under another one.",
)
_OBSTACLES: Mapping[Obstacle, Text] = {
    "looked_up": Text(zh="时限因情况而异", en="The limit differs from case to case"),
    "no_time": Text(zh="时限为 0", en="The limit leaves no time"),
    "calendar_looked_up": Text(zh="所用日历因情况而异", en="The calendar differs from case to case"),
    "calendar_year": Text(zh="有年份的节假日尚无安排", en="The holidays of a year are not known"),
    "every": Text(
        zh="周期性承诺的目标只计入发生时所在的周期",
        en="Under a periodic promise what is done counts for the period in which it happens",
    ),
    "again": Text(
        zh="前一个履约项未结时不再起算，时限决定产生哪些履约项",
        en="None opens while one is open, so that the limit decides which obligations there are",
    ),
    "reopened": Text(
        zh="可以重新打开，如何续计取决于此前的判定", en="It can be reopened, and what follows hangs on how it ended"
    ),
    "tested": Text(
        zh="是否经过检验要看作出判定的时刻，而该时刻随时限而变",
        en="Whether it was tested is read at the instant of the verdict, which moves with the limit",
    ),
    "before": Text(zh="时限还会被另一项业务记录截断", en="Another event cuts the time short as well"),
    "heals_late": Text(zh="截止之后的免责事由也算数", en="Grounds count even after the due time"),
    "pause_by_date": Text(zh="按日期计的时限可以暂停", en="The limit goes by dates and can be paused"),
    "per": Text(zh="期间按周期切分", en="The span is cut by periods"),
    "verdicts": Text(zh="它取决于其他判定或指标", en="It rests on other verdicts or figures"),
}
_DOUBTFUL = Text(zh="这是估算：{why}。", en="This is an estimate: {why}.")
_DOUBTS: Mapping[Doubt, Text] = {
    "undecided": Text(
        zh="有业务记录的条件无法判断，可能影响别的时限下的判定",
        en="the condition on some events could not be decided, which may matter under other limits",
    ),
    "granted": Text(
        zh="有准予延期的记录，它们只在截止之前有效", en="extensions were granted, which count before the due only"
    ),
    "kin": Text(zh="有业务对象合并或拆分", en="subjects were merged or split"),
    "calendar_year": Text(zh="有年份的节假日尚无安排", en="the holidays of a year are not known"),
}
_DIFFERS = Text(zh="现行时限一档与报告中的数字不一致", en="at the limit as it is, it does not agree with the report")


def tell_obstacle(obstacle: Obstacle) -> Text | None:
    """Say why a promise has no slider; None where it has no limit that anyone would look for one of."""
    return _OTHERWISE.filled(why=_OBSTACLES[obstacle]) if obstacle in _OBSTACLES else None


def tell_accuracy(doubts: tuple[Doubt, ...], *, agrees: bool) -> Text:
    """Say whether the figures are exact, and why not."""
    reasons = [*(_DOUBTS[doubt] for doubt in doubts), *([] if agrees else [_DIFFERS])]
    if not reasons:
        return EXACT_HINT
    why = Text(zh="；".join(each.zh for each in reasons), en="; ".join(each.en for each in reasons))
    return _DOUBTFUL.filled(why=why)
