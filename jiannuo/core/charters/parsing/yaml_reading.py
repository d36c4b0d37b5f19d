"""Reading YAML text into nodes that know their place.

The syntax is libyaml's; everything that gives a document a second meaning is refused: anchors, aliases, tags, merge
keys, directives and further documents. What a plain word means (a number, a date, a text) is decided by the key it
stands behind, so that `yes`, `on` and `1:30` stay the texts they are.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from yaml._yaml import CParser
from yaml.error import Mark, MarkedYAMLError, YAMLError
from yaml.events import (
    AliasEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    NodeEvent,
    ScalarEvent,
    SequenceStartEvent,
    StreamEndEvent,
    StreamStartEvent,
)

from jiannuo.core.charters import file_problems as kinds
from jiannuo.core.charters.parsing.nodes import Entry, Mapping, Node, Scalar, Sequence, SourceFile
from jiannuo.core.values.problems import Place, Problem, Refusal
from jiannuo.core.values.texts import Text

DEEPEST = 32
"""How deep lists and mappings may lie in each other."""
MOST_NODES = 100_000
"""How many words, lists and mappings one file may hold."""


def read_yaml(source: SourceFile, *, problems: list[Problem]) -> Node | None:
    """Return the root node of a file's text, or None if it holds nothing or cannot be read.

    Adds to `problems` what is wrong; the first fault of the syntax ends the reading of the file.
    """
    control = next((i for i, c in enumerate(source.text) if _is_control(c)), None)
    if control is not None:
        code = f"U+{ord(source.text[control]):04X}"
        problems.append(kinds.CONTROL_CHARACTER.at(source.place(control), character=code))
        return None
    reader = _Reader(source, problems)
    try:
        return reader.document()
    except YAMLError as error:
        problems.append(_syntax_problem(source, error))
    except Refusal as refusal:
        problems.extend(refusal.problems)
    return None


def _is_control(character: str) -> bool:
    return (
        (character < " " and character not in "\t\r\n") or "\x7f" <= character <= "\x9f" or character in "\ufffe\uffff"
    )


@dataclass(slots=True)
class _Reader:
    """Builds nodes from the parser's events; a construct that is refused raises, as nothing behind it can be trusted."""

    source: SourceFile
    problems: list[Problem]
    count: int = 0

    def document(self) -> Node | None:
        events = _events(self.source.text)
        first = next(events, None)
        if first is None:
            return None
        self._check_document(first)
        root = self._node(next(events), events, 1)
        extra = next((e for e in events if isinstance(e, DocumentStartEvent)), None)
        if extra is not None:
            raise Refusal(kinds.SECOND_DOCUMENT.at(self._place(extra)))
        return None if isinstance(root, Scalar) and root.is_null else root

    def _check_document(self, event: Event) -> None:
        if isinstance(event, DocumentStartEvent) and (event.version or event.tags):
            raise Refusal(kinds.YAML_DIRECTIVE.at(self._place(event)))

    def _node(self, event: Event, events: Iterator[Event], depth: int) -> Node:
        self._check_size(event, depth)
        self._check_plainness(event)
        start = _start(event)
        line, column = start.line + 1, start.column + 1
        if isinstance(event, ScalarEvent):
            return self._scalar(event)
        if isinstance(event, SequenceStartEvent):
            return Sequence(tuple(self._items(events, depth)), self.source, line, column)
        return Mapping(tuple(self._entries(events, depth)), self.source, line, column)

    def _scalar(self, event: ScalarEvent) -> Scalar:
        start, end = _start(event), cast(Mark, event.end_mark)
        style = event.style or ""
        return Scalar(event.value, style, self.source, start.index, end.index, start.line + 1, start.column + 1)

    def _items(self, events: Iterator[Event], depth: int) -> Iterator[Node]:
        for event in events:
            if not isinstance(event, NodeEvent):
                return
            yield self._node(event, events, depth + 1)

    def _entries(self, events: Iterator[Event], depth: int) -> Iterator[Entry]:
        seen: dict[str, Scalar] = {}
        for event in events:
            if not isinstance(event, NodeEvent):
                return
            key = self._key(self._node(event, events, depth + 1))
            value = self._node(next(events), events, depth + 1)
            if key.text in seen:
                first = str(seen[key.text].place())
                self.problems.append(kinds.KEY_TWICE.at(key.place(), key=key.text, first=first))
                continue
            seen[key.text] = key
            yield Entry(key, value)

    def _key(self, node: Node) -> Scalar:
        if not isinstance(node, Scalar):
            raise Refusal(kinds.KEY_NOT_A_WORD.at(node.place()))
        if node.is_plain and node.text == "<<":
            raise Refusal(kinds.YAML_MERGE.at(node.place()))
        return node

    def _check_size(self, event: Event, depth: int) -> None:
        self.count += 1
        if depth > DEEPEST:
            raise Refusal(kinds.TOO_DEEP.at(self._place(event), limit=DEEPEST))
        if self.count > MOST_NODES:
            raise Refusal(kinds.TOO_MANY_NODES.at(self._place(event), limit=MOST_NODES))

    def _check_plainness(self, event: Event) -> None:
        if isinstance(event, AliasEvent):
            raise Refusal(kinds.YAML_ALIAS.at(self._place(event), sign=f"*{event.anchor}"))
        if isinstance(event, NodeEvent) and event.anchor is not None:
            raise Refusal(kinds.YAML_ALIAS.at(self._place(event), sign=f"&{event.anchor}"))
        if isinstance(event, ScalarEvent | CollectionStartEvent) and event.tag is not None:
            raise Refusal(kinds.YAML_TAG.at(self._place(event), tag=event.tag))

    def _place(self, event: Event) -> Place:
        start = _start(event)
        return self.source.at(start.line + 1, start.column + 1)


