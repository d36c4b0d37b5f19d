"""A calendar year that is not known, met in judging: the verdict is unknown, and the year is named (5.15)."""

from jiannuo.core.values.problems import HOLIDAY_YEAR_MISSING, Refusal


def missing_year(refusal: Refusal) -> str:
    """Return the year that a calendar lacks; raise the refusal again if it is about anything else."""
    for problem in refusal.problems:
        if problem.code == HOLIDAY_YEAR_MISSING.code:
            return str(problem.values["year"])
    raise refusal
