"""JSON lines: every line is one row, kept as it is written, and what is wrong with one line costs no other."""

import gzip
import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiannuo.core.engines.events.logs import read_log
from jiannuo.core.engines.mapping.mapping import TableFormat
from jiannuo.core.engines.tabular import csv_reading, keyed_records
from jiannuo.core.engines.tabular.json_lines_reading import JsonLinesFile, record_of
from jiannuo.core.engines.tabular.keyed_records import Record
from jiannuo.core.values.problems import Problem, Refusal
from tests.engines.written_logs import account, charter_of, mapping_of, refused, rejects_of, told, written


def read(content: bytes | str, *, encoding: str = "utf-8") -> tuple[list[tuple[int, Record]], list[tuple[int, str]]]:
    """Return the good records with their numbers, and the numbers and codes of the bad ones."""
    raw = io.BytesIO(content.encode() if isinstance(content, str) else content)
    batches = list(JsonLinesFile(raw, name="log.jsonl", format=TableFormat(encoding=encoding)).batches())
    good = [pair for batch in batches for pair in zip(batch.numbers, batch.records, strict=True)]
    return good, [(bad.number, bad.problem.code) for batch in batches for bad in batch.bad]


def test_values_are_kept_as_they_are_written() -> None:
    line = '{"a": 1.10, "b": 12345678901234567890123, "c": true, "d": false, "e": null, "f": "中", "g": 1e3, "h": -0}'
    assert record_of(line) == {
        "a": "1.10", "b": "12345678901234567890123", "c": "true", "d": "false", "e": None, "f": "中", "g": "1e3", "h": "-0",
    }  # fmt: skip


def test_nested_objects_are_flattened_with_points_and_lists_are_lists() -> None:
    line = '{"a": {"b": {"c": 1}, "d": {}}, "tags": ["x", 2, null, true], "none": [], "far": [{"k": [1.0, "y"]}, [[]]]}'
    assert record_of(line) == {
        "a.b.c": "1",
        "a.d": None,
        "tags": ("x", "2", None, "true"),
        "none": (),
        "far": ('{"k": [1.0, "y"]}', "[[]]"),
    }


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("", "L105"),
        ("ticket,what", "L105"),
        ('{"a": 1', "L105"),
        ('{"a": 1} {"a": 2}', "L105"),
        ("[1, 2]", "L105"),
        ("3", "L105"),
        ('{"a": NaN}', "L105"),
        ('{"a": -Infinity}', "L105"),
        ('{"a": 01}', "L105"),
        ("{'a': 1}", "L105"),
        ('{"a": "\\ud800"}', "L105"),
        ('{"\\udfff": 1}', "L105"),
        ('{"a": ["\\ud800"]}', "L105"),
        ('{"a": [["\\ud800"]]}', "L105"),
        ('{"a": "tab\there"}', "L105"),
        ('{"a": 1, "a": 1}', "L106"),
        ('{"a": {"b": 1, "b": 2}}', "L106"),
        ('{"a.b": 1, "a": {"b": 2}}', "L106"),
        ('{"a": [{"b": 1, "b": 2}]}', "L106"),
        ('{"a":' * 33 + "1" + "}" * 33, "L107"),
        ('{"a": ' + "[" * 40 + "]" * 40 + "}", "L107"),
        ("[" * 100_000, "L107"),
        ('{"a":' * 100_000, "L107"),
    ],
)
def test_a_line_that_is_no_sound_object_is_told(line: str, code: str) -> None:
    problem = record_of(line)
    assert isinstance(problem, Problem)
    assert problem.code == code


def test_nesting_up_to_the_limit_is_read() -> None:
    depth = keyed_records.MOST_DEPTH
    assert record_of('{"a":' * depth + "1" + "}" * depth) == {".".join("a" * depth): "1"}


def test_an_escaped_pair_is_one_character() -> None:
    assert record_of('{"a": "\\ud83d\\ude00"}') == {"a": "\U0001f600"}


def test_a_number_of_any_length_is_kept_and_never_computed() -> None:
    digits = "9" * 100_000
    assert record_of(f'{{"a": {digits}, "b": 1e999999999}}') == {"a": digits, "b": "1e999999999"}


def test_bad_lines_are_set_aside_by_their_numbers_and_blank_ones_count() -> None:
    good, bad = read('{"a": 1}\n\n{"a":\n  \r\n{"a": 2}\r\n{"a": 3, "a": 3}\n{"a": 4}')
    assert good == [(1, {"a": "1"}), (5, {"a": "2"}), (7, {"a": "4"})]
    assert bad == [(3, "L105"), (6, "L106")]


def test_a_byte_order_mark_is_no_part_of_the_first_line() -> None:
    assert read(b'\xef\xbb\xbf{"a": 1}\n')[0] == [(1, {"a": "1"})]


def test_undecodable_bytes_cost_their_line_only() -> None:
    good, bad = read('{"a": "一"}\n{"a": "|"}\n{"a": "三"}\n'.encode().replace(b"|", b"\xff"))
    assert (good, bad) == ([(1, {"a": "一"}), (3, {"a": "三"})], [(2, "L102")])


