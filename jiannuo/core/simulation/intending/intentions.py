"""What is intended for every order of the city, drawn before anything happens."""

from dataclasses import dataclass, replace
from math import ceil

import numpy as np
from numpy.typing import NDArray

from jiannuo.core.simulation.planting import deeds
from jiannuo.core.simulation.planting.arrival_deeds import ARRIVAL_DEEDS, HANDED_ON_LATE
from jiannuo.core.simulation.planting.contact_deeds import NOTICE_DEEDS, ROOM_FOR_TALKS, Contacts, draw_notice
from jiannuo.core.simulation.planting.dispatch_deeds import Dispatch, draw_dispatch
from jiannuo.core.simulation.planting.drawing import FULL_CITY, Dice, Draw, Lot, Mask, dice_for, draw_deeds, some_of
from jiannuo.core.simulation.planting.press_deeds import WITHOUT_END, draw_presses
from jiannuo.core.simulation.planting.rating_deeds import Ratings, draw_ratings
from jiannuo.core.simulation.planting.record_deeds import Records, draw_records

PRODUCTS = ("airport_pickup", "airport_dropoff", "station_pickup", "station_dropoff", "other")
_PRODUCT_SHARES = (0.42, 0.22, 0.16, 0.08, 0.12)
PICKUPS = 0, 2


@dataclass(frozen=True, slots=True)
class Intentions:
    """The story of every order and its deeds; an array or a draw has a place for each order.

    Every order is either `served`, `cancelled` by the passenger, `given_up` by the driver who cancels it, or left by a
    driver who never comes (`deserted`).
    """

    product: NDArray[np.int64]
    unrecorded: Mask
    cancelled: Mask
    deserted: Mask
    given_up: Mask
    moved: Mask
    complained: Mask
    lost: Mask
    contacts: Contacts
    arrival: Draw
    vehicle: Draw
    plate: Draw
    press: Draw
    dispatch: Dispatch
    records: Records
    price: Draw
    fee: Draw
    link: Draw
    ratings: Ratings
    reply: Draw
    solution: Draw
    verification: Draw
    text: Draw
    item_contact: Draw
    item_return: Draw
    recording: Draw
    passed_on: Draw
    by_call: Mask
    talks: Draw

    @property
    def served(self) -> Mask:
        """Mark the orders that a driver serves."""
        return ~self.cancelled & ~self.deserted & ~self.given_up

    @property
    def handed_on(self) -> Mask:
        """Mark the orders that the platform hands on to another driver."""
        return self.plate.of(*deeds.HANDED_ON) | self.arrival.of(*HANDED_ON_LATE)

    @property
    def contact(self) -> Draw:
        """Return how passengers are contacted first whose orders are not taken at short notice."""
        return self.contacts.first

    @property
    def notice(self) -> Draw:
        """Return how passengers are contacted first whose orders are taken at short notice."""
        return self.contacts.notice


