"""A charter in words: each part of a promise is said in both languages, with a timeline."""

from pathlib import Path

import pytest

from jiannuo.core.charters.explaining.explaining import explain_charter
from tests.charters.folders import HEAD, ORDERS, charter_of

PARAMETERS = "parameters: {quick: {type: duration, default: 30 min, ours: true}}\n"
SAID = [
    (
        "at: order_paused, require: 'false'",
        ["Checked at each order_paused.", "This must not happen: that it does is the breach."],
        ["检查：每条 order_paused 发生时。", "这件事不应发生，发生即未兑现。"],
    ),
    (
        "from: order_placed, for: param.quick, never: order_paused, ours: [param.quick, 2 h]",
        ["Set by us: param.quick, 2 h."],
        ["本单位自定的数值：param.quick、2 h。"],
    ),
    (
        "after: order_placed, expect: order_closed, within: 1 h, ours: true",
        ["order_placed ──[1 hour]──▶ due", "Limit: 1 hour (set by us) from the opening."],
        ["order_placed ──[1 小时]──▶ 截止", "时限：起算后 1 小时（本单位自定）。"],
    ),
    (
        "after: order_placed, expect: order_closed, within: 5 working days, calendar: office",
        ["order_placed ──[5 working days]──▶ due", "Limit: 5 working days from the opening, by the calendar office."],
        ["时限：起算后 5 个工作日，按日历 office 计。"],
    ),
    (
        "after: order_placed, expect: order_closed, within: param.quick",
        ["Limit: 30 minutes (parameter quick) (set by us) from the opening."],
        ["时限：起算后 30 分钟（参数 quick）（本单位自定）。"],
    ),
    (
        "after: order_placed, open: first, expect: {all: [order_accepted, order_closed], in order: true}, by: wanted_at",
        [
            "order_placed ──[order_accepted → order_closed]──▶ wanted_at",
            "Opens at the first order_placed; later ones open nothing.",
            "All must happen in this order: order_accepted, order_closed.",
            "Due: wanted_at.",
        ],
        ["起算：第一条 order_placed，此后的不再起算。", "截止时间：wanted_at。"],
    ),
    (
        "after: order_placed, expect: order_closed, within: 1 h, pause: {from: order_paused, until: order_resumed, "
        "reason: {zh: 等待客户, en: waiting}, max: 2 h}, excused by: {event: order_moved, late: heal}, ends with: order_closed",
        [
            "Paused from order_paused to order_resumed (waiting), for at most 2 hours each.",
            "Excused by order_moved, also after the due time.",
            "After order_closed nothing is owed any more; there is no verdict.",
        ],
        [
            "暂停：自 order_paused 起，至 order_resumed 止（等待客户），每次最长 2 小时。",
            "免责事由：order_moved，截止之后发生的也算。",
            "order_closed 之后不再欠付，不作判定。",
        ],
    ),
    (
        "every: month, for each: {part: [a, b]}, expect: order_delivered, times: 2",
        [
            "start of each month ──[order_delivered]──▶ end of each month",
            "Opens each month, for every subject alive throughout it.",
            "One obligation opens for each part of a, b.",
            "It must happen 2 times.",
            "Due: the end of the period.",
        ],
        ["每月开始 ──[order_delivered]──▶ 每月结束", "截止时间：周期结束。"],
    ),
    (
        "never: order_moved, from: order_placed, until: order_closed",
        [
            "order_placed ──[✕ order_moved]──▶ order_closed",
            "Must not happen: order_moved.",
            "Span: from order_placed to order_closed.",
        ],
        ["不得发生：order_moved。", "期间：自 order_placed 起，至 order_closed 止。"],
    ),
    (
        "never: order_moved",
        ["the subject begins ──[✕ order_moved]──▶ the subject ends"],
        ["业务对象开始 ──[✕ order_moved]──▶ 业务对象结束"],
    ),
    (
        "at: order_delivered, require: signed, needs: order_accepted, not by: [order_placed]",
        [
            "order_accepted ── order_delivered ◀ check",
            "Must have happened before: order_accepted.",
            "Must not be done by whoever did order_placed.",
        ],
        ["order_accepted ── order_delivered ◀ 检查", "不得由办理 order_placed 的人办理。"],
    ),
    (
        "hold: driver is not null, tolerate: 5 min, calendar: office",
        [
            "start of each day ══[driver is not null]══▶ end of each day",
            "Demanded only in the hours of the calendar office.",
            "Shortfalls of up to 5 minutes do not count.",
            "It is judged each day.",
        ],
        ["每次中断不超过 5 分钟的不计。", "每日判定一次。"],
    ),
    (
        "never: order_moved, from: order_placed, for: 2 h, tested if: count(order_paused) >= 3",
        ["It counts as tested only if the number of order_paused is at least 3; otherwise it is unknown."],
        ["order_paused 的次数不少于 3 时才算经过检验，否则无法判定。"],
    ),
    (
        "owner: driver, owner at: opened, to: driver, warn: [80 %, -10 min, due], at: order_delivered, require: signed",
        [
            "Owed to driver.",
            "Accountable at the opening: driver.",
            "Warns at 80 % of the limit, 10 minutes before it is due, when it is due (a later version warns).",
        ],
        [
            "责任人：driver（按起算时认定）。",
            "预警：用去时限的 80 % 时、截止前 10 分钟、截止时（预警由后续版本执行）。",
        ],
    ),
]


