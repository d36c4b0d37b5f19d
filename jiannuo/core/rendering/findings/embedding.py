"""Single findings as compact data that the report's script shows, and data made harmless inside a page."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

import pyarrow as pa
from markupsafe import Markup

from jiannuo.core.charters.explaining.labelling import Labels, Names, with_names
from jiannuo.core.rendering.findings.choosing import Choice
from jiannuo.core.rendering.findings.masking import shown_member, shown_subject
from jiannuo.core.rendering.results import PromiseCard
from jiannuo.core.rendering.writing.reason_words import is_code, with_code
from jiannuo.core.rendering.writing.wording import must_not_happen, visible
from jiannuo.core.statistics.fulfilment import CODED
from jiannuo.core.values.texts import Text

MOST_BYTES = 1_600_000
MOST_INTERVALS = 40
MOST_RECORDS = 24
_KINDS = ("running", "paused", "closed", "shortfall", "gap")
_LISTS = {"ev": "evidence", "un": "undecided", "py": "provisional_years"}
_INSTANTS = {
    "st": "start",
    "du": "due",
    "me": "met",
    "la": "late_at",
    "br": "broken_at",
    "en": "ended_at",
    "nb": "not_before",
}
_NUMBERS = {"re": "reached", "wa": "wanted"}
_FAREST = 2**53 - 1


@dataclass(frozen=True, slots=True)
class Embedded:
    """What the page carries of single findings: the rows by promise, texts shared by them, and how many are there."""

    rows: tuple[tuple[dict[str, object], ...], ...]
    texts: tuple[str, ...]
    available: tuple[tuple[int, ...], ...]


@dataclass(slots=True)
class _Shared:
    """Texts that many rows share, each kept once, and the names of events and labels, by which rows show them."""

    names: Names
    labels: Labels
    places: dict[str, int] = field(default_factory=dict)

    def place(self, text: object) -> int:
        """Return the number of a text."""
        return self.places.setdefault(visible(str(text)), len(self.places))


def embed_findings(
    findings: pa.Table,
    *,
    choices: Sequence[Choice],
    cards: Sequence[PromiseCard],
    names: Names = MappingProxyType({}),
    labels: Labels | None = None,
) -> Embedded:
    """Take the chosen findings of each promise out of the table, as many as fit; what is personal stays out.

    `names` are what types of event are shown as, `labels` what the charter calls things.
    """
    shared, room = _Shared(names, labels or Labels()), MOST_BYTES // max(len(choices), 1)
    rows = []
    for choice, card in zip(choices, cards, strict=True):
        whole = _plain(findings.take(pa.array(choice.rows))).to_pylist()
        rows.append(tuple(_fitting((_compact(each, shared, card) for each in whole), room)))
    return Embedded(tuple(rows), tuple(shared.places), tuple(choice.available for choice in choices))


def script_json(data: object) -> Markup:
    """Write data as JSON that can stand inside a script element: nothing in it can end the element or begin another."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)  # noqa: S704 - every sign that HTML reads was replaced above


def _plain(findings: pa.Table) -> pa.Table:
    """Return the same table with every instant as a whole number of microseconds."""
    return findings.cast(pa.schema([field.with_type(_plain_type(field.type)) for field in findings.schema]))


def _plain_type(kind: pa.DataType) -> pa.DataType:
    if pa.types.is_timestamp(kind):
        return pa.int64()
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        return pa.list_(_plain_type(kind.value_type))
    if pa.types.is_struct(kind):
        return pa.struct([field.with_type(_plain_type(field.type)) for field in kind])
    return kind


def _fitting(rows: Iterable[dict[str, object]], room: int) -> Iterable[dict[str, object]]:
    for row in rows:
        room -= len(json.dumps(row, ensure_ascii=False).encode())
        if room < 0:
            return
        yield row


