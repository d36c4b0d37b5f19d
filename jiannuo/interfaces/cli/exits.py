"""Exit codes: what a script may conclude from a command."""

from typing import Final

from jiannuo.core.values.problems import Refusal
from jiannuo.core.values.texts import Text

ALL_WELL: Final = 0
BROKEN: Final = 1
DIFFERENT: Final = 1
COULD_NOT_RUN: Final = 2
UNDECIDED: Final = 3

MEANINGS: dict[int, Text] = {
    ALL_WELL: Text(
        zh="已有判定，没有未兑现，也没有无法判定；或要求的内容已给出",
        en="something was judged and nothing is broken or unknown; or what was asked for was shown",
    ),
    BROKEN: Text(
        zh="有未兑现，或制度未通过检查，或比较的两份制度不同",
        en="something is broken, a charter was refused, or the two charters compared differ",
    ),
    COULD_NOT_RUN: Text(zh="命令无法执行", en="the command could not run"),
    UNDECIDED: Text(
        zh="没有未兑现，但有无法判定，或没有可判定的内容",
        en="nothing is broken, but something is unknown or there was nothing to judge",
    ),
}


class CharterRefusal(Refusal):
    """A charter that was read and found wrong: a result, unlike the refusals that keep a command from running."""


class NothingToJudge(Refusal):
    """A log without anything that could be judged: nothing is broken, and nothing is known to be kept."""


def exit_after_refusal(refusal: Refusal) -> int:
    """Return the exit code for a refusal that ended a command."""
    match refusal:
        case CharterRefusal():
            return BROKEN
        case NothingToJudge():
            return UNDECIDED
        case _:
            return COULD_NOT_RUN
