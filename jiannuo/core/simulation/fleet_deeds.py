"""What is planted of vehicles and their classes, and of technical faults."""

from jiannuo.core.simulation.deeds import (
    AT_DUE,
    CORRECTION,
    MICRO,
    Deed,
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
        few=Text(
            zh="一个系统每月只有一个可用率，一年只有十二个。",
            en="one system has one availability a month, twelve in a year.",
        ),
    ),
    Theme(REPAIRED, "6.4.4.3i", Text(zh="技术缺陷按时修复", en="technical faults repaired in time")),
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
FAULT_DEEDS = deadline_deeds(REPAIRED)
SYSTEM_DEEDS = (
    deed("runs", "kept", AVAILABLE),
    hidden(AVAILABLE),
    deed("at-target", "kept", AVAILABLE, boundary=AT_DUE),
    deed("micro-more", "broken", AVAILABLE, boundary=MICRO),
    deed("broken-down", "broken", AVAILABLE),
    deed("put-right", "kept", AVAILABLE, boundary=CORRECTION),
    deed("found-out", "broken", AVAILABLE, boundary=CORRECTION),
    deed("four-probes-fail", "kept", AVAILABLE, boundary="four-probes"),
    deed("probes-fail", "broken", AVAILABLE),
    deed("micro-less", "kept", AVAILABLE, boundary=MICRO),
)
"""What becomes of the order system from March to December, a month each; of April there is no full record."""
