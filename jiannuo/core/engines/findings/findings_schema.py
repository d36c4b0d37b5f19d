"""The columns of findings.parquet: a documented schema that has a version."""

import pyarrow as pa

SCHEMA_VERSION = "1"
VERSION_KEY = b"jiannuo.findings.version"
INSTANT = pa.timestamp("us", "UTC")
_NAME = pa.dictionary(pa.int32(), pa.string())
TEXTS = pa.list_(pa.field("item", pa.string(), nullable=False))
YEARS = pa.list_(pa.field("item", pa.int32(), nullable=False))
INTERVAL = pa.struct(
    [
        pa.field("kind", pa.string(), nullable=False),
        pa.field("from", INSTANT, nullable=False),
        pa.field("until", INSTANT, nullable=False),
        pa.field("cause", pa.string(), nullable=False),
    ]
)
HOLDER = pa.struct(
    [
        pa.field("owner", pa.string()),
        pa.field("from", INSTANT, nullable=False),
        pa.field("until", INSTANT),
    ]
)
SCHEMA = pa.schema(
    [
        pa.field("id", pa.string(), nullable=False),
        pa.field("promise", _NAME, nullable=False),
        pa.field("verb", _NAME, nullable=False),
        pa.field("subject", TEXTS, nullable=False),
        pa.field("member", pa.string()),
        pa.field("root", pa.string(), nullable=False),
        pa.field("verdict", _NAME, nullable=False),
        pa.field("reason", _NAME, nullable=False),
        pa.field("because", pa.map_(pa.string(), pa.string()), nullable=False),
        pa.field("start", INSTANT, nullable=False),
        pa.field("due", INSTANT),
        pa.field("not_before", INSTANT),
        pa.field("met", INSTANT),
        pa.field("late_at", INSTANT),
        pa.field("broken_at", INSTANT),
        pa.field("ended_at", INSTANT),
        pa.field("margin_us", pa.int64()),
        pa.field("reached", pa.int64()),
        pa.field("wanted", pa.int64()),
        pa.field("missing", TEXTS, nullable=False),
        pa.field("evidence", TEXTS, nullable=False),
        pa.field("undecided", TEXTS, nullable=False),
        pa.field("intervals", pa.list_(pa.field("item", INTERVAL, nullable=False)), nullable=False),
        pa.field("owner", pa.string()),
        pa.field("owner_verdict", _NAME),
        pa.field("holders", pa.list_(pa.field("item", HOLDER, nullable=False)), nullable=False),
        pa.field("provisional_years", YEARS, nullable=False),
        pa.field("covered_us", pa.int64()),
        pa.field("demanded_us", pa.int64()),
        pa.field("edition", _NAME, nullable=False),
        pa.field("engine_version", _NAME, nullable=False),
    ],
    metadata={VERSION_KEY: SCHEMA_VERSION.encode()},
)
"""The columns of findings.parquet; docs/reference/findings.md says what each means."""
