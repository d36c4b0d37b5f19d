"""Why findings came out as they did, counted: each reason together with what fills its sentence."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from jiannuo.core.charters.explaining.labelling import Labels
from jiannuo.core.rendering.writing.reason_words import in_plain, with_code
from jiannuo.core.rendering.writing.wording import must_not_happen, visible
from jiannuo.core.rendering.writing.words import WORDS
from jiannuo.core.values.texts import Text

PLACEHOLDER = re.compile(r"\{(\w+)\}")
_WITH_ITS_LEAD = re.compile(r"(?:[^\w\s]\s?(?:[^\W\d_]+[^\w\s]\s?)?|\s)?\{\w+\}")
"""What differs from one finding to the next, with the punctuation and the one word that lead to it."""

_LONGEST = 60
"""Signs of what fills a sentence on a first page; a longer condition is read in the detail."""


@dataclass(frozen=True, slots=True)
class Ground:
    """A reason (a code) with what fills its sentence, and how many findings of how many promises have it."""

    reason: str
    because: Mapping[str, str]
    count: int
    promises: int


def count_grounds(findings: pa.Table, chosen: NDArray[np.bool_], *, reasons: Mapping[str, Text]) -> tuple[Ground, ...]:
    """Count the grounds of the chosen findings, most frequent first."""
    if not {"reason", "because", "promise"} <= set(findings.column_names) or not chosen.any():
        return ()
    table = findings.select(["promise", "reason", "because"]).filter(pa.array(chosen))
    names = sorted({name for text in reasons.values() for name in PLACEHOLDER.findall(text.zh)})
    plain = {name: table.column(name).cast(pa.string()) for name in ("promise", "reason")}
    asking = {name: [code for code, text in reasons.items() if name in PLACEHOLDER.findall(text.zh)] for name in names}
    filled = {f"_{name}": _looked_up(table.column("because"), name, plain["reason"], asking[name]) for name in names}
    keys = ["reason", *filled]
    counted = pa.table({**plain, **filled}).group_by(keys)
    rows = counted.aggregate([("promise", "count"), ("promise", "count_distinct")]).to_pylist()
    grounds = (_ground(row, reasons) for row in rows)
    return tuple(sorted(grounds, key=lambda each: (-each.count, each.reason, sorted(each.because.items()))))


def in_words(ground: Ground, *, reasons: Mapping[str, Text], labels: Labels) -> Text:
    """Return the sentence of a ground in words with the codes behind them."""
    if must_not_happen(ground.reason, ground.because):
        return WORDS["must_not_happen"]
    filled = {
        name: with_code(ground.reason, name, value, labels=labels)
        for name, value in ground.because.items()
        if name in _wanted(ground, reasons)
    }
    return _filled(_sentence(ground.reason, reasons), filled)


def in_plain_words(ground: Ground, *, reasons: Mapping[str, Text], labels: Labels) -> Text:
    """Return the sentence of a ground without any code; what has no words, or many, is left out of it."""
    if must_not_happen(ground.reason, ground.because):
        return WORDS["must_not_happen"]
    return fill(_sentence(ground.reason, reasons), ground, labels=labels)


def fill(sentence: Text, ground: Ground, *, labels: Labels) -> Text:
    """Fill the placeholders of a sentence with what a ground knows of, without any code; others stay.

    Where what fills one has no words, or more than a line of them, the sentence is told in general.
    """
    plain = {name: in_plain(ground.reason, name, value, labels=labels) for name, value in ground.because.items()}
    wanted = PLACEHOLDER.findall(sentence.zh)
    if any(name in wanted and (told is None or len(told.zh) > _LONGEST) for name, told in plain.items()):
        return _general(sentence)
    return _filled(sentence, {name: told for name, told in plain.items() if told is not None})


def _sentence(reason: str, reasons: Mapping[str, Text]) -> Text:
    return reasons.get(reason, Text(zh=visible(reason), en=visible(reason)))


def _wanted(ground: Ground, reasons: Mapping[str, Text]) -> list[str]:
    return PLACEHOLDER.findall(_sentence(ground.reason, reasons).zh)


def _filled(sentence: Text, filled: Mapping[str, Text]) -> Text:
    zh = PLACEHOLDER.sub(lambda at: filled[at[1]].zh if at[1] in filled else at[0], sentence.zh)
    return Text(zh=zh, en=PLACEHOLDER.sub(lambda at: filled[at[1]].en if at[1] in filled else at[0], sentence.en))


def in_general(reason: str, reasons: Mapping[str, Text]) -> Text:
    """Return the sentence of a known reason without what differs from one finding to the next."""
    return _general(reasons[reason])


def _general(sentence: Text) -> Text:
    return Text(zh=_WITH_ITS_LEAD.sub("", sentence.zh), en=_WITH_ITS_LEAD.sub("", sentence.en))


def _looked_up(because: pa.ChunkedArray, name: str, reason: pa.ChunkedArray, asking: Sequence[str]) -> pa.ChunkedArray:
    """Return what fills a placeholder, and nothing for reasons whose sentence does not ask for it."""
    if not pa.types.is_map(because.type):
        return pa.nulls(len(because), pa.string())
    values = pc.map_lookup(because, query_key=name, occurrence="first").cast(pa.string())
    return pc.if_else(pc.is_in(reason, pa.array(asking, pa.string())), values, pa.scalar(None, pa.string()))


def _ground(row: Mapping[str, object], reasons: Mapping[str, Text]) -> Ground:
    reason = str(row["reason"])
    wanted = PLACEHOLDER.findall(reasons[reason].zh) if reason in reasons else []
    because = {name: str(row[f"_{name}"]) for name in wanted if row[f"_{name}"] is not None}
    return Ground(reason, because, int(str(row["promise_count"])), int(str(row["promise_count_distinct"])))
