"""Lots: the list, the card of one, and its label for print."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from sokoguru.identity.rules import Act
from sokoguru.identity.views import staff
from sokoguru.kernel.dates import format_date
from sokoguru.kernel.percentage import format_percentage
from sokoguru.kernel.quantity import format_quantity
from sokoguru.stock import queries
from sokoguru.stock.forms import SearchForm
from sokoguru.stock.models import Lot
from sokoguru.stock.queries.desk import around
from sokoguru.stock.views.board import moves_table
from sokoguru.stock.views.words import expiry_tag, lot_link, maker_word
from sokoguru.ui.rules.parts import Column, Pair, Table
from sokoguru.ui.views import page

LIST = "/meja/gudang/lot/"


@require_GET
@staff(Act.STOCK_READ)
def lots(request: Any) -> HttpResponse:
    """The newest lots, or those that fit a word."""
    form = SearchForm(request.GET)
    asked = form.cleaned_data["cari"] if form.is_valid() else ""
    found = list(queries.lots(search=asked))
    context = {
        **around(request.person, request.path),
        "form": form,
        "asked": asked,
        "table": _table(found),
    }
    return page(request, "stock/lots.html", context, status=200)


def _table(found: list[Lot]) -> Table:
    left = queries.lots_left([row.pk for row in found])
    columns = [
        Column(_("Lot")),
        Column(_("Barang")),
        Column(_("Dari")),
        Column(_("Diterima"), "date"),
        Column(_("Sisa"), "quantity"),
        Column(_("Kedaluwarsa")),
    ]
    return Table(
        _("Lot"),
        columns,
        [
            [
                lot_link(row),
                row.product.name,
                maker_word(row),
                row.received_on,
                format_quantity(left.get(row.pk, 0), row.product.unit),
                expiry_tag(row),
            ]
            for row in found
        ],
        caption_hidden=True,
    )


@require_GET
@staff(Act.STOCK_READ)
def lot(request: Any, code: str) -> HttpResponse:
    """A lot's card: where it comes from, where it lies, what became of it."""
    row = queries.lot_by_code(code)
    held = list(queries.balances(lot_id=row.pk))
    context = {
        **around(request.person, LIST),
        "lot": row,
        "pairs": _pairs(row),
        "expiry": expiry_tag(row),
        "held": [(each, format_quantity(each.quantity, row.product.unit)) for each in held],
        "moves": moves_table(list(queries.moves(lot_id=row.pk))),
        "label_url": reverse("stock:label", args=[row.code]),
        "trace_url": trace_url(request, row),
    }
    return page(request, "stock/lot.html", context)


def _pairs(row: Lot) -> list[Pair]:
    found = [
        Pair(_("Barang"), row.product.name),
        Pair(_("Dari"), maker_word(row)),
        Pair(_("Desa"), row.village or None),
        Pair(_("Kelompok"), row.group) if row.group else None,
        Pair(_("Diterima"), row.received_on, "date"),
        Pair(_("Panen atau dibuat"), row.harvest_on, "date") if row.harvest_on else None,
        Pair(_("Kedaluwarsa"), row.expires_on, "date") if row.expires_on else None,
        Pair(_("Mutu"), row.grade) if row.grade else None,
        Pair(_("Sertifikat"), row.certificates) if row.certificates else None,
    ]
    if row.ujrah_rate is not None:
        found.append(Pair(_("Ujrah titip jual"), format_percentage(row.ujrah_rate.normalize())))
    return [pair for pair in found if pair is not None]


def trace_url(request: Any, row: Lot) -> str:
    """The public address that tells where the goods come from: what the QR code says."""
    return str(request.build_absolute_uri(f"/jejak/{row.code}/"))


@require_GET
@staff(Act.STOCK_READ)
def label(request: Any, code: str) -> HttpResponse:
    """A label to print and stick on goods: name, lot, days, QR of the trace.

    Nothing of a person.
    """
    row = queries.lot_by_code(code)
    facts = [
        (_("Lot"), row.code),
        (_("Desa"), row.village),
        (_("Panen"), format_date(row.harvest_on) if row.harvest_on else ""),
        (_("Baik sebelum"), format_date(row.expires_on) if row.expires_on else ""),
        (_("Mutu"), row.grade),
    ]
    context = {
        "lot": row,
        "facts": [(word, said) for word, said in facts if said],
        "trace_url": trace_url(request, row),
        "copies": range(_copies(request.GET.get("jumlah", ""))),
        "back_url": reverse("stock:lot", args=[row.code]),
    }
    return page(request, "stock/label.html", context)


def _copies(typed: str) -> int:
    """How many labels on the sheet: from 1 to 24."""
    wanted = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else 8
    return min(max(wanted, 1), 24)
