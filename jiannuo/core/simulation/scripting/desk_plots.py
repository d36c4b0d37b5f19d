"""Plots about texts, ratings, complaints and lost property: what a machine does counts for nothing."""

from collections.abc import Callable, Mapping

import pyarrow as pa

from jiannuo.core.simulation.intending.truths import Clocks, at_once
from jiannuo.core.simulation.planting.deeds import (
    CHECK,
    ITEM_CONTACT,
    ITEM_RETURN,
    LINK,
    ONE_TEXT,
    REPLY,
    SOLUTION,
    TEXT,
    VERIFICATION,
)
from jiannuo.core.simulation.planting.desk_deeds import ANOTHER
from jiannuo.core.simulation.planting.drawing import Ints
from jiannuo.core.simulation.recording.event_log import Columns, machine, named, persons
from jiannuo.core.simulation.recording.times import DAY, HOUR, MINUTE, SECOND, end_of_day
from jiannuo.core.simulation.riding.closing_days import days_of
from jiannuo.core.simulation.scripting.story import Story
from jiannuo.core.simulation.scripting.turns import never

OFFICER_OF_CASES = "of complaints"
BY_OFFICER, AS_OFFICER = "entered by the officer", "entered as the officer"
"""Steps that whoever is risk officer on the day takes, or that are taken under his number."""
_AGENT = "a0000007"


def _text(story: Story, step: str, at: Ints, template: str) -> Ints:
    return story.tell(step, "sms_sent", at, {"template": story.word(template)})


def _remind_first(story: Story) -> None:
    """Let the passenger be reminded twice before the one text on arrival."""
    for step, before in (("reminder", 2 * HOUR), ("second reminder", HOUR)):
        _text(story, step, story.appointment - before, "reminder")
    story.plant(ONE_TEXT, "kept", at_once(story.at("texted")))


def _text_otherwise(story: Story) -> None:
    """Let another text be sent on arrival."""
    arrived = story.at("arrived")
    story.change("texted", {"template": story.word("welcome")})
    story.plant(TEXT, "broken", Clocks(arrived, arrived + MINUTE, never(story)))


def _text_before_arriving(story: Story) -> None:
    """Let the text on arrival be sent a minute too soon."""
    arrived = story.at("arrived")
    story.move("texted", arrived - MINUTE)
    story.plant(TEXT, "broken", Clocks(arrived, arrived + MINUTE, never(story)))


def _link_before_end(story: Story) -> None:
    """Let the link for a rating be sent while the ride goes on."""
    ended = story.at("ended")
    story.move("link", ended - MINUTE)
    story.plant(LINK, "broken", Clocks(ended, ended + 5 * MINUTE, never(story)))


def _end_twice(story: Story) -> None:
    """Let the driver press "end" once more when the link has been sent: it is owed once."""
    ended = story.at("ended")
    story.tell("ended again", "end_pressed", ended + 40 * SECOND, story.steps["ended"].columns)
    story.plant(LINK, "kept", Clocks(ended, ended + 5 * MINUTE, story.at("link")))


def _remind_after_two(story: Story) -> None:
    """Let a reminder follow two texts on arrival: one of three is too many."""
    again = _text(story, "again", story.at("texted") + 20 * SECOND, "arrived")
    _text(story, "reminder", again + 20 * SECOND, "reminder")
    story.plant(ONE_TEXT, "broken", at_once(again))


def _rate_unread(story: Story) -> None:
    """Let nobody but a machine check a rating."""
    at, ratings = story.at("completed") + HOUR, story.ids("r")
    day = {"rating_id": ratings, "rated_on": days_of(at)}
    said = {"rater": story.word("passenger"), "stars": pa.array([5] * len(at)), "channel": story.word("app")}
    story.tell("rated", "rating_submitted", at, {**day, **said})
    checked = {**day, **machine(len(at)), "officer_id": story.word("system"), "verdict": story.word("true")}
    story.tell_of("checked", "rating_verified", end_of_day(at) + 10 * HOUR, checked)
    story.plant(CHECK, "broken", Clocks(at, end_of_day(at, later=1), never(story)), subjects=ratings)


