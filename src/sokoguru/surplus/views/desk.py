"""The treasurer's way to the SHU: percentages, closing the year, the proposal."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from sokoguru.identity.rules import Act
from sokoguru.identity.views import staff
from sokoguru.kernel import clock
from sokoguru.kernel.percentage import format_percentage
from sokoguru.kernel.refusals import NotFound, Refused
from sokoguru.surplus import queries
from sokoguru.surplus.actions import closing, proposing
from sokoguru.surplus.errors import PolicyMissing
from sokoguru.surplus.forms import PolicyForm, YearForm
from sokoguru.surplus.models import Policy
from sokoguru.surplus.views import shown
from sokoguru.ui.rules.parts import Check, Done, Link, Pair
from sokoguru.ui.views import check_then_do, done, page, seen_at

SEES = (Act.SURPLUS_PROPOSE, Act.BOOKS_CLOSE, Act.GOVERNANCE_CONVENE, Act.BOOKS_READ)


@require_GET
@staff(*SEES)
def home(request: Any) -> HttpResponse:
    """Where the year's surplus stands, and the next act."""
    today = clock.today()
    current = queries.book_year_at(today)
    last = queries.book_year_to_close(today)
    proposal = queries.newest_proposal(last.year)
    context = {
        "last": last,
        "policy": _policy_or_none(),
        "heads": _policy_heads(_policy_or_none()),
        "form": YearForm(),
        "closing": queries.closing(last.year),
        "proposal": proposal,
        "table": shown.proposal_table(proposal) if proposal else None,
        "bars": shown.proposal_bars(proposal) if proposal else [],
        "sharing": queries.shares_total(proposal.pk) if proposal else (0, 0),
        "distribution": queries.distribution(last.year),
        "running": queries.result(since=current.starts_on, until=today),
        "current": current,
        "on": today,
    }
    return page(request, "surplus/desk.html", context)


def _policy_or_none() -> Policy | None:
    try:
        return queries.policy(clock.today())
    except PolicyMissing:
        return None


def _policy_heads(row: Policy | None) -> list[Pair]:
    if row is None:
        return []
    terms = queries.terms_of(row)
    pairs = [
        Pair(shown.head_name(each.head), format_percentage(each.percentage))
        for each in terms.allocations
    ]
    if terms.village_percentage:
        pairs.append(Pair(_("Hak desa"), format_percentage(terms.village_percentage)))
    return pairs


@require_http_methods(["GET", "POST"])
@staff(Act.SURPLUS_PROPOSE)
def policy(request: Any) -> HttpResponse:
    """The percentages of the AD/ART, dated; anything but exactly 100 is refused."""
    form = PolicyForm(request.POST or None, initial=_standing())
    if request.method == "POST" and form.is_valid():
        try:
            closing.set_policy(
                since=form.cleaned_data["since"],
                legal_basis=form.cleaned_data["legal_basis"],
                terms=form.terms(),
                actor=request.actor,
            )
            return seen_at(reverse("surplus:desk"))
        except Refused as refused:
            form.refuse(refused)
    return page(request, "surplus/policy.html", {"form": form})


def _standing() -> dict[str, Any]:
    row = _policy_or_none()
    if row is None:
        return {"since": queries.book_year_at(clock.today()).starts_on}
    terms = queries.terms_of(row)
    return {
        "since": queries.book_year_at(clock.today()).starts_on,
        "legal_basis": row.legal_basis,
        "village": terms.village_percentage,
        "capital_base": row.capital_base,
        "tax_scheme": row.tax_scheme,
        "final_since_year": row.final_since_year,
        **{each.head.value: each.percentage for each in terms.allocations},
    }


@require_http_methods(["GET", "POST"])
@staff(Act.BOOKS_CLOSE)
def close(request: Any, year: int) -> HttpResponse:
    """Close a book year after a look at its result and its tax."""
    closed = queries.closing(year)
    if closed is not None:
        return done(
            request,
            Done(
                title=_("Tahun buku ditutup"),
                text=_("Buku %(year)s ditutup. SHU setelah pajak berdiri di SHU tahun berjalan.")
                % {"year": year},
                acts=[Link(_("Susun usul pembagian"), reverse("surplus:desk"))],
            ),
        )
    if not 2000 <= year <= 2199:
        raise NotFound(kind="surplus.year", year=year)
    form = YearForm(request.POST or None)
    whole = queries.book_year(year)
    result = queries.result(since=whole.starts_on, until=whole.ends_on)
    context = {"year": year, "whole": whole, "result": result}

    def check(form: YearForm) -> Check:
        terms = queries.terms_of(queries.policy(whole.ends_on))
        tax = closing.tax_of(whole, result, terms, until=whole.ends_on)
        return Check(
            title=_("Tutup tahun buku %s") % year,
            confirm=_("Tutup tahun buku"),
            pairs=[
                Pair(_("Pendapatan"), result.income, "rupiah"),
                Pair(_("Beban"), result.expense, "rupiah"),
                Pair(_("Hasil usaha sebelum pajak"), result.before_tax, "rupiah", total=True),
                Pair(_("Pajak penghasilan"), tax, "rupiah"),
                Pair(_("SHU setelah pajak"), result.before_tax - tax, "rupiah", strong=True),
            ],
            warning=_("Kedua belas bulan ditutup dan tidak menerima bukti lagi."),
        )

    def do(form: YearForm) -> str:
        return str(closing.close_year(year=year, actor=request.actor).year)

    return check_then_do(request, form, "surplus/close.html", check=check, do=do, context=context)


@require_http_methods(["GET", "POST"])
@staff(Act.SURPLUS_PROPOSE)
def propose(request: Any, year: int) -> HttpResponse:
    """Draw up the proposal of a closed year."""
    if request.method == "GET":
        return redirect("surplus:desk")
    form = YearForm(request.POST)
    if form.is_valid():
        proposing.propose(year=year, actor=request.actor)
    return seen_at(reverse("surplus:desk"))
