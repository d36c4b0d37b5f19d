"""A report stays small enough to mail, however long the log."""

from dataclasses import replace

import pyarrow as pa

from jiannuo.core.rendering.report import render_report
from jiannuo.core.rendering.results import Result

MEGABYTE = 1_000_000


def test_three_hundred_thousand_findings_make_at_most_three_megabytes(synthetic: Result) -> None:
    times = -(-300_000 // synthetic.findings.num_rows)
    many = pa.concat_tables([synthetic.findings] * times)
    assert many.num_rows >= 300_000
    assert len(render_report(replace(synthetic, findings=many)).encode()) < 3 * MEGABYTE


def test_many_promises_with_long_texts_and_many_intervals_stay_within_bounds(synthetic: Result) -> None:
    rows = [row for row in synthetic.findings.to_pylist() if row["promise"] == "solve"][:240]
    cards = tuple(replace(synthetic.promises[1], id=f"promise-{n}") for n in range(60))
    for number, row in enumerate(rows):
        row |= {"promise": cards[number % 60].id, "intervals": row["intervals"] * 200, "evidence": ["x" * 5000] * 500}
    findings = pa.Table.from_pylist(rows, schema=synthetic.findings.schema)
    assert len(render_report(replace(synthetic, findings=findings, promises=cards)).encode()) < 3 * MEGABYTE
