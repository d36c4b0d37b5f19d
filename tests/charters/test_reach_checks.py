"""`reach` and `figure`: how they are read, what is told of them, and each mistake with its code and the words over the caret."""

from decimal import Decimal
from pathlib import Path

import pytest

from jiannuo.core.charters.charter import Charter, EverySpan, Reach, Target
from jiannuo.core.charters.explaining.diffing import diff_charters
from jiannuo.core.charters.explaining.explaining import explain_charter
from jiannuo.core.expressions.syntax import Literal, Name
from jiannuo.core.values.amounts import Quantity
from jiannuo.core.values.durations import Duration, Unit
from tests.charters.folders import HEAD, ORDERS, charter_of, marked, problems_of

ORDERS_PROMISED = """\
promises:
  first-contact: {of: order, after: order_placed, expect: order_accepted, within: 1 working h, calendar: office, ours: true}
"""
INDICATORS = """\
parameters: {most: {type: quantity %, default: 5 %, ours: true}}
indicators:
  placed: {count: order_placed, per: month}
  price: {sum: order_placed.price, per: month}
  in_time: {kept_rate: first-contact, per: month, by: [driver]}
  waited: {median: first-contact.took, over: findings, per: quarter}
  paused: {share: {of: order_paused, when: reason = 'rain'}, per: month, by: [reason]}
  whole: {count: order_placed, per: total}
  twice: {formula: placed * 2, per: month}
  told: {time: order, per: total, unit: h, stated: {value: 3 h, as of: 2026-05-01}}
  half: {formula: in_time / 2, per: month, by: [driver]}
"""


def reaching(text: str) -> tuple[str, str, str]:
    return HEAD + ORDERS, INDICATORS, ORDERS_PROMISED + f"  x: {{{text}, ours: true}}\n"


def demand(folder: Path, text: str) -> Reach:
    found = charter_of(folder, *reaching(text)).promises["x"].demand
    assert isinstance(found, Reach)
    return found