def _agent(story: Story) -> Columns:
    return {"agent_id": story.word(_AGENT), **persons(story.word(_AGENT))}


def _complain(story: Story, *, of_driver: bool = True, about: str = "conduct") -> Ints:
    """Let the passenger complain, be answered by a person and have it solved; return when."""
    at, complaints = story.at("completed") + HOUR, {"complaint_id": story.ids("c")}
    nobody = pa.nulls(len(at), pa.string())
    told = {
        "passenger_id": story.ids("p"),
        "driver_id": named("d", story.driver) if of_driver else nobody,
        "channel": story.word("phone"),
        "type": story.word(about),
    }
    story.tell("complained", "complaint_filed", at, {**complaints, **told})
    story.tell_of("replied", "complaint_replied", at + 10 * MINUTE, {**complaints, **_agent(story)})
    story.tell_of("solved", "complaint_resolved", at + 20 * HOUR, {**complaints, "outcome": story.word("explained")})
    return at


def _verify(story: Story, at: Ints, *, by: Columns) -> None:
    told = {"complaint_id": story.ids("c"), "officer_id": story.word("f0000000"), **by}
    story.tell_of("verifying", "verification_started", at, told)


def _complain_about_nobody(story: Story) -> None:
    """Let a complaint be about no driver, so that nothing is to be verified."""
    _complain(story, of_driver=False)
    story.plant(ONE_TEXT, "kept", at_once(story.at("texted")))


def _overcharge(story: Story) -> None:
    """Let too much have been taken: a driver is always meant by that, named or not, and nobody verifies it."""
    at = _complain(story, of_driver=False, about="extra_charge")
    clocks = Clocks(at, at + 45 * MINUTE, never(story))
    story.plant(VERIFICATION, "broken", clocks, subjects=story.ids("c"))


def _report_twice(story: Story) -> None:
    """Let a complaint and a loss be entered twice within seconds, and nothing be done about either."""
    at, reported = _complain(story), _lose(story) - 2 * HOUR
    story.leave_out("replied", "solved", "asked", "found")
    for step in ("complained", "lost"):
        told = story.steps[step]
        story.tell_of(f"{step} again", told.event, told.at + 2 * SECOND, told.columns)
    for theme, due in ((REPLY, at + 45 * MINUTE), (VERIFICATION, at + 45 * MINUTE), (SOLUTION, at + DAY)):
        story.plant(theme, "broken", Clocks(at, due, never(story)), subjects=story.ids("c"))
    clocks = Clocks(reported, reported + 15 * MINUTE, never(story))
    story.plant(ITEM_CONTACT, "broken", clocks, subjects=story.ids("l"))


def _verify_by_machine(story: Story) -> None:
    at = _complain(story)
    _verify(story, at + 10 * MINUTE, by=machine(len(at)))
    clocks = Clocks(at, at + 45 * MINUTE, never(story))
    story.plant(VERIFICATION, "broken", clocks, subjects=story.ids("c"))


def _penalize(story: Story, step: str, entered: Columns) -> None:
    """Let a penalty be entered of which somebody is the author who must not verify it, as the officer does."""
    at, complaints = _complain(story), {"complaint_id": story.ids("c")}
    _verify(story, at + 10 * MINUTE, by=persons(story.word("f0000000")))
    story.tell_of(step, "complaint_penalty_entered", at + 2 * HOUR, {**complaints, **entered})
    verified = story.tell_of(OFFICER_OF_CASES, "complaint_verified", end_of_day(at) + 15 * HOUR, complaints)
    story.change(OFFICER_OF_CASES, {"verdict": story.word("true")})
    story.plant(ANOTHER, "broken", at_once(verified), subjects=story.ids("c"))


def _enter_by_machine(story: Story) -> None:
    """Let a machine enter the penalty, which the officer verifies."""
    _penalize(story, "entered", {"agent_id": story.word("system"), **machine(len(story.numbers))})


