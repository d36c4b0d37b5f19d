"""Ids that the judge writes, behind those that were read."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from jiannuo.core.judging.event_table import Coded, Column, Plain, RowIds, coded
from jiannuo.core.judging.kernel.streams.tie_breaking import texts_of


def ids_and(texts: Sequence[str], *, behind: Column) -> Column:
    """Return ids with more of them behind. Behind ids that name where events were read, each must have a digit."""
    if not texts:
        return behind
    if isinstance(behind, RowIds):
        return _read_ids_and(texts, behind)
    if isinstance(behind, Plain):
        return Plain(pa.concat_arrays([texts_of(behind), pa.array(texts, pa.string())]))
    more = coded(texts)
    codes = np.append(behind.codes, more.codes + np.int32(len(behind.values)))
    return Coded(np.append(behind.values, more.values), codes)


def _read_ids_and(texts: Sequence[str], ids: RowIds) -> RowIds:
    """Return ids with texts behind them, each as what is before its last digit, the digit, and what is after."""
    ends = [max(place for place, character in enumerate(text) if "0" <= character <= "9") for text in texts]
    before = coded([text[:end] for text, end in zip(texts, ends, strict=True)])
    after = coded([text[end + 1 :] for text, end in zip(texts, ends, strict=True)])
    digits = [int(text[end]) for text, end in zip(texts, ends, strict=True)]
    return RowIds(
        (*ids.befores, *before.values.tolist()),
        np.concatenate([ids.before, before.codes + np.int32(len(ids.befores))]),
        np.append(ids.numbers, digits),
        (*ids.afters, *after.values.tolist()),
        np.concatenate([ids.after, after.codes + np.int32(len(ids.afters))]),
    )
