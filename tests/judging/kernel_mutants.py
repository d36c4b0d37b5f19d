"""Mutants of the kernel, and the check that each is seen: `python -m tests.judging.kernel_mutants` prints who survived.

The kernel is run uncompiled (NUMBA_DISABLE_JIT), so that a line of its sources can be replaced while it is imported: each
mutant lives in a process of its own, forked before the kernel was ever imported, after the reference has judged.
"""

import importlib
import importlib.abc
import importlib.util
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

import jiannuo.core.plans.plan
import jiannuo.core.values.compiled_clock
from jiannuo.core.judging.event import Log, Reach
from tests.judging.golden import all_cells, charter_of, log_of, micros
from tests.judging.kernel_worlds import RichWorld, rich_worlds
from tests.judging.reach_worlds import FIRST, LAST, at, charter_with, event

KERNEL = "jiannuo.core.judging.kernel"
SEEDS = (2, 3, 4, 6, 10, 11, 14, 16, 24, 32, 54, 117)
NAMES = (
    "all-in-order", "boundary-at-due", "excused-at-due", "extension", "gap", "pause-overlapping", "rebased-twice",
    "other-source-needed", "complete-from-at-the-beginning", "figure-by-seq", "signal-for-at-as-of",
    "signal-for-without-seq", "waived-or-excused",
)  # fmt: skip
"""Random worlds and golden cells: few, so that all mutants are tried in seconds, and enough to see each."""


@dataclass(frozen=True)
class Mutant:
    """A line of a module of the kernel and what stands there instead."""

    name: str
    module: str
    line: str
    instead: str


