"""What goods are worth: a pair of quantity and value, never a stored cost per unit (SAK EP, 13)."""

from dataclasses import dataclass

from sokoguru.kernel.rounding import Rounding, divide
from sokoguru.stock.errors import ConsignedHasNoValue, OutOfStock

VALUE_ROUNDING = Rounding.HALF_UP


@dataclass(frozen=True, slots=True)
class OnHand:
    """What lies there (thousandths) and what it cost (rupiah)."""

    quantity: int = 0
    value: int = 0

    def taken_in(self, quantity: int, value: int) -> "OnHand":
        """After a receipt of so much at so much."""
        return OnHand(self.quantity + quantity, self.value + value)

    def taken_out(self, quantity: int) -> "OnHand":
        """After an issue at moving average."""
        return OnHand(self.quantity - quantity, self.value - value_out(self, quantity))


def value_out(on_hand: OnHand, quantity: int) -> int:
    """What leaves with goods: in proportion, rounded half up; the last goods take the rest."""
    if quantity > on_hand.quantity:
        raise OutOfStock(demand=quantity, available=on_hand.quantity)
    if quantity == on_hand.quantity:
        return on_hand.value
    return divide(on_hand.value * quantity, on_hand.quantity, VALUE_ROUNDING)


def value_back(*, sold_quantity: int, sold_value: int, back_before: OnHand, quantity: int) -> int:
    """What comes back with returned goods: their original value; the last return takes the rest."""
    sold = OnHand(sold_quantity - back_before.quantity, sold_value - back_before.value)
    if quantity > sold.quantity:
        raise OutOfStock(demand=quantity, available=sold.quantity)
    return value_out(sold, quantity)


def check_value(*, is_consigned: bool, value: int) -> None:
    """Refuse a value on goods that belong to a maker."""
    if is_consigned and value != 0:
        raise ConsignedHasNoValue(value=value)


def value_found(on_hand: OnHand, quantity: int, *, received: OnHand) -> int:
    """What found goods are worth: as those that lie there, else as all that ever came in."""
    known = on_hand if on_hand.quantity else received
    if not known.quantity:
        return 0
    return divide(known.value * quantity, known.quantity, VALUE_ROUNDING)
