"""What was planted in a city and what a judge found in it, case by case and column by column."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from jiannuo.core.charters.charter import Charter
from jiannuo.core.engines.buckets.judging_files import judge_parquet
from jiannuo.core.simulation.city import City
from jiannuo.core.simulation.planting.themes import THEMES

COLUMNS = ("verdict", "owner", "owner_verdict", "due", "broken_at")
OTHERWISE = ("kept", "lapsed", "pending", "withdrawn")
"""What may be found where nothing was planted: no breach, and nothing that nobody can know."""

PENDING = "pending"
TOLD = r"^[a-z]6\d{6}$"
"""What stories are about, as its number tells. All of them are over long before the record ends: nothing of them is pending."""
NOTHING = ""
_WORST_FIRST = pa.array(("broken", "unknown", "excused", "kept", "pending", "lapsed", "withdrawn"))
_KEY = ("subject", "start", "nth")

Differences = dict[str, list[tuple[str, str, str, str]]]
"""For each column: promise, subject, what was planted (nothing: "") and what was found."""


def found_in(charter: Charter, events: Path, *, as_of: int) -> dict[str, "pa.Table"]:
    """Return the findings of each promise."""
    judged = judge_parquet(charter, events, as_of=as_of)
    parts: dict[str, list[pa.Table]] = {promise: [] for promise in charter.promises}
    for batch in judged.full_batches(engine_version="1"):
        if len(batch):
            parts[batch["promise"][0].as_py()].append(_plain(batch))
    return {promise: _numbered(pa.concat_tables(tables)) for promise, tables in parts.items() if tables}


def planted_in(city: City) -> dict[str, "pa.Table"]:
    """Return what is meant for each case, and whether more than its verdict is known of it for certain.

    That is so for all but what is kept far from any boundary, of which the city knows as much as it says.
    """
    usual = pc.and_(pc.equal(city.truth["intention"], "kept"), pc.is_null(city.truth["boundary"]))
    names = {"opened_at": "start", "intention": "verdict", "due_at": "due"}
    truth = city.truth.append_column("certain", pc.invert(usual))
    truth = truth.rename_columns([names.get(name, name) for name in truth.column_names])
    kept = truth.select(["theme", "subject", "start", *COLUMNS, "certain"])
    return {
        each.name: _numbered(kept.filter(pc.equal(kept["theme"], each.name)).drop_columns(["theme"])) for each in THEMES
    }


def differences(planted: dict[str, "pa.Table"], found: dict[str, "pa.Table"]) -> Differences:
    """Return where what was planted and what was found differ; where nothing was planted OTHERWISE may be found.

    Nothing may be found pending of what a story is about.
    """
    differing: Differences = {name: [] for name in COLUMNS}
    for theme in sorted(planted.keys() | found.keys()):
        if theme not in found or theme not in planted:
            differing["verdict"].append((theme, "", str(theme in planted), str(theme in found)))
            continue
        both = planted[theme].join(found[theme], _KEY, join_type="full outer", right_suffix="_found")
        for name in COLUMNS:
            differing[name].extend((theme, *each) for each in _differing(both, name))
    return {name: cases for name, cases in differing.items() if cases}


def _plain(batch: "pa.RecordBatch") -> "pa.Table":
    subjects = pc.binary_join(batch["subject"].cast(pa.list_(pa.string())), "/")
    columns = {name: batch[name] for name in ("start", *COLUMNS)}
    words = {name: columns[name].cast(pa.string()) for name in ("verdict", "owner", "owner_verdict")}
    return pa.table({"subject": subjects, **columns, **words})


def _numbered(cases: "pa.Table") -> "pa.Table":
    """Return the cases with numbers for those of one subject that begin at the same instant: the worst first, then by owner."""
    rank = pc.index_in(cases["verdict"], _WORST_FIRST)
    keyed = cases.append_column("rank", rank)
    order = pc.sort_indices(keyed, [(name, "ascending") for name in ("subject", "start", "rank", "owner")])
    ordered = cases.take(order)
    subject, start = (ordered[name].combine_chunks() for name in ("subject", "start"))
    again = np.zeros(len(ordered), np.bool_)
    if len(ordered) > 1:
        same = [pc.equal(each[1:], each[:-1]).to_numpy(zero_copy_only=False) for each in (subject, start)]
        again[1:] = same[0] & same[1]
    place = np.arange(len(ordered))
    return ordered.append_column("nth", pa.array(place - np.maximum.accumulate(np.where(again, 0, place))))


def _differing(both: "pa.Table", name: str) -> Iterable[tuple[str, str, str]]:
    meant, seen = both[name], both[f"{name}_found"]
    same = pc.or_(pc.fill_null(pc.equal(meant, seen), False), pc.and_(pc.is_null(meant), pc.is_null(seen)))
    planted = pc.is_valid(both["verdict"])
    if name == "verdict":
        waits_in_vain = pc.and_(pc.equal(seen, PENDING), pc.match_substring_regex(both["subject"], TOLD))
        otherwise = pc.and_not(pc.is_in(seen, pa.array(OTHERWISE)), pc.fill_null(waits_in_vain, False))
        fine = pc.or_(same, pc.and_(pc.invert(planted), otherwise))
    else:
        said_nothing = pc.and_(pc.is_null(meant), pc.invert(pc.fill_null(both["certain"], False)))
        fine = pc.or_(same, said_nothing)
    wrong = both.filter(pc.invert(fine))
    texts = (
        wrong[column].cast(pa.string()).fill_null(NOTHING).to_pylist() for column in ("subject", name, f"{name}_found")
    )
    return zip(*texts, strict=True)
