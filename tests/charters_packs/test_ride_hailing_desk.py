"""Ratings, complaints, staffing and lost property, judged by the ride-hailing pack; named after the entries of the ledger."""

from tests.charters_packs.told import Story, accepted, at, press, when, yuan

NEXT_WEEK = "2026-03-09 12:00"
PAIR = {"passenger_id": "p1", "driver_id": "d1"}


def rating(stars: int = 5, *, rater: str = "passenger") -> dict[str, object]:
    return {"rating_id": "r1", "rated_on": "2026-03-02", "rater": rater, "stars": stars}


def filed(moment: str, **more: object) -> Story:
    """Return a story with a complaint."""
    told = {"complaint_id": "c1", "channel": "phone", "type": "conduct", **more}
    return Story().tell(moment, "complaint_filed", of=told)


def test_6_2_3_2b_a_rating_before_the_end_of_the_service_is_a_breach() -> None:
    early = accepted().order("15:30", "rating_submitted", of=rating()).order("16:00", "end_pressed", of=press("end"))
    assert early.one(NEXT_WEEK, "rated-after-service").verdict == "broken"
    after = accepted().order("16:00", "end_pressed", of=press("end")).order("16:30", "rating_submitted", of=rating())
    assert after.one(NEXT_WEEK, "rated-after-service").verdict == "kept"


def test_6_2_3_4a_a_rating_is_checked_by_the_end_of_the_next_day() -> None:
    verified = {"rating_id": "r1", "rated_on": "2026-03-02", "officer_id": "q1", "verdict": "true"}
    story = accepted().order("16:30", "rating_submitted", of=rating())
    open_one = story.one(NEXT_WEEK, "rating-checked")
    assert (open_one.verdict, open_one.due) == ("broken", at("2026-03-04 00:00"))
    by_machine = story.tell("2026-03-03 10:00", "rating_verified", by="check-bot", of=verified)
    assert by_machine.one(NEXT_WEEK, "rating-checked").verdict == "broken"
    kept = story.tell("2026-03-03 23:59", "rating_verified", by="q1", of=verified).one(NEXT_WEEK, "rating-checked")
    assert (kept.verdict, kept.met) == ("kept", at("2026-03-03 23:59"))


def test_6_2_3_4b_a_day_is_not_closed_while_a_bad_rating_is_open() -> None:
    day = {"rated_on": "2026-03-02"}
    bad = accepted().order("16:30", "rating_submitted", of=rating(3)).tell("2026-03-03 18:00", "day_closed", of=day)
    assert bad.one(NEXT_WEEK, "bad-ratings-first").verdict == "broken"
    good = accepted().order("16:30", "rating_submitted", of=rating(4)).tell("2026-03-03 18:00", "day_closed", of=day)
    assert good.one(NEXT_WEEK, "bad-ratings-first").verdict == "kept"
    checked = accepted().order("16:30", "rating_submitted", of=rating(1))
    verified = {"rating_id": "r1", "rated_on": "2026-03-02", "officer_id": "q1", "verdict": "true"}
    checked.tell("2026-03-03 10:00", "rating_verified", by="q1", of=verified).tell(
        "2026-03-03 18:00", "day_closed", of=day
    )
    assert checked.one(NEXT_WEEK, "bad-ratings-first").verdict == "kept"


def test_6_2_3_4b_three_stars_are_bad_and_no_number_of_stars_is_without_a_band() -> None:
    def closed_over(stars: int) -> str:
        story = accepted().order("16:30", "rating_submitted", of=rating(stars))
        story.tell("2026-03-03 18:00", "day_closed", of={"rated_on": "2026-03-02"})
        return story.one(NEXT_WEEK, "bad-ratings-first").verdict

    assert [closed_over(stars) for stars in (1, 2, 3, 4, 5)] == ["broken", "broken", "broken", "kept", "kept"]


def test_6_2_3_6_the_driver_rates_after_the_service_and_once() -> None:
    told = rating(rater="driver")
    story = accepted().order("16:00", "end_pressed", of=press("end")).order("16:30", "rating_submitted", of=told)
    story.order("16:40", "rating_submitted", of={**told, "rating_id": "r2"})
    assert [found.verdict for found in story.judged(NEXT_WEEK, "driver-rates-once")] == ["kept", "broken"]
    early = accepted().order("15:30", "rating_submitted", of=told)
    assert early.one(NEXT_WEEK, "driver-rates-once").verdict == "broken"


