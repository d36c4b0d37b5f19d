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

from jiannuo.core.expressions.pure_functions import PURE
from jiannuo.core.expressions.syntax import Call, Expression, Name
from jiannuo.core.expressions.walking import walk
from jiannuo.core.judging.event_table import Rows
from jiannuo.core.judging.kernel.classing import looked_up, sorted_by
from jiannuo.core.judging.kernel.ordering import Numbers
from jiannuo.core.judging.kernel.reading import Reader
from jiannuo.core.judging.kernel.sites import Sites
from jiannuo.core.judging.kernel.tracks import OWN, Track
from jiannuo.core.judging.kernel.truths import Truths, negated
from jiannuo.core.plans.parts import Choice, Part, PartBook, Test

Truth = int
Vector = tuple[Truth, ...]
_NOTHING = 0
_MOST_COMBINATIONS = 65_536
_BUILT_IN = ("at", "recorded_at", "id", "seq", "source", "actor", "actor_kind", "unit")
_DOUBTFUL = "doubtful"


class Symbols(NamedTuple):
    """The symbol of every place, and what symbols mean: the parts of symbol `s` are `part[starts[s]:starts[s + 1]]`."""

    codes: NDArray[np.int32]
    starts: Numbers
    part: Numbers
    truth: NDArray[np.int8]


def meaning_only(symbols: Symbols, parts: Iterable[int]) -> Symbols:
    """Return symbols that mean nothing but some parts, so that who looks for these alone passes over all others."""
    kept = np.isin(symbols.part, list(parts))
    starts = np.concatenate([[0], np.cumsum(kept)])[symbols.starts]
    return Symbols(symbols.codes, starts, symbols.part[kept], symbols.truth[kept])


