"""The kernel's outcomes made into columns of findings.parquet: array by array, without a finding ever standing alone."""

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import chain

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from jiannuo.core.engines.findings.findings_schema import HOLDER, INSTANT, INTERVAL, SCHEMA, TEXTS, YEARS
from jiannuo.core.judging.event_table import Column
from jiannuo.core.judging.finding import Holder
from jiannuo.core.judging.kernel.outcomes.outcomes import (
    BECAUSE,
    KINDS,
    REASON_NAMES,
    VERDICTS,
    Grounds,
    IntervalLists,
    Lists,
    Outcomes,
)
from jiannuo.core.judging.kernel.outcomes.settling import chosen
from jiannuo.core.judging.kernel.streams.streams import Streams
from jiannuo.core.judging.kernel.streams.tie_breaking import texts_of
from jiannuo.core.judging.kernel.streams.world import World
from jiannuo.core.values.compiled_clock import NONE
from jiannuo.core.values.instants import write_instant

MOST = 131_072
"""How many findings are made into columns together."""

Numbers = NDArray[np.int64]
_INSTANTS = ("start", "due", "not_before", "met", "late_at", "broken_at", "ended_at")
_COUNTS = ("reached", "wanted")


def outcome_batches(
    outcomes: Outcomes, world: World, *, verb: str, engine_version: str, size: int = MOST
) -> Iterator[pa.RecordBatch]:
    """Yield the findings of a promise in columns of findings.parquet, so many at a time."""
    for first in range(0, len(outcomes), size):
        places = np.arange(first, min(first + size, len(outcomes)), dtype=np.int64)
        columns = _columns(chosen(outcomes, places), world)
        columns |= {"verb": _constant(verb, len(places)), "engine_version": _constant(engine_version, len(places))}
        if verb != "expect":
            columns["margin_us"] = pa.nulls(len(places), pa.int64())
        yield pa.RecordBatch.from_arrays([columns[field.name] for field in SCHEMA], schema=SCHEMA)


def _columns(outcomes: Outcomes, world: World) -> dict[str, pa.Array]:
    keys, root, member = _keys(outcomes.streams, world), roots_of(outcomes, world), _members(outcomes.member)
    stream = pa.array(outcomes.stream)
    return {
        "id": _ids(outcomes.promise, keys.column("identity").take(stream), member, root),
        "promise": _constant(outcomes.promise, len(outcomes)),
        "subject": keys.column("subject").take(stream),
        "member": pa.nulls(len(outcomes), pa.string()) if member is None else member,
        "root": root,
        "verdict": _named(outcomes.verdict, VERDICTS),
        "reason": _named(outcomes.reason, REASON_NAMES),
        "because": _because(outcomes),
        **{name: _instants(getattr(outcomes, name)) for name in _INSTANTS},
        **{name: _numbers(getattr(outcomes, name)) for name in _COUNTS},
        "margin_us": _margins(outcomes),
        "owner": _texts(outcomes.owner, len(outcomes)),
        "owner_verdict": _owner_verdicts(outcomes),
        "edition": _constant(world.charter.edition, len(outcomes)),
        **_of_grounds(outcomes.grounds, len(outcomes), world),
    }


def _of_grounds(grounds: Grounds | None, count: int, world: World) -> dict[str, pa.Array]:
    nothing: Sequence[tuple[str, ...]] = ()
    holders = None if grounds is None else grounds.holders
    years = None if grounds is None else grounds.provisional_years
    covered, demanded = (None, None) if grounds is None or grounds.coverage is None else grounds.coverage
    return {
        "missing": _text_lists(nothing if grounds is None else grounds.missing, count),
        "evidence": _event_lists(None if grounds is None else grounds.evidence, count, world),
        "undecided": _event_lists(None if grounds is None else grounds.undecided, count, world),
        "intervals": _interval_lists(None if grounds is None else grounds.intervals, count),
        "holders": _holder_lists(() if holders is None else holders, count),
        "provisional_years": _year_lists(() if years is None else years, count),
        "covered_us": pa.nulls(count, pa.int64()) if covered is None else pa.array(covered),
        "demanded_us": pa.nulls(count, pa.int64()) if demanded is None else pa.array(demanded),
    }


