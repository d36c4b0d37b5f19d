"""What the ledger says that ratings, calls, complaints, lost property and posts show; named after its entries."""

import pytest

from tests.charters_packs.told import PLACED, Story, at, when, yuan

NEXT_WEEK = "2026-03-09 12:00"
APRIL = "2026-04-20 00:00"
DAY = "2026-03-02"
CASE = {"case_id": "k1"}
POST = {"role": "risk_officer", "person_id": "q1"}


# Ratings: checked by the end of the next day, bad ones before the day is closed.


def rated(
    story: Story, rating: str, moment: str, *, stars: int = 5, rater: str = "passenger", city: str = "X"
) -> Story:
    """Add a rating of an order of its own in some city."""
    order = {"order_id": f"o-{rating}"}
    story.tell("08:00", "order_placed", of={**PLACED, **order, "appointment_at": when("10:00"), "city": city})
    told = {"rating_id": rating, "rated_on": moment.split(" ")[0], "rater": rater, "stars": stars}
    return story.tell(moment, "rating_submitted", of={**order, **told})


def checked(story: Story, rating: str, moment: str, *, day: str = DAY) -> Story:
    """Add the check of a rating by a person."""
    told = {"rating_id": rating, "rated_on": day, "officer_id": "q1", "verdict": "true"}
    return story.tell(moment, "rating_verified", by="q1", of=told)


def test_6_2_3_4a_the_page_of_a_day_shows_how_many_ratings_of_all_cities_were_checked() -> None:
    story = Story()
    for rating, city in (("r1", "Shanghai"), ("r2", "Beijing"), ("r3", "Beijing")):
        rated(story, rating, f"{DAY} 18:00", city=city)
    rated(story, "r4", f"{DAY} 19:00", rater="driver")  # nobody owes a check of these
    rated(story, "r5", "2026-03-03 09:00")
    checked(story, "r1", f"{DAY} 20:00")
    checked(story, "r2", "2026-03-03 23:59:59")
    checked(story, "r3", "2026-03-04 00:00:01")
    checked(story, "r5", "2026-03-03 10:00", day="2026-03-03")
    figures = story.figures(NEXT_WEEK, "ratings_checked")
    told = {cell: (each.value, each.numerator, each.denominator) for cell, each in figures.items() if each.denominator}
    assert {cell: tuple(map(str, each)) for cell, each in told.items()} == {
        ("2026-03-02",): ("66.67", "2", "3"),
        ("2026-03-03",): ("100.00", "1", "1"),
    }
    assert [each.verdict for each in story.judged(NEXT_WEEK, "rating-checked")] == ["kept", "kept", "broken", "kept"]


def closed(story: Story, moment: str) -> str:
    """Return the verdict on closing the day of the ratings of 2 March."""
    story.tell(moment, "day_closed", of={"rated_on": DAY})
    return story.one(NEXT_WEEK, "bad-ratings-first").verdict


def test_6_2_3_4b_one_of_two_bad_ratings_still_open_keeps_the_day_from_being_closed() -> None:
    def two_bad() -> Story:
        return rated(rated(Story(), "r1", f"{DAY} 18:00", stars=1), "r2", f"{DAY} 19:00", stars=3)

    assert closed(two_bad(), "2026-03-03 12:00") == "broken"
    assert closed(checked(two_bad(), "r1", "2026-03-03 09:00"), "2026-03-03 12:00") == "broken"
    both = checked(checked(two_bad(), "r1", "2026-03-03 09:00"), "r2", "2026-03-03 11:59")
    assert closed(both, "2026-03-03 12:00") == "kept"


def test_6_2_3_4b_good_ratings_and_bad_ones_of_other_days_or_of_drivers_do_not_keep_a_day_open() -> None:
    story = rated(rated(Story(), "r1", f"{DAY} 18:00", stars=4), "r2", f"{DAY} 18:30", stars=1, rater="driver")
    assert closed(rated(story, "r3", "2026-03-03 09:00", stars=1), "2026-03-03 12:00") == "kept"


# Calls.


def at_desk(*agents: str) -> Story:
    """Return a centre whose agents logged in at 08:00."""
    story = Story()
    for agent in agents:
        story.tell("08:00", "agent_logged_in", of={"centre_id": "s1", "agent_id": agent})
    return story


def given_up(story: Story, *, after: int, moment: str = "10:00") -> Story:
    """Add a call of some minute whose caller gave up after so many seconds."""
    story.tell(f"{moment}:00", "call_offered", of={"call_id": "t1", "centre_id": "s1"})
    return story.tell(f"{moment}:{after}", "call_abandoned", of={"call_id": "t1", "waited_s": after})


@pytest.mark.parametrize("on_duty", [0, 1, 3])
def test_6_3_5_2b_a_call_given_up_is_listed_with_time_wait_and_number_on_duty(on_duty: int) -> None:
    agents = [f"a{number}" for number in range(on_duty)]
    story = given_up(
        at_desk("x", *agents).tell("09:00", "agent_logged_out", of={"centre_id": "s1", "agent_id": "x"}), after=40
    )
    listed = story.figures("11:00", "calls_given_up")
    assert {cell: str(each.value) for cell, each in listed.items()} == {(f"{DAY} 10:00", "t1", f"{on_duty}"): "40"}
    found = story.one("11:00", "calls-answered")
    assert (found.verdict, found.subject, found.start) == ("broken", ("t1",), at("10:00"))


