"""What a scanner or a cashier types: ``3*8991…`` is three, ``0,5*beras`` is half a kilogram."""

from dataclasses import dataclass

from sokoguru.kernel.quantity import ONE, NotQuantity, parse_quantity
from sokoguru.kernel.text import clean_line


@dataclass(frozen=True, slots=True)
class Scanned:
    """A code or a name, and how much of it (thousandths)."""

    text: str
    quantity: int


def read_scan(typed: str) -> Scanned:
    """The quantity before a star or an x, else one; what follows is the code or the name."""
    text = clean_line(typed[:80])
    for sign in ("*", "x ", "X "):
        head, found, rest = text.partition(sign)
        if not found or not rest.strip():
            continue
        try:
            quantity = parse_quantity(head.strip())
        except NotQuantity:
            continue
        if quantity:
            return Scanned(rest.strip(), quantity)
    return Scanned(text, ONE)
