"""*Lapak saya*: what a maker brought, what was sold, what is owed, what was paid."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from sokoguru.identity.views import member
from sokoguru.kernel import clock
from sokoguru.kernel.dates import format_date
from sokoguru.kernel.percentage import format_percentage
from sokoguru.kernel.quantity import format_quantity
from sokoguru.kernel.refusals import NotFound
from sokoguru.stock import queries as stock
from sokoguru.stock.queries import sales
from sokoguru.supply import queries
from sokoguru.supply.views import papers
from sokoguru.ui.rules.parts import Cell, Column, Link, Table
from sokoguru.ui.views import page

MOST = 50


@require_GET
@member
def stand(request: Any) -> HttpResponse:
    """The maker's own page: owed first, then lots, sales, payments."""
    maker = request.person.member_id
    payments = queries.settlements(member_id=maker, limit=MOST)
    context = {
        "stand": queries.stand(maker),
        "lots": _lots(maker),
        "sales": _sales_table(maker),
        "payments": [
            (row, row.consignment + row.produce, reverse("supply:own_proof", args=[row.number]))
            for row in payments
        ],
        "returns": queries.give_backs(maker, limit=10),
        "now": clock.now(),
    }
    return page(request, "supply/stand.html", context)


def _lots(maker: int) -> list[dict[str, Any]]:
    notes = list(queries.intakes(member_id=maker, limit=MOST))
    ids = [row.lot_id for row in notes]
    left, sold = stock.lots_left(ids), sales.sold_of_lots(ids)
    found = []
    for row in notes:
        quantity, total, owed = sold.get(row.lot_id, (0, 0, 0))
        found.append(
            {
                "note": row,
                "url": reverse("supply:own_note", args=[row.number]),
                "left": format_quantity(left.get(row.lot_id, 0), row.lot.product.unit),
                "sold": format_quantity(quantity, row.lot.product.unit) if quantity else "",
                "total": total,
                "owed": owed,
                "ujrah": format_percentage(row.ujrah_percent.normalize())
                if row.ujrah_percent is not None
                else "",
            }
        )
    return found


def _sales_table(maker: int) -> Table:
    columns = [
        Column(_("Barang")),
        Column(_("Tanggal"), "date"),
        Column(_("Lot")),
        Column(_("Banyaknya"), "quantity"),
        Column(_("Dibayar pembeli"), "rupiah"),
        Column(_("Ujrah"), "rupiah"),
        Column(_("Hak Anda"), "rupiah"),
    ]
    rows: list[list[Cell]] = [
        [
            _sold_word(row.lot.product.name, row.quantity),
            row.on,
            Link(row.lot.code, f"/jejak/{row.lot.code}/"),
            format_quantity(row.quantity, row.lot.product.unit),
            row.total,
            row.ujrah,
            row.owed,
        ]
        for row in sales.sales_of_maker(maker, limit=MOST)
    ]
    return Table(_("Yang terjual"), columns, rows, caption_hidden=True)


def _sold_word(good: str, quantity: int) -> str:
    return good if quantity > 0 else _("%(good)s, retur") % {"good": good}


@require_GET
@member
def own_note(request: Any, number: str) -> HttpResponse:
    """A note of weighing of the maker's own, with its akad."""
    row = queries.intake(number)
    _check_own(request, row.member_id, number)
    context = {
        "note": row,
        "paper": papers.intake_paper(row, request.cooperative.name),
        "on": format_date(row.on),
    }
    return page(request, "supply/own_note.html", context)


@require_GET
@member
def own_proof(request: Any, number: str) -> HttpResponse:
    """A payment to the maker, as it stands on paper."""
    row = queries.settlement(number)
    _check_own(request, row.member_id, number)
    context = {"row": row, "paper": papers.settlement_paper(row, request.cooperative.name)}
    return page(request, "supply/own_proof.html", context)


def _check_own(request: Any, member_id: int, number: str) -> None:
    """Another's paper looks like one that does not exist."""
    if member_id != request.person.member_id:
        raise NotFound(kind="supply.paper", number=number)
