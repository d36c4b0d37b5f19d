"""The kinds of warning of a charter: C8…, what is legal but probably not meant."""

from jiannuo.core.values.problems import ProblemKind
from jiannuo.core.values.texts import Text

PROVISIONAL_YEAR = ProblemKind(
    "C801",
    Text(
        zh="{region} {year} 年的节假日尚为暂定，结果可能变化。",
        en="The public holidays of {region} in {year} are provisional; results may change.",
    ),
    Text(zh="请在官方通知公布后更新 jiannuo。", en="Update jiannuo when the official notice is out."),
    severity="warning",
)
UNUSED = ProblemKind(
    "C802",
    Text(zh="{what} {name} 没有用到。", en="The {what} {name} is not used."),
    Text(zh="请删除它，或检查引用处的名称。", en="Remove it, or look at the names where it should be used."),
    severity="warning",
)
NO_TIME = ProblemKind(
    "C803",
    Text(zh="时限 {limit} 为 0。", en="The limit {limit} leaves no time at all."),
    Text(zh="请检查数值。", en="Check the figure."),
    severity="warning",
)
VERY_LONG = ProblemKind(
    "C804",
    Text(zh="时限 {limit} 超过 {years} 年。", en="The limit {limit} is longer than {years} years."),
    Text(zh="请检查数值和单位。", en="Check the figure and the unit."),
    severity="warning",
)
FIGURE_NOT_FOUND = ProblemKind(
    "C805",
    Text(zh="ours 中的 {figure} 没有出现在承诺中。", en="The figure {figure} of ours does not stand in the promise."),
    Text(zh="请更正 ours，或写 true。", en="Correct ours, or write true."),
    severity="warning",
)
TAKEN_AS_WORD = ProblemKind(
    "C806",
    Text(
        zh="{name} 不是属性，将作为岗位或单位的名称。",
        en="{name} is no attribute and is taken as the name of a post or unit.",
    ),
    Text(zh="如指属性，请更正。{hint}", en="If an attribute is meant, correct it.{hint}"),
    severity="warning",
)
STATED_FIGURE_CHANGED = ProblemKind(
    "C807",
    Text(
        zh="参数 {name} 的数值由原文规定，本单位改动了它。",
        en="The source text states the figure of {name}, and the organisation has changed it.",
    ),
    Text(
        zh="请确认；如原文未规定，请在制度中写 ours: true。",
        en="Make sure; if the text states none, write ours: true in the charter.",
    ),
    severity="warning",
)
