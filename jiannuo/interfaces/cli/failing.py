"""What a person is told when a command cannot go on: one sentence and a cure, never a traceback."""

import errno

from jiannuo.core.values.problems import Problem
from jiannuo.core.values.texts import Text
from jiannuo.interfaces.cli import problems

_REASONS: dict[int, Text] = {
    errno.ENOENT: Text(zh="不存在", en="it does not exist"),
    errno.EACCES: Text(zh="没有权限", en="permission was denied"),
    errno.EPERM: Text(zh="没有权限", en="permission was denied"),
    errno.EISDIR: Text(zh="它是文件夹而不是文件", en="it is a folder and not a file"),
    errno.ENOTDIR: Text(zh="路径中有一段不是文件夹", en="a part of its path is no folder"),
    errno.EROFS: Text(zh="它在只读的磁盘上", en="it lies on a read-only disk"),
    errno.EEXIST: Text(zh="已经存在", en="it exists already"),
}
_OTHER_REASON = Text(zh="系统报告 {words}", en="the system reports {words}")
_NO_SPACE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_A_FILE = Text(zh="文件", en="a file")


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
            return problems.FILE_REFUSED.at(path=failure.filename or _A_FILE, reason=_reason(failure))
        case _:
            return problems.UNFORESEEN.at(name=_first_line(failure))


def _reason(failure: OSError) -> Text:
    known = _REASONS.get(failure.errno or 0)
    return known or _OTHER_REASON.filled(words=failure.strerror or failure.errno)


def _first_line(failure: BaseException) -> str:
    said = str(failure).strip().partition("\n")[0]
    return f"{type(failure).__name__}: {said}" if said else type(failure).__name__
