"""Indicators in words: what each counts or measures is said in both languages."""

from pathlib import Path

import pytest

from jiannuo.core.charters.explaining.explaining_figures import explain_indicator
from tests.charters.folders import HEAD, ORDERS, charter_of

MORE = """\
states:
  paused: {of: order, from: order_paused, until: order_resumed}
promises:
  closed-soon: {of: order, after: order_placed, expect: order_closed, within: 2 working h, calendar: office, ours: true}
indicators:
  placed: {count: order_placed, per: month}
"""
SAID = [
    ("count: [order_placed, order_moved], per: week", "The number of order_placed, or order_moved.", "order_placed，或 order_moved 的数量。"),
    ("count: order_placed, distinct: order.driver, per: week", "Each order.driver counts once.", "order.driver 相同的只计一次。"),
    ("count: order_delivered where count > 2, per: week", "The number of order_delivered where count is more than 2.", "order_delivered（其中 count 超过 2）的数量。"),
    ("count: driver_seen via driver, of: order, per: week", "The number of driver_seen through driver.", "driver_seen（经由 driver）的数量。"),
    ("count: closed-soon, over: findings, per: week", "The number of findings of the promise closed-soon.", "承诺 closed-soon 的判定的数量。"),
    ("count: paused, over: states, per: week", "The number of stretches of the state paused that touch the period.", "状态 paused 在本周期内的时段的数量。"),
    ("count: paused, over: states, clip: false, per: week", "The number of stretches of the state paused that begin in the period.", "状态 paused 在本周期内开始的时段的数量。"),
    ("count: order, over: subjects, per: week", "The number of subjects order that live in the period.", "本周期内存在的业务对象 order 的数量。"),
    ("sum: order_placed.price, per: {every: 2 weeks, from: 2026-02-02}", "Period: every 2 weeks from 2026-02-02 on.", "周期：自 2026-02-02 起每 2 周。"),
    ("sum: order_placed.price, per: day", "The sum of order_placed.price.", "order_placed.price 的合计。"),
    ("mean: closed-soon.took, over: findings, per: day", "The mean of the time from opening to completion of the promise closed-soon.", "承诺 closed-soon 从起算到完成的时长的平均值。"),
    ("median: closed-soon.margin, over: findings, per: day", "The median of the time left at the completion of the promise closed-soon.", "承诺 closed-soon 完成时距截止还有的时长的中位数。"),
    ("percentile: {of: closed-soon.late, at: 90 %}, over: findings, per: day", "The percentile at 90 % of the time by which the promise closed-soon was late.", "承诺 closed-soon 迟于截止的时长的第 90 百分位数。"),
    ("mean: paused.took, over: states, per: day", "The mean of the lengths of the stretches of the state paused within the period.", "状态 paused 各时段在本周期内的时长的平均值。"),
    ("percentile: {of: paused.age, at: 100 %}, over: states, per: day", "The largest of how long the state paused had lasted at the period's end.", "周期末仍在的状态 paused 已持续的时长的最大值。"),
    ("median: order.age, over: subjects, per: day", "The median of how long subjects order had lived at the period's end.", "周期末仍存在的业务对象 order 已存在的时长的中位数。"),
    ("share: {of: order_delivered, when: signed}, per: year, bound: lower 95 %", "Beside it stands the lower end of the two-sided 95 % interval of Wilson (z = 1.959964).", "同时给出 95% 威尔逊双侧区间的下限（z = 1.959964）。"),
    ("share: {of: order, when: seen(order_moved)}, over: subjects, per: year", "The share of subjects order that live in the period for which there was order_moved.", "本周期内存在的业务对象 order 中，曾有 order_moved 的占比。"),
    ("rate: {of: order_placed.price, to: order_placed}, per: total", "The sum of order_placed.price in relation to the number of order_placed.", "order_placed.price 的合计与 order_placed 的数量之比。"),
    ("kept_rate: closed-soon, per: half-year, by: [order.driver]", "Told apart by order.driver.", "分组：order.driver。"),
    ("kept_rate: closed-soon, per: half-year, by: [finding.owner]", "It goes by the owner's own verdict: what the owner is cleared of does not count.", "按对责任人的判定计：已免除其责任的不算其未兑现。"),
    ("kept_rate: closed-soon, per: half-year, coverage: 97.5 %", "Not to be relied on where less than 97.5 % of the period is on record, or of what happened is known.", "周期有记录的部分或已知的部分不足 97.5% 时，数值不可采信。"),
    ("kept_rate: closed-soon, per: half-year, min n: 30", "Not to be relied on where it is made of fewer than 30.", "不足 30 项时，数值不可采信。"),
    ("time: paused, per: quarter, calendar: office", "Only the open hours of the calendar office count.", "只计日历 office 的工作时段。"),
    ("time: paused, per: quarter, where: order.driver is null", "Only while order.driver is missing.", "只计此条件成立的时间：order.driver 未填。"),
    ("time: order, per: quarter", "The time for which subjects order lived, in total.", "业务对象 order 存在的时间合计。"),
    ("age: paused, per: quarter", "How long the state paused had lasted at the period's end, on average where it was still in force.", "周期末仍处于状态 paused 的，平均已持续多久。"),
    ("age: order, per: quarter, where: order.driver is null", "Counted are only those for which order.driver is missing.", "只计符合此条件的：order.driver 未填。"),
    ("formula: placed / 2, per: month, decimals: 1, rounding: GB/T 8170", "Decimals: 1, rounded by GB/T 8170.", "保留 1 位小数，按 GB/T 8170 修约。"),
    ("share: {of: order_delivered, when: signed}, per: month, stated: {value: 95.20 %, as of: 2026-06-01}", "The source states 95.20 % as of 2026-06-01 00:00.", "来源公布 95.20 %，数据截至 2026-06-01 00:00。"),
    ("mean: closed-soon.took, over: findings, per: month, stated: [{value: 12, as of: 2026-06-01}, {value: 90 min, as of: 2026-07-01 12:30}]", "The source states 1 hour 30 minutes as of 2026-07-01 12:30.", "来源公布 1 小时 30 分钟，数据截至 2026-07-01 12:30。"),
    ("formula: 1 - placed, per: month", "Computed from other indicators: 1 - placed.", "由其他指标计算：1 - placed。"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "english", "chinese"), SAID, ids=[case[0] for case in SAID])
def test_a_key_is_said_in_words(text: str, english: str, chinese: str, tmp_path: Path) -> None:
    charter = charter_of(
        tmp_path, HEAD + ORDERS, MORE, f"indicators: {{x: {{title: {{zh: 数, en: Figure}}, {text}}}}}\n"
    )
    said = explain_indicator(charter.indicators["x"], charter)
    assert english in [line.strip() for line in said.en.splitlines()]
    assert chinese in [line.strip() for line in said.zh.splitlines()]
    assert (said.en.splitlines()[0], said.zh.splitlines()[0]) == ("x Figure", "x 数")


def test_events_are_told_by_their_names(tmp_path: Path) -> None:
    named = ORDERS.replace("order_placed: {of: order,", "order_placed: {of: order, label: {zh: 已下单, en: placed},")
    charter = charter_of(tmp_path, HEAD + named, MORE)
    said = explain_indicator(charter.indicators["placed"], charter)
    assert said.zh.splitlines() == ["placed", "  已下单（order_placed）的数量。", "  周期：每月。"]
    assert said.en.splitlines() == ["placed", "  The number of placed (order_placed).", "  Period: each month."]