def test_6_2_3_7b_and_6_2_3_7c_an_offer_breaks_the_platforms_promise_and_an_acceptance_the_drivers() -> None:
    offer = {"passenger_id": "p1", "driver_id": "d1", "plate": "A1", "vehicle_class": "comfort"}
    apart = Story().tell("2026-03-01 10:00", "pair_blocked", of=PAIR)
    apart.order("08:30", "dispatch_offered", of=offer).order("08:31", "order_accepted", of=offer)
    offered, taken = apart.one(NEXT_WEEK, "pair-not-offered"), apart.one(NEXT_WEEK, "pair-not-accepted")
    assert (offered.verdict, offered.broken_at, offered.owner) == ("broken", at("08:30"), None)
    assert (taken.verdict, taken.broken_at, taken.owner) == ("broken", at("08:31"), "d1")


def test_6_2_3_7b_offers_to_others_and_after_the_pair_is_released_are_fine() -> None:
    offer = {"passenger_id": "p1", "driver_id": "d2", "plate": "A2", "vehicle_class": "comfort"}
    story = Story().tell("2026-03-01 10:00", "pair_blocked", of=PAIR).order("08:30", "dispatch_offered", of=offer)
    story.tell("2026-03-03 10:00", "pair_lifted", of=PAIR)
    story.order("2026-03-03 11:00", "dispatch_offered", of={**offer, "driver_id": "d1"})
    assert story.one(NEXT_WEEK, "pair-not-offered").verdict == "kept"


def test_6_3_4_2_4a_a_complaint_of_23_30_is_replied_to_by_00_15_by_a_person() -> None:
    reply = {"complaint_id": "c1"}
    kept = filed("23:30").tell("2026-03-03 00:15:00", "complaint_replied", by="a1", of=reply)
    found = kept.one(NEXT_WEEK, "complaint-replied")
    assert (found.verdict, found.due) == ("kept", at("2026-03-03 00:15"))
    late = filed("23:30").tell("2026-03-03 00:15:01", "complaint_replied", by="a1", of=reply)
    assert late.one(NEXT_WEEK, "complaint-replied").broken_at == at("2026-03-03 00:15")
    receipt = filed("23:30").tell("23:30:05", "complaint_replied", by="receipt-bot", of=reply)
    assert receipt.one(NEXT_WEEK, "complaint-replied").verdict == "broken"


def test_6_3_4_2_4b_a_complaint_of_friday_is_solved_on_saturday() -> None:
    friday = filed("2026-03-06 18:00").tell("2026-03-07 18:00:00", "complaint_resolved", of={"complaint_id": "c1"})
    found = friday.one(NEXT_WEEK, "complaint-solved")
    assert (found.verdict, found.due) == ("kept", at("2026-03-07 18:00"))
    assert filed("2026-03-06 18:00").one(NEXT_WEEK, "complaint-solved").broken_at == at("2026-03-07 18:00")


def test_6_3_4_2_4b_a_case_that_was_given_more_time_still_counts_as_over_24_hours() -> None:
    told = {"complaint_id": "c1", "extended_until": when("2026-03-10 18:00"), "extension_ground": "police"}
    story = filed("2026-03-06 18:00").tell("2026-03-07 10:00", "complaint_extended", of={**told, "officer_id": "q1"})
    found = story.tell("2026-03-08 18:00", "complaint_resolved", of={"complaint_id": "c1"})
    late = found.one(NEXT_WEEK, "complaint-solved")
    assert (late.verdict, late.broken_at, late.late_at) == ("broken", at("2026-03-07 18:00"), at("2026-03-08 18:00"))


def test_6_3_4_2_4a_and_6_3_4_2_4b_a_suggestion_carries_no_clock() -> None:
    story = Story().tell("10:00", "suggestion_filed", of={"case_id": "k1", "party_kind": "passenger"})
    clocks = ("complaint-replied", "complaint-solved", "driver-complaint-verified", "lost-item-driver-contacted")
    assert [story.judged(NEXT_WEEK, promise) for promise in clocks] == [[]] * len(clocks)


