"""The order system: probed every day, and down for a while in each month, as long as its target allows or longer."""

from datetime import datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa

from jiannuo.core.simulation.drawing import Draw, Ints
from jiannuo.core.simulation.event_log import NONE, Correction, constant
from jiannuo.core.simulation.fleet_deeds import AVAILABLE, SYSTEM_DEEDS
from jiannuo.core.simulation.journeys import DAY, END, HOUR, MINUTE, START, ZONE
from jiannuo.core.simulation.scene import Scene
from jiannuo.core.simulation.truths import Clocks

_EVE = START - DAY
_ALLOWED = 200
"""The system may be down for one part in so many of a month: it is to be available for 99.5 % of it."""
_LONGER = {"at-target": 0, "micro-more": 1, "micro-less": -1, "found-out": 2 * HOUR, "broken-down": 9 * HOUR}
"""How much longer than allowed it is down; in other months for an hour."""


def probe(scene: Scene) -> None:
    """Record probes and incidents; whatever the city, each deed has its month."""
    days = _EVE + np.arange((END - _EVE) // DAY) * DAY
    _tell(scene, "health_checked", days, ok=True)
    months = list(pairwise(_months()))
    down_at = [
        _interrupt(scene, deed.name, since, until) for deed, (since, until) in zip(SYSTEM_DEEDS, months, strict=True)
    ]
    count = len(months)
    draw = Draw(SYSTEM_DEEDS, np.arange(count, dtype=np.int8))
    since, until = np.array(months).T
    short = np.where([deed.outcomes[0].intent == "broken" for deed in SYSTEM_DEEDS], down_at, NONE)
    scene.truths.elsewhere(count).plant(AVAILABLE, draw, constant("", count), Clocks(since, until, short))


def _months() -> list[int]:
    """Return when the months of the record begin, and the one after them."""
    firsts = [datetime(2026 + number // 12, number % 12 + 1, 1, tzinfo=ZoneInfo(ZONE)) for number in range(2, 13)]
    return [int(first.timestamp()) * 1_000_000 for first in firsts]


def _interrupt(scene: Scene, deed: str, since: int, until: int) -> int:
    """Let the system be down once in a month; return from when on."""
    at = since + 8 * DAY + 2 * HOUR
    allowed = (until - since) // _ALLOWED
    down = allowed + _LONGER[deed] if deed in _LONGER else HOUR
    if deed in ("four-probes-fail", "probes-fail"):
        return _fail(scene, at, until=None if deed == "four-probes-fail" else at + allowed + 3 * HOUR)
    wrong = {"put-right": at + allowed + 5 * HOUR, "found-out": at + HOUR}.get(deed)
    _tell(scene, "incident_opened", np.array([at]))
    numbers = _tell(scene, "incident_closed", np.array([at + down if wrong is None else wrong]))
    if wrong is not None:
        correction = Correction(numbers, np.array([max(wrong, at + down) + HOUR]))
        scene.log.correct("incident_closed", np.array([at + down]), {"system": constant("orders", 1)}, correction)
    return at


def _fail(scene: Scene, at: int, *, until: int | None) -> int:
    """Let four probes fail, a minute apart; where it is not up again at the fifth, that opens an incident."""
    minutes = at + np.arange(5) * MINUTE
    _tell(scene, "health_checked", minutes[:4], ok=False)
    _tell(scene, "health_checked", minutes[4:], ok=until is None)
    if until is not None:
        _tell(scene, "incident_closed", np.array([until]))
    return int(minutes[4])


def _tell(scene: Scene, event: str, at: Ints, *, ok: bool | None = None) -> Ints:
    columns = {"system": constant("orders", len(at))}
    if ok is not None:
        columns["ok"] = pa.array(np.full(len(at), ok))
    return scene.log.add(event, at, columns)
