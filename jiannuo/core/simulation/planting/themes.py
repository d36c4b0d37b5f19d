"""All that is planted, promise by promise, and why some promises lack a boundary that others have."""

from collections.abc import Mapping

from jiannuo.core.simulation.planting import deeds
from jiannuo.core.simulation.planting.centre_deeds import CENTRE_THEMES, TO_OFFICER
from jiannuo.core.simulation.planting.company_deeds import COMPANY_THEMES
from jiannuo.core.simulation.planting.contact_deeds import CONTACT_THEMES
from jiannuo.core.simulation.planting.deeds import AT_DUE, MICRO, PAUSE, REBASE, Theme
from jiannuo.core.simulation.planting.default_deeds import DEFAULT_THEMES
from jiannuo.core.simulation.planting.desk_deeds import DESK_THEMES, FREE
from jiannuo.core.simulation.planting.dispatch_deeds import DISPATCH_THEMES
from jiannuo.core.simulation.planting.fleet_deeds import FLEET_THEMES, OFFERED
from jiannuo.core.simulation.planting.money_deeds import MONEY_THEMES
from jiannuo.core.simulation.planting.press_deeds import PRESS_THEMES
from jiannuo.core.simulation.planting.rating_deeds import RATING_THEMES
from jiannuo.core.simulation.planting.record_deeds import RECORD_THEMES
from jiannuo.core.values.texts import Text

THEMES: tuple[Theme, ...] = (
    *deeds.RIDE_THEMES,
    *DISPATCH_THEMES,
    *PRESS_THEMES,
    *CONTACT_THEMES,
    *RECORD_THEMES,
    *RATING_THEMES,
    *COMPANY_THEMES,
    *DEFAULT_THEMES,
    *CENTRE_THEMES,
    *DESK_THEMES,
    *MONEY_THEMES,
    *FLEET_THEMES,
)

UNKNOWN, CLEARED = "unknown", "cleared"
_AT_ONCE = Text(
    zh="由一条业务记录当场判定，没有截止时间。",
    en="one event decides it on the spot, there is no due time.",
)
_LACKING: Mapping[str, Text] = {
    PAUSE: Text(zh="制度没有规定它暂停计时的情形。", en="the charter lets nothing stop its clock."),
    REBASE: Text(zh="不随约定时间改期。", en="it hangs on no appointment that may be moved."),
    AT_DUE: _AT_ONCE,
    MICRO: _AT_ONCE,
    UNKNOWN: Text(
        zh="它所看的属性都是必填的，并且只看已有的业务记录。",
        en="it reads only what is recorded, and attributes that every such event has.",
    ),
    CLEARED: Text(
        zh="制度没有规定单独免除责任人的事由。",
        en="the charter has no ground that clears who answers for it alone.",
    ),
}

_NEVER_UNKNOWN: Mapping[str, Text] = {
    TO_OFFICER: Text(zh="缺少移交人或接收人就是未兑现。", en="a giver or receiver who is left out is a breach."),
    FREE: Text(zh="没有写明收费就是没有收费。", en="what says nothing of money costs nothing."),
    OFFERED: Text(zh="没有登记车型代码就是未兑现。", en="a class code that is not on record is a breach."),
}


def lacking(theme: Theme, boundary: str) -> Text | None:
    """Return why a promise has no such boundary, is never unknown or clears nobody; None where it must have it."""
    has = {UNKNOWN: theme.may_be_unknown, CLEARED: theme.clears}.get(boundary, boundary in theme.boundaries)
    must_have = boundary in (AT_DUE, MICRO) and theme.shape != "event"
    if boundary == UNKNOWN and theme.name in _NEVER_UNKNOWN:
        return _NEVER_UNKNOWN[theme.name]
    return None if has or must_have else _LACKING.get(boundary)
