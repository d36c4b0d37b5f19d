"""Loading the charter named on the command line, for every command that has one."""

from argparse import Namespace
from pathlib import Path

from jiannuo.core.charters.charter import Charter
from jiannuo.core.charters.reading import read_charter
from jiannuo.core.values.problems import Problem, Refusal
from jiannuo.interfaces.cli.exits import CharterRefusal


def load_charter(arguments: Namespace) -> Charter:
    """Return the charter of the argument `charter` under `--parameters`.

    Raises `CharterRefusal` where a line of it is wrong, and `Refusal` where it could not be read at all.
    """
    parameters = Path(arguments.parameters) if arguments.parameters else None
    try:
        return read_charter(Path(arguments.charter), parameters=parameters)
    except Refusal as refusal:
        if any(map(_is_in_a_line, refusal.problems)):
            raise CharterRefusal(*refusal.problems) from refusal
        raise


def _is_in_a_line(problem: Problem) -> bool:
    return problem.place is not None and problem.place.line is not None
