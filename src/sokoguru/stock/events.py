"""What happens to goods, in the past tense."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ProductOpened:
    """A good was entered."""

    product_id: int
    sku: str
    price_member: int
    price_public: int


@dataclass(frozen=True, slots=True)
class ProductDescribed:
    """The words, the picture or the state of a good changed."""

    product_id: int
    active: bool


@dataclass(frozen=True, slots=True)
class PricesSet:
    """The prices of a good changed (rupiah)."""

    product_id: int
    price_member: int
    price_public: int
    member_before: int
    public_before: int


@dataclass(frozen=True, slots=True)
class BarcodeSet:
    """A good got another barcode, or none."""

    product_id: int
    gtin: str


@dataclass(frozen=True, slots=True)
class LocationOpened:
    """A place was entered."""

    location_id: int
    kind: str


@dataclass(frozen=True, slots=True)
class LotOpened:
    """A lot got its code."""

    lot_id: int
    code: str
    product_id: int
    consigned: bool


@dataclass(frozen=True, slots=True)
class StoryTold:
    """A lot was joined to the article that tells of it."""

    lot_id: int
    article_id: int


@dataclass(frozen=True, slots=True)
class GoodsReceived:
    """Goods came in (thousandths, rupiah)."""

    lot_id: int
    location_id: int
    quantity: int
    value: int


@dataclass(frozen=True, slots=True)
class GoodsMoved:
    """Goods went from one place to another, or out as lost, or back to whom they came from."""

    reference: str
    source_id: int
    target_id: int
    lots: int
    value: int


@dataclass(frozen=True, slots=True)
class GoodsCounted:
    """A count was made; what was lost and found, in rupiah, and in how many lots."""

    reference: str
    location_id: int
    lots: int
    differing: int
    lost: int
    found: int
