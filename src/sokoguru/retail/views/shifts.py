"""Shifts: change money, the blind count, and returns by the number on a receipt."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from sokoguru.identity.rules import Act
from sokoguru.identity.views import staff
from sokoguru.kernel.quantity import format_quantity
from sokoguru.kernel.refusals import Refused
from sokoguru.kernel.rupiah import format_rupiah
from sokoguru.retail.actions import returning, tills
from sokoguru.retail.forms import CloseShiftForm, FindReceiptForm, OpenShiftForm, ReturnForm
from sokoguru.retail.models import Sale, SaleLine, Shift
from sokoguru.retail.queries import counter, papers
from sokoguru.ui.rules.parts import Check, Done, Link, Pair
from sokoguru.ui.views import check_then_do, done, page, seen_at


@require_http_methods(["GET", "POST"])
@staff(Act.RETAIL_SELL)
def open_shift(request: Any) -> HttpResponse:
    """Sit down at a till with change money; who already sits at one is led there."""
    if counter.open_shift_of(request.person.login_id) is not None:
        return seen_at(reverse("retail:till"))
    places = counter.tills()
    if not places:
        return page(request, "retail/no_till.html")
    choices = [(till.code, f"{till.code} · {till.name}") for till in places]
    first = choices[0][0] if len(choices) == 1 else None
    form = OpenShiftForm(request.POST or None, tills=choices, initial={"till": first})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            tills.open_shift(
                till=said["till"],
                opening_float=said["opening_float"],
                request_key=str(said["request_key"]),
                actor=request.actor,
            )
            return seen_at(reverse("retail:till"))
        except Refused as refused:
            is_money = refused.code == "ledger.below_floor"
            form.refuse(refused, field="opening_float" if is_money else None)
    return page(request, "retail/open_shift.html", {"form": form})


@require_http_methods(["GET", "POST"])
@staff(Act.RETAIL_SELL)
def close_shift(request: Any) -> HttpResponse:
    """Count first, then hear what it should have been."""
    if found := request.GET.get("bukti", ""):
        return _closed(request, found)
    shift = counter.open_shift_of(request.person.login_id)
    if shift is None and request.method == "GET":
        return seen_at(reverse("retail:open_shift"))
    form = CloseShiftForm(request.POST or None)
    return check_then_do(
        request,
        form,
        "retail/close_shift.html",
        check=lambda form: _check(form),
        do=lambda form: _close(request, form, shift),
        context={"shift": shift},
    )


def _check(form: CloseShiftForm) -> Check:
    counted = form.cleaned_data["counted"]
    return Check(
        title=_("Periksa hitungan laci"),
        confirm=_("Tutup kasir"),
        pairs=[Pair(_("Uang di laci menurut hitungan Anda"), counted, "rupiah", total=True)],
        amount=counted,
        warning=_("Sesudah ditutup, selisih dicatat dengan nama Anda dan tidak dihapus."),
    )


def _close(request: Any, form: CloseShiftForm, shift: Shift | None) -> str:
    mine = shift or counter.newest_shift_of(request.person.login_id)
    row = tills.close_shift(
        shift_id=mine.pk, counted=form.cleaned_data["counted"], actor=request.actor
    )
    return str(row.pk)


def _closed(request: Any, found: str) -> HttpResponse:
    row = counter.shift_closed_by(request.person.login_id, found)
    counted, expected = row.counted or 0, row.expected or 0
    off = counted - expected
    if off == 0:
        text = _("Kas cocok. %(amount)s kembali ke kas toko.")
    elif off < 0:
        text = _("Kurang %(off)s dari yang seharusnya. %(amount)s kembali ke kas toko.")
    else:
        text = _("Lebih %(off)s dari yang seharusnya. %(amount)s kembali ke kas toko.")
    shown = Done(
        title=_("Kasir ditutup"),
        text=text % {"off": format_rupiah(abs(off)), "amount": format_rupiah(counted)},
        reference=f"{row.till.code}/{row.pk}",
        acts=[Link(_("Buka kasir lagi"), reverse("retail:open_shift"))],
    )
    return done(request, shown)


@require_GET
@staff(Act.RETAIL_SELL)
def today(request: Any) -> HttpResponse:
    """The receipts of the open shift. Says no balance: the count at the end is blind."""
    shift = counter.shift_of(request.person.login_id)
    rows = list(counter.sales_of_shift(shift.pk))
    return page(request, "retail/today.html", {"shift": shift, "sales": rows})


@require_GET
@staff(Act.RETAIL_RETURN)
def find_receipt(request: Any) -> HttpResponse:
    """The receipt whose goods come back."""
    form = FindReceiptForm(request.GET if "nota" in request.GET else None)
    if form.is_bound and form.is_valid():
        try:
            row = papers.sale_by_number(form.cleaned_data["nota"])
            return seen_at(reverse("retail:take_back", args=[row.number]))
        except Refused as refused:
            form.refuse(refused, field="nota")
    return page(request, "retail/find_receipt.html", {"form": form})


@require_http_methods(["GET", "POST"])
@staff(Act.RETAIL_RETURN)
def take_back(request: Any, number: str) -> HttpResponse:
    """Which goods of a receipt come back, and how much of each."""
    sale = papers.sale_by_number(number)
    lines = papers.still_out(sale)
    form = ReturnForm(request.POST or None, lines=lines)
    if found := request.GET.get("bukti", ""):
        return seen_at(reverse("retail:receipt", args=[papers.sale_by_number(found).number]))
    return check_then_do(
        request,
        form,
        "retail/take_back.html",
        check=lambda form: _check_back(form, sale, lines),
        do=lambda form: _take_back(request, form, sale),
        context={"sale": sale, "lines": lines, "rows": form.rows()},
    )


def _check_back(form: ReturnForm, sale: Sale, lines: list[tuple[SaleLine, int]]) -> Check:
    total = papers.worth_back(sale, form.quantities())
    named = {line.pk: line.name for line, _left in lines}
    unit = {line.pk: line.unit for line, _left in lines}
    pairs = [
        Pair(named[pk], format_quantity(amount, unit[pk]))
        for pk, amount in form.quantities().items()
    ]
    return Check(
        title=_("Periksa retur nota %(number)s") % {"number": sale.number},
        confirm=_("Catat retur"),
        pairs=[*pairs, Pair(_("Kembali kepada pembeli"), total, "rupiah", total=True)],
        amount=total,
    )


def _take_back(request: Any, form: ReturnForm, sale: Sale) -> str:
    return returning.take_back(
        number=sale.number,
        quantities=form.quantities(),
        request_key=str(form.cleaned_data["request_key"]),
        actor=request.actor,
    ).number
