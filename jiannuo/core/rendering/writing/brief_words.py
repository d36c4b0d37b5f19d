"""The words of the report's first page, each in both languages."""

from collections.abc import Mapping

from jiannuo.core.values.texts import Text

BRIEF_WORDS: Mapping[str, Text] = {
    "brief": Text(zh="一页概览", en="On one page"),
    "indicators": Text(zh="指标", en="Indicators"),
    "trend_all": Text(zh="全部承诺的兑现走势", en="Fulfilment of all promises over time"),
    "no_trend": Text(zh="只有一个时段，没有走势可画。", en="There is one period only, so no trend to draw."),
    "five_worst": Text(zh="兑现最差的承诺和主要原因", en="The worst kept promises and what is behind them"),
    "unranked": Text(
        zh="另有 {n} 项未参加排名：{names}。它们只在违反时起算，没有兑现率可比。",
        en="Not ranked besides ({n}): {names}. They open on breaches alone, so that they have no rate to compare.",
    ),
    "main_causes": Text(zh="主要原因（由判定算出）", en="What is behind it (computed from the findings)"),
    "by_hour": Text(zh="各钟点未兑现的比例", en="Share broken by hour of opening"),
    "hour_tip": Text(zh="{hour}:00 起算的未兑现 {share}", en="opened at {hour}:00: {share} broken"),
    "target": Text(zh="目标值", en="Target"),
    "no_target": Text(zh="未设", en="none set"),
    "goals": Text(zh="目标达成情况", en="Targets"),
    "goal_of": Text(zh="目标", en="What is to be reached"),
    "latest_figure": Text(zh="最近数值", en="Latest figure"),
    "periods_reached": Text(zh="达标周期", en="Periods reached"),
    "groups_and_periods": Text(zh="每组每周期计一次", en="each group in each period"),
    "groups_reached": Text(zh="各周期达标组的比例", en="share of groups that reached it"),
    "reached": Text(zh="达标", en="reached"),
    "missed": Text(zh="未达标", en="missed"),
    "not_judged": Text(zh="尚未判定", en="not judged yet"),
    "more_goals": Text(zh="另有 {n} 个目标，见“承诺”。", en="{n} more targets are among the promises."),
    "no_targets": Text(
        zh="本制度没有为兑现率设目标值，因此只与各时段自身比较。",
        en="This charter sets no target for fulfilment, so it is compared with its own periods only.",
    ),
    "covered_how": Text(zh="数据覆盖率", en="Coverage"),
    "covered_of": Text(
        zh="到数据截至时间应有结论的 {all} 项中，{n} 项因业务记录不足而无法判定。",
        en="Of the {all} that should be decided as of now, {n} are unknown for want of events.",
    ),
    "covered_whole": Text(
        zh="到数据截至时间应有结论的 {all} 项全部得出了结论。",
        en="All of the {all} that should be decided as of now are decided.",
    ),
    "covered_none": Text(zh="到数据截至时间还没有应有结论的履约项。", en="Nothing should be decided as of now."),
    "what_lacks": Text(zh="缺什么", en="What is lacking"),
    "rows_aside": Text(zh="搁置的数据行", en="Rows set aside"),
    "behind": Text(zh="落后 {length}", en="{length} behind"),
    "today": Text(zh="当下要办", en="What to do today"),
    "today_as_of": Text(zh="以数据截至时间 {as_of} 为准", en="as of {as_of}"),
    "due_next": Text(zh="即将截止", en="Due next"),
    "due_counts": Text(
        zh="履行中 {open} 项，其中 24 小时内截止 {soon} 项。", en="Pending: {open}; due within 24 hours: {soon}."
    ),
    "due_none": Text(zh="没有等待完成的履约项。", en="Nothing is waiting to be done."),
    "in_time": Text(zh="还剩 {length}", en="{length} left"),
    "items": Text(zh="{n} 项", en="{n}"),
    "earliest": Text(zh="最早 {at} 截止（还剩 {length}）", en="the earliest due {at} ({length} left)"),
    "last_broken": Text(zh="最近一项 {at}（{length}前）", en="the last at {at} ({length} ago)"),
    "still_undone": Text(zh="{n} 项至今未完成", en="{n} still not done"),
    "all_items": Text(zh="列出前 {shown} 项（共 {n} 项）", en="List the first {shown} of {n}"),
    "list_items": Text(zh="列出全部 {n} 项", en="List all {n}"),
    "more_bundles": Text(zh="另有 {n} 项承诺。", en="Further promises: {n}."),
    "not_printed": Text(zh="（另有 {n} 项未印出）", en="(not printed: {n})"),
    "whole_list": Text(
        zh="完整清单见审计时用 --xlsx、--csv 写出的“当下要办”表（agenda.csv）。",
        en="The complete list is the sheet “What to do today” (agenda.csv) that --xlsx and --csv write.",
    ),
    "newly_broken": Text(zh="新近未兑现", en="Newly broken"),
    "broken_counts": Text(
        zh="最近 {span}内未兑现 {n} 项，其中至今未完成 {open} 项；全部未兑现中至今未完成的共 {overdue} 项。",
        en="Broken within the last {span}: {n}, still not done: {open}. Of all broken, still not done: {overdue}.",
    ),
    "broken_none": Text(
        zh="最近 30 个自然日内没有新的未兑现；全部未兑现中至今未完成的共 {overdue} 项。",
        en="Nothing was broken within the last 30 days. Of all broken, still not done: {overdue}.",
    ),
    "ago": Text(zh="{length}前", en="{length} ago"),
    "still_open": Text(zh="未完成", en="not done"),
    "unknowns": Text(zh="补齐后可判定", en="To be decided once completed"),
    "unknown_none": Text(zh="没有无法判定的履约项。", en="Nothing is unknown."),
    "not_arisen": Text(zh="没有形成履约项的承诺：{n} 项", en="Promises of which no obligation arose: {n}"),
    "masked_note": Text(
        zh="人员不具名，个人信息已遮盖；原因只由判定算出，集中之处是线索，不是定论。",
        en="No person is named and what is personal is masked. Causes are computed from findings alone: where breaches "
        "gather is a lead, not a proof.",
    ),
    "own_copy": Text(zh="仅供自己留存", en="For our own keeping only"),
    "own_copy_note": Text(
        zh="指标中没有略去小组，也没有遮盖个人信息，请勿外传。",
        en="Its indicators leave out no small group and mask no person: do not hand it on.",
    ),
    "change": Text(
        zh="{period}兑现率 {now}，比 {before_period}（{before}）{direction} {points} 个百分点。",
        en="In {period} {now} was kept, {direction} {points} percentage points from {before_period} ({before}).",
    ),
    "no_change": Text(
        zh="{period}兑现率 {now}，与 {before_period} 持平。", en="In {period} {now} was kept, as in {before_period}."
    ),
    "up": Text(zh="上升", en="up"),
    "down": Text(zh="下降", en="down"),
    "folded": Text(zh="点开查看", en="open one to see it"),
    "up_to_date_sources": Text(zh="{n} 个来源完整到数据截至时间", en="sources complete up to the as-of instant: {n}"),
    "sources_with_gaps": Text(zh="{n} 个来源中间有缺失的时段", en="sources that report gaps before: {n}"),
    "rule": Text(zh="怎样判定", en="How it is judged"),
}
