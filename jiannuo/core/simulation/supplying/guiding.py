"""Airports and stations, and the guides that tell passengers where to meet: there before the first order, or later."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from jiannuo.core.simulation.intending.scene import Scene
from jiannuo.core.simulation.intending.truths import Clocks, Truths
from jiannuo.core.simulation.planting.company_deeds import GUIDE, GUIDE_DEEDS
from jiannuo.core.simulation.planting.drawing import Draw, Ints, part_of_full_city
from jiannuo.core.simulation.recording.deadlines import Answers, record
from jiannuo.core.simulation.recording.event_log import NONE, constant, named
from jiannuo.core.simulation.recording.times import DAY, GAP_TO, HOUR, day_of, end_of_day

_PLACES = {
    "before": 30,
    "at-first-order": 60,
    "recorded-after": 60,
    "micro-late": 20,
    "days-late": 20,
    "never": 10,
    "put-right": 60,
    "found-out": 20,
}
"""How many places of a full city have guides of each sort."""
_USED_FOR = 90


def places_of(scene: Scene) -> Ints:
    """Return the airport or station of each order; NONE for those that have none."""
    dice, has = scene.dice("places in use"), scene.meant.product < 4
    count = max(1, round(sum(_PLACES.values()) * part_of_full_city(scene.count)))
    places = np.full(scene.count, NONE)
    places[has] = dice.permutation(int(np.count_nonzero(has))) % count
    return places


def place_ids(places: Ints) -> "pa.Array":
    """Return the ids of places."""
    return named("w", places)


@dataclass(frozen=True, slots=True)
class _Places:
    """The places with orders: the instants of the first and the last, how guides are published, and when (or NONE)."""

    number: Ints
    first: Ints
    last: Ints
    draw: Draw
    published: Ints


def guide(scene: Scene) -> None:
    """Record the guides of all places."""
    places = _draw_places(scene)
    at, first = places.published, places.first
    wrong = np.where(places.draw.of("put-right"), first + 2 * DAY, NONE)
    wrong = np.where(places.draw.of("found-out"), first - DAY, wrong)
    recorded = np.where(places.draw.of("recorded-after"), at + 1, at + HOUR)
    columns = {
        "place_id": place_ids(places.number),
        "scene": constant("arrivals", len(at)),
        "version": constant("1", len(at)),
    }
    record(scene.log, "guide_published", Answers(at, recorded, wrong), columns)
    _plant(scene.truths, places)


def _draw_places(scene: Scene) -> _Places:
    place, placed = places_of(scene), scene.journeys.placed
    used = place >= 0
    number = np.unique(place[used])
    index = np.searchsorted(number, place[used])
    first, last = np.full(len(number), np.iinfo(np.int64).max), np.full(len(number), NONE)
    np.minimum.at(first, index, placed[used])
    np.maximum.at(last, index, placed[used])
    names = [deed.name for deed in GUIDE_DEEDS]
    dealt = np.repeat([names.index(name) for name in _PLACES], list(_PLACES.values()))
    codes = scene.dice("guides").permutation(dealt)[np.arange(len(number)) % len(dealt)].astype(np.int8)
    draw = Draw(GUIDE_DEEDS, codes)
    published = np.where(draw.of("before"), first - 2 * DAY, first)
    published = np.where(draw.of("micro-late"), first + 1, np.where(draw.of("never"), NONE, published))
    published = np.where(draw.of("days-late"), first + 3 * DAY, published)
    published = np.where(draw.of("put-right"), first - DAY, np.where(draw.of("found-out"), first + 2 * DAY, published))
    return _Places(number, first, last, draw, published)


def _plant(truths: Truths, places: _Places) -> None:
    """Note what is meant for the first day of each place in use, for the days without a guide, and for the dark one."""
    begun = np.where(places.published >= 0, np.minimum(places.first, places.published), places.first)
    first_day, lacking = day_of(places.first), places.draw.of("days-late", "never", "found-out")
    opened = np.maximum(first_day, begun)
    codes = places.draw.codes
    _plant_days(truths, (places.number, codes), opened)
    until = np.where(places.draw.of("never"), day_of(places.last) + _USED_FOR * DAY, day_of(places.published))
    more = np.where(lacking, (until - first_day) // DAY, 0)
    which = np.repeat(np.arange(len(more)), more)
    nth = np.arange(len(which)) - np.repeat(np.cumsum(more) - more, more) + 1
    days = first_day[which] + nth * DAY
    known = days != GAP_TO
    _plant_days(truths, (places.number[which][known], codes[which][known]), days[known])
    dark = np.full(len(codes), len(GUIDE_DEEDS) - 1, np.int8)
    _plant_days(truths, (places.number, dark), np.full(len(codes), GAP_TO))


def _plant_days(
    truths: Truths, told: tuple[Ints, "np.ndarray[tuple[int, ...], np.dtype[np.int8]]"], days: Ints
) -> None:
    places, codes = told
    clocks = Clocks(days, end_of_day(days), days)
    truths.elsewhere(len(days)).plant(GUIDE, Draw(GUIDE_DEEDS, codes), place_ids(places), clocks)
