"""Reading a mapping file: by the forms, with every problem and its place in one run."""

import codecs
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Literal, cast

from jiannuo.core.charters.parsing.blocks import Block, Leaf, Read, leaves_of
from jiannuo.core.charters.parsing.folder_reading import read_single
from jiannuo.core.charters.parsing.form_reading import FormReader
from jiannuo.core.engines import problems as kinds
from jiannuo.core.engines.mapping.mapping import (
    EPOCHS,
    ISO,
    Addition,
    Alias,
    ColumnName,
    Condition,
    EventNames,
    Mapping,
    Origin,
    Rule,
    TableFormat,
    TableKind,
    TimeFormat,
    TimeSource,
    ValueSource,
)
from jiannuo.core.engines.mapping.mapping_forms import FILE
from jiannuo.core.expressions.syntax import Call, Expression, Name
from jiannuo.core.expressions.types import AttributeType
from jiannuo.core.expressions.walking import walk
from jiannuo.core.values.durations import Unit, read_duration
from jiannuo.core.values.instants import read_instant
from jiannuo.core.values.problems import Problem, ProblemKind, Refusal
from jiannuo.core.values.texts import Text
from jiannuo.core.values.zones import Twice

_SEPARATORS = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";"}
_SAMPLE = datetime(2001, 12, 31, 23, 58, 59, 1, UTC)
_YEARS = ("%Y", "%y", "%G", "%c", "%x")
_HISTORY = ("seen", "count", "sum", "first", "last", "lookup", "in_force", "level", "lowest", "members", "figure")


def read_mapping(path: Path) -> Mapping:
    """Read a mapping file. Raises Refusal with every problem of it."""
    reader = FormReader()
    root = read_single(path, problems=reader.problems)
    block = reader.block(FILE, root) if root is not None else None
    if block is None:
        raise Refusal(*reader.problems)
    mapping = _MappingReader(block, str(path), reader.problems).mapping()
    errors = [problem for problem in reader.problems if problem.is_error]
    if errors:
        raise Refusal(*sorted(errors, key=_order))
    return mapping


def _order(problem: Problem) -> tuple[int, int]:
    place = problem.place
    return (place.line or 0, place.column or 0) if place else (0, 0)


