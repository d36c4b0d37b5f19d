"""Kinds of problem met where a log is judged: by the memory there is, by the events given, by other machines: L4."""

from jiannuo.core.values.problems import ProblemKind
from jiannuo.core.values.texts import Text

MEMORY_UNREADABLE = ProblemKind(
    "L401",
    Text(zh="“{text}”不是内存容量。", en="`{text}` is not an amount of memory."),
    Text(zh="请写数值和单位，例如 4GB、512MiB。", en="Write a number and a unit, such as 4GB or 512MiB."),
)
MEMORY_TOO_SMALL = ProblemKind(
    "L402",
    Text(
        zh="内存上限 {text} 太小，程序本身至少需要 {least}。",
        en="The memory limit {text} is too small; the program itself takes {least}.",
    ),
    Text(zh="请把内存上限设为 {least} 以上。", en="Allow at least {least}."),
)
EVENT_INCOMPLETE = ProblemKind(
    "L403",
    Text(
        zh="{file} 中有 {count} 行没有“{column}”，整个文件都没有使用。",
        en="Rows of {file} without `{column}`: {count}; nothing of it was used.",
    ),
    Text(
        zh="请在导出时补齐该列，或去掉这些行后再判定。",
        en="Fill in the column where the file is made, or leave these rows out.",
    ),
)
