"""The mapping by which a made-up log is audited: every row is the event that it names, of the source that told it."""

from collections.abc import Iterator

import pyarrow as pa

from jiannuo.core.simulation.recording.event_log import SOURCES
from jiannuo.core.simulation.recording.times import ZONE
from jiannuo.core.values.texts import Text

_OF_EVERY_EVENT = ("id", "at", "recorded_at", "actor", "actor_kind", "supersedes")
_TITLE = Text(
    zh="模拟的网约接送城市：订单 {orders} 个，随机种子 {seed}",
    en="A made-up city of ride-hailing: {orders}, seed {seed}",
)
_PAGE = """\
# Tells how the rows of events.parquet become the events of the pack charters/ride-hailing. Nothing of them is real.
mapping:
  id: simulated-rides
  title: {{zh: "{zh}", en: "{en}"}}
  zone: {zone}

origin:
  source: jiannuo simulate ride-hailing
  simulated: true

format: {{kind: parquet}}

attributes:
{attributes}

# A rule for each source, so that the record of each begins and ends with its own events.
events:
{rules}
"""
_RULE = """\
  - event: {{column: event}}
    when: source = '{source}'
    source: {source}
{keys}"""


def counted_orders(orders: int) -> Text:
    """Return how many orders there are: in Chinese the number alone, for its measure word stands behind it."""
    return Text(zh=f"{orders:,}", en=f"{orders:,} order" if orders == 1 else f"{orders:,} orders")


def write_mapping(schema: "pa.Schema", *, orders: int, seed: int) -> str:
    """Return the mapping file of a log with these columns; money is in CNY."""
    title = _TITLE.filled(orders=counted_orders(orders), seed=seed)
    attributes = (field for field in schema if field.name not in ("event", *_OF_EVERY_EVENT))
    keys = "\n".join(f"    {name}: {name}" for name in _OF_EVERY_EVENT)
    return _PAGE.format(
        zh=title.zh,
        en=title.en,
        zone=ZONE,
        attributes="\n".join(_lines(attributes)),
        rules="\n".join(_RULE.format(source=source, keys=keys) for source in SOURCES),
    )


def _lines(attributes: Iterator["pa.Field"]) -> Iterator[str]:
    for field in attributes:
        yield f"  {field.name}: {_column(field)}"


def _column(field: "pa.Field") -> str:
    """Return where an attribute stands: a point and money in two columns within one."""
    inner = [field.type.field(place).name for place in range(field.type.num_fields)]
    if inner == ["amount", "currency"]:
        return f"{{column: {field.name}.amount, unit: CNY}}"
    if inner == ["latitude", "longitude"]:
        return f"{{column: [{field.name}.latitude, {field.name}.longitude]}}"
    return str(field.name)
