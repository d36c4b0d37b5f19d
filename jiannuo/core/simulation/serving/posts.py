"""Posts: who heads the service centre and who is risk officer, day by day, and the complaints handed to the latter."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from jiannuo.core.simulation.intending.scene import Scene
from jiannuo.core.simulation.intending.truths import Clocks, at_once
from jiannuo.core.simulation.planting.centre_deeds import (
    EDGE_DEEDS,
    HANDING_DEEDS,
    HEAD,
    OFFICER,
    TO_OFFICER,
    post_deeds,
)
from jiannuo.core.simulation.planting.drawing import Draw, Ints, Lot, Mask, between, draw_deeds, part_of_full_city
from jiannuo.core.simulation.recording.event_log import NONE, Columns, Correction, constant, instants, named, picked
from jiannuo.core.simulation.recording.times import BOOKS_FROM, BOOKS_TO, DAY, END, EVE, GAP_TO, HOUR, MINUTE

_DAYS = (END - EVE) // DAY
_AS_APPOINTED = ("relieved-at-once", "micro-overlap", "micro-vacant", "vacant")
"""Changes of which every other was laid down when the holder was appointed, so that nobody need relieve him of the post."""
_CHANGES = ("relieved-at-once", "micro-overlap", "micro-vacant", "vacant", "out-of-reach", "put-right", "found-out")


@dataclass(frozen=True, slots=True)
class Tenure:
    """A post day by day: what happens to it, when, and who holds it at the end of each day."""

    role: str
    letter: str
    draw: Draw
    since: Ints
    at: Ints
    holder: Ints

    @property
    def roles(self) -> "pa.Array":
        """Return the post, once for each day."""
        return constant(self.role, len(self.since))

    def persons(self, numbers: Ints) -> "pa.Array":
        """Return the ids of holders."""
        return named(self.letter, numbers)


def fill_posts(scene: Scene) -> None:
    """Record who takes posts up and leaves them, and who is handed complaints."""
    _hold(scene, HEAD, "service_centre_head", "y")
    _hand_over(scene, _hold(scene, OFFICER, "risk_officer", "h"))


def officer_of(scene: Scene) -> Tenure:
    """Return who is risk officer day by day."""
    return _tenure(scene, OFFICER, "risk_officer", "h")


def in_office(tenure: Tenure, at: Ints) -> Ints:
    """Return the holders of a post at some instants, none of which lies between eight and noon, when holders change."""
    day = (at - EVE) // DAY
    before = tenure.holder[np.maximum(day - 1, 0)]
    holders: Ints = np.where((at - EVE) % DAY < 8 * HOUR, before, tenure.holder[day])
    return holders


def _tenure(scene: Scene, theme: str, role: str, letter: str) -> Tenure:
    dice, since = scene.dice(role), EVE + np.arange(_DAYS) * DAY
    first, dark = np.arange(_DAYS) == 0, ((since >= BOOKS_FROM) & (since < BOOKS_TO)) | (since == GAP_TO)
    draw = draw_deeds(scene.dice(f"{role} deeds"), post_deeds(theme), Lot(~first, dark, city=scene.count))
    at = since + 9 * HOUR + between(dice, 0, 5400, _DAYS)
    return Tenure(role, letter, draw, since, at, np.cumsum(draw.of(*_CHANGES)))


def _hold(scene: Scene, theme: str, role: str, letter: str) -> Tenure:
    tenure = _tenure(scene, theme, role, letter)
    draw, since, at = tenure.draw, tenure.since, tenure.at
    later = at + between(scene.dice(f"{role} later"), 1800, 5400, _DAYS)
    left = _left_at(tenure)
    terms = _terms(tenure, left)
    _take_up(scene, tenure, np.arange(_DAYS) == 0, since, terms)
    _take_up(scene, tenure, draw.of(*_CHANGES), _taken_up(draw, at, later), terms)
    silent = draw.of("out-of-reach")
    scene.log.add("role_assigned", at[silent], picked(_person(tenure, tenure.holder), silent))
    _leave(scene, tenure, left)
    vacant = np.where(draw.of("micro-vacant", "vacant", "out-of-reach", "found-out"), left, NONE)
    scene.truths.elsewhere(_DAYS).plant(theme, draw, tenure.roles, Clocks(since, since + DAY, vacant))
    return tenure


def _taken_up(draw: Draw, at: Ints, later: Ints) -> Ints:
    """Return when the new holder is there and can be reached."""
    return np.where(draw.of("micro-vacant"), at + 1, np.where(draw.of("vacant", "out-of-reach"), later, at))


def _person(tenure: Tenure, holder: Ints) -> Columns:
    return {"role": tenure.roles, "person_id": tenure.persons(holder)}


def _take_up(scene: Scene, tenure: Tenure, who: Mask, at: Ints, terms: Ints) -> None:
    told = {"phone": constant("139****0000", len(at)), "holds_until": instants(terms)}
    scene.log.add("role_assigned", at[who], picked({**_person(tenure, tenure.holder), **told}, who))


def _left_at(tenure: Tenure) -> Ints:
    """Return when holders leave on days on which the post changes hands."""
    draw, at = tenure.draw, tenure.at
    left: Ints = np.where(draw.of("micro-overlap"), at + 1, np.where(draw.of("found-out"), at - HOUR, at))
    return left


def _as_appointed(tenure: Tenure) -> Mask:
    """Return the days on which somebody leaves because the time is over for which he was appointed."""
    over: Mask = tenure.draw.of(*_AS_APPOINTED) & (tenure.holder % 2 == 0)
    return over


def _terms(tenure: Tenure, left: Ints) -> Ints:
    """Return until when whoever takes a post up on a day was appointed, if that was laid down."""
    last = tenure.holder[-1]
    ends = np.full(last + 1, NONE)
    over = _as_appointed(tenure)
    ends[tenure.holder[over] - 1] = left[over]
    terms: Ints = ends[tenure.holder]
    return terms


def _leave(scene: Scene, tenure: Tenure, left: Ints) -> None:
    """Record when holders are relieved of their posts, at first wrongly where it is put right later."""
    draw, who = tenure.draw, tenure.draw.of(*_CHANGES) & ~_as_appointed(tenure)
    right, wrong = draw.of("put-right"), draw.of("found-out")
    said = np.where(right, left - HOUR, np.where(wrong, tenure.at, left))
    columns = _person(tenure, tenure.holder - 1)
    numbers = np.full(len(left), NONE)
    numbers[who] = scene.log.add("role_ended", said[who], picked(columns, who))
    mistaken = right | wrong
    correction = Correction(numbers, np.maximum(said, left) + HOUR)
    scene.log.correct("role_ended", mistaken, left, columns, correction)


def _hand_over(scene: Scene, officer: Tenure) -> None:
    """Record who is handed complaints: on afternoons, and at the very instants at which one officer relieves another."""
    count = max(round(0.03 * scene.count), round(80 * len(HANDING_DEEDS) * part_of_full_city(scene.count)), 7)
    dice = scene.dice("handing over")
    day = dice.integers(60, (BOOKS_FROM - EVE) // DAY, count)
    at = officer.since[day] + 13 * HOUR + between(dice, 0, 18_000, count)
    everybody = np.ones(count, np.bool_)
    draw = draw_deeds(scene.dice("handing"), HANDING_DEEDS, Lot(everybody, ~everybody, city=scene.count))
    holder = officer.holder[day]
    receiver = np.where(draw.of("to-former-holder", "found-out"), holder - 1, holder)
    receiver = np.where(draw.of("to-another"), holder + 5_000, np.where(draw.of("receiver-left-out"), NONE, receiver))
    said = np.where(draw.of("put-right"), holder - 1, np.where(draw.of("found-out"), holder, receiver))
    numbers = scene.log.add("case_assigned", at, _handed(officer, np.arange(count), said, draw))
    mistaken = draw.of("put-right", "found-out")
    right = _handed(officer, np.arange(count), receiver, draw)
    scene.log.correct("case_assigned", mistaken, at, right, Correction(numbers, at + 30 * MINUTE))
    scene.truths.elsewhere(count).plant(TO_OFFICER, draw, named("k", np.arange(count)), at_once(at))
    _hand_over_at_the_edge(scene, officer, count)


def _hand_over_at_the_edge(scene: Scene, officer: Tenure, used: int) -> None:
    days = np.flatnonzero(officer.draw.of("relieved-at-once"))
    codes = np.repeat(np.arange(len(EDGE_DEEDS)), len(days)).astype(np.int8)
    draw = Draw(EDGE_DEEDS, codes)
    day, cases = np.tile(days, len(EDGE_DEEDS)), used + np.arange(len(codes))
    at = officer.at[day] - draw.of("before-leaving", "before-taking-over")
    receiver = officer.holder[day] - draw.of("at-leaving", "before-leaving")
    scene.log.add("case_assigned", at, _handed(officer, cases, receiver, draw))
    scene.truths.elsewhere(len(cases)).plant(TO_OFFICER, draw, named("k", cases), at_once(at))


def _handed(officer: Tenure, cases: Ints, receiver: Ints, draw: Draw) -> Columns:
    givers = np.where(draw.of("giver-left-out"), NONE, cases % 9)
    return {
        "case_id": named("k", cases),
        "complaint_id": named("k", cases),
        "giver_id": named("g", givers),
        "receiver_id": officer.persons(receiver),
        "to_role": constant("risk_officer", len(cases)),
    }
