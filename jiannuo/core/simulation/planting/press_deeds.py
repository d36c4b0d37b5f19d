"""How "in position", "start" and "end" are pressed: all of them, in order, at the destination, or not."""

from dataclasses import replace

import numpy as np

from jiannuo.core.simulation.planting.deeds import AT_DUE, CORRECTION, MICRO, Deed, Outcome, Theme
from jiannuo.core.simulation.planting.drawing import Draw, Lot, Mask, dice_for, draw_deeds, some_of
from jiannuo.core.values.texts import Text

THREE, KEPT_PRESSES = "three-presses", "presses-kept"
STARTED, ENDED, AT_PLACE = "start-after-arrival", "end-after-start", "ended-at-destination"
_OF_ALL = (THREE, KEPT_PRESSES)
_MISSING = "missing-value"
NO_PLACE = "arrival-place-not-told"

PRESS_THEMES = (
    Theme(THREE, "6.1.3.3e", Text(zh="三次操作齐全", en="all three presses")),
    Theme(
        KEPT_PRESSES, "6.1.5.2c", Text(zh="三次操作及其位置有记录", en="the three presses and their places on record")
    ),
    Theme(STARTED, "6.1.3.3c", Text(zh="就位之后才开始", en="start after the arrival"), shape="event"),
    Theme(ENDED, "6.1.3.3e", Text(zh="开始之后才结束", en="end after the start"), shape="event"),
    Theme(
        AT_PLACE, "6.1.3.3d", Text(zh="到达目的地才结束", en="ended at the destination"), (CORRECTION,), shape="event"
    ),
)


def _press(name: str, *outcomes: Outcome, without: tuple[str, ...] = ()) -> Deed:
    """Return a way to press; what is not said of other promises keeps them, and those it is `without` are not touched."""
    told = {*without, *(each.theme for each in outcomes)}
    rest = (theme.name for theme in PRESS_THEMES if theme.name not in told)
    return Deed(name, (*outcomes, *(Outcome(theme, "kept") for theme in rest)))


def _all_broken(boundary: str = "") -> tuple[Outcome, ...]:
    return tuple(Outcome(theme, "broken", boundary) for theme in _OF_ALL)


def _all_unknown() -> tuple[Outcome, ...]:
    return tuple(Outcome(theme, "unknown", "source-gap") for theme in _OF_ALL)


PRESS_DEEDS = (
    _press("pressed", *(Outcome(theme, "kept", AT_DUE) for theme in _OF_ALL)),
    _press("recorded-after", *(Outcome(theme, "kept", MICRO) for theme in _OF_ALL)),
    _press("end-micro-late", *_all_broken(MICRO)),
    _press("forgotten-start", *_all_broken(), Outcome(ENDED, "broken"), without=(STARTED,)),
    _press("forgotten-end", *_all_broken(), without=(ENDED, AT_PLACE)),
    _press("start-first", Outcome(STARTED, "broken")),
    _press("start-at-arrival", Outcome(STARTED, "kept", AT_DUE)),
    _press("start-micro-after-arrival", Outcome(STARTED, "kept", MICRO)),
    _press("start-micro-before-arrival", Outcome(STARTED, "broken", MICRO)),
    _press("start-put-right", Outcome(STARTED, "kept", CORRECTION)),
    _press("start-found-out", Outcome(STARTED, "broken", CORRECTION)),
    _press("start-at-end", Outcome(ENDED, "kept", AT_DUE)),
    _press("start-micro-before-end", Outcome(ENDED, "kept", MICRO)),
    _press("start-micro-after-end", *_all_broken(MICRO), Outcome(ENDED, "broken", MICRO)),
    _press("late-start-put-right", *(Outcome(theme, "kept", CORRECTION) for theme in (*_OF_ALL, ENDED))),
    _press("late-start-found-out", *_all_broken(CORRECTION), Outcome(ENDED, "broken", CORRECTION)),
    _press("end-elsewhere", Outcome(AT_PLACE, "broken")),
    _press("end-place-not-told", Outcome(AT_PLACE, "unknown", _MISSING), Outcome(KEPT_PRESSES, "broken", _MISSING)),
    _press("end-place-put-right", Outcome(AT_PLACE, "kept", CORRECTION)),
    _press("end-place-found-out", Outcome(AT_PLACE, "broken", CORRECTION)),
    replace(_press(NO_PLACE, Outcome(THREE, "kept", AT_DUE), Outcome(KEPT_PRESSES, "broken")), share=0.0, least=0),
    _press("arrival-hidden", *_all_unknown(), Outcome(STARTED, "unknown", "source-gap")),
    _press("end-hidden", *_all_unknown(), without=(ENDED, AT_PLACE)),
    Deed("hidden", (*_all_unknown(), Outcome(ENDED, "unknown", "source-gap"), Outcome(AT_PLACE, "kept")), 0.3, 0, True),
)
WITHOUT_END = ("forgotten-end", "end-hidden")


def draw_presses(seed: int, lot: Lot, arrival: Draw, *, own: Mask) -> Draw:
    """Draw how buttons are pressed: by those who come early and drive the order `own` to them in every other way than one.

    Where the record is incomplete the start may be hidden, or the end, or the arrival. Whoever arrives without saying where
    presses in the usual way otherwise.
    """
    nobody = np.zeros_like(own)
    only = dict.fromkeys((deed.name for deed in PRESS_DEEDS), own & arrival.of("early"))
    only |= dict.fromkeys(("arrival-hidden", "end-hidden"), nobody)
    draw = draw_deeds(dice_for(seed, "presses"), PRESS_DEEDS, Lot(lot.applies, lot.unrecorded, only))
    draw = draw.but(NO_PLACE, draw.of("pressed") & arrival.of("place-not-told"))
    plain = draw.of("pressed") & lot.unrecorded
    unseen = plain & arrival.of("hidden")
    ends = some_of(dice_for(seed, "hidden ends"), plain & ~unseen, int(0.6 * np.count_nonzero(plain & ~unseen)))
    return draw.but("arrival-hidden", unseen).but("end-hidden", ends)
