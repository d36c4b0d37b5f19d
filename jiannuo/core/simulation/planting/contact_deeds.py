"""How often and when passengers are contacted: ahead of orders taken at short notice, twice for each order, at all."""

from dataclasses import dataclass

import numpy as np

from jiannuo.core.simulation.planting.deeds import (
    AT_DUE,
    CONTACT,
    CORRECTION,
    MICRO,
    REBASE,
    REBASED,
    Deed,
    Intent,
    Outcome,
    Theme,
    mixed,
)
from jiannuo.core.simulation.planting.drawing import Draw, Lot, Mask, dice_for, draw_deeds
from jiannuo.core.values.texts import Text

NOTICE, TWO, KEPT_CONTACTS = "first-contact-short-notice", "two-contacts", "contacts-kept"

CONTACT_THEMES = (
    Theme(NOTICE, "6.1.3.1a", Text(zh="临近接单，约定前联系", en="short notice: contact before"), REBASED),
    Theme(TWO, "6.1.3.1d", Text(zh="每单联系两次", en="two contacts for each order")),
    Theme(KEPT_CONTACTS, "6.1.5.2b", Text(zh="联系有记录", en="contacts on record")),
)


def _notice(name: str, intent: Intent, boundary: str = "", *, contact: Intent = "kept") -> Deed:
    """Return a way to contact at short notice; the hour is hardly ever missed by it."""
    return mixed(name, Outcome(NOTICE, intent, boundary), Outcome(CONTACT, contact))


NOTICE_DEEDS = (
    _notice("in-time", "kept"),
    _notice("at-due", "kept", AT_DUE),
    _notice("recorded-after", "kept", MICRO),
    _notice("micro-late", "broken", MICRO),
    _notice("late", "broken"),
    _notice("never", "broken", contact="broken"),
    _notice("after-move", "kept", REBASE),
    _notice("put-right", "kept", CORRECTION),
    _notice("found-out", "broken", CORRECTION),
    _notice("not-told", "unknown", "missing-value", contact="unknown"),
    Deed("hidden", (Outcome(NOTICE, "unknown", "source-gap"), Outcome(CONTACT, "unknown", "source-gap")), 0.7, 0, True),
)


def _talk(name: str, two: Intent, kept: Intent, boundary: str = "", *, of: str = TWO) -> Deed:
    """Return a way to speak with passengers; the boundary is that of one promise."""
    return mixed(
        name,
        Outcome(TWO, two, boundary if of == TWO else ""),
        Outcome(KEPT_CONTACTS, kept, boundary if of == KEPT_CONTACTS else ""),
    )


ALONE_DEEDS = (
    _talk("one", "broken", "kept"),
    _talk("second-at-end", "kept", "kept", AT_DUE),
    _talk("second-recorded-after", "kept", "kept", MICRO),
    _talk("second-micro-late", "broken", "kept", MICRO),
    _talk("second-put-right", "kept", "kept", CORRECTION),
    _talk("second-found-out", "broken", "kept", CORRECTION),
)
SILENT_DEEDS = (
    _talk("none", "broken", "broken"),
    _talk("only-at-end", "broken", "kept", AT_DUE, of=KEPT_CONTACTS),
    _talk("only-recorded-after", "broken", "kept", MICRO, of=KEPT_CONTACTS),
    _talk("only-micro-late", "broken", "broken", MICRO, of=KEPT_CONTACTS),
    _talk("only-put-right", "broken", "kept", CORRECTION, of=KEPT_CONTACTS),
    _talk("only-found-out", "broken", "broken", CORRECTION, of=KEPT_CONTACTS),
)
TALK_DEEDS = (
    _talk("two", "kept", "kept"),
    *ALONE_DEEDS,
    *SILENT_DEEDS,
    _talk("one-in-doubt", "unknown", "kept", "source-gap"),
    mixed("none-known", *(Outcome(theme, "unknown", "source-gap") for theme in (TWO, KEPT_CONTACTS))),
)
ROOM_FOR_TALKS = 60 * len(ALONE_DEEDS)
"""So many orders of a full city have one contact alone, and so many none at all, unless something is done about it."""


def draw_notice(seed: int, short: Mask, unrecorded: Mask, movable: Mask) -> Draw:
    """Draw how passengers are contacted whose orders are taken at short notice."""
    return draw_deeds(dice_for(seed, "notice"), NOTICE_DEEDS, Lot(short, unrecorded, {"after-move": movable}))


@dataclass(frozen=True, slots=True)
class Contacts:
    """The first contacts, those at short notice and the second ones; orders with only one and with none are marked."""

    first: Draw
    notice: Draw
    second: Draw
    alone: Mask
    silent: Mask

    @property
    def heard(self) -> Mask:
        """Mark the orders whose first contact is on record, whatever came of it."""
        return (self.first.any | self.notice.any) & ~self._first("never", "hidden")

    @property
    def reached(self) -> Mask:
        """Mark the orders whose passengers are known to be reached by the first contact."""
        return self.heard & ~self._first("not-reached", "not-told")

    def _first(self, *names: str) -> Mask:
        return self.first.of(*names) | self.notice.of(*names)

    def talks(self, seed: int, handed_on: Mask, served: Mask, unrecorded: Mask) -> Draw:
        """Draw what is done where one contact or none was made, and tell what the others have come to."""
        again = (self.second.any & ~self.second.of("never", "hidden")).astype(np.int64)
        by_another = handed_on.astype(np.int64)
        sure = self.reached.astype(np.int64) + again + by_another
        doubtful = unrecorded | (sure + self._first("not-told") >= 2)
        none = ~self.heard & (again + by_another == 0)
        draw = Draw(TALK_DEEDS, np.where(served, 0, -1).astype(np.int8))
        draw = draw.but("one", served & (sure < 2)).but("one-in-doubt", served & (sure < 2) & doubtful)
        draw = draw.but("none", served & none).but("none-known", served & none & unrecorded)
        for mask, deeds in ((self.alone, ALONE_DEEDS), (self.silent, SILENT_DEEDS)):
            drawn = draw_deeds(dice_for(seed, deeds[0].name), deeds, Lot(mask, np.zeros_like(mask)))
            for deed in deeds:
                draw = draw.but(deed.name, drawn.of(deed.name))
        return draw
