"""What is planted: the themes of promises, and the deeds by which each is kept, broken, or left unknown.

A deed is drawn first, and events are made to carry it out; the truth is what was intended, nobody judges it.
"""

from dataclasses import dataclass, replace
from typing import Literal

from jiannuo.core.values.texts import Text

Intent = Literal["kept", "broken", "excused", "unknown"]
Shape = Literal["deadline", "span", "event", "state"]
AT_DUE, MICRO, REBASE, CORRECTION = "at-due", "one-microsecond-after", "rebase", "correction"
PAUSE = "pause"
BOUNDARIES = (AT_DUE, MICRO, PAUSE, REBASE, CORRECTION)
REBASED = (AT_DUE, MICRO, REBASE, CORRECTION)
INTENTS: tuple[Intent, ...] = ("kept", "broken", "excused", "unknown")


@dataclass(frozen=True, slots=True)
class Theme:
    """What is promised, with the number of its clause; `boundaries` are those at which innocents are planted.

    The shape says what there can be: a deadline and the end of a span have an instant that decides, an event has none, and
    a state that must stand is decided day by day. Findings that are told `apart` have an instant each beside their subject.
    Where something `clears` who answers for it inside of a breach, that is planted as well.
    """

    name: str
    clause: str
    title: Text
    boundaries: tuple[str, ...] = (AT_DUE, MICRO, CORRECTION)
    may_be_unknown: bool = True
    shape: Shape = "deadline"
    apart: bool = False
    clears: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a deed means for a theme, and at which boundary it looks like its contrary.

    `owner` is what it means for who answers for it inside, where that is something else.
    """

    theme: str
    intent: Intent
    boundary: str = ""
    owner: Intent | None = None


@dataclass(frozen=True, slots=True)
class Deed:
    """A way of acting: how often it occurs among those it applies to, and how often at least in a full city.

    `is_hidden` says that it happens, or not, where the record is incomplete.
    """

    name: str
    outcomes: tuple[Outcome, ...]
    share: float = 0.004
    least: int = 55
    is_hidden: bool = False


CONTACT, LEAD, PUNCTUAL = "first-contact", "in-place-early", "not-late"
REPLY, SOLUTION, CHECK = "complaint-replied", "complaint-solved", "rating-checked"
TEXT, VERIFICATION = "arrival-text", "driver-complaint-verified"
ITEM_CONTACT, ITEM_RETURN = "lost-item-driver-contacted", "found-item-returned"
AGAIN, RECORDING, PASSED_ON = "arrival-contact", "calls-recorded", "trip-status-passed-on"
INCLUDED, PRIVATE, WAIT, HANDED = "included-items", "no-private-charge", "free-wait-on-delay", "not-handed-on"
FEE, PRICE, CLASS = "free-cancelling", "fixed-price", "booked-class"
LINK, ONE_LINK, PLATE, REFUSAL = "rating-link", "one-rating-link", "same-vehicle", "no-refusal"
THERE, ORDER, ONE_TEXT = "no-show", "order-not-broken", "one-arrival-text"
ITEMS = "free-items"
REFUSED = (
    "refused",
    "refused-at-capacity",
    "refused-too-many",
    "refused-uncounted",
    "refused-unclassed",
    "refusal-put-right",
)
WATCHED = ("before-watch-ends", "as-watch-ends", "after-watch")
"""When charges are made about the end of the days in which they are watched."""
CROSSED = ("refused-at-cancelling", "refused-after-cancelling", "refused-before-cancelling")
"""Refusals that cross the passenger's own cancellation."""
HANDED_ON = ("reassigned", *REFUSED)

