import json
from pathlib import Path

import pytest

from jiannuo.interfaces.cli.running import main
from tests.cli.conftest import SMALL_CHARTER

Shown = pytest.CaptureFixture[str]


@pytest.fixture
def newer_charter(small_charter: Path, tmp_path: Path) -> Path:
    """Return a second edition with half the limit and one promise more."""
    text = SMALL_CHARTER.replace('edition: "1"', 'edition: "2"').replace("within: 2 h", "within: 1 h, to: customer")
    folder = tmp_path / "newer"
    folder.mkdir()
    again = "  again: {title: {zh: 再答, en: Again}, of: ticket, expect: answered, after: answered, within: 8 h}\n"
    (folder / "charter.yaml").write_text(text + again, encoding="utf-8")
    return folder


def test_editions_that_do_not_differ_end_well(small_charter: Path, capsys: Shown) -> None:
    assert main(["charter", "diff", str(small_charter), str(small_charter), "--lang", "en"]) == 0
    assert capsys.readouterr().out == "The two editions do not differ.\n"
    assert main(["charter", "diff", str(small_charter), str(small_charter), "--lang", "zh"]) == 0
    assert capsys.readouterr().out == "两个版本没有不同。\n"


def test_changes_are_told_in_english(small_charter: Path, newer_charter: Path, capsys: Shown) -> None:
    assert main(["charter", "diff", str(small_charter), str(newer_charter), "--lang", "en"]) == 1
    assert capsys.readouterr().out == (
        "The charter\n"
        "  ~ desk Service desk\n"
        "    edition: 1 → 2\n"
        "Promises\n"
        "  ~ answer\n"
        "    For: owed to customer\n"
        "    limit: 2 hours → 1 hour (stricter)\n"
        "    owed to: (none) → customer\n"
        "  + again Again (added)\n"
        "    answered ──[8 hours]──▶ due\n"
        "Promises: 1 added, 0 removed, 1 changed; 1 stricter, 0 looser.\n"
    )


def test_changes_are_told_in_chinese(small_charter: Path, newer_charter: Path, capsys: Shown) -> None:
    assert main(["charter", "diff", str(newer_charter), str(small_charter), "--lang", "zh"]) == 1
    assert capsys.readouterr().out == (
        "制度\n"
        "  ~ desk 服务台制度\n"
        "    版本：2 → 1\n"
        "承诺\n"
        "  ~ answer\n"
        "    时限：1 小时 → 2 小时（更宽）\n"
        "    服务对象：customer → （无）\n"
        "  - again 再答（删除）\n"
        "    answered ──[8 小时]──▶ 截止\n"
        "承诺：新增 0 项，删除 1 项，改动 1 项；更严 0 处，更宽 1 处。\n"
    )


def test_changes_in_json_have_both_languages(small_charter: Path, newer_charter: Path, capsys: Shown) -> None:
    command = ["charter", "diff", str(small_charter), str(newer_charter), "--format", "json"]
    assert main(command) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["old"], told["new"]["edition"], told["differ"]) == ({"charter": "desk", "edition": "1"}, "2", True)
    answer = next(change for change in told["changes"] if change["id"] == "answer")
    assert (answer["section"], answer["change"], answer["to"]) == ("promises", "changed", "customer")
    assert answer["details"][0] == {
        "key": "within",
        "label": {"zh": "时限", "en": "limit"},
        "old": {"zh": "2 小时", "en": "2 hours"},
        "new": {"zh": "1 小时", "en": "1 hour"},
        "effect": "stricter",
    }
    assert main(["charter", "diff", str(small_charter), str(small_charter), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["changes"] == []


def test_an_edition_that_is_refused_keeps_them_from_being_compared(
    small_charter: Path, wrong_charter: Path, tmp_path: Path, capsys: Shown
) -> None:
    for other in (str(wrong_charter), str(tmp_path / "nowhere")):
        assert main(["charter", "diff", other, str(small_charter), "--lang", "en"]) == 2
        shown = capsys.readouterr()
        assert (shown.out, shown.err.startswith("error C")) == ("", True)


@pytest.mark.parametrize(
    ("before", "after", "told_zh", "told_en"),
    [
        ("en: Service desk", "en: Help desk", "名称：Service desk → Help desk", "title: Service desk → Help desk"),
        ("zh: 服务台制度", "zh: 求助台制度", "名称：服务台制度 → 求助台制度", "title: 服务台制度 → 求助台制度"),
    ],
)
def test_a_change_of_the_words_in_one_language_is_seen_in_the_other(
    before: str, after: str, told_zh: str, told_en: str, small_charter: Path, tmp_path: Path, capsys: Shown
) -> None:
    folder = tmp_path / "reworded"
    folder.mkdir()
    assert before in SMALL_CHARTER
    (folder / "charter.yaml").write_text(SMALL_CHARTER.replace(before, after), encoding="utf-8")
    for language, told in (("zh", told_zh), ("en", told_en)):
        assert main(["charter", "diff", str(small_charter), str(folder), "--lang", language]) == 1
        assert f"    {told}\n" in capsys.readouterr().out
