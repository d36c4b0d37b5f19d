"""Tables: the files of a log as coded columns, whatever their kind and order."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from jiannuo.core.engines.mapping.mapping import ColumnName, TableFormat
from jiannuo.core.engines.tabular.table_reading import read_table
from jiannuo.core.engines.tabular.tables import Table
from jiannuo.core.values.problems import Place, Refusal
from tests.engines.written_logs import only, refused, written


def table_of(*paths: Path, columns: str, **kinds: object) -> Table:
    """Read columns named in one text."""
    wanted = [ColumnName(name, Place("mapping.yaml", 7, 3)) for name in columns.split()]
    return read_table(paths, format=TableFormat(**kinds), columns=wanted)  # type: ignore[arg-type]


def cells(table: Table, name: str) -> list[object]:
    """Return the cells of a column, row by row."""
    column = table.columns[name]
    return [column.values[code] for code in column.codes]


def test_rows_of_several_files_stand_in_the_order_of_the_files_names(tmp_path: Path) -> None:
    late, early = written(tmp_path / "b.csv", "a\n3\n"), written(tmp_path / "a.csv.gz", "a\n1\n2\n")
    table = table_of(late, early, columns="a")
    assert cells(table, "a") == ["1", "2", "3"]
    assert [(table.file_of(row), int(table.numbers[row])) for row in range(3)] == [
        ("a.csv.gz", 2), ("a.csv.gz", 3), ("b.csv", 2),
    ]  # fmt: skip


def test_only_declared_texts_and_the_empty_field_are_missing(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", 'a\nNA\nnull\n?\n""\nNaN\n')
    assert cells(table_of(path, columns="a"), "a") == ["NA", "null", "?", None, "NaN"]
    assert cells(table_of(path, columns="a", nulls=frozenset({"?"})), "a") == ["NA", "null", None, None, "NaN"]


def test_a_column_that_is_missing_is_named_with_the_nearest_and_its_place_in_the_mapping(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", "opened_at,state\n")
    with pytest.raises(Refusal) as caught:
        table_of(path, columns="opend_at")
    problem = only(caught.value.problems)
    assert (problem.code, str(problem.place)) == ("L005", "mapping.yaml:7:3")
    assert problem.cure("en") == "Its columns are: opened_at, state. Did you mean opened_at?"


def test_a_header_that_stands_twice_must_be_told_apart(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", "category,x,category\n1,2,3\n")
    with pytest.raises(Refusal) as caught:
        table_of(path, columns="category")
    assert refused(caught.value) == ["L006"]
    table = table_of(path, columns="category#1 category#2")
    assert (cells(table, "category#1"), cells(table, "category#2")) == (["1"], ["3"])
    with pytest.raises(Refusal) as caught:
        table_of(path, columns="category#3")
    assert refused(caught.value) == ["L005"]


def test_blanks_around_a_header_do_not_count(tmp_path: Path) -> None:
    assert cells(table_of(written(tmp_path / "a.csv", " a ,b\n1,2\n"), columns="a"), "a") == ["1"]


def test_a_name_that_tells_no_kind_is_refused_unless_the_format_says_it(tmp_path: Path) -> None:
    path = written(tmp_path / "a.log", "a\n1\n")
    with pytest.raises(Refusal) as caught:
        table_of(path, columns="a")
    assert refused(caught.value) == ["L009"]
    assert cells(table_of(path, columns="a", kind="csv"), "a") == ["1"]


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as caught:
        table_of(tmp_path / "a.csv", columns="a")
    assert refused(caught.value) == ["L014"]
    assert caught.value.problems[0].message("zh") == "无法读取文件 a.csv：不存在。"
    assert caught.value.problems[0].message("en") == "The file a.csv cannot be read: it does not exist."


def test_a_folder_named_like_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").mkdir()
    with pytest.raises(Refusal) as caught:
        table_of(tmp_path / "a.csv", columns="a")
    assert refused(caught.value) == ["L014"]


def test_progress_reaches_its_total(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    paths = [written(tmp_path / f"{n}.csv", "a\n" + "1\n" * 20_000) for n in range(2)]
    read_table(paths, format=TableFormat(), columns=[ColumnName("a")], progress=lambda *step: told.append(step))
    assert told[-1] == ("reading", 80_004, 80_004)
    assert [done for _, done, _ in told] == sorted(done for _, done, _ in told)


# --- Parquet


def parquet(path: Path, table: pa.Table, *, rows_in_group: int = 2) -> Path:
    """Write a Parquet file of several row groups."""
    pq.write_table(table, path, row_group_size=rows_in_group)
    return path


def test_parquet_rows_count_from_one_over_all_row_groups(tmp_path: Path) -> None:
    path = parquet(tmp_path / "a.parquet", pa.table({"z": [1, 2, 3, 4, 5], ".order": ["a", "b", "c", "d", "e"]}))
    table = table_of(path, columns=".order z")
    assert table.numbers.tolist() == [1, 2, 3, 4, 5]
    assert (cells(table, "z"), cells(table, ".order")) == ([1, 2, 3, 4, 5], ["a", "b", "c", "d", "e"])


def test_parquet_values_keep_their_kind(tmp_path: Path) -> None:
    noon = datetime.fromisoformat("2024-07-15T12:30:00.000005")
    columns = {
        "float": pa.array([1.5, float("nan")]),
        "flag": pa.array([True, None]),
        "naive": pa.array([noon, None], pa.timestamp("us")),
        "fine": pa.array([1_000_000_001, None], pa.timestamp("ns")),
        "aware": pa.array([noon.replace(tzinfo=UTC), None], pa.timestamp("us", "UTC")),
        "day": pa.array([date(2024, 7, 15), None]),
        "money": pa.array([Decimal("1.10"), None]),
        "list": pa.array([["a", "b"], None]),
        "coded": pa.array(["x", None]).dictionary_encode(),
    }
    table = table_of(parquet(tmp_path / "a.parquet", pa.table(columns)), columns=" ".join(columns))
    first = {name: cells(table, name)[0] for name in columns}
    assert first == {
        "float": 1.5,
        "flag": True,
        "naive": noon,
        "fine": datetime.fromisoformat("1970-01-01T00:00:01"),
        "aware": noon.replace(tzinfo=UTC),
        "day": date(2024, 7, 15),
        "money": Decimal("1.10"),
        "list": ("a", "b"),
        "coded": "x",
    }
    assert [cells(table, name)[1] for name in columns] == [None] * len(columns)


def test_fields_of_nested_parquet_values_are_columns_with_points(tmp_path: Path) -> None:
    rows = [{"by": {"name": "Li", "at": {"x": 1}}, "n": 7}, {"by": None, "n": 8}, {"by": {"name": None}, "n": 9}]
    path = parquet(tmp_path / "a.parquet", pa.Table.from_pylist(rows))
    table = table_of(path, columns="by.at.x n by.name")
    assert [cells(table, name) for name in ("by.name", "by.at.x", "n")] == [
        ["Li", None, None],
        [1, None, None],
        [7, 8, 9],
    ]
    with pytest.raises(Refusal):
        table_of(path, columns="by")


@pytest.mark.parametrize("content", [b"PAR1 but no more", b"not parquet at all", b"a,b\n1,2\n"])
def test_what_is_no_whole_parquet_file_is_refused(content: bytes, tmp_path: Path) -> None:
    with pytest.raises(Refusal) as caught:
        table_of(written(tmp_path / "a.parquet", content), columns="a")
    assert refused(caught.value) == ["L003"]


def test_a_parquet_file_that_breaks_off_is_refused(tmp_path: Path) -> None:
    path = parquet(tmp_path / "a.parquet", pa.table({"a": list(range(1000))}), rows_in_group=100)
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(Refusal) as caught:
        table_of(path, columns="a")
    assert refused(caught.value) == ["L003"]


def test_a_parquet_file_with_damaged_pages_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"a": [f"value {n}" for n in range(5000)]}), path, compression="zstd", use_dictionary=False)
    content = bytearray(path.read_bytes())
    content[200:400] = bytes(200)
    path.write_bytes(content)
    with pytest.raises(Refusal) as caught:
        table_of(path, columns="a")
    assert refused(caught.value) == ["L003"]


def test_an_empty_parquet_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as caught:
        table_of(written(tmp_path / "a.parquet", b""), columns="a")
    assert refused(caught.value) == ["L001"]


def test_csv_and_parquet_of_one_log_are_one_table(tmp_path: Path) -> None:
    paths = [written(tmp_path / "a.csv", "a\nx\n"), parquet(tmp_path / "b.parquet", pa.table({"a": ["x", "y"]}))]
    table = table_of(*paths, columns="a")
    assert cells(table, "a") == ["x", "x", "y"]
    assert table.columns["a"].values == ("x", "y")
