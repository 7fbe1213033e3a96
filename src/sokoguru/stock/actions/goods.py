"""Entering goods, pricing them, giving them barcodes."""

from django.db import IntegrityError

from sokoguru.audit import actions as audit
from sokoguru.identity.queries import check_may
from sokoguru.identity.rules import Act
from sokoguru.kernel.refs import ActorRef
from sokoguru.kernel.text import clean_block, clean_line
from sokoguru.stock import queries
from sokoguru.stock.errors import NameTaken
from sokoguru.stock.events import BarcodeSet, PricesSet, ProductDescribed, ProductOpened
from sokoguru.stock.models import Product
from sokoguru.stock.rules.barcodes import INTERNAL_PREFIX, internal_barcode, parse_barcode
from sokoguru.stock.rules.products import check_prices, read_sku, slug_of
from sokoguru.stock.rules.units import BaseUnit
from sokoguru.tenancy.scope import atomic


@atomic
def open_product(
    *,
    sku: str,
    name: str,
    unit: BaseUnit,
    price_member: int,
    price_public: int,
    actor: ActorRef,
    barcode: str = "",
    description: str = "",
    slug: str = "",
) -> Product:
    """Enter a good. Safe to repeat: the same code with the same name is the same good.

    Raises ``NotSku``, ``NotBarcode``, ``PriceUpsideDown``, ``NameTaken``.
    """
    check_may(actor=actor, act=Act.STOCK_PRODUCTS)
    check_prices(price_member=price_member, price_public=price_public)
    code, named = read_sku(sku), clean_line(name)[:120]
    gtin = parse_barcode(barcode).gtin if barcode.strip() else None
    standing = Product.objects.filter(sku=code).first()
    if standing is not None:
        if standing.name == named:
            return standing
        raise NameTaken(field="sku", value=code)
    _check_free(gtin=gtin, slug=slug_of(slug or named))
    row = _created(
        Product(
            sku=code,
            slug=slug_of(slug or named),
            name=named,
            description=clean_block(description)[:2000],
            unit=unit,
            gtin=gtin,
            price_member=price_member,
            price_public=price_public,
        )
    )
    audit.record(
        ProductOpened(
            product_id=row.pk, sku=code, price_member=price_member, price_public=price_public
        ),
        actor=actor,
    )
    return row


@atomic
def set_prices(
    *, product_id: int, price_member: int, price_public: int, actor: ActorRef
) -> Product:
    """Change what members and everybody pay from now on. Orders that stand keep their price.

    Safe to repeat. Raises ``PriceUpsideDown``.
    """
    check_may(actor=actor, act=Act.STOCK_PRODUCTS)
    check_prices(price_member=price_member, price_public=price_public)
    row = queries.product(product_id)
    before = row.price_member, row.price_public
    if before == (price_member, price_public):
        return row
    row.price_member, row.price_public = price_member, price_public
    Product.objects.filter(pk=row.pk).update(price_member=price_member, price_public=price_public)
    audit.record(
        PricesSet(
            product_id=row.pk,
            price_member=price_member,
            price_public=price_public,
            member_before=before[0],
            public_before=before[1],
        ),
        actor=actor,
    )
    return row


@atomic
def describe(
    *,
    product_id: int,
    name: str,
    description: str,
    active: bool,
    actor: ActorRef,
    picture: str | None = None,
) -> Product:
    """Change the words, the picture or the state of a good. Its address stays. Safe to repeat."""
    check_may(actor=actor, act=Act.STOCK_PRODUCTS)
    row = queries.product(product_id)
    row.name, row.description = clean_line(name)[:120], clean_block(description)[:2000]
    row.active = active
    row.picture = row.picture if picture is None else picture[:200]
    changed = Product.objects.filter(pk=row.pk).exclude(
        name=row.name, description=row.description, active=active, picture=row.picture
    )
    if changed.update(
        name=row.name, description=row.description, active=active, picture=row.picture
    ):
        audit.record(ProductDescribed(product_id=row.pk, active=active), actor=actor)
    return row


@atomic
def set_barcode(*, product_id: int, barcode: str, actor: ActorRef) -> Product:
    """Give a good the number on its package, or none when empty.

    Raises ``NotBarcode``, ``NameTaken``.
    """
    check_may(actor=actor, act=Act.STOCK_PRODUCTS)
    row = queries.product(product_id)
    gtin = parse_barcode(barcode).gtin if barcode.strip() else None
    if row.gtin == gtin:
        return row
    _check_free(gtin=gtin, slug=None)
    return _set_gtin(row, gtin, actor)


@atomic
def give_barcode(*, product_id: int, actor: ActorRef) -> Product:
    """Give a good without a barcode a number of our own (GS1 leaves 20-29 to each shop).

    Safe to repeat: a good that has a number keeps it.
    """
    check_may(actor=actor, act=Act.STOCK_PRODUCTS)
    row = queries.product(product_id)
    if row.gtin:
        return row
    ours = Product.objects.filter(gtin__startswith="0" + INTERNAL_PREFIX).order_by("-gtin")
    newest = ours.values_list("gtin", flat=True).first()
    serial = int(newest[len("0" + INTERNAL_PREFIX) : -1]) + 1 if newest else 1
    return _set_gtin(row, internal_barcode(serial).gtin, actor)


def _set_gtin(row: Product, gtin: str | None, actor: ActorRef) -> Product:
    try:
        with atomic():
            Product.objects.filter(pk=row.pk).update(gtin=gtin)
    except IntegrityError as twin:
        raise NameTaken(field="gtin", value=gtin) from twin
    row.gtin = gtin
    audit.record(BarcodeSet(product_id=row.pk, gtin=gtin or ""), actor=actor)
    return row


def _check_free(*, gtin: str | None, slug: str | None) -> None:
    for field, value in (("gtin", gtin), ("slug", slug)):
        if value and Product.objects.filter(**{field: value}).exists():
            raise NameTaken(field=field, value=value)


def _created(row: Product) -> Product:
    """The good as written; of two that came at once, the second finds the first or is refused."""
    Product.objects.bulk_create([row], ignore_conflicts=True)
    found = Product.objects.filter(sku=row.sku, name=row.name).first()
    if found is None:
        raise NameTaken(field="sku", value=row.sku)
    return found
