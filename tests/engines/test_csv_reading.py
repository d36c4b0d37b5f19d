"""CSV files: every row keeps its number, and one bad row never costs a good one."""

import gzip
import io
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiannuo.core.engines.mapping.mapping import TableFormat
from jiannuo.core.engines.tabular import csv_reading, unpacking
from jiannuo.core.engines.tabular.csv_reading import CsvFile
from jiannuo.core.values.problems import Refusal
from tests.engines.written_logs import refused


def read(content: bytes, **kinds: object) -> tuple[list[str], list[tuple[int, list[str]]], list[tuple[int, str]]]:
    """Return the header, the records with their numbers, and number and code of the bad ones."""
    file = CsvFile(io.BytesIO(content), name="log.csv", format=TableFormat(**kinds))  # type: ignore[arg-type]
    batches = list(file.batches())
    records = [(n, r) for batch in batches for n, r in zip(batch.numbers, batch.records, strict=True)]
    bad = [(record.number, record.problem.code) for batch in batches for record in batch.bad]
    return file.header, records, bad


def test_the_header_is_row_one_and_records_count_on() -> None:
    header, records, bad = read(b"a,b\n1,2\n3,4\n")
    assert header == ["a", "b"]
    assert records == [(2, ["1", "2"]), (3, ["3", "4"])]
    assert bad == []


def test_a_quoted_line_break_does_not_shift_the_numbers_of_later_records() -> None:
    _, records, _ = read(b'a,b\n1,"x\ny"\n3,4\n')
    assert records == [(2, ["1", "x\ny"]), (3, ["3", "4"])]


def test_blank_lines_hold_no_record_but_have_a_number() -> None:
    _, records, bad = read(b"a,b\n1,2\n\n3,4\n\n")
    assert [number for number, _ in records] == [2, 4]
    assert bad == []


def test_line_ends_of_every_system_are_read() -> None:
    for end in (b"\n", b"\r\n", b"\r"):
        _, records, bad = read(end.join([b"a,b", b"1,2", b"3,4"]))
        assert ([row for _, row in records], bad) == ([["1", "2"], ["3", "4"]], [])


def test_a_byte_order_mark_is_no_part_of_the_header() -> None:
    assert read("\ufeff编号,b\n1,2\n".encode())[0] == ["编号", "b"]


def test_a_row_with_too_few_or_too_many_fields_is_set_aside_alone() -> None:
    _, records, bad = read(b"a,b\n1\n1,2,3\n5,6\n")
    assert records == [(4, ["5", "6"])]
    assert bad == [(2, "L101"), (3, "L101")]


def test_a_quote_that_never_closes_costs_its_own_line_only() -> None:
    _, records, bad = read(b'a,b\n1,"two\n3,4\n5,6\n')
    assert bad == [(2, "L104")]
    assert records == [(3, ["3", "4"]), (4, ["5", "6"])]


def test_a_quote_in_the_last_field_of_the_file_that_never_closes_is_told() -> None:
    _, records, bad = read(b'a,b\n1,2\n3,"4')
    assert (records, bad) == ([(2, ["1", "2"])], [(3, "L104")])


def test_a_stray_quote_that_meets_a_later_quoted_field_costs_its_own_line_only() -> None:
    _, records, bad = read(b'a,b\n1,"two\n3,"four"\n5,6\n')
    assert bad == [(2, "L104")]
    assert records == [(3, ["3", "four"]), (4, ["5", "6"])]


def test_a_quote_within_an_unquoted_field_is_an_inch() -> None:
    assert read(b'a,b\n27" monitor,2\n')[1] == [(2, ['27" monitor', "2"])]


def test_without_quoting_a_quote_is_a_letter() -> None:
    _, records, bad = read(b'a,b\n"1,2\n"3,4"\n', quote=None)
    assert ([row for _, row in records], bad) == ([['"1', "2"], ['"3', '4"']], [])


def test_other_separators_and_quotes_are_read() -> None:
    assert read(b"a;b\n1;'x;y'\n", separator=";", quote="'")[1] == [(2, ["1", "x;y"])]


def test_names_given_for_columns_make_the_first_row_a_record() -> None:
    header, records, _ = read(b"1,2\n3,4\n", columns=("a", "b"))
    assert header == ["a", "b"]
    assert records == [(1, ["1", "2"]), (2, ["3", "4"])]


def test_one_row_with_bytes_of_another_encoding_is_set_aside_alone() -> None:
    _, records, bad = read("a,b\n1,二\n".encode() + b"2,\xff\n" + "3,三\n".encode())
    assert records == [(2, ["1", "二"]), (4, ["3", "三"])]
    assert bad == [(3, "L102")]


def test_one_bad_row_in_a_file_of_plain_letters_is_set_aside_alone() -> None:
    _, records, bad = read(b"a,b\n1,2\n2,caf\xe9\n3,4\n")
    assert ([row for _, row in records], bad) == ([["1", "2"], ["3", "4"]], [(3, "L102")])


@pytest.mark.parametrize(
    "content",
    [
        "编号,b\n1,2\n".encode("gb18030"),  # the header already
        ("a,b\n" + "1,中文\n" * 3).encode("gb18030"),  # every row
        ("a,b\n" + "1,plain\n" * 100 + "1,中文\n" * 20).encode("gb18030"),  # every row that is not plain ASCII
        ("a,b\n" + "1,plain\n" * 100 + "1,中文\n" * 2).encode("gb18030"),  # however few they are
        "a,b\n1,2\n".encode("utf-16"),
    ],
)
def test_a_file_in_another_encoding_is_refused_whole(content: bytes) -> None:
    with pytest.raises(Refusal) as caught:
        read(content)
    assert refused(caught.value) == ["L004"]
    assert "gb18030" in caught.value.problems[0].cure("en")


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "cp1252", "latin-1", "utf-8-sig"])
def test_a_declared_encoding_is_read(encoding: str) -> None:
    text = "a,é\n1,é\n" if encoding in ("cp1252", "latin-1") else "a,中\n1,中\n"
    header, records, _ = read(text.encode(encoding), encoding=encoding)
    assert [header, records[0][1]] == [["a", text[2]], ["1", text[2]]]


