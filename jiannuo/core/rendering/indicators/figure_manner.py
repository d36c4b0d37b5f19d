"""How the figures of indicators are shown: by which names, which rows of many, and what they are made of."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from jiannuo.core.charters.charter import Charter
from jiannuo.core.charters.explaining.labelling import Labels, labels_of
from jiannuo.core.rendering.goals import describe_goals
from jiannuo.core.rendering.indicators.made_of import Makings, durations_of
from jiannuo.core.rendering.indicators.worst_groups import Signs, signs_of, worst_of
from jiannuo.core.rendering.results import Result
from jiannuo.core.rendering.writing.wording import visible
from jiannuo.core.statistics.figures import Figure, Table
from jiannuo.core.values.texts import Text

MOST_ROWS = 12
YES_OR_NO = {"true": Text(zh="是", en="yes"), "false": Text(zh="否", en="no")}


@dataclass(frozen=True, slots=True)
class Manner:
    """How figures are shown: the `labels` of dimensions, what is worse by which target, what figures are made of.

    No table has more than `most` rows.
    """

    zone: str
    labels: Labels = field(default_factory=Labels)
    signs: Signs = field(default_factory=dict)
    makings: Makings = field(default_factory=lambda: Makings({}))
    most: int = MOST_ROWS

    def shown(self, table: Table) -> tuple[Figure, ...]:
        """Return the figures that have a row: of all the latest, of groups the worst."""
        figures = figures_told(table)
        if not table.by or len(figures) <= self.most:
            return figures[-self.most :]
        return tuple(worst_of(figures, self.signs.get(table.indicator.name))[: self.most])

    def heads(self, table: Table) -> list[Text]:
        """Return what the dimensions of a table are called."""
        indicator = table.indicator
        sides = [indicator.counted, *(indicator.ratio or ())]
        events = [each.event for side in sides if isinstance(side, tuple) for each in side]
        return [self.labels.of_attribute(name, events=events) or Text(zh=name, en=name) for name in table.by]

    def groups(self, figure: Figure, table: Table) -> list[Text | None]:
        """Return what the values of a figure's dimensions are called, as they are written where they have no label."""
        return [
            None if each is None else self._called(name, each) for name, each in zip(table.by, figure.by, strict=True)
        ]

    def _called(self, name: str, value: str) -> Text:
        found = self.labels.values.get(f"{name.rpartition('.')[2]}={value}") or YES_OR_NO.get(value)
        return found or self.labels.of_value(value) or Text(zh=visible(value), en=visible(value))


def manner_of(result: Result) -> Manner:
    """Return how the figures of a result are shown."""
    makings = Makings.among(result.indicators, durations=result.durations)
    return Manner(result.zone, result.labels, signs_of(result.goals), makings)


def manner_by(charter: Charter, tables: Sequence[Table]) -> Manner:
    """Return how the figures of a charter are shown."""
    makings = Makings.among(tables, durations=durations_of(charter))
    return Manner(charter.zone, labels_of(charter), signs_of(describe_goals(charter)), makings)


def figures_told(table: Table) -> tuple[Figure, ...]:
    """Return the figures that are worth a row: of groups none that may not be told."""
    return tuple(figure for figure in table.figures if not table.by or figure.state != "suppressed")
