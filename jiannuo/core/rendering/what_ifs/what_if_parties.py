"""For whom verdicts move: the parties that may be told apart, and the rest together, so that nobody can be found out."""

from collections.abc import Sequence
from dataclasses import dataclass

from jiannuo.core.charters.charter import Promise
from jiannuo.core.engines.what_ifs.verdict_moves import Moves, PartyMoves
from jiannuo.core.rendering.summarizing import MOST_OWNERS
from jiannuo.core.statistics.fulfilment import Tally
from jiannuo.core.values.texts import Text

ROLES = {
    "owed by": Text(zh="承诺方", en="Owed by"),
    "to": Text(zh="服务对象", en="Owed to"),
    "owner": Text(zh="责任人", en="Accountable"),
}
"""What a promise calls those it has to do with, in the order in which they are told."""


@dataclass(frozen=True, slots=True)
class PartyRow:
    """One party, or (without a name) several of them together."""

    name: str | None
    parties: int
    before: Tally
    after: Tally
    moved: int


@dataclass(frozen=True, slots=True)
class Concerned:
    """Whom the moves concern in one role: the attribute that names them, and those that may be told apart.

    `count` is how many parties any verdict moves for, None where they are too few to be counted; `personal` says that they
    are persons, who are never told apart; `nobody` is how many verdicts move with none on record in the role.
    """

    role: str
    attribute: str
    personal: bool
    count: int | None
    nobody: int
    rows: tuple[PartyRow, ...]


def concerned(moves: Moves, promise: Promise, *, personal: frozenset[str], least: int) -> tuple[Concerned, ...]:
    """Return whom the moves of a promise concern.

    `personal` are the attributes whose values are personal, `least` is how many obligations a party must have to be told.
    """
    named = {"owed by": promise.owed_by, "to": promise.to, "owner": promise.owner}
    return tuple(
        _concerned((role, attribute), moves.parties[role], attribute in personal, least)
        for role in ROLES
        if (attribute := named[role]) is not None and role in moves.parties
    )


def _concerned(named: tuple[str, str], parties: Sequence[PartyMoves], personal: bool, least: int) -> Concerned:
    known = [each for each in parties if each.party is not None]
    count = sum(each.moved > 0 for each in known)
    is_hidden = personal and 0 < count < least
    nobody = sum(each.moved for each in parties if each.party is None)
    rows = () if personal else _told_apart(known, least)
    return Concerned(*named, personal, None if is_hidden else count, nobody, rows)


def _told_apart(parties: Sequence[PartyMoves], least: int) -> tuple[PartyRow, ...]:
    """Return the parties with enough obligations for which most moves, the others together if anything moves for them.

    Nothing is told if the others would be one or too few. Those for whom nothing moves lie with the others, or a small one
    among them could be found by subtraction.
    """
    ordered = sorted(parties, key=lambda each: (not _is_told(each, least), -each.moved, -_size(each), each.party or ""))
    cut = min(MOST_OWNERS, sum(_is_told(each, least) for each in ordered))
    while 0 < cut < len(ordered) and not _hides(ordered[cut:], least):
        cut -= 1
    shown, rest = ordered[:cut], ordered[cut:]
    if rest and not _hides(rest, least):
        return ()
    rows = [PartyRow(each.party, 1, each.before, each.after, each.moved) for each in shown]
    return (*rows, *([_together(rest)] if any(each.moved for each in rest) else ()))


def _is_told(party: PartyMoves, least: int) -> bool:
    return party.moved > 0 and _size(party) >= least


def _size(party: PartyMoves) -> int:
    """Return the smaller of both sides, as each is a cell of its own."""
    return min(party.before.total, party.after.total)


def _hides(rest: Sequence[PartyMoves], least: int) -> bool:
    """Tell whether nobody small can be found among the rest."""
    sizes = [_size(each) for each in rest]
    return min(sizes) >= least or (len(rest) >= min(2, least) and sum(sizes) >= least)


def _together(rest: Sequence[PartyMoves]) -> PartyRow:
    before, after = (sum((getattr(each, side) for each in rest), Tally()) for side in ("before", "after"))
    return PartyRow(None, len(rest), before, after, sum(each.moved for each in rest))
