"""Progress of long work on the person's terminal; only commands with long work import this, as it loads rich."""

from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, SpinnerColumn, TaskID, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars

from jiannuo.core.values.texts import Text
from jiannuo.interfaces.cli.session import Session

STAGES: dict[str, Text] = {
    "compiling": Text(
        zh="首次在本机判定：编译内核，约需几分钟", en="First run here: compiling the kernel takes minutes"
    ),
    "reading": Text(zh="读取业务记录", en="Reading events"),
    "judging": Text(zh="判定履约项", en="Judging obligations"),
    "writing": Text(zh="写入结果", en="Writing results"),
}


class Progress:
    """Bars on standard error, one for each stage of the work; silent when the session shows no progress.

    It is called with the stage, how much of it is done and how much there is; a stage begins with its first call.
    """

    def __init__(self, session: Session) -> None:
        self._language = session.language
        self._tasks: dict[str, TaskID] = {}
        self._waiting: list[TaskID] = []
        console = Console(file=session.errors, highlight=False)
        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
        self._bars = Bars(*columns, TimeElapsedColumn(), console=console, disable=not session.shows_progress)

    def __enter__(self) -> "Progress":
        """Begin to show the bars."""
        self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, failure: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave the bars as they stand; what was waited for is done unless something failed."""
        if kind is None:
            self._end_waiting()
        self._bars.stop()

    def wait(self, stage: str) -> None:
        """Show a stage of which nobody knows how far it is, until writing begins or the bars are left."""
        self._waiting.append(self._bars.add_task(STAGES[stage].within(self._language), total=None))

    def _end_waiting(self) -> None:
        for task in self._waiting:
            self._bars.update(task, total=1, completed=1)
        self._waiting = []

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Show how far a stage is."""
        if stage == "writing":
            self._end_waiting()
        if stage not in self._tasks:
            self._tasks[stage] = self._bars.add_task(STAGES[stage].within(self._language))
        self._bars.update(self._tasks[stage], completed=done, total=total)
