"""What a kernel has learnt of values stays small in a judge that runs for long, and right when some of it is forgotten."""

from pathlib import Path

import pytest

from jiannuo.core.charters.reading import read_charter
from jiannuo.core.judging.event import Event, Reach
from jiannuo.core.judging.event_table import table_of
from jiannuo.core.judging.kernel.judge import Kernel
from jiannuo.core.judging.kernel.scanning import sorts
from jiannuo.core.plans.plan import plan_of

CHARTER = """
charter: {id: notes, title: {zh: 备注, en: Notes}, zone: Asia/Shanghai, edition: "1", effective: 2001-01-01}
subjects: {thing: {id: thing_id, begins: begun}}
events:
  begun: {of: thing, attributes: {thing_id: text, note: text optional}}
  done: {of: thing, attributes: {thing_id: text}}
promises: {answered: {of: thing, after: "begun where note = 'wanted'", expect: done, within: 2 h}}
"""
AT = 10**15


def test_values_without_end_are_forgotten_again_and_judged_rightly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "charter.yaml").write_text(CHARTER)
    monkeypatch.setattr(sorts, "_MOST_KNOWN", 50)
    kernel = Kernel(plan_of(read_charter(tmp_path)))
    for batch in range(12):
        notes = ["wanted", None, *(f"note {batch} {number}" for number in range(20))]
        events = [
            Event(f"{batch}-{number}", "begun", AT, AT, {"thing_id": f"{number}"} | ({"note": note} if note else {}))
            for number, note in enumerate(notes)
        ]
        judging = kernel.judging(table_of(events), {"": Reach(2 * AT)}, as_of=2 * AT)
        assert [(finding.subject, finding.verdict) for finding in judging.findings()] == [(("0",), "broken")]
        assert judging.undecided_triggers == {"answered": {f"{batch}-1"}}
        (group,) = kernel.plan.groups
        learnt = [sort for asked in kernel._symbols[id(group)]._asked.values() for sort in asked.sorts]
        assert 0 < sum(len(sort._of_values) for sort in learnt) <= 50 + 22