RIDE_THEMES: tuple[Theme, ...] = (
    Theme(CONTACT, "6.1.3.1a", Text(zh="接单后 1 小时内首次联系乘客", en="first contact within 1 h")),
    Theme(AGAIN, "6.1.3.1c", Text(zh="抵达后再次联系乘客", en="second contact after arrival")),
    Theme(LEAD, "6.1.3.3a", Text(zh="提前 10 分钟就位", en="in place 10 min early"), REBASED, clears=True),
    Theme(TEXT, "6.1.3.3b", Text(zh="就位后自动发到达短信", en="passenger texted on arrival")),
    Theme(PUNCTUAL, "6.1.3.5a", Text(zh="不迟到", en="not late"), REBASED, clears=True),
    Theme(THERE, "6.1.4.3a", Text(zh="等候时间内到场", en="there before the waiting time is over"), REBASED),
    Theme(
        ONE_TEXT,
        "6.1.3.3b",
        Text(zh="每单只发一条到达短信", en="one arrival text per order"),
        (CORRECTION,),
        may_be_unknown=False,
        shape="event",
    ),
    Theme(ORDER, "6.1.3.4b", Text(zh="接单后不爽约", en="accepted orders are served"), shape="span"),
    Theme(PRIVATE, "6.1.3.4c", Text(zh="不私下收费", en="no private charge"), shape="span"),
    Theme(ITEMS, "6.1.3.6e", Text(zh="车内用品免费", en="items in the vehicle are free"), shape="span"),
    Theme(PLATE, "6.1.3.4d", Text(zh="不私换车辆", en="no other vehicle"), shape="span"),
    Theme(HANDED, "6.1.3.4e", Text(zh="不私下转派", en="order not handed on privately"), shape="span"),
    Theme(REFUSAL, "6.1.4.3b", Text(zh="不拒载", en="no refusal"), shape="span"),
    Theme(LINK, "6.1.5.1c", Text(zh="服务结束后发送评价链接", en="a rating link after the service")),
    Theme(
        ONE_LINK,
        "6.1.5.1c",
        Text(zh="每单只发一条评价链接", en="one rating link per order"),
        (CORRECTION,),
        may_be_unknown=False,
        shape="event",
    ),
    Theme(RECORDING, "6.1.5.3e", Text(zh="通话录音留存", en="calls recorded")),
    Theme(CHECK, "6.2.3.4a", Text(zh="次日结束前核查评价", en="rating checked by the end of the next day")),
    Theme(
        PRICE,
        "6.3.2.1a",
        Text(zh="一口价，不另收费", en="nothing above the fixed price"),
        (AT_DUE, CORRECTION),
        shape="event",
    ),
    Theme(
        INCLUDED,
        "6.3.2.1b",
        Text(zh="一口价已含的不另收", en="included items not charged again"),
        (CORRECTION,),
        shape="event",
    ),
    Theme(FEE, "6.3.2.3a", Text(zh="提前 1 小时取消不收费", en="no fee an hour before"), REBASED, shape="event"),
    Theme(WAIT, "6.3.2.5a", Text(zh="晚点免费等候", en="free waiting while delayed"), (CORRECTION,), False, "event"),
    Theme(
        CLASS,
        "6.3.2.7",
        Text(zh="车型不低于所订", en="vehicle of the booked class"),
        (AT_DUE, CORRECTION),
        shape="event",
    ),
    Theme(REPLY, "6.3.4.2.4a", Text(zh="投诉 45 分钟内回复", en="complaint answered in 45 min")),
    Theme(SOLUTION, "6.3.4.2.4b", Text(zh="投诉 24 小时内解决", en="complaint solved in 24 h")),
    Theme(VERIFICATION, "6.3.4.3a", Text(zh="涉及驾驶员的投诉立即核实", en="complaint about a driver verified")),
    Theme(ITEM_CONTACT, "6.3.5.6c", Text(zh="失物即刻联络驾驶员", en="driver contacted about a lost item")),
    Theme(ITEM_RETURN, "6.3.5.7a", Text(zh="找到的物品归还乘客", en="found item returned")),
    Theme(PASSED_ON, "6.4.4.3e", Text(zh="行程动态推送至驾驶员", en="driver told of the trip's status")),
)


def deed(name: str, intent: Intent, *themes: str, boundary: str = "") -> Deed:
    """Return a deed that means the same for all its themes."""
    return Deed(name, tuple(Outcome(theme, intent, boundary) for theme in themes))


def hidden(*themes: str, share: float = 0.7) -> Deed:
    """Return the deed that nobody will ever know of."""
    return Deed("hidden", tuple(Outcome(theme, "unknown", "source-gap") for theme in themes), share, 0, is_hidden=True)


def deadline_deeds(theme: str, *more: Deed) -> tuple[Deed, ...]:
    """Return the deeds of a promise to do something by an instant."""
    return (
        deed("in-time", "kept", theme),
        deed("at-due", "kept", theme, boundary=AT_DUE),
        deed("recorded-after", "kept", theme, boundary=MICRO),
        deed("micro-late", "broken", theme, boundary=MICRO),
        deed("late", "broken", theme),
        deed("never", "broken", theme),
        deed("put-right", "kept", theme, boundary=CORRECTION),
        deed("found-out", "broken", theme, boundary=CORRECTION),
        *more,
        hidden(theme),
    )


def mixed(name: str, *outcomes: Outcome) -> Deed:
    """Return a deed that means different things."""
    return Deed(name, outcomes)


