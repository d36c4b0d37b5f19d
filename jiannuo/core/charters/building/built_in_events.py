"""The types of event that every charter has: corrections, roles, editions, merged subjects, grants and gaps."""

from collections.abc import Iterable

from jiannuo.core.charters.charter import EventType, SubjectKind
from jiannuo.core.expressions.types import AttributeType, Plain
from jiannuo.core.values.texts import Text

_TEXT = AttributeType(Plain("text"), optional=True)
_INSTANT = AttributeType(Plain("instant"), optional=True)
_NO_SUBJECT = {"role_given", "role_taken", "edition_applied", "source_gap"}
_LISTED: dict[str, tuple[Text, dict[str, AttributeType]]] = {
    "retracted": (Text(zh="撤回更正", en="retraction"), {"reason": _TEXT}),
    "role_given": (
        Text(zh="授予岗位", en="role given"),
        {"role": _TEXT, "person": _TEXT, "scope": _TEXT, "until": _INSTANT},
    ),
    "role_taken": (Text(zh="解除岗位", en="role taken"), {"role": _TEXT, "person": _TEXT, "scope": _TEXT}),
    "edition_applied": (Text(zh="适用版本", en="edition applied"), {"edition": _TEXT, "scope": _TEXT}),
    "subject_merged": (Text(zh="合并", en="merged"), {"into": _TEXT}),
    "subject_split": (Text(zh="拆分", en="split"), {"from": _TEXT}),
    "extension_granted": (Text(zh="批准延期", en="extension granted"), {"promise": _TEXT, "to": _INSTANT}),
    "waiver_granted": (Text(zh="批准豁免", en="waiver granted"), {"promise": _TEXT}),
    "source_gap": (Text(zh="来源中断", en="gap of a source"), {"source": _TEXT, "from": _INSTANT, "to": _INSTANT}),
}
NAMES = frozenset(_LISTED)


def built_in_events(subjects: Iterable[SubjectKind]) -> dict[str, EventType]:
    """Return the built-in types; those about a subject may carry the id of any of the kinds."""
    ids = {attribute: _TEXT for kind in subjects for attribute in kind.id}
    return {
        name: EventType(
            name=name,
            of=None,
            attributes=dict(own) if name in _NO_SUBJECT else {**ids, **own},
            label=label,
            built_in=True,
        )
        for name, (label, own) in _LISTED.items()
    }