def _enter_for_another(story: Story) -> None:
    """Let the officer enter the penalty under the number of an agent."""
    _penalize(story, BY_OFFICER, _agent(story))


def _enter_as_officer(story: Story) -> None:
    """Let an agent enter the penalty under the number of the officer."""
    _penalize(story, AS_OFFICER, _agent(story))


def _hand_to_somebody(story: Story) -> None:
    """Let a case be handed to the head of the service centre, who is no risk officer."""
    told = {
        "case_id": story.ids("l"),
        "giver_id": story.word(_AGENT),
        "receiver_id": story.word("y0000000"),
        "to_role": story.word("service_centre_head"),
    }
    story.tell_of("assigned", "case_assigned", story.at("completed") + HOUR, told)
    story.plant(ONE_TEXT, "kept", at_once(story.at("texted")))


def _lose(story: Story) -> Ints:
    """Let something be lost of which the driver is asked at once, and which he finds; return when."""
    at, cases = story.at("completed") + HOUR, {"case_id": story.ids("l")}
    driver = {**cases, "driver_id": named("d", story.driver)}
    story.tell("lost", "lost_item_reported", at, {**driver, "item": story.word("bag")})
    story.tell_of("asked", "driver_contacted", at + 5 * MINUTE, {**cases, "agent_id": story.word(_AGENT)})
    return story.tell_of("found", "item_check_reported", at + 2 * HOUR, {**driver, "found": story.yes()})


def _close_otherwise(story: Story) -> None:
    """Let cases be closed that are closed as no lost property: one before anybody looked, one before the return."""
    found, other = _lose(story), {"case_id": story.ids("s"), "kind": story.word("suggestion")}
    suggested = {"case_id": story.ids("s"), "party_kind": story.word("passenger")}
    story.tell_of("suggested", "suggestion_filed", found - HOUR, suggested)
    story.tell_of("taken", "case_closed", found, other)
    complaint = {"case_id": story.ids("l"), "kind": story.word("complaint")}
    story.tell_of("closed", "case_closed", found + HOUR, complaint)
    sent = {"case_id": story.ids("l"), "method": story.word("post")}
    returned = story.tell_of("returned", "item_returned", found + DAY, sent)
    clocks = Clocks(found, end_of_day(found, later=7), returned)
    story.plant(ITEM_RETURN, "kept", clocks, owners=story.driver, subjects=story.ids("l"))


def _find_twice(story: Story) -> None:
    """Let the driver find it and a colleague tell a day later that he has it, who never returns it."""
    found = _lose(story)
    again = {**story.steps["found"].columns, "driver_id": named("d", story.relief)}
    story.tell_of("found again", "item_check_reported", found + DAY, again)
    clocks = Clocks(found, end_of_day(found, later=7), never(story))
    story.plant(ITEM_RETURN, "broken", clocks, owners=story.relief, subjects=story.ids("l"))


DESK: Mapping[str, Callable[[Story], None]] = {
    "reminded-before-the-text": _remind_first,
    "another-text-instead": _text_otherwise,
    "texted-before-arriving": _text_before_arriving,
    "link-before-the-end": _link_before_end,
    "ended-twice": _end_twice,
    "reminded-after-two-texts": _remind_after_two,
    "rated-and-checked-by-a-machine": _rate_unread,
    "complaint-about-nobody": _complain_about_nobody,
    "overcharged-by-nobody-named": _overcharge,
    "complained-and-reported-twice": _report_twice,
    "verified-by-a-machine": _verify_by_machine,
    "penalty-entered-by-a-machine": _enter_by_machine,
    "penalty-entered-for-another": _enter_for_another,
    "penalty-entered-as-the-officer": _enter_as_officer,
    "handed-to-somebody-else": _hand_to_somebody,
    "closed-as-something-else": _close_otherwise,
    "found-twice-and-never-returned": _find_twice,
}
