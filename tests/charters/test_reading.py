"""`read_charter` gives one inner form, however the charter was written down."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest

from jiannuo.core.charters.charter import (
    AttributeOf,
    Charter,
    CountLevel,
    Every,
    Expect,
    ForEach,
    Ground,
    Hold,
    IntervalState,
    LastLevel,
    Never,
    Pause,
    Require,
    SumLevel,
    Warning,
)
from jiannuo.core.charters.reading import read_charter
from jiannuo.core.expressions.reading import read_condition, read_selector
from jiannuo.core.expressions.syntax import Literal, Who
from jiannuo.core.expressions.types import AttributeType, Plain, SubjectOf
from jiannuo.core.values.calendar_rules import CalendarRules, always
from jiannuo.core.values.durations import DAY, HOUR, MINUTE, Duration, Unit
from jiannuo.core.values.problems import Refusal
from jiannuo.core.values.texts import Text
from tests.charters.folders import HEAD, ORDERS, charter_of, problems_of, write_folder

SHANGHAI = 8 * HOUR  # ahead of UTC, without summer time since 1992


def micros(*parts: int) -> int:
    return int(datetime(*parts, tzinfo=UTC).timestamp()) * 1_000_000


def promise(tmp_path: Path, text: str) -> object:
    """Return the demand of a promise about orders."""
    charter = charter_of(tmp_path, HEAD + ORDERS, f"promises:\n  p: {{of: order, {text}}}\n")
    return charter.promises["p"].demand


def test_the_charter_s_own_entry_is_read_in_its_zone(tmp_path: Path) -> None:
    charter = charter_of(tmp_path, HEAD + ORDERS)
    assert (charter.id, charter.edition, charter.zone) == ("small", "2026-1", "Asia/Shanghai")
    assert charter.title == Text(zh="small", en="small")
    assert charter.effective == micros(2026, 1, 1) - SHANGHAI
    assert charter.until == micros(2027, 1, 1) - SHANGHAI
    assert charter.effective_on == date(2026, 1, 1)


def test_calendars_are_read_with_ranges_of_days_half_days_nights_and_exceptions(tmp_path: Path) -> None:
    calendars = """\
calendars:
  always: 24x7
  desk:
    holidays: CN
    week: {mon-fri: ["09:00-12:00", "13:00-18:00"], sat: 09:00-12:00}
    except: {2026-05-08: closed, 2026-05-09: ["09:00-12:00"]}
  night: {zone: Europe/Rome, week: {fri-sun: ["22:00-06:00"]}}
"""
    charter = charter_of(tmp_path, HEAD, calendars)
    workday = ((540, 720), (780, 1080))
    assert charter.calendars == {
        "always": always("Asia/Shanghai"),
        "desk": CalendarRules(
            "Asia/Shanghai",
            {**dict.fromkeys(range(5), workday), 5: ((540, 720),)},
            {date(2026, 5, 8): (), date(2026, 5, 9): ((540, 720),)},
            "CN",
        ),
        "night": CalendarRules("Europe/Rome", dict.fromkeys((4, 5, 6), ((1320, 1800),))),
    }


def test_sources_are_read_with_dates_in_the_charter_s_zone(tmp_path: Path) -> None:
    text = "sources:\n  app: {silent after: 90 min, complete from: 2026-01-01, complete until: 2026-06-01T00:00:00Z}\n"
    source = charter_of(tmp_path, HEAD, text).sources["app"]
    assert source.silent_after == Duration(90 * MINUTE, Unit.ELAPSED)
    assert (source.complete_from, source.complete_until) == (micros(2026, 1, 1) - SHANGHAI, micros(2026, 6, 1))


def test_an_event_carries_the_ids_of_its_subjects(tmp_path: Path) -> None:
    text = "events:\n  handed_over: {of: order, also: driver, attributes: {note: text optional}}\n"
    event = charter_of(tmp_path, HEAD + ORDERS, text).events["handed_over"]
    assert event.attributes == {
        "driver_id": AttributeType(Plain("text"), optional=True),
        "order_id": AttributeType(Plain("text")),
        "note": AttributeType(Plain("text"), optional=True),
    }


def test_an_attribute_that_the_charter_types_itself_keeps_that_type(tmp_path: Path) -> None:
    event = charter_of(tmp_path, HEAD + ORDERS).events["order_accepted"]
    assert event.attributes["driver_id"] == AttributeType(SubjectOf("driver"))


def test_an_id_that_one_event_marks_as_personal_is_personal_in_all(tmp_path: Path) -> None:
    text = (
        "subjects: {driver: {id: driver_id}, car: {id: plate}}\n"
        "events:\n  hired: {of: driver, attributes: {driver_id: text personal}}\n"
        "  trained: {of: driver}\n  seen: {of: car, also: driver, attributes: {note: text personal}}\n"
    )
    events = charter_of(tmp_path, HEAD + text).events
    personal = {
        (event.name, name) for event in events.values() for name, type_ in event.attributes.items() if type_.personal
    }
    written = {("hired", "driver_id"), ("trained", "driver_id"), ("seen", "driver_id"), ("seen", "note")}
    assert {each for each in personal if not events[each[0]].built_in} == written
    assert ("subject_merged", "driver_id") in personal
    assert events["seen"].attributes["driver_id"] == AttributeType(Plain("text"), optional=True, personal=True)


def test_built_in_events_are_there_and_may_name_any_subject(tmp_path: Path) -> None:
    events = charter_of(tmp_path, HEAD + ORDERS).events
    assert events["extension_granted"].built_in and events["source_gap"].built_in
    assert {"order_id", "driver_id", "promise", "to"} == set(events["extension_granted"].attributes)
    assert set(events["source_gap"].attributes) == {"source", "from", "to"}


def test_states_and_levels_are_keyed_by_the_ids_of_their_subject(tmp_path: Path) -> None:
    text = """\
