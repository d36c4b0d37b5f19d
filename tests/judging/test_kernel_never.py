"""The verb `never` in the kernel: finding by finding what the reference says, in words, instants and evidence."""

from collections import Counter
from pathlib import Path

import pytest

from jiannuo.core.charters.charter import Charter
from tests.judging.delivery_worlds import delivery_charter
from tests.judging.kernel_pairs import (
    check_verdicts_without_grounds,
    found_in_deliveries,
    only,
    reasons_in_worlds,
)

PROMISES = """
  n01: {of: order, never: "hit where flag"}
  n02: {of: order, never: hit, per: week, excused by: excusing}
  n03: {of: driver, never: "device where amount >= 3", per: month}
  n04: {of: driver, never: "device where grade = 1", where: "driver_id = 'd0'"}
  n05: {of: order, from: accepted, for: limit, never: hit, calendar: office}
  n06: {of: order, from: "accepted where flag", for: order.limit, until: "closed where flag", never: [hit, "miss where amount < 5"], calendar: office}
  n07: {of: order, from: accepted, for: param.worked, calendar: office, never: hit, per: day}
  n08: {of: order, from: accepted, for: "lookup('lengths', kind).length", calendar: "lookup('hours', hours).calendar", never: hit}
  n09: {of: order, from: accepted, until: "closed where flag", never: "device where flag via driver", excused by: ["excusing where flag"], ends with: closed}
  n10: {of: order, from: [accepted, moved], for: 1500 working days, calendar: office, never: hit}
  n11: {of: order, never: [hit, miss], per: total, ends with: "moved where amount > 3"}
  n12: {of: driver, from: device where flag, until: device where amount > 3, never: device}
  n13: {of: order, from: accepted, for: 2 working days, calendar: office, never: hit, excused by: [{event: "excusing where flag", late: heal}, "miss where flag"], ends with: ["closed where flag", "moved where amount > 3"]}
  n14: {of: order, from: excusing, for: 1 natural days, never: [hit, excusing], excused by: "excusing where flag", ends with: "excusing where amount > 3"}
  n15: {of: order, from: accepted, until: hit, never: "miss where seen(moved) or not flag"}
  n16: {of: [order_id, kind], never: "hit where amount >= 3", per: month}
  n17: {of: order, from: accepted, for: 1 month, never: "hit where count(hit) >= 2"}
  n18: {of: order, never: hit, where: "order.limit is not null", unless: "order.customer = 'p1'", per: quarter}
  n19: {of: order, from: "waiver_granted", for: 3 h, never: hit}
  n20: {of: driver, from: accepted, until: moved, never: [device, "device where flag"], per: week}
  n21: {of: order, from: accepted, until: [closed, moved], for: 10 working days, calendar: abroad, never: hit where amount >= 3, source: field}
  n22: {of: order, from: accepted, for: 3 working h, calendar: office, never: hit, where: kind = 'a' or flag}
"""
NAMES = tuple(line.split(":")[0].strip() for line in PROMISES.strip().splitlines())


@pytest.fixture(scope="module")
def deliveries(tmp_path_factory: pytest.TempPathFactory) -> Charter:
    return only(delivery_charter(PROMISES, tmp_path_factory.mktemp("deliveries")), "never")


def test_two_hundred_random_worlds_come_out_as_the_reference_says(tmp_path: Path) -> None:
    reasons = reasons_in_worlds("never", tmp_path)
    wanted = ("forbidden_done", "span_running", "span_clean", "undecided", "ground", "ended", "source_gap")
    assert {name: reasons[name] for name in wanted if reasons[name] < 5} == {}


def test_spans_of_every_kind_come_out_as_the_reference_says(deliveries: Charter) -> None:
    seen: Counter[str] = Counter()
    for pair in found_in_deliveries(deliveries):
        for finding in pair.expected[0]:
            seen.update((finding.reason, finding.promise))
            seen["in doubt"] += bool(finding.undecided)
            seen["provisional"] += bool(finding.provisional_years)
        seen["noted"] += bool(pair.expected[1])
    wanted = (
        *NAMES,
        "calendar_year_missing",
        "value_missing",
        "waived",
        "ended",
        "undecided",
        "in doubt",
        "provisional",
    )
    assert {name: seen[name] for name in wanted if seen[name] < 5} == {}


def test_verdicts_are_the_same_without_grounds(deliveries: Charter) -> None:
    check_verdicts_without_grounds(deliveries)
