"""The kinds of problem of a charter.

C1… files and YAML (in `file_problems`), C2… keys and values, C3… names, C4… promises and their clocks, C5… tables, C6… calendars and
editions, C7… not yet in this version, C8… warnings (in `warning_kinds`). Those of indicators stand in `indicator_problems`.
"""

from jiannuo.core.values.problems import ProblemKind
from jiannuo.core.values.texts import Text

UNKNOWN_KEY = ProblemKind(
    "C201",
    Text(zh="{form}中没有键 {key}。", en="There is no key {key} in {form}."),
    Text(zh="请使用语言参考中列出的键。{hint}", en="Use a key of the language reference.{hint}"),
)
KEY_ELSEWHERE = ProblemKind(
    "C202",
    Text(
        zh="{form}中不能写键 {key}，它属于{owner}。",
        en="The key {key} belongs to {owner} and may not stand in {form}.",
    ),
    Text(zh="请删除该键，或改用相应的写法。", en="Remove it, or write the other form."),
)
KEY_MISSING = ProblemKind(
    "C203",
    Text(zh="{form}缺少键 {key}。", en="The key {key} is missing in {form}."),
    Text(zh="请补上 {key}：{means}", en="Add {key}: {means}"),
)
VALUE_MISSING = ProblemKind(
    "C204",
    Text(zh="键 {key} 后没有内容，应为{expected}。", en="Nothing stands behind {key}; it takes {expected}."),
    Text(zh="请补上内容，或删除该键。", en="Add it, or remove the key."),
)
WRONG_SHAPE = ProblemKind(
    "C205",
    Text(zh="此处应为{expected}，实际为{found}。", en="This must be {expected}, and it is {found}."),
    Text(zh="请按语言参考改写。", en="Rewrite it by the language reference."),
)
NO_VARIANT = ProblemKind(
    "C206",
    Text(
        zh="{form}没有说明是哪一种：缺少 {signs} 之一。",
        en="It is not said which kind of {form} this is: one of {signs} is missing.",
    ),
    Text(zh="请补上其中一个键。", en="Add one of these keys."),
)
TWO_VARIANTS = ProblemKind(
    "C207",
    Text(
        zh="{form}同时写了 {first} 和 {second}，只能取其一。", en="{first} and {second} exclude each other in {form}."
    ),
    Text(zh="请只保留一个，或拆成两项。", en="Keep one, or make two of it."),
)
BAD_NAME = ProblemKind(
    "C208",
    Text(
        zh="{name} 不能作名称：须以拉丁字母开头，只含字母、数字和下划线。",
        en="{name} cannot be a name: it begins with a Latin letter, holds letters, digits and underscores.",
    ),
    Text(zh="请改名。", en="Choose another name."),
)
BAD_ID = ProblemKind(
    "C209",
    Text(
        zh="{name} 不能作编号：须为 1 至 {limit} 个字符，不含空格和控制字符。",
        en="{name} cannot be an id: it has 1 to {limit} characters, without spaces and control characters.",
    ),
    Text(zh="请改名，例如 first-contact。", en="Choose another one, such as first-contact."),
)
BAD_WORD = ProblemKind(
    "C210",
    Text(zh="{value} 不是允许的写法（{words}）。", en="{value} is none of {words}."),
    Text(zh="请写其中之一。{hint}", en="Write one of these.{hint}"),
)
BAD_INTEGER = ProblemKind(
    "C211",
    Text(
        zh="{value} 不是 {low} 至 {high} 的整数（不写前导零）。",
        en="{value} is no whole number from {low} to {high} (without leading zeros).",
    ),
    Text(zh="请写成不加引号的整数。", en="Write a whole number without quotes."),
)
BAD_BOOLEAN = ProblemKind(
    "C212",
    Text(zh="{value} 不是 true 或 false。", en="{value} is neither true nor false."),
    Text(
        zh="请写 true 或 false，不加引号；yes、no、on、off 是普通文字。",
        en="Write true or false without quotes; yes, no, on and off are plain texts.",
    ),
)
BAD_DATE = ProblemKind(
    "C213",
    Text(zh="{value} 不是有效的日期。", en="{value} is no valid date."),
    Text(zh="请写成 2026-05-08。", en="Write it as 2026-05-08."),
)
MISSING_LANGUAGE = ProblemKind(
    "C216",
    Text(zh="文字缺少{language}。", en="The text lacks its {language}."),
    Text(zh="请同时写出 zh 和 en。", en="Write both zh and en."),
)
BAD_ATTRIBUTE_OF = ProblemKind(
    "C217",
    Text(zh="{value} 不是“记录类型.属性”的写法。", en="{value} is not written as event.attribute."),
    Text(zh="请写成例如 order_accepted.driver_id。", en="Write it like order_accepted.driver_id."),
)
BAD_WARNING = ProblemKind(
    "C219",
    Text(zh="{value} 不是预警时间。", en="{value} is no time for a warning."),
    Text(zh="请写成 80 %、-10 min、due 或 +4 h。", en="Write 80 %, -10 min, due or +4 h."),
)
BAD_PARTY = ProblemKind(
    "C220",
    Text(
        zh="{value} 不是属性名，也不是 trigger.属性。",
        en="{value} is neither the name of an attribute nor trigger.attribute.",
    ),
    Text(zh="请写业务对象的属性名，例如 driver。", en="Write an attribute of the subject, such as driver."),
)
TOO_LONG = ProblemKind(
    "C221",
    Text(
        zh="文字有 {length} 个字符，上限为 {limit} 个。", en="The text has {length} characters; the limit is {limit}."
    ),
    Text(zh="请缩短文字。", en="Shorten it."),
)
EMPTY_LIST = ProblemKind(
    "C222",
    Text(zh="列表是空的，应为{expected}。", en="The list is empty; it takes {expected}."),
    Text(zh="请补上内容，或删除该键。", en="Add something, or remove the key."),
)

