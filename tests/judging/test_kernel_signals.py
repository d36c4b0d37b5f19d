"""The kernel gives the signals that the reference gives: cells, the logs of `test_signals`, and signals drawn at random."""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from jiannuo.core.charters.charter import Charter
from jiannuo.core.charters.reading import read_charter
from jiannuo.core.judging.event import Log
from jiannuo.core.judging.event_table import Column, Plain, RowIds, table_of
from jiannuo.core.judging.finding import Finding
from jiannuo.core.judging.kernel.judge import Kernel
from jiannuo.core.judging.kernel.streams.tie_breaking import texts_of
from jiannuo.core.judging.reference.judge import Judge
from jiannuo.core.plans.plan import plan_of
from tests.judging.golden import Cell, all_cells, charter_of, micros
from tests.judging.golden import log_of as log_of_cell
from tests.judging.kernel_worlds import log_of as rich_log_of
from tests.judging.test_signals import SEEDS, SIGNALS
from tests.judging.worlds import _OTHER, PREAMBLE, STATES, TYPES, log_of

RICH = 60
CELLS = [cell for cell in all_cells() if "\nsignals:" in (cell.folder / "charter.yaml").read_text("utf-8")]


def charter_with(signals: str, folder: Path) -> Charter:
    others = "".join(
        _OTHER.format(name=name, source="field" if name == "done" else "desk")
        for name in TYPES
        if name not in ("begun", "moved")
    )
    folder.mkdir(exist_ok=True)
    (folder / "charter.yaml").write_text(PREAMBLE + others + STATES + signals, encoding="utf-8")
    return read_charter(folder)


def check_equal(charter: Charter, log: Log, as_of: int, known_to: int | None = None) -> list[Finding]:
    """Check that the kernel finds what the reference finds, and return it."""
    judge = Judge(charter, log, as_of=as_of, known_to=known_to)
    wanted = list(judge.findings())
    judging = Kernel(plan_of(charter)).judging(table_of(log.events), log.reach, as_of=as_of, known_to=known_to)
    found = {finding.identity: finding for finding in judging.findings()}
    expected = {finding.identity: finding for finding in wanted}
    names = {*expected, *found}
    assert {name: (expected.get(name), found.get(name)) for name in names if expected.get(name) != found.get(name)} == {}  # fmt: skip
    assert judging.undecided_triggers == judge.undecided_triggers
    return wanted


def test_there_are_cells_with_signals() -> None:
    assert len(CELLS) >= 12


@pytest.mark.parametrize("cell", CELLS, ids=lambda cell: cell.name)
def test_every_cell_with_signals_is_judged_as_by_the_reference(cell: Cell, tmp_path: Path) -> None:
    charter, case = charter_of(cell, tmp_path), cell.document("case.yaml")
    known_to = micros(case["known to"], cell.zone) if "known to" in case else None
    assert check_equal(charter, log_of_cell(cell, charter), micros(case["as of"], cell.zone), known_to)


def test_the_logs_of_the_reference_are_judged_alike(tmp_path: Path) -> None:
    charter = charter_with(SIGNALS, tmp_path / "signals")
    findings = [finding for seed in SEEDS for finding in check_equal(charter, *log_of(seed))]
    seen = Counter(finding.promise for finding in findings)
    withdrawn = [finding for finding in findings if finding.verdict == "withdrawn" and "/" in finding.root]
    assert min(seen.values()) >= 20
    assert len(seen) == 4
    assert len(withdrawn) >= 5


# Signals drawn at random, over the logs of the rich worlds: corrections, mergers, ties, events of others seen `via`.

CONDITIONS = (
    "flag",
    "count({event}, 5 h) >= 2",
    "count({event}) >= 2",
    "sum({event}.amount) > 7",
    "sum({event}.amount, 1 natural days) > 7",
    "first({event}).amount < 5",
    "last({event}).kind = 'a'",
    "seen({event} where flag)",
    "count({event}, went_on) >= 2",
    "amount > 3 and not seen({event} where kind = 'a', 2 h)",
    "not seen(device via helper, param.patience)",
    "level('last_amount') > 3 and seen({event})",
    "thing.owner is not null and count({event}) > 1",
)
OVER_PERIODS = tuple(each for each in CONDITIONS if not each.startswith(("flag", "amount")))
OF_SIGNALS = ("count({event}, 1 natural days) >= 2", "count({event}) >= 2", "seen({event}) or thing.owner = 'unit 1'")
CLEARS = (
    "[done]",
    "[went_on, done]",
    '["wanted where flag"]',
    "[\"also_wanted where kind = 'a'\"]",
    '["device via helper"]',
)
AT = (
    "[wanted]",
    "[wanted, also_wanted]",
    '["wanted where flag"]',
    '["device via helper", wanted]',
    "[excusing, went_on]",
)
ABOUT = 'flag: boolean optional, kind: "one of [a, b] optional", amount: integer optional'
CHARTER = """
charter: {id: rich, title: {zh: 信号, en: signals}, zone: Asia/Shanghai, edition: "1", effective: 2024-05-01}
sources: {desk: {}, field: {}}
parameters:
  patience: {default: 2 h, type: duration}
subjects:
  thing: {id: thing_id, begins: begun, ends: over, attributes: {owner: [begun.owner, moved.owner], helper: [begun.helper_id, moved.helper_id]}}
  helper: {id: helper_id, begins: joined, ends: left}
events:
  begun: {of: thing, source: desk, attributes: {thing_id: text, ABOUT, owner: text optional, helper_id: helper optional}}
  moved: {of: thing, source: desk, attributes: {thing_id: text, ABOUT, owner: text optional, helper_id: helper optional}}
  wanted: {of: thing, source: desk, attributes: {thing_id: text, ABOUT}}
  also_wanted: {of: thing, source: desk, attributes: {thing_id: text, ABOUT}}
  went_on: {of: thing, source: desk, attributes: {thing_id: text, ABOUT}}
  excusing: {of: thing, source: desk, attributes: {thing_id: text, ABOUT}}
  over: {of: thing, source: desk, attributes: {thing_id: text, ABOUT}}
  done: {of: thing, source: field, attributes: {thing_id: text, ABOUT}}
  joined: {of: helper, source: desk, attributes: {helper_id: text}}
  left: {of: helper, source: desk, attributes: {helper_id: text}}
  device: {of: helper, source: field, attributes: {helper_id: text, ABOUT}}
states:
  last_amount: {of: thing, last: wanted.amount}
"""
PROMISES = """
promises:
  answered: {of: thing, after: s0, expect: [excusing, s1], within: 2 h, owner: owner, ends with: s2}
  again: {of: thing, after: [s1, wanted], open: first, expect: "excusing where flag", within: 3 h, excused by: s0}
  quiet: {of: thing, never: s1, from: s0, until: s2}
  never-at-all: {of: thing, never: s2, tested if: "seen(s1) or thing.owner is not null"}
  asked: {of: thing, at: [s0, s2], require: "count(wanted) <= 2"}
  needed: {of: thing, at: wanted, needs: [s1]}
  held: {of: thing, hold: "not seen(s0)", per: week}
"""


