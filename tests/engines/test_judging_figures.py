"""Figures are judged alike wherever a log is judged: at once, pass by pass, and as the reference does in memory."""

import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from jiannuo.core.engines.buckets.arrow_events import event_table_of
from jiannuo.core.engines.buckets.judging_files import JudgedFiles, judge_parquet
from jiannuo.core.engines.events.reaches import reaches
from jiannuo.core.engines.judging_batches import BatchJudge
from jiannuo.core.judging.event import Log, Reach
from jiannuo.core.judging.event_table import table_of
from jiannuo.core.judging.reference.judge import Judge
from tests.engines.event_parquet import storable, write_events
from tests.judging.kernel_equality import Told, by_identity
from tests.judging.reach_worlds import DAY, FIRST, HOUR, FigureWorld, asking_worlds, charter_with, event, figure_worlds


def same(found: Told, wanted: Told) -> None:
    """Check that two judgements are the same, and show only where they are not."""
    assert [(found.get(key), wanted.get(key)) for key in {*found, *wanted} if found.get(key) != wanted.get(key)] == []


QUIET = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))


@QUIET
@given(st.one_of(figure_worlds(), asking_worlds()))
def test_figures_on_files_are_those_of_the_reference_in_buckets_as_at_once(world: FigureWorld) -> None:
    assume(world.log.events)
    charter = world.charter
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "events.parquet"
        table = event_table_of(write_events(storable(world.log.events), path, seed=1), charter, origin="")
        instants = {name: table.at[table.source == code] for code, name in enumerate(table.sources)}
        reach = reaches(instants, sources=charter.sources, complete_until=None, zone=charter.zone)
        wanted = by_identity(Judge(charter, Log(world.log.events, reach), as_of=world.as_of).findings())
        judged = judge_parquet(charter, path, as_of=world.as_of, full=True)
        same(by_identity(judged.findings()), wanted)
        parted = JudgedFiles(replace(judged.case, buckets=3))
        same(by_identity(parted.findings()), wanted)
        counted = Counter((each.promise, each.verdict) for each in wanted.values())
        told = {
            (promise, verdict): count for promise, each in judged.verdicts().items() for verdict, count in each.items()
        }
        assert told == counted


def test_batches_of_some_subjects_leave_figures_out_and_say_so() -> None:
    charter = charter_with("count: placed", "x: {reach: x, at least: 1, ours: true}")
    judge = BatchJudge(charter)
    assert judge.left_out == ("x",)
    events = [event(0, "placed", FIRST, order_id="o1"), event(1, "done", FIRST + DAY, order_id="o1")]
    blocks = judge.judge(table_of(events), as_of=FIRST + 40 * DAY)
    assert {promise for block in blocks for promise in block.promises} == {"on-time", "driven"}


ASKING = {
    "require": ("{of: order, at: done, require: \"figure('x', placed.at, at) <= 1\", ours: true}", ""),
    "tested if": (
        "{of: order, after: placed, expect: dropped, within: 9 h, "
        "tested if: \"figure('x', trigger.at, trigger.at + 1 h) > 1\", ours: true}",
        "",
    ),
    "a signal": (
        "{of: order, after: crowded, expect: dropped, within: 9 h, ours: true}",
        "signals: {crowded: {of: order, at: done, when: \"figure('x', placed.at, at) > 1\"}}",
    ),
}


@pytest.mark.parametrize(("promise", "signals"), ASKING.values(), ids=ASKING)
def test_a_batch_leaves_out_what_reads_a_figure_and_judges_the_rest(promise: str, signals: str) -> None:
    charter = charter_with("count: placed", f"asks: {promise}", signals=signals)
    orders = ("o0", "o1", "o2")
    events = [event(number, "placed", FIRST + number, order_id=order) for number, order in enumerate(orders)]
    events += [event(number + 3, "done", FIRST + HOUR, order_id=order) for number, order in enumerate(orders)]
    as_of = FIRST + 40 * DAY
    reach = {name: Reach(as_of, FIRST, FIRST) for name in ("app", "desk")}
    log = Log(tuple(events), reach)
    whole = [each for each in Judge(charter, log, as_of=as_of).findings() if "o0" in each.subject]
    assert {each.promise: each.verdict for each in whole} == {"on-time": "kept", "driven": "kept", "asks": "broken"}
    judge = BatchJudge(charter)
    assert judge.left_out == BatchJudge(charter, linked=True).left_out == ("asks",)
    alone = [each for each in events if each.attributes["order_id"] == "o0"]
    found = judge.judging(table_of(alone), as_of=as_of, reach=reach).findings()
    assert {each.promise: each.verdict for each in found} == {"on-time": "kept", "driven": "kept"}
