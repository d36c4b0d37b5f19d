"""Expressions and selectors read over columns: at every position the value that the reference finds there."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from jiannuo.core.charters.charter import Charter
from jiannuo.core.expressions.evaluating import evaluate
from jiannuo.core.expressions.reading import read_condition, read_selector
from jiannuo.core.expressions.syntax import Selector
from jiannuo.core.judging.event import Event, Log
from jiannuo.core.judging.event_table import coded, table_of
from jiannuo.core.judging.kernel.past.history import HISTORY
from jiannuo.core.judging.kernel.past.picks import picks_of
from jiannuo.core.judging.kernel.past.tables import TABLES
from jiannuo.core.judging.kernel.reading.contexts import hangs_on_obligation
from jiannuo.core.judging.kernel.reading.reading import Reader
from jiannuo.core.judging.kernel.streams import world as kernel
from jiannuo.core.judging.kernel.streams.columns import agreed
from jiannuo.core.judging.kernel.streams.sites import Sites
from jiannuo.core.judging.reference import world as reference
from jiannuo.core.judging.reference.moments import Moment
from jiannuo.core.judging.reference.tables import lookup, overlap
from tests.judging import worlds
from tests.judging.past_worlds import MINUTE, START, Past, past_charter, past_of

NAMES = (
    "amount", "kind", "at", "recorded_at", "id", "seq", "source", "actor", "actor_kind", "unit", "order_id", "driver_id",
    "never_heard_of", "band", "twice", "fallback", "half", "due", "order.price", "order.customer", "order.driver",
    "order.order_id", "order.band", "order.due", "order.twice", "order.driver.grade", "order.driver.boss",
    "order.driver.driver_id", "order.driver.called", "order.customer.grade", "driver.grade", "driver.driver_id",
    "driver.boss.grade", "boss.grade", "driver_id.grade", "driver_id.boss", "driver_id.driver_id", "kind.grade",
    "ordered.amount", "changed.amount", "changed.twice", "done.flag", "graded.half", "accepted.driver_id", "ordered.band",
    "trigger.amount", "trigger.at", "trigger.band", "trigger.twice", "trigger.id", "param.least", "param.window",
    "period.start", "period.end",
)  # fmt: skip
OPERATIONS = (
    "amount >= 3", "amount = changed.amount", "kind = 'a' and flag", "not flag or amount < 5", "flag", "null",
    "amount + 1", "-amount", "amount * order.price", "order.price / amount", "amount - param.least", "kind || 'x'",
    "amount is null", "order.price is not null", "amount in (1, 4)", "amount not in (1, changed.amount)", "'x' in (tags)",
    "kind in ('a', null)", "amount between 1 and order.price", "amount not between 3 and 4", "note like 'l%'",
    "note not like 'l\\_%'", "case when flag then amount when kind = 'a' then 9 else order.price end",
    "at + 90 min > order.due", "at - ordered.at < 2 h", "order.due - at", "day < 2024-02-01", "at >= day",
    "at between period.start and period.end", "trigger.at + 3 h <= at", "paid > 3 CNY", "weight < 1000 g", "took * 2",
    "covers(tags, tags)", "distance(spot, spot) < 5", "start_of(day, at)", "end_of(month, order.due)", "1 = 1",
    "amount / 0", "order.price = 20", "kind = order.customer", "actor = order.customer", "order.driver.grade >= 2",
)  # fmt: skip
PAST = (
    "seen(done)", "seen(done where flag)", "seen(changed where amount > 3, 2 h)", "seen(ordered, 3 natural days)",
    "seen(logged_in via driver)", "seen(logged_in where flag via driver, 1 natural days)", "seen(done by person)",
    "seen(done not by system)", "seen(done by party customer)", "seen(changed where amount > ordered.amount)",
    "seen(done, changed)", "seen(done where flag, changed where flag)", "seen(done, done)", "seen(never_heard_of)",
    "count(done)", "count(done where amount >= 3)", "count(done, 1 weeks)", "count(done, 1 months)", "count(done, 45 min)",
    "count(done, param.window)", "count(done, param.worked)", "count(never_heard_of, param.worked)", "count(done, changed)",
    "count(done where flag, changed where flag)", "count(changed, accepted via driver)", "count(logged_in via driver, done)",
    "count(done where count(changed) > 1)", "count(done where seen(changed, 2 h), ordered)",
    "sum(done.amount)", "sum(done.amount, 3 natural days)", "sum(done.amount where amount is not null)",
    "sum(done.cost)", "sum(done.cost, changed)", "sum(done.paid where paid is not null)", "sum(done.paid)", "sum(done.took)",
    "sum(done.took, 2 h)", "sum(done.weight where weight is not null)", "sum(changed.twice where amount is not null)",
    "sum(logged_in.amount via driver)", "sum(done.kind where kind is not null, 3 h)", "sum(done.cost where false)",
    "sum(done.amount where false)", "sum(done.paid where false)", "sum(done.weight where false)", "sum(done.took where false)",
    "first(done).amount", "first(done where flag).at", "first(done, 2 h).amount", "first(done, changed).id",
    "first(changed).twice", "first(ordered).band", "last(done).amount", "last(done where flag).amount", "last(done).flag",
    "last(done, 3 natural days).cost", "last(changed where amount > 1, accepted).twice", "last(logged_in via driver).device",
    "last(changed).fallback", "last(accepted).driver_id", "last(done, param.worked).amount", "last(done).paid",
    "lookup('bands', stars)", "lookup('bands', amount).share", "lookup('bands', order.driver.grade)", "lookup('bands', kind)",
    "lookup('firsts', kind, flag)", "lookup('all', amount)", "lookup('rates', kind)", "lookup('rates', 'a').rate",
    "seen(done where lookup('rates', kind) > 0.5)", "sum(done.amount where lookup('rates', kind) is not null)",
    "overlap('office', ordered.at, at)", "overlap('office', at, order.due)", "overlap('office', due, day)",
    "count(done) > 2 and amount > 1 or at > order.due", "count(done) * 2 + amount", "last(done).amount = amount",
)  # fmt: skip
TRIGGERED = (
    "count(done where amount > trigger.amount)", "sum(done.amount where at > trigger.at and amount is not null)",
    "last(done where at < period.end).id", "seen(done, changed where at >= trigger.at)",
    "count(logged_in where driver.grade > 1)", "first(logged_in where at >= trigger.at via driver).id",
)  # fmt: skip
OFS = (("order_id",), ("driver_id",), ("order_id", "kind"), ("kind",))


@dataclass(frozen=True)
class Both:
    """One past, seen by the reference and by the kernel."""

    slow: reference.World
    fast: kernel.World
    reader: Reader
    row_of: Mapping[str, int] = field(repr=False)

    def streams(self, of: tuple[str, ...]) -> list[reference.Stream]:
        return [self.slow.stream(of, key) for key in self.slow.keys(of)]


@dataclass(frozen=True)
class Position:
    stream: reference.Stream
    at: int
    own: Event | None = None
    here: Event | None = None
    trigger: Event | None = None
    period: tuple[int, int] | None = None
    member: tuple[str, object] | None = None


def both(charter: Charter, past: Past, known_to: int | None = None) -> Both:
    slow = reference.World(charter, past.log, as_of=past.as_of, known_to=known_to)
    fast = kernel.World(charter, past.table, {}, as_of=past.as_of, known_to=known_to)
    row_of = {fast.id_of(row): int(row) for row in fast.known.rows}
    return Both(slow, fast, Reader(fast, {**HISTORY, **TABLES}), row_of)


def moment_of(both: Both, position: Position) -> Moment:
    answers = {"lookup": lookup, "overlap": overlap}
    around = (position.own, position.here, position.trigger, position.period, position.member)
    return Moment(both.slow, position.stream, position.at, answers, *around)


def sites_of(both: Both, positions: Sequence[Position]) -> Sites:
    """Return positions of one shape in columns."""
    streams = both.fast.streams(positions[0].stream.of)

    def rows(events: list[Event | None]) -> np.ndarray | None:
        found = np.array([-1 if event is None else both.row_of[event.id] for event in events], np.int64)
        return found if (found >= 0).any() else None

    member = positions[0].member
    period = None
    if positions[0].period is not None:
        start, end = zip(*(position.period or () for position in positions), strict=True)
        period = (np.array(start, np.int64), np.array(end, np.int64))
    return Sites(
        streams,
        np.array([streams.numbers[position.stream.key] for position in positions], np.int64),
        np.array([position.at for position in positions], np.int64),
        own=rows([position.own for position in positions]),
        here=rows([position.here for position in positions]),
        trigger=rows([position.trigger for position in positions]),
        period=period,
        member=None if member is None else (member[0], coded([(p.member or ("", None))[1] for p in positions])),
    )


def positions_in(both: Both, of: tuple[str, ...], draw: random.Random) -> list[list[Position]]:
    """Return positions of every shape: at events, at events of obligations, at obligations, in periods and states."""
    at_events, owed, opened, stateless, stated = [], [], [], [], []
    for stream in both.streams(of):
        for event in stream.events:
            trigger = draw.choice(stream.events)
            period = (event.at - draw.choice((0, 600)) * MINUTE, event.at + draw.choice((0, 600)) * MINUTE)
            at = draw.choice((event.at, event.at + MINUTE, START + draw.randrange(0, 9000) * MINUTE))
            at_events.append(Position(stream, event.at, event, event))
            owed.append(Position(stream, event.at, event, event, trigger, period))
            opened.append(Position(stream, event.at, trigger, event, trigger, None, ("kind", draw.choice(("a", "b")))))
            stateless.append(Position(stream, at, period=period))
            stated.append(Position(stream, at, trigger=trigger, member=("flag", draw.choice((True, None)))))
    return [at_events, owed, opened, stateless, stated]


def same(one: object, other: object) -> bool:
    return type(one) is type(other) and one == other


def compare(both: Both, text: str, positions: Sequence[Position]) -> None:
    expression = read_condition(text)
    found = both.reader.read(expression, sites_of(both, positions)).objects().tolist()
    expected = [evaluate(expression, moment_of(both, position)) for position in positions]
    wrong = [(p, e, f) for p, e, f in zip(positions, expected, found, strict=True) if not same(e, f)]
    assert not wrong, f"{text}: {wrong[0]}"


@pytest.fixture(scope="module")
def charter(tmp_path_factory: pytest.TempPathFactory) -> Charter:
    return past_charter(tmp_path_factory.mktemp("past"))


@pytest.mark.parametrize("of", OFS)
@pytest.mark.parametrize("seed", range(6))
def test_every_expression_has_the_value_of_the_reference_at_every_position(
    charter: Charter, seed: int, of: tuple[str, ...]
) -> None:
    seen = both(charter, past_of(seed), known_to=START + 5000 * MINUTE if seed == 5 else None)
    shapes = positions_in(seen, of, random.Random(seed))
    texts = [t for t in (*NAMES, *OPERATIONS, *PAST, *TRIGGERED) if " via " not in t or of != ("driver_id",)]
    for number, text in enumerate(texts):
        for shape in shapes if seed == 0 else shapes[number % 2 :: 2]:
            compare(seen, text, shape)


def test_events_of_merged_and_split_subjects_are_seen_from_both(charter: Charter) -> None:
    for seed in range(10, 16):
        seen = both(charter, past_of(seed, with_kin=True))
        for shape in positions_in(seen, ("order_id",), random.Random(seed))[:2]:
            for text in ("count(done)", "order.driver.grade", "last(done, changed).amount", "id", "ordered.amount"):
                compare(seen, text, shape)


WORLDLY = (
    "thing.planned", "thing.planned > at", "thing.owner = 'unit 1'", "begun.amount", "count(wanted) <= 2", "last(done).flag",
    "amount >= 3", "count(wanted, 2 h)", "sum(wanted.amount where amount is not null)", "first(done where flag, begun).at",
    "seen(over, begun)", "planned - at", "trigger.planned + 2 h < at", "last(wanted where kind = 'a').amount",
)  # fmt: skip


@pytest.mark.parametrize("seed", range(0, 40, 4))
def test_the_worlds_of_the_laws_read_alike(tmp_path: Path, seed: int) -> None:
    world = worlds.world_of(seed, tmp_path)
    seen = both(world.charter, Past(world.log, table_of(world.log.events), world.as_of))
    for shape in positions_in(seen, ("thing_id",), random.Random(seed)):
        for text in WORLDLY:
            compare(seen, text, shape)


def test_long_columns_have_the_values_of_short_ones(charter: Charter) -> None:
    seen = both(charter, past_of(1))
    positions = positions_in(seen, ("order_id",), random.Random(1))[1]
    sites = sites_of(seen, positions)
    places = np.tile(np.arange(len(positions)), 4200 // len(positions) + 1)
    for text in (
        *OPERATIONS,
        "count(done) * 2 + amount",
        "order.due",
        "count(done) > 2 and amount > 1 or at > order.due",
    ):
        expression = read_condition(text)
        short = seen.reader.read(expression, sites).objects()
        for one, other in zip(short[places], seen.reader.read(expression, sites.some(places)).objects(), strict=True):
            assert one == other and (one is None) == (other is None), text


SELECTORS = (
    ["done"], ["done where flag"], ["done where amount > changed.amount"], ["changed by person"], ["done not by person"],
    ["done by party customer"], ["done not by party customer"], ["done by role clerk"], ["logged_in via driver"],
    ["logged_in where flag via driver"], ["accepted via driver"], ["done where seen(changed, 2 h) by system"],
    ["done", "changed"], ["done where flag", "done where amount > 3"], ["done", "done where flag", "logged_in via driver"],
    ["accepted", "accepted via driver", "changed where flag"], ["never_heard_of"], [],
)  # fmt: skip


@pytest.mark.parametrize("seed", range(8))
def test_selectors_pick_the_events_of_the_reference_in_its_order(charter: Charter, seed: int) -> None:
    seen = both(charter, past_of(seed, with_kin=seed > 5))
    truths = {True: 1, None: -1}
    for of in OFS:
        streams = seen.fast.streams(of)
        for texts in SELECTORS:
            if of == ("driver_id",) and any(" via " in text for text in texts):
                continue  # drivers have no attribute `driver`
            selectors = [read_selector(text) for text in texts]
            picks = picks_of(seen.reader, streams, selectors)
            for stream in seen.streams(of):
                place = streams.numbers[stream.key]
                span = slice(picks.starts[place], picks.starts[place + 1])
                found = [
                    (seen.fast.id_of(r), int(t)) for r, t in zip(picks.rows[span], picks.truths[span], strict=True)
                ]
                told = moment_of(seen, Position(stream, seen.slow.as_of)).matching(selectors)
                assert found == [(event.id, truths[verdict]) for event, verdict in told], (of, texts, stream.key)


def test_only_what_looks_at_the_obligation_hangs_on_it(charter: Charter) -> None:
    def hangs(text: str) -> bool:
        return hangs_on_obligation(read_selector(text), charter, ("order_id",))

    assert not any(
        hangs(text) for text in ("done", "done where flag and order.price > 3", "ordered where band = 'good'")
    )
    assert not hangs("done where count(changed where amount > 1, 2 h) > 1 by party customer")
    assert all(
        hangs(text)
        for text in (
            "done where at > trigger.at",
            "done where seen(changed where at < period.end)",
            "done where driver.grade > 1",
            "done where lookup('rates', kind) > 1",
            "done where in_force('anything')",
        )
    )


def test_a_condition_can_be_read_for_the_values_of_its_one_name(charter: Charter) -> None:
    reader = both(charter, past_of(0)).reader
    truths = reader.truths_on(read_condition("amount >= param.least"), coded([1, 3, None, 4]))
    assert truths.tolist() == [0, 1, -1, 1]


def test_a_selector_without_a_place_in_the_text_is_picked_once(charter: Charter) -> None:
    seen = both(charter, past_of(0))
    streams = seen.fast.streams(("order_id",))
    assert picks_of(seen.reader, streams, [Selector("done", at=3)]) is picks_of(
        seen.reader, streams, [Selector("done")]
    )


def test_what_seq_puts_after_an_event_is_no_past_of_it_though_it_stands_between_two_that_are(charter: Charter) -> None:
    def graded(id_: str, seq: int | None, source: str, grade: int) -> Event:
        return Event(id_, "graded", 5, 5, {"driver_id": "d0", "grade": grade}, seq=seq, source=source)

    here = Event("h", "done", 5, 5, {"order_id": "o0", "driver_id": "d0"}, seq=2, source="desk")
    events = [here, graded("a", 1, "desk", 2), graded("b", 3, "desk", 9), graded("c", None, "field", 2)]
    seen = both(charter, Past(Log(tuple(events), {}), table_of(events), 9))
    (stream,) = seen.streams(("driver_id",))
    own = next(event for event in stream.events if event.id == "h")
    for text, value in (("graded.grade", 2), ("driver.grade", 2), ("count(graded)", 2), ("last(graded).grade", 2)):
        position = Position(stream, 5, own, own)
        compare(seen, text, [position])
        assert evaluate(read_condition(text), moment_of(seen, position)) == value


ALARMED = (
    "seen(alarm)",
    "count(alarm)",
    "count(done, alarm)",
    "last(alarm).at",
    "alarm.at",
    "alarm.id",
    "seen(alarm by person)",
)


@pytest.mark.parametrize("seed", range(6))
def test_signals_count_as_the_judge_gave_them_and_not_as_they_are_recorded(charter: Charter, seed: int) -> None:
    draw, past = random.Random(seed), past_of(2 * seed)
    recorded = [replace(event, id=f"{event.id}r", type="alarm") for event in draw.sample(past.log.events, 3)]
    events = (*past.log.events, *recorded)
    causes = [event for event in draw.sample(events, 12) if event.at <= past.as_of and "order_id" in event.attributes]
    given = [replace(cause, id=f"alarm/{cause.id}", type="alarm", seq=None, supersedes=None) for cause in causes]
    certain = [draw.random() < 0.5 for _ in given]
    slow = reference.World(charter, Log(events, {}), as_of=past.as_of)
    slow = slow.with_signals((event, is_certain, None) for event, is_certain in zip(given, certain, strict=True))
    rows = np.arange(len(events), len(events) + len(given))
    fast = kernel.World(charter, table_of(events), {}, as_of=past.as_of)
    fast = fast.with_signals(table_of((*events, *given)), rows[~np.array(certain, np.bool_)])
    row_of = {fast.id_of(row): int(row) for row in fast.known.rows}
    seen = Both(slow, fast, Reader(fast, {**HISTORY, **TABLES}), row_of)
    assert set(row_of) == {event.id for event in slow.events}
    for shape in positions_in(seen, ("order_id",), draw)[:4]:
        for text in ALARMED:
            compare(seen, text, shape)


def test_groups_agree_on_equal_values_of_whatever_type_and_on_nothing_else() -> None:
    column = coded([1, Decimal("1.0"), 2, None, None, None, 5, "1", 1, 7])
    assert agreed(column, np.array([0, 2, 3, 3, 5, 7, 9, 10])).objects().tolist() == [1, 2, None, None, None, None, 7]
    assert agreed(coded([]), np.array([0, 0])).objects().tolist() == [None]
