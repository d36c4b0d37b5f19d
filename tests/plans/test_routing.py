"""Which promises look only at events of their own key, construct by construct."""

from pathlib import Path

import pytest

from jiannuo.core.charters.charter import Charter
from jiannuo.core.charters.reading import read_charter
from jiannuo.core.plans.routing import look_of, passes_of

CHARTER = """
charter: {{id: looks, title: {{zh: 看, en: Looks}}, zone: Asia/Shanghai, edition: "1", effective: 2024-01-01}}
calendars:
  office: {{zone: Asia/Shanghai, week: {{mon-fri: ["09:00-17:00"]}}}}
subjects:
  thing: {{id: thing_id, begins: begun, ends: over, attributes: {{owner: begun.owner, helper: begun.helper_id, planned: begun.planned}}}}
  helper: {{id: helper_id, begins: joined, attributes: {{grade: joined.grade}}}}
  part: {{id: part_id}}
events:
  begun: {{of: thing, attributes: {{thing_id: text, {computed}flag: boolean optional, owner: text optional, helper_id: helper optional, planned: instant optional, kind: text optional, amount: integer optional}}}}
  done: {{of: thing, attributes: {{thing_id: text, flag: boolean optional, amount: integer optional, kind: text optional, helper_id: helper optional}}}}
  busy_from: {{of: thing, attributes: {{thing_id: text}}}}
  busy_until: {{of: thing, attributes: {{thing_id: text}}}}
  over: {{of: thing, attributes: {{thing_id: text}}}}
  joined: {{of: helper, attributes: {{helper_id: text, grade: integer optional}}}}
  device: {{of: helper, attributes: {{helper_id: text, amount: integer optional}}}}
  made: {{of: part, attributes: {{part_id: text}}}}
  rated: {{attributes: {{kind: text, limit: duration}}}}
  agreed: {{of: thing, attributes: {{thing_id: text, kind: text, limit: duration}}}}
tables:
  fixed: {{in: {{kind: text}}, out: {{limit: duration}}, rows: [[a, 90 min]], otherwise: [1 h]}}
  recorded: {{in: {{kind: text}}, out: {{limit: duration}}, rows from: rated}}
  of_things: {{in: {{kind: text}}, out: {{limit: duration}}, rows from: agreed}}
states:
  busy: {{of: thing, from: busy_from, until: busy_until}}
  on_hand: {{of: helper, from: joined}}
  stock: {{of: thing, plus: [done.amount], minus: [begun.amount]}}
  busy_things: {{of: thing, count: busy, per: thing_id}}
  {state}
{signals}
indicators:
  begun_things: {{count: begun, per: day}}
promises:
  asked: {{{promise}}}
  other: {{of: thing, after: begun, expect: over, within: 1 h}}
"""
EXPECT = "of: thing, after: begun, expect: done, within: 1 h"
ALONE = {
    "expect": EXPECT,
    "where": f"{EXPECT}, where: \"flag and kind = 'a'\"",
    "own attribute": f"{EXPECT}, where: \"thing.owner = 'x'\"",
    "history": f'{EXPECT}, where: "count(done where flag) >= 1"',
    "latest of a type": f'{EXPECT}, where: "done.amount > 1"',
    "planned": "of: thing, after: begun, expect: done, by: thing.planned",
    "trigger": f"{EXPECT}, tested if: \"trigger.kind = 'a'\"",
    "fixed table": "of: thing, after: begun, expect: done, within: \"lookup('fixed', kind).limit\"",
    "constants": f"{EXPECT}, for each: {{{{kind: [a, b]}}}}",
    "state of the key": f"{EXPECT}, where: \"in_force('busy')\"",
    "sum of the key": f"{EXPECT}, where: \"level('stock') >= 1\"",
    "pause while": f"{EXPECT}, pause: [{{{{while: busy, reason: busy}}}}]",
    "excuse": f"{EXPECT}, excused by: busy_from",
    "owner": f"{EXPECT}, owner: owner",
    "tested": f"{EXPECT}, tested if: seen(done)",
    "never": "of: thing, never: done, from: begun, until: over",
    "never in life": "of: thing, never: done",
    "require": "of: thing, at: done, needs: [begun]",
    "hold": "of: thing, hold: \"not in_force('busy')\", per: day",
    "no beginning": "of: part, after: made, expect: made, within: 1 h",
    "longer key": "of: [thing_id, kind], never: begun, per: day",
}
ACROSS = {
    "via": 'of: thing, after: begun, expect: "device via helper", within: 1 h',
    "via in an excuse": f'{EXPECT}, excused by: "device via helper"',
    "via of the owner": f'{EXPECT}, owner: owner, owner excused by: "device via helper"',
    "followed": f'{EXPECT}, where: "thing.helper.grade >= 2"',
    "other kind": f'{EXPECT}, where: "helper.grade >= 2"',
    "members": f"{EXPECT}, for each: helper",
    "state of others": "of: thing, hold: \"in_force('on_hand', thing.helper)\", per: day",
    "rows about subjects": "of: thing, after: begun, expect: done, within: \"lookup('of_things', kind).limit\"",
    "count over subjects": f"{EXPECT}, where: \"level('busy_things') = 0\"",
}


