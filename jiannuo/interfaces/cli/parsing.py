"""Reading the command line: our own walk finds the command, argparse reads its arguments.

What argparse complains about in English becomes a problem in both languages.
"""

import argparse
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from difflib import get_close_matches
from itertools import islice
from typing import Any, NoReturn

from jiannuo import __version__
from jiannuo.core.values.problems import Problem, Refusal
from jiannuo.core.values.texts import Language, Text, listed
from jiannuo.interfaces.cli import problems, words
from jiannuo.interfaces.cli.helping import compose_help, label_of, program_of
from jiannuo.interfaces.cli.table import COMMANDS, GLOBAL, GROUPS, HELP, VERSION, Argument, Command, commands_within

_VALUE_MISSING = re.compile(r"argument (?P<name>\S+): expected (?:one|at least one) argument")
_VALUE_NOT_OFFERED = re.compile(
    r"argument (?P<name>\S+): invalid choice: (?P<value>.*) \(choose from (?P<offered>.+)\)"
)
_VALUE_NOT_TAKEN = re.compile(r"argument (?:\S+/)?(?P<name>\S+): ignored explicit argument (?P<value>.+)", re.DOTALL)
_UNKNOWN = re.compile(r"unrecognized arguments: (?P<names>.+)")
_TAKE_A_VALUE = tuple(argument.name for argument in GLOBAL if not argument.is_flag)


def parse_arguments(arguments: Sequence[str], *, language: Language) -> tuple[Command, argparse.Namespace]:
    """Return the command asked for and its arguments.

    Raises `Refusal` for a wrong call, and `SystemExit` after showing help or the version.
    """
    path, rest = _walk(arguments)
    command = next((command for command in COMMANDS if command.name == path), None)
    if command is None:
        _Parser(path, GLOBAL, language).parse_intermixed_args(rest)
        raise Refusal(_command_missing(path))
    return command, _parse(command, rest, language)


def nearest(name: str, known: Sequence[str]) -> Text:
    """Return the sentence that asks for the nearest known name, or an empty text."""
    near = get_close_matches(name, known, n=1)
    return words.DID_YOU_MEAN.filled(name=near[0]) if near else Text(zh="", en="")


class _Parser(argparse.ArgumentParser):
    """An argparse parser whose help and complaints are ours."""

    def __init__(self, path: str, arguments: Sequence[Argument], language: Language) -> None:
        super().__init__(prog=program_of(path), add_help=False, allow_abbrev=False)
        self.path = path
        self.language = language
        for argument in arguments:
            _add(self, argument)

    def format_help(self) -> str:
        """Return the help made from the command table."""
        return compose_help(self.path, language=self.language)

    def print_help(self, file: Any = None) -> None:
        """Print the help; a reader who went away meanwhile wanted no more of it, which some Pythons do not know."""
        with suppress(BrokenPipeError):
            super().print_help(file)

    def error(self, message: str) -> NoReturn:
        """Turn a complaint of argparse into a refusal."""
        raise Refusal(self._problem(message))

    def _problem(self, message: str) -> Problem:
        if found := _VALUE_MISSING.fullmatch(message):
            return problems.VALUE_MISSING.at(program=self.prog, name=found["name"])
        if found := _VALUE_NOT_OFFERED.fullmatch(message):
            offered = listed(found["offered"].replace("'", "").split(", "))
            return problems.VALUE_NOT_OFFERED.at(name=found["name"], value=found["value"].strip("'"), offered=offered)
        if found := _VALUE_NOT_TAKEN.fullmatch(message):
            return problems.VALUE_NOT_TAKEN.at(program=self.prog, name=found["name"], value=found["value"].strip("'"))
        if found := _UNKNOWN.fullmatch(message):
            return problems.UNKNOWN_ARGUMENT.at(program=self.prog, names=found["names"], nearest="")
        return problems.CALLED_WRONGLY.at(program=self.prog, words=message)


def _parse(command: Command, words_given: Sequence[str], language: Language) -> argparse.Namespace:
    parser = _Parser(command.name, command.all_arguments, language)
    given, unknown = parser.parse_known_intermixed_args(words_given)
    missing = [label_of(argument) for argument in command.arguments if _is_missing(argument, given)]
    found = []
    if unknown:
        known = [argument.name for argument in command.all_arguments if argument.is_option]
        near = nearest(unknown[0], known)
        found.append(problems.UNKNOWN_ARGUMENT.at(program=parser.prog, names=listed(unknown), nearest=near))
    if missing:
        found.append(problems.ARGUMENT_MISSING.at(program=parser.prog, names=listed(missing)))
    empty = (argument.name for argument in command.arguments if _is_empty(argument, given))
    found += [problems.VALUE_MISSING.at(program=parser.prog, name=name) for name in empty]
    if found:
        raise Refusal(*found)
    return given


def _is_missing(argument: Argument, given: argparse.Namespace) -> bool:
    return argument.is_required and not getattr(given, argument.stored_as)


def _is_empty(argument: Argument, given: argparse.Namespace) -> bool:
    """Tell whether an option that may be left out, or one of several values, is given as an empty text."""
    value = getattr(given, argument.stored_as)
    return "" in value if isinstance(value, list) else value == "" and not argument.is_required


def _walk(arguments: Sequence[str]) -> tuple[str, list[str]]:
    """Return the words that name a command or group, and all other arguments in their order."""
    path = ""
    options: list[str] = []
    rest = iter(arguments)
    for argument in rest:
        if argument.startswith("-"):
            options += [argument, *_value_of(argument, rest)]
            continue
        path = _next_step(path, argument)
        if path not in GROUPS:
            return path, [*options, *rest]
    return path, options


def _value_of(option: str, rest: Iterator[str]) -> list[str]:
    return list(islice(rest, 1)) if option in _TAKE_A_VALUE else []


def _next_step(path: str, word: str) -> str:
    known = _known_words(path)
    if word not in known:
        raise Refusal(problems.UNKNOWN_COMMAND.at(name=word, known=listed(known), nearest=nearest(word, known)))
    return f"{path} {word}".lstrip()


def _known_words(path: str) -> list[str]:
    single = [command.name.rpartition(" ")[2] for command in commands_within(path)]
    return single if path else [*GROUPS, *single]


def _command_missing(path: str) -> Problem:
    return problems.COMMAND_MISSING.at(program=program_of(path), known=listed(_known_words(path)))


def _add(parser: argparse.ArgumentParser, argument: Argument) -> None:
    """Add an argument; what is required is found missing afterwards, together with what is unknown."""
    if argument is HELP:
        parser.add_argument("-h", argument.name, action="help")
    elif argument is VERSION:
        parser.add_argument(argument.name, action="version", version=f"jiannuo {__version__}")
    elif argument.is_flag:
        parser.add_argument(argument.name, action="store_true")
    elif argument.is_option:
        # What is given several times adds up, however it is written.
        count, action = ("+", "extend") if argument.is_repeated else (None, "store")
        stored, choices = argument.stored_as, argument.choices or None
        parser.add_argument(argument.name, dest=stored, nargs=count, action=action, choices=choices)
    else:
        parser.add_argument(argument.stored_as, nargs="*" if argument.is_repeated else "?")
