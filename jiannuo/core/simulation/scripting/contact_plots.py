"""Plots about contacts: who takes an order over, orders at short notice, and flights that land."""

from collections.abc import Callable, Mapping

from jiannuo.core.simulation.intending.truths import Clocks
from jiannuo.core.simulation.planting.contact_deeds import NOTICE
from jiannuo.core.simulation.planting.deeds import AGAIN, CONTACT, LEAD, PASSED_ON, Intent
from jiannuo.core.simulation.planting.drawing import Ints
from jiannuo.core.simulation.recording.event_log import named
from jiannuo.core.simulation.recording.times import HOUR, MINUTE, SECOND
from jiannuo.core.simulation.scripting.story import Story, contact
from jiannuo.core.simulation.scripting.turns import (
    cancel,
    go_with,
    hand_on,
    hear_of_trip,
    lead_of,
    move_appointment,
    never,
    refund,
    talk_once_more,
)


def _take_over(story: Story, *, later: int | None, intent: Intent) -> None:
    """Let who takes over make contact so much later than within the hour that is his own, or not at all."""
    handed = hand_on(story, story.at("accepted") + 65 * MINUTE)
    due = handed + HOUR
    done = never(story) if later is None else due + later
    if later is not None:
        story.tell("of relief", "contact_made", done, contact(story, "first", story.relief))
    story.plant(CONTACT, intent, Clocks(handed, due, done), owners=story.relief)


def _be_silent(story: Story) -> None:
    _take_over(story, later=None, intent="broken")


def _take_over_at_due(story: Story) -> None:
    _take_over(story, later=0, intent="kept")


def _take_over_micro_late(story: Story) -> None:
    _take_over(story, later=1, intent="broken")


def _cancel_first(story: Story) -> None:
    """Let the passenger cancel while the hour runs: the contact is owed no more."""
    story.leave_out("first")
    refund(story, cancel(story, story.at("accepted") + 30 * MINUTE) + HOUR)


def _cancel_first_at_short_notice(story: Story) -> None:
    accepted = story.book(40 * MINUTE)
    story.leave_out("first")
    cancel(story, accepted + 10 * MINUTE)


def _hand_on_first(story: Story, handed: Ints, done: Ints) -> None:
    """Let another driver take over whom nobody has called, and call himself."""
    story.leave_out("first")
    hand_on(story, handed)
    story.tell("of relief", "contact_made", done, contact(story, "first", story.relief))
    story.plant(CONTACT, "kept", Clocks(handed, handed + HOUR, done), owners=story.relief)


def _take_over_before_contact(story: Story) -> None:
    handed = story.at("accepted") + 30 * MINUTE
    _hand_on_first(story, handed, handed + 35 * MINUTE)


def _take_over_before_contact_at_short_notice(story: Story) -> None:
    """Let the call come later than the first driver would have owed it."""
    handed = story.book(45 * MINUTE) + 10 * MINUTE
    _hand_on_first(story, handed, lead_of(story) + MINUTE)


def _take_an_hour_ahead(story: Story) -> None:
    """Let an hour be left exactly, so that the passenger need not be called ten minutes before the appointment."""
    accepted = story.book(HOUR)
    done = story.move("first", accepted + 52 * MINUTE)
    story.plant(CONTACT, "kept", Clocks(accepted, accepted + HOUR, done), owners=story.driver)


def _take_a_microsecond_less_ahead(story: Story) -> None:
    accepted = story.book(HOUR - 1)
    done = story.move("first", accepted + 52 * MINUTE)
    story.plant(NOTICE, "broken", Clocks(accepted, lead_of(story), done), owners=story.driver)


def _come_at_once(story: Story, accepted: Ints) -> None:
    """Let the driver call after a minute and be there after five."""
    story.move("first", accepted + MINUTE)
    for step, later in (("login", 2 * MINUTE), ("arrived", 5 * MINUTE), ("second", 6 * MINUTE)):
        story.move(step, accepted + later)
    story.move("texted", accepted + 5 * MINUTE + 10 * SECOND)


def _take_ten_minutes_ahead(story: Story) -> None:
    """Let the order be taken at the last instant at which it can be early, which nobody is."""
    accepted = story.book(10 * MINUTE)
    _come_at_once(story, accepted)
    for theme, done in ((NOTICE, story.at("first")), (LEAD, story.at("arrived"))):
        story.plant(theme, "broken", Clocks(accepted, accepted, done), owners=story.driver)


def _take_too_late_to_be_early(story: Story) -> None:
    accepted = story.book(10 * MINUTE - 1)
    _come_at_once(story, accepted)
    clocks = Clocks(accepted, accepted + HOUR, story.at("first"))
    story.plant(CONTACT, "kept", clocks, owners=story.driver)


