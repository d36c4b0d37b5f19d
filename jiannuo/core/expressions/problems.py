"""The kinds of problem of the condition language: E1… in reading, E2… in types and values, E3… in checking."""

from jiannuo.core.values.problems import ProblemKind
from jiannuo.core.values.texts import Text

TOO_LONG = ProblemKind(
    "E101",
    Text(
        zh="条件长 {length} 个字符，上限为 {limit} 个。",
        en="The condition has {length} characters; the limit is {limit}.",
    ),
    Text(zh="请拆分条件，或改用决策表。", en="Split the condition, or use a decision table."),
)
TOO_DEEP = ProblemKind(
    "E102",
    Text(zh="条件嵌套超过 {limit} 层。", en="The condition is nested more than {limit} levels deep."),
    Text(
        zh="请减少括号，用 in (…) 代替多个 or，或改用决策表。",
        en="Remove parentheses, write in (…) for many or, or use a decision table.",
    ),
)
TOO_MANY_NODES = ProblemKind(
    "E103",
    Text(
        zh="条件由 {count} 个部分组成，上限为 {limit} 个。", en="The condition has {count} parts; the limit is {limit}."
    ),
    Text(zh="请拆分条件，或改用决策表。", en="Split the condition, or use a decision table."),
)
UNEXPECTED_CHARACTER = ProblemKind(
    "E104",
    Text(zh="条件中不能使用 {character}。", en="{character} has no meaning in a condition."),
    Text(
        zh="请删除；文本须写在单引号内。{hint}",
        en="Remove it; texts stand in single quotes.{hint}",
    ),
)
UNENDED_TEXT = ProblemKind(
    "E105",
    Text(zh="此处开始的文本没有结束的单引号。", en="The text that begins here has no closing quote."),
    Text(
        zh="请补上单引号；文本内的单引号写成两个。", en="Add the single quote; a quote inside a text is written twice."
    ),
)
UNEXPECTED = ProblemKind(
    "E106",
    Text(zh="此处应为{expected}，实际为 {found}。", en="Expected {expected} here, found {found}."),
    Text(zh="请按条件语法改写。{hint}", en="Rewrite it by the grammar of conditions.{hint}"),
)
UNKNOWN_FUNCTION = ProblemKind(
    "E107",
    Text(zh="没有名为 {name} 的函数。", en="There is no function {name}."),
    Text(zh="请使用语言参考中列出的函数。{hint}", en="Use a function of the language reference.{hint}"),
)
WRONG_ARGUMENTS = ProblemKind(
    "E108",
    Text(zh="函数 {name} 的写法应为 {usage}。", en="The function {name} is written {usage}."),
    Text(zh="请按此写法补齐或删去参数。", en="Add or remove arguments to fit."),
)
BAD_DATE = ProblemKind(
    "E109",
    Text(zh="{text} 不是有效的日期或时刻。", en="{text} is no valid date or instant."),
    Text(
        zh="日期写成 2018-01-01，时刻写成 2018-01-01T10:00+08:00。",
        en="Write a date as 2018-01-01, an instant as 2018-01-01T10:00+08:00.",
    ),
)
NO_OFFSET = ProblemKind(
    "E110",
    Text(zh="时刻 {text} 没有写明与 UTC 的时差。", en="The instant {text} has no offset from UTC."),
    Text(zh="请在末尾加上时差，例如 +08:00。", en="Add the offset at its end, such as +08:00."),
)
BAD_NUMBER = ProblemKind(
    "E111",
    Text(
        zh="{text} 不是有效的数字（最多 {limit} 位，不写前导零）。",
        en="{text} is no valid number (at most {limit} digits, no leading zeros).",
    ),
    Text(zh="请改写该数字；文本须写在单引号内。", en="Rewrite the number; texts stand in single quotes."),
)
UNKNOWN_UNIT = ProblemKind(
    "E112",
    Text(zh="数字后的 {unit} 不是已知单位。", en="{unit} after the number is no known unit."),
    Text(
        zh="可写时长（60 min、90 natural days）、金额（10 CNY）或计量单位（5 mg/kg）。{hint}",
        en="Write a duration (60 min, 90 natural days), money (10 CNY) or a unit of measure (5 mg/kg).{hint}",
    ),
)
NOT_LOWER_CASE = ProblemKind(
    "E113",
    Text(zh="关键字 {word} 须小写。", en="The keyword {word} is written in lower case."),
    Text(zh="请写成 {lower}。", en="Write {lower}."),
)
FOREIGN_OPERATOR = ProblemKind(
    "E114",
    Text(zh="条件中没有 {symbol} 这一写法。", en="Conditions do not know {symbol}."),
    Text(zh="请写成 {instead}。", en="Write {instead}."),
)
CHAINED = ProblemKind(
    "E115",
    Text(zh="比较不能连写。", en="Comparisons cannot be chained."),
    Text(zh="请用 and 连接两个比较，或加括号。", en="Join two comparisons with and, or add parentheses."),
)
EMPTY = ProblemKind(
    "E117",
    Text(zh="条件为空。", en="The condition is empty."),
    Text(zh="请写出条件，例如 status = 'normal'。", en="Write a condition, such as status = 'normal'."),
)
UNKNOWN_PERIOD_UNIT = ProblemKind(
    "E118",
    Text(zh="{name} 不是时间单位。", en="{name} is no unit of time for start_of and end_of."),
    Text(
        zh="可写 minute、hour、day、week、month、quarter、half-year 或 year。{hint}",
        en="Write minute, hour, day, week, month, quarter, half-year or year.{hint}",
    ),
)
REPEATED_PART = ProblemKind(
    "E119",
    Text(zh="{word} 在同一选择式中出现两次。", en="{word} stands twice in one selector."),
    Text(zh="请只保留一处；条件用 and 连接。", en="Keep one; join conditions with and."),
)

