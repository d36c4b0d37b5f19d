"""Which of two events comes first: by instant, then by `seq` of one source; otherwise they are simultaneous."""

from jiannuo.core.judging.event import Event


def scan_key(event: Event) -> tuple[int, str, int, str]:
    """Return the order in which events are scanned: (at, source, seq, id), a missing seq first."""
    return (event.at, event.source, -1 if event.seq is None else event.seq, event.id)


def is_before(one: Event, other: Event) -> bool:
    """Tell whether one event certainly happened before the other."""
    return one.at < other.at or (one.at == other.at and _seq_order(one, other) < 0)


def is_simultaneous(one: Event, other: Event) -> bool:
    """Tell whether nothing orders the two events: one instant, and no `seq` of one source."""
    return one.at == other.at and _seq_order(one, other) == 0


def is_not_after(one: Event, other: Event) -> bool:
    """Tell whether one event happened before the other or at its instant; "before" for names, needs and history."""
    return not is_before(other, one)


def is_ended_by(begin: Event, end: Event, *, stood_before: bool | None) -> bool | None:
    """Tell whether an event ends what another began: a later one does, an earlier one never.

    One of the same instant that nothing orders ends what stood just before that instant; only where nothing did, it ends
    what began at the instant itself. `stood_before` None: that is in doubt, and so is the answer.
    """
    if end is begin or is_before(end, begin):
        return False
    if is_before(begin, end):
        return True
    return None if stood_before is None else not stood_before


def _seq_order(one: Event, other: Event) -> int:
    if one.source != other.source or one.seq is None or other.seq is None:
        return 0
    return (one.seq > other.seq) - (one.seq < other.seq)
