"""Division that names its rounding: the one place where a fraction of a rupiah is decided."""

from decimal import Decimal
from enum import StrEnum


class Rounding(StrEnum):
    """How a fraction becomes a whole number."""

    FLOOR = "floor"
    """Down, towards minus infinity: the practice of SHU, and of a fee taken from someone's due."""
    CEILING = "ceiling"
    """Up, towards plus infinity."""
    HALF_UP = "half_up"
    """To the nearest, halves away from zero: prices, weights and the value of stock."""
    HALF_EVEN = "half_even"
    """To the nearest, halves to the even neighbour."""


def divide(numerator: int, denominator: int, mode: Rounding) -> int:
    """``numerator / denominator`` as a whole number, exact up to the one named rounding."""
    if denominator < 0:
        numerator, denominator = -numerator, -denominator
    quotient, rest = divmod(numerator, denominator)
    if rest == 0 or mode is Rounding.FLOOR:
        return quotient
    if mode is Rounding.CEILING or 2 * rest > denominator:
        return quotient + 1
    if 2 * rest < denominator:
        return quotient
    if mode is Rounding.HALF_EVEN:
        return quotient + quotient % 2
    return quotient + (1 if numerator > 0 else 0)


def scale(amount: int, rate: Decimal, mode: Rounding) -> int:
    """``amount × rate``; the rate is a plain ratio (0.12 for 12 per cent)."""
    numerator, denominator = rate.as_integer_ratio()
    return divide(amount * numerator, denominator, mode)


def percent(amount: int, percentage: Decimal, mode: Rounding) -> int:
    """``amount × percentage / 100`` (12 for 12 per cent)."""
    numerator, denominator = percentage.as_integer_ratio()
    return divide(amount * numerator, denominator * 100, mode)
