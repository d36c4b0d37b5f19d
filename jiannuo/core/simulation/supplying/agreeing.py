"""Rental companies agree to serve, and renew their agreements every other week: ahead, at the very end, too late."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow.compute as pc

from jiannuo.core.simulation.intending.scene import Scene
from jiannuo.core.simulation.intending.truths import Clocks, Truths
from jiannuo.core.simulation.planting.company_deeds import AGREEMENT, AGREEMENT_DEEDS, NO_BOOKS
from jiannuo.core.simulation.planting.drawing import Draw, Ints, between, part_of_full_city
from jiannuo.core.simulation.recording.event_log import NONE, Columns, Correction, constant, instants, named
from jiannuo.core.simulation.recording.times import (
    BOOKS_FROM,
    BOOKS_TO,
    DAY,
    END,
    EVE,
    GAP_TO,
    HOUR,
    START,
    day_of,
    midnight,
)

SERVED_CITY, _OTHER_CITY = "shanghai", "hangzhou"
MOVE = midnight(date(2026, 7, 15))
"""When some drivers go from one company to another."""
_COMPANIES, _RENEWALS = 24, 21
DARK_DAYS = np.array([GAP_TO, *range(BOOKS_FROM, BOOKS_TO, DAY)])
"""Days of which the register knows nothing at all."""


def companies_of(scene: Scene) -> int:
    """Return how many rental companies there are."""
    return max(1, min(round(_COMPANIES * part_of_full_city(scene.count)), scene.fleet.drivers))


@dataclass(frozen=True, slots=True)
class _Renewals:
    """For each renewal the company, the end of the agreement before, how it is renewed, and from when on."""

    company: Ints
    end: Ints
    draw: Draw
    since: Ints
    wrongly: Ints


def agree(scene: Scene) -> None:
    """Record the agreements of all companies, one after the other."""
    renewals = _draw_renewals(scene)
    numbers = np.arange(companies_of(scene))
    first_ends = renewals.end.reshape(len(numbers), -1)[:, 0]
    eve = np.full(len(numbers), EVE)
    scene.log.add("agreement_signed", eve, _agreement(numbers, eve, first_ends))
    _agree_elsewhere(scene, numbers)
    _renew(scene, renewals)
    _plant(scene.truths, renewals)
    companies, days = np.repeat(numbers, len(DARK_DAYS)), np.tile(DARK_DAYS, len(numbers))
    _plant_days(scene.truths, NO_BOOKS, (companies, days, np.full(len(days), NONE)))


def company_of(scene: Scene, driver: Ints, at: Ints | int) -> Ints:
    """Return the companies of drivers at some instants: one in ten goes to the next company in the middle of July."""
    companies: Ints = (driver + (driver % 10 == 7) * (np.asarray(at) >= MOVE)) % companies_of(scene)
    return companies


def _agree_elsewhere(scene: Scene, companies: Ints) -> None:
    """Record an agreement of each company for a city in which it never serves: nobody is owed another one there."""
    eve = np.full(len(companies), EVE)
    columns = _agreement(companies, eve, eve + 10 * DAY)
    scene.log.add("agreement_signed", eve, {**columns, "city": constant(_OTHER_CITY, len(companies))})


def _draw_renewals(scene: Scene) -> _Renewals:
    dice, count = scene.dice("renewals"), companies_of(scene) * _RENEWALS
    company, turn = np.divmod(np.arange(count), _RENEWALS)
    end = START + (6 + 13 * turn) * DAY + 8 * HOUR + between(dice, 0, 14_000, count)
    codes = (dice.permutation(count) % (len(AGREEMENT_DEEDS) - 1)).astype(np.int8)
    draw = Draw(AGREEMENT_DEEDS, codes)
    late, ahead = end + between(dice, 7_200, 32_000, count), end - HOUR
    since = np.where(draw.of("renewed-ahead", "put-right"), ahead, end)
    since = np.where(draw.of("micro-late"), end + 1, np.where(draw.of("hours-late", "found-out"), late, since))
    since = np.where(draw.of("days-late"), end + 3 * DAY, since)
    wrongly = np.where(draw.of("put-right"), late, np.where(draw.of("found-out"), ahead, NONE))
    return _Renewals(company, end, draw, since, wrongly)


def _agreement(company: Ints, since: Ints, until: Ints) -> Columns:
    return {
        "company_id": named("m", company),
        "city": constant(SERVED_CITY, len(company)),
        "valid_from": instants(since),
        "valid_to": instants(until),
    }


def _renew(scene: Scene, renewals: _Renewals) -> None:
    """Record the renewals, signed on the day before or at the very end; wrong dates are put right a day later."""
    by_company = renewals.end.reshape(-1, _RENEWALS)
    last = np.full((len(by_company), 1), END + 300 * DAY)
    until = np.concatenate([by_company[:, 1:], last], axis=1).ravel()
    at_end = renewals.draw.of("recorded-after")
    at = np.where(at_end, renewals.end, renewals.end - DAY)
    mistaken = renewals.wrongly >= 0
    said = np.where(mistaken, renewals.wrongly, renewals.since)
    recorded = np.where(at_end, at + 1, at + HOUR)
    numbers = scene.log.add("agreement_signed", at, _agreement(renewals.company, said, until), recorded=recorded)
    really = _agreement(renewals.company, renewals.since, until)
    scene.log.correct("agreement_signed", mistaken, at, really, Correction(numbers, at + DAY))


def _plant(truths: Truths, renewals: _Renewals) -> None:
    """Note what each renewal means for the day on which the agreement before ended, and for the days without one."""
    day = day_of(renewals.end)
    for deed in AGREEMENT_DEEDS[:-1]:
        mask = renewals.draw.of(deed.name)
        for later in range(4 if deed.name == "days-late" else 1):
            days = day[mask] + later * DAY
            _plant_days(truths, deed.name, (renewals.company[mask], days, np.maximum(renewals.end[mask], days)))


def _plant_days(truths: Truths, name: str, told: tuple[Ints, Ints, Ints]) -> None:
    """Note what is meant for some days of companies; last comes since when they would be without an agreement."""
    company, days, without = told
    count = len(days)
    draw = Draw(AGREEMENT_DEEDS, np.full(count, NONE, np.int8)).but(name, np.ones(count, np.bool_))
    subjects = pc.binary_join_element_wise(named("m", company), SERVED_CITY, "/")
    truths.elsewhere(count).plant(AGREEMENT, draw, subjects, Clocks(days, days + DAY, without))
