"""Kinds of problem that only files of JSON lines or of XES can have: L0 files, L1 rows."""

from jiannuo.core.values.problems import ProblemKind
from jiannuo.core.values.texts import Text

# --- files: the whole file is refused, nothing of it is used

NO_JSON_LINES = ProblemKind(
    "L015",
    Text(
        zh="文件 {file} 不是 JSON 行格式：没有一行是完整的 JSON 对象。",
        en="The file {file} holds no JSON lines: no line of it is a whole JSON object.",
    ),
    Text(
        zh="请每行写一个对象，不要把全部对象放进一个数组或分成多行，例如用 jq -c '.[]' 转换。",
        en="Write one object on each line, not all in one array or over several lines; jq -c '.[]' converts them.",
    ),
)
NOT_XES = ProblemKind(
    "L016",
    Text(
        zh="文件 {file} 不是完整的 XES 日志：读到第 {line} 行无法继续，整个文件都没有使用。",
        en="The file {file} is not a whole XES log: it could not be read on at line {line}; nothing of it was used.",
    ),
    Text(
        zh="请重新复制或导出该文件；它应是以 log 为根、trace 和 event 在其中的 XML。",
        en="Copy or export the file again; it should be XML with the root `log` and `trace` and `event` in it.",
    ),
)
XES_DOCTYPE = ProblemKind(
    "L017",
    Text(
        zh="XES 文件 {file} 第 {line} 行带有文档类型声明（DOCTYPE），出于安全不予读取。",
        en="The XES file {file} has a document type (DOCTYPE) at line {line}, which for safety is not read.",
    ),
    Text(
        zh="请确认来源可靠，删去 DOCTYPE 和其中的实体后再给出；XES 不需要它们。",
        en="Make sure where it comes from, and take out the DOCTYPE with its entities; XES has no need of them.",
    ),
)
TAG_TOO_LONG = ProblemKind(
    "L018",
    Text(
        zh="XES 文件 {file} 自第 {line} 行起连续超过 {limit} 字节没有新的元素，读取已停止。",
        en="The XES file {file} has no new element for more than {limit} bytes from line {line}; reading was stopped.",
    ),
    Text(
        zh="请确认来源可靠，去掉过长的值或注释后重新导出。",
        en="Make sure where it comes from, and export it without values or comments of such a length.",
    ),
)
XES_TOO_DEEP = ProblemKind(
    "L019",
    Text(
        zh="XES 文件 {file} 第 {line} 行的元素嵌套超过 {limit} 层，读取已停止。",
        en="At line {line} of the XES file {file} elements are nested deeper than {limit}; reading was stopped.",
    ),
    Text(
        zh="请确认来源可靠，去掉嵌套过深的属性后重新导出。",
        en="Make sure where it comes from, and export it without attributes nested so deeply.",
    ),
)

# --- rows: one row is set aside; all others are used

_CORRECT_ROW = Text(zh="请在来源中更正这一行后重新导出。", en="Correct the row at its source and export it again.")

NOT_AN_OBJECT = ProblemKind(
    "L105",
    Text(zh="这一行不是一个完整的 JSON 对象。", en="The line is not one whole JSON object."),
    Text(
        zh="请把每个对象完整地写在一行里，以花括号开始和结束；JSON 中没有 NaN 和 Infinity。",
        en="Write each object whole on a line of its own, from brace to brace; JSON knows no NaN and no Infinity.",
    ),
)
NAME_GIVEN_TWICE = ProblemKind(
    "L106",
    Text(
        zh="名称“{name}”在同一条中出现两次，不知道取哪一个值。",
        en="The name `{name}` is given twice in one row, so that it is not known which value counts.",
    ),
    _CORRECT_ROW,
)
NESTED_TOO_DEEPLY = ProblemKind(
    "L107",
    Text(zh="这一行的值嵌套超过 {limit} 层。", en="Values of the row are nested deeper than {limit}."),
    _CORRECT_ROW,
)
ATTRIBUTE_INCOMPLETE = ProblemKind(
    "L108",
    Text(
        zh='XES 属性 <{tag} key="{name}"> 缺少 key 或 value。',
        en='The XES attribute <{tag} key="{name}"> lacks its key or its value.',
    ),
    _CORRECT_ROW,
)