UNKNOWN_TYPE = ProblemKind(
    "E201",
    Text(zh="没有名为 {name} 的类型。", en="There is no type {name}."),
    Text(
        zh="可写 text、integer、number、boolean、instant、date、duration、period、money、point、party、quantity 单位、one of […]、list of 类型或业务对象。{hint}",
        en="Write text, integer, number, boolean, instant, date, duration, period, money, point, party, quantity with a unit, one of […], list of a type, or a kind of subject.{hint}",
    ),
)
BAD_TYPE = ProblemKind(
    "E202",
    Text(
        zh="类型 {text} 的写法有误：此处应为{expected}。",
        en="The type {text} is not well formed: expected {expected} here.",
    ),
    Text(
        zh="请按类型语法改写，例如 integer 1..5 optional。", en="Rewrite it like a type, such as integer 1..5 optional."
    ),
)
BAD_RANGE = ProblemKind(
    "E203",
    Text(zh="范围 {low}..{high} 的下限大于上限。", en="The range {low}..{high} begins above its end."),
    Text(zh="请交换两个边界。", en="Swap the two ends."),
)
REPEATED_OPTION = ProblemKind(
    "E204",
    Text(zh="选项 {option} 列出了两次。", en="The option {option} is listed twice."),
    Text(zh="请删去一个。", en="Remove one."),
)
UNKNOWN_MEASURE = ProblemKind(
    "E205",
    Text(zh="{unit} 不是已知的计量单位。", en="{unit} is no known unit of measure."),
    Text(zh="请使用语言参考中列出的计量单位。{hint}", en="Use a unit of the language reference.{hint}"),
)
MISSING_VALUE = ProblemKind(
    "E211",
    Text(zh="缺少必填的值。", en="A value that must be there is missing."),
    Text(zh="请补上该值，或将类型标为 optional。", en="Supply the value, or mark the type optional."),
)
WRONG_VALUE = ProblemKind(
    "E212",
    Text(zh="值 {value} 不是{type}。", en="The value {value} is not {type}."),
    Text(zh="请更正数据，或更正映射文件中的类型。", en="Correct the data, or the type in the mapping file."),
)
OUT_OF_RANGE = ProblemKind(
    "E213",
    Text(zh="值 {value} 超出范围 {low}..{high}。", en="The value {value} lies outside {low}..{high}."),
    Text(zh="请更正数据，或更正制度中的范围。", en="Correct the data, or the range in the charter."),
)
NOT_AN_OPTION = ProblemKind(
    "E214",
    Text(zh="值 {value} 不在允许的选项（{options}）之中。", en="The value {value} is not one of {options}."),
    Text(zh="请更正数据，或在制度中补充选项。{hint}", en="Correct the data, or add the option to the charter.{hint}"),
)
OTHER_DIMENSION = ProblemKind(
    "E215",
    Text(zh="值 {value} 无法换算为 {unit}。", en="The value {value} cannot be converted to {unit}."),
    Text(zh="请更正数据中的单位。", en="Correct the unit in the data."),
)

