"""Goods: the list, a new one, prices, barcode, words."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sokoguru.identity.rules import Act
from sokoguru.identity.views import staff
from sokoguru.kernel.quantity import format_quantity
from sokoguru.kernel.refusals import Refused
from sokoguru.stock import queries
from sokoguru.stock.actions import goods
from sokoguru.stock.forms import BarcodeForm, PricesForm, ProductForm, SearchForm, WordsForm
from sokoguru.stock.models import Product
from sokoguru.stock.queries.desk import around
from sokoguru.stock.rules.products import LocationKind
from sokoguru.stock.rules.units import BaseUnit
from sokoguru.ui.rules.parts import Column, Link, Table, Tag
from sokoguru.ui.views import field_of, page, seen_at

LIST = "/meja/gudang/barang/"


@require_GET
@staff(Act.STOCK_READ)
def catalogue(request: Any) -> HttpResponse:
    """All goods with both prices and what the shop has of them."""
    form = SearchForm(request.GET)
    asked = form.cleaned_data["cari"] if form.is_valid() else ""
    found = list(queries.products(search=asked, active=None))
    context = {
        **around(request.person, request.path),
        "form": form,
        "asked": asked,
        "table": _table(found),
        "may_edit": request.person.may(Act.STOCK_PRODUCTS),
    }
    return page(request, "stock/products.html", context, status=200)


def _table(found: list[Product]) -> Table:
    shop = queries.place(LocationKind.SHOP).pk
    left = queries.availables([row.pk for row in found], location_id=shop)
    columns = [
        Column(_("Barang")),
        Column(_("Kode")),
        Column(_("Harga anggota"), "rupiah"),
        Column(_("Harga umum"), "rupiah"),
        Column(_("Di toko"), "quantity"),
        Column(_("Keadaan")),
    ]
    return Table(
        _("Barang"),
        columns,
        [
            [
                Link(row.name, reverse("stock:product", args=[row.pk])),
                row.sku,
                row.price_member,
                row.price_public,
                format_quantity(left.get(row.pk, 0), row.unit),
                Tag("ok", _("Dijual")) if row.active else Tag("", _("Tidak dijual")),
            ]
            for row in found
        ],
        caption_hidden=True,
    )


@require_http_methods(["GET", "POST"])
@staff(Act.STOCK_PRODUCTS)
def new(request: Any) -> HttpResponse:
    """Enter a good."""
    form = ProductForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            row = goods.open_product(
                sku=typed["sku"],
                name=typed["name"],
                unit=BaseUnit(typed["unit"]),
                price_member=typed["price_member"],
                price_public=typed["price_public"],
                barcode=typed["barcode"],
                description=typed["description"],
                actor=request.actor,
            )
        except Refused as refused:
            form.refuse(refused, field=_field(refused, form))
        else:
            return seen_at(reverse("stock:product", args=[row.pk]))
    return page(request, "stock/product_new.html", {**around(request.person, LIST), "form": form})


def _field(refused: Refused, form: Any) -> str | None:
    """The box that a refusal speaks of; a name that is taken says which."""
    if refused.code == "stock.not_barcode" or refused.facts.get("field") == "gtin":
        return "barcode"
    if refused.code == "stock.not_sku" or refused.facts.get("field") == "sku":
        return "sku"
    if refused.facts.get("field") == "slug":
        return "name"
    return field_of(refused, form)


@require_GET
@staff(Act.STOCK_READ)
def product(request: Any, product_id: int) -> HttpResponse:
    """A good's card: both prices, barcode, words, and its lots."""
    return _card(request, queries.product(product_id))


def _card(request: Any, row: Product, **forms: Any) -> HttpResponse:
    refused = next(iter(forms.values()), None)
    shop = queries.place(LocationKind.SHOP).pk
    context = {
        **around(request.person, LIST),
        "product": row,
        "may_edit": request.person.may(Act.STOCK_PRODUCTS),
        "available": format_quantity(queries.available(row.pk, location_id=shop), row.unit),
        "lots": queries.lots(product_id=row.pk, limit=20),
        "prices": PricesForm(
            initial={"price_member": row.price_member, "price_public": row.price_public}
        ),
        "barcode": BarcodeForm(initial={"barcode": _shown(row.gtin)}),
        "words": WordsForm(
            initial={"name": row.name, "description": row.description, "active": row.active}
        ),
        "saved": request.GET.get("tersimpan", ""),
        **forms,
    }
    return page(request, "stock/product.html", context, status=refused.status if refused else 200)


def _shown(gtin: str | None) -> str:
    """The number as it stands on the package: 14 digits only where it has 14."""
    if not gtin:
        return ""
    return gtin[1:] if gtin.startswith("0") else gtin


@require_POST
@staff(Act.STOCK_PRODUCTS)
def prices(request: Any, product_id: int) -> HttpResponse:
    """Change both prices."""
    form = PricesForm(request.POST)
    return _change(
        request,
        product_id,
        "prices",
        form,
        lambda: goods.set_prices(
            product_id=product_id,
            price_member=form.cleaned_data["price_member"],
            price_public=form.cleaned_data["price_public"],
            actor=request.actor,
        ),
    )


@require_POST
@staff(Act.STOCK_PRODUCTS)
def barcode(request: Any, product_id: int) -> HttpResponse:
    """Change the barcode, or make one of our own."""
    form = BarcodeForm(request.POST)
    if "buatkan" in request.POST:
        return _change(
            request,
            product_id,
            "barcode",
            form,
            lambda: goods.give_barcode(product_id=product_id, actor=request.actor),
        )
    return _change(
        request,
        product_id,
        "barcode",
        form,
        lambda: goods.set_barcode(
            product_id=product_id, barcode=form.cleaned_data["barcode"], actor=request.actor
        ),
    )


@require_POST
@staff(Act.STOCK_PRODUCTS)
def words(request: Any, product_id: int) -> HttpResponse:
    """Change the name, the description, and whether it is sold."""
    form = WordsForm(request.POST)
    return _change(
        request,
        product_id,
        "words",
        form,
        lambda: goods.describe(
            product_id=product_id,
            name=form.cleaned_data["name"],
            description=form.cleaned_data["description"],
            active=form.cleaned_data["active"],
            actor=request.actor,
        ),
    )


def _change(
    request: Any, product_id: int, name: str, form: Any, act: Callable[[], Product]
) -> HttpResponse:
    """One small form of the card: change and show it saved, or show the card with the refusal."""
    row = queries.product(product_id)
    if form.is_valid():
        try:
            act()
        except Refused as refused:
            form.refuse(refused, field=_field(refused, form))
        else:
            return seen_at(f"{reverse('stock:product', args=[product_id])}?tersimpan={name}#{name}")
    return _card(request, row, **{name: form})
