"""What of a finding may be shown to whoever gets a report: what is personal is masked, persons are left out."""

from collections.abc import Sequence

from jiannuo.core.rendering.results import PromiseCard
from jiannuo.core.rendering.wording import visible
from jiannuo.core.values.masks import mask


def shown_subject(subject: object, card: PromiseCard) -> list[str]:
    """Return the parts of a subject's id, the personal ones masked."""
    parts: Sequence[object] = subject if isinstance(subject, list | tuple) else [subject]
    return [visible(mask(str(part)) if place in card.personal_parts else str(part)) for place, part in enumerate(parts)]


def shown_member(member: object, card: PromiseCard) -> str | None:
    """Return the member that a finding is for, masked if it is a person."""
    if member is None:
        return None
    return visible(mask(str(member)) if card.personal_member else str(member))


def shown_owner(owner: object, card: PromiseCard) -> str | None:
    """Return who answers for a finding, unless it is a person."""
    return None if owner is None or card.personal_owner else visible(str(owner))
