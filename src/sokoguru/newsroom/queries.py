"""Reads of the newsroom: what is published, what waits at the desk, whose it is."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from sokoguru.identity import queries as identity
from sokoguru.kernel.refs import ActorRef
from sokoguru.kernel.refusals import NotFound
from sokoguru.members import queries as register
from sokoguru.newsroom.models import (
    Approval,
    Article,
    Attachment,
    Notice,
    Picture,
    Question,
    RawMail,
    Reading,
    Responsible,
    Revision,
    Submission,
)
from sokoguru.newsroom.rules.desk import PUBLIC, State, Writer, content_hash
from sokoguru.newsroom.rules.page import Byline
from sokoguru.newsroom.rules.published import Published, Shown
from sokoguru.tenancy.queries import address_of, cooperative_here
from sokoguru.tenancy.scope import cooperative_in_force

PAGE = 20


def desk_host() -> str:
    """The hostname behind ``redaksi@``."""
    return address_of(cooperative_here())


# Published --------------------------------------------------------------------------------------


def published(*, rubric: str = "", limit: int = PAGE, offset: int = 0) -> list[Published]:
    """The newest published articles."""
    rows = _public().filter(rubric=rubric) if rubric else _public()
    return [_published(row) for row in rows.order_by("-published_at", "-pk")[offset:][:limit]]


def published_count(*, rubric: str = "") -> int:
    """How many articles are published."""
    rows = _public().filter(rubric=rubric) if rubric else _public()
    return rows.count()


def article(article_id: int) -> Published:
    """A published article. Raises ``NotFound`` for any other."""
    row = _public().filter(pk=article_id).first()
    if row is None:
        raise NotFound(kind="newsroom.article", id=article_id)
    return _published(row)


def article_at(slug: str) -> Published:
    """The published article of an address. Raises ``NotFound``."""
    row = _public().filter(slug=slug).first()
    if row is None:
        raise NotFound(kind="newsroom.article", slug=slug)
    return _published(row)


def withdrawn_at(slug: str) -> Notice | None:
    """Why the article that stood at an address is gone, if it was withdrawn."""
    rows = Notice.objects.filter(
        article__slug=slug, article__state=State.WITHDRAWN, kind=Notice.Kind.WITHDRAWN
    )
    found: Notice | None = rows.select_related("revision").order_by("-pk").first()
    return found


def about_product(product_id: int, *, limit: int = 3) -> list[Published]:
    """Published articles that speak of a good, newest first."""
    rows = _public().filter(published__product_ids__contains=[product_id])
    return [_published(row) for row in rows.order_by("-published_at")[:limit]]


def read_also(shown: Published, *, limit: int = 3) -> list[Published]:
    """*Baca juga*: the same goods first, then the same rubric, then whatever is newest."""
    others = _public().exclude(pk=shown.id).order_by("-published_at", "-pk")
    goods = list(shown.product_ids)
    near = Q(published__product_ids__overlap=goods) if goods else Q(pk=None)
    picked: dict[int, Article] = {}
    for rows in (others.filter(near), others.filter(rubric=shown.rubric), others):
        for row in rows[:limit]:
            picked.setdefault(row.pk, row)
    return [_published(row) for row in list(picked.values())[:limit]]


def corrections_of(article_id: int) -> QuerySet[Notice]:
    """The corrections of an article, newest first."""
    rows: QuerySet[Notice] = Notice.objects.filter(
        article_id=article_id, kind=Notice.Kind.CORRECTED
    )
    return rows.order_by("-pk")[:20]


def responsible() -> Responsible | None:
    """Who answers for what is published today, if anybody is named."""
    found: Responsible | None = Responsible.objects.order_by("-pk").first()
    return found


def _public() -> QuerySet[Article]:
    corrected = Notice.objects.filter(article=OuterRef("pk"), kind=Notice.Kind.CORRECTED)
    rows: QuerySet[Article] = Article.objects.filter(state__in=[*PUBLIC])
    rows = rows.annotate(corrected=Exists(corrected))
    return rows.select_related("published", "published__picture")


def _published(row: Article) -> Published:
    text = row.published
    assert text is not None, "a public article has a text"
    assert row.published_at is not None, "a public article has a day"
    return Published(
        id=row.pk,
        slug=row.slug,
        rubric=text.rubric,
        title=text.title,
        summary=text.summary,
        body=text.body,
        author_name=text.author_name,
        author_role=text.author_role,
        author_bio=text.author_bio,
        editor_name=text.editor_name,
        published_at=row.published_at,
        changed_at=text.at if text.at > row.published_at else row.published_at,
        picture=shown_picture(text),
        product_ids=tuple(text.product_ids),
        is_corrected=bool(row.corrected),  # type: ignore[attr-defined]  # annotated,
    )


# Pictures ---------------------------------------------------------------------------------------


def shown_picture(text: Revision) -> Shown | None:
    """The picture of a text."""
    row = text.picture
    if row is None:
        return None
    url = picture_url(row)
    return Shown(
        url, text.picture_alt, text.picture_credit, row.width, row.height, row.media_type, row.name
    )


def picture_url(row: Picture) -> str:
    """Where a picture is served."""
    return f"/media/warta/{row.name}"


def picture_named(name: str) -> Picture:
    """A kept picture. Raises ``NotFound``."""
    found = Picture.objects.filter(name=name).first()
    if found is None:
        raise NotFound(kind="newsroom.picture")
    return found


def picture_file(name: str) -> Path:
    """Where the file of a picture lies: in the data folder, apart for each cooperative."""
    assert "/" not in name, "a name of ours has no folder in it"
    assert not name.startswith("."), "a name of ours is no hidden file"
    return Path(settings.MEDIA_ROOT) / "newsroom" / str(cooperative_in_force()) / name


def is_picture_public(row: Picture) -> bool:
    """Whether a published article shows it."""
    return _public().filter(published__picture=row).exists()


def is_picture_of_member(row: Picture, member_id: int) -> bool:
    """Whether a member sent it in."""
    return Attachment.objects.filter(picture=row, submission__member_id=member_id).exists()


# The desk ---------------------------------------------------------------------------------------


def submission(submission_id: int) -> Submission:
    """A submission. Raises ``NotFound``."""
    rows = Submission.objects.select_related("member", "hint", "article")
    found = rows.filter(pk=submission_id).first()
    if found is None:
        raise NotFound(kind="newsroom.submission", id=submission_id)
    return found


def submissions(*states: State, limit: int = 50, offset: int = 0) -> QuerySet[Submission]:
    """What waits at the desk in these states, newest first."""
    rows: QuerySet[Submission] = Submission.objects.filter(state__in=[*states], article=None)
    return rows.select_related("member", "hint").order_by("-pk")[offset : offset + limit]


def submissions_of_member(member_id: int, *, limit: int = 50) -> QuerySet[Submission]:
    """What a member wrote, newest first."""
    rows: QuerySet[Submission] = Submission.objects.filter(member_id=member_id)
    return rows.select_related("article", "article__published").order_by("-pk")[:limit]


def submission_of_ticket(ticket: str, *, member_id: int) -> Submission:
    """A member's own submission by its ticket. Raises ``NotFound``."""
    found = Submission.objects.filter(ticket=ticket).select_related("article").first()
    if found is None:
        raise NotFound(kind="newsroom.submission")
    check_own(found, member_id)
    return found


