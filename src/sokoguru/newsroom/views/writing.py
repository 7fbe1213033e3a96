"""One article at the desk: edit with preview and changes, approve, publish, correct, withdraw."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sokoguru.identity.rules import Act
from sokoguru.identity.views import staff
from sokoguru.kernel.refusals import Refused
from sokoguru.newsroom import queries
from sokoguru.newsroom.actions import articles as acts
from sokoguru.newsroom.actions import pictures
from sokoguru.newsroom.forms import EditForm, ReasonForm
from sokoguru.newsroom.models import Article, Revision
from sokoguru.newsroom.rules.desk import PUBLIC, State
from sokoguru.newsroom.rules.prose import changes
from sokoguru.newsroom.rules.rubrics import RULES, Piece, Problem, Rubric, problems_of
from sokoguru.newsroom.templatetags.newsroom import state_tag
from sokoguru.newsroom.views.goods import choices, goods_of
from sokoguru.ui.queries import sentence_of
from sokoguru.ui.views import field_of, page, seen_at

HOME = "/meja/warta/"
EDITABLE = frozenset(
    {State.EDITING, State.REVIEW, State.APPROVED, State.SCHEDULED, State.CORRECTING}
)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Act.NEWSROOM_EDIT)
def piece(request: Any, article_id: int) -> HttpResponse:
    """The text in its boxes, what the rubric still asks for, and the acts that fit its state."""
    article = queries.desk_article(article_id)
    text = queries.newest_revision(article_id)
    form = _edit_form(request, article, text)
    is_reasoned = request.POST.get("tindakan") in ("ralat", "cabut")
    reason = ReasonForm(request.POST if is_reasoned else None)
    shown: dict[str, Any] = {"form": form, "reason": reason}
    status = 200
    if request.method == "POST":
        try:
            done = _act(request, article, form, reason)
            if done is not None:
                return done
            status = max(form.status, reason.status)
        except Refused as refused:
            status = refused.status
            shown["refusal"] = _tell(refused, form, reason)
    return page(
        request, "newsroom/piece.html", {**_context(request, article, text), **shown}, status
    )


@require_safe
@staff(Act.NEWSROOM_EDIT)
def preview(request: Any, article_id: int) -> HttpResponse:
    """The newest text as readers would see it."""
    text = queries.newest_revision(article_id)
    shown = {
        "text": text,
        "picture": queries.shown_picture(text),
        "article_id": article_id,
        "goods": goods_of(text.product_ids),
    }
    return page(request, "newsroom/preview.html", shown)


@require_safe
@staff(Act.NEWSROOM_EDIT)
def history(request: Any, article_id: int) -> HttpResponse:
    """Every text of a piece, and what each changed, word by word."""
    article = queries.desk_article(article_id)
    texts = queries.revisions(article_id)
    steps = [
        {
            "text": text,
            "title": changes(before.title, text.title) if before else [],
            "summary": changes(before.summary, text.summary) if before else [],
            "body": changes(before.body, text.body) if before else [],
            "besides": _besides(before, text) if before else [],
            "approvals": queries.approvals_of(text),
        }
        for before, text in zip([None, *texts], texts, strict=False)
    ]
    shown = {"article": article, "steps": steps[::-1]}
    return page(request, "newsroom/history.html", shown)


def _besides(before: Revision, text: Revision) -> list[str]:
    """What else of the page a text changed, beside its words."""
    looked_at: dict[str, tuple[str, ...]] = {
        _("rubrik"): ("rubric",),
        _("penulis"): ("author_name", "author_role", "author_bio"),
        _("gambar"): ("picture_id", "picture_alt", "picture_credit"),
        _("barang"): ("product_ids",),
    }
    return [
        name
        for name, fields in looked_at.items()
        if any(getattr(before, field) != getattr(text, field) for field in fields)
    ]


def _tell(refused: Refused, form: EditForm, reason: ReasonForm) -> str:
    """Put a refusal into the form that was sent; an act without a form says it on top."""
    if form.is_bound:
        form.refuse(refused, field=_place_of(refused, form))
        return ""
    if reason.is_bound and reason.is_valid():
        reason.refuse(refused, field="reason")
        return ""
    return sentence_of(refused)


def _act(request: Any, article: Article, form: EditForm, reason: ReasonForm) -> HttpResponse | None:
    act, actor, number = request.POST.get("tindakan", ""), request.actor, article.pk
    plain: dict[str, Callable[[], object]] = {
        "periksakan": lambda: acts.ask_review(article_id=number, actor=actor),
        "setujui": lambda: acts.approve(
            article_id=number, revision_id=_number(request.POST.get("naskah")), actor=actor
        ),
        "terbitkan": lambda: acts.publish(article_id=number, actor=actor),
    }
    with_reason: dict[str, Callable[[str], object]] = {
        "ralat": lambda why: acts.correct(article_id=number, reason=why, actor=actor),
        "cabut": lambda why: acts.withdraw(article_id=number, reason=why, actor=actor),
    }
    if act == "simpan" and form.is_valid():
        _save(form, article, actor)
    elif act in plain:
        plain[act]()
    elif act in with_reason and reason.is_valid():
        with_reason[act](reason.cleaned_data["reason"])
    else:
        return None
    return seen_at(f"{HOME}tulisan/{number}/?selesai={act}")


def _save(form: EditForm, article: Article, actor: Any) -> None:
    content, picture_id = form.picture_bytes(), None
    if content:
        picture_id = pictures.keep_picture(content=content, person_id=actor.person_id).pk
    acts.edit(article_id=article.pk, text=form.text(picture_id=picture_id), actor=actor)


def _edit_form(request: Any, article: Article, text: Revision) -> EditForm:
    sent = {
        each.pk: each
        for row in queries.submissions_behind(article.pk)
        for each in queries.attachments_of(row.pk)
    }
    if text.picture is not None:
        sent.setdefault(text.picture.pk, text.picture)
    names = [
        (
            str(each.pk),
            _("Gambar %(place)s, %(width)s x %(height)s titik")
            % {"place": place, "width": each.width, "height": each.height},
        )
        for place, each in enumerate(sent.values(), start=1)
    ]
    is_edit = request.method == "POST" and request.POST.get("tindakan") == "simpan"
    return EditForm(
        request.POST if is_edit else None,
        request.FILES if is_edit else None,
        initial=EditForm.initial_of(text),
        pictures=names,
        goods=choices(),
    )


def _context(request: Any, article: Article, text: Revision) -> dict[str, Any]:
    state = State(article.state)
    may_approve = request.person.may(Act.NEWSROOM_APPROVE)
    approve = may_approve and state in (State.REVIEW, State.CORRECTING)
    publish = may_approve and state is State.APPROVED
    return {
        "article": article,
        "text": text,
        "state": state_tag(state),
        "picture": queries.shown_picture(text),
        "problems": _problems(text),
        "approvals": queries.approvals_of(text),
        "submissions": queries.submissions_behind(article.pk),
        "done_act": request.GET.get("selesai", ""),
        "may": {
            "edit": state in EDITABLE,
            "review": state is State.EDITING,
            "approve": approve,
            "publish": publish,
            "decide": approve or publish,
            "correct": state in (State.PUBLISHED, State.CORRECTED),
            "withdraw": may_approve and state in PUBLIC,
        },
        "is_public": state in PUBLIC,
        "is_correcting": state is State.CORRECTING,
    }


def _problems(text: Revision) -> tuple[Problem, ...]:
    alt = text.picture_alt if text.picture_id else None
    piece = Piece(title=text.title, body=text.body, bio=text.author_bio, picture_alt=alt)
    return problems_of(piece, RULES[Rubric(text.rubric)])


def _place_of(refused: Refused, form: EditForm) -> str | None:
    if refused.code.startswith("newsroom.picture"):
        return "picture"
    return field_of(refused, form)


def _number(typed: str | None) -> int:
    """A number of ours that comes back from a hidden box; anything else is none of ours."""
    return int(typed) if typed and typed.isascii() and typed.isdigit() and len(typed) < 19 else 0
