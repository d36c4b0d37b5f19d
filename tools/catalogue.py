"""What the sources say, read without running them: every text, every kind of problem, every function."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path

from jiannuo.core.values.problems import ProblemKind

REPOSITORY = Path(__file__).resolve().parents[1]
PACKAGE = REPOSITORY / "jiannuo"


@dataclass(frozen=True, slots=True)
class WrittenText:
    """A `Text` written in the sources with both languages as constants."""

    place: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class WrittenFunction:
    """A function in the sources, its length in lines, and the methods its bag of keywords is handed on to, if it has one."""

    place: str
    name: str
    lines: int
    has_keyword_bag: bool
    bag_goes_to: frozenset[str]


def python_files(folder: Path = PACKAGE) -> list[Path]:
    """Return the Python files below a folder in a stable order."""
    return sorted(folder.rglob("*.py"))


@cache
def tree_of(path: Path) -> ast.Module:
    """Return the syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def place_of(path: Path, node: ast.stmt | ast.expr) -> str:
    """Return `file:line` of a node, from the root of the repository."""
    return f"{path.relative_to(REPOSITORY)}:{node.lineno}"


def is_call_of(node: ast.AST, name: str) -> bool:
    """Tell whether a node calls the name given."""
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name


@cache
def written_texts() -> tuple[WrittenText, ...]:
    """Return every `Text` of the package whose two languages are constants."""
    return tuple(text for path in python_files() for text in _texts_in(path))


@cache
def written_functions() -> tuple[WrittenFunction, ...]:
    """Return every function and method of the package."""
    return tuple(
        WrittenFunction(place_of(path, node), node.name, _lines(node), node.args.kwarg is not None, _receivers(node))
        for path in python_files()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )


def problem_kinds() -> list[tuple[str, str, ProblemKind]]:
    """Return every kind of problem with its module and its name there, ordered by code."""
    found = [
        (module, name, getattr(import_module(module), name))
        for path in python_files()
        for module, name in _kinds_in(path)
    ]
    return sorted(found, key=lambda entry: entry[2].code)


def module_of(path: Path) -> str:
    """Return the dotted name of a file of the package."""
    return ".".join(path.relative_to(REPOSITORY).with_suffix("").parts)


def _texts_in(path: Path) -> Iterator[WrittenText]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Call) and is_call_of(node, "Text"):
            said = dict(zip(("zh", "en"), node.args, strict=False)) | {word.arg: word.value for word in node.keywords}
            zh, en = _constant(said.get("zh")), _constant(said.get("en"))
            if zh is not None and en is not None:
                yield WrittenText(place_of(path, node), zh, en)


def _constant(node: ast.expr | None) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _kinds_in(path: Path) -> Iterator[tuple[str, str]]:
    for node in tree_of(path).body:
        if isinstance(node, ast.Assign) and is_call_of(node.value, "ProblemKind"):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    yield module_of(path), target.id


def _lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def _receivers(node: ast.FunctionDef | ast.AsyncFunctionDef) -> frozenset[str]:
    """Return the names of the methods that get `**bag`; `?` stands for any other use of the bag."""
    if node.args.kwarg is None:
        return frozenset()
    name, handed_on, receivers = node.args.kwarg.arg, set(), set()
    for call in (part for part in ast.walk(node) if isinstance(part, ast.Call)):
        for keyword in call.keywords:
            if keyword.arg is None and isinstance(keyword.value, ast.Name) and keyword.value.id == name:
                receivers.add(call.func.attr if isinstance(call.func, ast.Attribute) else "?")
                handed_on.add(id(keyword.value))
    uses = {id(part) for part in ast.walk(node) if isinstance(part, ast.Name) and part.id == name}
    return frozenset(receivers | ({"?"} if uses - handed_on else set()))
