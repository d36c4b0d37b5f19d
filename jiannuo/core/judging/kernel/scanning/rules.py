"""What the kernel knows of the promises of one verb, as numbers: one row a promise, one column a question."""

from typing import NamedTuple

import numpy as np

from jiannuo.core.judging.event_table import Instants, Rows
from jiannuo.core.judging.kernel.streams.ordering import Numbers

# Parts by role; -1 where the promise names none.
AFTER, BEFORE, EXCUSES, HEALING, ENDS, GROUNDS, EXTENSIONS, REOPENED = range(8)
FIRST_TARGET, TARGETS, FIRST_PAUSE, PAUSES = range(8, 12)
IS_IN_ORDER, TIMES, ALREADY, OPEN, ON_REOPEN, MISSING_IS_NONE, LATE_MOVES_HEAL = range(12, 19)
HAS_LIMIT, CALENDAR, UNIT, AMOUNT, HAS_PLAN, TABLE = range(19, 25)
COMPLETE_UNTIL, FIRST_GAP, GAPS, NAMES_PERIODS, CARRIES, FIRST_FAULT, FAULTS = range(25, 32)
COLUMNS = 32

EACH, FIRST, AGAIN = range(3)
NEW, CONTINUE, RESTART = range(3)

# What is known of a declared pause: the parts that begin and end it, the longest it lasts (unit -1: no matter how long),
# and the table of spans in which its state was in force (-1 for none),
# and the rank of its reason's text.
PAUSE_FROM, PAUSE_UNTIL, PAUSE_UNIT, PAUSE_LONGEST, SPANS_OF_PAUSE, PAUSE_CAUSE = range(6)


class Rules(NamedTuple):
    """The promises of one verb: `rule[promise, question]`, the parts that are targets, the declared pauses, and the gaps.

    `fault[i]` is a part of what almost counts, and whether it must be about the obligation's member. A promise's gaps are `gap[FIRST_GAP:FIRST_GAP + GAPS]`, [from, until) of the sources whose silence would matter.
    """

    rule: Numbers
    target: Numbers
    pause: Numbers
    gap: Instants
    fault: Numbers


class Openings(NamedTuple):
    """What single openings say for themselves, for promises that the charter alone does not settle (`TABLE` >= 0).

    Those of table `t` in stream `s` stand at `first[t, s]` to `first[t, s + 1]`: the row of the trigger (-1 for a period),
    the instant (after a restart a later one than the trigger's), the period's end, the member, and the limit (unit -1: it
    is missing). `kind` tells openings from what may reopen or restart one. The plans of an opening, `plan_first[i]` to
    `plan_first[i + 1]`, are the planned time at the opening (row -1) and at each later move.
    """

    first: Numbers
    kind: Numbers
    row: Rows
    start: Instants
    period_end: Instants
    member: Numbers
    calendar: Numbers
    unit: Numbers
    amount: Numbers
    plan_first: Numbers
    plan_row: Rows
    plan: Instants


OPENS, REOPENS, RESTARTS = range(3)


class Spans(NamedTuple):
    """Stretches of time by stream: those of table `t` in stream `s` are at `first[t, s]` to `first[t, s + 1]`."""

    first: Numbers
    from_: Instants
    until: Instants


class Lifetimes(NamedTuple):
    """The lives of each stream's subject, and the row of the event that began each (-1 where none is declared)."""

    first: Numbers
    start: Instants
    began: Rows


class Carried(NamedTuple):
    """The members that events carry, by place: those of table `t` at place `p` are at `first[t, p]` to `first[t, p + 1]`."""

    first: Numbers
    member: Numbers


class Named(NamedTuple):
    """The period that an event says it is about, by row: one that starts in [low, high), or (`holds`) that holds `low`.

    `low` is NONE where the event says nothing, and then it counts for the period it happened in.
    """

    low: Instants
    high: Instants
    holds: Numbers


def no_openings() -> Openings:
    """Return openings that say nothing for themselves."""
    none = np.empty(0, np.int64)
    first, plan_first = np.zeros((1, 1), np.int64), np.zeros(1, np.int64)
    return Openings(first, none, none, none, none, none, none, none, none, plan_first, none, none)
