"""What is read block by block is what is read record by record, whatever the bytes."""

import io
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from jiannuo.core.engines.mapping.mapping import ColumnName, TableFormat
from jiannuo.core.engines.tabular import plain_blocks, text_blocks
from jiannuo.core.engines.tabular.csv_reading import CsvFile
from jiannuo.core.engines.tabular.plain_blocks import PlainBlock, read_plain
from jiannuo.core.engines.tabular.table_reading import read_table
from jiannuo.core.values.problems import Refusal
from tests.engines.written_logs import written

Told = tuple[list[tuple[int, list[str]]], list[tuple[int, str, str]]] | list[str]
PIECES = (
    "a", "bc", "1,2", "x,y\n", "1,2\n", "3,4\r\n", ",", '"', '""', "\n", "\r", "\r\n", "中,文\n", "é", "\x00", " ", "\t", "\ufeff",
    "1,2,3\n", "q\n", "\u2028", "\x0b", "\x85", '"u,v"', '"w\n',
)  # fmt: skip


def by_record(content: bytes, format: TableFormat) -> Told:
    """Return the records and the bad ones, or the codes of the refusal, read one by one."""
    try:
        batches = list(CsvFile(io.BytesIO(content), name="log.csv", format=format).batches())
    except Refusal as refusal:
        return [problem.message("en") for problem in refusal.problems]
    records = [(n, row) for batch in batches for n, row in zip(batch.numbers, batch.records, strict=True)]
    return records, [(bad.number, bad.problem.code, bad.text) for batch in batches for bad in batch.bad]


def by_block(content: bytes, format: TableFormat) -> Told:
    """Return the same as `by_record`, read by `parts` of which only the second field is wanted."""
    records: list[tuple[int, list[str]]] = []
    bad: list[tuple[int, str, str]] = []
    try:
        file = CsvFile(io.BytesIO(content), name="log.csv", format=format)
        places = range(len(file.header))
        for part in file.parts(places):
            if isinstance(part, PlainBlock):
                columns = [part.columns[place].to_pylist() for place in places]
                records += [(part.first + i, list(row)) for i, row in enumerate(zip(*columns, strict=True))]
            else:
                records += zip(part.numbers, part.records, strict=True)
                bad += [(each.number, each.problem.code, each.text) for each in part.bad]
    except Refusal as refusal:
        return [problem.message("en") for problem in refusal.problems]
    return records, bad


@settings(max_examples=300)
@given(
    pieces=st.lists(st.sampled_from(PIECES), max_size=40),
    encoding=st.sampled_from(["utf-8", "gb18030", "latin-1", "utf-16"]),
    stray=st.sampled_from([b"", b"", b"\xff", b"\x81", b"\xe4\xb8"]),
    block=st.integers(4, 60),
    quote=st.sampled_from(['"', "'", None]),
)
@example(pieces=["\n", "1,2\n"], encoding="utf-8", stray=b"", block=4, quote='"')
@example(pieces=['"x\n', "1,2\n", '3"', ",4\n", "5,6\n"], encoding="utf-8", stray=b"", block=5, quote='"')
def test_blocks_give_the_records_that_are_read_one_by_one(
    pieces: list[str], encoding: str, stray: bytes, block: int, quote: str | None
) -> None:
    text = "a,b\n" + "".join(pieces)
    bytes_ = text.encode(encoding, "ignore")
    content = bytes_[: len(bytes_) // 2] + stray + bytes_[len(bytes_) // 2 :]
    format = TableFormat(encoding=encoding, quote=quote)
    expected = by_record(content, format)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text_blocks, "_BLOCK", block)
        assert by_record(content, format) == expected
        assert by_block(content, format) == expected


def test_plain_lines_are_read_at_once_and_after_a_quoted_one_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_blocks, "_BLOCK", 8)
    file = CsvFile(io.BytesIO(b'a,b\n1,2\n3,4\n5,"6\n7"\n8,9\n10,11\n'), name="log.csv", format=TableFormat())
    kinds = [
        (type(part).__name__, part.first if isinstance(part, PlainBlock) else part.numbers) for part in file.parts([0])
    ]
    assert ("PlainBlock", 2) in kinds
    assert ("Batch", [4, 5]) in kinds
    assert ("PlainBlock", 6) in kinds


@pytest.mark.parametrize(
    "text",
    ['1,"2"\n', "1\n", "1,2,3\n", "\n1,2\n", "1,2\n\n", "1,2\r3,4\n", "1,\x00\n", "1,\udc80\n", "1," + "x" * 100],
)
def test_what_is_not_plain_is_left_to_be_read_one_by_one(text: str) -> None:
    assert read_plain(text, TableFormat(), width=2, places=[0], longest=50) is None


def test_rows_beyond_ascii_are_counted() -> None:
    block = read_plain("1,a\n2,中文\n3,é\n4,b", TableFormat(), width=2, places=[1], longest=50)
    assert block is not None
    assert (block.count, block.beyond_ascii, block.columns[1].to_pylist()) == (4, 2, ["a", "中文", "é", "b"])


@pytest.mark.parametrize("separator", [";", "\t", "|", " "])
def test_other_separators_are_plain_too(separator: str) -> None:
    block = read_plain(f"1{separator}2\n", TableFormat(separator=separator), width=2, places=[0, 1], longest=50)
    assert block is not None
    assert [block.columns[place].to_pylist() for place in (0, 1)] == [["1"], ["2"]]


def test_a_table_is_the_same_whatever_can_be_read_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = "".join(f"{n},{'NA' if n % 3 else ''},x{n % 5}\n" for n in range(50))
    path = written(tmp_path / "a.csv", "a,b,c\n" + rows + '"9",?,"y"\n' + rows)
    wanted = [ColumnName(name) for name in "abc"]
    tables = []
    for block in (2**21, 64):
        monkeypatch.setattr(text_blocks, "_BLOCK", block)
        tables.append(read_table([path], format=TableFormat(nulls=frozenset("?")), columns=wanted))
    monkeypatch.setattr(plain_blocks, "_is_plain", lambda text, format: False)
    tables.append(read_table([path], format=TableFormat(nulls=frozenset("?")), columns=wanted))
    cells = [{name: column.objects[column.codes].tolist() for name, column in t.columns.items()} for t in tables]
    assert cells[0] == cells[1] == cells[2]
    assert [t.numbers.tolist() for t in tables] == [list(range(2, 103))] * 3
