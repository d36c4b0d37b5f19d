from tests.cli.bad_input_page import PAGE, compose


def test_the_page_on_bad_input_shows_what_is_said_now() -> None:
    assert PAGE.read_text(encoding="utf-8") == compose(), "run `python -m tests.cli.bad_input_page`"


def test_no_bad_input_ends_in_a_traceback_or_as_if_all_were_well() -> None:
    page = compose()
    assert "Traceback" not in page
    assert "T024" not in page
    codes = [
        line for before, line in zip(page.splitlines(), page.splitlines()[1:], strict=False) if before == "$ echo $?"
    ]
    assert codes == ["2", "2", "2", "2", "0", "2", "2"]
