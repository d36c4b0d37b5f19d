"""The order systems of the cities: probed every day, and down for a while in each month, as long as the target allows or longer."""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np
import pyarrow as pa

from jiannuo.core.simulation.intending.scene import Scene
from jiannuo.core.simulation.intending.truths import Clocks
from jiannuo.core.simulation.planting.drawing import Draw, Ints, Lot, Mask, draw_deeds, part_of_full_city
from jiannuo.core.simulation.planting.fleet_deeds import AVAILABLE, SYSTEM_DEEDS
from jiannuo.core.simulation.recording.event_log import NONE, Correction, constant, named
from jiannuo.core.simulation.recording.times import DAY, END, EVE, GAP_FROM, GAP_TO, HOUR, MINUTE, midnight

_FIRSTS = [*(midnight(date(2026, month, 1)) for month in range(3, 13)), midnight(date(2027, 1, 1))]
"""When the months of the record begin, and the one after them."""
_SYSTEMS = 30
"""So many cities of the platform have an order system of their own, from a full city on."""
_ALLOWED = 200
"""A system may be down for one part in so many of a month: it is to be available for 99.5 % of it."""
_LONGER = {"at-target": 0, "micro-more": 1, "micro-less": -1, "found-out": 2 * HOUR, "broken-down": 9 * HOUR}
"""How much longer than allowed it is down; in other months for an hour."""
_PROBED = ("four-probes-fail", "probes-fail")


@dataclass(frozen=True, slots=True)
class _Months:
    """A month of every order system: which system, when the month begins and ends, and what becomes of it."""

    number: Ints
    since: Ints
    until: Ints
    draw: Draw

    def system(self, who: Mask) -> "pa.Array":
        """Return the systems of the marked months."""
        return _systems(self.number[who])


def probe(scene: Scene) -> None:
    """Record probes and incidents."""
    months = _draw_months(scene)
    days = EVE + np.arange((END - EVE) // DAY) * DAY
    systems = np.unique(months.number)
    _probe(scene, np.tile(days, len(systems)), np.repeat(systems, len(days)), ok=True)
    _interrupt(scene, months)
    _fail(scene, months)
    count = len(months.number)
    owners = constant("technical_team", count)
    clocks = Clocks(months.since, months.until, months.until)
    truths = scene.truths.elsewhere(count)
    truths.plant(AVAILABLE, months.draw, _systems(months.number), clocks, owners=owners)


def _draw_months(scene: Scene) -> _Months:
    spans = np.array(list(pairwise(_FIRSTS)))
    systems = max(1, round(_SYSTEMS * part_of_full_city(scene.count)))
    since, until = np.tile(spans, (systems, 1)).T
    dark = (since < GAP_TO) & (until > GAP_FROM)
    everyone = np.ones(len(since), np.bool_)
    draw = draw_deeds(scene.dice("months of systems"), SYSTEM_DEEDS, Lot(everyone, dark, city=scene.count))
    return _Months(np.repeat(np.arange(systems), len(spans)), since, until, draw)


def _systems(numbers: Ints) -> "pa.Array":
    return named("orders-", numbers)


def _down_at(months: _Months) -> Ints:
    return months.since + 8 * DAY + 2 * HOUR


def _allowed(months: _Months) -> Ints:
    return (months.until - months.since) // _ALLOWED


def _interrupt(scene: Scene, months: _Months) -> None:
    """Record the incidents that somebody opens, with ends that are wrong at first where they are put right."""
    draw, at, allowed = months.draw, _down_at(months), _allowed(months)
    who = ~draw.of(*_PROBED)
    up = at + HOUR
    for name, longer in _LONGER.items():
        up = np.where(draw.of(name), at + allowed + longer, up)
    said = np.where(draw.of("put-right"), at + allowed + 5 * HOUR, np.where(draw.of("found-out"), at + HOUR, up))
    scene.log.add("incident_opened", at[who], {"system": months.system(who)})
    numbers = np.full(len(at), NONE)
    numbers[who] = scene.log.add("incident_closed", said[who], {"system": months.system(who)})
    mistaken = draw.of("put-right", "found-out")
    correction = Correction(numbers, np.maximum(said, up) + HOUR)
    scene.log.correct("incident_closed", mistaken, up, {"system": _systems(months.number)}, correction)


def _fail(scene: Scene, months: _Months) -> None:
    """Let four probes fail, a minute apart; where it is not up again at the fifth, that opens an incident.

    Where it is, the sixth fails again, which is the first of another row.
    """
    at, who = _down_at(months), months.draw.of(*_PROBED)
    down = months.draw.of("probes-fail")
    for minute in range(4):
        _probe(scene, at[who] + minute * MINUTE, months.number[who], ok=False)
    for mask in (down, who & ~down):
        _probe(scene, at[mask] + 4 * MINUTE, months.number[mask], ok=mask is not down)
    _probe(scene, at[who & ~down] + 5 * MINUTE, months.number[who & ~down], ok=False)
    until = at + _allowed(months) + 3 * HOUR
    scene.log.add("incident_closed", until[down], {"system": months.system(down)})


def _probe(scene: Scene, at: Ints, systems: Ints, *, ok: bool) -> None:
    columns = {"system": _systems(systems), "ok": pa.array(np.full(len(at), ok))}
    scene.log.add("health_checked", at, columns)
