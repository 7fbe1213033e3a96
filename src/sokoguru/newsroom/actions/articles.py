"""An article's way: edited, seen by a second person, published, corrected, withdrawn.

Every text is a revision that never changes; what readers see is a pointer to an approved one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import IntegrityError

from sokoguru.audit import actions as audit
from sokoguru.identity.queries import check_may
from sokoguru.identity.rules import Act
from sokoguru.kernel import clock, tokens
from sokoguru.kernel.refs import ActorRef
from sokoguru.kernel.text import clean_block, clean_line
from sokoguru.newsroom import locks, queries
from sokoguru.newsroom.errors import ChangedSinceApproval, NothingToApprove, ResponsibleMissing
from sokoguru.newsroom.events import (
    ArticleCorrected,
    ArticlePublished,
    ArticleWithdrawn,
    CorrectionBegun,
    PieceApproved,
    PieceEdited,
    ReviewAsked,
)
from sokoguru.newsroom.models import Approval, Article, Notice, Revision, Submission
from sokoguru.newsroom.rules import page
from sokoguru.newsroom.rules.desk import (
    State,
    check_as_approved,
    check_four_eyes,
    check_move,
)
from sokoguru.newsroom.rules.prose import BODY_MAX
from sokoguru.newsroom.rules.rubrics import RULES, Piece, Rubric, check_rubric
from sokoguru.tenancy.scope import atomic

SLUG_TRIES = 5


@dataclass(frozen=True, slots=True)
class Text:
    """What an editor makes of a piece: everything that a reader will see."""

    rubric: str
    title: str
    body: str
    author_name: str
    summary: str = ""
    author_role: str = ""
    author_bio: str = ""
    picture_id: int | None = None
    picture_alt: str = ""
    picture_credit: str = ""
    product_ids: Sequence[int] = ()

    def cleaned(self) -> "Text":
        """Without what cannot be printed, and no longer than its columns."""
        return replace(
            self,
            title=clean_line(self.title)[:200],
            body=clean_block(self.body)[:BODY_MAX],
            summary=clean_line(self.summary)[:400],
            author_name=clean_line(self.author_name)[:120],
            author_role=clean_line(self.author_role)[:80],
            author_bio=clean_line(self.author_bio)[:300],
            picture_alt=clean_line(self.picture_alt)[:300] if self.picture_id else "",
            picture_credit=clean_line(self.picture_credit)[:120] if self.picture_id else "",
            product_ids=tuple(dict.fromkeys(self.product_ids))[:10],
        )


def begin(*, submission: Submission, actor: ActorRef) -> Article:
    """Make an article of a submission: its first text is what was sent, letter by letter."""
    now = clock.now()
    article = Article.objects.create(
        slug=f"naskah-{tokens.link_token()}",
        rubric=submission.rubric,
        state=State.EDITING,
        editor_login_id=actor.id,
        editor_name=actor.name,
        changed_at=now,
    )
    sent = queries.attachments_of(submission.pk)
    text = Text(
        rubric=submission.rubric,
        title=submission.title,
        body=submission.body,
        author_name=submission.author_name,
        author_role=submission.author_role,
        author_bio=submission.author_bio,
        picture_id=sent[0].pk if sent else None,
        picture_alt=submission.picture_alt,
        picture_credit=submission.author_name,
    )
    _write(article, text.cleaned(), number=1, actor=actor)
    return article


@atomic
def edit(*, article_id: int, text: Text, actor: ActorRef) -> Revision:
    """Write a new text. What was approved goes through review again; an equal text changes nothing.

    Raises ``MoveNotAllowed`` for what is published: that is corrected, with a reason.
    """
    check_may(actor=actor, act=Act.NEWSROOM_EDIT)
    article = locks.article(article_id)
    before = queries.newest_revision(article_id)
    wanted = text.cleaned()
    if _text_of(before) == wanted:
        return before
    here = State(article.state)
    if here not in (State.EDITING, State.CORRECTING):
        check_move(here, State.EDITING)
        article.state = State.EDITING
    revision = _write(article, wanted, number=before.number + 1, actor=actor)
    article.rubric = wanted.rubric if article.published is None else article.rubric
    article.editor_login_id, article.editor_name = actor.id, actor.name
    _changed(article, "state", "rubric", "editor_login_id", "editor_name")
    audit.record(
        PieceEdited(article_id=article.pk, revision_id=revision.pk, number=revision.number),
        actor=actor,
    )
    return revision


@atomic
def ask_review(*, article_id: int, actor: ActorRef) -> Article:
    """Hand the text to a second person, once it keeps the rules of its rubric. Safe to repeat."""
    check_may(actor=actor, act=Act.NEWSROOM_EDIT)
    article = locks.article(article_id)
    if article.state == State.REVIEW:
        return article
    check_move(State(article.state), State.REVIEW)
    _check_piece(queries.newest_revision(article_id))
    article.state = State.REVIEW
    _changed(article, "state")
    audit.record(ReviewAsked(article_id=article.pk), actor=actor)
    return article


@atomic
def approve(*, article_id: int, revision_id: int, actor: ActorRef) -> Article:
    """Say yes to exactly the text that was read. Of a correction this also puts it on the site.

    Raises ``OwnPiece`` for its author or last editor, ``NothingToApprove`` when the text has
    changed meanwhile. Safe to repeat.
    """
    check_may(actor=actor, act=Act.NEWSROOM_APPROVE)
    article = locks.article(article_id)
    text = queries.newest_revision(article_id)
    if text.pk != revision_id:
        raise NothingToApprove(newest=text.number)
    approver = queries.approver_behind(actor)
    for writer in queries.writers_of(article_id, text):
        check_four_eyes(writer, approver)
    if any(given.person_id == actor.person_id for given in queries.approvals_of(text)):
        return article
    here = State(article.state)
    is_correction = here is State.CORRECTING
    if is_correction and article.published_id == text.pk:
        raise NothingToApprove(newest=text.number)
    check_move(here, State.CORRECTED if is_correction else State.APPROVED)
    _check_piece(text)
    hashed = queries.fingerprint(text)
    Approval.objects.create(
        revision=text, hash=hashed, person_id=actor.person_id, name=actor.name, at=clock.now()
    )
    audit.record(
        PieceApproved(article_id=article.pk, revision_id=text.pk, hash=hashed), actor=actor
    )
    if is_correction:
        _put_correction(article, text, actor=actor)
        return article
    article.state = State.APPROVED
    _changed(article, "state")
    return article


@atomic
def publish(*, article_id: int, actor: ActorRef) -> Article:
    """Point the site at the approved text. Safe to repeat.

    Raises ``ChangedSinceApproval``, ``BylineIncomplete``, ``ResponsibleMissing`` (berita).
    """
    check_may(actor=actor, act=Act.NEWSROOM_APPROVE)
    article = locks.article(article_id)
    if article.state == State.PUBLISHED:
        return article
    check_move(State(article.state), State.PUBLISHED)
    text = queries.newest_revision(article_id)
    responsible = _check_publishable(text)
    article.state, article.published, article.published_at = State.PUBLISHED, text, clock.now()
    article.rubric = text.rubric
    _with_address(article, text.title)
    _noted(article, Notice.Kind.PUBLISHED, text, words="", responsible=responsible)
    audit.record(
        ArticlePublished(
            article_id=article.pk, revision_id=text.pk, slug=article.slug, rubric=text.rubric
        ),
        actor=actor,
    )
    return article


@atomic
def correct(*, article_id: int, reason: str, actor: ActorRef) -> Article:
    """Begin a correction (ralat) for a reason that readers will see; the old text stays."""
    check_may(actor=actor, act=Act.NEWSROOM_EDIT)
    article = locks.article(article_id)
    words = clean_line(reason)[:500]
    if article.state == State.CORRECTING and article.correcting_for == words:
        return article
    check_move(State(article.state), State.CORRECTING, reason=reason)
    article.state, article.correcting_for = State.CORRECTING, words
    _changed(article, "state", "correcting_for")
    audit.record(CorrectionBegun(article_id=article.pk, reason=words), actor=actor)
    return article


@atomic
def withdraw(*, article_id: int, reason: str, actor: ActorRef) -> Article:
    """Take an article off the site; at its address stands the reason. Safe to repeat."""
    check_may(actor=actor, act=Act.NEWSROOM_APPROVE)
    article = locks.article(article_id)
    if article.state == State.WITHDRAWN:
        return article
    check_move(State(article.state), State.WITHDRAWN, reason=reason)
    assert article.published is not None, "what is public has a text"
    words = clean_line(reason)[:500]
    article.state, article.correcting_for = State.WITHDRAWN, ""
    _changed(article, "state", "correcting_for")
    _noted(article, Notice.Kind.WITHDRAWN, article.published, words=words)
    audit.record(
        ArticleWithdrawn(article_id=article.pk, slug=article.slug, reason=words), actor=actor
    )
    return article


def lay_down(*, article_id: int, there: State) -> None:
    """Return or reject what an article was being made of; the caller has checked and told."""
    article = locks.article(article_id)
    article.state = there
    _changed(article, "state")


def _write(article: Article, text: Text, *, number: int, actor: ActorRef) -> Revision:
    row = Revision(
        article=article,
        number=number,
        rubric=text.rubric,
        title=text.title,
        summary=text.summary,
        body=text.body,
        author_name=text.author_name,
        author_role=text.author_role,
        author_bio=text.author_bio,
        editor_name=actor.name,
        editor_person_id=actor.person_id,
        picture_id=text.picture_id,
        picture_alt=text.picture_alt,
        picture_credit=text.picture_credit,
        product_ids=list(text.product_ids),
        at=clock.now(),
    )
    row.hash = queries.fingerprint(row)
    row.save(force_insert=True)
    return row


def _text_of(row: Revision) -> Text:
    return Text(
        rubric=row.rubric,
        title=row.title,
        body=row.body,
        author_name=row.author_name,
        summary=row.summary,
        author_role=row.author_role,
        author_bio=row.author_bio,
        picture_id=row.picture_id,
        picture_alt=row.picture_alt,
        picture_credit=row.picture_credit,
        product_ids=tuple(row.product_ids),
    )


def _check_piece(text: Revision) -> None:
    """The rules of the rubric, and both names: before anybody is asked to approve."""
    alt = text.picture_alt if text.picture_id else None
    rubric = Rubric(text.rubric)
    piece = Piece(title=text.title, body=text.body, bio=text.author_bio, picture_alt=alt)
    check_rubric(piece, RULES[rubric])
    page.byline(author=text.author_name, author_role=text.author_role, editor=text.editor_name)


def _check_publishable(text: Revision) -> str:
    """Refuse a text that nobody approved as it is; returns who answers for it."""
    approvals = queries.approvals_of(text)
    if not approvals:
        raise ChangedSinceApproval()
    check_as_approved(approved=approvals[-1].hash, now=queries.fingerprint(text))
    _check_piece(text)
    responsible = queries.responsible()
    if responsible is None and text.rubric == Rubric.BERITA:
        raise ResponsibleMissing()
    return responsible.name if responsible else ""


def _put_correction(article: Article, text: Revision, *, actor: ActorRef) -> None:
    responsible = _check_publishable(text)
    words = article.correcting_for
    article.state, article.published, article.correcting_for = State.CORRECTED, text, ""
    article.rubric = text.rubric
    _changed(article, "state", "published", "correcting_for", "rubric")
    _noted(article, Notice.Kind.CORRECTED, text, words=words, responsible=responsible)
    audit.record(
        ArticleCorrected(article_id=article.pk, revision_id=text.pk, slug=article.slug),
        actor=actor,
    )


def _with_address(article: Article, title: str) -> None:
    """Give the article its address; whoever publishes the same title meanwhile gets another."""
    wanted = page.slug(title)
    for _ in range(SLUG_TRIES):
        article.slug = page.free_slug(title, queries.slugs_like(wanted, but=article.pk))
        try:
            with atomic():
                _changed(article, "state", "published", "published_at", "slug", "rubric")
            return
        except IntegrityError:
            continue
    article.slug = f"{wanted}-{tokens.link_token()}"
    _changed(article, "state", "published", "published_at", "slug", "rubric")


def _noted(
    article: Article, kind: str, text: Revision, *, words: str, responsible: str = ""
) -> None:
    Notice.objects.create(
        article=article,
        kind=kind,
        revision=text,
        words=words,
        responsible=responsible,
        at=clock.now(),
    )


def _changed(article: Article, *columns: str) -> None:
    article.changed_at = clock.now()
    article.save(update_fields=[*columns, "changed_at"])
