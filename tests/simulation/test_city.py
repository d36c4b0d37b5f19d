"""A made-up city is the same for the same seed, in order, and holds what was intended for it."""

from collections import Counter

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from jiannuo.core.simulation.city import City, simulate_city
from jiannuo.core.simulation.planting.themes import THEMES
from tests.simulation.happenings import happened, micros, planted

MICRO, MINUTE, HOUR = 1, 60_000_000, 3_600_000_000


@pytest.fixture(scope="module")
def city() -> City:
    return simulate_city(1_500, 7)


def test_the_same_seed_makes_the_same_city_and_another_another(city: City) -> None:
    again, other = simulate_city(1_500, 7), simulate_city(1_500, 8)
    assert again.events.equals(city.events) and again.truth.equals(city.truth)
    assert not other.events.equals(city.events)


def test_events_are_in_order_and_each_has_an_id_of_its_own(city: City) -> None:
    at = city.events["at"].cast(pa.int64()).to_numpy()
    ids = city.events["id"].to_pylist()
    assert np.all(np.diff(at) >= 0)
    assert ids == sorted(set(ids))
    assert at[-1] == city.until


def test_nothing_is_recorded_before_it_happens_or_after_the_end(city: City) -> None:
    at, recorded = (city.events[name].cast(pa.int64()).to_numpy() for name in ("at", "recorded_at"))
    told_later = city.events["supersedes"].is_valid().to_numpy()
    assert np.all(recorded >= at)
    assert np.all(recorded[told_later] <= city.until)


def test_a_correction_names_an_event_of_its_own_type_or_takes_it_back(city: City) -> None:
    types = dict(zip(city.events["id"].to_pylist(), city.events["event"].to_pylist(), strict=True))
    corrections = city.events.filter(city.events["supersedes"].is_valid()).to_pylist()
    assert len(corrections) > 50
    assert {row["event"] in (types[row["supersedes"]], "retracted") for row in corrections} == {True}


def test_every_order_is_placed_and_accepted_once_before_its_appointment(city: City) -> None:
    placed, accepted = happened(city, "order_placed"), happened(city, "order_accepted")
    lost = {row["subject"] for row in planted(city, "invoice-after-completion", "completion-lost")}
    told = {order for order in placed if order.startswith("y")}
    assert len(accepted.keys() - told) == 1_500 and placed.keys() - accepted.keys() - told == lost
    assert {len(rows) for rows in placed.values()} == {1}
    for order in accepted.keys() - told:
        (row,) = accepted[order]
        assert placed[order][0]["at"] < row["at"] < placed[order][0]["appointment_at"]


def test_a_complaint_is_that_of_the_passenger_of_its_order(city: City) -> None:
    placed, filed = happened(city, "order_placed"), happened(city, "complaint_filed")
    assert len(filed) > 50
    same = {row["passenger_id"] == placed[order][0]["passenger_id"] for order, rows in filed.items() for row in rows}
    assert same == {True}


def test_no_driver_takes_more_than_twenty_orders(city: City) -> None:
    taken = Counter(rows[0]["driver_id"] for rows in happened(city, "order_accepted").values())
    assert max(taken.values()) == 20


def test_an_order_ends_once_at_most(city: City) -> None:
    ends = Counter(order for name in ("order_completed", "order_cancelled") for order in happened(city, name))
    assert max(ends.values()) == 1
    assert sum(order.startswith("o") for order in ends) < 1_500  # some passengers leave because nobody comes


def test_contacts_one_microsecond_late_are_an_hour_and_a_microsecond_after_acceptance(city: City) -> None:
    contacts, accepted = happened(city, "contact_made"), happened(city, "order_accepted")
    rows = [row for row in planted(city, "first-contact", "micro-late") if row["intention"] == "broken"]
    assert rows
    for row in rows:
        first = next(each for each in contacts[row["order_id"]] if each["purpose"] == "first")
        assert micros(first) - micros(accepted[row["order_id"]][0]) == HOUR + MICRO


