"""Whether figures meet their target: the rule of `reach`, from what is known of each period (4.10)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from jiannuo.core.charters.charter import Indicator, Reach, Sign
from jiannuo.core.expressions.measuring import factor_between, in_base_unit
from jiannuo.core.expressions.writing import write_constant
from jiannuo.core.judging.finding import Verdict
from jiannuo.core.statistics.exact_figures import Exact
from jiannuo.core.statistics.figures import MICROSECONDS, UNITS_OF_TIME, Figure, figure_between
from jiannuo.core.statistics.rounding import significant
from jiannuo.core.values.amounts import Money, Quantity
from jiannuo.core.values.durations import Duration, Unit

SIGNS: Mapping[Sign, str] = {"at least": "≥", "at most": "≤", "more than": ">", "less than": "<", "equals": "="}
_FACTORS = {"%": 100, "‰": 1000}
_WORDS = dict[str, str]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the figure of one period, [start, end); instants in microseconds UTC.

    So much of the period is on record as `covered` of `demanded` says; `lacking` is the code of the reason why it may not
    be whole, with the sources. `before` is the same of the period before, None where there is none; `target` is the value
    of a target that an expression gives.
    """

    start: int
    end: int
    exact: Exact
    covered: int
    demanded: int
    lacking: tuple[str, str]
    before: "Known | None" = None
    target: object = None


@dataclass(frozen=True, slots=True)
class Result:
    """What one period comes to by itself: met, missed or (None) unknown, with the code of the reason and its words."""

    met: bool | None
    reason: str
    words: _WORDS


def verdict_of(results: Sequence[Result], periods: int) -> tuple[Verdict, Result]:
    """Return the verdict on the last of some periods running, and what tells of it.

    It is broken only if the target was missed in so many `periods` running, this one included.
    """
    own, before = results[-1], results[-periods:-1]
    if own.met is not False or periods == 1:
        return _VERDICTS[own.met], own
    words = {**own.words, "periods": str(periods)}
    if len(before) < periods - 1 or any(result.met for result in before):
        return "kept", Result(True, "missed_once", words)
    if any(result.met is None for result in before):
        return "unknown", Result(None, "earlier_unknown", words)
    return "broken", own


_VERDICTS: Mapping[bool | None, Verdict] = {True: "kept", False: "broken", None: "unknown"}


