"""XES: every event is one row under the names of its attributes; nothing a file can hold makes the reader do more."""

import gzip
import io
import tracemalloc
from pathlib import Path

import pytest

from jiannuo.core.engines.events.logs import read_log
from jiannuo.core.engines.mapping.mapping import TableFormat
from jiannuo.core.engines.tabular import xes_reading
from jiannuo.core.engines.tabular.keyed_records import Record
from jiannuo.core.engines.tabular.xes_reading import XesFile
from jiannuo.core.values.problems import Refusal
from tests.engines.written_logs import account, charter_of, instant, mapping_of, refused, rejects_of, told, written

HEAD = """\
<?xml version="1.0" encoding="UTF-8" ?>
<!-- an export -->
<log xes.version="1849-2016" xes.features="nested-attributes" xmlns="http://www.xes-standard.org/">
  <extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
  <global scope="trace"><string key="concept:name" value="unknown"/></global>
  <global scope="event">
    <string key="concept:name" value="unknown"/>
    <string key="org:resource" value="unknown"/>
  </global>
  <classifier name="Activity" keys="concept:name"/>
  <string key="source" value="a desk"/>
"""
LOG = (
    HEAD
    + """\
  <trace>
    <string key="concept:name" value="T1"/>
    <boolean key="urgent" value="true"/>
    <event>
      <string key="concept:name" value="Open"/>
      <date key="time:timestamp" value="2024-07-15T09:00:00.000+08:00"/>
      <int key="rank" value="007"/>
      <float key="cost" value="1.10"/>
      <id key="identity:id" value="0b3a6bd2-1b9b-4b52-9a3e-000000000001"/>
    </event>
    <event>
      <string key="concept:name" value="Close"/>
      <date key="time:timestamp" value="2024-07-15T10:00:00+08:00"/>
    </event>
  </trace>
  <trace><string key="concept:name" value="T2 &amp; &#20108;"/></trace>
  <trace>
    <event>
      <string key="concept:name" value="Open"/>
      <date key="time:timestamp" value="2024-07-15T02:00:00Z"/>
    </event>
    <string key="concept:name" value="T3"/>
  </trace>
</log>
"""
)


def read(content: bytes | str, *, encoding: str = "utf-8") -> tuple[list[tuple[int, Record]], list[tuple[int, str]]]:
    """Return the good records with their numbers, and the numbers and codes of the bad ones."""
    raw = io.BytesIO(content.encode() if isinstance(content, str) else content)
    batches = list(XesFile(raw, name="log.xes", format=TableFormat(encoding=encoding)).batches())
    good = [pair for batch in batches for pair in zip(batch.numbers, batch.records, strict=True)]
    return good, [(bad.number, bad.problem.code) for batch in batches for bad in batch.bad]


def event_of(attributes: str) -> tuple[list[tuple[int, Record]], list[tuple[int, str]]]:
    """Return what is read of a log of one event."""
    return read(f"<log><trace><event>{attributes}</event></trace></log>")


def refusal_of(content: bytes | str) -> tuple[str, object]:
    """Return the code and the line of a file that is refused."""
    with pytest.raises(Refusal) as caught:
        read(content)
    (problem,) = caught.value.problems
    assert "log.xes" in problem.message("zh")
    assert "log.xes" in problem.message("en")
    return problem.code, problem.values.get("line")


def test_every_event_is_a_row_with_the_attributes_of_its_trace() -> None:
    good, bad = read(LOG)
    assert bad == []
    assert good == [
        (1, {
            "case:concept:name": "T1", "case:urgent": "true", "concept:name": "Open",
            "time:timestamp": "2024-07-15T09:00:00.000+08:00", "rank": "007", "cost": "1.10",
            "identity:id": "0b3a6bd2-1b9b-4b52-9a3e-000000000001",
        }),
        (2, {
            "case:concept:name": "T1", "case:urgent": "true", "concept:name": "Close",
            "time:timestamp": "2024-07-15T10:00:00+08:00",
        }),
        (3, {"case:concept:name": "T3", "concept:name": "Open", "time:timestamp": "2024-07-15T02:00:00Z"}),
    ]  # fmt: skip


def test_names_that_are_declared_for_all_count_as_names() -> None:
    file = XesFile(io.BytesIO(LOG.encode()), name="log.xes", format=TableFormat())
    assert sum(len(batch.records) for batch in file.batches()) == 3
    assert file.names[:3] == ["case:concept:name", "concept:name", "org:resource"]
    assert "source" not in file.names


