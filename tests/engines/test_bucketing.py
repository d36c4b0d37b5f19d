"""Keys into buckets: the same key always into the same one, linked keys together, rows in the order of writing."""

from pathlib import Path

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from jiannuo.core.engines.buckets.bucketing import (
    EVERYWHERE,
    NOWHERE,
    BucketFiles,
    BucketLists,
    Links,
    buckets_of,
    dealt,
    hash_of,
    hashes_of,
)

TEXTS = st.lists(st.one_of(st.none(), st.text(max_size=6)), min_size=1, max_size=30)
WHOLE = st.lists(st.one_of(st.none(), st.integers(-(2**63), 2**63 - 1)), min_size=1, max_size=30)


@given(TEXTS)
def test_a_text_has_one_number_however_its_column_is_kept(values: list[str | None]) -> None:
    array = pa.array(values, pa.string())
    plain, present = hashes_of([array])
    coded, _ = hashes_of([array.dictionary_encode()])
    assert present.tolist() == [value is not None for value in values]
    told = [(value, int(number)) for value, number in zip(values, plain, strict=True) if value is not None]
    assert [number for _, number in told] == [hash_of([value], [pa.string()]) for value, _ in told]
    assert coded[present].tolist() == plain[present].tolist()


@given(WHOLE)
def test_a_whole_number_has_the_number_of_its_text(values: list[int | None]) -> None:
    numbers, _ = hashes_of([pa.array(values, pa.int64())])
    told = [(value, int(number)) for value, number in zip(values, numbers, strict=True) if value is not None]
    assert [number for _, number in told] == [hash_of([str(value)], [pa.int64()]) for value, _ in told]
    assert len(set(told)) == len({number for _, number in told})


def test_a_text_that_no_whole_number_is_written_as_names_no_key_of_numbers() -> None:
    assert [hash_of([text], [pa.int64()]) for text in ("t1", "007", "", "1.0", "--1")] == [None] * 5


def test_the_parts_of_a_key_do_not_change_places() -> None:
    one, other = pa.array(["a", "b"]), pa.array(["b", "a"])
    numbers, present = hashes_of([one, other])
    assert numbers[0] != numbers[1]
    assert present.all()
    missing = hashes_of([one, pa.array([None, "a"])])[1]
    assert missing.tolist() == [False, True]


@given(st.lists(st.tuples(st.integers(-5, 9), st.integers(-5, 9)), max_size=15))
def test_linked_numbers_have_one_lead_and_others_none(pairs: list[tuple[int, int]]) -> None:
    links = Links(pairs)
    groups = [{number} for number in range(-5, 10)]
    for one, other in pairs:
        joined = {number for group in groups if one in group or other in group for number in group}
        groups = [group for group in groups if not group & joined] + [joined]
    for group in groups:
        leads = {links.lead(number) for number in group}
        assert len(leads) == 1
        assert leads <= group
        assert max(group) < 0 or min(leads) >= 0
    numbers = np.arange(10, dtype=np.uint64)
    assert links.leads(numbers).tolist() == [links.lead(number) for number in range(10)]


def test_every_row_comes_back_once_from_its_bucket_in_order_and_those_for_all_from_each(tmp_path: Path) -> None:
    numbers = np.arange(100)
    buckets = np.where(numbers % 10 == 0, EVERYWHERE, np.where(numbers % 7 == 0, NOWHERE, numbers % 3))
    for store in (BucketLists(4), BucketFiles(tmp_path, 4)):
        with store as kept:
            for first in range(0, 100, 13):
                part = slice(first, first + 13)
                kept.add(dealt(pa.record_batch({"row": pa.array(numbers[part])}), buckets[part], 4))
            found = [table.column("row").to_pylist() for table in kept.tables()]
        everywhere = [row for row in range(0, 100, 10)]
        for bucket in range(3):
            assert found[bucket] == [row for row in range(100) if buckets[row] == bucket or row in everywhere]
        assert found[3] == everywhere
    assert list(tmp_path.iterdir()) == []


def test_buckets_lie_below_their_count() -> None:
    numbers = np.array([0, 1, 2**64 - 1], np.uint64)
    assert buckets_of(numbers, 5).tolist() == [0, 1, (2**64 - 1) % 5]
