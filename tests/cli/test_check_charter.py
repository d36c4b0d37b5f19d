import json
import subprocess
import sys
from pathlib import Path

import pytest

from jiannuo.interfaces.cli.running import main


def test_a_good_charter_passes_in_either_language(small_charter: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["charter", "check", str(small_charter), "--lang", "zh"]) == 0
    assert capsys.readouterr().out == "制度“服务台制度”（版本 1）通过检查：承诺 1 项，条款 0 条。\n"
    assert main(["charter", "check", str(small_charter), "--lang", "en"]) == 0
    assert capsys.readouterr().out == "The charter “Service desk” (edition 1) passed: promises 1, clauses 0.\n"


def test_a_good_charter_in_json(small_charter: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["charter", "check", str(small_charter), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "charter": "desk",
        "title": {"zh": "服务台制度", "en": "Service desk"},
        "edition": "1",
        "promises": ["answer"],
        "clauses": 0,
        "problems": [],
    }


def test_a_wrong_charter_is_refused_with_the_place_and_the_nearest_key(
    wrong_charter: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["charter", "check", str(wrong_charter), "--lang", "en"]) == 1
    shown = capsys.readouterr()
    place = f"{wrong_charter / 'charter.yaml'}:8:57"
    assert shown.out == ""
    assert (
        "\n".join(
            [
                f"error C201  {place}",
                "  8 |   answer: {of: ticket, expect: answered, after: opened, wthin: 2 h}",
                "    |                                                         ^^^^^",
            ]
        )
        in shown.err
    )
    assert "Did you mean within?" in shown.err


def test_a_folder_that_is_not_there_could_not_be_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["charter", "check", str(tmp_path / "none"), "--format", "json"]) == 2
    assert [problem["code"] for problem in json.loads(capsys.readouterr().out)["problems"]] == ["C101"]


def test_checking_a_charter_loads_no_engine(small_charter: Path) -> None:
    script = (
        "import sys\nfrom jiannuo.interfaces.cli.running import main\n"
        f"main(['charter', 'check', {str(small_charter)!r}])\n"
        "print('LOADED', *sorted(set(sys.modules) & {'duckdb', 'jinja2', 'pyarrow', 'rich'}))"
    )
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ended.stdout.splitlines()[-1] == "LOADED"
