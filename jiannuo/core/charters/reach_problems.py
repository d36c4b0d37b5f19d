"""The kinds of problem of `reach`, and of figures in conditions: how they are written (C2…) and what they name (C3…)."""

from jiannuo.core.values.problems import ProblemKind
from jiannuo.core.values.texts import Text

BAD_PERIODS = ProblemKind(
    "C235",
    Text(zh="{value} 不是几期的写法。", en="{value} is no number of periods."),
    Text(zh="请写成例如 3 periods。", en="Write it like 3 periods."),
)
NO_TARGET = ProblemKind(
    "C236",
    Text(zh="没有写明指标须达到的目标。", en="The target that the figure must meet is missing."),
    Text(
        zh="请写 at least、at most、more than、less than、equals 中的一项。",
        en="Write one of at least, at most, more than, less than and equals.",
    ),
)
TWO_TARGETS = ProblemKind(
    "C237",
    Text(zh="{first} 与 {second} 不能同时写在一项承诺中。", en="{first} and {second} cannot stand in one promise."),
    Text(zh="请为每个目标各写一项承诺。", en="Write a promise for each target."),
)
OTHER_TARGET_TYPE = ProblemKind(
    "C331",
    Text(
        zh="目标是{found}，而指标 {name} 是{wanted}。",
        en="The target is {found}, and the indicator {name} is {wanted}.",
    ),
    Text(zh="请让目标与指标同类。", en="Let the target be of the same kind as the indicator."),
)
NOTHING_BEFORE = ProblemKind(
    "C332",
    Text(
        zh="全期只有一个数值，不能用 {what}。", en="The whole time has one figure only, for which {what} says nothing."
    ),
    Text(zh="请为 per 写一种周期。", en="Give per a period that recurs."),
)
NOTHING_STATED = ProblemKind(
    "C333",
    Text(zh="指标 {name} 没有 stated。", en="The indicator {name} has no stated."),
    Text(zh="请在该指标中写明来源公布的数值。", en="Write there what the source itself states."),
)
NOT_ITS_DIMENSION = ProblemKind(
    "C334",
    Text(
        zh="{value} 既不是指标 {name} 分组的属性，也不是它分组的业务对象。",
        en="{value} is none of the dimensions of the indicator {name}, nor the subject kind of its only one.",
    ),
    Text(zh="请写指标 by 中的属性，或把它写进 by。", en="Name a dimension of its by, or add it there."),
)
FIGURE_OF_FIGURES = ProblemKind(
    "C335",
    Text(
        zh="指标 {name} 按 reach 承诺 {promise} 的判定计算，会循环。",
        en="The indicator {name} is computed over the findings of {promise}, which is itself about a figure.",
    ),
    Text(zh="请按其他承诺的判定计算。", en="Compute it over the findings of another promise."),
)
"""Whether it is a ring or not: findings about figures come last, and no figure is made of them."""
FIGURE_IN_HOLD = ProblemKind(
    "C336",
    Text(zh="hold 的条件中不能用 figure。", en="figure cannot stand in the condition of hold."),
    Text(
        zh="周期的数值请用 reach 承诺；hold 只看状态、数量和业务对象的属性。",
        en="Promise a figure by reach; hold looks at states, levels and attributes of subjects.",
    ),
)
TARGET_OF_THE_PAST = ProblemKind(
    "C337",
    Text(
        zh="目标不属于任何业务对象，{what} 没有以往的经过可看。",
        en="A target is of no subject, and there is no past that {what} could look at.",
    ),
    Text(
        zh="请写数值、参数、lookup，或用 figure 取另一指标的数值。",
        en="Write a value, a parameter or a lookup, or take the figure of another indicator by figure.",
    ),
)
