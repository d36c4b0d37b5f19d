"""To whom orders are offered and who takes them: with consent to the rules, and never within a blocked pair."""

from dataclasses import dataclass

from jiannuo.core.simulation.planting.deeds import AT_DUE, CORRECTION, MICRO, Deed, Intent, Outcome, Theme, mixed
from jiannuo.core.simulation.planting.drawing import Draw, Lot, Mask, dice_for, draw_deeds, part_of_full_city, some_of
from jiannuo.core.values.texts import Text

OFFERED, TAKEN = "offers-with-consent", "accepted-with-consent"
PAIR_OFFERED, PAIR_TAKEN = "pair-not-offered", "pair-not-accepted"

DISPATCH_THEMES = (
    Theme(
        OFFERED,
        "6.1.4.3g",
        Text(zh="只向认可规则者派单", en="offers to drivers who consent"),
        may_be_unknown=False,
        shape="event",
    ),
    Theme(
        TAKEN,
        "6.1.4.3g",
        Text(zh="认可规则者才可接单", en="taken by drivers who consent"),
        may_be_unknown=False,
        shape="event",
    ),
    Theme(PAIR_OFFERED, "6.2.3.7b", Text(zh="互不派单者之间不派单", en="no offer within a blocked pair"), shape="span"),
    Theme(
        PAIR_TAKEN, "6.2.3.7c", Text(zh="互不派单者接不到单", en="no order taken within a blocked pair"), shape="span"
    ),
)

_Meaning = tuple[Intent, str]
_KEPT: _Meaning = ("kept", "")
_BROKEN: _Meaning = ("broken", "")


def _both(name: str, offered: _Meaning, taken: _Meaning, *, pair: bool = False) -> Deed:
    """Return a deed with its meanings for the offer and for the acceptance."""
    themes = (PAIR_OFFERED, PAIR_TAKEN) if pair else (OFFERED, TAKEN)
    return mixed(name, *(Outcome(theme, *meaning) for theme, meaning in zip(themes, (offered, taken), strict=True)))


CONSENT_DEEDS = (
    _both("consenting", _KEPT, _KEPT),
    _both("refused", _BROKEN, _BROKEN),
    _both("old-rules", _BROKEN, _BROKEN),
    _both("refused-between", _KEPT, _BROKEN),
    _both("given-between", _BROKEN, _KEPT),
    _both("given-at-offer", ("kept", AT_DUE), _KEPT),
    _both("given-micro-after-offer", ("broken", MICRO), _KEPT),
    _both("refused-micro-after-offer", ("kept", MICRO), _BROKEN),
    _both("given-at-acceptance", _BROKEN, ("kept", AT_DUE)),
    _both("refused-at-acceptance", _KEPT, ("broken", AT_DUE)),
    _both("given-micro-after-acceptance", _BROKEN, ("broken", MICRO)),
    _both("refused-micro-after-acceptance", _KEPT, ("kept", MICRO)),
    _both("refusal-taken-back", ("kept", CORRECTION), ("kept", CORRECTION)),
)
PAIR_DEEDS = (
    _both("kept-apart", _KEPT, _KEPT, pair=True),
    _both("offered-and-taken", _BROKEN, _BROKEN, pair=True),
    _both("lifted-between", _BROKEN, _KEPT, pair=True),
    _both("blocked-between", _KEPT, _BROKEN, pair=True),
    _both("blocked-at-offer", ("broken", AT_DUE), _BROKEN, pair=True),
    _both("lifted-at-offer", ("kept", AT_DUE), _KEPT, pair=True),
    _both("lifted-micro-before-offer", ("kept", MICRO), _KEPT, pair=True),
    _both("lifted-micro-after-offer", ("broken", MICRO), _KEPT, pair=True),
    _both("lifted-at-acceptance", _BROKEN, ("kept", AT_DUE), pair=True),
    _both("lifted-micro-before-acceptance", _BROKEN, ("kept", MICRO), pair=True),
    _both("lifted-micro-after-acceptance", _BROKEN, ("broken", MICRO), pair=True),
    _both("put-right", ("kept", CORRECTION), ("kept", CORRECTION), pair=True),
    _both("found-out", ("broken", CORRECTION), ("broken", CORRECTION), pair=True),
    _both("lifted-after-gap", ("unknown", "source-gap"), ("unknown", "source-gap"), pair=True),
)


@dataclass(frozen=True, slots=True)
class Dispatch:
    """Whether drivers consent to the rules when orders come, and which pairs are kept apart."""

    consent: Draw
    pair: Draw


def draw_dispatch(seed: int, single: Mask, unrecorded: Mask) -> Dispatch:
    """Draw what stands between offers and orders; pairs are those of orders that a `single` driver served."""
    everyone, count = single | True, len(single)
    consent = draw_deeds(dice_for(seed, "consent"), CONSENT_DEEDS, Lot(everyone, ~everyone))
    dice, least = dice_for(seed, "pairs"), round(60 * len(PAIR_DEEDS) * part_of_full_city(count))
    paired = some_of(dice, single & ~unrecorded, max(round(0.01 * count), least))
    return Dispatch(consent, draw_deeds(dice, PAIR_DEEDS, Lot(paired, ~everyone)))
