"""What can only be built once types are known: parameters, decision tables, members of `for each`."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import cast

from jiannuo.core.charters import problems as kinds
from jiannuo.core.charters import warning_kinds
from jiannuo.core.charters.building.building import UNREAD, text_of
from jiannuo.core.charters.charter import Cell, Parameter, Row, Table
from jiannuo.core.charters.parsing.blocks import Block, Leaf, Listing, Read, leaves_of
from jiannuo.core.charters.parsing.constants import read_constant
from jiannuo.core.charters.parsing.nodes import Entry, Scalar
from jiannuo.core.charters.parsing.wording import shape_of
from jiannuo.core.expressions.naming import did_you_mean
from jiannuo.core.expressions.types import AttributeType, Nothing, Plain, QuantityOf, Type
from jiannuo.core.values.problems import Problem, Refusal
from jiannuo.core.values.texts import Text

_COMPARISON = re.compile(r"\s*(<=|>=|<>|=|<|>)\s*")
_A_CONSTANT = Text(zh="一个常量", en="a constant")
MOST_ROWS = 2_000


def constant(node: Scalar, type_: Type, *, zone: str, problems: list[Problem]) -> object:
    """Return the constant that a word stands for; None, with a problem, if it is none of the type."""
    try:
        return read_constant(node.text, type_, zone=zone)
    except Refusal as refusal:
        problems.extend(problem.placed(node.place(problem.span)) for problem in refusal.problems)
        return None


def build_parameters(blocks: Mapping[str, Block], *, zone: str, problems: list[Problem]) -> dict[str, Parameter]:
    """Return the parameters with the values of the charter itself."""
    parameters: dict[str, Parameter] = {}
    for name, block in blocks.items():
        type_ = block.value("type", AttributeType) or UNREAD
        default = block.leaf("default")
        value = constant(default.node, type_.type, zone=zone, problems=problems) if default else None
        ours = bool(block.value("ours", bool))
        parameters[name] = Parameter(name, type_, value, ours, text_of(block.block("title")))
    return parameters


def set_parameters(
    parameters: Mapping[str, Parameter], entries: Iterable[Entry], *, zone: str, problems: list[Problem]
) -> dict[str, Parameter]:
    """Return the parameters with the values that an organisation sets."""
    found = dict(parameters)
    for entry in entries:
        name = entry.key.text
        if name not in parameters:
            hint = did_you_mean(name, parameters)
            problems.append(kinds.UNKNOWN_PARAMETER.at(entry.key.place(), name=name, hint=hint))
        elif not isinstance(entry.value, Scalar) or entry.value.is_null:
            found_shape = shape_of(entry.value)
            problems.append(kinds.WRONG_SHAPE.at(entry.value.place(), expected=_A_CONSTANT, found=found_shape))
        else:
            value = constant(entry.value, parameters[name].type.type, zone=zone, problems=problems)
            if not parameters[name].ours and value != parameters[name].value:
                problems.append(warning_kinds.STATED_FIGURE_CHANGED.at(entry.key.place(), name=name))
            found[name] = replace(parameters[name], value=value)
    return found


def build_table(name: str, block: Block, *, zone: str, problems: list[Problem]) -> Table:
    """Return a table; a row that could not be read is left out, and why is noted."""
    inputs, outputs = _types(block, "in"), _types(block, "out")
    rows: list[Row] = []
    listed = block.values.get("rows")
    reader = _RowReader(list(inputs.values()), list(outputs.values()), zone, problems)
    for item in listed.items if isinstance(listed, Listing) else ():
        row = reader.row(item)
        if row is not None:
            rows.append(row)
    return Table(
        name=name,
        inputs=inputs,
        outputs=outputs,
        hit=block.value("hit", str) or "unique",  # type: ignore[arg-type]
        rows=tuple(rows),
        rows_from=block.value("rows from", str),
        otherwise=reader.otherwise(block),
    )


def _types(block: Block, key: str) -> dict[str, AttributeType]:
    named = block.named(key)
    read = {name: cast(Leaf, named.items[name]).value if name in named.items else UNREAD for name in named.keys}
    return {name: type_ if isinstance(type_, AttributeType) else UNREAD for name, type_ in read.items()}


class _RowReader:
    def __init__(
        self, inputs: list[AttributeType], outputs: list[AttributeType], zone: str, problems: list[Problem]
    ) -> None:
        self.inputs, self.outputs, self.zone, self.problems = inputs, outputs, zone, problems

    def row(self, item: Read) -> Row | None:
        leaves = list(leaves_of(item))
        wanted = len(self.inputs) + len(self.outputs)
        node = item.node
        if not isinstance(item, Listing) or not item.is_whole or node is None:
            return None
        if len(leaves) != wanted:
            problem = kinds.ROW_WIDTH.at(node.place(), found=len(leaves), wanted=wanted, columns=self._columns())
            self.problems.append(problem)
            return None
        before = len(self.problems)
        tests = tuple(self._cell(leaf.node, t.type) for leaf, t in zip(leaves, self.inputs, strict=False))
        outputs = self._outputs(leaves[len(self.inputs) :])
        return Row(tests, outputs, node.line) if len(self.problems) == before else None

    def otherwise(self, block: Block) -> tuple[object, ...] | None:
        leaves = block.leaves("otherwise")
        if not block.has("otherwise") or not leaves:
            return None
        if len(leaves) != len(self.outputs):
            problem = kinds.ROW_WIDTH.at(
                leaves[0].node.place(), found=len(leaves), wanted=len(self.outputs), columns=self._columns()
            )
            self.problems.append(problem)
        return self._outputs(leaves)

    def _columns(self) -> str:
        return f"{len(self.inputs)} + {len(self.outputs)}"

    def _outputs(self, leaves: Iterable[Leaf]) -> tuple[object, ...]:
        read: Callable[[Scalar, Type], object] = lambda node, t: (  # noqa: E731
            None if node.is_null else constant(node, t, zone=self.zone, problems=self.problems)
        )
        return tuple(read(leaf.node, t.type) for leaf, t in zip(leaves, self.outputs, strict=False))

    def _cell(self, node: Scalar, type_: Type) -> Cell:
        if node.is_plain and node.text == "any":
            return Cell("any")
        found = _COMPARISON.match(node.text)
        operator, at = (found[1], found.end()) if found else ("=", 0)
        if operator in ("<", "<=", ">", ">=") and not is_ordered(type_):
            self.problems.append(kinds.NO_ORDER.at(node.place(), operator=operator))
        try:
            value = read_constant(node.text[at:], type_, zone=self.zone)
        except Refusal as refusal:
            for problem in refusal.problems:
                start, width = problem.span or (0, 1)
                self.problems.append(problem.placed(node.place((start + at, width))))
            return Cell("any")
        return Cell(operator, value)  # type: ignore[arg-type]


def is_ordered(type_: Type) -> bool:
    """Tell whether values of a type can be compared by size."""
    if isinstance(type_, Plain):
        return type_.kind in ("integer", "number", "instant", "date", "duration", "money")
    return isinstance(type_, QuantityOf | Nothing)
