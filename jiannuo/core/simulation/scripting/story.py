"""A story: some orders to which the same happens, step by step, as it should unless a plot changes a step."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from jiannuo.core.simulation.intending.scene import points
from jiannuo.core.simulation.intending.truths import Clocks, Truths
from jiannuo.core.simulation.planting.deeds import Deed, Intent, Outcome
from jiannuo.core.simulation.planting.drawing import Draw, Ints
from jiannuo.core.simulation.recording.event_log import Columns, constant, instants, money, named, paid_back
from jiannuo.core.simulation.recording.times import HOUR, MINUTE, SECOND

FIRST_ORDER = 6_000_000
"""The numbers of orders, passengers, complaints and cases in stories begin here."""
PRICE = 8_000
CLASS_BOOKED, CLASS_WORSE = "comfort", "economy"
RIDE = ("login", "arrived", "texted", "second", "started", "seen", "ended", "completed", "link", "fare")


@dataclass(frozen=True, slots=True)
class Step:
    """An event of each order of a story: when it happens and what is told of it."""

    event: str
    at: Ints
    columns: Columns


@dataclass(slots=True)
class Story:
    """Orders to which the same happens: who drives, who may take over, when the appointment is, and the steps by name."""

    name: str
    numbers: Ints
    driver: Ints
    relief: Ints
    appointment: Ints
    truths: Truths
    steps: dict[str, Step]

    @property
    def orders(self) -> "pa.Array":
        """Return the ids of the orders."""
        return named("y", self.numbers)

    def ids(self, letter: str) -> "pa.Array":
        """Return ids of something else that each order has one of."""
        return named(letter, self.numbers)

    def word(self, text: str) -> "pa.Array":
        """Return one word for all orders."""
        return constant(text, len(self.numbers))

    def fen(self, amount: int) -> "pa.Array":
        """Return one amount for all orders, which may be negative."""
        fen = np.full(len(self.numbers), abs(amount))
        return paid_back(fen) if amount < 0 else money(fen)

    def yes(self, told: bool | None = True) -> "pa.Array":
        """Return one truth for all orders; None is not told."""
        return pa.array([told] * len(self.numbers), pa.bool_())

    def at(self, step: str) -> Ints:
        """Return when a step happens."""
        return self.steps[step].at

    def tell(self, step: str, event: str, at: Ints, columns: Columns) -> Ints:
        """Add a step about the orders, and return when it happens."""
        return self.tell_of(step, event, at, {"order_id": self.orders, **columns})

    def tell_of(self, step: str, event: str, at: Ints, columns: Columns) -> Ints:
        """Add a step about something else, of which the ids are among the columns; otherwise as `tell`."""
        self.steps[step] = Step(event, at, columns)
        return at

    def change(self, step: str, columns: Columns) -> None:
        """Tell a step otherwise."""
        old = self.steps[step]
        self.steps[step] = Step(old.event, old.at, {**old.columns, **columns})

    def move(self, step: str, at: Ints) -> Ints:
        """Let a step happen at another instant, which is returned."""
        old = self.steps[step]
        self.steps[step] = Step(old.event, at, old.columns)
        return at

    def leave_out(self, *steps: str) -> None:
        """Let steps not happen."""
        for step in steps:
            del self.steps[step]

    def delay_ride(self, by: int) -> None:
        """Let the whole ride take place so much later, from the log-in on."""
        for step in RIDE:
            self.move(step, self.at(step) + by)

    def book(self, lead: int) -> Ints:
        """Let the order be accepted so long before the appointment; return when."""
        accepted = self.appointment - lead
        self.move("placed", accepted - 30 * SECOND)
        self.move("offered", accepted - 10 * SECOND)
        return self.move("accepted", accepted)

    def drive(self, steps: Sequence[str], driver: Ints) -> None:
        """Let another driver take steps, whose app and device are his own."""
        for step in steps:
            told = {**by_driver(driver), "plate": named("v", driver)}
            self.change(step, {name: told[name] for name in told.keys() & self.steps[step].columns.keys()})

    def plant(
        self,
        theme: str,
        intent: Intent,
        clocks: Clocks,
        *,
        owners: Ints | None = None,
        subjects: "pa.Array | None" = None,
    ) -> None:
        """Note what the story means for a promise; `owners` are drivers, the subjects are the orders unless given."""
        draw = Draw((Deed(self.name, (Outcome(theme, intent, self.name),)),), np.zeros(len(self.numbers), np.int8))
        drivers = None if owners is None else named("d", owners)
        self.truths.plant(theme, draw, self.orders if subjects is None else subjects, clocks, owners=drivers)


def by_driver(driver: Ints) -> Columns:
    """Return what the app of a driver tells with every event."""
    return {"driver_id": named("d", driver), "device_id": named("t", driver)}


def contact(story: Story, purpose: str, driver: Ints) -> Columns:
    """Return what is told of a contact that reaches the passenger."""
    return {
        "driver_id": named("d", driver),
        "channel": story.word("sms"),
        "purpose": story.word(purpose),
        "delivered_or_connected": story.yes(),
    }


def place(story: Story, east: int = 0, north: int = 0) -> "pa.Array":
    """Return one place for all orders, in metres from where their passengers wait."""
    count = len(story.numbers)
    return points(np.full(count, east), np.full(count, north))


DESTINATION = 5_000, 3_000
"""Where passengers go, in metres from where they wait."""


def let_all_go_well(story: Story) -> None:
    """Tell every step of an ordinary order: booked four hours ahead, no step too late, completed a minute after its end."""
    _book(story)
    _drive(story)
    _close(story)


def _book(story: Story) -> None:
    placed, count = story.appointment - 4 * HOUR, len(story.numbers)
    trips = {
        "product_type": story.word("other"),
        "trip_no": pa.nulls(count, pa.string()),
        "pickup_point": place(story),
        "destination": place(story, *DESTINATION),
        "appointment_at": instants(story.appointment),
        "city": story.word("shanghai"),
    }
    prices = {
        "booked_class": story.word(CLASS_BOOKED),
        "price": story.fen(PRICE),
        "price_items": pa.array([["toll", "night_fee"]] * count),
    }
    pair = {"passenger_id": story.ids("p"), "driver_id": named("d", story.driver)}
    taken = {**pair, "plate": named("v", story.driver), "vehicle_class": story.word(CLASS_BOOKED)}
    story.tell("placed", "order_placed", placed, {"passenger_id": story.ids("p"), **trips, **prices})
    story.tell("offered", "dispatch_offered", placed + 20 * SECOND, taken)
    story.tell("accepted", "order_accepted", placed + 30 * SECOND, taken)
    story.tell("first", "contact_made", placed + 5 * MINUTE, contact(story, "first", story.driver))


def _drive(story: Story) -> None:
    target, driver = story.appointment, by_driver(story.driver)
    vehicle = {**driver, "plate": named("v", story.driver)}
    story.tell_of("login", "device_login", target - 30 * MINUTE, vehicle)
    arrived = target - 15 * MINUTE
    story.tell("arrived", "arrive_pressed", arrived, {**driver, "place": place(story)})
    story.tell("texted", "sms_sent", arrived + 10 * SECOND, {"template": story.word("arrived")})
    story.tell("second", "contact_made", arrived + 2 * MINUTE, contact(story, "arrival", story.driver))
    story.tell("started", "start_pressed", target + 2 * MINUTE, {**driver, "place": place(story)})
    story.tell("seen", "vehicle_position", target + 10 * MINUTE, {**vehicle, "place": place(story, 1_000, 600)})
    story.tell("ended", "end_pressed", target + 40 * MINUTE, {**driver, "place": place(story, *DESTINATION)})


def _close(story: Story) -> None:
    ended = story.at("ended")
    story.tell("completed", "order_completed", ended + MINUTE, {})
    story.tell("link", "rating_link_sent", ended + 20 * SECOND, {"token": story.ids("k")})
    fare = {"payee": story.word("platform"), "item": story.word("fare"), "amount": story.fen(PRICE)}
    story.tell("fare", "charge_recorded", ended + 90 * SECOND, fare)
