"""Judge a file in a process of its own: `python -m tests.engines.digesting CHARTER FILE [LIMIT]` prints a digest.

The digest of the compact findings does not hang on their order. The peak is that of the whole process, in bytes.
"""

import json
import resource
import sys
from pathlib import Path

import duckdb
import pyarrow as pa

from jiannuo.core.charters.reading import read_charter
from jiannuo.core.engines.buckets.judging_files import judge_parquet

_COLUMNS = "promise, subject, member, root, verdict, reason, start, due, met, late_at, broken_at, ended_at"
_QUERY = f"select count(*), sum(hash({_COLUMNS})::hugeint), bit_xor(hash({_COLUMNS})) from findings"
_PIECE = 100_000


def main(charter: str, file: str, limit: str = "") -> None:
    judged = judge_parquet(read_charter(Path(charter)), Path(file), memory_limit=limit or None)
    count, total, mixed = 0, 0, 0
    with duckdb.connect() as database:
        database.execute("set threads=1; set memory_limit='200MB'")
        for batch in judged.batches():
            for first in range(0, len(batch), _PIECE):
                database.register("findings", pa.Table.from_batches([batch.slice(first, _PIECE)]))
                found = database.execute(_QUERY).fetchall()[0]
                count, total, mixed = count + found[0], (total + int(found[1])) % 2**64, mixed ^ found[2]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps({"findings": count, "digest": [total, mixed], "peak_bytes": peak}))


if __name__ == "__main__":
    main(*sys.argv[1:])
