"""Reading single words and texts, one reader for each sort of the forms."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from unicodedata import category

from jiannuo.core.charters import indicator_problems, reach_problems
from jiannuo.core.charters import problems as kinds
from jiannuo.core.charters.charter import AttributeOf, Every, StatedValue, Warning
from jiannuo.core.charters.forms.shared_forms import PERIODS
from jiannuo.core.charters.parsing.nodes import Scalar
from jiannuo.core.expressions.naming import did_you_mean
from jiannuo.core.expressions.reading import read_condition, read_selector, read_who
from jiannuo.core.expressions.syntax import Expression, Literal, Name, Unary
from jiannuo.core.expressions.types import read_type
from jiannuo.core.values.amounts import Money, Quantity
from jiannuo.core.values.calendar_rules import read_interval
from jiannuo.core.values.durations import Duration, Unit, read_duration
from jiannuo.core.values.holidays import known_years
from jiannuo.core.values.instants import read_instant
from jiannuo.core.values.problems import DURATION_UNREADABLE, Problem, ProblemKind, Refusal
from jiannuo.core.values.texts import Text, listed
from jiannuo.core.values.zones import time_zone

LONGEST_TEXT = 2_000
LONGEST_ID = 80
MOST_TIMES = 1_000_000
MOST_DECIMALS = 12
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*\Z")
_PARTY = re.compile(r"(?:trigger\.)?[A-Za-z][A-Za-z0-9_]*\Z")
_DOTTED = re.compile(r"([A-Za-z][A-Za-z0-9_]*)\.([A-Za-z][A-Za-z0-9_]*)\Z")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_INTEGER = re.compile(r"(?:0|[1-9][0-9]{0,17})\Z")
_SHARE = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,6})?) ?%\Z")
_PERCENT = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,6})?) ?%?\Z")
_PATH = re.compile(r"[A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z][A-Za-z0-9_]*){0,2}\Z")
_PERIODS = re.compile(r"([1-9][0-9]{0,2}) periods?\Z")
_INTERVAL_OF = re.compile(r"interval of ([A-Za-z][A-Za-z0-9_]*)\Z")
_NO_HINT = Text(zh="", en="")


def is_name(text: str) -> bool:
    """Tell whether a text can be the name of an event, attribute, state and so on."""
    return bool(_NAME.match(text)) and len(text) <= LONGEST_ID


def is_id(text: str) -> bool:
    """Tell whether a text can be the id of a promise or clause: visible characters without spaces."""
    return 0 < len(text) <= LONGEST_ID and not any(c.isspace() or category(c)[0] == "C" for c in text)


def read_leaf(sort: str, node: Scalar) -> object:
    """Return the value of a word of one sort; raise Refusal with placed problems."""
    try:
        return _READERS[sort](node)
    except Refusal as refusal:
        raise Refusal(*(_placed(problem, node) for problem in refusal.problems)) from refusal


def _placed(problem: Problem, node: Scalar) -> Problem:
    """Return a problem at its place in the file."""
    return problem.placed(problem.place or node.place(problem.span))


def _refuse(kind: ProblemKind, node: Scalar, **values: object) -> Refusal:
    return Refusal(kind.at(node.place(), span=None, value=node.text[:LONGEST_ID], **values))


def _name(node: Scalar) -> str:
    if not is_name(node.text):
        raise _refuse(kinds.BAD_NAME, node, name=node.text[:LONGEST_ID])
    return node.text


def _id(node: Scalar) -> str:
    if not is_id(node.text):
        raise _refuse(kinds.BAD_ID, node, name=node.text[:LONGEST_ID], limit=LONGEST_ID)
    return node.text


def _text(node: Scalar) -> str:
    if len(node.text) > LONGEST_TEXT:
        raise _refuse(kinds.TOO_LONG, node, length=len(node.text), limit=LONGEST_TEXT)
    return node.text.strip()


def _boolean(node: Scalar) -> bool:
    if (
        not node.is_plain
        or node.text.lower() not in ("true", "false")
        or node.text[1:] not in ("rue", "alse", "RUE", "ALSE")
    ):
        raise _refuse(kinds.BAD_BOOLEAN, node)
    return node.text.lower() == "true"


def _integer(node: Scalar) -> int:
    if not node.is_plain or not _INTEGER.match(node.text) or not 1 <= int(node.text) <= MOST_TIMES:
        raise _refuse(kinds.BAD_INTEGER, node, low=1, high=MOST_TIMES)
    return int(node.text)


def read_date(node: Scalar) -> date:
    """Return the date that is written as 2026-05-08."""
    if _DATE.match(node.text):
        try:
            return date.fromisoformat(node.text)
        except ValueError:
            pass
    raise _refuse(kinds.BAD_DATE, node)


def _instant(node: Scalar) -> str:
    read_instant(node.text, zone="UTC")  # the charter's zone is applied when all files are read
    return node.text


def _zone(node: Scalar) -> str:
    time_zone(node.text)
    return node.text


def _holidays(node: Scalar) -> str:
    known_years(node.text)
    return node.text


def _duration(node: Scalar) -> Duration | Name:
    """Return a duration, or the name of the parameter that holds it."""
    if node.text.startswith("param.") and _DOTTED.match(node.text):
        return Name(tuple(node.text.split(".")))
    return read_duration(node.text)


def _limit(node: Scalar) -> Expression:
    try:
        return Literal(read_duration(node.text))
    except Refusal as refusal:
        if refusal.problems[0].code != DURATION_UNREADABLE.code:
            raise
    return read_condition(node.text)


def _calendar(node: Scalar) -> str | Expression:
    return read_condition(node.text) if "(" in node.text or "." in node.text else _name(node)


def _every(node: Scalar) -> Every:
    text = node.text
    if text in PERIODS and text != "total":
        return Every(period=text)  # type: ignore[arg-type]
    if found := _INTERVAL_OF.match(text):
        return Every(interval_of=found[1])
    if is_name(text):
        return Every(attribute=text)
    return Every(duration=read_duration(text))


def _warning(node: Scalar) -> Warning:
    if node.text == "due":
        return Warning(offset=0)
    if found := _SHARE.match(node.text):
        return Warning(share=Decimal(found[1]) / 100)
    duration = read_duration(node.text, signed=True)
    if duration.unit is not Unit.ELAPSED or node.text[:1] not in ("+", "-"):
        raise _refuse(kinds.BAD_WARNING, node)
    return Warning(offset=duration.count)


def _party(node: Scalar) -> str:
    if not _PARTY.match(node.text):
        raise _refuse(kinds.BAD_PARTY, node)
    return node.text


def _attribute_of(node: Scalar) -> AttributeOf:
    found = _DOTTED.match(node.text)
    if not found:
        raise _refuse(kinds.BAD_ATTRIBUTE_OF, node)
    return AttributeOf(found[1], found[2])


def _selector_or_moment(node: Scalar) -> object:
    return _attribute_of(node) if _DOTTED.match(node.text) else read_selector(node.text)


def _events_or_promise(node: Scalar) -> object:
    """Return a selector, or the id of a promise that is no name."""
    return node.text if is_id(node.text) and not is_name(node.text) else read_selector(node.text)


def _events_or_sum(node: Scalar) -> object:
    return _attribute_of(node) if _DOTTED.match(node.text) else read_selector(node.text)


def _measured(node: Scalar) -> AttributeOf:
    owner, dot, attribute = node.text.rpartition(".")
    if not dot or not is_id(owner) or not is_name(attribute):
        raise _refuse(indicator_problems.BAD_MEASURED, node)
    return AttributeOf(owner, attribute)


def _percent(node: Scalar) -> Decimal:
    found = _PERCENT.match(node.text)
    if not found or not 0 < Decimal(found[1]) <= 100:
        raise _refuse(indicator_problems.BAD_PERCENT, node)
    if Decimal(found[1]) <= 1 and not node.text.endswith("%"):
        raise _refuse(indicator_problems.PERCENT_OR_PART, node, percent=f"{(Decimal(found[1]) * 100).normalize():f}")
    return Decimal(found[1])


def _decimals(node: Scalar) -> int:
    if not node.is_plain or not _INTEGER.match(node.text) or int(node.text) > MOST_DECIMALS:
        raise _refuse(indicator_problems.BAD_DECIMALS, node, low=0, high=MOST_DECIMALS)
    return int(node.text)


def _name_path(node: Scalar) -> Name:
    if not _PATH.match(node.text):
        raise _refuse(indicator_problems.BAD_DIMENSION, node)
    return Name(tuple(node.text.split(".")))


def _stated(node: Scalar) -> object:
    """Return a number, a length of elapsed time, or an amount with its unit."""
    value = read_condition(node.text)
    sign = -1 if isinstance(value, Unary) and value.operator == "-" else 1
    value = value.operand if isinstance(value, Unary) and sign < 0 else value
    match value.value if isinstance(value, Literal) else None:
        case Money(amount, unit) | Quantity(amount, unit):
            return StatedValue(sign * amount, unit)
        case Duration(count, Unit.ELAPSED):
            return StatedValue(Decimal(sign * count), "us")
        case int() | Decimal() as number if not isinstance(number, bool):
            return StatedValue(sign * Decimal(number))
        case _:
            raise _refuse(indicator_problems.BAD_STATED, node)


def _target(node: Scalar) -> object:
    """Return an expression, or the word that stands for the figure before or the one stated."""
    return node.text if node.text in ("previous", "stated") else read_condition(node.text)


def _periods(node: Scalar) -> int:
    found = _PERIODS.match(node.text)
    if not found:
        raise _refuse(reach_problems.BAD_PERIODS, node)
    return int(found[1])


def read_days(text: str) -> tuple[int, ...] | None:
    """Return the weekdays (Monday is 0) of `mon`, `mon-fri` or `sat-mon`, or None."""
    first, dash, last = text.partition("-")
    if first not in DAYS or (dash and last not in DAYS):
        return None
    start, end = DAYS.index(first), DAYS.index(last or first)
    return tuple(day % 7 for day in range(start, (end if end >= start else end + 7) + 1))


def check_word(node: Scalar, words: tuple[str, ...]) -> str:
    """Return the word if it is one of a closed list; raise Refusal otherwise."""
    if node.text not in words:
        hint = did_you_mean(node.text[:LONGEST_ID], words)
        raise _refuse(kinds.BAD_WORD, node, words=listed(words), hint=hint)
    return node.text


_READERS: dict[str, Callable[[Scalar], object]] = {
    "name": _name,
    "id": _id,
    "text": _text,
    "boolean": _boolean,
    "integer": _integer,
    "date": read_date,
    "instant": _instant,
    "zone": _zone,
    "holidays": _holidays,
    "hours": lambda node: read_interval(node.text),
    "duration": _duration,
    "limit": _limit,
    "moment": lambda node: read_condition(node.text),
    "condition": lambda node: read_condition(node.text),
    "value": lambda node: read_condition(node.text),
    "selector": lambda node: read_selector(node.text),
    "selector or moment": _selector_or_moment,
    "attribute of event": _attribute_of,
    "type": lambda node: read_type(node.text),
    "who": lambda node: read_who(node.text),
    "excluded who": lambda node: read_who(node.text, excluding=True),
    "party": _party,
    "every": _every,
    "calendar": _calendar,
    "warning": _warning,
    "events or promise": _events_or_promise,
    "events or sum": _events_or_sum,
    "measured": _measured,
    "percent": _percent,
    "decimals": _decimals,
    "name path": _name_path,
    "stated": _stated,
    "target": _target,
    "periods": _periods,
    "constant": lambda node: None,  # read by its type, when all types are known
    "cell": lambda node: None,
}
