"""Percentages of statutes and contracts: from 0 to 100, a few places, exact."""

import re
from decimal import Decimal

from sokoguru.kernel.refusals import Refused
from sokoguru.kernel.text import excerpt

PLACES_MAX = 4
_TYPED = re.compile(r"(0|[1-9][0-9]{0,2})(?:,([0-9]{1,4}))?[ \u00a0]?%?")


class NotPercentage(Refused):
    """Not a percentage from 0 to 100, with a decimal comma and at most four places."""

    code = "kernel.not_percentage"


def is_percentage(value: Decimal) -> bool:
    """Whether it is finite, from 0 to 100, and has at most four places (so that it stays cheap)."""
    if not value.is_finite() or not 0 <= value <= 100:
        return False
    exponent = value.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -PLACES_MAX


def parse_percentage(text: str) -> Decimal:
    """Read ``12``, ``12,5`` or ``12,5%`` as 12.5."""
    match = _TYPED.fullmatch(text.strip(" \t\u00a0")) if len(text) <= 40 else None
    if match is None:
        raise NotPercentage(typed=excerpt(text))
    value = Decimal(f"{match[1]}.{match[2] or '0'}")
    if not is_percentage(value):
        raise NotPercentage(typed=excerpt(text))
    return value


def format_percentage(value: Decimal) -> str:
    """``12,5%``: a decimal comma, no idle zeros, no space."""
    shown = f"{value:f}"
    if "." in shown:
        shown = shown.rstrip("0").rstrip(".")
    return shown.replace(".", ",") + "%"
