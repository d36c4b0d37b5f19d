"""What of the figures of a log is told to others, and what stands in the auditor's own copy."""

import json
from pathlib import Path

import pytest

from jiannuo.core.engines.auditing import AuditRequest, audit
from jiannuo.core.engines.results.result_folder import SUMMARY
from tests.engines.written_logs import charter_of, mapping_of, written

MAPPING = """\
mapping: {id: desk, zone: Asia/Shanghai}
events:
  - event: {column: what, names: {Open: opened}}
    at: when
    attributes: {ticket: ticket, channel: channel, agent: agent}
"""
CHARTER = """\
charter: {id: desk, title: {zh: 服务台, en: Desk}, zone: Asia/Shanghai, edition: "1", effective: 2000-01-01LEAST}
subjects: {ticket: {id: ticket}}
events:
  opened: {of: ticket, attributes: {channel: text, agent: text personal}}
promises:
  has-a-channel: {of: ticket, at: opened, require: channel is not null, ours: true}
indicators:
  by_channel: {count: opened, per: month, by: [channel]}
  by_agent: {count: opened, per: month, by: [agent]}
  whole: {count: opened, per: month}
"""
# In May: 3 on the web, 9 by phone, 12 by mail; 张三 takes 14 of them, 张丰 10. On the web they are too few to be told, and as the
# whole is told, by phone they are not told either.
CHANNELS = [("web", 3), ("phone", 9), ("mail", 12)]


def rows() -> str:
    channels = [channel for channel, count in CHANNELS for _ in range(count)]
    lines = [
        f"{number},Open,2026-05-04 10:00:{number:02},{channel},{'张三' if number < 14 else '张丰'}"
        for number, channel in enumerate(channels)
    ]
    return "\n".join(["ticket,what,when,channel,agent", *lines, ""])


def summary(folder: Path, *, charter: str = CHARTER, least: str = "", own_copy: bool = False) -> dict:
    charter = charter_of(folder, charter.replace("LEAST", least))
    file = written(folder / "log.csv", rows())
    audit(
        AuditRequest(charter, mapping_of(folder, MAPPING), (file,), language="en", own_copy=own_copy),
        out=folder / "out",
    )
    return json.loads((folder / "out" / SUMMARY).read_text(encoding="utf-8"))


def values(found: dict, name: str) -> list[tuple]:
    table = next(each for each in found["indicators"] if each["name"] == name)
    return [(*each["by"].values(), each["value"], each["state"] == "suppressed") for each in table["figures"]]


def test_small_groups_and_names_of_persons_are_not_told_to_others(tmp_path: Path) -> None:
    found = summary(tmp_path)
    assert found["told"] == {"to": "others", "least_group": 5}
    assert values(found, "by_channel") == [("mail", "12", False), ("phone", None, True), ("web", None, True)]
    assert values(found, "by_agent") == [("***", "14", False), ("***", "10", False)]
    assert values(found, "whole") == [("24", False)]
    assert "张三" not in json.dumps(found["indicators"], ensure_ascii=False)


def test_of_a_figure_that_is_not_told_nothing_stands_in_the_summary_but_its_place(tmp_path: Path) -> None:
    web = summary(tmp_path)["indicators"][0]["figures"][2]
    told = {key: value for key, value in web.items() if value is not None}
    assert told.keys() == {"from", "until", "period", "by", "unit", "on_record", "closed", "state", "stated"}


@pytest.mark.parametrize(("least", "expected"), [(", least group: 3", 3), (", least group: 1", 1)])
def test_the_charter_says_how_many_a_group_must_have(least: str, expected: int, tmp_path: Path) -> None:
    found = summary(tmp_path, least=least)
    assert found["told"] == {"to": "others", "least_group": expected}
    assert values(found, "by_channel") == [("mail", "12", False), ("phone", "9", False), ("web", "3", False)]
    assert values(found, "by_agent") == [("***", "14", False), ("***", "10", False)]


def test_an_indicator_may_ask_for_groups_of_a_size_of_its_own(tmp_path: Path) -> None:
    by_machine = CHARTER.replace("per: month, by: [channel]}", "per: month, by: [channel], least group: 1}")
    alone = by_machine.replace("  by_agent: {count: opened, per: month, by: [agent]}\n", "")
    alone = alone.replace("  whole: {count: opened, per: month}\n", "")
    found = summary(tmp_path, charter=alone)
    assert values(found, "by_channel") == [("mail", "12", False), ("phone", "9", False), ("web", "3", False)]
    assert found["told"] == {"to": "others", "least_group": 5}


def test_the_largest_group_counts_among_indicators_about_the_same(tmp_path: Path) -> None:
    charter = CHARTER.replace("per: month, by: [channel]}", "per: month, by: [channel], least group: 1}")
    found = summary(tmp_path, charter=charter)
    assert values(found, "by_channel") == [("mail", "12", False), ("phone", None, True), ("web", None, True)]


def test_an_own_copy_is_exact_and_says_so(tmp_path: Path) -> None:
    found = summary(tmp_path, own_copy=True)
    assert found["told"] == {"to": "own", "least_group": None}
    assert values(found, "by_channel") == [("mail", "12", False), ("phone", "9", False), ("web", "3", False)]
    assert values(found, "by_agent") == [("张三", "14", False), ("张丰", "10", False)]