@dataclass(frozen=True, slots=True)
class Rule:
    """What figures are held to: the demand, and its indicator with the periods and thresholds of the promise."""

    demand: Reach
    indicator: Indicator
    as_of: int

    def result(self, known: Known) -> Result:
        """Return what one period comes to, be it over or not."""
        words = self.words(known)
        doubt = self._doubt(known)
        if doubt is not None:
            return Result(None, doubt[0], {**words, **doubt[1]})
        against = self._against(known)
        if isinstance(against, str):
            return Result(None, against, {**words, **({"value": "target"} if against == "value_missing" else {})})
        target, shown = against
        met = _compares(self.demand.target.sign, known.exact.value or Fraction(0), target)
        value = self._told(known, is_plain=met != self._would(known, target))
        words |= {"value": value, "target": f"{SIGNS[self.demand.target.sign]} {shown}"}
        return Result(met, "figure_reached" if met else "figure_missed", words)

    def words(self, known: Known) -> _WORDS:
        """Return what the figure is made of."""
        exact = known.exact
        found = {"count": str(exact.count)}
        if exact.value is not None and exact.unit is not None:
            found["value"] = self._told(known)
        for name, part in (("numerator", exact.numerator), ("denominator", exact.denominator)):
            if part is not None and exact.unit is not None:
                found[name] = f"{significant(part):f}"
        return found

    def _figure(self, known: Known) -> Figure:
        return figure_between(self.indicator, (known.start, known.end), (), known.exact, as_of=self.as_of)

    def _told(self, known: Known, *, is_plain: bool = False) -> str:
        """Return the figure as it is shown; `is_plain` with all digits, where rounding would hide how it compares."""
        figure = self._figure(known)
        value = figure.value
        if is_plain and figure.exact is not None:
            value = significant(figure.exact)
        if figure.unit == MICROSECONDS:
            return f"{significant(Fraction(known.exact.value or 0) / UNITS_OF_TIME['s']):f} s"
        shown = Decimal(0) if value is None else value
        return f"{shown:f} {'' if figure.unit == '1' else figure.unit}".rstrip()

    def _would(self, known: Known, target: Fraction) -> bool:
        """Tell how the figure would compare as it is shown."""
        figure = self._figure(known)
        if figure.value is None or not figure.exact:
            return _compares(self.demand.target.sign, known.exact.value or Fraction(0), target)
        shown = Fraction(figure.value) * (known.exact.value or Fraction(0)) / figure.exact
        return _compares(self.demand.target.sign, shown, target)

    # What may be missing.

    def _doubt(self, known: Known) -> tuple[str, _WORDS] | None:
        """Return why a figure should not be relied on, if there is a reason."""
        least, exact = self.indicator.coverage / 100, known.exact
        if known.demanded and Fraction(known.covered, known.demanded) < Fraction(least):
            return known.lacking[0], {"source": known.lacking[1]}
        if exact.unit is None:
            return "mixed_units", {}
        if exact.value is None:
            return "no_figure", {}
        if exact.count < self.indicator.least:
            return "too_few", {"least": str(self.indicator.least)}
        of = exact.count + exact.unknown
        if of and Fraction(exact.count, of) < Fraction(least):
            told = {"coverage": _percent(Fraction(exact.count, of)), "least": _percent(Fraction(least))}
            return "too_little_known", told
        return None

    # What it is held to.

    def _against(self, known: Known) -> tuple[Fraction, str] | str:
        """Return the target in the unit of the exact figure and as it is shown, or why there is none."""
        if self.demand.target.value == "previous":
            before = known.before
            if before is None or self._doubt(before) is not None:
                return "no_previous"
            if before.exact.value is None or not _same_unit(before.exact, known.exact):
                return "mixed_units"
            return before.exact.value, self._told(before)
        if known.target is None:
            return "value_missing"
        value = self._in_unit(known.target, known.exact)
        shown = known.target if isinstance(known.target, str) else write_constant(known.target)
        if isinstance(known.target, int | Decimal):
            unit = self._figure(known).unit
            shown = f"{shown} {'' if unit == '1' else unit}".rstrip()
        return "mixed_units" if value is None else (value, shown)

    def _in_unit(self, target: object, exact: Exact) -> Fraction | None:
        """Return a target in the unit of the exact figure; a plain number counts in the unit that is shown."""
        nothing = exact.unit == "" and exact.value == 0
        match target:
            case bool():
                return None
            case int() | Decimal():
                if exact.unit == MICROSECONDS:
                    return Fraction(target) * UNITS_OF_TIME.get(self.indicator.unit or MICROSECONDS, 1)
                factor = _FACTORS.get(self.indicator.unit or ("%" if self.indicator.kind in _SHARES else ""), 1)
                return Fraction(target) / factor
            case Duration(count=count, unit=Unit.ELAPSED):
                return Fraction(count) if exact.unit == MICROSECONDS or nothing else None
            case Money(amount=amount, currency=currency):
                return Fraction(amount) if exact.unit == currency or nothing else None
            case Quantity():
                return _quantity(target, exact, nothing=nothing)
            case _:
                return None


_SHARES = ("share", "kept_rate")


def _quantity(target: Quantity, exact: Exact, *, nothing: bool) -> Fraction | None:
    based = in_base_unit(target.amount, target.unit)
    if based is not None and based[0] == "share" and exact.unit == "":
        return based[1]
    factor = factor_between(target.unit, exact.unit or "")
    if factor is None:
        return Fraction(target.amount) if nothing or target.unit == exact.unit else None
    return Fraction(target.amount) * factor


def _same_unit(one: Exact, other: Exact) -> bool:
    return one.unit == other.unit or not one.value or not other.value


def _compares(sign: Sign, value: Fraction, target: Fraction) -> bool:
    match sign:
        case "at least":
            return value >= target
        case "at most":
            return value <= target
        case "more than":
            return value > target
        case "less than":
            return value < target
        case "equals":
            return value == target


def _percent(share: Fraction) -> str:
    return f"{significant(share * 100):f} %"
