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
EVENTS_NOT_PARQUET = ProblemKind(
    "L408",
    Text(
        zh="文件 {file} 不是完整的 Parquet 文件；不用映射文件时只读 Parquet。",
        en="The file {file} is not a whole Parquet file, and without a mapping nothing else is read.",
    ),
    Text(
        zh="请重新复制该文件；其他格式的业务记录请用 jiannuo audit 判定，或用 jiannuo what-if --log 给出映射文件。",
        en="Copy the file again; judge a log in another form with jiannuo audit, or give jiannuo what-if a mapping "
        "with --log.",
    ),
)
SPARK_MISSING = ProblemKind(
    "L404",
    Text(
        zh="没有安装 Spark，无法由 {master} 判定。",
        en="Spark is not installed, so {master} cannot judge.",
    ),
    Text(
        zh="请先安装附加组件：pip install 'jiannuo[spark]'；另外需要 Java 17 或更高版本。",
        en="Install the extra first: pip install 'jiannuo[spark]'; Java 17 or newer is needed as well.",
    ),
)
SPARK_UNREACHABLE = ProblemKind(
    "L405",
    Text(
        zh="无法连接 Spark {master}：{reason}。",
        en="Spark {master} cannot be reached: {reason}.",
    ),
    Text(
        zh="请检查地址、主节点是否已启动，以及是否装有 Java 17 或更高版本。",
        en="Check the address, whether the master is running, and that there is Java 17 or newer.",
    ),
)
COLUMN_OF_OTHER_TYPE = ProblemKind(
    "L406",
    Text(
        zh="{file} 的“{column}”列是 {found} 类型，应为 {wanted} 类型。",
        en="The column `{column}` of {file} is of the type {found}, not {wanted}.",
    ),
    Text(
        zh="请在导出时转换该列的类型；一起判定的各个文件，同名的列类型须相同。",
        en="Change its type where the file is made; files judged together have columns of the same types.",
    ),
)
INDICATORS_NEED_MEMORY = ProblemKind(
    "L407",
    Text(
        zh="制度有指标（{names}），计算它们须一次读入全部业务记录，{events} 条约需内存 {least}，超过了允许的上限。",
        en="The charter has indicators ({names}). To compute them all events are read at once, which takes about {least} of "
        "memory for {events}, more than is allowed.",
    ),
    Text(
        zh="请提高 --memory-limit，或用 --without-indicators 不计算指标。",
        en="Raise --memory-limit, or leave the indicators out with --without-indicators.",
    ),
)
