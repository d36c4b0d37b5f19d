"""Why one row's value could not be computed: such a value is null for that row only, and is counted."""

from typing import Literal

from jiannuo.core.values.texts import Text

Reason = Literal[
    "division by zero",
    "overflow",
    "not a number",
    "currencies",
    "units",
    "durations",
    "calendar",
    "pattern",
    "types",
]
REASONS: dict[Reason, Text] = {
    "division by zero": Text(zh="除数为零", en="division by zero"),
    "overflow": Text(zh="结果超出可计算的范围", en="the result is out of range"),
    "not a number": Text(zh="值不是数字", en="a value is not a number"),
    "currencies": Text(zh="币种不同，无法比较或相加", en="different currencies"),
    "units": Text(zh="计量单位无法换算", en="units that cannot be converted"),
    "durations": Text(zh="时长的种类不同，或不是整数天", en="durations of different kinds, or not whole"),
    "calendar": Text(zh="缺少工作日历", en="no working calendar"),
    "pattern": Text(zh="like 的样式以单个反斜杠结尾", en="a pattern that ends with a single backslash"),
    "types": Text(zh="值的类型不符", en="values of types that do not go together"),
}


class Fault(Exception):
    """A value cannot be computed for this row; it stays inside this room, where it becomes null."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason
