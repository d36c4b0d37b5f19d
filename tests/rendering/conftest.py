"""Synthetic findings: made by a small seeded generator, with nothing real behind them."""

import random
import shutil
from collections.abc import Iterator
from datetime import datetime

import pyarrow as pa
import pytest
from playwright.sync_api import Browser, sync_playwright

from jiannuo.core.rendering.results import LogStory, Origin, PromiseCard, Result, SetAside
from jiannuo.core.values.texts import Text

MINUTE = 60_000_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR
ZONE = "Asia/Shanghai"
FIRST = round(datetime.fromisoformat("2024-01-01T00:00:00+08:00").timestamp()) * 1_000_000
AS_OF = FIRST + 366 * DAY

INTERVAL = pa.struct([("kind", pa.string()), ("from", pa.int64()), ("until", pa.int64()), ("cause", pa.string())])
SCHEMA = pa.schema(
    [
        *(
            (name, pa.string())
            for name in ("id", "promise", "member", "root", "verdict", "reason", "owner", "owner_verdict", "edition")
        ),
        ("subject", pa.list_(pa.string())),
        ("because", pa.map_(pa.string(), pa.string())),
        *((name, pa.int64()) for name in ("start", "due", "not_before", "met", "late_at", "broken_at", "margin")),
        *((name, pa.int32()) for name in ("reached", "wanted")),
        *((name, pa.list_(pa.string())) for name in ("missing", "evidence", "undecided")),
        ("provisional_years", pa.list_(pa.int32())),
        ("intervals", pa.list_(INTERVAL)),
    ]
)

CARDS = (
    PromiseCard(
        id="respond",
        title=Text(zh="一小时内首次响应", en="First response within an hour"),
        words=Text(
            zh="工单受理后 1 小时内，责任班组作出首次响应。\n从受理之时起算，全天计时，没有暂停。",
            en="Within 1 hour of a case being accepted, the accountable team responds.\n"
            "The clock starts at acceptance and runs around the clock.",
        ),
        owner="team",
        clauses=("1.a4.2",),
    ),
    PromiseCard(
        id="solve",
        title=Text(zh="八个工作小时内办结", en="Completed within eight working hours"),
        words=Text(
            zh="工单受理后 8 个工作小时内办结；等待服务对象答复期间暂停计时。",
            en="A case is completed within 8 working hours of acceptance; waiting for the customer pauses the clock.",
        ),
        ours=True,
        owner="team",
        clauses=("1.a4.3", "1.a4.4"),
    ),
    PromiseCard(
        id="no-reopen",
        title=Text(zh="办结后 30 个自然日内不重开", en="Not reopened within 30 natural days"),
        words=Text(
            zh="工单办结后 30 个自然日内不因同一原因重开。", en="A completed case is not reopened for 30 natural days."
        ),
        verb="never",
        ours=True,
    ),
    PromiseCard(
        id="on-duty",
        title=Text(zh="热线任何时刻不少于三人在岗", en="Three agents on duty at every moment"),
        words=Text(zh="每个热线席位组任何时刻在岗坐席不少于三人。", en="Every desk has at least three agents on duty."),
        verb="hold",
    ),
)
REASONS = {
    "met_in_time": Text(zh="在截止时间之前完成。", en="Done before it was due."),
    "met_late": Text(zh="完成时已过截止时间。", en="Done after it was due."),
    "never_met": Text(zh="到截止时间没有“{target}”的记录。", en="No {target} was recorded by the due time."),
    "source_down": Text(zh="来源“{source}”在此期间中断。", en="The source {source} was down meanwhile."),
    "ground": Text(zh="有免责事由：{ground}。", en="A ground to be excused: {ground}."),
    "not_due": Text(zh="尚未到截止时间。", en="Not due yet."),
    "forbidden": Text(zh="发生了不应发生的“{event}”。", en="The forbidden {event} happened."),
    "short": Text(zh="有 {count} 段时间未达到要求。", en="It fell short {count} times."),
}


def _row(promise: str, number: int, start: int, **given: object) -> dict[str, object]:
    row = dict.fromkeys(SCHEMA.names) | {
        "id": f"{promise}-{number:09d}",
        "promise": promise,
        "subject": [f"INC{number:07d}"],
        "root": f"log:{number}",
        "start": start,
        "edition": "2024-01",
        "evidence": [f"log:{number}"],
    }
    return row | given


def _ended(rng: random.Random, start: int, limit: int, took: int, due: int) -> dict[str, object]:
    done = start + took
    if rng.random() < 0.02:
        return {"verdict": "unknown", "reason": "source_down", "because": [("source", "telephony")], "due": due,
                "missing": ["responded"]}  # fmt: skip
    if rng.random() < 0.01:
        return {"verdict": "excused", "reason": "ground", "because": [("ground", "customer_absent")], "due": due}
    if done > AS_OF:
        verdict = {"verdict": "pending", "reason": "not_due"} if due >= AS_OF else {
            "verdict": "broken", "reason": "never_met", "because": [("target", "responded")], "broken_at": due}  # fmt: skip
        return {**verdict, "due": due, "wanted": 1, "reached": 0}
    if done <= due:
        return {"verdict": "kept", "reason": "met_in_time", "due": due, "met": done, "wanted": 1, "reached": 1}
    return {"verdict": "broken", "reason": "met_late", "due": due, "late_at": done, "broken_at": due, "wanted": 1}


def _respond(rng: random.Random, number: int, start: int) -> dict[str, object]:
    worse = 2.1 if FIRST + 152 * DAY < start < FIRST + 213 * DAY else 1.0
    took = round(rng.lognormvariate(2.9, 0.8) * worse * MINUTE)
    found = _ended(rng, start, HOUR, took, start + HOUR)
    interval = {"kind": "running", "from": start, "until": min(start + took, AS_OF), "cause": ""}
    team = rng.choices(["T01", "T02", "T03", "T04", "T09"], [40, 30, 20, 9.9, 0.1])[0]
    return _row("respond", number, start, owner=team, intervals=[interval], **found)


def _solve(rng: random.Random, number: int, start: int) -> dict[str, object]:
    """Eight working hours of days with nine, one pause in a third of the cases."""
    opening = start - start % DAY + 25 * HOUR  # 09:00 in Shanghai
    start = opening + rng.randrange(0, 9 * HOUR, MINUTE)
    pause = rng.randrange(10, 200) * MINUTE if rng.random() < 0.3 and start < opening + 5 * HOUR else 0
    left = opening + 9 * HOUR - start
    intervals = [("running", start, start + 10 * MINUTE, "")] if pause else []
    if pause:
        intervals.append(("paused", start + 10 * MINUTE, start + 10 * MINUTE + pause, "等待服务对象"))
    used = 10 * MINUTE if pause else 0
    resumed = start + used + pause
    today = min(8 * HOUR - used, left - used - pause)
    if today > 0:
        intervals.append(("running", resumed, resumed + today, ""))
    rest = 8 * HOUR - used - max(today, 0)
    if rest > 0:
        intervals.append(("closed", opening + 9 * HOUR, opening + DAY, "office"))
        intervals.append(("running", opening + DAY, opening + DAY + rest, ""))
    due = intervals[-1][2]
    found = _ended(rng, start, due - start, round(rng.lognormvariate(-0.3, 0.9) * (due - start)), due)
    listed = [dict(zip(("kind", "from", "until", "cause"), each, strict=True)) for each in intervals]
    evidence = [f"log:{number}", f"log:{number + 5}"]
    years = [2025] if number % 400 == 0 else []
    return _row("solve", number, start, owner=rng.choice(["T01", "T02", "T03"]), intervals=listed, evidence=evidence,
                provisional_years=years, **found)  # fmt: skip


def _no_reopen(rng: random.Random, number: int, start: int) -> dict[str, object]:
    end = start + 30 * DAY
    if rng.random() < 0.03:
        return _row("no-reopen", number, start, verdict="broken", reason="forbidden", because=[("event", "reopened")],
                    broken_at=start + rng.randrange(30) * DAY)  # fmt: skip
    verdict = "pending" if end > AS_OF else "kept"
    return _row("no-reopen", number, start, verdict=verdict, reason="not_due" if verdict == "pending" else "")


def _on_duty(rng: random.Random, number: int, start: int) -> dict[str, object]:
    day = start - (start + 8 * HOUR) % DAY
    if rng.random() > 0.15:
        return _row("on-duty", number, day, subject=["desk-1"], verdict="kept", reason="")
    at = day + rng.randrange(20) * HOUR
    short = {"kind": "shortfall", "from": at, "until": at + rng.randrange(5, 90) * MINUTE, "cause": "2 < 3"}
    return _row("on-duty", number, day, subject=["desk-1"], verdict="broken", reason="short",
                because=[("count", "1")], broken_at=at, intervals=[short])  # fmt: skip


def make_findings(count: int, seed: int = 7) -> pa.Table:
    """Make `count` findings of each of the first three promises and one a day of the fourth."""
    rng = random.Random(seed)
    starts = sorted(rng.randrange(FIRST, AS_OF, 1_000_000) for _ in range(count))
    rows = [make(rng, n, at) for make in (_respond, _solve, _no_reopen) for n, at in enumerate(starts)]
    rows += [_on_duty(rng, n, FIRST + n * DAY) for n in range(366)]
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def make_result(findings: pa.Table, cards: tuple[PromiseCard, ...] = CARDS) -> Result:
    """Wrap findings as the result of an audit of a made-up log."""
    return Result(
        title=Text(zh="运行维护服务承诺", en="Maintenance service charter"),
        edition="2024-01",
        zone=ZONE,
        promises=cards,
        findings=findings,
        log=LogStory(
            origin=Origin(
                name=Text(zh="模拟工单", en="made-up cases"),
                source="tests/rendering/conftest.py",
                license="Apache-2.0",
                attribution=Text(zh="本仓库的模拟程序", en="the seeded generator of this repository"),
                simulated=True,
            ),
            events=3 * findings.num_rows,
            first=FIRST,
            last=AS_OF,
            complete_until={"ticketing": AS_OF, "telephony": AS_OF - 3 * DAY},
            rejects=(SetAside(Text(zh="时间没有时区", en="a time without a zone"), 12),),
            unused={"comment_added": 5120, "viewed": 1733},
            undecided={"solve": 4},
        ),
        as_of=AS_OF,
        engine_version="0.1.0",
        reasons=REASONS,
    )


@pytest.fixture(scope="session")
def synthetic() -> Result:
    """Return a small audit."""
    return make_result(make_findings(600))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return a real browser without a window."""
    chromium = shutil.which("chromium")
    assert chromium, "These tests need Debian's chromium: run tools/setup browser."
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        yield launched
        launched.close()
