"""The arithmetic of sums by hand, on its own feet: it shares nothing with `jiannuo.core.values`.

A sum is the list items of `sum.md`. Each item is a row of statements parted by `;`, and may begin with the name of the
finding it is about (`A:`). A statement is two or more sides joined by `=`, `<`, `<=`, `>` or `>=`, may end in
`-> verdict`, and is added up in minutes. `on 2024-05-06` sets the day of times written without one, `offset +01:00`
the offset of those written without one. Words before a value name it: `due 10:00`.
"""

import re
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from fractions import Fraction

SHANGHAI = timezone(timedelta(hours=8))
VERDICTS = ("kept", "broken", "excused", "unknown", "pending", "lapsed", "withdrawn")
INSTANTS = ("start", "due", "done", "late", "broken", "as of", "not before")
LENGTHS = ("margin", "ran", "paused", "closed", "short", "covered")
"""The words that bind the next instant, or the length that a side comes to, to a field of the finding; others only
help the reader."""

_TOKEN = re.compile(
    r"(?P<end>end of (?P<endday>\d{4}-\d\d-\d\d))"
    r"|(?P<instant>(?:(?P<day>\d{4}-\d\d-\d\d)(?: |T))?(?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d))?(?P<offset>Z|[+-]\d\d:\d\d)?)"
    r"|(?P<date>\d{4}-\d\d-\d\d)"
    r"|(?P<duration>(?P<count>\d+(?:\.\d+)?) (?P<unit>s|min|h|days?|weeks?|months?)\b)"
    r"|(?P<number>\d+)"
    r"|(?P<mark>[()+,-])"
    r"|(?P<word>[A-Za-z][\w'.-]*)"
)
_MINUTES = {"s": Fraction(1, 60), "min": Fraction(1), "h": Fraction(60), "day": Fraction(1440), "week": Fraction(10080)}
_RELATION = re.compile(r" (<=|>=|<|>|=) ")
_HOLDS = {
    "=": lambda a, b: a == b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


class WrongSum(AssertionError):
    """A sum by hand that does not add up, or cannot be read."""


@dataclass(frozen=True)
class At:
    """An instant of a sum."""

    moment: datetime


@dataclass(frozen=True)
class Length:
    """A length of a sum in minutes; months are kept apart, for they have no length."""

    minutes: Fraction
    months: int = 0


Amount = At | Length


@dataclass
class Row:
    """One item of a sum: the finding it names, the values it binds, the verdict it comes to."""

    finding: str | None
    bound: dict[str, list[Amount | tuple[int, int]]] = field(default_factory=dict)
    verdict: str | None = None


@dataclass
class Context:
    """What times without a day or an offset mean."""

    day: date | None = None
    offset: timezone = SHANGHAI


def sum_rows(text: str) -> list[str]:
    """Return the items of a sum as they are written."""
    return [line[2:].strip() for line in text.splitlines() if line.startswith("- ")]


def added_up(text: str) -> list[Row]:
    """Add up a sum and return its rows; raise WrongSum where it does not hold."""
    context = Context()
    return [_row(line, context) for line in sum_rows(text)]


def _row(line: str, context: Context) -> Row:
    named = re.match(r"([A-Z][0-9]?): ", line)
    row = Row(named[1] if named else None)
    for statement in (line[named.end() :] if named else line).split("; "):
        _statement(statement.strip(), row, context)
    return row


def _statement(statement: str, row: Row, context: Context) -> None:
    body, arrow, verdict = statement.partition(" -> ")
    if arrow:
        if verdict not in VERDICTS or row.verdict not in (None, verdict):
            raise WrongSum(f"no single verdict: {statement}")
        row.verdict = verdict
    if found := re.fullmatch(r"on (\d{4}-\d\d-\d\d)", body):
        context.day = date.fromisoformat(found[1])
    elif found := re.fullmatch(r"offset ([+-]\d\d:\d\d)", body):
        context.offset = _offset(found[1])
    elif found := re.fullmatch(r"reached (\d+) of (\d+)", body):
        row.bound.setdefault("reached", []).append((int(found[1]), int(found[2])))
    else:
        _relation(body, row, context)


def _relation(body: str, row: Row, context: Context) -> None:
    parts = _RELATION.split(body)
    values = [_side(side, row, context) for side in parts[::2]]
    if len(parts) == 1 and values[0] is None:
        return  # words only
    for relation, left, right in zip(parts[1::2], values, values[1:], strict=False):
        if left is None or right is None or type(left) is not type(right):
            raise WrongSum(f"cannot compare: {body}")
        if not _HOLDS[relation](_size(left), _size(right)):
            raise WrongSum(f"does not add up: {body} ({left} {relation} {right})")


def _size(amount: Amount) -> Fraction | datetime:
    return amount.moment if isinstance(amount, At) else amount.minutes + amount.months * 100_000_000


def _side(text: str, row: Row, context: Context) -> Amount | None:
    """Return the value of a side, and bind it to its label; None for words only."""
    tokens = [found for found in _TOKEN.finditer(text)]
    if len("".join(found.group() for found in tokens)) != len(text.replace(" ", "")) + sum(
        found.group().count(" ") for found in tokens
    ):
        raise WrongSum(f"cannot read: {text}")
    label: list[str] = []
    while tokens and tokens[0].lastgroup == "word":
        label.append(tokens.pop(0).group())
    if not tokens or any(token.lastgroup == "word" for token in tokens):
        if any(token.lastgroup in ("instant", "duration") for token in tokens):
            raise WrongSum(f"words within a sum: {text}")
        return None
    value = _counted(tokens) if label == ["count"] else _total(tokens, context)
    name = " ".join(label)
    if name in INSTANTS:
        row.bound.setdefault(name, []).append(_value(tokens[0], context))
    elif name in LENGTHS and isinstance(value, Length):
        row.bound.setdefault(name, []).append(value)
    return value


def _counted(tokens: list[re.Match[str]]) -> Amount:
    days = [token.group() for token in tokens if token.group() != ","]
    if len(set(days)) != len(days) or sorted(days) != days:
        raise WrongSum(f"not each once and in order: {days}")
    return Length(Fraction(1440 * len(days)))


def _total(tokens: list[re.Match[str]], context: Context) -> Amount:
    value, rest = _terms(tokens, context)
    if rest:
        raise WrongSum(f"cannot read: {rest[0].group()}")
    return value


def _terms(tokens: list[re.Match[str]], context: Context) -> tuple[Amount, list[re.Match[str]]]:
    value, rest = _term(tokens, context)
    while rest and rest[0].group() in ("+", "-"):
        sign = 1 if rest[0].group() == "+" else -1
        other, rest = _term(rest[1:], context)
        value = _added(value, other, sign)
    return value, rest


def _term(tokens: list[re.Match[str]], context: Context) -> tuple[Amount, list[re.Match[str]]]:
    if not tokens:
        raise WrongSum("a value is missing")
    first = tokens[0]
    if first.group() == "(":
        value, rest = _terms(tokens[1:], context)
        if not rest or rest[0].group() != ")":
            raise WrongSum("a parenthesis is missing")
        return value, rest[1:]
    return _value(first, context), tokens[1:]


def _value(token: re.Match[str], context: Context) -> Amount:
    if token["end"]:
        return At(
            datetime.combine(date.fromisoformat(token["endday"]), datetime.min.time(), context.offset) + timedelta(1)
        )
    if token["date"]:
        return At(datetime.combine(date.fromisoformat(token["date"]), datetime.min.time(), context.offset))
    if token["instant"]:
        return _instant(token, context)
    if token["duration"]:
        unit = token["unit"] if token["unit"] == "s" else token["unit"].rstrip("s")
        count = Fraction(token["count"])
        return Length(Fraction(0), int(count)) if unit == "month" else Length(count * _MINUTES[unit])
    if token["number"]:
        return Length(Fraction(token["number"]))
    raise WrongSum(f"no value: {token.group()}")


def _instant(token: re.Match[str], context: Context) -> At:
    day = date.fromisoformat(token["day"]) if token["day"] else context.day
    if day is None:
        raise WrongSum(f"a time without its day: {token.group()}")
    offset = _offset(token["offset"]) if token["offset"] else context.offset
    passed = timedelta(hours=int(token["hour"]), minutes=int(token["minute"]), seconds=int(token["second"] or 0))
    return At(datetime.combine(day, datetime.min.time(), offset) + passed)


def _offset(text: str) -> timezone:
    if text == "Z":
        return UTC
    sign = -1 if text[0] == "-" else 1
    return timezone(sign * timedelta(hours=int(text[1:3]), minutes=int(text[4:6])))


def _added(left: Amount, right: Amount, sign: int) -> Amount:
    match left, right:
        case At(moment), Length(minutes, months):
            return At(_months_on(moment, sign * months) + sign * timedelta(minutes=float(minutes)))
        case At(one), At(other) if sign < 0:
            return Length(Fraction(round((one - other).total_seconds()), 60))
        case Length(minutes, months), Length(more, others):
            return Length(minutes + sign * more, months + sign * others)
    raise WrongSum(f"cannot add {left} and {right}")


def _months_on(moment: datetime, months: int) -> datetime:
    total = moment.year * 12 + moment.month - 1 + months
    year, month = divmod(total, 12)
    return moment.replace(year=year, month=month + 1, day=min(moment.day, monthrange(year, month + 1)[1]))