MUTANTS = (
    Mutant(
        "at one instant an excuse no longer counts before what nothing orders after it",
        "expecting.verdicts",
        "return one >= 0 and not is_before(other, one, stage.order)",
        "return one >= 0 and is_before(one, other, stage.order)",
    ),
    Mutant(
        "exactly at due is too late",
        "expecting.deadlines",
        "return bool(at <= deadline.at)",
        "return bool(at < deadline.at)",
    ),
    Mutant(
        "overlapping pauses count twice",
        "scanning.clocks",
        "from_, until = max(pauses.from_[pause], at), pauses.until[pause]",
        "from_, until = max(pauses.from_[pause], at), pauses.until[pause] + max(0, at - pauses.from_[pause])",
    ),
    Mutant("corrections are ignored", "streams.known", "if not replaces:", "if True:"),
    Mutant(
        "a missing value is false",
        "streams.truths",
        "known = np.array([*(int(v) if isinstance(v, bool) else -1 for v in column.values), -1], np.int8)",
        "known = np.array([*(int(v) if isinstance(v, bool) else 0 for v in column.values), 0], np.int8)",
    ),
    Mutant(
        "seq decides nothing",
        "streams.ordering",
        "return bool(order.seq[one] < order.seq[other])",
        "return False",
    ),
    Mutant(
        "a gap of a source is ignored",
        "expecting.verdicts",
        "for gap in range(first, first + rule[case.promise, GAPS]):",
        "for gap in range(first, first):",
    ),
    Mutant(
        "silence beyond the record is a breach",
        "expecting.verdicts",
        "if rule[case.promise, COMPLETE_UNTIL] < deadline.at:",
        "if False:",
    ),
    Mutant(
        "a limit ignores its calendar",
        "expecting.expect_rules",
        "row[columns.CALENDAR] = self.calendars.index(str(name)) if is_known else ALWAYS_OPEN",
        "row[columns.CALENDAR] = ALWAYS_OPEN",
    ),
    Mutant(
        "reopening always opens another obligation",
        "expecting.expect_rules",
        '_REOPEN = {"new": columns.NEW, "continue": columns.CONTINUE, "restart": columns.RESTART}',
        '_REOPEN = {"new": columns.NEW, "continue": columns.NEW, "restart": columns.NEW}',
    ),
    Mutant(
        "an event counts for every member",
        "expecting.targets",
        "about = _is_about(stage, case, stage.roles.place[entry])",
        "about = 1",
    ),
    Mutant(
        "an extension is ignored",
        "expecting.deadlines",
        "return _extended(stage, case, _earliest(stage, case, paused, done), done)",
        "return _earliest(stage, case, paused, done)",
    ),
    Mutant(
        "what an event must come before cuts nothing",
        "expecting.deadlines",
        "before = first_before(stage, case)",
        "before = -1",
    ),
    Mutant(
        "the order of parts does not matter",
        "expecting.targets",
        "in_order = number > 0 and rule[case.promise, IS_IN_ORDER]",
        "in_order = False",
    ),
    Mutant(
        "a later plan always counts",
        "expecting.deadlines",
        "if current == NONE or at <= current or heals:",
        "if True:",
    ),
    Mutant(
        "what is open for one member is open for all",
        "expecting.expecting",
        "if found.field[number, MEMBER] != case.member:",
        "if False:",
    ),
    Mutant(
        "the owner is always the one at the opening",
        "outcomes.owners",
        'if promise.owner_at != "opened":',
        "if False:",
    ),
    Mutant(
        "nothing need be put to the test",
        "outcomes.tested",
        "if promise.tested_if is None or not len(places):",
        "if True:",
    ),
    Mutant(
        "what was corrected away is forgotten",
        "outcomes.withdrawing",
        "if key == case.key and identity not in self.standing:",
        "if False:",
    ),
    Mutant(
        "a span also holds what comes at its end",
        "forbidding.forbidding",
        "return Draft(LAPSED, _ENDED, end)",
        "return _clean(stage, watch, deeds)",
    ),
    Mutant(
        "a record that begins with the life lacks its beginning",
        "requiring.require_checks",
        "found | (since < reach.complete_from)",
        "found | (since <= reach.complete_from)",
    ),
    Mutant(
        "of a ground and a waiver at an act the later one excuses",
        "requiring.require_grounds",
        "is_later = ranks[: len(both)] > ranks[len(both) :]",
        "is_later = ranks[: len(both)] < ranks[len(both) :]",
    ),
    Mutant(
        "of a ground and a waiver in a period the later one excuses",
        "holding.hold_grounds",
        "(ranks[len(excused) :] < ranks[: len(excused)])",
        "(ranks[len(excused) :] > ranks[: len(excused)])",
    ),
    Mutant(
        "a signal that is ripe just now is not given yet",
        "signals.giving",
        "looks.ripe[look] > as_of:",
        "looks.ripe[look] >= as_of:",
    ),
    Mutant(
        "a signal that had to last keeps its seq",
        "signals.signal_rows",
        "at_once = caused & (given.at == given.looked_at)",
        "at_once = caused",
    ),
    Mutant("a state has no length", "states.states", "if state.lasts is not None:", "if False:"),
    Mutant(
        "what seq puts later is past",
        "past.windows",
        "if not is_past(row, looks.at[site], looks.here[site], order):",
        "if False:",
    ),
    Mutant(
        "a figure sees what seq puts later",
        "figures.asking",
        "found: NDArray[np.bool_] = same & (order.seq[events] > order.seq[here])",
        "found: NDArray[np.bool_] = same & (order.seq[events] < NO_SEQ)",
    ),
    Mutant(
        "missing a target once breaks it, whatever number of periods it takes",
        "reaching.deciding",
        "if own.met is not False or periods == 1:",
        "if True:",
    ),
    Mutant(
        "as much on record as coverage asks for is too little",
        "reaching.deciding",
        "Fraction(known.covered, known.demanded) < Fraction(least):",
        "Fraction(known.covered, known.demanded) <= Fraction(least):",
    ),
    Mutant(
        "a period that closes just now is running",
        "reaching.reaching",
        "if closing.due <= reader.world.as_of",
        "if closing.due < reader.world.as_of",
    ),
)


# --- importing a mutant ---


class _Mutated(SourceFileLoader):
    """Loads a module with one line replaced."""

    def __init__(self, fullname: str, path: str, mutant: Mutant) -> None:
        super().__init__(fullname, path)
        self.mutant = mutant

    def get_code(self, fullname: str) -> CodeType:
        source = Path(self.path).read_text("utf-8")
        if source.count(self.mutant.line) != 1:
            raise LookupError(f"{self.mutant.module} has the line of a mutant {source.count(self.mutant.line)} times")
        return compile(source.replace(self.mutant.line, self.mutant.instead), str(self.path), "exec")


