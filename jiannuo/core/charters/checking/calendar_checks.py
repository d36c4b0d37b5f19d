"""Calendars and dates: hours in order, never an empty calendar, no year without its holidays."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from jiannuo.core.charters import problems as kinds
from jiannuo.core.charters import warning_kinds
from jiannuo.core.charters.building.draft import Draft
from jiannuo.core.charters.checking.scopes import Scopes
from jiannuo.core.charters.parsing.blocks import Block, Leaf, Read, leaves_of
from jiannuo.core.charters.parsing.leaf_reading import read_days
from jiannuo.core.values.calendar_rules import write_interval
from jiannuo.core.values.calendars import WorkingCalendar
from jiannuo.core.values.holidays import holiday_year, region_title
from jiannuo.core.values.instants import read_instant, start_of_day
from jiannuo.core.values.problems import CALENDAR_EMPTY, INTERVALS_OVERLAP, Problem, Refusal


def check_calendars(draft: Draft, _: Scopes) -> None:
    """Note what is wrong with calendars, and with the dates of the charter and its sources."""
    years = range(0)
    charter = draft.root.block("charter")
    if charter is not None:
        draft.problems.extend(_dates(charter, draft.zone))
        years = _years(charter)
    for name, block in draft.blocks("calendars").items():
        found = [*_hours(block), *_days(block)]
        draft.problems.extend(found)
        draft.problems.extend(_holidays(block, years))
        if not found and block.named("week").is_whole and block.named("except").is_whole:
            draft.problems.extend(_emptiness(block, draft, name))
    for block in draft.blocks("sources").values():
        draft.problems.extend(_reach(block, draft.zone))


def _dates(charter: Block, zone: str) -> Iterator[Problem]:
    for key in ("effective", "until"):
        leaf, day = charter.leaf(key), charter.value(key, date)
        if leaf is not None and day is not None:
            try:
                start_of_day(day, zone=zone)
            except Refusal as refusal:
                yield from (problem.placed(leaf.node.place()) for problem in refusal.problems)
    effective, until = charter.value("effective", date), charter.value("until", date)
    if effective is not None and until is not None and until <= effective:
        place = charter.leaves("until")[0].node.place()
        yield kinds.ENDS_BEFORE_IT_BEGINS.at(place, until=until, start=effective)


def _years(charter: Block) -> range:
    """Return the years in which the edition is in force; of an open end only the first is certain."""
    effective, until = charter.value("effective", date), charter.value("until", date)
    if effective is None:
        return range(0)
    last = effective if until is None or until <= effective else until - timedelta(days=1)
    return range(effective.year, last.year + 1)


def _hours(block: Block) -> Iterator[Problem]:
    for key in ("week", "except"):
        for read in block.named(key).items.values():
            yield from _overlaps(read)


def _overlaps(read: Read) -> Iterator[Problem]:
    leaves = [leaf for leaf in leaves_of(read) if isinstance(leaf.value, tuple)]
    for left, right in pairwise(leaves):
        (_, end), (start, _) = _interval(left), _interval(right)
        if start < end:
            first, second = write_interval(_interval(left)), write_interval(_interval(right))
            yield INTERVALS_OVERLAP.at(right.node.place(), first=first, second=second)


def _interval(leaf: Leaf) -> tuple[int, int]:
    start, end = leaf.value if isinstance(leaf.value, tuple) else (0, 0)
    return start, end


def _days(block: Block) -> Iterator[Problem]:
    seen: dict[int, str] = {}
    for days, key in block.named("week").keys.items():
        numbers = read_days(days) or ()
        earlier = next((seen[day] for day in numbers if day in seen), None)
        if earlier is not None:
            yield kinds.DAY_TWICE.at(key.place(), days=days, first=earlier)
        seen.update(dict.fromkeys(numbers, days))


def _holidays(block: Block, years: range) -> Iterator[Problem]:
    leaf, region = block.leaf("holidays"), block.value("holidays", str)
    for year in years if leaf is not None and region is not None else ():
        try:
            if leaf is not None and region is not None and holiday_year(region, year).state == "provisional":
                yield warning_kinds.PROVISIONAL_YEAR.at(leaf.node.place(), region=region_title(region), year=year)
        except Refusal as refusal:
            yield from (problem.placed(block.place("holidays")) for problem in refusal.problems)


def _emptiness(block: Block, draft: Draft, name: str) -> Iterator[Problem]:
    try:
        WorkingCalendar(draft.calendars[name])
    except Refusal as refusal:
        empty = (problem for problem in refusal.problems if problem.code == CALENDAR_EMPTY.code)
        yield from (problem.placed(block.place("week")) for problem in empty)


def _reach(block: Block, zone: str) -> Iterator[Problem]:
    instants: dict[str, int] = {}
    for key in ("complete from", "complete until"):
        leaf = block.leaf(key)
        try:
            if leaf is not None:
                instants[key] = read_instant(leaf.text, zone=zone)
        except Refusal as refusal:
            yield from (problem.placed(block.place(key)) for problem in refusal.problems)
    if len(instants) == 2 and instants["complete until"] <= instants["complete from"]:
        from_, until = (block.leaves(key)[0] for key in instants)
        yield kinds.ENDS_BEFORE_IT_BEGINS.at(until.node.place(), until=until.text, start=from_.text)
