"""The acts of the books' pages: taking an entry back, closing a month."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.urls import reverse as address
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sokoguru.identity.rules import Act
from sokoguru.identity.views import staff
from sokoguru.kernel import clock, dates
from sokoguru.kernel.period import month_of
from sokoguru.ledger import queries as books
from sokoguru.reports import actions
from sokoguru.reports.forms import MonthForm, ReverseForm
from sokoguru.reports.queries import entries
from sokoguru.reports.views.statements import tabs_of
from sokoguru.ui.rules.parts import Check, Done, Link, Pair
from sokoguru.ui.views import check_then_do, done, page


@require_http_methods(["GET", "POST"])
@staff(Act.BOOKS_REVERSE)
def reverse(request: Any, entry_id: int) -> HttpResponse:
    """Take an entry back, with a reason, after a look at what will happen."""
    shown = entries.entry(entry_id)
    if shown.reversed_by and request.GET.get("bukti"):
        return done(request, _reversed(shown))
    form = ReverseForm(request.POST or None)

    def check(form: ReverseForm) -> Check:
        reason = form.cleaned_data["reason"]
        actions.check_reversible(shown, reason=reason, actor=request.actor)
        return Check(
            title=_("Periksa pembalikan"),
            confirm=_("Balikkan bukti"),
            pairs=[
                Pair(_("Bukti lama"), shown.reference),
                Pair(_("Tanggal lama"), shown.on, "date"),
                Pair(_("Tanggal pembalikan"), clock.today(), "date"),
                Pair(_("Alasan"), reason),
                Pair(_("Jumlah"), shown.total, "rupiah", total=True, strong=True),
            ],
            amount=shown.total,
            warning=_("Bukti lama tidak dihapus. Bukti baru mencatat kebalikannya."),
        )

    def do(form: ReverseForm) -> str:
        reason = form.cleaned_data["reason"]
        return actions.reverse(entry_id=entry_id, reason=reason, actor=request.actor).reference

    context = {"entry": shown, "tabs": tabs_of(request)}
    return check_then_do(request, form, "reports/reverse.html", check=check, do=do, context=context)


def _reversed(shown: entries.ShownEntry) -> Done:
    assert shown.reversed_by is not None
    reversal = books.entry(shown.reversed_by)
    return Done(
        title=_("Bukti dibalik"),
        text=_("%(old)s dibalik oleh bukti baru.") % {"old": shown.reference},
        reference=reversal.reference,
        acts=[
            Link(_("Lihat bukti baru"), address("reports:entry", args=[reversal.pk])),
            Link(_("Ke jurnal"), address("reports:journal")),
        ],
    )


@require_http_methods(["GET", "POST"])
@staff(Act.BOOKS_READ)
def months(request: Any) -> HttpResponse:
    """The months of the book, and closing the next one."""
    closed_on = request.GET.get("bukti", "")
    if closed_on:
        return done(request, _closed(dates.parse_date(closed_on)))
    rows = [row for row in books.periods() if row.starts_on <= clock.today()]
    upcoming = next((row for row in rows if row.closed_at is None), None)
    may_close = request.person.may(Act.BOOKS_CLOSE)
    form = MonthForm(
        request.POST or None,
        initial={"month": upcoming.starts_on.isoformat() if upcoming else ""},
    )
    context = {
        "rows": [(row, str(month_of(row.starts_on))) for row in reversed(rows[-24:])],
        "next_name": str(month_of(upcoming.starts_on)) if upcoming else "",
        "is_over": upcoming is not None and upcoming.ends_on < clock.today(),
        "may_close": may_close,
        "tabs": tabs_of(request),
    }
    if not may_close:
        return page(request, "reports/months.html", {**context, "form": form})
    return check_then_do(
        request,
        form,
        "reports/months.html",
        check=lambda form: _check_month(form.cleaned_data["month"]),
        do=lambda form: actions.close_month(
            on=form.cleaned_data["month"], actor=request.actor
        ).isoformat(),
        context=context,
    )


def _check_month(on: date) -> Check:
    actions.check_month(on)
    period = books.period_of(on)
    assert period is not None
    return Check(
        title=_("Tutup bulan"),
        confirm=_("Tutup buku %s") % month_of(on),
        pairs=[
            Pair(_("Bulan"), str(month_of(on)), strong=True),
            Pair(_("Dari"), period.starts_on, "date"),
            Pair(_("Sampai"), period.ends_on, "date"),
        ],
        warning=_("Setelah ditutup, tidak ada bukti yang bisa dicatat di bulan ini lagi."),
    )


def _closed(on: date) -> Done:
    return Done(
        title=_("Bulan ditutup"),
        text=_("Buku %s ditutup. Bukti baru dicatat di bulan berikutnya.") % month_of(on),
        acts=[
            Link(_("Lihat bulan lain"), address("reports:months")),
            Link(_("Posisi keuangan"), address("reports:position")),
        ],
    )
