"""The folder of a result: it appears whole under its name, or not at all."""

import errno
import glob
import os
import shutil
from pathlib import Path
from types import TracebackType

from jiannuo.core.engines import result_problems as kinds
from jiannuo.core.values.problems import Refusal
from jiannuo.core.values.system_reasons import reason_of
from jiannuo.core.values.texts import listed

FINDINGS, SUMMARY, REJECTS, REPORT = "findings.parquet", "summary.json", "rejects.csv", "report.html"
CHARTER, PARAMETERS, EVIDENCE = "charter", "parameters.yaml", "evidence.parquet"
COUNTS = "counts.json"
WORKBOOK = "report.xlsx"
CSV_FILES = ("findings.csv", "promises.csv", "periods.csv", "agenda.csv", "indicators.csv")
RESULT_FILES = frozenset(
    {FINDINGS, SUMMARY, REJECTS, REPORT, CHARTER, PARAMETERS, EVIDENCE, COUNTS, WORKBOOK, *CSV_FILES}
)
"""What a result consists of; a folder that holds anything else, or neither summary nor counts, is never replaced."""

MARKER = ".jiannuo-unfinished"
"""Lies in a folder that a run is still writing, and tells one that was left behind from anybody else's."""
_NO_SPACE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class ResultFolder:
    """Collects the files of a result in `partial`, beside the final place, and moves them there at the end.

    Within `with`, write to `partial`; leaving without an exception puts the folder into place, leaving with one removes
    what was written. Raises Refusal where the place is taken by something else or there is no space left.
    """

    def __init__(self, out: Path) -> None:
        self.out = Path(os.path.abspath(out))
        self.partial = self.out.with_name(f"{self.out.name}.partial-{os.getpid()}")

    def __enter__(self) -> "ResultFolder":
        """Make sure that the place is free and begin."""
        _check_free(self.out)
        try:
            self.out.parent.mkdir(parents=True, exist_ok=True)
            _remove_leftovers(self.out)
            self.partial.mkdir()
            (self.partial / MARKER).touch()
        except OSError as error:
            raise _refusal(self.out, error) from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, failure: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Put the folder into place, or remove what was written of it."""
        try:
            if failure is None:
                self._put_into_place()
        except OSError as error:
            failure = error
        finally:
            shutil.rmtree(self.partial, ignore_errors=True)
        if isinstance(failure, OSError) and failure.errno is not None:
            raise _refusal(self.out, failure) from failure

    def _put_into_place(self) -> None:
        (self.partial / MARKER).unlink()
        for path in self.partial.rglob("*"):
            _make_durable(path)
        _make_durable(self.partial)
        old = self.out.with_name(f"{self.out.name}.old-{os.getpid()}")
        replaces = self.out.exists()
        if replaces:
            _check_free(self.out)
            self.out.rename(old)
        try:
            self.partial.rename(self.out)
        except OSError:
            if replaces:
                old.rename(self.out)
            raise
        _make_durable(self.out.parent)
        if replaces:
            shutil.rmtree(old, ignore_errors=True)


def _make_durable(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _remove_leftovers(out: Path) -> None:
    """Remove what runs into the same place left behind that no longer run: killed, or their machine stopped."""
    for folder in sorted(out.parent.glob(f"{glob.escape(out.name)}.partial-*")):
        number = folder.name.rpartition("-")[2]
        is_ours = folder.is_dir() and not folder.is_symlink() and (folder / MARKER).is_file()
        if is_ours and number.isascii() and number.isdigit() and not _is_running(int(number)):
            shutil.rmtree(folder, ignore_errors=True)


def _is_running(process: int) -> bool:
    """Tell whether a process that is not this one is there; one of another user's counts."""
    if process == os.getpid():
        return False
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def _check_free(out: Path) -> None:
    """Refuse a place that holds anything but an earlier result."""
    try:
        found = sorted(os.listdir(out))
    except FileNotFoundError:
        return
    except NotADirectoryError as error:
        raise Refusal(kinds.OUT_TAKEN.at(path=out, found=out.name)) from error
    except OSError as error:
        raise _refusal(out, error) from error
    is_result = SUMMARY in found or COUNTS in found
    strangers = [name for name in found if name not in RESULT_FILES or not is_result]
    if strangers:
        raise Refusal(kinds.OUT_TAKEN.at(path=out, found=listed(strangers[:3])))


def _refusal(out: Path, error: OSError) -> Refusal:
    if error.errno in _NO_SPACE:
        return Refusal(kinds.OUT_FULL.at(path=out))
    return Refusal(kinds.OUT_UNWRITABLE.at(path=out, reason=reason_of(error)))
