"""The meeting as it runs: who is present, which ballot is open, what is carried out."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sokoguru.governance import queries
from sokoguru.governance.actions import carrying, convening, sitting
from sokoguru.governance.forms import CardForm, CarryForm, EndForm, QuestionForm
from sokoguru.governance.rules import MeetingState, Way
from sokoguru.governance.views import shown
from sokoguru.governance.views.desk import RUNS
from sokoguru.identity.views import staff
from sokoguru.kernel import clock
from sokoguru.kernel.refusals import NotFound, Refused
from sokoguru.surplus import queries as surplus
from sokoguru.ui.rules.parts import Check, Done, Link, Pair
from sokoguru.ui.views import check_then_do, done, page, seen_at

ROLL_SHOWN = 200


@require_GET
@staff(RUNS)
def meeting(request: Any, meeting_id: int) -> HttpResponse:
    """The console of one meeting."""
    row = queries.meeting(meeting_id)
    now = queries.quorum(row)
    is_today = row.held_on == clock.today()
    context = {
        "meeting": row,
        "tag": shown.state_tag(row),
        "quorum": shown.quorum_bar(now),
        "asked": shown.asked(row),
        "is_invited": row.state == MeetingState.INVITED,
        "is_open": row.state == MeetingState.OPEN,
        "is_ended": row.state == MeetingState.ENDED,
        "may_open": row.state == MeetingState.INVITED and is_today and now.reached,
        "may_call_again": row.state == MeetingState.INVITED
        and row.call == 1
        and row.held_on <= clock.today()
        and not now.reached,
        "is_today": is_today,
        "open_question": queries.open_question(row.pk),
        "form": QuestionForm(),
        "end_form": EndForm(initial={"chair": request.person.name}),
        "room_url": request.build_absolute_uri("/saya/rapat/"),
    }
    return page(request, "governance/console.html", context)


@require_http_methods(["GET", "POST"])
@staff(RUNS)
def presence(request: Any, meeting_id: int) -> HttpResponse:
    """The guest desk: by card (scanned or typed), or by name from the list of voters."""
    row = queries.meeting(meeting_id)
    form = CardForm(request.POST if "card" in request.POST else None, initial=_scanned(request))
    noted = ""
    if request.method == "POST":
        try:
            noted = _note(request, meeting_id, form)
        except Refused as refused:
            form = form if form.is_bound else CardForm({})
            form.is_valid()
            form.errors.pop("card", None)
            form.refuse(refused, "card")
        if noted:
            return seen_at(f"{request.path}?tercatat={noted}")
    present = queries.present_ids(meeting_id)
    search = request.GET.get("cari", "")[:60]
    voters = queries.roll(meeting_id, search=search)[:ROLL_SHOWN]
    context = {
        "meeting": row,
        "tag": shown.state_tag(row),
        "form": form,
        "quorum": shown.quorum_bar(queries.quorum(row)),
        "voters": [(voter, voter.member_id in present) for voter in voters],
        "search": search,
        "just_noted": _noted_name(meeting_id, request.GET.get("tercatat", "")),
    }
    return page(request, "governance/presence.html", context)


def _scanned(request: Any) -> dict[str, str]:
    return {"card": request.GET.get("kartu", "")[:20]}


def _note(request: Any, meeting_id: int, form: CardForm) -> str:
    """The id of the member whose presence was noted, or nothing where the form is wrong."""
    if not form.is_bound:
        member_id = shown.number_in(request.POST.get("anggota", ""))
        noted = sitting.attend(
            meeting_id=meeting_id, member_id=member_id, way=Way.STAFF, actor=request.actor
        )
        return str(noted.member_id)
    if not form.is_valid():
        return ""
    card = form.cleaned_data["card"]
    noted = sitting.attend_by_card(meeting_id=meeting_id, card=card, actor=request.actor)
    return str(noted.member_id)


def _noted_name(meeting_id: int, told: str) -> str:
    voter = queries.voter(meeting_id=meeting_id, member_id=shown.number_in(told))
    return voter.member.name if voter else ""


@require_POST
@staff(RUNS)
def open_meeting(request: Any, meeting_id: int) -> HttpResponse:
    """Open a meeting that has its quorum."""
    sitting.open_meeting(meeting_id=meeting_id, actor=request.actor)
    return _back(meeting_id)


@require_POST
@staff(RUNS)
def list_voters(request: Any, meeting_id: int) -> HttpResponse:
    """Freeze the list of voters now that its day has come."""
    convening.list_voters(meeting_id=meeting_id)
    return seen_at(reverse("governance:presence", args=[meeting_id]))


@require_POST
@staff(RUNS)
def add_question(request: Any, meeting_id: int) -> HttpResponse:
    """Put one more question on the list."""
    form = QuestionForm(request.POST)
    if form.is_valid():
        text = form.cleaned_data["text"]
        convening.add_question(meeting_id=meeting_id, text=text, actor=request.actor)
    return _back(meeting_id)


@require_POST
@staff(RUNS)
def open_ballot(request: Any, question_id: int) -> HttpResponse:
    """Let the present vote."""
    return _turn(request, question_id, sitting.open_ballot)


@require_POST
@staff(RUNS)
def close_ballot(request: Any, question_id: int) -> HttpResponse:
    """Close and count."""
    return _turn(request, question_id, sitting.close_ballot)


def _turn(request: Any, question_id: int, act: Callable[..., Any]) -> HttpResponse:
    act(question_id=question_id, actor=request.actor)
    return _back(queries.question(question_id).meeting_id)


@require_POST
@staff(RUNS)
def end(request: Any, meeting_id: int) -> HttpResponse:
    """End the meeting; its minutes can be printed."""
    form = EndForm(request.POST)
    if form.is_valid():
        told = form.cleaned_data
        sitting.end_meeting(
            meeting_id=meeting_id,
            chair=told["chair"],
            secretary=told["secretary"],
            notes=told["notes"],
            actor=request.actor,
        )
        return seen_at(reverse("governance:minutes", args=[meeting_id]))
    return page(
        request, "governance/end.html", {"form": form, "meeting": queries.meeting(meeting_id)}
    )


def _back(meeting_id: int) -> HttpResponse:
    return seen_at(reverse("governance:meeting", args=[meeting_id]))


@require_http_methods(["GET", "POST"])
@staff(RUNS)
def distribute(request: Any, question_id: int) -> HttpResponse:
    """Carry out what was decided about the SHU, after a last look at every figure."""
    question = queries.question(question_id)
    if question.proposal_id is None:
        raise NotFound(kind="governance.question", id=question_id)
    proposal = surplus.proposal(question.proposal_id)
    begun = surplus.distribution(proposal.year)
    if begun is not None and begun.proposal_id == proposal.pk and request.method == "GET":
        return done(request, _distributed(begun, question.meeting_id))
    form = CarryForm(request.POST or None)
    members, amount = surplus.shares_total(proposal.pk)
    context = {
        "question": question,
        "table": shown.proposal_table(question),
        "asked": next(
            each for each in shown.asked(question.meeting) if each.question.pk == question_id
        ),
    }

    def check(form: CarryForm) -> Check:
        resolution = carrying.check_shu_decided(question)
        return Check(
            title=_("Periksa pembagian SHU"),
            confirm=_("Bagikan SHU"),
            pairs=[
                Pair(_("Keputusan"), resolution.number),
                Pair(_("Hadir"), f"{resolution.present} / {resolution.voters}"),
                Pair(_("Setuju"), f"{resolution.in_favour}"),
                Pair(_("Anggota menerima"), f"{members}"),
                Pair(_("Untuk anggota"), amount, "rupiah"),
                Pair(_("Cadangan dan dana"), proposal.surplus - amount, "rupiah"),
                Pair(_("SHU %s") % proposal.year, proposal.surplus, "rupiah", total=True),
            ],
            amount=proposal.surplus,
            warning=_("Setelah dibagikan, setiap anggota diberi tahu. Tidak bisa ditarik kembali."),
        )

    def do(form: CarryForm) -> str:
        row = carrying.distribute_shu(question_id=question_id, actor=request.actor)
        return f"shu:{row.year}:dana"

    return check_then_do(
        request, form, "governance/distribute.html", check=check, do=do, context=context
    )


def _distributed(row: Any, meeting_id: int) -> Done:
    finished = row.finished_at is not None
    words = (
        _("%(members)s anggota menerima SHU tahun %(year)s.")
        if finished
        else _("%(members)s anggota sudah menerima SHU tahun %(year)s; sisanya sedang dibagikan.")
    )
    return Done(
        title=_("SHU dibagikan"),
        text=words % {"members": row.members, "year": row.year},
        reference=f"shu:{row.year}:dana",
        acts=[
            Link(_("Kembali ke rapat"), reverse("governance:meeting", args=[meeting_id])),
            Link(_("Lihat SHU"), "/meja/shu/"),
        ],
    )
