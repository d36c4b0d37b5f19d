import errno

from jiannuo.core.values.system_reasons import reason_of


def test_a_known_reason_is_told_in_both_languages() -> None:
    reason = reason_of(OSError(errno.EACCES, "Permission denied"))
    assert (reason.zh, reason.en) == ("没有权限", "permission was denied")
    assert {reason_of(OSError(number, "")).zh for number in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)} == {"空间已满"}


def test_another_reason_is_told_in_the_words_of_the_system() -> None:
    assert reason_of(OSError(errno.EIO, "Input/output error")).zh == "系统报告 Input/output error"
    assert reason_of(ValueError("embedded null byte")).en == "the system reports embedded null byte"
    assert reason_of(OSError()).en == "the system reports OSError"
