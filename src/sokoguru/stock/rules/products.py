"""How goods are named and priced."""

import re
import unicodedata
from datetime import date
from enum import StrEnum

from sokoguru.kernel.rupiah import check_amount
from sokoguru.kernel.text import clean_line, excerpt
from sokoguru.stock.errors import ExpiresBeforeHarvest, NotSku, PriceUpsideDown, WrongPlace

SKU_LONGEST = 24
SLUG_LONGEST = 80
_SKU = re.compile(r"[A-Z0-9](?:[A-Z0-9-]{0,22}[A-Z0-9])")


class LocationKind(StrEnum):
    """Places where goods lie, and the places outside from which they come and to which they go."""

    SHOP = "shop"
    WAREHOUSE = "warehouse"
    SUPPLIER = "supplier"
    CUSTOMER = "customer"
    LOSS = "loss"

    @property
    def holds_goods(self) -> bool:
        """Whether what lies there is counted and is worth something in our books."""
        return self in (LocationKind.SHOP, LocationKind.WAREHOUSE)


def read_sku(text: str) -> str:
    """A typed code of goods in capitals: ``gula-01`` is ``GULA-01``."""
    sku = clean_line(text).upper() if len(text) <= 100 else ""
    if not _SKU.fullmatch(sku):
        raise NotSku(typed=excerpt(text))
    return sku


def slug_of(name: str) -> str:
    """The name of goods as it stands in an address: small letters, digits and single dashes."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:SLUG_LONGEST].strip("-")
    return slug or "barang"


def check_prices(*, price_member: int, price_public: int) -> None:
    """Refuse a price of nothing, and a price for members above the one for everybody."""
    check_amount(price_member)
    check_amount(price_public)
    if price_member > price_public:
        raise PriceUpsideDown(price_member=price_member, price_public=price_public)


def check_holds_goods(kind: str) -> None:
    """Refuse to count goods in a place outside the cooperative."""
    if not LocationKind(kind).holds_goods:
        raise WrongPlace(kind=str(kind))


def check_days(*, harvest_on: date | None, expires_on: date | None) -> None:
    """Refuse goods that expire before they were harvested; either day may be unknown."""
    if harvest_on and expires_on and expires_on < harvest_on:
        raise ExpiresBeforeHarvest(
            harvest_on=harvest_on.isoformat(), expires_on=expires_on.isoformat()
        )
