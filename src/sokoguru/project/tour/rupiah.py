"""Rupiah as they stand on pages and as people type them.

Written anew, not taken from the kernel: the tour must not share a mistake with what it checks.
"""

import re

_AMOUNT = re.compile(r"-?\s?Rp\s?(\d{1,3}(?:\.\d{3})*)")


def typed(amount: int) -> str:
    """29000 as ``29.000``."""
    return f"{amount:,}".replace(",", ".")


def kilograms(grams: int) -> str:
    """12500 as ``12,500``: a weight as the scale shows it."""
    return f"{grams // 1_000},{grams % 1_000:03d}"


def shown(amount: int) -> str:
    """29000 as ``Rp29.000``."""
    return f"Rp{typed(amount)}"


def read(text: str) -> list[int]:
    """Every amount in a text, in its order."""
    return [int(each.replace(".", "")) for each in _AMOUNT.findall(text)]
