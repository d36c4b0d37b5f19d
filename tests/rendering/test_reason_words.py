"""What fills the sentences of reasons: words alone on the first page, the code behind them in the detail."""

import pytest

from jiannuo.core.charters.explaining.labelling import Labels
from jiannuo.core.judging.reasons import REASONS
from jiannuo.core.rendering.findings.finding_words import reason_in_words
from jiannuo.core.rendering.findings.grounds import Ground, fill, in_plain_words, in_words
from jiannuo.core.rendering.writing.reason_words import lack_in_words
from jiannuo.core.values.texts import Text

LABELS = Labels(
    events={"paid": Text(zh="付款", en="payment")},
    kinds={"order": Text(zh="订单", en="order")},
    attributes={"price": Text(zh="价格", en="price"), "giver_id": Text(zh="移交人", en="who hands over")},
    sources={"app": Text(zh="驾驶员端", en="drivers' app"), "payments": Text(zh="收付款系统", en="payment system")},
)


def ground(reason: str, **because: str) -> Ground:
    return Ground(reason, because, 3, 1)


@pytest.mark.parametrize(
    ("told", "plain", "detail"),
    [
        (
            ground("condition_false", what="price <= order.price"),
            "要求不满足：价格不超过订单的价格。",
            "要求不满足：价格不超过订单的价格（price <= order.price）。",
        ),
        (
            ground("source_gap", source="app, payments"),
            "业务记录有缺口，来源：驾驶员端、收付款系统。",
            "业务记录有缺口，来源：驾驶员端、收付款系统（app, payments）。",
        ),
        (ground("attribute_empty", what="giver_id"), "必填项为空：移交人。", "必填项为空：移交人（giver_id）。"),
        (ground("attribute_empty", what="other_id"), "必填项为空：other_id。", "必填项为空：other_id。"),
        (
            ground("needed_missing", what="paid"),
            "此前没有必须先有的业务记录：付款。",
            "此前没有必须先有的业务记录：付款（paid）。",
        ),
        (
            ground("wrong_actor", what="actor_of paid"),
            "办理人不符合要求：须不是办理“付款”的人。",
            "办理人不符合要求：须不是办理“付款”的人（actor_of paid）。",
        ),
        (ground("condition_false", what="false"), "这件事不应发生。", "这件事不应发生。"),
        (ground("source_gap", source="orders"), "业务记录有缺口，来源：orders。", "业务记录有缺口，来源：orders。"),
        (
            ground("condition_false", what="in_force('held', price)"),
            "要求不满足。",
            "要求不满足：in_force('held', price)。",
        ),
        (
            ground("ground", ground="paid where secret"),
            "免责事由成立。",
            "免责事由成立：付款（paid） where secret。",
        ),
    ],
)
def test_the_first_page_has_words_and_the_detail_the_code_as_well(told: Ground, plain: str, detail: str) -> None:
    assert in_plain_words(told, reasons=REASONS, labels=LABELS).zh == plain
    assert in_words(told, reasons=REASONS, labels=LABELS).zh == detail
    assert reason_in_words(told.reason, because=told.because, labels=LABELS).zh == detail


def test_a_long_condition_is_told_in_general_on_the_first_page() -> None:
    long = " and ".join(["price <= order.price"] * 6)
    assert in_plain_words(ground("condition_false", what=long), reasons=REASONS, labels=LABELS).en == (
        "The requirement was not met."
    )


def test_a_cure_is_filled_in_words_too() -> None:
    cure = Text(zh="补录缺少的信息：{value}", en="Record what is missing: {value}")
    told = fill(cure, ground("value_missing", value="order.price, giver_id"), labels=LABELS)
    assert told == Text(
        zh="补录缺少的信息：订单的价格、移交人", en="Record what is missing: price of order, who hands over"
    )


@pytest.mark.parametrize(
    ("written", "zh", "en"),
    [
        ("paid", "付款", "payment"),
        ("paid where price > 5", "付款（其中价格超过 5）", "payment where price is more than 5"),
        ("price <= order.price", "价格不超过订单的价格", "price is at most price of order"),
        ("giver_id", "移交人", "who hands over"),
        ("paid where secret", "paid where secret", "paid where secret"),
        ("=1+1", "=1+1", "=1+1"),
    ],
)
def test_what_a_finding_lacks_is_said_in_words_where_there_are_any(written: str, zh: str, en: str) -> None:
    assert lack_in_words(written, labels=LABELS) == Text(zh=zh, en=en)
