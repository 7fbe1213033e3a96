"""What happens between the cooperative and its makers, in the past tense."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class GradePriceSet:
    """What a grade costs from a day on (rupiah)."""

    product_id: int
    grade: str
    price: int
    since: date


@dataclass(frozen=True, slots=True)
class HarvestBought:
    """A maker's lot was weighed and bought (beli putus): thousandths, rupiah."""

    number: str
    member_id: int
    lot_id: int
    net: int
    payable: int
    amount: int


@dataclass(frozen=True, slots=True)
class GoodsConsigned:
    """A maker's lot was taken in under wakalah bil ujrah; no money moved."""

    number: str
    member_id: int
    lot_id: int
    net: int
    ujrah_percent: str
    fatwa: str


@dataclass(frozen=True, slots=True)
class MakerSettled:
    """A maker was paid what was owed (rupiah)."""

    number: str
    member_id: int
    consignment: int
    produce: int
    into: str


@dataclass(frozen=True, slots=True)
class GoodsGivenBack:
    """Unsold goods went back to their maker (thousandths, rupiah)."""

    number: str
    member_id: int
    lot_id: int
    quantity: int
    value: int


@dataclass(frozen=True, slots=True)
class GoodsBought:
    """Goods were bought from outside (thousandths, rupiah)."""

    number: str
    lot_id: int
    supplier: str
    quantity: int
    amount: int
    paid: bool


@dataclass(frozen=True, slots=True)
class SettlementReversed:
    """A payment to a maker was taken back."""

    number: str
    reversed_by: str
    member_id: int