def test_6_3_5_2b_an_answered_call_is_kept_and_not_listed_and_a_machine_answers_nobody() -> None:
    def answered(*, by: str) -> Story:
        story = at_desk("a1").tell("10:00:00", "call_offered", of={"call_id": "t1", "centre_id": "s1"})
        return story.tell("10:00:30", "call_answered", by=by, of={"call_id": "t1"})

    kept = answered(by="a1")
    assert (kept.one("11:00", "calls-answered").verdict, kept.figures("11:00", "calls_given_up")) == ("kept", {})
    assert answered(by="voice-bot").one("11:00", "calls-answered").verdict == "broken"


# Feedback.


def test_6_3_5_5a_a_digest_by_its_due_day_is_kept_and_lists_the_cases_it_is_made_from() -> None:
    digest = {"centre_id": "s1", "period": "2026-03", "items": ("k1", "k2")}
    story = Story().tell("2026-02-10 08:00", "agent_logged_in", of={"centre_id": "s1", "agent_id": "a1"})
    story.tell("2026-04-06 00:00:00", "feedback_digest_made", of=digest)
    [march, april] = story.judged(APRIL, "feedback-collected")
    assert (march.verdict, march.met, march.due) == ("kept", at("2026-04-06 00:00"), at("2026-04-06 00:00"))
    assert april.verdict == "pending"
    [made] = [event for event in story.events if event.id in march.evidence]
    assert made.attributes["items"] == ("k1", "k2")


def test_6_3_5_5a_a_digest_that_lists_no_cases_or_comes_a_second_late_is_overdue() -> None:
    def march(moment: str, **told: object) -> str:
        story = Story().tell("2026-02-10 08:00", "agent_logged_in", of={"centre_id": "s1", "agent_id": "a1"})
        story.tell(moment, "feedback_digest_made", of={"centre_id": "s1", "period": "2026-03", **told})
        return story.judged(APRIL, "feedback-collected")[0].verdict

    assert march("2026-04-05 17:00", items=("k1",)) == "kept"
    assert march("2026-04-06 00:00:01", items=("k1",)) == "broken"
    assert march("2026-04-05 17:00") == "broken"


# Lost property.


def lost() -> Story:
    """Return a story in which an item was reported as lost at 10:00."""
    return Story().tell("10:00", "lost_item_reported", of={**CASE, "driver_id": "d1", "item": "phone"})


def closed_case(story: Story, moment: str) -> Story:
    """Add the end of the case."""
    return story.tell(moment, "case_closed", of={**CASE, "kind": "lost_property"})


def test_6_3_5_6c_the_driver_contacted_at_the_fifteenth_minute_is_in_time_and_a_second_later_overdue() -> None:
    kept = lost().tell("10:15:00", "driver_contacted", of=CASE).one(NEXT_WEEK, "lost-item-driver-contacted")
    assert (kept.verdict, kept.met) == ("kept", at("10:15"))
    late = lost().tell("10:15:01", "driver_contacted", of=CASE).one(NEXT_WEEK, "lost-item-driver-contacted")
    assert (late.verdict, late.broken_at, late.late_at) == ("broken", at("10:15"), at("10:15:01"))


def test_6_3_5_6c_found_or_not_found_the_case_may_be_closed_after_the_drivers_answer_only() -> None:
    def verdict(**answer: object) -> str:
        story = lost().tell("10:40", "item_check_reported", of={**CASE, "driver_id": "d1", **answer})
        return closed_case(story, "11:00").one(NEXT_WEEK, "lost-item-answered-before-closing").verdict

    assert (verdict(found=True), verdict(found=False), verdict()) == ("kept", "kept", "broken")
    early = closed_case(lost(), "10:30").tell("10:40", "item_check_reported", of={**CASE, "found": False})
    assert early.one(NEXT_WEEK, "lost-item-answered-before-closing").verdict == "broken"


def found_item(*, found: bool = True) -> Story:
    """Return a story in which the driver says whether the item was in the car."""
    return lost().tell("10:40", "item_check_reported", of={**CASE, "driver_id": "d1", "found": found})


def returned(story: Story, moment: str, *, charged: str | None = None) -> Story:
    """Add the return of the item."""
    amount = None if charged is None else yuan(charged)
    return story.tell(moment, "item_returned", of={**CASE, "method": "post", "charged_to_passenger": amount})


def test_6_3_5_7a_a_found_item_that_is_returned_is_kept_and_the_case_may_be_closed_then() -> None:
    story = closed_case(returned(found_item(), "2026-03-04 15:00"), "2026-03-04 16:00")
    promises = ("found-item-returned", "found-item-returned-before-closing", "return-is-free")
    assert [story.one(NEXT_WEEK, promise).verdict for promise in promises] == ["kept"] * 3
    assert story.one(NEXT_WEEK, "found-item-returned").met == at("2026-03-04 15:00")
    early = returned(closed_case(found_item(), "2026-03-04 14:00"), "2026-03-04 15:00")
    assert early.one(NEXT_WEEK, "found-item-returned-before-closing").verdict == "broken"


