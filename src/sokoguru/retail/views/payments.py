"""The desk of payments: what waits, what is not matched with the bank, codes and gateways."""

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from sokoguru.identity.rules import Act
from sokoguru.identity.views import staff
from sokoguru.kernel import clock
from sokoguru.kernel.dates import format_date
from sokoguru.kernel.refusals import Refused
from sokoguru.kernel.rupiah import format_rupiah
from sokoguru.kernel.text import clean_line
from sokoguru.payments import queries as payments
from sokoguru.payments.rules.settling import check_fee
from sokoguru.retail.actions import settling
from sokoguru.retail.forms import GatewayForm, MatchForm, QrisForm
from sokoguru.ui.rules.parts import Check, Done, Link, Pair
from sokoguru.ui.views import check_then_do, done, page, seen_at

if TYPE_CHECKING:
    from sokoguru.payments.models import BankLine, PaymentRequest


@require_GET
@staff(Act.PAYMENTS_CONFIRM, Act.PAYMENTS_MATCH, Act.RETAIL_ORDERS)
def board(request: Any) -> HttpResponse:
    """What buyers were asked for, what is *belum cocok*, and notices that nobody could believe."""
    context = {
        "waiting": list(payments.waiting()),
        "unmatched": list(payments.unmatched()),
        "unmatched_total": payments.unmatched_total(),
        "aside": list(payments.notices_set_aside()),
        "bank_lines": list(payments.bank_lines(limit=10)),
        "may_match": request.person.may(Act.PAYMENTS_MATCH),
        "may_set": request.person.may(Act.SETTINGS),
        "has_qris": payments.has_qris(),
    }
    return page(request, "retail/payments.html", context)


@require_http_methods(["GET", "POST"])
@staff(Act.PAYMENTS_MATCH)
def match(request: Any) -> HttpResponse:
    """Match a line of the bank's statement with the payments that it settles."""
    if found := request.GET.get("bukti", ""):
        return done(request, _matched(payments.bank_line_by_reference(clean_line(found[:60]))))
    said_line = clean_line(request.POST.get("bank_reference", "")[:60])
    shown = [*payments.unmatched(), *(payments.settled_by(said_line) if said_line else ())]
    rows = {str(row.pk): row for row in shown}
    choices = [(key, _said(row)) for key, row in rows.items()]
    form = MatchForm(request.POST or None, choices=choices, initial={"on": clock.today()})
    return check_then_do(
        request,
        form,
        "retail/match.html",
        check=lambda form: _check(form, rows),
        do=lambda form: _match(request, form),
        context={"rows": rows},
    )


def _said(row: "PaymentRequest") -> str:
    on = format_date(clock.local(row.confirmed_at or row.created_at).date())
    return f"{row.reference} · {format_rupiah(row.amount)} · {on}"


def _check(form: MatchForm, rows: "dict[str, PaymentRequest]") -> Check:
    said = form.cleaned_data
    paid = sum(rows[key].amount for key in said["requests"])
    check_fee(paid=paid, received=said["received"])
    return Check(
        title=_("Periksa pencocokan"),
        confirm=_("Catat cocok"),
        pairs=[
            Pair(_("Pembayaran"), str(len(said["requests"]))),
            Pair(_("Dibayar pembeli"), paid, "rupiah"),
            Pair(_("Biaya QRIS"), paid - said["received"], "rupiah"),
            Pair(_("Masuk rekening"), said["received"], "rupiah", total=True),
        ],
        amount=said["received"],
    )


def _match(request: Any, form: MatchForm) -> str:
    said = form.cleaned_data
    return settling.match_payments(
        request_ids=[int(key) for key in said["requests"]],
        bank_reference=said["bank_reference"],
        on=said["on"],
        received=said["received"],
        actor=request.actor,
    ).reference


def _matched(row: "BankLine | None") -> Done:
    acts = [Link(_("Kembali ke pembayaran"), reverse("retail:payments"))]
    if row is None:
        return Done(title=_("Belum tercatat"), text=_("Mutasi ini belum dicocokkan."), acts=acts)
    amount, fee = format_rupiah(row.received), format_rupiah(row.fee)
    text = _("%(amount)s masuk rekening, biaya QRIS %(fee)s.") % {"amount": amount, "fee": fee}
    return Done(title=_("Cocok"), text=text, reference=row.reference, acts=acts)


@require_http_methods(["GET", "POST"])
@staff(Act.SETTINGS)
def qris(request: Any) -> HttpResponse:
    """Enter the cooperative's own QRIS code, checked against its contract."""
    form = QrisForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            settling.enter_qris(**form.cleaned_data, actor=request.actor)
            return seen_at(reverse("retail:qris_account"))
        except Refused as refused:
            is_other = refused.code == "payments.qris_other_merchant"
            form.refuse(refused, field="nmid" if is_other else "text")
    current = payments.qris() if payments.has_qris() else None
    return page(request, "retail/qris_account.html", {"form": form, "current": current})


@require_http_methods(["GET", "POST"])
@staff(Act.SETTINGS)
def gateway(request: Any) -> HttpResponse:
    """Enter a gateway's account and its server key."""
    form = GatewayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            settling.enter_gateway(**form.cleaned_data, actor=request.actor)
            return seen_at(reverse("retail:gateway"))
        except Refused as refused:
            form.refuse(refused, field="server_key")
    host = request.build_absolute_uri("/hooks/midtrans/")
    context = {"form": form, "gateways": list(payments.gateways()), "hook": host}
    return page(request, "retail/gateway.html", context)
