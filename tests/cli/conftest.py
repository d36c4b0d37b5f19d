"""A small charter for the commands that need one."""

from pathlib import Path

import pytest

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
