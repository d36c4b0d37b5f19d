"""What the ledger says that kept data, recordings and pages of an order show; named after its entries."""

import pytest

from tests.charters_packs.told import FIRST, Story, accepted, at, handed_on, placed, press

NEXT_DAY = "2026-03-03 12:00"
DATA = {
    "track-kept": ("vehicle_position",),
    "contacts-kept": ("contact_made",),
    "presses-kept": ("arrive_pressed", "start_pressed", "end_pressed"),
    "logins-kept": ("device_login",),
}
"""The data that are kept of a service: the promise to keep them, and the events that they are."""
POSITION = {"driver_id": "d1", "plate": "A1"}


def served(*, without: tuple[str, ...] = ()) -> Story:
    """Return an order from its acceptance to its completion, without events of some types."""
    login = {"driver_id": "d1", "plate": "A1", "device_id": "t1"}
    events = (
        ("09:05", "device_login", login),
        ("09:10", "contact_made", {"order_id": "o1", **FIRST}),
        ("14:30", "vehicle_position", {"order_id": "o1", **POSITION}),
        ("14:50", "arrive_pressed", {"order_id": "o1", **press("arrive")}),
        ("14:51", "contact_made", {"order_id": "o1", **FIRST, "purpose": "arrival"}),
        ("15:05", "start_pressed", {"order_id": "o1", **press("start")}),
        ("15:30", "vehicle_position", {"order_id": "o1", **POSITION}),
        ("15:55", "vehicle_position", {"order_id": "o1", **POSITION}),
        ("15:56", "end_pressed", {"order_id": "o1", **press("end")}),
    )
    story = accepted()
    for moment, type_, told in events:
        if type_ not in without:
            story.tell(moment, type_, of=told)
    return story.order("16:00", "order_completed")


def missing_data(story: Story) -> dict[str, tuple[str, ...]]:
    """Return which data an order lacks: the broken promises, with what is missing of each."""
    found = {promise: story.one(NEXT_DAY, promise) for promise in DATA}
    assert {each.verdict for each in found.values()} <= {"kept", "broken"}
    return {promise: each.missing for promise, each in found.items() if each.verdict == "broken"}


def lacks_only(promise: str) -> bool:
    """Tell whether an order without the data of one promise lacks these and nothing else."""
    assert missing_data(served()) == {}
    lacking = missing_data(served(without=DATA[promise]))
    return {name: tuple(each.removesuffix(" via driver") for each in lacks) for name, lacks in lacking.items()} == {
        promise: DATA[promise]
    }


def test_6_1_5_2a_an_order_without_a_track_is_listed_as_lacking_it_alone() -> None:
    assert lacks_only("track-kept")
    found = served(without=("vehicle_position",)).one(NEXT_DAY, "track-kept")
    assert (found.due, found.owner) == (at("16:00"), None)


def test_6_1_5_2b_an_order_without_contacts_is_listed_as_lacking_them_alone() -> None:
    assert lacks_only("contacts-kept")
    assert served().one(NEXT_DAY, "contacts-kept").met == at("09:10")


def test_6_1_5_2c_an_order_without_presses_or_one_of_them_is_listed_as_lacking_these_alone() -> None:
    assert lacks_only("presses-kept")
    assert missing_data(served(without=("start_pressed",))) == {"presses-kept": ("start_pressed",)}
    told = served(without=("start_pressed",)).explained(NEXT_DAY, "presses-kept")
    assert 'Reached: 2 of 3\nMissing: "start" pressed (start_pressed)\n' in told


def test_6_1_5_2d_an_order_without_logins_is_listed_as_lacking_them_alone() -> None:
    assert lacks_only("logins-kept")
    other = served(without=("device_login",))
    other.tell("10:00", "device_login", of={"driver_id": "d2", "plate": "A1", "device_id": "t1"})
    assert missing_data(other) == {"logins-kept": ("device_login via driver",)}


def test_6_1_5_2a_6_1_5_2b_6_1_5_2c_6_1_5_2d_a_cancelled_order_lacks_no_data() -> None:
    cancelled = accepted().order("10:00", "order_cancelled", of={"cancelled_by": "passenger", "ground": "none"})
    assert [cancelled.one(NEXT_DAY, promise).verdict for promise in DATA] == ["lapsed"] * 4