def check_own(row: Submission, member_id: int) -> None:
    """Somebody else's piece does not exist for a member."""
    if row.member_id is None or row.member_id != member_id:
        raise NotFound(kind="newsroom.submission")


def standing(row: Submission) -> State:
    """Where a piece stands: with its article, once there is one."""
    return State(row.article.state if row.article is not None else row.state)


def attachments_of(submission_id: int) -> list[Picture]:
    """The pictures that came with a submission."""
    rows = Attachment.objects.filter(submission_id=submission_id).select_related("picture")
    return [row.picture for row in rows.order_by("pk")[:20]]


def articles(*states: State, limit: int = 50, offset: int = 0) -> list[tuple[Article, Revision]]:
    """Articles at the desk in these states with their newest text, last changed first."""
    found = Article.objects.filter(state__in=[*states]).order_by("-changed_at", "-pk")
    rows = list(found[offset : offset + limit])
    texts = newest_revisions([row.pk for row in rows])
    return [(row, texts[row.pk]) for row in rows]


def desk_article(article_id: int) -> Article:
    """An article in any state. Raises ``NotFound``."""
    found = Article.objects.filter(pk=article_id).select_related("published").first()
    if found is None:
        raise NotFound(kind="newsroom.article", id=article_id)
    return found


def slugs_like(wanted: str, *, but: int) -> set[str]:
    """The addresses that begin like this one and are taken by other articles."""
    rows = Article.objects.filter(slug__startswith=wanted).exclude(pk=but)
    return set(rows.values_list("slug", flat=True)[:10_000])


def newest_revision(article_id: int) -> Revision:
    """The text that stands at the desk. Raises ``NotFound``."""
    found = newest_revisions([article_id])
    if article_id not in found:
        raise NotFound(kind="newsroom.article", id=article_id)
    return found[article_id]


