"""The board's page of products: what is open, what the DPS said, new terms."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse as address
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sokoguru.identity.rules import Act
from sokoguru.identity.views import staff
from sokoguru.kernel import clock
from sokoguru.kernel.dates import format_date
from sokoguru.members import queries as members
from sokoguru.savings import rules
from sokoguru.savings.actions import products
from sokoguru.savings.forms import ProductForm
from sokoguru.savings.queries import balances
from sokoguru.savings.rules import SavingTerms, Simpanan
from sokoguru.ui.rules.parts import Check, Column, Done, Link, Pair, Table
from sokoguru.ui.views import check_then_do, done


@require_http_methods(["GET", "POST"])
@staff(Act.SAVINGS_OPEN_PRODUCT)
def board(request: Any) -> HttpResponse:
    """Open the wadiah, or give it new terms from a day on."""
    if request.GET.get("bukti"):
        acts = [Link(_("Lihat produk"), address("savings:products"))]
        text = _("Syarat baru berlaku mulai tanggalnya. Loket memakainya sendiri.")
        return done(request, Done(_("Produk tercatat"), text, acts=acts))
    first = {"name": "Tabungan wadiah", "since": clock.today(), "balance_min": 0}
    form = ProductForm(request.POST or None, initial=first)
    context = {"table": _terms(), "opinion": members.opinion_on(rules.WADIAH)}
    return check_then_do(
        request,
        form,
        "savings/products.html",
        check=_check,
        do=lambda form: _open(form, request),
        context=context,
    )


def _check(form: ProductForm) -> Check:
    rules.check_product(balances.opinion(), on=clock.today())
    typed = form.cleaned_data
    return Check(
        title=_("Periksa sebelum membuka"),
        confirm=_("Buka produk"),
        pairs=[
            Pair(_("Produk"), f"{typed['name']} (wadiah)"),
            Pair(_("Berlaku sejak"), typed["since"], "date"),
            Pair(_("Setoran paling sedikit"), typed["deposit_min"], "rupiah"),
            Pair(_("Penarikan paling sedikit"), typed["withdrawal_min"], "rupiah"),
            Pair(_("Saldo yang harus tinggal"), typed["balance_min"], "rupiah"),
        ],
        warning=_(
            "Wadiah: titipan yang kembali utuh kapan saja. Tidak ada imbalan yang dijanjikan."
        ),
    )


def _open(form: ProductForm, request: Any) -> str:
    typed = form.cleaned_data
    row = products.open_product(
        kind=Simpanan.SUKARELA,
        name=typed["name"],
        since=typed["since"],
        terms=SavingTerms(typed["deposit_min"], typed["withdrawal_min"], typed["balance_min"]),
        actor=request.actor,
    )
    return f"PRD-{row.pk}"


def _terms() -> Table:
    return Table(
        _("Syarat yang pernah dan akan berlaku"),
        [
            Column(_("Produk")),
            Column(_("Sejak")),
            Column(_("Setoran paling sedikit"), "rupiah"),
            Column(_("Penarikan paling sedikit"), "rupiah"),
            Column(_("Saldo tinggal"), "rupiah"),
            Column(_("Opini DPS")),
        ],
        [
            [
                row.name,
                format_date(row.since),
                row.deposit_min,
                row.withdrawal_min,
                row.balance_min,
                row.opinion,
            ]
            for row in balances.products()
        ],
    )
