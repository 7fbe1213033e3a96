"""What happens in the shop, in the past tense. ``came_by`` is the opaque token of a link."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OrderPlaced:
    """A member ordered: the goods are set aside."""

    order_id: int
    member_id: int
    amount: int
    came_by: str


@dataclass(frozen=True, slots=True)
class OrderPaid:
    """An order was paid: its goods were sold."""

    order_id: int
    member_id: int
    amount: int
    came_by: str


@dataclass(frozen=True, slots=True)
class OrderReady:
    """The goods of an order wait at the counter."""

    order_id: int
    member_id: int


@dataclass(frozen=True, slots=True)
class OrderHandedOver:
    """The buyer has the goods."""

    order_id: int
    member_id: int


@dataclass(frozen=True, slots=True)
class OrderCancelled:
    """An order was taken back; ``refunded`` rupiah went back, or stand for the buyer."""

    order_id: int
    member_id: int
    refunded: int
    came_by: str
    reason: str


@dataclass(frozen=True, slots=True)
class OrderExpired:
    """An order was not paid in time: its goods are on the shelf again."""

    order_id: int
    member_id: int


@dataclass(frozen=True, slots=True)
class SaleRung:
    """Goods were sold at a till (``member_id`` 0: to somebody who is no member)."""

    number: str
    channel: str
    member_id: int
    amount: int
    tender: str


@dataclass(frozen=True, slots=True)
class GoodsReturned:
    """Goods came back and the money went back."""

    number: str
    of_number: str
    member_id: int
    amount: int


@dataclass(frozen=True, slots=True)
class ShiftOpened:
    """A cashier sat down with so much in the drawer."""

    shift_id: int
    till: str
    opening_float: int


@dataclass(frozen=True, slots=True)
class ShiftClosed:
    """A cashier counted blind; what the drawer should have held, and the difference."""

    shift_id: int
    till: str
    counted: int
    expected: int
    difference: int


@dataclass(frozen=True, slots=True)
class TillSaleSetAside:
    """A till's report could not be written into the books: it is kept raw for a person."""

    till: str
    told_seq: int
    problem: str
