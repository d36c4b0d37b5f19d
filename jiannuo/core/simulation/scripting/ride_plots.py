"""Plots about rides: who drives which vehicle, where and when buttons are pressed, and what is recorded too late."""

from collections.abc import Callable, Mapping

import numpy as np
import pyarrow as pa

from jiannuo.core.simulation.intending.fleet import BAGS, CLASSES, SEATS
from jiannuo.core.simulation.intending.truths import Clocks, at_once
from jiannuo.core.simulation.planting.contact_deeds import KEPT_CONTACTS, NOTICE, TWO
from jiannuo.core.simulation.planting.deeds import (
    AGAIN,
    CLASS,
    CONTACT,
    HANDED,
    LEAD,
    ORDER,
    PLATE,
    PUNCTUAL,
    REFUSAL,
    THERE,
    Intent,
)
from jiannuo.core.simulation.planting.dispatch_deeds import OFFERED
from jiannuo.core.simulation.planting.drawing import Ints
from jiannuo.core.simulation.planting.press_deeds import AT_PLACE, ENDED, KEPT_PRESSES, THREE
from jiannuo.core.simulation.planting.record_deeds import LOGINS, MATCH, TRACK
from jiannuo.core.simulation.recording.event_log import named
from jiannuo.core.simulation.recording.times import HOUR, MINUTE, SECOND
from jiannuo.core.simulation.riding.dispatching import RULES
from jiannuo.core.simulation.scripting.story import (
    CLASS_BOOKED,
    CLASS_WORSE,
    DESTINATION,
    RIDE,
    Story,
    by_driver,
    contact,
    place,
)
from jiannuo.core.simulation.scripting.turns import (
    go_with,
    hand_on,
    hear_of_trip,
    lead_of,
    move_appointment,
    never,
    talk_once_more,
)

_BOOKED, CLASS_BETTER = CLASSES.index(CLASS_BOOKED), "business"
_STRANGER = 7_000_000
"""Drivers and vehicles that no order was given to begin with this number."""


def _stranger(story: Story) -> Ints:
    return _STRANGER + story.numbers % 50


def _arrivals(story: Story, intent: Intent, target: Ints) -> None:
    """Note the same for being early, in time and there at all, as of an appointment."""
    done = story.at("arrived") if "arrived" in story.steps else never(story)
    for theme, due in ((LEAD, target - 10 * MINUTE), (PUNCTUAL, target), (THERE, target + 30 * MINUTE)):
        story.plant(theme, intent, Clocks(story.at("accepted"), due, done), owners=story.driver)


def _move_after_wait(story: Story) -> None:
    """Let the appointment be moved when all waiting was over: that heals what was broken already."""
    move_appointment(story, story.appointment + 31 * MINUTE, by=HOUR, cause="passenger_request")
    _arrivals(story, "kept", story.appointment + HOUR)


def _wait_for_late_train(story: Story) -> None:
    """Let the train come three hours late without the appointment being moved: till when the driver has time nobody knows."""
    go_with(story, "station_pickup")
    hear_of_trip(story, "delayed", story.appointment - 2 * HOUR, passed_on=True)
    hear_of_trip(story, "arrived", story.appointment + 3 * HOUR, passed_on=True)
    story.delay_ride(3 * HOUR + 20 * MINUTE)
    _arrivals(story, "unknown", story.appointment)


def _come_late_to_late_train(story: Story) -> None:
    """Let the train that was late come before the appointment all the same, and the driver after it."""
    go_with(story, "station_pickup")
    hear_of_trip(story, "delayed", story.appointment - 2 * HOUR, passed_on=True)
    landed = hear_of_trip(story, "arrived", story.appointment - 20 * MINUTE, passed_on=True)
    story.delay_ride(20 * MINUTE)
    story.move("second", landed + 2 * MINUTE)
    for theme, ahead in ((LEAD, 10 * MINUTE), (PUNCTUAL, 0)):
        clocks = Clocks(story.at("accepted"), story.appointment - ahead, story.at("arrived"))
        story.plant(theme, "broken", clocks, owners=story.driver)


