"""The desk: what waits, one submission with its acts, mail from a file, questions, the masthead."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sokoguru.identity.rules import Act
from sokoguru.identity.views import staff
from sokoguru.kernel.refusals import Refused
from sokoguru.members import queries as register
from sokoguru.newsroom import queries
from sokoguru.newsroom.actions import desk as acts
from sokoguru.newsroom.actions import intake, readers
from sokoguru.newsroom.forms import (
    AnswerForm,
    AuthorForm,
    MailForm,
    ReasonForm,
    ResponsibleForm,
)
from sokoguru.newsroom.models import RawMail, Submission
from sokoguru.newsroom.rules.desk import State, check_move
from sokoguru.newsroom.templatetags.newsroom import state_tag
from sokoguru.ui.forms import PlainForm
from sokoguru.ui.rules.parts import Tab
from sokoguru.ui.views import page, seen_at

HOME = "/meja/warta/"
PAGE = 50
INCOMING = (State.RECEIVED, State.TRIAGE)
LISTS: dict[str, tuple[State, ...]] = {
    "masuk": INCOMING,
    "karantina": (State.QUARANTINED,),
    "disunting": (State.ASSIGNED, State.EDITING, State.CORRECTING),
    "diperiksa": (State.REVIEW,),
    "disetujui": (State.APPROVED, State.SCHEDULED),
    "terbit": (State.PUBLISHED, State.CORRECTED),
    "selesai": (State.RETURNED, State.REJECTED, State.WITHDRAWN, State.SPAM),
}


@require_safe
@staff(Act.NEWSROOM_EDIT)
def home(request: Any) -> HttpResponse:
    """What waits at the desk, by state; each tab has an address of its own."""
    wanted = request.GET.get("bagian", "masuk")
    part = wanted if wanted in {*LISTS, "pertanyaan"} else "masuk"
    states, number = LISTS.get(part, ()), request.GET.get("hal", "")
    here = int(number) if number.isascii() and number.isdigit() and len(number) < 5 else 1
    first = max(here - 1, 0) * PAGE
    submissions = list(queries.submissions(*states, limit=PAGE, offset=first)) if states else []
    articles = queries.articles(*states, limit=PAGE, offset=first) if states else []
    is_more = PAGE in (len(submissions), len(articles))
    shown = {
        "next_url": f"{HOME}?bagian={part}&hal={here + 1}" if is_more else "",
        "part": part,
        "tabs": _tabs(part),
        "submissions": submissions,
        "articles": articles,
        "questions": queries.questions(answered=False) if part == "pertanyaan" else [],
        "answered": queries.questions(answered=True, limit=10) if part == "pertanyaan" else [],
        "unread": queries.unread_count(),
        "address": f"redaksi@{queries.desk_host()}",
        "responsible": queries.responsible(),
        "may_name": request.person.may(Act.SETTINGS),
    }
    return page(request, "newsroom/desk.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Act.NEWSROOM_EDIT)
def submission(request: Any, submission_id: int) -> HttpResponse:
    """One piece that came in: who, what, what is odd; and what may be done with it."""
    row = queries.submission(submission_id)
    forms: dict[str, PlainForm] = {"reason": ReasonForm(), "author": AuthorForm()}
    if request.method == "POST":
        answer = _act(request, row, forms)
        if answer is not None:
            return answer
    state = queries.standing(row)
    shown = {
        "piece": row,
        "state": state_tag(state),
        "pictures": [(each, queries.picture_url(each)) for each in queries.attachments_of(row.pk)],
        "may": {
            "claim": row.article is None and state in (State.RECEIVED, State.TRIAGE),
            "release": state in (State.QUARANTINED, State.SPAM),
            "decide": _may_decide(state),
            "discard": _may(state, State.SPAM),
        },
        **forms,
        "form": next((form for form in forms.values() if form.is_bound), None),
    }
    return page(request, "newsroom/submission.html", shown)


@require_safe
@staff(Act.NEWSROOM_EDIT)
def raw(request: Any, submission_id: int) -> HttpResponse:
    """The message as it came, to be looked at elsewhere; never shown as a page."""
    row = queries.raw_of(submission_id)
    headers = {"Content-Disposition": f'attachment; filename="surat-{row.pk}.eml"'}
    return HttpResponse(
        bytes(row.content), content_type="application/octet-stream", headers=headers
    )


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Act.NEWSROOM_EDIT)
def upload(request: Any) -> HttpResponse:
    """Take a message from a file, the same way as by mail."""
    form = MailForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            intake.keep_mail(
                content=form.mail_bytes(),
                mail_from=None,
                source=RawMail.Source.FILE,
                actor=request.actor,
            )
            return seen_at(f"{HOME}?terkirim=1")
        except Refused as refused:
            form.refuse(refused, field="mail")
    return page(request, "newsroom/upload.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Act.NEWSROOM_EDIT)
def question(request: Any, question_id: int) -> HttpResponse:
    """A reader's question, and the desk's answer."""
    row = queries.question(question_id)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            readers.answer(
                question_id=row.pk, words=form.cleaned_data["words"], actor=request.actor
            )
            return seen_at(request.path)
        except Refused as refused:
            form.refuse(refused, field="words")
    return page(request, "newsroom/question.html", {"question": row, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Act.SETTINGS)
def responsible(request: Any) -> HttpResponse:
    """Who answers for what is published."""
    today = queries.responsible()
    filled = {"name": today.name, "position": today.position} if today else None
    form = ResponsibleForm(request.POST or None, initial=filled)
    if request.method == "POST" and form.is_valid():
        readers.name_responsible(
            name=form.cleaned_data["name"],
            position=form.cleaned_data["position"],
            actor=request.actor,
        )
        return seen_at(f"{request.path}?tersimpan=1")
    shown = {"form": form, "today": today, "is_saved": "tersimpan" in request.GET}
    return page(request, "newsroom/responsible.html", shown)


def _act(request: Any, row: Submission, forms: dict[str, PlainForm]) -> HttpResponse | None:
    """One of the acts of the page; ``None`` shows the page again with its refusal."""
    act, actor = request.POST.get("tindakan", ""), request.actor
    plain: dict[str, Callable[[], object]] = {
        "lepas": lambda: acts.release(submission_id=row.pk, actor=actor),
        "buang": lambda: acts.discard(submission_id=row.pk, actor=actor),
        "benar": lambda: acts.confirm_author(
            submission_id=row.pk, member_id=row.hint_id or 0, actor=actor
        ),
    }
    if act == "ambil":
        article = acts.claim(submission_id=row.pk, actor=actor)
        return seen_at(f"{HOME}tulisan/{article.pk}/")
    if act in plain:
        plain[act]()
        return seen_at(request.path)
    if act == "penulis":
        forms["author"] = AuthorForm(request.POST)
        return _tried(request, forms["author"], "number", lambda said: _confirm(row, said, actor))
    if act in ("kembalikan", "tolak"):
        forms["reason"] = ReasonForm(request.POST)
        decide = acts.return_piece if act == "kembalikan" else acts.reject
        return _tried(
            request,
            forms["reason"],
            "reason",
            lambda said: decide(submission_id=row.pk, reason=said["reason"], actor=actor),
        )
    return None


def _tried(
    request: Any, form: PlainForm, field: str, act: Callable[[dict[str, Any]], object]
) -> HttpResponse | None:
    if not form.is_valid():
        return None
    try:
        act(form.cleaned_data)
    except Refused as refused:
        form.refuse(refused, field=field)
        return None
    return seen_at(request.path)


def _confirm(row: Submission, said: dict[str, Any], actor: Any) -> None:
    found = register.member_by_number(said["number"])
    acts.confirm_author(submission_id=row.pk, member_id=found.pk, actor=actor)


def _may(here: State, there: State) -> bool:
    try:
        check_move(here, there, reason="-")
    except Refused:
        return False
    return True


def _may_decide(state: State) -> bool:
    return state in INCOMING or (_may(state, State.RETURNED) and _may(state, State.REJECTED))


def _tabs(part: str) -> list[Tab]:
    counts = queries.counts()
    labels = {
        "masuk": _("Masuk"),
        "karantina": _("Karantina"),
        "disunting": _("Disunting"),
        "diperiksa": _("Diperiksa"),
        "disetujui": _("Disetujui"),
        "terbit": _("Terbit"),
        "selesai": _("Selesai"),
    }
    found = [
        Tab(
            label,
            f"{HOME}?bagian={name}",
            current=name == part,
            count=sum(counts.get(state, 0) for state in LISTS[name]),
        )
        for name, label in labels.items()
    ]
    asked = queries.questions(answered=False).count()
    is_here = part == "pertanyaan"
    return [*found, Tab(_("Pertanyaan"), f"{HOME}?bagian=pertanyaan", current=is_here, count=asked)]