BAD_DAYS = ProblemKind(
    "C223",
    Text(zh="{value} 不是星期。", en="{value} is no weekday."),
    Text(
        zh="请写 mon、tue、wed、thu、fri、sat、sun 或范围，例如 mon-fri。",
        en="Write mon, tue, wed, thu, fri, sat, sun or a range such as mon-fri.",
    ),
)

MANY_PROBLEMS = ProblemKind(
    "C226",
    Text(zh="问题太多，只列出前 {limit} 个。", en="There are too many problems; the first {limit} are listed."),
    Text(zh="请先改正所列的问题，再检查一次。", en="Cure these first, then check again."),
)
NOT_AN_OPTION = ProblemKind(
    "C224",
    Text(zh="{value} 不在选项（{options}）之中。", en="{value} is not among the options {options}."),
    Text(zh="请写其中一个选项，或在类型中补充。{hint}", en="Write one of them, or add it to the type.{hint}"),
)
NOT_OF_TYPE = ProblemKind(
    "C225",
    Text(zh="{value} 不是{type}。", en="{value} is not of the type: {type}."),
    Text(zh="请按类型改写该值，或更正类型。", en="Rewrite the value by its type, or correct the type."),
)

UNKNOWN_PARAMETER = ProblemKind(
    "C301",
    Text(zh="制度没有名为 {name} 的参数。", en="The charter has no parameter {name}."),
    Text(
        zh="请更正名称，或不写它；参数文件中每行直接写 `name: value`，上面不加标题。{hint}",
        en="Correct the name, or leave it out; in a file of parameters each line is `name: value`, without a heading "
        "above.{hint}",
    ),
)

