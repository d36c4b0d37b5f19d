"""A charter with some keys said otherwise than its files say: what is asked about before anybody writes an edition.

A change replaces what stands in the files before they are read by the forms, so that everything that is checked of a
file is checked of it: nothing is computed from its text but what the language itself reads there.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from jiannuo.core.charters import changing_problems as kinds
from jiannuo.core.charters.parsing.nodes import Entry, Mapping, Node, Scalar, SourceFile
from jiannuo.core.charters.parsing.yaml_reading import read_yaml
from jiannuo.core.expressions.naming import did_you_mean
from jiannuo.core.values.problems import Place, Problem, Refusal
from jiannuo.core.values.texts import listed

_PROMISES, _PARAMETERS = "promises", "parameters"
_PARAMETER = "param."
_OPENS = ("[", "{")
"""What a list and a mapping begin with; any other value is one word, whatever signs it holds."""


@dataclass(frozen=True, slots=True)
class Change:
    """A key of a promise or a parameter, and what it shall say: `first-contact.within` and `45 min`."""

    target: str
    value: str
    origin: str = "--set"

    @property
    def place(self) -> Place:
        """Return where the change was asked for."""
        return Place(self.origin, 1, 1, f"{self.target}={self.value}", len(self.target))

    def word(self, start: int) -> Scalar:
        """Return the target from an offset on as it stands where the change was asked for."""
        source = SourceFile.of(self.origin, f"{self.target}={self.value}")
        return Scalar(self.target[start:], "", source, start, len(self.target), 1, start + 1)


@dataclass(frozen=True, slots=True)
class Changed:
    """The root of a folder with the keys of promises changed, and the parameters that are set over all others."""

    root: Mapping
    parameters: tuple[Entry, ...] = ()


def read_change(text: str, *, origin: str = "--set") -> Change:
    """Return the change that a text asks for: `promise.key=value`, `param.name=value` or `name=value` for a parameter.

    `origin` is what problems name as the place. Raises Refusal where there is no such form.
    """
    target, sign, value = (part.strip() for part in text.partition("="))
    if not target or not sign or not value or not text.isprintable():
        raise Refusal(kinds.NO_CHANGE.at(Place(origin), text=text[:_LONGEST_SHOWN]))
    return Change(target, value, origin)


_LONGEST_SHOWN = 80


def changed(root: Mapping, changes: Sequence[Change], *, problems: list[Problem]) -> Changed:
    """Return what a folder says with the changes made; what cannot be made is noted."""
    promises = _named(root, _PROMISES)
    parameters: list[Entry] = []
    for change in _each_once(changes, problems):
        value = _value(change, problems)
        if value is None:
            continue
        id_ = _promise_of(change.target, promises)
        if id_ is not None:
            promises[id_] = _with_key(promises[id_], change, len(id_) + 1, value)
        elif (start := _start_of_parameter(change, root)) is not None:
            parameters.append(Entry(change.word(start), value))
        else:
            problems.append(_no_such_target(change, root, promises))
    return Changed(_with_promises(root, promises), tuple(parameters))


def _each_once(changes: Iterable[Change], problems: list[Problem]) -> Iterable[Change]:
    seen: set[str] = set()
    for change in changes:
        if change.target in seen:
            problems.append(kinds.CHANGED_TWICE.at(change.place, target=change.target))
            continue
        seen.add(change.target)
        yield change


def _value(change: Change, problems: list[Problem]) -> Node | None:
    source = SourceFile.of(f"{change.origin} {change.target}", change.value)
    if change.value.startswith(_OPENS):
        return read_yaml(source, problems=problems)
    return Scalar(change.value, "", source, 0, len(change.value), 1, 1)


def _named(root: Mapping, key: str) -> dict[str, Entry]:
    """Return what stands below a top-level key by name."""
    found = next((entry.value for entry in root.entries if entry.key.text == key), None)
    return {entry.key.text: entry for entry in found.entries} if isinstance(found, Mapping) else {}


def _promise_of(target: str, promises: Iterable[str]) -> str | None:
    """Return the promise whose key is meant; its id may hold dots itself."""
    meant = [id_ for id_ in promises if target.startswith(f"{id_}.") and len(target) > len(id_) + 1]
    return max(meant, key=len, default=None)


def _with_key(promise: Entry, change: Change, start: int, value: Node) -> Entry:
    if not isinstance(promise.value, Mapping):
        return promise  # noted when the forms are read
    key = change.word(start)
    others = [entry for entry in promise.value.entries if entry.key.text != key.text]
    entries = (*others, Entry(key, value))
    return Entry(promise.key, replace(promise.value, entries=entries))


def _with_promises(root: Mapping, promises: dict[str, Entry]) -> Mapping:
    def entry_of(entry: Entry) -> Entry:
        if entry.key.text != _PROMISES or not isinstance(entry.value, Mapping):
            return entry
        return Entry(entry.key, replace(entry.value, entries=tuple(promises.values())))

    return replace(root, entries=tuple(map(entry_of, root.entries)))


def _start_of_parameter(change: Change, root: Mapping) -> int | None:
    """Return where in the target the name of a parameter begins, None if none is meant."""
    if change.target.startswith(_PARAMETER):
        return len(_PARAMETER)
    return 0 if change.target in _named(root, _PARAMETERS) else None


def _no_such_target(change: Change, root: Mapping, promises: Iterable[str]) -> Problem:
    head, dot, key = change.target.rpartition(".")
    names = [*promises, *(f"{_PARAMETER}{name}" for name in _named(root, _PARAMETERS))]
    hint = did_you_mean(head or change.target, [*names, *_named(root, _PARAMETERS)])
    known = listed([*names[:_MOST_NAMES], *(["…"] if len(names) > _MOST_NAMES else [])])
    if change.target in promises:
        return kinds.KEY_NOT_TOLD.at(change.place, promise=change.target)
    return kinds.NO_SUCH_TARGET.at(change.place, name=head if dot and key else change.target, known=known, hint=hint)


_MOST_NAMES = 20
