"""Whether an end closes what a beginning opened, also where nothing orders the two (decision 0017)."""

from jiannuo.core.judging.kernel.streams.ordering import Order, is_before
from jiannuo.core.values.compiling import compiled


@compiled
def is_ended_by(begin: int, end: int, stood_before: int, order: Order) -> int:
    """Tell (1, 0, -1 for unknown) whether an event ends what another began: a later one does, an earlier one never.

    One of the same instant that nothing orders ends what stood just before that instant; only where nothing did, it
    ends what began at the instant itself. `stood_before` -1: that is in doubt, and so is the answer.
    """
    if end == begin or is_before(end, begin, order):
        return 0
    if is_before(begin, end, order):
        return 1
    return -1 if stood_before == -1 else 1 - stood_before
