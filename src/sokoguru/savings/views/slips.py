"""Slips of the counter: 32 columns of paper, the page of one slip, and taking it back."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse as address
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from sokoguru.identity.queries import Person
from sokoguru.identity.rules import Act
from sokoguru.identity.views import staff
from sokoguru.kernel import clock
from sokoguru.kernel.dates import format_date, format_time
from sokoguru.kernel.rupiah import format_rupiah, terbilang_rupiah
from sokoguru.members import queries as members
from sokoguru.savings import rules
from sokoguru.savings.actions import counter
from sokoguru.savings.forms import ReverseForm
from sokoguru.savings.queries.slips import Slip, slip
from sokoguru.savings.rules import Simpanan
from sokoguru.ui.rules import receipts
from sokoguru.ui.rules.parts import Check, Done, Link, Pair
from sokoguru.ui.views import check_then_do, done, page

FRAME = {"frame": "savings/frame.html"}
"""The frame of staff pages with the keys of the counter."""


def kind_word(kind: Simpanan | None) -> str:
    """``simpanan sukarela``."""
    words: dict[Simpanan | None, str] = {
        Simpanan.POKOK: _("simpanan pokok"),
        Simpanan.WAJIB: _("simpanan wajib"),
        Simpanan.SUKARELA: _("simpanan sukarela"),
    }
    return words.get(kind, "")


def what_word(found: Slip) -> str:
    """What a slip is, as its heading says it."""
    word = kind_word(found.kind)
    return {
        rules.DEPOSIT: _("Setor %(kind)s") % {"kind": word},
        rules.WITHDRAWAL: _("Tarik %(kind)s") % {"kind": word},
        rules.DUES: _("Titipan calon anggota"),
        rules.HANDED: _("Kas ke laci"),
        rules.TAKEN: _("Kas dari laci"),
    }[found.what]


def slip_text(found: Slip, *, cooperative: str) -> str:
    """The paper of a slip: the same text on the screen and on the printer."""
    at = clock.local(found.at)
    who: list[str] = []
    if found.member is not None:
        label = _("Anggota %(number)s") % {"number": found.member.number}
        who = receipts.pair(label if found.member.number else _("Calon"), found.member.name)
    elif found.holder:
        who = receipts.pair(_("Laci"), found.holder)
    return receipts.receipt(
        receipts.center(cooperative.upper()),
        receipts.RULE,
        receipts.pair(f"{found.on:%d/%m/%y} {format_time(at)}", found.reference),
        receipts.left(_("Petugas: %(name)s") % {"name": found.teller}),
        "",
        receipts.left(what_word(found).upper()),
        who,
        receipts.left(found.memo) if found.memo else [],
        "",
        sums(found),
        receipts.left(terbilang_rupiah(found.amount).capitalize()) if found.amount else [],
        _estimate(found),
        receipts.RULE,
        receipts.center(_ending(found)),
    )


def sums(found: Slip) -> list[str]:
    """Balance before, the amount, balance after; only the amount where no simpanan moved."""
    if found.balance is None or found.balance_before is None:
        return [*receipts.money(_("Jumlah"), found.amount), ""]
    word = _("Tarik") if found.what == rules.WITHDRAWAL else _("Setor")
    return [
        *receipts.money(_("Saldo awal"), found.balance_before),
        *receipts.money(word, found.amount),
        *receipts.subtotal(),
        *receipts.money(_("Saldo akhir"), found.balance),
        "",
    ]


def _estimate(found: Slip) -> list[str]:
    """The member's running SHU: an estimate, no promise."""
    if found.member is None:
        return []
    growing = members.estimate(found.member.pk, year=clock.today().year)
    if growing is None or not growing.total:
        return []
    return ["", *receipts.money(_("Perkiraan SHU"), growing.total), _("(perkiraan, bukan janji)")]


def _ending(found: Slip) -> str:
    if found.reversed_by:
        return _("DIBALIKKAN")
    if found.what == rules.DUES:
        return _("Titipan ini kembali utuh bila permohonan tidak diterima.")
    return _("Simpan struk ini. Terima kasih.")


def happened(request: Any, reference: str, *, acts: list[Link], text: str = "") -> HttpResponse:
    """The page after an act of the counter: proof, receipt, what next, how to take it back."""
    found = slip(reference)
    title, said = _said(found)
    shown = Done(
        title=title,
        text=text or said,
        reference=found.reference,
        acts=acts,
        reverse=reversal_link(request.person, found),
        receipt=slip_text(found, cooperative=request.cooperative.name),
        print_url=address("savings:slip_paper", args=[found.reference]),
    )
    return done(request, shown, FRAME)


