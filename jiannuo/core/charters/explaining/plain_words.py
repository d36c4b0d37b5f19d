"""Written conditions, selectors and names in plain words, without any code: for readers who never see a charter."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from jiannuo.core.charters.explaining.labelling import Labels
from jiannuo.core.expressions.explaining import explain_condition, explain_selector, explain_who
from jiannuo.core.expressions.functions import OF_STATES
from jiannuo.core.expressions.reading import read_condition, read_selector, read_who
from jiannuo.core.expressions.syntax import Binary, Call, Expression, In, Literal, Name, Selector, Who
from jiannuo.core.values.problems import Refusal
from jiannuo.core.values.texts import LANGUAGES, Language, Text
from jiannuo.core.values.trees import rebuilt

Tree = TypeVar("Tree")
_NAMES_CODE = frozenset({"lookup", "broken", "figure", "overlap"})
"""Functions that are given the name of a table, promise, indicator or calendar."""
_QUOTED = Text(zh="“{label}”", en="“{label}”")
_BESIDE_QUOTES = re.compile(r" (?=“)|(?<=”) ")
_NAME = re.compile(r"[A-Za-z_][\w.]*")
_OF_OWNER = Text(zh="{owner}的{label}", en="{label} of {owner}")
_OWNERS = {
    "trigger": Text(zh="起算的业务记录", en="the opening event"),
    "period": Text(zh="周期", en="the period"),
}
_ENDS = {"period.start": Text(zh="开始时间", en="start"), "period.end": Text(zh="结束时间", en="end")}
_NOT_WHO_DID = Text(zh="须不是办理“{event}”的人", en="it must not be whoever did “{event}”")
_ACTOR_OF = "actor_of "
_COMMA = Text(zh="、", en=", ")


class _Code(Exception):
    """Something has no label, so that only its code could be told."""


def plain_condition(written: str, labels: Labels) -> Text | None:
    """Say a written condition in words; None if any of it could be told by its code only, or cannot be read."""
    return _read(written, read_condition, explain_condition, labels)


def plain_selector(written: str, labels: Labels) -> Text | None:
    """Say in words which events a written selector picks; None as for conditions."""
    return _read(written, read_selector, explain_selector, labels)


def plain_who(written: str, labels: Labels) -> Text | None:
    """Say in words who ought to have done something, or not; None as for conditions."""
    if written.startswith(_ACTOR_OF):
        event = labels.events.get(written.removeprefix(_ACTOR_OF))
        return None if event is None else _NOT_WHO_DID.filled(event=event)
    return _read(written, read_who, explain_who, labels)


def plain_values(written: str, labels: Labels) -> Text | None:
    """Say in words the values of a written list; None as for conditions, but a name without a label stands for itself."""
    values = [plain_condition(each, labels) or _bare(each) for each in _apart(written)]
    told = [each for each in values if each is not None]
    if len(told) < len(values):
        return None
    return Text(zh=_COMMA.zh.join(each.zh for each in told), en=_COMMA.en.join(each.en for each in told))


def plain_sources(written: str, labels: Labels) -> Text:
    """Name the sources of a written list; one without a label stands for itself."""
    told = [labels.sources.get(name, Text(zh=name, en=name)) for name in written.split(", ")]
    return Text(zh=_COMMA.zh.join(each.zh for each in told), en=_COMMA.en.join(each.en for each in told))


def _bare(written: str) -> Text | None:
    return Text(zh=written, en=written) if _NAME.fullmatch(written) else None


def _apart(written: str) -> list[str]:
    """Cut a list at its commas, but at none within brackets or quotes."""
    parts, depth, is_quoted = [""], 0, False
    for sign in written:
        is_quoted ^= sign == "'"
        depth += 0 if is_quoted else (sign == "(") - (sign == ")")
        if sign == "," and not depth and not is_quoted:
            parts.append("")
        else:
            parts[-1] += sign
    return [part.strip() for part in parts]


def _read(written: str, reader: Callable[[str], Tree], explain: Callable[[Tree], Text], labels: Labels) -> Text | None:
    try:
        tree = reader(written)
        chinese, english = (explain(_Plain(labels, language).of(tree)) for language in LANGUAGES)
    except (Refusal, _Code):
        return None
    return Text(zh=_BESIDE_QUOTES.sub("", chinese.zh.strip()), en=english.en.strip())


@dataclass(frozen=True, slots=True)
class _Plain:
    """Puts labels in the place of codes throughout a tree, in one language; raises _Code where there is none."""

    labels: Labels
    language: Language

    def of(self, tree: Tree) -> Tree:
        return rebuilt(tree, self._named)

    def _named(self, value: object) -> dict[str, object]:
        """Return the parts of a node that are codes, as they are called."""
        match value:
            case Name():
                return {"parts": (self._name(value.parts),)}
            case Selector(event, promise=None):
                via = None if value.via is None else self._said(self.labels.of_attribute(value.via))
                return {"event": self._said(self.labels.events.get(event)), "via": via}
            case Selector() | Who("role"):
                raise _Code
            case Call(function) if function in _NAMES_CODE:
                raise _Code
            case Call(function, (Literal(str(state)), *keys)) if function in OF_STATES:
                label = self._said(self.labels.states.get(state))
                return {"arguments": (self._quoted(label), *(self._value(key, "") for key in keys))}
            case Call(field=str(field), arguments=(Selector(event), *_)):
                return {"field": self._said(self.labels.of_attribute(field, events=[event]))}
            case Call(field=str()):
                raise _Code
            case Who("actor_of", str(name)):
                return {"name": self._said(self.labels.events.get(name))}
            case Who("party", str(name)):
                return {"name": self._said(self.labels.of_attribute(name))}
        return self._held_against(value)

    def _held_against(self, value: object) -> dict[str, object]:
        """Return the values in a comparison as those of the attribute that they are held against."""
        match value:
            case Binary(left=Name() as name, right=Literal() as constant):
                return {"right": self._value(constant, name.dotted)}
            case In(operand=Name() as name, options=options):
                return {"options": tuple(self._value(each, name.dotted) for each in options)}
        return {}

    def _value(self, node: Expression | Selector, attribute: str) -> Expression | Selector:
        """Return a value by its label, and anything else as it is said."""
        if not isinstance(node, Literal) or not isinstance(node.value, str):
            return self.of(node)
        label = self.labels.of_value(node.value, attribute=attribute)
        return node if label is None else self._quoted(label.within(self.language))

    def _quoted(self, label: str) -> Name:
        return Name((_QUOTED.filled(label=label).within(self.language),))

    def _name(self, parts: tuple[str, ...]) -> str:
        if parts[0] == "param":
            return self._said(self.labels.parameters.get(parts[-1]))
        if len(parts) == 1 or parts[0] == "finding":
            return self._said(self.labels.of_attribute(".".join(parts)))
        owner = _OWNERS.get(parts[0]) or self._owner(parts[-2])
        label = _ENDS.get(".".join(parts)) or self.labels.of_attribute(".".join(parts[-2:]))
        return _OF_OWNER.filled(owner=self._said(owner), label=self._said(label)).within(self.language)

    def _owner(self, name: str) -> Text | None:
        return self.labels.events.get(name) or self.labels.kinds.get(name) or self.labels.of_attribute(name)

    def _said(self, label: Text | None) -> str:
        if label is None:
            raise _Code
        return label.within(self.language)
