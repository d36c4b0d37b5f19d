"""The verb `require` in the kernel: finding by finding what the reference says, in words, instants and evidence."""

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
  r01: {of: order, at: hit, require: "amount >= 3"}
  r02: {of: order, at: "hit where flag", needs: [accepted], complete: [kind, amount]}
  r03: {of: order, at: hit, needs: ["moved where flag", "miss where amount < 5"], excused if: "kind = 'c'"}
  r04: {of: order, at: [hit, miss], needs: ["device where flag via driver"], by: person}
  r05: {of: order, at: hit, not by: [accepted, placed], excused by: excusing}
  r06: {of: order, at: closed, by: system, where: flag, unless: "amount = 7"}
  r07: {of: order, at: hit, by: party customer, excused by: [{event: "excusing where flag", late: heal}]}
  r08: {of: order, at: hit, require: "order.limit >= 1 h", excused by: ["excusing where flag", "miss where flag"], ends with: ["miss where amount > 3", "closed where flag"]}
  r09: {of: order, at: moved, needs: ["miss where driver.grade >= 2"]}
  r10: {of: order, at: hit, require: "count(miss, 5 h) < 2 and last(moved).flag", needs: [hit]}
  r11: {of: driver, at: [device, "device where flag"], needs: ["accepted where flag"], require: "driver.grade >= 2"}
  r12: {of: order, at: "device where flag via driver", needs: ["hit where amount >= 3"], excused by: excusing}
  r13: {of: [order_id, kind], at: hit, needs: [accepted], complete: [flag]}
  r14: {of: order, at: moved, require: "flag", excused by: ["excusing where driver.grade >= 2", {event: "closed where driver.grade = 1", late: heal}], ends with: "miss where driver.grade > 2"}
  r15: {of: order, at: excusing, require: "flag", excused by: "excusing where amount > 3", excused if: "order.customer = 'p1'"}
  r16: {of: order, at: accepted, needs: [placed], by: system, not by: [placed, hit]}
  r17: {of: order, at: hit, needs: ["miss where lookup('rates', kind).amount >= 4"]}
  r18: {of: order, at: moved, require: "due > at", complete: [due, driver_id], needs: ["device via driver"]}
  r19: {of: driver, at: "device where grade > 1", not by: device, needs: [moved], source: field}
  r20: {of: order, at: waiver_granted, require: "promise = 'r20'", needs: [hit]}
"""
NAMES = tuple(line.split(":")[0].strip() for line in PROMISES.strip().splitlines())


@pytest.fixture(scope="module")
def deliveries(tmp_path_factory: pytest.TempPathFactory) -> Charter:
    return only(delivery_charter(PROMISES, tmp_path_factory.mktemp("deliveries")), "require")


def test_two_hundred_random_worlds_come_out_as_the_reference_says(tmp_path: Path) -> None:
    reasons = reasons_in_worlds("require", tmp_path)
    wanted = ("condition_true", "condition_false", "needed_missing", "attribute_empty", "wrong_actor", "exception")
    assert {name: reasons[name] for name in (*wanted, "value_missing") if reasons[name] < 5} == {}


def test_checks_of_every_kind_come_out_as_the_reference_says(deliveries: Charter) -> None:
    seen: Counter[str] = Counter()
    for pair in found_in_deliveries(deliveries):
        for finding in pair.expected[0]:
            seen.update((finding.reason, finding.promise))
        seen["noted"] += bool(pair.expected[1])
    wanted = (
        *NAMES,
        "source_gap",
        "value_missing",
        "waived",
        "ground",
        "undecided",
        "wrong_actor",
        "exception",
        "noted",
    )
    assert {name: seen[name] for name in wanted if seen[name] < 5} == {}


def test_verdicts_are_the_same_without_grounds(deliveries: Charter) -> None:
    check_verdicts_without_grounds(deliveries)