def _said(found: Slip) -> tuple[str, str]:
    """What happened, as the page after says it: its heading and one sentence."""
    facts = {
        "amount": format_rupiah(found.amount),
        "kind": kind_word(found.kind),
        "name": found.member.name if found.member else found.holder,
    }
    title, text = {
        rules.DEPOSIT: (_("Setoran tercatat"), _("%(amount)s masuk ke %(kind)s %(name)s.")),
        rules.WITHDRAWAL: (
            _("Penarikan tercatat"),
            _("%(amount)s keluar dari %(kind)s %(name)s. Serahkan uangnya sekarang."),
        ),
        rules.DUES: (_("Titipan tercatat"), _("%(amount)s dititipkan %(name)s.")),
        rules.HANDED: (_("Kas diserahkan"), _("%(amount)s masuk ke laci %(name)s.")),
        rules.TAKEN: (_("Kas diterima"), _("%(amount)s keluar dari laci %(name)s.")),
    }[found.what]
    return title, text % facts


def reversal_link(person: Person, found: Slip) -> Link | None:
    """The way to take a slip back, for whoever may and did not make it."""
    mine = found.maker_person_id == person.user_id
    counted = found.what in (rules.DEPOSIT, rules.WITHDRAWAL)
    if found.reversed_by or mine or not counted or not person.may(Act.BOOKS_REVERSE):
        return None
    return Link(_("Balikkan bukti ini"), address("savings:reverse", args=[found.reference]))


def slip_pairs(found: Slip) -> list[Pair]:
    """What a slip says, line by line."""
    whose = f"{found.member.name}, {found.member.number or _('calon')}" if found.member else ""
    pairs = [
        Pair(_("Nomor bukti"), found.reference),
        Pair(_("Tanggal"), f"{format_date(found.on)}, {format_time(clock.local(found.at))}"),
        Pair(_("Petugas"), found.teller),
        Pair(_("Untuk"), whose or found.holder),
        Pair(_("Jumlah"), found.amount, "rupiah", strong=True),
    ]
    if found.balance is not None:
        pairs.append(Pair(_("Saldo akhir"), found.balance, "rupiah", total=True))
    return pairs


@require_GET
@staff(Act.SAVINGS_DEPOSIT, Act.BOOKS_READ, Act.BOOKS_REVERSE)
def show(request: Any, reference: str) -> HttpResponse:
    """One slip of the counter, with the way to take it back."""
    found = slip(reference)
    context = {
        "slip": found,
        "title": what_word(found),
        "pairs": slip_pairs(found),
        "paper": slip_text(found, cooperative=request.cooperative.name),
        "reverse": reversal_link(request.person, found),
        "can_be_reversed": found.what in (rules.DEPOSIT, rules.WITHDRAWAL),
    }
    return page(request, "savings/slip.html", context)


@require_GET
@staff(Act.SAVINGS_DEPOSIT, Act.BOOKS_READ, Act.BOOKS_REVERSE)
def paper(request: Any, reference: str) -> HttpResponse:
    """A slip on 58 mm paper."""
    found = slip(reference)
    context = {
        "title": _("Struk %(number)s") % {"number": found.reference},
        "slip": slip_text(found, cooperative=request.cooperative.name),
        "back_url": address("savings:slip", args=[found.reference]),
    }
    return page(request, "ui/slip.html", context)


@require_http_methods(["GET", "POST"])
@staff(Act.BOOKS_REVERSE)
def reverse(request: Any, reference: str) -> HttpResponse:
    """Take a slip back: reason, check, mirror, proof."""
    found = slip(reference)
    if request.GET.get("bukti"):
        return done(request, _taken_back(found), FRAME)

    def check(form: ReverseForm) -> Check:
        return Check(
            title=_("Periksa sebelum membalikkan"),
            confirm=_("Balikkan bukti"),
            pairs=[*slip_pairs(found), Pair(_("Alasan"), form.cleaned_data["reason"])],
            amount=found.amount,
            warning=_("Bukti lama tidak dihapus. Buku mencatat kebalikannya, dengan nama Anda."),
        )

    def do(form: ReverseForm) -> str:
        reason = form.cleaned_data["reason"]
        return counter.reverse(reference=reference, reason=reason, actor=request.actor).reference

    context = {**FRAME, "slip": found, "pairs": slip_pairs(found), "title": what_word(found)}
    form = ReverseForm(request.POST or None)
    return check_then_do(request, form, "savings/reverse.html", check=check, do=do, context=context)


def _taken_back(found: Slip) -> Done:
    return Done(
        title=_("Bukti dibalikkan"),
        text=_("%(amount)s dari bukti %(number)s sudah dibalikkan.")
        % {"amount": format_rupiah(found.amount), "number": found.reference},
        reference=found.reversed_by,
        acts=[Link(_("Lihat bukti lama"), address("savings:slip", args=[found.reference]))],
    )
