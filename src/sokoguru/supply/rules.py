"""What weighing, grading and consignment obey.

Consignment is wakalah bil ujrah (DSN-MUI 113/2017): the goods stay the maker's, the cooperative
earns only the ujrah agreed at intake. A fraction of a rupiah goes to the maker.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sokoguru.kernel.percentage import is_percentage
from sokoguru.kernel.quantity import check_quantity, multiply
from sokoguru.kernel.rounding import Rounding, divide, percent
from sokoguru.supply import errors

PAYABLE_ROUNDING = Rounding.HALF_UP
"""The weight that is paid, to the gram, and its price, to the rupiah."""
UJRAH_ROUNDING = Rounding.FLOOR
"""The fee is rounded down, so that the fraction is the maker's."""


@dataclass(frozen=True, slots=True)
class Weighing:
    """One weighing (thousandths of a kilogram): stock receives net, the maker is paid payable."""

    gross: int
    tare: int
    deduction_percent: Decimal
    net: int
    payable: int


@dataclass(frozen=True, slots=True)
class GradePrice:
    """What a kilogram of a grade costs from a day on."""

    grade: str
    price: int
    effective_from: date
    effective_until: date | None = None
    """The first day on which it no longer holds."""


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


def weigh(*, gross: int, tare: int, deduction_percent: Decimal = Decimal(0)) -> Weighing:
    """Gross less tare is net; net less the deduction for moisture and husk is payable."""
    check_quantity(gross)
    if not 0 <= tare < gross:
        raise errors.TareTooHeavy(gross=gross, tare=tare)
    if not is_percentage(deduction_percent) or deduction_percent == 100:
        raise errors.DeductionOutOfRange(deduction_percent=str(deduction_percent))
    net = gross - tare
    return Weighing(
        gross=gross,
        tare=tare,
        deduction_percent=deduction_percent,
        net=net,
        payable=percent(net, 100 - deduction_percent, PAYABLE_ROUNDING),
    )


def amount_due(weighing: Weighing, price: int) -> int:
    """What outright purchase (beli putus) costs at the price of the grade."""
    return multiply(price, weighing.payable, PAYABLE_ROUNDING)


def price_of(grade: str, prices: Iterable[GradePrice], *, on: date) -> int:
    """The price of a grade in force on a day; of several, the one that began last."""
    in_force = [
        price
        for price in prices
        if price.grade == grade
        and price.effective_from <= on
        and (price.effective_until is None or on < price.effective_until)
    ]
    if not in_force:
        raise errors.GradeUnknown(grade=grade, on=on.isoformat())
    return max(in_force, key=lambda price: price.effective_from).price


def check_ujrah(ujrah_percent: Decimal) -> None:
    """Refuse a fee that would leave the maker nothing."""
    if not is_percentage(ujrah_percent) or ujrah_percent == 100:
        raise errors.UjrahOutOfRange(ujrah_percent=str(ujrah_percent))


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
        raise errors.MoreThanSold(quantity=quantity, sold=sold_quantity - back_quantity)
    return _share(sold, back_quantity + quantity, sold_quantity) - back_before


def check_settlement(amount: int, *, owed: int) -> None:
    """Refuse to pay a maker more than what was sold and is not yet settled."""
    if not 0 < amount <= owed:
        raise errors.MoreThanSold(amount=amount, owed=owed)


def _share(sold: Split, quantity: int, of_quantity: int) -> Split:
    total = divide(sold.total * quantity, of_quantity, Rounding.FLOOR)
    ujrah = divide(sold.ujrah * quantity, of_quantity, Rounding.FLOOR)
    return Split(total=total, owed=total - ujrah, ujrah=ujrah)