def test_nested_attributes_stand_behind_a_point_and_lists_are_lists() -> None:
    good, _ = event_of(
        '<string key="a" value="1"><string key="b" value="2"><int key="c" value="3"/></string></string>'
        '<list key="old"><values><string key="x" value="p"/><string key="x" value="q"/></values></list>'
        '<list key="new"><string key="" value="r"><string key="deep" value="s"/></string></list>'
        '<list key="none"/>'
        '<container key="box"><string key="k" value="4"/></container>'
    )
    assert good == [
        (1, {"a": "1", "a.b": "2", "a.b.c": "3", "old": ("p", "q"), "new": ("r",), "none": (), "box.k": "4"})
    ]  # fmt: skip


def test_prefixed_elements_and_events_outside_traces_are_read() -> None:
    content = '<x:log xmlns:x="u"><x:event><x:string key="a" value="1"/></x:event></x:log>'
    assert read(content) == ([(1, {"a": "1"})], [])


def test_a_log_without_events_holds_no_rows() -> None:
    assert read("<log/>") == ([], [])
    assert read("<log><trace/></log>") == ([], [])


@pytest.mark.parametrize(
    ("attributes", "code"),
    [
        ('<string key="a" value="1"/><string key="a" value="1"/>', "L106"),
        ('<string value="1"/>', "L108"),
        ('<string key="" value="1"/>', "L108"),
        ('<string key="a"/>', "L108"),
        ('<list/><string key="b" value="1"/>', "L108"),
    ],
)
def test_an_event_with_a_broken_attribute_is_set_aside_alone(attributes: str, code: str) -> None:
    good, bad = read(
        f'<log><trace><event><int key="a" value="1"/></event><event>{attributes}</event>'
        '<event><int key="a" value="3"/></event></trace></log>'
    )
    assert (good, bad) == ([(1, {"a": "1"}), (3, {"a": "3"})], [(2, code)])


def test_events_of_a_trace_with_a_broken_attribute_are_set_aside_and_no_others() -> None:
    event = '<event><int key="a" value="1"/></event>'
    _, bad = read(f'<log><trace>{event}<string key="b"/>{event}</trace><trace>{event}</trace></log>')
    assert bad == [(1, "L108"), (2, "L108")]
    _, bad = read('<log><trace><int key="a" value="1"/><event><int key="case:a" value="2"/></event></trace></log>')
    assert bad == [(1, "L106")]


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (LOG[:-20], None),
        (LOG.replace("</trace>", "", 1), None),
        ("not XML", 1),
        ("<html><body/></html>", 1),
        ("<log><trace><trace/></trace></log>", 1),
        ("<log><event><event/></event></log>", 1),
        ("<log>\n<log/></log>", 2),
        ("<log>\n<event><string key='a' value='&unknown;'/></event></log>", 2),
        ("<log/><log/>", 1),
        ("<log>\n<event><string key='a' key='b' value='c'/></event></log>", 2),
        ("<log><event><string key='a' value='<'/></event></log>", 1),
        (b"<log><event><string key='a' value='\xff'/></event></log>", 1),
        (b'<?xml version="1.0" encoding="no-such"?><log/>', 1),
    ],
)
def test_what_is_no_whole_xes_is_refused(content: bytes | str, line: int | None) -> None:
    code, at = refusal_of(content)
    assert code == ("L004" if isinstance(content, bytes) and b"no-such" in content else "L016")
    assert line is None or at == line or code == "L004"


def test_a_file_that_is_cut_at_any_place_is_refused() -> None:
    small = LOG[LOG.index("<trace>") :].join(["<log>", ""]).encode().rstrip()
    for cut in range(1, len(small), 7):
        assert refusal_of(small[:cut])[0] == "L016"


LAUGHS = """\
<?xml version="1.0"?>
<!DOCTYPE log [<!ENTITY a "ha"> <!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"> <!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>
<log><event><string key="a" value="&c;"/></event></log>
"""
REACHING = """\
<!DOCTYPE log [<!ENTITY file SYSTEM "file:///etc/hostname">]><log><event><string key="a" value="x">&file;</string></event></log>
"""


@pytest.mark.parametrize("content", [LAUGHS, REACHING, '<!DOCTYPE log SYSTEM "http://localhost/x.dtd"><log/>'])
def test_a_document_type_is_refused_before_anything_of_it_is_used(content: str) -> None:
    assert refusal_of(content) == ("L017", content[: content.index("<!DOCTYPE")].count("\n") + 1)


