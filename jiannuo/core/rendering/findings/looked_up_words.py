"""The words for what a `lookup` found."""

from jiannuo.core.charters.explaining.labelling import Labels, coded
from jiannuo.core.expressions.writing import write_constant
from jiannuo.core.rendering.findings.looked_up import Found
from jiannuo.core.rendering.writing.wording import visible
from jiannuo.core.values.durations import Duration, write_duration
from jiannuo.core.values.texts import Text

_ROW_FOUND = Text(
    zh="  决策表 {table} 第 {row} 行：{inputs} → {output}", en="  row {row} of the table {table}: {inputs} → {output}"
)
_OTHERWISE_FOUND = Text(
    zh="  决策表 {table} 没有一行符合，取 otherwise：{inputs} → {output}",
    en="  no row of the table {table} fits, so its `otherwise`: {inputs} → {output}",
)
_RECORDED_FOUND = Text(
    zh="  决策表 {table} 中由业务记录给出的行：{inputs} → {output}",
    en="  a row of the table {table} that an event gave: {inputs} → {output}",
)
_PAIR = Text(zh="{name} = {value}", en="{name} = {value}")
_COMMA = Text(zh="、", en=", ")


def tell_found(found: Found, *, labels: Labels) -> Text:
    """Say which row of a table gave what, by which values; inputs and outputs are called as attributes of their names."""
    names = zip(found.table.inputs, found.inputs, strict=True)
    inputs = [_PAIR.filled(name=_called(name, labels), value=_value(value)) for name, value in names]
    joined = Text(zh=_COMMA.zh.join(each.zh for each in inputs), en=_COMMA.en.join(each.en for each in inputs))
    output = _PAIR.filled(name=_called(found.output, labels), value=_value(found.value))
    if found.table.rows_from is not None:
        return _RECORDED_FOUND.filled(table=found.table.name, inputs=joined, output=output)
    if found.row is None:
        return _OTHERWISE_FOUND.filled(table=found.table.name, inputs=joined, output=output)
    return _ROW_FOUND.filled(table=found.table.name, row=found.row, inputs=joined, output=output)


def _called(name: str, labels: Labels) -> Text:
    return coded(labels.of_attribute(name), name)


def _value(value: object) -> Text:
    if isinstance(value, Duration):
        return write_duration(value)
    written = visible(value if isinstance(value, str) else write_constant(value))
    return Text(zh=written, en=written)
