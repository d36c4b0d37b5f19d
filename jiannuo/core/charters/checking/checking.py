"""Everything that must be true of a charter beyond the form of its files; one module for each sort of question."""

from collections.abc import Callable

from jiannuo.core.charters.building.draft import Draft
from jiannuo.core.charters.checking.calendar_checks import check_calendars
from jiannuo.core.charters.checking.clock_checks import check_clocks
from jiannuo.core.charters.checking.condition_checks import check_conditions
from jiannuo.core.charters.checking.indicator_checks import check_indicators
from jiannuo.core.charters.checking.indicator_unit_checks import check_units
from jiannuo.core.charters.checking.key_checks import check_keys
from jiannuo.core.charters.checking.later_checks import check_later
from jiannuo.core.charters.checking.name_checks import check_declared_names
from jiannuo.core.charters.checking.reach_checks import check_reaches
from jiannuo.core.charters.checking.reference_checks import check_references
from jiannuo.core.charters.checking.repetition_checks import check_repetitions
from jiannuo.core.charters.checking.ring_checks import check_rings
from jiannuo.core.charters.checking.scopes import Scopes
from jiannuo.core.charters.checking.suspicion_checks import check_suspicions
from jiannuo.core.charters.checking.table_checks import check_tables

_RULES: tuple[Callable[[Draft, Scopes], None], ...] = (
    check_declared_names,
    check_references,
    check_conditions,
    check_keys,
    check_repetitions,
    check_rings,
    check_clocks,
    check_tables,
    check_calendars,
    check_indicators,
    check_units,
    check_reaches,
    check_later,
    check_suspicions,
)


def check(draft: Draft) -> None:
    """Note every problem of a draft whose files could all be read."""
    scopes = Scopes(draft)
    for rule in _RULES:
        rule(draft, scopes)
