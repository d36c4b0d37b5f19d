"""Units of measure: which are known, and the exact factor that takes one to another."""

from decimal import Decimal
from fractions import Fraction

_DIMENSIONS: dict[str, dict[str, str]] = {
    "length": {"mm": "1/1000", "cm": "1/100", "m": "1", "km": "1000"},
    "area": {"cm2": "1/10000", "m2": "1", "ha": "10000", "km2": "1000000"},
    "volume": {"ml": "1/1000", "mL": "1/1000", "l": "1", "L": "1", "m3": "1000"},
    "mass": {"ug": "1/1000000000", "µg": "1/1000000000", "mg": "1/1000000", "g": "1/1000", "kg": "1", "t": "1000"},
    "mass per mass": {
        "ug/kg": "1/1000000000", "µg/kg": "1/1000000000", "mg/kg": "1/1000000", "g/kg": "1/1000",
        "ug/g": "1/1000000", "µg/g": "1/1000000", "mg/g": "1/1000",
    },
    "mass per volume": {
        "ug/l": "1/1000000000", "ug/L": "1/1000000000", "µg/L": "1/1000000000", "ug/m3": "1/1000000000000",
        "µg/m3": "1/1000000000000", "mg/l": "1/1000000", "mg/L": "1/1000000", "mg/m3": "1/1000000000",
        "g/l": "1/1000", "g/L": "1/1000", "kg/m3": "1/1000",
    },
    "speed": {"m/s": "1", "km/h": "5/18"},
    "flow": {"m3/h": "1/3600", "m3/s": "1", "l/s": "1/1000", "L/s": "1/1000", "l/min": "1/60000", "L/min": "1/60000"},
    "data": {"bit": "1", "kbit": "1000", "Mbit": "1000000", "Gbit": "1000000000", "B": "8", "kB": "8000", "MB": "8000000",
             "GB": "8000000000", "TB": "8000000000000", "KiB": "8192", "MiB": "8388608", "GiB": "8589934592"},
    "data rate": {"bit/s": "1", "kbit/s": "1000", "Mbit/s": "1000000", "Gbit/s": "1000000000", "MB/s": "8000000"},
    "energy": {"Wh": "1", "kWh": "1000", "MWh": "1000000"},
    "power": {"W": "1", "kW": "1000", "MW": "1000000"},
    "pressure": {"Pa": "1", "hPa": "100", "kPa": "1000", "MPa": "1000000"},
    "voltage": {"mV": "1/1000", "V": "1", "kV": "1000"},
    "frequency": {"Hz": "1", "kHz": "1000", "MHz": "1000000", "GHz": "1000000000"},
    "share": {"%": "1/100", "‰": "1/1000"},
    "temperature": {"°C": "1"},
    "loudness": {"dB": "1"},
}  # fmt: skip
_FACTORS: dict[str, tuple[str, Fraction]] = {
    unit: (dimension, Fraction(factor)) for dimension, units in _DIMENSIONS.items() for unit, factor in units.items()
}
MEASURES = tuple(_FACTORS)
"""Every known unit of measure; capital and small letters differ."""
_SPELLINGS = str.maketrans({"\u03bc": "\u00b5", "\u2103": "°C", "²": "2", "³": "3"})


def canonical_unit(unit: str) -> str:
    """Return a unit with its Greek mu, ℃ and raised digits written as the table of units writes them."""
    return unit.translate(_SPELLINGS)


def convertible(unit: str, other: str) -> bool:
    """Tell whether both units are known and measure the same thing."""
    one, same = _FACTORS.get(canonical_unit(unit)), _FACTORS.get(canonical_unit(other))
    return one is not None and same is not None and one[0] == same[0]


def in_base_unit(amount: Decimal, unit: str) -> tuple[str, Fraction] | None:
    """Return the dimension and the exact amount in its base unit, or None for an unknown unit."""
    known = _FACTORS.get(canonical_unit(unit))
    return None if known is None else (known[0], Fraction(amount) * known[1])


def factor_between(unit: str, other: str) -> Fraction | None:
    """Return the exact number of `other` in one `unit`, or None where they cannot be converted."""
    if not convertible(unit, other):
        return None
    return _FACTORS[canonical_unit(unit)][1] / _FACTORS[canonical_unit(other)][1]