LISTED_TWICE = ProblemKind(
    "C245",
    Text(zh="{key} 中 {value} 列出了两次。", en="{value} is listed twice under {key}."),
    Text(zh="请删去重复的一项。", en="Remove one of the two."),
)
UNDECLARED = ProblemKind(
    "C302",
    Text(zh="没有名为 {name} 的{what}。", en="There is no {what} {name}."),
    Text(zh="请先声明它，或更正名称。{hint}", en="Declare it, or correct the name.{hint}"),
)
AMBIGUOUS = ProblemKind(
    "C303",
    Text(
        zh="业务对象、业务记录类型和信号中有两个都叫 {name}（另一处在 {first}）。",
        en="Two of the subject kinds, event types and signals are called {name}; the other stands at {first}.",
    ),
    Text(zh="请改名其中一个。", en="Rename one of them."),
)
RESERVED_NAME = ProblemKind(
    "C304",
    Text(
        zh="{name} 在条件中另有含义，不能作名称。",
        en="{name} has a meaning of its own in conditions and cannot be a name here.",
    ),
    Text(zh="请改名。", en="Choose another name."),
)
NO_ATTRIBUTE = ProblemKind(
    "C305",
    Text(zh="业务记录类型 {event} 没有属性 {name}。", en="The event type {event} has no attribute {name}."),
    Text(zh="请声明该属性，或更正名称。{hint}", en="Declare the attribute, or correct the name.{hint}"),
)
TYPES_DIFFER = ProblemKind(
    "C306",
    Text(
        zh="属性 {name} 的来源类型不一：{first}与{second}。",
        en="The sources of {name} differ in type: {first} and {second}.",
    ),
    Text(zh="请只列出同一类型的来源。", en="List sources of one type only."),
)
WRONG_ATTRIBUTE_TYPE = ProblemKind(
    "C307",
    Text(zh="{name} 的类型应为{wanted}，实际为{found}。", en="{name} must be {wanted}, and it is {found}."),
    Text(zh="请改用该类型的属性，或更正其类型。", en="Use an attribute of that type, or correct its type."),
)
NOBODY_CARRIES = ProblemKind(
    "C308",
    Text(
        zh="{name} 既不是业务对象，也不是任何业务记录类型的属性。",
        en="{name} is neither a subject kind nor an attribute of any event type.",
    ),
    Text(zh="请更正名称，或声明它。{hint}", en="Correct the name, or declare it.{hint}"),
)
NOT_CARRIED = ProblemKind(
    "C309",
    Text(
        zh="业务记录类型 {event} 没有属性 {name}，永远不属于这里的业务对象。",
        en="The event type {event} lacks the attribute {name} and can never belong to what this is about.",
    ),
    Text(
        zh="请给它声明 of、also 或该属性，或在选择式中写 via。",
        en="Declare of, also or the attribute for it, or write via in the selector.",
    ),
)
MEMBER_NOT_CARRIED = ProblemKind(
    "C310",
    Text(
        zh="目标 {event} 没有属性 {name}，无法说明做的是哪一个。",
        en="The target {event} lacks the attribute {name} and cannot say for which member it was done.",
    ),
    Text(zh="请给该业务记录类型声明此属性。", en="Declare the attribute for the event type."),
)
NOT_A_LIST = ProblemKind(
    "C311",
    Text(zh="for each 的 {name} 不是列表，而是{found}。", en="{name} of for each is no list, but {found}."),
    Text(
        zh="请写列表属性、业务对象种类，或一个属性及其取值。",
        en="Write a list attribute, a subject kind, or an attribute with its values.",
    ),
)
ONE_MEMBER_KEY = ProblemKind(
    "C312",
    Text(
        zh="for each 只能写一个属性，实际写了 {count} 个。",
        en="for each takes one attribute with its values; {count} are written.",
    ),
    Text(zh="请只保留一个。", en="Keep one."),
)
BAD_VIA = ProblemKind(
    "C313",
    Text(
        zh="via 只能用于属于另一业务对象的记录；{event} 不属于任何业务对象，或承诺、指标的 of 不是业务对象。",
        en="via takes the events of another subject; {event} belongs to none, or the promise or indicator is about no subject kind.",
    ),
    Text(zh="请给 {event} 声明 of，或删去 via。", en="Declare of for {event}, or leave via out."),
)
TWO_EXECUTORS = ProblemKind(
    "C314",
    Text(
        zh="条款同时写了 {first} 和 {second} 两种落实方式。",
        en="The clause names two kinds of executor, {first} and {second}.",
    ),
    Text(zh="请只保留主要的一种，或把条款分成两条。", en="Keep the main one, or split the clause."),
)
RING = ProblemKind(
    "C315",
    Text(zh="定义互相依赖，形成循环：{path}。", en="The definitions depend on each other in a ring: {path}."),
    Text(zh="请在其中一处断开。", en="Break it at one of them."),
)
NOT_RECORDED = ProblemKind(
    "C324",
    Text(
        zh="{name} 是由 = 算出的属性或内置属性，不能说明业务记录属于哪一个。",
        en="{name} is computed by = or built in, and cannot tell to which one an event belongs.",
    ),
    Text(
        zh="请把它声明为普通属性，由业务记录给出其值，或改用这样的属性。",
        en="Declare it as a plain attribute whose value is recorded with the event, or use such an attribute.",
    ),
)
NO_OPENING = ProblemKind(
    "C401",
    Text(
        zh="承诺没有说明何时起算：缺少 after 或 every。",
        en="The promise does not say what opens it: after or every is missing.",
    ),
    Text(
        zh="请写 after（由哪些业务记录起算）或 every（按周期）。",
        en="Add after (the events that open it) or every (a period).",
    ),
)
TWO_OPENINGS = ProblemKind(
    "C402",
    Text(zh="承诺同时写了 after 和 every。", en="The promise has both after and every."),
    Text(zh="请只保留一个，或拆成两个承诺。", en="Keep one, or make two promises of it."),
)
NO_LIMIT = ProblemKind(
    "C403",
    Text(
        zh="承诺没有时限，不能颁布：缺少 within、by 或 before。",
        en="The promise has no limit and cannot be published: within, by or before is missing.",
    ),
    Text(
        zh="请写出时限；原文没有规定的，写本单位的数值并加 ours: true。",
        en="Give the limit; if the source text states none, set your own and add ours: true.",
    ),
)
WALL_LIMIT_WITH_CALENDAR = ProblemKind(
    "C404",
    Text(
        zh="时限 {limit} 按钟表时间或日历日计算，不能与 calendar 同用。",
        en="The limit {limit} runs by the wall clock and may not stand with calendar.",
    ),
    Text(
        zh="请改用 working h 或 working days，或删去 calendar。",
        en="Write working h or working days, or leave calendar out.",
    ),
)
CALENDAR_MISSING = ProblemKind(
    "C405",
    Text(
        zh="时限 {limit} 以工作时间计，缺少 calendar。",
        en="The limit {limit} counts working time, and calendar is missing.",
    ),
    Text(zh="请加上 calendar，或改用小时或自然日。", en="Add calendar, or write hours or natural days."),
)
CALENDAR_IDLE = ProblemKind(
    "C406",
    Text(
        zh="calendar 在这里不起作用：承诺没有可按日历计的时限。",
        en="calendar does nothing here: the promise has no limit that it could count.",
    ),
    Text(zh="请删去 calendar，或写出以工作时间计的时限。", en="Leave calendar out, or give a limit in working time."),
)
NOTHING_TO_PAUSE = ProblemKind(
    "C407",
    Text(
        zh="没有 within 的承诺不能暂停：by、before 和周期末不因暂停而推迟。",
        en="A promise without within cannot be paused: by, before and a period's end know no pause.",
    ),
    Text(zh="请删去 pause，或用 within 写出时限。", en="Leave pause out, or give the limit by within."),
)
ONLY_WITH = ProblemKind(
    "C408",
    Text(zh="{key} 只能与 {other} 同用。", en="{key} has a meaning only together with {other}."),
    Text(zh="请删去 {key}，或写出 {other}。", en="Leave {key} out, or add {other}."),
)
PERIOD_ATTRIBUTE_MISSING = ProblemKind(
    "C409",
    Text(
        zh="截止时间在周期结束之后，而目标 {event} 没有 period 属性，无法说明属于哪一期。",
        en="The due time lies after the period's end, and the target {event} has no attribute period that says which period it is for.",
    ),
    Text(zh="请给该业务记录类型声明 period: period。", en="Declare period: period for the event type."),
)
NOTHING_REQUIRED = ProblemKind(
    "C410",
    Text(
        zh="承诺没有要求任何内容：缺少 require、needs、complete、by 或 not by。",
        en="The promise demands nothing: require, needs, complete, by or not by is missing.",
    ),
    Text(zh="请至少写一个。", en="Add at least one of them."),
)
NO_SPAN = ProblemKind(
    "C411",
    Text(
        zh="不针对业务对象的 never 承诺缺少 from，不知从何时起禁止。",
        en="A never promise about no subject kind needs from: nothing says when its span begins.",
    ),
    Text(zh="请写 from，或在 of 中写业务对象。", en="Add from, or name a subject kind under of."),
)
NOT_POSITIVE = ProblemKind(
    "C412",
    Text(zh="此处的时长不能为 0。", en="The duration may not be 0 here."),
    Text(zh="请写大于 0 的时长。", en="Write a duration above 0."),
)
FIXED_LENGTH_NEEDED = ProblemKind(
    "C413",
    Text(
        zh="此处的时长 {value} 不能以工作时间或工作日计。", en="The duration {value} may not be in working time here."
    ),
    Text(zh="请改用小时、自然日、周或月。", en="Write hours, natural days, weeks or months."),
)
EVERY_WITH_OPEN = ProblemKind(
    "C414",
    Text(zh="{key} 不能与 every 同用。", en="{key} has no meaning together with every."),
    Text(zh="请删去 {key}。", en="Leave {key} out."),
)
PERIOD_IN_TEST = ProblemKind(
    "C415",
    Text(
        zh="hold、never 和 require 的 tested if 中不能使用 {name}。",
        en="{name} may not stand in tested if of hold, never or require.",
    ),
    Text(
        zh="请从作出判定的时刻往前看一段时间，例如 seen(inspected, 24 h)。",
        en="Look back from the instant of the verdict by a window, such as seen(inspected, 24 h).",
    ),
)