WRONG = [
    ("a dimension twice", "reach: paused, of: [reason, reason], at least: 50 %", "C245", "reason"),
    ("no indicator", "reach: placd, at least: 3", "C302", "placd"),
    ("no target", "reach: placed", "C236", "reach"),
    ("two targets", "reach: placed, at least: 3, at most: 5", "C237", "at most"),
    ("a target of another kind", "reach: placed, at least: 30 min", "C331", "30 min"),
    ("a length as a number", "reach: waited, at most: 30", "C331", "30"),
    ("an amount in percent", "reach: price, at most: 5 %", "C331", "5 %"),
    ("a count in percent", "reach: placed, at most: 5 %", "C331", "5 %"),
    ("a target that counts what is past", "reach: placed, at least: count(order_placed) / 2", "C337", "count"),
    ("a target of the last event", "reach: price, at most: order_placed.price", "C337", "order_placed.price"),
    ("a part of 1 for the coverage", "reach: placed, at least: 3, coverage: 0.9", "C232", "0.9"),
    ("a parameter that is not there", "reach: placed, at most: param.least", "E301", "param.least"),
    ("a name that no target knows", "reach: placed, at least: order.price", "E301", "order.price"),
    ("no number of periods", "reach: placed, at least: 3, for: 3", "C235", "3"),
    ("no period at all", "reach: placed, at least: 3, for: 0 periods", "C235", "0 periods"),
    ("the figure before of the whole time", "reach: whole, at least: previous", "C332", "at least"),
    ("the whole time running", "reach: whole, at least: 3, for: 2 periods", "C332", "for"),
    ("waiting for the whole time to end", "reach: whole, at least: 3, closes after: 3 natural days", "C332", "closes after"),
    ("the whole time, where the indicator has months", "reach: placed, per: total, at least: previous", "C332", "at least"),
    ("nothing stated", "reach: placed, equals: stated", "C333", "equals"),
    ("a length of the whole time as of a day", "reach: told, at least: stated", "C701", "at least"),
    ("a dimension of another", "reach: paused, at least: 3 %, of: driver_id", "C334", "driver_id"),
    ("a kind that is no dimension", "reach: paused, at least: 3 %, of: order", "C334", "order"),
    ("a working day without a calendar", "reach: placed, at least: 3, closes after: 3 working days", "C405", "3 working days"),
    ("a calendar for nothing", "reach: placed, at least: 3, calendar: office", "C406", "calendar"),
    ("a calendar for natural days", "reach: placed, at least: 3, closes after: 3 natural days, calendar: office", "C406", "calendar"),
    ("a key of another verb", "reach: placed, at least: 3, within: 1 h", "C202", "within"),
    ("a condition that figures do not know", "reach: placed, at least: 3, tested if: 1 = 1", "C202", "tested if"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code", "words"), [case[1:] for case in WRONG], ids=[case[0] for case in WRONG])
def test_a_mistake_in_a_reach_is_told_where_it_stands(text: str, code: str, words: str, tmp_path: Path) -> None:
    (problem,) = [each for each in problems_of(tmp_path, *reaching(text)) if each.is_error]
    assert (problem.code, marked(problem)) == (code, words)
    assert problem.message("zh") and problem.cure("zh") and problem.message("en") and problem.cure("en")


CONDITIONS = [
    ("an indicator that there is not", "figure('placd', at)", "E307", "'placd'"),
    ("an indicator over findings", "figure('in_time', at, driver)", "E311", "figure"),
    ("a formula over findings", "figure('half', at, driver)", "E311", "figure"),
    ("no dimension", "figure('paused', at)", "E312", "figure"),
    ("one value too many", "figure('placed', at, at, driver)", "E312", "figure"),
    ("a period that is a number", "figure('placed', 3)", "E304", "3"),
    ("a word for a sort of period", "figure('placed', 'month')", "E313", "'month'"),
    ("the name of a period of another sort", "figure('placed', '2026-W20')", "E313", "'2026-W20'"),
    ("a date within a month", "figure('placed', '2026-05-17')", "E313", "'2026-05-17'"),
    ("a span from a text", "figure('placed', '2026-05', at)", "E304", "'2026-05'"),
    ("no period", "figure('placed')", "E108", "figure"),
    ("an indicator without quotes", "figure(placed, at)", "E108", "figure"),
]


@pytest.mark.parametrize(("call", "code", "words"), [case[1:] for case in CONDITIONS], ids=[c[0] for c in CONDITIONS])
def test_a_mistake_in_a_figure_is_told_where_it_stands(call: str, code: str, words: str, tmp_path: Path) -> None:
    promise = f'  x: {{of: order, at: order_accepted, require: "{call} > 0", ours: true}}\n'
    problems = problems_of(
        tmp_path, HEAD + ORDERS, INDICATORS, ORDERS_PROMISED + promise.replace("driver)", "driver_id)")
    )
    (problem,) = [each for each in problems if each.is_error]
    assert problem.code == code
    assert marked(problem).startswith(words)


@pytest.mark.parametrize(
    "call",
    ["figure('placed', '2026-05')", "figure('placed', '2026-05-01')", "figure('placed', at)", "figure('whole', at)"],
)
def test_a_period_is_named_by_its_name_its_first_day_or_an_instant(call: str, tmp_path: Path) -> None:
    promise = f'  x: {{of: order, at: order_accepted, require: "{call} > 0", ours: true}}\n'
    problems = problems_of(tmp_path, HEAD + ORDERS, INDICATORS, ORDERS_PROMISED + promise)
    assert [each.code for each in problems if each.is_error] == []


def test_a_state_that_is_held_knows_no_figure(tmp_path: Path) -> None:
    promise = "  x: {of: order, hold: \"figure('placed', 2026-05-01) > 0\", ours: true}\n"
    (problem,) = problems_of(
        tmp_path, HEAD + ORDERS, INDICATORS.replace("parameters", "parameters"), ORDERS_PROMISED + promise
    )[-1:]
    assert (problem.code, marked(problem)) == ("C336", "figure")


def test_no_figure_is_made_of_findings_about_figures(tmp_path: Path) -> None:
    again = INDICATORS + "  again: {kept_rate: x, per: month}\n"
    text = ORDERS_PROMISED + "  x: {reach: placed, at least: 3, ours: true}\n"
    problems = [each for each in problems_of(tmp_path, HEAD + ORDERS, again, text) if each.is_error]
    assert [(each.code, marked(each)) for each in problems] == [("C335", "again")]


def test_an_indicator_that_asks_for_itself_is_a_ring(tmp_path: Path) -> None:
    ring = "indicators:\n  a: {count: order_placed, of: order, where: \"figure('b', at) > 0\", per: month}\n"
    ring += "  b: {count: order_paused, of: order, where: \"figure('a', at) > 0\", per: month}\n"
    (problem,) = [each for each in problems_of(tmp_path, HEAD + ORDERS, ring) if each.is_error]
    assert (problem.code, problem.values["path"]) == ("C315", "a → b → a")


def test_a_reach_is_read_with_all_its_keys(tmp_path: Path) -> None:
    found = demand(
        tmp_path,
        "reach: in_time, more than: 95.5 %, of: driver, per: {every: 2 weeks, from: 2026-01-05}, for: 3 periods, "
        "min n: 20, closes after: 2 working days, calendar: office, coverage: 99 %",
    )
    assert found == Reach(
        indicator="in_time",
        target=Target("more than", Literal(Quantity(Decimal("95.5"), "%"), 0)),
        per=EverySpan(Duration(2, Unit.WEEKS), found.per.from_ if isinstance(found.per, EverySpan) else None),  # type: ignore[arg-type]
        by=(Name(("driver",)),),
        everyone=True,
        periods=3,
        least=20,
        closes_after=Duration(2, Unit.WORKING_DAYS),
        coverage=Decimal(99),
    )
    assert isinstance(found.per, EverySpan) and found.per.from_.isoformat() == "2026-01-05"


def test_what_a_reach_is_about_are_the_dimensions_of_its_indicator(tmp_path: Path) -> None:
    texts = reaching("reach: paused, at least: 3 %")
    assert (charter_of(tmp_path, *texts).promises["x"].of, charter_of(tmp_path, *texts).promises["x"].kind) == (
        ("reason",),
        None,
    )
    of_driver = charter_of(tmp_path / "b", *reaching("reach: in_time, at least: param.most")).promises["x"]
    assert (of_driver.of, of_driver.kind, of_driver.verb) == (("driver_id",), "driver", "reach")


def explained(folder: Path, text: str) -> tuple[list[str], list[str]]:
    said = explain_charter(charter_of(folder, *reaching(text)), "x")
    return said.zh.splitlines()[1:], said.en.splitlines()[1:]


def test_a_reach_is_explained_in_both_languages(tmp_path: Path) -> None:
    chinese, english = explained(
        tmp_path,
        "reach: in_time, at least: param.most, of: driver, per: quarter, for: 2 periods, min n: 5, closes after: 3 working days, "
        "calendar: office, coverage: 99.5 %",
    )
    assert english == [
        "  start of each quarter ══[in_time at least 5 % (parameter most)]══▶ end of each quarter",
        "  Subject: driver.",
        "  Figure: in_time, each quarter.",
        "  Target: at least 5 % (parameter most) (set by us).",
        "  Every subject alive throughout a period is judged, also without data.",
        "  It is broken only when the target is missed in 2 periods running.",
        "  With fewer than 5 observations it is unknown.",
        "  With a coverage of less than 99.5 % it is unknown.",
        "  It is judged 3 working days after the end of a period, by the calendar office.",
        "  What the source text leaves open is set by us.",
    ]
    assert chinese[3:9] == [
        "  目标：不低于 5 %（参数 most）（本单位自定）。",
        "  整个周期都存在的每个业务对象都判定，没有数据的也判定。",
        "  连续 2 期未达目标才算未兑现。",
        "  至少 5 项才判定，否则无法判定。",
        "  数据覆盖率低于 99.5 % 时无法判定。",
        "  周期结束后再过 3 个工作日才判定，按日历 office 计。",
    ]


def test_a_reach_against_the_period_before_is_explained(tmp_path: Path) -> None:
    chinese, english = explained(tmp_path, "reach: placed, at most: previous")
    assert english[:2] == [
        "  start of the period ══[placed at most the figure of the period before]══▶ end of the period",
        "  Subject: all together.",
    ]
    assert chinese[0] == "  周期开始 ══[placed 不高于上一周期的数值]══▶ 周期结束"


def test_what_changes_in_a_reach_is_told_key_by_key(tmp_path: Path) -> None:
    def of(name: str, text: str) -> Charter:
        return charter_of(tmp_path / name, *reaching(text))

    old = of("old", "reach: in_time, at least: 90 %, closes after: 3 natural days, min n: 5")
    new = of("new", "reach: in_time, at least: 95 %, closes after: 5 natural days, of: driver, for: 2 periods")
    (change,) = diff_charters(old, new)
    told = {each.key: (each.old and each.old.en, each.new and each.new.en, each.effect) for each in change.details}
    assert told == {
        "target": ("at least 90 %", "at least 95 %", "stricter"),
        "closes after": ("3 natural days", "5 natural days", "looser"),
        "everyone": (None, "yes", "stricter"),
        "periods": (None, "2", "looser"),
        "min n": ("5", None, None),
    }
