"""Kinds of problem of the command line itself: how it was called and what the machine refused."""

from jiannuo.core.values.problems import ProblemKind
from jiannuo.core.values.texts import Text

_SEE_HELP = Text(zh="执行 {program} --help 查看用法。", en="Run {program} --help to see how it is called.")

UNKNOWN_COMMAND = ProblemKind(
    "T001",
    Text(zh="没有名为 {name} 的命令。", en="There is no command named {name}."),
    Text(zh="可用的命令：{known}。{nearest}", en="The commands are: {known}.{nearest}"),
)
COMMAND_MISSING = ProblemKind(
    "T002",
    Text(zh="{program} 之后还缺一个命令。", en="A command is missing after {program}."),
    Text(zh="可用的命令：{known}。", en="The commands are: {known}."),
)
ARGUMENT_MISSING = ProblemKind(
    "T003",
    Text(zh="缺少必需的参数：{names}。", en="Required arguments are missing: {names}."),
    _SEE_HELP,
)
UNKNOWN_ARGUMENT = ProblemKind(
    "T004",
    Text(zh="无法识别的参数：{names}。", en="These arguments are not known: {names}."),
    Text(
        zh="删去它，或执行 {program} --help 查看可用的参数。{nearest}",
        en="Take them out, or run {program} --help to see those that exist.{nearest}",
    ),
)
VALUE_MISSING = ProblemKind(
    "T005",
    Text(zh="参数 {name} 之后缺少取值。", en="The argument {name} needs a value after it."),
    _SEE_HELP,
)
VALUE_NOT_OFFERED = ProblemKind(
    "T006",
    Text(zh="参数 {name} 不能取值 {value}。", en="The argument {name} cannot be {value}."),
    Text(zh="请改为下列之一：{offered}。", en="Choose one of: {offered}."),
)
CALLED_WRONGLY = ProblemKind(
    "T007",
    Text(zh="命令的写法有误：{words}。", en="The command is written wrongly: {words}."),
    _SEE_HELP,
)
NO_SUCH_PROMISE = ProblemKind(
    "T008",
    Text(zh="制度中没有承诺或指标 {name}。", en="The charter has no promise or indicator named {name}."),
    Text(zh="现有的承诺和指标：{known}。{nearest}", en="Its promises and indicators are: {known}.{nearest}"),
)
NO_SUCH_FOLDER = ProblemKind(
    "T010",
    Text(zh="没有文件夹 {folder}。", en="There is no folder {folder}."),
    Text(
        zh="请写 jiannuo audit 用 --out 写入结果的文件夹。",
        en="Name the folder that jiannuo audit wrote its result into with --out.",
    ),
)
NO_SUCH_FINDING = ProblemKind(
    "T009",
    Text(zh="{folder} 的结果中没有判定 {name}。", en="The results in {folder} have no finding {name}."),
    Text(
        zh="判定的编号写在 findings.parquet 的 id 一列和 report.html 的明细中。",
        en="The ids of findings stand in the column id of findings.parquet and in the details of report.html.",
    ),
)
NO_RESULT = ProblemKind(
    "T014",
    Text(
        zh="文件夹 {folder} 中没有 jiannuo audit 的结果：缺少 {file}。",
        en="The folder {folder} holds no result of jiannuo audit: {file} is not there.",
    ),
    Text(
        zh="请写 jiannuo audit 用 --out 写入结果的文件夹。",
        en="Name the folder that jiannuo audit wrote to with --out.",
    ),
)
NO_EVENTS_KEPT = ProblemKind(
    "T011",
    Text(
        zh="{folder} 是 jiannuo judge 的结果，没有保存业务记录，无法说明其中的判定。",
        en="{folder} was written by jiannuo judge, which keeps no events, so that its findings cannot be explained.",
    ),
    Text(
        zh="请用 jiannuo audit 判定有关的业务记录，再说明它的结果。",
        en="Judge the events in question with jiannuo audit, and explain its result.",
    ),
)
NO_WHOLE_NUMBER = ProblemKind(
    "T012",
    Text(zh="参数 {name} 的取值 {value} 不是整数。", en="The value {value} of {name} is no whole number."),
    Text(zh="请写整数，例如 5000。", en="Write a whole number, such as 5000."),
)
VALUE_NOT_TAKEN = ProblemKind(
    "T013",
    Text(zh="参数 {name} 不带取值，却写了 {value}。", en="The argument {name} takes no value, and {value} was given."),
    Text(
        zh="请只写 {name}，或执行 {program} --help 查看用法。",
        en="Write {name} alone, or run {program} --help to see how it is called.",
    ),
)
DISK_FULL = ProblemKind(
    "T020",
    Text(
        zh="写入 {path} 时空间已满，结果没有写完。",
        en="No space was left while writing {path}; the result is not complete.",
    ),
    Text(
        zh="腾出空间，或用 --out 指定另一个文件夹，再执行一次。",
        en="Make room, or name another folder with --out, and run the command again.",
    ),
)
FILE_REFUSED = ProblemKind(
    "T021",
    Text(zh="无法读写 {path}：{reason}。", en="{path} could not be read or written: {reason}."),
    Text(zh="检查路径和权限，再执行一次。", en="Check the path and the permissions, and run the command again."),
)
MEMORY_EXHAUSTED = ProblemKind(
    "T022",
    Text(zh="内存不足，命令没有完成。", en="The memory was not enough and the command did not finish."),
    Text(
        zh="关闭其他程序，或把输入分成几批，再执行一次。",
        en="Close other programs or split the input, and run the command again.",
    ),
)
INTERRUPTED = ProblemKind(
    "T023",
    Text(zh="已被中断，结果没有写完。", en="The command was interrupted; its result is not complete."),
    Text(zh="再执行一次即可从头开始。", en="Run it again to start from the beginning."),
)
UNFORESEEN = ProblemKind(
    "T024",
    Text(zh="出现了未预料的错误：{name}。", en="An unforeseen error occurred: {name}."),
    Text(
        zh="设置 JIANNUO_DEBUG=1 再执行一次，把显示的内容连同命令一起反馈给我们。",
        en="Run it again with JIANNUO_DEBUG=1 and report what it shows together with the command.",
    ),
)
