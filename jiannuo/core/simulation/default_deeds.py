"""How many of the orders that a driver accepts in a month he breaks: as many as are allowed, or one more."""

from dataclasses import replace

from jiannuo.core.simulation.deeds import AT_DUE, CORRECTION, MICRO, Deed, Intent, Outcome, Theme, mixed
from jiannuo.core.values.texts import Text

DEFAULTS = "driver-defaults-watched"

DEFAULT_THEMES = (
    Theme(
        DEFAULTS,
        "6.1.4.3e",
        Text(zh="驾驶员爽约率不超过警戒线", en="a driver's defaults under the alarm level"),
        shape="state",
        apart=True,
        few=Text(
            zh="小城市的驾驶员不多，其中接单数正好是二十的倍数的更少。",
            en="a small city has few drivers, and fewer whose orders are a multiple of twenty.",
        ),
    ),
)


def _defaults(name: str, intent: Intent, boundary: str = "", *, share: float = 0.12) -> Deed:
    return replace(mixed(name, Outcome(DEFAULTS, intent, boundary)), share=share, least=15)


DEFAULT_DEEDS = (
    _defaults("within", "kept"),
    _defaults("at-target", "kept", AT_DUE, share=0.5),
    _defaults("above", "broken"),
    _defaults("last-in-next-month", "kept", MICRO),
    _defaults("last-microsecond-of-month", "broken", MICRO),
    _defaults("taken-back", "kept", CORRECTION),
    _defaults("found-out", "broken", CORRECTION),
    mixed("desk-without-record", Outcome(DEFAULTS, "unknown", "source-gap")),
)
"""The last is not drawn: in April nobody knows of defaults, as the desk has no record of a part of it."""
