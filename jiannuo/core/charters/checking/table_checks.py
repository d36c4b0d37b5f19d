"""Decision tables: every input must find a row, and under `unique` only one; the rows at fault are named."""

from collections.abc import Iterator
from itertools import combinations, islice

from jiannuo.core.charters import problems as kinds
from jiannuo.core.charters.building.draft import Draft
from jiannuo.core.charters.charter import Row, Table
from jiannuo.core.charters.checking.scopes import Scopes
from jiannuo.core.charters.checking.table_regions import Column, columns_of, first_gap, has_mixed_units
from jiannuo.core.charters.parsing.blocks import Block, Listing, Read
from jiannuo.core.values.problems import Problem

MOST_ROWS = 1_000
MOST_OVERLAPS = 20
"""How many pairs of rows are named before the rest is left for the next run."""


def check_tables(draft: Draft, _: Scopes) -> None:
    """Note tables without rows, gaps and overlaps."""
    for name, block in draft.blocks("tables").items():
        table, written, listed = draft.tables[name], _rows(block), block.values.get("rows")
        is_whole = len(table.rows) == len(written) and not (isinstance(listed, Listing) and not listed.is_whole)
        draft.problems.extend(_table(table, block, is_whole=is_whole))


def _table(table: Table, block: Block, *, is_whole: bool) -> Iterator[Problem]:
    if block.has("rows") == block.has("rows from"):
        yield kinds.ROWS_MISSING.at(block.place("rows from"))
        return
    if len(table.rows) > MOST_ROWS:
        yield kinds.TOO_MANY_ROWS.at(block.place("rows"), count=len(table.rows), limit=MOST_ROWS)
        return
    if not table.rows or not table.inputs:
        return
    mixed = [name for i, name in enumerate(table.inputs) if _is_mixed(table, i)]
    for name in mixed:
        yield kinds.MIXED_UNITS.at(block.named("in").keys[name].place(), name=name)
    if mixed:
        return
    columns = columns_of(table)
    if table.hit == "unique":
        yield from islice(_overlaps(table, block, columns), MOST_OVERLAPS)
    if table.hit != "collect" and table.otherwise is None and is_whole:
        yield from _gap(block, columns)


def _is_mixed(table: Table, column: int) -> bool:
    type_ = list(table.inputs.values())[column].type
    return has_mixed_units(type_, [row.tests[column] for row in table.rows])


def _overlaps(table: Table, block: Block, columns: list[Column]) -> Iterator[Problem]:
    nodes = {item.node.line: item.node for item in _rows(block) if item.node is not None}
    for one, other in combinations(range(len(table.rows)), 2):
        if all(column.masks[one] & column.masks[other] for column in columns):
            rows = table.rows
            example = _example([column.in_both(one, other) for column in columns])
            place = nodes[_line(rows[other])].place()
            yield kinds.ROWS_OVERLAP.at(place, first=one + 1, second=other + 1, line=_line(rows[one]), example=example)


def _rows(block: Block) -> tuple[Read, ...]:
    listed = block.values.get("rows")
    return listed.items if isinstance(listed, Listing) else ()


def _line(row: Row) -> int:
    return row.line or 0


def _gap(block: Block, columns: list[Column]) -> Iterator[Problem]:
    gap = first_gap(columns)
    if gap is not None:
        yield kinds.ROWS_GAP.at(block.place("rows"), example=_example(gap))


def _example(words: list[str]) -> str:
    return ", ".join(words)
