"""Where pieces come from: the public page, and a member's own place to write."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sokoguru.identity.views import member, public
from sokoguru.kernel import clock
from sokoguru.kernel.dates import format_date
from sokoguru.kernel.refs import VISITOR
from sokoguru.kernel.refusals import Refused
from sokoguru.newsroom import queries
from sokoguru.newsroom.actions import intake
from sokoguru.newsroom.forms import GuestPieceForm, PieceForm
from sokoguru.newsroom.models import Submission
from sokoguru.newsroom.rules.desk import PUBLIC, State
from sokoguru.newsroom.rules.rubrics import RULES
from sokoguru.newsroom.templatetags.newsroom import RUBRICS, state_tag
from sokoguru.tenancy.actions import take_attempt
from sokoguru.ui.rules.parts import Knot
from sokoguru.ui.views import field_of, page, seen_at

SENT_MAX, SENT_MINUTES = 20, 60
WAITING = frozenset({State.RECEIVED, State.TRIAGE, State.QUARANTINED})
DECIDED = frozenset({State.RETURNED, State.REJECTED, State.WITHDRAWN, State.SPAM})


@require_http_methods(["GET", "HEAD", "POST"])
@public
def guest(request: Any) -> HttpResponse:
    """*Kirim tulisan*: the rules, the address, and a form for whoever is not logged in."""
    form = GuestPieceForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            _count(request)
            intake.submit(
                typed=form.typed_piece(),
                request_key=str(form.cleaned_data["request_key"]),
                actor=VISITOR,
                picture=form.picture_bytes(),
            )
            return seen_at(f"{request.path}?terkirim=1")
        except Refused as refused:
            form.refuse(refused, field=_place_of(refused, form))
    shown = {
        "form": form,
        "is_sent": "terkirim" in request.GET,
        "address": f"redaksi@{queries.desk_host()}",
        "rules": [(RUBRICS[rubric], rule) for rubric, rule in RULES.items()],
        "responsible": queries.responsible(),
    }
    return page(request, "newsroom/send.html", shown)


@require_safe
@member
def mine(request: Any) -> HttpResponse:
    """What a member wrote, and what the desk decided."""
    rows = queries.submissions_of_member(request.person.member_id)
    pieces = [(row, state_tag(queries.standing(row))) for row in rows]
    return page(request, "newsroom/mine.html", {"pieces": pieces})


@require_http_methods(["GET", "HEAD", "POST"])
@member
def write(request: Any) -> HttpResponse:
    """A new piece by a member."""
    form = PieceForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = intake.submit(
                typed=form.typed_piece(),
                request_key=str(form.cleaned_data["request_key"]),
                actor=request.actor,
                member_id=request.person.member_id,
                picture=form.picture_bytes(),
            )
            return seen_at(f"/saya/tulis/{row.ticket}/?terkirim=1")
        except Refused as refused:
            form.refuse(refused, field=_place_of(refused, form))
    return page(request, "newsroom/write.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@member
def piece(request: Any, ticket: str) -> HttpResponse:
    """One piece of a member: where it stands, what was decided; a returned one is sent again."""
    member_id = request.person.member_id
    row = queries.submission_of_ticket(ticket, member_id=member_id)
    may_resend = queries.standing(row) is State.RETURNED
    form = _resend_form(request, row) if may_resend or request.method == "POST" else None
    if form is not None and request.method == "POST" and form.is_valid():
        try:
            intake.resubmit(
                submission_id=row.pk,
                typed=form.typed_piece(),
                actor=request.actor,
                member_id=member_id,
            )
            return seen_at(f"{request.path}?terkirim=1")
        except Refused as refused:
            form.refuse(refused, field=_place_of(refused, form))
    shown = {
        "piece": row,
        "state": state_tag(queries.standing(row)),
        "knots": knots_of(row),
        "is_sent": "terkirim" in request.GET,
        "is_public": queries.standing(row) in PUBLIC,
    }
    return page(request, "newsroom/own_piece.html", {**shown, **({"form": form} if form else {})})


def knots_of(row: Submission) -> list[Knot]:
    """The way of a piece, as its author sees it: what happened, and what comes next."""
    state, article = queries.standing(row), row.article
    day = format_date(clock.local(row.received_at).date())
    knots = [Knot(_("Diterima"), day, end=state in WAITING)]
    if state in DECIDED:
        decided = format_date(clock.local(row.decided_at).date()) if row.decided_at else ""
        return [knots[0], Knot(state_tag(state).text, decided, end=True)]
    editor = _("Editor: %(name)s") % {"name": article.editor_name} if article else ""
    is_public = state in PUBLIC and article is not None and article.published_at is not None
    knots.append(Knot(_("Disunting"), editor, open=article is None, end=state is State.EDITING))
    seen = state in (State.REVIEW, State.APPROVED, State.SCHEDULED) or is_public
    knots.append(
        Knot(
            _("Diperiksa orang kedua"),
            _("Penulis dan pemeriksa selalu dua orang."),
            open=not seen,
            end=seen and not is_public,
        )
    )
    if is_public and article is not None and article.published_at is not None:
        on = format_date(clock.local(article.published_at).date())
        knots.append(Knot(_("Terbit"), on, url=f"/warta/{article.slug}/", end=True))
    else:
        knots.append(Knot(_("Terbit"), open=True))
    return knots


def _resend_form(request: HttpRequest, row: Submission) -> PieceForm:
    filled = {
        "rubric": row.rubric,
        "title": row.title,
        "body": row.body,
        "bio": row.author_bio,
        "picture_alt": row.picture_alt,
    }
    form = PieceForm(request.POST or None, request.FILES or None, initial=filled)
    del form.fields["picture"]
    return form


def _count(request: Any) -> None:
    """Take one of twenty pieces an hour from this machine."""
    peer = request.META.get("REMOTE_ADDR", "")
    take_attempt(
        cooperative_id=request.cooperative.pk,
        subject=f"kirim:{peer}"[:80],
        limit=SENT_MAX,
        minutes=SENT_MINUTES,
    )


def _place_of(refused: Refused, form: PieceForm) -> str | None:
    """Beside the box that a refusal speaks of."""
    if refused.code.startswith("newsroom.picture"):
        return "picture"
    return field_of(refused, form)
