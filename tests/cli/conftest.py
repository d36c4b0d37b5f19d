"""A small charter for the commands that need one."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cli.personal_log import write_rides

SMALL_CHARTER = """\
charter: {id: desk, title: {zh: 服务台制度, en: Service desk}, zone: Asia/Shanghai, edition: "1", effective: 2020-01-01}
subjects:
  ticket: {id: ticket_id}
events:
  opened: {of: ticket, attributes: {ticket_id: text}}
  answered: {of: ticket, attributes: {ticket_id: text}}
promises:
  answer: {of: ticket, expect: answered, after: opened, within: 2 h}
"""


@pytest.fixture
def small_charter(tmp_path: Path) -> Path:
    """Return the folder of a charter with the one promise `answer`."""
    folder = tmp_path / "desk"
    folder.mkdir()
    (folder / "charter.yaml").write_text(SMALL_CHARTER, encoding="utf-8")
    return folder


@pytest.fixture
def wrong_charter(small_charter: Path) -> Path:
    """Return the folder of the same charter with `within` misspelt on line 8."""
    file = small_charter / "charter.yaml"
    file.write_text(SMALL_CHARTER.replace("within:", "wthin:"), encoding="utf-8")
    return small_charter


MAPPING = """\
mapping: {id: desk-log, zone: Asia/Shanghai}
events:
  - event: {column: what, names: {Open: opened, Answer: answered}}
    at: when
    attributes: {ticket_id: ticket}
"""
LOG = """\
ticket,what,when
T1,Open,2024-07-15 09:00
T1,Answer,2024-07-15 10:00
T2,Open,2024-07-15 09:00
T2,Answer,2024-07-15 12:00
T3,Open,2024-07-15 09:30
T4,Open,2024-07-15 11:00
"""


@dataclass(frozen=True)
class Desk:
    """A charter with a mapping and a log: T1 is answered after 1 h, T2 after 3 h, T3 not, T4 is open for 1 h; 2 h are owed."""

    charter: Path
    mapping: Path
    log: Path

    def audit(self, *further: str) -> list[str]:
        """Return the arguments that audit the log."""
        return ["audit", str(self.charter), "--log", str(self.mapping), "--events", str(self.log), *further]

    def with_rows(self, *rows: str) -> "Desk":
        """Write a log of the header and these rows in place of the log."""
        self.log.write_text("\n".join(["ticket,what,when", *rows, ""]), encoding="utf-8")
        return self


@pytest.fixture
def desk(small_charter: Path, tmp_path: Path) -> Desk:
    """Return a charter with a mapping and a log that fit."""
    mapping, log = tmp_path / "mapping.yaml", tmp_path / "log.csv"
    mapping.write_text(MAPPING, encoding="utf-8")
    log.write_text(LOG, encoding="utf-8")
    return Desk(small_charter, mapping, log)


@pytest.fixture
def rides(tmp_path: Path) -> list[str]:
    """Return the arguments that audit a log full of persons."""
    return write_rides(tmp_path)
