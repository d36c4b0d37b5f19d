"""Kinds of problem met on the way from findings to files and back: L3."""

from jiannuo.core.values.problems import ProblemKind
from jiannuo.core.values.texts import Text

OUT_FULL = ProblemKind(
    "L301",
    Text(
        zh="写入 {path} 时空间已满；没有留下任何结果文件。",
        en="No space was left while writing {path}; no file of the result was left behind.",
    ),
    Text(
        zh="请腾出空间，或用 --out 指定另一个文件夹，再执行一次。",
        en="Make room, or name another folder with --out, and run the command again.",
    ),
)
OUT_TAKEN = ProblemKind(
    "L302",
    Text(
        zh="文件夹 {path} 中有不属于判定结果的内容：{found}。",
        en="The folder {path} holds what is no result of an audit: {found}.",
    ),
    Text(zh="请用 --out 指定一个新的或空的文件夹。", en="Name a new or an empty folder with --out."),
)
OUT_UNWRITABLE = ProblemKind(
    "L303",
    Text(zh="无法写入 {path}：{reason}。", en="{path} cannot be written: {reason}."),
    Text(
        zh="请检查权限，或用 --out 指定另一个文件夹。",
        en="Check the permissions, or name another folder with --out.",
    ),
)
NOT_FINDINGS = ProblemKind(
    "L304",
    Text(zh="文件 {file} 不是完整的判定结果。", en="The file {file} is not a whole file of findings."),
    Text(zh="请重新执行 jiannuo audit。", en="Run jiannuo audit again."),
)
FINDINGS_OF_OTHER_VERSION = ProblemKind(
    "L305",
    Text(
        zh="文件 {file} 的格式版本是 {found}，本版本只读 {known}。",
        en="The file {file} is of version {found} of the schema; this program reads {known}.",
    ),
    Text(
        zh="请用同一版本的 jiannuo 读取，或重新执行 jiannuo audit。",
        en="Read it with the version of jiannuo that wrote it, or run jiannuo audit again.",
    ),
)
NOTHING_IN_LOG = ProblemKind(
    "L306",
    Text(
        zh="业务记录中没有任何可用的记录，无法判定。",
        en="The log holds no usable event, so that there is nothing to judge.",
    ),
    Text(
        zh="请执行 jiannuo log check，查看各行被搁置的原因；或用 --as-of 指定数据截至的时间。",
        en="Run jiannuo log check to see why rows were set aside, or say as of when with --as-of.",
    ),
)
NO_SUCH_ENGINE = ProblemKind(
    "L307",
    Text(zh="没有名为 {name} 的判定引擎。", en="There is no engine named {name}."),
    Text(zh="请在 --engine 之后写下列之一：{known}。", en="Write one of these after --engine: {known}."),
)
