"""The kinds of problem of a charter.

C1… files and YAML, C2… keys and values, C3… names, C4… promises and their clocks, C5… tables, C6… calendars and
editions, C7… not yet in this version, C8… warnings.
"""

from jiannuo.core.values.problems import ProblemKind
from jiannuo.core.values.texts import Text

NO_FOLDER = ProblemKind(
    "C101",
    Text(zh="没有制度文件夹 {path}。", en="There is no charter folder {path}."),
    Text(zh="请给出存放 *.yaml 文件的文件夹。", en="Name the folder that holds the *.yaml files."),
)
NO_FILES = ProblemKind(
    "C102",
    Text(zh="文件夹 {path} 中没有 *.yaml 或 *.yml 文件。", en="The folder {path} holds no *.yaml or *.yml file."),
    Text(zh="请把制度的 YAML 文件直接放在该文件夹中。", en="Put the charter's YAML files directly into it."),
)
LINK_OUTSIDE = ProblemKind(
    "C103",
    Text(zh="文件 {path} 是指向文件夹之外的链接。", en="The file {path} is a link that leaves the folder."),
    Text(zh="请用文件本身代替链接。", en="Replace the link by the file itself."),
)
TOO_BIG = ProblemKind(
    "C104",
    Text(zh="文件有 {size} 字节，上限为 {limit} 字节。", en="The file has {size} bytes; the limit is {limit}."),
    Text(zh="请把制度拆成几个文件。", en="Split the charter into several files."),
)
TOO_MANY_FILES = ProblemKind(
    "C105",
    Text(
        zh="文件夹中有 {count} 个 YAML 文件，上限为 {limit} 个。",
        en="The folder holds {count} YAML files; the limit is {limit}.",
    ),
    Text(zh="请只保留制度本身的文件。", en="Keep only the files of the charter itself."),
)
NOT_UTF8 = ProblemKind(
    "C106",
    Text(zh="文件第 {offset} 个字节起不是 UTF-8 编码。", en="From byte {offset} on the file is not UTF-8."),
    Text(zh="请以 UTF-8 编码另存该文件。", en="Save the file as UTF-8."),
)
UNREADABLE = ProblemKind(
    "C107",
    Text(zh="无法读取文件：{reason}。", en="The file cannot be read: {reason}."),
    Text(zh="请检查文件是否存在及其权限。", en="Look whether it exists and may be read."),
)
CONTROL_CHARACTER = ProblemKind(
    "C108",
    Text(zh="文件中有控制字符 {character}。", en="The file holds the control character {character}."),
    Text(zh="请删除该字符；二进制文件不能作为制度。", en="Remove it; a binary file is no charter."),
)
NOT_YAML = ProblemKind(
    "C109",
    Text(zh="YAML 语法有误：{reason}。", en="This is not YAML: {reason}."),
    Text(
        zh="请从标出的位置往前检查缩进、引号和括号。", en="Look at indents, quotes and braces before the marked place."
    ),
)
KEY_TWICE = ProblemKind(
    "C110",
    Text(zh="键 {key} 在同一处出现两次，第一次在 {first}。", en="The key {key} stands twice; the first is at {first}."),
    Text(zh="请删除或改名其中一个。", en="Remove or rename one of them."),
)
KEY_NOT_A_WORD = ProblemKind(
    "C111",
    Text(zh="键必须是一个词，不能是列表或映射。", en="A key must be a word, no list or mapping."),
    Text(zh="请把键写成文字。", en="Write the key as a text."),
)
YAML_ALIAS = ProblemKind(
    "C112",
    Text(
        zh="制度中不使用 YAML 的锚点和引用（{sign}）。",
        en="Anchors and aliases of YAML ({sign}) are not used in charters.",
    ),
    Text(
        zh="请写出完整内容；以“*”或“&”开头的文字须加引号。",
        en="Write the content out; a text that begins with * or & needs quotes.",
    ),
)
YAML_TAG = ProblemKind(
    "C113",
    Text(zh="制度中不使用 YAML 标签（{tag}）。", en="Tags of YAML ({tag}) are not used in charters."),
    Text(zh="请删除标签；以“!”开头的文字须加引号。", en="Remove it; a text that begins with ! needs quotes."),
)
YAML_MERGE = ProblemKind(
    "C114",
    Text(zh="制度中不使用 YAML 的合并键“<<”。", en="The merge key << of YAML is not used in charters."),
    Text(zh="请写出完整内容。", en="Write the content out."),
)
YAML_DIRECTIVE = ProblemKind(
    "C115",
    Text(zh="制度中不使用以“%”开头的 YAML 指令。", en="Directives of YAML (lines with %) are not used in charters."),
    Text(zh="请删除该行。", en="Remove the line."),
)
SECOND_DOCUMENT = ProblemKind(
    "C116",
    Text(zh="文件中有第二个 YAML 文档（“---”）。", en="The file holds a second YAML document (---)."),
    Text(zh="请删除“---”，或把后一部分放到另一个文件。", en="Remove the ---, or put the rest into another file."),
)
TOO_DEEP = ProblemKind(
    "C117",
    Text(zh="列表和映射嵌套超过 {limit} 层。", en="Lists and mappings lie more than {limit} levels deep."),
    Text(zh="请减少嵌套。", en="Nest less deeply."),
)
TOO_MANY_NODES = ProblemKind(
    "C118",
    Text(
        zh="文件中的词、列表和映射超过 {limit} 个。", en="The file holds more than {limit} words, lists and mappings."
    ),
    Text(zh="请把制度拆成几个文件。", en="Split the charter into several files."),
)

UNKNOWN_KEY = ProblemKind(
    "C201",
    Text(zh="{form}中没有键 {key}。", en="There is no key {key} in {form}."),
    Text(zh="请使用语言参考中列出的键。{hint}", en="Use a key of the language reference.{hint}"),
)
KEY_ELSEWHERE = ProblemKind(
    "C202",
    Text(
        zh="键 {key} 属于{owner}，不能用在{form}中。",
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
    Text(zh="请删除该行，或更正名称。{hint}", en="Remove the line, or correct the name.{hint}"),
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

NOT_YET = ProblemKind(
    "C701",
    Text(zh="{what} 尚未包含在本版本中。", en="{what} is not yet in this version."),
    Text(zh="请暂时删去，或在后续版本中使用。", en="Leave it out for now; a later version has it."),
)
