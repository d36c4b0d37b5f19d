"""The page docs/bad-input.md: what the command line says about input it cannot use, taken from real runs.

`python -m tests.cli.bad_input_page` rewrites the page; a test holds it equal to what this composes.
"""

import gzip
import os
import shlex
import tempfile
from collections.abc import Callable
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from jiannuo.interfaces.cli.running import main
from tests.cli.conftest import LOG, MAPPING, SMALL_CHARTER
from tests.conftest import REPOSITORY

PAGE = REPOSITORY / "docs" / "bad-input.md"
CHECK = "jiannuo log check mapping.yaml log.csv --charter desk"


@dataclass(frozen=True)
class Case:
    """One kind of bad input: how it comes about in a folder with a charter, a mapping and a log, and what is run."""

    title: str
    said: str
    spoil: Callable[[], object]
    command: str = CHECK


def rows(*lines: str) -> Callable[[], object]:
    """Return what writes a log of these rows."""
    return lambda: Path("log.csv").write_text("\n".join(["ticket,what,when", *lines, ""]), encoding="utf-8")


def mapped(old: str, new: str) -> Callable[[], object]:
    """Return what changes the mapping."""
    return lambda: Path("mapping.yaml").write_text(MAPPING.replace(old, new), encoding="utf-8")


def cut() -> None:
    """Write a compressed log that breaks off."""
    Path("log.csv.gz").write_bytes(gzip.compress(LOG.encode(), mtime=0)[:-20])


def stranger() -> None:
    """Put something of the person's own where the result is to go."""
    Path("out").mkdir()
    Path("out", "notes.txt").write_text("mine")


CASES = (
    Case(
        "A compressed file that breaks off",
        "Nothing of the file is used: what is missing could be what was promised.",
        cut,
        "jiannuo log check mapping.yaml log.csv.gz",
    ),
    Case(
        "Another encoding",
        "A file whose text can hardly ever be decoded is refused; single rows that cannot are set aside.",
        lambda: Path("log.csv").write_bytes("工单,类型,时间\nT1,Open,2024-07-15 09:00\n".encode("gb18030")),
    ),
    Case("A missing column", "The nearest one is named.", mapped("ticket_id: ticket", "ticket_id: tickt")),
    Case(
        "Times without zone",
        "If no time of a column has a zone, the file is refused; single ones are set aside.",
        mapped(", zone: Asia/Shanghai", ""),
    ),
    Case(
        "Unknown events, bad rows",
        "One bad row never costs a good one. `--rejects FILE` writes every row that was set aside.",
        rows(
            "T1,Open,2024-07-15 09:00",
            "T1,Anser,2024-07-15 10:00",
            "T2,Open,soon",
            ",Open,2024-07-15",
            "T3,Open",
            "T4,Answer,2024-07-15 11:00",
        ),
    ),
    Case(
        "A mapping that does not fit the charter",
        "Every name the charter does not have is told, with its place.",
        mapped("ticket_id: ticket}", "tickt_id: ticket}"),
    ),
    Case(
        "A result that would overwrite something else",
        "Only an earlier result is ever replaced.",
        stranger,
        "jiannuo audit desk --log mapping.yaml --events log.csv --out out",
    ),
)

HEAD = """\
<!-- Written by `python -m tests.cli.bad_input_page` from real runs; do not edit. -->

# Input that cannot be used

What the command line says, and what it does not do: nothing half-read is used, nothing half-written looks whole, and no
traceback reaches anyone. Every message says what is wrong, where, and what to do. The exit code stands last.

A charter with mistakes is refused with all of them at once; `jiannuo charter check` shows each with its line.
"""
TAIL = """\
## A full disk, an interrupted run

A result is collected beside its final place, in `out.partial-…`, and moved there whole at the end. When the disk is full or
the run is interrupted, what was collected is removed, an earlier result stays as it was, and the message says which it was.
After a power cut `out.partial-…` may be left behind; it can be deleted.
"""


def told(case: Case) -> str:
    """Return what a case shows, in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder, chdir(folder):
        Path("desk").mkdir()
        Path("desk", "charter.yaml").write_text(SMALL_CHARTER, encoding="utf-8")
        Path("mapping.yaml").write_text(MAPPING, encoding="utf-8")
        Path("log.csv").write_text(LOG, encoding="utf-8")
        case.spoil()
        shown = StringIO()
        with redirect_stdout(shown), redirect_stderr(shown):
            code = main([*shlex.split(case.command)[1:], "--lang", "en"])
        said = shown.getvalue().replace(f"{os.path.realpath(folder)}{os.sep}", "").replace(f"{folder}{os.sep}", "")
        return f"$ {case.command}\n{said.rstrip()}\n$ echo $?\n{code}"


def compose() -> str:
    """Return the page."""
    sections = (f"## {case.title}\n\n{case.said}\n\n```console\n{told(case)}\n```\n" for case in CASES)
    return "\n".join((HEAD, *sections, TAIL))


if __name__ == "__main__":
    PAGE.write_text(compose(), encoding="utf-8")