def test_6_3_5_7a_what_was_not_found_need_not_be_returned() -> None:
    story = closed_case(found_item(found=False), "11:00")
    assert story.judged(NEXT_WEEK, "found-item-returned") == []
    assert story.one(NEXT_WEEK, "found-item-returned-before-closing").verdict == "kept"


def test_6_3_5_7a_a_return_is_free_at_nothing_and_broken_from_one_fen_on() -> None:
    verdicts = {
        charged: returned(found_item(), "15:00", charged=charged).one(NEXT_WEEK, "return-is-free").verdict
        for charged in (None, "0", "0.01")
    }
    assert verdicts == {None: "kept", "0": "kept", "0.01": "broken"}


# Complaints.


def filed(moment: str, **more: object) -> Story:
    """Return a story with a complaint."""
    return Story().tell(
        moment, "complaint_filed", of={"complaint_id": "c1", "channel": "online", "type": "late", **more}
    )


def test_6_3_4_2_4a_the_clock_of_a_complaint_runs_on_holidays_as_well() -> None:
    # 17 February 2026 is the first day of the lunar year, a public holiday.
    eve = filed("2026-02-16 23:30").tell("2026-02-17 00:15:00", "complaint_replied", by="a1", of={"complaint_id": "c1"})
    found = eve.one(NEXT_WEEK, "complaint-replied")
    assert (found.verdict, found.due, found.met) == ("kept", at("2026-02-17 00:15"), at("2026-02-17 00:15"))
    none = filed("2026-02-16 23:30").one(NEXT_WEEK, "complaint-replied")
    assert (none.verdict, none.broken_at) == ("broken", at("2026-02-17 00:15"))


def test_6_3_4_3a_and_6_1_3_4c_a_verification_begun_within_the_time_by_a_person_is_kept() -> None:
    def begun(moment: str, *, by: str) -> Story:
        story = filed("10:00", driver_id="d1", type="extra_charge")
        return story.tell(moment, "verification_started", by=by, of={"complaint_id": "c1"})

    promise = "driver-complaint-verified"
    assert begun("10:45:00", by="q1").one(NEXT_WEEK, promise).verdict == "kept"
    late = begun("10:45:01", by="q1").one(NEXT_WEEK, promise)
    assert (late.verdict, late.broken_at) == ("broken", at("10:45"))
    assert begun("10:10", by="check-bot").one(NEXT_WEEK, promise).verdict == "broken"


# Posts.


def in_office() -> Story:
    """Return a story in which q1 was risk officer until 3 March 12:00 and q2 is from then on."""
    story = Story().tell("2026-03-01 00:00", "role_assigned", of={**POST, "phone": "139****0000"})
    story.tell("2026-03-03 12:00", "role_ended", of=POST)
    return story.tell("2026-03-03 12:00", "role_assigned", of={**POST, "person_id": "q2", "phone": "138****0000"})


def handed_over(moment: str, **who: object) -> Story:
    """Return a story in which the agent a1 hands a complaint to q1 as the risk officer, or some other way."""
    told = {**CASE, "complaint_id": "c1", "giver_id": "a1", "receiver_id": "q1", "to_role": "risk_officer", **who}
    return in_office().tell(moment, "case_assigned", of=told)


def test_6_3_6_4b_a_complaint_goes_to_whoever_is_risk_officer_at_the_time_with_giver_receiver_and_time() -> None:
    def verdict(moment: str, **who: object) -> str:
        return handed_over(moment, **who).one(NEXT_WEEK, "handed-to-risk-officer").verdict

    assert (verdict("2026-03-03 11:59"), verdict("2026-03-03 12:01")) == ("kept", "broken")
    assert (verdict("2026-03-03 11:59", receiver_id="q2"), verdict("2026-03-03 12:01", receiver_id="q2")) == (
        "broken",
        "kept",
    )
    assert verdict("11:00", giver_id=None) == verdict("11:00", receiver_id=None) == "broken"
    told = handed_over("11:00").explained(NEXT_WEEK, "handed-to-risk-officer").splitlines()[-1]
    assert "2026-03-02 11:00:00+08:00" in told
    assert ("giver_id" in told, "receiver_id" in told) == (True, True)  # masked, for persons


def test_6_3_6_4a_a_head_without_a_telephone_number_or_beyond_his_term_is_a_gap() -> None:
    def first_gap(**more: object) -> int | None:
        named = {"role": "service_centre_head", "person_id": "h1", **more}
        story = Story().tell("2026-03-01 00:00", "role_assigned", of=named)
        found = story.judged("2026-03-05 00:00", "service-centre-head-named")
        return next((each.broken_at for each in found if each.verdict == "broken"), None)

    assert first_gap(phone="139****0000") is None
    assert first_gap() == at("2026-03-01 00:00")
    assert first_gap(phone="139****0000", holds_until=when("2026-03-03 00:00")) == at("2026-03-03 00:00")
