"""Whoever is judged by a reading of ours sees that it is ours: every reading, and the promises that carry its mark."""

import pytest

from jiannuo.core.charters.clauses import list_clauses
from jiannuo.core.charters.explaining.explaining import explain_charter
from tests.charters_packs.told import the_pack

READINGS = {
    "airport drop-offs wait 30 minutes": ["no-show"],
    "waiting has no tariff, and consent covers a charge": ["fixed-price"],
    "exactly an hour ahead is free": ["refund-by-rule", "refund-paid", "free-cancelling"],
    "a ground of the passenger's wins, and freezes the fee": ["refund-by-rule", "refund-paid", "free-cancelling"],
    "a second clock for orders at short notice": ["first-contact-short-notice"],
    "a delivered text is a contact, a new holder's clock starts anew": ["first-contact"],
    "what counts as the arrival, and ten minutes from it": ["arrival-contact"],
    "no grace": ["not-late"],
    "in position is within a radius": ["in-place-early", "not-late", "no-show"],
    "a cancelled train is involuntary": ["refund-by-rule", "refund-paid", "free-cancelling"],
    "three stars are bad, and a day waits for them": ["bad-ratings-first"],
    "who verifies, and that nothing is imposed before": [
        "penalty-verified-by-another",
        "penalty-after-verification",
        "handed-to-risk-officer",
    ],
    "capacity alone permits a refusal": ["no-refusal"],
    "this pair alone is kept apart, until it is lifted": ["pair-not-offered", "pair-not-accepted"],
    "a receipt of a machine is no reply": ["complaint-replied"],
    "hours run by night, extended or not": ["complaint-solved"],
    "three agents at every moment": ["three-agents"],
    "a call is answered within 60 s": ["calls-answered"],
    "at once, promptly and automatically have limits": [
        "driver-complaint-verified",
        "lost-item-driver-contacted",
        "faults-repaired",
        "arrival-text",
        "rating-link",
        "trip-status-passed-on",
    ],
    "regularly is monthly": ["service-training", "safety-training", "feedback-collected"],
    "an invoice is issued within days": ["invoice-issued"],
    "any two contacts that reached the passenger": ["two-contacts"],
    "a second press changes nothing": ["three-presses"],
    "nobody is aboard before the arrival": ["start-after-arrival"],
    "a company serves a city from its first driver there": ["agreement-in-force"],
    "drivers rate once": ["driver-rates-once"],
    "charges are watched until a week after the appointment": ["no-private-charge", "free-items"],
}


@pytest.mark.parametrize("reading", READINGS)
def test_a_reading_of_ours_is_marked_and_told(reading: str) -> None:
    charter = the_pack()
    for id in READINGS[reading]:
        assert charter.promises[id].ours, id
        told = explain_charter(charter, promise=id)
        assert "本单位自定" in told.zh and "set by us" in told.en.lower(), id


def test_behind_the_clauses_of_a_promise_stands_that_something_in_it_is_ours() -> None:
    charter = the_pack()
    listed = {clause.id: clause.ours for clause in list_clauses(charter)}
    for id in {id for ids in READINGS.values() for id in ids}:
        assert [id in listed[clause] for clause in charter.promises[id].clauses].count(False) == 0, id


def test_a_figure_that_the_text_states_is_not_called_ours_where_something_else_of_the_promise_is() -> None:
    charter = the_pack()
    limits = {}
    for id in ("complaint-replied", "complaint-solved", "first-contact", "refund-paid"):
        told = explain_charter(charter, promise=id).en
        [limits[id]] = [line for line in told.splitlines() if "Limit:" in line]
    assert {id: "(set by us)" in line for id, line in limits.items()} == {
        "complaint-replied": False,
        "complaint-solved": False,
        "first-contact": False,
        "refund-paid": True,
    }


def test_that_a_cancelled_train_is_involuntary_is_told_as_an_extended_reading_in_its_clause() -> None:
    text = the_pack().clauses["6.3.2.5c"].text
    assert (
        "高铁停运按扩展解读" in text.zh and "a cancelled train is such a case by an extended reading of ours" in text.en
    )
