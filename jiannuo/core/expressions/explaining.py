"""A condition in plain Chinese and English, for a reader who does not know the language of charters."""

import re
from collections.abc import Callable
from datetime import date

from jiannuo.core.expressions.syntax import (
    Between,
    Binary,
    Call,
    Case,
    Expression,
    In,
    IsNull,
    Like,
    Literal,
    Name,
    Selector,
    Unary,
    Who,
)
from jiannuo.core.expressions.writing import write_constant
from jiannuo.core.values.durations import Duration, write_duration
from jiannuo.core.values.texts import Text

_SIGNS = {
    "=": Text(zh="{left} 为 {right}", en="{left} is {right}"),
    "<>": Text(zh="{left} 不为 {right}", en="{left} is not {right}"),
    "<": Text(zh="{left} 小于 {right}", en="{left} is less than {right}"),
    "<=": Text(zh="{left} 不超过 {right}", en="{left} is at most {right}"),
    ">": Text(zh="{left} 超过 {right}", en="{left} is more than {right}"),
    ">=": Text(zh="{left} 不少于 {right}", en="{left} is at least {right}"),
    "and": Text(zh="{left} 且 {right}", en="{left} and {right}"),
    "or": Text(zh="{left} 或 {right}", en="{left} or {right}"),
    "+": Text(zh="{left} 加 {right}", en="{left} plus {right}"),
    "-": Text(zh="{left} 减 {right}", en="{left} minus {right}"),
    "*": Text(zh="{left} 乘以 {right}", en="{left} times {right}"),
    "/": Text(zh="{left} 除以 {right}", en="{left} divided by {right}"),
    "||": Text(zh="{left} 后接 {right}", en="{left} followed by {right}"),
}
"""The sign of a comparison says more, or later, or larger; between instants the two texts below stand instead."""
_OF_INSTANTS = {
    "<": Text(zh="{left} 早于 {right}", en="{left} is before {right}"),
    "<=": Text(zh="{left} 不晚于 {right}", en="{left} is not after {right}"),
    ">": Text(zh="{left} 晚于 {right}", en="{left} is after {right}"),
    ">=": Text(zh="{left} 不早于 {right}", en="{left} is not before {right}"),
}
_GROUP = Text(zh="（{part}）", en="({part})")
_NOT = Text(zh="并非 {part}", en="not {part}")
_MINUS = Text(zh="负 {part}", en="minus {part}")
_IS_TRUE = Text(zh="是", en="true")
_IS_FALSE = Text(zh="否", en="false")
_NULL = Text(zh="空值", en="missing")
_EMPTY = Text(zh="{part} 未填", en="{part} is missing")
_FILLED = Text(zh="{part} 已填", en="{part} is present")
_IN = Text(zh="{part} 为以下之一：{options}", en="{part} is one of {options}")
_NOT_IN = Text(zh="{part} 不为以下任何一个：{options}", en="{part} is none of {options}")
_IN_LIST = Text(zh="{part} 在 {options} 之中", en="{part} is in {options}")
_NOT_IN_LIST = Text(zh="{part} 不在 {options} 之中", en="{part} is not in {options}")
_BETWEEN = Text(zh="{part} 在 {low} 与 {high} 之间（含两端）", en="{part} is between {low} and {high}, both included")
_NOT_BETWEEN = Text(zh="{part} 不在 {low} 与 {high} 之间", en="{part} is not between {low} and {high}")
_LIKE = Text(zh="{part} 符合样式 {pattern}", en="{part} matches {pattern}")
_NOT_LIKE = Text(zh="{part} 不符合样式 {pattern}", en="{part} does not match {pattern}")
_WHEN = Text(zh="如 {when}，则为 {then}", en="{then} if {when}")
_ELSE = Text(zh="{branches}；否则为 {otherwise}", en="{branches}, else {otherwise}")
_COMMA = Text(zh="、", en=", ")
_SEMICOLON = Text(zh="；", en="; ")

