"""Moving goods to another place, and counting what lies in one."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sokoguru.identity.rules import Act
from sokoguru.identity.views import staff
from sokoguru.kernel.quantity import format_quantity
from sokoguru.kernel.rupiah import format_rupiah
from sokoguru.stock import queries
from sokoguru.stock.actions import moving
from sokoguru.stock.errors import NothingMoves
from sokoguru.stock.forms import CountForm, MoveForm
from sokoguru.stock.models import Location, Lot, StockBalance
from sokoguru.stock.queries import acts
from sokoguru.stock.queries.desk import around
from sokoguru.stock.rules.products import LocationKind
from sokoguru.ui.rules.parts import Check, Done, Link, Pair, Tab
from sokoguru.ui.views import check_then_do, done, page

COUNT = "/meja/gudang/hitung/"
MOST_BOXES = 120


@require_http_methods(["GET", "POST"])
@staff(Act.STOCK_MOVE)
def move(request: Any, code: str) -> HttpResponse:
    """Bring a part of a lot to another place, or write it off."""
    row = queries.lot_by_code(code)
    if reference := request.GET.get("bukti"):
        return done(request, _moved(row, reference), around(request.person, "/meja/gudang/lot/"))
    held = {each.location_id: each for each in queries.balances(lot_id=row.pk)}
    places = queries.locations()
    form = MoveForm(
        request.POST or None,
        sources=[each for each in places if each.pk in held],
        targets=[*places, queries.place(LocationKind.LOSS)],
        unit=str(row.product.unit),
    )
    context = {
        **around(request.person, "/meja/gudang/lot/"),
        "lot": row,
        "held": list(held.values()),
    }
    return check_then_do(
        request,
        form,
        "stock/move.html",
        check=partial(_check_move, row),
        do=partial(_do_move, row, request),
        context=context,
    )


def _check_move(row: Lot, form: MoveForm) -> Check:
    source, target = _ends(form)
    pairs = [
        Pair(_("Barang"), row.product.name),
        Pair(_("Lot"), row.code),
        Pair(_("Dari"), source.name),
        Pair(_("Ke"), target.name),
        Pair(
            _("Banyaknya"),
            format_quantity(form.cleaned_data["quantity"], row.product.unit),
            strong=True,
        ),
        Pair(_("Catatan"), form.cleaned_data["memo"]),
    ]
    lost = target.kind == LocationKind.LOSS and not row.consigned
    warning = _("Nilainya menjadi beban selisih stok.") if lost else ""
    return Check(_("Periksa pemindahan"), _("Catat pemindahan"), pairs, warning=warning)


def _ends(form: MoveForm) -> tuple[Location, Location]:
    return (
        queries.location(int(form.cleaned_data["source_id"])),
        queries.location(int(form.cleaned_data["target_id"])),
    )


def _do_move(row: Lot, request: Any, form: MoveForm) -> str:
    source, target = _ends(form)
    reference = f"pindah:{form.cleaned_data['request_key']}"
    moving.move_goods(
        source_id=source.pk,
        target_id=target.pk,
        goods=[(row.pk, form.cleaned_data["quantity"])],
        reference=reference,
        memo=form.cleaned_data["memo"],
        actor=request.actor,
    )
    return reference


def _moved(row: Lot, reference: str) -> Done:
    each = acts.move_of(reference, lot_id=row.pk)
    quantity = format_quantity(each.quantity, row.product.unit)
    text = _("%(quantity)s %(good)s pindah dari %(source)s ke %(target)s.") % {
        "quantity": quantity,
        "good": row.product.name,
        "source": each.source.name,
        "target": each.target.name,
    }
    following = [
        Link(_("Kartu lot"), reverse("stock:lot", args=[row.code])),
        Link(_("Isi gudang"), "/meja/gudang/"),
    ]
    return Done(_("Pemindahan tercatat"), text, acts=following)


@require_http_methods(["GET", "POST"])
@staff(Act.STOCK_MOVE)
def count(request: Any) -> HttpResponse:
    """Count what lies in a place without being told what the books say (opname)."""
    if reference := request.GET.get("bukti"):
        return done(request, _counted(reference), around(request.person, request.path))
    places = queries.locations()
    chosen = next((row for row in places if str(row.pk) == request.GET.get("tempat")), places[0])
    rows = list(queries.balances(location_id=chosen.pk, limit=MOST_BOXES))
    form = CountForm(request.POST or None, rows=rows)
    context = {
        **around(request.person, request.path),
        "chosen": chosen,
        "places": [Tab(row.name, f"{COUNT}?tempat={row.pk}", row == chosen) for row in places],
        "rows": rows,
        "is_cut": len(rows) == MOST_BOXES,
    }
    if not rows:
        return page(request, "stock/count.html", {**context, "form": form}, status=200)
    return check_then_do(
        request,
        form,
        "stock/count.html",
        check=partial(_check_count, chosen, rows),
        do=partial(_do_count, chosen, request),
        context=context,
    )


def _check_count(chosen: Location, rows: list[StockBalance], form: CountForm) -> Check:
    if not form.counted:
        raise NothingMoves
    lots = {row.lot_id: row.lot for row in rows}
    pairs = [Pair(_("Tempat"), chosen.name)]
    pairs += [
        Pair(
            f"{lots[lot].product.name}, {lots[lot].code}",
            format_quantity(quantity, lots[lot].product.unit),
        )
        for lot, quantity in form.counted
    ]
    return Check(
        _("Periksa hitungan"),
        _("Catat hitungan"),
        pairs,
        warning=_("Selisih dengan buku langsung dicatat. Lot yang kosong isiannya tidak berubah."),
    )


def _do_count(chosen: Location, request: Any, form: CountForm) -> str:
    return moving.count(
        reference=f"hitung:{form.cleaned_data['request_key']}",
        location_id=chosen.pk,
        counted=form.counted,
        memo=form.cleaned_data["memo"],
        actor=request.actor,
    ).reference


def _counted(reference: str) -> Done:
    found = acts.counted(reference)
    text = _(
        "Hitungan tercatat. %(differing)s lot berbeda dari buku: kurang %(lost)s, lebih %(found)s."
    ) % {
        "differing": found.differing,
        "lost": format_rupiah(found.lost),
        "found": format_rupiah(found.found),
    }
    following = [Link(_("Isi gudang"), "/meja/gudang/"), Link(_("Mutasi"), "/meja/gudang/mutasi/")]
    return Done(_("Hitungan tercatat"), text, acts=following)
