import re

import pytest

from jiannuo.core.values.problems import Refusal
from jiannuo.interfaces.cli.parsing import _Parser, parse_arguments
from jiannuo.interfaces.cli.table import COMMANDS

CHINESE = re.compile(r"[\u3400-\u9fff]")


def refused(arguments: list[str]) -> list[tuple[str, str, str]]:
    with pytest.raises(Refusal) as refusal:
        parse_arguments(arguments, language="en")
    return [(problem.code, problem.message("en"), problem.cure("en")) for problem in refusal.value.problems]


def test_a_command_of_two_words_takes_its_arguments_in_any_order() -> None:
    for arguments in (
        ["charter", "explain", "folder", "in_time", "--parameters", "p.yaml"],
        ["charter", "explain", "--parameters", "p.yaml", "folder", "in_time"],
        ["charter", "explain", "folder", "--parameters=p.yaml", "in_time"],
    ):
        command, given = parse_arguments(arguments, language="en")
        assert command.name == "charter explain"
        assert (given.charter, given.promise, given.parameters) == ("folder", "in_time", "p.yaml")


def test_options_of_all_commands_may_stand_before_the_command_and_within_it() -> None:
    for arguments in (
        ["--lang", "en", "charter", "check", "folder"],
        ["charter", "--lang", "en", "check", "folder"],
        ["charter", "check", "folder", "--lang=en"],
    ):
        command, given = parse_arguments(arguments, language="en")
        assert (command.name, given.charter, given.lang) == ("charter check", "folder", "en")


def test_an_audit_takes_several_files() -> None:
    arguments = ["audit", "charters/a", "--log", "m.yaml", "--events", "a.csv", "b.csv", "--as-of", "2016-03-01T00:00Z"]
    command, given = parse_arguments(arguments, language="en")
    assert command.name == "audit"
    assert (given.charter, given.log, given.events) == ("charters/a", "m.yaml", ["a.csv", "b.csv"])
    assert (given.as_of, given.out, given.parameters, given.progress) == ("2016-03-01T00:00Z", None, None, False)


def test_an_option_named_like_a_keyword_of_python_is_stored_with_an_underscore() -> None:
    _, given = parse_arguments(["explain", "3f2a", "--in", "out"], language="en")
    assert (given.finding, given.in_) == ("3f2a", "out")


def test_an_unknown_command_is_refused_with_the_nearest() -> None:
    known = "The commands are: charter, log, simulate, audit, judge, what-if, explain."
    assert refused(["chartr"]) == [("T001", "There is no command named chartr.", f"{known} Did you mean charter?")]
    assert refused(["xyz"]) == [("T001", "There is no command named xyz.", known)]
    assert refused(["log", "chek", "m"]) == [
        ("T001", "There is no command named chek.", "The commands are: check. Did you mean check?")
    ]


def test_a_missing_command_is_refused_with_those_there_are() -> None:
    assert refused(["charter"]) == [
        (
            "T002",
            "A command is missing after jiannuo charter.",
            "The commands are: new, check, explain, schema, clauses, diff.",
        )
    ]
    assert [code for code, _, _ in refused([])] == ["T002"]


def test_unknown_and_missing_arguments_are_told_together() -> None:
    assert refused(["audit", "folder", "--lgo", "m.yaml"]) == [
        (
            "T004",
            "These arguments are not known: --lgo, m.yaml.",
            "Take them out, or run jiannuo audit --help to see those that exist. Did you mean --log?",
        ),
        (
            "T003",
            "Required arguments are missing: --log MAPPING, --events FILE….",
            "Run jiannuo audit --help to see how it is called.",
        ),
    ]


def test_a_shortened_option_is_not_guessed() -> None:
    assert [code for code, _, _ in refused(["explain", "3f2a", "--in", "out", "--form", "json"])] == ["T004"]


def test_an_option_without_its_value_is_refused() -> None:
    assert refused(["explain", "3f2a", "--in"]) == [
        ("T005", "The argument --in needs a value after it.", "Run jiannuo explain --help to see how it is called.")
    ]


def test_a_value_that_is_not_offered_is_refused() -> None:
    assert refused(["charter", "schema", "--format", "xml"]) == [
        ("T006", "The argument --format cannot be xml.", "Choose one of: text, json.")
    ]


def test_a_value_after_what_takes_none_is_refused_in_our_own_words() -> None:
    seen = "or run jiannuo charter clauses --help to see how it is called."
    assert refused(["charter", "clauses", "folder", "--missing=yes"]) == [
        ("T013", "The argument --missing takes no value, and yes was given.", f"Write --missing alone, {seen}")
    ]
    assert [code for code, _, _ in refused(["audit", "-hx"])] == ["T013"]


@pytest.mark.parametrize("option", ["--out", "--as-of", "--parameters", "--engine"])
def test_an_option_given_as_an_empty_text_is_not_taken_for_one_left_out(option: str) -> None:
    given = ["audit", "folder", "--log", "m.yaml", "--events", "a.csv", option, ""]
    told = (
        "T005",
        f"The argument {option} needs a value after it.",
        "Run jiannuo audit --help to see how it is called.",
    )
    assert refused(given) == [told]


def test_an_empty_name_among_several_files_is_refused() -> None:
    assert [code for code, _, _ in refused(["audit", "c", "--log", "m", "--events", "a.csv", ""])] == ["T005"]


def test_any_other_complaint_is_refused_with_its_words() -> None:
    with pytest.raises(Refusal) as refusal:
        _Parser("audit", (), "en").error("what nobody foresaw")
    assert [problem.code for problem in refusal.value.problems] == ["T007"]
    assert "what nobody foresaw" in refusal.value.problems[0].message("en")


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_help_names_every_argument_in_one_language(command, language, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        parse_arguments([*command.name.split(), "--help"], language=language)
    shown = capsys.readouterr().out
    assert end.value.code == 0
    assert all(argument.name in shown or argument.shown in shown for argument in command.all_arguments)
    assert all(argument.help.within(language) in shown for argument in command.all_arguments)
    assert bool(CHINESE.search(shown)) == (language == "zh")


def test_the_help_of_the_program_names_every_command_and_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse_arguments(["-h"], language="zh")
    shown = capsys.readouterr().out
    assert all(command.name in shown for command in COMMANDS)
    assert [line.split()[0] for line in shown.partition("退出码：")[2].splitlines()[1:5]] == ["0", "1", "2", "3"]


def test_the_help_of_a_group_names_its_commands(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse_arguments(["charter", "--help"], language="en")
    shown = capsys.readouterr().out
    assert "charter clauses  list the clauses" in shown
    assert "log check" not in shown


def test_an_unknown_switch_before_any_command_is_named() -> None:
    assert [code for code, _, _ in refused(["-x"])] == ["T004"]