def _compact(finding: Mapping[str, object], shared: _Shared, card: PromiseCard) -> dict[str, object]:
    """Return what is known of a finding under short keys; what is absent is left out."""
    row: dict[str, object] = {
        "i": visible(str(finding.get("id", ""))),
        "s": shown_subject(finding["subject"], card),
        "v": CODED.index(str(finding["verdict"])),
        "r": shared.place(finding.get("reason", "")),
        "b": dict(_because(finding, shared.labels)),
        "m": shown_member(finding.get("member"), card),
        "ow": _owner(finding.get("owner"), shared, card),
        "ov": _own_verdict(finding),
        "iv": _intervals(finding.get("intervals"), shared),
        "su": _sums(finding) if card.is_timed else None,
    }
    row |= {key: _whole(finding.get(name)) for key, name in _INSTANTS.items()}
    row |= {key: finding.get(name) for key, name in _NUMBERS.items()}
    if finding.get("covered_us") != finding.get("demanded_us"):
        row |= {"co": _whole(finding.get("covered_us")), "de": _whole(finding.get("demanded_us"))}
    row |= {key: _records(finding.get(name)) for key, name in _LISTS.items()}
    row["mi"] = [
        _shown(part, shared.names) if isinstance(part, str) else part
        for part in _records(finding.get("missing"))
        if part != "false"  # a bare condition is no lack
    ]
    return {key: value for key, value in row.items() if value not in (None, [], {})}


def _owner(owner: object, shared: _Shared, card: PromiseCard) -> int | None:
    """Return the number of an owner's name, -1 for one that is too small to be named."""
    if owner is None or card.personal_owner:
        return None
    return -1 if owner in card.untold_owners else shared.place(owner)


def _own_verdict(finding: Mapping[str, object]) -> int | None:
    """Return the code of the owner's verdict where it is another than that of the promise."""
    own = finding.get("owner_verdict")
    return None if own is None or own == finding["verdict"] else CODED.index(str(own))


def _because(finding: Mapping[str, object], labels: Labels) -> Iterable[tuple[str, object]]:
    """Yield what fills the placeholders of the reason, in words with the code behind them."""
    reason, pairs = (
        str(finding.get("reason")),
        {str(name): str(value) for name, value in _pairs(finding.get("because"))},
    )
    is_barred = must_not_happen(reason, pairs)
    for name, value in pairs.items():
        is_written = not is_barred and is_code(reason, name)
        told = (
            with_code(reason, name, value, labels=labels) if is_written else Text(zh=visible(value), en=visible(value))
        )
        yield visible(name), _pair(told)


def _shown(written: str, names: Names) -> str | tuple[str, str]:
    """Return a written text with its events by their names: one text, or a pair where the languages differ."""
    return _pair(with_names(written, names))


def _pair(text: Text) -> str | tuple[str, str]:
    return text.zh if text.zh == text.en else (text.zh, text.en)


def _pairs(because: object) -> Iterable[tuple[object, object]]:
    if isinstance(because, str):
        because = json.loads(because or "{}")
    if isinstance(because, Mapping):
        return because.items()
    return because if isinstance(because, list) else ()


def _records(names: object) -> list[str | int]:
    """Return the first records; a last number says how many more there are."""
    if not isinstance(names, list):
        return []
    shown: list[str | int] = [visible(str(name)) for name in names[:MOST_RECORDS]]
    return shown if len(names) <= MOST_RECORDS else [*shown, len(names) - MOST_RECORDS]


def _intervals(intervals: object, shared: _Shared) -> list[object]:
    """Return kind, from, until and cause of the first intervals; a last number says how many more there are."""
    if not isinstance(intervals, list):
        return []
    shown: list[object] = [
        [
            _KINDS.index(each["kind"]),
            _whole(each.get("from", each.get("from_"))),
            _whole(each["until"]),
            shared.place(each.get("cause") or ""),
        ]
        for each in intervals[:MOST_INTERVALS]
    ]
    return shown if len(intervals) <= MOST_INTERVALS else [*shown, len(intervals) - MOST_INTERVALS]


def _sums(finding: Mapping[str, object]) -> list[int] | None:
    """Return how long the clock ran, was paused and was closed from start to due, if that is all there is in between."""
    start, due, intervals = finding.get("start"), finding.get("due"), finding.get("intervals")
    if not (isinstance(start, int) and isinstance(due, int) and isinstance(intervals, list)):
        return None
    lengths = dict.fromkeys(_KINDS, 0)
    for each in intervals:
        from_ = max(start, each.get("from", each.get("from_")))
        lengths[each["kind"]] += max(0, min(due, each["until"]) - from_)
    sums = [lengths[kind] for kind in _KINDS[:3]]
    return sums if sum(sums) == due - start else None


def _whole(instant: object) -> int | None:
    """Return an instant in microseconds that a script can hold exactly."""
    if instant is None:
        return None
    return max(-_FAREST, min(_FAREST, int(instant)))  # type: ignore[call-overload, no-any-return]
