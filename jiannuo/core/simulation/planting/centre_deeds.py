"""What is planted at the service centres: who is on duty, planned, and named; calls, and what is told of a month."""

from dataclasses import replace

from jiannuo.core.simulation.planting.deeds import (
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

ALWAYS, THREE = "always-staffed", "three-agents"
PLANNED, ROSTER = "three-agents-planned", "roster-without-gaps"
CALLS, DIGEST = "calls-answered", "feedback-collected"
HEAD, OFFICER, TO_OFFICER = "service-centre-head-named", "risk-officer-named", "handed-to-risk-officer"
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
    Theme(CALLS, "6.3.5.2b", Text(zh="来电有人工接听", en="calls answered by a person")),
    Theme(DIGEST, "6.3.5.5a", Text(zh="按月归集投诉和建议", en="feedback collected each month"), apart=True),
    Theme(
        HEAD,
        "6.3.6.4a",
        Text(zh="客服中心负责人在任", en="the service centre has a head"),
        shape="state",
        apart=True,
    ),
    Theme(OFFICER, "6.3.6.4b", Text(zh="风控专员在任", en="there is a risk officer"), shape="state", apart=True),
    Theme(
        TO_OFFICER,
        "6.3.6.4b",
        Text(zh="投诉移交给在任的风控专员", en="complaints handed to the risk officer"),
        may_be_unknown=False,
        shape="event",
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
    replace(deed("planned-twice", "kept", ROSTER), least=12),
    deed("micro-gap", "broken", ROSTER, boundary=MICRO),
    deed("hours-open", "broken", ROSTER),
    deed("shift-left-out", "broken", ROSTER),
    deed("put-right", "kept", ROSTER, boundary=CORRECTION),
    deed("found-out", "broken", ROSTER, boundary=CORRECTION),
    deed("end-not-told", "unknown", ROSTER, boundary="missing-value"),
)
CALL_DEEDS = deadline_deeds(CALLS, deed("machine-only", "broken", CALLS, boundary="machine-receipt"))
DIGEST_DEEDS = tuple(
    replace(each, share=0.95 if each.is_hidden else 0.0, least=12 if each.outcomes[0].intent == "broken" else 52)
    for each in deadline_deeds(DIGEST, deed("empty", "broken", DIGEST))
)


def post_deeds(post: str) -> tuple[Deed, ...]:
    """Return what becomes of a post on one day."""
    return (
        deed("stays", "kept", post),
        deed("relieved-at-once", "kept", post, boundary=AT_DUE),
        deed("micro-overlap", "kept", post, boundary=MICRO),
        replace(deed("micro-vacant", "broken", post, boundary=MICRO), least=15),
        replace(deed("vacant", "broken", post), least=15),
        replace(deed("out-of-reach", "broken", post), least=15),
        deed("put-right", "kept", post, boundary=CORRECTION),
        replace(deed("found-out", "broken", post, boundary=CORRECTION), least=15),
        hidden(post, share=1.0),
    )


HANDING_DEEDS = (
    deed("to-holder", "kept", TO_OFFICER),
    deed("to-another", "broken", TO_OFFICER),
    deed("to-former-holder", "broken", TO_OFFICER),
    deed("receiver-left-out", "broken", TO_OFFICER),
    deed("giver-left-out", "broken", TO_OFFICER),
    deed("put-right", "kept", TO_OFFICER, boundary=CORRECTION),
    deed("found-out", "broken", TO_OFFICER, boundary=CORRECTION),
)
EDGE_DEEDS = (
    deed("at-taking-over", "kept", TO_OFFICER, boundary=AT_DUE),
    deed("at-leaving", "broken", TO_OFFICER, boundary=AT_DUE),
    deed("before-leaving", "kept", TO_OFFICER, boundary=MICRO),
    deed("before-taking-over", "broken", TO_OFFICER, boundary=MICRO),
)
"""What is handed over at the very instant, or a microsecond before, one holder of the post relieves another."""
