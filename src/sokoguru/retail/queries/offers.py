"""A good as the shop offers it: both prices, what is left, and where each rupiah goes.

The product page of ``site`` draws it with the parts in ``templates/retail/parts/``.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from sokoguru.kernel.quantity import ONE
from sokoguru.kernel.rounding import Rounding, divide
from sokoguru.retail.queries.baskets import shop_id
from sokoguru.stock import queries as stock
from sokoguru.stock.queries.makers import maker_name, maker_names
from sokoguru.stock.rules.consignment import split_sale
from sokoguru.stock.rules.products import LocationKind
from sokoguru.ui.rules.parts import Share

if TYPE_CHECKING:
    from sokoguru.stock.models import Lot, Product


@dataclass(frozen=True, slots=True)
class Offer:
    """A good in the shop. ``maker`` is the public name behind its lot, or nothing."""

    product: "Product"
    available: int
    lot: "Lot | None"
    is_member: bool
    maker: str = ""

    @property
    def price(self) -> int:
        """What this visitor pays for one unit (rupiah)."""
        return self.product.price_member if self.is_member else self.product.price_public

    @property
    def saved(self) -> int:
        """What a member pays less than the public."""
        return self.product.price_public - self.product.price_member

    @property
    def url(self) -> str:
        return f"/toko/{self.product.slug}/"


def shelf(*, is_member: bool, search: str = "", limit: int = 120) -> list[Offer]:
    """Everything that is sold, what can be had first. Nothing before the shop was opened."""
    if not any(place.kind == LocationKind.SHOP for place in stock.locations()):
        return []
    place = shop_id()
    rows = stock.shelf(place, search=search, limit=limit)
    newest = newest_lots([row.product.pk for row in rows])
    makers = maker_names(newest.values())
    offers = [
        Offer(
            product=row.product,
            available=row.available,
            lot=(lot := newest.get(row.product.pk)),
            is_member=is_member,
            maker=makers[lot.pk] if lot else "",
        )
        for row in rows
    ]
    return sorted(offers, key=lambda offer: (offer.available <= 0, offer.product.name))


def offer_of(product: "Product", *, is_member: bool) -> Offer:
    """One good, with the lot that goes out next."""
    place = shop_id()
    first = stock.saleable_lots(product.pk, location_id=place, limit=1).first()
    return Offer(
        product=product,
        available=stock.available(product.pk, location_id=place),
        lot=first.lot if first else None,
        is_member=is_member,
        maker=maker_name(first.lot if first else None),
    )


def newest_lots(product_ids: list[int]) -> "dict[int, Lot]":
    """The newest lot of each good."""
    wanted = set(product_ids)
    found: dict[int, Lot] = {}
    for lot in stock.lots(limit=500):
        if lot.product_id in wanted:
            found.setdefault(lot.product_id, lot)
    return found


def shares_of(offer: Offer) -> list[Share]:
    """Where each rupiah goes: the maker's due and our ujrah, or what the goods cost."""
    price, lot = offer.price, offer.lot
    if lot is None:
        return []
    if lot.consigned:
        split = split_sale(price, ujrah_percent=lot.ujrah_rate or Decimal(0))
        return [
            Share("Untuk pembuat", split.owed, split.owed),
            Share("Ujrah koperasi", split.ujrah, split.ujrah),
        ]
    there = stock.on_hand(lot_id=lot.pk, location_id=shop_id())
    if not there.quantity:
        return []
    cost = min(price, divide(there.value * ONE, there.quantity, Rounding.HALF_UP))
    return [
        Share("Harga beli barang", cost, cost),
        Share("Untuk toko dan SHU anggota", price - cost, price - cost),
    ]
