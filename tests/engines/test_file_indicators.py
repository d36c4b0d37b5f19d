"""Indicators over files in our own form are those over the log that the files hold."""

from pathlib import Path

import pytest

from jiannuo.core.engines.auditing import AuditRequest, audit
from jiannuo.core.engines.buckets.judging_files import judge_parquet
from jiannuo.core.engines.events.logs import read_log
from jiannuo.core.engines.file_indicators import check_memory_for_indicators, indicators_of_files
from jiannuo.core.engines.results.indicator_files import table_as_json
from jiannuo.core.values.problems import Refusal
from tests.engines.event_parquet import write_events
from tests.engines.test_indicators import CASES, CHARTER, MAPPING, PARTS, ROWS
from tests.engines.written_logs import charter_of, mapping_of, written


def test_figures_of_files_are_those_of_an_audit_of_the_same_log(tmp_path: Path) -> None:
    lines = [f"x{number}: {{{indicator}}}" for number, (_, indicator, _) in enumerate(CASES)]
    charter = charter_of(tmp_path, CHARTER.replace("INDICATOR", "\n  ".join(lines)))
    mapping, file = mapping_of(tmp_path, MAPPING), written(tmp_path / "log.csv", ROWS)
    wanted = audit(AuditRequest(charter, mapping, (file,), own_copy=True)).summary.indicators
    events = read_log(mapping, (file,), charter=charter).log.events
    write_events(events, tmp_path / "events.parquet", seed=3)
    found = indicators_of_files(judge_parquet(charter, tmp_path / "events.parquet").case)
    as_json = [[table_as_json(table, zone=charter.zone) for table in tables] for tables in (wanted, found)]
    assert as_json[0] == as_json[1]
    assert len(as_json[0]) == len(CASES)


def test_without_enough_memory_indicators_are_refused_before_anything_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    charter = charter_of(tmp_path, CHARTER.replace("INDICATOR\n", PARTS.lstrip()))
    events = read_log(mapping_of(tmp_path, MAPPING), (written(tmp_path / "log.csv", ROWS),), charter=charter).log.events
    write_events(events, tmp_path / "events.parquet", seed=3)
    case = judge_parquet(charter, tmp_path / "events.parquet", memory_limit="500MB").case
    check_memory_for_indicators(case)  # fifteen events fit
    monkeypatch.setattr(case.files, "count", 50_000_000)
    with pytest.raises(Refusal) as refusal:
        indicators_of_files(case)
    (problem,) = refusal.value.problems
    assert (problem.code, problem.values["least"]) == ("L407", "42950MB")  # 450 MB and 850 bytes for each
    assert "--without-indicators" in problem.cure("en")
