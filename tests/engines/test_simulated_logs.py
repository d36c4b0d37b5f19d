"""A log is taken for simulated if its mapping says so or a file of Parquet does, and for nothing else."""

from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from jiannuo.core.engines.mapping.mapping import Origin
from jiannuo.core.engines.mapping.mapping_reading import read_mapping
from jiannuo.core.engines.simulated_logs import is_marked, is_simulated, marked
from tests.engines.written_logs import ONE_EVENT_PER_ROW, written


def parquet(path: Path, metadata: dict[str, str] | None) -> Path:
    pq.write_table(pa.table({"event": ["opened"]}).replace_schema_metadata(metadata), path)
    return path


def test_one_file_that_says_so_is_enough(tmp_path: Path) -> None:
    real = parquet(tmp_path / "a.parquet", None)
    made_up = parquet(tmp_path / "b.parquet", {"simulated": "true", "seed": "1"})
    assert not is_simulated([real])
    assert is_simulated([real, made_up])


def test_another_word_in_the_metadata_is_none(tmp_path: Path) -> None:
    assert not is_marked(parquet(tmp_path / "a.parquet", {"simulated": "false"}))


def test_what_is_no_parquet_says_nothing_by_itself(tmp_path: Path) -> None:
    files = [written(tmp_path / "log.csv", "simulated\ntrue\n"), tmp_path / "missing.parquet", tmp_path]
    assert not is_simulated(files)


def test_a_mapping_that_says_so_is_enough(tmp_path: Path) -> None:
    mapping = read_mapping(written(tmp_path / "m.yaml", ONE_EVENT_PER_ROW))
    assert not is_simulated([], mapping=mapping)
    assert is_simulated([], mapping=replace(mapping, origin=Origin(simulated=True)))


def test_a_schema_keeps_what_else_it_says() -> None:
    schema = pa.schema([("a", pa.int64())], metadata={"version": "1"})
    assert marked(schema, simulated=False) is schema
    assert marked(schema, simulated=True).metadata == {b"version": b"1", b"simulated": b"true"}
