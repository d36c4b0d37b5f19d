"""Everything that must be true of a charter beyond the form of its files; one module for each sort of question."""

from collections.abc import Callable

from jiannuo.core.charters.calendar_checks import check_calendars
from jiannuo.core.charters.clock_checks import check_clocks
from jiannuo.core.charters.condition_checks import check_conditions
from jiannuo.core.charters.draft import Draft
from jiannuo.core.charters.indicator_checks import check_indicators
from jiannuo.core.charters.key_checks import check_keys
from jiannuo.core.charters.later_checks import check_later
from jiannuo.core.charters.name_checks import check_declared_names
from jiannuo.core.charters.reach_checks import check_reaches
from jiannuo.core.charters.reference_checks import check_references
from jiannuo.core.charters.ring_checks import check_rings
from jiannuo.core.charters.scopes import Scopes
from jiannuo.core.charters.suspicion_checks import check_suspicions
from jiannuo.core.charters.table_checks import check_tables

_RULES: tuple[Callable[[Draft, Scopes], None], ...] = (
    check_declared_names,
    check_references,
    check_conditions,
    check_keys,
    check_rings,
    check_clocks,
    check_tables,
    check_calendars,
    check_indicators,
    check_reaches,
    check_later,
    check_suspicions,
)


def check(draft: Draft) -> None:
    """Note every problem of a draft whose files could all be read."""
    scopes = Scopes(draft)
    for rule in _RULES:
        rule(draft, scopes)
