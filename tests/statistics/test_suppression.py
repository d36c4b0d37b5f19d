"""Cells that stay untold: no equation between those that are told gives one away, which linear algebra checks apart."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiannuo.core.statistics.suppression import Line, determined, untold

LEAST = 5
Sizes = dict[tuple, int]
TABLES = st.integers(1, 5).flatmap(
    lambda columns: st.lists(st.lists(st.integers(0, 14), min_size=columns, max_size=columns), min_size=1, max_size=5)
)


def with_margins(table: list[list[int]]) -> tuple[Sizes, list[Line]]:
    """Return a table with the sums of its rows and columns and of all, which are cells as well; empty ones are not told."""
    cells = {("x", i, j): size for i, row in enumerate(table) for j, size in enumerate(row) if size}
    rows, columns = sorted({i for _, i, _ in cells}), sorted({j for _, _, j in cells})
    lines = [Line(tuple(key for key in cells if key[1] == i), ("row", i)) for i in rows]
    lines += [Line(tuple(key for key in cells if key[2] == j), ("column", j)) for j in columns]
    sizes = cells | {line.total: sum(cells[key] for key in line.parts) for line in lines}
    lines.append(Line(tuple(("row", i) for i in rows), ("all",)))
    lines.append(Line(tuple(("column", j) for j in columns), ("all",)))
    return sizes | {("all",): sum(cells.values())}, lines


def without_margins(table: list[list[int]]) -> tuple[Sizes, list[Line]]:
    sizes, lines = with_margins(table)
    return {key: size for key, size in sizes.items() if key[0] == "x"}, [Line(line.parts) for line in lines[:-2]]


def given_away(hidden: frozenset, lines: list[Line], sizes: Sizes) -> set:
    """Return the hidden cells that are the same in every solution: those that no vector of the null space moves."""
    unknown = sorted(hidden)
    known = [
        line
        for line in lines
        if line.total is not None or (len(line.parts) > 1 and sum(sizes[key] for key in line.parts) >= LEAST)
    ]
    matrix = np.zeros((len(known), len(unknown)))
    for row, line in enumerate(known):
        for key in line.cells:
            if key in hidden:
                matrix[row, unknown.index(key)] = -1 if key == line.total else 1
    _, values, directions = np.linalg.svd(matrix)
    free = directions[(values > 1e-9).sum() :]
    return {key for place, key in enumerate(unknown) if not np.abs(free[:, place]).max(initial=0) > 1e-9}


def small_of(sizes: Sizes) -> set:
    return {key for key, size in sizes.items() if 0 < size < LEAST}


@given(TABLES, st.sampled_from((with_margins, without_margins)))
def test_no_untold_cell_follows_from_those_that_are_told(table: list[list[int]], lines_of) -> None:
    sizes, lines = lines_of(table)
    hidden = untold(small_of(sizes), lines, sizes=sizes, least=LEAST)
    assert small_of(sizes) <= hidden
    if hidden and lines_of is with_margins:
        assert given_away(hidden, lines, sizes) == set()
    for line in lines:
        unknown = [key for key in line.cells if key in hidden]
        assert line.total is None or len(unknown) != 1


@given(TABLES)
def test_where_nothing_is_small_everything_is_told(table: list[list[int]]) -> None:
    sizes, lines = with_margins([[size + LEAST if size else 0 for size in row] for row in table])
    assert untold(small_of(sizes), lines, sizes=sizes, least=LEAST) == frozenset()


CASES = [
    ("the smallest other cell goes with it", {"a": 3, "b": 20, "c": 9}, [(("a", "b", "c"), None)], {"a", "c"}),
    ("two that leave too few open need a third", {"a": 1, "b": 2, "c": 9, "d": 8}, [(("a", "b", "c", "d"), None)], {"a", "b", "d"}),
    ("two that leave enough open do not", {"a": 4, "b": 4, "c": 9}, [(("a", "b", "c"), None)], {"a", "b"}),
    ("five of one each tell what they are", {"a": 1, "b": 1, "c": 1, "d": 1, "e": 1, "f": 7}, [(tuple("abcdef"), None)], set("abcdef")),
    ("an only cell takes its total with it", {"a": 3, "all": 3}, [(("a",), "all")], {"a", "all"}),
    ("an only cell whose total stands nowhere", {"a": 3}, [(("a",), None)], {"a"}),
    ("a total that is left out takes a part with it", {"a": 9, "b": 8, "c": 3, "x": 17, "y": 3, "all": 20}, [(("a", "b"), "x"), (("c",), "y"), (("x", "y"), "all")], {"c", "y", "x", "b"}),
]  # fmt: skip


@pytest.mark.parametrize(("sizes", "lines", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_what_is_left_out_beside_a_small_cell(sizes: dict, lines: list, expected: set) -> None:
    found = untold(
        {key for key, size in sizes.items() if size < LEAST and key not in ("all", "x", "y")},
        [Line(parts, total) for parts, total in lines],
        sizes=sizes,
        least=LEAST,
    )
    assert found == expected


def test_lines_that_give_a_cell_away_only_together_are_found() -> None:
    # Two squares of untold cells, and one cell between them, in a row of the one and a column of the other: the sums of rows
    # 1 and 2 less those of columns 1 and 2 are that cell.
    left = [(1, 1), (1, 2), (2, 1), (2, 2)]
    right = [(3, 3), (3, 4), (4, 3), (4, 4)]
    cells = [*left, *right, (2, 3)]
    told = [(1, 5), (2, 5), (3, 5), (4, 5), (5, 1), (5, 2), (5, 3), (5, 4), (5, 5)]
    sizes = dict.fromkeys(cells, 4) | dict.fromkeys(told, 50)
    lines = [
        Line(tuple(key for key in sizes if key[place] == number)) for place, number in product((0, 1), range(1, 6))
    ]
    unknown = [dict.fromkeys((key for key in line.parts if key in cells), 1) for line in lines]
    assert determined(cells, unknown) == [(2, 3)]
    hidden = untold(set(cells), lines, sizes=sizes, least=LEAST)
    assert len(hidden) > len(cells)
    assert (
        determined(sorted(hidden), [dict.fromkeys((k for k in line.parts if k in hidden), 1) for line in lines]) == []
    )


def test_equations_leave_a_single_value_or_several() -> None:
    assert determined(["a", "b", "c"], [{"a": 1, "b": 1}, {"b": 1, "c": 1}, {"a": 1, "c": 1}]) == ["a", "b", "c"]
    assert determined(["a", "b", "c"], [{"a": 1, "b": 1}, {"b": 1, "c": 1}]) == []
    assert determined(["a", "b"], [{"a": 1, "b": 1}, {"a": 1, "b": -1}]) == ["a", "b"]
    assert determined(["a", "b"], [{"a": 1, "b": 1}, {"a": 1, "b": 1}, {}]) == []
