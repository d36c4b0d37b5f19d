"""Plots about money: what is charged with and without consent, waiting, invoices and refunds."""

from collections.abc import Callable, Mapping

import numpy as np
import pyarrow as pa

from jiannuo.core.simulation.intending.truths import Clocks, at_once
from jiannuo.core.simulation.planting.deeds import INCLUDED, ITEMS, PRICE, PRIVATE, WAIT, Intent
from jiannuo.core.simulation.planting.drawing import Ints
from jiannuo.core.simulation.planting.money_deeds import BY_RULE, ISSUED, NET, PAID
from jiannuo.core.simulation.recording.event_log import NONE, Columns, chosen
from jiannuo.core.simulation.recording.times import DAY, HOUR, MINUTE, SECOND, end_of_day
from jiannuo.core.simulation.scripting.story import PRICE as FIXED
from jiannuo.core.simulation.scripting.story import Story
from jiannuo.core.simulation.scripting.turns import cancel, go_with, hear_of_trip, move_appointment, never

_LITTLE = 500


def _charge(story: Story, step: str, at: Ints, told: Mapping[str, str | int]) -> Ints:
    """Let something be charged: an `item` and an `amount`, paid to the platform or `payee`, with `consent` or without."""
    columns: Columns = {
        "payee": story.word(str(told.get("payee", "platform"))),
        "item": story.word(str(told["item"])),
        "amount": story.fen(int(told.get("amount", _LITTLE))),
        "consent_id": story.ids("y") if told.get("consent") else pa.nulls(len(story.numbers), pa.string()),
    }
    return story.tell(step, "charge_recorded", at, columns)


def _after_fare(story: Story) -> Ints:
    return story.at("fare") + MINUTE


def _watched(story: Story, done: Ints) -> Clocks:
    return Clocks(story.at("accepted"), story.appointment + 7 * DAY, done)


def _discount(story: Story) -> None:
    story.change("fare", {"amount": story.fen(FIXED - _LITTLE)})
    story.plant(PRICE, "kept", at_once(story.at("fare")))


def _consent_before_fare(story: Story) -> None:
    """Let a detour that the passenger consented to be charged before the fare, of which it is no part."""
    _charge(story, "detour", story.at("ended") + 30 * SECOND, {"item": "detour", "consent": 1})
    story.plant(PRICE, "kept", at_once(story.at("fare")))


def _consent_after_too_much(story: Story) -> None:
    """Let too much be charged, and then something that the passenger consented to: one breach, not two."""
    at = _charge(story, "more", _after_fare(story), {"item": "detour"})
    _charge(story, "detour", at + MINUTE, {"item": "detour", "consent": 1})
    story.plant(PRICE, "broken", at_once(at))


def _consent_to_toll(story: Story) -> None:
    """Let the toll of a way be charged that the passenger asked for, though the price includes that of the usual way."""
    _charge(story, "toll", _after_fare(story), {"item": "toll", "consent": 1})
    story.plant(PRICE, "kept", at_once(story.at("fare")))


def _sell_for_one_fen(story: Story) -> None:
    at = _charge(story, "water", _after_fare(story), {"item": "water", "amount": 1, "consent": 1})
    story.plant(ITEMS, "broken", _watched(story, at), owners=story.driver)


def _wait(story: Story, intent: Intent) -> None:
    """Let waiting be charged, which is more than the price in any case."""
    at = _charge(story, "waiting", _after_fare(story), {"item": "waiting"})
    story.plant(WAIT, intent, at_once(at))
    story.plant(PRICE, "broken", at_once(at))


def _wait_after_status(story: Story) -> None:
    """Let the train be late without the appointment being moved."""
    go_with(story, "station_dropoff")
    hear_of_trip(story, "delayed", story.appointment - 2 * HOUR, passed_on=True)
    _wait(story, "broken")


def _charge_nothing(story: Story, after: Ints, item: str) -> None:
    """Let the same item be charged for nothing afterwards, and some of it be given back: neither breaks anything."""
    for place, amount in enumerate((0, -1), start=1):
        _charge(story, f"{item} {amount}", after + place * MINUTE, {"item": item, "amount": amount})


def _charge_nothing_after_too_much(story: Story) -> None:
    """Let too much be charged, and then nothing, while it still is too much."""
    at = _charge(story, "more", _after_fare(story), {"item": "detour"})
    _charge_nothing(story, at, "detour")
    story.plant(PRICE, "broken", at_once(at))