def newest_revisions(article_ids: Sequence[int]) -> dict[int, Revision]:
    """The newest text of each article."""
    rows = Revision.objects.filter(article_id__in=article_ids).order_by("article_id", "-number")
    newest = rows.distinct("article_id").select_related("picture")
    return {row.article_id: row for row in newest}


def revisions(article_id: int, *, limit: int = 100) -> list[Revision]:
    """All texts of an article, oldest first."""
    rows = Revision.objects.filter(article_id=article_id).select_related("picture")
    return list(rows.order_by("number")[:limit])


def approvals_of(revision: Revision) -> list[Approval]:
    """Who approved exactly this text."""
    rows = Approval.objects.filter(revision=revision, hash=fingerprint(revision))
    return list(rows.order_by("pk")[:20])


def submissions_behind(article_id: int) -> list[Submission]:
    """What an article was made of."""
    rows = Submission.objects.filter(article_id=article_id).select_related("member")
    return list(rows.order_by("pk")[:20])


def counts() -> dict[str, int]:
    """How many pieces stand in each state, submissions without an article and articles together."""
    waiting = Submission.objects.filter(article=None).values_list("state").annotate(n=Count("pk"))
    found: dict[str, int] = dict(waiting)
    for state, number in Article.objects.values_list("state").annotate(n=Count("pk")):
        found[state] = found.get(state, 0) + number
    return found


def unread_count() -> int:
    """How many messages are kept and not read yet."""
    return Reading.objects.filter(done=False).count()


def raw_of(submission_id: int) -> RawMail:
    """The message behind a submission, as it came. Raises ``NotFound``."""
    raw_id = submission(submission_id).raw_id or 0
    found = RawMail.objects.filter(pk=raw_id).first()
    if found is None:
        raise NotFound(kind="newsroom.raw_mail", id=submission_id)
    return found


def raw_content(raw_id: int) -> tuple[bytes, str | None]:
    """A message's bytes and its envelope's sender, for the reader."""
    row = RawMail.objects.get(pk=raw_id)
    return bytes(row.content), row.mail_from


def is_known_message(message_id: str) -> bool:
    """Whether a message of this name was read before."""
    return bool(message_id) and Submission.objects.filter(message_id=message_id).exists()


def is_name_of_member(name: str) -> bool:
    """Whether somebody of the register is called so: a name proves nothing, and may mislead."""
    return any(row.name.casefold() == name.casefold() for row in register.register(search=name))


def was_answered_lately(contact: str, *, since: datetime) -> bool:
    """Whether this address sent something after ``since`` already, and so has been answered."""
    rows = Submission.objects.filter(contact__iexact=contact, received_at__gte=since)
    return rows.exclude(state=State.QUARANTINED).exists()


# Four eyes --------------------------------------------------------------------------------------


def fingerprint(text: Revision) -> str:
    """The hash of everything that a text shows."""
    picture = text.picture
    made = Byline(text.author_name, text.author_role, text.editor_name)
    shown = "" if picture is None else picture.name
    goods = ",".join(str(number) for number in text.product_ids)
    return content_hash(
        title=text.title,
        summary=text.summary,
        body=text.body,
        picture="\n".join((shown, text.picture_alt, text.picture_credit)),
        byline=str(made),
        rest="\n".join((text.rubric, text.author_bio, goods)),
    )


def writers_of(article_id: int, text: Revision) -> list[Writer]:
    """Everybody who had a hand in a text: its authors, and the editor who last changed it."""
    authors = [Writer(row.author_person_id, row.contact) for row in submissions_behind(article_id)]
    return [*authors, Writer(text.editor_person_id)]


def approver_behind(actor: ActorRef) -> Writer:
    """The person at the desk as one who may have written: by person and by address."""
    if actor.kind == "system":
        return Writer()
    member_id = identity.person(actor.id).member_id
    return Writer(actor.person_id, register.member(member_id).email if member_id else "")


# Readers ----------------------------------------------------------------------------------------


def question(question_id: int) -> Question:
    """A reader's question. Raises ``NotFound``."""
    found = Question.objects.filter(pk=question_id).select_related("article").first()
    if found is None:
        raise NotFound(kind="newsroom.question", id=question_id)
    return found


def questions(*, answered: bool, limit: int = 50) -> QuerySet[Question]:
    """Questions that wait, oldest first; or the answered ones, newest first."""
    rows: QuerySet[Question] = Question.objects.exclude(answered_at=None)
    if not answered:
        rows = Question.objects.filter(answered_at=None)
    order = "-answered_at" if answered else "pk"
    return rows.select_related("article", "article__published").order_by(order)[:limit]
