"""The nearest declared name is the one a person meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiannuo.core.expressions.naming import did_you_mean, nearest

DECLARED = ("amount", "account", "order_placed", "order_paid", "seq", "at", "b")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("amuont", "amount"),  # two neighbors swapped: one edit
        ("amnt", "amount"),  # two letters missing
        ("Amount", "amount"),  # capital letters do not count
        ("order_place", "order_placed"),
        ("order_paied", "order_paid"),
        ("sq", "seq"),  # short names allow one edit
        ("sqe", "seq"),  # and a swap is one
        ("q", None),  # of one letter nothing is left to be near
        ("shipment", None),
        ("xyz", None),
        ("", None),
    ],
)
def test_the_nearest_name_is_found_or_none(written: str, meant: str | None) -> None:
    assert nearest(written, DECLARED) == meant


def test_a_long_name_with_more_than_two_edits_is_still_found_by_likeness() -> None:
    assert (
        nearest("responsibel_departmnet_nam", ("responsible_department_name", "amount"))
        == "responsible_department_name"
    )


def test_of_two_equally_near_names_the_first_in_the_alphabet_is_taken() -> None:
    assert nearest("cat", ("hat", "bat", "rat")) == "bat"


def test_the_hint_is_a_sentence_in_both_languages_or_nothing() -> None:
    hint = did_you_mean("amuont", DECLARED)
    assert (hint.zh, hint.en) == ("是否想写 amount？", " Did you mean amount?")
    nothing = did_you_mean("xyz", DECLARED)
    assert (nothing.zh, nothing.en) == ("", "")


@given(st.sampled_from([name for name in DECLARED if len(name) > 4]), st.data())
def test_one_misspelled_letter_is_always_healed(name: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(name) - 1))
    wrong = name[:place] + "#" + name[place + 1 :]
    assert nearest(wrong, DECLARED) == name


@given(st.text(max_size=30))
def test_a_name_is_never_its_own_suggestion(name: str) -> None:
    assert nearest(name, (name,)) is None
