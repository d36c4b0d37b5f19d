"""Single findings as a sheet, what matters most first; masked like everything that leaves the house."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from jiannuo.core.rendering.columns import ABSENT, Whole, instants_of
from jiannuo.core.rendering.findings.grounds import PLACEHOLDER, Ground, in_words
from jiannuo.core.rendering.findings.masking import shown_member, shown_owner, shown_subject
from jiannuo.core.rendering.results import PromiseCard, Result
from jiannuo.core.rendering.spreadsheets.sheets import Batch, Column, Sheet
from jiannuo.core.rendering.walls import local_walls
from jiannuo.core.rendering.writing.reason_words import lack_in_words
from jiannuo.core.rendering.writing.wording import lacks_of, visible
from jiannuo.core.rendering.writing.words import WORDS
from jiannuo.core.statistics.fulfilment import CODED
from jiannuo.core.values.texts import Language, Text

ROWS_TOGETHER = 20_000
_ORDER = ("broken", "unknown", "pending", "excused", "kept")
NAME = Text(zh="判定", en="Findings")
_IN_ZONE = Text(zh="{name}（{zone}）", en="{name} ({zone})")
_PART = Text(zh="业务对象", en="Subject")
_PROMISE_ID = Text(zh="承诺编号", en="Promise id")
_EARLY, _LATE = Text(zh="提前", en="Early by"), Text(zh="超时", en="Late by")
_NOT_NAMED = Text(zh="（人员不列出）", en="(a person, not named)")
_SEPARATOR = " · "
_AND = Text(zh="；", en="; ")
_DATES = ("start", "due", "done", "broken_at")
_HEADINGS: Mapping[str, Text] = {
    "start": WORDS["opened"],
    "due": WORDS["due"],
    "done": WORDS["met"],
    "broken_at": WORDS["broken_at"],
}


def findings_sheet(result: Result, *, language: Language) -> Sheet:
    """Return the findings, broken ones first, then unknown, pending, excused and kept; the rest has no verdict."""
    order = _ordered(result)
    return Sheet(NAME, _columns(result.zone), len(order), lambda: _batches(result, order, language))


def _columns(zone: str) -> tuple[Column, ...]:
    def dated(name: str) -> Column:
        return Column(_IN_ZONE.filled(name=_HEADINGS[name], zone=zone), "instant", 23)

    return (
        Column(WORDS["verdict"], "text", 10),
        Column(WORDS["promise"], "text", 30),
        Column(_PART, "id", 24),
        Column(WORDS["member"], "id", 12),
        *(dated(name) for name in _DATES),
        Column(_EARLY, "length", 15),
        Column(_LATE, "length", 15),
        Column(WORDS["reason"], "text", 40),
        Column(WORDS["missing"], "text", 24),
        Column(WORDS["owner"], "id", 14),
        Column(WORDS["owner_verdict"], "text", 10),
        Column(_PROMISE_ID, "id", 24),
        Column(WORDS["finding_id"], "id", 20),
    )


def _ordered(result: Result) -> Whole:
    """Return the rows of the findings in the order in which they are shown."""
    verdicts = _codes(result.findings, "verdict", [*_ORDER, *(name for name in CODED if name not in _ORDER)])
    promises = _codes(result.findings, "promise", [card.id for card in result.promises])
    known = np.flatnonzero(promises < len(result.promises))
    keys = (instants_of(result.findings, "start")[known], promises[known], verdicts[known])
    return known[np.lexsort(keys)]


def _codes(findings: pa.Table, name: str, names: Sequence[str]) -> Whole:
    """Return the place of each row's text among `names`, behind the last for any other."""
    column = findings.column(name).combine_chunks()
    if not pa.types.is_dictionary(column.type):
        column = column.cast(pa.string()).dictionary_encode()
    places = {text: place for place, text in enumerate(names)}
    table = np.array([places.get(str(text), len(names)) for text in column.dictionary.to_pylist()] or [0], np.int64)
    return np.asarray(table[column.indices.to_numpy(zero_copy_only=False)])


def _batches(result: Result, order: Whole, language: Language) -> Iterator[Batch]:
    told = _Told(result, {card.id: card for card in result.promises}, language)
    for first in range(0, len(order), ROWS_TOGETHER):
        yield told.batch(result.findings.take(pa.array(order[first : first + ROWS_TOGETHER])))