states:
  open: {of: order, from: [order_placed, order_moved], until: order_closed, for: 30 natural days}
  planned: {of: order, from: order_placed.wanted_at}
  load: {of: driver, count: open, per: order_id}
  price: {of: order, last: order_placed.price}
  stock: {of: [order_id, part], plus: order_delivered.count}
"""
    states = charter_of(tmp_path, HEAD + ORDERS, text).states
    selectors = tuple(read_selector(name) for name in ("order_placed", "order_moved"))
    month = Duration(30, Unit.NATURAL_DAYS)
    assert states == {
        "open": IntervalState("open", ("order_id",), selectors, (read_selector("order_closed"),), month),
        "planned": IntervalState("planned", ("order_id",), (AttributeOf("order_placed", "wanted_at"),)),
        "load": CountLevel("load", ("driver_id",), "open", "order_id"),
        "price": LastLevel("price", ("order_id",), AttributeOf("order_placed", "price")),
        "stock": SumLevel("stock", ("order_id", "part"), (AttributeOf("order_delivered", "count"),), ()),
    }


def test_an_expect_with_every_key_is_read(tmp_path: Path) -> None:
    demand = promise(
        tmp_path,
        "after: order_placed, expect: {all: [order_accepted, [order_delivered, order_closed]], in order: true}, times: 2, "
        "within: 45 min, by: wanted_at, before: order_closed, open: again, already: true, missing: none, late moves: heal, "
        "pause: [{from: order_paused, until: order_resumed, reason: {zh: 等待, en: waiting}, max: 2 h}], "
        "reopened by: order_moved, on reopen: continue",
    )
    assert demand == Expect(
        parts=(
            (read_selector("order_accepted"),),
            (read_selector("order_delivered"), read_selector("order_closed")),
        ),
        in_order=True,
        after=(read_selector("order_placed"),),
        times=2,
        within=Literal(Duration(45 * MINUTE, Unit.ELAPSED)),
        by=read_condition("wanted_at"),
        before=(read_selector("order_closed"),),
        open="again",
        already=True,
        pauses=(
            Pause(
                Text(zh="等待", en="waiting"),
                (read_selector("order_paused"),),
                (read_selector("order_resumed"),),
                Duration(2 * HOUR, Unit.ELAPSED),
            ),
        ),
        reopened_by=(read_selector("order_moved"),),
        on_reopen="continue",
        missing="none",
        late_moves="heal",
    )


def test_a_never_a_require_and_a_hold_are_read(tmp_path: Path) -> None:
    never = promise(tmp_path / "1", "never: order_moved where wanted_at > at, from: order_placed, for: 90 natural days")
    assert never == Never(
        (read_selector("order_moved where wanted_at > at"),),
        (read_selector("order_placed"),),
        (),
        Literal(Duration(90, Unit.NATURAL_DAYS)),
    )
    require = promise(
        tmp_path / "2",
        "at: order_delivered, require: signed, needs: order_accepted, complete: part, by: person, "
        "not by: [order_placed, party driver], excused if: count > 5",
    )
    assert require == Require(
        (read_selector("order_delivered"),),
        read_condition("signed"),
        (read_selector("order_accepted"),),
        ("part",),
        Who("person"),
        (Who("actor_of", "order_placed"), Who("party", "driver")),
        read_condition("count > 5"),
    )
    hold = promise(tmp_path / "3", "hold: driver is not null, tolerate: 5 min, per: month")
    assert hold == Hold(read_condition("driver is not null"), None, None, Duration(5 * MINUTE, Unit.ELAPSED), "month")


@pytest.mark.parametrize(
    ("written", "every"),
    [
        ("month", Every(period="month")),
        ("half-year", Every(period="half-year")),
        ("30 s", Every(duration=Duration(30_000_000, Unit.ELAPSED))),
        ("2 weeks", Every(duration=Duration(2, Unit.WEEKS))),
        ("interval of office", Every(interval_of="office")),
    ],
)
def test_a_periodic_promise_says_how_it_recurs(written: str, every: Every, tmp_path: Path) -> None:
    demand = promise(tmp_path, f"every: {written}, expect: order_moved")
    assert isinstance(demand, Expect) and demand.every == every


@pytest.mark.parametrize(
    ("written", "for_each"),
    [
        ("{count: [1, 2]}", ForEach(attribute="count", constants=(1, 2))),
        ("{signed: [true]}", ForEach(attribute="signed", constants=(True,))),
        ("{part: [one, '2']}", ForEach(attribute="part", constants=("one", "2"))),
    ],
)
def test_members_have_the_type_that_the_target_carries(written: str, for_each: ForEach, tmp_path: Path) -> None:
    demand = promise(tmp_path, f"every: day, for each: {written}, expect: order_delivered")
    assert isinstance(demand, Expect) and demand.for_each == for_each


def test_the_keys_that_all_promises_share_are_read(tmp_path: Path) -> None:
    text = """\