def _move_after_notice(story: Story) -> None:
    """Let the appointment be moved when the call was due already: to be early moves with it, the call does not."""
    accepted, due = story.book(40 * MINUTE), lead_of(story)
    move_appointment(story, due + 2 * MINUTE, by=HOUR, cause="passenger_request")
    done = story.move("first", due + 5 * MINUTE)
    story.plant(NOTICE, "broken", Clocks(accepted, due, done), owners=story.driver)
    story.plant(LEAD, "kept", Clocks(accepted, due + HOUR, story.at("arrived")), owners=story.driver)


def _call_by_another(story: Story) -> None:
    """Let somebody make both contacts to whom the order was not given."""
    story.drive(("first", "second"), story.relief)
    accepted, arrived = story.at("accepted"), story.at("arrived")
    for theme, opened, within, step in (
        (CONTACT, accepted, HOUR, "first"),
        (AGAIN, arrived, 10 * MINUTE, "second"),
    ):
        clocks = Clocks(opened, opened + within, story.at(step))
        story.plant(theme, "broken", clocks, owners=story.driver)


def _reach_once(story: Story, *, told: bool | None, intent: Intent) -> None:
    """Let the second contact not be known to have reached the passenger; a third one does."""
    story.change("second", {"delivered_or_connected": story.yes(told)})
    talk_once_more(story, story.at("started") + MINUTE)
    arrived = story.at("arrived")
    clocks = Clocks(arrived, arrived + 10 * MINUTE, story.at("second"))
    story.plant(AGAIN, intent, clocks, owners=story.driver)


def _not_reach(story: Story) -> None:
    _reach_once(story, told=False, intent="broken")


def _not_tell(story: Story) -> None:
    _reach_once(story, told=None, intent="unknown")


def _come_and_be_silent(story: Story) -> None:
    """Let the driver not call from where he waits, but later."""
    story.leave_out("second")
    talk_once_more(story, story.at("started") + MINUTE)
    arrived = story.at("arrived")
    clocks = Clocks(arrived, arrived + 10 * MINUTE, never(story))
    story.plant(AGAIN, "broken", clocks, owners=story.driver)


def _come_without_number(story: Story) -> None:
    """Let nobody know of which flight: so the driver's own arrival counts, after which he is silent."""
    go_with(story, "airport_pickup", numbered=False)
    _come_and_be_silent(story)


def _land_after_cancelling(story: Story) -> None:
    """Let the flight of an order land that was cancelled long ago: nobody is owed anything for it."""
    go_with(story, "airport_pickup")
    refund(story, cancel(story, story.appointment - 3 * HOUR) + HOUR)
    hear_of_trip(story, "arrived", story.appointment - 20 * MINUTE, passed_on=False)


def _cancel_after_landing(story: Story) -> None:
    """Let the passenger cancel before the driver was to know of the landing and to call."""
    go_with(story, "airport_pickup")
    landed = hear_of_trip(story, "arrived", story.appointment - 20 * MINUTE, passed_on=False)
    cancel(story, landed + 30 * SECOND)


def _land_untaken(story: Story) -> None:
    """Let a flight land whose passenger no driver was found for."""
    go_with(story, "airport_pickup")
    landed = hear_of_trip(story, "arrived", story.appointment - 20 * MINUTE, passed_on=False)
    refund(story, cancel(story, landed + 15 * MINUTE, by="platform", ground="platform_caused") + HOUR)
    story.leave_out("offered", "accepted", "first")


def _delay_as_ride_ends(story: Story) -> None:
    """Let a delay become known half a minute before the order is completed, of a flight that had come in to leave again."""
    go_with(story, "airport_dropoff")
    hear_of_trip(story, "arrived", story.appointment - HOUR, passed_on=True)
    hear_of_trip(story, "delayed", story.at("completed") - 30 * SECOND, passed_on=False)


def _land_after_ride(story: Story) -> None:
    """Let the flight land that the passenger was taken to: the order is long over."""
    go_with(story, "airport_dropoff")
    hear_of_trip(story, "arrived", story.at("completed") + 2 * HOUR, passed_on=False)


def _land_before_taking(story: Story) -> None:
    """Let the flight land before any driver had the order: his own arrival counts then, after which he is silent."""
    go_with(story, "airport_pickup")
    hear_of_trip(story, "arrived", story.at("accepted") - SECOND, passed_on=False)
    _come_and_be_silent(story)


def _never_land(story: Story) -> None:
    """Let only a delay be heard of the flight: nobody knows of a landing after which there is to be a contact."""
    go_with(story, "airport_pickup")
    hear_of_trip(story, "delayed", story.appointment - HOUR, passed_on=True)
    story.leave_out("second")
    talk_once_more(story, story.at("started") + MINUTE)


def _tell_another(story: Story) -> None:
    """Let what is heard of the flight be told to a driver to whom the order was not given."""
    go_with(story, "airport_dropoff")
    heard = hear_of_trip(story, "delayed", story.appointment - HOUR, passed_on=True)
    story.change("told of delayed", {"driver_id": named("d", story.relief)})
    story.plant(PASSED_ON, "broken", Clocks(heard, heard + MINUTE, never(story)))


