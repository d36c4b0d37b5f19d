"""Memory as it is written, and how many buckets it makes."""

import pytest

from jiannuo.core.engines.buckets.memory_limits import PER_EVENT, PROGRAM, buckets_within, read_memory
from jiannuo.core.values.problems import Refusal


@pytest.mark.parametrize(
    ("text", "count"), [("4GB", 4 * 10**9), ("512 MiB", 2**29), ("1.5gb", 15 * 10**8), ("1 TiB", 2**40)]
)
def test_memory_is_read(text: str, count: int) -> None:
    assert read_memory(text) == count


@pytest.mark.parametrize(
    ("text", "code"),
    [("4", "L401"), ("much", "L401"), ("-1GB", "L401"), ("", "L401"), ("1MB", "L402"), ("0GB", "L402")],
)
def test_what_is_no_memory_or_too_little_is_refused(text: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_memory(text)
    assert [problem.code for problem in refused.value.problems] == [code]


def test_what_fits_is_one_bucket_and_more_is_so_many_that_each_fits() -> None:
    fitting = 1_000_000
    memory = PROGRAM + fitting * PER_EVENT
    assert buckets_within(memory, fitting) == 1
    assert buckets_within(memory, fitting + 1) == 2
    for events in (5 * fitting, 10**9):
        count = buckets_within(memory, events)
        assert events / count <= fitting * 10 / 11 + 1
        assert events / (count - 1) > fitting * 10 / 11
