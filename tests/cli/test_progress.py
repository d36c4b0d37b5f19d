import io

from jiannuo.interfaces.cli.progress import Progress
from jiannuo.interfaces.cli.session import Session


def shown(*, shows_progress: bool) -> str:
    session = Session("zh", "text", io.StringIO(), io.StringIO(), shows_progress=shows_progress)
    with Progress(session) as progress:
        progress("reading", 0, 20)
        progress("reading", 10, 20)
        progress("reading", 20, 20)
        progress("judging", 5, 20)
    assert session.output.getvalue() == ""  # type: ignore[attr-defined]
    return session.errors.getvalue()  # type: ignore[attr-defined]


def test_each_stage_is_shown_once_with_how_far_it_came() -> None:
    reading, judging = shown(shows_progress=True).splitlines()[:2]
    assert "读取业务记录" in reading and "100%" in reading
    assert "判定履约项" in judging and "25%" in judging


def test_nothing_is_shown_when_progress_is_not_wanted() -> None:
    assert shown(shows_progress=False) == ""
