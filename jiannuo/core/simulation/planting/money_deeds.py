"""What is planted of refunds and invoices."""

from dataclasses import replace

from jiannuo.core.simulation.planting.deeds import (
    AT_DUE,
    CORRECTION,
    MICRO,
    REBASE,
    Deed,
    Outcome,
    Theme,
    deadline_deeds,
    deed,
    mixed,
)
from jiannuo.core.values.texts import Text

BY_RULE, PAID = "refund-by-rule", "refund-paid"
ISSUED, NET, PRINTED = "invoice-issued", "invoice-net", "invoice-after-completion"
MONEY_THEMES = (
    Theme(
        BY_RULE,
        "6.3.2.3a",
        Text(zh="退款不超出规则", en="no more is refunded than the rule gives"),
        (AT_DUE, MICRO, REBASE, CORRECTION),
        shape="event",
    ),
    Theme(PAID, "6.3.2.3a", Text(zh="应退款项按时足额退还", en="a refund that is owed is paid in full")),
    Theme(ISSUED, "6.3.2.6a", Text(zh="开具增值税专用发票", en="a special VAT invoice is issued")),
    Theme(
        NET,
        "6.3.2.6a",
        Text(zh="发票金额为实付金额", en="the invoice is for what was paid"),
        (AT_DUE, CORRECTION),
        shape="event",
    ),
    Theme(PRINTED, "6.4.4.4a", Text(zh="订单完成后打印发票", en="invoices printed after completion"), shape="event"),
)


def _refund(name: str, paid: Outcome, *rule: Outcome, least: int = 52) -> Deed:
    return Deed(name, (paid, *rule), least=least)


_IN_TIME, _AS_OWED = Outcome(PAID, "kept"), Outcome(BY_RULE, "kept")
OWED_DEEDS = (
    _refund("as-owed", _IN_TIME, _AS_OWED),
    _refund("at-the-hour", _IN_TIME, Outcome(BY_RULE, "kept", AT_DUE)),
    _refund("after-delay", _IN_TIME, Outcome(BY_RULE, "kept", REBASE)),
    _refund("in-parts", _IN_TIME, _AS_OWED),
    _refund("one-fen-short", Outcome(PAID, "broken"), _AS_OWED, least=20),
    _refund("half", Outcome(PAID, "broken"), _AS_OWED, least=15),
    _refund("one-fen-more", _IN_TIME, Outcome(BY_RULE, "broken"), least=30),
    _refund("paid-twice", _IN_TIME, Outcome(BY_RULE, "broken"), least=25),
    _refund("amount-put-right", _IN_TIME, Outcome(BY_RULE, "kept", CORRECTION)),
    _refund(
        "amount-not-told",
        Outcome(PAID, "unknown", "missing-value"),
        Outcome(BY_RULE, "unknown", "missing-value"),
        least=22,
    ),
    _refund("at-due", Outcome(PAID, "kept", AT_DUE), _AS_OWED),
    _refund("recorded-after", Outcome(PAID, "kept", MICRO), _AS_OWED),
    _refund("micro-late", Outcome(PAID, "broken", MICRO), _AS_OWED, least=15),
    _refund("late", Outcome(PAID, "broken"), _AS_OWED, least=15),
    _refund("never", Outcome(PAID, "broken"), least=15),
    _refund("put-right", Outcome(PAID, "kept", CORRECTION), _AS_OWED),
    _refund("found-out", Outcome(PAID, "broken", CORRECTION), _AS_OWED, least=15),
    _refund("cause-not-told", Outcome(PAID, "unknown", "missing-value"), least=22),
)
"""Refunds that the rule gives."""
NOT_OWED_DEEDS = (
    Deed("nothing-paid", ()),
    replace(deed("nothing-a-microsecond-inside", "kept", BY_RULE, boundary=MICRO), least=52),
    replace(deed("paid-all-the-same", "broken", BY_RULE), least=25),
)
"""Refunds of orders that were cancelled too late."""

ISSUED_DEEDS = (
    *(each for each in deadline_deeds(ISSUED) if not each.is_hidden),
    deed("ordinary-one", "broken", ISSUED),
    replace(deed("kind-not-told", "unknown", ISSUED, boundary="missing-value"), least=25),
    Deed("no-tax-number", ()),
)
NET_DEEDS = (
    deed("net", "kept", NET, boundary=AT_DUE),
    deed("after-refund", "kept", NET, boundary="refund"),
    deed("refund-left-in", "broken", NET),
    deed("refund-afterwards", "kept", NET, boundary="refund"),
    deed("one-fen", "broken", NET),
    deed("put-right", "kept", NET, boundary=CORRECTION),
    deed("found-out", "broken", NET, boundary=CORRECTION),
    deed("not-told", "unknown", NET, boundary="missing-value"),
)
PRINT_DEEDS = (
    deed("after", "kept", PRINTED),
    deed("at-completion", "kept", PRINTED, boundary=AT_DUE),
    deed("micro-after", "kept", PRINTED, boundary=MICRO),
    deed("micro-before", "broken", PRINTED, boundary=MICRO),
    deed("before", "broken", PRINTED),
    deed("put-right", "kept", PRINTED, boundary=CORRECTION),
    deed("found-out", "broken", PRINTED, boundary=CORRECTION),
)
LOST_DEEDS = (mixed("completion-lost", Outcome(PRINTED, "unknown", "source-gap")),)