def draw_intentions(count: int, seed: int) -> Intentions:
    """Draw what is intended for so many orders."""
    dice = dice_for(seed, "stories")
    product = dice.choice(len(PRODUCTS), count, p=_PRODUCT_SHARES)
    everyone = np.ones(count, np.bool_)
    unrecorded = some_of(dice, everyone, _enough(0.02, 400, count))
    cancelled = some_of(dice, everyone, _enough(0.06, 60 * len(deeds.FEE_DEEDS), count))
    deserted = some_of(dice, ~cancelled & ~unrecorded, _enough(0.008, 120, count))
    given_up = some_of(dice, ~cancelled & ~unrecorded & ~deserted, _enough(0.004, 60, count))
    served = ~cancelled & ~deserted & ~given_up
    pickup = np.isin(product, PICKUPS)
    on_trips = dict.fromkeys((*deeds.AFTER_A_DELAY, "involuntary"), pickup)
    fee = _draw(seed, "fee", deeds.FEE_DEEDS, Lot(cancelled, unrecorded, on_trips))
    vehicle = _draw(seed, "vehicle", deeds.CLASS_DEEDS, Lot(everyone, unrecorded))
    plate = _draw_plate(seed, unrecorded, (served, cancelled, given_up), unclassed=vehicle.of("not-told"))
    arrival = _draw_arrival(seed, Lot(served, unrecorded), deserted, pickup, own=plate.of("own"))
    handed_on = plate.of(*deeds.HANDED_ON) | arrival.of(*HANDED_ON_LATE)
    alone = plate.of("own") & ~handed_on
    press = draw_presses(seed, Lot(served, unrecorded), arrival, own=plate.of("own"))
    link = _draw_link(seed, Lot(served & ~press.of(*WITHOUT_END), unrecorded), press)
    asked = link.of("in-time", "pressed-twice", "hidden") | press.of("end-hidden")
    complained = _in_both_times(dice, served | deserted, unrecorded, 0.03)
    lost = _in_both_times(dice, served, unrecorded, 0.01)
    texted = served & ~arrival.of("hidden")
    short = _draw_short(dice, served & ~handed_on & ~arrival.of(*deeds.AFTER_A_DELAY), unrecorded)
    contacts = _draw_contacts(seed, Lot(served, unrecorded), (pickup, short), arrival, alone)
    delayed = some_of(dice, pickup & arrival.of("early") & ~short, round(0.04 * count))
    moved = delayed | arrival.of(*deeds.AFTER_A_DELAY) | fee.of(*deeds.AFTER_A_DELAY) | contacts.notice.of("after-move")
    by_call = dice.random(count) < 0.5
    return Intentions(
        product=product,
        unrecorded=unrecorded,
        cancelled=cancelled,
        deserted=deserted,
        given_up=given_up,
        moved=moved,
        complained=complained,
        lost=lost,
        contacts=contacts,
        arrival=arrival,
        vehicle=vehicle,
        plate=plate,
        press=press,
        dispatch=draw_dispatch(seed, served & alone, unrecorded),
        records=draw_records(seed, Lot(served, unrecorded), alone),
        price=_draw_price(seed, Lot(served, unrecorded), moved),
        fee=fee,
        link=link,
        ratings=draw_ratings(seed, Lot(served, unrecorded), asked, press),
        reply=_draw(seed, "reply", deeds.REPLY_DEEDS, Lot(complained, unrecorded)),
        solution=_draw(seed, "solution", deeds.SOLUTION_DEEDS, Lot(complained, unrecorded)),
        verification=_draw(seed, "verification", deeds.VERIFICATION_DEEDS, Lot(complained, unrecorded)),
        text=_draw(seed, "text", deeds.TEXT_DEEDS, Lot(texted, unrecorded, {"pressed-twice": arrival.of("early")})),
        recording=_draw(seed, "recording", deeds.RECORDING_DEEDS, Lot(by_call & contacts.reached, unrecorded)),
        passed_on=_draw(seed, "passed on", deeds.PASSED_ON_DEEDS, Lot(served & pickup, unrecorded)),
        by_call=by_call,
        talks=contacts.talks(seed, handed_on, served, unrecorded),
        item_contact=_draw(seed, "item contact", deeds.ITEM_CONTACT_DEEDS, Lot(lost, unrecorded)),
        item_return=_draw(seed, "item return", deeds.ITEM_RETURN_DEEDS, Lot(lost, unrecorded)),
    )


def _enough(share: float, in_full_city: int, count: int) -> int:
    """Return how many orders of a kind there are: their share, and enough of them for all that is to be planted."""
    return max(round(share * count), ceil(in_full_city * min(1.0, count / FULL_CITY)))


def _in_both_times(dice: Dice, pool: Mask, unrecorded: Mask, share: float) -> Mask:
    """Choose who complains or loses something: enough of them while the record is complete, and enough while it is not."""
    count = len(pool)
    return some_of(dice, pool & unrecorded, _enough(share / 30, 60, count)) | some_of(
        dice, pool & ~unrecorded, _enough(share, 60 * len(deeds.REPLY_DEEDS), count)
    )


def _draw(seed: int, part: str, kinds: tuple[deeds.Deed, ...], lot: Lot) -> Draw:
    return draw_deeds(dice_for(seed, part), kinds, lot)


