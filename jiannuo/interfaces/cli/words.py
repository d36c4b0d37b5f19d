"""The words of the command line's own help and reports."""

from jiannuo.core.values.texts import Text

USAGE = Text(zh="用法：", en="Usage: ")
COMMAND = Text(zh="命令", en="COMMAND")
OPTIONS = Text(zh="选项", en="OPTIONS")
COMMANDS_HEADING = Text(zh="命令：", en="Commands:")
ARGUMENTS_HEADING = Text(zh="参数：", en="Arguments:")
OPTIONS_HEADING = Text(zh="选项：", en="Options:")
EXAMPLES_HEADING = Text(zh="例：", en="Examples:")
EXITS_HEADING = Text(zh="退出码：", en="Exit codes:")
PRODUCT = Text(
    zh="践诺：把服务承诺变成时钟、判定和依据。",
    en="Jiannuo turns service promises into clocks, verdicts and evidence.",
)
REQUIRED = Text(zh="（必需）", en=" (required)")
MORE_HELP = Text(
    zh="执行 {program} 命令 --help 查看每个命令的参数。", en="Run {program} COMMAND --help for a command's arguments."
)

ERROR = Text(zh="错误", en="error")
WARNING = Text(zh="警告", en="warning")
CURE = Text(zh="办法：", en="Cure: ")
COUNT = Text(zh="错误 {errors} 个，警告 {warnings} 个。", en="{errors}, {warnings}.")
DID_YOU_MEAN = Text(zh="是否想写 {name}？", en=" Did you mean {name}?")
