"""What was asked of a charter and what came of it, with what may be shown of those it concerns."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from jiannuo.core.charters.charter import Charter
from jiannuo.core.charters.explaining.diffing import Change, diff_charters
from jiannuo.core.engines.what_ifs.verdict_moves import Moves
from jiannuo.core.engines.what_ifs.what_if import Answer
from jiannuo.core.rendering.describing import describe_promises, is_personal
from jiannuo.core.rendering.results import PromiseCard
from jiannuo.core.rendering.what_ifs.what_if_parties import Concerned, concerned


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked and what came of it: the charter, the same one changed, and the answer."""

    charter: Charter
    changed: Charter
    answer: Answer

    @property
    def changes(self) -> tuple[Change, ...]:
        """Return what the changed charter says otherwise."""
        return diff_charters(self.charter, self.changed)

    @property
    def moving(self) -> tuple[Moves, ...]:
        """Return the promises whose verdicts move or those on their owners, and those that were changed though none does."""
        named = {id_ for change in self.changes for id_ in change.affects}
        return tuple(each for each in self.answer.promises if moves_at_all(each) or each.promise in named)

    @property
    def set_aside(self) -> Mapping[str, int]:
        """Return how many rows of the log were set aside by the code of the reason."""
        return dict(sorted(Counter(reject.problem.code for reject in self.answer.rejects).items()))

    def told(self, moves: Moves) -> tuple[PromiseCard, tuple[Concerned, ...]]:
        """Return a promise as a reader meets it, and whom its moves concern."""
        charter = self.changed if moves.promise in self.changed.promises else self.charter
        promise = charter.promises[moves.promise]
        card = next(each for each in describe_promises(charter, explanations={}) if each.id == promise.id)
        named = [name for name in (promise.owed_by, promise.to, promise.owner) if name is not None]
        personal = frozenset(name for name in named if is_personal(charter, promise, name))
        return card, concerned(moves, promise, personal=personal, least=self.charter.least_group)


def moves_at_all(moves: Moves) -> bool:
    """Tell whether any verdict moves, that on the owner included."""
    return moves.moved > 0 or moves.own_moved > 0


def coming(moves: Moves) -> int:
    """Return how many obligations come to exist."""
    return sum(number for (old, new), number in moves.counts.items() if old is None and new is not None)


def vanishing(moves: Moves) -> int:
    """Return how many obligations vanish."""
    return sum(number for (old, new), number in moves.counts.items() if new is None and old is not None)