def _start(event: Event) -> Mark:
    return cast(Mark, event.start_mark)  # the parser always sets it


def _events(text: str) -> Iterator[Event]:
    """Yield the parser's events of the documents, without the frame of the stream."""
    parser = CParser(text)
    while parser.check_event():
        event = parser.get_event()
        if event is not None and not isinstance(event, StreamStartEvent | StreamEndEvent):
            yield event


def _syntax_problem(source: SourceFile, error: YAMLError) -> Problem:
    reason, mark = "", None
    if isinstance(error, MarkedYAMLError):
        reason, mark = error.problem or "", error.problem_mark or error.context_mark
    place = source.at(mark.line + 1, mark.column + 1) if mark else source.at(1, 1)
    return kinds.NOT_YAML.at(place, reason=_REASONS.get(reason, _UNKNOWN_REASON))


_UNKNOWN_REASON = Text(zh="从这里起的写法不合 YAML 语法", en="from here on the text does not follow the syntax of YAML")
_REASONS = {
    "did not find expected ',' or ']'": Text(
        zh="方括号内缺少“,”或“]”", en="a “,” or “]” is missing in a list in brackets"
    ),
    "did not find expected ',' or '}'": Text(
        zh="花括号内缺少“,”或“}”", en="a “,” or “}” is missing in a mapping in braces"
    ),
    "mapping values are not allowed in this context": Text(
        zh="此处不能出现“: ”，含有冒号加空格的文字须加引号",
        en="a “: ” cannot stand here; a text that holds one needs quotes",
    ),
    "found character that cannot start any token": Text(
        zh="此处的字符不能作为开头（制表符、“@”、“%”、“`”须改为空格或加引号）",
        en="nothing can begin with this character (a tab, @, % or `): use spaces or quotes",
    ),
    "did not find expected '-' indicator": Text(
        zh="列表各项须以“-”对齐", en="the items of a list must begin with “-” in line"
    ),
    "could not find expected ':'": Text(zh="键后缺少“:”", en="a key is not followed by “:”"),
    "found unexpected end of stream": Text(zh="引号未闭合，文件已结束", en="a quote is still open where the file ends"),
    "found unknown escape character": Text(zh="双引号内的转义不明", en="the escape in double quotes is not known"),
    "did not find expected key": Text(
        zh="此处应为一个键，请检查缩进与括号", en="a key must stand here: look at indents and braces"
    ),
}
