"""What each duty of IT service shows: small stories, judged alike by reference and kernel, as reasoned by hand."""

import csv
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

from jiannuo.core.charters.charter import Charter
from jiannuo.core.charters.clauses import list_clauses
from jiannuo.core.charters.reading import read_charter
from jiannuo.core.judging.event import Event, Log, Reach
from jiannuo.core.judging.finding import Finding
from tests.conftest import REPOSITORY
from tests.judging.golden import _value, micros
from tests.judging.kernel_pairs import pair_of

STORIES: dict[str, list[dict[str, Any]]] = yaml.load(
    Path(__file__).with_name("it_service_stories.yaml").read_text("utf-8"),
    yaml.BaseLoader,  # noqa: S506 (texts only)
)
USUAL_IDS = "ticket_id order_id emergency_id hc_id sla_id report_id figure_id model warehouse_id".split()
USUAL = dict.fromkeys(USUAL_IDS, "1") | {"kind": "incident", "flow": "other", "priority": "3"}
ENVELOPE = ("actor", "actor kind", "recorded at")
JUDGED_BY_PROMISES = ("response", "lead", "existence", "absence", "order", "invariant", "two-persons")
ZONE = ZoneInfo("Asia/Shanghai")


@cache
def pack() -> Charter:
    return read_charter(REPOSITORY / "charters" / "it-service")


def instant(when: str) -> int:
    return micros(f"2026-{when}", ZONE)


def event_of(number: int, told: list[Any]) -> Event:
    """Return an event of a story; what is not told and has a usual value takes that."""
    when, type_, given = told
    types, at = pack().events[type_].attributes, instant(when)
    named = {name: text for name, text in USUAL.items() if name in types}
    named |= {name: text for name, text in given.items() if name not in ENVELOPE}
    return Event(
        id=f"e{number:02}",
        type=type_,
        at=at,
        recorded_at=instant(given["recorded at"]) if "recorded at" in given else at,
        attributes={name: _value(text, types[name], ZONE) for name, text in named.items()},
        source="desk",
        actor=given.get("actor"),
        actor_kind=given.get("actor kind"),
    )


def findings_of(story: dict[str, Any]) -> dict[str, list[Finding]]:
    """Return the findings of the promises that a story is about, in the order in which they opened."""
    charter = replace(pack(), promises={name: pack().promises[name] for name in story["verdicts"]})
    events = tuple(event_of(number, told) for number, told in enumerate(story["events"]))
    as_of = instant("04-01 00:00")
    pair = pair_of(charter, Log(events, {"desk": Reach(as_of)}), as_of=as_of)
    assert pair.differences == [], "the kernel does not find what the reference finds"
    found: dict[str, list[Finding]] = {name: [] for name in story["verdicts"]}
    for finding in sorted(pair.expected[0], key=lambda each: (each.start, each.root, each.member or "")):
        found[finding.promise].append(finding)
    return found


@pytest.mark.parametrize("duty", STORIES)
def test_a_duty_shows(duty: str) -> None:
    for story in STORIES[duty]:
        check(duty, story)


def check(duty: str, story: dict[str, Any]) -> None:
    found = findings_of(story)
    assert {name: [each.verdict for each in findings] for name, findings in found.items()} == story["verdicts"]
    for name, wanted in story.get("due", {}).items():
        assert [each.due for each in found[name]] == [instant(when) for when in wanted], name
    for name, wanted in story.get("owners", {}).items():
        assert [each.owner for each in found[name]] == wanted, name
    assert any(duty in pack().promises[name].clauses for name in story["verdicts"])


def test_each_promise_has_a_story_that_keeps_and_one_that_breaks_it() -> None:
    told: dict[str, set[str]] = {}
    for stories in STORIES.values():
        for story in stories:
            for name, verdicts in story["verdicts"].items():
                told.setdefault(name, set()).update(verdicts)
    assert {name for name in pack().promises if not {"kept", "broken"} <= told.get(name, set())} == set()


def test_each_duty_that_promises_judge_is_linked_and_has_a_story(shared_data: Path) -> None:
    with (shared_data.parent / "ledger" / "executors.csv").open(encoding="utf-8") as lines:
        rows = [row for row in csv.DictReader(lines) if row["id"].startswith("4.")]
    duties = {row["id"] for row in rows if row["executor"] in JUDGED_BY_PROMISES}
    assert len(duties) == 65
    assert {clause for promise in pack().promises.values() for clause in promise.clauses} == duties
    assert set(STORIES) == duties


def test_limits_agreed_with_customers_answer_the_clause_on_agreements() -> None:
    clause = pack().clauses["4.2.2.tool.2a"]
    assert (clause.kind, clause.executed_by) == ("table", ("sla_limits",))


def test_every_figure_of_the_pack_is_marked_as_ours() -> None:
    """The text states no figure: whatever may be set is ours, and so is each promise that reads it."""
    assert all(parameter.ours for parameter in pack().parameters.values())
    texts = [path.read_text("utf-8") for path in (REPOSITORY / "charters" / "it-service").glob("promises-*.yaml")]
    read = [block for text in texts for block in text.split("\n\n") if "param." in block]
    assert len(read) == 26 and all("    ours: true" in block for block in read)


def test_the_pack_is_read_without_a_warning() -> None:
    assert pack().warnings == ()


def test_every_promised_clause_says_where_its_stories_are_told() -> None:
    promised = {clause.id: clause.proof for clause in list_clauses(pack()) if clause.kind == "promise"}
    assert len(promised) == 65
    assert set(promised.values()) == {"tests/charters/it_service_stories.yaml"}
    assert promised.keys() <= STORIES.keys()
