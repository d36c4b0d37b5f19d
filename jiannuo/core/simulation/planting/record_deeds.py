"""What is kept of each ride beside presses and contacts: the track, and who logs in on which device."""

from dataclasses import dataclass

from jiannuo.core.simulation.planting.deeds import CORRECTION, Deed, Outcome, Theme, deadline_deeds, hidden, mixed
from jiannuo.core.simulation.planting.drawing import Draw, Lot, Mask, dice_for, draw_deeds
from jiannuo.core.values.texts import Text

TRACK, LOGINS, MATCH = "track-kept", "logins-kept", "driver-matches-vehicle"
LOST = "signal-lost"
"""The track is there, with a gap of some minutes in it."""

RECORD_THEMES = (
    Theme(TRACK, "6.1.5.2a", Text(zh="行驶轨迹有记录", en="the driven track on record")),
    Theme(LOGINS, "6.1.5.2d", Text(zh="终端登录有记录", en="device log-ins on record")),
    Theme(
        MATCH,
        "6.1.5.2f",
        Text(zh="人、车、终端与登记一致", en="driver, vehicle and device as registered"),
        (CORRECTION,),
        shape="event",
        apart=True,
    ),
)


def _kept_or_not(theme: str, *more: Deed) -> tuple[Deed, ...]:
    """Return the deeds of what is recorded by the end of the ride; where the record is incomplete nothing is known."""
    deeds = deadline_deeds(theme, *more)
    return (*(deed for deed in deeds if not deed.is_hidden), hidden(theme, share=1.0))


TRACK_DEEDS = _kept_or_not(TRACK, mixed(LOST, Outcome(TRACK, "kept", "short-gap")))
LOGIN_DEEDS = _kept_or_not(
    LOGINS,
    *(mixed(name, Outcome(LOGINS, "kept")) for name in ("other-device", "device-not-told")),
    *(mixed(name, Outcome(LOGINS, "kept")) for name in ("device-put-right", "device-found-out")),
)
MATCH_DEEDS = (
    mixed("as-registered", Outcome(MATCH, "kept")),
    mixed("other-vehicle", Outcome(MATCH, "broken")),
    mixed("other-device", Outcome(MATCH, "broken")),
    mixed("device-not-told", Outcome(MATCH, "unknown", "missing-value")),
    mixed("vehicle-not-told", Outcome(MATCH, "unknown", "missing-value")),
    mixed("put-right", Outcome(MATCH, "kept", CORRECTION)),
    mixed("found-out", Outcome(MATCH, "broken", CORRECTION)),
)


@dataclass(frozen=True, slots=True)
class Records:
    """What is kept of the ways driven, and of who logs in."""

    track: Draw
    login: Draw


def draw_records(seed: int, lot: Lot, own: Mask) -> Records:
    """Draw what tracks and log-ins there are; only those who drive the order `own` to them log in in unusual ways."""
    only = {deed.name: own for deed in LOGIN_DEEDS if not deed.is_hidden}
    track = draw_deeds(dice_for(seed, "tracks"), TRACK_DEEDS, lot)
    return Records(track, draw_deeds(dice_for(seed, "log-ins"), LOGIN_DEEDS, Lot(lot.applies, lot.unrecorded, only)))


def match_of(login: Draw, plate: Draw) -> Draw:
    """Tell how the first log-in of each ride agrees with what is registered."""
    draw = Draw(MATCH_DEEDS, login.codes).but("as-registered", login.any)
    draw = draw.but("put-right", plate.of("put-right") | login.of("device-put-right"))
    draw = draw.but("other-vehicle", plate.of("swapped")).but("vehicle-not-told", plate.of("not-told"))
    for name in ("other-device", "device-not-told"):
        draw = draw.but(name, login.of(name))
    return draw.but("found-out", login.of("device-found-out")).without(~login.any | login.of("never", "hidden"))