# What names a finding.


def _keys(streams: Streams, world: World) -> pa.RecordBatch:
    """Return the key of each stream as a list of texts, and as the part of an id that tells it."""
    # The streams stay with what was made of them: another object may not come to stand at their place in memory.
    return world.remembered(("keys in columns", id(streams)), lambda: (streams, _written_keys(streams)))[1]


def _written_keys(streams: Streams) -> pa.RecordBatch:
    identities = pa.array(["\x1f".join((*key, "\x1e")) for key in streams.keys], pa.string())
    return pa.RecordBatch.from_arrays([_text_lists(streams.keys, len(streams)), identities], ["subject", "identity"])


def _ids(promise: str, identities: pa.Array, member: pa.Array | None, root: pa.Array) -> pa.Array:
    """Return the id of each finding, made as `Finding.id` makes it."""
    members = pa.scalar("") if member is None else member.fill_null("")
    written = pc.binary_join_element_wise(pa.scalar(promise), identities, members, root, "\x1f").cast(pa.binary())
    return pa.array([sha256(each).hexdigest()[:16] for each in written.to_pylist()], pa.string())


def roots_of(outcomes: Outcomes, world: World) -> pa.Array:
    """Return what identifies each obligation beside its promise and subject: an event's id, a period, or both."""
    ids = texts_of(world.ids.taken(outcomes.root))
    instants = [each for each in (outcomes.born, outcomes.period) if each is not None and (each != NONE).any()]
    if not instants:
        return ids.fill_null("")
    return pc.binary_join_element_wise(
        ids, *(_written_instants(each, world.zone) for each in instants), "/", null_handling="skip"
    )


def _written_instants(instants: Numbers, zone: str) -> pa.Array:
    """Return instants as texts, each distinct one written once; null for none."""
    distinct, codes = np.unique(instants, return_inverse=True)
    texts = [None if instant == NONE else write_instant(instant, zone=zone) for instant in distinct.tolist()]
    return pa.array(texts, pa.string()).take(pa.array(codes))


def _members(member: Column | None) -> pa.Array | None:
    return None if member is None else texts_of(member)


# What it says.


def _constant(text: str, count: int) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(np.zeros(count, np.int32)), pa.array([text], pa.string()))


def _named(codes: NDArray[np.int8], names: Sequence[str]) -> pa.Array:
    """Return the names that codes stand for; only those that stand for some are listed."""
    distinct, places = np.unique(codes, return_inverse=True)
    texts = pa.array([names[code] for code in distinct.tolist()], pa.string())
    return pa.DictionaryArray.from_arrays(pa.array(places.astype(np.int32)), texts)


def _owner_verdicts(outcomes: Outcomes) -> pa.Array:
    if outcomes.owner_verdict is None:
        return pa.nulls(len(outcomes), SCHEMA.field("owner_verdict").type)
    return _named(outcomes.owner_verdict, VERDICTS)


def _because(outcomes: Outcomes) -> pa.Array:
    """Return the words of the reasons, each by what it is about."""
    words: list[object] = [] if outcomes.because is None else outcomes.because.tolist()
    told = [place for place, word in enumerate(words) if word is not None]
    names = [BECAUSE.get(name, "ground") for name in REASON_NAMES]
    said = zip((words[place] for place in told), outcomes.reason[told].tolist(), strict=True)
    pairs = [list(word.items()) if isinstance(word, Mapping) else [(names[code], str(word))] for word, code in said]
    sizes = np.zeros(len(outcomes), np.int64)
    sizes[told] = [len(each) for each in pairs]
    flat = list(chain.from_iterable(pairs))
    keys, values = (pa.array([pair[side] for pair in flat], pa.string()) for side in (0, 1))
    return pa.MapArray.from_arrays(_offsets(sizes), keys, values)