def _include_for_one_fen(story: Story) -> None:
    """Let the toll that the price includes be charged again: a fen of it, nothing, and a fen less."""
    at = _charge(story, "toll", _after_fare(story), {"item": "toll", "amount": 1})
    _charge_nothing(story, at, "toll")
    for theme in (PRICE, INCLUDED):
        story.plant(theme, "broken", at_once(at))


def _wait_for_one_fen(story: Story) -> None:
    """Let waiting for a late train be charged: a fen of it, nothing, and a fen less."""
    go_with(story, "station_dropoff")
    hear_of_trip(story, "delayed", story.appointment - 2 * HOUR, passed_on=True)
    at = _charge(story, "waiting", _after_fare(story), {"item": "waiting", "amount": 1})
    _charge_nothing(story, at, "waiting")
    for theme in (PRICE, WAIT):
        story.plant(theme, "broken", at_once(at))


def _wait_after_move(story: Story) -> None:
    """Let the appointment be moved because of a delay that no status tells of."""
    move_appointment(story, story.appointment - 2 * HOUR, by=30 * MINUTE, cause="trip_delay")
    _wait(story, "broken")


def _wait_on_request(story: Story) -> None:
    """Let the appointment be moved because the passenger wants it: waiting is not free."""
    move_appointment(story, story.appointment - 2 * HOUR, by=30 * MINUTE, cause="passenger_request")
    _wait(story, "kept")


def _request(story: Story, step: str, at: Ints, without: str = "") -> Ints:
    """Let an invoice be asked for, with title and tax number, one of which may be left `without`."""
    count = len(story.numbers)
    codes = np.full(count, NONE if without == "kind" else 0)
    columns = {
        "kind": story.word("ordinary" if without == "kind" else "vat_special"),
        "channel": story.word("post"),
        "title": chosen(("m",), np.full(count, NONE if without == "title" else 0)),
        "tax_no": chosen(("x",), np.zeros_like(codes)),
    }
    return story.tell(step, "invoice_requested", at, columns)


def _issue(story: Story, step: str, at: Ints, amount: int) -> Ints:
    """Let an invoice be issued, which takes another back where its amount is negative."""
    told = {"invoice_no": story.ids(f"{step}-"), "kind": story.word("vat_special"), "amount": story.fen(amount)}
    return story.tell(step, "invoice_issued", at, told)


def _pay_driver_too(story: Story) -> None:
    """Let the driver take money for himself: the invoice is for what the platform was paid."""
    at = _charge(story, "private", _after_fare(story), {"item": "tip", "payee": "driver"})
    asked = _request(story, "asked", at + HOUR)
    issued = _issue(story, "issued", asked + DAY, FIXED)
    story.plant(PRIVATE, "broken", _watched(story, at), owners=story.driver)
    story.plant(PRICE, "broken", at_once(at))
    story.plant(NET, "kept", at_once(issued))
    story.plant(ISSUED, "kept", Clocks(asked, end_of_day(asked, later=7), issued))


def _invoice_anew(story: Story) -> None:
    """Let an invoice of too much be taken back, void another, and issue two more, of which only both come to what was paid."""
    asked = _request(story, "asked", story.at("fare") + HOUR)
    issued = _issue(story, "issued", asked + DAY, FIXED + _LITTLE)
    _issue(story, "back", issued + MINUTE, -FIXED - _LITTLE)
    _issue(story, "void", issued + 2 * MINUTE, 0)
    little = _issue(story, "little", issued + 3 * MINUTE, 1)
    rest = _issue(story, "rest", issued + 4 * MINUTE, FIXED - 1)
    meant: tuple[tuple[Ints, Intent], ...] = ((issued, "broken"), (little, "broken"), (rest, "kept"))
    for at, intent in meant:
        story.plant(NET, intent, at_once(at))
    story.plant(ISSUED, "kept", Clocks(asked, end_of_day(asked, later=7), issued))


def _owe_no_invoice(story: Story) -> None:
    """Let invoices be asked for that are not owed: too soon, without a title, or an ordinary one."""
    _request(story, "too soon", story.at("ended") + 10 * SECOND)
    _request(story, "untitled", story.at("completed") + HOUR, without="title")
    _request(story, "ordinary", story.at("completed") + 2 * HOUR, without="kind")
    story.plant(PRICE, "kept", at_once(story.at("fare")))


