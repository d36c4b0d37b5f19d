"""The minutes of downtime in the findings beside the monitor's own figures, every difference explained.

The monitor counts from the incidents it files: it opens and closes one some seconds after the check, rounds the minutes of
each incident on each day, and finds an incident again by a label of at most 50 characters made of the site's short name.
So per site and day the figures may differ by one minute for each outage that touches the day, unless

- the short name is longer than a label may be: then the monitor publishes no downtime at all;
- no incident was filed for an outage: two short ones are missing from the published figures.
"""

from collections import defaultdict
from datetime import UTC, datetime, timedelta

import pytest

from tests.examples import independent_uptime as independent
from tests.examples.conftest import EXAMPLES, log_of

CHECKS, SUMMARY = log_of("uptime"), EXAMPLES / "uptime" / "data" / "summary.json"
NOT_FILED = {
    ("rd-l-haller-net-data", "2026-02-28"): 656,
    ("rd-l-republique-des-lettres-codi-md", "2026-02-28"): 656,
    ("parzival-redirect-to-parzival-digitaleditions-ch", "2026-06-13"): 537,
}
"""The seconds of the outages for which no incident was filed, by site and day."""
TOTALS = {
    "arcipelago-ceresa": (56, 56),
    "arcipelago-ceresa-iiif-presentation-api": (34, 34),
    "brandans-meerfahrt": (23, 23),
    "parzival-rappoltstein": (24, 24),
    "wellcome-schreiber": (61, 61),
    "gossembrot-bibliothek": (12_487, 12_487),
    "parzival": (268, 267),
    "parzival-legacy": (676, 677),
    "rd-l-haller-net-data": (1_027, 1_014),
    "rd-l-republique-des-lettres-codi-md": (970, 961),
    "parzival-redirect-to-parzival-digitaleditions-ch": (457, 448),
}
"""The rounded minutes of the findings, and those that the monitor published."""


@pytest.fixture(scope="module")
def shortfalls(audited):
    """Return the shortfalls of each site over the whole time, from the findings."""
    found = defaultdict(list)
    table = audited("uptime").findings
    for promise, subject, intervals in zip(
        *(table.column(name).to_pylist() for name in ("promise", "subject", "intervals")), strict=True
    ):
        if promise == "available-in-total":
            found[subject[0]] += [(each["from"], each["until"]) for each in intervals if each["kind"] == "shortfall"]
    return {slug: spans for slug, spans in found.items() if spans}


def seconds(spans):
    return int(sum((until - from_).total_seconds() for from_, until in spans))


def by_day(spans):
    """Return the seconds and the number of the spans on each day of UTC."""
    found = defaultdict(lambda: [0.0, 0])
    for from_, until in spans:
        while from_ < until:
            midnight = datetime(from_.year, from_.month, from_.day, tzinfo=UTC) + timedelta(days=1)
            part = found[f"{from_:%Y-%m-%d}"]
            part[0] += (min(until, midnight) - from_).total_seconds()
            part[1] += 1
            from_ = midnight
    return found


def test_the_shortfalls_are_the_outages_found_without_jiannuo(shortfalls):
    assert {slug: seconds(spans) for slug, spans in shortfalls.items()} == independent.seconds_down(CHECKS, SUMMARY)


def test_the_shortfalls_of_the_days_add_up_to_those_of_the_whole_time(shortfalls, audited):
    days = defaultdict(int)
    table = audited("uptime").findings
    columns = (table.column(name).to_pylist() for name in ("promise", "subject", "intervals"))
    for promise, subject, intervals in zip(*columns, strict=True):
        if promise == "available-each-day" and intervals:
            days[subject[0]] += seconds([(each["from"], each["until"]) for each in intervals])
    assert dict(days) == {slug: seconds(spans) for slug, spans in shortfalls.items()}


def test_the_minutes_stand_beside_the_monitors_own(shortfalls):
    published = independent.published(SUMMARY)
    found = {
        slug: (round(seconds(spans) / 60), sum(published[slug].values()))
        for slug, spans in shortfalls.items()
        if len(slug) <= independent.LONGEST_LABEL
    }
    assert found == TOTALS


def test_the_monitor_publishes_nothing_where_the_short_name_is_too_long_for_a_label(shortfalls):
    published = independent.published(SUMMARY)
    silent = {slug for slug in shortfalls if not published[slug]}
    assert silent == {slug for slug in shortfalls if len(slug) > independent.LONGEST_LABEL}
    assert len(silent) == 12


def test_no_downtime_is_published_that_the_log_does_not_hold(shortfalls):
    published = independent.published(SUMMARY)
    assert {slug for slug, days in published.items() if days} <= set(shortfalls)


def test_each_day_differs_by_rounding_alone_unless_no_incident_was_filed(shortfalls):
    published = independent.published(SUMMARY)
    unexplained = []
    for slug in TOTALS:
        days = by_day(shortfalls[slug])
        for day in sorted(days.keys() | published[slug].keys()):
            down, outages = days[day]
            filed = down - NOT_FILED.get((slug, day), 0)
            if abs(filed / 60 - published[slug].get(day, 0)) > outages:
                unexplained.append((slug, day, down, published[slug].get(day)))
    assert unexplained == []


def test_the_outages_without_an_incident_are_in_the_log(shortfalls):
    for (slug, day), length in NOT_FILED.items():
        lengths = [seconds([span]) for span in shortfalls[slug] if f"{span[0]:%Y-%m-%d}" == day]
        assert length in lengths, slug