def _talk_after_end(story: Story) -> None:
    """Let the second of two contacts be made between the end of the ride and the completion of the order."""
    accepted, arrived, ended = story.at("accepted"), story.at("arrived"), story.at("ended")
    story.leave_out("second")
    talk_once_more(story, ended + 20 * SECOND)
    clocks = Clocks(arrived, arrived + 10 * MINUTE, never(story))
    story.plant(AGAIN, "broken", clocks, owners=story.driver)
    story.plant(TWO, "broken", Clocks(accepted, ended, story.at("third")), owners=story.driver)


def _record_before_completion(story: Story) -> None:
    """Let all be recorded when the ride has ended, and before the order is completed."""
    accepted, arrived = story.at("accepted"), story.at("arrived")
    ended, completed = story.at("ended"), story.at("completed")
    story.leave_out("second")
    for step, later in (("seen", 10), ("login", 20), ("started", 30), ("first", 40)):
        story.move(step, ended + later * SECOND)
    told, silent = story.at("first"), Clocks(arrived, arrived + 10 * MINUTE, never(story))
    story.plant(CONTACT, "broken", Clocks(accepted, accepted + HOUR, told), owners=story.driver)
    story.plant(AGAIN, "broken", silent, owners=story.driver)
    story.plant(TWO, "broken", Clocks(accepted, ended, told), owners=story.driver)
    story.plant(ENDED, "broken", at_once(ended), owners=story.driver)
    story.plant(THREE, "kept", Clocks(accepted, completed, ended + 30 * SECOND), owners=story.driver)
    for theme, step in ((KEPT_CONTACTS, "first"), (TRACK, "seen"), (LOGINS, "login"), (KEPT_PRESSES, "started")):
        story.plant(theme, "kept", Clocks(accepted, completed, story.at(step)))


def _drive_other_afterwards(story: Story) -> None:
    """Let the driver log in with another vehicle between the end of the ride and the completion."""
    ended = story.at("ended")
    other = {**by_driver(story.driver), "plate": named("v", _stranger(story))}
    at = story.tell_of("other login", "device_login", ended + 20 * SECOND, other)
    story.plant(PLATE, "kept", Clocks(story.at("accepted"), ended, never(story)), owners=story.driver)
    story.plant(MATCH, "broken", at_once(at), owners=story.driver, subjects=named("d", story.driver))


def _be_seen_in_other(story: Story) -> None:
    """Let the driver log in as he should and be seen in another vehicle."""
    story.change("seen", {"plate": named("v", _stranger(story))})
    clocks = Clocks(story.at("accepted"), story.at("ended"), story.at("seen"))
    story.plant(PLATE, "broken", clocks, owners=story.driver)


def _hand_on_privately(story: Story, handed: Ints) -> None:
    """Let the driver hand the order on himself: he goes on answering for it, and for all that the other one does."""
    accepted, arrived, completed = story.at("accepted"), story.at("arrived"), story.at("completed")
    hand_on(story, handed, by="driver")
    story.plant(HANDED, "broken", Clocks(accepted, completed, handed), owners=story.driver)
    story.plant(AGAIN, "broken", Clocks(arrived, arrived + 10 * MINUTE, never(story)), owners=story.driver)
    story.plant(PLATE, "broken", Clocks(accepted, story.at("ended"), story.at("seen")), owners=story.driver)
    story.plant(LOGINS, "broken", Clocks(accepted, completed, never(story)))


def _hand_on_early(story: Story) -> None:
    """Let a third driver start the ride of an order handed on privately: that is broken already."""
    _hand_on_privately(story, story.at("accepted") + 65 * MINUTE)
    story.drive(("started",), _stranger(story))


def _refuse_rules(story: Story, handed: Ints) -> None:
    """Let who takes over have taken his consent to the rules back a minute before, until a minute after."""
    rules = {"driver_id": named("d", story.relief), "rules_version": story.word(RULES)}
    story.tell_of("refused rules", "consent_refused", handed - MINUTE, rules)
    story.tell_of("agreed again", "consent_given", handed + MINUTE, rules)


def _hand_on_first(story: Story) -> None:
    """Let the driver hand on privately whom he has not called yet, to one without consent, whom the platform offered nothing."""
    accepted = story.at("accepted")
    handed = accepted + 30 * MINUTE
    _hand_on_privately(story, handed)
    _refuse_rules(story, handed)
    story.leave_out("first")
    talk_once_more(story, story.at("started") + MINUTE)
    story.plant(CONTACT, "broken", Clocks(accepted, accepted + HOUR, never(story)), owners=story.driver)


