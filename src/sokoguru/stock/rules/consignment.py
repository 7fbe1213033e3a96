"""Parting the price of consigned goods into the maker's due and our ujrah.

Consignment is wakalah bil ujrah (DSN-MUI 113/2017): the goods stay the maker's, the cooperative
earns only the ujrah agreed at intake. A fraction of a rupiah goes to the maker.
"""

from dataclasses import dataclass
from decimal import Decimal

from sokoguru.kernel.percentage import is_percentage
from sokoguru.kernel.rounding import Rounding, divide, percent
from sokoguru.stock.errors import MoreThanTaken, UjrahOutOfRange

UJRAH_ROUNDING = Rounding.FLOOR
"""The fee is rounded down, so that the fraction is the maker's."""


@dataclass(frozen=True, slots=True)
class Split:
    """A sale of consigned goods: what was paid, what is the maker's, what is ours."""

    total: int = 0
    owed: int = 0
    ujrah: int = 0

    def __add__(self, other: "Split") -> "Split":
        return Split(self.total + other.total, self.owed + other.owed, self.ujrah + other.ujrah)

    def __sub__(self, other: "Split") -> "Split":
        return Split(self.total - other.total, self.owed - other.owed, self.ujrah - other.ujrah)


def check_ujrah(ujrah_percent: Decimal) -> None:
    """Refuse a fee that would leave the maker nothing."""
    if not is_percentage(ujrah_percent) or ujrah_percent == 100:
        raise UjrahOutOfRange(ujrah_percent=str(ujrah_percent))


def split_sale(total: int, *, ujrah_percent: Decimal) -> Split:
    """Part what the buyer paid for consigned goods into the maker's due and our ujrah."""
    check_ujrah(ujrah_percent)
    ujrah = percent(total, ujrah_percent, UJRAH_ROUNDING)
    return Split(total=total, owed=total - ujrah, ujrah=ujrah)


def split_return(
    sold: Split, *, sold_quantity: int, back_before: Split, back_quantity: int, quantity: int
) -> Split:
    """What is taken back when goods return: the mirror of the sale, in proportion.

    Proportion is taken of the whole sale; the last goods to return take the rest, so that a sale
    returned piece by piece leaves nothing behind on any side.
    """
    if quantity <= 0 or back_quantity + quantity > sold_quantity:
        raise MoreThanTaken(quantity=quantity, taken=sold_quantity - back_quantity)
    return _share(sold, back_quantity + quantity, sold_quantity) - back_before


def _share(sold: Split, quantity: int, of_quantity: int) -> Split:
    total = divide(sold.total * quantity, of_quantity, Rounding.FLOOR)
    ujrah = divide(sold.ujrah * quantity, of_quantity, Rounding.FLOOR)
    return Split(total=total, owed=total - ujrah, ujrah=ujrah)
