"""Golden cells: a folder each with a charter, the events, the case (what the clock says) and the findings expected.

Everything here reads the files with readers of its own, so that a fault of the product's readers cannot hide itself;
only the charter goes through `read_charter`.
"""

import shutil
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import yaml

from jiannuo.core.charters.charter import Charter
from jiannuo.core.charters.reading import read_charter
from jiannuo.core.engines.events.reaches import reaches
from jiannuo.core.expressions.types import AttributeType, ListOf, Plain, QuantityOf
from jiannuo.core.judging.event import Event, Log, Reach
from jiannuo.core.judging.finding import Finding
from jiannuo.core.judging.reference.judge import Judge
from jiannuo.core.values.amounts import Money, Quantity
from jiannuo.core.values.durations import read_duration

CELLS = Path(__file__).parent / "cells"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ALWAYS_COMPARED = (
    "verdict", "reason", "member", "due", "not before", "met", "late at", "broken at",
    "provisional years",
)  # fmt: skip
"""Fields that are compared even where findings.yaml is silent about them: silence means there is none."""
OUT_OF_REACH = ("verdict", "due")
"""Fields that a rewrite never touches: whoever changes them does so by hand, with the sum beside."""


@dataclass(frozen=True)
class Cell:
    """A folder of a golden case and the charter's zone."""

    folder: Path

    @property
    def name(self) -> str:
        """Return verb/name."""
        return f"{self.folder.parent.name}/{self.folder.name}"

    def document(self, file: str) -> Any:
        """Return a YAML file of the cell with every word as text."""
        return yaml.load((self.folder / file).read_text("utf-8"), yaml.BaseLoader)  # noqa: S506 (texts only)

    @property
    def zone(self) -> ZoneInfo:
        """Return the zone of the charter, in which times of the cell are written."""
        return ZoneInfo(self.document("charter.yaml")["charter"]["zone"])

    @property
    def sum(self) -> str:
        """Return the sum by hand."""
        return (self.folder / "sum.md").read_text("utf-8")


def all_cells() -> list[Cell]:
    """Return every cell, verb by verb."""
    return [Cell(case.parent) for case in sorted(CELLS.glob("*/*/case.yaml"))]


def micros(text: str, zone: ZoneInfo) -> int:
    """Return microseconds UTC of a time written in a zone (or with its offset)."""
    moment = datetime.fromisoformat(text)
    moment = moment if moment.tzinfo else moment.replace(tzinfo=zone)
    return (moment.astimezone(UTC) - _EPOCH) // timedelta(microseconds=1)


def moment_text(instant: int, zone: ZoneInfo) -> str:
    """Return an instant as findings.yaml writes it."""
    moment = (_EPOCH + timedelta(microseconds=instant)).astimezone(zone)
    twice = moment.replace(fold=1 - moment.fold).utcoffset() != moment.utcoffset()
    shown = moment.strftime("%Y-%m-%d %H:%M:%S" if moment.second or moment.microsecond else "%Y-%m-%d %H:%M")
    return shown + (moment.strftime("%z")[:3] + ":" + moment.strftime("%z")[3:] if twice else "")


def minutes_text(length: int) -> str:
    """Return a length as findings.yaml writes it."""
    minutes = Decimal(length) / 60_000_000
    return f"{minutes.normalize():f} min"


def charter_of(cell: Cell, scratch: Path) -> Charter:
    """Return the cell's charter, read from a folder of its own."""
    shutil.copy(cell.folder / "charter.yaml", scratch / "charter.yaml")
    return read_charter(scratch)


def log_of(cell: Cell, charter: Charter) -> Log:
    """Return the events, and how far each source reaches: without a word of case or charter, until `as of`."""
    case, zone = cell.document("case.yaml"), cell.zone
    events = tuple(_event(entry, charter, zone) for entry in cell.document("events.yaml"))
    declared = case.get("sources", {})
    names = {event.source for event in events} | {t.source for t in charter.events.values() if t.source} | set(declared)
    as_of = micros(case["as of"], zone)
    instants = {name: np.array([e.at for e in events if e.source == name], np.int64) for name in names if name}
    found = reaches(instants, sources=charter.sources, complete_until=as_of)
    return Log(events, {n: _told(declared.get(n, {}), found.get(n, Reach(as_of)), zone) for n in names if n})


def _told(told: dict[str, Any], found: Reach, zone: ZoneInfo) -> Reach:
    """Return the reach of a source with what the case says of it."""
    fields: dict[str, Any] = {name.replace(" ", "_"): micros(told[name], zone) for name in told if name != "gaps"}
    if "gaps" in told:
        fields["gaps"] = tuple((micros(a, zone), micros(b, zone)) for a, b in told["gaps"])
    return replace(found, **fields)


def _event(entry: dict[str, Any], charter: Charter, zone: ZoneInfo) -> Event:
    types = charter.events[entry["type"]].attributes
    at = micros(entry["at"], zone)
    return Event(
        id=entry["id"],
        type=entry["type"],
        at=at,
        recorded_at=micros(entry["recorded at"], zone) if "recorded at" in entry else at,
        attributes={name: _value(text, types[name], zone) for name, text in entry.get("attributes", {}).items()},
        seq=int(entry["seq"]) if "seq" in entry else None,
        source=entry.get("source", "desk"),
        actor=entry.get("actor"),
        actor_kind=entry.get("actor kind"),
        supersedes=entry.get("supersedes"),
    )


