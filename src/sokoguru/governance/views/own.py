"""The meeting for everybody, and for a member: invitation, report, presence, vote."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sokoguru.governance import queries
from sokoguru.governance.actions import sitting
from sokoguru.governance.forms import VoteForm
from sokoguru.governance.models import Meeting
from sokoguru.governance.rules import Choice, MeetingState, Way
from sokoguru.governance.views import shown
from sokoguru.identity.views import known, member, public
from sokoguru.kernel import clock
from sokoguru.kernel.refusals import NotFound
from sokoguru.members import queries as members
from sokoguru.reports.queries import statements
from sokoguru.ui.rules.parts import Check, Done, Link, Pair
from sokoguru.ui.views import check_then_do, done, page, seen_at


@require_GET
@public
def rapat(request: Any) -> HttpResponse:
    """The next meeting, for everybody."""
    row = queries.current_meeting()
    context = {"meeting": row, "tag": shown.state_tag(row) if row else None}
    return page(request, "governance/public.html", context)


@require_GET
@member
def own(request: Any) -> HttpResponse:
    """A member's meeting on one page: quorum, the one open question, the agenda, the card."""
    row = queries.current_meeting()
    if row is None:
        return page(request, "governance/own_empty.html")
    member_id = request.person.member_id
    voter = queries.voter(meeting_id=row.pk, member_id=member_id)
    presence = queries.attendance(meeting_id=row.pk, member_id=member_id)
    question = queries.open_question(row.pk)
    voted = queries.vote_of(question_id=question.pk, member_id=member_id) if question else None
    is_live = row.state in (MeetingState.INVITED, MeetingState.OPEN)
    context = {
        "meeting": row,
        "tag": shown.state_tag(row),
        "quorum": shown.quorum_bar(queries.quorum(row)),
        "asked": shown.asked(row),
        "question": question,
        "voted": shown.choice_name(voted.choice) if voted else "",
        "table": shown.proposal_table(question) if question else None,
        "bars": shown.proposal_bars(question) if question else [],
        "form": VoteForm(),
        "voter": voter,
        "card_url": _card_url(request, row, voter.card) if voter else "",
        "presence": presence,
        "may_attend": is_live and presence is None and row.held_on == clock.today(),
        "member": members.member(member_id),
    }
    return page(request, "governance/own.html", context)


def _card_url(request: Any, row: Meeting, card: str) -> str:
    """What the code on the card says: the guest desk's page with the card filled in."""
    address: str = request.build_absolute_uri(f"/meja/rapat/{row.pk}/hadir/?kartu={card}")
    return address


@require_POST
@member
def attend(request: Any, meeting_id: int) -> HttpResponse:
    """Say that one is present."""
    sitting.attend(
        meeting_id=meeting_id,
        member_id=request.person.member_id,
        way=Way.ONLINE,
        actor=request.actor,
    )
    return seen_at("/saya/rapat/")


@require_http_methods(["GET", "POST"])
@member
def vote(request: Any, question_id: int) -> HttpResponse:
    """Choose, look at it once more, cast it."""
    question = queries.question(question_id)
    standing = queries.vote_of(question_id=question_id, member_id=request.person.member_id)
    if standing is not None and (request.method == "GET" or request.GET.get("bukti")):
        return done(
            request,
            Done(
                title=_("Suara Anda terhitung"),
                text=_("Pilihan Anda: %s. Hasilnya dibacakan setelah suara ditutup.")
                % shown.choice_name(standing.choice),
                acts=[Link(_("Kembali ke rapat"), "/saya/rapat/")],
            ),
        )
    form = VoteForm(request.POST or None)
    context = {"question": question, "table": shown.proposal_table(question)}

    def check(form: VoteForm) -> Check:
        choice = form.cleaned_data["choice"]
        return Check(
            title=_("Periksa pilihan Anda"),
            confirm=_("Kirim suara"),
            pairs=[
                Pair(_("Pertanyaan"), question.text),
                Pair(_("Pilihan Anda"), shown.choice_name(choice), strong=True),
            ],
            warning=_("Satu anggota satu suara. Suara terbuka dan tidak bisa diubah."),
        )

    def do(form: VoteForm) -> str:
        cast = sitting.cast_vote(
            question_id=question_id,
            member_id=request.person.member_id,
            choice=Choice(form.cleaned_data["choice"]),
            actor=request.actor,
        )
        return str(cast.pk)

    return check_then_do(request, form, "governance/vote.html", check=check, do=do, context=context)


@require_GET
@known
def report(request: Any, year: int) -> HttpResponse:
    """The annual report: the words of the pengurus and the figures of the books."""
    row = queries.report(year)
    if row is None:
        raise NotFound(kind="governance.report", year=year)
    closing = row.closing
    question = queries.shu_question(year)
    context = {
        "report": row,
        "position": statements.position(on=closing.ends_on),
        "outcome": statements.outcome(since=closing.starts_on, until=closing.ends_on),
        "table": shown.proposal_table(question) if question else None,
        "title": _("Laporan tahunan %s") % year,
        "back_url": "/saya/rapat/" if request.person.member_id else "/meja/rapat/",
    }
    return page(request, "governance/report.html", context)