def test_6_3_4_3a_and_6_1_3_4c_a_complaint_about_a_driver_is_verified_within_45_minutes() -> None:
    about = filed("10:00", driver_id="d1", type="extra_charge").one(NEXT_WEEK, "driver-complaint-verified")
    assert (about.verdict, about.due) == ("broken", at("10:45"))
    assert filed("10:00").judged(NEXT_WEEK, "driver-complaint-verified") == []


def at_desk(*agents: str) -> Story:
    """Return a service centre whose agents have logged in at 08:00."""
    story = Story()
    for agent in agents:
        story.tell("08:00", "agent_logged_in", of={"centre_id": "s1", "agent_id": agent})
    return story


def test_6_3_5_2a_five_minutes_without_an_agent_are_a_breach_with_their_length() -> None:
    story = at_desk("a1").tell("12:00", "agent_logged_out", of={"centre_id": "s1", "agent_id": "a1"})
    story.tell("12:05", "agent_logged_in", of={"centre_id": "s1", "agent_id": "a1"})
    found = story.one("2026-03-02 20:00", "always-staffed")
    assert (found.verdict, found.broken_at) == ("broken", at("12:00"))
    assert [(gap.from_, gap.until) for gap in found.intervals if gap.kind == "shortfall"] == [
        (at("12:00"), at("12:05"))
    ]


def test_6_3_5_2a_a_roster_with_a_gap_from_three_to_four_is_a_breach() -> None:
    def planned(*hours: tuple[str, str]) -> Story:
        story = Story()
        for number, (start, end) in enumerate(hours):
            shift = {"centre_id": "s1", "shift_id": f"f{number}", "shift_from": when(start), "shift_until": when(end)}
            story.tell("09:00", "shift_planned", of={**shift, "agents": 3})
        covers = {"centre_id": "s1", "covers_from": when("2026-03-08 00:00"), "covers_until": when("2026-03-09 00:00")}
        return story.tell("10:00", "roster_published", of=covers)

    sunday, monday = "2026-03-08", "2026-03-09"
    gap = planned((f"{sunday} 00:00", f"{sunday} 03:00"), (f"{sunday} 04:00", f"{monday} 00:00"))
    assert gap.one("11:00", "roster-without-gaps").verdict == "broken"
    whole = planned((f"{sunday} 00:00", f"{sunday} 03:00"), (f"{sunday} 03:00", f"{monday} 00:00"))
    assert whole.one("11:00", "roster-without-gaps").verdict == "kept"


def test_6_3_5_3_the_third_agent_leaving_at_10_20_opens_a_breach_until_a_third_comes() -> None:
    story = at_desk("a1", "a2", "a3").tell("10:20", "agent_logged_out", of={"centre_id": "s1", "agent_id": "a3"})
    story.tell("10:50", "agent_logged_in", of={"centre_id": "s1", "agent_id": "a4"})
    found = story.one("20:00", "three-agents")
    assert (found.verdict, found.broken_at) == ("broken", at("10:20"))
    assert [(gap.from_, gap.until) for gap in found.intervals if gap.kind == "shortfall"] == [
        (at("10:20"), at("10:50"))
    ]
    relieved = at_desk("a1", "a2", "a3").tell("10:20", "agent_logged_out", of={"centre_id": "s1", "agent_id": "a3"})
    relieved.tell("10:20", "agent_logged_in", of={"centre_id": "s1", "agent_id": "a4"})
    assert relieved.one("20:00", "three-agents").verdict == "pending"


def test_6_3_5_3_who_is_on_a_break_is_absent_until_it_ends() -> None:
    agent = {"centre_id": "s1", "agent_id": "a3"}
    story = at_desk("a1", "a2", "a3").tell("12:00", "agent_break_started", of=agent)
    found = story.tell("12:30", "agent_break_ended", of=agent).one("20:00", "three-agents")
    assert (found.verdict, found.broken_at) == ("broken", at("12:00"))
    assert [(gap.from_, gap.until) for gap in found.intervals if gap.kind == "shortfall"] == [
        (at("12:00"), at("12:30"))
    ]
    relieved = at_desk("a1", "a2", "a3", "a4").tell("12:00", "agent_break_started", of=agent)
    assert relieved.one("20:00", "three-agents").verdict == "pending"