_CALLS: dict[str, Text] = {
    "seen": Text(zh="{window}曾有 {selector}", en="there was {selector}{window}"),
    "count": Text(zh="{window}{selector} 的次数", en="the number of {selector}{window}"),
    "sum": Text(zh="{window}{selector} 的 {field} 之和", en="the sum of {field} over {selector}{window}"),
    "first": Text(zh="{window}第一条 {selector} 的 {field}", en="{field} of the first {selector}{window}"),
    "last": Text(zh="{window}最近一条 {selector} 的 {field}", en="{field} of the latest {selector}{window}"),
    "lookup": Text(zh="决策表 {named} 按 {rest} 查得的值", en="the value that table {named} gives for {rest}"),
    "in_force": Text(zh="状态 {named} 存续", en="state {named} is in force"),
    "level": Text(zh="{named} 的当前值", en="the present value of {named}"),
    "lowest": Text(zh="{named} 在 {rest} 之间的最小值", en="the lowest value of {named} between {rest}"),
    "members": Text(zh="{rest} 处于 {named} 状态的全部对象", en="all that is in state {named} for {rest}"),
    "overlap": Text(zh="{rest} 之间属于日历 {named} 的时长", en="the time of calendar {named} between {rest}"),
    "broken": Text(zh="承诺 {named} 曾未兑现", en="promise {named} was broken"),
    "covers": Text(zh="{first} 包含 {second} 的全部内容", en="{first} has everything in {second}"),
    "distance": Text(zh="{first} 与 {second} 的距离（米）", en="the distance in metres between {first} and {second}"),
    "start_of": Text(zh="{second} 所在{unit}的起点", en="the start of the {unit} of {second}"),
    "end_of": Text(zh="{second} 所在{unit}的终点", en="the end of the {unit} of {second}"),
    "figure": Text(zh="指标 {named} 在 {rest} 的值", en="the figure of indicator {named} for {rest}"),
}
_FOR_KEYS = Text(zh="（{rest}）", en=" ({rest})")
_UNITS = {
    "minute": Text(zh="分钟", en="minute"),
    "hour": Text(zh="小时", en="hour"),
    "day": Text(zh="日", en="day"),
    "week": Text(zh="周", en="week"),
    "month": Text(zh="月", en="month"),
    "quarter": Text(zh="季度", en="quarter"),
    "half-year": Text(zh="半年", en="half-year"),
    "year": Text(zh="年", en="year"),
}
_LAST_SPAN = Text(zh="最近 {length} 内", en=" within the last {length}")
_SINCE = Text(zh="自最近一次 {selector} 以来", en=" since the latest {selector}")
_WHERE = Text(zh="{event}（其中 {where}）", en="{event} where {where}")
_VIA = Text(zh="{selector}（经由 {via}）", en="{selector} through {via}")
_BY = Text(zh="由{who}作出的 {selector}", en="{selector} by {who}")
_NOT_BY = Text(zh="并非由{who}作出的 {selector}", en="{selector} not by {who}")
_BROKEN_EVENT = Text(zh="承诺 {promise} 未兑现的判定", en="breach of promise {promise}")
_WHO = {
    "person": Text(zh="人", en="a person"),
    "system": Text(zh="系统", en="the system"),
    "role": Text(zh="岗位 {name} ", en="role {name}"),
    "party": Text(zh="相关方 {name} ", en="party {name}"),
    "actor_of": Text(zh="作出 {name} 的人", en="whoever did {name}"),
}
_LOGIC = ("and", "or")
_SUMS = ("+", "-", "*", "/", "||")
_CJK = r"[\u3400-\u9fff]"
_WIDE = r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]"
_QUOTED = re.compile(r"'(?:[^']|'')*'")
_HELD = "\0"  # stands for a quoted text while gaps are set; no condition holds it
_NEEDLESS = re.compile(
    rf"(?<={_WIDE}) +(?={_WIDE})|(?<=[\u3001-\u303f\uff00-\uffef]) +| +(?=[\u3001-\u303f\uff00-\uffef])"
)
_GAP = re.compile(rf"(?<={_CJK})(?=[\0A-Za-z0-9-])|(?<=[\0A-Za-z0-9])(?={_CJK})")


def explain_condition(expression: Expression) -> Text:
    """Say an expression in plain words, such as `status 为 'normal' 且 amount 不超过 5`."""
    return _spaced(_said(expression))


def explain_selector(selector: Selector) -> Text:
    """Say in plain words which events a selector picks."""
    return _spaced(_picked(selector))


def _said(expression: Expression) -> Text:
    return _RULES[type(expression)](expression)


def _spaced(said: Text) -> Text:
    """Leave one gap between Chinese and Latin letters or digits and none elsewhere; quoted texts stay as they are."""
    quoted = iter(_QUOTED.findall(said.zh))
    bare = _GAP.sub(" ", _NEEDLESS.sub("", _QUOTED.sub(_HELD, said.zh)))
    return Text(zh="".join(next(quoted) if letter == _HELD else letter for letter in bare), en=said.en)


def _picked(selector: Selector) -> Text:
    name = Text(zh=selector.event, en=selector.event)
    said = name if selector.promise is None else _BROKEN_EVENT.filled(promise=write_constant(selector.promise))
    if selector.where is not None:
        said = _WHERE.filled(event=said, where=_said(selector.where))
    if selector.via is not None:
        said = _VIA.filled(selector=said, via=selector.via)
    if selector.by is not None:
        said = _BY.filled(selector=said, who=explain_who(selector.by))
    if selector.not_by is not None:
        said = _NOT_BY.filled(selector=said, who=explain_who(selector.not_by))
    return said


def explain_who(who: Who) -> Text:
    """Say in plain words who is meant."""
    return _WHO[who.kind].filled(name=who.name or "")


def explain_constant(value: object) -> Text:
    """Say a constant; durations in words, texts in quotes."""
    if isinstance(value, Duration):
        return write_duration(value)
    if isinstance(value, bool):
        return _IS_TRUE if value else _IS_FALSE
    if value is None:
        return _NULL
    written = write_constant(value)
    return Text(zh=written, en=written)


