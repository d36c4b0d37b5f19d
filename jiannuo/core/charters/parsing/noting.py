"""Noting problems, up to as many as a person can use: what is wrong a thousand times is wrong in one way."""

from collections.abc import Iterable

from jiannuo.core.values.problems import Problem

MOST_PROBLEMS = 500


class Enough(Exception):
    """So much is wrong that looking for more is no help."""


class Notes(list[Problem]):
    """Problems in the order in which they were found; raises Enough with the one that fills it."""

    def append(self, problem: Problem) -> None:
        """Note a problem."""
        super().append(problem)
        if len(self) >= MOST_PROBLEMS:
            raise Enough

    def extend(self, problems: Iterable[Problem]) -> None:
        """Note several problems."""
        for problem in problems:
            self.append(problem)
