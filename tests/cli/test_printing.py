import io
import json

from jiannuo.core.values.problems import Place, Problem, ProblemKind
from jiannuo.core.values.texts import Text
from jiannuo.interfaces.cli.printing import count_problems, describe_problem, print_problems
from jiannuo.interfaces.cli.session import Session

AMBIGUOUS = ProblemKind(
    "C901",
    Text(zh="“{value}”有歧义。", en="`{value}` is ambiguous."),
    Text(zh="写成 2 个工作日。", en="Write 2 working days."),
)
SUSPECT = ProblemKind("C902", Text(zh="可疑。", en="It is suspect."), Text(zh="请确认。", en="Look at it."), "warning")


def session(form: str) -> Session:
    return Session("en", form, io.StringIO(), io.StringIO())  # type: ignore[arg-type]


def place(source_line: str, column: int, width: int) -> Place:
    return Place("a/promises.yaml", 12, column, source_line, width)


def test_a_problem_shows_its_place_its_line_a_caret_the_message_and_the_cure() -> None:
    problem = AMBIGUOUS.at(place("within: 2 days\n", 9, 6), value="2 days")
    assert describe_problem(problem, language="en") == (
        "error C901  a/promises.yaml:12:9\n"
        "  12 | within: 2 days\n"
        "     |         ^^^^^^\n"
        "  `2 days` is ambiguous.\n"
        "  Cure: Write 2 working days.\n"
    )
    assert describe_problem(problem, language="zh") == (
        "错误 C901  a/promises.yaml:12:9\n"
        "  12 | within: 2 days\n"
        "     |         ^^^^^^\n"
        "  “2 days”有歧义。\n"
        "  办法：写成 2 个工作日。\n"
    )


def test_the_caret_stands_under_its_word_behind_and_beneath_wide_characters() -> None:
    lines = describe_problem(AMBIGUOUS.at(place("到达: 两天内", 5, 2), value="两天"), language="zh").splitlines()
    assert lines[1] == "  12 | 到达: 两天内"
    assert lines[2] == "     | " + " " * 6 + "^^^^"


def test_a_tab_before_the_caret_stays_a_tab() -> None:
    lines = describe_problem(AMBIGUOUS.at(place("\twithin: 2 d", 10, 3), value="2 d"), language="en").splitlines()
    assert lines[2] == "     | \t        ^^^"


def test_a_caret_beyond_the_end_of_the_line_is_one_wide() -> None:
    lines = describe_problem(AMBIGUOUS.at(place("within:", 8, 1), value=""), language="en").splitlines()
    assert lines[2] == "     |        ^"


def test_a_problem_without_a_place_shows_none() -> None:
    assert describe_problem(SUSPECT.at(), language="en") == "warning C902\n  It is suspect.\n  Cure: Look at it.\n"


def test_problems_are_counted_in_both_languages() -> None:
    problems: list[Problem] = [AMBIGUOUS.at(value="x"), SUSPECT.at(), SUSPECT.at()]
    assert count_problems(problems) == Text(zh="错误 1 个，警告 2 个。", en="1 error, 2 warnings.")
    assert count_problems(problems[1:2]).en == "0 errors, 1 warning."


def test_text_goes_to_the_side_of_errors() -> None:
    shown = session("text")
    print_problems(shown, [SUSPECT.at()], with_count=True)
    assert shown.output.getvalue() == ""  # type: ignore[attr-defined]
    assert shown.errors.getvalue().endswith("\n\n0 errors, 1 warning.\n")  # type: ignore[attr-defined]


def test_json_is_the_result_and_says_everything_in_both_languages() -> None:
    shown = session("json")
    print_problems(shown, [AMBIGUOUS.at(place("within: 2 days", 9, 6), value="2 days"), SUSPECT.at()])
    assert shown.errors.getvalue() == ""  # type: ignore[attr-defined]
    assert json.loads(shown.output.getvalue()) == {  # type: ignore[attr-defined]
        "problems": [
            {
                "code": "C901",
                "severity": "error",
                "message": {"zh": "“2 days”有歧义。", "en": "`2 days` is ambiguous."},
                "cure": {"zh": "写成 2 个工作日。", "en": "Write 2 working days."},
                "file": "a/promises.yaml",
                "line": 12,
                "column": 9,
                "width": 6,
            },
            {
                "code": "C902",
                "severity": "warning",
                "message": {"zh": "可疑。", "en": "It is suspect."},
                "cure": {"zh": "请确认。", "en": "Look at it."},
                "file": None,
                "line": None,
                "column": None,
                "width": None,
            },
        ]
    }


def test_control_characters_of_a_source_line_never_reach_the_terminal() -> None:
    shown = describe_problem(AMBIGUOUS.at(place("a: \x1b[31mred\x00\u202e", 3, 2), value="\x1b]0;x\x07"), language="en")
    assert not [character for character in shown if ord(character) < 32 and character != "\n"]
    assert "\u202e" not in shown


def test_a_long_line_is_cut_around_the_caret() -> None:
    marked = place("x" * 50_000 + "HERE" + "y" * 50_000, 50_001, 4)
    line, carets = describe_problem(AMBIGUOUS.at(marked, value="x"), language="en").splitlines()[1:3]
    assert len(line) < 200
    assert line.index("HERE") == carets.index("^^^^")


def test_a_name_without_an_end_does_not_drown_its_sentence() -> None:
    said = describe_problem(AMBIGUOUS.at(value="x" * 100_000), language="en")
    assert said == f"error C901\n  `{'x' * 199}… is ambiguous.\n  Cure: Write 2 working days.\n"
    said = describe_problem(AMBIGUOUS.at(value="长" * 100_000), language="zh")
    assert said == f"错误 C901\n  “{'长' * 200}…”有歧义。\n  办法：写成 2 个工作日。\n"


def test_a_long_list_of_names_is_told_whole() -> None:
    names = "、".join(["first-contact"] * 100)
    assert names in describe_problem(AMBIGUOUS.at(value=names), language="zh")
