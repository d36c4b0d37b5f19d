"""A figure set against an earlier one, and against what the source itself states."""

from bisect import bisect_left
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

Remark = Literal[
    "ok",
    "open",
    "no_counterpart",
    "not_recorded",
    "no_data",
    "other_unit",
    "not_reliable",
    "base_zero",
    "base_negative",
    "pending",
    "suppressed",
]
"""Why a comparison says less than it could, or (`pending`) may still change.

Under the two about the base only the relative change is missing.
"""


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a figure differs from that of an earlier period, which begins at `from_` and ends at `until`.

    Instants in microseconds UTC, None where there is no such period. `value` is the earlier figure as it is shown;
    `difference` the later less the earlier, in the figure's own unit (of shares: points), and `relative` the same in
    percent of the earlier: both are reckoned from the exact values and rounded once.
    """

    from_: int | None
    until: int | None
    value: Decimal | None
    difference: Decimal | None
    relative: Decimal | None
    remark: Remark


@dataclass(frozen=True, slots=True)
class Statement:
    """What the source states of a period as of an instant (microseconds UTC), and how far our own figure differs.

    `value` is in `unit`, lengths of time in the unit of the figure. `difference` is ours less theirs in that unit, reckoned
    from the exact value and rounded as the figure is; it `agrees` if ours, rounded to as many decimals as theirs has, is
    theirs. Both are None where we have no figure, or one in another unit. `is_whole` says that the period ends at that
    instant.
    """

    value: Decimal
    unit: str
    as_of: int
    difference: Decimal | None
    agrees: bool | None
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Record:
    """The spans that the record covers without doubt, half-open, in microseconds UTC.

    `pending` are in order when the obligations opened on which nobody can decide yet.
    """

    spans: tuple[tuple[int, int], ...]
    pending: tuple[int, ...] = ()

    def covers(self, from_: int | None, until: int) -> bool:
        """Tell whether a period lies whole in one of them; one without a beginning does if its end does."""
        return any((from_ is None or from_ >= first) and first <= until <= last for first, last in self.spans)

    def is_settled(self, from_: int | None, until: int) -> bool:
        """Tell whether nothing that opened in a period is still pending."""
        first = 0 if from_ is None else bisect_left(self.pending, from_)
        return first == bisect_left(self.pending, until)

    def length_within(self, from_: int, until: int) -> int:
        """Return how much of a span it covers, in microseconds."""
        parts = (min(last, until) - max(first, from_) for first, last in self.spans)
        return sum(part for part in parts if part > 0)


RELATIVE_PLACES = 1
"""So many decimals has a relative change in percent."""


def relative_change(now: Fraction, before: Fraction) -> Fraction | None:
    """Return by how much a value has grown, in percent of the earlier; None where that is not above zero."""
    return 100 * (now - before) / before if before > 0 else None
