"""Quantities: whole thousandths of a base unit (grams of a kilogram), never a floating number."""

import re

from sokoguru.kernel.refusals import Refused
from sokoguru.kernel.rounding import Rounding, divide
from sokoguru.kernel.rupiah import MINUS, group_digits
from sokoguru.kernel.text import excerpt

ONE = 1000
"""One whole base unit."""
MAX_OF_ONE_ACT = 10**9 * ONE
"""A thousand million kilograms or pieces: more is a slip of the finger."""

_TYPED = re.compile(r"(0|[1-9][0-9]{0,2}(?:\.[0-9]{3})+|[1-9][0-9]*)(?:,([0-9]{1,3}))?")
_LONGEST = 40


class NotQuantity(Refused):
    """This is not a quantity with a decimal comma and at most three digits after it."""

    code = "kernel.not_quantity"


class QuantityOutOfRange(Refused):
    """The quantity is below the least or above the most that this act takes (in thousandths)."""

    code = "kernel.quantity_out_of_range"


def parse_quantity(text: str, *, unit: str = "", most: int = MAX_OF_ONE_ACT) -> int:
    """Read ``1.250,5`` (or ``1.250,5 kg`` when ``unit`` is ``kg``) as thousandths: 1250500."""
    typed = text.strip(" \t\u00a0") if len(text) <= _LONGEST else ""
    if unit and typed.lower().endswith(unit.lower()):
        typed = typed[: -len(unit)].rstrip(" \u00a0")
    match = _TYPED.fullmatch(typed)
    if match is None:
        raise NotQuantity(typed=excerpt(text))
    quantity = int(match[1].replace(".", "")) * ONE + int((match[2] or "").ljust(3, "0"))
    if quantity > most:
        raise QuantityOutOfRange(quantity=quantity, least=0, most=most)
    return quantity


def check_quantity(quantity: int, *, least: int = 1, most: int = MAX_OF_ONE_ACT) -> None:
    """Refuse a quantity that no single act may carry."""
    if not least <= quantity <= most:
        raise QuantityOutOfRange(quantity=quantity, least=least, most=most)


def format_quantity(quantity: int, unit: str = "") -> str:
    """``1250500`` as ``1.250,5``; with a unit, ``1.250,5 kg``."""
    whole, rest = divmod(abs(quantity), ONE)
    shown = group_digits(whole)
    if rest:
        shown += "," + f"{rest:03d}".rstrip("0")
    if quantity < 0:
        shown = MINUS + shown
    return f"{shown} {unit}" if unit else shown


def multiply(price: int, quantity: int, mode: Rounding) -> int:
    """Rupiah for thousandths at a price per whole base unit, rounded once by ``mode``."""
    return divide(price * quantity, ONE, mode)
