"""Reading many written times at once: those in the usual forms; whatever does not fit is left to `time_reading`.

The texts stand in a matrix of characters, one a row, and every part of a form is read from all rows in one step. What is
read here is read alike by `time_reading`, which alone decides what is wrong with the rest.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from jiannuo.core.engines.events.time_reading import EARLIEST_YEAR
from jiannuo.core.engines.mapping.mapping import EPOCHS, ISO, TimeFormat
from jiannuo.core.values.durations import DAY, HOUR, MINUTE, SECOND
from jiannuo.core.values.zones import LAST_YEAR, day_of_date, zone_clock

Instants = NDArray[np.int64]
Flags = NDArray[np.bool_]
_Rows = NDArray[np.intp]
_LONGEST = 40
_BLOCK = 2**17
"""How many texts are read in one go, so that what lies between stays small."""
_PIECE = re.compile(r"%(?P<directive>.?)|(?P<literal>[^%])", re.DOTALL)
_LIMITS = {"Y": (1, 9999), "m": (1, 12), "d": (1, 31), "H": (0, 23), "M": (0, 59), "S": (0, 59)}
_ZERO, _NINE = ord("0"), ord("9")
_MONTH_DAYS = np.array([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31], np.int64)
_FIRST, _LAST = day_of_date(date(EARLIEST_YEAR, 1, 1)), day_of_date(date(LAST_YEAR, 12, 31))
_MARGIN = 4
"""How many days from the ends of the known years are left to `time_reading`."""


def written_times(texts: Sequence[str], format: TimeFormat) -> tuple[Instants, Flags]:
    """Return the instants (microseconds UTC) of written times, and which of them could be read here."""
    instants, known = np.zeros(len(texts), np.int64), np.zeros(len(texts), np.bool_)
    form = _form(format)
    if form is None:
        return instants, known
    for first in range(0, len(texts), _BLOCK):
        part = slice(first, first + _BLOCK)
        lengths = np.fromiter(map(len, texts[part]), np.int64)
        short = np.flatnonzero((lengths > 0) & (lengths <= _LONGEST))
        scanner = _Scanner([texts[first + place] for place in short.tolist()], lengths[short])
        form(scanner)
        found, good = scanner.instants(format)
        instants[first + short] = found
        known[first + short] = good
    return instants, known


def wall_instants(walls: Instants, format: TimeFormat) -> tuple[Instants, Flags]:
    """Return the instants of wall-clock times (microseconds since 1970 by the clock) of a zone, and which are certain.

    Certain are those on a day of 24 hours between such days: no zone changes its clock twice within one day, so that its
    clock then runs evenly.
    """
    days = walls // DAY
    known = _within(days)
    if format.zone is None or not known.any():
        return walls, np.zeros(len(walls), np.bool_)
    clock = zone_clock(format.zone)
    low = int(days[known].min())
    span = np.arange(low - 1, int(days[known].max()) + 4, dtype=np.int64)
    starts = clock.start_of_day(span)
    even = np.diff(starts) == DAY
    places = np.where(known, days - low, 0)
    known &= even[places] & even[places + 1] & even[places + 2]
    return starts[places + 1] + (walls - days * DAY), known


def _within(days: Instants) -> Flags:
    return (days >= _FIRST + _MARGIN) & (days <= _LAST - _MARGIN)


def _form(format: TimeFormat) -> "Callable[[_Scanner], None] | None":
    if format.pattern == ISO:
        return _Scanner.read_iso
    if format.pattern in EPOCHS:
        return None
    pieces = [(piece["directive"], piece["literal"] or "") for piece in _PIECE.finditer(format.pattern)]
    directives = [directive for directive, _ in pieces if directive]
    if not {*"Ymd"} <= {*directives} <= {*"YmdHMS"} or len({*directives}) < len(directives):
        return None
    if any(literal.isdigit() or (literal.isspace() and literal != " ") for _, literal in pieces):
        return None
    return lambda scanner: scanner.read_pattern(pieces)


class _Scanner:
    """Texts as a matrix of characters, each with the place up to which it is read; `good` tells which still fit."""

    def __init__(self, texts: Sequence[str], lengths: Instants) -> None:
        self.count = len(texts)
        width = int(lengths.max(initial=0)) + 2  # so that a step past the end finds nothing
        self.characters = np.array(texts, f"<U{width}").view(np.uint32).reshape(self.count, width)
        self.lengths = lengths
        self.at = np.zeros(self.count, np.intp)
        self.good = np.ones(self.count, np.bool_)
        self.parts = {name: np.zeros(self.count, np.int64) for name in "YmdHMSf"}
        self.offset = np.zeros(self.count, np.int64)
        self.has_offset = np.zeros(self.count, np.bool_)
        self._all: _Rows = np.arange(self.count)

    # --- steps

    def _character(self, ahead: int = 0) -> NDArray[np.uint32]:
        return self.characters[self._all, np.minimum(self.at + ahead, self.characters.shape[1] - 1)]

    def _digit(self) -> tuple[Instants, Flags]:
        """Return the digit that comes next, and whether one does."""
        value = self._character().astype(np.int64) - _ZERO
        return value, (value >= 0) & (value <= 9)

    def _digits(self, count: int, mask: Flags | None = None) -> Instants:
        """Read as many digits; rows of the mask without them do not fit."""
        mask = self.good if mask is None else mask
        number = np.zeros(self.count, np.int64)
        for _ in range(count):
            value, there = self._digit()
            self.good &= there | ~mask
            number = number * 10 + value
            self.at += mask
        return np.where(mask, number, 0)

    def _one_or_two(self) -> Instants:
        number, there = self._digit()
        self.good &= there
        self.at += 1
        value, second = self._digit()
        self.at += second
        return np.where(second, number * 10 + value, number)

    def _is(self, letter: str) -> Flags:
        found: Flags = self._character() == ord(letter)
        return found

    # --- forms

    def read_pattern(self, pieces: Sequence[tuple[str | None, str]]) -> None:
        """Read a pattern of `%Y %m %d %H %M %S` and what stands between."""
        for number, (directive, literal) in enumerate(pieces):
            follower = pieces[number + 1][0] if number + 1 < len(pieces) else None
            before = pieces[number - 1][0] if number else None
            if directive is None:
                self.good &= self._is(literal)
                self.at += 1
            elif directive == "Y":
                self.parts["Y"] = self._digits(4)
            else:
                # Where digits follow digits only full numbers are certain to be cut as they are meant.
                self.parts[directive] = self._digits(2) if follower or before else self._one_or_two()

    def read_iso(self) -> None:
        """Read a date, or a date with a time and an offset."""
        self.parts["Y"] = self._digits(4)
        for name in "md":
            self.good &= self._is("-")
            self.at += 1
            self.parts[name] = self._digits(2)
        timed = self.good & (self._is("T") | self._is(" "))
        self.at += timed
        self.parts["H"] = self._digits(2, timed)
        self.good &= self._is(":") | ~timed
        self.at += timed
        self.parts["M"] = self._digits(2, timed)
        seconds = timed & self._is(":")
        self.at += seconds
        self.parts["S"] = self._digits(2, seconds)
        self._read_fraction(seconds)
        self._read_offset(timed)

    def _read_fraction(self, seconds: Flags) -> None:
        more = seconds & (self._is(".") | self._is(","))
        if not more.any():
            return
        self.at += more
        self.good &= self._digit()[1] | ~more
        for scale in (100_000, 10_000, 1_000, 100, 10, 1):
            value, there = self._digit()
            more &= there
            self.parts["f"] += np.where(more, value * scale, 0)
            self.at += more

    def _read_offset(self, timed: Flags) -> None:
        self.at += timed & self._is(" ")
        zulu = timed & self._is("Z")
        self.at += zulu
        minus = timed & self._is("-")
        signed = minus | (timed & self._is("+"))
        self.has_offset = zulu | signed
        if not signed.any():
            return
        self.at += signed
        hours = self._digits(2, signed)
        colon = signed & self._is(":")
        self.at += colon
        more = colon | (signed & self._digit()[1])
        minutes = self._digits(2, more)
        self.good &= (hours <= 23) & (minutes <= 59)
        self.offset = np.where(minus, -1, 1) * (hours * HOUR + minutes * MINUTE)

    # --- what was read

    def instants(self, format: TimeFormat) -> tuple[Instants, Flags]:
        """Return the instants, and which texts were read to their end and name a time that there is."""
        self.good &= self.at == self.lengths
        for name, (low, high) in _LIMITS.items():
            self.good &= (self.parts[name] >= low) & (self.parts[name] <= high)
        walls = self._walls()
        if format.zone is None:
            return walls - self.offset, self.good & self.has_offset & _within(walls // DAY)
        instants, certain = wall_instants(np.where(self.good, walls, 0), format)
        certain &= self.good & ~self.has_offset
        of_offset = self.good & self.has_offset & _within(walls // DAY)
        return np.where(self.has_offset, walls - self.offset, instants), certain | of_offset

    def _walls(self) -> Instants:
        year, month, day = (self.parts[name] for name in "Ymd")
        leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
        month = np.clip(month, 0, 12)
        self.good &= day <= _MONTH_DAYS[month] + (leap & (month == 2))
        months = (np.clip(year, 1, 9999) - 1970) * 12 + np.maximum(month, 1) - 1
        days = months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64) + day - 1
        seconds = self.parts["H"] * HOUR + self.parts["M"] * MINUTE + self.parts["S"] * SECOND
        return days * DAY + seconds + self.parts["f"]
