"""Which single findings a report carries."""

from dataclasses import replace

import numpy as np

from jiannuo.core.rendering.columns import ABSENT, read_columns
from jiannuo.core.rendering.findings.choosing import choose
from jiannuo.core.rendering.results import Result
from jiannuo.core.statistics.fulfilment import CODED


def test_the_worst_missed_come_first_and_no_finding_twice(synthetic: Result) -> None:
    columns = read_columns(synthetic.findings, promises=[each.id for each in synthetic.promises])
    choices = choose(columns, promises=4, as_of=synthetic.as_of)
    for place, choice in enumerate(choices):
        rows = choice.rows.tolist()
        assert len(set(rows)) == len(rows) <= 240
        assert {int(columns.promise[row]) for row in rows} == {place}
        assert sum(choice.available) == sum(columns.promise == place)
    solve = choices[1].rows.tolist()
    late = [
        row for row in range(synthetic.findings.num_rows) if columns.promise[row] == 1 and columns.verdict[row] == 1
    ]

    def missed(row: int) -> int:
        done = columns.done[row] if columns.done[row] != ABSENT else synthetic.as_of
        return int(done - columns.due[row])

    assert sorted(map(missed, solve[:60]), reverse=True) == sorted(map(missed, late), reverse=True)[:60]


def test_where_owners_are_cleared_some_of_these_are_carried_and_no_more_in_all(synthetic: Result) -> None:
    """Cleared are the two hundred breaches that were missed by least, so that none of them is among the worst."""
    columns = read_columns(synthetic.findings, promises=[each.id for each in synthetic.promises])
    solve = np.flatnonzero((columns.promise == 1) & (columns.verdict == 1) & (columns.done != ABSENT))
    missed = columns.done[solve] - columns.due[solve]
    own = columns.own.copy()
    own[solve[np.argsort(missed)][:200]] = CODED.index("excused")
    rows = choose(replace(columns, own=own), promises=4, as_of=synthetic.as_of)[1].rows
    assert sum(own[rows[columns.verdict[rows] == 1]] != 1) >= 20
    assert len(set(rows.tolist())) == len(rows) <= 240
    assert sum(columns.verdict[rows] == 1) == 120


def test_every_verdict_is_carried_and_all_of_the_few(synthetic: Result) -> None:
    columns = read_columns(synthetic.findings, promises=[each.id for each in synthetic.promises])
    choice = choose(columns, promises=4, as_of=synthetic.as_of)[1]
    carried = [sum(columns.verdict[choice.rows] == code) for code in range(len(CODED))]
    available = list(choice.available)
    assert carried[CODED.index("unknown")] == min(60, available[CODED.index("unknown")])
    assert all(here > 0 for here, there in zip(carried, available, strict=True) if there)