def test_6_3_5_3_a_plan_with_two_agents_is_a_breach() -> None:
    shift = {"centre_id": "s1", "shift_id": "f1", "shift_from": when("20:00"), "shift_until": when("23:00")}
    verdicts = {n: Story().tell("09:00", "shift_planned", of={**shift, "agents": n}) for n in (2, 3)}
    assert {n: story.one("10:00", "three-agents-planned").verdict for n, story in verdicts.items()} == {
        2: "broken",
        3: "kept",
    }


def test_6_3_5_2b_a_call_is_answered_by_a_person_within_sixty_seconds() -> None:
    def offered() -> Story:
        return Story().tell("10:00:00", "call_offered", of={"call_id": "t1"})

    kept = offered().tell("10:01:00", "call_answered", by="a1", of={"call_id": "t1"}).one("11:00", "calls-answered")
    assert (kept.verdict, kept.due) == ("kept", at("10:01"))
    given_up = offered().tell("10:00:40", "call_abandoned", of={"call_id": "t1", "waited_s": 40})
    assert given_up.one("11:00", "calls-answered").verdict == "broken"


def test_6_3_5_5a_a_month_without_a_digest_by_its_due_day_is_overdue() -> None:
    story = Story().tell("2026-02-10 08:00", "agent_logged_in", of={"centre_id": "s1", "agent_id": "a1"})
    [march, _] = story.judged("2026-04-20 00:00", "feedback-collected")
    assert (march.verdict, march.due) == ("broken", at("2026-04-06 00:00"))
    digest = {"centre_id": "s1", "period": "2026-03", "items": ("k1", "k2")}
    story.tell("2026-04-05 17:00", "feedback_digest_made", of=digest)
    [kept, _] = story.judged("2026-04-20 00:00", "feedback-collected")
    assert (kept.verdict, kept.met) == ("kept", at("2026-04-05 17:00"))


def test_6_3_5_6c_the_driver_is_contacted_about_a_lost_item_within_fifteen_minutes() -> None:
    case = {"case_id": "k1"}
    story = Story().tell("10:00", "lost_item_reported", of={**case, "driver_id": "d1"})
    found = story.one("12:00", "lost-item-driver-contacted")
    assert (found.verdict, found.due) == ("broken", at("10:15"))
    closed = story.tell("11:00", "case_closed", of={**case, "kind": "lost_property"})
    assert closed.one("12:00", "lost-item-answered-before-closing").verdict == "broken"


def test_6_3_5_7a_a_found_item_keeps_the_case_open_and_its_return_is_free() -> None:
    case = {"case_id": "k1"}
    story = Story().tell("10:00", "item_check_reported", of={**case, "driver_id": "d1", "found": True})
    found = story.one("2026-03-20 00:00", "found-item-returned")
    assert (found.verdict, found.due, found.owner) == ("broken", at("2026-03-10 00:00"), "d1")
    closed = story.tell("11:00", "case_closed", of={**case, "kind": "lost_property"})
    assert closed.one("12:00", "found-item-returned-before-closing").verdict == "broken"
    paid = Story().tell("11:00", "item_returned", of={**case, "method": "post", "charged_to_passenger": yuan("10")})
    assert paid.one("12:00", "return-is-free").verdict == "broken"


def test_6_3_6_2a_who_entered_a_penalty_cannot_verify_it_and_none_takes_effect_before() -> None:
    complaint = {"complaint_id": "c1"}
    named = {"role": "risk_officer", "person_id": "m1", "phone": "139****0000"}

    def entered() -> Story:
        story = filed("10:00").tell("2026-03-01 00:00", "role_assigned", of=named)
        return story.tell("10:10", "complaint_penalty_entered", by="a1", of={**complaint, "agent_id": "a1"})

    verified = {**complaint, "manager_id": "m1", "verdict": "true"}
    own = entered().tell("10:30", "complaint_verified", by="a1", of=verified)
    assert own.one("12:00", "penalty-verified-by-another").verdict == "broken"
    other = entered().tell("10:30", "complaint_verified", by="m1", of=verified)
    assert other.one("12:00", "penalty-verified-by-another").verdict == "kept"
    penalty = {**complaint, "driver_id": "d1", "kind": "fine", "rule_id": "1", "rule_version": "1"}
    assert (
        other.tell("11:00", "penalty_applied", of=penalty).one("12:00", "penalty-after-verification").verdict == "kept"
    )
    early = entered().tell("10:20", "penalty_applied", of=penalty)
    assert early.one("12:00", "penalty-after-verification").verdict == "broken"


