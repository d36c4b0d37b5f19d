"""Contacts: drivers reach their passengers after acceptance, calls are recorded, some are contacted once or never."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from jiannuo.core.simulation.intending.scene import Scene
from jiannuo.core.simulation.intending.truths import Clocks, decided
from jiannuo.core.simulation.planting.arrival_deeds import HANDED_ON_LATE
from jiannuo.core.simulation.planting.contact_deeds import KEPT_CONTACTS, NOTICE, TWO
from jiannuo.core.simulation.planting.deeds import CONTACT, RECORDING
from jiannuo.core.simulation.planting.drawing import Ints, between
from jiannuo.core.simulation.recording.deadlines import Answers, Window, answer, record
from jiannuo.core.simulation.recording.event_log import NONE, Columns, chosen, constant, named
from jiannuo.core.simulation.recording.times import DAY, HOUR, MINUTE, SECOND


def contact(scene: Scene) -> None:
    """Record how drivers first reach their passengers, and keep the recordings of calls."""
    meant, opened = scene.meant, scene.journeys.accepted
    answers = _first_contacts(scene)
    by_call = meant.by_call
    reached = ~meant.contact.of("not-reached")
    calls = named("q", np.where(by_call, np.arange(scene.count), NONE))
    columns = {
        "order_id": scene.orders,
        "driver_id": named("d", scene.fleet.driver),
        "channel": chosen(("sms", "call"), by_call.astype(np.int64)),
        "purpose": constant("first", scene.count),
        "delivered_or_connected": pa.array(reached, mask=meant.contact.of("not-told") | meant.notice.of("not-told")),
        "trip_confirmed": pa.array(reached),
        "on_time_told": pa.array(reached),
        "call_id": calls,
    }
    record(scene.log, "contact_made", answers, columns)
    for draw in (meant.contact, meant.notice):
        scene.plant(CONTACT, draw, Clocks(opened, opened + HOUR, answers.at))
    ahead = scene.journeys.target - 10 * MINUTE
    scene.plant(NOTICE, meant.notice, Clocks(opened, ahead, answers.at))
    kept = {"call_id": calls, "driver_id": columns["driver_id"], "recording_id": calls, "file_hash": calls}
    _keep_recordings(scene, answers.at, {"order_id": scene.orders, **kept})


def _first_contacts(scene: Scene) -> Answers:
    """Return when passengers are contacted first: by the hour, or ahead of an appointment that is near."""
    meant, journeys, opened = scene.meant, scene.journeys, scene.journeys.accepted
    hourly = answer(meant.contact, Window(opened, opened + HOUR, (20, 3300), (30, 1800)), scene.dice("contacting"))
    dice = scene.dice("contacting ahead")
    ahead = answer(meant.notice, Window(opened, journeys.target - 10 * MINUTE, (20, 600), (30, 280)), dice)
    missed = journeys.appointment - 10 * MINUTE + between(dice, 60, 280, scene.count)
    at = np.where(meant.notice.of("after-move"), missed, ahead.at)
    short = meant.notice.any
    return Answers(
        np.where(short, at, hourly.at),
        np.where(short, np.where(meant.notice.of("recorded-after"), at + 1, at + SECOND), hourly.recorded),
        np.where(short, ahead.wrong, hourly.wrong),
    )


def _keep_recordings(scene: Scene, called: Ints, columns: Columns) -> None:
    draw = scene.meant.recording
    answers = answer(draw, Window(called, called + DAY, (60, 36_000), (60, 86_400)), scene.dice("recordings"))
    record(scene.log, "call_recorded", answers, columns)
    scene.truths.plant(RECORDING, draw, columns["call_id"], Clocks(called, called + DAY, answers.at))


def talk_more(scene: Scene) -> None:
    """Record the contacts that some passengers, reached once or never, are owed until the end of the ride."""
    draw, ended = scene.meant.talks, scene.journeys.ended
    before, after = scene.journeys.started + 2 * MINUTE, ended + 2 * MINUTE
    at = np.where(draw.of("second-at-end", "only-at-end", "second-recorded-after", "only-recorded-after"), ended, NONE)
    at = np.where(draw.of("second-micro-late", "only-micro-late"), ended + 1, at)
    at = np.where(draw.of("second-put-right", "only-put-right"), before, at)
    at = np.where(draw.of("second-found-out", "only-found-out"), after, at)
    wrong = np.where(draw.of("second-put-right", "only-put-right"), after, NONE)
    wrong = np.where(draw.of("second-found-out", "only-found-out"), before, wrong)
    told = np.ones(scene.count, np.bool_)
    columns = {
        "order_id": scene.orders,
        "driver_id": named("d", scene.fleet.serving),
        "channel": constant("sms", scene.count),
        "purpose": constant("other", scene.count),
        "delivered_or_connected": pa.array(told),
        "trip_confirmed": pa.array(told),
    }
    later = draw.of("second-recorded-after", "only-recorded-after")
    record(scene.log, "contact_made", Answers(at, np.where(later, at + 1, at + SECOND), wrong), columns)
    clocks = Clocks(scene.journeys.accepted, ended, at)
    # Nobody noted when the second of two contacts was made: before the order was handed on so late, or after.
    either = draw.of("two") & scene.meant.arrival.of(*HANDED_ON_LATE)
    holders = pc.if_else(pa.array(either), pa.scalar(None, pa.string()), scene.holding(decided(TWO, draw, clocks)))
    scene.truths.plant(TWO, draw, scene.orders, clocks, owners=holders)
    scene.truths.plant(KEPT_CONTACTS, draw, scene.orders, clocks)
