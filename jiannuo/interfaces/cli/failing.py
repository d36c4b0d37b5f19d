"""What a person is told when a command cannot go on: one sentence and a cure, never a traceback."""

import errno

from jiannuo.core.values.problems import Problem
from jiannuo.core.values.system_reasons import reason_of
from jiannuo.core.values.texts import Text
from jiannuo.interfaces.cli import problems

_NO_SPACE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_A_FILE = Text(zh="某个文件", en="a file")


def problem_of(failure: BaseException) -> Problem:
    """Return what to tell a person about an exception that no room foresaw."""
    match failure:
        case KeyboardInterrupt():
            return problems.INTERRUPTED.at()
        case MemoryError():
            return problems.MEMORY_EXHAUSTED.at()
        case OSError() if failure.errno in _NO_SPACE:
            return problems.DISK_FULL.at(path=failure.filename or _A_FILE)
        case OSError() if failure.errno is not None:
            # What is put into place under another name is told by the name that was asked for.
            path = failure.filename2 or failure.filename or _A_FILE
            return problems.FILE_REFUSED.at(path=path, reason=reason_of(failure))
        case _:
            return problems.UNFORESEEN.at(name=_first_line(failure))


def _first_line(failure: BaseException) -> str:
    said = str(failure).strip().partition("\n")[0]
    return f"{type(failure).__name__}: {said}" if said else type(failure).__name__
