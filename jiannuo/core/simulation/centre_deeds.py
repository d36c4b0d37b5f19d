"""What is planted at the service centres: who is on duty, planned, and named; calls, and what is told of a month."""

from jiannuo.core.simulation.deeds import AT_DUE, CORRECTION, MICRO, Outcome, Theme, deed, hidden, mixed
from jiannuo.core.values.texts import Text

ALWAYS, THREE = "always-staffed", "three-agents"
PLANNED, ROSTER = "three-agents-planned", "roster-without-gaps"
CENTRE_THEMES = (
    Theme(ALWAYS, "6.3.5.2a", Text(zh="人工客服全天候在岗", en="always an agent on duty"), shape="state", apart=True),
    Theme(ROSTER, "6.3.5.2a", Text(zh="班表无空档", en="no gap in the roster"), shape="state", apart=True),
    Theme(THREE, "6.3.5.3", Text(zh="每班在岗不少于 3 人", en="three agents on duty"), shape="state", apart=True),
    Theme(
        PLANNED,
        "6.3.5.3",
        Text(zh="每班排班不少于 3 人", en="three agents planned for each shift"),
        (AT_DUE, CORRECTION),
        shape="event",
        apart=True,
    ),
)

DUTY_DEEDS = (
    deed("overlap", "kept", ALWAYS, THREE),
    deed("relieved-at-once", "kept", ALWAYS, THREE, boundary=AT_DUE),
    deed("micro-overlap", "kept", ALWAYS, THREE, boundary=MICRO),
    deed("micro-gap", "broken", ALWAYS, THREE, boundary=MICRO),
    deed("relieved-late", "broken", ALWAYS, THREE),
    deed("all-leave", "broken", ALWAYS, THREE),
    mixed("one-leaves", Outcome(ALWAYS, "kept"), Outcome(THREE, "broken")),
    mixed("two-leave", Outcome(ALWAYS, "kept", "last-one"), Outcome(THREE, "broken")),
    deed("put-right", "kept", ALWAYS, THREE, boundary=CORRECTION),
    deed("found-out", "broken", ALWAYS, THREE, boundary=CORRECTION),
    hidden(ALWAYS, THREE, share=1.0),
)
PLAN_DEEDS = (
    deed("three", "kept", PLANNED, boundary=AT_DUE),
    deed("four", "kept", PLANNED),
    deed("two", "broken", PLANNED),
    deed("put-right", "kept", PLANNED, boundary=CORRECTION),
    deed("found-out", "broken", PLANNED, boundary=CORRECTION),
    deed("not-told", "unknown", PLANNED, boundary="missing-value"),
)
ROSTER_DEEDS = (
    deed("shift-to-shift", "kept", ROSTER, boundary=AT_DUE),
    deed("overlapping", "kept", ROSTER),
    deed("micro-overlap", "kept", ROSTER, boundary=MICRO),
    deed("micro-gap", "broken", ROSTER, boundary=MICRO),
    deed("hours-open", "broken", ROSTER),
    deed("shift-left-out", "broken", ROSTER),
    deed("put-right", "kept", ROSTER, boundary=CORRECTION),
    deed("found-out", "broken", ROSTER, boundary=CORRECTION),
    deed("end-not-told", "unknown", ROSTER, boundary="missing-value"),
)
