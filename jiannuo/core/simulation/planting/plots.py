"""Orders that are told word by word: for conditions of promises that no deed drawn by lot turns on.

Each plot is a story of which all goes as it should but for one thing; the stories themselves are in `scripting`.
"""

from jiannuo.core.simulation.planting.drawing import part_of_full_city

COPIES = 8
"""So many orders of a full city tell the same story."""
TURNS = 20
"""So many stories a driver takes part in, one a day."""

CONTACT_PLOTS = (
    "taken-over-and-silent",
    "taken-over-and-at-due",
    "taken-over-and-micro-late",
    "cancelled-before-contact",
    "cancelled-before-contact-at-short-notice",
    "taken-over-before-contact",
    "taken-over-before-contact-at-short-notice",
    "taken-an-hour-ahead",
    "taken-a-microsecond-less-ahead",
    "taken-ten-minutes-ahead",
    "taken-a-microsecond-too-late-to-be-early",
    "moved-after-the-notice",
    "called-by-another",
    "second-not-reached",
    "second-not-told",
    "pick-up-without-a-number",
    "landed-after-cancelling",
    "cancelled-after-landing",
    "landed-and-never-taken",
    "delay-as-the-ride-ends",
    "landed-after-the-ride",
    "landed-before-taking",
    "delayed-and-never-landed",
    "status-told-to-another",
    "status-told-to-the-former-driver",
    "pressed-after-cancelling",
    "cancelled-before-the-text",
    "accepted-twice-at-short-notice",
    "called-by-another-at-short-notice",
    "called-before-taking-at-short-notice",
    "called-before-arriving",
)
RIDE_PLOTS = (
    "moved-after-the-wait",
    "waited-for-a-late-train",
    "late-to-a-late-train",
    "second-after-the-end",
    "recorded-before-completion",
    "other-vehicle-after-the-end",
    "seen-in-another-vehicle",
    "handed-on-privately",
    "handed-on-privately-and-late",
    "handed-on-privately-before-contact",
    "handed-on-privately-at-short-notice",
    "arrived-by-another",
    "ended-by-another-before-completion",
    "started-by-a-third-driver",
    "worse-vehicle-taken-over",
    "taken-over-without-consent",
    "refused-after-taking-over",
    "refused-for-too-many-bags",
    "refused-for-bags-at-capacity",
    "left-before-the-wait",
    "left-at-the-appointment",
    "accepted-twice-and-not-served",
    "pressed-within-the-radius",
    "pressed-outside-the-radius",
    "ended-within-the-radius",
    "ended-outside-the-radius",
)
MONEY_PLOTS = (
    "discounted",
    "consented-before-the-fare",
    "consented-after-too-much",
    "consented-toll",
    "item-for-one-fen",
    "waited-after-a-status",
    "waited-after-a-move",
    "waited-on-request",
    "nothing-charged-after-too-much",
    "included-for-one-fen",
    "waited-for-one-fen",
    "invoiced-anew",
    "paid-to-the-driver-beside-the-invoice",
    "invoices-not-owed",
    "proved-and-never-refunded",
    "refunded-and-not-proved",
    "refunded-in-parts-while-checked",
    "proved-before-cancelling",
    "refunded-for-something-else",
)
DESK_PLOTS = (
    "reminded-before-the-text",
    "another-text-instead",
    "texted-before-arriving",
    "link-before-the-end",
    "ended-twice",
    "reminded-after-two-texts",
    "rated-and-checked-by-a-machine",
    "complaint-about-nobody",
    "overcharged-by-nobody-named",
    "complained-and-reported-twice",
    "verified-by-a-machine",
    "penalty-entered-by-a-machine",
    "penalty-entered-for-another",
    "penalty-entered-as-the-officer",
    "handed-to-somebody-else",
    "closed-as-something-else",
    "found-twice-and-never-returned",
)
PLOTS = (*CONTACT_PLOTS, *RIDE_PLOTS, *MONEY_PLOTS, *DESK_PLOTS)


def copies_in(orders: int) -> int:
    """Return how many orders tell each story in a city of so many orders that are drawn by lot."""
    return round(COPIES * part_of_full_city(orders))


def cast_of(orders: int) -> int:
    """Return how many drivers take part in the stories: each has another who takes over."""
    return 2 * -(-len(PLOTS) * copies_in(orders) // TURNS)
