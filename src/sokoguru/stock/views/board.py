"""The warehouse's first page, and every move."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from sokoguru.identity.rules import Act
from sokoguru.identity.views import staff
from sokoguru.kernel import clock
from sokoguru.kernel.quantity import format_quantity
from sokoguru.stock import queries
from sokoguru.stock.forms import SearchForm
from sokoguru.stock.models import Move, Slip, StockBalance
from sokoguru.stock.queries.desk import around
from sokoguru.stock.views.words import expiry_tag, lot_link, maker_word, place_word
from sokoguru.ui.rules.parts import Column, Tab, Table
from sokoguru.ui.views import page

HOME = "/meja/gudang/"
MOST = 200


@require_GET
@staff(Act.STOCK_READ)
def board(request: Any) -> HttpResponse:
    """What lies where, with four numbers on top."""
    form = SearchForm(request.GET)
    asked = form.cleaned_data["cari"] if form.is_valid() else ""
    places = queries.locations()
    chosen = next((row for row in places if str(row.pk) == request.GET.get("tempat")), None)
    rows = list(
        queries.balances(location_id=chosen.pk if chosen else None, search=asked, limit=MOST + 1)
    )
    context = {
        **around(request.person, HOME),
        "form": form,
        "asked": asked,
        "chosen": chosen,
        "figures": queries.figures(),
        "now": clock.now(),
        "places": [
            Tab(_("Semua tempat"), HOME, chosen is None),
            *(Tab(row.name, f"{HOME}?tempat={row.pk}", row == chosen) for row in places),
        ],
        "table": _stock_table(rows[:MOST]),
        "is_cut": len(rows) > MOST,
        "expiring": [(row, expiry_tag(row.lot)) for row in queries.expiring(limit=8)],
    }
    return page(request, "stock/board.html", context)


def _stock_table(rows: list[StockBalance]) -> Table:
    columns = [
        Column(_("Barang")),
        Column(_("Lot")),
        Column(_("Dari")),
        Column(_("Tempat")),
        Column(_("Ada"), "quantity"),
        Column(_("Dipesan"), "quantity"),
        Column(_("Nilai"), "rupiah"),
        Column(_("Kedaluwarsa")),
    ]
    return Table(_("Isi gudang"), columns, [_stock_row(row) for row in rows], caption_hidden=True)


def _stock_row(row: StockBalance) -> list[Any]:
    unit = row.lot.product.unit
    return [
        row.lot.product.name,
        lot_link(row.lot),
        maker_word(row.lot),
        row.location.name,
        format_quantity(row.quantity, unit),
        format_quantity(row.reserved, unit) if row.reserved else None,
        None if row.consigned else row.value,
        expiry_tag(row.lot),
    ]


@require_GET
@staff(Act.STOCK_READ)
def moves(request: Any) -> HttpResponse:
    """Every move, newest first: what, from where to where, by whom, with which proof."""
    rows = list(queries.moves(limit=MOST))
    context = {
        **around(request.person, request.path),
        "table": moves_table(rows),
        "is_cut": len(rows) == MOST,
    }
    return page(request, "stock/moves.html", context)


KIND_WORDS = {
    Slip.Kind.RECEIVE: gettext_lazy("Masuk"),
    Slip.Kind.MOVE: gettext_lazy("Pindah"),
    Slip.Kind.TAKE: gettext_lazy("Terjual"),
    Slip.Kind.BACK: gettext_lazy("Retur"),
    Slip.Kind.COUNT: gettext_lazy("Hitung"),
}


def moves_table(rows: list[Move]) -> Table:
    """Moves as a table, for the whole warehouse or one lot."""
    columns = [
        Column(_("Tanggal"), "date"),
        Column(_("Jenis")),
        Column(_("Barang")),
        Column(_("Lot")),
        Column(_("Dari")),
        Column(_("Ke")),
        Column(_("Banyaknya"), "quantity"),
        Column(_("Nilai"), "rupiah"),
        Column(_("Oleh")),
    ]
    return Table(_("Mutasi"), columns, [_move_row(row) for row in rows], caption_hidden=True)


def _move_row(row: Move) -> list[Any]:
    return [
        row.slip.on,
        str(KIND_WORDS[Slip.Kind(row.slip.kind)]),
        row.lot.product.name,
        lot_link(row.lot),
        place_word(row.source, row.lot),
        place_word(row.target, row.lot),
        format_quantity(row.quantity, row.lot.product.unit),
        None if row.consigned else row.value,
        row.slip.actor_name,
    ]
