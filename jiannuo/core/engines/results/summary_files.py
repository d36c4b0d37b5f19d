"""The figures of an audit as an object for machines: what stands in summary.json."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from jiannuo.core.engines.events.logs import Counts
from jiannuo.core.engines.mapping.mapping import Origin
from jiannuo.core.engines.results.indicator_files import indicators_as_json
from jiannuo.core.engines.results.summarizing import PromiseSummary
from jiannuo.core.statistics.figures import Table
from jiannuo.core.statistics.fulfilment import CODED, Ratio, Tally
from jiannuo.core.values.instants import write_instant
from jiannuo.core.values.texts import Text

SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures of an audit; instants in microseconds UTC, `complete_until` and the number of known `gaps` by source.

    The indicators are those told to others, without groups of fewer than `least_group` observations and persons by name,
    or exact ones where that is None.
    """

    charter: str
    title: Text
    edition: str
    zone: str
    mapping: str
    files: tuple[str, ...]
    as_of: int
    engine: str
    engine_version: str
    promises: tuple[PromiseSummary, ...]
    counts: Counts
    span: tuple[int, int] | None
    complete_until: Mapping[str, int]
    gaps: Mapping[str, int] = field(default_factory=dict)
    origin: Origin | None = None
    indicators: tuple[Table, ...] = ()
    least_group: int | None = None

    @property
    def tally(self) -> Tally:
        """Return the verdicts of all promises together."""
        return sum((promise.tally for promise in self.promises), Tally())


def summary_as_json(summary: Summary) -> dict[str, object]:
    """Return the object of summary.json; instants are texts with offset, lengths whole microseconds."""
    return {
        "schema_version": SCHEMA_VERSION,
        "charter": {
            "id": summary.charter,
            "title": {"zh": summary.title.zh, "en": summary.title.en},
            "edition": summary.edition,
            "zone": summary.zone,
        },
        "as_of": _written(summary.as_of, summary.zone),
        "engine": summary.engine,
        "engine_version": summary.engine_version,
        "total": _tally_as_json(summary.tally),
        "promises": [_promise_as_json(promise) for promise in summary.promises],
        **indicators_as_json(summary.indicators, zone=summary.zone, least_group=summary.least_group),
        "log": {
            "mapping": summary.mapping,
            "origin": origin_as_json(summary.origin),
            "files": list(summary.files),
            **log_as_json(summary),
        },
    }


def log_as_json(summary: Summary) -> dict[str, object]:
    """Return the account of the log."""
    return {
        "span": span_as_json(summary.span, zone=summary.zone),
        "complete_until": {name: _written(at, summary.zone) for name, at in summary.complete_until.items()},
        "gaps": dict(summary.gaps),
        **counts_as_json(summary.counts),
    }


def origin_as_json(origin: Origin | None) -> dict[str, object] | None:
    """Return where a log comes from, by the keys of the mapping; None if that is not told."""
    if origin is None:
        return None
    return {
        "title": _text_as_json(origin.title),
        "source": origin.source,
        "licence": origin.license,
        "attribution": _text_as_json(origin.attribution),
        "simulated": origin.simulated,
    }


def _text_as_json(text: Text | None) -> dict[str, str] | None:
    return None if text is None else {"zh": text.zh, "en": text.en}


def counts_as_json(counts: Counts) -> dict[str, object]:
    """Return the account of rows and events, which always adds up."""
    return {
        "rows": {
            "read": counts.rows,
            "used": counts.rows_used,
            "copies": counts.rows_copied,
            "set_aside": counts.rows_set_aside,
            "without_event": counts.rows_without_event,
            "unreadable": counts.rows_unreadable,
        },
        "rules": counts.rules,
        "events": {"read": counts.events, "by_type": dict(counts.events_by_type)},
        "duplicates": counts.duplicates,
        "passed_over": dict(counts.passed),
        "set_aside": {"count": counts.rejects, "by_code": dict(counts.rejects_by_code)},
    }


def span_as_json(span: tuple[int, int] | None, *, zone: str) -> dict[str, str] | None:
    """Return the first and the last instant."""
    return None if span is None else {"first": _written(span[0], zone), "last": _written(span[1], zone)}


def _written(instant: int, zone: str) -> str:
    return write_instant(instant, zone=zone).replace(" ", "T")


def _promise_as_json(promise: PromiseSummary) -> dict[str, object]:
    return {
        "id": promise.id,
        "verb": promise.verb,
        **_tally_as_json(promise.tally),
        "lapsed": promise.lapsed,
        "withdrawn": promise.withdrawn,
        "margin_median_us": promise.margin_median,
        "margin_worst_tenth_us": promise.margin_worst_tenth,
        "undecided_triggers": promise.undecided_triggers,
        "provisional": promise.provisional,
        "months": [{"month": month.month, **_verdicts_as_json(month.tally)} for month in promise.months],
    }


def _verdicts_as_json(tally: Tally) -> dict[str, int]:
    return dict(zip(CODED, tally.counts, strict=True))


def _tally_as_json(tally: Tally) -> dict[str, object]:
    return {
        "verdicts": _verdicts_as_json(tally),
        "fulfilment": _ratio_as_json(tally.fulfilment),
        "lower_bound": _ratio_as_json(tally.lower_bound),
        "coverage": _ratio_as_json(tally.coverage),
    }


def _ratio_as_json(ratio: Ratio) -> dict[str, object]:
    return {"numerator": ratio.numerator, "denominator": ratio.denominator, "value": ratio.value}
