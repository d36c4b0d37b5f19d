"""What changes between two editions of a charter, for whom, and whether it binds the promisor more or less."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Literal, TypeVar

from jiannuo.core.charters.charter import (
    Charter,
    Clause,
    EventType,
    Parameter,
    Promise,
    Signal,
    Source,
    State,
    SubjectKind,
)
from jiannuo.core.charters.executors import BY_NAME
from jiannuo.core.charters.explaining.calendar_terms import CALENDAR_KEYS, calendar_terms
from jiannuo.core.charters.explaining.promise_terms import KEYS, Effect, Term, terms_of
from jiannuo.core.charters.explaining.timelines import PERIODS, timeline
from jiannuo.core.expressions.explaining import explain_condition, explain_constant, explain_selector
from jiannuo.core.expressions.syntax import Name, Selector
from jiannuo.core.expressions.type_writing import write_type
from jiannuo.core.values.durations import Duration, write_duration
from jiannuo.core.values.instants import local_date
from jiannuo.core.values.texts import Text
from jiannuo.core.values.trees import everything_in

How = Literal["added", "removed", "changed"]
Section = Literal[
    "charter",
    "promises",
    "parameters",
    "calendars",
    "clauses",
    "sources",
    "subjects",
    "events",
    "states",
    "tables",
    "signals",
    "indicators",
]
Thing = TypeVar("Thing")

_OPPOSITE: dict[Effect, Effect] = {"stricter": "looser", "looser": "stricter"}
_YES = Text(zh="是", en="yes")
_OF_ATTRIBUTE = "label of "
_LABEL_OF = Text(zh="属性 {name} 的名称", en="label of {name}")
_DECLARATION = Text(zh="写法", en="declaration")
_LABELS = {
    "title": Text(zh="名称", en="title"),
    "label": Text(zh="名称", en="label"),
    "edition": Text(zh="版本", en="edition"),
    "zone": Text(zh="时区", en="zone"),
    "effective": Text(zh="生效日期", en="in force from"),
    "in force until": Text(zh="有效至", en="in force until"),
    "least group": Text(zh="分组至少要有几项", en="least group"),
    "value": Text(zh="取值", en="value"),
    "type": Text(zh="类型", en="type"),
    "ours": Text(zh="本单位自定", en="set by us"),
    "text": Text(zh="条款内容", en="text"),
    "kind": Text(zh="落实方式", en="what executes it"),
    "executed by": Text(zh="由什么落实", en="executed by"),
    "when": Text(zh="发出的条件", en="given if"),
    "clears": Text(zh="可再次发出", en="may be given again after"),
    "proof": Text(zh="依据", en="proof"),
}


@dataclass(frozen=True, slots=True)
class Detail:
    """One key of a thing that changed: what it said and what it says now, None where it said nothing."""

    key: str
    label: Text
    old: Text | None
    new: Text | None
    effect: Effect | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that was added, removed or changed; `affects` are the promises that rest on it, itself for a promise.

    `to`, `owed_by` and `owner` say for whom: those of a promise as it is now, or was before it was removed. `gist` is the
    timeline of a promise that is there in one edition only.
    """

    section: Section
    id: str
    how: How
    title: Text | None = None
    details: tuple[Detail, ...] = ()
    affects: tuple[str, ...] = ()
    gist: Text | None = None
    to: str | None = None
    owed_by: str | None = None
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two editions, and which promises rest on which parameter or calendar in either.

    `relabeled` is the old one by the labels of the new: a promise does not change because what it names is called otherwise.
    """

    old: Charter
    new: Charter
    relabeled: Charter
    users: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)


def diff_charters(old: Charter, new: Charter) -> tuple[Change, ...]:
    """Return all changes from one edition to the other; none if they say the same, wherever it stands in their files."""
    pair = _Pair(old, new, _relabeled(old, new), _users(old, new))
    return (
        *_of_charter(pair),
        *_of_promises(pair),
        *_of_others(pair, "parameters", old.parameters, new.parameters, _parameter_terms),
        *_of_others(pair, "calendars", old.calendars, new.calendars, calendar_terms),
        *_of_others(pair, "clauses", old.clauses, new.clauses, _clause_terms),
        *_of_others(pair, "sources", old.sources, new.sources, _label_terms),
        *_of_others(pair, "subjects", old.subjects, new.subjects, _label_terms),
        *_of_others(pair, "events", _recorded(old), _recorded(new), _label_terms),
        *_of_others(pair, "states", old.states, new.states, _label_terms),
        *_of_others(pair, "tables", old.tables, new.tables, _no_terms),
        *_of_others(pair, "signals", old.signals, new.signals, _signal_terms),
        *_of_others(pair, "indicators", old.indicators, new.indicators, _no_terms),
    )


def _relabeled(old: Charter, new: Charter) -> Charter:
    events, subjects = new.events, new.subjects
    return replace(
        old,
        events={name: _called_as(events[name], each) if name in events else each for name, each in old.events.items()},
        subjects={
            name: replace(each, label=subjects[name].label, labels=subjects[name].labels) if name in subjects else each
            for name, each in old.subjects.items()
        },
    )


def _called_as(new: EventType, old: EventType) -> EventType:
    return replace(old, label=new.label, labels=new.labels, values=new.values)


# --- the charter, its promises and the rest


def _of_charter(pair: _Pair) -> Iterator[Change]:
    details = tuple(_details(_charter_terms(pair.old), _charter_terms(pair.new)))
    if details:
        yield Change("charter", pair.new.id, "changed", pair.new.title, details)


def _of_promises(pair: _Pair) -> Iterator[Change]:
    before, after = pair.old.promises, pair.new.promises
    for id in _all_names(before, after):
        promise = after.get(id) or before[id]
        how = _how(before.get(id), after.get(id))
        details = tuple(_promise_details(pair, id)) if how == "changed" else ()
        if how != "changed" or details:
            charter = pair.old if how == "removed" else pair.new
            yield Change(
                "promises",
                id,
                how,
                promise.title,
                details,
                affects=(id,),
                gist=timeline(promise, charter.parameters) if how != "changed" else None,
                to=promise.to,
                owed_by=promise.owed_by,
                owner=promise.owner,
            )


def _promise_details(pair: _Pair, id: str) -> Iterator[Detail]:
    before, after = pair.old.promises[id], pair.new.promises[id]
    found = list(_details(terms_of(before, pair.relabeled), terms_of(after, pair.new)))
    if not found and _content(before) != _content(after):
        found.append(_declared())
    yield from found


def _of_others(
    pair: _Pair,
    section: Section,
    before: Mapping[str, Thing],
    after: Mapping[str, Thing],
    terms: Callable[[Thing], dict[str, Term]],
) -> Iterator[Change]:
    for name in _all_names(before, after):
        how = _how(before.get(name), after.get(name))
        details: tuple[Detail, ...] = ()
        if how == "changed":
            if _content(before[name]) == _content(after[name]):
                continue
            details = tuple(_details(terms(before[name]), terms(after[name])))
            if not details or _bare(before[name]) != _bare(after[name]):
                details += (_declared(),)
        thing = after.get(name, before.get(name))
        users = pair.users.get((section, name), ())
        yield Change(section, name, how, _title(thing), details, users)


def _all_names(before: Mapping[str, object], after: Mapping[str, object]) -> list[str]:
    return [*after, *(name for name in before if name not in after)]


def _how(before: object | None, after: object | None) -> How:
    if before is None:
        return "added"
    return "changed" if after is not None else "removed"


def _declared() -> Detail:
    return Detail("declaration", _DECLARATION, None, None)


def _title(thing: object) -> Text | None:
    for name in ("title", "label", "text"):
        found = getattr(thing, name, None)
        if isinstance(found, Text):
            return found
    return None


# --- key by key


def _details(before: dict[str, Term], after: dict[str, Term]) -> Iterator[Detail]:
    for key in _all_names(before, after):
        old, new = before.get(key), after.get(key)
        if old != new:
            label = KEYS.get(key) or _LABELS.get(key) or CALENDAR_KEYS.get(key) or _of_attribute(key) or _same(key)
            yield Detail(key, label, _words(old), _words(new), _effect(old, new))


def _words(term: Term | None) -> Text | None:
    return None if term is None else term.words


def _effect(old: Term | None, new: Term | None) -> Effect | None:
    """Return what a change of one key does to the promisor, None where that cannot be said."""
    more = next((term.more for term in (old, new) if term is not None), None)
    if more is None:
        return None
    if old is not None and new is not None and old.length is not None and new.length is not None:
        return _effect_of_length(old.length, new.length, more)
    if old is not None and new is not None and old.amount is not None and new.amount is not None:
        return _effect_of_amount(old, new)
    had, has = (set(term.items) if term is not None else set() for term in (old, new))
    if had < has:
        return more
    return _OPPOSITE[more] if has < had else None


def _effect_of_length(before: Duration, after: Duration, more: Effect) -> Effect | None:
    if before.unit is not after.unit or before == after:
        return None
    return more if after.count > before.count else _OPPOSITE[more]


def _effect_of_amount(old: Term, new: Term) -> Effect | None:
    """Return what another amount does; nothing can be said of one in another unit, or held to otherwise."""
    if old.amount is None or new.amount is None or old.more is None or old.more != new.more:
        return None
    (unit, before), (other, after) = old.amount, new.amount
    if unit != other or before == after:
        return None
    return old.more if after > before else _OPPOSITE[old.more]


def _of(key: str, *texts: Text) -> Term:
    return Term(key, texts)


def _same(text: str) -> Text:
    return Text(zh=text, en=text)


def _charter_terms(charter: Charter) -> dict[str, Term]:
    found = [
        _of("title", charter.title),
        _of("edition", _same(charter.edition)),
        _of("zone", _same(charter.zone)),
        _of("effective", _same(str(local_date(charter.effective, zone=charter.zone)))),
        _of("least group", _same(str(charter.least_group))),
    ]
    if charter.until is not None:
        found.append(_of("in force until", _same(str(local_date(charter.until, zone=charter.zone)))))
    return {term.key: term for term in found}


def _parameter_terms(parameter: Parameter) -> dict[str, Term]:
    found = [_of("value", explain_constant(parameter.value)), _of("type", _same(write_type(parameter.type)))]
    if parameter.title is not None:
        found.append(_of("title", parameter.title))
    if parameter.ours:
        found.append(_of("ours", _YES))
    return {term.key: term for term in found}


def _recorded(charter: Charter) -> dict[str, EventType]:
    """Return the types of event that are recorded: all but the signals, which are told as such."""
    return {name: event for name, event in charter.events.items() if name not in charter.signals}


def _signal_terms(signal: Signal) -> dict[str, Term]:
    found = [_of("of", *map(_same, signal.of)), _of("when", explain_condition(signal.when))]
    found += [_of("title", signal.label)] if signal.label is not None else []
    found += [_of("at", *map(explain_selector, signal.at)), _of("clears", *map(explain_selector, signal.clears))]
    if signal.per is not None:
        found.append(_of("per", PERIODS[signal.per]))
    if signal.lasts is not None:
        found.append(Term("for", (write_duration(signal.lasts),), signal.lasts))
    return {term.key: term for term in found if term.items}


def _clause_terms(clause: Clause) -> dict[str, Term]:
    found = [_of("text", clause.text), _of("kind", BY_NAME[clause.kind].label)]
    if clause.executed_by:
        found.append(_of("executed by", *map(_same, clause.executed_by)))
    if clause.proof is not None:
        found.append(_of("proof", _same(clause.proof)))
    return {term.key: term for term in found}


def _label_terms(thing: SubjectKind | EventType | State | Source) -> dict[str, Term]:
    found = [] if thing.label is None else [_of("label", thing.label)]
    labels = thing.labels if isinstance(thing, SubjectKind | EventType) else {}
    found += [_of(_OF_ATTRIBUTE + name, label) for name, label in labels.items()]
    for name, values in thing.values.items() if isinstance(thing, EventType) else ():
        found += [_of(f"{_OF_ATTRIBUTE}{name} = '{value}'", label) for value, label in values.items()]
    return {term.key: term for term in found}


def _of_attribute(key: str) -> Text | None:
    name = key.removeprefix(_OF_ATTRIBUTE)
    return None if name == key else _LABEL_OF.filled(name=name)


def _bare(thing: object) -> object:
    """Return what is said of a subject kind, event or state besides labels, None for anything else."""
    if isinstance(thing, EventType):
        return _content(replace(thing, label=None, labels={}, values={}))
    if isinstance(thing, SubjectKind):
        return _content(replace(thing, label=None, labels={}))
    return _content(replace(thing, label=None)) if isinstance(thing, State | Source) else None


def _no_terms(_: object) -> dict[str, Term]:
    return {}


# --- what is said, wherever it stands


def _content(value: object) -> object:
    """Return a value without the places in files and the way it was written down."""
    if isinstance(value, Mapping):
        return {name: _content(part) for name, part in value.items()}
    if isinstance(value, tuple):
        return tuple(map(_content, value))
    if not is_dataclass(value) or isinstance(value, type):
        return value
    kept = {each.name: getattr(value, each.name) for each in fields(value) if not _is_place(value, each.name)}
    return type(value).__name__, {name: _content(part) for name, part in kept.items()}


def _is_place(value: object, name: str) -> bool:
    if name == "at":
        return isinstance(getattr(value, name), int)
    return name in ("file", "line") or (name == "text" and isinstance(value, Selector))


def _users(*charters: Charter) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return the promises that name a parameter or a calendar, or execute a clause."""
    found: dict[tuple[str, str], dict[str, None]] = {}
    for charter in charters:
        for promise in charter.promises.values():
            for used in _used(promise):
                found.setdefault(used, {})[promise.id] = None
    return {used: tuple(ids) for used, ids in found.items()}


def _used(promise: Promise) -> Iterator[tuple[str, str]]:
    if isinstance(promise.calendar, str):
        yield "calendars", promise.calendar
    for clause in promise.clauses:
        yield "clauses", clause
    for each in everything_in(promise):
        if isinstance(each, Name) and len(each.parts) == 2 and each.parts[0] == "param":
            yield "parameters", each.parts[1]
