"""Taking a maker's goods in, on a phone: who, what lies on the scale, check, note."""

from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from sokoguru.identity.rules import Act
from sokoguru.identity.views import staff
from sokoguru.kernel.percentage import format_percentage
from sokoguru.kernel.quantity import format_quantity
from sokoguru.kernel.refusals import NotFound, Refused
from sokoguru.members import queries as members
from sokoguru.members.rules.admission import MemberState
from sokoguru.stock import queries as stock
from sokoguru.stock.queries.desk import around
from sokoguru.supply import queries
from sokoguru.supply.actions import intake
from sokoguru.supply.actions.intake import Harvest, Quote
from sokoguru.supply.errors import AkadNotRead, UjrahMissing
from sokoguru.supply.forms import FindForm, IntakeForm
from sokoguru.supply.models import Intake
from sokoguru.supply.views import papers
from sokoguru.ui.rules.parts import Done, Link, Pair
from sokoguru.ui.views import DO, EDIT, STEP, done, field_of, page, seen_at

HOME = "/meja/gudang/terima/"


@require_http_methods(["GET", "POST"])
@staff(Act.SUPPLY_INTAKE)
def take_in(request: Any) -> HttpResponse:
    """Who brings it, what lies on the scale, the check page with the akad, then the note."""
    if number := request.GET.get("bukti"):
        return done(request, _done(request, queries.intake(number)), _around(request))
    maker = _maker(request)
    if maker is None:
        return _find(request)
    form = IntakeForm(request.POST or None, products=stock.products(), locations=stock.locations())
    context = {
        **_around(request),
        "form": form,
        "maker": maker,
        "owed": queries.owed(maker.pk),
        "prices": _prices(),
    }
    step = request.POST.get(STEP)
    if request.method != "POST" or step == EDIT:
        return page(request, "supply/intake.html", context, status=200)
    if not form.is_valid():
        return page(request, "supply/intake.html", context)
    return _weighed(request, form, context, acting=step == DO)


def _weighed(
    request: Any, form: IntakeForm, context: dict[str, Any], *, acting: bool
) -> HttpResponse:
    """The check page; or the act, and the check page again when the akad was not agreed to."""
    try:
        harvest = _harvest(form, context["maker"].pk)
        quoted = intake.quote(harvest=harvest, actor=request.actor)
        if acting:
            note = intake.take_in(
                harvest=harvest,
                request_key=str(form.cleaned_data["request_key"]),
                akad_heard=form.cleaned_data["akad_heard"],
                actor=request.actor,
            )
            return seen_at(f"{HOME}?bukti={note.number}")
    except AkadNotRead as refused:
        form.refuse(refused, field="akad_heard")
    except Refused as refused:
        form.refuse(refused, field=_field(refused, form))
        return page(request, "supply/intake.html", context)
    kept = [each for each in form.typed() if each[0] != "akad_heard"]
    shown = {**context, "quote": quoted, "pairs": _pairs(harvest, quoted), "typed": kept}
    return page(request, "supply/intake_check.html", shown)


def _maker(request: Any) -> Any:
    """The maker who was chosen: by the address, never by what was typed below it."""
    chosen = request.GET.get("pembuat", "")
    if not (chosen.isascii() and chosen.isdigit() and len(chosen) < 19):
        return None
    row = members.member(int(chosen))
    if row.state != MemberState.ANGGOTA:
        raise NotFound(kind="members.member", id=row.pk)
    return row


def _find(request: Any) -> HttpResponse:
    form = FindForm(request.GET) if "cari" in request.GET else FindForm()
    asked = form.cleaned_data["cari"] if form.is_bound and form.is_valid() else ""
    found = members.register(search=asked, state=MemberState.ANGGOTA, limit=20) if asked else []
    recent = {row.member_id: row.member for row in queries.intakes(limit=40)}
    context = {
        **_around(request),
        "form": form,
        "asked": asked,
        "found": list(found),
        "recent": list(recent.values())[:8],
        "intakes": queries.intakes(limit=10),
    }
    return page(request, "supply/find.html", context, status=200)


def _around(request: Any) -> dict[str, Any]:
    return around(request.person, HOME)


def _prices() -> list[tuple[str, str, int]]:
    """Today's price of every grade: good, grade, rupiah a unit."""
    return [
        (f"{product.name} ({product.unit})", each.grade, each.price)
        for product in stock.products()
        for each in queries.grade_prices(product.pk)
    ]


