"""The tables of docs/calculations/verdicts: each row is a golden cell with its sentence and sum, or says why there is none."""

import re
from dataclasses import dataclass
from pathlib import Path

from tests.judging.golden import CELLS, Cell, all_cells
from tests.judging.sums import sum_rows

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "calculations" / "verdicts"
QUESTIONS = (
    "opens", "met", "broken", "excused", "excused after due", "end never comes", "boundary", "unknown condition",
    "pause over due", "reopening", "correction",
)  # fmt: skip
VERBS = ("expect", "never", "require", "hold")
_LINK = re.compile(r"\[(?P<name>[\w/-]+)\]\((?P<target>[^)]+)\)")
_IMPOSSIBLE = "Impossible: "


@dataclass(frozen=True)
class TableRow:
    """One row of a table of cells: the question, the sentence, the cell or none, the sum."""

    question: str
    sentence: str
    cell: Cell | None
    sum_by_hand: str

    @property
    def reason(self) -> str | None:
        """Return why there is no cell, if the row says so."""
        return self.sentence.removeprefix(_IMPOSSIBLE) if self.sentence.startswith(_IMPOSSIBLE) else None


def rows_of(text: str) -> list[TableRow]:
    """Return the rows of all four-column tables of a page."""
    found = []
    for line in text.splitlines():
        columns = [column.strip() for column in line.strip().strip("|").split("|")]
        if line.startswith("| ") and len(columns) == 4 and columns[0] not in ("question", "case") and columns[0]:
            found.append(TableRow(columns[0], columns[1], _cell(columns[2]), columns[3]))
    return found


def _cell(column: str) -> Cell | None:
    link = _LINK.search(column)
    return None if link is None else Cell((FOLDER / link["target"]).resolve())


def links_of(text: str) -> list[Path]:
    """Return the folders of cells that a page links to."""
    return [(FOLDER / link["target"]).resolve() for link in _LINK.finditer(text) if "/cells/" in link["target"]]


def written_row(question: str, cell: Cell) -> str:
    """Return the row of a cell as it stands in the page."""
    target = f"../../../tests/judging/cells/{cell.name}"
    says = cell.document("case.yaml")["says"]
    sums = "<br>".join(f"`{line}`" for line in sum_rows(cell.sum))
    return f"| {question} | {says} | [{cell.folder.name}]({target}) | {sums} |"


def page(verb: str) -> Path:
    """Return the page of a verb."""
    return FOLDER / f"{verb}.md"


def cells_of(verb: str) -> set[Path]:
    """Return the folders of all cells of a verb."""
    return {cell.folder.resolve() for cell in all_cells() if cell.folder.parent.name == verb}


def rewritten_page(text: str) -> str:
    """Return a page with the sentences and sums of its cells brought up to date."""
    lines = []
    for line in text.splitlines():
        rows = rows_of(line)
        known = rows and rows[0].cell is not None and rows[0].cell.folder.is_relative_to(CELLS.resolve())
        lines.append(written_row(rows[0].question, rows[0].cell) if known and rows[0].cell else line)
    return "\n".join(lines) + "\n"
