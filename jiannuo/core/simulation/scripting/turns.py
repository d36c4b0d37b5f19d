"""Turns that several stories take: an order is handed on, cancelled, moved, or its flight or train is heard of."""

import numpy as np

from jiannuo.core.simulation.planting.drawing import Ints
from jiannuo.core.simulation.recording.event_log import instants, named
from jiannuo.core.simulation.recording.times import MINUTE, SECOND
from jiannuo.core.simulation.scripting.story import CLASS_BOOKED, PRICE, RIDE, Story

_DRIVEN = ("login", "arrived", "second", "started", "seen", "ended")
NO_STEP = -1


def never(story: Story) -> Ints:
    """Return the instants of what does not happen."""
    return np.full(len(story.numbers), NO_STEP)


def hand_on(story: Story, at: Ints, *, by: str = "platform") -> Ints:
    """Let the other driver take the order over, and drive; return when."""
    columns = {
        "reassigned_by": story.word(by),
        "from_driver": named("d", story.driver),
        "to_driver": named("d", story.relief),
        "plate": named("v", story.relief),
        "vehicle_class": story.word(CLASS_BOOKED),
    }
    story.drive(_DRIVEN, story.relief)
    return story.tell("handed", "order_reassigned", at, columns)


def cancel(story: Story, at: Ints, *, by: str = "passenger", ground: str = "none") -> Ints:
    """Let an order end before its ride; return when."""
    story.leave_out(*RIDE)
    columns = {"cancelled_by": story.word(by), "ground": story.word(ground)}
    return story.tell("cancelled", "order_cancelled", at, columns)


def refund(story: Story, at: Ints) -> None:
    """Let the whole price of a cancelled order be paid back."""
    columns = {"amount": story.fen(PRICE), "cause": story.word("cancellation")}
    story.tell("refunded", "refund_paid", at, columns)


def move_appointment(story: Story, at: Ints, *, by: int, cause: str) -> None:
    """Let the appointment be moved, and the ride with it."""
    moved = instants(story.appointment + by)
    columns = {"moved_from": instants(story.appointment), "moved_to": moved, "cause": story.word(cause)}
    story.tell("moved", "appointment_moved", at, columns)
    story.delay_ride(by)


def go_with(story: Story, product: str, *, numbered: bool = True) -> None:
    """Let passengers come from or go to a flight or train, of which the number is known or not."""
    told = {"product_type": story.word(product)}
    story.change("placed", told | ({"trip_no": story.ids("MU")} if numbered else {}))


def hear_of_trip(story: Story, status: str, at: Ints, *, passed_on: bool) -> Ints:
    """Let something become known of the flight, and be passed on to the driver or not; return when."""
    trip = {"trip_no": story.ids("MU"), "status": story.word(status)}
    story.tell_of(f"trip {status}", "trip_status_changed", at, {**trip, "mode": story.word("flight")})
    if passed_on:
        told = {**trip, "driver_id": named("d", story.driver)}
        story.tell(f"told of {status}", "trip_status_synced", at + 10 * SECOND, told)
    return at


def lead_of(story: Story) -> Ints:
    """Return by when drivers are to be in place: ten minutes before the appointment."""
    return story.appointment - 10 * MINUTE


def talk_once_more(story: Story, at: Ints) -> None:
    """Let the driver write to the passenger beside the two contacts that are owed."""
    columns = {
        "driver_id": named("d", story.driver),
        "channel": story.word("sms"),
        "purpose": story.word("other"),
        "delivered_or_connected": story.yes(),
    }
    story.tell("third", "contact_made", at, columns)
