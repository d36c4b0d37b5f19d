"""How figures and targets are told in findings: with their units, rounded as the indicator declares."""

from collections.abc import Callable
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal, localcontext
from fractions import Fraction

from jiannuo.core.charters.charter import Indicator
from jiannuo.core.expressions.writing import write_constant
from jiannuo.core.judging.reference.figuring import Figure

UNITS_OF_TIME = {"s": 10**6, "min": 60 * 10**6, "h": 3600 * 10**6}
"""The units in which lengths of time are told, in microseconds."""
_PARTS = {"%": 100, "‰": 1000}
_PRECISE = Context(prec=200)


def words_of_figure(
    indicator: Indicator, figure: Figure, *, hidden: Callable[[Fraction], bool] | None = None
) -> dict[str, str]:
    """Return what a figure is and is made of; with all digits where `hidden` tells that the rounded one would mislead."""
    found = {"count": str(figure.count)}
    if figure.unit is None:
        return found
    if figure.value is not None:
        found["value"] = _value(indicator, figure, figure.value, hidden)
    for name, part in (("numerator", figure.numerator), ("denominator", figure.denominator)):
        if part is not None:
            found[name] = plain(part)
    return found


def words_of_target(indicator: Indicator, figure: Figure, target: object) -> str:
    """Return a target as it is written; a plain number has the unit in which the figure is told."""
    written = write_constant(target)
    if isinstance(target, int | Decimal):
        return f"{written} {_shown_unit(indicator, figure)}".rstrip()
    return target if isinstance(target, str) else written


def plain(value: Fraction) -> str:
    """Return a number with at most twelve significant digits and no needless zeros; what is whole stays whole."""
    if value.denominator == 1:
        return str(value.numerator)
    with localcontext(Context(prec=12, rounding=ROUND_HALF_UP)):
        found = Decimal(value.numerator) / Decimal(value.denominator)
    whole = abs(value.numerator) // value.denominator
    if len(str(whole)) > 12:  # more digits before the point than are kept
        with localcontext(_PRECISE):
            exact = Decimal(value.numerator) / Decimal(value.denominator)
            found = exact.quantize(Decimal(1), rounding=ROUND_HALF_UP)
    return f"{found.normalize(_PRECISE):f}"


def _value(
    indicator: Indicator, figure: Figure, value: Fraction, hidden: Callable[[Fraction], bool] | None
) -> str:  # fmt: skip
    unit = _shown_unit(indicator, figure)
    if figure.unit == "us" and unit not in UNITS_OF_TIME:
        return f"{plain(value / 10**6)} s"
    factor = Fraction(1, UNITS_OF_TIME[unit]) if figure.unit == "us" else Fraction(_PARTS.get(unit, 1))
    text = _rounded(indicator, value * factor)
    if hidden is not None and hidden(Fraction(text) / factor):
        text = plain(value * factor)
    return f"{text} {unit}".rstrip()


def _shown_unit(indicator: Indicator, figure: Figure) -> str:
    own = indicator.unit or ("%" if indicator.kind in ("share", "kept_rate") else figure.unit or "")
    return "" if own == "1" else own


def _rounded(indicator: Indicator, value: Fraction) -> str:
    if indicator.decimals is None:
        return plain(value)
    rule = ROUND_HALF_UP if indicator.rounding == "half up" else ROUND_HALF_EVEN
    with localcontext(_PRECISE):
        exact = Decimal(value.numerator) / Decimal(value.denominator)
        found = exact.quantize(Decimal(1).scaleb(-indicator.decimals), rounding=rule)
    return f"{abs(found) if not found else found:f}"
