"""Running a command: choose the language, load the one command asked for, and end with the right exit code."""

import os
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import replace
from importlib import import_module
from io import TextIOWrapper

from jiannuo.interfaces.cli.guarding import Guard
from jiannuo.interfaces.cli.light_start import loading_for_good, without_data_frames
from jiannuo.interfaces.cli.parsing import parse_arguments
from jiannuo.interfaces.cli.preferences import choose_form, choose_language
from jiannuo.interfaces.cli.session import Session
from jiannuo.interfaces.cli.table import Command

_COMMANDS = "jiannuo.interfaces.cli.commands"

Runner = Callable[[Namespace, Session], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code; no exception leaves it."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    _accept_any_character()
    session = Session(choose_language(given, os.environ), choose_form(given), sys.stdout, sys.stderr)
    with Guard(session) as guard:
        guard.code = _run(given, session, is_whole_process=arguments is None)
    with guard:
        session.output.flush()
    return guard.code


def _run(given: Sequence[str], session: Session, *, is_whole_process: bool) -> int:
    command, arguments = parse_arguments(given, language=session.language)
    wanted = getattr(arguments, "progress", False) or session.errors.isatty()
    with without_data_frames():
        with loading_for_good() if is_whole_process else nullcontext():
            run = load_command(command)
        return run(arguments, replace(session, shows_progress=wanted))


def load_command(command: Command) -> Runner:
    """Import the module of a command, which is done only when the command is called, and return its `run`."""
    runner: Runner = import_module(f"{_COMMANDS}.{command.module}").run
    return runner


def _accept_any_character() -> None:
    """Let a terminal that cannot show Chinese show a substitute instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
