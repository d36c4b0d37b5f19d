"""What a promise looks at, and so which promises may be judged on a part of the events: those of some of the keys.

A promise that looks only at events with its own key is *alone*: any part that holds all events of a key will do. What it
may look at is gathered from every word that occurs in it and in what it names, so nothing has to be listed here twice:
too much is only slow.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass

from jiannuo.core.charters.building.built_in_events import NAMES
from jiannuo.core.charters.charter import (
    AttributeOf,
    Charter,
    CountLevel,
    ForEach,
    Indicator,
    Promise,
    State,
    SubjectKind,
)
from jiannuo.core.expressions.syntax import Call, Literal, Name, Selector, Who
from jiannuo.core.values.texts import Text

_OF_STATES = ("in_force", "level", "lowest", "members")
_HEADS = ("trigger", "param", "period")


@dataclass(frozen=True, slots=True)
class Look:
    """What a promise looks at: names of event types, of attributes (and all other words), and whose verdicts.

    `key` is what events must have in common to be judged together. Without `is_typed` the promise counts on events of
    every type: they tell who lives, or which keys there are. It may ask for what happens to the subjects that an
    attribute links to its own, or to all of them; a signal by itself asks for neither.
    """

    key: tuple[str, ...]
    types: frozenset[str]
    words: frozenset[str]
    promises: frozenset[str]
    is_alone: bool
    is_typed: bool
    asks_who: bool
    asks_linked: bool
    asks_all: bool


@dataclass(frozen=True, slots=True)
class Pass:
    """Promises that are judged together: over the events of some keys at a time, or (without `key`) over all at once.

    `types` are what they look at, None for events of every type. Of those without the key, the `everywhere` count for
    all keys. `words` holds every name of an attribute that may be read.
    """

    promises: tuple[str, ...]
    key: tuple[str, ...]
    types: frozenset[str] | None
    everywhere: frozenset[str]
    words: frozenset[str]
    asks_who: bool


def passes_of(charter: Charter) -> tuple[Pass, ...]:
    """Return the passes in which all promises of a charter are judged, each in exactly one."""
    looks = {id_: look_of(promise, charter) for id_, promise in charter.promises.items()}
    together = _together(looks)
    grouped: dict[tuple[str, ...], list[str]] = {}
    for id_, look in looks.items():
        grouped.setdefault(() if id_ in together else look.key, []).append(id_)
    return tuple(_pass(ids, key, looks) for key, ids in grouped.items())


def _together(looks: Mapping[str, Look]) -> set[str]:
    """Return the promises that are judged over all events: those that are not alone, and whose verdicts they ask for."""
    waiting = [id_ for id_, look in looks.items() if not look.is_alone]
    found: set[str] = set()
    while waiting:
        id_ = waiting.pop()
        if id_ in looks and id_ not in found:
            found.add(id_)
            waiting.extend(looks[id_].promises)
    return found


def _pass(ids: Iterable[str], key: tuple[str, ...], looks: Mapping[str, Look]) -> Pass:
    chosen = [looks[id_] for id_ in ids]
    types = frozenset[str]().union(*(look.types for look in chosen))
    return Pass(
        promises=tuple(ids),
        key=key,
        types=types if all(look.is_typed for look in chosen) else None,
        everywhere=types,
        words=frozenset[str]().union(*(look.words for look in chosen)),
        asks_who=any(look.asks_who for look in chosen),
    )


def look_of(promise: Promise, charter: Charter) -> Look:
    """Return what a promise looks at."""
    kind = charter.subjects.get(promise.kind or "")
    key = kind.id if kind is not None else promise.of
    found = _Found(charter, key, kind)
    found.visit(promise)
    found.visit(kind)
    has_beginning = kind is not None and bool(kind.begins)
    is_typed = has_beginning and promise.verb not in ("hold", "reach") and not found.asks_states
    return Look(
        key=key,
        types=frozenset(found.types | NAMES),
        words=frozenset(found.words | set(key) | {"into", "from", "to", "promise", "period"}),
        promises=frozenset(found.promises),
        # Signals are events, too, and may come from what happens to others.
        is_alone=not (found.crosses or found.asks_linked or found.asks_all)
        and promise.verb != "reach"
        and set(key) <= set(promise.of)
        and (is_typed or not charter.signals),
        is_typed=is_typed,
        asks_who=found.asks_who,
        asks_linked=found.asks_linked,
        asks_all=found.asks_all or promise.verb == "reach",
    )


@dataclass(slots=True)
class _Found:
    """What was met on the way through a promise and all that it names.

    What asks of others asks for those that an attribute links to the own subject, or for all there are; what only
    `crosses` is judged over all events, though those of the own subject would do.
    """

    charter: Charter
    key: tuple[str, ...]
    kind: SubjectKind | None
    types: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    promises: set[str] = field(default_factory=set)
    crosses: bool = False
    asks_linked: bool = False
    asks_all: bool = False
    asks_states: bool = False
    asks_who: bool = False

    def visit(self, thing: object) -> None:
        """Look at a part of the charter and at all that stands in it."""
        waiting = [thing]
        while waiting:
            part = waiting.pop()
            if isinstance(part, str):
                waiting.extend(self._named_by(part))
            elif isinstance(part, Mapping):
                waiting.extend((*part.keys(), *part.values()))
            elif isinstance(part, tuple):
                waiting.extend(part)
            elif is_dataclass(part) and not isinstance(part, Text):
                self._note(part)
                waiting.extend(getattr(part, entry.name) for entry in fields(part))

    def _named_by(self, word: str) -> Iterable[object]:
        """Yield what a word names, whatever it stands for where it was met; each word once."""
        if word in self.words:
            return
        self.words.add(word)
        charter = self.charter
        if word in charter.events:
            self.types.add(word)
            yield charter.events[word].computed
        if word in charter.indicators:
            self.crosses = True
            yield charter.indicators[word]
        if word in charter.signals:
            self.crosses = True
            yield charter.signals[word]
        if word in charter.states:
            self._note_state(charter.states[word])
            yield charter.states[word]
        if word in charter.tables:
            yield self._rows_of(word)
        for kind in charter.subjects.values():
            yield kind.attributes.get(word)

    def _rows_of(self, table: str) -> object:
        """Return what gives a table its rows; rows that are about a subject are those of all subjects."""
        event = self.charter.tables[table].rows_from
        if event is None:
            return None
        declared = self.charter.events[event]
        kinds = [kind for kind in (declared.of, *declared.also) if kind is not None]
        carried = {*declared.attributes, *(name for kind in kinds for name in self.charter.subjects[kind].id)}
        self.asks_all |= set(self.key) <= carried
        return (event, *self.charter.tables[table].inputs, *self.charter.tables[table].outputs)

    def _note(self, part: object) -> None:
        """Note whether a part looks across: at what happens to others, or at what others come to."""
        if isinstance(part, Selector):
            self.asks_linked |= part.via is not None
            self.asks_all |= part.promise is not None
            self.promises |= {part.promise} if part.promise is not None else set()
            # What is counted is looked at as what happened to the subject that it is about.
            self.words.update(name for kind in self.charter.subjects.values() for name in kind.id)
        elif isinstance(part, Name):
            self.asks_linked |= not self._is_own(part.parts)
        elif isinstance(part, Call):
            self._note_call(part)
        elif isinstance(part, ForEach):
            self.asks_all |= part.kind is not None
            self.crosses |= part.attribute in self.key
        elif isinstance(part, AttributeOf):
            self.types.add(part.event)
        elif isinstance(part, Indicator):
            self.promises |= {part.promise} if part.promise is not None else set()
            # What is counted is looked at as what happened to the subject that it is about.
            self.words.update(name for kind in self.charter.subjects.values() for name in kind.id)
        elif isinstance(part, Who):
            self.asks_who = True

    def _is_own(self, parts: tuple[str, ...]) -> bool:
        """Tell whether a name is that of an attribute of the own subject or of an event, and no step further."""
        head = parts[0]
        if len(parts) == 1 or head == "param":
            return True
        if len(parts) > 2:
            return False
        if head in self.charter.subjects:
            return self.kind is not None and head == self.kind.name
        return head in _HEADS or head in self.charter.events

    def _note_call(self, call: Call) -> None:
        first = call.arguments[0] if call.arguments else None
        if call.function in _OF_STATES:
            is_named = isinstance(first, Literal) and str(first.value) in self.charter.states
            gives_key = call.function != "lowest" and len(call.arguments) > 1
            self.asks_linked |= gives_key
            self.asks_all |= not is_named or call.function == "members"
        # A figure may count what happens to anybody; it is met wherever it stands behind what a promise names.
        self.asks_all |= call.function == "figure"
        if call.function == "broken" and isinstance(first, Literal):
            self.asks_all = True
            self.promises.add(str(first.value))

    def _note_state(self, state: State) -> None:
        self.asks_states = True
        self.asks_all |= isinstance(state, CountLevel)
        self.asks_linked |= not set(self.key) <= set(state.of)
