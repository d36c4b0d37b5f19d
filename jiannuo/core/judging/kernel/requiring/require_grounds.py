"""What excuses a broken `require`: a ground or a waiver at the event's instant, or a later ground that heals (4.8)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jiannuo.core.charters.charter import Promise
from jiannuo.core.expressions.syntax import Selector
from jiannuo.core.judging.event_table import NO_SEQ, Rows
from jiannuo.core.judging.kernel.requiring.require_checks import own_rows
from jiannuo.core.judging.kernel.scanning.runs import Run
from jiannuo.core.judging.kernel.scanning.sought import pairs, sought_by
from jiannuo.core.judging.kernel.streams.latest import Listed
from jiannuo.core.judging.kernel.streams.ordering import Numbers, Order
from jiannuo.core.judging.kernel.streams.sites import Sites
from jiannuo.core.plans.requiring import RequirePlan


@dataclass(frozen=True, slots=True, eq=False)
class Excuses:
    """For each position the event that excuses it (a row, -1 for none), and the undecided ones that may."""

    ground: Rows
    doubts: Listed


def excuses_of(run: Run, plan: RequirePlan, sites: Sites) -> Excuses:
    """Return what excuses a breach at each position."""
    promise = plan.promise
    grounds = sought_by(run, plan.grounds, [ground.selector for ground in promise.excused_by], sites)
    healing = sought_by(run, plan.healing, _healing(promise), sites)
    ends = sought_by(run, plan.ends, promise.ends_with, sites)
    waivers = sought_by(run, plan.waivers, [], sites)
    if not any(len(each.rows) for s in (grounds, healing, ends, waivers) for each in (s.certain, s.undecided)):
        return Excuses(np.full(len(sites), -1), Listed(np.zeros(len(sites) + 1, np.int64), np.empty(0, np.int64)))
    order = run.reader.world.order
    excuse = _first(sites, _at_once(sites, grounds.group, grounds.certain, order, but_own=True))
    waiver = _first(sites, _at_once(sites, waivers.group, waivers.certain, order, but_own=False))
    found = _earlier(run, excuse, waiver)
    healed = _first(sites, _since(sites, healing.group, healing.certain, order))
    doubts = [
        _at_once(sites, grounds.group, grounds.undecided, order, but_own=True),
        _at_once(sites, ends.group, ends.undecided, order, but_own=True),
    ]
    return Excuses(np.where(found < 0, healed, found), _listed(doubts, len(sites)))


def _healing(promise: Promise) -> list[Selector]:
    return [ground.selector for ground in promise.excused_by if ground.heals_late]


Pairs = tuple[Numbers, Rows]
"""Places of positions, in order, with rows of events."""


def _at_once(sites: Sites, group: Numbers, listed: Listed, order: Order, *, but_own: bool) -> Pairs:
    """Return the events of each position's instant which nothing puts before or after its own."""
    owner, rows = pairs(group, listed)
    own = own_rows(sites)[owner]
    kept = (order.at[rows] == sites.at[owner]) & ~_is_ordered(rows, own, order)
    if but_own:
        kept &= rows != own
    return owner[kept], rows[kept]


def _since(sites: Sites, group: Numbers, listed: Listed, order: Order) -> Pairs:
    """Return the events that do not come before each position's own."""
    owner, rows = pairs(group, listed)
    own = own_rows(sites)[owner]
    before = (order.at[rows] < sites.at[owner]) | (
        (order.at[rows] == sites.at[owner]) & _is_ordered(rows, own, order) & (order.seq[rows] < order.seq[own])
    )
    kept = ~before & (rows != own)
    return owner[kept], rows[kept]


def _is_ordered(ones: Rows, others: Rows, order: Order) -> NDArray[np.bool_]:
    """Tell of events of one instant whether `seq` of one source puts one before the other."""
    one, other = order.seq[ones], order.seq[others]
    found: NDArray[np.bool_] = (one != NO_SEQ) & (other != NO_SEQ) & (one != other)
    found &= order.source[ones] == order.source[others]
    return found


def _first(sites: Sites, found: Pairs) -> Rows:
    owner, rows = found
    first = np.full(len(sites), -1)
    first[owner[::-1]] = rows[::-1]  # the last that is written stays
    return first


def _earlier(run: Run, excuse: Rows, waiver: Rows) -> Rows:
    """Return of two events at each position the one that is scanned first, where there is but one that one."""
    found = np.where(excuse < 0, waiver, excuse)
    both = np.flatnonzero((excuse >= 0) & (waiver >= 0))
    if len(both):
        ranks = run.reader.world.ranks(np.concatenate([excuse[both], waiver[both]]))
        is_later = ranks[: len(both)] > ranks[len(both) :]
        found[both[is_later]] = waiver[both[is_later]]
    return found


def _listed(parts: list[Pairs], count: int) -> Listed:
    """Return the events of each position, those of the first part first."""
    owner, rows = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    order = np.argsort(owner, kind="stable")
    return Listed(np.searchsorted(owner[order], np.arange(count + 1)), rows[order])
