"""Indicators as they are read, and what an indicator may not say: each mistake with its code and the words over the caret."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from jiannuo.core.charters.charter import AttributeOf, EverySpan
from jiannuo.core.charters.owner_figures import goes_by_owner
from jiannuo.core.expressions.syntax import Name
from jiannuo.core.values.durations import Duration, Unit
from jiannuo.core.values.instants import read_instant
from tests.charters.folders import HEAD, ORDERS, charter_of, marked, problems_of

PROMISE = "promises: {first-contact: {of: order, after: order_placed, expect: order_accepted, within: 1 h, calendar: office, ours: true}}\n"
PROMISE = PROMISE.replace("within: 1 h", "within: 1 working h")
STATES = """\
states:
  paused: {of: order, from: order_paused, until: order_resumed}
  delivered: {of: order, plus: [order_delivered.count]}
promises:
  few-parts: {of: order, at: order_delivered, require: level('delivered') < 9 or in_force('paused'), ours: true}
"""


def indicator(text: str) -> str:
    return f"indicators:\n  x: {{{text}}}\n  y: {{count: order_placed, per: month}}\n"


LENGTHS = "  z: {time: order, per: month}\n"
WRONG = [
    ("no sort of figure", "per: month", "C206", "{"),
    ("two sorts of figure", "count: order_placed, sum: order_placed.price, per: month", "C207", "sum"),
    ("no period", "count: order_placed", "C203", "{"),
    ("a period that is none", "count: order_placed, per: fortnight", "C210", "fortnight"),
    ("a count of no event", "count: order_plced, per: month", "E306", "order_plced"),
    ("a count of a promise over events", "count: first-contact, per: month", "C302", "first-contact"),
    ("a count of an event over findings", "count: order_placed, over: findings, per: month", "C302", "order_placed"),
    ("a count of some events over findings", "count: order_placed where price > 1 CNY, over: findings, per: month", "C302", "order_placed where price > 1 CNY"),
    ("a kept rate of no promise", "kept_rate: first-contract, per: month", "C302", "first-contract"),
    ("a sum of what an event lacks", "sum: order_placed.prize, per: month", "C305", "order_placed.prize"),
    ("a sum of texts", "sum: order_paused.reason, per: month", "C307", "order_paused.reason"),
    ("a mean of truths", "mean: order_delivered.signed, per: month", "C307", "order_delivered.signed"),
    ("a sum of no attribute", "sum: order_placed, per: month", "C227", "order_placed"),
    ("a measure that findings lack", "mean: first-contact.tock, over: findings, per: month", "C302", "first-contact.tock"),
    ("a percentile of no rank", "percentile: {of: order_delivered.count}, per: month", "C203", "{"),
    ("a percentile over 100", "percentile: {of: order_delivered.count, at: 101 %}, per: month", "C228", "101 %"),
    ("a percentile of nothing", "percentile: {of: order_delivered.count, at: 0}, per: month", "C228", "0"),
    ("too many decimals", "count: order_placed, per: month, decimals: 13", "C229", "13"),
    ("a share by a condition that is none", "share: {of: order_delivered, when: count}, per: month", "E304", "count"),
    ("a share by what its event lacks", "share: {of: order_delivered, when: price > 1 CNY}, per: month", "E301", "price"),
    ("a condition on an attribute that the event lacks", "count: order_placed, where: reason is null, per: month", "E301", "reason"),
    ("a condition that compares a text with a number", "count: order_paused, where: reason > 3, per: month", "E303", ">"),
    ("a dimension that the event lacks", "count: order_placed, per: month, by: [price, reason]", "E301", "reason"),
    ("a dimension twice", "count: order_placed, per: month, by: [order, price, order]", "C245", "order"),
    ("a dimension that is none", "count: order_placed, per: month, by: [price + 1]", "C230", "price + 1"),
    ("something of a finding over events", "count: order_placed, where: finding.verdict = 'kept', per: month", "E302", "finding.verdict"),
    ("a verdict that there is not", "count: first-contact, over: findings, where: finding.verdict = 'lost', per: month", "E305", "'lost'"),
    ("the past of nobody", "count: rate_set, where: count(rate_set) > 1, per: month", "C203", "count"),
    ("a subject kind that there is not", "count: order_placed, of: ordr, per: month", "C302", "ordr"),
    ("a length in percent", "mean: first-contact.took, over: findings, per: month, unit: '%'", "C316", "'%'"),
    ("a number in hours", "mean: order_delivered.count, per: month, unit: h", "C316", "h"),
    ("periods of hours", "count: order_placed, per: {every: 36 h, from: 2026-01-01}", "C603", "36 h"),
    ("periods of working days", "count: order_placed, per: {every: 5 working days, from: 2026-01-01}", "C603", "5 working days"),
    ("periods from no day", "count: order_placed, per: {every: 2 weeks}", "C203", "{"),
    ("a bound of a rate of two counts", "rate: {of: order_placed, to: order_placed}, per: month, bound: lower 95 %", "C202", "bound"),
    ("a bound of a sum", "sum: order_delivered.count, per: month, bound: lower 95 %", "C202", "bound"),
    ("a way of nobody", "count: driver_seen via driver, per: month", "C313", "driver_seen"),
    ("a way to an event of nobody", "count: rate_set via driver, of: order, per: month", "C313", "rate_set"),
    ("a count of an event over states", "count: order_placed, over: states, per: month", "C302", "order_placed"),
    ("a count of some stretches", "count: paused where reason = 'x', over: states, per: month", "C302", "paused where reason = 'x'"),
    ("a count of two states", "count: [paused, paused], over: states, per: month", "C320", "paused"),
    ("a count of two promises", "count: [first-contact, first-contact], over: findings, per: month", "C320", "first-contact"),
    ("a count of a level", "count: delivered, over: states, per: month", "C319", "delivered"),
    ("the time of a level", "time: delivered, per: month", "C319", "delivered"),
    ("the time of nothing", "time: pausd, per: month", "C302", "pausd"),
    ("the age of an event", "age: order_placed, per: month", "C302", "order_placed"),
    ("a state's measure that there is not", "mean: paused.late, over: states, per: month", "C302", "paused.late"),
    ("a measure of a level", "mean: delivered.took, over: states, per: month", "C319", "delivered.took"),
    ("an attribute of the opening event over states", "count: paused, over: states, where: reason is null, per: month", "E301", "reason"),
    ("a period of a stretch", "count: paused, over: states, where: period.start is null, per: month", "E302", "period.start"),
    ("a time in percent", "time: paused, per: month, unit: '%'", "C316", "'%'"),
    ("an age in percent", "age: order, per: month, unit: '%'", "C316", "'%'"),
    ("a time in hours that there are not", "time: paused, calendar: offic, per: month", "C302", "offic"),
    ("clipping events", "count: order_placed, clip: false, per: month", "C408", "clip"),
    ("clipping a time", "time: paused, clip: false, per: month", "C202", "clip"),
    ("a history of its own over states", "count: paused, over: states, of: order, per: month", "C408", "of"),
    ("a count of a state over subjects", "count: paused, over: subjects, per: month", "C302", "paused"),
    ("a sum of what a subject lacks", "sum: order.price, over: subjects, per: month", "C305", "order.price"),
    ("a sum of what is no number of a subject", "sum: order.driver, over: subjects, per: month", "C307", "order.driver"),
    ("a mean of no subject", "mean: ordr.age, over: subjects, per: month", "C302", "ordr.age"),
    ("a condition that subjects do not have", "count: order, over: subjects, where: price > 1 CNY, per: month", "E301", "price"),
    ("a finding over subjects", "count: order, over: subjects, where: finding.verdict = 'kept', per: month", "E302", "finding.verdict"),
    ("a formula over no indicator", "formula: 1 - opened, per: month", "C302", "1 - opened"),
    ("a formula that compares", "formula: y > 1, per: month", "C317", "y > 1"),
    ("a formula over a text", "formula: y || 'a', per: month", "C317", "y || 'a'"),
    ("a formula over an indicator of other periods", "formula: y / 2, per: week", "C318", "y / 2"),
    ("a formula over an indicator of other dimensions", "formula: y / 2, per: month, by: [parts]", "C318", "y / 2"),
    ("a formula over itself", "formula: x + y, per: month", "C315", "x"),
    ("a stated figure as of no instant", "count: order_placed, per: month, stated: {value: 3}", "C203", "{"),
    ("a stated figure that is none", "count: order_placed, per: month, stated: {value: many, as of: 2026-05-01}", "C231", "many"),
    ("a stated figure in working time", "count: order_placed, per: month, stated: {value: 3 working h, as of: 2026-05-01}", "C231", "3 working h"),
    ("a stated figure as of a day that does not exist", "count: order_placed, per: month, stated: {value: 3, as of: 2026-02-30}", "V010", "2026-02-30"),
    ("a stated figure of groups", "count: order_placed, per: month, by: [order], stated: {value: 3, as of: 2026-05-01}", "C321", "stated"),
    ("a count stated as a length", "count: order_placed, per: month, stated: {value: 3 h, as of: 2026-05-01}", "C323", "3 h"),
    ("a count stated in percent", "count: order_placed, per: month, stated: {value: 3 %, as of: 2026-05-01}", "C323", "3 %"),
    ("a sum of money stated as a length", "sum: order_placed.price, per: month, stated: {value: 3 h, as of: 2026-05-01}", "C323", "3 h"),
    ("a part of 1 for a percentile", "percentile: {of: order_delivered.count, at: 0.95}, per: month", "C232", "0.95"),
    ("a part of 1 for the coverage", "count: order_placed, per: month, coverage: 0.9", "C232", "0.9"),
    ("a count in hours", "count: order_placed, per: month, unit: h", "C316", "h"),
    ("a count in percent", "count: order_placed, per: month, unit: '%'", "C316", "'%'"),
    ("a share in minutes", "share: {of: order_delivered, when: signed}, per: month, unit: min", "C316", "min"),
    ("a kept rate in seconds", "kept_rate: first-contact, per: month, unit: s", "C316", "s"),
    ("a rate of counts in minutes", "rate: {of: order_delivered, to: order_placed}, per: month, unit: min", "C316", "min"),
    ("a rate of lengths in percent", "rate: {of: rate_set.limit, to: order_placed}, per: month, unit: '%'", "C316", "'%'"),
    ("money in percent", "mean: order_placed.price, per: month, unit: '%'", "C316", "'%'"),
    ("a weight in thousandths", "mean: order_delivered.weight, per: month, unit: ‰", "C316", "‰"),
    ("a formula of counts in hours", "formula: y * 2, per: month, unit: h", "C316", "h"),
    ("a rate of money to weight", "rate: {of: order_placed.price, to: order_delivered.weight}, per: month", "E303", "order_delivered.weight"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code", "words"), [case[1:] for case in WRONG], ids=[case[0] for case in WRONG])
def test_a_mistake_in_an_indicator_is_told_where_it_stands(text: str, code: str, words: str, tmp_path: Path) -> None:
    (problem,) = problems_of(tmp_path, HEAD + ORDERS, STATES, PROMISE + indicator(text))
    assert (problem.code, marked(problem)) == (code, words)


def test_all_mistakes_of_an_indicator_are_told_at_once_in_both_languages(tmp_path: Path) -> None:
    text = indicator(
        "sum: order_placed.prize, where: reason = 3, per: {every: 1 h, from: 2026-01-01}, by: [x], unit: km, decimals: 99"
    )
    problems = problems_of(tmp_path, HEAD + ORDERS, PROMISE + text)
    assert sorted(problem.code for problem in problems) == ["C210", "C229", "C305", "C603", "E301", "E301"]
    assert all(problem.message("zh") and problem.message("en") for problem in problems)


def test_a_ring_of_formulas_is_told_with_its_way(tmp_path: Path) -> None:
    text = "indicators:\n  a: {formula: b + 1, per: month}\n  b: {formula: c, per: month}\n  c: {formula: 2 * a, per: month}\n"
    (problem,) = problems_of(tmp_path, HEAD + ORDERS, PROMISE + text)
    assert (problem.code, problem.values["path"]) == ("C315", "a → b → c → a")


def test_a_clause_may_name_the_indicator_that_computes_it(tmp_path: Path) -> None:
    clause = (
        'clauses: {"1": {text: {zh: 一, en: One}, indicator: [x]}, "2": {text: {zh: 二, en: Two}, indicator: [z]}}\n'
    )
    (problem,) = problems_of(tmp_path, HEAD + ORDERS, PROMISE + clause + indicator("count: order_placed, per: month"))
    assert (problem.code, marked(problem)) == ("C302", "z")


def test_an_indicator_is_read_with_all_its_keys(tmp_path: Path) -> None:
    text = indicator(
        "percentile: {of: order_placed.price, at: 99.5 %}, of: order, where: price > 0 CNY, by: [order.driver, order], "
        "per: {every: 6 months, from: 2026-02-01}, decimals: 0, rounding: GB/T 8170, coverage: 98.5 %, min n: 30, least group: 3, "
        "title: {zh: 价格, en: Price}"
    )
    found = charter_of(tmp_path, HEAD + ORDERS, PROMISE + text).indicators["x"]
    assert (found.kind, found.measured, found.rank) == (
        "percentile",
        AttributeOf("order_placed", "price"),
        Decimal("99.5"),
    )
    assert found.per == EverySpan(Duration(6, Unit.MONTHS), date(2026, 2, 1))
    assert found.by == (Name(("order", "driver")), Name(("order",)))
    assert (found.decimals, found.rounding, found.coverage, found.least) == (0, "GB/T 8170", Decimal("98.5"), 30)
    assert (found.over, found.promise, found.of, found.has_bound) == ("events", None, "order", False)
    assert found.least_group == 3


OF_LENGTHS = [
    ("a formula of lengths in percent", "formula: -z / 2, per: month, unit: '%'", "C316", "'%'"),
    ("a time less a number", "formula: y * 2 + (z - y), per: month", "E303", "-"),
    ("a time times a time", "formula: z * z, per: month", "E303", "*"),
    ("a number by a time", "formula: y / z, per: month", "E303", "/"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "code", "words"), [case[1:] for case in OF_LENGTHS], ids=[case[0] for case in OF_LENGTHS]
)
def test_a_formula_of_lengths_of_time_is_one_or_is_refused(text: str, code: str, words: str, tmp_path: Path) -> None:
    (problem,) = problems_of(tmp_path, HEAD + ORDERS, STATES, PROMISE + indicator(text) + LENGTHS)
    assert (problem.code, marked(problem)) == (code, words)


RIGHT = [
    "rate: {of: order_delivered, to: order_placed}, per: month, unit: ‰",
    "rate: {of: rate_set.limit, to: order_placed}, per: month, unit: min",
    "rate: {of: order_placed.price, to: order_placed.price}, per: month, unit: '%'",
    "formula: (z - z / 3) / z, per: month, unit: '%'",
    "formula: 2 * z / y, per: month, unit: h",
    "percentile: {of: order_delivered.count, at: 95}, per: month",
    "percentile: {of: order_delivered.count, at: 0.5 %}, per: month",
    "count: order_placed, per: month, unit: '1', stated: {value: 3, as of: 2026-05-01}",
    "time: order, per: month, unit: h, stated: {value: 3, as of: 2026-05-01}",
]


@pytest.mark.parametrize("text", RIGHT)
def test_units_and_statements_that_fit_are_taken(text: str, tmp_path: Path) -> None:
    assert "x" in charter_of(tmp_path, HEAD + ORDERS, PROMISE + indicator(text) + LENGTHS).indicators


@pytest.mark.parametrize(
    ("figure", "value", "number", "unit"),
    [
        ("share: {of: order_delivered, when: signed}", "95.20 %", "95.20", "%"),
        ("share: {of: order_delivered, when: signed}", "3 ‰", "3", "‰"),
        ("sum: order_placed.price", "-4000000 CNY", "-4000000", "CNY"),
        ("mean: first-contact.took, over: findings", "1.5 h", "5400000000", "us"),
        ("count: order_placed", "12", "12", None),
    ],
)
def test_what_the_source_states_is_read_with_its_unit_and_in_the_zone_of_the_charter(
    figure: str, value: str, number: str, unit: str | None, tmp_path: Path
) -> None:
    text = indicator(f"{figure}, per: month, stated: {{value: {value}, as of: 2026-05-01}}")
    (found,) = charter_of(tmp_path, HEAD + ORDERS, PROMISE + text).indicators["x"].stated
    assert (str(found.value.value), found.value.unit) == (number, unit)
    assert found.as_of == read_instant("2026-05-01 00:00", zone="Asia/Shanghai")


def test_an_indicator_over_findings_names_its_promise_whether_or_not_it_could_be_an_event(tmp_path: Path) -> None:
    charter = charter_of(
        tmp_path,
        HEAD + ORDERS,
        PROMISE.replace("first-contact", "contact"),
        "indicators:\n"
        "  a: {count: contact, over: findings, per: month}\n"
        "  b: {median: contact.took, over: findings, per: month, unit: h}\n"
        "  c: {share: {of: contact, when: finding.late > 1 h}, over: findings, per: month, bound: lower 95 %}\n"
        "  d: {kept_rate: contact, per: month}\n",
    )
    assert [each.promise for each in charter.indicators.values()] == ["contact"] * 4
    assert [each.over for each in charter.indicators.values()] == ["findings"] * 4
    assert [each.has_bound for each in charter.indicators.values()] == [False, False, True, False]


def test_indicators_over_states_and_subjects_say_what_they_are_about(tmp_path: Path) -> None:
    charter = charter_of(
        tmp_path,
        HEAD + ORDERS,
        STATES,
        "indicators:\n"
        "  a: {time: paused, per: month, calendar: office, where: order.driver is not null, unit: h}\n"
        "  b: {age: order, per: month, where: period.end > order_placed.at}\n"
        "  c: {mean: paused.took, over: states, clip: false, per: month}\n"
        "  d: {share: {of: order, when: count(order_moved) > 1}, over: subjects, per: month}\n"
        "  e: {percentile: {of: paused.age, at: 90 %}, over: states, where: period.end > order_placed.at, per: month}\n",
    )
    found = list(charter.indicators.values())
    assert [(each.over, each.about) for each in found] == [
        ("states", "paused"),
        ("subjects", "order"),
        ("states", "paused"),
        ("subjects", "order"),
        ("states", "paused"),
    ]
    assert [each.clip for each in found] == [True, True, False, True, True]
    assert [each.calendar for each in found] == ["office", None, None, None, None]
    assert not charter.warnings


DRIVEN = PROMISE.replace("of: order,", "of: order, owner: driver, owner excused by: order_paused,")


@pytest.mark.parametrize(
    "text",
    [
        "count: first-contact, over: findings, where: finding.verdict = 'broken', per: month, by: [finding.owner]",
        "count: first-contact, over: findings, per: month, by: [finding.owner, finding.verdict]",
        "count: first-contact, over: findings, distinct: finding.owner, where: finding.verdict = 'broken', per: month",
        "kept_rate: first-contact, where: finding.owner = 'd1' and finding.verdict <> 'unknown', per: month",
    ],
)
def test_owners_are_not_charged_with_the_verdict_of_the_promise_where_they_may_be_cleared(
    text: str, tmp_path: Path
) -> None:
    problems = problems_of(tmp_path, HEAD + ORDERS, DRIVEN + indicator(text))
    assert [problem.code for problem in problems] == ["C322"]
    owned = PROMISE.replace("of: order,", "of: order, owner: driver,")
    assert charter_of(tmp_path, HEAD + ORDERS, owned + indicator(text)).indicators.keys() == {"x", "y"}


@pytest.mark.parametrize(
    "text",
    [
        "count: first-contact, over: findings, where: finding.owner_verdict = 'broken', per: month, by: [finding.owner]",
        "count: first-contact, over: findings, per: month, by: [finding.owner, finding.verdict, finding.owner_verdict]",
        "count: first-contact, over: findings, where: finding.verdict = 'broken', per: month, by: [order.driver]",
        "kept_rate: first-contact, per: month, by: [finding.owner]",
    ],
)
def test_figures_of_owners_may_go_by_what_these_answer_for(text: str, tmp_path: Path) -> None:
    assert not charter_of(tmp_path, HEAD + ORDERS, DRIVEN + indicator(text)).warnings


def test_a_finding_that_nobody_answers_for_has_no_verdict_on_its_owner(tmp_path: Path) -> None:
    text = indicator("count: first-contact, over: findings, where: finding.owner_verdict = 'broken', per: month")
    (problem,) = problems_of(tmp_path, HEAD + ORDERS, PROMISE + text)
    assert (problem.code, problem.values["name"]) == ("E301", "finding.owner_verdict")


def test_a_rate_goes_by_the_owner_where_it_picks_owners_or_tells_them_apart(tmp_path: Path) -> None:
    charter = charter_of(
        tmp_path,
        HEAD + ORDERS,
        DRIVEN,
        "indicators:\n"
        "  a: {kept_rate: first-contact, per: month, by: [finding.owner]}\n"
        "  b: {kept_rate: first-contact, per: month, where: finding.owner is not null}\n"
        "  c: {kept_rate: first-contact, per: month, by: [order.driver]}\n"
        "  d: {kept_rate: first-contact, per: month, where: finding.late > 1 h}\n"
        "  e: {count: first-contact, over: findings, per: month, by: [finding.owner]}\n",
    )
    assert [name for name, each in charter.indicators.items() if goes_by_owner(each)] == ["a", "b"]


def test_a_key_that_stands_elsewhere_is_told_all_the_places(tmp_path: Path) -> None:
    text = "  x: {rate: {of: order_placed, to: order_placed}, per: month, bound: lower 95 %}\n"
    (problem,) = problems_of(tmp_path, HEAD + ORDERS, PROMISE + "indicators:\n" + text)
    assert problem.message("en") == "The key bound belongs to a share or a fulfilment rate and may not stand in a rate."
    assert problem.message("zh") == "比率指标中不能写键 bound，它属于占比指标或兑现率指标。"
