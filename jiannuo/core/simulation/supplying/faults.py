"""Technical faults: reported by their severity, and repaired in time or not, with and without a wait for details."""

from math import ceil

import numpy as np

from jiannuo.core.simulation.intending.scene import Scene
from jiannuo.core.simulation.intending.truths import Clocks
from jiannuo.core.simulation.planting.drawing import Lot, between, draw_deeds, part_of_full_city
from jiannuo.core.simulation.planting.fleet_deeds import FAULT_DEEDS, REPAIRED
from jiannuo.core.simulation.recording.deadlines import Window, answer, record
from jiannuo.core.simulation.recording.event_log import chosen, named
from jiannuo.core.simulation.recording.times import DAY, GAP_FROM, HOUR, START
from jiannuo.core.simulation.supplying.awaiting import repaired_after, tell_of_waits, wait

_SEVERITIES, _HOURS = ("critical", "major", "minor"), (4, 24, 168)
_TEAMS = ("app", "payments", "maps")
_IN_THE_DARK = 35


def repair(scene: Scene) -> None:
    """Record faults and repairs."""
    dice, scale = scene.dice("faults"), part_of_full_city(scene.count)
    dark = max(1, round(_IN_THE_DARK * scale))
    count = dark + ceil(60 * len(FAULT_DEEDS) * scale)
    unrecorded = np.arange(count) < dark
    early, late = START + between(dice, 0, 28 * 86_400, count), GAP_FROM + DAY + between(dice, 0, 5 * 86_400, count)
    at = np.where(unrecorded, late, early)
    severity = dice.choice(len(_SEVERITIES), count, p=(0.15, 0.35, 0.5))
    limit = np.array(_HOURS)[severity] * HOUR
    draw = draw_deeds(scene.dice("repairs"), FAULT_DEEDS, Lot(np.ones(count, np.bool_), unrecorded, city=scene.count))
    bugs = named("b", np.arange(count))
    told = {
        "bug_id": bugs,
        "severity": chosen(_SEVERITIES, severity),
        "team": chosen(_TEAMS, dice.integers(0, 3, count)),
    }
    scene.log.add("bug_reported", at, told)
    window = Window(at, at + limit, (600, 14_000), (60, 90_000))
    waits = wait(draw, window, scene.dice("details"))
    due = window.due + waits.longer
    answers = repaired_after(waits, answer(draw, window, dice), draw, due, scene.dice("repaired late"))
    tell_of_waits(scene.log, waits)
    record(scene.log, "bug_fixed", answers, {"bug_id": bugs})
    clocks = Clocks(at, due, answers.at)
    scene.truths.elsewhere(count).plant(REPAIRED, draw, bugs, clocks, owners=told["team"])