@pytest.mark.parametrize("bad", [b"\xff", b"\x80", b"\xd6", b"\x81\x20", b"\x81\x30\x81", b"\x84\x31\xa5"])
def test_one_bad_row_among_chinese_ones_in_gb18030_is_set_aside_alone(bad: bytes) -> None:
    rows = "a,b\n1,一\n2,|\n3,三\n4,\U0002a6a5\n".encode("gb18030").replace(b"|", bad)
    _, records, aside = read(rows, encoding="gb18030")
    assert records == [(2, ["1", "一"]), (4, ["3", "三"]), (5, ["4", "\U0002a6a5"])]
    assert aside == [(3, "L102")]


def test_chinese_in_utf_8_is_refused_where_gb18030_is_declared() -> None:
    with pytest.raises(Refusal) as caught:
        read(("a,b\n" + "1,中\n" * 20).encode(), encoding="gb18030")
    assert refused(caught.value) == ["L004"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "hz"])
def test_bytes_that_no_stand_in_can_take_refuse_the_file(encoding: str) -> None:
    content = "a,b\n1,2\n".encode(encoding) + {"utf-16": b"\x00\xd8\x41\x00"}.get(encoding, b"\x1b~{\x20\x00\x00")
    with pytest.raises(Refusal) as caught:
        read(content, encoding=encoding)
    assert refused(caught.value) == ["L004"]


def test_an_empty_file_is_refused() -> None:
    for content in (b"", b"\n\n", gzip.compress(b"")):
        with pytest.raises(Refusal) as caught:
            read(content)
        assert refused(caught.value) == ["L001"]


def test_a_file_with_a_header_only_holds_no_rows() -> None:
    assert read(b"a,b\n") == (["a", "b"], [], [])


def test_a_compressed_file_is_told_by_its_first_bytes() -> None:
    assert read(gzip.compress(b"a,b\n1,2\n"))[1] == [(2, ["1", "2"])]


@pytest.mark.parametrize("cut", [1, 9, 100, 5_000])
def test_a_compressed_file_that_breaks_off_is_refused_whole(cut: int) -> None:
    packed = gzip.compress(b"a,b\n" + b"".join(b"%d,%d\n" % (n, n * 7919 % 10007) for n in range(20_000)))
    with pytest.raises(Refusal) as caught:
        read(packed[:-cut])
    assert refused(caught.value) == ["L002"]


def test_a_compressed_file_with_a_flipped_byte_is_refused_whole() -> None:
    packed = bytearray(gzip.compress(b"a,b\n" + b"".join(b"%d,%d\n" % (n, n * 7919 % 10007) for n in range(20_000))))
    packed[len(packed) // 2] ^= 0xFF
    with pytest.raises(Refusal) as caught:
        read(bytes(packed))
    assert refused(caught.value) == ["L002"]


def test_a_file_that_swells_beyond_measure_is_refused_before_it_fills_the_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(unpacking, "EXPANSION_FREE", 2**20)
    bomb = gzip.compress(b"a,b\n" + b"0" * 2**25)
    tracemalloc.start()
    with pytest.raises(Refusal) as caught:
        read(bomb)
    assert refused(caught.value) == ["L008"]
    assert tracemalloc.get_traced_memory()[1] < 2**24
    tracemalloc.stop()


def test_a_line_without_end_is_set_aside_without_being_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_reading, "LONGEST_LINE", 1_000)
    _, records, bad = read(b"a,b\n1," + b"x" * 5_000 + b"\n3,4\n")
    assert (records, bad) == ([(3, ["3", "4"])], [(2, "L103")])


def test_a_field_longer_than_the_reader_takes_is_set_aside() -> None:
    _, records, bad = read(b"a,b\n1," + b"x" * 200_000 + b"\n3,4\n")
    assert (records, bad) == ([(3, ["3", "4"])], [(2, "L103")])


def test_a_file_whose_quotes_never_pair_is_refused_with_the_cure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_reading, "MOST_QUOTE_FAULTS", 5)
    with pytest.raises(Refusal) as caught:
        read(b"a,b\n" + b'1,"x"y\n' * 10)
    assert refused(caught.value) == ["L012"]
    assert "quote: none" in caught.value.problems[0].cure("en")


def test_too_many_columns_are_refused() -> None:
    with pytest.raises(Refusal) as caught:
        read(b",".join(b"c" for _ in range(10_001)) + b"\n")
    assert refused(caught.value) == ["L007"]


CELL = st.text(st.characters(codec="utf-8", exclude_characters="\x00\r"), max_size=8)


@given(rows=st.lists(st.tuples(CELL, CELL), max_size=20))
def test_what_was_written_by_the_rules_is_read_back(rows: list[tuple[str, str]]) -> None:
    quoted = "".join(
        ",".join('"' + cell.replace('"', '""') + '"' for cell in row) + "\n" for row in [("a", "b"), *rows]
    )
    _, records, bad = read(quoted.encode())
    assert [tuple(row) for _, row in records] == rows
    assert bad == []


def test_nothing_is_read_twice_after_a_fault(tmp_path: Path) -> None:
    lines = [b"a,b", b'1,"x', b"2,y", b'3,"z', b"4,w"]
    _, records, bad = read(b"\n".join(lines))
    assert [number for number, _ in records] == [3, 5]
    assert bad == [(2, "L104"), (4, "L104")]
