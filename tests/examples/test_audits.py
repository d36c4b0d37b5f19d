"""Every example is audited to figures that were found without Jiannuo."""

from collections import Counter

import pytest

from jiannuo.core.charters.explaining.explaining import explain_charter
from jiannuo.core.charters.reading import read_charter
from tests.examples import (
    independent_billing,
    independent_fines,
    independent_fire_calls,
    independent_flights,
    independent_incidents,
    independent_permits,
)
from tests.examples import independent_uptime as uptime
from tests.examples.conftest import ABSENT, EXAMPLES, SHIPPED, expected_of, log_of

ALL = [*SHIPPED, *ABSENT]
INDEPENDENT = {
    "servicenow-incidents": independent_incidents.figures,
    "flights": independent_flights.figures,
    "uptime": lambda log: uptime.figures(log, log.parent / "summary.json"),
    "traffic-fines": independent_fines.figures,
    "permits": independent_permits.figures,
    "fire-calls": independent_fire_calls.figures,
    "hospital-billing": independent_billing.figures,
}


@pytest.mark.parametrize("name", ALL)
def test_the_expected_figures_add_up_to_their_denominators(name):
    promises = expected_of(name)["promises"]
    assert {id: sum(each["ended"].values()) for id, each in promises.items()} == {
        id: each["total"] for id, each in promises.items()
    }


@pytest.mark.parametrize("name", ALL)
def test_the_expected_figures_are_found_without_jiannuo(name):
    found = INDEPENDENT[name](log_of(name))
    assert found == {id: each["ended"] for id, each in expected_of(name)["promises"].items()}


@pytest.mark.parametrize("name", ALL)
def test_the_audit_finds_the_expected_figures(name, audited):
    assert audited(name).endings() == {id: each["ended"] for id, each in expected_of(name)["promises"].items()}


@pytest.mark.parametrize("name", ALL)
def test_every_row_of_the_log_is_used_and_none_is_set_aside(name, audited):
    counts, expected = audited(name).counts, expected_of(name)["log"]
    assert (counts.rows, counts.rows_used, counts.rejects) == (expected["rows"], expected["rows"], 0)


@pytest.mark.parametrize("name", ALL)
def test_the_log_holds_as_many_subjects_as_expected(name, audited):
    assert audited(name).subjects == expected_of(name)["log"]["subjects"]


def test_what_the_source_says_of_itself_stands_beside_and_is_not_judged(audited):
    """The flag is carried by the last event of each incident, and no promise reads it."""
    observed = Counter(event.attributes["made_sla"] for event in audited("servicenow-incidents").concluded)
    assert observed == expected_of("servicenow-incidents")["observed"]["made_sla"]
    charter = read_charter(EXAMPLES / "servicenow-incidents" / "charter")
    assert "made_sla" not in " ".join(explain_charter(charter, promise).en for promise in charter.promises)


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_log_carries_its_licence(name):
    assert (EXAMPLES / name / "ATTRIBUTION.md").read_text(encoding="utf-8").startswith("# ")


def test_the_share_on_time_names_its_denominator(audited):
    ended = audited("flights").endings()["arrives-on-time"]
    with_a_delay = ended["kept/condition_true"] + ended["broken/condition_false"]
    assert (ended["kept/condition_true"], with_a_delay, ended["unknown/value_missing"]) == (194_342, 327_346, 9_430)


def test_the_shares_of_units_on_scene_name_their_denominator(audited):
    ended = audited("fire-calls").endings()
    units = [ended[f"unit-within-{limit}-min"] for limit in ("5", "6-and-a-half", "8")]
    assert [each["kept/condition_true"] + each["broken/condition_false"] for each in units] == [7_281] * 3
    assert [round(each["kept/condition_true"] / 7_281, 3) for each in units] == [0.308, 0.55, 0.7]


def test_flights_are_counted_by_carrier_as_without_jiannuo(audited):
    found = audited("flights").findings
    counts: dict[str, dict[str, int]] = {}
    columns = (found.column(name).to_pylist() for name in ("promise", "subject", "verdict"))
    for promise, subject, verdict in zip(*columns, strict=True):
        if promise == "arrives-on-time":
            of_carrier = counts.setdefault(subject[0], {})
            of_carrier[verdict] = of_carrier.get(verdict, 0) + 1
    assert counts == independent_flights.by_carrier(log_of("flights"))


def test_the_fines_that_were_sent_are_told_apart_from_those_that_never_were(audited):
    ended = audited("traffic-fines").endings()["sent-in-time"]
    sent = ended["kept/done_in_time"] + ended["broken/done_late"]
    assert (sent, ended["broken/done_late"], ended["broken/not_done"]) == (103_987, 49_772, 46_015)
