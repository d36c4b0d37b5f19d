"""Service centres: three agents on duty for a day at a time, relieved in the morning, and the rosters they are planned in."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from jiannuo.core.simulation.intending.scene import Scene
from jiannuo.core.simulation.intending.truths import Clocks, at_once
from jiannuo.core.simulation.planting.centre_deeds import (
    ALWAYS,
    DUTY_DEEDS,
    PLAN_DEEDS,
    PLANNED,
    ROSTER,
    ROSTER_DEEDS,
    THREE,
)
from jiannuo.core.simulation.planting.drawing import Draw, Ints, Lot, Mask, between, draw_deeds, part_of_full_city
from jiannuo.core.simulation.recording.event_log import NONE, Columns, Correction, instants, named, picked
from jiannuo.core.simulation.recording.times import DAY, END, EVE, GAP_FROM, GAP_TO, HOUR, MINUTE, SECOND, START

_CENTRES, AGENTS = 24, 3
_DAYS = (END - EVE) // DAY
_RELIEF = 8 * HOUR


@dataclass(frozen=True, slots=True)
class Slots:
    """A day, or a week, of every centre: which centre, which day or week, and when it begins."""

    centre: Ints
    number: Ints
    since: Ints

    @property
    def ids(self) -> "pa.Array":
        """Return the centres."""
        return named("z", self.centre)


def centres_of(orders: int) -> int:
    """Return how many service centres a city of so many orders has."""
    return max(1, round(_CENTRES * part_of_full_city(orders)))


def slots_of(centres: int, count: int, *, since: int, each: int) -> Slots:
    """Return so many spans of equal length for each centre."""
    centre, number = np.repeat(np.arange(centres), count), np.tile(np.arange(count), centres)
    return Slots(centre, number, since + number * each)


def staff(scene: Scene) -> None:
    """Record who is on duty, and the plans and rosters."""
    days = slots_of(centres_of(scene.count), _DAYS, since=EVE, each=DAY)
    _keep_watch(scene, days)
    _plan(scene, days)


def _keep_watch(scene: Scene, days: Slots) -> None:
    """Record how each team of three relieves the one of the day before at eight, or fails to."""
    dice, count = scene.dice("watches"), len(days.since)
    dark = (days.since >= GAP_FROM) & (days.since < GAP_TO)
    first = days.number == 0
    draw = draw_deeds(scene.dice("duty"), DUTY_DEEDS, Lot(~first, dark, city=scene.count))
    come = days.since + _RELIEF
    lead = between(dice, 120, 900, count)
    away = between(dice, 300, 3600, count)
    _log_in(scene, days, np.where(first, EVE, come))
    gone = np.where(draw.of("relieved-at-once"), come, come + lead)
    for names, at in (
        (("micro-overlap",), come + 1),
        (("micro-gap",), come - 1),
        (("relieved-late", "found-out"), come - away),
    ):
        gone = np.where(draw.of(*names), at, gone)
    _log_out(scene, days, gone, draw)
    left = _leave(scene, days, draw, away)
    short = np.where(draw.of("micro-gap", "relieved-late", "found-out"), gone, left)
    clocks = Clocks(days.since, days.since + DAY, short)
    for theme in (ALWAYS, THREE):
        scene.truths.elsewhere(count).plant(theme, draw, days.ids, clocks)


def _log_in(scene: Scene, days: Slots, at: Ints) -> None:
    for agent in range(AGENTS):
        scene.log.add("agent_logged_in", at, _agents(days, days.number, agent))


def _agents(days: Slots, number: Ints, agent: int) -> Columns:
    """Return one agent of the teams that come on some days; the three teams of a centre take turns."""
    ids = (days.centre * 3 + number % 3) * AGENTS + agent
    return {"centre_id": days.ids, "agent_id": named("g", ids)}


def _log_out(scene: Scene, days: Slots, gone: Ints, draw: Draw) -> None:
    """Record when the teams of the days before leave; what was wrong at first is put right an hour later."""
    before, relieved = days.number - 1, days.number > 0
    right, wrong = draw.of("put-right"), draw.of("found-out")
    said = np.where(right, gone - HOUR, np.where(wrong, days.since + _RELIEF + MINUTE, gone))
    for agent in range(AGENTS):
        columns = _agents(days, before, agent)
        numbers = np.full(len(gone), NONE)
        numbers[relieved] = scene.log.add("agent_logged_out", said[relieved], picked(columns, relieved))
        mistaken = right | wrong
        correction = Correction(numbers, np.maximum(said, gone) + HOUR)
        scene.log.correct("agent_logged_out", mistaken, gone, columns, correction)


def _leave(scene: Scene, days: Slots, draw: Draw, away: Ints) -> Ints:
    """Record that one, two or all of a team leave for a while in the afternoon, on a break or not; return when."""
    at = days.since + 14 * HOUR + between(scene.dice("breaks"), 0, 3600, len(days.since))
    leaving = [draw.of("one-leaves", "two-leave", "all-leave"), draw.of("two-leave", "all-leave"), draw.of("all-leave")]
    for agent, who in enumerate(leaving):
        for part, leave, back in (
            (days.number % 2 == 0, "agent_logged_out", "agent_logged_in"),
            (days.number % 2 == 1, "agent_break_started", "agent_break_ended"),
        ):
            columns = picked(_agents(days, days.number, agent), who & part)
            scene.log.add(leave, at[who & part], columns)
            scene.log.add(back, (at + away)[who & part], columns)
    return np.where(leaving[0], at, NONE)


def _plan(scene: Scene, days: Slots) -> None:
    """Record the shifts of each day, planned a week ahead, and the rosters of whole weeks."""
    count, centres = len(days.since), centres_of(scene.count)
    weeks = slots_of(centres, (END - START) // (7 * DAY), since=START + _RELIEF, each=7 * DAY)
    rosters = draw_deeds(scene.dice("rosters"), ROSTER_DEEDS, Lot(*_everybody(len(weeks.since)), city=scene.count))
    week = (days.since - START) // (7 * DAY)
    in_roster = (days.number > 0) & (week < len(weeks.since) // centres)
    drawn = np.where(in_roster, rosters.codes[days.centre * (len(weeks.since) // centres) + week * in_roster], -1)
    thursday = (days.since - START) // DAY % 7 == 3
    faulty = Draw(ROSTER_DEEDS, np.where(thursday, drawn, -1).astype(np.int8))
    plan = draw_deeds(scene.dice("plans"), PLAN_DEEDS, Lot(*_everybody(count), city=scene.count))
    told_at = days.since - 7 * DAY + 10 * HOUR + between(scene.dice("planning"), 0, 3600, count)
    told_at = np.maximum(told_at, EVE + MINUTE * (days.number + 1))
    _tell_of_shifts(scene, days, told_at, plan, faulty)
    _plan_twice(scene, days, told_at, Draw(ROSTER_DEEDS, drawn.astype(np.int8)).of("planned-twice"))
    _publish(scene, weeks, rosters)


def _everybody(count: int) -> tuple[Mask, Mask]:
    return np.ones(count, np.bool_), np.zeros(count, np.bool_)


def _tell_of_shifts(scene: Scene, days: Slots, told_at: Ints, plan: Draw, faulty: Draw) -> None:
    """Record the plans of shifts, each from eight to eight; a fault of the roster lies in the shift of a Thursday."""
    agents = np.where(plan.of("two", "found-out"), 2, np.where(plan.of("four"), 4, 3))
    said = np.where(plan.of("put-right"), 2, np.where(plan.of("found-out"), 3, agents))
    since = _begins(days, faulty)
    wrongly = faulty.of("put-right", "found-out")
    begins = np.where(faulty.of("put-right"), since + 4 * HOUR, np.where(wrongly, days.since + _RELIEF, since))
    kept = ~faulty.of("shift-left-out")
    first = _shifts(days, begins, pa.array(said, mask=plan.of("not-told")))
    numbers = np.full(len(since), NONE)
    numbers[kept] = scene.log.add("shift_planned", told_at[kept], picked(first, kept))
    mistaken = kept & (wrongly | plan.of("put-right", "found-out"))
    right = _shifts(days, since, pa.array(agents, mask=plan.of("not-told")))
    correction = Correction(numbers, told_at + 30 * MINUTE)
    scene.log.correct("shift_planned", mistaken, told_at, right, correction)
    told = Draw(plan.deeds, np.where(kept, plan.codes, -1).astype(np.int8))
    scene.truths.elsewhere(len(since)).plant(PLANNED, told, days.ids, at_once(told_at))


def _plan_twice(scene: Scene, days: Slots, told_at: Ints, who: Mask) -> None:
    """Record that a second team is planned for each day of some weeks."""
    second = _shifts(days, days.since + _RELIEF, pa.array(np.full(len(who), AGENTS)))
    ids = {"shift_id": named("w", (days.centre + centres_of(scene.count)) * _DAYS + days.number)}
    scene.log.add("shift_planned", (told_at + SECOND)[who], picked({**second, **ids}, who))


def _begins(days: Slots, faulty: Draw) -> Ints:
    """Return when the shifts really begin by plan."""
    at = days.since + _RELIEF
    for names, later in (
        (("overlapping",), -HOUR),
        (("micro-overlap",), -1),
        (("micro-gap",), 1),
        (("hours-open", "found-out"), 3 * HOUR),
    ):
        at = np.where(faulty.of(*names), at + later, at)
    return at


def _shifts(days: Slots, begins: Ints, agents: "pa.Array") -> Columns:
    return {
        "centre_id": days.ids,
        "shift_id": named("w", days.centre * _DAYS + days.number),
        "shift_from": instants(begins),
        "shift_until": instants(days.since + DAY + _RELIEF),
        "agents": agents,
    }


def _publish(scene: Scene, weeks: Slots, rosters: Draw) -> None:
    """Record the rosters, each of a week from Monday at eight, made known an hour before it begins."""
    at = weeks.since - HOUR + weeks.centre * SECOND
    columns = {
        "centre_id": weeks.ids,
        "covers_from": instants(weeks.since),
        "covers_until": instants(np.where(rosters.of("end-not-told"), NONE, weeks.since + 7 * DAY)),
    }
    scene.log.add("roster_published", at, columns)
    scene.truths.elsewhere(len(at)).plant(ROSTER, rosters, weeks.ids, at_once(at))
