"""Why the operating system refused a file, in both languages."""

import errno

from jiannuo.core.values.texts import Text

_REASONS: dict[int, Text] = {
    errno.ENOENT: Text(zh="不存在", en="it does not exist"),
    errno.EACCES: Text(zh="没有权限", en="permission was denied"),
    errno.EPERM: Text(zh="没有权限", en="permission was denied"),
    errno.EISDIR: Text(zh="它是文件夹而不是文件", en="it is a folder and not a file"),
    errno.ENOTDIR: Text(zh="路径中有一段不是文件夹", en="a part of its path is no folder"),
    errno.EROFS: Text(zh="它在只读的磁盘上", en="it lies on a read-only disk"),
    errno.EEXIST: Text(zh="已经存在", en="it exists already"),
    errno.ELOOP: Text(zh="链接互相指向，没有尽头", en="its links lead in a ring"),
    errno.ENOSPC: Text(zh="空间已满", en="no space is left"),
    errno.EDQUOT: Text(zh="空间已满", en="no space is left"),
    errno.EFBIG: Text(zh="空间已满", en="no space is left"),
    errno.ENAMETOOLONG: Text(zh="名称过长", en="its name is too long"),
}
_OTHER_REASON = Text(zh="系统报告 {words}", en="the system reports {words}")


def reason_of(error: Exception) -> Text:
    """Return the reason as part of a sentence; one that is not listed is told in the system's own words."""
    known = _REASONS.get(error.errno or 0) if isinstance(error, OSError) else None
    words = error.strerror if isinstance(error, OSError) else str(error)
    return known or _OTHER_REASON.filled(words=words or type(error).__name__)
