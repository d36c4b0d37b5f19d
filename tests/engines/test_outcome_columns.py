"""Columns made of outcomes at once are those made of the same findings one by one, over random charters and logs."""

from collections import Counter
from collections.abc import Iterator

import pyarrow as pa
import pytest

from jiannuo.core.engines.findings.finding_rows import batches_of
from jiannuo.core.engines.findings.findings_schema import SCHEMA
from jiannuo.core.engines.findings.outcome_columns import outcome_batches
from jiannuo.core.judging.event_table import table_of
from jiannuo.core.judging.finding import Finding
from jiannuo.core.judging.kernel.judge import Kernel
from jiannuo.core.judging.kernel.outcomes.outcomes import findings_of
from jiannuo.core.plans.plan import plan_of
from tests.judging.kernel_worlds import rich_worlds

WORLDS = 24
SEEN = (
    "member",
    "because",
    "missing",
    "evidence",
    "undecided",
    "intervals",
    "holders",
    "owner_verdict",
    "coverage",
    "reached",
)
"""What the findings of the worlds must have among them, lest nothing be compared."""


def plain(batches: Iterator[pa.RecordBatch]) -> dict[str, list[object]]:
    """Return the columns of batches as lists of values."""
    table = pa.Table.from_batches(batches, schema=SCHEMA)
    return {name: table.column(name).to_pylist() for name in table.column_names}


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> Counter[str]:
    """Compare, promise by promise, and count what was seen."""
    seen: Counter[str] = Counter()
    for world in rich_worlds(range(WORLDS), tmp_path_factory.mktemp("worlds")):
        verbs = {promise.id: promise.verb for promise in world.charter.promises.values()}
        kernel = Kernel(plan_of(world.charter))
        judging = kernel.judging(
            table_of(world.log.events), world.log.reach, as_of=world.as_of, known_to=world.known_to
        )
        for outcomes in judging.outcomes():
            findings = list(findings_of(outcomes, judging.world))
            verb = verbs[outcomes.promise]
            at_once = outcome_batches(outcomes, judging.world, verb=verb, engine_version="1", size=7)
            assert plain(at_once) == plain(batches_of(findings, verbs=verbs, engine_version="1"))
            for finding in findings:
                seen.update(_seen_in(finding, verb))
    return seen


def _seen_in(finding: Finding, verb: str) -> Iterator[str]:
    yield verb
    yield finding.verdict
    yield from (name for name in SEEN if getattr(finding, name) not in (None, (), {}))


@pytest.mark.parametrize("name", [*SEEN, "expect", "never", "require", "hold", "excused", "unknown", "withdrawn"])
def test_columns_made_at_once_are_those_made_one_by_one(name: str, compared: Counter[str]) -> None:
    assert compared[name] > 10
