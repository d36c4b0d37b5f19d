"""Ratings: the link, what passengers say, and the check of the next day."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from jiannuo.core.simulation.deadlines import Answers, Window, answer, record
from jiannuo.core.simulation.deeds import CHECK, LINK, ONE_LINK
from jiannuo.core.simulation.drawing import Ints, between
from jiannuo.core.simulation.event_log import NONE, chosen, constant, instants, named
from jiannuo.core.simulation.journeys import DAY, MINUTE, START, ZONE
from jiannuo.core.simulation.scene import Scene
from jiannuo.core.simulation.sending import send_again
from jiannuo.core.simulation.truths import Clocks, at_once

_SECOND = 1_000_000
_STARS = (0.03, 0.03, 0.06, 0.2, 0.68)
_VERDICTS = ("true", "false", "unclear")


def send_links(scene: Scene) -> None:
    """Record the link that is sent after every ride, and second ones."""
    dice, draw, opened = scene.dice("links"), scene.meant.link, scene.journeys.ended
    due = opened + 5 * MINUTE
    answers = answer(draw, Window(opened, due, (5, 240), (30, 7200)), dice)
    columns = {"order_id": scene.orders, "token": named("k", np.arange(scene.count))}
    record(scene.log, "rating_link_sent", answers, columns)
    again = answers.at + 20 * _SECOND
    tokens = {"token": named("k", scene.count + np.arange(scene.count))}
    send_again(scene, draw, "rating_link_sent", again, tokens)
    scene.truths.plant(LINK, draw, scene.orders, Clocks(opened, due, answers.at))
    scene.truths.plant(ONE_LINK, draw, scene.orders, at_once(np.where(draw.of("sent-twice"), again, answers.at)))


def rate(scene: Scene) -> None:
    """Record ratings and their checks."""
    dice, draw, rated = scene.dice("rating"), scene.meant.check, scene.meant.rated
    at = scene.journeys.ended + between(dice, 600, 72_000, scene.count)
    midnight = START + ((at - START) // DAY + 1) * DAY
    at = np.where(draw.of("midnight"), midnight, np.where(draw.of("before-midnight"), midnight - 1, at))
    due = START + ((at - START) // DAY + 2) * DAY
    ratings = named("r", np.where(rated, np.arange(scene.count), NONE))
    of_rating = {"rating_id": ratings, "rated_on": days_of(at)}
    said = {
        **of_rating,
        "rater": constant("passenger", scene.count),
        "stars": pa.array(dice.choice(5, scene.count, p=_STARS) + 1),
        "channel": chosen(("link", "app"), dice.integers(0, 2, scene.count)),
    }
    scene.tell("rating_submitted", rated, at, said)
    _check(scene, at, due, of_rating)


def _check(scene: Scene, at: Ints, due: Ints, of_rating: dict[str, "pa.Array"]) -> None:
    """Record the checks; those in time are made on the next day between 8 and 20 o'clock."""
    dice, draw = scene.dice("checking"), scene.meant.check
    window = Window(due - DAY, due, (8 * 3600, 20 * 3600), (3600, 40_000))
    answers = answer(draw, window, dice)
    done = np.where(draw.of("before-midnight"), due + between(dice, 3600, 40_000, scene.count), answers.at)
    answers = Answers(done, np.where(draw.of("recorded-after"), answers.recorded, done + _SECOND), answers.wrong)
    officers = named("f", dice.integers(0, 12, scene.count))
    columns = {
        **of_rating,
        "officer_id": officers,
        "actor": officers,
        "actor_kind": constant("person", scene.count),
        "verdict": chosen(_VERDICTS, dice.choice(3, scene.count, p=(0.9, 0.07, 0.03))),
    }
    record(scene.log, "rating_verified", answers, columns)
    scene.truths.plant(CHECK, draw, of_rating["rating_id"], Clocks(at, due, answers.at))


def days_of(at: Ints) -> "pa.Array":
    """Return the local dates of instants as texts."""
    local = pc.local_timestamp(instants(at).cast(pa.timestamp("us", tz=ZONE)))
    return local.cast(pa.date32()).cast(pa.string())
