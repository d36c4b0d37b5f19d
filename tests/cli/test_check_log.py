import json
from pathlib import Path

import pytest

from jiannuo.interfaces.cli.running import main
from tests.cli.conftest import Desk

Shown = pytest.CaptureFixture[str]


def check(desk: Desk, *further: str) -> int:
    return main(["log", "check", str(desk.mapping), str(desk.log), *further])


def test_a_log_is_counted_by_type_of_event(desk: Desk, capsys: Shown) -> None:
    assert check(desk, "--lang", "en") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Event log: log.csv"
    assert lines[1] == "6 rows read: 6 made events, 0 are copies, 0 were set aside, 0 hold no event."
    assert [line.split() for line in lines[3:5]] == [["2", "answered"], ["4", "opened"]]


ORIGIN = """\
origin: {title: {zh: 工单, en: Tickets}, source: Bern, licence: CC0, attribution: {zh: 伯尔尼, en: City of Bern}, simulated: true}
"""


def test_where_the_log_comes_from_is_told_and_made_up_events_are_marked(desk: Desk, capsys: Shown) -> None:
    desk.mapping.write_text(ORIGIN + desk.mapping.read_text(encoding="utf-8"), encoding="utf-8")
    assert check(desk, "--lang", "zh") == 0
    assert capsys.readouterr().out.splitlines()[:5] == [
        "【模拟数据】业务记录由程序模拟生成，不是真实发生的事。",
        "业务记录：工单（log.csv）",
        "来源：Bern",
        "许可：CC0",
        "署名：伯尔尼",
    ]
    assert check(desk, "--format", "json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["origin"]["licence"], told["origin"]["simulated"], told["simulated"]) == ("CC0", True, True)


def test_events_are_called_by_the_labels_of_the_charter(desk: Desk, capsys: Shown) -> None:
    file = desk.charter / "charter.yaml"
    labelled = file.read_text(encoding="utf-8").replace(
        "answered: {", "answered: {label: {zh: 已答复, en: reply sent}, "
    )
    file.write_text(labelled, encoding="utf-8")
    desk.with_rows("T1,Open,2024-07-15 09:00")
    assert check(desk, "--charter", str(desk.charter), "--lang", "zh") == 0
    assert "承诺 answer 用到的业务记录类型 已答复（answered） 从未出现。" in capsys.readouterr().err
    desk.with_rows("T1,Answer,2024-07-15 09:00")
    assert check(desk, "--charter", str(desk.charter), "--lang", "en") == 0
    assert "        1  reply sent (answered)" in capsys.readouterr().out


def test_rows_set_aside_are_written_where_asked_for(desk: Desk, tmp_path: Path, capsys: Shown) -> None:
    desk.with_rows("T1,Open,2024-07-15 09:00", "T2,Open,yesterday")
    rejects = tmp_path / "rejects.csv"
    assert check(desk, "--rejects", str(rejects), "--format", "json") == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["rows"]["read"], said["rows"]["used"], said["rows"]["set_aside"]) == (2, 1, 1)
    _, row = rejects.read_text(encoding="utf-8-sig").splitlines()
    assert row.startswith("log.csv,3,") and "yesterday" in row


def test_a_log_without_a_usable_event_ends_with_3(desk: Desk, capsys: Shown) -> None:
    desk.with_rows()
    assert check(desk, "--lang", "en") == 3
    assert "There is no usable event." in capsys.readouterr().out


def test_a_wrong_mapping_could_not_be_used(desk: Desk, capsys: Shown) -> None:
    desk.mapping.write_text(desk.mapping.read_text(encoding="utf-8").replace("at: when", "att: when"), encoding="utf-8")
    assert check(desk, "--lang", "en") == 2
    assert "Did you mean at?" in capsys.readouterr().err


def test_a_wrong_charter_to_check_by_ends_with_1(desk: Desk, wrong_charter: Path, capsys: Shown) -> None:
    assert check(desk, "--charter", str(wrong_charter)) == 1
    assert "C201" in capsys.readouterr().err


def test_a_folder_in_the_place_of_the_rejects_is_named_as_it_was_given(
    desk: Desk, tmp_path: Path, capsys: Shown
) -> None:
    (tmp_path / "taken").mkdir()
    assert check(desk, "--rejects", str(tmp_path / "taken"), "--lang", "en") == 2
    assert f"{tmp_path / 'taken'} could not be read or written: it is a folder" in capsys.readouterr().err
    assert [path.name for path in tmp_path.glob("taken*")] == ["taken"]
    assert list((tmp_path / "taken").iterdir()) == []


def test_a_folder_in_the_place_of_the_log_is_refused_as_one(desk: Desk, capsys: Shown) -> None:
    assert main(["log", "check", str(desk.mapping), str(desk.charter), "--lang", "en"]) == 2
    assert "error L014\n  The file desk cannot be read: it is a folder and not a file." in capsys.readouterr().err
