"""Reads of goods, places, lots and what lies where; of acts in ``acts``, of sales in ``sales``."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from django.db.models import F, Model, Q, QuerySet, Sum

from sokoguru.kernel import clock
from sokoguru.kernel.refs import SubjectRef
from sokoguru.kernel.refusals import NotFound
from sokoguru.ledger import queries as books
from sokoguru.ledger.rules import AccountRef, Role
from sokoguru.stock.errors import NotBarcode, NotLotCode, NotSku
from sokoguru.stock.models import (
    Location,
    Lot,
    Move,
    Product,
    StockBalance,
)
from sokoguru.stock.rules.barcodes import parse_barcode
from sokoguru.stock.rules.lots import read_lot_code
from sokoguru.stock.rules.products import LocationKind, read_sku
from sokoguru.stock.rules.valuation import OnHand

Row = TypeVar("Row", bound=Model)
UNIT = "toko"
"""The business unit whose books hold the value of goods."""


def subject(location_id: int) -> SubjectRef:
    """A place as the owner of its inventory leaf."""
    return SubjectRef("stock.location", location_id)


def inventory(location_id: int) -> AccountRef:
    """The account that holds the value of what lies in a place. Raises ``NotFound``."""
    return books.leaf(unit=UNIT, role=Role.INVENTORY, subject=subject(location_id))


def variance() -> AccountRef:
    """The account that takes what a count or a loss changes."""
    return books.account(unit=UNIT, role=Role.INVENTORY_VARIANCE)


def product(product_id: int) -> Product:
    """A good. Raises ``NotFound``."""
    return one(Product.objects.filter(pk=product_id), "stock.product", id=product_id)


def product_by_slug(slug: str) -> Product:
    """A good that is sold, by its address. Raises ``NotFound``."""
    return one(Product.objects.filter(slug=slug[:80], active=True), "stock.product", slug=slug[:80])


def product_by_scan(text: str) -> Product:
    """A good by what was scanned or typed: a barcode, else its own code. Raises ``NotFound``."""
    try:
        return one(
            Product.objects.filter(gtin=parse_barcode(text).gtin), "stock.product", typed=text[:40]
        )
    except (NotBarcode, NotFound):
        pass
    try:
        sku = read_sku(text)
    except NotSku:
        raise NotFound(kind="stock.product", typed=text[:40]) from None
    return one(Product.objects.filter(sku=sku), "stock.product", typed=sku)


def products(
    *, search: str = "", active: bool | None = True, limit: int = 200
) -> QuerySet[Product]:
    """Goods by name; ``search`` is a part of the name, the code or a whole barcode."""
    rows: QuerySet[Product] = Product.objects.order_by("name", "pk")
    if active is not None:
        rows = rows.filter(active=active)
    wanted = search.strip()[:60]
    if wanted:
        rows = rows.filter(
            Q(name__icontains=wanted) | Q(sku__icontains=wanted) | Q(gtin=wanted.zfill(14))
        )
    return rows[:limit]


def products_named(ids: Iterable[int]) -> dict[int, Product]:
    """Goods by id; the unknown are left out."""
    return {row.pk: row for row in Product.objects.filter(pk__in=list(ids))}


def locations(*, holding_goods: bool = True) -> list[Location]:
    """The places of the cooperative where goods lie (or all, with those outside), shops first."""
    rows = Location.objects.filter(active=True)
    if holding_goods:
        rows = rows.filter(kind__in=[kind for kind in LocationKind if kind.holds_goods])
    return list(rows.order_by("-kind", "pk") if not holding_goods else rows.order_by("kind", "pk"))


def location(location_id: int) -> Location:
    """A place. Raises ``NotFound``."""
    return one(Location.objects.filter(pk=location_id), "stock.location", id=location_id)


def place(kind: LocationKind) -> Location:
    """The first place of a kind: the shop, the world of suppliers. Raises ``NotFound``."""
    rows = Location.objects.filter(kind=kind, active=True).order_by("pk")
    return one(rows, "stock.location", location_kind=str(kind))


def lot(lot_id: int) -> Lot:
    """A lot with its good. Raises ``NotFound``."""
    return one(Lot.objects.select_related("product").filter(pk=lot_id), "stock.lot", id=lot_id)


def lot_by_code(text: str) -> Lot:
    """A lot by its code as typed or scanned, with its good and maker. Raises ``NotFound``."""
    try:
        code = read_lot_code(text)
    except NotLotCode:
        raise NotFound(kind="stock.lot", code=text[:20]) from None
    rows = Lot.objects.select_related("product", "maker_member", "owner_member")
    return one(rows.filter(code=code), "stock.lot", code=code)


def lots(*, product_id: int | None = None, search: str = "", limit: int = 100) -> QuerySet[Lot]:
    """The newest lots; ``search`` is a part of the code, the good or the maker's name."""
    rows: QuerySet[Lot] = Lot.objects.select_related("product", "maker_member").order_by("-pk")
    if product_id:
        rows = rows.filter(product_id=product_id)
    wanted = search.strip()[:60]
    if wanted:
        rows = rows.filter(
            Q(code__icontains=wanted)
            | Q(product__name__icontains=wanted)
            | Q(maker_member__name__icontains=wanted)
        )
    return rows[:limit]


