import pytest

from jiannuo.interfaces.cli.preferences import choose_form, choose_language


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "zh"),
        ({"LANG": ""}, "zh"),
        ({"LANG": "C"}, "zh"),
        ({"LANG": "C.UTF-8"}, "zh"),
        ({"LANG": "POSIX"}, "zh"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_TW"}, "zh"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8", "LC_ALL": "en_US.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": ""}, "en"),
    ],
)
def test_the_locale_chooses_the_language(environment: dict[str, str], language: str) -> None:
    assert choose_language([], environment) == language


@pytest.mark.parametrize("arguments", [["--lang", "en"], ["--lang=en"], ["audit", "x", "--lang", "zh", "--lang", "en"]])
def test_the_option_goes_before_the_locale_and_the_last_one_wins(arguments: list[str]) -> None:
    assert choose_language(arguments, {"LC_ALL": "zh_CN.UTF-8"}) == "en"


@pytest.mark.parametrize("arguments", [["--lang"], ["--lang", "xx"], ["--language", "en"]])
def test_a_wrong_option_leaves_the_locale(arguments: list[str]) -> None:
    assert choose_language(arguments, {"LANG": "zh_CN.UTF-8"}) == "zh"


def test_the_form_is_text_unless_json_is_asked_for() -> None:
    assert choose_form([]) == "text"
    assert choose_form(["--format", "xml"]) == "text"
    assert choose_form(["audit", "--format=json"]) == "json"
    assert choose_form(["--format", "json"]) == "json"
