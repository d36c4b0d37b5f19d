"""Help in both languages: what stands on the screen for `--help`, made from the command table."""

from collections.abc import Iterable, Sequence

from jiannuo.core.values.texts import Language
from jiannuo.core.values.widths import width_of
from jiannuo.interfaces.cli import exits, words
from jiannuo.interfaces.cli.table import COMMANDS, GLOBAL, GROUPS, Argument, Command, commands_within

_PROGRAM = "jiannuo"
_WIDEST_NAME = 26


def program_of(name: str) -> str:
    """Return how a command or group is called; the empty name is the program itself."""
    return f"{_PROGRAM} {name}".rstrip()


def compose_help(name: str, *, language: Language) -> str:
    """Return the help of a command, of a group, or of the program for the empty name."""
    command = next((command for command in COMMANDS if command.name == name), None)
    return _help_of_group(name, language) if command is None else _help_of_command(command, language)


def usage_of(command: Command, *, language: Language) -> str:
    """Return the line that shows how a command is written."""
    shown = (_usage_of_argument(argument) for argument in command.arguments if argument.is_required)
    optional = (_usage_of_argument(argument) for argument in command.arguments if not argument.is_required)
    options = f"[{words.OPTIONS.within(language)}]"
    return " ".join((program_of(command.name), *shown, *optional, options))


def label_of(argument: Argument) -> str:
    """Return an argument's name with what stands for its value."""
    if not argument.is_option:
        return argument.shown
    value = "|".join(argument.choices) or argument.shown
    return " ".join(part for part in (argument.name, value + "…" * argument.is_repeated) if part)


def _usage_of_argument(argument: Argument) -> str:
    label = label_of(argument) + ("…" if argument.is_repeated and not argument.is_option else "")
    return label if argument.is_required else f"[{label}]"


def _help_of_command(command: Command, language: Language) -> str:
    placed = [argument for argument in command.arguments if not argument.is_option]
    options = [argument for argument in command.all_arguments if argument.is_option]
    return _joined(
        words.USAGE.within(language) + usage_of(command, language=language),
        command.description.within(language),
        _section(words.ARGUMENTS_HEADING.within(language), _rows(placed, language)),
        _section(words.OPTIONS_HEADING.within(language), _rows(options, language)),
        _section(words.EXAMPLES_HEADING.within(language), [(example, "") for example in command.examples]),
    )


def _help_of_group(group: str, language: Language) -> str:
    program = program_of(group)
    command, options = words.COMMAND.within(language), words.OPTIONS.within(language)
    about = GROUPS[group] if group else words.PRODUCT
    exit_rows = [(str(code), meaning.within(language)) for code, meaning in exits.MEANINGS.items()]
    return _joined(
        f"{words.USAGE.within(language)}{program} {command} [{options}]",
        about.within(language),
        _section(words.COMMANDS_HEADING.within(language), _commands(group, language)),
        _section(words.OPTIONS_HEADING.within(language), _rows(GLOBAL, language)),
        _section(words.EXITS_HEADING.within(language), exit_rows) if not group else "",
        words.MORE_HELP.filled(program=program).within(language),
    )


def _commands(group: str, language: Language) -> list[tuple[str, str]]:
    shown = COMMANDS if not group else commands_within(group)
    return [(command.name, command.summary.within(language)) for command in shown]


def _rows(arguments: Iterable[Argument], language: Language) -> list[tuple[str, str]]:
    return [(label_of(argument), _said(argument, language)) for argument in arguments]


def _said(argument: Argument, language: Language) -> str:
    required = words.REQUIRED.within(language) if argument.is_required and argument.is_option else ""
    return argument.help.within(language) + required


def _section(heading: str, rows: Sequence[tuple[str, str]]) -> str:
    if not rows:
        return ""
    names = [width_of(name) for name, _ in rows]
    column = min(max(names), _WIDEST_NAME) + 2
    return "\n".join((heading, *(_row(name, said, column) for name, said in rows)))


def _row(name: str, said: str, column: int) -> str:
    gap = " " * max(column - width_of(name), 2)
    return f"  {name}{gap}{said}".rstrip()


def _joined(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part) + "\n"
