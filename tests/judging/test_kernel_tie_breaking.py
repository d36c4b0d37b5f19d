"""What is equal in instant, source and `seq` is scanned in the order of ids, as texts (language 5.1)."""

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from jiannuo.core.judging.event_table import Coded, RowIds, object_array
from jiannuo.core.judging.kernel.streams.tie_breaking import settle_ties

Runs = list[list[int]]
NUMBERS = st.integers(0, 130) | st.integers(0, 2**63 - 1)
RUNS = st.lists(st.lists(NUMBERS, min_size=1, max_size=20, unique=True), min_size=1, max_size=6)


def _settled(runs: Runs, before: str, after: str, *, by_number: bool) -> list[str]:
    """Settle runs of equal rows, whose ids are numbers between two texts; return the ids in their order."""
    numbers = [number for run in runs for number in run]
    rows = np.arange(len(numbers))[::-1].copy()
    numbers.reverse()
    starts = np.cumsum([0, *(len(run) for run in runs)])[:-1]
    places = np.setdiff1d(np.arange(len(rows)), starts)
    nothing = np.zeros(len(numbers), np.uint8)
    texts = [f"{before}{number}{after}" for number in numbers]
    row_ids = RowIds((before,), nothing, np.array(numbers, np.int64), (after,), nothing)
    settle_ties(
        rows, places, row_ids if by_number else Coded(object_array(texts), np.arange(len(texts), dtype=np.int32))
    )
    return [texts[row] for row in rows.tolist()]


@given(RUNS, st.sampled_from(["", "log.csv:", "9"]), st.sampled_from(["", ":a"]), st.booleans())
@example([[9, 10, 1, 100, 99]], "batch:", "", True)
@example([list(range(40))], "", "", True)
def test_each_run_is_in_the_order_of_its_ids_as_texts(runs: Runs, before: str, after: str, by_number: bool) -> None:
    wanted = [text for run in runs for text in sorted(f"{before}{number}{after}" for number in run)]
    assert _settled(runs, before, after, by_number=by_number) == wanted


def test_a_row_without_an_id_comes_last() -> None:
    nothing = np.zeros(3, np.uint8)
    rows = np.array([0, 1, 2])
    settle_ties(rows, np.array([1, 2]), RowIds(("log:",), nothing, np.array([-1, 12, 5]), ("",), nothing))
    assert rows.tolist() == [1, 2, 0]
