"""The kernel: the same findings as the reference judge gives, over columns and in compiled code (design, section 4)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from jiannuo.core.judging.event import Reach
from jiannuo.core.judging.event_table import EventTable
from jiannuo.core.judging.finding import Finding
from jiannuo.core.judging.kernel.expecting.expects import judge_expects, judge_expects_in_blocks
from jiannuo.core.judging.kernel.figures.asking import FIGURES
from jiannuo.core.judging.kernel.forbidding.nevers import judge_nevers, judge_nevers_in_blocks
from jiannuo.core.judging.kernel.holding.holding import judge_hold
from jiannuo.core.judging.kernel.outcomes.causes import with_causes
from jiannuo.core.judging.kernel.outcomes.outcomes import Block, Outcomes, block_of, findings_of
from jiannuo.core.judging.kernel.outcomes.owners import owned
from jiannuo.core.judging.kernel.outcomes.settling import settled
from jiannuo.core.judging.kernel.outcomes.tested import tested
from jiannuo.core.judging.kernel.outcomes.withdrawing import Withdrawals
from jiannuo.core.judging.kernel.past.history import HISTORY
from jiannuo.core.judging.kernel.past.tables import TABLES
from jiannuo.core.judging.kernel.reaching.judged_findings import JudgedFindings
from jiannuo.core.judging.kernel.reaching.reaching import judge_reach
from jiannuo.core.judging.kernel.reading.reading import Reader
from jiannuo.core.judging.kernel.requiring.requiring import judge_requires
from jiannuo.core.judging.kernel.scanning.runs import Run, calendar_names
from jiannuo.core.judging.kernel.scanning.symbols import SymbolBook
from jiannuo.core.judging.kernel.scanning.tracks import track_of
from jiannuo.core.judging.kernel.signals.signals import with_signals
from jiannuo.core.judging.kernel.states.state_answers import STATE_ANSWERS
from jiannuo.core.judging.kernel.streams.almanacs import Almanac
from jiannuo.core.judging.kernel.streams.world import World
from jiannuo.core.plans.plan import Group, Plan, plan_of

ANSWERS = {**HISTORY, **STATE_ANSWERS, **TABLES, **FIGURES}


class Kernel:
    """Judges tables of events by one plan; what it learns of conditions it keeps from table to table."""

    def __init__(self, plan: Plan, *, almanac: Almanac | None = None) -> None:
        self.plan = plan
        self.almanac = Almanac(plan.charter) if almanac is None else almanac
        self._symbols = {id(group): SymbolBook(group.book, plan.charter) for group in plan.groups}
        self._of_some: dict[frozenset[str], Kernel] = {}

    def judging(
        self, table: EventTable, reach: Mapping[str, Reach], *, as_of: int, known_to: int | None = None
    ) -> "Judging":
        """Return the judging of one table, to be asked for what it finds."""
        world = World(self.plan.charter, table, reach, as_of=as_of, known_to=known_to, almanac=self.almanac)
        return Judging(self, with_signals(world, ANSWERS), reach)

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
        return self.judging(table, reach, as_of=as_of, known_to=known_to).outcomes(full=full)

    def verdicts(self, reader: Reader, *, full: bool) -> Iterator[Outcomes]:
        """Yield what the promises come to subject by subject, with their owners: before tests, mergers and splits."""
        promises = self.plan.charter.promises
        for outcomes in self._verdicts(reader, full):
            yield with_causes(owned(promises[outcomes.promise], outcomes, reader), reader.world)

    def _verdicts(self, reader: Reader, full: bool) -> Iterator[Outcomes]:
        for group in self.plan.groups:
            yield from self._of_group(reader, group, full)
        for promise in self.plan.charter.promises.values():
            if promise.verb == "hold":
                yield judge_hold(promise, reader, full=full)

    def blocks(self, reader: Reader) -> Iterator[Block]:
        """Yield verdicts with their instants as they come, of all promises of one key together."""
        for group in self.plan.groups:
            run, parts = self._run(reader, group), len(group.book.parts)
            if group.expects:
                yield from judge_expects_in_blocks(run, group.expects, parts=parts)
            if group.nevers:
                yield from judge_nevers_in_blocks(run, group.nevers, parts=parts)
            yield from map(block_of, judge_requires(run, group.requires, full=False))
        for promise in self.plan.charter.promises.values():
            if promise.verb == "hold":
                yield block_of(judge_hold(promise, reader, full=False))

    def of_some(self, promises: frozenset[str]) -> "Kernel":
        """Return a kernel of its own for some of the promises."""
        if promises not in self._of_some:
            charter = self.plan.charter
            chosen = {id_: promise for id_, promise in charter.promises.items() if id_ in promises}
            self._of_some[promises] = Kernel(plan_of(replace(charter, promises=chosen)), almanac=self.almanac)
        return self._of_some[promises]

    def _of_group(self, reader: Reader, group: Group, full: bool) -> Iterator[Outcomes]:
        """Yield the findings of the promises that look at the same places, from one reading of their events."""
        run, parts = self._run(reader, group), len(group.book.parts)
        if group.expects:
            yield from judge_expects(run, group.expects, parts=parts, full=full)
        if group.nevers:
            yield from judge_nevers(run, group.nevers, parts=parts, full=full)
        yield from judge_requires(run, group.requires, full=full)

    def _run(self, reader: Reader, group: Group) -> Run:
        track = track_of(reader, reader.world.streams(group.of), group.vias)
        book = self._symbols[id(group)]
        return Run(reader, track, book.symbols(reader, track), book, calendar_names(list(reader.charter.calendars)))


class Judging:
    """The judging of one table; what was noticed beside the findings stays with it."""

    def __init__(self, kernel: Kernel, world: World, reach: Mapping[str, Reach]) -> None:
        self._kernel, self._reach = kernel, reach
        self.world = world

    @property
    def undecided_triggers(self) -> Mapping[str, set[str]]:
        """Return, per promise, the ids of the events that opened nothing because a condition on them is unknown.

        They are known as soon as all findings were asked for.
        """
        return self.world.undecided

    def outcomes(self, *, full: bool = True) -> Iterator[Outcomes]:
        """Yield the findings of each promise; those that were withdrawn come behind, by promise, figures last of all."""
        reader = Reader(self.world, ANSWERS)
        promises = self.world.charter.promises
        withdrawals, judged = Withdrawals(self.world), JudgedFindings(self.world)
        for outcomes in self._kernel.verdicts(reader, full=full):
            withdrawals.note(outcomes)
            found = settled(tested(promises[outcomes.promise], outcomes, reader), self.world)
            judged.note(found)
            yield found
        yield from withdrawals.found(lambda some, table: self._before(some, table, full))
        for promise in promises.values():
            if promise.verb == "reach":
                yield judge_reach(promise, reader, judged.store)

    def blocks(self) -> Iterator[Block]:
        """Yield every verdict with its instants, in pieces of many promises where nothing comes after the verdict."""
        reader = Reader(self.world, ANSWERS)
        promises = self.world.charter.promises.values()
        tested_later = any(promise.tested_if is not None or promise.verb == "reach" for promise in promises)
        kin = any(self.world.streams(group.of).own is not None for group in self._kernel.plan.groups)
        if tested_later or kin or self.world.known.chains:
            return map(block_of, self.outcomes(full=False))
        return self._kernel.blocks(reader)

    def findings(self) -> Iterator[Finding]:
        """Yield every finding, whole."""
        for outcomes in self.outcomes():
            yield from findings_of(outcomes, self.world)

    def _before(
        self, promises: frozenset[str], table: EventTable, full: bool
    ) -> tuple[World, Iterable[Outcomes]]:  # fmt: skip
        """Judge some promises over what was known of one key before a correction."""
        kernel = self._kernel.of_some(promises)
        world = World(kernel.plan.charter, table, self._reach, as_of=self.world.as_of, almanac=kernel.almanac)
        world = with_signals(world, ANSWERS)
        return world, kernel.verdicts(Reader(world, ANSWERS), full=full)
