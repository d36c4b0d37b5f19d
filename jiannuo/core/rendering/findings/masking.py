"""What of a finding may be shown to whoever gets a report: what is personal is masked, persons are left out."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from jiannuo.core.rendering.findings.grounds import PLACEHOLDER, in_general
from jiannuo.core.rendering.findings.small_owners import untold_owners
from jiannuo.core.rendering.results import PromiseCard, Result
from jiannuo.core.rendering.writing.wording import visible
from jiannuo.core.rendering.writing.words import WORDS
from jiannuo.core.values.masks import mask
from jiannuo.core.values.texts import Text

_UNTOLD = "{}_untold"
_SAID: Mapping[str, Text] = {
    "figure_reached": Text(zh="达到目标；数值不对外列出。", en="The target was met; the figure is not told."),
    "figure_missed": Text(zh="未达目标；数值不对外列出。", en="The target was missed; the figure is not told."),
    "missed_once": Text(
        zh="未达目标，但尚未连续多期未达；数值不对外列出。",
        en="The target was missed, but not in enough periods running; the figure is not told.",
    ),
    "too_few": Text(zh="项数少于判定所需的项数。", en="There are fewer observations than needed."),
    "too_little_known": Text(zh="数据覆盖率低于判定所需的比例。", en="The coverage is less than needed."),
    "earlier_unknown": Text(
        zh="此前有的周期数值未知，无法判定是否连续未达目标。",
        en="A figure of the periods before is unknown, so that nobody can tell whether enough were missed running.",
    ),
}
_TELLS_NO_FIGURE = frozenset({"source"})
"""What may fill the reason of a finding on the figure of a group; whatever else is known of it stays out."""


def for_others(result: Result) -> Result:
    """Return a result as others may see it: findings on figures of groups tell the verdict, not the figure.

    Indicators leave out what small groups could be known by, and findings must not tell it beside them. An own copy stays
    as it is. Owners too small to be told apart are named nowhere: whoever counts their findings would find what tables
    leave out.
    """
    if result.own_copy:
        return result
    cards = tuple(replace(card, untold_owners=untold_owners(result, card)) for card in result.promises)
    result = replace(result, promises=cards)
    groups = [goal.id for goal in result.goals if goal.of_groups]
    if not groups:
        return result
    table = result.findings
    hidden = pc.is_in(table["promise"].cast(pa.string()), pa.array(groups, pa.string()))
    if not pc.any(hidden).as_py():
        return result
    reasons = {code: text for code, text in result.reasons.items() if not _names_of(text) <= _TELLS_NO_FIGURE}
    untold = {_UNTOLD.format(code): _SAID.get(code, in_general(code, reasons)) for code in reasons}
    return replace(result, findings=_without_figures(table, hidden, reasons), reasons={**result.reasons, **untold})


def _without_figures(findings: pa.Table, hidden: pa.ChunkedArray, reasons: Mapping[str, Text]) -> pa.Table:
    """Return findings whose hidden rows have other reasons, where theirs would be filled, and nothing to fill them."""
    told = findings["reason"].cast(pa.string())
    changed = pc.and_(hidden, pc.is_in(told, pa.array(list(reasons), pa.string())))
    shown = pc.if_else(changed, pc.binary_join_element_wise(told, _UNTOLD.format(""), ""), told)
    names = findings.column_names
    findings = findings.set_column(names.index("reason"), "reason", shown.dictionary_encode())
    return findings.set_column(names.index("because"), "because", _sources_alone(findings["because"], hidden))


def _sources_alone(because: pa.ChunkedArray, hidden: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return what fills the reasons; of the hidden rows only the source that has gaps."""
    rows = np.flatnonzero(hidden.to_numpy())
    known = because.take(pa.array(rows)).to_pylist()
    sources = [[pair for pair in dict(each or ()).items() if pair[0] in _TELLS_NO_FIGURE] for each in known]
    places = np.arange(len(because))
    places[rows] = len(because) + np.arange(len(rows))
    return pa.chunked_array([*because.chunks, pa.array(sources, because.type)]).take(pa.array(places))


def _names_of(sentence: Text) -> frozenset[str]:
    return frozenset(PLACEHOLDER.findall(sentence.zh))


def shown_subject(subject: object, card: PromiseCard) -> list[str]:
    """Return the parts of a subject's id, the personal ones masked."""
    parts: Sequence[object] = subject if isinstance(subject, list | tuple) else [subject]
    return [visible(mask(str(part)) if place in card.personal_parts else str(part)) for place, part in enumerate(parts)]


def shown_member(member: object, card: PromiseCard) -> str | None:
    """Return the member that a finding is for, masked if it is a person."""
    if member is None:
        return None
    return visible(mask(str(member)) if card.personal_member else str(member))


def shown_owner(owner: object, card: PromiseCard) -> Text | None:
    """Return who answers for a finding, unless it is a person; of units too small to be told apart, that it is one."""
    if owner is None or card.personal_owner:
        return None
    name = visible(str(owner))
    return WORDS["small_owner"] if owner in card.untold_owners else Text(zh=name, en=name)
