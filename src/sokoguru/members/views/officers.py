"""Officers of the cooperative (pengurus, pengawas, DPS), and what the DPS says of products."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse as address
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from sokoguru.identity.rules import Act
from sokoguru.identity.views import staff
from sokoguru.kernel import clock
from sokoguru.kernel.refusals import NotFound, Refused
from sokoguru.members import queries
from sokoguru.members.actions import people
from sokoguru.members.forms import BODIES, PRODUCTS, ElectForm, EndForm, OpinionForm
from sokoguru.members.models import Officer
from sokoguru.ui.rules.parts import Check, Column, Done, Link, Pair, Table, Tag
from sokoguru.ui.views import check_then_do, done, page, seen_at


@require_GET
@staff(Act.MEMBERS_READ, Act.GOVERNANCE_CONVENE, Act.GOVERNANCE_DPS)
def officers(request: Any) -> HttpResponse:
    """Who holds office today, body by body, and the opinions of the DPS."""
    sitting = list(queries.officers())
    context = {
        "bodies": [
            (str(word), [row for row in sitting if row.body == body])
            for body, word, _small in BODIES
        ],
        "opinions": _opinions(),
        "may_elect": request.person.may(Act.GOVERNANCE_CONVENE),
        "may_opine": request.person.may(Act.GOVERNANCE_DPS),
    }
    return page(request, "members/officers.html", context)


def _opinions() -> Table:
    named = {code: str(name) for code, name, _small in PRODUCTS}
    return Table(
        _("Opini DPS"),
        [
            Column(_("Nomor")),
            Column(_("Tentang")),
            Column(_("Tanggal"), "date"),
            Column(_("Oleh")),
            Column(_("Pendapat")),
        ],
        [
            [
                row.reference,
                named.get(row.product, row.product),
                row.given_on,
                row.officer.name,
                Tag("ok", _("Membolehkan")) if row.allows else Tag("bad", _("Belum")),
            ]
            for row in queries.opinions()
        ],
        caption_hidden=True,
    )


@require_http_methods(["GET", "POST"])
@staff(Act.GOVERNANCE_CONVENE)
def elect(request: Any) -> HttpResponse:
    """Enter who was elected."""
    form = ElectForm(request.POST or None, initial={"since": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            _elect(form, request)
            return seen_at(address("members:officers"))
        except Refused as refused:
            form.refuse(refused, "number" if isinstance(refused, NotFound) else None)
    return page(request, "members/elect.html", {"form": form})


def _elect(form: ElectForm, request: Any) -> Officer:
    typed = form.cleaned_data
    member = queries.member_by_number(typed["number"]) if typed["number"] else None
    return people.elect(
        body=typed["body"],
        position=typed["position"],
        name=member.name if member else typed["name"],
        member_id=member.pk if member else None,
        since=typed["since"],
        actor=request.actor,
    )


@require_http_methods(["GET", "POST"])
@staff(Act.GOVERNANCE_CONVENE)
def end(request: Any, officer_id: int) -> HttpResponse:
    """Let somebody lay an office down."""
    officer = queries.officer(officer_id)
    form = EndForm(request.POST or None, initial={"until": clock.today()})
    if request.method == "POST" and form.is_valid():
        people.end_office(
            officer_id=officer_id, until=form.cleaned_data["until"], actor=request.actor
        )
        return seen_at(address("members:officers"))
    return page(request, "members/end.html", {"form": form, "officer": officer})


@require_http_methods(["GET", "POST"])
@staff(Act.GOVERNANCE_DPS)
def opinion(request: Any) -> HttpResponse:
    """Write down what the DPS says: without it no sharia product opens."""
    if reference := request.GET.get("bukti"):
        acts = [Link(_("Pengurus dan DPS"), address("members:officers"))]
        text = _("Opini berlaku mulai sekarang dan terbaca semua petugas.")
        return done(request, Done(_("Opini tercatat"), text, reference=reference, acts=acts))
    choices = [(str(row.pk), f"{row.name}, {row.position}") for row in queries.officers("dps")]
    form = OpinionForm(request.POST or None, officers=choices, initial={"given_on": clock.today()})

    def check(form: OpinionForm) -> Check:
        typed = form.cleaned_data
        allows = typed["allows"] == "ya"
        return Check(
            title=_("Periksa sebelum mencatat opini"),
            confirm=_("Catat opini"),
            pairs=[
                Pair(_("Tentang"), typed["product"]),
                Pair(_("Nomor"), typed["reference"]),
                Pair(_("Tanggal"), typed["given_on"], "date"),
                Pair(_("Pendapat"), _("Membolehkan") if allows else _("Belum membolehkan")),
            ],
            warning=_("Opini tidak bisa diubah. Pendapat baru ditulis sebagai opini baru."),
        )

    def do(form: OpinionForm) -> str:
        typed = form.cleaned_data
        return people.give_opinion(
            product=typed["product"],
            reference=typed["reference"],
            given_on=typed["given_on"],
            allows=typed["allows"] == "ya",
            text=typed["text"],
            officer_id=int(typed["officer"]),
            actor=request.actor,
        ).reference

    context = {"has_dps": bool(choices)}
    return check_then_do(request, form, "members/opinion.html", check=check, do=do, context=context)
