"""What an editor does with what came in: let it in, take it on, return, reject, discard it."""

from sokoguru.audit import actions as audit
from sokoguru.identity.queries import check_may, login_of_member
from sokoguru.identity.rules import Act
from sokoguru.kernel import clock
from sokoguru.kernel.refs import ActorRef
from sokoguru.kernel.text import clean_block
from sokoguru.members import queries as register
from sokoguru.newsroom import locks, queries
from sokoguru.newsroom.actions import articles
from sokoguru.newsroom.errors import TakenByAnother
from sokoguru.newsroom.events import (
    AuthorConfirmed,
    PieceClaimed,
    PieceDiscarded,
    PieceRejected,
    PieceReleased,
    PieceReturned,
)
from sokoguru.newsroom.models import Article, Submission
from sokoguru.newsroom.rules.desk import State, check_move
from sokoguru.tenancy.scope import atomic


@atomic
def release(*, submission_id: int, actor: ActorRef) -> Submission:
    """Let a piece out of quarantine, after a person has looked at it. Safe to repeat."""
    check_may(actor=actor, act=Act.NEWSROOM_EDIT)
    row = locks.submission(submission_id)
    if row.state == State.RECEIVED:
        return row
    check_move(queries.standing(row), State.RECEIVED)
    row.state, row.reason = State.RECEIVED, ""
    row.save(update_fields=["state", "reason"])
    audit.record(PieceReleased(submission_id=row.pk), actor=actor)
    return row


@atomic
def confirm_author(*, submission_id: int, member_id: int, actor: ActorRef) -> Submission:
    """Say that a member wrote this: the desk knows it, the address alone does not prove it."""
    check_may(actor=actor, act=Act.NEWSROOM_EDIT)
    row = locks.submission(submission_id)
    member = register.member(member_id)
    if row.member_id == member.pk:
        return row
    login = login_of_member(member.pk)
    row.member, row.author_name, row.author_role = member, member.name, "anggota"
    row.author_person_id = login.user_id if login else 0
    row.save(update_fields=["member", "author_name", "author_role", "author_person_id"])
    audit.record(AuthorConfirmed(submission_id=row.pk, member_id=member.pk), actor=actor)
    return row


@atomic
def claim(*, submission_id: int, actor: ActorRef) -> Article:
    """Take a piece on: an article is made of it, with the text as it was sent. Safe to repeat.

    Raises ``TakenByAnother``, ``MoveNotAllowed`` (a quarantined piece is released first).
    """
    check_may(actor=actor, act=Act.NEWSROOM_EDIT)
    row = locks.submission(submission_id)
    if row.article is not None:
        if row.article.editor_login_id != actor.id:
            raise TakenByAnother(editor=row.article.editor_name)
        article: Article = row.article
        return article
    check_move(State(row.state), State.TRIAGE)
    article = articles.begin(submission=row, actor=actor)
    row.article, row.state = article, State.ASSIGNED
    row.save(update_fields=["article", "state"])
    audit.record(PieceClaimed(submission_id=row.pk, article_id=article.pk), actor=actor)
    return article


@atomic
def return_piece(*, submission_id: int, reason: str, actor: ActorRef) -> Submission:
    """Ask the author to mend the piece; the reason goes out by mail. Safe to repeat."""
    return _decide(submission_id, State.RETURNED, reason=reason, actor=actor)


@atomic
def reject(*, submission_id: int, reason: str, actor: ActorRef) -> Submission:
    """Do not take the piece; the reason goes out by mail, kindly. Safe to repeat."""
    return _decide(submission_id, State.REJECTED, reason=reason, actor=actor)


@atomic
def discard(*, submission_id: int, actor: ActorRef) -> Submission:
    """Call it spam. Nobody is told; the message stays. Safe to repeat."""
    return _decide(submission_id, State.SPAM, reason="", actor=actor)


def _decide(submission_id: int, there: State, *, reason: str, actor: ActorRef) -> Submission:
    check_may(actor=actor, act=Act.NEWSROOM_EDIT)
    row = locks.submission(submission_id)
    here = queries.standing(row)
    if here is there:
        return row
    if here is State.RECEIVED and there is not State.SPAM:
        check_move(here, State.TRIAGE)
        here = State.TRIAGE  # weighed and decided in one act
    check_move(here, there, reason=reason)
    if row.article is not None:
        articles.lay_down(article_id=row.article.pk, there=there)
    row.state, row.decision = there, clean_block(reason)[:1_000]
    row.decided_at = clock.now()
    row.save(update_fields=["state", "decision", "decided_at"])
    event = {
        State.RETURNED: PieceReturned,
        State.REJECTED: PieceRejected,
        State.SPAM: PieceDiscarded,
    }[there](submission_id=row.pk)
    audit.record(event, actor=actor)
    return row
