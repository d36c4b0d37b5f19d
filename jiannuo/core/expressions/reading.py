"""From text to syntax tree: conditions, selectors and who-clauses. The grammar stands in docs/reference/conditions.md."""

from collections.abc import Callable
from functools import lru_cache
from typing import Literal as OneOf
from typing import NoReturn, TypeVar, cast

from jiannuo.core.expressions.functions import FUNCTIONS, Function
from jiannuo.core.expressions.naming import did_you_mean
from jiannuo.core.expressions.problems import (
    CHAINED,
    EMPTY,
    REPEATED_PART,
    TOO_DEEP,
    TOO_LONG,
    TOO_MANY_NODES,
    UNEXPECTED,
    UNKNOWN_FUNCTION,
    UNKNOWN_PERIOD_UNIT,
    WRONG_ARGUMENTS,
)
from jiannuo.core.expressions.scanning import Token, scan
from jiannuo.core.expressions.syntax import (
    Between,
    Binary,
    Call,
    Case,
    Expression,
    In,
    IsNull,
    Like,
    Literal,
    Name,
    Selector,
    Unary,
    Who,
)
from jiannuo.core.expressions.walking import walk
from jiannuo.core.values.durations import Duration
from jiannuo.core.values.instants import PERIODS
from jiannuo.core.values.problems import Problem, Refusal
from jiannuo.core.values.texts import Text

_Alone = OneOf["person", "system"]
_Named = OneOf["role", "party"]
Read = TypeVar("Read", bound=Expression | Selector | Who)

LONGEST = 4_000
DEEPEST = 40
MOST_NODES = 500
_KEPT = 4_096
"""So many texts are read but once: a charter says the same of many events, and is read again and again."""

COMPARISONS = ("=", "<>", "<", "<=", ">", ">=")
_WORDS = {"true": True, "false": False, "null": None}
_NO_HINT = Text(zh="", en="")
_AN_EXPRESSION = Text(zh="一个值", en="a value")
_AN_EVENT = Text(zh="业务记录类型的名称", en="the name of an event type")
_A_NAME = Text(zh="属性名", en="the name of an attribute")
_WHO = Text(zh=" person、system、role 名称或 party 名称", en="person, system, role and a name, or party and a name")
_THE_END = Text(zh="条件的结尾", en="the end of the condition")


@lru_cache(_KEPT)
def read_condition(text: str) -> Expression:
    """Read a condition, or any expression of the language; raise Refusal with every problem and its span."""
    reader = _Reader(text)
    return reader.finish(reader.expression) if reader.ready() else reader.refuse()


@lru_cache(_KEPT)
def read_selector(text: str) -> Selector:
    """Read `event [where condition] [via attribute] [by who] [not by who]`; raise Refusal with every problem."""
    reader = _Reader(text)
    return reader.finish(reader.selector) if reader.ready() else reader.refuse()


@lru_cache(_KEPT)
def read_who(text: str, *, excluding: bool = False) -> Who:
    """Read what stands behind `by`, or with `excluding` behind `not by`, where an earlier event may stand as well."""
    reader = _Reader(text)
    return reader.finish(lambda: reader.who(excluding=excluding)) if reader.ready() else reader.refuse()


class _Stop(Exception):
    """The text cannot be read further; the problem has been noted."""


