"""What a change of a charter would have come to, as an object for machines."""

from collections.abc import Mapping

from jiannuo.core.charters.explaining.diffing import Change, Detail
from jiannuo.core.engines.what_ifs.verdict_moves import Example, Moves
from jiannuo.core.rendering.findings.masking import shown_member, shown_subject
from jiannuo.core.rendering.results import PromiseCard
from jiannuo.core.rendering.what_ifs.what_if import Question, coming, vanishing
from jiannuo.core.rendering.what_ifs.what_if_parties import Concerned
from jiannuo.core.rendering.writing.wording import write_instant
from jiannuo.core.statistics.fulfilment import CODED, Tally
from jiannuo.core.values.texts import Text


def what_if_as_json(question: Question) -> dict[str, object]:
    """Return the same as an object; what is personal is masked, and small cells are left out."""
    charter, answer = question.charter, question.answer
    return {
        "charter": charter.id,
        "edition": charter.edition,
        "zone": charter.zone,
        "as_of": _instant(answer.as_of, charter.zone),
        "events": answer.events,
        "simulated": answer.simulated,
        "set_aside": {"count": len(answer.rejects), "by_code": dict(question.set_aside)},
        "changes": [_change_as_json(change, each) for change in question.changes for each in change.details],
        "promises": [_moves_as_json(question, moves) for moves in question.moving],
    }


def _change_as_json(change: Change, detail: Detail) -> Mapping[str, object]:
    return {
        "section": change.section,
        "id": change.id,
        "key": detail.key,
        "old": _text(detail.old),
        "new": _text(detail.new),
        "effect": detail.effect,
    }


def _moves_as_json(question: Question, moves: Moves) -> Mapping[str, object]:
    card, roles = question.told(moves)
    zone = question.charter.zone
    return {
        "id": card.id,
        "title": _text(card.title),
        "before": _tally(moves.before),
        "after": _tally(moves.after),
        "moved": moves.moved,
        "owner_verdicts": _own_verdicts(moves),
        "come": coming(moves),
        "vanish": vanishing(moves),
        "moves": [{"from": old, "to": new, "count": n} for (old, new), n in moves.counts.items() if old != new],
        "for": [_role_as_json(role) for role in roles],
        "nearest": [_example_as_json(example, card, zone) for example in moves.examples],
    }


def _own_verdicts(moves: Moves) -> Mapping[str, object] | None:
    """Return the verdicts on who answers inside, nothing where the promise names nobody."""
    if not moves.own_counts:
        return None
    return {"before": _tally(moves.own_before), "after": _tally(moves.own_after), "moved": moves.own_moved}


def _role_as_json(role: Concerned) -> Mapping[str, object]:
    return {
        "role": role.role,
        "attribute": role.attribute,
        "personal": role.personal,
        "concerned": role.count,
        "moved_with_none_on_record": role.nobody,
        "parties": [
            {
                "name": row.name,
                "parties": row.parties,
                "before": _tally(row.before),
                "after": _tally(row.after),
                "moved": row.moved,
            }
            for row in role.rows
        ],
    }


def _example_as_json(example: Example, card: PromiseCard, zone: str) -> Mapping[str, object]:
    return {
        "id": example.id,
        "subject": shown_subject(example.subject, card),
        "member": shown_member(example.member, card),
        "start": _instant(example.start, zone),
        "due_before": _instant(example.due_before, zone),
        "due_after": _instant(example.due_after, zone),
        "done": _instant(example.done, zone),
        "before": example.before,
        "after": example.after,
        "owner_before": example.own_before,
        "owner_after": example.own_after,
    }


def _tally(tally: Tally) -> dict[str, object]:
    return {**dict(zip(CODED, tally.counts, strict=True)), "fulfilment": tally.fulfilment.value}


def _instant(instant: int | None, zone: str) -> str | None:
    return None if instant is None else write_instant(instant, zone=zone, style="exact").replace(" ", "T")


def _text(text: Text | None) -> dict[str, str] | None:
    return None if text is None else {"zh": text.zh, "en": text.en}
