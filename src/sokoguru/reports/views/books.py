"""From a figure down to the receipt: the statement of an account, the journal, one entry; seals."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from sokoguru.identity.rules import Act
from sokoguru.identity.views import staff
from sokoguru.kernel import rupiah
from sokoguru.kernel.refusals import Refused
from sokoguru.ledger import queries as books
from sokoguru.ledger.queries import Movement, accounts
from sokoguru.ledger.rules import Kind
from sokoguru.reports import ports, rules
from sokoguru.reports.forms import MovesForm
from sokoguru.reports.queries import entries
from sokoguru.reports.views import words
from sokoguru.reports.views.sheets import Value, account_url
from sokoguru.reports.views.statements import csv_answer, tabs_of
from sokoguru.ui.rules.parts import Column, Link, Table
from sokoguru.ui.views import page

MOST_MOVES = 500


@require_GET
@staff(Act.BOOKS_READ)
def account(request: Any, account_id: int) -> HttpResponse:
    """What happened on an account, newest last; the leaves below a control account."""
    row = accounts.account(account_id)
    form = MovesForm(request.GET)
    since = until = None
    if form.is_valid():
        since, until = form.cleaned_data["since"], form.cleaned_data["until"]
        try:
            rules.check_span(since or until, until or since) if since and until else None
        except Refused as refused:
            form.refuse(refused, "until")
            since = until = None
    moves = books.statement(account_id, since=since, until=until, limit=MOST_MOVES)
    if request.GET.get("bentuk") == "csv":
        return csv_answer(f"akun-{row.code}.csv", _move_lines(moves))
    context = {
        "account": row,
        "form": form,
        "table": _move_table(moves),
        "moves": moves,
        "balance": books.balance(account_id),
        "cut": len(moves) == MOST_MOVES,
        "is_debit": Kind(row.kind).side == 1,
        "leaves": _leaf_table(account_id) if not row.takes_lines else None,
        "parent_url": account_url(row.parent_id) if row.parent_id else "",
        "query": request.GET.urlencode(),
        "tabs": tabs_of(request),
    }
    return page(request, "reports/account.html", context)


def _move_table(moves: list[Movement]) -> Table:
    return Table(
        caption=_("Mutasi"),
        columns=[
            Column(_("Tanggal"), "date"),
            Column(_("Bukti")),
            Column(_("Keterangan")),
            Column(_("Debit"), "rupiah"),
            Column(_("Kredit"), "rupiah"),
            Column(_("Saldo"), "rupiah"),
        ],
        rows=[
            [
                move.on,
                Link(
                    words.proof(move.reference) or _("Lihat bukti"),
                    f"/meja/buku/jurnal/{move.entry_id}/",
                ),
                move.memo,
                move.debit or None,
                move.credit or None,
                move.balance,
            ]
            for move in moves
        ],
        scroll=True,
    )


def _move_lines(moves: list[Movement]) -> list[list[Value]]:
    lines: list[list[Value]] = [
        ["Tanggal", "Bukti", "Keterangan", "Debit", "Kredit", "Saldo"],
    ]
    for move in moves:
        lines.append(
            [
                move.on.isoformat(),
                move.reference,
                move.memo,
                move.debit,
                move.credit,
                move.balance,
            ]
        )
    return lines


def _leaf_table(account_id: int) -> Table:
    return Table(
        caption=_("Rincian"),
        columns=[Column(_("Nama")), Column(_("Saldo"), "rupiah")],
        rows=[
            [leaf.name, Link(rupiah.format_rupiah(leaf.balance), account_url(leaf.account_id))]
            for leaf in accounts.below(account_id)
        ],
    )


@require_GET
@staff(Act.BOOKS_READ)
def journal(request: Any) -> HttpResponse:
    """The newest entries; the next page goes on below the last one shown."""
    before = request.GET.get("sebelum", "")
    before_id = int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None
    found = list(books.entries(limit=51, before_id=before_id))
    shown, more = found[:50], len(found) > 50
    context = {
        "entries": words.listed(shown),
        "older": shown[-1].pk if more else None,
        "tabs": tabs_of(request),
    }
    return page(request, "reports/journal.html", context)


@require_GET
@staff(Act.BOOKS_READ)
def entry(request: Any, entry_id: int) -> HttpResponse:
    """One entry: its lines, who wrote it, the record and the document behind it, its seal."""
    shown = entries.entry(entry_id)
    may_reverse = (
        request.person.may(Act.BOOKS_REVERSE)
        and not shown.reversed_by
        and not shown.reverses_id
        and any(ports.reverser_of(record.name) for record in shown.records[:1])
    )
    context = {
        "entry": shown,
        "proof": words.proof(shown.reference),
        "lines": _line_table(shown),
        "records": [
            (words.happened(record.name), record.paper_url, words.facts(record.body))
            for record in shown.records
        ],
        "may_reverse": may_reverse,
        "tabs": tabs_of(request),
    }
    return page(request, "reports/entry.html", context)


def _line_table(shown: entries.ShownEntry) -> Table:
    whom = {"member": _("anggota"), "non_member": _("non-anggota"), "": ""}
    return Table(
        caption=_("Baris"),
        columns=[
            Column(_("Akun")),
            Column(_("Debit"), "rupiah"),
            Column(_("Kredit"), "rupiah"),
            Column(_("Unit")),
            Column(_("Dengan")),
        ],
        rows=[
            [
                Link(f"{line.code} {line.name}", account_url(line.account_id)),
                line.debit or None,
                line.credit or None,
                line.unit,
                whom[line.business],
            ]
            for line in shown.lines
        ],
        foot=[_("Jumlah"), shown.total, shown.total, "", ""],
    )


@require_GET
@staff(Act.BOOKS_READ)
def seals(request: Any) -> HttpResponse:
    """The chain of seals, its head to be printed in the RAT book, and what a recount says."""
    finding = ports.verified() if request.GET.get("periksa") else None
    chain = accounts.seals(limit=20)
    context = {
        "chain": [(seal, bytes(seal.digest).hex()) for seal in chain],
        "head": bytes(chain[0].digest).hex() if chain else "",
        "newest": chain[0] if chain else None,
        "sealed": accounts.sealed_count(),
        "unsealed": books.unsealed_count(),
        "finding": finding,
        "tabs": tabs_of(request),
    }
    return page(request, "reports/seals.html", context)