def test_a_declared_encoding_is_read_and_another_one_refused() -> None:
    content = '{"a": "中"}\n{"a": "文"}\n'.encode("gb18030")
    assert [record["a"] for _, record in read(content, encoding="gb18030")[0]] == ["中", "文"]
    with pytest.raises(Refusal) as caught:
        read(content)
    assert refused(caught.value) == ["L004"]


def test_a_line_without_end_is_set_aside_without_being_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_reading, "LONGEST_LINE", 100)
    exactly = '{"a": "' + "x" * 90 + '"}'  # with its line break 100 characters
    good, bad = read(f'{exactly}\n{{"a": "{"y" * 500}"}}\n{{"a": "{"z" * 91}"}}\n{{"a": "end"}}\n')
    assert [number for number, _ in good] == [1, 4]
    assert bad == [(2, "L103"), (3, "L103")]


@pytest.mark.parametrize("content", [b"", b"\n\n  \n", gzip.compress(b"")])
def test_a_file_without_a_line_is_refused(content: bytes) -> None:
    with pytest.raises(Refusal) as caught:
        read(content)
    assert refused(caught.value) == ["L001"]


@pytest.mark.parametrize("content", ['[\n{"a": 1},\n{"a": 2}\n]\n', "a,b\n1,2\n", '{\n"a": 1\n}\n', "<log/>"])
def test_a_file_of_another_kind_is_refused_whole(content: str) -> None:
    with pytest.raises(Refusal) as caught:
        read(content)
    assert refused(caught.value) == ["L015"]
    assert "log.jsonl" in caught.value.problems[0].message("zh")


@pytest.mark.parametrize("cut", [1, 9, 50])
def test_a_compressed_file_that_breaks_off_is_refused_whole(cut: int) -> None:
    packed = gzip.compress(b"".join(b'{"a": %d}\n' % (n * 7919 % 10007) for n in range(20_000)))
    with pytest.raises(Refusal) as caught:
        read(packed[:-cut])
    assert refused(caught.value) == ["L002"]


def test_a_file_with_too_many_names_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyed_records, "MOST_COLUMNS", 3)
    assert len(read('{"a": 1, "b": 1}\n{"c": 1}\n')[0]) == 2
    with pytest.raises(Refusal) as caught:
        read('{"a": 1, "b": 1}\n{"c": 1}\n{"d": 1}\n')
    assert refused(caught.value) == ["L007"]


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)


@given(st.lists(st.dictionaries(TEXTS, TEXTS, max_size=4), min_size=1, max_size=8), st.booleans())
def test_whatever_is_written_is_read_again(rows: list[dict[str, str]], is_ascii: bool) -> None:
    content = "".join(json.dumps(row, ensure_ascii=is_ascii) + "\n" for row in rows)
    assert read(content) == ([(number, row) for number, row in enumerate(rows, 1)], [])


@given(st.text(max_size=60))
def test_no_line_breaks_the_reading(line: str) -> None:
    assert isinstance(record_of(line), dict | Problem)


# --- as a log

ROWS = """\
{"ticket": "T1", "what": "Open", "when": "2024-07-15T09:00"}
{"ticket": "T1", "what": "Close", "when": "2024-07-15T10:00", "note": {"by": "李"}}
{"ticket": "T2", "what": "Open", "when": "soon"}
not JSON
{"what": "Open", "when": "2024-07-15T09:30"}
"""


@pytest.mark.parametrize("name", ["log.jsonl", "log.ndjson", "log.jsonl.gz", "LOG.NDJSON.GZ"])
def test_every_line_of_a_log_is_accounted_for(name: str, tmp_path: Path) -> None:
    log = read_log(mapping_of(tmp_path), [written(tmp_path / name.lower(), ROWS)], charter=charter_of(tmp_path))
    account(log)
    assert [(ticket, type_) for ticket, type_, _ in told(log)] == [("T1", "closed"), ("T1", "opened")]
    assert rejects_of(log) == [(3, "L112"), (4, "L105"), (5, "L110")]
    assert (log.counts.rows, log.counts.rows_unreadable) == (5, 1)


def test_a_name_that_no_line_of_any_file_has_is_refused_with_its_place(tmp_path: Path) -> None:
    plain = '{"ticket": "T1", "what": "Open", "when": "2024-07-15T09:00"}\n'
    rare = plain.replace("}", ', "urgency": "high"}')
    mapping = mapping_of(
        tmp_path,
        "mapping: {id: desk, zone: UTC}\nevents:\n"
        "  - {event: opened, at: when, attributes: {ticket: ticket, channel: urgency}}\n",
    )
    files = [written(tmp_path / "a.jsonl", plain), written(tmp_path / "b.jsonl", rare)]
    assert [event.attributes.get("channel") for event in read_log(mapping, files).log.events] == [None, "high"]
    with pytest.raises(Refusal) as caught:
        read_log(mapping, files[:1])
    problem = caught.value.problems[0]
    assert (problem.code, problem.place and problem.place.line) == ("L005", 3)
    assert problem.cure("en") == "Its columns are: ticket, what, when."
