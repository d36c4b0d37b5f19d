"""The indicators of a charter over files of events in our own form, which are read whole for it."""

from jiannuo import __version__
from jiannuo.core.engines.buckets.arrow_events import event_table_of
from jiannuo.core.engines.buckets.judging_files import FileCase
from jiannuo.core.engines.buckets.memory_limits import PER_EVENT, PROGRAM, buckets_within
from jiannuo.core.engines.events.reaches import reaches
from jiannuo.core.engines.findings.outcome_columns import outcome_batches
from jiannuo.core.engines.indicators import indicators_over
from jiannuo.core.engines.judging_problems import INDICATORS_NEED_MEMORY
from jiannuo.core.engines.result_problems import NOTHING_IN_LOG
from jiannuo.core.judging.kernel.figures.observed_findings import FindingStore
from jiannuo.core.judging.kernel.judge import Judging, Kernel
from jiannuo.core.plans.plan import plan_of
from jiannuo.core.statistics.figures import Table
from jiannuo.core.values.problems import Refusal
from jiannuo.core.values.texts import listed

_MEGABYTE = 10**6


def check_memory_for_indicators(case: FileCase) -> None:
    """Raise Refusal where the charter has indicators and the files do not fit whole into the memory that is allowed."""
    if not case.charter.indicators or case.memory is None:
        return
    if buckets_within(case.memory, case.files.count) > 1:
        least = f"{-(-(PROGRAM + case.files.count * PER_EVENT) // _MEGABYTE)}MB"
        names = listed(case.charter.indicators)
        raise Refusal(INDICATORS_NEED_MEMORY.at(names=names, events=case.files.count, least=least))


def indicators_of_files(case: FileCase) -> tuple[Table, ...]:
    """Return the figures of every indicator of the charter; they are exact, and none where it has none.

    Raises Refusal where that takes more memory than is allowed, or there is no event.
    """
    charter = case.charter
    if not charter.indicators:
        return ()
    check_memory_for_indicators(case)
    judging, first = _judging(case)
    store = FindingStore(charter)
    wanted = {each.promise for each in charter.indicators.values()}
    for outcomes in judging.outcomes(full=True) if wanted - {None} else ():
        if outcomes.promise in wanted:
            verb = charter.promises[outcomes.promise].verb
            for batch in outcome_batches(outcomes, judging.world, verb=verb, engine_version=__version__):
                store.keep(batch)
    return indicators_over(judging, store, first=first)


def _judging(case: FileCase) -> tuple[Judging, int]:
    """Return the judging of all events at once, and the first instant."""
    files, charter = case.files, case.charter
    ids = None if "id" in files.names else files.ids()
    table = event_table_of(files.whole(files.schema.names), charter, origin="", ids=ids)
    if not len(table):
        raise Refusal(NOTHING_IN_LOG.at())
    instants = {name: table.at[table.source == code] for code, name in enumerate(table.sources)}
    reach = reaches(instants, sources=charter.sources, complete_until=None, zone=charter.zone)
    as_of = int(table.at.max()) if case.as_of is None else case.as_of
    return Kernel(plan_of(charter)).judging(table, reach, as_of=as_of), int(table.at.min())
