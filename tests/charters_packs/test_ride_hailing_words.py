"""Readers of a report meet words for every source of ride-hailing, and for every value that conditions name."""

from collections.abc import Iterator

from jiannuo.core.charters.explaining.labelling import labels_of
from jiannuo.core.expressions.syntax import Binary, Call, In, Literal, Name
from jiannuo.core.values.trees import everything_in
from tests.charters_packs.told import the_pack


def test_every_source_has_words() -> None:
    charter = the_pack()
    assert [name for name, source in charter.sources.items() if source.label is None] == []


def held_against(node: object) -> Iterator[tuple[str, str]]:
    """Yield the texts that a node compares or is given, each with the attribute that it is held against."""
    match node:
        case Binary(left=Name() as name, right=Literal(str(value))):
            yield name.dotted, value
        case In(operand=Name() as name, options=options):
            yield from ((name.dotted, each.value) for each in options if isinstance(each, Literal))
        case Call(function, (_, *keys)) if function in ("in_force", "lookup"):
            yield from (("", key.value) for key in keys if isinstance(key, Literal) and isinstance(key.value, str))


def test_every_value_that_a_promise_names_has_words() -> None:
    charter = the_pack()
    labels = labels_of(charter)
    named = {found for node in everything_in(charter.promises) for found in held_against(node)}
    assert ("", "risk_officer") in named and ("item", "usb_cable") in named and ("to_role", "risk_officer") in named
    assert [(name, value) for name, value in sorted(named) if labels.of_value(value, attribute=name) is None] == []
