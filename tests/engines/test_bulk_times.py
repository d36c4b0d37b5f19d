"""Times read many at once are those that are read one by one, and what is not certain is left to the reader of one."""

import struct
from importlib import resources
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from jiannuo.core.engines.events.bulk_times import wall_instants, written_times
from jiannuo.core.engines.events.time_reading import read_time
from jiannuo.core.engines.mapping.mapping import TimeFormat
from jiannuo.core.values.problems import Refusal
from tests.engines.written_logs import instant

ZONES = ("UTC", "Asia/Shanghai", "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Pacific/Apia", None)
PATTERNS = (
    "iso", "%d/%m/%Y %H:%M", "%Y-%m-%d %H:%M:%S", "%Y%m%d%H%M%S", "%m/%d/%Y", "%Y.%m.%dT%H", "%H:%M %d-%m-%Y", "%d%m-%Y",
    "%Y-%m-%d %H:%M:%S%z", "%d %b %Y", "%Y-%m-%d  %H", "%Y年%m月%d日", "%Y-%m-%d %", "%y-%m-%d", "epoch s",
)  # fmt: skip
DIGITS = st.integers(-1, 75).map(lambda n: str(n) if n < 0 else f"{n:02}" if n % 2 else str(n))
YEARS = st.integers(1897, 2203).map(str) | st.sampled_from(["1", "12024", "0001", "9999"])
LOOSE = st.text("0123456789-/: TZ+.,年月日é٣\x00", max_size=30)


@st.composite
def written(draw: st.DrawFn) -> str:
    """Return a time in about one of the forms."""
    form = draw(
        st.sampled_from(("{Y}-{m}-{d}", "{d}/{m}/{Y}", "{Y}{m}{d}", "{m}/{d}/{Y}", "{Y}.{m}.{d}", "{Y}年{m}月{d}日"))
    )
    date = form.format(Y=draw(YEARS), m=draw(DIGITS), d=draw(DIGITS))
    time = draw(st.sampled_from(("", "", " ", "T"))) + draw(
        st.builds("{}:{}".format, DIGITS, DIGITS) | st.builds("{}:{}:{}".format, DIGITS, DIGITS, DIGITS) | st.just("")
    )
    rest = draw(
        st.sampled_from(("", "", ".5", ",000001", ".1234567", ".000000000", ".", "Z", " Z", "+08:00", "-0330", "+8"))
    )
    return date + time + rest + draw(st.sampled_from(("", "", "", " ", "\x00", "x")))


def one_by_one(text: str, format: TimeFormat) -> int | None:
    try:
        return read_time(text, format)
    except Refusal:
        return None


@settings(max_examples=400)
@given(
    texts=st.lists(written() | LOOSE, min_size=1, max_size=12),
    pattern=st.sampled_from(PATTERNS),
    zone=st.sampled_from(ZONES),
    twice=st.sampled_from(["first", "second"]),
)
@example(
    texts=["2024-10-27 02:30", "2024-03-31 02:30", "2024-10-27 23:30"],
    pattern="iso",
    zone="Europe/Berlin",
    twice="second",
)
@example(texts=["2011-12-29", "2011-12-30", "2011-12-31"], pattern="iso", zone="Pacific/Apia", twice="first")
def test_what_is_read_at_once_is_read_alike_one_by_one(
    texts: list[str], pattern: str, zone: str | None, twice: str
) -> None:
    format = TimeFormat(pattern, zone, twice)  # type: ignore[arg-type]
    instants, known = written_times(texts, format)
    for text, value, is_known in zip(texts, instants.tolist(), known.tolist(), strict=True):
        if is_known:
            assert one_by_one(text, format) == value, text


@pytest.mark.parametrize(
    ("pattern", "zone", "text", "expected"),
    [
        ("iso", "UTC", "2024-07-15", instant(2024, 7, 15)),
        ("iso", None, "2024-07-15T14:30:00.000001+08:00", instant(2024, 7, 15, 6, 30, 0, 1)),
        ("iso", "Asia/Shanghai", "2024-07-15 14:30:05,25", instant(2024, 7, 15, 6, 30, 5, 250_000)),
        ("%d/%m/%Y %H:%M", "UTC", "29/2/2016 01:16", instant(2016, 2, 29, 1, 16)),
        ("%Y%m%d%H%M%S", "UTC", "20240715143000", instant(2024, 7, 15, 14, 30)),
        ("%Y年%m月%d日", "Asia/Shanghai", "2024年7月15日", instant(2024, 7, 14, 16)),
    ],
)
def test_usual_forms_are_read_at_once(pattern: str, zone: str | None, text: str, expected: int) -> None:
    instants, known = written_times([text, text], TimeFormat(pattern, zone))
    assert (instants.tolist(), known.tolist()) == ([expected] * 2, [True] * 2)


@pytest.mark.parametrize(
    "text",
    ["2024-02-30", "2023-02-29", "1900-02-29", "2024-13-01", "2024-07-15 24:00", "2024-07-15 14:30 -01:60", "٢٠٢٤-07-15", "1850-01-01", "1900-12-31", "2024-07-15\x00"],
)  # fmt: skip
def test_what_is_not_certain_is_left_to_the_reader_of_one(text: str) -> None:
    assert written_times([text], TimeFormat("iso", "UTC"))[1].tolist() == [False]


def test_the_hours_that_a_clock_skips_or_repeats_are_left_to_the_reader_of_one() -> None:
    days = np.array([instant(2024, 3, 30, 2, 30), instant(2024, 3, 31, 2, 30), instant(2024, 4, 2, 2, 30)])
    instants, certain = wall_instants(days, TimeFormat("iso", "Europe/Berlin"))
    assert certain.tolist() == [False, False, True]
    assert instants[2] == instant(2024, 4, 2, 0, 30)


def test_no_zone_changes_its_clock_twice_within_a_day() -> None:
    """What `wall_instants` rests on: between changes lie more than 26 hours, by the rules that zones are read from."""
    closest, first = 10**18, instant(1899, 12, 1) // 1_000_000
    names = resources.files("tzdata").joinpath("zones").read_text("utf-8").split()
    for name in names:
        file = resources.files("tzdata").joinpath("zoneinfo", *name.split("/"))
        changes = [at for at in _changes(file.read_bytes()) if at >= first]
        closest = min([closest, *(later - at for at, later in pairwise(changes))])
    assert closest > 26 * 3600


def _changes(content: bytes) -> list[int]:
    """Return the seconds at which a zone changes its clock, from the second part of a TZif file."""
    first = struct.unpack(">6l", content[20:44])
    size = first[3] * 5 + first[4] * 6 + first[5] + first[2] * 8 + first[1] + first[0]
    second = content[44 + size :]
    counts = struct.unpack(">6l", second[20:44])
    times = struct.unpack(f">{counts[3]}q", second[44 : 44 + counts[3] * 8])
    kinds = second[44 + counts[3] * 8 : 44 + counts[3] * 9]
    types = 44 + counts[3] * 9
    offsets = [struct.unpack(">l", second[types + 6 * n : types + 6 * n + 4])[0] for n in range(counts[4])]
    steps = zip(times, pairwise([0, *kinds]), strict=True)
    return [at for at, (old, new) in steps if offsets[new] != offsets[old]]