clauses: {"1.2": {text: {zh: 一, en: One}}}
promises:
  p:
    clauses: "1.2"
    title: {zh: 按时, en: In time}
    of: order
    where: price > 10 CNY
    owed by: driver
    to: trigger.order_id
    owner: driver
    unless: price is null
    excused by: [order_paused, {event: order_moved, late: heal}]
    ends with: order_closed
    owner excused by: order_resumed
    calendar: office
    owner at: opened
    ours: [8 working h]
    source: app
    warn: [80 %, -10 min, due, {at: +4 h, to: driver}]
    after: order_placed
    expect: order_delivered
    within: 8 working h
"""
    found = charter_of(tmp_path, HEAD + ORDERS, text).promises["p"]
    assert (found.of, found.kind, found.clauses) == (("order_id",), "order", ("1.2",))
    assert (found.owed_by, found.to, found.owner, found.owner_at) == ("driver", "order_id", "driver", "opened")
    assert (found.where, found.unless) == (read_condition("price > 10 CNY"), read_condition("price is null"))
    assert found.excused_by == (Ground(read_selector("order_paused")), Ground(read_selector("order_moved"), True))
    assert found.ends_with == (read_selector("order_closed"),)
    assert found.owner_excused_by == (read_selector("order_resumed"),)
    assert (found.calendar, found.ours, found.sources) == ("office", ("8 working h",), ("app",))
    warnings = (Warning(share=Decimal("0.8")), Warning(offset=-10 * MINUTE), Warning(offset=0))
    assert found.warn == (*warnings, Warning(offset=4 * HOUR, to="driver"))
    assert (Path(found.file).name, found.line) == ("part2.yaml", 3)
    assert found.verb == "expect"


def test_a_single_value_stands_for_a_list_and_a_missing_body_for_an_empty_one(tmp_path: Path) -> None:
    short = "promises: {p: {of: order, after: order_placed, expect: order_closed, within: 1 h, source: app}}\nevents: {lost: }"
    long = "promises: {p: {of: [order], after: [order_placed], expect: [order_closed], within: 1 h, source: [app]}}\nevents: {lost: {}}"
    charters = [charter_of(tmp_path / str(i), HEAD + ORDERS, text) for i, text in enumerate((short, long))]
    one, other = (_without_places(charter) for charter in charters)
    assert one == other


def test_the_order_of_files_and_keys_means_nothing(tmp_path: Path) -> None:
    promises = "promises:\n  p: {of: order, after: order_placed, expect: order_closed, within: 1 h}\n"
    expected = _without_places(charter_of(tmp_path / "whole", HEAD + ORDERS + promises))
    blocks = [line for line in (HEAD + ORDERS + promises).replace("\n", "\x1e").split("\x1e") if line]
    sections: list[str] = []
    for line in blocks:
        if line.startswith(" "):
            sections[-1] += line + "\n"
        else:
            sections.append(line + "\n")
    for seed in range(5):
        Random(seed).shuffle(sections)
        assert _without_places(charter_of(tmp_path / str(seed), *sections)) == expected


def test_one_section_may_be_spread_over_files(tmp_path: Path) -> None:
    more = "events:\n  order_lost: {of: order}\n"
    assert {"order_lost", "order_closed"} <= set(charter_of(tmp_path, HEAD + ORDERS, more).events)


PARAMETERS = """\
parameters:
  limit: {type: duration, default: 45 min, ours: true}
  share: {type: number, default: 0.5}
