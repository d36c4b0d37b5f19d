"""From blocks to indicators in their inner form; one that could not be read is left out."""

from collections.abc import Collection, Iterator
from decimal import Decimal
from typing import cast

from jiannuo.core.charters.building.building import instant_of, per_of, text_of
from jiannuo.core.charters.building.promise_building import expression
from jiannuo.core.charters.charter import AttributeOf, Indicator, IndicatorKind, Operand, Over, Stated, StatedValue
from jiannuo.core.charters.parsing.blocks import Block
from jiannuo.core.expressions.syntax import Name, Selector

SIGNS: tuple[IndicatorKind, ...] = (
    "count",
    "sum",
    "mean",
    "median",
    "percentile",
    "share",
    "rate",
    "time",
    "age",
    "kept_rate",
    "formula",
)


SPANS = ("time", "age")
"""The sorts of figure that are about a state or a kind of subject alone."""


def build_indicator(name: str, block: Block, *, states: Collection[str], zone: str) -> Indicator | None:
    """Return an indicator, or None if what it is about, or its periods, could not be read.

    `states` are those declared, `zone` is that of dates.
    """
    kind = next((sign for sign in SIGNS if sign in block.form.signs), None)
    per = per_of(block)
    if kind is None or per is None:
        return None
    about = block.block(kind) or block
    key = "of" if about is not block else kind
    measured = about.value(key, AttributeOf) if kind != "rate" else None
    over = over_of(block, states)
    return Indicator(
        name=name,
        kind=kind,
        per=per,
        title=text_of(block.block("title")),
        over=over,
        about=name_of(block) if over in ("states", "subjects") else None,
        of=block.value("of", str),
        counted=about.values_of(key, Selector) if over == "events" and kind != "rate" else (),
        measured=measured,
        ratio=_ratio(about) if kind == "rate" else None,
        promise=name_of(block) if over == "findings" else None,
        part=expression(about, "when") if kind == "share" else None,
        rank=about.value("at", Decimal) if kind == "percentile" else None,
        where=expression(block, "where"),
        distinct=expression(block, "distinct"),
        by=block.values_of("by", Name),
        unit=block.value("unit", str),
        decimals=block.value("decimals", int),
        rounding="GB/T 8170" if block.value("rounding", str) == "GB/T 8170" else "half up",
        coverage=block.value("coverage", Decimal) or Decimal(100),
        least=block.value("min n", int) or 0,
        least_group=block.value("least group", int),
        has_bound=block.has("bound"),
        formula=expression(block, "formula"),
        stated=tuple(_stated(block, zone)),
        clip=block.value("clip", bool) is not False,
        calendar=block.value("calendar", str),
    )


def _stated(block: Block, zone: str) -> Iterator[Stated]:
    for inner in block.blocks("stated"):
        value, as_of = inner.value("value", StatedValue), instant_of(inner.value("as of", str), zone)
        if value is not None and as_of is not None:
            yield Stated(value, as_of)


def over_of(block: Block, states: Collection[str]) -> Over:
    """Return what the observations of an indicator are; a time or age is that of a state, else of a kind of subject."""
    sign = next((sign for sign in SIGNS if sign in block.form.signs), "")
    if sign in SPANS:
        return "states" if block.value(sign, str) in states else "subjects"
    return "findings" if sign == "kept_rate" else cast(Over, block.value("over", str) or "events")


def name_of(block: Block) -> str | None:
    """Return the promise that an indicator over findings is about, or the state or kind of one over these."""
    kind = next((sign for sign in SIGNS if sign in block.form.signs), "")
    about = block.block(kind)
    leaves = block.leaves(kind) if about is None else about.leaves("of")
    match leaves[0].value if leaves else None:
        case AttributeOf(event=name):
            return name
        case Selector(event=name):
            return name
        case str(name):
            return name
        case _:
            return None


def _ratio(block: Block) -> tuple[Operand, Operand] | None:
    of, to = (_operand(block, key) for key in ("of", "to"))
    return None if of is None or to is None else (of, to)


def _operand(block: Block, key: str) -> Operand | None:
    found = block.values_of(key, AttributeOf)
    return found[0] if found else block.values_of(key, Selector) or None