def _draw_short(dice: Dice, pool: Mask, unrecorded: Mask) -> Mask:
    """Choose the orders that are taken at short notice: enough of them while the record is complete, and while it is not."""
    count = len(pool)
    return some_of(dice, pool & unrecorded, _enough(0.002, 60, count)) | some_of(
        dice, pool & ~unrecorded, _enough(0.06, 60 * len(NOTICE_DEEDS), count)
    )


def _draw_contacts(seed: int, lot: Lot, of: tuple[Mask, Mask], arrival: Draw, alone: Mask) -> Contacts:
    """Draw how passengers are contacted; where there is no ride the driver has done so in time.

    `of` are the orders from airports and stations, and those taken at short notice; `alone` those with one driver.
    """
    pickup, short = of
    served, unrecorded = lot.applies, lot.unrecorded
    rides = {deed.name: lot.applies for deed in deeds.CONTACT_DEEDS if deed.name != "in-time"}
    first = _draw(seed, "contact", deeds.CONTACT_DEEDS, Lot(~short, unrecorded, rides))
    told = served & (pickup | ~arrival.of("hidden"))
    second = _draw(seed, "second", deeds.SECOND_DEEDS, Lot(told, unrecorded))
    notice = draw_notice(seed, short, unrecorded, pickup & arrival.of("early"))
    usual = first.of("in-time") & second.of("in-time") & alone & ~unrecorded
    dice, size = dice_for(seed, "talks"), _enough(0.02, ROOM_FOR_TALKS, len(usual))
    silent = some_of(dice, usual, size)
    alone = some_of(dice, usual & ~silent, size)
    return Contacts(first.but("never", silent), notice, second.but("never", silent | alone), alone, silent)


def _draw_plate(seed: int, unrecorded: Mask, of: tuple[Mask, Mask, Mask], *, unclassed: Mask) -> Draw:
    """Draw who drives which vehicle; how many a vehicle holds is known by its class alone.

    `of` are the orders served, cancelled by the passenger, and given up by the driver.
    """
    served, cancelled, given_up = of
    only = dict.fromkeys((deed.name for deed in deeds.PLATE_DEEDS), served)
    only |= {**dict.fromkeys(deeds.REFUSED, served & ~unclassed), "refused-unclassed": served & unclassed}
    only |= {**dict.fromkeys(deeds.CROSSED, cancelled & ~unclassed), "driver-cancels": given_up}
    draw = _draw(seed, "plate", deeds.PLATE_DEEDS, Lot(served | cancelled, unrecorded, only))
    return draw.but("driver-cancels", given_up)


def _draw_price(seed: int, lot: Lot, moved: Mask) -> Draw:
    """Draw what is charged; waiting through a delay only where the appointment moved."""
    waits = {"waiting-fee": ~moved, "delay-taken-back": ~moved, "waited-in-delay": moved}
    return _draw(seed, "price", deeds.PRICE_DEEDS, replace(lot, only=waits))


def _draw_link(seed: int, lot: Lot, press: Draw) -> Draw:
    """Draw when the link is sent.

    Those who press "end" late by a microsecond are sent it in time; whoever presses it twice has pressed "start" as well.
    """
    in_time = {each.name: ~press.of("end-micro-late") for each in deeds.LINK_DEEDS if each.name != "in-time"}
    in_time["pressed-twice"] = press.of("pressed")
    return _draw(seed, "link", deeds.LINK_DEEDS, replace(lot, only=in_time))


def _draw_arrival(seed: int, lot: Lot, deserted: Mask, pickup: Mask, *, own: Mask) -> Draw:
    """Draw who arrives when; only an order that nothing else befalls is handed on late."""
    only = {
        **dict.fromkeys(HANDED_ON_LATE, own),
        **dict.fromkeys(deeds.AFTER_A_DELAY, pickup),
        **dict.fromkeys(("never", "passenger-leaves-first"), deserted),
    }
    only["handed-on-in-delay"] = own & pickup
    draw = _draw(seed, "arrival", ARRIVAL_DEEDS, replace(lot, only=only))
    first = some_of(dice_for(seed, "leaving first"), deserted, int(np.count_nonzero(deserted)) // 2)
    return draw.but("never", deserted).but("passenger-leaves-first", first)
