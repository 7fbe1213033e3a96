"""Cash between the till of the unit and the tellers' drawers."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse as address
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from sokoguru.identity.queries import Person
from sokoguru.identity.rules import Act
from sokoguru.identity.views import staff
from sokoguru.ledger import queries as books
from sokoguru.savings.actions import cash
from sokoguru.savings.forms import CashForm
from sokoguru.savings.queries import drawers
from sokoguru.savings.queries.drawers import Drawer
from sokoguru.savings.views.slips import FRAME, happened
from sokoguru.ui.rules.parts import Check, Column, Link, Pair, Table
from sokoguru.ui.views import check_then_do, page


@require_GET
@staff(Act.CASH_HANDLE)
def overview(request: Any) -> HttpResponse:
    """The till, and what every drawer should hold now."""
    rows = drawers.drawers()
    table = Table(
        _("Laci teller hari ini"),
        [
            Column(_("Teller")),
            Column(_("Kas awal"), "rupiah"),
            Column(_("Setoran"), "rupiah"),
            Column(_("Penarikan"), "rupiah"),
            Column(_("Dari dan ke kas"), "signed"),
            Column(_("Lain"), "signed"),
            Column(_("Seharusnya"), "rupiah"),
        ],
        [
            [
                _holder(row, request.person),
                row.opening,
                row.deposits,
                row.withdrawals,
                row.handed,
                row.other,
                row.expected,
            ]
            for row in rows
        ],
    )
    context = {"table": table, "till": books.balance(drawers.till().id), "rows": rows}
    return page(request, "savings/cash.html", context)


def _holder(row: Drawer, person: Person) -> str | Link:
    """The teller's name, leading to the drawer; one's own is filled by somebody else."""
    if row.login_id == person.login_id:
        return _("%(name)s (Anda; diisi orang lain)") % {"name": row.name}
    return Link(row.name, address("savings:drawer", args=[row.login_id]))


@require_http_methods(["GET", "POST"])
@staff(Act.CASH_HANDLE)
def drawer(request: Any, login_id: int) -> HttpResponse:
    """Hand a teller cash, or take it back."""
    back = Link(_("Semua laci"), address("savings:cash"))
    if reference := request.GET.get("bukti"):
        return happened(request, reference, acts=[back])
    shown, till = drawers.drawer(login_id), books.balance(drawers.till().id)
    form = CashForm(request.POST or None)

    def check(form: CashForm) -> Check:
        amount = form.cleaned_data["amount"]
        sign = 1 if form.cleaned_data["way"] == CashForm.HAND else -1
        return Check(
            title=_("Periksa sebelum mencatat"),
            confirm=_("Serahkan kas") if sign > 0 else _("Terima kas"),
            pairs=[
                Pair(_("Pemegang laci"), shown.name),
                Pair(_("Kas unit nanti"), till - sign * amount, "rupiah"),
                Pair(_("Ke laci") if sign > 0 else _("Dari laci"), amount, "rupiah", strong=True),
                Pair(_("Isi laci nanti"), shown.expected + sign * amount, "rupiah", total=True),
            ],
            amount=amount,
        )

    def do(form: CashForm) -> str:
        act = cash.hand_cash if form.cleaned_data["way"] == CashForm.HAND else cash.take_cash_back
        return act(
            login_id=login_id,
            amount=form.cleaned_data["amount"],
            request_key=str(form.cleaned_data["request_key"]),
            memo=form.cleaned_data["memo"],
            actor=request.actor,
        ).reference

    context = {**FRAME, "drawer": shown, "till": till, "back": back}
    return check_then_do(request, form, "savings/drawer.html", check=check, do=do, context=context)
