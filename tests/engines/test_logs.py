"""The account of a log adds up, whatever the rows and their order."""

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiannuo.core.engines.events.logs import read_log
from jiannuo.core.values.problems import Refusal
from tests.engines.written_logs import (
    CHARTER,
    IDS,
    WITH_IDS,
    account,
    charter_of,
    instant,
    log_of,
    mapping_of,
    refused,
    written,
)


def row_of(number: int) -> str:
    """Return one of several rows, good and bad in all ways."""
    kinds = (
        f"A{number},Open,2024-07-{number % 28 + 1:02}", f"A{number},Close,2024-07-01", ",Open,2024-07-01",
        f"A{number},Lost,2024-07-01", f"A{number},Open,soon", f"A{number},Open", f"A{number},,", f'A{number},"Open,2024-07-01',
    )  # fmt: skip
    return kinds[number % len(kinds)]


@settings(max_examples=40)
@given(numbers=st.lists(st.integers(0, 39), max_size=30))
def test_the_account_adds_up_whatever_the_rows(numbers: list[int], tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("log")
    rows = "ticket,what,when\n" + "".join(row_of(number) + "\n" for number in numbers)
    log = log_of(folder, rows, charter=CHARTER)
    account(log)
    good = sum(number % 8 in (0, 1) for number in numbers)
    assert (log.counts.events, log.counts.rows) == (good, len(numbers))


def test_the_order_of_rows_changes_no_event_but_its_row(tmp_path: Path) -> None:
    rows = [f"{n},,T{n % 7},Open,2024-07-{n % 28 + 1:02},2024-07-{n % 28 + 1:02}" for n in range(60)]
    logs = []
    for seed in range(3):
        random.Random(seed).shuffle(rows)
        logs.append(log_of(tmp_path, IDS + "\n".join(rows) + "\n", mapping=WITH_IDS))
    assert {frozenset((e.id, e.at, e.attributes["ticket"]) for e in log.log.events) for log in logs} == {
        frozenset((str(n), instant(2024, 7, n % 28 + 1), f"T{n % 7}") for n in range(60))
    }


def test_a_refusal_uses_nothing(tmp_path: Path) -> None:
    good = written(tmp_path / "a.csv", "ticket,what,when\nA,Open,2024-07-15\n")
    cut = written(tmp_path / "b.csv.gz", "ticket,what,when\nB,Open,2024-07-15\n")
    cut.write_bytes(cut.read_bytes()[:-5])
    with pytest.raises(Refusal) as caught:
        read_log(mapping_of(tmp_path), [good, cut], charter=charter_of(tmp_path))
    assert refused(caught.value) == ["L002"]
