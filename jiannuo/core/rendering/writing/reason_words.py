"""What fills the sentences of reasons, in words: without any code on first pages, with the code behind it in the detail."""

from collections.abc import Callable, Mapping

from jiannuo.core.charters.explaining.labelling import Labels, coded, with_names
from jiannuo.core.charters.explaining.plain_words import (
    plain_condition,
    plain_selector,
    plain_sources,
    plain_values,
    plain_who,
)
from jiannuo.core.rendering.writing.wording import names_events, visible
from jiannuo.core.values.texts import Text

_TELLERS: Mapping[tuple[str, str], Callable[[str, Labels], Text | None]] = {
    ("condition_false", "what"): plain_condition,
    ("not_tested", "what"): plain_condition,
    ("value_missing", "value"): plain_values,
    ("attribute_empty", "what"): plain_values,
    ("needed_missing", "what"): plain_selector,
    ("ground", "ground"): plain_selector,
    ("wrong_actor", "what"): plain_who,
    ("source_incomplete", "source"): plain_sources,
    ("source_gap", "source"): plain_sources,
}
"""What is written in code, by reason and placeholder, with what says it in words."""


def is_code(reason: str, placeholder: str) -> bool:
    """Tell whether what fills a placeholder of a reason's sentence is written in the language of charters."""
    return (reason, placeholder) in _TELLERS


def lack_in_words(written: str, *, labels: Labels) -> Text:
    """Say in words what a finding lacks, an event or a condition; as it is written if any of it has a code only."""
    told = plain_selector(written, labels) or plain_condition(written, labels) or Text(zh=written, en=written)
    return Text(zh=visible(told.zh), en=visible(told.en))


def in_plain(reason: str, placeholder: str, value: str, *, labels: Labels) -> Text | None:
    """Say in words what fills a placeholder; None if any of it could be told by its code only."""
    teller = _TELLERS.get((reason, placeholder))
    told = Text(zh=value, en=value) if teller is None else teller(value, labels)
    return None if told is None else Text(zh=visible(told.zh), en=visible(told.en))


def with_code(reason: str, placeholder: str, value: str, *, labels: Labels) -> Text:
    """Say in words what fills a placeholder, with the code behind it; where there are no words, with its events named."""
    told = in_plain(reason, placeholder, value, labels=labels) if is_code(reason, placeholder) else None
    if told is None and names_events(reason, placeholder):
        return with_names(visible(value), {code: coded(label, code) for code, label in labels.events.items()})
    shown = visible(value)
    return coded(None if told is not None and told.en == shown else told, shown)
