"""A full city holds enough of everything, and what is counted is what the truth holds."""

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from jiannuo.core.simulation.city import City, simulate_city
from jiannuo.core.simulation.coverage import Coverage, coverage_of
from jiannuo.core.simulation.planting.deeds import BOUNDARIES
from jiannuo.core.simulation.planting.themes import CLEARED, THEMES, UNKNOWN, lacking


@pytest.fixture(scope="module")
def full_city() -> City:
    return simulate_city(5_000, 3)


@pytest.fixture(scope="module")
def coverage(full_city: City) -> tuple[Coverage, ...]:
    return coverage_of(full_city.truth)


def test_every_theme_is_counted(coverage: tuple[Coverage, ...]) -> None:
    assert [each.theme for each in coverage] == list(THEMES)
    assert len({each.theme.name for each in coverage}) == len(THEMES) > 10


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_a_full_city_has_enough_of_everything(full_city: City, theme) -> None:
    truth = full_city.truth.filter(pc.equal(full_city.truth["theme"], theme.name))

    def count(intention: str, boundary: str | None = None) -> int:
        chosen = pc.equal(truth["intention"], intention)
        if boundary is not None:
            chosen = pc.and_(chosen, pc.fill_null(pc.equal(truth["boundary"], boundary), False))
        return truth.filter(chosen).num_rows

    assert count("broken") >= 50
    assert count("unknown") >= 20 or not theme.may_be_unknown
    innocent = {name: count("kept", name) + count("excused", name) for name in theme.boundaries}
    assert {name: number >= 50 for name, number in innocent.items()} == dict.fromkeys(theme.boundaries, True)
    cleared = truth.filter(pc.and_(pc.equal(truth["intention"], "broken"), pc.equal(truth["owner_verdict"], "excused")))
    assert cleared.num_rows >= 50 if theme.clears else cleared.num_rows == 0


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_a_promise_has_each_boundary_or_a_reason_why_not(theme) -> None:
    has = {name for name in BOUNDARIES if name in theme.boundaries} | ({UNKNOWN} if theme.may_be_unknown else set())
    has |= {CLEARED} if theme.clears else set()
    reasons = {name: lacking(theme, name) for name in (*BOUNDARIES, UNKNOWN, CLEARED)}
    assert {name for name, reason in reasons.items() if reason is None} == has


def test_a_full_city_suffices_and_a_small_one_does_not(coverage: tuple[Coverage, ...]) -> None:
    assert all(each.suffices for each in coverage)
    assert not any(each.suffices for each in coverage_of(simulate_city(300, 3).truth))


def test_what_is_counted_is_all_that_was_planted(full_city: City, coverage: tuple[Coverage, ...]) -> None:
    assert sum(sum(each.intents.values()) for each in coverage) == full_city.truth.num_rows


def test_counts_are_those_of_a_truth_written_by_hand() -> None:
    rows = [
        ("first-contact", "kept", None, "kept"),
        ("first-contact", "kept", "at-due", "kept"),
        ("first-contact", "broken", "one-microsecond-after", "broken"),
        ("not-late", "unknown", "source-gap", "unknown"),
        ("not-late", "broken", "notice-edge", "excused"),
        ("not-late", "broken", "notice-edge", "broken"),
    ]
    names = ("theme", "intention", "boundary", "owner_verdict")
    truth = pa.table(
        {name: pa.array(column, pa.string()) for name, column in zip(names, zip(*rows, strict=True), strict=True)}
    )
    contact, late = (each for each in coverage_of(truth) if each.at)
    assert contact.intents == {"kept": 2, "broken": 1, "excused": 0, "unknown": 0}
    assert contact.innocents == {"at-due": 1, "one-microsecond-after": 0, "correction": 0}
    assert contact.at["one-microsecond-after"] == {"broken": 1}
    assert late.intents["unknown"] == 1
    assert (contact.cleared, late.cleared) == (0, 1)


@pytest.mark.proof
def test_a_city_of_two_hundred_thousand_orders_has_enough_of_everything() -> None:
    counted = coverage_of(simulate_city(200_000, 1).truth)
    assert [each.theme.name for each in counted if not each.suffices] == []