def _instants(instants: Numbers) -> pa.Array:
    return _numbers(instants).view(INSTANT)


def _numbers(numbers: Numbers) -> pa.Array:
    return pa.array(np.ascontiguousarray(numbers, np.int64), mask=numbers == NONE)


def _margins(outcomes: Outcomes) -> pa.Array:
    """Return due less completion, null without both."""
    done = np.where(outcomes.met != NONE, outcomes.met, outcomes.late_at)
    absent = (outcomes.due == NONE) | (done == NONE)
    return pa.array(np.where(absent, 0, outcomes.due) - np.where(absent, 0, done), mask=absent)


def _texts(values: NDArray[np.object_] | None, count: int) -> pa.Array:
    return pa.nulls(count, pa.string()) if values is None else pa.array(values.tolist(), pa.string())


# What it rests on.


def _offsets(sizes: Sequence[int] | Numbers) -> pa.Array:
    return pa.array(np.concatenate([[0], np.cumsum(np.asarray(sizes, np.int64))]).astype(np.int32))


def _sized(values: Sequence[tuple[object, ...]], count: int) -> tuple[pa.Array, list[object]]:
    """Return where the list of each finding starts, and all lists one behind the other; no values stand for empty ones."""
    listed = list(values) or [()] * count
    return _offsets([len(each) for each in listed]), list(chain.from_iterable(listed))


def _text_lists(values: Sequence[tuple[str, ...]], count: int) -> pa.Array:
    offsets, flat = _sized(values, count)
    return pa.ListArray.from_arrays(offsets, pa.array(flat, pa.string()), type=TEXTS)


def _year_lists(values: Sequence[tuple[int, ...]], count: int) -> pa.Array:
    offsets, flat = _sized(values, count)
    return pa.ListArray.from_arrays(offsets, pa.array(flat, pa.int32()), type=YEARS)


def _event_lists(lists: Lists | None, count: int, world: World) -> pa.Array:
    if lists is None or not len(lists.values):
        return _text_lists((), count)
    ids = texts_of(world.ids.taken(lists.values))
    return pa.ListArray.from_arrays(pa.array(lists.starts.astype(np.int32)), ids, type=TEXTS)


def _interval_lists(lists: IntervalLists | None, count: int) -> pa.Array:
    type_ = SCHEMA.field("intervals").type
    if lists is None:
        return pa.ListArray.from_arrays(_offsets([0] * count), pa.nulls(0, INTERVAL), type=type_)
    causes = pa.array([*lists.causes, ""], pa.string())
    numbers = np.where(lists.cause < 0, len(lists.causes), lists.cause)
    parts = [
        pa.array(KINDS, pa.string()).take(pa.array(lists.kind)),
        pa.array(np.ascontiguousarray(lists.from_)).view(INSTANT),
        pa.array(np.ascontiguousarray(lists.until)).view(INSTANT),
        causes.take(pa.array(numbers)),
    ]
    inner = pa.StructArray.from_arrays(parts, fields=list(INTERVAL))
    return pa.ListArray.from_arrays(pa.array(lists.starts.astype(np.int32)), inner, type=type_)


def _holder_lists(values: Sequence[tuple[Holder, ...]], count: int) -> pa.Array:
    listed = list(values) or [()] * count
    flat = list(chain.from_iterable(listed))
    parts = [
        pa.array([holder.owner for holder in flat], pa.string()),
        pa.array([holder.from_ for holder in flat], INSTANT),
        pa.array([holder.until for holder in flat], INSTANT),
    ]
    inner = pa.StructArray.from_arrays(parts, fields=list(HOLDER))
    return pa.ListArray.from_arrays(_offsets([len(each) for each in listed]), inner, type=SCHEMA.field("holders").type)
