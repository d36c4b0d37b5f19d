"""The first page: what is behind the worst promises, what is to be done, and what the records lack."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import numpy as np
import pyarrow as pa

from jiannuo.core.charters.explaining.labelling import Labels
from jiannuo.core.judging.reasons import REASONS
from jiannuo.core.rendering.columns import read_columns
from jiannuo.core.rendering.findings.grounds import count_grounds, in_general, in_words
from jiannuo.core.rendering.first_page.agenda import Agenda, Bundle, Item, compose_agenda, find_calls
from jiannuo.core.rendering.first_page.brief import Brief, compose_brief
from jiannuo.core.rendering.first_page.brief_parts import tell_change, tell_unranked
from jiannuo.core.rendering.report import render_report
from jiannuo.core.rendering.results import PromiseCard, Result
from jiannuo.core.rendering.summarizing import summarize
from jiannuo.core.statistics.fulfilment import Tally
from jiannuo.core.statistics.periods import periods_between
from jiannuo.core.values.texts import Text
from tests.rendering.conftest import AS_OF, DAY, FIRST, HOUR, MINUTE, SCHEMA, make_result

CARD = PromiseCard(id="p", title=Text(zh="一小时内响应", en="Response within an hour"), words=Text(zh="", en=""))


def row(number: int, **given: object) -> dict[str, object]:
    plain = {"id": f"{number:04d}", "promise": "p", "subject": [f"S{number}"], "because": [], "reason": "done_in_time"}
    return dict.fromkeys(SCHEMA.names) | plain | {"start": FIRST + number * HOUR, "verdict": "kept"} | given


def result_of(rows: list[dict[str, object]], *cards: PromiseCard) -> Result:
    made = make_result(pa.Table.from_pylist(rows, schema=SCHEMA), cards or (CARD,))
    return replace(made, reasons=REASONS)


def brief_of(result: Result) -> Brief:
    columns = read_columns(result.findings, promises=[card.id for card in result.promises])
    summary = summarize(columns, cards=result.promises, zone=result.zone)
    return compose_brief(result, summary, columns, calls=find_calls(result, columns))


def agenda_of(result: Result) -> Agenda:
    columns = read_columns(result.findings, promises=[card.id for card in result.promises])
    return compose_agenda(result, columns, calls=find_calls(result, columns))


def items_of(bundles: Sequence[Bundle]) -> list[Item]:
    return [item for bundle in bundles for item in bundle.items]


def late(number: int, **given: object) -> dict[str, object]:
    start = FIRST + number * HOUR
    times = {"due": start + HOUR, "broken_at": start + HOUR, "late_at": start + 3 * HOUR}
    return row(number, verdict="broken", reason="done_late", **times) | given


def test_the_causes_are_the_reasons_the_overrun_the_unit_and_the_hours() -> None:
    """Of 40 days, each hour one finding: broken from 22:00 to 24:00, and by the unit B twice as often."""
    rows = []
    for number in range(40 * 24):
        is_night = number % 24 >= 22
        unit = "B" if is_night and number % 2 else "A"
        rows.append(late(number, owner=unit) if is_night else row(number, owner="B" if number % 12 == 0 else "A"))
    (worst,) = brief_of(result_of(rows)).worst
    told = [text.zh for text in worst.causes.told]
    assert told == [
        "完成了，但晚于截止时间：全部 80 项。",
        "最终完成的，超时中位数 2 小时。",
        "集中在每日 22:00 至 24:00 起算的：未兑现 100.0%（80/80），其余钟点 0.0%。",
        "集中在责任单位 B：未兑现 33.3%（40/120），其余单位 4.8%。",
    ]
    assert worst.causes.peak == (22, 23)
    assert [each.broken for each in worst.causes.hours] == [0] * 22 + [40, 40]


def test_owners_that_are_persons_are_no_cause() -> None:
    rows = [late(n, owner="张三") if n % 2 else row(n, owner="李四") for n in range(400)]
    (worst,) = brief_of(result_of(rows, replace(CARD, owner="driver", personal_owner=True))).worst
    assert not any("张三" in text.zh + text.en or "责任单位 " in text.zh for text in worst.causes.told)


def test_breaches_spread_evenly_are_said_to_be_among_what_was_compared() -> None:
    """Where nobody answers, only persons do, or all opens at midnight, nothing is said of units or hours."""
    units = {n: {"owner": f"unit {n % 3}", "owner_verdict": "broken" if n % 5 == 0 else "kept"} for n in range(1000)}
    daily = {n: {"start": FIRST + n * DAY} for n in range(1000)}
    once = {n: {"start": FIRST} for n in range(1000)}
    said = {
        "No hour or weekday stands out.": ({}, CARD),
        "No accountable unit, hour or weekday stands out.": (units, replace(CARD, owner="team")),
        "No weekday stands out.": (daily, CARD),
    }
    for expected, (given, card) in said.items():
        rows = [(late if n % 5 == 0 else row)(n, **given.get(n, {})) for n in range(1000)]
        (worst,) = brief_of(result_of(rows, card)).worst
        assert worst.causes.told[-1].en == expected
    persons = replace(CARD, owner="driver", personal_owner=True)
    rows = [(late if n % 5 == 0 else row)(n, **units[n]) for n in range(1000)]
    assert brief_of(result_of(rows, persons)).worst[0].causes.told[-1].zh == "各钟点、各星期几之间没有明显集中。"
    rows = [(late if n % 5 == 0 else row)(n, **once[n]) for n in range(1000)]
    assert not any("集中" in text.zh for text in brief_of(result_of(rows)).worst[0].causes.told)


def test_what_opens_by_the_calendar_has_no_hours() -> None:
    rows = [late(n, start=FIRST + n * DAY) for n in range(100)]
    (worst,) = brief_of(result_of(rows)).worst
    assert worst.causes.hours == ()


def test_at_most_five_promises_with_a_breach_are_told_worst_first() -> None:
    cards = tuple(replace(CARD, id=f"p{n}") for n in range(8))
    rows = [
        (late if number < broken else row)(number, promise=f"p{place}")
        for place, broken in enumerate([0, 10, 60, 30, 20, 50, 40, 0])
        for number in range(100)
    ]
    told = [each.figures.card.id for each in brief_of(result_of(rows, *cards)).worst]
    assert told == ["p2", "p5", "p6", "p3", "p4"]


def test_what_can_never_be_kept_is_not_ranked_among_what_can() -> None:
    never, sometimes = replace(CARD, id="never", can_be_kept=False), replace(CARD, id="sometimes")
    rows = [late(n, promise="never") for n in range(50)]
    mixed = result_of([*rows, late(50, promise="sometimes"), row(51, promise="sometimes")], never, sometimes)
    assert [each.figures.card.id for each in brief_of(mixed).worst] == ["sometimes"]
    assert [each.card.id for each in brief_of(mixed).unranked] == ["never"]
    # Where nothing else is broken, it is not passed over in silence.
    alone = brief_of(result_of(rows, never, sometimes))
    assert ([each.figures.card.id for each in alone.worst], alone.unranked) == (["never"], ())


def test_the_page_names_what_it_did_not_rank_and_how_often_it_was_broken() -> None:
    title = Text(zh="不得评论", en="No comments")
    cards = [replace(CARD, id=f"never{n}", title=title, can_be_kept=False) for n in range(7)]
    rows = [late(n, promise=f"never{n % 7}") for n in range(14)]
    two = result_of([*rows[:2], *rows[7:9], late(50)], CARD, *cards)
    told = tell_unranked(brief_of(two))
    assert told is not None
    assert told.zh == (
        "另有 2 项未参加排名：不得评论（未兑现 2 次）、不得评论（未兑现 2 次）。它们只在违反时起算，没有兑现率可比。"
    )
    assert told.en.startswith("Not ranked besides (2): No comments (broken 2 times), No comments (broken 2 times). ")
    assert told.zh in render_report(two)
    many = tell_unranked(brief_of(result_of([*rows, late(50)], CARD, *cards)))
    assert many is not None
    assert many.zh.startswith("另有 7 项未参加排名：") and many.zh.count("不得评论") == 5 and "次）等。" in many.zh
    assert tell_unranked(brief_of(result_of([late(50)]))) is None


def test_what_is_due_next_stands_first_with_what_is_left() -> None:
    rows = [row(n, verdict="pending", reason="clock_running", due=AS_OF + n * 5 * HOUR) for n in range(10, 0, -1)]
    rows.append(row(99, verdict="pending", reason="clock_paused"))
    agenda = agenda_of(result_of(rows))
    (bundle,) = agenda.next
    assert [item.subject for item in bundle.items] == [f"S{n}" for n in range(1, 11)]
    assert (bundle.title, bundle.count, bundle.undone) == (CARD.title, 10, 0)
    assert (bundle.first.length, agenda.open, agenda.due_soon) == (5 * HOUR, 11, 4)


def test_obligations_of_one_promise_stand_together_by_the_earliest_of_them() -> None:
    cards = [replace(CARD, id=f"p{n}") for n in range(8)]
    rows = [
        row(n, promise=f"p{n % 8}", verdict="pending", reason="clock_running", due=AS_OF + (100 - n) * HOUR)
        for n in range(100)
    ]
    agenda = agenda_of(result_of(rows, *cards))
    assert [(bundle.place, bundle.count) for bundle in agenda.next] == [
        (3, 13),
        (2, 13),
        (1, 13),
        (0, 13),
        (7, 12),
        (6, 12),
    ]
    assert agenda.more_next == 2
    assert [item.subject for item in agenda.next[0].items] == [f"S{n}" for n in range(99, 0, -8)]


def test_of_many_a_page_carries_the_first_forty() -> None:
    rows = [row(n, verdict="pending", reason="clock_running", due=AS_OF + HOUR) for n in range(50)]
    (bundle,) = agenda_of(result_of(rows)).next
    assert (bundle.count, len(bundle.items)) == (50, 40)


def test_a_subject_with_several_items_is_named_once() -> None:
    waiting = [
        row(n, subject=[f"S{n // 2}"], verdict="pending", reason="clock_running", due=AS_OF + n) for n in range(9)
    ]
    (bundle,) = agenda_of(result_of(waiting)).next
    assert (bundle.subjects, bundle.has_more) == (("S0", "S1", "S2"), True)
    (bundle,) = agenda_of(result_of(waiting[:3])).next
    assert (bundle.subjects, bundle.has_more) == (("S0", "S1"), False)


def test_what_is_but_a_mask_is_counted_and_not_listed() -> None:
    waiting = [row(n, subject=["1"], verdict="pending", reason="clock_running", due=AS_OF + HOUR) for n in range(4)]
    (bundle,) = agenda_of(result_of(waiting, replace(CARD, personal_parts=(0,)))).next
    assert (bundle.count, bundle.named) == (4, ())


def test_a_span_that_only_has_to_end_asks_nobody_to_do_anything() -> None:
    waiting = row(1, verdict="pending", reason="span_running", due=AS_OF + HOUR)
    agenda = agenda_of(result_of([waiting], replace(CARD, verb="never")))
    assert (agenda.next, agenda.open) == ((), 1)


def test_what_was_just_broken_stands_undone_first_and_then_the_latest() -> None:
    done = [late(n, broken_at=AS_OF - n * HOUR) for n in (1, 2, 3)]
    undone = [late(n, broken_at=AS_OF - n * HOUR, late_at=None, reason="not_done") for n in (20, 21)]
    old = late(9, broken_at=AS_OF - DAY, late_at=None, reason="not_done")
    agenda = agenda_of(result_of([*done, old, *undone]))
    items = items_of(agenda.latest)
    assert [item.subject for item in items] == ["S20", "S21", "S1", "S2", "S3"]
    assert [item.is_open for item in items] == [True, True, False, False, False]
    assert [(bundle.count, bundle.undone) for bundle in agenda.latest] == [(5, 2)]
    assert (agenda.broken, agenda.still_open, agenda.overdue, agenda.span) == (5, 2, 3, DAY)


def test_without_anything_of_the_last_day_it_looks_further_back() -> None:
    agenda = agenda_of(result_of([late(1, broken_at=AS_OF - 8 * DAY)]))
    assert (agenda.broken, agenda.span) == (1, 30 * DAY)
    assert agenda_of(result_of([late(1, broken_at=AS_OF - 31 * DAY)])).latest == ()


def test_what_the_records_lack_is_told_by_source_with_what_it_would_decide() -> None:
    cards = (CARD, replace(CARD, id="q"))
    down = {"verdict": "unknown", "reason": "source_incomplete", "because": [("source", "telephony")]}
    rows = [row(n, promise="pq"[n % 2], **down) for n in range(30)]
    rows += [row(n, verdict="unknown", reason="value_missing", because=[("value", "priority")]) for n in range(5)]
    agenda = agenda_of(result_of(rows, *cards))
    assert [(lack.todo.zh, lack.resolves.zh) for lack in agenda.lacks] == [
        ("补齐来源“telephony” 2024-12-29 00:00 之后的业务记录", "可判定 30 个履约项，涉及 2 项承诺。"),
        ("补录缺少的信息：priority", "可判定 5 个履约项，涉及 1 项承诺。"),
    ]
    assert agenda.unknown == 35


def test_subjects_that_are_personal_are_masked() -> None:
    rows = [
        late(1, broken_at=AS_OF - HOUR, subject=["13812341234"], member="王小明"),
        row(2, verdict="pending", due=AS_OF + HOUR, subject=["13987654321"]),
    ]
    agenda = agenda_of(result_of(rows, replace(CARD, personal_parts=(0,), personal_member=True)))
    assert [item.subject for item in items_of((*agenda.latest, *agenda.next))] == ["138****1234 · 王*", "139****4321"]


def test_grounds_are_counted_with_what_fills_them_and_told_in_general_without() -> None:
    rows = [row(n, reason="condition_false", because=[("what", "fare > 0")]) for n in range(3)]
    rows += [row(9, reason="condition_false", because=[("what", "seats < 5")])]
    table = pa.Table.from_pylist(rows, schema=SCHEMA)
    first, second = count_grounds(table, np.ones(4, bool), reasons=REASONS)
    assert (first.count, second.count) == (3, 1)
    assert in_words(first, reasons=REASONS, labels=Labels()).zh == "要求不满足：fare > 0。"
    assert in_general("condition_false", REASONS).zh == "要求不满足。"
    assert count_grounds(table, np.zeros(4, bool), reasons=REASONS) == ()


def test_the_change_is_between_the_last_two_periods_with_enough_decided() -> None:
    last = round(datetime.fromisoformat("2024-04-30T12:00:00+08:00").timestamp()) * 1_000_000
    periods = periods_between(FIRST + MINUTE, last, zone="Asia/Shanghai", unit="month")
    series = [Tally(kept=80, broken=20), Tally(kept=92, broken=8), Tally(kept=1), Tally(pending=9)]
    told = tell_change(series, periods=periods)
    assert told == Text(
        zh="2024 年 2 月兑现率 92.0%，比 2024 年 1 月（80.0%）上升 12.0 个百分点。",
        en="In 2024-02 92.0% was kept, up 12.0 percentage points from 2024-01 (80.0%).",
    )
    assert tell_change(series[1:2], periods=periods) is None
