"""Paying makers: who waits, how much and into what, the proof, and taking it back."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from sokoguru.identity.queries import check_may
from sokoguru.identity.rules import Act
from sokoguru.identity.views import staff
from sokoguru.kernel.rupiah import format_rupiah
from sokoguru.members import queries as members
from sokoguru.stock.queries.desk import around
from sokoguru.supply import queries
from sokoguru.supply.actions import makers, settling
from sokoguru.supply.errors import NothingOwed
from sokoguru.supply.forms import ReasonForm, SettleForm
from sokoguru.supply.models import Settlement
from sokoguru.supply.rules.entries import Owed, parted
from sokoguru.supply.views import papers
from sokoguru.ui.rules.parts import Check, Done, Link, Pair
from sokoguru.ui.views import check_then_do, done, page

HOME = "/meja/gudang/lunasi/"


def _around(request: Any) -> dict[str, Any]:
    return around(request.person, HOME)


@require_GET
@staff(Act.SUPPLY_SETTLE)
def waiting(request: Any) -> HttpResponse:
    """Every maker who has something to receive, the largest debt first."""
    rows = queries.waiting()
    context = {
        **_around(request),
        "rows": rows,
        "total": sum(row.owed.total for row in rows),
        "settlements": queries.settlements(limit=20),
    }
    return page(request, "supply/waiting.html", context)


@require_http_methods(["GET", "POST"])
@staff(Act.SUPPLY_SETTLE)
def settle(request: Any, member_id: int) -> HttpResponse:
    """Pay one maker, all that is owed or a part of it."""
    maker = members.member(member_id)
    if number := request.GET.get("bukti"):
        return done(request, _done(request, queries.settlement(number)), _around(request))
    owed = queries.owed(member_id)
    form = SettleForm(request.POST or None, initial={"amount": owed.total})
    context = {
        **_around(request),
        "maker": maker,
        "owed": owed,
        "has_savings": queries.savings_leaf(member_id) is not None,
    }
    return check_then_do(
        request,
        form,
        "supply/settle.html",
        check=partial(_check, request, maker, owed),
        do=partial(_do, request, member_id),
        context=context,
    )


def _check(request: Any, maker: Any, owed: Owed, form: SettleForm) -> Check:
    amount, into = form.cleaned_data["amount"], Settlement.Into(form.cleaned_data["into"])
    check_may(actor=request.actor, act=Act.SUPPLY_SETTLE, amount=amount)
    makers.check_not_own(member_id=maker.pk, actor=request.actor, act=Act.SUPPLY_SETTLE)
    if not owed.total:
        raise NothingOwed(member_id=maker.pk)
    paid = parted(amount, owed)
    settling.paying_account(maker.pk, into)
    pairs = [
        Pair(_("Pembuat"), f"{maker.name}, {maker.number}"),
        Pair(_("Terutang"), owed.total, "rupiah"),
        Pair(_("Dari penjualan titipan"), paid.consignment, "rupiah"),
        Pair(_("Dari pembelian hasil"), paid.produce, "rupiah"),
        Pair(_("Lewat"), into_word(into)),
        Pair(_("Sisa terutang"), owed.total - amount, "rupiah", total=True),
    ]
    return Check(_("Periksa pelunasan"), _("Catat pelunasan"), pairs, amount)


def into_word(into: str) -> str:
    """Cash or savings, in words."""
    return _("Tunai") if into == Settlement.Into.CASH else _("Simpanan sukarela")


def _do(request: Any, member_id: int, form: SettleForm) -> str:
    return settling.settle(
        member_id=member_id,
        amount=form.cleaned_data["amount"],
        into=Settlement.Into(form.cleaned_data["into"]),
        request_key=str(form.cleaned_data["request_key"]),
        actor=request.actor,
    ).number


def _done(request: Any, row: Settlement) -> Done:
    amount = format_rupiah(abs(row.consignment + row.produce))
    name = row.member.name
    if row.reverses_id:
        text = _("Pembayaran %(amount)s kepada %(name)s dibalik.")
    elif row.into == Settlement.Into.CASH:
        text = _("%(amount)s dibayarkan tunai kepada %(name)s.")
    else:
        text = _("%(amount)s masuk ke simpanan sukarela %(name)s.")
    reverse_link = None
    if request.person.may(Act.BOOKS_REVERSE) and not row.reverses_id:
        reverse_link = Link(_("Balikkan"), reverse("supply:reverse", args=[row.number]))
    return Done(
        _("Pelunasan tercatat"),
        text % {"amount": amount, "name": name},
        reference=row.number,
        acts=[
            Link(_("Yang menunggu"), HOME),
            Link(_("Bukti"), reverse("supply:proof", args=[row.number])),
        ],
        reverse=reverse_link,
        receipt=papers.settlement_paper(row, request.cooperative.name),
        print_url=reverse("supply:proof_paper", args=[row.number]),
    )


@require_GET
@staff(Act.SUPPLY_SETTLE, Act.BOOKS_READ)
def proof(request: Any, number: str) -> HttpResponse:
    """A settlement as it stands, and what took it back."""
    row = queries.settlement(number)
    standing = queries.reversal_of(row.pk)
    context = {
        **_around(request),
        "row": row,
        "covered": queries.covered(row),
        "reversal": standing,
        "paper": papers.settlement_paper(row, request.cooperative.name),
        "paper_url": reverse("supply:proof_paper", args=[row.number]),
        "may_reverse": request.person.may(Act.BOOKS_REVERSE)
        and standing is None
        and not row.reverses_id,
    }
    return page(request, "supply/proof.html", context)


@require_GET
@staff(Act.SUPPLY_SETTLE, Act.BOOKS_READ)
def proof_paper(request: Any, number: str) -> HttpResponse:
    """The proof on 58 mm paper."""
    row = queries.settlement(number)
    context = {
        "title": row.number,
        "slip": papers.settlement_paper(row, request.cooperative.name),
        "back_url": reverse("supply:proof", args=[row.number]),
    }
    return page(request, "ui/slip.html", context)


@require_http_methods(["GET", "POST"])
@staff(Act.BOOKS_REVERSE)
def take_back(request: Any, number: str) -> HttpResponse:
    """Take a payment back, with a reason, by another person than the one who paid."""
    if back := request.GET.get("bukti"):
        return done(request, _done(request, queries.settlement(back)), _around(request))
    row = queries.settlement(number)
    context = {**_around(request), "row": row, "pairs": _back_pairs(row)}
    return check_then_do(
        request,
        ReasonForm(request.POST or None),
        "supply/reverse.html",
        check=partial(_check_back, row),
        do=partial(_do_back, request, row),
        context=context,
    )


def _back_pairs(row: Settlement) -> list[Pair]:
    return [
        Pair(_("Bukti"), row.number),
        Pair(_("Pembuat"), row.member.name),
        Pair(_("Tanggal"), row.on, "date"),
        Pair(_("Dibayar oleh"), row.paid_by),
        Pair(_("Lewat"), into_word(row.into)),
        Pair(_("Jumlah"), row.consignment + row.produce, "rupiah", total=True),
    ]


def _check_back(row: Settlement, form: ReasonForm) -> Check:
    pairs = [*_back_pairs(row), Pair(_("Sebab"), form.cleaned_data["reason"])]
    warning = _("Utang kepada pembuat kembali seperti sebelum dibayar.")
    return Check(_("Periksa pembalikan"), _("Balikkan pelunasan"), pairs, warning=warning)


def _do_back(request: Any, row: Settlement, form: ReasonForm) -> str:
    return settling.reverse_settlement(
        settlement_id=row.pk, reason=form.cleaned_data["reason"], actor=request.actor
    ).number
