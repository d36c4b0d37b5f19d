"""Progress of long work on the person's terminal; only commands with long work import this, as it loads rich."""

from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars

from jiannuo.core.values.texts import Text
from jiannuo.interfaces.cli.session import Session


class Progress:
    """Bars on standard error, one for each stage of the work; silent when the session shows no progress."""

    def __init__(self, session: Session) -> None:
        self._language = session.language
        self._stages: dict[str, TaskID] = {}
        console = Console(file=session.errors, highlight=False)
        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        self._bars = Bars(*columns, TimeElapsedColumn(), console=console, disable=not session.shows_progress)

    def __enter__(self) -> "Progress":
        """Begin to show the bars."""
        self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, failure: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave the bars as they stand."""
        self._bars.stop()

    def step(self, stage: Text, *, done: int, total: int | None = None) -> None:
        """Show how far a stage is, of a total if it is known; a stage begins with its first step."""
        name = stage.within(self._language)
        if name not in self._stages:
            self._stages[name] = self._bars.add_task(name, total=total)
        self._bars.update(self._stages[name], completed=done, total=total)
