"""Which owners single findings must not name, as their number is left out of tables."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

import pyarrow as pa
import pyarrow.compute as pc

from jiannuo.core.rendering.results import PromiseCard, Result
from jiannuo.core.statistics.figures import Figure, Table
from jiannuo.core.statistics.fulfilment import CODED


def untold_owners(result: Result, card: PromiseCard) -> frozenset[str]:
    """Return the owners of a promise that may not be named: those with few findings, or with a figure that is left out.

    There are at least two of them, with as many findings as a group must have, unless there are none or no others; persons
    are never named anyway.
    """
    if card.owner is None or card.personal_owner:
        return frozenset()
    counts = _counts(result.findings, card.id)
    found = {owner for owner, count in counts.items() if count < result.least_group}
    found |= {owner for table in result.indicators for owner in _left_out(table, card)} & counts.keys()
    others = sorted(counts.keys() - found, key=lambda owner: (counts[owner], owner))
    while found and others and (len(found) < 2 or sum(counts[owner] for owner in found) < result.least_group):
        found.add(others.pop(0))
    return frozenset(found)


def _counts(findings: pa.Table, promise: str) -> Mapping[str, int]:
    """Return how many findings of a promise each owner has."""
    if "owner" not in findings.column_names:
        return {}
    names, verdicts = (findings[name].cast(pa.string()) for name in ("promise", "verdict"))
    chosen = pc.and_(pc.equal(names, promise), pc.is_in(verdicts, pa.array(CODED, pa.string())))
    counted = findings["owner"].filter(chosen).cast(pa.string()).value_counts().to_pylist()
    return {each["values"]: each["counts"] for each in counted if each["values"] is not None}


def _left_out(table: Table, card: PromiseCard) -> Iterator[str]:
    """Yield the owners of whom a table leaves out all that it has for a period."""
    place = _place(table, card)
    if place is None:
        return
    cells: dict[tuple[int | None, str], list[Figure]] = defaultdict(list)
    for figure in table.figures:
        if (owner := figure.by[place]) is not None:
            cells[figure.from_, owner].append(figure)
    for (_, owner), figures in cells.items():
        if len(figures) == 1 and figures[0].state == "suppressed":
            yield owner


def _place(table: Table, card: PromiseCard) -> int | None:
    """Return which dimension of a table names the owners of a promise: of its findings, or of events, by the attribute."""
    if table.indicator.over == "findings" and table.indicator.promise != card.id:
        return None
    last = (card.owner or "").rpartition(".")[2]
    places = (i for i, name in enumerate(table.by) if name == "finding.owner" or name.rpartition(".")[2] == last)
    return next(places, None)
