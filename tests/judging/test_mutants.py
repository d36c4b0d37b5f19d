"""Seeded mutants of the reference judge: each breaks one rule of the language, and the suite must see it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from jiannuo.core.judging.event import Event
from jiannuo.core.judging.reference import clocks, deadlines, moments, ordering, progress, world
from jiannuo.core.judging.reference.corrections import Known
from jiannuo.core.judging.reference.deadlines import Deadline
from tests.judging.golden import Cell, all_cells, differences, identity_of, judged, written
from tests.judging.laws import LAWS
from tests.judging.walked import check_story
from tests.judging.worlds import world_of

Mutant = Callable[[pytest.MonkeyPatch], None]
CELLS = all_cells()


def exactly_at_due_is_too_late(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Deadline, "is_met_by", lambda self, event: self.at is None or event.at < self.at)


def overlapping_pauses_count_twice(patch: pytest.MonkeyPatch) -> None:
    in_order = clocks.Clock._in_order

    def one_after_another(clock: clocks.Clock) -> list[clocks.Paused]:
        laid, at = [], clock.start
        for pause in in_order(clock):
            from_ = max(pause.from_, at)
            at = from_ + pause.until - pause.from_
            laid.append(replace(pause, from_=from_, until=at))
        return laid

    patch.setattr(clocks.Clock, "_in_order", one_after_another)


def corrections_are_ignored(patch: pytest.MonkeyPatch) -> None:
    def known(events: Iterable[Event], *, known_to: int | None) -> Known:
        return Known(tuple(e for e in events if known_to is None or e.recorded_at <= known_to), {})

    patch.setattr(world, "known_events", known)


def a_missing_value_is_false(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(moments, "truth", bool)


def seq_decides_nothing(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(ordering, "_seq_order", lambda one, other: 0)


def silence_beyond_the_record_is_a_breach(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(world.World, "unreached", lambda self, sources, *, until: ())


def a_later_limit_wins(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(deadlines, "_earliest", lambda parts: parts[-1] if parts else Deadline(None))


def the_order_of_parts_does_not_matter(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(progress, "_in_order", lambda parts: [part[0] if part else None for part in parts])


MUTANTS: tuple[Mutant, ...] = (
    exactly_at_due_is_too_late,
    overlapping_pauses_count_twice,
    corrections_are_ignored,
    a_missing_value_is_false,
    seq_decides_nothing,
    silence_beyond_the_record_is_a_breach,
    a_later_limit_wins,
    the_order_of_parts_does_not_matter,
)


def _checks(folder: Path) -> Iterator[Callable[[], object]]:
    yield from (lambda seed=seed: check_story(seed, folder) for seed in range(150))
    yield from (lambda cell=cell: _check_cell(cell, folder) for cell in CELLS)
    yield from (lambda seed=seed, law=law: law(world_of(seed, folder)) for seed in range(8) for law in LAWS)


def _check_cell(cell: Cell, folder: Path) -> None:
    found = {identity_of(entry): entry for entry in (written(f, cell.zone) for f in judged(cell, folder)[0])}
    for entry in cell.document("findings.yaml")["findings"]:
        assert identity_of(entry) in found
        assert not differences(entry, found[identity_of(entry)])


def _is_killed(folder: Path) -> bool:
    for check in _checks(folder):
        try:
            check()
        except AssertionError:
            return True
    return False


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.__name__)
def test_the_suite_kills_the_mutant(mutant: Mutant, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    mutant(monkeypatch)
    assert _is_killed(tmp_path)


def test_the_unchanged_judge_survives(tmp_path: Path) -> None:
    assert not _is_killed(tmp_path)
