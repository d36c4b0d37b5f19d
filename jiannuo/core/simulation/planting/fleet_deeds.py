"""What is planted of vehicles and their classes, and of technical faults."""

from dataclasses import replace

from jiannuo.core.simulation.planting.deeds import (
    AT_DUE,
    CORRECTION,
    MICRO,
    PAUSE,
    Deed,
    Intent,
    Outcome,
    Theme,
    deadline_deeds,
    deed,
    hidden,
    mixed,
)
from jiannuo.core.values.texts import Text

CLASSED, OFFERED, REPAIRED = "vehicles-classed", "offers-to-classed-vehicles", "faults-repaired"
AVAILABLE = "orders-available"
FLEET_THEMES = (
    Theme(
        CLASSED, "6.4.4.3f", Text(zh="车辆均有车型代码", en="every vehicle has a class code"), shape="state", apart=True
    ),
    Theme(
        OFFERED,
        "6.4.4.3f",
        Text(zh="无车型代码不派单", en="no offer to a vehicle without a code"),
        may_be_unknown=False,
        shape="event",
    ),
    Theme(
        AVAILABLE,
        "6.4.4.3h",
        Text(zh="订单管理系统正常运行", en="the order system keeps running"),
        shape="state",
        apart=True,
    ),
    Theme(
        REPAIRED,
        "6.4.4.3i",
        Text(zh="技术缺陷按时修复", en="technical faults repaired in time"),
        (AT_DUE, MICRO, PAUSE, CORRECTION),
    ),
)

VEHICLE_DEEDS = (
    deed("classed", "kept", CLASSED, OFFERED),
    mixed("registered-when-offered", Outcome(CLASSED, "kept"), Outcome(OFFERED, "kept", AT_DUE)),
    mixed("code-micro-before-offer", Outcome(CLASSED, "broken"), Outcome(OFFERED, "kept", MICRO)),
    mixed("code-micro-after-offer", Outcome(CLASSED, "broken"), Outcome(OFFERED, "broken", MICRO)),
    deed("code-later", "broken", CLASSED, OFFERED),
    deed("put-right", "kept", CLASSED, OFFERED, boundary=CORRECTION),
    deed("found-out", "broken", CLASSED, OFFERED, boundary=CORRECTION),
    deed("code-at-once", "kept", CLASSED, boundary=AT_DUE),
    mixed("code-a-microsecond-later", Outcome(CLASSED, "broken", MICRO), Outcome(OFFERED, "kept")),
    deed("renewed-without-code", "kept", CLASSED, boundary=MICRO),
    Deed("unregistered", (Outcome(OFFERED, "broken"),)),
)
"""What becomes of the vehicles that are registered while the city runs, each of which is offered an order."""
DECEMBER_DEEDS = (hidden(CLASSED),)


def _waited(name: str, intent: Intent) -> Deed:
    return deed(name, intent, REPAIRED, boundary=PAUSE)


ANSWERED = ("waited", "waited-at-due", "waited-micro-late", "asked-twice")
ABOUT_DUE = ("asked-micro-before-due", "asked-at-due")
UNANSWERED = ("unanswered-at-due", "unanswered-micro-late", "answered-too-late")
FAULT_DEEDS = deadline_deeds(
    REPAIRED,
    _waited("waited", "kept"),
    _waited("waited-at-due", "kept"),
    _waited("waited-micro-late", "broken"),
    _waited("asked-twice", "broken"),
    _waited("asked-micro-before-due", "kept"),
    _waited("asked-at-due", "broken"),
    _waited("unanswered-at-due", "kept"),
    _waited("unanswered-micro-late", "broken"),
    _waited("answered-too-late", "broken"),
)
"""Whoever waits for details of a fault has so much longer, once for both who ask, and no longer than he may wait."""


def _month(name: str, intent: Intent, boundary: str = "", *, least: int = 52) -> Deed:
    return replace(mixed(name, Outcome(AVAILABLE, intent, boundary)), share=0.0, least=least)


SYSTEM_DEEDS = (
    _month("runs", "kept"),
    hidden(AVAILABLE, share=1.0),
    _month("at-target", "kept", AT_DUE),
    _month("micro-less", "kept", MICRO),
    _month("micro-more", "broken", MICRO, least=14),
    _month("broken-down", "broken", least=14),
    _month("put-right", "kept", CORRECTION),
    _month("found-out", "broken", CORRECTION, least=14),
    _month("four-probes-fail", "kept", "four-probes", least=14),
    _month("probes-fail", "broken", least=14),
)
"""What becomes of an order system in a month from March to December; of April there is no full record."""