CONTACT_DEEDS = deadline_deeds(
    CONTACT, deed("not-reached", "broken", CONTACT), deed("not-told", "unknown", CONTACT, boundary="missing-value")
)
REPLY_DEEDS = deadline_deeds(REPLY, deed("machine-only", "broken", REPLY, boundary="machine-receipt"))
SOLUTION_DEEDS = deadline_deeds(SOLUTION)
VERIFICATION_DEEDS = deadline_deeds(VERIFICATION)
ITEM_CONTACT_DEEDS = deadline_deeds(ITEM_CONTACT)
ITEM_RETURN_DEEDS = deadline_deeds(ITEM_RETURN)
SECOND_DEEDS = deadline_deeds(AGAIN)
RECORDING_DEEDS = deadline_deeds(RECORDING)
PASSED_ON_DEEDS = deadline_deeds(PASSED_ON)
CHECK_DEEDS = deadline_deeds(
    CHECK,
    deed("midnight", "kept", CHECK, boundary="day-edge"),
    deed("before-midnight", "broken", CHECK, boundary="day-edge"),
)


def _once_only(theme: str, once: str) -> tuple[Deed, ...]:
    """Return the deeds of a promise to send something by an instant, and of another to send it only once."""
    return (
        *(
            Deed(each.name, (*each.outcomes, Outcome(once, "kept"))) if each.name not in ("never", "hidden") else each
            for each in deadline_deeds(theme)
        ),
        mixed("pressed-twice", Outcome(theme, "kept", "double-press"), Outcome(once, "kept", "double-press")),
        mixed("sent-twice", Outcome(theme, "kept"), Outcome(once, "broken")),
        mixed("second-taken-back", Outcome(theme, "kept"), Outcome(once, "kept", CORRECTION)),
    )


LINK_DEEDS = _once_only(LINK, ONE_LINK)
TEXT_DEEDS = _once_only(TEXT, ONE_TEXT)


def _vehicle(name: str, *outcomes: Outcome) -> Deed:
    """Return a deed of who drives what; what is not said of other promises keeps them."""
    told = {each.theme for each in outcomes}
    rest = (theme for theme in (PLATE, HANDED, ORDER, REFUSAL) if theme not in told)
    return Deed(name, (*outcomes, *(Outcome(theme, "kept") for theme in rest)))


def _refusal(name: str, intent: Intent, boundary: str = "") -> Deed:
    """Return a refusal; another driver takes the order over. One that breaks the promise breaks the order as well."""
    both = (Outcome(theme, intent, boundary) for theme in (ORDER, REFUSAL))
    return Deed(name, (Outcome(PLATE, "kept", "reassigned"), *both))


def _crossed(name: str, intent: Intent, boundary: str) -> Deed:
    """Return a refusal about the instant at which the passenger cancels."""
    return _vehicle(name, *(Outcome(theme, intent, boundary) for theme in (ORDER, REFUSAL)))


PLATE_DEEDS = (
    _vehicle("own"),
    _vehicle("swapped", Outcome(PLATE, "broken")),
    _vehicle("at-end", Outcome(PLATE, "kept", AT_DUE)),
    _vehicle("after-end", Outcome(PLATE, "kept", MICRO)),
    _vehicle("reassigned", Outcome(PLATE, "kept", "reassigned"), Outcome(HANDED, "kept", "reassigned")),
    _refusal("refused", "broken"),
    _refusal("refused-at-capacity", "broken", "at-capacity"),
    _refusal("refused-too-many", "kept", "over-capacity"),
    _refusal("refused-uncounted", "broken"),
    replace(_refusal("refused-unclassed", "unknown", "missing-value"), share=0.001, least=25),
    _refusal("refusal-put-right", "kept", CORRECTION),
    _crossed("refused-at-cancelling", "kept", AT_DUE),
    _crossed("refused-after-cancelling", "kept", MICRO),
    _crossed("refused-before-cancelling", "broken", MICRO),
    mixed("driver-cancels", Outcome(ORDER, "broken"), Outcome(REFUSAL, "kept")),
    _vehicle("put-right", Outcome(PLATE, "kept", CORRECTION)),
    _vehicle("not-told", Outcome(PLATE, "unknown", "missing-value")),
    _vehicle("driven-by-another", Outcome(HANDED, "broken")),
    _vehicle("driver-put-right", Outcome(HANDED, "kept", CORRECTION)),
    _vehicle("driver-not-told", Outcome(HANDED, "unknown", "missing-value")),
    _vehicle("ended-by-another", Outcome(HANDED, "kept", AT_DUE)),
    _vehicle("ended-by-another-after", Outcome(HANDED, "kept", MICRO)),
    hidden(PLATE, HANDED, ORDER, REFUSAL, share=1.0),
)


def _charge(name: str, *outcomes: Outcome) -> Deed:
    """Return a deed of charging; what is not said of other promises keeps them."""
    told = {each.theme for each in outcomes}
    return Deed(
        name, (*outcomes, *(Outcome(theme, "kept") for theme in (INCLUDED, PRIVATE, ITEMS) if theme not in told))
    )


