"""The figures of indicators as they are told to others: persons masked, small groups left out."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from jiannuo.core.charters.charter import Charter, Expect, Promise, Require
from jiannuo.core.charters.personal_names import personal_dimensions
from jiannuo.core.statistics.disclosing import disclosed
from jiannuo.core.statistics.figures import Figure, Table
from jiannuo.core.statistics.hiding import Opening
from jiannuo.core.values.masks import MASK


def told_to_others(tables: Sequence[Table], charter: Charter) -> tuple[Table, ...]:
    """Return tables as they may leave for others, by what the charter says of the least group."""
    told = disclosed(tables, least=charter.least_group, zone=charter.zone, openings=_openings(charter))
    return tuple(_masked(table, personal_dimensions(charter, table.indicator)) for table in told)


def _openings(charter: Charter) -> Mapping[str, Opening]:
    """Return by promise what its findings come from."""
    return {promise.id: _opening(promise) for promise in charter.promises.values()}


def _opening(promise: Promise) -> Opening:
    demand = promise.demand
    selectors = demand.after if isinstance(demand, Expect) else demand.at if isinstance(demand, Require) else ()
    owner = promise.owner.rpartition(".")[2] if promise.owner else None
    return Opening(frozenset(selector.event for selector in selectors), owner)


def _masked(table: Table, personal: tuple[int, ...]) -> Table:
    """Return a table with persons masked whole, alike ones in the order of their values: how figures spread, not whose."""
    if not personal:
        return table
    figures = [replace(figure, by=_masks(figure, personal)) for figure in table.figures]
    figures.sort(key=_place)
    return replace(table, figures=tuple(figures))


def _place(figure: Figure) -> tuple[int, list[tuple[bool, str]], bool, Decimal]:
    """Return what a row is put in its place by: alike masks by their values, as the order of the names would number them."""
    names = [(name is None, name or "") for name in figure.by]
    return figure.until, names, figure.value is None, -(figure.value or Decimal(0))


def _masks(figure: Figure, personal: tuple[int, ...]) -> tuple[str | None, ...]:
    shown = [None if name is None else MASK if place in personal else name for place, name in enumerate(figure.by)]
    return tuple(shown)
