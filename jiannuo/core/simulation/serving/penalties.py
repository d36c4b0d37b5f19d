"""Penalties after complaints: an agent enters them, somebody verifies the complaint, and then they are carried out."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from jiannuo.core.simulation.intending.scene import Scene
from jiannuo.core.simulation.intending.truths import at_once
from jiannuo.core.simulation.planting.desk_deeds import ANOTHER, PENALTY_DEEDS, VERIFIED, VERIFYING_DEEDS
from jiannuo.core.simulation.planting.drawing import Draw, Ints, Lot, Mask, between, draw_deeds
from jiannuo.core.simulation.recording.deadlines import instead
from jiannuo.core.simulation.recording.event_log import Columns, Correction, chosen, constant, named, persons
from jiannuo.core.simulation.recording.times import DAY, HOUR, START
from jiannuo.core.simulation.serving.posts import in_office, officer_of

_RULES = "2026-1"
_NOT_SEEN = ("before-entry", "micro-before-entry", "before", "micro-before", "found-false", "found-out")
"""What is needed is not seen: this can be known only where the record is complete."""


@dataclass(frozen=True, slots=True)
class Verifying:
    """The verifications: of which complaints, who does them really and is said to at first, and what is meant."""

    complaints: "pa.Array"
    really: "pa.Array"
    at_first: "pa.Array"
    by: Draw
    penalty: Draw

    def told(self, person: "pa.Array", *, false: Mask) -> Columns:
        """Return what is recorded where some persons verify, and some complaints are found false."""
        machine, nobody = pa.array(self.by.of("by-machine")), pa.array(self.by.of("actor-not-told"))
        actors = pc.if_else(machine, "system", person)
        kinds = pc.if_else(machine, "system", constant("person", len(false)))
        verdicts = np.where(self.penalty.of("not-told"), -1, false.astype(np.int64))
        return {
            "complaint_id": self.complaints,
            "manager_id": person,
            "actor": pc.if_else(nobody, pa.scalar(None, pa.string()), actors),
            "actor_kind": pc.if_else(nobody, pa.scalar(None, pa.string()), kinds),
            "verdict": chosen(("true", "false"), verdicts),
        }


def penalize(scene: Scene, complaints: "pa.Array", filed: Ints) -> None:
    """Record what becomes of each complaint, of which the ids and the instants are given."""
    recorded = dict.fromkeys(_NOT_SEEN, ~scene.meant.unrecorded)
    lot = Lot(scene.meant.complained, np.zeros(scene.count, np.bool_), recorded)
    by = draw_deeds(scene.dice("who verifies"), VERIFYING_DEEDS, lot)
    penalty = draw_deeds(scene.dice("penalties"), PENALTY_DEEDS, lot)
    dice, count = scene.dice("penalizing"), scene.count
    verified = _while_in_office(filed + between(dice, 8 * 3600, 20 * 3600, count))
    agents, verifiers = _verifiers(in_office(officer_of(scene), verified), by, dice.integers(0, 40, count))
    sooner = {"entered-at-once": 0, "micro-after-entry": -1, "micro-before-entry": 1, "before-entry": HOUR}
    entered = instead(verified - between(dice, 1800, 18_000, count), verified, by, sooner)
    _enter(scene, complaints, agents, entered)
    _verify(scene, Verifying(complaints, *verifiers, by, penalty), verified)
    later = {"at-once": 0, "micro-after": 1, "micro-before": -1, "before": -HOUR}
    done = instead(verified + between(dice, 600, 36_000, count), verified, penalty, later)
    _carry_out(scene, complaints, done)
    scene.truths.plant(ANOTHER, by, complaints, at_once(verified))
    scene.truths.plant(VERIFIED, penalty, complaints, at_once(done))


def _while_in_office(at: Ints) -> Ints:
    """Return instants that do not lie in the hours in which one officer may have left and the next not come yet."""
    hour = (at - START) % DAY // HOUR
    return np.where((hour >= 8) & (hour < 12), at + 4 * HOUR, at)


def _verifiers(officer: Ints, by: Draw, agent: Ints) -> tuple["pa.Array", tuple["pa.Array", "pa.Array"]]:
    """Return who enters the penalties, and who verifies them really and is said to at first; by rule the officer in office."""
    officers, agents = named("h", officer), named("a", agent)
    former = named("h", np.where(officer > 0, officer - 1, officer + 5_000))
    agents = pc.if_else(pa.array(by.of("by-the-same")), officers, agents)
    really = pc.if_else(pa.array(by.of("by-another-agent")), named("a", agent + 40), officers)
    really = pc.if_else(pa.array(by.of("by-former-officer")), former, really)
    at_first = pc.if_else(pa.array(by.of("put-right")), agents, really)
    return agents, (pc.if_else(pa.array(by.of("found-out")), agents, really), at_first)


def _enter(scene: Scene, complaints: "pa.Array", agents: "pa.Array", at: Ints) -> None:
    told = {"complaint_id": complaints, "agent_id": agents, **persons(agents)}
    scene.tell_of("complaint_penalty_entered", scene.meant.complained, at, told)


def _verify(scene: Scene, verifying: Verifying, at: Ints) -> None:
    """Record the verifications; who did them, and what they found, may be wrong at first."""
    by, penalty = verifying.by, verifying.penalty
    right = verifying.told(verifying.really, false=penalty.of("found-false", "found-out"))
    first = verifying.told(verifying.at_first, false=penalty.of("found-false", "put-right"))
    numbers = scene.tell_of("complaint_verified", scene.meant.complained, at, first)
    mistaken = by.of("put-right", "found-out") | penalty.of("put-right", "found-out")
    scene.log.correct("complaint_verified", mistaken, at, right, Correction(numbers, at + 12 * HOUR))


def _carry_out(scene: Scene, complaints: "pa.Array", at: Ints) -> None:
    rules = scene.dice("rules").integers(1, 30, scene.count)
    columns = {
        "complaint_id": complaints,
        "driver_id": named("d", scene.fleet.serving),
        "kind": chosen(("fine", "points", "close"), rules % 3),
        "rule_id": pa.array(rules).cast(pa.string()),
        "rule_version": constant(_RULES, scene.count),
    }
    scene.tell_of("penalty_applied", scene.meant.complained, at, columns)
