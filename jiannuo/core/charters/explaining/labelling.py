"""The words that a charter gives its events, subject kinds and attributes, bare or with the code behind them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from jiannuo.core.charters.charter import (
    Charter,
    EventType,
    Expect,
    ForEach,
    Hold,
    Never,
    Parameter,
    Pause,
    Promise,
    Require,
    SubjectKind,
    Target,
)
from jiannuo.core.expressions.explaining import explain_constant
from jiannuo.core.expressions.functions import OF_STATES
from jiannuo.core.expressions.syntax import Binary, Call, Expression, In, Literal, Name, Selector, Who
from jiannuo.core.values.texts import Language, Text
from jiannuo.core.values.trees import rebuilt

Names = Mapping[str, Text]
"""What names are shown as, by code: `已登记（incident_opened）`."""

_NAMED = Text(zh="{label}（{code}）", en="{label} ({code})")
BUILT_IN_LABELS: Names = {
    "at": Text(zh="发生时间", en="time"),
    "recorded_at": Text(zh="入库时间", en="time of recording"),
    "source": Text(zh="数据来源", en="source"),
    "actor": Text(zh="办理人", en="who did it"),
    "unit": Text(zh="单位", en="unit"),
    "finding.owner": Text(zh="责任单位", en="accountable unit"),
    "finding.owner_verdict": Text(zh="对责任单位的判定", en="verdict on the accountable unit"),
    "finding.member": Text(zh="对应", en="member"),
}
"""What attributes are called that a charter need not declare, unless it gives them another label."""
_PIECES = re.compile(r"'(?:[^']|'')*'|[A-Za-z_][\w.]*|.", re.DOTALL)
Tree = TypeVar("Tree")


@dataclass(frozen=True, slots=True)
class Labels:
    """What a charter calls its events, subject kinds, attributes, parameters and states, by code, without that behind it.

    Attributes stand there by their bare names, where all labels of that name agree, and as `event.attribute` or
    `kind.attribute`; values likewise bare, and behind the bare name of their attribute, `attribute=value`.
    """

    events: Names = field(default_factory=dict)
    kinds: Names = field(default_factory=dict)
    attributes: Names = field(default_factory=dict)
    parameters: Names = field(default_factory=dict)
    states: Names = field(default_factory=dict)
    sources: Names = field(default_factory=dict)
    values: Names = field(default_factory=dict)

    def of_attribute(self, name: str, *, events: Iterable[str] = ()) -> Text | None:
        """Return what an attribute, bare or dotted, is called, None without a label; bare ones may be of some `events`."""
        own = (self.attributes.get(f"{event}.{name}") for event in events)
        found = next((label for label in own if label is not None), None)
        return found or self.attributes.get(name) or self.attributes.get(name.rpartition(".")[2])

    def of_name(self, name: str) -> Text | None:
        """Return what a name in a condition is called: an attribute, or a parameter."""
        root, _, rest = name.partition(".")
        return self.parameters.get(rest) if root == "param" else self.of_attribute(name)

    def of_value(self, value: str, *, attribute: str = "") -> Text | None:
        """Return what a value is called; of an attribute, bare or dotted, if it is known to be one of its values."""
        return self.values.get(f"{attribute.rpartition('.')[2]}={value}") or self.values.get(value)


def labels_of(charter: Charter) -> Labels:
    """Return what a charter calls things, as far as it says."""
    owners: list[EventType | SubjectKind] = [*charter.events.values(), *charter.subjects.values()]
    dotted = {f"{owner.name}.{name}": label for owner in owners for name, label in owner.labels.items()}
    return Labels(
        events=_present({name: event.label for name, event in charter.events.items()}),
        kinds=_present({name: kind.label for name, kind in charter.subjects.items()}),
        attributes={**BUILT_IN_LABELS, **_ids(charter), **_agreed(dotted), **dotted},
        parameters=_present({name: each.title for name, each in charter.parameters.items()}),
        states=_present({name: state.label for name, state in charter.states.items()}),
        sources=_present({name: source.label for name, source in charter.sources.items()}),
        values=_values(charter),
    )


def _values(charter: Charter) -> Names:
    """Return what values are called, of each attribute and wherever they stand, as far as all labels agree."""
    found: dict[str, set[Text]] = {}
    for event in charter.events.values():
        for attribute, labels in event.values.items():
            for value, label in labels.items():
                found.setdefault(f"{attribute}={value}", set()).add(label)
                found.setdefault(value, set()).add(label)
    return {name: next(iter(labels)) for name, labels in found.items() if len(labels) == 1}


def _ids(charter: Charter) -> Names:
    """Return for each attribute that alone identifies a kind of subject the label of that kind."""
    return _present({kind.id[0]: kind.label for kind in charter.subjects.values() if len(kind.id) == 1})


def _agreed(dotted: Names) -> Names:
    found: dict[str, set[Text]] = {}
    for name, label in dotted.items():
        found.setdefault(name.rpartition(".")[2], set()).add(label)
    return {name: next(iter(labels)) for name, labels in found.items() if len(labels) == 1}


def _present(labels: Mapping[str, Text | None]) -> Names:
    return {code: label for code, label in labels.items() if label is not None}


def coded(label: Text | None, code: str) -> Text:
    """Return a label with the code behind it, the code alone without a label."""
    return Text(zh=code, en=code) if label is None else _NAMED.filled(label=label, code=code)


def event_names(charter: Charter) -> Names:
    """Return what the events of a charter are shown as, those with a label only."""
    return _names({name: event.label for name, event in charter.events.items()})


def named(code: str, names: Names) -> Text:
    """Return what a code is shown as: itself if it has no label."""
    return names.get(code, Text(zh=code, en=code))


def with_names(written: str, names: Names) -> Text:
    """Return a written selector, or a list of them, with its events shown by their names; quoted texts stay."""
    pieces = [named(piece, names) for piece in _PIECES.findall(written)]
    return Text(zh="".join(piece.zh for piece in pieces), en="".join(piece.en for piece in pieces))


def with_names_within(tree: Tree, charter: Charter, language: Language) -> Tree:
    """Return a promise or a signal to be explained in a language: events, subject kinds and attributes are as shown.

    It is for explaining only, as nothing can be looked up by such names.
    """
    kinds = _names({name: kind.label for name, kind in charter.subjects.items()})
    return _Naming(event_names(charter), kinds, labels_of(charter), charter.parameters, language).of(tree)


def _names(labels: Mapping[str, Text | None]) -> Names:
    return {code: _NAMED.filled(label=label, code=code) for code, label in labels.items() if label is not None}


@dataclass(frozen=True, slots=True)
class _Naming:
    """Puts names in the place of codes throughout a tree."""

    events: Names
    kinds: Names
    labels: Labels
    parameters: Mapping[str, Parameter]
    language: Language

    def of(self, tree: Tree) -> Tree:
        return rebuilt(tree, self._named)

    def _named(self, value: object) -> dict[str, object]:
        """Return the parts of a node that are names, as they are shown."""
        match value:
            case Selector(event, promise=None):
                return {"event": named(event, self.events).within(self.language)}
            case Who("actor_of", str(name)):
                return {"name": named(name, self.events).within(self.language)}
            case ForEach(kind=str(kind)):
                return {"kind": named(kind, self.kinds).within(self.language)}
            case Name():
                return {"parts": (self._name(value.dotted),)}
            case Binary(left=Name() as name, right=Literal() as constant):
                return {"right": self._value(constant, name.dotted)}
            case In(operand=Name() as name, options=options):
                return {"options": tuple(self._value(each, name.dotted) for each in options)}
        return {**self._named_attributes(value), **self._named_keys(value), **_limits(value)}

    def _named_keys(self, value: object) -> dict[str, object]:
        """Return the parts of a call with the values that it is given; its first text names a state or a table."""
        match value:
            case Call(function, (Literal(str(name)) as first, *keys)):
                label = self.labels.states.get(name) if function in OF_STATES else None
                called = replace(first, value=coded(label, name).within(self.language))
                return {"arguments": (called, *(self._value(key, "") for key in keys))}
            case Pause(while_state=str(state)) | Hold(while_state=str(state)):
                return {"while_state": coded(self.labels.states.get(state), state).within(self.language)}
        return {}

    def _value(self, node: Expression | Selector, attribute: str) -> Expression | Selector:
        if not isinstance(node, Literal) or not isinstance(node.value, str):
            return self.of(node)
        label = self.labels.of_value(node.value, attribute=attribute)
        return replace(node, value=coded(label, node.value).within(self.language))

    def _named_attributes(self, value: object) -> dict[str, object]:
        match value:
            case ForEach(attribute=str(name)):
                return {"attribute": self._attribute(name)}
            case Call(field=str(name)):
                return {"field": self._attribute(name)}
            case Expect(complete=names) | Require(complete=names):
                return {"complete": tuple(map(self._attribute, names))}
            case Promise(to=to, owner=owner):
                return {name: each and self._attribute(each) for name, each in (("to", to), ("owner", owner))}
        return {}

    def _name(self, name: str) -> str:
        if not name.startswith("param."):
            return self._attribute(name)
        parameter = self.parameters.get(name.removeprefix("param."))
        if parameter is None:
            return name
        value = explain_constant(parameter.value).within(self.language)
        return coded(parameter.title, f"{name} = {value}").within(self.language)

    def _attribute(self, name: str) -> str:
        return coded(self.labels.of_attribute(name), name).within(self.language)


def _limits(value: object) -> dict[str, object]:
    """Return the limits that are a parameter as they are: they are told by its value."""
    match value:
        case Expect(within=Name() as limit):
            return {"within": limit}
        case Never(lasts=Name() as limit):
            return {"lasts": limit}
        case Target(value=Name() as limit):
            return {"value": limit}
    return {}
