"""Why findings came out as they did, counted: each reason together with what fills its sentence."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from jiannuo.core.charters.labelling import Names, with_names
from jiannuo.core.rendering.wording import must_not_happen, names_events, visible
from jiannuo.core.rendering.words import WORDS
from jiannuo.core.values.texts import Text

PLACEHOLDER = re.compile(r"\{(\w+)\}")
_WITH_ITS_LEAD = re.compile(r"(?:[^\w\s]\s?(?:[^\W\d_]+[^\w\s]\s?)?|\s)?\{\w+\}")
"""What differs from one finding to the next, with the punctuation and the one word that lead to it."""


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


def in_words(ground: Ground, *, reasons: Mapping[str, Text], names: Names) -> Text:
    """Return the sentence of a ground; `names` are what events are shown as."""
    if must_not_happen(ground.reason, ground.because):
        return WORDS["must_not_happen"]
    known = Text(zh=visible(ground.reason), en=visible(ground.reason))
    return fill(reasons.get(ground.reason, known), ground, names=names)


def in_general(reason: str, reasons: Mapping[str, Text]) -> Text:
    """Return the sentence of a known reason without what differs from one finding to the next."""
    return Text(zh=_WITH_ITS_LEAD.sub("", reasons[reason].zh), en=_WITH_ITS_LEAD.sub("", reasons[reason].en))


def fill(sentence: Text, ground: Ground, *, names: Names) -> Text:
    """Fill the placeholders of a sentence with what a ground knows of; others stay."""
    filled = {
        name: with_names(visible(value), names if names_events(ground.reason, name) else {})
        for name, value in ground.because.items()
    }
    zh = PLACEHOLDER.sub(lambda at: filled[at[1]].zh if at[1] in filled else at[0], sentence.zh)
    return Text(zh=zh, en=PLACEHOLDER.sub(lambda at: filled[at[1]].en if at[1] in filled else at[0], sentence.en))


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
