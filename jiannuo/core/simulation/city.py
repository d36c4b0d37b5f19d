"""A city of made-up orders: what is intended is drawn first, then made to happen; nothing here judges."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from jiannuo.core.simulation.intending.fleet import BAGS, CLASSES, SEATS, assign_fleet
from jiannuo.core.simulation.intending.intentions import draw_intentions
from jiannuo.core.simulation.intending.journeys import plan_journeys
from jiannuo.core.simulation.intending.scene import Scene
from jiannuo.core.simulation.intending.truths import Truths
from jiannuo.core.simulation.planting.drawing import dice_for
from jiannuo.core.simulation.recording.event_log import EventLog, chosen, constant, instants, named
from jiannuo.core.simulation.recording.times import BOOKS_FROM, BOOKS_TO, DAY, END, GAP_FROM, GAP_TO, HOUR, START
from jiannuo.core.simulation.riding.charging import charge, draw_prices
from jiannuo.core.simulation.riding.contacting import contact, talk_more
from jiannuo.core.simulation.riding.defaulting import default
from jiannuo.core.simulation.riding.dispatching import RULES
from jiannuo.core.simulation.riding.driving import arrive
from jiannuo.core.simulation.riding.invoicing import invoice
from jiannuo.core.simulation.riding.logging_in import log_in
from jiannuo.core.simulation.riding.ordering import cancel, move_and_hand_on, place_and_accept
from jiannuo.core.simulation.riding.pressing import ride
from jiannuo.core.simulation.riding.rating import rate, send_links
from jiannuo.core.simulation.riding.refunding import refund
from jiannuo.core.simulation.scripting.telling import tell_stories
from jiannuo.core.simulation.serving.attending import attend
from jiannuo.core.simulation.serving.complaining import complain, lose_and_suggest
from jiannuo.core.simulation.serving.pages import show_pages
from jiannuo.core.simulation.serving.posts import fill_posts
from jiannuo.core.simulation.serving.staffing import staff
from jiannuo.core.simulation.supplying.agreeing import MOVE, SERVED_CITY, agree, company_of
from jiannuo.core.simulation.supplying.faults import repair
from jiannuo.core.simulation.supplying.guiding import guide
from jiannuo.core.simulation.supplying.probing import probe
from jiannuo.core.simulation.supplying.training import train
from jiannuo.core.simulation.supplying.vehicles import register_more

_INCOMPLETE = ("driver_app", "notices", "operations", "phones", "service_desk", "voices")
_COMPLETE = ("orders", "payments", "trips")


@dataclass(frozen=True, slots=True)
class City:
    """What happened, in our own form, what was intended, and until when all is known (microseconds UTC)."""

    events: "pa.Table"
    truth: "pa.Table"
    until: int = END


def simulate_city(orders: int, seed: int) -> City:
    """Make up a city of so many orders; the same seed makes the same city."""
    meant = draw_intentions(orders, seed)
    journeys = plan_journeys(meant, seed)
    fleet = assign_fleet(meant, journeys, seed)
    ids = named("o", np.arange(orders))
    scene = Scene(meant, journeys, fleet, seed, ids, EventLog(), Truths(ids))
    price = draw_prices(dice_for(seed, "prices"), orders)
    _register(scene)
    place_and_accept(scene, price)
    for make in (
        contact,
        move_and_hand_on,
        log_in,
        arrive,
        ride,
        talk_more,
        send_links,
        rate,
        complain,
        lose_and_suggest,
    ):
        make(scene)
    charge(scene, price)
    cancel(scene, price)
    refund(scene, price)
    invoice(scene, price)
    show_pages(scene)
    staff(scene)
    attend(scene)
    fill_posts(scene)
    repair(scene)
    probe(scene)
    register_more(scene)
    train(scene)
    guide(scene)
    default(scene)
    tell_stories(scene)
    _report_gaps(scene.log)
    return City(scene.log.table(), scene.truths.table())


def _register(scene: Scene) -> None:
    """Record classes of vehicles, rules, companies and drivers before the first order."""
    columns = {
        "class_code": pa.array(CLASSES),
        "rank": pa.array(range(1, len(CLASSES) + 1)),
        "max_pax": pa.array(SEATS),
        "max_bags": pa.array(BAGS),
    }
    eve = START - DAY
    scene.log.add("vehicle_class_defined", np.full(len(CLASSES), eve), columns)
    rules = {"rules": pa.array(["driver_rules"]), "version": pa.array([RULES])}
    scene.log.add("penalty_rules_published", np.array([eve]), rules)
    agree(scene)
    _admit(scene, eve + HOUR)


def _admit(scene: Scene, at: int) -> None:
    """Record the drivers of the companies: admitted, with vehicle and device, and with the rules agreed to."""
    numbers = np.arange(scene.fleet.drivers)
    ids = {"driver_id": named("d", numbers)}
    when = np.full(len(numbers), at)
    for who, since in (
        (numbers, at),
        (numbers[company_of(scene, numbers, MOVE) != company_of(scene, numbers, at)], MOVE),
    ):
        city, companies = constant(SERVED_CITY, len(who)), named("m", company_of(scene, who, since))
        told = {"driver_id": named("d", who), "company_id": companies, "city": city}
        scene.log.add("driver_admitted", np.full(len(who), since), told)
    scene.log.add("driver_registered", when, {**ids, "plate": named("v", numbers), "device_id": named("t", numbers)})
    classes = chosen(CLASSES, numbers % len(CLASSES))
    scene.log.add("vehicle_registered", when, {"plate": named("v", numbers), "class_code": classes})
    scene.log.add("consent_given", when, {**ids, "rules_version": constant(RULES, len(numbers))})


def _report_gaps(log: EventLog) -> None:
    """Let every source say at the very end where its record has holes: the last hours, or the time without a record."""
    for names, since, until in (
        (_INCOMPLETE, GAP_FROM, GAP_TO),
        (_COMPLETE, GAP_TO, GAP_TO + HOUR),
        (("registry",), GAP_TO, GAP_TO + DAY),
        (("registry",), BOOKS_FROM, BOOKS_TO),
    ):
        for name in names:
            columns = {"from": instants(np.array([since])), "to": instants(np.array([until]))}
            log.add("source_gap", np.array([END]), columns, source=name, recorded=np.array([END]))