@pytest.mark.parametrize(("text", "english", "chinese"), SAID, ids=[case[0][:40] for case in SAID])
def test_a_promise_is_said_in_both_languages(text: str, english: list[str], chinese: list[str], tmp_path: Path) -> None:
    promise = f"promises:\n  p: {{title: {{zh: 标题, en: Title}}, of: order, {text}}}\n"
    said = explain_charter(charter_of(tmp_path, HEAD + ORDERS, PARAMETERS, promise), "p")
    lines = [line.strip() for line in said.en.splitlines()]
    assert lines[0] == "p Title" and [line for line in english if line not in lines] == [], said.en
    lines = [line.strip() for line in said.zh.splitlines()]
    assert lines[0] == "p 标题" and [line for line in chinese if line not in lines] == [], said.zh


def test_a_charter_is_said_as_its_head_and_all_its_promises(tmp_path: Path) -> None:
    promises = (
        "promises:\n  a: {of: order, at: order_delivered, require: signed}\n  b: {of: order, never: order_moved}\n"
    )
    said = explain_charter(charter_of(tmp_path, HEAD + ORDERS, promises))
    head, first, second = said.en.split("\n\n")
    assert head == "Charter “small” (small), edition 2026-1, in force from 2026-01-01, zone Asia/Shanghai; promises: 2."
    assert first.startswith("a\n") and second.startswith("b\n")
    assert said.zh.startswith(
        "制度“small”（small），版本 2026-1，自 2026-01-01 起生效，时区 Asia/Shanghai；承诺 2 项。"
    )


def test_signals_are_said_before_the_promises(tmp_path: Path) -> None:
    text = (
        "signals:\n"
        "  often_moved: {of: order, at: order_moved, when: count(order_moved) >= 3, clears: order_closed,\n"
        "    label: {zh: 频繁改期, en: moved often}}\n"
        "  idle: {of: order, per: day, when: driver is null, for: 48 h}\n"
        "promises: {p: {of: order, after: [often_moved, idle], expect: order_closed, within: 1 h}}\n"
    )
    said = explain_charter(charter_of(tmp_path, HEAD + ORDERS, text))
    english = [[line.strip() for line in part.split("\n")] for part in said.en.split("\n\n")]
    assert [
        "Signal moved often (often_moved)",
        "Subject: order.",
        "Given at order_moved if the number of order_moved is at least 3.",
        "Once given, it may be given again only after order_closed; what the condition counts starts anew then, too.",
    ] in english[1:3]
    assert [
        "Signal idle",
        "Subject: order.",
        "Given at the end of each day if driver is missing.",
        "The condition must have been true for 48 hours.",
        "It is given once.",
    ] in english[1:3]
    chinese = [[line.strip() for line in part.split("\n")] for part in said.zh.split("\n\n")]
    assert [
        "信号 频繁改期（often_moved）",
        "业务对象：order。",
        "每条 order_moved 发生时，如 order_moved 的次数不少于 3，即发出。",
        "发出一次后，到 order_closed 之后才可再次发出；条件中的次数、总和等也自那时重新计算。",
    ] in chinese[1:3]
    assert "起算：每条频繁改期（often_moved），或 idle 各起算一次。" in said.zh


def test_a_promise_that_is_not_there_cannot_be_said(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        explain_charter(charter_of(tmp_path, HEAD + ORDERS), "nobody")