def _value(text: Any, declared: AttributeType, zone: ZoneInfo) -> object:
    """Return a value of its type; `~` is one that is missing."""
    if text == "~":
        return None
    kind = declared.type
    if isinstance(kind, ListOf):
        return tuple(_value(item, AttributeType(kind.element), zone) for item in text)
    if isinstance(kind, QuantityOf):
        amount, unit = text.split(" ")
        return Quantity(Decimal(amount), unit)
    return _PLAIN[kind.kind](text, zone) if isinstance(kind, Plain) and kind.kind in _PLAIN else text


_PLAIN: dict[str, Any] = {
    "integer": lambda text, zone: int(text),
    "number": lambda text, zone: Decimal(text),
    "boolean": lambda text, zone: {"true": True, "false": False}[text],
    "instant": lambda text, zone: _EPOCH + timedelta(microseconds=micros(text, zone)),
    "date": lambda text, zone: date.fromisoformat(text),
    "duration": lambda text, zone: read_duration(text),
    "money": lambda text, zone: Money(Decimal(text.split(" ")[0]), text.split(" ")[1]),
}


def judged(cell: Cell, scratch: Path) -> tuple[list[Finding], dict[str, set[str]]]:
    """Return the findings of a cell, and what was undecided about its triggers."""
    charter, case = charter_of(cell, scratch), cell.document("case.yaml")
    known_to = micros(case["known to"], cell.zone) if "known to" in case else None
    judge = Judge(charter, log_of(cell, charter), as_of=micros(case["as of"], cell.zone), known_to=known_to)
    findings = list(judge.findings())
    return findings, {promise: set(ids) for promise, ids in judge.undecided_triggers.items()}


def written(finding: Finding, zone: ZoneInfo) -> dict[str, Any]:
    """Return all that findings.yaml may say of a finding, without what there is none of."""
    totals = {kind: _total(finding, kind) for kind in ("running", "paused", "closed", "shortfall")}
    fields: dict[str, Any] = {
        "promise": finding.promise,
        "subject": " / ".join(finding.subject),
        "member": finding.member,
        "root": finding.root,
        "verdict": finding.verdict,
        "reason": finding.reason,
        "because": dict(finding.because),
        **{
            name: None if instant is None else moment_text(instant, zone)
            for name, instant in (
                ("start", finding.start), ("due", finding.due), ("not before", finding.not_before),
                ("met", finding.met), ("late at", finding.late_at), ("broken at", finding.broken_at),
                ("ended at", finding.ended_at),
            )
        },
        "margin": None if finding.margin is None else minutes_text(finding.margin),
        "reached": None if finding.reached is None else str(finding.reached),
        "wanted": None if finding.wanted is None else str(finding.wanted),
        "missing": list(finding.missing),
        "evidence": list(finding.evidence),
        "undecided": list(finding.undecided),
        "ran": totals["running"],
        "paused": totals["paused"],
        "closed": totals["closed"],
        "short": totals["shortfall"],
        "shortfalls": [
            [moment_text(part.from_, zone), moment_text(part.until, zone), *([part.cause] if part.cause else [])]
            for part in finding.intervals
            if part.kind == "shortfall"
        ],
        "owner": finding.owner,
        "owner verdict": finding.owner_verdict,
        "holders": [
            [holder.owner or "~", moment_text(holder.from_, zone), *([] if holder.until is None else [moment_text(holder.until, zone)])]
            for holder in finding.holders
        ],
        "provisional years": [str(year) for year in finding.provisional_years],
        "covered": None if finding.coverage is None else minutes_text(finding.coverage[0]),
    }  # fmt: skip
    return {name: value for name, value in fields.items() if value not in (None, [], {})}


def _total(finding: Finding, kind: str) -> str:
    return minutes_text(sum(part.until - part.from_ for part in finding.intervals if part.kind == kind))


def identity_of(entry: dict[str, Any]) -> tuple[str, ...]:
    """Return what tells an expected finding from the others."""
    return (entry["promise"], entry["subject"], entry.get("member", ""), entry["root"])


def differences(expected: dict[str, Any], found: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Return the fields in which a finding is not what was expected: (expected, found)."""
    names = [name for name in expected if name != "name"] + [n for n in ALWAYS_COMPARED if n not in expected]
    return {n: (expected.get(n), found.get(n)) for n in names if expected.get(n) != found.get(n)}


def rewritten(expected: dict[str, Any], found: dict[str, Any]) -> dict[str, Any]:
    """Return an expected finding brought up to date; raise AssertionError where verdict or due differ."""
    wrong = {name: pair for name, pair in differences(expected, found).items() if name in OUT_OF_REACH}
    assert not wrong, f"a rewrite never touches verdict or due, change them by hand: {wrong}"
    names = list(expected) + [name for name in ALWAYS_COMPARED if name in found and name not in expected]
    return {n: expected[n] if n == "name" else found[n] for n in names if n == "name" or n in found}
