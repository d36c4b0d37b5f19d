"""How many of the orders that a driver accepts in a month he breaks: as many as are allowed, or one more."""

from dataclasses import replace

from jiannuo.core.simulation.planting.deeds import AT_DUE, CORRECTION, MICRO, Deed, Intent, Outcome, Theme, mixed
from jiannuo.core.values.texts import Text

DEFAULTS = "driver-defaults-watched"

DEFAULT_THEMES = (
    Theme(
        DEFAULTS,
        "6.1.4.3e",
        Text(zh="驾驶员爽约率不超过警戒线", en="a driver's defaults under the alarm level"),
        shape="state",
        apart=True,
    ),
)


def _defaults(name: str, intent: Intent, boundary: str = "") -> Deed:
    return replace(mixed(name, Outcome(DEFAULTS, intent, boundary)), share=0.1, least=18 if intent == "broken" else 52)


DEFAULT_DEEDS = (
    _defaults("within", "kept"),
    _defaults("at-target", "kept", AT_DUE),
    _defaults("above", "broken"),
    _defaults("last-in-next-month", "kept", MICRO),
    _defaults("last-microsecond-of-month", "broken", MICRO),
    _defaults("taken-back", "kept", CORRECTION),
    _defaults("found-out", "broken", CORRECTION),
    mixed("desk-without-record", Outcome(DEFAULTS, "unknown", "source-gap")),
)
"""The last is not drawn: in April nobody knows of defaults, as the desk has no record of a part of it."""