@pytest.mark.parametrize("packed", [False, True])
def test_a_value_without_end_is_refused_before_it_fills_the_memory(packed: bool) -> None:
    content = b"<log>\n<event><string key='a' value='" + b"x" * 2**24 + b"'/></event></log>"
    given = gzip.compress(content) if packed else content
    tracemalloc.start()
    assert refusal_of(given) == ("L018", 2)
    assert tracemalloc.get_traced_memory()[1] < 2**23 + len(given)
    tracemalloc.stop()


def test_a_comment_or_a_text_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xes_reading, "LONGEST_TAG", 2**17)
    assert refusal_of(f"<log><!--{'x' * 2**19}--></log>")[0] == "L018"
    assert refusal_of(f"<log>{' ' * 2**19}</log>")[0] == "L018"


def test_a_value_of_many_bytes_is_read_whole() -> None:
    long = "中" * 200_000
    assert event_of(f'<string key="a" value="{long}"/>')[0] == [(1, {"a": long})]


@pytest.mark.parametrize("depth", [40, 100_000])
def test_deep_nesting_is_refused(depth: int) -> None:
    assert refusal_of("<log><trace><event>" + '<string key="a" value="b">\n' * depth) == ("L019", 30)


def test_nesting_within_a_list_is_held_to_the_limit_too() -> None:
    assert refusal_of("<log><event><list key='a'>" + "<list key='b'>" * 40)[0] == "L019"


@pytest.mark.parametrize("content", [b"", gzip.compress(b"")])
def test_an_empty_file_is_refused(content: bytes) -> None:
    assert refusal_of(content)[0] == "L001"


@pytest.mark.parametrize("cut", [1, 9, 50])
def test_a_compressed_file_that_breaks_off_is_refused_whole(cut: int) -> None:
    assert refusal_of(gzip.compress(LOG.encode())[:-cut])[0] == "L002"


@pytest.mark.parametrize("encoding", ["gb18030", "iso-8859-1", "utf-16", "GB2312"])
def test_the_encoding_that_the_file_declares_is_read(encoding: str) -> None:
    value = "é" if encoding == "iso-8859-1" else "中"
    text = f'<?xml version="1.0" encoding="{encoding}"?><log><event><string key="a" value="{value}"/></event></log>'
    assert read(text.encode(encoding))[0] == [(1, {"a": value})]


def test_the_encoding_of_the_mapping_is_read_and_a_wrong_one_refused() -> None:
    content = '<log><event><string key="a" value="中"/></event></log>'
    assert read(content.encode("gb18030"), encoding="gb18030")[0] == [(1, {"a": "中"})]
    with pytest.raises(Refusal) as caught:
        read(content.encode("gb18030").replace(b"\xd6\xd0", b"\xff"), encoding="gb18030")
    assert refused(caught.value) == ["L004"]
    assert refusal_of(content.encode("gb18030"))[0] == "L016"


# --- as a log

MAPPING = """\
mapping: {id: desk}
sequence: row
events:
  - event: {column: "concept:name", names: {Open: opened, Close: closed}}
    at: "time:timestamp"
    attributes: {ticket: "case:concept:name"}
"""


@pytest.mark.parametrize("name", ["log.xes", "log.xes.gz"])
def test_every_event_of_a_log_is_accounted_for(name: str, tmp_path: Path) -> None:
    content = LOG.replace("T02:00:00Z", "T25:00:00Z").replace("  <trace>", "  <trace><event><int/></event>", 1)
    log = read_log(mapping_of(tmp_path, MAPPING), [written(tmp_path / name, content)], charter=charter_of(tmp_path))
    account(log)
    assert told(log) == [
        ("T1", "closed", instant(2024, 7, 15, 2)),
        ("T1", "opened", instant(2024, 7, 15, 1)),
    ]
    assert rejects_of(log) == [(1, "L108"), (4, "L112")]
    assert (log.counts.rows, log.counts.rows_unreadable) == (4, 1)


def test_an_attribute_that_no_event_has_is_refused_with_its_place(tmp_path: Path) -> None:
    mapping = mapping_of(tmp_path, MAPPING.replace("case:concept:name", "case:concept:nam"))
    with pytest.raises(Refusal) as caught:
        read_log(mapping, [written(tmp_path / "log.xes", LOG)])
    problem = caught.value.problems[0]
    assert (problem.code, problem.place and problem.place.line) == ("L005", 6)
    assert "case:concept:name?" in problem.cure("en")
