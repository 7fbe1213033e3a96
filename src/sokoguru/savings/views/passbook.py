"""The member's passbook: balances, movements, slips, print."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse as address
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from sokoguru.identity.views import member
from sokoguru.kernel import clock
from sokoguru.kernel.refusals import NotFound
from sokoguru.ledger.queries import Movement
from sokoguru.savings import rules
from sokoguru.savings.queries import balances
from sokoguru.savings.queries.slips import slip
from sokoguru.savings.rules import Simpanan
from sokoguru.savings.views.slips import kind_word, slip_pairs, slip_text, what_word
from sokoguru.ui.rules.parts import Column, Tab, Table
from sokoguru.ui.views import page

SHOWN, PRINTED = 50, 200


@require_GET
@member
def book(request: Any) -> HttpResponse:
    """Balances without a tap, movements of one simpanan, the newest first."""
    kind = _kind(request)
    own = balances.passbook(request.person.member_id)
    rows = balances.movements(own.member.pk, kind, limit=SHOWN)
    context = {
        "own": own,
        "now": clock.now(),
        "kind": kind,
        "kind_word": kind_word(kind),
        "tabs": [
            Tab(word, f"?jenis={each.value}", each is kind)
            for each, word in (
                (Simpanan.SUKARELA, _("Sukarela")),
                (Simpanan.WAJIB, _("Wajib")),
                (Simpanan.POKOK, _("Pokok")),
            )
        ],
        "movements": [(row, _slip_url(row)) for row in rows],
        "is_cut": len(rows) == SHOWN,
        "product": balances.product(Simpanan.SUKARELA),
    }
    return page(request, "savings/passbook.html", context)


@require_GET
@member
def paper(request: Any) -> HttpResponse:
    """The passbook on A4."""
    kind = _kind(request)
    own = balances.passbook(request.person.member_id)
    rows = balances.movements(own.member.pk, kind, limit=PRINTED)[::-1]
    table = Table(
        _("Buku %(kind)s") % {"kind": kind_word(kind)},
        [
            Column(_("Tanggal"), "date"),
            Column(_("Keterangan")),
            Column(_("Bukti")),
            Column(_("Masuk"), "rupiah"),
            Column(_("Keluar"), "rupiah"),
            Column(_("Saldo"), "rupiah"),
        ],
        [
            [row.on, row.memo, row.reference, row.credit or None, row.debit or None, row.balance]
            for row in rows
        ],
    )
    context = {
        "own": own,
        "table": table,
        "now": clock.now(),
        "back_url": f"{address('savings:passbook')}?jenis={kind.value}",
    }
    return page(request, "savings/passbook_paper.html", context)


@require_GET
@member
def own_slip(request: Any, reference: str) -> HttpResponse:
    """One slip of the member's own; of anybody else's it is not there."""
    found = slip(reference)
    if found.member is None or found.member.pk != request.person.member_id:
        raise NotFound(kind="savings.slip", reference=reference[:40])
    context = {
        "slip": found,
        "title": what_word(found),
        "pairs": slip_pairs(found),
        "paper": slip_text(found, cooperative=request.cooperative.name),
        "is_own": True,
    }
    return page(request, "savings/slip.html", context)


def _kind(request: Any) -> Simpanan:
    wanted = request.GET.get("jenis", "")
    return Simpanan(wanted) if wanted in set(Simpanan) else Simpanan.SUKARELA


def _slip_url(row: Movement) -> str:
    """The address of the slip behind a movement, where it came over the counter."""
    counted = row.reference.partition("-")[0] in (rules.DEPOSIT, rules.WITHDRAWAL)
    return address("savings:own_slip", args=[row.reference]) if counted else ""