def test_6_1_5_2e_and_6_1_3_4d_a_swapped_vehicle_is_told_with_both_plates() -> None:
    login = {"driver_id": "d1", "plate": "B2", "device_id": "t1"}
    told = accepted().tell("13:00", "device_login", of=login).explained(NEXT_DAY, "same-vehicle")
    assert "Broken at: 2026-03-02 13:00:00+08:00" in told
    of_the_order, seen = (line for line in told.splitlines() if "plate" in line)
    assert ("order_accepted" in of_the_order, "A1" in of_the_order, "B2" in of_the_order) == (True, True, False)
    assert ("device_login" in seen, "B2" in seen, "A1" in seen) == (True, True, False)


def test_6_1_5_2e_the_login_of_another_driver_or_after_the_service_is_no_swap() -> None:
    login = {"driver_id": "d2", "plate": "B2", "device_id": "t2"}
    assert served().tell("13:00", "device_login", of=login).one(NEXT_DAY, "same-vehicle").verdict == "kept"
    after = served().tell("17:00", "device_login", of={**login, "driver_id": "d1"})
    assert after.one(NEXT_DAY, "same-vehicle").verdict == "kept"
    handed = accepted().order("12:00", "order_reassigned", of=handed_on("d2", plate="B2"))
    handed.tell("13:00", "device_login", of=login)
    assert handed.order("16:00", "order_completed").one(NEXT_DAY, "same-vehicle").verdict == "kept"


def test_6_1_3_3e_positions_up_to_the_destination_replace_no_press() -> None:
    story = served(without=("start_pressed",))
    found = story.one(NEXT_DAY, "three-presses")
    assert (found.verdict, found.reached, found.wanted, found.owner) == ("broken", 2, 3, "d1")
    assert "Reached: 2 of 3" in story.explained(NEXT_DAY, "three-presses")


def test_6_1_3_1d_a_completed_order_with_one_contact_is_told_as_one_of_two_and_with_two_it_is_kept() -> None:
    story = accepted().order("09:10", "contact_made", of=FIRST).order("16:00", "order_completed")
    found = story.one(NEXT_DAY, "two-contacts")
    assert (found.verdict, found.reached, found.wanted, found.owner) == ("broken", 1, 2, "d1")
    assert "Reached: 1 of 2" in story.explained(NEXT_DAY, "two-contacts")
    kept = served().one(NEXT_DAY, "two-contacts")
    assert (kept.verdict, kept.reached, kept.met, kept.owner) == ("kept", 2, at("14:51"), "d1")


def test_6_1_5_3e_a_kept_recording_is_told_with_its_order_and_file() -> None:
    call = {**FIRST, "channel": "call", "call_id": "t1"}
    story = accepted().order("09:10", "contact_made", of=call)
    story.tell("09:20", "call_recorded", of={"call_id": "t1", "recording_id": "r7", "file_hash": "00ff"})
    told = story.explained("2026-03-04 00:00", "calls-recorded")
    assert told.startswith("Finding ") and "kept" in told.splitlines()[0]
    of_the_order, recording = told.splitlines()[-2:]
    assert ("contact_made" in of_the_order, "o1" in of_the_order) == (True, True)
    assert ("call_recorded" in recording, "r7" in recording) == (True, True)


STATES = ("placed", "accepted", "first_contact", "in_position", "in_service", "completed")


@pytest.mark.parametrize("state", STATES)
def test_6_3_3_3a_the_order_page_shows_button_and_number_in_every_state_of_the_order(state: str) -> None:
    def shown(*, button: bool, phone: bool) -> str:
        page = {"order_state": state, "has_complaint_button": button, "has_phone": phone}
        return (
            in_state(state).order("17:00", "order_page_rendered", of=page).one(NEXT_DAY, "order-page-complete").verdict
        )

    assert shown(button=True, phone=True) == "kept"
    assert shown(button=False, phone=True) == shown(button=True, phone=False) == "broken"


def in_state(state: str) -> Story:
    """Return an order that has come as far as a state and no further."""
    if state == "placed":
        return placed()
    last = {
        "accepted": "09:00",
        "first_contact": "09:10",
        "in_position": "14:51",
        "in_service": "15:55",
        "completed": "16:00",
    }
    story = served()
    story.events = [event for event in story.events if event.at <= at(last[state])]
    return story