def _harvest(form: IntakeForm, member_id: int) -> Harvest:
    typed = form.cleaned_data
    consigned = typed["kind"] == Intake.Kind.CONSIGNMENT
    if consigned and typed["ujrah_percent"] is None:
        raise UjrahMissing(ujrah_percent="")
    return Harvest(
        member_id=member_id,
        product_id=int(typed["product_id"]),
        location_id=int(typed["location_id"]),
        gross=typed["gross"],
        tare=typed["tare"] or 0,
        deduction_percent=typed["deduction_percent"] or Decimal(0),
        grade=typed["grade"].strip().upper(),
        harvest_on=typed["harvest_on"],
        expires_on=typed["expires_on"],
        certificates=typed["certificates"],
        ujrah_percent=typed["ujrah_percent"] if consigned else None,
    )


def _field(refused: Refused, form: IntakeForm) -> str | None:
    """The box that a refusal speaks of."""
    if refused.code == "stock.not_whole":
        return "gross"
    return field_of(refused, form)


def _pairs(harvest: Harvest, quoted: Quote) -> list[Pair]:
    unit, weighing = quoted.product.unit, quoted.weighing
    pairs = [
        Pair(_("Pembuat"), f"{quoted.maker.name}, {quoted.maker.number}"),
        Pair(_("Barang"), quoted.product.name),
        Pair(_("Bruto"), format_quantity(weighing.gross, unit)),
        Pair(_("Tara"), format_quantity(weighing.tare, unit)),
        Pair(_("Netto, masuk stok"), format_quantity(weighing.net, unit), strong=True),
        Pair(_("Disimpan di"), stock.location(harvest.location_id).name),
    ]
    if harvest.ujrah_percent is not None:
        return [*pairs, Pair(_("Ujrah koperasi"), format_percentage(harvest.ujrah_percent))]
    if weighing.deduction_percent:
        shown = format_percentage(weighing.deduction_percent)
        pairs.append(Pair(_("Potongan"), shown))
    return [
        *pairs,
        Pair(_("Dibayar untuk"), format_quantity(weighing.payable, unit)),
        Pair(_("Mutu"), harvest.grade),
        Pair(_("Harga"), quoted.price, "rupiah"),
        Pair(_("Jumlah"), quoted.amount, "rupiah", total=True),
    ]


def _done(request: Any, row: Intake) -> Done:
    unit = row.lot.product.unit
    words = {
        "quantity": format_quantity(row.net, unit),
        "good": row.lot.product.name,
        "name": row.member.name,
    }
    if row.kind == Intake.Kind.PURCHASE:
        text = _("%(quantity)s %(good)s dari %(name)s dibeli dan masuk stok.") % words
    else:
        text = _("%(quantity)s %(good)s titipan %(name)s diterima untuk dijualkan.") % words
    following = [
        Link(_("Timbang lagi"), f"{HOME}?pembuat={row.member_id}"),
        Link(_("Label lot"), f"/meja/gudang/lot/{row.lot.code}/label/"),
        Link(_("Nota"), reverse("supply:note", args=[row.number])),
    ]
    return Done(
        _("Barang diterima"),
        text,
        reference=row.number,
        acts=following,
        receipt=papers.intake_paper(row, request.cooperative.name),
        print_url=reverse("supply:note_paper", args=[row.number]),
    )


@require_GET
@staff(Act.SUPPLY_INTAKE, Act.SUPPLY_SETTLE, Act.BOOKS_READ)
def note(request: Any, number: str) -> HttpResponse:
    """A note of weighing as it stands: weights, terms, the akad word for word."""
    row = queries.intake(number)
    context = {
        **_around(request),
        "note": row,
        "paper": papers.intake_paper(row, request.cooperative.name),
        "paper_url": reverse("supply:note_paper", args=[row.number]),
    }
    return page(request, "supply/note.html", context)


@require_GET
@staff(Act.SUPPLY_INTAKE, Act.SUPPLY_SETTLE, Act.BOOKS_READ)
def note_paper(request: Any, number: str) -> HttpResponse:
    """The note on 58 mm paper."""
    row = queries.intake(number)
    context = {
        "title": row.number,
        "slip": papers.intake_paper(row, request.cooperative.name),
        "back_url": reverse("supply:note", args=[row.number]),
    }
    return page(request, "ui/slip.html", context)