LINKED = ("via", "via in an excuse", "via of the owner", "followed", "other kind", "state of others")
FIGURE = "figure('begun_things', at) > 1"
READING = {
    "require": f'of: thing, at: done, require: "{FIGURE}"',
    "excused if": f'of: thing, at: done, needs: [begun], excused if: "{FIGURE}"',
    "where": f'{EXPECT}, where: "{FIGURE}"',
    "unless": f'{EXPECT}, unless: "{FIGURE}"',
    "the trigger": f'of: thing, after: "begun where {FIGURE}", expect: done, within: 1 h',
    "what is expected": f'of: thing, after: begun, expect: "done where {FIGURE}", within: 1 h',
    "never": f'of: thing, never: "done where {FIGURE}"',
    "tested if": f"{EXPECT}, tested if: \"figure('begun_things', trigger.at) > 1\"",
    "excused by": f'{EXPECT}, excused by: "busy_from where {FIGURE}"',
    "a computed attribute": f'{EXPECT}, where: "many"',
    "a state": f"{EXPECT}, where: \"in_force('crowded')\"",
    "a pause": f"{EXPECT}, pause: [{{{{while: crowded, reason: busy}}}}]",
    "a signal": "of: thing, after: crowding, expect: done, within: 1 h",
    "a signal that is expected": "of: thing, after: begun, expect: crowding, within: 1 h",
}
COMPUTED = f'many: {{=: "{FIGURE}"}}, '
STATE = f'crowded: {{of: thing, from: "begun where {FIGURE}", until: over}}'
SIGNALS = f'signals: {{crowding: {{of: thing, at: begun, when: "{FIGURE}"}}}}'


def charter_of(promise: str, folder: Path, *, computed: str = "", state: str = "", signals: str = "") -> Charter:
    told = promise.replace("{{", "{").replace("}}", "}")
    text = CHARTER.format(promise=told, computed=computed, state=state, signals=signals)
    (folder / "charter.yaml").write_text(text)
    return read_charter(folder)


def asked_of(charter: Charter) -> str:
    """Return whom a promise asks for beside its own subject."""
    look = look_of(charter.promises["asked"], charter)
    return "all" if look.asks_all else "linked" if look.asks_linked else "nobody"


@pytest.mark.parametrize("promise", ALONE.values(), ids=ALONE)
def test_a_promise_about_its_own_key_is_alone(promise: str, tmp_path: Path) -> None:
    charter = charter_of(promise, tmp_path)
    assert look_of(charter.promises["asked"], charter).is_alone
    assert asked_of(charter) == "nobody"
    assert all(part.key for part in passes_of(charter))


@pytest.mark.parametrize("case", ACROSS)
def test_a_promise_that_looks_at_others_is_not(case: str, tmp_path: Path) -> None:
    charter = charter_of(ACROSS[case], tmp_path)
    assert asked_of(charter) == ("linked" if case in LINKED else "all")
    assert not look_of(charter.promises["asked"], charter).is_alone
    assert {part.promises: part.key for part in passes_of(charter)} == {("asked",): (), ("other",): ("thing_id",)}


@pytest.mark.parametrize("promise", READING.values(), ids=READING)
def test_a_promise_that_reads_a_figure_asks_for_all_wherever_it_reads_it(promise: str, tmp_path: Path) -> None:
    computed, state = COMPUTED if "many" in promise else "", STATE if "crowded" in promise else ""
    charter = charter_of(
        promise, tmp_path, computed=computed, state=state, signals=SIGNALS if "crowding" in promise else ""
    )
    assert asked_of(charter) == "all"
    assert [part.key for part in passes_of(charter) if "asked" in part.promises] == [()]


def test_a_signal_of_what_happens_to_the_own_subject_asks_for_nobody_else(tmp_path: Path) -> None:
    signals = 'signals: {crowding: {of: thing, at: busy_from, when: "count(busy_from) > 1"}}'
    charter = charter_of(READING["a signal"], tmp_path, signals=signals)
    assert not look_of(charter.promises["asked"], charter).is_alone
    assert asked_of(charter) == "nobody"


def test_recorded_rows_of_a_table_that_have_no_key_count_for_all_keys(tmp_path: Path) -> None:
    charter = charter_of("of: thing, after: begun, expect: done, within: \"lookup('recorded', kind).limit\"", tmp_path)
    (part,) = passes_of(charter)
    assert part.key == ("thing_id",)
    assert "rated" in part.everywhere


def test_a_pass_names_the_types_and_attributes_that_it_needs(tmp_path: Path) -> None:
    charter = charter_of(f"{EXPECT}, where: flag", tmp_path)
    (part,) = passes_of(charter)
    assert part.types is not None
    assert part.types >= {"begun", "done", "over", "source_gap", "retracted", "extension_granted", "waiver_granted"}
    assert not part.types & {"device", "made", "rated", "joined"}
    assert {"thing_id", "flag"} <= part.words
    assert not part.words & {"amount", "grade"}
    assert not part.asks_who


def test_the_period_that_an_event_names_is_read_though_no_promise_speaks_of_it(tmp_path: Path) -> None:
    (part,) = passes_of(charter_of("of: thing, every: day, expect: done, within: 1 h", tmp_path))
    assert "period" in part.words


def test_whoever_asks_who_did_it_reads_who(tmp_path: Path) -> None:
    charter = charter_of("of: thing, after: begun, expect: done by person, within: 1 h", tmp_path)
    assert look_of(charter.promises["asked"], charter).asks_who


def test_events_of_every_type_count_where_they_tell_who_lives(tmp_path: Path) -> None:
    charter = charter_of("of: part, never: made", tmp_path)
    assert {part.key: part.types is None for part in passes_of(charter)} == {("part_id",): True, ("thing_id",): False}