ROW_WIDTH = ProblemKind(
    "C501",
    Text(
        zh="该行有 {found} 格，应为 {wanted} 格（输入 + 输出 = {columns}）。",
        en="The row has {found} cells; the table has {wanted} (inputs + outputs = {columns}).",
    ),
    Text(
        zh="请补齐或删去多余的格；任意输入写 any。",
        en="Add or remove cells; any input that does not matter is written any.",
    ),
)
NO_ORDER = ProblemKind(
    "C502",
    Text(
        zh="该列的类型没有大小之分，不能使用 {operator}。",
        en="The type of this column has no order; {operator} means nothing here.",
    ),
    Text(zh="请写常量、“= 常量”或“<> 常量”。", en="Write a constant, or = or <> with one."),
)
ROWS_MISSING = ProblemKind(
    "C503",
    Text(
        zh="决策表须写 rows 或 rows from 之一，且只能写一个。",
        en="A table has either rows or rows from, and exactly one of them.",
    ),
    Text(zh="请写出各行，或写出提供各行的业务记录类型。", en="Write the rows, or the event type that brings them."),
)
TOO_MANY_ROWS = ProblemKind(
    "C504",
    Text(zh="决策表有 {count} 行，上限为 {limit} 行。", en="The table has {count} rows; the limit is {limit}."),
    Text(zh="请改用 rows from，由业务记录提供各行。", en="Use rows from, so that events bring the rows."),
)
ROWS_OVERLAP = ProblemKind(
    "C505",
    Text(
        zh="第 {first} 行（文件第 {line} 行）与第 {second} 行同时符合：{example}。",
        en="Row {first} (line {line}) and row {second} both match {example}.",
    ),
    Text(
        zh="请改写其中一行，或写 hit: first 或 hit: collect。",
        en="Rewrite one of them, or say hit: first or hit: collect.",
    ),
)
MIXED_UNITS = ProblemKind(
    "C507",
    Text(
        zh="{name} 一列的数值单位不能互相换算，无法比较大小。",
        en="The column {name} holds figures in units that cannot be compared.",
    ),
    Text(
        zh="请只用一种单位，例如都写小时或都写同一币种。",
        en="Write them all in one unit, such as hours, or in one currency.",
    ),
)
ROWS_GAP = ProblemKind(
    "C506",
    Text(zh="没有一行符合：{example}。", en="No row matches {example}."),
    Text(zh="请补上该行，或写 otherwise。", en="Add a row, or say otherwise."),
)
ENDS_BEFORE_IT_BEGINS = ProblemKind(
    "C601",
    Text(zh="{until} 不在 {start} 之后。", en="{until} does not lie after {start}."),
    Text(zh="请更正其中一个日期或时刻。", en="Correct one of the two."),
)
DAY_TWICE = ProblemKind(
    "C602",
    Text(zh="{days} 中的某一天已在 {first} 写过。", en="A day of {days} stands under {first} already."),
    Text(zh="请让每一天只出现一次。", en="Let each day stand once."),
)

NOT_YET = ProblemKind(
    "C701",
    Text(zh="{what} 尚未包含在本版本中。", en="{what} is not yet in this version."),
    Text(zh="请暂时删去，或在后续版本中使用。", en="Leave it out for now; a later version has it."),
)
