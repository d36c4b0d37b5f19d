"""The elements of an XES log, turned into records as a parser meets them.

Attributes of the trace stand under `case:`, those within another attribute behind a point, and a list is one value. What
belongs to the log as a whole, and what lies within the items of a list, is passed over.
"""

from dataclasses import dataclass, field
from xml.parsers import expat

from jiannuo.core.engines import format_problems as formats
from jiannuo.core.engines.tabular.keyed_records import MOST_DEPTH, Collecting, Record
from jiannuo.core.values.problems import Problem, ProblemKind, Refusal

CASE = "case:"
_SCOPES = {"trace": CASE, "event": ""}
_MOST_SHOWN = 20


@dataclass(slots=True)
class _Owner:
    """A trace or an event, with the attributes found in it and the first thing that is wrong with them."""

    found: Record = field(default_factory=dict)
    problem: Problem | None = None

    def put(self, name: str, value: object) -> None:
        if name in self.found:
            self.spoil(formats.NAME_GIVEN_TWICE.at(name=name))
        self.found[name] = value

    def spoil(self, problem: Problem) -> None:
        self.problem = self.problem or problem


@dataclass(slots=True)
class _Open:
    """An attribute whose element is open: its name, and its items if it is a list."""

    name: str
    items: list[object] | None = None
    is_item: bool = False


class XesElements:
    """Takes the start and the end of every element and collects a record for each event."""

    def __init__(self, parser: expat.XMLParserType, *, file: str) -> None:
        self.file = file
        self._parser = parser
        self.collecting = Collecting(file)
        self.is_moving = False
        self._path: list[str] = []
        self._open: list[_Open] = []
        self._scope: str | None = None
        self._trace: _Owner | None = None
        self._event: _Owner | None = None
        self._waiting: list[_Owner] = []
        self._number = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take the start of an element; raises Refusal where the file is no XES log."""
        self.is_moving = True
        name, path = tag.rpartition(":")[2], self._path
        if len(path) >= MOST_DEPTH:
            raise self._refusal(formats.XES_TOO_DEEP)
        parent = path[-1] if path else ""
        path.append(name)
        if name in ("log", "trace", "event"):
            self._begin(name, parent)
        elif not parent:
            raise self._refusal(formats.NOT_XES)
        elif name == "global" and parent == "log":
            self._scope = _SCOPES.get(attributes.get("scope", ""))
        elif self._scope is not None:
            self._declare(parent, attributes.get("key"))
        elif (owner := self._event or self._trace) is not None:
            self._begin_attribute(owner, name, attributes)

    def _refusal(self, kind: ProblemKind) -> Refusal:
        return Refusal(kind.at(file=self.file, line=self._parser.CurrentLineNumber, limit=MOST_DEPTH))

    def _begin(self, name: str, parent: str) -> None:
        if parent not in {"log": ("",), "trace": ("log",), "event": ("log", "trace")}[name]:
            raise self._refusal(formats.NOT_XES)
        if name == "trace":
            self._trace = _Owner()
        elif name == "event":
            self._event = _Owner()

    def _declare(self, parent: str, key: str | None) -> None:
        if parent == "global" and key:
            self.collecting.names.setdefault(f"{self._scope}{key}")

    def _begin_attribute(self, owner: _Owner, tag: str, attributes: dict[str, str]) -> None:
        around = self._open[-1] if self._open else None
        if around is not None and around.is_item:
            self._open.append(around)
        elif around is not None and around.items is not None:
            self._begin_within_list(around.items, tag, attributes.get("value"))
        else:
            self._begin_named(owner, around, tag, attributes)

    def _begin_within_list(self, items: list[object], tag: str, value: str | None) -> None:
        if tag == "values":
            self._open.append(_Open("", items))
            return
        items.append(value)
        self._open.append(_Open("", is_item=True))

    def _begin_named(self, owner: _Owner, around: _Open | None, tag: str, attributes: dict[str, str]) -> None:
        key, value = attributes.get("key"), attributes.get("value")
        name = f"{around.name}.{key}" if around is not None else key or ""
        if not key or (value is None and tag not in ("list", "container")):
            owner.spoil(formats.ATTRIBUTE_INCOMPLETE.at(tag=tag, name=key or ""))
        elif tag != "container":
            owner.put(name, value)
        self._open.append(_Open(name, [] if tag == "list" else None))

    def end(self, tag: str) -> None:
        """Take the end of an element."""
        self.is_moving = True
        name = self._path.pop()
        if self._open:
            self._end_attribute(name)
        elif name == "event":
            self._end_event()
        elif name == "trace":
            self._end_trace()
        elif name == "global":
            self._scope = None

    def _end_attribute(self, name: str) -> None:
        ended, owner = self._open.pop(), self._event or self._trace
        if name == "list" and ended.items is not None and owner is not None and ended.name:
            owner.found[ended.name] = tuple(ended.items)

    def _end_event(self) -> None:
        event, self._event = self._event, None
        if event is None:
            return
        if self._trace is None:
            self._emit(event, _Owner())
        else:
            self._waiting.append(event)

    def _end_trace(self) -> None:
        trace, self._trace = self._trace or _Owner(), None
        case = _Owner({CASE + name: value for name, value in trace.found.items()}, trace.problem)
        for event in self._waiting:
            self._emit(event, case)
        self._waiting.clear()

    def _emit(self, event: _Owner, case: _Owner) -> None:
        self._number += 1
        twice = next(iter(event.found.keys() & case.found.keys()), None)
        if twice is not None:
            event.spoil(formats.NAME_GIVEN_TWICE.at(name=twice))
        problem = event.problem or case.problem
        if problem is None:
            self.collecting.add(self._number, case.found | event.found)
        else:
            self.collecting.add_bad(self._number, problem, _shown(case.found | event.found))


def _shown(record: Record) -> str:
    """Return the beginning of a record as a person finds it again."""
    return ", ".join(f"{name}={value}" for name, value in list(record.items())[:_MOST_SHOWN])
