"""Everything that must be true of a charter beyond the form of its files; one module for each sort of question."""

from collections.abc import Callable

from jiannuo.core.charters.draft import Draft


def check(draft: Draft) -> None:
    """Note every problem of a draft whose files could all be read."""
    for rule in _RULES:
        rule(draft)


_RULES: tuple[Callable[[Draft], None], ...] = ()