promises:
  p: {of: order, after: order_placed, expect: order_closed, within: param.limit, where: param.share > 0,
      pause: {from: order_paused, reason: x, max: param.limit}}
"""


def test_an_organisation_sets_parameters_over_a_pack(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "pack", HEAD + ORDERS, PARAMETERS)
    (tmp_path / "ours.yaml").write_text("limit: 30 min\n", encoding="utf-8")
    assert read_charter(folder).parameters["limit"].value == Duration(45 * MINUTE, Unit.ELAPSED)
    charter = read_charter(folder, parameters=tmp_path / "ours.yaml")
    half_hour = Duration(30 * MINUTE, Unit.ELAPSED)
    assert charter.parameters["limit"].value == half_hour
    demand = charter.promises["p"].demand
    assert isinstance(demand, Expect) and demand.pauses[0].longest == half_hour


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("limt: 30 min\n", ["C301"]),
        ("limit: soon\n", ["V001"]),
        ("limit: 8 working h\n", ["C405", "C413"]),
        ("limit: {a: b}\n", ["C205"]),
        ("- limit\n", ["C205"]),
        ("limit: 30 min\nlimit: 20 min\n", ["C110"]),
    ],
)
def test_a_wrong_parameter_is_refused_together_with_the_pack(text: str, codes: list[str], tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "pack", HEAD + ORDERS, PARAMETERS)
    (tmp_path / "ours.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(Refusal) as refusal:
        read_charter(folder, parameters=tmp_path / "ours.yaml")
    assert [problem.code for problem in refusal.value.problems if problem.is_error] == codes


def test_changing_a_figure_that_the_source_text_states_warns(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "pack", HEAD + ORDERS, PARAMETERS)
    (tmp_path / "ours.yaml").write_text("share: 0.4\nlimit: 20 min\n", encoding="utf-8")
    charter = read_charter(folder, parameters=tmp_path / "ours.yaml")
    changed = [w.values["name"] for w in charter.warnings if w.code == "C807"]
    assert changed == ["share"]


def test_reading_twice_gives_the_same_charter_and_the_same_problems(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, HEAD + ORDERS, PARAMETERS)
    assert read_charter(folder) == read_charter(folder)
    texts = [HEAD, "events: {a: {of: x}, b: {of: y, z: 1}}\n"]
    first, second = (problems_of(tmp_path / "wrong", *texts) for _ in range(2))
    assert first == second and len(first) == 3


def _without_places(charter: Charter) -> Charter:
    promises = {name: replace(p, file="", line=0) for name, p in charter.promises.items()}
    return replace(charter, promises=promises, warnings=())


def test_an_elapsed_day_is_a_duration_like_others(tmp_path: Path) -> None:
    demand = promise(tmp_path, "after: order_placed, expect: order_closed, within: 2 elapsed days")
    assert isinstance(demand, Expect) and demand.within == Literal(Duration(2 * DAY, Unit.ELAPSED))


def test_a_parameter_may_hold_the_length_of_a_state_a_silence_and_a_signal(tmp_path: Path) -> None:
    text = (
        "parameters: {short: {type: duration, default: 2 h}}\n"
        "sources: {web: {silent after: param.short}}\n"
        "states: {fresh: {of: order, from: order_placed, for: param.short}}\n"
        "signals: {stale: {of: order, per: day, when: not in_force('fresh'), for: param.short}}\n"
        "promises: {p: {of: order, after: stale, expect: order_closed, within: 1 h, source: web}}\n"
    )
    charter = charter_of(tmp_path / "charter", HEAD + ORDERS, text)
    own = tmp_path / "parameters.yaml"
    own.write_text("short: 3 h\n", encoding="utf-8")
    other = read_charter(tmp_path / "charter", parameters=own)
    for one, hours in ((charter, 2), (other, 3)):
        state = one.states["fresh"]
        assert isinstance(state, IntervalState)
        lengths = (state.lasts, one.sources["web"].silent_after, one.signals["stale"].lasts)
        assert lengths == (Duration(hours * 3_600_000_000, Unit.ELAPSED),) * 3
