"""Conditions in plain words: every code has its label, and what has none is not told rather than shown as code."""

import pytest

from jiannuo.core.charters.explaining.labelling import Labels
from jiannuo.core.charters.explaining.plain_words import (
    plain_condition,
    plain_selector,
    plain_sources,
    plain_values,
    plain_who,
)
from jiannuo.core.values.texts import Text


def text(zh: str, en: str) -> Text:
    return Text(zh=zh, en=en)


LABELS = Labels(
    events={"opened": text("登记", "opening"), "paid": text("付款", "payment")},
    kinds={"order": text("订单", "order")},
    attributes={
        "price": text("价格", "price"),
        "amount": text("金额", "amount"),
        "paid.amount": text("实付金额", "amount paid"),
        "driver": text("驾驶员", "driver"),
        "grade": text("等级", "grade"),
        "urgent": text("紧急", "urgent"),
        "finding.owner": text("责任单位", "accountable unit"),
    },
    parameters={"most": text("上限", "limit")},
    states={"held": text("在任", "post held"), "holders": text("在任人数", "holders")},
    sources={"app": text("驾驶员端", "drivers' app")},
    values={
        "head": text("主管", "head of the desk"),
        "grade=a": text("甲级", "first"),
        "urgent=a": text("急", "at once"),
    },
)


@pytest.mark.parametrize(
    ("written", "zh", "en"),
    [
        ("price <= param.most", "价格不超过上限", "price is at most limit"),
        ("urgent and price <> 5", "紧急且价格不为 5", "urgent and price is not 5"),
        ("order.price > 5", "订单的价格超过 5", "price of order is more than 5"),
        ("order.driver.grade = 'b'", "驾驶员的等级为 'b'", "grade of driver is 'b'"),
        ("order.driver.grade = 'a'", "驾驶员的等级为“甲级”", "grade of driver is “first”"),
        (
            "grade in ('a', 'b', 'head')",
            "等级为以下之一：“甲级”、'b'、“主管”",
            "grade is one of “first”, 'b', “head of the desk”",
        ),
        ("amount = 'a'", "金额为 'a'", "amount is 'a'"),
        ("paid.amount is null", "付款的实付金额未填", "amount paid of payment is missing"),
        ("trigger.amount > 1", "起算的业务记录的金额超过 1", "amount of the opening event is more than 1"),
        ("sum(paid.amount) <= order.price", "付款的实付金额之和不超过订单的价格", None),
        ("seen(opened where urgent)", "曾有登记（其中紧急）", "there was opening where urgent"),
        ("last(paid).amount > 3", "最近一条付款的实付金额超过 3", None),
        (
            "in_force('held', 'head', driver)",
            "状态“在任”存续（“主管”、驾驶员）",
            "state “post held” is in force (“head of the desk”, driver)",
        ),
        ("level('holders') >= 1", "“在任人数”的当前值不少于 1", None),
        ("finding.owner = 'desk'", "责任单位为 'desk'", "accountable unit is 'desk'"),
    ],
)
def test_a_condition_is_said_by_labels_alone(written: str, zh: str, en: str | None) -> None:
    said = plain_condition(written, LABELS)
    assert said is not None
    assert said.zh.replace(" 的", "的") == zh
    assert en is None or said.en == en


@pytest.mark.parametrize(
    "written",
    ["unnamed > 5", "in_force('other', price)", "lookup('t', price) = 1", "seen(closed)", "param.none > 1", "a b c"],
)
def test_what_has_no_label_or_cannot_be_read_is_not_told(written: str) -> None:
    assert plain_condition(written, LABELS) is None


def test_selectors_are_said_with_their_conditions() -> None:
    assert plain_selector("opened where urgent", LABELS) == text("登记（其中紧急）", "opening where urgent")
    assert plain_selector("opened where secret", LABELS) is None


def test_who_ought_to_have_done_it_is_said() -> None:
    assert plain_who("actor_of opened", LABELS) == text("须不是办理“登记”的人", "it must not be whoever did “opening”")
    assert plain_who("party driver", LABELS) == text("相关方 驾驶员", "party driver")
    assert plain_who("person", LABELS) == text("人", "a person")
    assert plain_who("actor_of closed", LABELS) is None


def test_values_are_listed_by_their_labels_and_commas_within_calls_and_quotes_do_not_cut() -> None:
    assert plain_values("price, order.driver", LABELS) == text("价格、订单的驾驶员", "price, driver of order")
    assert plain_values("price, nobody", LABELS) == text("价格、nobody", "price, nobody")
    assert plain_values("price, lookup('t', price)", LABELS) is None
    assert plain_values("price = 'a, b'", LABELS) == text("价格为 'a, b'", "price is 'a, b'")


def test_sources_are_called_by_their_labels_and_those_without_one_by_their_names() -> None:
    assert plain_sources("app, orders", LABELS) == text("驾驶员端、orders", "drivers' app, orders")
