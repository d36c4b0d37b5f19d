"""What it means that the kernel finds what the reference finds: the same rows, every field, the same triggers undecided."""

from collections.abc import Iterable

from jiannuo.core.judging.event_table import table_of
from jiannuo.core.judging.finding import Finding
from jiannuo.core.judging.kernel.judge import Kernel
from tests.judging.kernel_worlds import RichWorld

Told = dict[object, Finding]


def by_identity(findings: Iterable[Finding]) -> Told:
    listed = list(findings)
    found: Told = {finding.identity: finding for finding in listed}
    assert len(found) == len(listed), "an obligation has two findings"
    return found


def check_equal(world: RichWorld, kernel: Kernel) -> None:
    """Check that the kernel finds what the reference finds, and leaves the same triggers undecided."""
    judging = kernel.judging(table_of(world.log.events), world.log.reach, as_of=world.as_of, known_to=world.known_to)
    found, wanted = by_identity(judging.findings()), by_identity(world.findings)
    names = {*wanted, *found}
    assert {name: (wanted.get(name), found.get(name)) for name in names if wanted.get(name) != found.get(name)} == {}
    assert judging.undecided_triggers == world.judge.undecided_triggers