UNKNOWN_NAME = ProblemKind(
    "E301",
    Text(zh="此处没有名为 {name} 的属性。", en="There is no attribute {name} here."),
    Text(zh="请使用已声明的属性。{hint}", en="Use a declared attribute.{hint}"),
)
NOT_ALLOWED_HERE = ProblemKind(
    "E302",
    Text(zh="此处不能使用 {name}。", en="{name} may not stand here."),
    Text(zh="{allowed}", en="{allowed}"),
)
MISMATCH = ProblemKind(
    "E303",
    Text(zh="{operator} 不能用于{left}与{right}。", en="{operator} does not go with {left} and {right}."),
    Text(zh="请使用同一类型的值。{hint}", en="Use values of one type.{hint}"),
)
WRONG_TYPE = ProblemKind(
    "E304",
    Text(zh="此处应为{expected}，实际为{found}。", en="Expected {expected} here, found {found}."),
    Text(zh="请改写为{expected}。", en="Rewrite it so that it gives {expected}."),
)
NO_SUCH_OPTION = ProblemKind(
    "E305",
    Text(
        zh="'{value}' 不在 {name} 的选项（{options}）之中，永远不会相等。",
        en="'{value}' is not among the options of {name} ({options}) and can never be equal.",
    ),
    Text(zh="请改为其中一个选项。{hint}", en="Write one of the options.{hint}"),
)
UNKNOWN_EVENT = ProblemKind(
    "E306",
    Text(zh="没有名为 {name} 的业务记录类型。", en="There is no event type {name}."),
    Text(zh="请使用已声明的业务记录类型。{hint}", en="Use a declared event type.{hint}"),
)
UNKNOWN_OBJECT = ProblemKind(
    "E307",
    Text(zh="没有名为 '{name}' 的{what}。", en="There is no {what} '{name}'."),
    Text(zh="请先声明它，或更正名称。{hint}", en="Declare it, or correct the name.{hint}"),
)
WRONG_COUNT = ProblemKind(
    "E308",
    Text(
        zh="{what} '{name}' 需要 {wanted} 个输入，实际写了 {found} 个。",
        en="The {what} '{name}' takes {wanted} inputs; {found} stand here.",
    ),
    Text(zh="请按声明的顺序写全输入。", en="Write its inputs in the declared order."),
)
NEEDS_CALENDAR = ProblemKind(
    "E309",
    Text(zh="{text} 需要工作日历，此处没有日历。", en="{text} needs a working calendar, and there is none here."),
    Text(
        zh="请改用小时、自然日，或 overlap('日历', 起, 止)。",
        en="Write hours or natural days, or overlap('calendar', from, to).",
    ),
)
PICK_OUTPUT = ProblemKind(
    "E310",
    Text(
        zh="请用 .名称 指明决策表 '{name}' 的一个输出：{outputs}。", en="Name one output of table '{name}': {outputs}."
    ),
    Text(
        zh="请在 lookup('{name}', …) 之后写一个点和输出的名称。{hint}",
        en="Write a dot and the name of the output behind lookup('{name}', …).{hint}",
    ),
)
NOT_OVER_EVENTS = ProblemKind(
    "E311",
    Text(
        zh="条件中只能用按业务记录计算的指标，'{name}' 不是。",
        en="Conditions may read figures over events only, and those of '{name}' are not.",
    ),
    Text(
        zh="请改用按业务记录计算的指标：判定本身要看条件，不能再用判定算出的数值作条件。",
        en="Use an indicator over events: findings look at conditions, so that a figure made of them would be circular.",
    ),
)
FIGURE_ARGUMENTS = ProblemKind(
    "E312",
    Text(
        zh="指标 '{name}' 须写一个周期或起止两个时刻，再写 {wanted} 个分组的值；这里共有 {found} 个。",
        en="The indicator '{name}' takes a period or two instants, and then the dimensions: {wanted}; here are {found} values.",
    ),
    Text(zh="请按指标的 by 写全分组的值。", en="Give a value for each name in the by of the indicator."),
)

NO_PERIOD_NAMED = ProblemKind(
    "E313",
    Text(zh="'{text}' 不是这个指标任何一个周期的名称。", en="'{text}' is the name of no period of this indicator."),
    Text(
        zh="请写周期内的一个时刻，例如 at；或写某个周期的名称，例如 '{example}'。",
        en="Write an instant within the period, such as at, or the name of a period, such as '{example}'.",
    ),
)

NO_COLUMN = ProblemKind(
    "E401",
    Text(zh="数据中没有名为 {name} 的列。", en="The data have no column {name}."),
    Text(zh="请更正名称，或在数据中补充该列。{hint}", en="Correct the name, or add the column to the data.{hint}"),
)
UNSUPPORTED_COLUMN = ProblemKind(
    "E402",
    Text(
        zh="列 {name} 的类型 {type} 不能用于条件。",
        en="The column {name} is of type {type}, which conditions do not know.",
    ),
    Text(
        zh="请先转换该列；时刻须带时区，精度为微秒。",
        en="Convert the column first; instants need a zone and microseconds.",
    ),
)
NEEDS_HISTORY = ProblemKind(
    "E403",
    Text(
        zh="此处只能看到一行数据，不能使用函数 {name}。",
        en="Only one row is seen here; the function {name} cannot be used.",
    ),
    Text(zh="请在制度的承诺中使用该函数。", en="Use the function in a promise of the charter."),
)
UNSUPPORTED_RESULT = ProblemKind(
    "E404",
    Text(zh="结果的类型 {type} 不能写成一列。", en="Results of type {type} do not make a column."),
    Text(zh="请让每一行得出同一类型的值。", en="Let every row give a value of one type."),
)