def test_who_arrives_exactly_at_the_lead_presses_ten_minutes_before_the_appointment(city: City) -> None:
    presses, placed = happened(city, "arrive_pressed"), happened(city, "order_placed")
    moved = happened(city, "appointment_moved")
    rows = [row for row in planted(city, "in-place-early", "at-lead") if row["order_id"] not in moved]
    assert rows
    for row in rows:
        appointment = micros(placed[row["order_id"]][0], "appointment_at")
        assert micros(presses[row["order_id"]][0]) == appointment - 10 * MINUTE


def test_after_a_delay_drivers_come_later_than_the_first_appointment_and_before_the_moved_one(city: City) -> None:
    presses, placed, moved = (happened(city, name) for name in ("arrive_pressed", "order_placed", "appointment_moved"))
    rows = planted(city, "not-late", "after-delay")
    assert rows
    for row in rows:
        order = row["order_id"]
        assert placed[order][0]["appointment_at"] < presses[order][0]["at"] < moved[order][0]["moved_to"]
        assert moved[order][0]["at"] < placed[order][0]["appointment_at"]


def test_charges_are_the_price_or_what_was_planted_above_it(city: City) -> None:
    charges, placed = happened(city, "charge_recorded"), happened(city, "order_placed")
    above = {}
    for deed in ("exact", "put-right", "one-fen"):
        rows = planted(city, "fixed-price", deed)
        above[deed] = {
            100 * (sum(each["amount"]["amount"] for each in charges[order]) - placed[order][0]["price"]["amount"])
            for order in (row["order_id"] for row in rows)
        }
    assert above == {"exact": {0}, "put-right": {0}, "one-fen": {1}}


def test_no_driver_serves_two_orders_at_a_time(city: City) -> None:
    accepted, completed = happened(city, "order_accepted"), happened(city, "order_completed")
    handed_on = happened(city, "order_reassigned")
    spans: dict[str, list[tuple[int, int]]] = {}
    for order in completed.keys() - handed_on.keys():
        span = micros(accepted[order][0]), micros(completed[order][0])
        spans.setdefault(accepted[order][0]["driver_id"], []).append(span)
    overlaps = [
        driver
        for driver, listed in spans.items()
        for (_, end), (start, _) in zip(sorted(listed), sorted(listed)[1:], strict=False)
        if start <= end
    ]
    assert overlaps == []
    assert max(len(listed) for listed in spans.values()) > 1


def test_what_nobody_can_know_lies_within_the_gaps_that_the_sources_report(city: City) -> None:
    told = happened(city, "source_gap", "source")
    gaps = {name: {(row["from"], row["to"]) for row in rows} for name, rows in told.items()}
    rows = city.truth.filter(pc.equal(city.truth["deed"], "hidden")).to_pylist()
    assert len({frozenset(gaps[name]) for name in ("driver_app", "notices", "phones", "service_desk", "voices")}) == 1
    periods = {theme.name for theme in THEMES if theme.apart}
    for row in rows:
        opened, due = row["opened_at"], row["due_at"] or row["opened_at"]
        if row["theme"] in periods:
            assert any(opened < until and since <= due for since, until in gaps["voices"] | gaps["registry"])
        else:
            assert any(since < opened <= due < until for since, until in gaps["voices"])
    assert len({row["theme"] for row in rows}) > 16


def test_orders_come_in_by_the_hour_and_the_weekday() -> None:
    placed = simulate_city(20_000, 1).events
    local = pc.local_timestamp(
        placed.filter(pc.equal(placed["event"], "order_placed"))["at"].cast(pa.timestamp("us", "Asia/Shanghai"))
    )
    hours, days = Counter(pc.hour(local).to_pylist()), Counter(pc.day_of_week(local).to_pylist())
    assert hours[18] > 5 * hours[2]
    assert days[4] > days[1]
