"""The beginnings and ends of rides, as drivers press them."""

import numpy as np
import pyarrow as pa

from jiannuo.core.simulation.intending.scene import Scene, points, unless
from jiannuo.core.simulation.intending.truths import Clocks, at_once
from jiannuo.core.simulation.planting.deeds import HANDED
from jiannuo.core.simulation.planting.drawing import Ints, Mask, between
from jiannuo.core.simulation.planting.press_deeds import AT_PLACE, ENDED, KEPT_PRESSES, STARTED, THREE, WITHOUT_END
from jiannuo.core.simulation.recording.deadlines import Answers, record
from jiannuo.core.simulation.recording.event_log import NONE, Correction, named
from jiannuo.core.simulation.recording.times import HOUR, MINUTE, SECOND
from jiannuo.core.simulation.riding.ordering import destinations, pickup_points


def ride(scene: Scene) -> None:
    """Record the beginnings and ends of rides; some press "end" twice."""
    started, ended = _start(scene), _end(scene)
    scene.tell("order_completed", scene.meant.served, scene.journeys.ended)
    draw, clocks = scene.meant.press, Clocks(scene.journeys.accepted, scene.journeys.ended, ended)
    scene.plant(THREE, draw, clocks)
    scene.truths.plant(KEPT_PRESSES, draw, scene.orders, clocks)
    scene.truths.plant(STARTED, draw, scene.orders, at_once(started), owners=named("d", _starting(scene)))
    for theme in (ENDED, AT_PLACE):
        scene.plant(theme, draw, at_once(ended))


def _start(scene: Scene) -> Ints:
    """Record who starts the rides, and return when: whoever serves the order, or somebody else."""
    draw, served = scene.meant.plate, scene.meant.served
    right, wrong = draw.of("driver-put-right"), draw.of("driven-by-another", "driver-put-right")
    said = np.where(wrong, _another(scene), _starting(scene))
    confirmed = {"destination_confirmed": pa.array(served), "route_confirmed": pa.array(served)}
    columns = {"order_id": scene.orders, **scene.by_driver(), "place": points(*pickup_points(scene)), **confirmed}
    answers = _starts(scene)
    numbers = record(scene.log, "start_pressed", answers, {**columns, "driver_id": named("d", said)})
    at = scene.journeys.started
    scene.log.correct("start_pressed", right, at, columns, Correction(numbers, at + HOUR))
    until = np.where(scene.meant.cancelled, scene.journeys.cancelled, scene.journeys.ended)
    until = np.where(scene.fleet.relief >= 0, scene.fleet.reassigned, until)
    clocks = Clocks(scene.journeys.accepted, until, np.where(draw.of("driven-by-another"), at, NONE))
    scene.truths.plant(HANDED, draw, scene.orders, clocks, owners=named("d", scene.fleet.driver))
    return answers.at


def _starting(scene: Scene) -> Ints:
    """Return who starts the rides, as is known in the end."""
    draw, serving = scene.meant.plate, scene.fleet.serving
    return np.where(draw.of("driven-by-another"), _another(scene), np.where(draw.of("driver-not-told"), NONE, serving))


def _another(scene: Scene) -> Ints:
    """Return drivers whom the order was not given to."""
    return scene.fleet.drivers + np.arange(scene.count) % 97


def _starts(scene: Scene) -> Answers:
    """Return when "start" is pressed, and when it is wrongly said to be pressed at first."""
    draw, journeys = scene.meant.press, scene.journeys
    too_soon, too_late = journeys.arrived - 3 * MINUTE, journeys.ended + 5 * MINUTE
    at = journeys.started
    for name, instant in (
        ("start-first", journeys.arrived - between(scene.dice("starting first"), 60, 300, scene.count)),
        ("start-at-arrival", journeys.arrived),
        ("start-micro-after-arrival", journeys.arrived + 1),
        ("start-micro-before-arrival", journeys.arrived - 1),
        ("start-found-out", too_soon),
        ("start-at-end", journeys.ended),
        ("start-micro-before-end", journeys.ended - 1),
        ("start-micro-after-end", journeys.ended + 1),
        ("late-start-found-out", too_late),
    ):
        at = np.where(draw.of(name), instant, at)
    at = np.where(scene.meant.served & ~draw.of("forgotten-start", "hidden"), at, NONE)
    wrong = np.where(draw.of("start-found-out", "late-start-found-out"), journeys.started, NONE)
    wrong = np.where(draw.of("start-put-right"), too_soon, np.where(draw.of("late-start-put-right"), too_late, wrong))
    return Answers(at, at + SECOND, wrong)


def _end(scene: Scene) -> Ints:
    """Record when and where rides end, and return when."""
    draw, journeys, device = scene.meant.press, scene.journeys, scene.by_driver()
    east, north = destinations(scene)
    there, off = points(east, north), points(east, north + 3_000)
    far = draw.of("end-elsewhere", "end-place-put-right")
    place = unless(_either(far, off, there), draw.of("end-place-not-told"))
    at = np.where(draw.of("end-micro-late"), journeys.ended + 1, journeys.ended)
    at = np.where(scene.meant.served & ~draw.of(*WITHOUT_END), at, NONE)
    recorded = np.where(draw.of("recorded-after"), at + 1, at + SECOND)
    columns = {"order_id": scene.orders, **device, "place": place}
    nothing = np.full(scene.count, NONE)
    numbers = record(scene.log, "end_pressed", Answers(at, recorded, nothing), columns)
    right = draw.of("end-place-put-right", "end-place-found-out")
    really = {**columns, "place": _either(draw.of("end-place-found-out"), off, there)}
    scene.log.correct("end_pressed", right, at, really, Correction(numbers, at + HOUR))
    others = {"driver_id": named("d", _another(scene)), "place": there}
    plate = scene.meant.plate
    scene.tell("end_pressed", plate.of("ended-by-another"), journeys.ended, others)
    scene.tell("end_pressed", plate.of("ended-by-another-after"), journeys.ended + 1, others)
    twice = scene.meant.link.of("pressed-twice")
    scene.tell("end_pressed", twice, journeys.ended + 2 * SECOND, {**device, "place": there})
    return at


def _either(mask: Mask, yes: "pa.Array", no: "pa.Array") -> "pa.Array":
    """Return the rows of one column where the mask is set, and of another elsewhere."""
    return pa.concat_arrays([yes, no]).take(pa.array(np.arange(len(mask)) + np.where(mask, 0, len(mask))))
