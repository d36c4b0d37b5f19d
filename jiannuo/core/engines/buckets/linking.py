"""Keys that must be judged together, and events without a key that belong to one: told by corrections and mergers."""

import glob
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from jiannuo.core.charters.charter import Charter
from jiannuo.core.engines.buckets.arrow_events import carrying
from jiannuo.core.engines.buckets.bucketing import Links, hash_of
from jiannuo.core.engines.buckets.event_files import EventFiles

_KIN = {"subject_merged": "into", "subject_split": "from"}


@dataclass(frozen=True, slots=True)
class Linked:
    """`links` are those between keys; `owners` gives the number of the key of events that carry none, by their ids.

    `types` are those of these events.
    """

    links: Links
    owners: dict[str, int]
    types: frozenset[str]


NOTHING_LINKED = Linked(Links(()), {}, frozenset())


class _Nodes:
    """Numbers what is linked: keys by their hash, events without a key below 0."""

    def __init__(self, columns: Sequence[pa.DataType]) -> None:
        self._columns = columns
        self.loose: dict[str, int] = {}
        self.types: dict[str, str] = {}

    def of_key(self, key: Sequence[object]) -> int | None:
        """Return the number of a key; None if no event can have it."""
        return hash_of(key, self._columns)

    def of_event(self, id_: str, type_: str, key: Sequence[object]) -> int | None:
        """Return the number of what an event belongs to."""
        if None not in key:
            return self.of_key(key)
        self.types[id_] = type_
        return self.loose.setdefault(id_, -1 - len(self.loose))


def linked_in(files: EventFiles, charter: Charter, types: Iterable[str], key: Sequence[str]) -> "Linking":
    """Return what finds the links between keys of some attributes."""
    listed = sorted(types)
    carried = [type_ for type_, has in zip(listed, carrying(charter, listed, key), strict=True) if has]
    return Linking(files, tuple(key), tuple(carried), frozenset(listed))


@dataclass(frozen=True, slots=True)
class Linking:
    """Finds links in files with events of some `types`, of which those `carried` have the key."""

    files: EventFiles
    key: tuple[str, ...]
    carried: tuple[str, ...]
    types: frozenset[str]

    def found(self, folder: Path, memory: int) -> Linked:
        """Return the links; what does not fit into `memory` bytes goes into the folder."""
        queries = list(self._queries())
        if not queries:
            return NOTHING_LINKED
        nodes = _Nodes([_plain(self.files.schema.field(name).type) for name in self.key])
        pairs: list[tuple[int, int]] = []
        with duckdb.connect() as database:
            database.execute(f"set memory_limit='{max(memory, 10**8) // 10**6}MB'; set threads=2")
            database.execute(f"set temp_directory={_quoted(str(folder))}; set preserve_insertion_order=false")
            database.execute(self._view())
            for query, is_kin in queries:
                pairs += self._pairs(database.execute(query), nodes, is_kin)
        return _linked(pairs, nodes)

    def _pairs(self, rows: "duckdb.DuckDBPyConnection", nodes: _Nodes, is_kin: bool) -> Iterator[tuple[int, int]]:
        width = len(self.key)
        while chunk := rows.fetchmany(10_000):
            for row in chunk:
                one, other = row[: width + 2], row[width + 2 :]
                first = nodes.of_event(one[0], one[1], one[2:])
                second = nodes.of_key(other) if is_kin else nodes.of_event(other[0], other[1], other[2:])
                if first is not None and second is not None and first != second:
                    yield first, second

    def _view(self) -> str:
        names = self.files.names
        has_key = f"event in ({', '.join(map(_quoted, self.carried)) or 'null'})"
        keys = ", ".join(
            f"case when {has_key} then {_name(name)} end as k{place}" for place, name in enumerate(self.key)
        )
        others = [name for name in ("supersedes", "into", "from") if name in names]
        kept = "".join(f", cast({_name(name)} as varchar) as {_name(name)}" for name in others)
        selects = [
            f"select {self._id(before)} as id, cast(event as varchar) as event, {keys}{kept} from {_reading(path)}"  # noqa: S608 — quoted
            for path, before in zip(self.files.paths, self.files.befores, strict=True)
        ]
        return f"create view e as {' union all '.join(selects)}"

    def _id(self, before: str) -> str:
        return "cast(id as varchar)" if "id" in self.files.names else f"{_quoted(before)} || (file_row_number + 1)"

    def _queries(self) -> Iterator[tuple[str, bool]]:
        names, places = self.files.names, range(len(self.key))
        differ = " or ".join(f"a.k{n} is distinct from b.k{n} or a.k{n} is null" for n in places)
        sides = ", ".join(f"{side}.id, {side}.event, " + ", ".join(f"{side}.k{n}" for n in places) for side in "ab")
        if "supersedes" in names:
            yield f"select {sides} from e a join e b on a.supersedes = b.id where {differ}", False  # noqa: S608 — numbered columns
        if "id" in names:
            twice = "select id from e group by id having count(*) > 1"
            yield f"select {sides} from e a join e b on a.id = b.id where a.id in ({twice}) and ({differ})", False  # noqa: S608 — numbered columns
        for type_, name in _KIN.items():
            if type_ in self.types and name in names and len(self.key) == 1:
                kin = f"select id, event, k0, {_name(name)} from e where event = {_quoted(type_)}"  # noqa: S608 — quoted
                yield f"{kin} and k0 is not null and {_name(name)} is not null", True


def _linked(pairs: list[tuple[int, int]], nodes: _Nodes) -> Linked:
    links = Links(pairs)
    leads = {id_: links.lead(number) for id_, number in nodes.loose.items()}
    owners = {id_: lead for id_, lead in leads.items() if lead >= 0}
    return Linked(links, owners, frozenset(nodes.types[id_] for id_ in owners))


def _plain(found: pa.DataType) -> pa.DataType:
    return found.value_type if pa.types.is_dictionary(found) else found


def _reading(path: Path) -> str:
    """Return what reads one file, whatever signs stand in its name, and no columns out of the names of its folders."""
    pattern = _quoted(glob.escape(str(path.absolute())))
    return f"read_parquet({pattern}, file_row_number=true, hive_partitioning=false)"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _name(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
