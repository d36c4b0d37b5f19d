"""What is wrong, where, and how to cure it: the one form of every foreseen refusal and warning.

Each room lists its kinds of problem in a module `problems.py`; a kind has a stable code, a message and a cure
in both languages. A `Problem` is one occurrence of a kind; a `Refusal` is the exception that carries problems.
"""

from dataclasses import dataclass, field, replace
from typing import Literal

from jiannuo.core.values.texts import Language, Text

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a file: `line` and `column` count from 1; `row` is a record's number in a table of data."""

    file: str
    line: int | None = None
    column: int | None = None
    source_line: str | None = None
    width: int = 1

    def __str__(self) -> str:
        """Return `file:line:column` as far as known."""
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """A kind of problem: stable `code`, a message template (what, the value, the limit) and a cure template."""

    code: str
    message: Text
    cure: Text
    severity: Severity = "error"

    def at(self, place: Place | None = None, *, span: tuple[int, int] | None = None, **values: object) -> "Problem":
        """Make one occurrence; `span` is the offset and width within the text being read, if there is no place yet."""
        return Problem(kind=self, place=place, span=span, values=values)


@dataclass(frozen=True, slots=True)
class Problem:
    """One occurrence of a kind of problem."""

    kind: ProblemKind
    place: Place | None = None
    span: tuple[int, int] | None = None
    values: dict[str, object] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """Return the stable code of the kind."""
        return self.kind.code

    @property
    def is_error(self) -> bool:
        """Tell whether the problem refuses the input, as against a warning."""
        return self.kind.severity == "error"

    def message(self, language: Language) -> str:
        """Return the sentence that says what is wrong."""
        return self.kind.message.filled(**self.values).within(language)

    def cure(self, language: Language) -> str:
        """Return the sentence that says what to do."""
        return self.kind.cure.filled(**self.values).within(language)

    def placed(self, place: Place) -> "Problem":
        """Return the same problem at a place."""
        return replace(self, place=place)


class Refusal(Exception):
    """A foreseen refusal: it carries the problems, in both languages, for the person who must act."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(f"{p.code} {p.message('en')} {p.cure('en')}" for p in problems))
        self.problems = problems
