"""The goods that a story speaks of, as its page shows them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sokoguru.kernel.refusals import NotFound
from sokoguru.stock import queries as stock
from sokoguru.stock.rules.products import LocationKind
from sokoguru.ui.templatetags.formats import as_quantity


@dataclass(frozen=True, slots=True)
class Good:
    """A good of the shop: its prices in rupiah, and how much is left, in words."""

    name: str
    url: str
    picture: str
    price_member: int
    price_public: int
    left: str
    is_out: bool


def goods_of(product_ids: Sequence[int]) -> list[Good]:
    """The goods of a story that are still sold, in the story's order."""
    if not product_ids:
        return []
    named = stock.products_named(product_ids)
    rows = [named[number] for number in product_ids if number in named and named[number].active]
    left = _left([row.pk for row in rows])
    return [
        Good(
            name=row.name,
            url=f"/toko/{row.slug}/",
            picture=row.picture,
            price_member=row.price_member,
            price_public=row.price_public,
            left=as_quantity(max(left.get(row.pk, 0), 0), "" if row.unit == "pcs" else row.unit),
            is_out=left.get(row.pk, 0) <= 0,
        )
        for row in rows
    ]


def choices() -> list[tuple[str, str]]:
    """The goods that a story may speak of."""
    return [(str(row.pk), row.name) for row in stock.products(limit=500)]


def _left(product_ids: Sequence[int]) -> dict[int, int]:
    try:
        shop = stock.place(LocationKind.SHOP)
    except NotFound:
        return {}
    return stock.availables(product_ids, location_id=shop.pk)
