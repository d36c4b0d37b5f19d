import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiannuo.core.values.masks import MASK, mask


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("张三", "张*"),
        ("欧阳修远", "欧*"),
        ("阿依古丽·买买提", "阿*"),
        ("13812341234", "138****1234"),
        ("+86 138 1234 1234", "138****1234"),
        ("粤A12345", "粤A****5"),
        ("粤AD12345", "粤A****5"),
        ("SO-2024-000123", "****0123"),
        ("440301199001011234", "****1234"),
        ("12345678", "****5678"),
        ("d0012345678", "****5678"),
        ("d0000060", MASK),
        ("d0123456", MASK),
        ("driver-0060", MASK),
        ("000000000060", MASK),
        ("Zhang San", MASK),
        ("zhang@example.org", MASK),
        ("1234567", MASK),
        ("张", MASK),
        ("", MASK),
    ],
)
def test_a_personal_value_is_masked_by_what_it_is(value: str, shown: str) -> None:
    assert mask(value) == shown


@given(st.text())
def test_a_mask_never_shows_the_value_itself(value: str) -> None:
    """At most seven signs of at least eleven are left, or four of eight, or one of two."""
    shown = mask(value)
    left = shown.replace("*", "")
    assert "*" in shown
    assert mask(shown) == shown
    assert len(left) <= len(value.strip()) * 7 / 11
