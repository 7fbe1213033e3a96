"""What weighing, grading and settling with makers obey."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sokoguru.kernel.percentage import is_percentage
from sokoguru.kernel.quantity import check_quantity, multiply
from sokoguru.kernel.rounding import Rounding, percent
from sokoguru.supply import errors

PAYABLE_ROUNDING = Rounding.HALF_UP
"""The weight that is paid, to the gram, and its price, to the rupiah."""


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


def check_settlement(amount: int, *, owed: int) -> None:
    """Refuse to pay a maker more than what was sold and is not yet settled."""
    if not 0 < amount <= owed:
        raise errors.MoreThanSold(amount=amount, owed=owed)