@dataclass(slots=True)
class _MappingReader:
    """Turns the blocks of a mapping file into its inner form, noting what is wrong on the way."""

    block: Block
    file: str
    problems: list[Problem]
    times: TimeFormat = field(default_factory=TimeFormat)
    aliases: dict[str, Alias] = field(default_factory=dict)

    def mapping(self) -> Mapping:
        entry, form = self.block.block("mapping"), self.block.block("format")
        self.times = self._time_format(form, TimeFormat(zone=entry.value("zone", str) if entry else None), key="times")
        self.aliases = {name: self._alias(name, read) for name, read in self.block.named("columns").items.items()}
        return Mapping(
            id=(entry.value("id", str) if entry else None) or "",
            title=_text(entry, "title"),
            source=entry.value("source", str) if entry else None,
            format=self._table_format(form),
            sequence=self._sequence(),
            complete_until=self._complete_until(),
            origin=_origin(self.block.block("origin")),
            rules=self._rules(),
            file=self.file,
        )

    def _note(self, kind: ProblemKind, leaf: Leaf) -> None:
        self.problems.append(kind.at(leaf.node.place(), value=leaf.text))

    # --- the file as a whole

    def _table_format(self, form: Block | None) -> TableFormat:
        if form is None:
            return TableFormat()
        quote = form.value("quote", str)
        return TableFormat(
            kind=cast(TableKind | None, form.value("kind", str)),
            separator=self._character(form.leaf("separator")) or ",",
            quote=None if quote == "none" else self._character(form.leaf("quote")) or '"',
            encoding=self._encoding(form.leaf("encoding")),
            nulls=frozenset(form.values_of("nulls", str)),
            columns=form.values_of("columns", str),
        )

    def _character(self, leaf: Leaf | None) -> str | None:
        if leaf is None:
            return None
        character = _SEPARATORS.get(leaf.text, leaf.text)
        if len(character) != 1 or character in "\r\n":
            self._note(kinds.NOT_A_CHARACTER, leaf)
            return None
        return character

    def _encoding(self, leaf: Leaf | None) -> str:
        if leaf is None:
            return TableFormat().encoding
        try:
            "".encode(codecs.lookup(leaf.text).name)
        except LookupError:
            self._note(kinds.ENCODING_UNKNOWN, leaf)
        return leaf.text

    def _sequence(self) -> ColumnName | Literal["row"] | None:
        column = self.block.block("sequence")
        if column is not None:
            return self._column(column)
        return "row" if self.block.leaf("sequence") else None

    def _complete_until(self) -> int | None:
        leaf = self.block.leaf("complete until")
        if leaf is None:
            return None
        try:
            return read_instant(leaf.text, zone=self.times.zone)
        except Refusal as refusal:
            self.problems.extend(problem.placed(leaf.node.place()) for problem in refusal.problems)
            return None

    def _alias(self, name: str, read: Read) -> Alias:
        if isinstance(read, Block):
            column = next(iter(self._columns(read.values.get("column"))), None)
            type_ = read.value("type", AttributeType)
            place = self.block.named("columns").keys[name].place()
            time = self._time_format(read, self.times)
            return Alias(column or ColumnName(name, place), type_.type if type_ else None, time)
        return Alias(next(iter(self._columns(read)), ColumnName(name)), None, self.times)

    # --- rules

    def _rules(self) -> tuple[Rule, ...]:
        shared = self._values(self.block.named("attributes").items)
        blocks = self.block.blocks("events")
        return tuple(self._rule(number, block, shared) for number, block in enumerate(blocks, start=1))

    def _rule(self, number: int, rule: Block, shared: MappingOf[str, ValueSource]) -> Rule:
        self._check_changes(rule)
        return Rule(
            number=number,
            event=self._event(rule),
            at=self._time(rule.values.get("at")) or TimeSource((), self.times),
            attributes={**shared, **self._values(rule.named("attributes").items)},
            when=self._condition(rule.leaf("when")),
            changes=self._columns(rule.values.get("changes")),
            case=self._columns(rule.values.get("case")),
            once_per=self._columns(rule.values.get("once per")),
            keeps="last" if rule.value("keep", str) == "last" else "first",
            id=self._columns(rule.values.get("id")),
            recorded_at=self._time(rule.values.get("recorded_at")),
            actor=self._value(rule.values.get("actor")),
            actor_kind=self._value(rule.values.get("actor_kind")),
            unit=self._value(rule.values.get("unit")),
            supersedes=self._value(rule.values.get("supersedes")),
            source=rule.value("source", str),
            place=rule.place("event"),
        )

    def _check_changes(self, rule: Block) -> None:
        if not rule.has("changes"):
            return
        if not rule.has("case"):
            self.problems.append(kinds.CASE_MISSING.at(rule.place("changes")))
        if not self.block.has("sequence"):
            self.problems.append(kinds.ORDER_MISSING.at(rule.place("changes")))

    def _event(self, rule: Block) -> str | EventNames:
        names = rule.block("event")
        if names is None:
            return rule.value("event", str) or ""
        ignored = names.values_of("ignore", str)
        return EventNames(
            column=self._column(names),
            names=_renaming(names) if names.has("names") else None,
            ignored=frozenset(ignored) - {"others"},
            ignores_others="others" in ignored,
        )

    def _condition(self, leaf: Leaf | None) -> Condition | None:
        if leaf is None:
            return None
        expression = cast(Expression, leaf.value)
        columns: dict[str, Alias] = {}
        for node, _ in walk(expression):
            if isinstance(node, Call) and node.function in _HISTORY:
                place = leaf.node.place((node.at, len(node.function)))
                self.problems.append(kinds.NO_HISTORY.at(place, function=node.function))
            elif isinstance(node, Name):
                place = leaf.node.place((node.at, len(node.dotted)))
                columns[node.dotted] = self.aliases.get(node.dotted) or Alias(ColumnName(node.dotted, place))
        return Condition(expression, columns, leaf.node.place())

    # --- columns, times and values

    def _columns(self, read: Read | None) -> tuple[ColumnName, ...]:
        """Return the columns that one word or a list of words names, by their own names or by those under `columns`."""
        names = (ColumnName(leaf.text, leaf.node.place()) for leaf in leaves_of(read))
        return tuple(self.aliases[name.text].column if name.text in self.aliases else name for name in names)

    def _column(self, block: Block) -> ColumnName:
        return next(iter(self._columns(block.values.get("column"))), ColumnName(""))

    def _time_format(self, block: Block | None, default: TimeFormat, *, key: str = "format") -> TimeFormat:
        if block is None:
            return default
        leaf = block.leaf(key)
        if leaf is not None and not is_time_pattern(leaf.text):
            self._note(kinds.TIME_FORMAT_UNKNOWN, leaf)
        return TimeFormat(
            pattern=leaf.text if leaf else default.pattern,
            zone=block.value("zone", str) or default.zone,
            twice=cast(Twice, block.value("twice", str) or default.twice),
        )

    def _time(self, read: Read | None) -> TimeSource | None:
        if isinstance(read, Block):
            additions = tuple(self._addition(block) for block in read.blocks("add"))
            return TimeSource(self._columns(read.values.get("column")), self._time_format(read, self.times), additions)
        return None if read is None else TimeSource(self._columns(read), self.times)

    def _addition(self, block: Block) -> Addition:
        column, leaf = self._column(block), block.leaf("unit")
        if leaf is not None:
            length = elapsed_unit(leaf.text)
            if length is not None:
                return Addition(column, length)
            self._note(kinds.NOT_A_TIME_UNIT, leaf)
        return Addition(column, 1)

    def _values(self, items: MappingOf[str, Read]) -> dict[str, ValueSource]:
        found = {name: self._value(read) for name, read in items.items()}
        return {name: source for name, source in found.items() if source is not None}

    def _value(self, read: Read | None) -> ValueSource | None:
        if not isinstance(read, Block):
            columns = self._columns(read)
            return ValueSource(columns, time=self.times, place=columns[0].place) if columns else None
        if read.has("column") == read.has("constant"):
            self.problems.append(kinds.COLUMN_OR_CONSTANT.at(read.place("constant")))
        return ValueSource(
            columns=self._columns(read.values.get("column")),
            constant=read.value("constant", str),
            names=_renaming(read),
            split=read.value("split", str),
            multiplier=self._number(read.leaf("multiply by")),
            divisor=self._number(read.leaf("divide by")),
            unit=read.value("unit", str),
            time=self._time_format(read, self.times),
            place=read.node.place(),
        )

    def _number(self, leaf: Leaf | None) -> Decimal:
        if leaf is None:
            return Decimal(1)
        try:
            number = Decimal(leaf.text)
        except InvalidOperation:
            number = Decimal(0)
        if not number.is_finite() or number == 0:
            self._note(kinds.NOT_A_FACTOR, leaf)
            return Decimal(1)
        return number


