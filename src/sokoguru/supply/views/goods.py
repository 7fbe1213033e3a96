"""Goods that go back to their maker, that come from outside, and what a grade costs."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sokoguru.identity.rules import Act
from sokoguru.identity.views import staff
from sokoguru.kernel.quantity import format_quantity
from sokoguru.kernel.refusals import NotFound, Refused
from sokoguru.kernel.rupiah import format_rupiah
from sokoguru.stock import queries as stock
from sokoguru.stock.queries import acts
from sokoguru.stock.queries.desk import around
from sokoguru.supply import queries
from sokoguru.supply.actions import makers, purchases, settling
from sokoguru.supply.actions.purchases import Purchase
from sokoguru.supply.forms import GiveBackForm, GradePriceForm, PurchaseForm
from sokoguru.supply.views import papers
from sokoguru.ui.rules.parts import Check, Column, Done, Link, Pair, Table
from sokoguru.ui.views import check_then_do, done, field_of, page, seen_at

INTAKE = "/meja/gudang/terima/"
LOTS = "/meja/gudang/lot/"


@require_http_methods(["GET", "POST"])
@staff(Act.SUPPLY_INTAKE)
def give_back(request: Any, code: str) -> HttpResponse:
    """Unsold goods of a maker's lot go back to the maker."""
    lot = stock.lot_by_code(code)
    if lot.maker_member_id is None:
        raise NotFound(kind="stock.lot", code=lot.code)
    if number := request.GET.get("bukti"):
        return done(request, _gone_back(request, number), around(request.person, LOTS))
    held = list(stock.balances(lot_id=lot.pk))
    unit = str(lot.product.unit)
    form = GiveBackForm(request.POST or None, locations=[row.location for row in held], unit=unit)
    context = {**around(request.person, LOTS), "lot": lot, "held": held}
    return check_then_do(
        request,
        form,
        "supply/give_back.html",
        check=partial(_check_back, lot),
        do=partial(_do_back, request, lot),
        context=context,
    )


def _check_back(lot: Any, form: GiveBackForm) -> Check:
    quantity = format_quantity(form.cleaned_data["quantity"], lot.product.unit)
    pairs = [
        Pair(_("Pembuat"), lot.maker_member.name),
        Pair(_("Barang"), lot.product.name),
        Pair(_("Lot"), lot.code),
        Pair(_("Diambil dari"), stock.location(int(form.cleaned_data["location_id"])).name),
        Pair(_("Banyaknya"), quantity, strong=True),
        Pair(_("Sebab"), form.cleaned_data["reason"]),
    ]
    warning = "" if lot.consigned else _("Utang pembelian kepada pembuat turun senilai barang ini.")
    return Check(_("Periksa pengembalian"), _("Catat pengembalian"), pairs, warning=warning)


def _do_back(request: Any, lot: Any, form: GiveBackForm) -> str:
    return settling.give_back(
        lot_id=lot.pk,
        location_id=int(form.cleaned_data["location_id"]),
        quantity=form.cleaned_data["quantity"],
        reason=form.cleaned_data["reason"],
        request_key=str(form.cleaned_data["request_key"]),
        actor=request.actor,
    ).number


def _gone_back(request: Any, number: str) -> Done:
    row = queries.give_back(number)
    text = _("%(quantity)s %(good)s kembali kepada %(name)s.") % {
        "quantity": format_quantity(row.quantity, row.lot.product.unit),
        "good": row.lot.product.name,
        "name": row.member.name,
    }
    following = [Link(_("Kartu lot"), f"{LOTS}{row.lot.code}/")]
    paper = papers.give_back_paper(row, request.cooperative.name)
    return Done(_("Pengembalian tercatat"), text, row.number, following, receipt=paper)


@require_http_methods(["GET", "POST"])
@staff(Act.STOCK_PRODUCTS)
def grade_prices(request: Any) -> HttpResponse:
    """What each grade costs, from which day on; a new line when the price changes."""
    form = GradePriceForm(request.POST or None, products=stock.products())
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            makers.set_grade_price(
                product_id=int(typed["product_id"]),
                grade=typed["grade"],
                price=typed["price"],
                since=typed["since"],
                actor=request.actor,
            )
        except Refused as refused:
            form.refuse(refused, field=field_of(refused, form))
        else:
            return seen_at(f"{reverse('supply:grade_prices')}?tersimpan=ya")
    context = {
        **around(request.person, INTAKE),
        "form": form,
        "table": _price_table(),
        "saved": "tersimpan" in request.GET,
    }
    return page(request, "supply/grade_prices.html", context)


def _price_table() -> Table:
    columns = [
        Column(_("Barang")),
        Column(_("Mutu")),
        Column(_("Harga beli"), "rupiah"),
        Column(_("Satuan")),
        Column(_("Berlaku mulai"), "date"),
    ]
    rows = [
        [row.product.name, row.grade, row.price, str(row.product.unit), row.since]
        for row in queries.all_grade_prices()
    ]
    return Table(_("Harga mutu"), columns, rows, caption_hidden=True)


@require_http_methods(["GET", "POST"])
@staff(Act.STOCK_MOVE)
def buy(request: Any) -> HttpResponse:
    """Goods bought from outside: on credit, or paid from the shop's cash."""
    if code := request.GET.get("bukti"):
        return done(request, _bought(code), around(request.person, INTAKE))
    form = PurchaseForm(
        request.POST or None, products=stock.products(), locations=stock.locations()
    )
    return check_then_do(
        request,
        form,
        "supply/purchase.html",
        check=_check_purchase,
        do=partial(_do_purchase, request),
        context=around(request.person, INTAKE),
    )


def _purchase(form: PurchaseForm) -> Purchase:
    typed = form.cleaned_data
    return Purchase(
        product_id=int(typed["product_id"]),
        location_id=int(typed["location_id"]),
        quantity=typed["quantity"],
        amount=typed["amount"],
        supplier=typed["supplier"],
        paid=typed["paid"] == "ya",
        expires_on=typed["expires_on"],
    )


def _check_purchase(form: PurchaseForm) -> Check:
    asked = _purchase(form)
    product = stock.product(asked.product_id)
    pairs = [
        Pair(_("Pemasok"), asked.supplier),
        Pair(_("Barang"), product.name),
        Pair(_("Banyaknya"), format_quantity(asked.quantity, product.unit), strong=True),
        Pair(_("Disimpan di"), stock.location(asked.location_id).name),
        Pair(_("Pembayaran"), _("Tunai dari kas toko") if asked.paid else _("Tempo, utang usaha")),
        Pair(_("Jumlah"), asked.amount, "rupiah", total=True),
    ]
    return Check(_("Periksa pembelian"), _("Catat pembelian"), pairs, asked.amount)


def _do_purchase(request: Any, form: PurchaseForm) -> str:
    key = str(form.cleaned_data["request_key"])
    lot = purchases.buy(purchase=_purchase(form), request_key=key, actor=request.actor)
    return str(lot.code)


def _bought(code: str) -> Done:
    lot = stock.lot_by_code(code)
    text = _("%(good)s dari %(supplier)s masuk stok senilai %(amount)s.") % {
        "good": lot.product.name,
        "supplier": lot.maker_name,
        "amount": format_rupiah(acts.received(lot.pk).value),
    }
    following = [
        Link(_("Beli lagi"), reverse("supply:buy")),
        Link(_("Kartu lot"), f"{LOTS}{lot.code}/"),
    ]
    return Done(_("Pembelian tercatat"), text, f"BL-{lot.code}", following)
