"""Problems for people, with the source line and a caret, and for machines."""

import re
from collections.abc import Sequence
from unicodedata import category

from jiannuo.core.values.problems import Place, Problem
from jiannuo.core.values.texts import Language, Text
from jiannuo.core.values.widths import width_of
from jiannuo.interfaces.cli import words
from jiannuo.interfaces.cli.session import Session


def print_problems(session: Session, problems: Sequence[Problem], *, with_count: bool = False) -> None:
    """Write problems in the form asked for: text to the person's side, JSON as the result."""
    if session.form == "json":
        session.write_json({"problems": [problem_as_json(problem) for problem in problems]})
        return
    for problem in problems:
        print(describe_problem(problem, language=session.language), file=session.errors)
    if with_count and problems:
        print(count_problems(problems).within(session.language), file=session.errors)


def problem_as_json(problem: Problem) -> dict[str, object]:
    """Return a problem as an object with its texts in both languages."""
    place = problem.place
    return {
        "code": problem.code,
        "severity": problem.kind.severity,
        "message": {"zh": problem.message("zh"), "en": problem.message("en")},
        "cure": {"zh": problem.cure("zh"), "en": problem.cure("en")},
        "file": place and place.file,
        "line": place and place.line,
        "column": place and place.column,
        "width": place and place.width,
    }


def describe_problem(problem: Problem, *, language: Language) -> str:
    """Return the lines that say what is wrong, where, and what to do."""
    severity = (words.ERROR if problem.is_error else words.WARNING).within(language)
    head = f"{severity} {problem.code}" + (f"  {problem.place}" if problem.place else "")
    cure = words.CURE.within(language) + problem.cure(language)
    told = (
        _cut_words(head),
        *_excerpt(problem.place),
        f"  {_cut_words(problem.message(language))}",
        f"  {_cut_words(cure)}",
    )
    return "\n".join([*(_visible(line) for text in told for line in text.split("\n")), ""])


_A_WORD = re.compile(r"[^\s\u3001\uff0c\u3002\uff1a\uff1b\u201c\u201d\uff08\uff09]{300,}")
_SHOWN_OF_A_WORD = 200
"""A word ends at a space and at the marks of Chinese, so that a list of names is not taken for one."""


def _cut_words(text: str) -> str:
    """Return a text in which no word, such as a name that was given, is so long that the sentence is lost in it."""
    return _A_WORD.sub(lambda found: found[0][:_SHOWN_OF_A_WORD] + "…", text)


def count_problems(problems: Sequence[Problem]) -> Text:
    """Return how many errors and warnings there are."""
    errors = sum(problem.is_error for problem in problems)
    warnings = len(problems) - errors
    return Text(
        zh=words.COUNT.zh.format(errors=errors, warnings=warnings),
        en=words.COUNT.en.format(errors=_plural(errors, "error"), warnings=_plural(warnings, "warning")),
    )


def _plural(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _excerpt(place: Place | None) -> list[str]:
    """Return the source line with a caret under the marked part, cut to what fits around it."""
    if place is None or place.source_line is None or place.line is None:
        return []
    source = _visible(place.source_line.rstrip("\r\n"))
    margin = f"  {place.line} | "
    if place.column is None:
        return [margin + _cut(source, 0)[0]]
    shown, column = _cut(source, place.column - 1)
    before, marked = shown[:column], shown[column:][: place.width]
    indent = "".join(character if character == "\t" else " " * width_of(character) for character in before)
    carets = "^" * max(width_of(marked), 1)
    return [margin + shown, f"{' ' * (len(margin) - 2)}| {indent}{carets}"]


_LONGEST_EXCERPT = 160
_BEFORE_CARET = 60


def _cut(source: str, column: int) -> tuple[str, int]:
    """Return the part of a long line around a column, with marks where it was cut, and the column within it."""
    if len(source) <= _LONGEST_EXCERPT:
        return source, column
    start = max(0, min(column - _BEFORE_CARET, len(source) - _LONGEST_EXCERPT))
    part = source[start : start + _LONGEST_EXCERPT]
    opened, closed = "…" if start else "", "…" if start + _LONGEST_EXCERPT < len(source) else ""
    return f"{opened}{part}{closed}", column - start + len(opened)


def _visible(text: str) -> str:
    """Return a text whose control characters cannot reach the terminal: each stands as one mark."""
    return "".join("\N{REPLACEMENT CHARACTER}" if category(c) in ("Cc", "Cf") and c != "\t" else c for c in text)