def _claim(story: Story, at: Ints, *, found: str, after: int = 2 * HOUR) -> Ints:
    """Let the passenger say that the driver was the cause, and something be found of that; return when."""
    story.tell("claimed", "cancel_ground_claimed", at, {"ground": story.word("driver_caused")})
    told = {"ground": story.word(found), "officer_id": story.word("f0000000")}
    return story.tell("checked", "cancel_ground_verified", at + after, told)


def _refund_never(story: Story) -> None:
    """Let a refund be owed from the cancellation on, and a ground be found true all the same: it is owed once."""
    cancelled = cancel(story, story.appointment - 3 * HOUR)
    _claim(story, cancelled, found="driver_caused")
    story.plant(PAID, "broken", Clocks(cancelled, end_of_day(cancelled, later=7), never(story)))


def _refund_part(story: Story, step: str, at: Ints, amount: int, cause: str = "cancellation") -> Ints:
    return story.tell(step, "refund_paid", at, {"amount": story.fen(amount), "cause": story.word(cause)})


def _refund_unproved(story: Story) -> None:
    """Let all be paid back while a ground is examined that turns out to be none: too much, once that is known."""
    cancelled = cancel(story, story.appointment - HOUR // 2)
    checked = _claim(story, cancelled, found="none")
    paid = _refund_part(story, "paid", cancelled + HOUR, FIXED)
    meant: tuple[tuple[Ints, Intent], ...] = ((paid, "kept"), (checked, "broken"))
    for at, intent in meant:
        story.plant(BY_RULE, intent, at_once(at))


def _refund_in_parts(story: Story) -> None:
    """Let one half be paid back while a ground is examined, and the other when it was found true."""
    cancelled = cancel(story, story.appointment - HOUR // 2)
    checked = _claim(story, cancelled, found="driver_caused")
    first = _refund_part(story, "half", cancelled + HOUR, FIXED // 2)
    rest = _refund_part(story, "rest", checked + HOUR, FIXED - FIXED // 2)
    for at in (first, checked, rest):
        story.plant(BY_RULE, "kept", at_once(at))
    story.plant(PAID, "kept", Clocks(checked, end_of_day(checked, later=7), rest))


def _refund_proved_before(story: Story) -> None:
    """Let a ground be found true before the passenger cancels: the refund is owed from the cancellation on, and once."""
    _claim(story, story.appointment - HOUR, found="driver_caused", after=10 * MINUTE)
    cancelled = cancel(story, story.appointment - HOUR // 2)
    paid = _refund_part(story, "paid", cancelled + HOUR, FIXED)
    story.plant(BY_RULE, "kept", at_once(paid))
    story.plant(PAID, "kept", Clocks(cancelled, end_of_day(cancelled, later=7), paid))


def _refund_otherwise(story: Story) -> None:
    """Let as much as the price be paid back for something else beside it, and a fen of the price itself be missing."""
    cancelled = cancel(story, story.appointment - 3 * HOUR)
    _refund_part(story, "otherwise", cancelled + HOUR, FIXED, cause="overcharge")
    paid = _refund_part(story, "paid", cancelled + 2 * HOUR, FIXED - 1)
    story.plant(BY_RULE, "kept", at_once(paid))
    story.plant(PAID, "broken", Clocks(cancelled, end_of_day(cancelled, later=7), paid))


MONEY: Mapping[str, Callable[[Story], None]] = {
    "discounted": _discount,
    "consented-before-the-fare": _consent_before_fare,
    "consented-after-too-much": _consent_after_too_much,
    "consented-toll": _consent_to_toll,
    "item-for-one-fen": _sell_for_one_fen,
    "waited-after-a-status": _wait_after_status,
    "waited-after-a-move": _wait_after_move,
    "waited-on-request": _wait_on_request,
    "nothing-charged-after-too-much": _charge_nothing_after_too_much,
    "included-for-one-fen": _include_for_one_fen,
    "waited-for-one-fen": _wait_for_one_fen,
    "invoiced-anew": _invoice_anew,
    "paid-to-the-driver-beside-the-invoice": _pay_driver_too,
    "invoices-not-owed": _owe_no_invoice,
    "proved-and-never-refunded": _refund_never,
    "refunded-and-not-proved": _refund_unproved,
    "refunded-in-parts-while-checked": _refund_in_parts,
    "proved-before-cancelling": _refund_proved_before,
    "refunded-for-something-else": _refund_otherwise,
}
