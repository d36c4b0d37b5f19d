"""What can execute a clause: one table of machine names with their Chinese and English words."""

from dataclasses import dataclass

from jiannuo.core.values.texts import Text


@dataclass(frozen=True, slots=True)
class Executor:
    """A way to execute a clause; `written` tells whether it is a key of a clause, `executes` whether it does anything."""

    name: str
    label: Text
    means: Text
    written: bool = True
    executes: bool = True


EXECUTORS = (
    Executor("promise", Text(zh="承诺", en="promise"), Text(zh="由承诺判定。", en="a promise judges it")),
    Executor(
        "consequence",
        Text(zh="处置", en="consequence"),
        Text(zh="由处置规则执行。", en="a consequence rule carries it out"),
    ),
    Executor("table", Text(zh="决策表", en="table"), Text(zh="由决策表给出结果。", en="a decision table answers it")),
    Executor("indicator", Text(zh="指标", en="indicator"), Text(zh="由指标计算。", en="an indicator computes it")),
    Executor("report", Text(zh="报表", en="report"), Text(zh="由报表报出。", en="a report issues it")),
    Executor("flow", Text(zh="流程", en="flow"), Text(zh="由流程引导。", en="a flow leads people through it")),
    Executor(
        "role",
        Text(zh="岗位", en="role or post"),
        Text(zh="由岗位与权限保证。", en="a role or post and its permissions ensure it"),
    ),
    Executor(
        "register",
        Text(zh="台账", en="register or record"),
        Text(zh="由业务记录或台账留存。", en="an event type or register keeps it"),
    ),
    Executor("page", Text(zh="页面", en="page"), Text(zh="由页面展示或办理。", en="a page shows or handles it")),
    Executor("attested", Text(zh="人工确认", en="attested"), Text(zh="由人确认。", en="a person confirms it")),
    Executor(
        "prose",
        Text(zh="说明性条款", en="prose"),
        Text(zh="只作说明，无须落实。", en="it only explains; nothing is to be done"),
        executes=False,
    ),
    Executor(
        "planned",
        Text(zh="待实现", en="planned"),
        Text(zh="已有安排，尚未实现。", en="it is planned, not there yet"),
        executes=False,
    ),
    Executor(
        "missing",
        Text(zh="尚无", en="missing"),
        Text(zh="尚无任何落实方式。", en="nothing executes it"),
        written=False,
        executes=False,
    ),
)
BY_NAME = {executor.name: executor for executor in EXECUTORS}
FLAGS = frozenset({"attested", "prose", "planned"})
"""Executors that are only stated (`prose: true`), without naming a thing."""
LATER = frozenset({"consequence", "report", "flow", "role"})
"""Executors that a later version of the language declares."""
