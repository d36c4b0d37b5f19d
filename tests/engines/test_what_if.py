"""What if: the figures are those of judging the changed charter, and each obligation is followed from one to the other."""

import shutil
from collections import Counter
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from jiannuo.core.charters.changing import read_change
from jiannuo.core.charters.reading import read_charter
from jiannuo.core.engines.auditing import AuditRequest, audit
from jiannuo.core.engines.findings.findings_files import read_findings
from jiannuo.core.engines.mapping.mapping_reading import read_mapping
from jiannuo.core.engines.what_ifs.what_if import Answer, WhatIf, answer
from jiannuo.core.statistics.fulfilment import CODED, Tally
from jiannuo.core.values.instants import read_instant
from jiannuo.core.values.problems import Refusal

CHARTER = """\
charter: {id: desk, title: {zh: 服务台制度, en: Service desk}, zone: Asia/Shanghai, edition: "1", effective: 2020-01-01}
parameters:
  answer_within: {type: duration, default: 2 h, ours: true}
subjects:
  ticket: {id: ticket_id, begins: opened, attributes: {team: [opened.team, moved.team], customer: [opened.customer]}}
events:
  opened: {of: ticket, attributes: {ticket_id: text, team: text, customer: text, partner: text optional}}
  moved: {of: ticket, attributes: {ticket_id: text, team: text}}
  answered: {of: ticket, attributes: {ticket_id: text}}
promises:
  answer: {of: ticket, owner: team, to: customer, owed by: partner, expect: answered, after: opened, within: param.answer_within}
  once: {of: ticket, never: answered, from: answered}
"""
MAPPING = """\
mapping: {id: desk-log, zone: Asia/Shanghai}
events:
  - event: {column: what}
    at: when
    attributes: {ticket_id: ticket, team: team, customer: customer, partner: partner}
"""
LOG = """\
ticket,what,when,team,customer,partner
T1,opened,2024-07-15 09:00,A,c1,
T1,answered,2024-07-15 09:30,,,
T2,opened,2024-07-15 09:00,A,c2,P
T2,answered,2024-07-15 10:40,,,
T3,opened,2024-07-15 09:00,A,c1,
T3,moved,2024-07-15 10:10,B,,
T3,answered,2024-07-15 10:50,,,
T4,opened,2024-07-15 09:00,B,c1,
T5,opened,2024-07-15 11:10,B,c1,
T5,moved,2024-07-15 12:00,B,,
"""
HOUR = 3_600_000_000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "charter").mkdir()
    (tmp_path / "charter" / "charter.yaml").write_text(CHARTER, encoding="utf-8")
    (tmp_path / "mapping.yaml").write_text(MAPPING, encoding="utf-8")
    (tmp_path / "log.csv").write_text(LOG, encoding="utf-8")
    return tmp_path


def asked(folder: Path, *changes: str, as_of: int | None = None) -> Answer:
    charter = read_charter(folder / "charter")
    changed = read_charter(folder / "charter", changes=[read_change(text) for text in changes])
    mapping = read_mapping(folder / "mapping.yaml")
    return answer(WhatIf(charter, changed, mapping, (folder / "log.csv",), as_of))


def test_each_obligation_is_followed(folder: Path) -> None:
    """Of five tickets T2 and T3 take between 90 and 120 minutes, T4 is never answered, T5 has 50 of them behind it."""
    answer_, once = asked(folder, "answer.within=90min").promises
    assert answer_.before == Tally(kept=3, broken=1, pending=1)
    assert answer_.after == Tally(kept=1, broken=3, pending=1)
    assert answer_.counts == {
        ("kept", "kept"): 1,
        ("kept", "broken"): 2,
        ("broken", "broken"): 1,
        ("pending", "pending"): 1,
    }
    assert (answer_.moved, once.moved) == (2, 0)


