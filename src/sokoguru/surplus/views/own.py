"""A member's own SHU: how it came to be, down to the documents it was earned with."""

from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from sokoguru.identity.views import member
from sokoguru.kernel import clock
from sokoguru.kernel.refusals import NotFound
from sokoguru.members import queries as members
from sokoguru.members.actions import people
from sokoguru.surplus import queries
from sokoguru.surplus.forms import MandateForm
from sokoguru.surplus.views import shown
from sokoguru.ui.rules.parts import Column, Table
from sokoguru.ui.views import page, seen_at


@require_GET
@member
def shu(request: Any) -> HttpResponse:
    """The running estimate on top, then the slip of each year that has a proposal."""
    return _shown(request, None)


def _shown(request: Any, refused: MandateForm | None) -> HttpResponse:
    member_id = request.person.member_id
    today = clock.today()
    whole = queries.book_year_at(today)
    year = whole.year
    growing = members.estimate(member_id, year=year)
    if growing is not None:  # the purchase of a minute ago is seen before the next estimate
        bought = members.participation_of(member_id, since=whole.starts_on, until=today)
        growing = replace(growing, participation=bought)
    slips = []
    for closed in queries.closings():
        row = _counting_proposal(closed.year)
        share = queries.share_of(proposal_id=row.pk, member_id=member_id) if row else None
        if row is not None and share is not None:
            slips.append((row, share, shown.share_thread(row, share)))
    context = {
        "growing": growing,
        "growing_thread": shown.growing_thread(growing) if growing else [],
        "year": year,
        "slips": slips,
        "mandate": refused or MandateForm(initial={"shu_to_savings": _way_of(member_id)}),
        "saved": request.GET.get("tersimpan") == "1",
    }
    return page(request, "surplus/own.html", context, status=refused.status if refused else 200)


def _way_of(member_id: int) -> str:
    return "ya" if members.member(member_id).shu_to_savings else "tidak"


def _counting_proposal(year: int) -> Any:
    """The proposal that is being carried out, else the newest."""
    begun = queries.distribution(year)
    return queries.proposal(begun.proposal_id) if begun else queries.newest_proposal(year)


@require_GET
@member
def slip(request: Any, year: int) -> HttpResponse:
    """One year's slip on paper."""
    row = _counting_proposal(year)
    share = (
        queries.share_of(proposal_id=row.pk, member_id=request.person.member_id) if row else None
    )
    if row is None or share is None:
        raise NotFound(kind="surplus.share", year=year)
    capital, business = queries.base_totals(row.pk)
    context = {
        "proposal": row,
        "share": share,
        "heads": {head.value: amount for head, _p, amount in queries.heads_of(row.pk)},
        "capital": capital,
        "business": business,
        "member": members.member(request.person.member_id),
        "title": _("Bukti SHU %s") % year,
        "back_url": "/saya/shu/",
    }
    return page(request, "surplus/slip.html", context)


@require_GET
@member
def business(request: Any, year: int) -> HttpResponse:
    """The documents behind a member's jasa usaha."""
    whole = queries.book_year(year) if 2000 <= year <= 2199 else None
    if whole is None:
        raise NotFound(kind="surplus.year", year=year)
    rows = members.participation_rows(
        request.person.member_id, since=whole.starts_on, until=whole.ends_on
    )
    table = Table(
        caption=_("Yang dihitung tahun %s") % year,
        columns=[Column(_("Tanggal"), "date"), Column(_("Dokumen")), Column(_("Jumlah"), "signed")],
        rows=[[row.on, _document(row.kind, row.source), row.amount] for row in rows],
    )
    total = members.participation_of(
        request.person.member_id, since=whole.starts_on, until=whole.ends_on
    )
    return page(request, "surplus/business.html", {"table": table, "total": total, "year": year})


def _document(kind: str, source: str) -> str:
    """What kind of business it was, and the number of its document."""
    return f"{kind.replace('_', ' ').capitalize()} {source.rpartition(':')[2]}"


@require_POST
@member
def mandate(request: Any) -> HttpResponse:
    """Whether one's SHU goes into savings, or waits to be fetched."""
    form = MandateForm(request.POST)
    if not form.is_valid():
        return _shown(request, form)
    people.set_mandate(
        member_id=request.person.member_id,
        shu_to_savings=form.cleaned_data["shu_to_savings"] == "ya",
        actor=request.actor,
    )
    return seen_at("/saya/shu/?tersimpan=1")
