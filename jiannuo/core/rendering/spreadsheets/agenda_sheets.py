"""What to do now as a sheet: every obligation that falls due next or was just broken, none left out."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from jiannuo.core.rendering.columns import Whole
from jiannuo.core.rendering.first_page.agenda import told_items
from jiannuo.core.rendering.first_page.brief import Digest
from jiannuo.core.rendering.spreadsheets.finding_sheets import ROWS_TOGETHER
from jiannuo.core.rendering.spreadsheets.sheets import Batch, Column, Sheet
from jiannuo.core.rendering.walls import local_walls
from jiannuo.core.rendering.writing.brief_words import BRIEF_WORDS
from jiannuo.core.rendering.writing.wording import visible
from jiannuo.core.rendering.writing.words import WORDS
from jiannuo.core.values.texts import Language, Text

NAME = BRIEF_WORDS["today"]
_AT = Text(zh="截止或未兑现时间（{zone}）", en="Due or broken ({zone})")
_LEFT, _SINCE = Text(zh="还剩", en="Left"), Text(zh="已过", en="Since")
_YES = Text(zh="是", en="yes")


def agenda_sheet(digest: Digest, *, language: Language) -> Sheet:
    """Return all that falls due next, the earliest first, and then what was just broken, the undone first."""
    columns = (
        Column(Text(zh="事由", en="Why"), "text", 12),
        Column(WORDS["promise"], "text", 34),
        Column(Text(zh="业务对象", en="Subject"), "id", 24),
        Column(_AT.filled(zone=digest.result.zone), "instant", 23),
        Column(_LEFT, "length", 14),
        Column(_SINCE, "length", 14),
        Column(Text(zh="至今未完成", en="Still not done"), "text", 12),
        Column(Text(zh="承诺编号", en="Promise id"), "id", 26),
        Column(WORDS["finding_id"], "id", 20),
    )
    calls = digest.calls
    count = len(calls.due) + len(calls.broken)
    return Sheet(NAME, columns, count, lambda: _Told(digest, language).batches())


@dataclass(frozen=True, slots=True)
class _Told:
    digest: Digest
    language: Language

    def batches(self) -> Iterator[Batch]:
        calls = self.digest.calls
        for name, rows, instants in (
            ("due_next", calls.due, calls.due_at),
            ("newly_broken", calls.broken, calls.broken_at),
        ):
            for first in range(0, len(rows), ROWS_TOGETHER):
                yield self._batch(name, rows[first : first + ROWS_TOGETHER], instants)

    def _batch(self, name: str, rows: Whole, instants: Whole) -> Batch:
        result, columns = self.digest.result, self.digest.columns
        items = told_items(result, rows, instants, (columns, self.digest.calls))
        cards = [result.promises[place] for place in columns.promise[rows].tolist()]
        walls = local_walls(np.asarray(instants[rows]), zone=result.zone)
        lengths: list[int | None] = [item.length for item in items]
        nothing: list[int | None] = [None] * len(items)
        return [
            [BRIEF_WORDS[name].within(self.language)] * len(items),
            [visible(card.title.within(self.language)) for card in cards],
            [item.subject for item in items],
            walls.tolist(),
            *((lengths, nothing) if name == "due_next" else (nothing, lengths)),
            [_YES.within(self.language) if item.is_open else None for item in items],
            [visible(card.id) for card in cards],
            [visible(item.id) for item in items],
        ]
