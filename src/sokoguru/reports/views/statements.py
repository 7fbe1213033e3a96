"""The three statements: on the page, on paper, as a file."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from sokoguru.identity.rules import Act
from sokoguru.identity.views import staff
from sokoguru.kernel import clock, dates
from sokoguru.kernel.period import book_year_of
from sokoguru.kernel.refusals import Refused
from sokoguru.ledger import queries as books
from sokoguru.reports import rules
from sokoguru.reports.forms import DayForm, SpanForm
from sokoguru.reports.queries import statements
from sokoguru.reports.views import sheets, words
from sokoguru.reports.views.sheets import Sheet
from sokoguru.ui.rules.parts import Tab
from sokoguru.ui.views import page

PARTS = (
    ("reports:home", "Ringkasan"),
    ("reports:position", "Posisi keuangan"),
    ("reports:outcome", "Hasil usaha"),
    ("reports:trial", "Neraca saldo"),
    ("reports:journal", "Jurnal"),
    ("reports:months", "Bulan"),
    ("reports:seals", "Segel"),
)


def tabs_of(request: HttpRequest) -> list[Tab]:
    """The parts of the books, each an address of its own."""
    here = request.path
    found = []
    for name, label in PARTS:
        url = reverse(name)
        current = here == url if name == "reports:home" else here.startswith(url)
        found.append(Tab(_(label), url, current=current))
    return found


@require_GET
@staff(Act.BOOKS_READ)
def home(request: Any) -> HttpResponse:
    """The books in four figures, and the newest entries."""
    today = clock.today()
    whole = book_year_of(today, first_month=books.book().starts_month)
    now = statements.position(on=today)
    context = {
        "tabs": tabs_of(request),
        "position": now,
        "claims": now.total_claims - now.total_equity,
        "outcome": statements.outcome(since=whole.starts_on, until=today),
        "year": whole.year,
        "entries": words.listed(books.entries(limit=8)),
        "on": today,
    }
    return page(request, "reports/home.html", context)


@require_GET
@staff(Act.BOOKS_READ)
def position(request: Any) -> HttpResponse:
    """Posisi keuangan at the end of a day, with the accounting equation."""
    form = DayForm(request.GET)
    on, unit = clock.today(), ""
    if form.is_valid():
        on, unit = form.cleaned_data["on"] or on, form.cleaned_data["unit"]
    shown = statements.position(on=on, unit=unit)
    title = _("Laporan posisi keuangan")
    return _answer(
        request,
        form,
        title,
        _("per %s") % dates.format_date(on),
        sheets.of_position(shown),
        {"position": shown},
    )


@require_GET
@staff(Act.BOOKS_READ)
def outcome(request: Any) -> HttpResponse:
    """Perhitungan hasil usaha between two days, member and non-member apart."""
    form = SpanForm(request.GET)
    today = clock.today()
    since, until, unit = _year_start(today), today, ""
    if form.is_valid():
        told = form.cleaned_data
        since, until, unit = told["since"] or since, told["until"] or until, told["unit"]
        try:
            rules.check_span(since, until)
        except Refused as refused:
            form.refuse(refused, "until")
            since, until = _year_start(today), today
    shown = statements.outcome(since=since, until=until, unit=unit)
    when = _("%(since)s sampai %(until)s") % {
        "since": dates.format_date(since),
        "until": dates.format_date(until),
    }
    title = _("Perhitungan hasil usaha")
    return _answer(request, form, title, when, sheets.of_outcome(shown), {"outcome": shown})


@require_GET
@staff(Act.BOOKS_READ)
def trial(request: Any) -> HttpResponse:
    """Neraca saldo at the end of a day."""
    form = DayForm(request.GET)
    on, unit = clock.today(), ""
    if form.is_valid():
        on, unit = form.cleaned_data["on"] or on, form.cleaned_data["unit"]
    shown = statements.trial(on=on, unit=unit)
    when = _("per %s") % dates.format_date(on)
    return _answer(request, form, _("Neraca saldo"), when, sheets.of_trial(shown), {"trial": shown})


def _year_start(on: date) -> date:
    return book_year_of(on, first_month=books.book().starts_month).starts_on


def _answer(
    request: Any,
    form: DayForm | SpanForm,
    title: str,
    when: str,
    found: Sequence[Sheet],
    context: dict[str, Any],
) -> HttpResponse:
    """The page, the paper (``bentuk=cetak``) or the file (``bentuk=csv``)."""
    wanted = request.GET.get("bentuk", "")
    name = request.cooperative.name
    if wanted == "csv" and form.is_valid():
        head: list[list[sheets.Value]] = [[name], [title], [when], []]
        rows = [*head, *(row for sheet in found for row in sheet.lines())]
        return csv_answer(f"{slugify(title)}.csv", rows)
    shown = {
        **context,
        "form": form,
        "title": title,
        "when": when,
        "tables": [sheet.table() for sheet in found],
        "tabs": tabs_of(request),
        "query": _without_shape(request),
    }
    if wanted == "cetak":
        back_url = f"{request.path}?{_without_shape(request)}"
        return page(request, "reports/paper.html", {**shown, "back_url": back_url})
    return page(request, "reports/statement.html", shown)


def _without_shape(request: HttpRequest) -> str:
    asked = request.GET.copy()
    asked.pop("bentuk", None)
    return asked.urlencode()


def csv_answer(filename: str, rows: Sequence[Sequence[sheets.Value]]) -> HttpResponse:
    """A file that a spreadsheet opens and never obeys."""
    return HttpResponse(
        rules.csv_text(rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{filename}"'},
    )