def test_the_nearest_to_the_changed_limit_come_first(folder: Path) -> None:
    found = asked(folder, "answer.within=90min").promises[0].examples
    start = read_instant("2024-07-15 09:00", zone="Asia/Shanghai")
    assert [(each.subject, each.before, each.after) for each in found] == [
        (("T2",), "kept", "broken"),
        (("T3",), "kept", "broken"),
    ]
    nearest = found[0]
    assert (nearest.start, nearest.due_before, nearest.due_after) == (start, start + 2 * HOUR, start + 3 * HOUR // 2)
    assert nearest.done == start + 100 * 60_000_000


def test_it_is_told_for_whom(folder: Path) -> None:
    """At 10:30, when it is due, T3 belongs to team B; the partner is named for T2 only."""
    parties = asked(folder, "answer.within=90min").promises[0].parties
    owner = {each.party: (each.before.counts[:2], each.after.counts[:2], each.moved) for each in parties["owner"]}
    assert owner == {"A": ((2, 0), (1, 1), 1), "B": ((1, 1), (0, 2), 1)}
    to = {each.party: (each.before.counts[:2], each.after.counts[:2], each.moved) for each in parties["to"]}
    assert to == {"c1": ((2, 1), (1, 2), 1), "c2": ((1, 0), (0, 1), 1)}
    owed = {each.party: each.moved for each in parties["owed by"]}
    assert owed == {"P": 1, "partner": 1}


def test_obligations_that_vanish_and_come_are_told(folder: Path) -> None:
    vanished = asked(folder, "answer.where=team = 'A'").promises[0]
    assert vanished.counts[("broken", None)] == 1
    assert vanished.counts[("pending", None)] == 1
    come = asked(folder, "answer.after=[opened, moved]").promises[0]
    assert come.counts[(None, "kept")] == 1
    assert come.counts[(None, "pending")] == 1
    assert [each.before for each in come.examples] == [None, None]


def test_a_parameter_changes_whatever_names_it(folder: Path) -> None:
    by_parameter = asked(folder, "param.answer_within=90 min").promises[0]
    by_key = asked(folder, "answer.within=90 min").promises[0]
    assert (by_parameter.counts, by_parameter.parties) == (by_key.counts, by_key.parties)


def test_nothing_changed_moves_nothing(folder: Path) -> None:
    assert [each.moved for each in asked(folder, "answer.within=2 h").promises] == [0, 0]
    assert [each.examples for each in asked(folder).promises] == [(), ()]


def test_it_is_judged_as_of_the_instant_that_is_told(folder: Path) -> None:
    as_of = read_instant("2024-07-15 13:30", zone="Asia/Shanghai")
    found = asked(folder, "answer.within=1 h", as_of=as_of)
    assert found.as_of == as_of
    # Beyond the last row nobody knows what happened: T5 is due at 13:10 before the change, at 12:10 after it.
    assert found.promises[0].before == Tally(kept=3, broken=1, unknown=1)
    assert found.promises[0].after == Tally(kept=1, broken=3, unknown=1)


def test_a_log_with_nothing_in_it_is_refused(folder: Path) -> None:
    (folder / "log.csv").write_text(LOG.splitlines()[0] + "\n", encoding="utf-8")
    with pytest.raises(Refusal) as caught:
        asked(folder, "answer.within=1 h")
    assert [problem.code for problem in caught.value.problems] == ["L306"]


def test_parquet_in_our_own_form_needs_no_mapping(folder: Path) -> None:
    header, *lines = (line.split(",") for line in LOG.splitlines())
    rows = [dict(zip(header, line, strict=True)) for line in lines]
    columns = {
        "event": [row["what"] for row in rows],
        "at": pa.array([read_instant(row["when"], zone="Asia/Shanghai") for row in rows], pa.timestamp("us", "UTC")),
        "ticket_id": [row["ticket"] for row in rows],
        **{name: [row[name] or None for row in rows] for name in ("team", "customer", "partner")},
    }
    pq.write_table(pa.table(columns), folder / "log.parquet")
    charter = read_charter(folder / "charter")
    changed = read_charter(folder / "charter", changes=[read_change("answer.within=90min")])
    found = answer(WhatIf(charter, changed, None, (folder / "log.parquet",)))
    with_mapping = asked(folder, "answer.within=90min")
    assert (found.as_of, found.events) == (with_mapping.as_of, with_mapping.events) == (found.as_of, 10)
    assert [(each.counts, each.parties) for each in found.promises] == [
        (each.counts, each.parties) for each in with_mapping.promises
    ]


INCIDENTS = Path(__file__).parents[2] / "examples" / "servicenow-incidents"


def found_by_audit(charter: Path, out: Path) -> dict[str, tuple[str, str]]:
    """Return the promise and the verdict of each finding that an audit of the example by a charter writes."""
    request = AuditRequest(
        read_charter(charter), read_mapping(INCIDENTS / "mapping.yaml"), (INCIDENTS / "data" / "incidents.csv.gz",)
    )
    audit(request, out=out)
    table = read_findings(out / "findings.parquet").select(["id", "promise", "verdict"])
    return {row["id"]: (row["promise"], row["verdict"]) for row in table.to_pylist()}


def test_on_a_real_log_it_finds_what_auditing_the_changed_files_finds(tmp_path: Path) -> None:
    edited = tmp_path / "edited"
    shutil.copytree(INCIDENTS / "charter", edited)
    for old, new in (("default: 4 h", "default: 45 min"), ("default: 5 working days", "default: 3 working days")):
        changed = [path for path in edited.iterdir() if old in path.read_text(encoding="utf-8")]
        assert len(changed) == 1
        changed[0].write_text(changed[0].read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    before, after = found_by_audit(INCIDENTS / "charter", tmp_path / "1"), found_by_audit(edited, tmp_path / "2")
    moves: dict[str, Counter[tuple[str | None, str | None]]] = {}
    for id_ in before.keys() | after.keys():
        (promise, old), (_, new) = before.get(id_, (None, None)), after.get(id_, (None, None))
        moves.setdefault(promise or after[id_][0], Counter())[(old, new)] += 1
    changes = [read_change("acknowledge_within=45min"), read_change("param.close_within=3 working days")]
    found = answer(
        WhatIf(
            read_charter(INCIDENTS / "charter"),
            read_charter(INCIDENTS / "charter", changes=changes),
            read_mapping(INCIDENTS / "mapping.yaml"),
            (INCIDENTS / "data" / "incidents.csv.gz",),
        )
    )
    assert {each.promise: dict(each.counts) for each in found.promises} == {id_: dict(m) for id_, m in moves.items()}
    assert sum(each.moved > 0 for each in found.promises) == 2


RIDES = """\
charter: {id: rides, title: {zh: 出行, en: Rides}, zone: Asia/Shanghai, edition: "1", effective: 2020-01-01}
subjects:
  order: {id: order_id, begins: accepted, attributes: {driver: [accepted.driver], customer: [accepted.customer]}}
events:
  accepted: {of: order, attributes: {order_id: text, driver: text, customer: text}}
  road_closed: {of: order, attributes: {order_id: text}}
  arrived: {of: order, attributes: {order_id: text}}
promises:
  there:
    {of: order, owner: driver, owner excused by: road_closed, to: customer, expect: arrived, after: accepted, within: 1 h}
"""
# The road is closed to A after 50 minutes, which is before an hour but after 45 minutes; to C and D after 30.
RIDES_LOG = """\
order,what,when,driver,customer
A,accepted,2024-07-15 09:00,d1,c
A,road_closed,2024-07-15 09:50,,
A,arrived,2024-07-15 10:10,,
B,accepted,2024-07-15 09:00,d2,c
B,arrived,2024-07-15 09:50,,
C,accepted,2024-07-15 09:00,d1,c
C,road_closed,2024-07-15 09:30,,
C,arrived,2024-07-15 09:50,,
D,accepted,2024-07-15 09:00,d2,c
D,road_closed,2024-07-15 09:30,,
D,arrived,2024-07-15 10:30,,
"""


@pytest.fixture
def rides(tmp_path: Path) -> Path:
    (tmp_path / "charter").mkdir()
    (tmp_path / "charter" / "charter.yaml").write_text(RIDES, encoding="utf-8")
    mapping = MAPPING.replace(
        "ticket_id: ticket, team: team, customer: customer, partner: partner",
        "order_id: order, driver: driver, customer: customer",
    )
    (tmp_path / "mapping.yaml").write_text(mapping, encoding="utf-8")
    (tmp_path / "log.csv").write_text(RIDES_LOG, encoding="utf-8")
    return tmp_path


def test_the_verdict_on_the_owner_is_followed_beside_that_of_the_promise(rides: Path) -> None:
    """Under 45 minutes B and C are broken as well; A's driver is no longer cleared, C's and D's are."""
    (there,) = asked(rides, "there.within=45min").promises
    assert (there.before, there.after, there.moved) == (Tally(kept=2, broken=2), Tally(broken=4), 2)
    assert (there.own_before, there.own_after) == (Tally(kept=2, excused=2), Tally(broken=2, excused=2))
    assert there.own_counts == {
        ("excused", "broken"): 1,
        ("kept", "broken"): 1,
        ("kept", "excused"): 1,
        ("excused", "excused"): 1,
    }
    assert there.own_moved == 3


def test_owners_are_told_by_what_they_answer_for_and_customers_by_what_they_were_owed(rides: Path) -> None:
    (there,) = asked(rides, "there.within=45min").promises
    cells = {each.party: (each.before, each.after, each.moved) for each in there.parties["owner"]}
    assert cells == {
        "d1": (Tally(kept=1, excused=1), Tally(broken=1, excused=1), 2),
        "d2": (Tally(kept=1, excused=1), Tally(broken=1, excused=1), 1),
    }
    (customer,) = there.parties["to"]
    assert (customer.before, customer.after, customer.moved) == (Tally(kept=2, broken=2), Tally(broken=4), 2)
    told = {each.subject[0]: (each.before, each.after, each.own_before, each.own_after) for each in there.examples}
    assert told == {
        "A": ("broken", "broken", "excused", "broken"),
        "B": ("kept", "broken", "kept", "broken"),
        "C": ("kept", "broken", "kept", "excused"),
    }


def test_an_owner_may_be_cleared_where_the_promise_stays_as_it_was(rides: Path) -> None:
    (rides / "log.csv").write_text("".join(RIDES_LOG.splitlines(keepends=True)[:4]), encoding="utf-8")
    (there,) = asked(rides, "there.within=45min").promises
    assert (there.moved, there.own_moved) == (0, 1)
    assert [each.subject for each in there.examples] == [("A",)]


def test_both_verdicts_are_those_that_audits_of_both_charters_find(rides: Path) -> None:
    (there,) = asked(rides, "there.within=45min").promises
    sides = (("1 h", there.before, there.own_before), ("45 min", there.after, there.own_after))
    for limit, tally, own in sides:
        (rides / "charter" / "charter.yaml").write_text(RIDES.replace("1 h", limit), encoding="utf-8")
        out = rides / f"under {limit}"
        charter, mapping = read_charter(rides / "charter"), read_mapping(rides / "mapping.yaml")
        audit(AuditRequest(charter, mapping, (rides / "log.csv",)), out=out)
        rows = read_findings(out / "findings.parquet").to_pylist()
        assert Counter(row["verdict"] for row in rows) == {n: c for n, c in zip(CODED, tally.counts, strict=True) if c}
        assert Counter(row["owner_verdict"] for row in rows) == {
            n: c for n, c in zip(CODED, own.counts, strict=True) if c
        }


def test_where_nobody_answers_there_is_no_verdict_on_an_owner(rides: Path) -> None:
    text = RIDES.replace("owner: driver, owner excused by: road_closed, ", "")
    (rides / "charter" / "charter.yaml").write_text(text, encoding="utf-8")
    (there,) = asked(rides, "there.within=45min").promises
    assert (there.own_counts, there.own_moved) == ({}, 0)
    assert {(each.own_before, each.own_after) for each in there.examples} == {(None, None)}