def _hand_on_at_short_notice(story: Story) -> None:
    """Let the driver hand on privately whom he calls when it is too late to be early."""
    accepted = story.book(45 * MINUTE)
    _hand_on_privately(story, accepted + 10 * MINUTE)
    done = story.move("first", lead_of(story) + MINUTE)
    story.plant(NOTICE, "broken", Clocks(accepted, lead_of(story), done), owners=story.driver)


def _hand_on_late(story: Story) -> None:
    """Let who is handed an order by another driver half an hour ahead be late: that clears nobody."""
    _be_late(story)
    _hand_on_privately(story, story.appointment - 35 * MINUTE)
    for theme, due in ((LEAD, lead_of(story)), (PUNCTUAL, story.appointment)):
        story.plant(theme, "broken", Clocks(story.at("accepted"), due, story.at("arrived")), owners=story.driver)


def _be_late(story: Story) -> None:
    """Let the driver arrive five minutes after the appointment, with all that follows."""
    for step in RIDE[1:]:
        story.move(step, story.at(step) + 20 * MINUTE)


def _by_another(story: Story, step: str) -> None:
    """Let somebody else press a button."""
    story.drive((step,), _stranger(story))
    clocks = Clocks(story.at("accepted"), story.at("completed"), story.at(step))
    story.plant(HANDED, "broken", clocks, owners=story.driver)


def _arrive_by_another(story: Story) -> None:
    _by_another(story, "arrived")


def _end_by_another(story: Story) -> None:
    _by_another(story, "ended")


def _start_by_third(story: Story) -> None:
    """Let a third driver start a ride that the platform had handed on: who took it over answers for that."""
    accepted, completed = story.at("accepted"), story.at("completed")
    handed = hand_on(story, accepted + 65 * MINUTE)
    story.tell("of relief", "contact_made", handed + 5 * MINUTE, contact(story, "first", story.relief))
    story.drive(("started",), _stranger(story))
    story.plant(HANDED, "kept", Clocks(accepted, handed, never(story)), owners=story.driver)
    story.plant(HANDED, "broken", Clocks(handed, completed, story.at("started")), owners=story.relief)


def _take_over_worse(story: Story) -> None:
    """Let a vehicle of a lower class take the order over."""
    handed = hand_on(story, story.at("accepted") + 65 * MINUTE)
    story.tell("of relief", "contact_made", handed + 5 * MINUTE, contact(story, "first", story.relief))
    story.change("handed", {"vehicle_class": story.word(CLASS_WORSE)})
    story.plant(CLASS, "broken", at_once(handed))


def _take_over_unconsenting(story: Story) -> None:
    """Let the platform hand the order on to a driver who has just taken his consent to the rules back."""
    handed = hand_on(story, story.at("accepted") + 65 * MINUTE)
    story.tell("of relief", "contact_made", handed + 5 * MINUTE, contact(story, "first", story.relief))
    _refuse_rules(story, handed)
    story.plant(OFFERED, "broken", at_once(handed))


def _refuse(story: Story, at: Ints, counts: tuple[int, int]) -> Clocks:
    """Let the driver refuse at first, because of so many people and bags, and drive after all."""
    count = len(story.numbers)
    told = {"driver_id": story.steps["started"].columns["driver_id"], "reason": story.word("too_many")}
    people, bags = (pa.array(np.full(count, each)) for each in counts)
    story.tell("refused", "driver_refused", at, {**told, "pax": people, "bags": bags})
    return Clocks(story.at("accepted"), story.at("completed"), at)


def _refuse_after_taking_over(story: Story) -> None:
    """Let who takes over refuse more people than the first vehicle had seats for, but not more than his own."""
    handed = hand_on(story, story.at("accepted") + 65 * MINUTE)
    story.tell("of relief", "contact_made", handed + 5 * MINUTE, contact(story, "first", story.relief))
    story.change("handed", {"vehicle_class": story.word(CLASS_BETTER)})
    clocks = _refuse(story, handed + 10 * MINUTE, (SEATS[_BOOKED] + 1, 1))
    for theme in (REFUSAL, ORDER):
        story.plant(theme, "broken", clocks, owners=story.relief)


def _refuse_bags(story: Story, more: int, intent: Intent) -> None:
    clocks = _refuse(story, story.appointment, (1, BAGS[_BOOKED] + more))
    for theme in (REFUSAL, ORDER):
        story.plant(theme, intent, clocks, owners=story.driver)