class _Finder(importlib.abc.MetaPathFinder):
    def __init__(self, mutant: Mutant) -> None:
        self.mutant = mutant

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname != f"{KERNEL}.{self.mutant.module}":
            return None
        found = PathFinder.find_spec(fullname, path)
        assert found is not None and found.origin is not None
        return importlib.util.spec_from_loader(fullname, _Mutated(fullname, found.origin, self.mutant))


# --- what is judged ---


def worlds_of(folder: Path) -> list[RichWorld]:
    """Return golden cells, a log of figures and random worlds, all judged by the reference."""
    worlds = [*_cells(folder), _figures(), *rich_worlds(SEEDS, folder)]
    return [world for world in worlds if world.findings]


def _cells(folder: Path) -> Iterator[RichWorld]:
    chosen = [cell for cell in all_cells() if cell.folder.name in NAMES]
    assert {cell.folder.name for cell in chosen} == set(NAMES)
    for number, cell in enumerate(chosen):
        scratch = folder / f"cell-{number}"
        scratch.mkdir()
        charter, case = charter_of(cell, scratch), cell.document("case.yaml")
        known_to = micros(case["known to"], cell.zone) if "known to" in case else None
        yield RichWorld(charter, log_of(cell, charter), micros(case["as of"], cell.zone), known_to, {})


def _figures() -> RichWorld:
    """Return two, two and three orders in three months, the last just over, with half of February on record."""
    promise = "x: {reach: x, at least: 3, for: 2 periods, coverage: 50 %, ours: true}"
    events = [
        event(10 * month + number, "placed", at(f"2026-{month:02}-02 10:00"), order_id=f"o{month}-{number}")
        for month, count in ((1, 2), (2, 2), (3, 3))
        for number in range(count)
    ]
    half = ((at("2026-02-10 00:00"), at("2026-02-24 00:00")),)
    known = Reach(LAST, FIRST, FIRST, half)
    return RichWorld(charter_with("count: placed", promise), Log(tuple(events), {"app": known}), LAST, None, {})


def is_seen(mutant: Mutant | None, worlds: Sequence[RichWorld]) -> bool:
    """Tell whether a kernel with a mutant finds anything else than the reference in one of the worlds."""
    if mutant is not None:
        sys.meta_path.insert(0, _Finder(mutant))
    equality = importlib.import_module("tests.judging.kernel_equality")
    judge = importlib.import_module(f"{KERNEL}.judge")
    plan_of = jiannuo.core.plans.plan.plan_of
    return any(not _is_equal(world, equality.check_equal, lambda c: judge.Kernel(plan_of(c))) for world in worlds)


def _is_equal(world: RichWorld, check: Callable[[RichWorld, Any], None], kernel_of: Callable[[object], object]) -> bool:
    try:
        check(world, kernel_of(world.charter))
    except Exception:  # noqa: BLE001 — a mutant may fail in any way
        return False
    return True


def survivors() -> list[str]:
    """Return the names of the mutants that nothing saw; `""` stands for a kernel without a mutant that was not equal."""
    with tempfile.TemporaryDirectory() as folder:
        worlds = worlds_of(Path(folder))
        unseen = [mutant.name for mutant in MUTANTS if not _in_child(lambda mutant=mutant: is_seen(mutant, worlds))]
        return unseen + ([""] if _in_child(lambda: is_seen(None, worlds)) else [])


def _in_child(ask: Callable[[], bool]) -> bool:
    """Return the answer to a question that is asked in a process of its own."""
    child = os.fork()
    if child == 0:
        code = 2
        try:
            code = int(ask())
        finally:
            os._exit(code)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if code not in (0, 1):
        raise RuntimeError(f"a mutant could not be tried, exit code {code}")
    return code == 1


if __name__ == "__main__":
    assert os.environ.get("NUMBA_DISABLE_JIT") == "1"
    rooms = sorted({mutant.module.split(".")[0] for mutant in MUTANTS})
    print(json.dumps({"mutants": len(MUTANTS), "rooms": rooms, "survivors": survivors()}))
