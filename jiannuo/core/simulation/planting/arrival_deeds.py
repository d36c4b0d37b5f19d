"""When the driver arrives, and who he is: what that means for being early, in time and there at all, and for himself."""

from jiannuo.core.simulation.planting.deeds import (
    AT_DUE,
    CORRECTION,
    LEAD,
    MICRO,
    PUNCTUAL,
    REBASE,
    THERE,
    Deed,
    Intent,
    Outcome,
    deed,
    hidden,
)

_Meaning = tuple[Intent, str, Intent | None]
_KEPT: _Meaning = ("kept", "", None)
_BROKEN: _Meaning = ("broken", "", None)
_CLEARED: _Meaning = ("broken", "short-notice", "excused")


def _edge(owner: Intent) -> _Meaning:
    """Return a breach for which the driver just about answers, or just about does not."""
    return "broken", "notice-edge", owner


def _arrival(name: str, lead: _Meaning, punctual: _Meaning, there: _Meaning) -> Deed:
    """Return a way to arrive: what it means for being early, for being in time, and for being there at all."""
    told = ((LEAD, lead), (PUNCTUAL, punctual), (THERE, there))
    return Deed(name, tuple(Outcome(theme, *meaning) for theme, meaning in told))


ARRIVAL_DEEDS = (
    deed("early", "kept", LEAD, PUNCTUAL, THERE),
    _arrival("at-lead", ("kept", AT_DUE, None), _KEPT, _KEPT),
    _arrival("lead-recorded-after", ("kept", MICRO, None), _KEPT, _KEPT),
    _arrival("micro-after-lead", ("broken", MICRO, None), _KEPT, _KEPT),
    _arrival("short-lead", _BROKEN, _KEPT, _KEPT),
    _arrival("at-appointment", _BROKEN, ("kept", AT_DUE, None), _KEPT),
    _arrival("appointment-recorded-after", _BROKEN, ("kept", MICRO, None), _KEPT),
    _arrival("micro-late", _BROKEN, ("broken", MICRO, None), _KEPT),
    _arrival("late", _BROKEN, _BROKEN, _KEPT),
    _arrival("at-wait-end", _BROKEN, _BROKEN, ("kept", AT_DUE, None)),
    _arrival("wait-end-recorded-after", _BROKEN, _BROKEN, ("kept", MICRO, None)),
    _arrival("micro-after-wait", _BROKEN, _BROKEN, ("broken", MICRO, None)),
    deed("after-wait", "broken", LEAD, PUNCTUAL, THERE),
    _arrival("after-delay", ("kept", REBASE, None), ("kept", REBASE, None), _KEPT),
    _arrival("late-after-delay", ("broken", REBASE, None), ("broken", REBASE, None), ("kept", REBASE, None)),
    deed("put-right", "kept", LEAD, PUNCTUAL, THERE, boundary=CORRECTION),
    deed("found-out", "broken", LEAD, PUNCTUAL, THERE, boundary=CORRECTION),
    _arrival("elsewhere", ("broken", "elsewhere", None), _KEPT, _KEPT),
    deed("place-not-told", "unknown", LEAD, PUNCTUAL, THERE, boundary="missing-value"),
    deed("never", "broken", LEAD, PUNCTUAL, THERE),
    deed("passenger-leaves-first", "broken", LEAD, PUNCTUAL),
    _arrival("handed-on-early", _KEPT, _KEPT, _KEPT),
    _arrival("handed-on-in-time", _BROKEN, _BROKEN, _KEPT),
    _arrival("handed-on-at-notice", _edge("broken"), _edge("broken"), _KEPT),
    _arrival("handed-on-micro-inside", _edge("excused"), _edge("excused"), _KEPT),
    _arrival("handed-on-late", _CLEARED, _CLEARED, _KEPT),
    _arrival("handed-on-in-delay", ("broken", REBASE, "broken"), ("broken", REBASE, "broken"), _KEPT),
    _arrival("handed-on-at-lead", _edge("excused"), _CLEARED, _KEPT),
    _arrival("handed-on-micro-after-lead", _edge("broken"), _CLEARED, _KEPT),
    _arrival("handed-on-at-appointment", _BROKEN, _edge("excused"), _KEPT),
    _arrival("handed-on-micro-late", _BROKEN, _edge("broken"), _KEPT),
    hidden(LEAD, PUNCTUAL, THERE),
)
HANDED_ON_LATE = tuple(each.name for each in ARRIVAL_DEEDS if each.name.startswith("handed-on-"))
"""The platform hands the order on to another driver: who comes late clears himself if he was told less than an hour ahead,
before it was too late.
"""