class _Reader:
    """Recursive descent, one method for each rule of the grammar."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.problems: list[Problem] = []
        self.tokens: list[Token] = []
        self.position = 0
        self.depth = 0
        self.misread = False

    # --- the frame ---

    def ready(self) -> bool:
        """Cut the text into tokens, unless it is too long or empty."""
        if len(self.text) > LONGEST:
            self._note(TOO_LONG.at(span=(LONGEST, 1), length=len(self.text), limit=LONGEST))
            return False
        self.tokens, self.problems = scan(self.text)
        self.misread = bool(self.problems)
        if self.token.kind == "end" and not self.problems:
            self._note(EMPTY.at(span=(0, 1)))
        return not (self.token.kind == "end" and self.problems)

    def refuse(self) -> NoReturn:
        """Raise the noted problems in the order of the text."""
        raise Refusal(*sorted(self.problems, key=lambda problem: problem.span or (0, 0)))

    def finish(self, rule: Callable[[], Read]) -> Read:
        """Read the whole text by one rule and hold it to the caps."""
        try:
            tree = rule()
            if self.token.kind != "end":
                self._unexpected(_THE_END)
        except _Stop:
            self.refuse()
        if not isinstance(tree, Who):
            self._measure(tree)
        if self.problems:
            self.refuse()
        return tree

    def _measure(self, tree: Expression | Selector) -> None:
        count = 0
        for node, depth in walk(tree):
            count += 1
            if depth > DEEPEST:
                self._note(TOO_DEEP.at(span=(node.at, 1), limit=DEEPEST))
                return
        if count > MOST_NODES:
            self._note(TOO_MANY_NODES.at(span=(0, 1), count=count, limit=MOST_NODES))

    def _note(self, problem: Problem) -> None:
        self.problems.append(problem)

    def _unexpected(self, expected: Text | str) -> NoReturn:
        token = self.token
        end = Text(zh="结尾", en="the end")
        found = end if token.kind == "end" else self.text[token.at : token.until]
        hint = _NO_HINT
        if token.kind == "name":
            hint = did_you_mean(
                str(token.value), ("and", "or", "not", "between", "like", "where", "null", "case", "when")
            )
        if not self.misread:
            self._note(UNEXPECTED.at(span=(token.at, max(token.width, 1)), expected=expected, found=found, hint=hint))
        raise _Stop

    # --- tokens ---

    @property
    def token(self) -> Token:
        """Return the token to be read next."""
        return self.tokens[self.position]

    def _sees(self, *wanted: str, ahead: int = 0) -> bool:
        token = self.tokens[min(self.position + ahead, len(self.tokens) - 1)]
        return token.kind in ("symbol", "keyword") and token.value in wanted

    def _take(self) -> Token:
        token = self.token
        self.position += 1
        return token

    def _try(self, wanted: str) -> Token | None:
        return self._take() if self._sees(wanted) else None

    def _need(self, wanted: str) -> Token:
        return self._take() if self._sees(wanted) else self._unexpected(f" {wanted} ".strip())

    def _name(self, expected: Text) -> Token:
        return self._take() if self.token.kind == "name" else self._unexpected(expected)

    def _deeper(self, rule: Callable[[], Expression]) -> Expression:
        if self.depth >= DEEPEST:
            self._note(TOO_DEEP.at(span=(self.token.at, max(self.token.width, 1)), limit=DEEPEST))
            raise _Stop
        self.depth += 1
        tree = rule()
        self.depth -= 1
        return tree

    # --- expressions, loosest binding first ---

    def expression(self) -> Expression:
        """Read `a or b`."""
        return self._deeper(lambda: self._left_to_right(self._conjunction, ("or",)))

    def _conjunction(self) -> Expression:
        return self._left_to_right(self._negation, ("and",))

    def _negation(self) -> Expression:
        if not self._sees("not"):
            return self._comparison()
        at = self._take().at
        return Unary("not", self._deeper(self._negation), at)

    def _comparison(self) -> Expression:
        left = self._joined()
        found = self._tested(left)
        if found is not left and self._at_test():
            self._note(CHAINED.at(span=(self.token.at, self.token.width)))
            raise _Stop
        return found

    def _at_test(self) -> bool:
        if self._sees("not"):
            return self._sees("in", "between", "like", ahead=1)
        return self._sees(*COMPARISONS, "is", "in", "between", "like")

    def _tested(self, left: Expression) -> Expression:
        if not self._at_test():
            return left
        if self._sees(*COMPARISONS):
            token = self._take()
            return Binary(token.value, left, self._joined(), token.at)  # type: ignore[arg-type]
        at = self.token.at
        if self._try("is"):
            negated = self._try("not") is not None
            self._need("null")
            return IsNull(left, negated, at)
        negated = self._try("not") is not None
        word = self._take().value
        if word == "in":
            return In(left, self._options(), negated, at)
        if word == "like":
            return Like(left, self._joined(), negated, at)
        low = self._joined()
        self._need("and")
        return Between(left, low, self._joined(), negated, at)

    def _options(self) -> tuple[Expression, ...]:
        if not self._try("("):
            return (self._joined(),)
        options = [self.expression()]
        while self._try(","):
            options.append(self.expression())
        self._need(")")
        return tuple(options)

    def _joined(self) -> Expression:
        return self._left_to_right(self._added, ("||",))

    def _added(self) -> Expression:
        return self._left_to_right(self._multiplied, ("+", "-"))

    def _multiplied(self) -> Expression:
        return self._left_to_right(self._signed, ("*", "/"))

    def _left_to_right(self, part: Callable[[], Expression], operators: tuple[str, ...]) -> Expression:
        tree = part()
        while self._sees(*operators):
            token = self._take()
            tree = Binary(token.value, tree, part(), token.at)  # type: ignore[arg-type]
        return tree

    def _signed(self) -> Expression:
        if not self._sees("-"):
            return self._primary()
        at = self._take().at
        return Unary("-", self._deeper(self._signed), at)

    def _primary(self) -> Expression:
        token = self.token
        if token.kind in ("constant", "text"):
            return Literal(self._take().value, token.at)
        if token.kind == "name":
            return self._call() if self._sees("(", ahead=1) else self._reference()
        if self._sees(*_WORDS):
            return Literal(_WORDS[str(self._take().value)], token.at)
        if self._sees("case"):
            return self._case()
        if not self._sees("("):
            self._unexpected(_AN_EXPRESSION)
        self._take()
        tree = self.expression()
        self._need(")")
        return tree

    def _reference(self) -> Name:
        token = self._name(_A_NAME)
        return Name(tuple(str(token.value).split(".")), token.at)

    def _case(self) -> Case:
        at = self._need("case").at
        branches: list[tuple[Expression, Expression]] = []
        while self._sees("when") or not branches:
            self._need("when")
            condition = self.expression()
            self._need("then")
            branches.append((condition, self.expression()))
        otherwise = self.expression() if self._try("else") else None
        self._need("end")
        return Case(tuple(branches), otherwise, at)

    # --- functions ---

    def _call(self) -> Expression:
        token = self._take()
        function = FUNCTIONS.get(str(token.value))
        if function is None:
            hint = did_you_mean(str(token.value), FUNCTIONS)
            self._note(UNKNOWN_FUNCTION.at(span=(token.at, token.width), name=token.value, hint=hint))
            function = Function(str(token.value), "pure", "", 0, None)
        self._need("(")
        call = self._deeper(
            lambda: self._history(function, token) if function.kind == "history" else self._plain(function, token)
        )
        return call

    def _history(self, function: Function, token: Token) -> Call:
        at = token.at
        if self._sees(")"):
            self._wrong(function, token)
            raise _Stop
        summed = self._summed(function, token) if function.name == "sum" else None
        selector = self.selector(event=summed[0] if summed else None)
        window = self._window(function, token) if self._try(",") else None
        self._need(")")
        field = summed[1] if summed else self._field(function, token)
        return Call(function.name, (selector,), field, window, at)

    def _summed(self, function: Function, token: Token) -> tuple[Token, str] | None:
        """Take `event.attribute` apart."""
        name = self.token
        event, dot, attribute = str(name.value).partition(".")
        if name.kind != "name" or not dot or "." in attribute:
            self._wrong(function, token)
            return None
        self._take()
        return Token("name", event, name.at, len(event)), attribute

    def _window(self, function: Function, token: Token) -> Duration | Name | Selector | None:
        if self.token.kind == "constant":
            value = self._take().value
            if not isinstance(value, Duration) and value is not None:
                self._wrong(function, token)
            return value if isinstance(value, Duration) else None
        if self.token.kind == "name" and "." in str(self.token.value):
            return self._reference()
        return self.selector()

    def _plain(self, function: Function, token: Token) -> Call:
        arguments = self._arguments(function)
        field = self._field(function, token)
        count = len(arguments)
        enough = function.least <= count and (function.most is None or count <= function.most)
        first = arguments[0] if arguments else None
        named = function.kind != "named" or (isinstance(first, Literal) and isinstance(first.value, str))
        if not enough or not named:
            self._wrong(function, token)
        return Call(function.name, tuple(arguments), field, None, token.at)

    def _arguments(self, function: Function) -> list[Expression]:
        if self._try(")"):
            return []
        arguments = [self._period_unit() if function.kind == "period" else self.expression()]
        while self._try(","):
            arguments.append(self.expression())
        self._need(")")
        return arguments

    def _period_unit(self) -> Literal:
        token = self._name(Text(zh="时间单位", en="a unit of time"))
        unit = str(token.value)
        if unit == "half" and self._sees("-") and self.tokens[self.position + 1].value == "year":
            self.position += 2
            unit = "half-year"
        if unit not in PERIODS:
            hint = did_you_mean(unit, PERIODS)
            self._note(UNKNOWN_PERIOD_UNIT.at(span=(token.at, token.width), name=unit, hint=hint))
        return Literal(unit, token.at)

    def _field(self, function: Function, token: Token) -> str | None:
        dot = self._try(".")
        if (dot is None and function.field == "must") or (dot is not None and function.field == "none"):
            self._wrong(function, token)
        if dot is None:
            return None
        name = self._name(_A_NAME)
        if "." in str(name.value):
            self._wrong(function, token)
        return str(name.value)

    def _wrong(self, function: Function, token: Token) -> None:
        if function.usage:
            self._note(WRONG_ARGUMENTS.at(span=(token.at, token.width), name=function.name, usage=function.usage))

    # --- selectors ---

    def selector(self, *, event: Token | None = None) -> Selector:
        """Read `event [where condition] [via attribute] [by who] [not by who]`."""
        start = event or self._name(_AN_EVENT)
        if "." in str(start.value):
            self.position -= 1
            self._unexpected(_AN_EVENT)
        promise = self._broken() if start.value == "broken" and self._sees("(") else None
        parts: dict[str, Expression | str | Who] = {}
        while part := self._part():
            word, at, width = part
            if word in parts:
                self._note(REPEATED_PART.at(span=(at, width), word=word))
            parts[word] = self._part_value(word)
        text = self.text[start.at : self.tokens[self.position - 1].until]
        return Selector(
            event=str(start.value),
            where=parts.get("where"),  # type: ignore[arg-type]
            via=parts.get("via"),  # type: ignore[arg-type]
            by=parts.get("by"),  # type: ignore[arg-type]
            not_by=parts.get("not by"),  # type: ignore[arg-type]
            text=text,
            at=start.at,
            promise=promise,
        )

    def _broken(self) -> str:
        self._need("(")
        token = self.token
        if token.kind != "text":
            self._unexpected(Text(zh="单引号内的承诺名称", en="the name of a promise in single quotes"))
        self._take()
        self._need(")")
        return str(token.value)

    def _part(self) -> tuple[str, int, int] | None:
        if self._sees("where", "via", "by"):
            token = self._take()
            return str(token.value), token.at, token.width
        if self._sees("not") and self._sees("by", ahead=1):
            start, end = self._take(), self._take()
            return "not by", start.at, end.until - start.at
        return None

    def _part_value(self, word: str) -> Expression | str | Who:
        if word == "where":
            return self.expression()
        if word == "via":
            return str(self._name(_A_NAME).value)
        return self.who(excluding=word == "not by")

    def who(self, *, excluding: bool) -> Who:
        """Read `person`, `system`, `role x`, `party x`, or with `excluding` an event."""
        token = self._name(_WHO)
        kind = str(token.value)
        if kind in ("person", "system"):
            return Who(cast(_Alone, kind), None, token.at)
        if kind in ("role", "party"):
            return Who(cast(_Named, kind), str(self._name(_A_NAME).value), token.at)
        if excluding and "." not in kind:
            return Who("actor_of", kind, token.at)
        self.position -= 1
        self._unexpected(_WHO)