PRICE_DEEDS = (
    _charge("exact", Outcome(PRICE, "kept", AT_DUE)),
    _charge("one-fen", Outcome(PRICE, "broken", "one-fen")),
    _charge("waiting-fee", Outcome(PRICE, "broken"), Outcome(WAIT, "kept")),
    _charge("waited-in-delay", Outcome(PRICE, "broken"), Outcome(WAIT, "broken")),
    _charge("delay-taken-back", Outcome(PRICE, "broken"), Outcome(WAIT, "kept", CORRECTION)),
    _charge("pocketed", Outcome(PRICE, "broken"), Outcome(PRIVATE, "broken")),
    _charge("payee-not-told", Outcome(PRICE, "broken"), Outcome(PRIVATE, "unknown", "missing-value")),
    _charge("charged-twice", Outcome(PRICE, "broken"), Outcome(INCLUDED, "broken")),
    _charge(
        "item-not-told",
        Outcome(PRICE, "broken"),
        *(Outcome(each, "unknown", "missing-value") for each in (INCLUDED, ITEMS)),
    ),
    _charge("consented", Outcome(PRICE, "kept", "consent")),
    _charge("put-right", *(Outcome(theme, "kept", CORRECTION) for theme in (PRICE, INCLUDED, PRIVATE))),
    _charge("not-told", Outcome(PRICE, "unknown", "missing-value")),
    _charge("pocketed-before-watch-ends", Outcome(PRICE, "broken"), Outcome(PRIVATE, "broken", MICRO)),
    _charge("pocketed-as-watch-ends", Outcome(PRICE, "broken"), Outcome(PRIVATE, "kept", AT_DUE)),
    _charge("pocketed-after-watch", Outcome(PRICE, "broken"), Outcome(PRIVATE, "kept", MICRO)),
    _charge("item-charged", Outcome(PRICE, "broken"), Outcome(ITEMS, "broken")),
    _charge("item-free", Outcome(PRICE, "kept", AT_DUE), Outcome(ITEMS, "kept", "zero-charge")),
    _charge("item-put-right", *(Outcome(theme, "kept", CORRECTION) for theme in (PRICE, ITEMS))),
    _charge("item-before-watch-ends", Outcome(PRICE, "broken"), Outcome(ITEMS, "broken", MICRO)),
    _charge("item-as-watch-ends", Outcome(PRICE, "broken"), Outcome(ITEMS, "kept", AT_DUE)),
    _charge("item-after-watch", Outcome(PRICE, "broken"), Outcome(ITEMS, "kept", MICRO)),
)
CLASS_DEEDS = (
    deed("as-booked", "kept", CLASS, boundary=AT_DUE),
    Deed("better", (Outcome(CLASS, "kept"),), 0.06),
    deed("worse", "broken", CLASS),
    deed("put-right", "kept", CLASS, boundary=CORRECTION),
    deed("not-told", "unknown", CLASS, boundary="missing-value"),
)
POCKETED = ("pocketed", "put-right", *(f"pocketed-{when}" for when in WATCHED))
ITEM_CHARGED = ("item-charged", "item-free", "item-put-right", *(f"item-{when}" for when in WATCHED))
AFTER_A_DELAY = ("after-delay", "late-after-delay", "charged-after-delay", "handed-on-in-delay")
FEE_DEEDS = (
    deed("hours-before", "kept", FEE),
    deed("at-the-hour", "kept", FEE, boundary=AT_DUE),
    deed("micro-inside", "kept", FEE, boundary=MICRO),
    Deed("inside", (Outcome(FEE, "kept"),), 0.2),
    deed("involuntary", "kept", FEE, boundary="involuntary"),
    deed("charged", "broken", FEE),
    deed("charged-at-the-hour", "broken", FEE, boundary=AT_DUE),
    deed("after-delay", "kept", FEE, boundary=REBASE),
    deed("charged-after-delay", "broken", FEE, boundary=REBASE),
    deed("put-right", "kept", FEE, boundary=CORRECTION),
    deed("not-told", "unknown", FEE, boundary="missing-value"),
    deed("held-in-check", "kept", FEE, boundary="in-check"),
    deed("charged-in-check", "broken", FEE),
    deed("charged-as-check-ends", "kept", FEE, boundary=AT_DUE),
    deed("charged-micro-before-check-ends", "broken", FEE, boundary=MICRO),
    deed("ground-proved", "kept", FEE, boundary="in-check"),
    deed("charged-though-proved", "broken", FEE),
)
PROVED = ("ground-proved", "charged-though-proved")
IN_CHECK = (
    "held-in-check", "charged-in-check", "charged-as-check-ends", "charged-micro-before-check-ends", *PROVED
)  # fmt: skip
"""Cancellations on a ground that only the passenger tells of, which is found true or not."""
CHARGED = (
    "micro-inside",
    "inside",
    "charged",
    "charged-at-the-hour",
    "charged-after-delay",
    "charged-in-check",
    "charged-as-check-ends",
    "charged-micro-before-check-ends",
    "charged-though-proved",
)
