"""What rental companies and places owe month by month and day by day: training, agreements in force, guides."""

from dataclasses import replace

from jiannuo.core.simulation.planting.deeds import (
    AT_DUE,
    CORRECTION,
    MICRO,
    Deed,
    Intent,
    Outcome,
    Theme,
    deadline_deeds,
    mixed,
)
from jiannuo.core.values.texts import Text

SERVICE, SAFETY = "service-training", "safety-training"
AGREEMENT, GUIDE = "agreement-in-force", "guide-published"

COMPANY_THEMES = (
    Theme(AGREEMENT, "6.1.4.1a", Text(zh="合作协议有效", en="an agreement in force"), shape="state", apart=True),
    Theme(SERVICE, "6.1.4.1b", Text(zh="每月服务培训", en="service training every month"), apart=True),
    Theme(SAFETY, "6.1.4.1c", Text(zh="每月安全培训", en="safety training every month"), apart=True),
    Theme(
        GUIDE, "6.1.5.4a", Text(zh="在用场站有上车指引", en="a guide for each place in use"), shape="state", apart=True
    ),
)
NO_BOOKS = "hidden"


def training_deeds(theme: str) -> tuple[Deed, ...]:
    """Return the deeds of a training in a month, at due being its last microsecond, or in the dark of the register."""
    deeds = (replace(deed, least=60) for deed in deadline_deeds(theme) if not deed.is_hidden)
    return (*deeds, Deed(NO_BOOKS, (Outcome(theme, "unknown", "source-gap"),), 0.2, 0, is_hidden=True))


def _day(theme: str, name: str, intent: Intent, boundary: str = "") -> Deed:
    return mixed(name, Outcome(theme, intent, boundary))


AGREEMENT_DEEDS = (
    _day(AGREEMENT, "renewed-ahead", "kept"),
    _day(AGREEMENT, "renewed-at-end", "kept", AT_DUE),
    _day(AGREEMENT, "recorded-after", "kept", MICRO),
    _day(AGREEMENT, "micro-late", "broken", MICRO),
    _day(AGREEMENT, "hours-late", "broken"),
    _day(AGREEMENT, "days-late", "broken"),
    _day(AGREEMENT, "put-right", "kept", CORRECTION),
    _day(AGREEMENT, "found-out", "broken", CORRECTION),
    _day(AGREEMENT, NO_BOOKS, "unknown", "source-gap"),
)
GUIDE_DEEDS = (
    _day(GUIDE, "before", "kept"),
    _day(GUIDE, "at-first-order", "kept", AT_DUE),
    _day(GUIDE, "recorded-after", "kept", MICRO),
    _day(GUIDE, "micro-late", "broken", MICRO),
    _day(GUIDE, "days-late", "broken"),
    _day(GUIDE, "never", "broken"),
    _day(GUIDE, "put-right", "kept", CORRECTION),
    _day(GUIDE, "found-out", "broken", CORRECTION),
    _day(GUIDE, NO_BOOKS, "unknown", "source-gap"),
)
