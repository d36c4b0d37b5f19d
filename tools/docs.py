"""Write the generated pages of docs/: `python -m tools.docs`; tests hold each page equal to what this writes."""

from collections.abc import Callable, Iterable
from pathlib import Path

from jiannuo.core.values.texts import LANGUAGES, Language
from jiannuo.interfaces.cli.exits import MEANINGS
from jiannuo.interfaces.cli.helping import label_of, usage_of
from jiannuo.interfaces.cli.table import COMMANDS, GLOBAL, Argument, Command
from tools.catalogue import REPOSITORY, problem_kinds
from tools.charter_pages import CHARTER_PAGES

_REWRITE = "<!-- Written by `make docs`; do not edit. -->"


def compose_commands() -> str:
    """Return the page of the command line: every command, its arguments and the exit codes, in both languages."""
    parts = [
        _REWRITE,
        "# The command line\n\n"
        "`jiannuo COMMAND [OPTIONS]` speaks Chinese or English by the locale or by `--lang`. Results go to standard "
        "output, progress and problems in text to standard error; with `--format json` problems are part of the result.",
        "## Exit codes\n\n" + _table(("code", "English", "中文"), ((str(c), m.en, m.zh) for c, m in MEANINGS.items())),
        "## Options everywhere\n\n" + _arguments(GLOBAL),
        *(_command(command) for command in COMMANDS),
    ]
    return "\n\n".join(parts) + "\n"


def compose_problems() -> str:
    """Return the page of problems: every code with its message and its cure, in both languages."""
    parts = [
        _REWRITE,
        "# Problems\n\n"
        "Every problem Jiannuo foresees has a code that does not change, a message and a cure. The first letter names "
        "the part that says it: V values, E conditions, C charters, S figures, J judging, L logs, R reports, T the "
        "command line. Words in braces stand for what was found.",
    ]
    for _module, _name, kind in problem_kinds():
        rows = ((language, kind.message.within(language), kind.cure.within(language)) for language in LANGUAGES)
        severity = "" if kind.severity == "error" else f" ({kind.severity})"
        parts.append(f"## {kind.code}{severity}\n\n" + _table(("", "message", "cure"), rows))
    return "\n\n".join(parts) + "\n"


GENERATED: dict[str, Callable[[], str]] = {
    "docs/reference/commands.md": compose_commands,
    "docs/reference/problems.md": compose_problems,
    **CHARTER_PAGES,
}


def write_pages(pages: dict[str, Callable[[], str]], root: Path) -> list[Path]:
    """Write the pages that differ from what is there, and return them."""
    changed = []
    for name, compose in pages.items():
        path, page = root / name, compose()
        if not path.exists() or path.read_text(encoding="utf-8") != page:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(page, encoding="utf-8")
            changed.append(path)
    return changed


def _command(command: Command) -> str:
    examples = "\n".join(command.examples)
    return "\n\n".join(
        (
            f"## jiannuo {command.name}",
            _said(command, "en"),
            _said(command, "zh"),
            f"```text\n{usage_of(command, language='en')}\n```",
            _arguments(command.arguments),
            f"```console\n{examples}\n```",
        )
    ).replace("\n\n\n\n", "\n\n")


def _said(command: Command, language: Language) -> str:
    return command.description.within(language)


def _arguments(arguments: Iterable[Argument]) -> str:
    rows = [
        (f"`{label_of(argument)}`", "required" if argument.is_required else "", argument.help.en, argument.help.zh)
        for argument in arguments
    ]
    return _table(("argument", "", "English", "中文"), rows) if rows else ""


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [heads, ("---",) * len(heads), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def main() -> None:
    """Write all generated pages."""
    for path in write_pages(GENERATED, REPOSITORY):
        print(f"written: {path.relative_to(REPOSITORY)}")


if __name__ == "__main__":
    main()
