"""What every event means to the promises, as one small number: its type with the truth of each distinct condition on it.

A condition over recorded values is read once for each distinct value; one that looks at the subject or the past is read at
the places where such an event stands. What a symbol means (which parts it plays, certainly or maybe) is worked out once
for each symbol, and kept from batch to batch.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import prod
from typing import NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from jiannuo.core.charters.charter import Charter
from jiannuo.core.expressions.pure_functions import PURE
from jiannuo.core.expressions.syntax import Call, Expression, Name
from jiannuo.core.expressions.walking import walk
from jiannuo.core.judging.event_table import Rows
from jiannuo.core.judging.kernel.reading.classing import looked_up
from jiannuo.core.judging.kernel.reading.reading import Reader
from jiannuo.core.judging.kernel.scanning.sorts import Sorts, Truth, Vector, distinct_numbers, vectors_of
from jiannuo.core.judging.kernel.scanning.tracks import OWN, Track
from jiannuo.core.judging.kernel.streams.ordering import Numbers
from jiannuo.core.judging.kernel.streams.sites import Sites
from jiannuo.core.judging.kernel.streams.truths import Truths, negated
from jiannuo.core.plans.parts import Choice, Part, PartBook, Test

_NOTHING = 0
_UNSEEN = -1
_MOST_COMBINATIONS = 65_536
Entries = tuple[tuple[int, Truth], ...]
"""The parts that an event plays, certainly or maybe."""


class Symbols(NamedTuple):
    """The symbol of every place, and what symbols mean: the parts of symbol `s` are `part[starts[s]:starts[s + 1]]`."""

    codes: NDArray[np.int32]
    starts: Numbers
    part: Numbers
    truth: NDArray[np.int8]

    def of_entries(self, entries: Numbers) -> Numbers:
        """Return the symbols whose meaning some entries of `part` belong to."""
        found: Numbers = np.searchsorted(self.starts, entries, side="right") - 1
        return found


class _Flat(NamedTuple):
    """What symbols mean, one behind the other."""

    starts: Numbers
    part: Numbers
    truth: NDArray[np.int8]


class _Symbol(NamedTuple):
    """What a symbol stands for: events of a type, seen via an attribute or not, with the truths of some tests.

    Of one in `doubt` it is not certain that it happened.
    """

    type_: str
    tests: tuple[int, ...]
    truths: Vector
    via: str | None = None
    doubt: bool = False


_Told = tuple[int, str, str | None, bool, tuple[Truth | None, ...]]
"""A part, the event that may play it, and what is known of the tests that tell whether it does."""


@dataclass(slots=True, eq=False)
class _Asked:
    """What is asked of the events of one type: tests that need nothing but the event, by what they are on; and others.

    `tables` has the symbol of each combination of sorts that was met, by how many sorts there are of each.
    """

    sorts: tuple[Sorts, ...]
    later: tuple[int, ...]
    is_seen_via: bool
    tables: dict[tuple[int, ...], NDArray[np.int32]] = field(default_factory=dict)

    @property
    def tests(self) -> tuple[int, ...]:
        """Return the tests that need nothing but the event, in the order in which symbols know them."""
        return tuple(test for sort in self.sorts for test in sort.tests)


@dataclass(slots=True, eq=False)
class SymbolBook:
    """Numbers the symbols of one book of parts, and keeps what each means."""

    book: PartBook
    charter: Charter
    _asked: dict[str, _Asked] = field(init=False)
    _parts_by_type: dict[str, list[tuple[int, Part]]] = field(default_factory=dict)
    _tests_by_type: dict[str, list[tuple[int, ...]]] = field(init=False)
    _numbers: dict[_Symbol, int] = field(default_factory=dict)
    _names: list[_Symbol] = field(default_factory=lambda: [_Symbol("", (), ())])
    _meanings: list[Entries] = field(default_factory=lambda: [()])
    _played: dict[_Told, Truth] = field(default_factory=dict)
    _flat: dict[frozenset[int] | None, "_Flat"] = field(default_factory=dict)

    def __post_init__(self) -> None:
        choices: dict[str, list[Choice]] = {}
        for number, part in enumerate(self.book.parts):
            for choice in part.choices:
                choices.setdefault(choice.event, []).append(choice)
            for type_ in {choice.event for choice in part.choices}:
                self._parts_by_type.setdefault(type_, []).append((number, part))
        self._asked = {type_: self._asked_of(type_, listed) for type_, listed in choices.items()}
        self._tests_by_type = {
            type_: [tuple(sorted(_tests_of(part, type_))) for _, part in parts]
            for type_, parts in self._parts_by_type.items()
        }

    def symbols(self, reader: Reader, track: Track) -> Symbols:
        """Return the symbols of all places of a track."""
        return Symbols(self._codes(reader, track), *self._meaning(None))

    def meaning_only(self, symbols: Symbols, parts: frozenset[int]) -> Symbols:
        """Return symbols that mean nothing but some parts, so that who looks for these alone passes over all others."""
        return Symbols(symbols.codes, *self._meaning(parts))

    def _meaning(self, parts: frozenset[int] | None) -> "_Flat":
        """Return what all symbols mean, or what they mean of some parts; it is laid out anew when there are more."""
        known = self._flat.get(parts)
        if known is None or len(known.starts) <= len(self._meanings):
            told = [[e for e in meaning if parts is None or e[0] in parts] for meaning in self._meanings]
            known = self._flat[parts] = _Flat(
                np.cumsum([0, *map(len, told)]).astype(np.int64),
                np.array([part for meaning in told for part, _ in meaning], np.int64),
                np.array([truth for meaning in told for _, truth in meaning], np.int8),
            )
        return known

    def _codes(self, reader: Reader, track: Track) -> NDArray[np.int32]:
        world = reader.world
        by_row = np.zeros(len(world.table), np.int32)
        there = [(type_, asked) for type_, asked in self._asked.items() if type_ in world.type_codes]
        for type_, asked in there:
            rows = world.rows_of_type(type_)
            if len(rows):
                self._of_rows(reader, rows, asked, type_, by_row)
        codes = by_row[track.rows]
        for type_, asked in there:
            if asked.later or asked.is_seen_via:
                self._look_at_places(reader, track, codes, world.type_codes[type_], asked.later)
        if len(world.doubtful):
            self._doubt(codes, np.flatnonzero(world.is_doubtful(track.rows)))
        return codes

    def _asked_of(self, type_: str, choices: Sequence[Choice]) -> _Asked:
        tests = {test for _, part in self._parts_by_type[type_] for test in _tests_of(part, type_)}
        plain = [test for test in sorted(tests) if _is_plain(self.book.tests[test], self.charter)]
        groups: dict[tuple[str, ...], list[int]] = {}
        for test in plain:
            groups.setdefault(_names_in(self.book.tests[test]), []).append(test)
        sorts = tuple(Sorts(type_, names, tuple(group), self._conditions(group)) for names, group in groups.items())
        vias = {choice.via for choice in choices}
        return _Asked(sorts, tuple(sorted(tests - set(plain))), vias != {None})

    def _conditions(self, tests: Iterable[int]) -> list[Expression]:
        conditions = (self.book.tests[test].condition for test in tests)
        return [condition for condition in conditions if condition is not None]

    # Conditions over recorded values: read once for each distinct value.

    def _of_rows(self, reader: Reader, rows: Rows, asked: _Asked, type_: str, found: NDArray[np.int32]) -> None:
        """Write down the symbol of each row by the truth of the tests that need nothing but the event."""
        numbers = np.zeros(len(rows), np.int64)
        for sorts in asked.sorts:
            if not sorts.count(reader, rows, numbers):
                sites = _sites_of(reader, rows)
                vectors, codes = vectors_of([self._read(reader, test, sites) for test in sorts.tests], len(rows))
                classes = sorts.numbers_of(vectors)[codes]
                numbers *= len(sorts.vectors)
                numbers += classes
        sizes = tuple(len(sorts.vectors) for sorts in asked.sorts)
        if prod(sizes) > _MOST_COMBINATIONS:
            distinct, numbers = distinct_numbers(numbers)
            looked_up(numbers, rows, self._table(asked, type_, distinct), found)
            return
        table = asked.tables.setdefault(sizes, np.full(prod(sizes), _UNSEEN, np.int32))
        if not looked_up(numbers, rows, table, found):
            new = np.unique(numbers[table[numbers] == _UNSEEN])
            table[new] = self._table(asked, type_, new.tolist())
            looked_up(numbers, rows, table, found)

    def _table(self, asked: _Asked, type_: str, codes: Iterable[int]) -> NDArray[np.int32]:
        """Return the symbol that each combination of sorts stands for."""
        vectors, tests = [sorts.vectors for sorts in asked.sorts], asked.tests
        return np.array([self._symbol(_Symbol(type_, tests, _vector(code, vectors))) for code in codes], np.int32)

    def _read(self, reader: Reader, number: int, sites: Sites) -> Truths:
        test = self.book.tests[number]
        if test.who is not None:
            found = reader.done_by(test.who, sites)
            return negated(found) if test.negated else found
        return reader.truths(cast(Expression, test.condition), sites)

    # Conditions over the subject and the past: read at each place.

    def _look_at_places(
        self, reader: Reader, track: Track, codes: NDArray[np.int32], type_code: int, tests: Sequence[int]
    ) -> None:
        """Give the places of one type symbols that know the tests which only a place can tell."""
        places = np.flatnonzero(reader.world.table.type[track.rows] == type_code)
        rows = track.rows[places]
        sites = Sites(track.streams, track.stream[places], track.at[places], own=rows, here=rows)
        vectors, classes = vectors_of([self._read(reader, test, sites) for test in tests], len(places))
        seen = np.full(len(places), OWN) if track.via is None else track.via[places]
        whole = (codes[places].astype(np.int64) * (len(track.vias) + 1) + seen) * len(vectors) + classes
        distinct, numbers = distinct_numbers(whole)
        symbols = []
        for code in distinct:
            rest, class_ = divmod(code, len(vectors))
            base, via = divmod(rest, len(track.vias) + 1)
            name = self._names[base]
            seen_via = None if via == OWN else track.vias[via - 1][1]
            told = (*name.tests, *tests), (*name.truths, *vectors[class_])
            symbols.append(self._symbol(_Symbol(name.type_, *told, seen_via)))
        codes[places] = np.array([*symbols, _NOTHING], np.int32)[numbers]

    # Signals that may not have been given.

    def _doubt(self, codes: NDArray[np.int32], places: Numbers) -> None:
        """Give places symbols that are in doubt about all that theirs are certain of."""
        distinct, numbers = distinct_numbers(codes[places].astype(np.int64))
        symbols = [self._symbol(self._names[code]._replace(doubt=True)) if code else _NOTHING for code in distinct]
        codes[places] = np.array([*symbols, _NOTHING], np.int32)[numbers]

    # What a symbol means.

    def _symbol(self, name: _Symbol) -> int:
        number = self._numbers.setdefault(name, len(self._names))
        if number == len(self._names):
            self._names.append(name)
            self._meanings.append(tuple(self._entries(name)))
        return number

    def _entries(self, name: _Symbol) -> Iterable[tuple[int, Truth]]:
        """Yield which parts an event plays; what a part comes to is worked out once for the same truths of its tests."""
        told = dict(zip(name.tests, name.truths, strict=True))
        for (number, part), tests in zip(self._parts_by_type[name.type_], self._tests_by_type[name.type_], strict=True):
            key = (number, name.type_, name.via, name.doubt, tuple(map(told.get, tests)))
            truth = self._played.get(key)
            if truth is None:
                truth = self._played[key] = _truth_of(part, name, told)
            if truth:
                yield number, truth


def _tests_of(part: Part, type_: str) -> set[int]:
    """Return the tests that tell whether an event of a type plays a part."""
    chosen = {test for choice in part.choices if choice.event == type_ for test in choice.tests}
    return chosen | {test for on, test in (*part.where, *part.unless) if on == type_}


def _truth_of(part: Part, name: _Symbol, told: Mapping[int, Truth]) -> Truth:
    """Tell whether an event plays a part, by the truth of the tests on it."""
    verdicts = [_all_hold(c, told) for c in part.choices if c.event == name.type_ and c.via == name.via]
    certain = -1 if name.doubt else 1
    verdict = certain if 1 in verdicts else -1 if -1 in verdicts else 0
    return _in_manner(part, verdict, name.type_, told)


def _all_hold(choice: Choice, told: Mapping[int, Truth]) -> Truth:
    truths = [told.get(test, -1) for test in choice.tests]
    return 0 if 0 in truths else -1 if -1 in truths else 1


def _in_manner(part: Part, verdict: Truth, type_: str, told: Mapping[int, Truth]) -> Truth:
    if part.manner == "picks" or verdict == 0:
        return verdict
    if verdict == -1:
        return -1 if part.manner == "opens" else 0
    asked = [told.get(test, -1) for on, test in part.where if on == type_]
    spared = [told.get(test, -1) for on, test in part.unless if on == type_]
    if 0 in asked or 1 in spared:
        return 0
    return -1 if -1 in asked or -1 in spared else 1


def _vector(code: int, vectors: Sequence[Sequence[Vector]]) -> Vector:
    """Return the truth of all tests that a combination of sorts stands for."""
    parts: list[Vector] = []
    for each in reversed(vectors):
        code, number = divmod(code, len(each))
        parts.append(each[number])
    return tuple(truth for part in reversed(parts) for truth in part)


def _sites_of(reader: Reader, rows: Rows) -> Sites:
    """Return positions at which nothing is read but the event itself."""
    streams = reader.no_streams
    return Sites(streams, np.zeros(len(rows), np.int64), reader.world.table.at[rows], own=rows, here=rows)


def _names_in(test: Test) -> tuple[str, ...]:
    if test.condition is None:
        return (f"who {test.who.kind if test.who else ''}",)
    return tuple(sorted({node.parts[0] for node, _ in walk(test.condition) if isinstance(node, Name)} - {"param"}))


def _is_plain(test: Test, charter: Charter) -> bool:
    """Tell whether a test needs nothing but what its event carries."""
    if test.who is not None:
        return test.who.kind in ("person", "system")
    declared = charter.events.get(test.event)
    computed = declared.computed if declared is not None else {}
    return all(_is_own(node, computed) for node, _ in walk(cast(Expression, test.condition)))


def _is_own(node: object, computed: Mapping[str, Expression]) -> bool:
    if isinstance(node, Call):
        return node.function in PURE
    if isinstance(node, Name):
        return node.parts[0] == "param" or (len(node.parts) == 1 and node.parts[0] not in computed)
    return True