def is_time_pattern(text: str) -> bool:
    """Tell whether a text is a way to write times that names a year and whose every sign can be read.

    `%Z` is none of them: a zone's abbreviation would be read and then forgotten.
    """
    if text in (ISO, *EPOCHS):
        return True
    if "%Z" in text or not any(sign in text for sign in _YEARS):
        return False
    try:
        datetime.strptime(_SAMPLE.strftime(text), text)  # noqa: DTZ007 — only tried
    except ValueError:
        return False
    return True


def elapsed_unit(text: str) -> int | None:
    """Return the microseconds of a unit of elapsed time such as `min`, None if it is none."""
    try:
        duration = read_duration(f"1 {text}")
    except Refusal:
        return None
    return duration.count if duration.unit is Unit.ELAPSED else None


def _origin(block: Block | None) -> Origin | None:
    if block is None:
        return None
    return Origin(
        title=_text(block, "title"),
        source=block.value("source", str),
        license=block.value("licence", str),
        attribution=_text(block, "attribution"),
        simulated=block.value("simulated", bool) or False,
    )


def _text(block: Block | None, key: str) -> Text | None:
    """Return the text in both languages behind a key."""
    text = block.block(key) if block else None
    return Text(zh=text.value("zh", str) or "", en=text.value("en", str) or "") if text else None


def _renaming(block: Block) -> dict[str, str]:
    items = block.named("names").items.items()
    return {value: str(read.value) for value, read in items if isinstance(read, Leaf)}