def _literal(node: Literal) -> Text:
    return explain_constant(node.value)


def _name(node: Name) -> Text:
    return Text(zh=node.dotted, en=node.dotted)


def _operand(node: Expression, *, of_sum: bool = False) -> Text:
    """Say a part, in parentheses if it is a test, or a sum within a sum."""
    is_sum = isinstance(node, Binary) and node.operator in _SUMS
    is_loose = of_sum if is_sum else isinstance(node, Binary | IsNull | In | Between | Like | Case)
    return _GROUP.filled(part=_said(node)) if is_loose else _said(node)


def _unary(node: Unary) -> Text:
    return (_NOT if node.operator == "not" else _MINUS).filled(part=_operand(node.operand, of_sum=True))


def _binary(node: Binary) -> Text:
    if node.operator in _LOGIC:
        left, right = _side(node.left, node.operator), _side(node.right, node.operator)
    else:
        of_sum = node.operator in _SUMS
        left, right = _operand(node.left, of_sum=of_sum), _operand(node.right, of_sum=of_sum)
    of_instants = node.operator in _OF_INSTANTS and any(_is_instant(side) for side in (node.left, node.right))
    return (_OF_INSTANTS if of_instants else _SIGNS)[node.operator].filled(left=left, right=right)


def _side(node: Expression, operator: str) -> Text:
    """Say one side of `and` or `or`, in parentheses if it is the other of the two."""
    is_other = isinstance(node, Binary) and node.operator in _LOGIC and node.operator != operator
    return _GROUP.filled(part=_said(node)) if is_other else _said(node)


def _is_instant(node: Expression) -> bool:
    if isinstance(node, Literal):
        return isinstance(node.value, date)
    return isinstance(node, Call) and node.function in ("start_of", "end_of")


def _is_null(node: IsNull) -> Text:
    return (_FILLED if node.negated else _EMPTY).filled(part=_operand(node.operand))


def _in(node: In) -> Text:
    part = _operand(node.operand)
    if len(node.options) == 1 and isinstance(node.options[0], Name | Call):
        template = _NOT_IN_LIST if node.negated else _IN_LIST
        return template.filled(part=part, options=_operand(node.options[0]))
    options = _listed([_operand(option) for option in node.options], _COMMA)
    return (_NOT_IN if node.negated else _IN).filled(part=part, options=options)


def _listed(parts: list[Text], between: Text) -> Text:
    return Text(zh=between.zh.join(part.zh for part in parts), en=between.en.join(part.en for part in parts))


def _between(node: Between) -> Text:
    template = _NOT_BETWEEN if node.negated else _BETWEEN
    return template.filled(part=_operand(node.operand), low=_operand(node.low), high=_operand(node.high))


def _like(node: Like) -> Text:
    template = _NOT_LIKE if node.negated else _LIKE
    return template.filled(part=_operand(node.operand), pattern=_operand(node.pattern))


def _case(node: Case) -> Text:
    branches = [_WHEN.filled(when=_said(when), then=_operand(then)) for when, then in node.branches]
    said = _listed(branches, _SEMICOLON)
    if node.otherwise is None:
        return said
    return _ELSE.filled(branches=said, otherwise=_operand(node.otherwise))


def _call(node: Call) -> Text:
    first = node.arguments[0]
    if isinstance(first, Selector):
        return _CALLS[node.function].filled(selector=_picked(first), field=node.field or "", window=_window(node))
    values = [_said(value) for value in node.arguments if not isinstance(value, Selector)]
    unit = _UNITS.get(str(first.value)) if isinstance(first, Literal) else None
    said = _CALLS[node.function].filled(
        named=values[0],
        first=values[0],
        second=values[-1],
        unit=unit or "",
        rest=_listed(values[1:], _COMMA),
    )
    has_keys = node.function in ("in_force", "level") and len(values) > 1
    return _with_keys(said, values[1:]) if has_keys else said


def _with_keys(said: Text, keys: list[Text]) -> Text:
    suffix = _FOR_KEYS.filled(rest=_listed(keys, _COMMA))
    return Text(zh=said.zh + suffix.zh, en=said.en + suffix.en)


def _window(node: Call) -> Text:
    if isinstance(node.window, Duration):
        return _LAST_SPAN.filled(length=write_duration(node.window))
    if isinstance(node.window, Name):
        return _LAST_SPAN.filled(length=node.window.dotted)
    if isinstance(node.window, Selector):
        return _SINCE.filled(selector=_picked(node.window))
    return Text(zh="", en="")


_RULES: dict[type, Callable[..., Text]] = {
    Literal: _literal,
    Name: _name,
    Unary: _unary,
    Binary: _binary,
    IsNull: _is_null,
    In: _in,
    Between: _between,
    Like: _like,
    Case: _case,
    Call: _call,
}
