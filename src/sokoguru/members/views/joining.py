"""Becoming a member: the public form, the form at the counter, and the decision."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse as address
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sokoguru.identity.rules import Act
from sokoguru.identity.views import public, staff
from sokoguru.kernel.refs import VISITOR
from sokoguru.kernel.refusals import Refused
from sokoguru.kernel.rupiah import format_rupiah
from sokoguru.members import queries
from sokoguru.members.actions import applying, joining
from sokoguru.members.forms import ApplyForm, RefuseForm, RegisterForm
from sokoguru.members.rules.admission import MemberState
from sokoguru.tenancy.actions import take_attempt
from sokoguru.ui.forms import MoneyForm
from sokoguru.ui.rules.parts import Check, Done, Link, Pair
from sokoguru.ui.views import check_then_do, done, page, seen_at

APPLICATIONS, MINUTES = 30, 60
"""How many applications one address may send in how many minutes: a village may share one."""


@require_http_methods(["GET", "POST"])
@public
def apply(request: Any) -> HttpResponse:
    """Apply from home. Nobody learns here who is a member already."""
    form = ApplyForm(request.POST or None)
    context = {"form": form, "terms": queries.terms()}
    if request.method == "POST" and form.is_valid():
        try:
            take_attempt(
                cooperative_id=request.cooperative.pk,
                subject=f"bergabung:{request.META.get('REMOTE_ADDR', '')}"[:80],
                limit=APPLICATIONS,
                minutes=MINUTES,
            )
            key = str(form.cleaned_data["request_key"])
            applying.apply(application=form.application(), request_key=key, actor=VISITOR)
            return seen_at(address("members:applied"))
        except Refused as refused:
            form.take(refused)
    return page(request, "members/apply.html", context)


@require_GET
@public
def applied(request: Any) -> HttpResponse:
    """What happens next."""
    return page(request, "members/applied.html", {"terms": queries.terms()})


@require_http_methods(["GET", "POST"])
@staff(Act.MEMBERS_REGISTER)
def register(request: Any) -> HttpResponse:
    """Enter a candidate at the counter, on one screen."""
    form = RegisterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            key = str(form.cleaned_data["request_key"])
            member_id = applying.apply(
                application=form.application(), request_key=key, actor=request.actor
            )
            return seen_at(address("members:card", args=[member_id]))
        except Refused as refused:
            form.take(refused)
    return page(request, "members/new.html", {"form": form})


@require_POST
@staff(Act.MEMBERS_REGISTER)
def sign(request: Any, member_id: int) -> HttpResponse:
    """Note that the candidate has signed the register."""
    queries.member(member_id)
    joining.sign_register(member_id=member_id, actor=request.actor)
    return seen_at(address("members:card", args=[member_id]))


@require_http_methods(["GET", "POST"])
@staff(Act.MEMBERS_ADMIT)
def admit(request: Any, member_id: int) -> HttpResponse:
    """Admit a candidate: the titipan becomes simpanan, the person gets a number and a vote."""
    member, terms = queries.member(member_id), queries.terms()
    card = address("members:card", args=[member_id])
    if request.GET.get("bukti"):
        text = _("%(name)s kini anggota %(number)s, dengan satu suara di rapat anggota.")
        said = text % {"name": member.name, "number": member.number}
        return done(request, Done(_("Anggota diterima"), said, acts=[Link(_("Lihat kartu"), card)]))
    form = MoneyForm(request.POST or None)

    def check(form: MoneyForm) -> Check:
        joining.check_admission(member=member, actor=request.actor)
        return Check(
            title=_("Periksa sebelum menerima"),
            confirm=_("Terima sebagai anggota"),
            pairs=[
                Pair(_("Calon anggota"), member.name),
                Pair(_("NIK"), member.nik_masked),
                Pair(_("Simpanan pokok"), terms.pokok, "rupiah"),
                Pair(_("Simpanan wajib pertama"), terms.wajib_monthly, "rupiah"),
            ],
            warning=_(
                "Titipannya menjadi modal koperasi dan tidak bisa ditarik selama ia anggota."
            ),
        )

    def do(form: MoneyForm) -> str:
        return joining.admit(member_id=member_id, actor=request.actor).number or ""

    context = {"member": member, "terms": terms, "back_url": card}
    return check_then_do(request, form, "members/admit.html", check=check, do=do, context=context)


@require_http_methods(["GET", "POST"])
@staff(Act.MEMBERS_ADMIT)
def refuse(request: Any, member_id: int) -> HttpResponse:
    """Refuse a candidate; everything that was held goes back."""
    member, refund = queries.member(member_id), queries.titipan(member_id)
    card = address("members:card", args=[member_id])
    if request.GET.get("bukti"):
        text = _("Permohonan %(name)s tidak diterima. Titipannya kembali utuh.")
        acts = [Link(_("Calon lain"), address("members:candidates"))]
        return done(request, Done(_("Permohonan ditutup"), text % {"name": member.name}, acts=acts))
    if member.state == MemberState.ANGGOTA:
        return redirect(card)
    places = queries.cash_places(least=max(refund, 1))
    form = RefuseForm(request.POST or None, places=places, refund=refund)

    def check(form: RefuseForm) -> Check:
        joining.check_decider(member, request.actor)
        return Check(
            title=_("Periksa sebelum menutup"),
            confirm=_("Tutup permohonan"),
            pairs=[
                Pair(_("Calon anggota"), member.name),
                Pair(_("Alasan"), form.cleaned_data["reason"]),
                Pair(_("Titipan yang kembali"), refund, "rupiah", total=True),
            ],
            amount=refund or None,
        )

    def do(form: RefuseForm) -> str:
        chosen = form.cleaned_data.get("cash", "")
        place = next((place for place in places if place.key == chosen), None)
        reference = f"tolak:{form.cleaned_data['request_key']}"
        joining.refuse(
            member_id=member_id,
            reason=form.cleaned_data["reason"],
            cash=place.account if place else None,
            reference=reference,
            actor=request.actor,
        )
        return reference

    context = {"member": member, "refund": format_rupiah(refund), "places": places}
    return check_then_do(
        request, form, "members/refuse.html", check=check, do=do,
        context={**context, "owed": bool(refund), "back_url": card},
    )  # fmt: skip