def lots_of_maker(member_id: int, *, limit: int = 100) -> QuerySet[Lot]:
    """The lots that a member made, newest first."""
    rows: QuerySet[Lot] = Lot.objects.filter(maker_member_id=member_id).select_related("product")
    return rows.order_by("-pk")[:limit]


def lots_left(lot_ids: Iterable[int]) -> dict[int, int]:
    """How much is still on hand of lots, in all places, in thousandths."""
    rows = StockBalance.objects.filter(lot_id__in=list(lot_ids)).values_list("lot_id")
    return dict(rows.annotate(total=Sum("quantity")))


@dataclass(frozen=True, slots=True)
class ShelfRow:
    """A good in a place, and how much of it may still be sold (thousandths)."""

    product: Product
    available: int


def shelf(location_id: int, *, search: str = "", limit: int = 200) -> list[ShelfRow]:
    """Every good that is sold, with what a place has of it: unexpired, not promised. By name."""
    found = list(products(search=search, limit=limit))
    left = availables([row.pk for row in found], location_id=location_id)
    return [ShelfRow(row, left.get(row.pk, 0)) for row in found]


def availables(product_ids: Iterable[int], *, location_id: int) -> dict[int, int]:
    """What may still be sold of goods in a place, in thousandths: unexpired, not promised."""
    rows = StockBalance.objects.filter(
        Q(lot__expires_on=None) | Q(lot__expires_on__gte=clock.today()),
        location_id=location_id,
        lot__product_id__in=list(product_ids),
    ).values_list("lot__product_id")
    return dict(rows.annotate(left=Sum(F("quantity") - F("reserved"))))


def available(product_id: int, *, location_id: int) -> int:
    """What may still be sold of one good in a place, in thousandths."""
    return availables([product_id], location_id=location_id).get(product_id, 0)


def saleable_lots(product_id: int, *, location_id: int, limit: int = 20) -> QuerySet[StockBalance]:
    """The lots of a good that a place sells now, the one that goes out first on top."""
    rows: QuerySet[StockBalance] = StockBalance.objects.filter(
        Q(lot__expires_on=None) | Q(lot__expires_on__gte=clock.today()),
        location_id=location_id,
        lot__product_id=product_id,
        quantity__gt=F("reserved"),
    )
    rows = rows.select_related("lot", "lot__maker_member", "location")
    return rows.order_by(F("lot__expires_on").asc(nulls_last=True), "lot__received_on", "lot_id")[
        :limit
    ]


def on_hand(*, lot_id: int, location_id: int) -> OnHand:
    """What lies of a lot in a place, and what it cost."""
    row = StockBalance.objects.filter(lot_id=lot_id, location_id=location_id).first()
    return OnHand(row.quantity, row.value) if row else OnHand()


def balances(
    *,
    location_id: int | None = None,
    lot_id: int | None = None,
    search: str = "",
    limit: int = 500,
) -> QuerySet[StockBalance]:
    """What lies where, by name of the good; places and lots that are empty are left out."""
    rows: QuerySet[StockBalance] = StockBalance.objects.filter(quantity__gt=0)
    wanted = search.strip()[:60]
    if wanted:
        rows = rows.filter(
            Q(lot__product__name__icontains=wanted)
            | Q(lot__code__icontains=wanted)
            | Q(lot__maker_member__name__icontains=wanted)
        )
    if location_id:
        rows = rows.filter(location_id=location_id)
    if lot_id:
        rows = rows.filter(lot_id=lot_id)
    rows = rows.select_related("lot", "lot__product", "lot__maker_member", "location")
    return rows.order_by("lot__product__name", "lot__expires_on", "lot_id")[:limit]


@dataclass(frozen=True, slots=True)
class Figures:
    """The four numbers of the warehouse: value (rupiah), and how many goods and lots."""

    value: int
    goods: int
    consigned: int
    expiring: int


def figures(*, within_days: int = 14) -> Figures:
    """What lies in all places, as the warehouse's first page tells it."""
    rows = StockBalance.objects.filter(quantity__gt=0)
    soon = clock.today() + timedelta(days=within_days)
    return Figures(
        value=rows.aggregate(total=Sum("value"))["total"] or 0,
        goods=rows.values("lot__product_id").distinct().count(),
        consigned=rows.filter(consigned=True).values("lot_id").distinct().count(),
        expiring=rows.filter(lot__expires_on__lte=soon).values("lot_id").distinct().count(),
    )


def expiring(*, within_days: int = 14, limit: int = 50) -> QuerySet[StockBalance]:
    """What lies there and has expired or expires soon, the first to expire on top."""
    until = clock.today() + timedelta(days=within_days)
    rows: QuerySet[StockBalance] = StockBalance.objects.filter(
        quantity__gt=0, lot__expires_on__lte=until
    )
    rows = rows.select_related("lot", "lot__product", "location")
    return rows.order_by("lot__expires_on", "lot_id")[:limit]


def moves(*, lot_id: int | None = None, limit: int = 100) -> QuerySet[Move]:
    """The newest moves, of one lot or of all."""
    rows: QuerySet[Move] = Move.objects.select_related(
        "slip", "source", "target", "lot__product", "lot__maker_member"
    ).order_by("-pk")
    if lot_id:
        rows = rows.filter(lot_id=lot_id)
    return rows[:limit]


def one(rows: QuerySet[Row], kind: str, **facts: object) -> Row:
    """The first of the rows. Raises ``NotFound``."""
    found = rows.first()
    if found is None:
        raise NotFound(kind=kind, **facts)
    return found
