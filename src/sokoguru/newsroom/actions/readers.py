"""Readers' questions, and who answers for what is published."""

from sokoguru.audit import actions as audit
from sokoguru.identity.queries import check_may
from sokoguru.identity.rules import Act
from sokoguru.kernel import clock, tokens
from sokoguru.kernel.refs import VISITOR, ActorRef
from sokoguru.kernel.text import clean_block, clean_line
from sokoguru.newsroom import locks, queries
from sokoguru.newsroom.errors import AlreadyAnswered, ReasonMissing
from sokoguru.newsroom.events import QuestionAnswered, QuestionAsked, ResponsibleNamed
from sokoguru.newsroom.models import Question, Responsible
from sokoguru.tenancy.scope import atomic


@atomic
def ask(
    *,
    article_id: int | None,
    name: str,
    contact: str,
    words: str,
    request_key: str,
    actor: ActorRef = VISITOR,
) -> Question:
    """Take a reader's question: a task for the desk. Safe to repeat by key."""
    if article_id is not None:
        queries.article(article_id)
    row = Question(
        article_id=article_id,
        request_key=request_key,
        ticket=tokens.link_token(),
        name=clean_line(name)[:120],
        contact=clean_line(contact)[:254],
        words=clean_block(words)[:2_000],
        asked_at=clock.now(),
    )
    Question.objects.bulk_create([row], ignore_conflicts=True)
    kept = Question.objects.get(request_key=request_key)
    if kept.ticket == row.ticket:
        audit.record(QuestionAsked(question_id=kept.pk, article_id=article_id or 0), actor=actor)
    return kept


@atomic
def answer(*, question_id: int, words: str, actor: ActorRef) -> Question:
    """Answer a reader, once; the mail goes out by the channel. Raises ``AlreadyAnswered``."""
    check_may(actor=actor, act=Act.NEWSROOM_EDIT)
    row = locks.question(question_id)
    said = clean_block(words)[:4_000]
    if row.answered_at is not None:
        if row.answer == said:
            return row
        raise AlreadyAnswered(by=row.answered_by)
    if not said.strip():
        raise ReasonMissing(there="dijawab")
    row.answer, row.answered_by, row.answered_at = said, actor.name, clock.now()
    row.save(update_fields=["answer", "answered_by", "answered_at"])
    audit.record(QuestionAnswered(question_id=row.pk), actor=actor)
    return row


@atomic
def name_responsible(*, name: str, position: str = "", actor: ActorRef) -> Responsible:
    """Name the penanggung jawab. The same name and position again changes nothing."""
    check_may(actor=actor, act=Act.SETTINGS)
    named, placed = clean_line(name)[:120], clean_line(position)[:120]
    today = queries.responsible()
    if today is not None and (today.name, today.position) == (named, placed):
        return today
    row = Responsible.objects.create(name=named, position=placed, at=clock.now())
    audit.record(ResponsibleNamed(name=named), actor=actor)
    return row
