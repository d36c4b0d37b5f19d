"""The last guard of a command: whatever happens inside, a person reads sentences and a script an exit code."""

import os
import traceback
from types import TracebackType

from jiannuo.core.values.problems import Refusal
from jiannuo.interfaces.cli import exits
from jiannuo.interfaces.cli.failing import problem_of
from jiannuo.interfaces.cli.printing import print_problems
from jiannuo.interfaces.cli.session import Session

TRACE_VARIABLE = "JIANNUO_DEBUG"


class Guard:
    """Turns every exception of the guarded block into problems shown and the exit code `code`."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.code = exits.COULD_NOT_RUN

    def __enter__(self) -> "Guard":
        """Begin to guard."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, failure: BaseException | None, trace: TracebackType | None
    ) -> bool:
        """Tell what happened and let nothing out; a reader who went away is told nothing."""
        match failure:
            case None:
                return False
            case SystemExit():
                self.code = failure.code if isinstance(failure.code, int) else exits.ALL_WELL
            case BrokenPipeError():
                self.discard_output()
            case Refusal():
                self._refuse(failure)
            case _:
                self._fail(failure)
        return True

    def discard_output(self) -> None:
        """Send what is still to be written nowhere, so that the end of the process is quiet too."""
        os.dup2(os.open(os.devnull, os.O_WRONLY), self.session.output.fileno())

    def _refuse(self, refusal: Refusal) -> None:
        print_problems(self.session, refusal.problems, with_count=len(refusal.problems) > 1)
        self.code = exits.exit_after_refusal(refusal)

    def _fail(self, failure: BaseException) -> None:
        if os.environ.get(TRACE_VARIABLE):
            traceback.print_exception(failure, file=self.session.errors)
        print_problems(self.session, [problem_of(failure)])
