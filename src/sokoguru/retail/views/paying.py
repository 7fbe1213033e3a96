"""Paying at the till: cash with change, QRIS, savings; then the receipt."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sokoguru.identity.queries import has_pin
from sokoguru.identity.rules import Act
from sokoguru.identity.views import staff
from sokoguru.kernel.refusals import Refused
from sokoguru.kernel.rupiah import format_rupiah
from sokoguru.payments.rules.tenders import likely_notes
from sokoguru.retail.actions import ringing
from sokoguru.retail.forms import CashForm, ExactForm, PinForm, StepForm
from sokoguru.retail.models import Sale
from sokoguru.retail.queries import baskets, counter, papers
from sokoguru.retail.views.till import till_page
from sokoguru.retail.views.words import tender_word
from sokoguru.ui.forms import MoneyForm
from sokoguru.ui.queries import sentence_of
from sokoguru.ui.rules.parts import Done, Link
from sokoguru.ui.views import done, page, seen_at

CASH, QRIS, SAVINGS = "tunai", "qris", "simpanan"


@require_POST
@staff(Act.RETAIL_SELL)
def exact(request: Any) -> HttpResponse:
    """Cash that fits: one key, and the receipt."""
    form = ExactForm(request.POST)
    if not form.is_valid():
        return till_page(request, problem=_("Keranjang berubah. Periksa totalnya, lalu bayar."))
    try:
        return _sold(_ring(request, form, CASH, {}))
    except Refused as refused:
        return till_page(request, problem=sentence_of(refused), status=refused.status)


@require_http_methods(["GET", "POST"])
@staff(Act.RETAIL_SELL)
def cash(request: Any) -> HttpResponse:
    """Cash with change."""
    return _pay(
        request,
        lambda total: CashForm(request.POST or None, initial={"seen_total": total}),
        lambda form: _ring(request, form, CASH, {"given": str(form.cleaned_data["given"])}),
        tender=CASH,
    )


@require_http_methods(["GET", "POST"])
@staff(Act.RETAIL_SELL)
def savings(request: Any) -> HttpResponse:
    """From the member's savings, with the PIN that the member types."""
    return _pay(
        request,
        lambda total: PinForm(request.POST or None, initial={"seen_total": total}),
        lambda form: _ring(request, form, SAVINGS, {"pin": form.cleaned_data["pin"]}),
        tender=SAVINGS,
    )


def _pay(
    request: Any,
    make: Callable[[int], MoneyForm],
    act: Callable[[MoneyForm], Sale],
    *,
    tender: str,
) -> HttpResponse:
    basket = baskets.cart(baskets.cart_key_of_till(request.person.login_id))
    buyer = baskets.buyer(basket.member_id) if basket else None
    lines = baskets.priced(basket, is_member=buyer is not None)
    total = sum(line.amount for line in lines)
    form = make(total)
    if request.method == "POST" and form.is_valid():
        try:
            return _sold(act(form))
        except Refused as refused:
            form.refuse(refused, field=_field_of(refused, form))
    elif not lines:
        return seen_at(reverse("retail:till"))
    context = {
        "form": form,
        "lines": lines,
        "total": total,
        "member": buyer,
        "tender": tender,
        "tender_word": tender_word(tender),
        "notes": likely_notes(total) if tender == CASH else (),
        "has_pin": buyer is not None and has_pin(buyer.pk),
    }
    return page(request, "retail/pay.html", context)


def _field_of(refused: Refused, form: MoneyForm) -> str | None:
    if "given" in form.fields and refused.code == "payments.cash_short":
        return "given"
    is_pin = refused.code.startswith(("identity.pin", "savings.", "tenancy."))
    return "pin" if is_pin and "pin" in form.fields else None


@require_http_methods(["GET", "POST"])
@staff(Act.RETAIL_SELL)
def qris(request: Any) -> HttpResponse:
    """Show the code with the amount; the buyer pays; the cashier has seen it arrive."""
    form = StepForm(request.POST or None)
    if request.method != "POST":
        return page(request, "retail/qris_start.html", {"form": form, "total": _total(request)})
    if not form.is_valid():
        return page(request, "retail/qris_start.html", {"form": form, "total": _total(request)})
    key = str(form.cleaned_data["request_key"])
    try:
        if request.POST.get("langkah") == "masuk":
            return _sold(ringing.ring_up_by_qris(request_key=key, actor=request.actor))
        asked = ringing.ask_qris(request_key=key, actor=request.actor)
    except Refused as refused:
        form.refuse(refused)
        context = {"form": form, "total": _total(request)}
        return page(request, "retail/qris_start.html", context)
    return page(request, "retail/qris.html", {"form": form, "asked": asked}, status=200)


def _total(request: Any) -> int:
    basket = baskets.cart(baskets.cart_key_of_till(request.person.login_id))
    buyer = baskets.buyer(basket.member_id) if basket else None
    return sum(line.amount for line in baskets.priced(basket, is_member=buyer is not None))


def _ring(request: Any, form: MoneyForm, tender: str, proof: dict[str, str]) -> Sale:
    return ringing.ring_up_basket(
        tender=tender,
        proof=proof,
        request_key=str(form.cleaned_data["request_key"]),
        seen_total=form.cleaned_data["seen_total"],
        actor=request.actor,
    )


def _sold(row: Sale) -> HttpResponse:
    return seen_at(reverse("retail:receipt", args=[row.number]))


@require_GET
@staff(Act.RETAIL_SELL, Act.RETAIL_RETURN, Act.RETAIL_ORDERS)
def receipt(request: Any, number: str) -> HttpResponse:
    """A receipt: what goes back over the counter, the paper, and the next buyer."""
    row = papers.sale_by_number(number)
    acts = []
    if request.person.may(Act.RETAIL_SELL) and counter.open_shift_of(request.person.login_id):
        acts.append(Link(_("Pembeli berikutnya"), reverse("retail:till")))
    can_return = row.kind == Sale.Kind.SALE and row.returned < row.total
    back = Link(_("Terima retur dari nota ini"), reverse("retail:take_back", args=[row.number]))
    shown = Done(
        title=_("Retur tercatat") if row.kind == Sale.Kind.RETURN else _("Terjual"),
        text=_sentence(row),
        reference=row.number,
        acts=acts,
        reverse=back if can_return and request.person.may(Act.RETAIL_RETURN) else None,
        receipt=papers.slip_of(row),
        print_url=reverse("retail:receipt_paper", args=[row.number]),
    )
    return done(request, shown)


def _sentence(row: Sale) -> str:
    amount = format_rupiah(row.total)
    if row.kind == Sale.Kind.RETURN:
        way = _("tunai dari laci") if row.tender in (CASH, QRIS) else tender_word(row.tender)
        return _("%(amount)s kembali kepada pembeli: %(way)s.") % {"amount": amount, "way": way}
    if row.given is not None:
        change = format_rupiah(row.given - row.total)
        return _("Kembali %(change)s. Total %(amount)s.") % {"change": change, "amount": amount}
    paid = tender_word(row.tender)
    return _("%(amount)s dibayar dengan %(way)s.") % {"amount": amount, "way": paid}


@require_GET
@staff(Act.RETAIL_SELL, Act.RETAIL_RETURN, Act.RETAIL_ORDERS)
def receipt_paper(request: Any, number: str) -> HttpResponse:
    """A receipt on 58 mm paper."""
    row = papers.sale_by_number(number)
    context = {
        "title": _("Nota %(number)s") % {"number": row.number},
        "slip": papers.slip_of(row),
        "back_url": reverse("retail:receipt", args=[row.number]),
    }
    return page(request, "ui/slip.html", context)
