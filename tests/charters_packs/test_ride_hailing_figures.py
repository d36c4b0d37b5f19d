"""Figures of a month held to their targets by the ride-hailing pack; named after the entries of the ledger."""

from tests.charters_packs.told import ACCEPTED, Story, at

APRIL = "2026-04-10 12:00"


def month_of_orders(*, orders: int, defaults: int, driver: str = "d1") -> Story:
    """Return a story of March in which a driver accepted so many orders and defaulted so often."""
    story = Story().tell(
        "2026-02-20 00:00", "driver_admitted", of={"driver_id": driver, "company_id": "c1", "city": "Shanghai"}
    )
    for number in range(orders):
        order = {**ACCEPTED, "order_id": f"o{number}", "driver_id": driver}
        story.tell(f"2026-03-{1 + number % 31:02} 10:{number % 60:02}", "order_accepted", of=order)
    for number in range(defaults):
        told = {"driver_id": driver, "violation_id": f"v{number}", "order_id": f"o{number}", "clause_id": "6.1.4.3e"}
        story.tell(f"2026-03-2{number} 18:00", "violation_recorded", by="desk-bot", of={**told, "type": "default"})
    late = {"driver_id": driver, "violation_id": "late", "clause_id": "x", "type": "late"}
    return story.tell("2026-03-28 18:00", "violation_recorded", by="desk-bot", of=late)


def test_6_1_4_3e_fifty_orders_and_two_defaults_are_four_percent_of_the_month() -> None:
    found = month_of_orders(orders=50, defaults=2).judged(APRIL, "driver-defaults-watched")
    march = next(each for each in found if each.start == at("2026-03-01 00:00"))
    assert (march.subject, march.verdict, march.met) == (("d1",), "kept", at("2026-04-01 00:00"))
    told = march.because
    assert (told["numerator"], told["denominator"], told["value"], told["target"]) == ("2", "50", "4.00 %", "≤ 5 %")


def test_6_1_4_3e_the_alarm_level_is_kept_exactly_at_it_and_broken_above() -> None:
    def verdict(defaults: int) -> tuple[str, str]:
        found = month_of_orders(orders=40, defaults=defaults).judged(APRIL, "driver-defaults-watched")
        march = next(each for each in found if each.start == at("2026-03-01 00:00"))
        return march.verdict, march.because["value"]

    assert verdict(2) == ("kept", "5.00 %")
    assert verdict(3) == ("broken", "7.50 %")


def test_6_1_4_3e_the_month_is_not_judged_before_it_is_over() -> None:
    story = month_of_orders(orders=10, defaults=5)
    [march] = story.judged("2026-03-31 23:59", "driver-defaults-watched")
    assert (march.verdict, march.because["value"]) == ("pending", "50.00 %")


def probes(*results: tuple[str, bool]) -> Story:
    """Return a story in which the order system is probed; it is watched from 1 March 00:00 on."""
    story = Story().tell("2026-03-01 00:00", "health_checked", of={"system": "orders", "ok": True})
    for moment, ok in results:
        story.tell(moment, "health_checked", of={"system": "orders", "ok": ok})
    return story


def failing(day: str, *, times: int) -> list[tuple[str, bool]]:
    """Return so many failed probes, a minute apart, from 10:00 on."""
    return [(f"2026-03-{day} 10:0{minute}", False) for minute in range(times)]


def test_6_4_4_3h_five_failed_probes_open_an_incident_and_the_months_availability_follows() -> None:
    story = probes(*failing("05", times=5)).tell("2026-03-05 16:04", "incident_closed", of={"system": "orders"})
    march = story.judged(APRIL, "orders-available")[0]
    # Down from 10:04, the fifth failure, to 16:04: 6 of 744 hours.
    assert (march.verdict, march.because["value"], march.because["target"]) == ("broken", "99.19 %", "≥ 99.5 %")
    assert march.owner == "technical_team"


def test_6_4_4_3h_four_failed_probes_are_no_incident() -> None:
    story = probes(*failing("05", times=4), ("2026-03-05 10:04", True), ("2026-03-05 10:05", False))
    march = story.judged(APRIL, "orders-available")[0]
    assert (march.verdict, march.because["value"]) == ("kept", "100.00 %")


def test_6_4_4_3h_a_reported_incident_counts_and_that_of_another_system_does_not() -> None:
    orders, other = {"system": "orders"}, {"system": "ratings"}
    story = probes().tell("2026-03-10 00:00", "incident_opened", of=orders)
    story.tell("2026-03-10 03:00", "incident_closed", of=orders).tell("2026-03-11 00:00", "incident_opened", of=other)
    march = story.judged(APRIL, "orders-available")[0]
    assert (march.verdict, march.because["value"]) == ("kept", "99.60 %")  # 741 of 744 hours


def test_6_4_4_3h_an_incident_that_nobody_closed_goes_on() -> None:
    story = probes().tell("2026-03-30 00:00", "incident_opened", of={"system": "orders"})
    march, april = story.judged(APRIL, "orders-available")
    assert (march.verdict, march.because["value"]) == ("broken", "93.55 %")  # 696 of 744 hours
    assert (april.verdict, april.because["value"]) == ("pending", "0.00 %")


def test_6_4_4_3h_each_of_several_order_systems_has_its_own_availability() -> None:
    story = Story()
    for system in ("orders-north", "orders-south", "reorders"):
        story.tell("2026-03-01 00:00", "health_checked", of={"system": system, "ok": True})
        story.tell("2026-03-10 00:00", "incident_opened", of={"system": system})
        hours = 3 if system == "orders-north" else 6
        story.tell(f"2026-03-10 0{hours}:00", "incident_closed", of={"system": system})
    found = [each for each in story.judged(APRIL, "orders-available") if each.start == at("2026-03-01 00:00")]
    told = {each.subject: (each.verdict, each.because["value"]) for each in found}
    assert told == {("orders-north",): ("kept", "99.60 %"), ("orders-south",): ("broken", "99.19 %")}  # of 744 hours
