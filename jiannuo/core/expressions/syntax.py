"""The syntax tree of the condition language: what a parsed condition or selector is made of.

Every node remembers `at`, its offset in the text it was read from, so that an error can point at it.
Values are plain Python: `str`, `int`, `Decimal`, `bool`, `datetime` (aware, UTC) for instants, `date`, `Duration`,
`Money`, `Quantity`, `Point`, and `tuple` for lists. A missing value is `None` and means *unknown*.
"""

from dataclasses import dataclass
from typing import Literal as OneOf

from jiannuo.core.values.durations import Duration


@dataclass(frozen=True, slots=True)
class Literal:
    """A constant that stands in the text, `null` included."""

    value: object
    at: int = 0


@dataclass(frozen=True, slots=True)
class Name:
    """A reference: `amount`, `order.price`, `order_accepted.plate`, `trigger.at`, `param.limit`, `order.driver.grade`."""

    parts: tuple[str, ...]
    at: int = 0

    @property
    def dotted(self) -> str:
        """Return the name as it is written."""
        return ".".join(self.parts)


@dataclass(frozen=True, slots=True)
class Unary:
    """`not x` or `-x`."""

    operator: OneOf["not", "-"]
    operand: "Expression"
    at: int = 0


@dataclass(frozen=True, slots=True)
class Binary:
    """`x op y` for comparison, arithmetic, `and`, `or` and `||`."""

    operator: OneOf["=", "<>", "<", "<=", ">", ">=", "+", "-", "*", "/", "and", "or", "||"]
    left: "Expression"
    right: "Expression"
    at: int = 0


@dataclass(frozen=True, slots=True)
class IsNull:
    """`x is null` or `x is not null`; never unknown itself."""

    operand: "Expression"
    negated: bool
    at: int = 0


@dataclass(frozen=True, slots=True)
class In:
    """`x in (a, b)`, `x not in (a, b)`, or membership in one list-valued option."""

    operand: "Expression"
    options: tuple["Expression", ...]
    negated: bool
    at: int = 0


@dataclass(frozen=True, slots=True)
class Between:
    """`x between low and high`, both ends included."""

    operand: "Expression"
    low: "Expression"
    high: "Expression"
    negated: bool
    at: int = 0


@dataclass(frozen=True, slots=True)
class Like:
    r"""`x like 'a%'` with `%`, `_` and `\` as the escape."""

    operand: "Expression"
    pattern: "Expression"
    negated: bool
    at: int = 0


@dataclass(frozen=True, slots=True)
class Case:
    """`case when c then x … else y end`."""

    branches: tuple[tuple["Expression", "Expression"], ...]
    otherwise: "Expression | None"
    at: int = 0


@dataclass(frozen=True, slots=True)
class Selector:
    """`event [where condition] [via attribute] [by who] [not by who]`: picks events of one type.

    For `broken('x')`, the verdict of a promise as an event, `event` is `broken` and `promise` is `x`.
    """

    event: str
    where: "Expression | None" = None
    via: str | None = None
    by: "Who | None" = None
    not_by: "Who | None" = None
    text: str = ""
    at: int = 0
    promise: str | None = None


@dataclass(frozen=True, slots=True)
class Who:
    """Who did it: `person`, `system`, `party x` (an attribute of the subject), `role x`, or `actor_of` an earlier event."""

    kind: OneOf["person", "system", "party", "role", "actor_of"]
    name: str | None = None
    at: int = 0


@dataclass(frozen=True, slots=True)
class Call:
    """A function of the closed list.

    `arguments` are expressions; the history functions `seen, count, sum, first, last` take a `Selector` first, and for
    `sum` the summed attribute is `field`. `field` is also what stands behind the call: `last(E).a`, `lookup('t', x).out`.
    `window` is the second argument of a history function: a duration, the name of a parameter that holds one, or a
    selector ("since the latest such").
    """

    function: str
    arguments: tuple["Expression | Selector", ...]
    field: str | None = None
    window: "Duration | Name | Selector | None" = None
    at: int = 0


Expression = Literal | Name | Unary | Binary | IsNull | In | Between | Like | Case | Call
