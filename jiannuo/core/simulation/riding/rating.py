"""Ratings: the link, what passengers and drivers say, and the check of the next day."""

import numpy as np
import pyarrow as pa

from jiannuo.core.simulation.intending.scene import Scene
from jiannuo.core.simulation.intending.truths import Clocks, at_once
from jiannuo.core.simulation.planting.deeds import CHECK, LINK, ONE_LINK
from jiannuo.core.simulation.planting.drawing import Draw, Ints, between
from jiannuo.core.simulation.planting.rating_deeds import DRIVER_RATES, RATED, WEEKS_LATER
from jiannuo.core.simulation.recording.deadlines import Answers, Window, answer, record
from jiannuo.core.simulation.recording.event_log import NONE, Columns, Correction, chosen, constant, named, persons
from jiannuo.core.simulation.recording.times import DAY, HOUR, MINUTE, SECOND, START, end_of_day
from jiannuo.core.simulation.riding.closing_days import BadRatings, close_days, days_of
from jiannuo.core.simulation.riding.sending import send_again

_STARS = (0.03, 0.03, 0.06, 0.2, 0.68)
_VERDICTS = ("true", "false", "unclear")
_LATER_DAYS = np.array([*range(33, 37), *range(57, 110)])
"""Some passengers rate when the ride is long over: after the days on which orders are placed."""


def send_links(scene: Scene) -> None:
    """Record the link that is sent after every ride, and second ones."""
    dice, draw, opened = scene.dice("links"), scene.meant.link, scene.journeys.ended
    opened = opened + scene.meant.press.of("end-micro-late")
    due = opened + 5 * MINUTE
    answers = answer(draw, Window(opened, due, (5, 240), (30, 7200)), dice)
    columns = {"order_id": scene.orders, "token": named("k", np.arange(scene.count))}
    record(scene.log, "rating_link_sent", answers, columns)
    again = answers.at + 20 * SECOND
    tokens = {"token": named("k", scene.count + np.arange(scene.count))}
    send_again(scene, draw, "rating_link_sent", again, tokens)
    scene.truths.plant(LINK, draw, scene.orders, Clocks(opened, due, answers.at))
    scene.truths.plant(ONE_LINK, draw, scene.orders, at_once(np.where(draw.of("sent-twice"), again, answers.at)))


def rate(scene: Scene) -> None:
    """Record ratings and their checks, and the days that are closed."""
    ratings, dice = scene.meant.ratings, scene.dice("rating")
    rated = ratings.passengers.any
    at, wrong = _rated(scene, ratings.passengers, between(dice, 600, 72_000, scene.count))
    midnight = end_of_day(at)
    at = np.where(
        ratings.check.of("midnight"), midnight, np.where(ratings.check.of("before-midnight"), midnight - 1, at)
    )
    stars = dice.choice(5, scene.count, p=_STARS) + 1
    stars = np.where(ratings.passengers.of(WEEKS_LATER), 1 + stars % 3, stars)
    stars = np.where(ratings.check.of("never", "hidden"), np.maximum(stars, 4), stars)
    columns = {
        "rating_id": named("r", np.where(rated, np.arange(scene.count), NONE)),
        "rater": constant("passenger", scene.count),
        "stars": pa.array(stars),
        "channel": chosen(("link", "app"), dice.integers(0, 2, scene.count)),
    }
    _submit(scene, ratings.passengers, (at, wrong), columns)
    scene.truths.plant(RATED, ratings.passengers, scene.orders, at_once(at))
    checked = _check(scene, at, columns["rating_id"])
    bad = rated & (stars <= 3)
    close_days(scene, at[rated], BadRatings(at[bad], checked[bad]))
    _rate_passengers(scene)


def _rated(scene: Scene, draw: Draw, after: Ints) -> tuple[Ints, Ints]:
    """Return when it is rated, and when it is wrongly said to be rated at first (or NONE)."""
    journeys = scene.journeys
    ended, during = journeys.ended, (journeys.started + journeys.ended) // 2
    later = START + _LATER_DAYS[np.cumsum(draw.of(WEEKS_LATER)) % len(_LATER_DAYS)] * DAY + 8 * HOUR + after // 2
    at = np.where(draw.of(WEEKS_LATER), later, ended + after)
    for names, instant in (
        (("before-end", "found-out"), during),
        (("at-end",), ended),
        (("micro-after-end",), ended + 1),
        (("micro-before-end",), ended - 1),
    ):
        at = np.where(draw.of(*names), instant, at)
    wrong = np.where(draw.of("put-right"), during, np.where(draw.of("found-out"), ended + after, NONE))
    return at, wrong


def _submit(scene: Scene, draw: Draw, when: tuple[Ints, Ints], columns: Columns) -> None:
    at, wrong = when
    mistaken = wrong >= 0
    first = np.where(mistaken, wrong, at)
    numbers = scene.tell("rating_submitted", draw.any, first, {**columns, "rated_on": days_of(first)})
    really = {"order_id": scene.orders, **columns, "rated_on": days_of(at)}
    correction = Correction(numbers, np.maximum(at, wrong) + HOUR)
    scene.log.correct("rating_submitted", mistaken, at, really, correction)


def _rate_passengers(scene: Scene) -> None:
    """Record what drivers say of their passengers, once or twice."""
    dice, draw, numbers = scene.dice("drivers' ratings"), scene.meant.ratings.drivers, np.arange(scene.count)
    at, wrong = _rated(scene, draw, between(dice, 60, 36_000, scene.count))
    columns = {
        "rating_id": named("r", scene.count + numbers),
        "rater": constant("driver", scene.count),
        "stars": pa.array(dice.choice(5, scene.count, p=_STARS) + 1),
        "channel": constant("app", scene.count),
    }
    _submit(scene, draw, (at, wrong), columns)
    again = at + MINUTE
    second = {**columns, "rating_id": named("r", 2 * scene.count + numbers), "rated_on": days_of(again)}
    send_again(scene, draw, "rating_submitted", again, second)
    scene.plant(DRIVER_RATES, draw, at_once(np.where(draw.of("sent-twice"), again, at)))


def _check(scene: Scene, at: Ints, ratings: "pa.Array") -> Ints:
    """Record the checks and return when; those in time are made on the next day between 8 and 20 o'clock."""
    dice, draw = scene.dice("checking"), scene.meant.ratings.check
    due = end_of_day(at, later=1)
    window = Window(due - DAY, due, (8 * 3600, 20 * 3600), (3600, 40_000))
    answers = answer(draw, window, dice)
    done = np.where(draw.of("before-midnight"), due + between(dice, 3600, 40_000, scene.count), answers.at)
    answers = Answers(done, np.where(draw.of("recorded-after"), answers.recorded, done + SECOND), answers.wrong)
    officers = named("f", dice.integers(0, 12, scene.count))
    columns = {
        "rating_id": ratings,
        "rated_on": days_of(at),
        "officer_id": officers,
        **persons(officers),
        "verdict": chosen(_VERDICTS, dice.choice(3, scene.count, p=(0.9, 0.07, 0.03))),
    }
    record(scene.log, "rating_verified", answers, columns)
    scene.truths.plant(CHECK, draw, ratings, Clocks(at, due, answers.at))
    return answers.at
