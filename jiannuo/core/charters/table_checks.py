"""Decision tables: every input must find a row, and under `unique` only one; the rows at fault are named."""

from collections.abc import Iterator
from itertools import combinations

from jiannuo.core.charters import problems as kinds
from jiannuo.core.charters.blocks import Block, Listing
from jiannuo.core.charters.charter import Row, Table
from jiannuo.core.charters.draft import Draft
from jiannuo.core.charters.scopes import Scopes
from jiannuo.core.charters.table_regions import Column, columns_of, first_gap
from jiannuo.core.values.problems import Problem

MOST_ROWS = 1_000


def check_tables(draft: Draft, _: Scopes) -> None:
    """Note tables without rows, gaps and overlaps."""
    for name, block in draft.blocks("tables").items():
        table, listed = draft.tables[name], block.values.get("rows")
        written = listed.items if isinstance(listed, Listing) else ()
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
    columns = columns_of(table)
    if table.hit == "unique":
        yield from _overlaps(table, block, columns)
    if table.hit != "collect" and table.otherwise is None and is_whole:
        yield from _gap(block, columns)


def _overlaps(table: Table, block: Block, columns: list[Column]) -> Iterator[Problem]:
    for one, other in combinations(range(len(table.rows)), 2):
        if all(column.masks[one] & column.masks[other] for column in columns):
            rows = table.rows
            place = block.node.source.at(rows[other].line or 1, 1)
            example = _example([column.in_both(one, other) for column in columns])
            yield kinds.ROWS_OVERLAP.at(place, first=one + 1, second=other + 1, line=_line(rows[one]), example=example)


def _line(row: Row) -> int:
    return row.line or 0


def _gap(block: Block, columns: list[Column]) -> Iterator[Problem]:
    gap = first_gap(columns)
    if gap is not None:
        yield kinds.ROWS_GAP.at(block.place("rows"), example=_example(gap))


def _example(words: list[str]) -> str:
    return ", ".join(words)
