"""The words of the report, each in both languages."""

from collections.abc import Mapping

from jiannuo.core.values.texts import Text

WORDS: Mapping[str, Text] = {
    "product": Text(zh="践诺", en="Jiannuo"),
    "kind": Text(zh="承诺兑现报告", en="Fulfilment report"),
    "switch": Text(zh="English", en="中文"),
    "skip": Text(zh="跳到正文", en="Skip to content"),
    "overview": Text(zh="总览", en="Overview"),
    "promises": Text(zh="承诺", en="Promises"),
    "each": Text(zh="逐项承诺", en="Promise by promise"),
    "findings": Text(zh="单项判定", en="Single findings"),
    "definitions": Text(zh="口径", en="Definitions"),
    "edition": Text(zh="制度版本", en="Charter edition"),
    "log": Text(zh="业务记录", en="Event log"),
    "source": Text(zh="来源", en="Source"),
    "license": Text(zh="许可", en="License"),
    "attribution": Text(zh="署名", en="Attribution"),
    "span": Text(zh="记录起止", en="Records from – to"),
    "as_of": Text(zh="数据截至", en="As of"),
    "engine": Text(zh="程序版本", en="Engine version"),
    "zone": Text(zh="时区", en="Time zone"),
    "simulated": Text(zh="模拟数据", en="Simulated data"),
    "simulated_note": Text(
        zh="业务记录由程序模拟生成，不是真实发生的事。",
        en="These events were made up by a program; nothing here really happened.",
    ),
    "kept": Text(zh="已兑现", en="kept"),
    "broken": Text(zh="未兑现", en="broken"),
    "excused": Text(zh="免责", en="excused"),
    "unknown": Text(zh="无法判定", en="unknown"),
    "pending": Text(zh="履行中", en="pending"),
    "lapsed": Text(zh="已终止", en="lapsed"),
    "withdrawn": Text(zh="已撤回", en="withdrawn"),
    "all": Text(zh="全部", en="all"),
    "obligations": Text(zh="履约项", en="Obligations"),
    "fulfilment": Text(zh="兑现率", en="Fulfilment rate"),
    "lower_bound": Text(zh="保守兑现率", en="Lower-bound rate"),
    "coverage": Text(zh="数据覆盖率", en="Coverage"),
    "fulfilment_hint": Text(zh="已兑现 ÷（已兑现 + 未兑现）", en="kept ÷ (kept + broken)"),
    "lower_hint": Text(zh="无法判定一律按未兑现计", en="every unknown counted as broken"),
    "coverage_hint": Text(zh="应有结论者中记录足以判定的", en="of what should be decided, records suffice for"),
    "broken_hint": Text(zh="未做、做晚或做了不许做的事", en="not done, done late, or forbidden and done"),
    "unknown_hint": Text(zh="记录缺失，不算兑现也不算未兑现", en="records missing: neither kept nor broken"),
    "pending_hint": Text(zh="尚未到截止时间", en="not due yet"),
    "excused_hint": Text(zh="截止前已有成立的免责事由", en="a declared ground came before the due time"),
    "lead": Text(
        zh="截至 {as_of}，{promises} 项承诺共形成 {total} 个履约项，其中 {decided} 项已有结论，兑现率 {share}。",
        en="By {as_of}, {promises} made {total}; of the {decided} decided, {share} were kept.",
    ),
    "lead_none": Text(
        zh="截至 {as_of}，{promises} 项承诺共形成 {total} 个履约项，尚无一项得出已兑现或未兑现的结论。",
        en="By {as_of}, {promises} made {total}; none is decided as kept or broken.",
    ),
    "worst": Text(zh="兑现最差的是“{title}”：兑现率 {share}。", en="Worst kept: {title}, {share}."),
    "worse_since": Text(
        zh="{period}变差最明显：由 {before}（{before_period}）降至 {after}，下降 {points} 个百分点。",
        en="It got worse most clearly in {period}: from {before} ({before_period}) to {after}, down {points} percentage points.",
    ),
    "worse_elsewhere": Text(
        zh="变差最明显的是“{title}”：{period}由 {before}（{before_period}）降至 {after}，下降 {points} 个百分点。",
        en="{title} got worse most clearly, in {period}: from {before} ({before_period}) to {after}, "
        "down {points} percentage points.",
    ),
    "steady_all": Text(
        zh="在项数足够、可以比较的各期中，没有哪项承诺明显变差。",
        en="Among the periods with enough decided to compare, no promise got clearly worse.",
    ),
    "steady": Text(
        zh="在项数足够、可以比较的各期中，没有哪一期明显差于前一期。",
        en="Among the periods with enough decided to compare, none was clearly worse than the one before.",
    ),
    "none_broken": Text(zh="没有未兑现的承诺。", en="No promise was broken."),
    "none_decided": Text(
        zh="没有结论不等于没有问题：记录还不能说明是否兑现。",
        en="That nothing is decided does not mean that all is well: the record does not tell yet.",
    ),
    "promise": Text(zh="承诺", en="Promise"),
    "verdicts": Text(zh="判定", en="Verdicts"),
    "trend": Text(zh="走势", en="Trend"),
    "overrun": Text(zh="超时中位数", en="Median overrun"),
    "shortfall": Text(zh="缺口中位数", en="Median shortfall"),
    "overrun_hint": Text(zh="未兑现而最终完成者", en="of the broken ones done in the end"),
    "never_done": Text(zh="{n} 项至今未完成", en="{n} still not done"),
    "ours": Text(zh="本单位自定", en="set by us"),
    "ours_hint": Text(zh="所依据的文件没有写明这个限值", en="the source document does not state this limit"),
    "worst_first": Text(zh="按兑现情况由差到好排列", en="worst first"),
    "promised": Text(zh="承诺内容", en="What was promised"),
    "over_time": Text(zh="兑现率走势", en="Fulfilment over time"),
    "by_opening": Text(
        zh="按起算时间归入各{unit}；浅色带的下沿为保守兑现率",
        en="by {unit} of opening; the pale band reaches down to the lower-bound rate",
    ),
    "volume": Text(zh="履约项数量", en="Number of obligations"),
    "most": Text(zh="最高 {n}", en="highest {n}"),
    "distribution": Text(zh="提前与超时的分布", en="How early, how late"),
    "distribution_note": Text(
        zh="每柱宽 {width}；竖线为截止时间，恰在截止时间算已兑现",
        en="columns of {width}; the line is the due time, exactly then counts as kept",
    ),
    "early": Text(zh="提前", en="early"),
    "late": Text(zh="超时", en="late"),
    "clipped_before": Text(
        zh="另有 {n} 项提前 {length}以上，图中未画。", en="{n} more were over {length} early, not drawn."
    ),
    "clipped_after": Text(
        zh="另有 {n} 项超时 {length}以上，图中未画。", en="{n} more were over {length} late, not drawn."
    ),
    "undone": Text(
        zh="{n} 项未兑现且至今未完成，没有完成时间，图中未画。",
        en="{n} were broken and are still not done: they have no completion time and are not drawn.",
    ),
    "shortfalls": Text(zh="缺口时长的分布", en="How long the shortfalls were"),
    "shortfalls_note": Text(
        zh="每柱宽 {width}；每个有缺口的履约项按缺口合计时长计入",
        en="columns of {width}; each obligation with a shortfall counts by their whole length",
    ),
    "longer": Text(
        zh="另有 {n} 项缺口合计 {length}以上，图中未画。", en="{n} more fell short for over {length}, not drawn."
    ),
    "covered": Text(zh="记录覆盖", en="On record"),
    "no_due": Text(
        zh="这类承诺没有可与完成时间相比的截止时间，因此没有提前与超时的分布。",
        en="A promise of this kind has no due time to compare a completion with, so nothing is early or late.",
    ),
    "no_obligations": Text(zh="没有形成履约项。", en="No obligation arose."),
    "reasons": Text(zh="原因", en="Reasons"),
    "reason": Text(zh="原因", en="Reason"),
    "verdict": Text(zh="判定", en="Verdict"),
    "count": Text(zh="项数", en="Count"),
    "no_reasons": Text(zh="没有未兑现、无法判定或免责的履约项。", en="Nothing was broken, unknown or excused."),
    "owners": Text(zh="责任单位（代码）", en="Accountable units (codes)"),
    "owner": Text(zh="责任单位", en="Accountable unit"),
    "small_owner": Text(zh="其他责任单位（项数过少，不单独列出）", en="one of several small units"),
    "owner_verdict": Text(zh="对责任人（单位）的判定", en="Verdict on who answers"),
    "cleared": Text(
        zh="未兑现的履约项中，有 {n} 项免除了责任人（单位）的责任：对服务对象仍是未兑现，不计入责任人（单位）名下。",
        en="Of the broken obligations, those who answer for them inside are cleared of {n}: these stay broken towards those "
        "they were owed to, and count against nobody inside.",
    ),
    "broken_cleared": Text(zh="未兑现而责任人免责", en="Broken, owner cleared"),
    "other_owners": Text(zh="其余 {n} 个合并", en="the other {n} together"),
    "owners_note": Text(
        zh="按对责任单位自身的判定计。只列单位或岗位代码，不列人员；不足 {least} 项的合并，且至少两个合并在一起。",
        en="By the verdicts on the units. Codes of units or posts, never persons; those with fewer than {least} lie together, at least two of them.",
    ),
    "see_findings": Text(zh="查看单项判定", en="See single findings"),
    "table_view": Text(zh="数据表", en="Data table"),
    "period": Text(zh="时段", en="Period"),
    "search": Text(zh="搜索编号、业务对象、记录或原因", en="Search id, subject, record or reason"),
    "all_promises": Text(zh="全部承诺", en="All promises"),
    "matches": Text(zh="{shown} / {total} 条", en="{shown} of {total}"),
    "more": Text(zh="再显示 {n} 条", en="Show {n} more"),
    "none_found": Text(zh="没有符合条件的判定。", en="No finding matches."),
    "choice_note": Text(
        zh="本页收录 {shown} 条判定，另有 {left} 条未收录，全部在 findings.parquet 中。每项承诺收录：未兑现中超时最长的"
        "（未完成的算到数据截至）、其余未兑现和无法判定按起算时间均匀抽取的，以及少量其他判定。",
        en="This page carries {shown} findings; {left} more are in findings.parquet only. For each promise it takes the "
        "broken ones missed by most (undone ones up to the as-of instant), an even sample over time of the other broken "
        "and the unknown ones, and a few of the rest.",
    ),
    "choose": Text(zh="从列表中选一条判定，查看依据。", en="Choose a finding from the list to see its grounds."),
    "back": Text(zh="返回列表", en="Back to the list"),
    "opened": Text(zh="起算时间", en="Opened"),
    "due": Text(zh="截止时间", en="Due"),
    "met": Text(zh="完成时间", en="Completed"),
    "late_done": Text(zh="超时完成", en="Completed late"),
    "broken_at": Text(zh="未兑现时间", en="Broken at"),
    "ended_at": Text(zh="终止时间", en="Ended at"),
    "not_before": Text(zh="截止不早于", en="Due not before"),
    "not_done": Text(zh="至今未完成", en="not done yet"),
    "margin": Text(zh="余量", en="Margin"),
    "early_by": Text(zh="提前 {n}", en="{n} early"),
    "late_by": Text(zh="超时 {n}", en="{n} late"),
    "exactly": Text(zh="恰在截止时间", en="exactly at the due time"),
    "clock": Text(zh="计时过程", en="The clock"),
    "sum": Text(zh="算式", en="The sum"),
    "running": Text(zh="计时", en="running"),
    "paused": Text(zh="暂停", en="paused"),
    "closed": Text(zh="非服务时段", en="closed"),
    "short": Text(zh="缺口", en="shortfall"),
    "gap": Text(zh="记录中断", en="gap in the records"),
    "from": Text(zh="从", en="From"),
    "until": Text(zh="至", en="Until"),
    "length": Text(zh="时长", en="Length"),
    "cause": Text(zh="原因", en="Cause"),
    "kind_of": Text(zh="类别", en="Kind"),
    "and_more": Text(zh="另有 {n} 段，未收录", en="{n} more, not carried here"),
    "evidence": Text(zh="判定依据（业务记录编号）", en="Evidence (event ids)"),
    "missing": Text(zh="缺少", en="Missing"),
    "must_not_happen": Text(zh="这件事不应发生。", en="This should not have happened."),
    "undecided": Text(zh="条件无法判断的记录", en="Records whose condition could not be decided"),
    "reached": Text(zh="完成情况", en="Reached"),
    "reached_of": Text(zh="{n} / {of}", en="{n} of {of}"),
    "provisional": Text(zh="暂定年度", en="Provisional years"),
    "member": Text(zh="对应", en="For"),
    "finding_id": Text(zh="判定编号", en="Finding id"),
    "command": Text(zh="逐步核算的命令", en="Command for every step of the sum"),
    "copy": Text(zh="复制", en="Copy"),
    "copied": Text(zh="已复制", en="Copied"),
    "sum_due": Text(zh="起算 {start} + {parts} = 截止 {due}", en="opened {start} + {parts} = due {due}"),
    "sum_done": Text(zh="实际 {done}：{margin}", en="completed {done}: {margin}"),
    "span_end": Text(zh="期间结束", en="End of the span"),
    "broken_axis": Text(zh="超时部分未按比例画出", en="the time overdue is not drawn to scale"),
    "sum_undone": Text(
        zh="到数据截至 {as_of} 仍未完成，已超时 {late}", en="still not done at {as_of}, {late} late by then"
    ),
    "sum_pending": Text(zh="数据截至 {as_of}，尚未到截止时间", en="as of {as_of} it is not due yet"),
    "set_aside": Text(zh="没有参加判定的", en="What was set aside"),
    "rejects": Text(zh="搁置的数据行", en="Rows set aside"),
    "no_rejects": Text(zh="没有搁置的数据行。", en="No row was set aside."),
    "unused": Text(zh="没有承诺用到的业务记录", en="Events that no promise uses"),
    "no_unused": Text(zh="全部业务记录都有承诺用到。", en="Every event is used by a promise."),
    "event_type": Text(zh="业务记录类型", en="Event type"),
    "undecided_triggers": Text(zh="条件无法判断的起算或暂停记录", en="Openings and pauses that could not be decided"),
    "undecided_note": Text(
        zh="条件涉及的数据缺失，这些记录既不起算也不暂停。",
        en="Their condition is on missing data: they neither open nor pause anything.",
    ),
    "no_undecided": Text(zh="没有。", en="None."),
    "events_read": Text(zh="读入业务记录", en="Events read"),
    "gaps": Text(zh="中间有 {n} 段缺失", en="gaps before: {n}"),
    "complete_until": Text(zh="各来源记录完整至", en="Sources complete until"),
    "how": Text(zh="这些数字怎样算出", en="How the figures are computed"),
    "def_kept": Text(
        zh="已兑现：在限期内完成；恰在截止时间完成算已兑现。未兑现：没有完成、完成晚了，或做了承诺不做的事。",
        en="Kept: done within the limit; exactly at the due time counts as kept. Broken: not done, done late, or "
        "a forbidden thing done.",
    ),
    "def_fulfilment": Text(
        zh="兑现率 = 已兑现 ÷（已兑现 + 未兑现）。免责、无法判定和履行中不进分子，也不进分母。",
        en="Fulfilment rate = kept ÷ (kept + broken). Excused, unknown and pending are in neither number.",
    ),
    "def_lower": Text(
        zh="保守兑现率 = 已兑现 ÷（已兑现 + 未兑现 + 无法判定），即把每一项无法判定都按未兑现计。",
        en="Lower-bound rate = kept ÷ (kept + broken + unknown): every unknown is counted as broken.",
    ),
    "def_coverage": Text(
        zh="数据覆盖率 =（已兑现 + 未兑现）÷（全部 − 免责 − 履行中），说明记录是否足以作出判定。",
        en="Coverage = (kept + broken) ÷ (all − excused − pending): how far the records suffice to decide.",
    ),
    "def_unknown": Text(
        zh="没有记录不等于没有发生：记录缺失、来源中断或条件涉及的数据为空时，判定为无法判定，并写明缺少什么。",
        en="Silence is not success, nor failure: where records are missing, a source was down or a condition is on "
        "missing data, the verdict is unknown and says what is missing.",
    ),
    "def_worst": Text(
        zh="最差的承诺按兑现率的 95% 置信区间（Wilson）上限排列，免得少数几项左右名次；何时变差只比较结论不少于 30 项且"
        "不少于最多一期的二十分之一、履行中不到一成的时段，且两个时段的区间互不重叠。结论不足 5 项或不足最多一期百分之一的"
        "时段不画点，除非各期都少。只在违反时起算的承诺没有兑现率，不参加排名，列在排名之下。",
        en="The worst promise goes by the upper end of the 95 % interval (Wilson) of fulfilment, so that a handful of "
        "cases does not decide; when it got worse is looked for among periods with at least 30 decided, and a twentieth "
        "of what the fullest has, and less than a tenth pending, whose intervals lie apart. Periods with fewer than 5 "
        "decided, or a hundredth of what the fullest has, have no point, unless all have few. Promises that open on breaches "
        "alone have no rate: they are not ranked but named below the ranking.",
    ),
    "def_time": Text(
        zh="时间按时区 {zone} 显示；时长满 72 小时起以 24 小时为一个自然日显示，只显示最大的两级单位；中位数遇偶数项取中间两项的平均。",
        en="Times are those of {zone}; lengths from 72 hours up are shown in days of 24 hours, in their two largest "
        "units only; the median of an even count is the mean of the middle two.",
    ),
    "def_rounding": Text(
        zh="百分数四舍五入；只有全部兑现才写 100%。",
        en="Percentages are rounded half up; only a full share is written 100%.",
    ),
    "provisional_note": Text(
        zh="下列年度的节假日安排尚未公布，涉及的判定可能改变：",
        en="Public holidays of these years are not announced yet; findings that touch them may change:",
    ),
    "provisional_year": Text(zh="{year} 年：{n} 项", en="{year}: {n}"),
    "footer": Text(
        zh="由践诺 {version} 生成。本页自成一体，不访问网络；同样的制度与业务记录总是得到同样的判定。",
        en="Made by Jiannuo {version}. This page stands alone and uses no network; the same charter and events always "
        "give the same findings.",
    ),
    "noscript": Text(
        zh="浏览器停用了脚本：图表和数字完整，但不能切换语言，也不能查看单项判定。",
        en="Scripts are off: plots and figures are complete, but switching the language and single findings need them.",
    ),
    "unit_day": Text(zh="日", en="day"),
    "unit_week": Text(zh="周", en="week"),
    "unit_month": Text(zh="月", en="month"),
    "unit_quarter": Text(zh="季度", en="quarter"),
    "unit_year": Text(zh="年", en="year"),
    "hours": Text(zh="{n} 小时", en="{n} h"),
    "minutes": Text(zh="{n} 分钟", en="{n} min"),
    "seconds": Text(zh="{n} 秒", en="{n} s"),
    "days": Text(zh="{n} 个自然日", en="{n} days"),
    "under_second": Text(zh="不足 1 秒", en="under 1 s"),
    "no_data": Text(zh="无数据", en="no data"),
    "promise_count": Text(zh="{total} 项，来自 {n} 项承诺", en="{total} from {n} promises"),
}
