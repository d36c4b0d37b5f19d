"""When passengers and drivers rate, and when a day of ratings is closed."""

from dataclasses import dataclass, replace

import numpy as np

from jiannuo.core.simulation.planting.deeds import AT_DUE, CHECK_DEEDS, CORRECTION, MICRO, Intent, Outcome, Theme, mixed
from jiannuo.core.simulation.planting.drawing import Dice, Draw, Lot, Mask, dice_for, draw_deeds, some_of
from jiannuo.core.values.texts import Text

RATED, DRIVER_RATES, DAYS = "rated-after-service", "driver-rates-once", "bad-ratings-first"
WEEKS_LATER = "weeks-later"

RATING_THEMES = (
    Theme(RATED, "6.2.3.2b", Text(zh="服务结束后才可评价", en="rated after the service"), shape="event"),
    Theme(DRIVER_RATES, "6.2.3.6", Text(zh="驾驶员服务后评价一次", en="drivers rate once, afterwards"), shape="event"),
    Theme(
        DAYS,
        "6.2.3.4b",
        Text(zh="差的评价未核清不得结日", en="no day closed over an open bad rating"),
        may_be_unknown=False,
        shape="event",
        apart=True,
    ),
)

_WAYS: tuple[tuple[str, Intent, str], ...] = (
    ("after", "kept", ""),
    ("before-end", "broken", ""),
    ("at-end", "kept", AT_DUE),
    ("micro-after-end", "kept", MICRO),
    ("micro-before-end", "broken", MICRO),
    ("put-right", "kept", CORRECTION),
    ("found-out", "broken", CORRECTION),
    ("end-hidden", "unknown", "source-gap"),
)
RATE_DEEDS = (
    *(mixed(name, Outcome(RATED, intent, boundary)) for name, intent, boundary in _WAYS),
    replace(mixed(WEEKS_LATER, Outcome(RATED, "kept")), share=0.02, least=150),
)
DRIVER_DEEDS = (
    *(mixed(name, Outcome(DRIVER_RATES, intent, boundary)) for name, intent, boundary in _WAYS),
    mixed("sent-twice", Outcome(DRIVER_RATES, "broken")),
    mixed("second-taken-back", Outcome(DRIVER_RATES, "kept", CORRECTION)),
)
DAY_DEEDS = (
    mixed("clear", Outcome(DAYS, "kept")),
    mixed("at-last-check", Outcome(DAYS, "kept", AT_DUE)),
    mixed("micro-after", Outcome(DAYS, "kept", MICRO)),
    mixed("micro-before", Outcome(DAYS, "broken", MICRO)),
    mixed("too-soon", Outcome(DAYS, "broken")),
    mixed("put-right", Outcome(DAYS, "kept", CORRECTION)),
    mixed("found-out", Outcome(DAYS, "broken", CORRECTION)),
)


@dataclass(frozen=True, slots=True)
class Ratings:
    """When passengers rate, how that is checked, and when drivers rate."""

    passengers: Draw
    check: Draw
    drivers: Draw


def draw_ratings(seed: int, lot: Lot, asked: Mask, press: Draw) -> Ratings:
    """Draw who rates of those who were served and, passengers, `asked` to."""
    dice = dice_for(seed, "ratings")
    rated = some_of(dice, asked, round(0.7 * np.count_nonzero(lot.applies)))
    check = draw_deeds(dice_for(seed, "check"), CHECK_DEEDS, Lot(rated, lot.unrecorded))
    return Ratings(
        _of_passengers(dice, Lot(rated, lot.unrecorded), check.of("in-time"), press),
        check,
        _of_drivers(seed, lot, press),
    )


def _of_passengers(dice: Dice, lot: Lot, checked: Mask, press: Draw) -> Draw:
    """Draw when passengers rate; whoever does so in an unusual way is checked in time."""
    usual = checked & press.of("pressed") & ~lot.unrecorded
    only = dict.fromkeys((deed.name for deed in RATE_DEEDS), usual) | {"end-hidden": np.zeros_like(usual)}
    draw = draw_deeds(dice, RATE_DEEDS, Lot(lot.applies, lot.unrecorded, only))
    return draw.but("end-hidden", lot.applies & press.of("end-hidden"))


def _of_drivers(seed: int, lot: Lot, press: Draw) -> Draw:
    """Draw when drivers rate: three in ten, and all of those the end of whose ride is hidden."""
    dice = dice_for(seed, "drivers' ratings")
    pool = lot.applies & ~press.of("forgotten-end", "end-hidden")
    asked = some_of(dice, pool, round(0.3 * np.count_nonzero(pool)))
    usual = press.of("pressed") & ~lot.unrecorded
    only = dict.fromkeys((deed.name for deed in DRIVER_DEEDS), usual) | {"end-hidden": np.zeros_like(usual)}
    draw = draw_deeds(dice, DRIVER_DEEDS, Lot(asked, lot.unrecorded, only))
    return draw.but("end-hidden", press.of("end-hidden"))