@dataclass(slots=True)
class _Told:
    """Says findings in one language; sentences of reasons and what is lacking, which repeat, are made once."""

    result: Result
    cards: Mapping[str, PromiseCard]
    language: Language
    sentences: dict[tuple[str, tuple[tuple[str, str], ...]], str] = field(default_factory=dict)
    lacks: dict[str, str] = field(default_factory=dict)

    def batch(self, findings: pa.Table) -> Batch:
        """Return the cells of some findings, column by column."""
        cards = [self.cards[str(promise)] for promise in _listed(findings, "promise")]
        times = _times(findings)
        early, late = _distances(times, np.array([card.is_timed for card in cards], dtype=bool))
        titles = {card.id: visible(card.title.within(self.language)) for card in self.cards.values()}
        subjects, members = _lists(findings, "subject"), _listed(findings, "member")
        return [
            [self._verdict(verdict) for verdict in _listed(findings, "verdict")],
            [titles[card.id] for card in cards],
            [_SEPARATOR.join(shown_subject(each, card)) for each, card in zip(subjects, cards, strict=True)],
            [shown_member(each, card) for each, card in zip(members, cards, strict=True)],
            *(_nullable(local_walls(times[name], zone=self.result.zone)) for name in _DATES),
            _nullable(early),
            _nullable(late),
            self._sentences(findings),
            [self._lacks(parts) for parts in _lists(findings, "missing")],
            [self._owner(owner, card) for owner, card in zip(_listed(findings, "owner"), cards, strict=True)],
            [None if own is None else self._verdict(own) for own in _listed(findings, "owner_verdict")],
            [visible(card.id) for card in cards],
            [visible(str(id_)) for id_ in _listed(findings, "id")],
        ]

    def _verdict(self, verdict: object) -> str:
        return WORDS[str(verdict)].within(self.language) if str(verdict) in WORDS else visible(str(verdict))

    def _sentences(self, findings: pa.Table) -> list[str]:
        """Return the sentence of each reason; what fills it is looked at only where there is anything to fill."""
        reasons = [str(reason or "") for reason in _listed(findings, "reason")]
        has_more = [bool(PLACEHOLDER.search(self.result.reasons[code].zh)) for code in self.result.reasons]
        filled = {code for code, has in zip(self.result.reasons, has_more, strict=True) if has}
        rows = [place for place, reason in enumerate(reasons) if reason in filled]
        because = _listed(findings.take(pa.array(rows, pa.int64())), "because")
        pairs = dict(zip(rows, because, strict=True))
        return [self._sentence(reason, pairs.get(place)) for place, reason in enumerate(reasons)]

    def _sentence(self, reason: str, because: Any) -> str:
        pairs = tuple((str(name), str(value)) for name, value in because or ())
        key = (reason, pairs)
        if key not in self.sentences:
            said = in_words(Ground(reason, dict(pairs), 1, 1), reasons=self.result.reasons, labels=self.result.labels)
            self.sentences[key] = said.within(self.language)
        return self.sentences[key]

    def _lacks(self, parts: Iterable[object]) -> str | None:
        return _AND.within(self.language).join(self._lack(part) for part in lacks_of(parts)) or None

    def _lack(self, part: str) -> str:
        if part not in self.lacks:
            self.lacks[part] = lack_in_words(part, labels=self.result.labels).within(self.language)
        return self.lacks[part]

    def _owner(self, owner: object, card: PromiseCard) -> str | None:
        if owner is not None and card.personal_owner:
            return _NOT_NAMED.within(self.language)
        shown = shown_owner(owner, card)
        return None if shown is None else shown.within(self.language)


def _listed(findings: pa.Table, name: str) -> list[Any]:
    return findings.column(name).to_pylist() if name in findings.column_names else [None] * findings.num_rows


def _lists(findings: pa.Table, name: str) -> list[list[Any]]:
    """Return a column of lists; short ones, which most are, are not made one by one."""
    if name not in findings.column_names:
        return [[]] * findings.num_rows
    column = findings.column(name).combine_chunks()
    lengths = pc.fill_null(pc.list_value_length(column), 0).to_numpy(zero_copy_only=False)
    single = np.flatnonzero(lengths == 1)
    found: list[list[Any]] = [[]] * len(column)
    for place, value in zip(single.tolist(), pc.list_flatten(column.take(pa.array(single))).to_pylist(), strict=True):
        found[place] = [value]
    longer = np.flatnonzero(lengths > 1)
    for place, values in zip(longer.tolist(), column.take(pa.array(longer)).to_pylist(), strict=True):
        found[place] = values
    return found


def _times(findings: pa.Table) -> dict[str, Whole]:
    met, late_at = instants_of(findings, "met"), instants_of(findings, "late_at")
    return {
        "start": instants_of(findings, "start"),
        "due": instants_of(findings, "due"),
        "done": np.where(met != ABSENT, met, late_at),
        "broken_at": instants_of(findings, "broken_at"),
    }


def _distances(times: Mapping[str, Whole], timed: np.ndarray) -> tuple[Whole, Whole]:
    """Return by how much each finding was early and by how much late; exactly at due it was early by nothing."""
    due, done = times["due"], times["done"]
    both = timed & (due != ABSENT) & (done != ABSENT)
    margin = np.where(both, np.where(both, due, 0) - np.where(both, done, 0), ABSENT)
    return np.where(both & (margin >= 0), margin, ABSENT), np.where(both & (margin < 0), -margin, ABSENT)


def _nullable(numbers: Whole) -> list[int | None]:
    return [None if number == ABSENT else number for number in numbers.tolist()]