def test_6_3_6_2a_an_agent_checks_and_enters_and_the_risk_officer_in_office_decides() -> None:
    def verified(*, officer: str, by: str, entered_by: str = "a1") -> str:
        named = {"role": "risk_officer", "person_id": officer, "phone": "139****0000"}
        story = filed("10:00").tell("2026-03-01 00:00", "role_assigned", of=named)
        entry = {"complaint_id": "c1", "agent_id": entered_by}
        story.tell("10:10", "complaint_penalty_entered", by=entered_by, of=entry)
        told = {"complaint_id": "c1", "manager_id": by, "verdict": "true"}
        story.tell("10:30", "complaint_verified", by=by, of=told)
        return story.one("12:00", "penalty-verified-by-another").verdict

    assert verified(officer="q1", by="q1") == "kept"
    assert verified(officer="q1", by="a2") == "broken"  # another agent is not the officer
    assert verified(officer="q1", by="q1", entered_by="q1") == "broken"  # nor may the officer verify his own entry
    assert verified(officer="q1", by="q1", entered_by="entry-bot") == "broken"  # no agent has checked


def test_6_3_6_4a_a_vacant_post_is_a_gap() -> None:
    post = {"role": "service_centre_head", "person_id": "h1"}
    story = Story().tell("2026-03-01 00:00", "role_assigned", of={**post, "phone": "139****0000"})
    assert story.judged("2026-03-03 12:00", "service-centre-head-named")[0].verdict == "kept"
    story.tell("12:00", "role_ended", of=post)
    found = [each for each in story.judged("2026-03-03 00:00", "service-centre-head-named") if each.verdict == "broken"]
    assert [each.broken_at for each in found] == [at("12:00")]
    assert story.judged("2026-03-03 00:00", "risk-officer-named") == []


def test_6_3_6_4b_a_complaint_is_handed_to_the_holder_of_the_post() -> None:
    named = {"role": "risk_officer", "person_id": "q1", "phone": "139****0000"}
    handed = {"case_id": "k1", "complaint_id": "c1", "giver_id": "a1", "to_role": "risk_officer"}
    story = Story().tell("2026-03-01 00:00", "role_assigned", of=named)
    story.tell("10:00", "case_assigned", of={**handed, "receiver_id": "q1"})
    assert story.one("12:00", "handed-to-risk-officer").verdict == "kept"
    story.tell("11:00", "case_assigned", of={**handed, "receiver_id": "q9"})
    assert [found.verdict for found in story.judged("12:00", "handed-to-risk-officer")] == ["kept", "broken"]


def test_6_4_4_3i_a_fault_over_its_time_is_the_teams() -> None:
    told = {"bug_id": "b1", "severity": "critical", "team": "platform"}
    found = Story().tell("10:00", "bug_reported", of=told).one("20:00", "faults-repaired")
    assert (found.verdict, found.due, found.owner) == ("broken", at("14:00"), "platform")
    fixed = Story().tell("10:00", "bug_reported", of={**told, "severity": "major"})
    kept = fixed.tell("2026-03-03 10:00", "bug_fixed", of={"bug_id": "b1"}).one(NEXT_WEEK, "faults-repaired")
    assert (kept.verdict, kept.due) == ("kept", at("2026-03-03 10:00"))


def test_6_4_4_3i_the_clock_stands_still_while_the_team_waits_for_details_but_for_two_days_only() -> None:
    told = {"bug_id": "b1", "severity": "critical", "team": "platform"}
    asked = Story().tell("10:00", "bug_reported", of=told).tell("11:00", "bug_details_asked", of={"bug_id": "b1"})
    given = asked.tell("16:30", "bug_details_given", of={"bug_id": "b1"})
    kept = given.tell("19:30", "bug_fixed", of={"bug_id": "b1"}).one("20:00", "faults-repaired")
    assert (kept.verdict, kept.due) == ("kept", at("19:30"))
    again = Story().tell("10:00", "bug_reported", of=told).tell("11:00", "bug_details_asked", of={"bug_id": "b1"})
    unanswered = again.one(NEXT_WEEK, "faults-repaired")
    assert (unanswered.verdict, unanswered.due) == ("broken", at("2026-03-04 14:00"))
