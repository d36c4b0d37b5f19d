"""What was planted, counted: for every theme the breaches and innocents, at its boundaries too, and what nobody can know."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa

from jiannuo.core.simulation.planting.deeds import INTENTS, Theme
from jiannuo.core.simulation.planting.themes import THEMES

BREACHES, INNOCENTS, UNKNOWNS, CLEARANCES = 50, 50, 20, 50
"""So many of each a full city holds at least: the innocents at each boundary, all others for each theme."""

Counts = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Coverage:
    """How often each intention was planted for a theme, in all and at each boundary.

    `cleared` are the breaches for which who answers for it inside is excused.
    """

    theme: Theme
    intents: Counts
    at: Mapping[str, Counts]
    cleared: int = 0

    @property
    def innocents(self) -> Counts:
        """Return how many look like breaches and are none, for each boundary that the theme must have."""
        counts = {name: self.at.get(name, {}) for name in self.theme.boundaries}
        return {name: each.get("kept", 0) + each.get("excused", 0) for name, each in counts.items()}

    @property
    def suffices(self) -> bool:
        """Tell whether there is enough of everything to prove a judge right."""
        return (
            (self.intents["unknown"] >= UNKNOWNS or not self.theme.may_be_unknown)
            and (self.cleared >= CLEARANCES or not self.theme.clears)
            and self.intents["broken"] >= BREACHES
            and min(self.innocents.values(), default=INNOCENTS) >= INNOCENTS
        )


def coverage_of(truth: "pa.Table") -> tuple[Coverage, ...]:
    """Count what was planted, theme by theme."""
    names = ["theme", "intention", "boundary", "owner_verdict"]
    counted = truth.group_by(names).aggregate([([], "count_all")]).to_pylist()
    return tuple(_coverage(theme, [row for row in counted if row["theme"] == theme.name]) for theme in THEMES)


def _coverage(theme: Theme, rows: list[dict[str, str | int]]) -> Coverage:
    intents: Counter[str] = Counter(dict.fromkeys(INTENTS, 0))
    at: dict[str, Counter[str]] = {}
    cleared = 0
    for row in rows:
        intents[str(row["intention"])] += int(row["count_all"])
        if row["boundary"] is not None:
            at.setdefault(str(row["boundary"]), Counter())[str(row["intention"])] += int(row["count_all"])
        if (row["intention"], row["owner_verdict"]) == ("broken", "excused"):
            cleared += int(row["count_all"])
    edges = {name: dict(sorted(counts.items())) for name, counts in sorted(at.items())}
    return Coverage(theme, dict(intents), edges, cleared)
