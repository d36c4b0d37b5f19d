"""Figures about owners: what an owner answers for is not always what was owed (sections 3 and 7 of the language)."""

from collections.abc import Iterable

from jiannuo.core.charters.charter import Indicator
from jiannuo.core.expressions.syntax import Expression, Name
from jiannuo.core.expressions.walking import walk


def goes_by_owner(indicator: Indicator) -> bool:
    """Tell whether a rate of fulfilment goes by the owner's own verdict: it picks owners or tells them apart."""
    about = (*indicator.by, *(() if indicator.where is None else (indicator.where,)))
    return indicator.kind == "kept_rate" and "owner" in read_of_findings(about)


def read_of_findings(expressions: Iterable[Expression]) -> frozenset[str]:
    """Return what expressions read of a finding, such as `owner` for `finding.owner`."""
    nodes = (node for expression in expressions for node, _ in walk(expression))
    return frozenset(node.parts[1] for node in nodes if isinstance(node, Name) and node.parts[0] == "finding")