def drawn(seed: int) -> str:
    """Return three signals, some built on those before, and promises about them."""
    draw = random.Random(f"signals {seed}")
    lines = [f"  s{number}: {{{', '.join(_signal(draw, number))}}}\n" for number in range(3)]
    return "signals:\n" + "".join(lines) + PROMISES


def _signal(draw: random.Random, number: int) -> Iterator[str]:
    yield "of: thing"
    of_signal = number > 0 and draw.random() < 0.4
    event = f"s{draw.randrange(number)}" if of_signal else draw.choice(("wanted", "also_wanted"))
    is_periodic = draw.random() < 0.3
    yield (
        f"per: {draw.choice(('hour', 'day', 'week'))}"
        if is_periodic
        else f"at: {event if of_signal else draw.choice(AT)}"
    )
    conditions = OF_SIGNALS if of_signal else OVER_PERIODS if is_periodic else CONDITIONS
    yield f'when: "{draw.choice(conditions).format(event=event)}"'
    if draw.random() < 0.3:
        yield f"for: {draw.choice(('45 min', '2 h', '1 natural days'))}"
    if draw.random() < 0.75:
        yield f"clears: {draw.choice(CLEARS)}"


def rich_charter(seed: int, folder: Path) -> Charter:
    where = folder / str(seed)
    where.mkdir()
    text = CHARTER.replace("ABOUT", ABOUT) + drawn(seed)
    (where / "charter.yaml").write_text(text, encoding="utf-8")
    return read_charter(where)


def test_signals_drawn_at_random_are_given_alike(tmp_path: Path) -> None:
    seen: Counter[tuple[str, str]] = Counter()
    for seed in range(RICH):
        charter = rich_charter(seed, tmp_path)
        for number in range(4):
            log, as_of, known_to = rich_log_of(4 * seed + number, charter.promises)
            for finding in check_equal(charter, log, as_of, known_to):
                seen[finding.promise, finding.verdict] += 1
    assert min(sum(count for (promise, _), count in seen.items() if promise == name) for name in charter.promises) > 20
    assert seen["answered", "withdrawn"] > 0


@pytest.mark.parametrize("sort", ["read", "plain", "numbers"])
def test_signals_are_named_alike_behind_ids_of_any_sort(sort: str, tmp_path: Path) -> None:
    charter = charter_with(SIGNALS, tmp_path / "signals")
    named, more = 0, 0
    for seed in range(12):
        log, as_of = log_of(seed)
        written = {
            event.id: str(number) if sort == "numbers" else f"a/b.csv:{number}:x\\y"
            for number, event in enumerate(log.events)
        }
        events = tuple(
            replace(event, id=written[event.id], supersedes=written.get(event.supersedes or ""), seq=None)
            for event in log.events
        )
        log = Log(events, log.reach)
        numbers, nothing = np.arange(len(events)), np.zeros(len(events), np.uint8)
        ids: Column = RowIds(("a/b.csv:",), nothing, numbers, (":x\\y",), nothing)
        if sort == "plain":
            ids = Plain(pa.array(list(written.values())))
        if sort == "numbers":
            ids = Plain(pa.array(numbers))
        judging = Kernel(plan_of(charter)).judging(replace(table_of(events), ids=ids), log.reach, as_of=as_of)
        wanted = list(Judge(charter, log, as_of=as_of).findings())
        found = list(judging.findings())
        assert sorted(found, key=str) == sorted(wanted, key=str)
        named += sum("/" in finding.root for finding in found)
        world = judging.world
        assert texts_of(world.ids).to_pylist() == [world.id_of(row) for row in range(len(world.ids))]
        more += len(world.ids) - len(world.table)
    assert named > 20
    assert more > 0
