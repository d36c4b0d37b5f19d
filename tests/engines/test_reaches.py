"""How far sources are known, and where they are silent."""

from pathlib import Path

import pytest

from jiannuo.core.values.instants import write_instant
from jiannuo.core.values.problems import Refusal
from tests.engines.written_logs import ONE_EVENT_PER_ROW, SOURCED, instant, log_of, refused


def test_a_log_is_complete_until_its_last_instant_even_where_no_event_is_made_of_it(tmp_path: Path) -> None:
    mapping = ONE_EVENT_PER_ROW.replace("closed}}", "closed}, ignore: Wait}").replace(
        "zone: UTC", "zone: UTC, source: desk"
    )
    log = log_of(tmp_path, "ticket,what,when\nA,Open,2024-07-15\nA,Wait,2024-07-20\n", mapping=mapping)
    reach = log.log.reach["desk"]
    assert (reach.first, reach.complete_until, reach.complete_from) == (
        instant(2024, 7, 15),
        instant(2024, 7, 20),
        None,
    )
    assert log.span == (instant(2024, 7, 15), instant(2024, 7, 15))
    assert log.last_instant == instant(2024, 7, 20)


def test_rows_that_a_condition_leaves_out_say_nothing_about_how_far_the_log_reaches(tmp_path: Path) -> None:
    mapping = ONE_EVENT_PER_ROW.replace("at: when", "at: when\n    when: ticket <> 'test'")
    log = log_of(tmp_path, "ticket,what,when\nA,Open,2024-07-15\ntest,Open,2099-01-01\n", mapping=mapping)
    assert log.log.reach[""].complete_until == instant(2024, 7, 15)


def test_what_the_mapping_says_the_log_is_complete_until_comes_before_the_last_instant(tmp_path: Path) -> None:
    mapping = ONE_EVENT_PER_ROW.replace("events:", "complete until: 2024-08-01\nevents:")
    log = log_of(tmp_path, "ticket,what,when\nA,Open,2024-07-15\n", mapping=mapping)
    assert log.log.reach[""].complete_until == instant(2024, 8, 1)
    assert log.last_instant == instant(2024, 8, 1)


def test_what_the_charter_says_of_a_source_comes_first(tmp_path: Path) -> None:
    charter = SOURCED.replace("SAYS", "complete from: 2024-07-01, complete until: 2024-07-31")
    mapping = ONE_EVENT_PER_ROW.replace("events:", "complete until: 2024-08-01\nevents:")
    log = log_of(tmp_path, "ticket,what,when\nA,Close,2024-07-15\n", mapping=mapping, charter=charter)
    reach = log.log.reach["desk"]
    assert (reach.complete_from, reach.complete_until) == (instant(2024, 7, 1), instant(2024, 7, 31))


def test_a_silence_longer_than_the_source_may_keep_is_a_gap(tmp_path: Path) -> None:
    charter = SOURCED.replace("SAYS", "silent after: 24 h, complete until: 2024-07-20")
    rows = "ticket,what,when\nA,Close,2024-07-15\nB,Close,2024-07-16\nC,Close,2024-07-18\n"
    log = log_of(tmp_path, rows, charter=charter)
    assert log.log.reach["desk"].gaps == (
        (instant(2024, 7, 16), instant(2024, 7, 18)),
        (instant(2024, 7, 18), instant(2024, 7, 20)),
    )


def gaps_of(folder: Path, silence: str, instants: list[str]) -> list[tuple[str, str]]:
    """Return the gaps of a source in Shanghai that may keep a silence, between closings at local times."""
    charter = SOURCED.replace("SAYS", f"silent after: {silence}").replace("zone: UTC", "zone: Asia/Shanghai")
    mapping = ONE_EVENT_PER_ROW.replace("zone: UTC", "zone: Asia/Shanghai")
    rows = "".join(f"T{i},Close,{at}\n" for i, at in enumerate(instants))
    gaps = log_of(folder, "ticket,what,when\n" + rows, mapping=mapping, charter=charter).log.reach["desk"].gaps
    return [tuple(write_instant(at, zone="Asia/Shanghai")[:16] for at in gap) for gap in gaps]  # type: ignore[misc]


def test_a_silence_in_days_ends_at_midnight_of_the_last_date_in_the_charters_zone(tmp_path: Path) -> None:
    """2 days after the 15th end with the 17th; after the 18th, when the 20th ends, exactly then is still in time."""
    instants = ["2024-07-15 10:00", "2024-07-17 23:59", "2024-07-18 00:30", "2024-07-21 00:00", "2024-07-24 00:01"]
    assert gaps_of(tmp_path, "2 natural days", instants) == [("2024-07-21 00:00", "2024-07-24 00:01")]


def test_a_silence_in_months_and_weeks_goes_by_the_local_date(tmp_path: Path) -> None:
    """A month after 31 January ends with 29 February 2024, a week after Monday the 1st with Monday the 8th."""
    assert gaps_of(tmp_path, "1 months", ["2024-01-31 10:00", "2024-03-01 00:00"]) == []
    late = ["2024-01-31 10:00", "2024-03-01 00:01"]
    assert gaps_of(tmp_path, "1 months", late) == [("2024-01-31 10:00", "2024-03-01 00:01")]
    assert gaps_of(tmp_path, "1 weeks", ["2024-07-01 23:00", "2024-07-08 23:59"]) == []


@pytest.mark.parametrize("silence", ["8 working h", "2 working days"])
def test_a_silence_in_working_time_is_refused_as_a_source_has_no_calendar(silence: str, tmp_path: Path) -> None:
    with pytest.raises(Refusal) as caught:
        gaps_of(tmp_path, silence, ["2024-07-15 10:00"])
    assert refused(caught.value) == ["C413"]
    assert "natural days, weeks or months" in caught.value.problems[0].cure("en")
