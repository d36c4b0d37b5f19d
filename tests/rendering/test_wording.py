from datetime import date

import numpy as np
import pytest

from jiannuo.core.rendering.writing.wording import (
    visible,
    visible_lines,
    write_exact_length,
    write_headline,
    write_instant,
    write_length,
    write_percent,
    write_period,
    write_share,
)
from jiannuo.core.statistics.fulfilment import Ratio
from jiannuo.core.statistics.periods import Periods

SECOND = 1_000_000
MINUTE, HOUR, DAY = 60 * SECOND, 3600 * SECOND, 86_400 * SECOND


@pytest.mark.parametrize(
    ("length", "chinese", "english"),
    [
        (0, "0 分钟", "0 min"),
        (999_999, "不足 1 秒", "under 1 s"),
        (45 * MINUTE, "45 分钟", "45 min"),
        (24 * HOUR, "24 小时", "24 h"),
        (HOUR + 59 * SECOND, "1 小时", "1 h"),
        (5 * HOUR + 31 * MINUTE + 7 * SECOND, "5 小时 31 分钟", "5 h 31 min"),
        (72 * HOUR - MINUTE, "71 小时 59 分钟", "71 h 59 min"),
        (72 * HOUR, "3 个自然日", "3 days"),
        (-22 * DAY - 5 * HOUR, "22 个自然日 5 小时", "22 days 5 h"),
    ],
)
def test_lengths_are_written_in_their_two_largest_units(length: int, chinese: str, english: str) -> None:
    assert (write_length(length).zh, write_length(length).en) == (chinese, english)


def test_an_exact_length_loses_nothing() -> None:
    assert write_exact_length(73 * HOUR + 1).zh == "73 小时 0.000001 秒"


def test_shares_come_with_both_numbers() -> None:
    assert write_share(Ratio(973, 1000)).zh == "97.3%（973/1000）"
    assert write_share(Ratio(194342, 327346)).en == "59.4% (194,342/327,346)"
    assert write_share(Ratio(0, 0)).zh == "无数据"
    assert write_percent(Ratio(1, 3)).en == "33.3%"


def test_headlines_are_short_in_chinese() -> None:
    assert [write_headline(n).zh for n in (99_999, 123_456, 345_678_901)] == ["99,999", "12.3 万", "3.5 亿"]
    assert write_headline(123_456).en == "123,456"


def test_instants_are_those_of_the_zone() -> None:
    assert write_instant(0, zone="Asia/Shanghai") == "1970-01-01 08:00"
    assert write_instant(1, zone="Asia/Shanghai", style="exact") == "1970-01-01 08:00:00.000001+08:00"
    assert write_instant(1, zone="Asia/Shanghai", style="second") == "1970-01-01 08:00:00.000001"
    assert write_instant(SECOND, zone="Asia/Shanghai", style="second") == "1970-01-01 08:00:01"
    assert write_instant(None, zone="UTC") == "—"
    assert write_instant(2**62, zone="UTC") == "—"


def test_signs_that_steer_are_spelled_out() -> None:
    assert visible("a\u202eb\nc") == "a\\u202eb\\u000ac"
    assert visible("x" * 201) == "x" * 200 + "…"
    assert visible_lines("a\nb\u2066") == "a\nb\\u2066"


def test_periods_have_names() -> None:
    edges = np.zeros(2, dtype=np.int64)
    month = Periods("month", (date(2024, 6, 1),), edges)
    assert (write_period(month, 0).zh, write_period(month, 0).en) == ("2024 年 6 月", "2024-06")
    assert write_period(Periods("quarter", (date(2024, 10, 1),), edges), 0).zh == "2024 年第 4 季度"
    assert write_period(Periods("week", (date(2024, 6, 3),), edges), 0).zh == "2024-06-03 起的一周"