def _tell_former(story: Story) -> None:
    """Let what is heard of the flight be told to the driver from whom the platform had taken the order."""
    go_with(story, "airport_dropoff")
    handed = hand_on(story, story.at("accepted") + 65 * MINUTE)
    story.tell("of relief", "contact_made", handed + 5 * MINUTE, contact(story, "first", story.relief))
    heard = hear_of_trip(story, "delayed", story.appointment - HOUR, passed_on=True)
    story.plant(PASSED_ON, "broken", Clocks(heard, heard + MINUTE, never(story)))


def _press_after_cancelling(story: Story) -> None:
    """Let the driver arrive who has not heard that the order was cancelled: nobody is texted or called."""
    arrived = story.steps["arrived"]
    cancel(story, arrived.at - 5 * MINUTE)
    story.steps["arrived"] = arrived


def _cancel_before_text(story: Story) -> None:
    """Let the passenger cancel when the driver has arrived, before the text and the call that he is owed."""
    arrived = story.steps["arrived"]
    cancel(story, arrived.at + 30 * SECOND)
    story.steps["arrived"] = arrived


def _accept_twice_at_short_notice(story: Story) -> None:
    """Let the driver accept by a double press less than an hour ahead, and call too late to be early: one breach."""
    accepted = story.book(45 * MINUTE)
    story.tell("again", "order_accepted", accepted + 2 * SECOND, story.steps["accepted"].columns)
    done = story.move("first", lead_of(story) + MINUTE)
    story.plant(NOTICE, "broken", Clocks(accepted, lead_of(story), done), owners=story.driver)


def _call_by_another_at_short_notice(story: Story) -> None:
    """Let somebody call to whom the order was not given, of an order taken less than an hour ahead."""
    accepted = story.book(45 * MINUTE)
    _break_both_calls(story, story.move("first", accepted + 5 * MINUTE))
    story.drive(("first",), story.relief)


def _call_before_taking_at_short_notice(story: Story) -> None:
    """Let the driver call to whom the order was offered, and not again when he has taken it."""
    accepted = story.book(45 * MINUTE)
    story.move("first", accepted - 5 * SECOND)
    talk_once_more(story, story.at("started") + MINUTE)
    _break_both_calls(story, never(story))


def _break_both_calls(story: Story, done: Ints) -> None:
    """Note that neither the hour from the taking is kept nor what is owed before the appointment."""
    accepted = story.at("accepted")
    for theme, due in ((CONTACT, accepted + HOUR), (NOTICE, lead_of(story))):
        story.plant(theme, "broken", Clocks(accepted, due, done), owners=story.driver)


def _call_before_arriving(story: Story) -> None:
    """Let the driver call from the way what he owes when he has arrived."""
    arrived = story.at("arrived")
    story.move("second", arrived - 2 * MINUTE)
    story.plant(AGAIN, "broken", Clocks(arrived, arrived + 10 * MINUTE, never(story)), owners=story.driver)


CONTACTS: Mapping[str, Callable[[Story], None]] = {
    "taken-over-and-silent": _be_silent,
    "taken-over-and-at-due": _take_over_at_due,
    "taken-over-and-micro-late": _take_over_micro_late,
    "cancelled-before-contact": _cancel_first,
    "cancelled-before-contact-at-short-notice": _cancel_first_at_short_notice,
    "taken-over-before-contact": _take_over_before_contact,
    "taken-over-before-contact-at-short-notice": _take_over_before_contact_at_short_notice,
    "taken-an-hour-ahead": _take_an_hour_ahead,
    "taken-a-microsecond-less-ahead": _take_a_microsecond_less_ahead,
    "taken-ten-minutes-ahead": _take_ten_minutes_ahead,
    "taken-a-microsecond-too-late-to-be-early": _take_too_late_to_be_early,
    "moved-after-the-notice": _move_after_notice,
    "called-by-another": _call_by_another,
    "second-not-reached": _not_reach,
    "second-not-told": _not_tell,
    "pick-up-without-a-number": _come_without_number,
    "landed-after-cancelling": _land_after_cancelling,
    "cancelled-after-landing": _cancel_after_landing,
    "landed-and-never-taken": _land_untaken,
    "delay-as-the-ride-ends": _delay_as_ride_ends,
    "landed-after-the-ride": _land_after_ride,
    "landed-before-taking": _land_before_taking,
    "delayed-and-never-landed": _never_land,
    "status-told-to-another": _tell_another,
    "status-told-to-the-former-driver": _tell_former,
    "pressed-after-cancelling": _press_after_cancelling,
    "cancelled-before-the-text": _cancel_before_text,
    "accepted-twice-at-short-notice": _accept_twice_at_short_notice,
    "called-by-another-at-short-notice": _call_by_another_at_short_notice,
    "called-before-taking-at-short-notice": _call_before_taking_at_short_notice,
    "called-before-arriving": _call_before_arriving,
}
