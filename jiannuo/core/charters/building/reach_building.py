"""From the block of a `reach` to what it demands: its indicator and target, and the dimensions by which it is judged."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from jiannuo.core.charters.building.building import Parameters, duration, per_of
from jiannuo.core.charters.charter import Indicator, Reach, Sign, SubjectKind, Target
from jiannuo.core.charters.parsing.blocks import Block
from jiannuo.core.expressions.syntax import Name

SIGNS: tuple[Sign, ...] = ("at least", "at most", "more than", "less than", "equals")
Key = tuple[tuple[str, ...], str | None]


@dataclass(frozen=True, slots=True)
class About:
    """What a `reach` is about: its indicator, and the kinds of subject that there are."""

    block: Block
    indicator: Indicator | None
    subjects: Mapping[str, SubjectKind]

    @property
    def everyone(self) -> str | None:
        """Return the subject kind that `of` names, if it does."""
        named = self.block.values_of("of", str)
        return named[0] if len(named) == 1 and named[0] in self.subjects else None

    @property
    def dimensions(self) -> tuple[Name, ...]:
        """Return the dimensions of the indicator, or those among them that `of` names."""
        by = () if self.indicator is None else self.indicator.by
        named = self.block.values_of("of", str)
        return by if self.everyone else tuple(name for name in by if name.dotted in named) or by

    @property
    def key(self) -> Key:
        """Return what the findings are about: the id of a subject kind, and the kind, or the names of dimensions."""
        by = tuple(name.dotted for name in self.dimensions)
        kind = self.everyone or kind_told_apart(by, self.subjects)
        return (by, None) if kind is None else (self.subjects[kind].id, kind)


def kind_told_apart(by: tuple[str, ...], subjects: Mapping[str, SubjectKind]) -> str | None:
    """Return the subject kind whose members dimensions tell apart, by its name or by its id."""
    return next((kind.name for kind in subjects.values() if by in ((kind.name,), kind.id) and by), None)


def build_reach(about: About, target: Target, *, parameters: Parameters) -> Reach | None:
    """Return what a `reach` demands, or None if it names no indicator."""
    block = about.block
    name = block.value("reach", str)
    if name is None:
        return None
    return Reach(
        indicator=name,
        target=target,
        per=per_of(block),
        by=about.dimensions,
        everyone=about.everyone is not None,
        periods=block.value("for", int) or 1,
        least=block.value("min n", int),
        closes_after=duration(block, "closes after", parameters=parameters),
        coverage=block.value("coverage", Decimal),
    )
