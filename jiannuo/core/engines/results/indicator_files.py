"""The figures of indicators as objects for machines, as they stand in summary.json."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from jiannuo.core.charters.charter import EverySpan
from jiannuo.core.statistics.comparisons import Comparison, Statement
from jiannuo.core.statistics.figures import Figure, Table
from jiannuo.core.statistics.fulfilment import Ratio
from jiannuo.core.statistics.recurring import period_name
from jiannuo.core.statistics.rounding import significant
from jiannuo.core.values.instants import write_instant

_EXACT_DIGITS = 34


def indicators_as_json(tables: Sequence[Table], *, zone: str, least_group: int | None) -> dict[str, object]:
    """Return the figures of indicators and whom they are told to, nothing where there are none."""
    told = {"to": "own" if least_group is None else "others", "least_group": least_group}
    return {"told": told, "indicators": [table_as_json(table, zone=zone) for table in tables]} if tables else {}


def table_as_json(table: Table, *, zone: str) -> dict[str, object]:
    """Return one indicator with its figures; decimals are texts, so that no digit is lost."""
    indicator = table.indicator
    title = indicator.title
    return {
        "name": indicator.name,
        "title": None if title is None else {"zh": title.zh, "en": title.en},
        "kind": indicator.kind,
        "over": indicator.over,
        "per": _per(indicator.per),
        "by": list(table.by),
        "rounding": indicator.rounding,
        "decimals": indicator.decimals,
        "figures": [_figure(figure, table, zone) for figure in table.figures],
    }


def _per(per: str | EverySpan) -> object:
    if isinstance(per, str):
        return per
    return {"every": f"{per.length.count} {per.length.unit.value}", "from": per.from_.isoformat()}


def _figure(figure: Figure, table: Table, zone: str) -> dict[str, object]:
    per = table.indicator.per
    return {
        **_span(figure, zone),
        "period": period_name(figure.from_, per, zone=zone),
        "by": dict(zip(table.by, figure.by, strict=True)),
        **_told(figure),
        "before": _comparison(figure.before, per, zone),
        "year_before": _comparison(figure.year_before, per, zone),
        "to_date": None if figure.to_date is None else _to_date(figure.to_date, per, zone),
        "stated": [_statement(each, zone) for each in figure.stated],
    }


def _statement(statement: Statement, zone: str) -> dict[str, object]:
    return {
        "value": _text(statement.value),
        "unit": statement.unit,
        "as_of": _written(statement.as_of, zone),
        "difference": _text(statement.difference),
        "agrees": statement.agrees,
        "whole": statement.is_whole,
    }


def _span(span: Figure | Comparison, zone: str) -> dict[str, object]:
    from_, until = span.from_, span.until
    return {
        "from": None if from_ is None else _written(from_, zone),
        "until": None if until is None else _written(until, zone),
    }


def _to_date(figure: Figure, per: str | EverySpan, zone: str) -> dict[str, object]:
    return {**_span(figure, zone), **_told(figure), "year_before": _comparison(figure.year_before, per, zone)}


def _comparison(comparison: Comparison | None, per: str | EverySpan, zone: str) -> dict[str, object] | None:
    if comparison is None:
        return None
    return {
        **_span(comparison, zone),
        "period": period_name(comparison.from_, per, zone=zone),
        "value": _text(comparison.value),
        "difference": _text(comparison.difference),
        "relative": _text(comparison.relative),
        "remark": comparison.remark,
    }


def _told(figure: Figure) -> dict[str, object]:
    is_untold = figure.state == "suppressed"
    return {
        "value": _text(figure.value),
        "unit": figure.unit,
        "numerator": _exact(figure.numerator),
        "denominator": _exact(figure.denominator),
        "lower_95": _text(figure.lower),
        "count": None if is_untold else figure.count,
        "coverage": None if is_untold else _ratio(figure.coverage),
        "on_record": None if figure.on_record is None else _ratio(figure.on_record),
        "closed": figure.closed,
        "state": figure.state,
    }


def _ratio(ratio: Ratio) -> dict[str, object]:
    return {"numerator": ratio.numerator, "denominator": ratio.denominator, "value": ratio.value}


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"


def _exact(value: Fraction | None) -> object:
    if value is None or value.denominator == 1:
        return None if value is None else value.numerator
    return f"{significant(value, digits=_EXACT_DIGITS):f}"


def _written(instant: int, zone: str) -> str:
    return write_instant(instant, zone=zone).replace(" ", "T")
