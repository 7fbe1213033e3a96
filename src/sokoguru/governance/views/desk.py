"""The secretary's desk: report, invitation, presence, ballots, minutes, carrying out."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from sokoguru.governance import queries
from sokoguru.governance.actions import convening
from sokoguru.governance.forms import ConveneForm, ReportForm, StatuteForm, WhenForm
from sokoguru.governance.models import Meeting
from sokoguru.governance.rules import MeetingState, rat_calendar
from sokoguru.governance.views import shown
from sokoguru.identity.rules import Act
from sokoguru.identity.views import staff
from sokoguru.kernel import clock
from sokoguru.kernel.refusals import NotFound, Refused
from sokoguru.surplus import queries as surplus
from sokoguru.ui.rules.parts import Check, Done, Link, Pair
from sokoguru.ui.views import check_then_do, done, page, seen_at

RUNS = Act.GOVERNANCE_CONVENE


@require_GET
@staff(RUNS)
def home(request: Any) -> HttpResponse:
    """Which step comes next on the way to the RAT of the last book year."""
    whole = surplus.book_year_to_close(clock.today())
    year = whole.year
    terms = queries.terms(clock.today())
    context = {
        "year": year,
        "closing": surplus.closing(year),
        "proposal": surplus.newest_proposal(year),
        "report": queries.report(year),
        "calendar": rat_calendar(whole.ends_on, terms),
        "meetings": [(row, shown.state_tag(row)) for row in queries.meetings()],
        "convened": next((row for row in queries.meetings() if row.year == year), None),
        "distribution": surplus.distribution(year),
        "statute": queries.statute(clock.today()),
    }
    return page(request, "governance/desk.html", context)


@require_http_methods(["GET", "POST"])
@staff(RUNS)
def statute(request: Any) -> HttpResponse:
    """What the AD says of meetings, dated."""
    standing = queries.statute(clock.today())
    defaults = convening.StatuteTerms("")
    initial = {
        "since": clock.today(),
        **{
            name: getattr(standing or defaults, name)
            for name in convening.StatuteTerms.__dataclass_fields__
        },
    }
    form = StatuteForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        convening.set_statute(
            since=form.cleaned_data["since"], terms=form.terms(), actor=request.actor
        )
        return seen_at(reverse("governance:desk"))
    return page(request, "governance/statute.html", {"form": form})


@require_http_methods(["GET", "POST"])
@staff(RUNS)
def report(request: Any, year: int) -> HttpResponse:
    """Lay the annual report open for the members."""
    if not 2000 <= year <= 2199:
        raise NotFound(kind="governance.report", year=year)
    if queries.report(year) is not None:
        return seen_at(reverse("governance:report", args=[year]))
    form = ReportForm(request.POST or None, pengurus=queries.pengurus())
    if request.method == "POST" and form.is_valid():
        try:
            convening.publish_report(
                year=year,
                words=form.cleaned_data["words"],
                signed_by=form.cleaned_data["signed_by"],
                unsigned_reason=form.cleaned_data["unsigned_reason"],
                actor=request.actor,
            )
            return seen_at(reverse("governance:desk"))
        except Refused as refused:
            unsigned = refused.code == "governance.report_unsigned"
            form.refuse(refused, "unsigned_reason" if unsigned else None)
    return page(request, "governance/write_report.html", {"form": form, "year": year})


@require_http_methods(["GET", "POST"])
@staff(RUNS)
def convene(request: Any, year: int) -> HttpResponse:
    """Invite the members, after a look at the days."""
    if not 2000 <= year <= 2199:
        raise NotFound(kind="governance.meeting", year=year)
    if request.GET.get("bukti"):
        return done(request, _invited(queries.meeting(shown.number_in(request.GET["bukti"]))))
    form = ConveneForm(request.POST or None)
    terms = queries.terms(clock.today())
    calendar = rat_calendar(surplus.book_year(year).ends_on, terms)
    context = {"year": year, "calendar": calendar, "report": queries.report(year)}

    def do(form: ConveneForm) -> str:
        told = form.cleaned_data
        meeting = convening.convene(
            year=year,
            held_on=told["held_on"],
            starts_at=told["starts_at"],
            place=told["place"],
            agenda=told["agenda"],
            actor=request.actor,
        )
        return str(meeting.pk)

    return check_then_do(
        request, form, "governance/convene.html", check=_check_invitation, do=do, context=context
    )


def _check_invitation(form: WhenForm) -> Check:
    told = form.cleaned_data
    return Check(
        title=_("Periksa undangan"),
        confirm=_("Undang anggota"),
        pairs=[
            Pair(_("Tanggal"), told["held_on"], "date", strong=True),
            Pair(_("Pukul"), told["starts_at"], "time"),
            Pair(_("Tempat"), told["place"]),
            *(
                Pair(_("Acara %s") % place, item)
                for place, item in enumerate(told.get("agenda", []), start=1)
            ),
        ],
        warning=_("Setiap anggota langsung diberi tahu."),
    )


def _invited(row: Meeting) -> Done:
    return Done(
        title=_("Anggota diundang"),
        text=_("Undangan rapat anggota tahunan %s terkirim.") % row.year,
        acts=[
            Link(_("Ke rapat ini"), reverse("governance:meeting", args=[row.pk])),
            Link(_("Daftar rapat"), reverse("governance:desk")),
        ],
    )


@require_http_methods(["GET", "POST"])
@staff(RUNS)
def again(request: Any, meeting_id: int) -> HttpResponse:
    """Call a meeting without a quorum a second time."""
    if request.GET.get("bukti"):
        return done(request, _invited(queries.meeting(shown.number_in(request.GET["bukti"]))))
    row = queries.meeting(meeting_id)
    form = WhenForm(request.POST or None, initial={"place": row.place})
    terms = queries.terms(clock.today())

    def do(form: WhenForm) -> str:
        told = form.cleaned_data
        second = convening.call_again(
            meeting_id=meeting_id,
            held_on=told["held_on"],
            starts_at=told["starts_at"],
            place=told["place"],
            actor=request.actor,
        )
        return str(second.pk)

    context = {"meeting": row, "days": terms.second_call_after_days}
    return check_then_do(
        request, form, "governance/again.html", check=_check_invitation, do=do, context=context
    )


@require_GET
@staff(RUNS, Act.BOOKS_READ)
def minutes(request: Any, meeting_id: int) -> HttpResponse:
    """Berita acara: presence, quorum, decisions, signatures, on paper."""
    row = queries.meeting(meeting_id)
    if row.state not in (MeetingState.OPEN, MeetingState.ENDED):
        raise NotFound(kind="governance.minutes", id=meeting_id)
    context = {
        "meeting": row,
        "quorum": queries.quorum(row),
        "terms": queries.terms(row.held_on),
        "asked": shown.asked(row),
        "tables": [
            table
            for question in queries.questions(row.pk)
            if (table := shown.proposal_table(question))
        ],
        "present": queries.attendances(row.pk)[:5_000],
        "title": _("Berita acara rapat anggota tahunan %s") % row.year,
        "back_url": reverse("governance:meeting", args=[row.pk]),
    }
    return page(request, "governance/minutes.html", context)
