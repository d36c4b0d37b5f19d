import io

from jiannuo.core.values.texts import Text
from jiannuo.interfaces.cli.progress import Progress
from jiannuo.interfaces.cli.session import Session

READING = Text(zh="读取业务记录", en="Reading events")


def shown(*, shows_progress: bool) -> str:
    session = Session("zh", "text", io.StringIO(), io.StringIO(), shows_progress=shows_progress)
    with Progress(session) as progress:
        progress.step(READING, done=0, total=20)
        progress.step(READING, done=20, total=20)
    assert session.output.getvalue() == ""  # type: ignore[attr-defined]
    return session.errors.getvalue()  # type: ignore[attr-defined]


def test_a_stage_is_shown_once_with_how_far_it_came() -> None:
    said = shown(shows_progress=True)
    assert said.count("读取业务记录") == 1
    assert "20/20" in said


def test_nothing_is_shown_when_progress_is_not_wanted() -> None:
    assert shown(shows_progress=False) == ""
