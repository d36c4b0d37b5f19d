"""A new charter stands as it is written: it passes, its log is read whole, and the audit says what was added by hand."""

import json
import re
from pathlib import Path

import pytest

from jiannuo.core.charters.starting import STARTER_FILES
from jiannuo.interfaces.cli.running import main

Shown = pytest.CaptureFixture[str]
CHINESE = re.compile(r"[\u3400-\u9fff]")


@pytest.fixture
def started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Shown) -> Path:
    """Return the folder of a new charter, which is also the current one."""
    folder = tmp_path / "charters" / "complaints"
    assert main(["charter", "new", str(folder), "--lang", "en"]) == 0
    monkeypatch.chdir(folder)
    capsys.readouterr()
    return folder


def files_in(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_what_was_written_and_what_to_do_next_are_told(tmp_path: Path, capsys: Shown) -> None:
    assert main(["charter", "new", str(tmp_path / "en"), "--lang", "en"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"Written to {tmp_path / 'en'}:",
        "  README.md",
        "  charter/charter.yaml",
        "  mapping.yaml",
        "  events.csv",
        "Begin with README.md; the charter is charter/charter.yaml. Check it after each change:",
        f"  jiannuo charter check {tmp_path / 'en' / 'charter'}",
    ]
    assert main(["charter", "new", str(tmp_path / "zh"), "--lang", "zh"]) == 0
    assert capsys.readouterr().out.splitlines()[0] == f"已写入 {tmp_path / 'zh'}："
    assert main(["charter", "new", str(tmp_path / "json"), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "folder": str(tmp_path / "json"),
        "files": ["README.md", "charter/charter.yaml", "mapping.yaml", "events.csv"],
    }
    assert files_in(tmp_path / "en") == files_in(tmp_path / "zh") == sorted(STARTER_FILES)


def test_the_charter_passes_without_a_warning(started: Path, capsys: Shown) -> None:
    assert main(["charter", "check", "charter", "--format", "json"]) == 0
    checked = json.loads(capsys.readouterr().out)
    assert (checked["promises"], checked["clauses"]) == (["accept", "reply", "approve", "call-back"], 3)
    assert checked["problems"] == []


def test_the_log_is_used_to_the_last_row(started: Path, capsys: Shown) -> None:
    command = ["log", "check", "mapping.yaml", "events.csv", "--charter", "charter", "--format", "json"]
    assert main(command) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["reasons"], told["warnings"], told["origin"]["simulated"]) == ([], [], True)
    assert told["rows"]["read"] == told["rows"]["used"] == 16


def test_the_audit_says_what_was_added_by_hand(started: Path, capsys: Shown) -> None:
    command = ["audit", "charter", "--log", "mapping.yaml", "--events", "events.csv", "--out", "out"]
    assert main([*command, "--format", "json"]) == 1
    promises = json.loads(capsys.readouterr().out)["promises"]
    verdicts = {each["id"]: {v: n for v, n in each["verdicts"].items() if n} for each in promises}
    # C2 came at 16:00 before the holiday and was accepted at 11:30 after it; C5 has just come. C3 was withdrawn. C2 was
    # answered late and without approval. C4 came by phone and was not called back within three days.
    assert verdicts == {
        "accept": {"kept": 3, "broken": 1, "pending": 1},
        "reply": {"kept": 2, "broken": 1},
        "approve": {"kept": 2, "broken": 1},
        "call-back": {"kept": 1, "broken": 1},
    }
    assert (started / "out" / "report.html").is_file()


def test_every_command_of_the_readme_runs(started: Path, capsys: Shown) -> None:
    commands = re.findall(r"^jiannuo (.+)$", (started / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert [main(command.split()) for command in commands] == [0, 0, 0, 1]


def test_comments_stand_in_both_languages(started: Path) -> None:
    for name in ("charter/charter.yaml", "mapping.yaml"):
        text = (started / name).read_text(encoding="utf-8")
        blocks = re.findall(r"(?:^ *# .*\n)+", text, re.MULTILINE)
        assert len(blocks) >= 4
        for block in blocks:
            chinese = [bool(CHINESE.search(line)) for line in block.splitlines()]
            assert any(chinese) and not all(chinese), block


@pytest.mark.parametrize("content", ["notes.txt", ".hidden", "README.md", "charter/old.yaml"])
def test_a_folder_that_holds_anything_is_left_as_it_is(content: str, tmp_path: Path, capsys: Shown) -> None:
    kept = tmp_path / "mine" / content
    kept.parent.mkdir(parents=True)
    kept.write_text("mine", encoding="utf-8")
    assert main(["charter", "new", str(tmp_path / "mine"), "--lang", "en"]) == 2
    shown = capsys.readouterr()
    assert (shown.out, "error C119" in shown.err, content.split("/")[0] in shown.err) == ("", True, True)
    assert files_in(tmp_path / "mine") == [content]
    assert kept.read_text(encoding="utf-8") == "mine"


def test_an_empty_folder_and_the_current_one_are_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    assert main(["charter", "new", "."]) == 0
    assert files_in(tmp_path / "empty") == sorted(STARTER_FILES)


def test_a_place_that_cannot_be_a_folder_is_refused(tmp_path: Path, capsys: Shown) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    for place in (tmp_path / "file", tmp_path / "file" / "below"):
        assert main(["charter", "new", str(place), "--lang", "en"]) == 2
        assert "error C120" in capsys.readouterr().err
    assert files_in(tmp_path) == ["file"]


def test_what_could_not_be_written_whole_is_taken_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Shown
) -> None:
    opened = Path.open

    def full_at_the_mapping(self: Path, *given: str, **named: str) -> object:
        if self.name == "mapping.yaml" and given == ("xb",):
            raise OSError(28, "No space left on device", str(self))
        return opened(self, *given, **named)

    monkeypatch.setattr(Path, "open", full_at_the_mapping)
    assert main(["charter", "new", str(tmp_path / "a" / "b"), "--lang", "en"]) == 2
    assert "error C120" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
