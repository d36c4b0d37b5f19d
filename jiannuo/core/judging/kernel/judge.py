"""The kernel: the same findings as the reference judge gives, over columns and in compiled code (design, section 4)."""

from collections.abc import Iterator, Mapping

from jiannuo.core.judging.event import Reach
from jiannuo.core.judging.event_table import EventTable
from jiannuo.core.judging.kernel.expects import judge_expects
from jiannuo.core.judging.kernel.history import HISTORY
from jiannuo.core.judging.kernel.outcomes import Outcomes
from jiannuo.core.judging.kernel.reading import Reader
from jiannuo.core.judging.kernel.runs import Run, calendar_names
from jiannuo.core.judging.kernel.state_answers import STATE_ANSWERS
from jiannuo.core.judging.kernel.symbols import SymbolBook
from jiannuo.core.judging.kernel.tables import TABLES
from jiannuo.core.judging.kernel.tracks import track_of
from jiannuo.core.judging.kernel.world import World
from jiannuo.core.plans.plan import Group, Plan

ANSWERS = {**HISTORY, **STATE_ANSWERS, **TABLES}


class Kernel:
    """Judges tables of events by one plan; what it learns of conditions it keeps from table to table."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._symbols = {id(group): SymbolBook(group.book) for group in plan.groups}

    def judge(
        self,
        table: EventTable,
        reach: Mapping[str, Reach],
        *,
        as_of: int,
        known_to: int | None = None,
        full: bool = True,
    ) -> Iterator[Outcomes]:
        """Yield the findings of each promise; without `full` no more than the verdicts with their instants."""
        world = World(self.plan.charter, table, reach, as_of=as_of, known_to=known_to)
        reader = Reader(world, ANSWERS)
        for group in self.plan.groups:
            yield from self._expects(reader, group, full)

    def _expects(self, reader: Reader, group: Group, full: bool) -> Iterator[Outcomes]:
        track = track_of(reader, reader.world.streams(group.of), group.vias)
        symbols = self._symbols[id(group)].symbols(reader, track)
        run = Run(reader, track, symbols, calendar_names(list(reader.charter.calendars)))
        return judge_expects(run, group.expects, parts=len(group.book.parts), full=full)
