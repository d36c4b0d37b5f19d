"""The kinds of problem of indicators: how they are written (C2…), what they name (C3…) and their periods (C6…)."""

from jiannuo.core.values.problems import ProblemKind
from jiannuo.core.values.texts import Text

BAD_PERIOD_LENGTH = ProblemKind(
    "C603",
    Text(zh="{value} 不能作周期的长度。", en="{value} cannot be the length of a period."),
    Text(zh="请写自然日、周或月，例如 6 months。", en="Write natural days, weeks or months, such as 6 months."),
)
UNIT_DOES_NOT_FIT = ProblemKind(
    "C316",
    Text(zh="{name} 是{found}，不能以 {unit} 为单位。", en="{name} is {found} and cannot be told in {unit}."),
    Text(
        zh="时长请用 s、min 或 h；数字请用 %、‰ 或 1；件数、金额和带计量单位的数值不写单位。",
        en="Use s, min or h for lengths of time, and %, ‰ or 1 for numbers; leave it out of counts, money and measures.",
    ),
)
BAD_FORMULA = ProblemKind(
    "C317",
    Text(
        zh="公式中只能写指标、数值参数、数字、+ - * / 和括号。",
        en="A formula takes indicators, parameters that are numbers, numbers, + - * / and parentheses only.",
    ),
    Text(zh="请把其余内容写成另一个指标。", en="Make an indicator of the rest."),
)
OTHER_CELLS = ProblemKind(
    "C318",
    Text(
        zh="{name} 的周期或分组与使用它的公式不同。",
        en="{name} has other periods or dimensions than the formula that uses it.",
    ),
    Text(zh="请让 per 和 by 一致。", en="Let per and by be the same."),
)
LEVEL_HAS_NO_TIME = ProblemKind(
    "C319",
    Text(zh="{name} 是数量，没有持续的时段。", en="{name} is a level and has no stretches of time."),
    Text(
        zh="请写由 from 和 until 或 for 规定的状态；数量可以写在 where 的条件里。",
        en="Name a state that is declared by from and until or for; a level may stand in the condition of where.",
    ),
)
ONE_ALONE = ProblemKind(
    "C320",
    Text(zh="这里只能写一项，{name} 是多余的。", en="One alone can stand here; {name} is one too many."),
    Text(zh="请为每一项各写一个指标。", en="Make an indicator for each."),
)
BAD_MEASURED = ProblemKind(
    "C227",
    Text(
        zh="{value} 不是“记录类型.属性”或“承诺.数值”的写法。",
        en="{value} is written neither as event.attribute nor as promise.measure.",
    ),
    Text(
        zh="请写成例如 order_placed.price 或 first-contact.took。",
        en="Write it like order_placed.price or first-contact.took.",
    ),
)
BAD_PERCENT = ProblemKind(
    "C228",
    Text(zh="{value} 不是大于 0、不超过 100 的百分数。", en="{value} is no percentage above 0 and up to 100."),
    Text(zh="请写成例如 95 %。", en="Write it like 95 %."),
)
PERCENT_OR_PART = ProblemKind(
    "C232",
    Text(
        zh="{value} 没有写明是 {value} %，还是 {percent} %。",
        en="{value} does not say whether {value} % or {percent} % is meant.",
    ),
    Text(zh="请写明百分号，例如 {percent} %。", en="Write the sign, such as {percent} %."),
)
BAD_STATED = ProblemKind(
    "C231",
    Text(zh="{value} 不是一个数值。", en="{value} is no value."),
    Text(zh="请写成例如 95.2 %、4000000 CNY、45 min 或 12。", en="Write it like 95.2 %, 4000000 CNY, 45 min or 12."),
)
STATED_OF_GROUPS = ProblemKind(
    "C321",
    Text(
        zh="分组的指标有许多数值，stated 不能说明是哪一个。",
        en="An indicator with dimensions has many figures, and stated does not say which of them it is.",
    ),
    Text(zh="请另写一个没有 by 的指标，把 stated 放在那里。", en="Write another one without by, and put stated there."),
)
STATED_DOES_NOT_FIT = ProblemKind(
    "C323",
    Text(
        zh="来源公布的是{found}，而指标 {name} 是{wanted}。",
        en="What the source states is {found}, and the indicator {name} is {wanted}.",
    ),
    Text(
        zh="请写同类的数值；不带单位的数字按指标的单位理解。",
        en="State a value of the same kind; a plain number is in the unit of the indicator.",
    ),
)
OTHERS_VERDICT = ProblemKind(
    "C322",
    Text(
        zh="这里按责任人区分，finding.verdict 却是承诺的判定，会把已免除其责任的也算在责任人名下。",
        en="This is about owners, but finding.verdict is that of the promise and would charge them with what they are cleared of.",
    ),
    Text(
        zh="请写 finding.owner_verdict；确实要看承诺的判定时，两者都写。",
        en="Write finding.owner_verdict, or both where the promise's verdict is meant as well.",
    ),
)
BAD_DECIMALS = ProblemKind(
    "C229",
    Text(zh="{value} 不是 {low} 至 {high} 的整数。", en="{value} is no whole number from {low} to {high}."),
    Text(zh="请写保留几位小数，例如 2。", en="Write how many decimals there are, such as 2."),
)
BAD_DIMENSION = ProblemKind(
    "C230",
    Text(zh="{value} 不能作分组的属性。", en="{value} is no attribute to tell figures apart by."),
    Text(zh="请写属性，例如 carrier 或 order.driver。", en="Write an attribute, such as carrier or order.driver."),
)
