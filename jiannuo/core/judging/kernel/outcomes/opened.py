"""Where findings opened: the positions at which what they say beside the verdict is read."""

from dataclasses import replace

from jiannuo.core.charters.charter import Charter, Promise
from jiannuo.core.judging.event_table import Instants
from jiannuo.core.judging.kernel.outcomes.outcomes import Outcomes
from jiannuo.core.judging.kernel.streams.sites import Sites


def opened_sites(charter: Charter, promise: Promise, outcomes: Outcomes) -> Sites:
    """Return the position at which each obligation opened, with its trigger, its period and its member."""
    rows = None if (outcomes.trigger < 0).all() else outcomes.trigger
    period = None
    if outcomes.period_from is not None and outcomes.period_until is not None:
        period = (outcomes.period_from, outcomes.period_until)
    member = None if outcomes.member is None else (_attribute(charter, promise), outcomes.member)
    return Sites(
        outcomes.streams,
        outcomes.stream,
        outcomes.start,
        own=rows,
        here=rows,
        trigger=rows,
        period=period,
        member=member,
    )


def over_states(sites: Sites, at: Instants) -> Sites:
    """Return positions at other instants, with all that happened then: bare names are not those of an event."""
    return replace(sites, at=at, own=None, here=None)


def _attribute(charter: Charter, promise: Promise) -> str:
    """Return the attribute whose values the members are."""
    for_each = getattr(promise.demand, "for_each", None)
    if for_each is None:
        return ""
    return charter.subjects[for_each.kind].id[0] if for_each.kind is not None else for_each.attribute or ""