@dataclass(slots=True)
class SymbolBook:
    """Numbers the symbols of one book of parts, and keeps what each means."""

    book: PartBook
    _numbers: dict[tuple[object, ...], int] = field(default_factory=dict)
    _meanings: list[tuple[tuple[int, Truth], ...]] = field(default_factory=lambda: [()])

    def symbols(self, reader: Reader, track: Track) -> Symbols:
        """Return the symbols of all places of a track."""
        codes = self._codes(reader, track)
        counts = [len(meaning) for meaning in self._meanings]
        entries = [entry for meaning in self._meanings for entry in meaning]
        part = np.array([part for part, _ in entries], np.int64)
        truth = np.array([truth for _, truth in entries], np.int8)
        return Symbols(codes, np.concatenate([[0], np.cumsum(counts)]).astype(np.int64), part, truth)

    def _codes(self, reader: Reader, track: Track) -> NDArray[np.int32]:
        world = reader.world
        by_row = np.zeros(len(world.table), np.int32)
        late: dict[int, list[int]] = {}
        for type_, choices in self._choices_by_type().items():
            if type_ not in world.type_codes:
                continue
            tests = self._tests_on(type_, choices)
            plain = [test for test in tests if _is_plain(self.book.tests[test], reader)]
            vias = {choice.via for choice in choices}
            later = [test for test in tests if test not in plain]
            if later or vias != {None}:
                late[world.type_codes[type_]] = later
            rows = world.rows_of_type(type_)
            self._of_rows(reader, rows, type_, plain, by_row)
        codes = by_row[track.rows]
        for type_code, later in late.items():
            self._look_at_places(reader, track, codes, type_code, later)
        if len(world.doubtful):
            self._doubt(codes, np.flatnonzero(world.is_doubtful(track.rows)))
        return codes

    def _choices_by_type(self) -> Mapping[str, list[Choice]]:
        found: dict[str, list[Choice]] = {}
        for part in self.book.parts:
            for choice in part.choices:
                found.setdefault(choice.event, []).append(choice)
        return found

    def _tests_on(self, type_: str, choices: Iterable[Choice]) -> list[int]:
        tests = {test for choice in choices for test in choice.tests}
        tests |= {test for part in self.book.parts for on, test in (*part.where, *part.unless) if on == type_}
        return sorted(tests)

    # Conditions over recorded values: read once for each distinct value.

    def _of_rows(self, reader: Reader, rows: Rows, type_: str, tests: Sequence[int], found: NDArray[np.int32]) -> None:
        """Write down the symbol of each row by the truth of the tests that need nothing but the event."""
        groups: dict[tuple[str, ...], list[int]] = {}
        for test in tests:
            groups.setdefault(_names_in(self.book.tests[test]), []).append(test)
        numbers = np.zeros(len(rows), np.int64)
        vectors = [self._sorted(reader, rows, type_, group, numbers) for group in groups.items()]
        known = tuple(test for group in groups.values() for test in group)
        self._look_up(numbers, vectors, ("row", type_, known), (rows, found))

    def _look_up(
        self,
        numbers: Numbers,
        vectors: Sequence[Sequence[Vector]],
        named: tuple[object, ...],
        where: tuple[Rows, NDArray[np.int32]],
    ) -> None:
        """Write down the symbol that each combination of classes stands for."""
        rows, found = where
        sizes = [len(each) for each in vectors]
        if prod(sizes) > _MOST_COMBINATIONS:
            distinct, places = np.unique(numbers, return_inverse=True)
            numbers, combinations = places.astype(np.int64), distinct.tolist()
        else:
            combinations = list(range(prod(sizes)))
        symbols = [self._symbol((*named, _vector(code, vectors))) for code in combinations]
        looked_up(numbers, rows, np.array(symbols, np.int32), found)

    def _sorted(
        self, reader: Reader, rows: Rows, type_: str, group: tuple[tuple[str, ...], list[int]], numbers: Numbers
    ) -> Sequence[Vector]:
        """Add the class of each row by the tests on some names; return the truth of the tests for each class."""
        names, tests = group
        column = reader.world.column(type_, names[0]) if len(names) == 1 and names[0] not in _BUILT_IN else None
        conditions = [cast(Expression, self.book.tests[test].condition) for test in tests]
        remember = reader.world.remembered
        sort = None if column is None else sorted_by(column, conditions, reader.parameter, remember)
        if sort is not None:
            values, count = sort
            truths = [reader.truths_on(condition, values).tolist() for condition in conditions]
            vectors, classes = _classes(list(zip(*truths, strict=True)))
            count(numbers, rows, classes, len(vectors))
            return vectors
        sites = _sites_of(reader, rows)
        vectors, classes = self._classes_of([self._read(reader, test, sites) for test in tests])
        numbers *= len(vectors)
        numbers += classes
        return vectors

    def _classes_of(self, truths: Sequence[Truths]) -> tuple[Sequence[Vector], Numbers]:
        """Return the combinations of truths that there are, and which of them each row has."""
        whole = np.zeros(len(truths[0]), np.int64)
        for truth in truths:
            whole = whole * 3 + (truth.astype(np.int64) + 1)
        distinct, codes = _distinct(whole)
        return [_thirds(code, len(truths)) for code in distinct] or [_thirds(0, len(truths))], codes

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
        truths = [self._read(reader, test, sites) for test in tests]
        seen = np.full(len(places), OWN) if track.via is None else track.via[places]
        vectors, classes = self._classes_of(truths) if truths else ([()], np.zeros(len(places), np.int64))
        whole = (codes[places].astype(np.int64) * (len(track.vias) + 1) + seen) * len(vectors) + classes
        distinct, numbers = _distinct(whole)
        names = {number: name for name, number in self._numbers.items()}
        symbols = []
        for code in distinct:
            rest, class_ = divmod(code, len(vectors))
            base, via = divmod(rest, len(track.vias) + 1)
            name = names[base]
            known = tuple(name[2]) + tuple(tests)  # type: ignore[arg-type]
            all_truths = tuple(name[3]) + vectors[class_]  # type: ignore[arg-type]
            seen_via = None if via == OWN else track.vias[via - 1][1]
            symbols.append(self._symbol(("place", name[1], known, all_truths, seen_via)))
        codes[places] = np.array([*symbols, _NOTHING], np.int32)[numbers]

    # Signals that may not have been given.

    def _doubt(self, codes: NDArray[np.int32], places: Numbers) -> None:
        """Give places symbols that are in doubt about all that theirs are certain of."""
        names = {number: name for name, number in self._numbers.items()}
        distinct, numbers = _distinct(codes[places].astype(np.int64))
        symbols = [self._symbol((_DOUBTFUL, *names[code][1:])) if code in names else _NOTHING for code in distinct]
        codes[places] = np.array([*symbols, _NOTHING], np.int32)[numbers]

    # What a symbol means.

    def _symbol(self, name: tuple[object, ...]) -> int:
        number = self._numbers.setdefault(name, len(self._meanings))
        if number == len(self._meanings):
            sort, type_, known, truths, *via = name
            told = dict(zip(known, truths, strict=True))  # type: ignore[call-overload]
            most = -1 if sort == _DOUBTFUL else 1
            self._meanings.append(tuple(_meaning(self.book.parts, str(type_), told, via[0] if via else None, most)))
        return number


