"""GTIN barcodes: check digits, and numbers of our own that never pretend to be somebody's."""

from dataclasses import dataclass

from sokoguru.kernel.text import excerpt
from sokoguru.stock.errors import NotBarcode

LENGTHS = (8, 12, 13, 14)
INTERNAL_PREFIX = "20"
"""GS1 leaves 20-29 to each shop; 899 is Indonesia's and is never invented."""
_INTERNAL_SERIAL_MAX = 10**10 - 1


@dataclass(frozen=True, slots=True)
class Barcode:
    """A number whose check digit is right."""

    digits: str

    @property
    def gtin(self) -> str:
        """The 14 digits under which all lengths of the same number are equal."""
        return self.digits.zfill(14)

    @property
    def is_internal(self) -> bool:
        """Whether the number is only ours (prefix 20-29 of 13 digits; 2 of 8 digits)."""
        if len(self.digits) == 8:
            return self.digits.startswith("2")
        return self.gtin.startswith("02")


def check_digit(body: str) -> str:
    """The last digit of a GTIN with these other digits (GS1: weights 3, 1 from the right)."""
    weighed = sum(
        int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(body))
    )
    return str(-weighed % 10)


def parse_barcode(text: str) -> Barcode:
    """Read a scanned or typed GTIN-8, -12, -13 or -14."""
    digits = text.strip().replace(" ", "") if len(text) <= 40 else ""
    if not (digits.isascii() and digits.isdigit()):
        raise NotBarcode(reason="digits", typed=excerpt(text))
    if len(digits) not in LENGTHS:
        raise NotBarcode(reason="length", typed=digits)
    if digits[-1] != check_digit(digits[:-1]) or set(digits) == {"0"}:
        raise NotBarcode(reason="check_digit", typed=digits)
    return Barcode(digits)


def internal_barcode(serial: int) -> Barcode:
    """A number of our own for goods that have none: 20, ten digits, check digit."""
    if not 0 < serial <= _INTERNAL_SERIAL_MAX:
        raise ValueError("The series of own barcodes has 10 digits.")
    body = f"{INTERNAL_PREFIX}{serial:010d}"
    return Barcode(body + check_digit(body))