def _refuse_too_many_bags(story: Story) -> None:
    _refuse_bags(story, 1, "kept")


def _refuse_bags_at_capacity(story: Story) -> None:
    _refuse_bags(story, 0, "broken")


def _leave_before_wait(story: Story) -> None:
    """Let the passenger leave before anybody is late: nobody need come any more."""
    story.tell("left", "passenger_left", story.appointment - 20 * MINUTE, {})
    _be_late(story)


def _leave_at_appointment(story: Story) -> None:
    """Let the passenger leave at the very instant at which the driver should have been there."""
    story.tell("left", "passenger_left", story.appointment, {})
    _be_late(story)
    for theme, due in ((LEAD, lead_of(story)), (PUNCTUAL, story.appointment)):
        story.plant(theme, "broken", Clocks(story.at("accepted"), due, story.at("arrived")), owners=story.driver)


def _accept_twice(story: Story) -> None:
    """Let the driver accept by a double press, and do nothing at all until the order is completed."""
    accepted, completed = story.at("accepted"), story.at("completed")
    story.tell("again", "order_accepted", accepted + 2 * SECOND, story.steps["accepted"].columns)
    story.leave_out("first", *(step for step in RIDE if step not in ("completed", "fare")))
    story.plant(CONTACT, "broken", Clocks(accepted, accepted + HOUR, never(story)), owners=story.driver)
    _arrivals(story, "broken", story.appointment)
    for theme in (THREE, TWO):
        story.plant(theme, "broken", Clocks(accepted, completed, never(story)), owners=story.driver)
    for theme in (KEPT_PRESSES, TRACK, LOGINS, KEPT_CONTACTS):
        story.plant(theme, "broken", Clocks(accepted, completed, never(story)))


def _press(story: Story, north: int, intent: Intent) -> None:
    story.change("arrived", {"place": place(story, 0, north)})
    _arrivals(story, intent, story.appointment)


def _press_within(story: Story) -> None:
    """Let the driver be 299.6 m away, of 300 that are allowed, on a sphere of the radius that the language tells."""
    _press(story, 299, "kept")


def _press_outside(story: Story) -> None:
    """Let the driver be 300.6 m away."""
    _press(story, 300, "broken")


def _end(story: Story, north: int, intent: Intent) -> None:
    east, usual = DESTINATION
    story.change("ended", {"place": place(story, east, usual + north)})
    story.plant(AT_PLACE, intent, at_once(story.at("ended")), owners=story.driver)


def _end_within(story: Story) -> None:
    """Let the ride end 999.8 m from the destination, of 1,000 that are allowed."""
    _end(story, 998, "kept")


def _end_outside(story: Story) -> None:
    """Let the ride end 1,000.8 m from the destination."""
    _end(story, 999, "broken")


RIDES: Mapping[str, Callable[[Story], None]] = {
    "moved-after-the-wait": _move_after_wait,
    "waited-for-a-late-train": _wait_for_late_train,
    "late-to-a-late-train": _come_late_to_late_train,
    "second-after-the-end": _talk_after_end,
    "recorded-before-completion": _record_before_completion,
    "other-vehicle-after-the-end": _drive_other_afterwards,
    "seen-in-another-vehicle": _be_seen_in_other,
    "handed-on-privately": _hand_on_early,
    "handed-on-privately-and-late": _hand_on_late,
    "handed-on-privately-before-contact": _hand_on_first,
    "handed-on-privately-at-short-notice": _hand_on_at_short_notice,
    "arrived-by-another": _arrive_by_another,
    "ended-by-another-before-completion": _end_by_another,
    "started-by-a-third-driver": _start_by_third,
    "worse-vehicle-taken-over": _take_over_worse,
    "taken-over-without-consent": _take_over_unconsenting,
    "refused-after-taking-over": _refuse_after_taking_over,
    "refused-for-too-many-bags": _refuse_too_many_bags,
    "refused-for-bags-at-capacity": _refuse_bags_at_capacity,
    "left-before-the-wait": _leave_before_wait,
    "left-at-the-appointment": _leave_at_appointment,
    "accepted-twice-and-not-served": _accept_twice,
    "pressed-within-the-radius": _press_within,
    "pressed-outside-the-radius": _press_outside,
    "ended-within-the-radius": _end_within,
    "ended-outside-the-radius": _end_outside,
}