def _meaning(
    parts: Sequence[Part], type_: str, told: Mapping[int, Truth], via: object, most: Truth
) -> Iterable[tuple[int, Truth]]:
    """Yield the parts that an event plays, by the truth of the tests on it; `most` is what a choice that holds counts."""
    for number, part in enumerate(parts):
        verdicts = [_all_hold(c, told) for c in part.choices if c.event == type_ and c.via == via]
        verdict = most if 1 in verdicts else -1 if -1 in verdicts else 0
        truth = _in_manner(part, verdict, type_, told)
        if truth:
            yield number, truth


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


def _classes(vectors: Sequence[Vector]) -> tuple[Sequence[Vector], Numbers]:
    """Return the different ones of some combinations of truths, and which of them each is."""
    numbers = {vector: number for number, vector in enumerate(dict.fromkeys(vectors))}
    return list(numbers), np.array([numbers[vector] for vector in vectors], np.int64)


def _vector(code: int, vectors: Sequence[Sequence[Vector]]) -> Vector:
    """Return the truth of all tests that a combination of classes stands for."""
    parts = []
    for each in reversed(vectors):
        code, number = divmod(code, len(each))
        parts.append(each[number])
    return tuple(truth for part in reversed(parts) for truth in part)


def _thirds(code: int, count: int) -> tuple[Truth, ...]:
    found = []
    for _ in range(count):
        code, rest = divmod(code, 3)
        found.append(rest - 1)
    return tuple(reversed(found))


def _distinct(numbers: Numbers) -> tuple[list[int], Numbers]:
    """Return the distinct numbers, and for each row the place of its own among them."""
    largest = int(numbers.max(initial=0)) + 1
    if largest > max(4096, 2 * len(numbers)):
        found, codes = np.unique(numbers, return_inverse=True)
        return found.tolist(), codes.astype(np.int64)
    there = np.zeros(largest, np.bool_)
    there[numbers] = True
    rank = np.cumsum(there) - 1
    return np.flatnonzero(there).tolist(), rank[numbers]


def _sites_of(reader: Reader, rows: Rows) -> Sites:
    """Return positions at which nothing is read but the event itself."""
    streams = reader.no_streams
    return Sites(streams, np.zeros(len(rows), np.int64), reader.world.table.at[rows], own=rows, here=rows)


def _names_in(test: Test) -> tuple[str, ...]:
    if test.condition is None:
        return (f"who {test.who.kind if test.who else ''}",)
    return tuple(sorted({node.parts[0] for node, _ in walk(test.condition) if isinstance(node, Name)} - {"param"}))


def _is_plain(test: Test, reader: Reader) -> bool:
    """Tell whether a test needs nothing but what its event carries."""
    if test.who is not None:
        return test.who.kind in ("person", "system")
    declared = reader.charter.events.get(test.event)
    computed = declared.computed if declared is not None else {}
    return all(_is_own(node, computed) for node, _ in walk(cast(Expression, test.condition)))


def _is_own(node: object, computed: Mapping[str, Expression]) -> bool:
    if isinstance(node, Call):
        return node.function in PURE
    if isinstance(node, Name):
        return node.parts[0] == "param" or (len(node.parts) == 1 and node.parts[0] not in computed)
    return True
