"""Where a log comes from, as readers are shown it: what the mapping tells, with the names of the files."""

from collections.abc import Sequence
from pathlib import Path

from jiannuo.core.engines.mapping.mapping import Mapping
from jiannuo.core.engines.mapping.mapping import Origin as MappedOrigin
from jiannuo.core.engines.simulated_logs import is_simulated
from jiannuo.core.rendering.results import Origin
from jiannuo.core.values.texts import Text

_NAMED = Text(zh="{title}（{files}）", en="{title} ({files})")


def compose_origin(mapping: Mapping, files: Sequence[Path]) -> Origin:
    """Return what a mapping tells of its log; without a title the names of the files stand for it."""
    told, names = mapping.origin or MappedOrigin(), ", ".join(path.name for path in files)
    title = told.title or mapping.title
    name = _NAMED.filled(title=title, files=names) if title else Text(zh=names, en=names)
    return Origin(name, told.source, told.license, told.attribution, is_simulated(files, mapping=mapping))
