"""Amounts with a unit, and points on the earth: the values of conditions that Python has no type for."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Money:
    """An amount of money in one currency (ISO 4217); amounts of different currencies are never compared."""

    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Quantity:
    """A measured amount with its unit, such as 5 mg/kg; compared after conversion within one dimension."""

    amount: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the earth in degrees (WGS 84)."""

    latitude: float
    longitude: float
