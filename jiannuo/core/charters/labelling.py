"""The words that a charter gives its events and subject kinds, shown with the code behind them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import TypeVar, cast

from jiannuo.core.charters.charter import Charter, ForEach
from jiannuo.core.expressions.syntax import Selector, Who
from jiannuo.core.values.texts import Language, Text

Names = Mapping[str, Text]
"""What names are shown as, by code: `已登记（incident_opened）`."""

_NAMED = Text(zh="{label}（{code}）", en="{label} ({code})")
_PIECES = re.compile(r"'(?:[^']|'')*'|[A-Za-z_][\w.]*|.", re.DOTALL)
Tree = TypeVar("Tree")


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
    """Return a promise or a signal to be explained in a language: its events and subject kinds are those that are shown.

    It is for explaining only, as nothing can be looked up by such names.
    """
    kinds = _names({name: kind.label for name, kind in charter.subjects.items()})
    return _Naming(event_names(charter), kinds, language).of(tree)


def _names(labels: Mapping[str, Text | None]) -> Names:
    return {code: _NAMED.filled(label=label, code=code) for code, label in labels.items() if label is not None}


@dataclass(frozen=True, slots=True)
class _Naming:
    """Puts names in the place of codes throughout a tree."""

    events: Names
    kinds: Names
    language: Language

    def of(self, tree: Tree) -> Tree:
        return cast(Tree, self._of(tree))

    def _of(self, value: object) -> object:
        if isinstance(value, tuple):
            return tuple(self._of(item) for item in value)
        if not is_dataclass(value) or isinstance(value, type):
            return value
        old = {each.name: getattr(value, each.name) for each in fields(value)}
        new = {name: self._of(part) for name, part in old.items()}
        match value:
            case Selector(event, promise=None):
                new["event"] = named(event, self.events).within(self.language)
            case Who("actor_of", str(name)):
                new["name"] = named(name, self.events).within(self.language)
            case ForEach(kind=str(kind)):
                new["kind"] = named(kind, self.kinds).within(self.language)
        return value if new == old else replace(value, **new)
