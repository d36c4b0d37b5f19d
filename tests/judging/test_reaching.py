"""`reach` by hand: each comparison at its very limit, when a period closes, what is unknown, and several periods running."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

import pytest

from jiannuo.core.judging.event import Event, Log, Reach
from jiannuo.core.judging.event_table import table_of
from jiannuo.core.judging.finding import Finding
from jiannuo.core.judging.kernel.judge import Kernel
from jiannuo.core.judging.reference.judge import judge_log
from jiannuo.core.plans.plan import plan_of
from jiannuo.core.values.amounts import Money
from tests.judging.kernel_equality import by_identity
from tests.judging.reach_worlds import DAY, FIRST, HOUR, at, charter_with, event

WHOLE = Reach(at("2026-12-01 00:00"), at("2025-12-01 00:00"), at("2025-12-01 00:00"))
EVERYTHING = {"app": WHOLE, "desk": WHOLE}
FEBRUARY, MARCH = at("2026-02-01 00:00"), at("2026-03-01 00:00")


def judged(
    indicator: str,
    promise: str,
    events: Sequence[Event],
    *,
    as_of: str = "2026-12-01 00:00",
    reach: dict[str, Reach] = EVERYTHING,
    per: str = "month",
    by: str = "",
) -> list[Finding]:
    """Return the findings on the figure, period by period; both judges agree."""
    charter = charter_with(indicator, f"x: {{reach: x, {promise}, ours: true}}", per=per, by=by)
    log = Log(tuple(events), reach)
    wanted = by_identity(judge_log(charter, log, as_of=at(as_of)))
    found = by_identity(Kernel(plan_of(charter)).judging(table_of(log.events), reach, as_of=at(as_of)).findings())
    assert found == wanted
    return sorted(
        (each for each in wanted.values() if each.promise == "x"), key=lambda each: (each.subject, each.start)
    )


def told(findings: Iterable[Finding], *, until: str = "2026-04-01 00:00") -> list[tuple[object, ...]]:
    """Return month, verdict and reason of the findings before an instant, in the year of the log."""
    return [
        (each.root[:7], *each.subject, each.verdict, each.reason)
        for each in findings
        if FIRST <= each.start < at(until)
    ]


def orders(*counts: int, amount: int | None = None) -> list[Event]:
    """Return so many orders in January, February and so on, on the second day of the month and after."""
    found: list[Event] = []
    for month, count in enumerate(counts, 1):
        for number in range(count):
            key = {"order_id": f"o{month}-{number}", "driver_id": "d1"}
            instant = at(f"2026-{month:02}-02 10:00") + number * HOUR
            found.append(event(len(found), "placed", instant, **key, amount=amount))
    return found


LIMITS = [
    ("at least", 3, [("2026-01", "broken"), ("2026-02", "kept"), ("2026-03", "kept")]),
    ("more than", 3, [("2026-01", "broken"), ("2026-02", "broken"), ("2026-03", "kept")]),
    ("at most", 3, [("2026-01", "kept"), ("2026-02", "kept"), ("2026-03", "broken")]),
    ("less than", 3, [("2026-01", "kept"), ("2026-02", "broken"), ("2026-03", "broken")]),
    ("equals", 3, [("2026-01", "broken"), ("2026-02", "kept"), ("2026-03", "broken")]),
]


@pytest.mark.parametrize(("sign", "limit", "verdicts"), LIMITS, ids=[case[0] for case in LIMITS])
def test_a_figure_is_held_to_its_limit_exactly(sign: str, limit: int, verdicts: list[tuple[str, str]]) -> None:
    found = judged("count: placed", f"{sign}: {limit}", orders(2, 3, 4))
    assert [(month, verdict) for month, verdict, _ in told(found)] == verdicts


def test_the_exact_figure_is_compared_and_told_in_full_where_rounding_would_hide_it() -> None:
    dropped = [event(900 + n, "dropped", at("2026-01-20 10:00"), order_id=f"o1-{n}", driver_id="d1") for n in range(2)]
    (january, *_) = judged(
        "rate: {of: dropped, to: placed}, unit: '%', decimals: 0",
        "at least: 67 %",
        [*orders(3), *dropped],
        as_of="2026-02-01 00:00",
    )
    assert (january.verdict, january.because) == (
        "broken",
        {"count": "5", "value": "66.6666666667 %", "numerator": "2", "denominator": "3", "target": "≥ 67 %"},
    )
    (kept, *_) = judged(
        "rate: {of: dropped, to: placed}, unit: '%', decimals: 2",
        "at least: 66 %",
        [*orders(3), *dropped],
        as_of="2026-02-01 00:00",
    )
    assert (kept.verdict, kept.because["value"]) == ("kept", "66.67 %")


def test_a_plain_number_counts_in_the_unit_of_the_figure() -> None:
    fast = [event(n, "placed", FIRST + n * DAY, order_id=f"o{n}", fast=n < 19) for n in range(20)]
    for target in ("95 %", "95", "950 ‰"):
        (january, *_) = judged("share: {of: placed, when: fast}", f"at least: {target}", fast)
        assert (january.verdict, january.because["value"]) == ("kept", "95 %")


@pytest.mark.parametrize(
    ("as_of", "verdict", "reason"),
    [
        ("2026-01-31 23:59", "pending", "period_running"),
        ("2026-02-01 00:00", "kept", "figure_reached"),
    ],
)
def test_a_period_is_judged_at_its_end_and_not_before(as_of: str, verdict: str, reason: str) -> None:
    january = next(
        each for each in judged("count: placed", "at least: 1", orders(2), as_of=as_of) if each.start == FIRST
    )
    assert (january.verdict, january.reason, january.due) == (verdict, reason, FEBRUARY)
    assert january.met == (FEBRUARY if verdict == "kept" else None)
    assert january.because["value"] == "2"  # a running figure is told as well


CLOSINGS = [
    ("36 h", "2026-02-02 12:00"),
    ("3 natural days", "2026-02-04 00:00"),  # 1, 2 and 3 February
    ("1 weeks", "2026-02-08 00:00"),
    ("1 months", "2026-03-01 00:00"),
    ("2 working days, calendar: office", "2026-02-04 00:00"),  # 31 January is a Saturday: Monday and Tuesday
    ("6 working h, calendar: office", "2026-02-02 16:00"),  # Monday 09:00 to 12:00 and 13:00 to 16:00
]


@pytest.mark.parametrize(("after", "due"), CLOSINGS, ids=[case[0] for case in CLOSINGS])
def test_a_period_closes_after_what_is_waited_for(after: str, due: str) -> None:
    def january(as_of: str) -> Finding:
        found = judged("count: placed", f"at least: 1, closes after: {after}", orders(2), as_of=as_of)
        return next(each for each in found if each.start == FIRST)

    before, then = january("2026-02-02 11:59"), january(due)
    assert (before.verdict, before.due) == ("pending", at(due))
    assert (then.verdict, then.due, then.met) == ("kept", at(due), FEBRUARY)


def test_a_year_that_the_calendar_lacks_leaves_the_verdict_unknown() -> None:
    found = judged("count: placed", "at least: 0, closes after: 9999 working days, calendar: office", orders(1))
    (january, *_) = [each for each in found if each.start == FIRST]
    assert (january.verdict, january.reason, january.due) == ("unknown", "calendar_year_missing", None)


def test_the_first_period_has_none_before_it_and_the_next_are_held_to_it() -> None:
    log = [*orders(3, 3, 4)]
    reach = dict.fromkeys(("app", "desk"), Reach(WHOLE.complete_until, FIRST, FIRST))
    assert told(judged("count: placed", "at most: previous", log, reach=reach)) == [
        ("2026-01", "unknown", "no_previous"),
        ("2026-02", "kept", "figure_reached"),
        ("2026-03", "broken", "figure_missed"),
    ]


def test_a_figure_of_the_time_before_the_edition_is_one_to_compare_with() -> None:
    december = [event(900, "placed", at("2025-12-10 10:00"), order_id="old")]
    (january, *_) = judged("count: placed", "more than: previous", [*december, *orders(2)])
    assert january.root.startswith("2026-01")
    assert (january.verdict, january.because["target"], january.because["value"]) == ("kept", "> 1", "2")


def test_a_breach_takes_so_many_periods_running() -> None:
    log = orders(1, 5, 1, 1, 1, 5)
    found = told(judged("count: placed", "at least: 3, for: 3 periods", log), until="2026-07-01 00:00")
    assert found == [
        ("2026-01", "kept", "missed_once"),
        ("2026-02", "kept", "figure_reached"),
        ("2026-03", "kept", "missed_once"),
        ("2026-04", "kept", "missed_once"),
        ("2026-05", "broken", "figure_missed"),
        ("2026-06", "kept", "figure_reached"),
    ]


def test_a_period_that_nobody_knows_leaves_open_whether_several_were_missed_running() -> None:
    gap = Reach(WHOLE.complete_until, WHOLE.complete_from, WHOLE.first, ((FEBRUARY, FEBRUARY + DAY),))
    reach = {"app": gap, "desk": WHOLE}
    assert told(
        judged("count: placed", "at least: 3, for: 2 periods", orders(5, 1, 1, 1), reach=reach),
        until="2026-05-01 00:00",
    ) == [
        ("2026-01", "kept", "figure_reached"),
        ("2026-02", "unknown", "source_gap"),
        ("2026-03", "unknown", "earlier_unknown"),
        ("2026-04", "broken", "figure_missed"),
    ]


def test_coverage_of_time_is_asked_of_every_source_and_may_be_less_than_whole() -> None:
    late = Reach(WHOLE.complete_until, FIRST + 3 * DAY, FIRST + 3 * DAY)  # 28 of 31 days: 90.3 %
    for coverage, verdict in (("91 %", "unknown"), ("90 %", "kept"), ("100 %", "unknown")):
        found = judged(
            "count: placed", f"at least: 1, coverage: {coverage}", orders(2), reach={"app": late, "desk": WHOLE}
        )
        assert (found[0].start, found[0].verdict) == (FIRST, verdict)
        assert found[0].coverage == (28 * DAY, 31 * DAY)


def test_what_may_belong_lowers_coverage() -> None:
    log = [event(n, "placed", FIRST + n * HOUR, order_id=f"o{n}", fast=True if n < 9 else None) for n in range(10)]
    (strict, *_) = judged("share: {of: placed, when: fast}", "at least: 50 %", log)
    assert (strict.verdict, strict.reason) == ("unknown", "too_little_known")
    assert (strict.because["coverage"], strict.because["least"]) == ("90 %", "100 %")
    (lax, *_) = judged("share: {of: placed, when: fast}", "at least: 50 %, coverage: 90 %", log)
    assert (lax.verdict, lax.because["numerator"], lax.because["denominator"]) == ("kept", "9", "9")


def test_too_few_and_none_at_all_are_unknown() -> None:
    found = judged("mean: placed.amount", "at least: 1, min n: 3", orders(2, 3, amount=2))
    assert told(found) == [
        ("2026-01", "unknown", "too_few"),
        ("2026-02", "kept", "figure_reached"),
        ("2026-03", "unknown", "no_figure"),
    ]


def joined(name: str, instant: str) -> Event:
    return event(800 + int(name[1:]), "joined", at(instant), driver_id=name, boss=f"boss of {name}")


def test_without_of_only_what_occurs_is_judged_and_with_a_kind_whoever_lived_throughout() -> None:
    log = [
        joined("d1", "2025-12-20 00:00"),
        joined("d2", "2026-01-01 00:00"),
        joined("d3", "2026-01-01 00:01"),
        *orders(2),
    ]
    occurring = judged("count: placed", "at least: 1", log, by="driver")
    assert told(occurring, until="2026-02-01 00:00") == [("2026-01", "d1", "kept", "figure_reached")]
    everybody = judged("count: placed", "at least: 1, of: driver, owner: boss", log, by="driver")
    assert [(*each, owner) for each, owner in zip(told(everybody), owners(everybody), strict=True)] == [
        ("2026-01", "d1", "kept", "figure_reached", "boss of d1"),
        ("2026-02", "d1", "broken", "figure_missed", "boss of d1"),
        ("2026-03", "d1", "broken", "figure_missed", "boss of d1"),
        ("2026-01", "d2", "broken", "figure_missed", "boss of d2"),
        ("2026-02", "d2", "broken", "figure_missed", "boss of d2"),
        ("2026-03", "d2", "broken", "figure_missed", "boss of d2"),
        ("2026-02", "d3", "broken", "figure_missed", "boss of d3"),
        ("2026-03", "d3", "broken", "figure_missed", "boss of d3"),
    ]


def owners(findings: Iterable[Finding]) -> list[str | None]:
    return [each.owner for each in findings if FIRST <= each.start < at("2026-04-01 00:00")]


def test_the_whole_time_is_judged_as_of_now() -> None:
    (now,) = judged("count: placed", "at least: 4", orders(2, 3), per="total", as_of="2026-02-10 00:00")
    assert (now.verdict, now.start, now.due, now.because["value"]) == ("kept", FIRST, at("2026-02-10 00:00"), "5")
    (then,) = judged("count: placed", "at least: 4", orders(2, 3), per="total", as_of="2026-02-01 00:00")
    assert (then.verdict, then.id) == ("broken", now.id)


def test_other_periods_and_thresholds_than_those_of_the_indicator() -> None:
    log = orders(2, 3, 4)
    found = judged("count: placed, min n: 100", "at least: 9, per: quarter, min n: 1", log)
    quarter = next(each for each in found if each.start == FIRST)
    assert (quarter.verdict, quarter.due, quarter.because["value"]) == ("kept", at("2026-04-01 00:00"), "9")


def test_a_figure_over_findings_comes_after_them() -> None:
    log = orders(4)
    done = [event(900 + n, "done", log[n].at + HOUR, order_id=f"o1-{n}") for n in range(3)]
    (january, *_) = judged("kept_rate: on-time", "at least: 75 %", [*log, *done])
    assert january.because == {"count": "4", "value": "75 %", "numerator": "3", "denominator": "4", "target": "≥ 75 %"}
    (missed, *_) = judged("kept_rate: on-time", "more than: 75 %", [*log, *done])
    assert (january.verdict, missed.verdict, missed.broken_at) == ("kept", "broken", FEBRUARY)


def test_what_a_source_states_of_a_month_is_proved_from_its_list() -> None:
    stated = "stated: [{value: 3, as of: 2026-02-01}, {value: 3, as of: 2026-02-28}]"
    found = judged(f"count: placed, {stated}", "equals: stated", orders(3, 4, 5))
    assert told(found) == [("2026-01", "kept", "figure_reached"), ("2026-02", "broken", "figure_missed")]
    assert [each.because["target"] for each in found] == ["= 3", "= 3"]


def test_what_is_stated_of_the_whole_time_is_proved_as_of_its_day() -> None:
    def proof(value: int) -> list[Finding]:
        indicator = f"sum: placed.amount, stated: {{value: {value}, as of: 2026-02-02}}"
        return judged(indicator, "more than: stated", orders(3, 4, 5, amount=10), per="total")

    # Three orders in January, and four on 2 February, which counts whole; what comes later does not.
    (more,), (not_more,) = proof(69), proof(70)
    assert (more.verdict, more.because["value"], more.because["target"]) == ("kept", "70", "> 69")
    assert (not_more.verdict, not_more.due, not_more.broken_at) == (
        "broken",
        at("2026-02-03 00:00"),
        at("2026-02-03 00:00"),
    )


@pytest.mark.parametrize(
    ("unit", "stated", "verdict"),
    [
        ("min", "90", "kept"),
        ("min", "89", "broken"),
        ("h", "1.5", "kept"),
        ("h", "1.4", "broken"),
        ("s", "5400", "kept"),
    ],
)
def test_a_plain_number_of_a_length_of_time_is_in_the_unit_of_the_figure(unit: str, stated: str, verdict: str) -> None:
    (log,) = orders(1)
    done = event(900, "done", log.at + 3 * HOUR // 2, order_id="o1-0")
    figure = f"mean: on-time.took, over: findings, unit: {unit}, stated: {{value: {stated}, as of: 2026-02-01}}"
    (january,) = judged(figure, "at most: stated", [log, done])
    assert (january.verdict, january.because["target"]) == (verdict, f"≤ {stated} {unit}")


def test_what_is_stated_in_another_currency_proves_nothing() -> None:
    (finding,) = judged(
        "sum: placed.cost, stated: {value: 10 CNY, as of: 2026-02-02}",
        "equals: stated",
        [event(1, "placed", FIRST, order_id="o1", cost=Money(Decimal(10), "EUR"))],
        per="total",
    )
    assert (finding.verdict, finding.reason) == ("unknown", "mixed_units")


@pytest.mark.parametrize(
    ("seqs", "verdicts"), [((1, 2), ["broken", "kept"]), ((2, 1), ["kept", "broken"]), ((None, None), ["kept", "kept"])]
)
def test_a_figure_sees_what_its_position_sees(seqs: tuple[int | None, ...], verdicts: list[str]) -> None:
    """Of two events at one instant the earlier by `seq` sees itself alone; without, each sees both."""
    charter = charter_with("count: placed", "x: {of: order, at: placed, require: \"figure('x', at) = 2\", ours: true}")
    events = [replace(event(n, "placed", FIRST + DAY, order_id=f"o{n}"), seq=seq) for n, seq in enumerate(seqs)]
    wanted = by_identity(judge_log(charter, Log(tuple(events), EVERYTHING), as_of=FIRST + 9 * DAY))
    judging = Kernel(plan_of(charter)).judging(table_of(events), EVERYTHING, as_of=FIRST + 9 * DAY)
    assert by_identity(judging.findings()) == wanted
    found = {each.subject: each.verdict for each in wanted.values() if each.promise == "x"}
    assert [found["o0",], found["o1",]] == verdicts


def test_a_share_in_a_condition_leaves_out_what_is_unknown() -> None:
    promise = "x: {of: order, at: done, require: \"figure('x', at - 240 h, at) = 0.5\", ours: true}"
    charter = charter_with("share: {of: placed, when: fast}, coverage: 60 %", promise)
    known = [True, False, None]  # one of two that are known, which are two thirds of all
    events = [event(n, "placed", FIRST + (n + 1) * DAY, order_id=f"o{n}", fast=fast) for n, fast in enumerate(known)]
    events.append(event(9, "done", FIRST + 9 * DAY, order_id="o0"))
    wanted = by_identity(judge_log(charter, Log(tuple(events), EVERYTHING), as_of=FIRST + 20 * DAY))
    judging = Kernel(plan_of(charter)).judging(table_of(events), EVERYTHING, as_of=FIRST + 20 * DAY)
    assert by_identity(judging.findings()) == wanted
    assert [each.verdict for each in wanted.values() if each.promise == "x"] == ["kept"]
