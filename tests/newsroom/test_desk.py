"""A piece on its way: it works, it is refused, it is retried, it is refused and nothing changed."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.db import DatabaseError

from sokoguru.audit.models import Record
from sokoguru.identity.errors import ActNotGranted
from sokoguru.kernel.refs import SYSTEM, VISITOR
from sokoguru.kernel.refusals import NotFound
from sokoguru.newsroom import queries
from sokoguru.newsroom.actions import articles, desk, intake, pictures, readers
from sokoguru.newsroom.actions.articles import Text
from sokoguru.newsroom.actions.intake import Typed
from sokoguru.newsroom.errors import (
    AlreadyAnswered,
    ChangedSinceApproval,
    MoveNotAllowed,
    NothingToApprove,
    NotThePersonAtTheDesk,
    OwnPiece,
    ReasonMissing,
    ResponsibleMissing,
    RubricNotMet,
    SubmissionReused,
    TakenByAnother,
)
from sokoguru.newsroom.models import Approval, Article, Notice, Question, Revision, Submission
from sokoguru.newsroom.rules.desk import State
from sokoguru.tenancy.scope import atomic
from tests.cast import Cast
from tests.newsroom.letters import photo

BODY = "Nira tidak menunggu: lewat dua jam rasanya berubah asam. " * 12
TYPED = Typed(rubric="esai", title="Nira pagi dari lereng", body=BODY, bio="Petani aren")
TEXT = Text(
    rubric="esai",
    title="Nira pagi dari lereng",
    body=BODY,
    author_name="Siti",
    author_role="anggota",
    author_bio="Petani aren",
    summary="Dapur menyala pukul empat.",
)


def sent(cast: Cast, name: str = "Siti", key: str = "k-1", typed: Typed = TYPED) -> Submission:
    return intake.submit(
        typed=typed, request_key=key, actor=cast.as_member(name), member_id=cast.member(name).pk
    )


def claimed(cast: Cast, **more: Any) -> Article:
    return desk.claim(submission_id=sent(cast, **more).pk, actor=cast.actor("sari"))


def reviewed(cast: Cast, text: Text = TEXT) -> tuple[Article, Revision]:
    article = claimed(cast)
    revision = articles.edit(article_id=article.pk, text=text, actor=cast.actor("sari"))
    return articles.ask_review(article_id=article.pk, actor=cast.actor("sari")), revision


def approved(cast: Cast, text: Text = TEXT) -> tuple[Article, Revision]:
    article, revision = reviewed(cast, text)
    articles.approve(article_id=article.pk, revision_id=revision.pk, actor=cast.actor("bayu"))
    return article, revision


def published(cast: Cast, text: Text = TEXT) -> Article:
    article, _ = approved(cast, text)
    return articles.publish(article_id=article.pk, actor=cast.actor("bayu"))


def traces() -> tuple[object, ...]:
    """What every act of the desk leaves behind."""
    models = (Submission, Article, Revision, Approval, Notice, Question, Record)
    rows = [model.objects.count() for model in models]
    states = sorted(Article.objects.values_list("pk", "state", "published_id", "slug"))
    return (*rows, states, sorted(Submission.objects.values_list("pk", "state", "decision")))


def refused(kind: type[Exception], act: Callable[[], object]) -> Any:
    """The act is refused, and nothing changed."""
    before = traces()
    with pytest.raises(kind) as caught, atomic():
        act()
    assert traces() == before
    return caught.value


def test_a_piece_goes_the_whole_way(cast: Cast) -> None:
    submission = sent(cast)
    assert (submission.state, submission.author_name) == (State.RECEIVED, "Siti")
    article = desk.claim(submission_id=submission.pk, actor=cast.actor("sari"))
    first = queries.newest_revision(article.pk)
    assert (first.number, first.body, first.editor_name) == (1, BODY.strip(), "Sari")
    revision = articles.edit(article_id=article.pk, text=TEXT, actor=cast.actor("sari"))
    assert revision.number == 2
    articles.ask_review(article_id=article.pk, actor=cast.actor("sari"))
    articles.approve(article_id=article.pk, revision_id=revision.pk, actor=cast.actor("bayu"))
    assert queries.published() == []
    shown = articles.publish(article_id=article.pk, actor=cast.actor("bayu"))
    assert (shown.slug, shown.state) == ("nira-pagi-dari-lereng", State.PUBLISHED)
    found = queries.article_at("nira-pagi-dari-lereng")
    assert (found.title, found.author_name, found.editor_name) == (TEXT.title, "Siti", "Sari")
    names = Record.objects.filter(name__startswith="newsroom.").order_by("id")
    assert list(names.values_list("name", flat=True)) == [
        "newsroom.PieceReceived",
        "newsroom.PieceClaimed",
        "newsroom.PieceEdited",
        "newsroom.ReviewAsked",
        "newsroom.PieceApproved",
        "newsroom.ArticlePublished",
    ]


def test_every_act_repeated_is_the_same_act(cast: Cast) -> None:
    article = published(cast)
    submission = Submission.objects.get()
    before = traces()
    assert sent(cast).pk == submission.pk
    assert desk.claim(submission_id=submission.pk, actor=cast.actor("sari")).pk == article.pk
    assert articles.publish(article_id=article.pk, actor=cast.actor("bayu")).pk == article.pk
    newest = queries.newest_revision(article.pk)
    articles.approve(article_id=article.pk, revision_id=newest.pk, actor=cast.actor("bayu"))
    assert articles.edit(article_id=article.pk, text=TEXT, actor=cast.actor("sari")) == newest
    assert traces() == before


def test_one_form_key_is_one_text(cast: Cast) -> None:
    sent(cast)
    refused(SubmissionReused, lambda: sent(cast, typed=replace(TYPED, title="Lain")))
    refused(SubmissionReused, lambda: sent(cast, name="Budi"))


def test_only_the_desk_edits_and_only_the_pemred_approves(cast: Cast) -> None:
    submission = sent(cast)
    for name in ("deni", "ratna", "umar"):
        refused(
            ActNotGranted,
            lambda name=name: desk.claim(submission_id=submission.pk, actor=cast.actor(name)),
        )
    refused(
        ActNotGranted,
        lambda: desk.claim(submission_id=submission.pk, actor=cast.as_member("Siti")),
    )
    article = desk.claim(submission_id=submission.pk, actor=cast.actor("sari"))
    revision = articles.edit(article_id=article.pk, text=TEXT, actor=cast.actor("sari"))
    articles.ask_review(article_id=article.pk, actor=cast.actor("sari"))
    approve = lambda actor: articles.approve(  # noqa: E731
        article_id=article.pk, revision_id=revision.pk, actor=actor
    )
    refused(ActNotGranted, lambda: approve(cast.actor("sari")))
    refused(ActNotGranted, lambda: articles.publish(article_id=article.pk, actor=VISITOR))
    refused(NotThePersonAtTheDesk, lambda: approve(SYSTEM))


def test_whoever_edited_last_does_not_approve(cast: Cast) -> None:
    article, _ = reviewed(cast)
    text = replace(TEXT, title="Nira pagi")
    revision = articles.edit(article_id=article.pk, text=text, actor=cast.actor("bayu"))
    articles.ask_review(article_id=article.pk, actor=cast.actor("sari"))
    refused(
        OwnPiece,
        lambda: articles.approve(
            article_id=article.pk, revision_id=revision.pk, actor=cast.actor("bayu")
        ),
    )


def test_the_author_does_not_approve_through_another_address(cast: Cast) -> None:
    """Bayu, who holds a role, writes as a member: the person counts, not the hat."""
    submission = sent(cast)
    Submission.objects.filter(pk=submission.pk).update(author_person_id=cast.users["bayu"].pk)
    article = desk.claim(submission_id=submission.pk, actor=cast.actor("sari"))
    articles.ask_review(article_id=article.pk, actor=cast.actor("sari"))
    newest = queries.newest_revision(article.pk)
    refused(
        OwnPiece,
        lambda: articles.approve(
            article_id=article.pk, revision_id=newest.pk, actor=cast.actor("bayu")
        ),
    )


def test_an_edit_after_approval_goes_through_review_again(cast: Cast) -> None:
    article, revision = approved(cast)
    text = replace(TEXT, body=BODY + "Tambahan.")
    articles.edit(article_id=article.pk, text=text, actor=cast.actor("sari"))
    article.refresh_from_db()
    assert article.state == State.EDITING
    refused(
        MoveNotAllowed,
        lambda: articles.publish(article_id=article.pk, actor=cast.actor("bayu")),
    )
    refused(
        NothingToApprove,
        lambda: articles.approve(
            article_id=article.pk, revision_id=revision.pk, actor=cast.actor("bayu")
        ),
    )


def test_a_state_forced_past_the_desk_is_not_published(cast: Cast) -> None:
    article, _ = reviewed(cast)
    Article.objects.filter(pk=article.pk).update(state=State.APPROVED)
    refused(
        ChangedSinceApproval,
        lambda: articles.publish(article_id=article.pk, actor=cast.actor("bayu")),
    )


def test_the_rules_of_the_rubric_stand_before_the_second_pair_of_eyes(cast: Cast) -> None:
    article = claimed(cast)
    text = replace(TEXT, title="Satu dua tiga empat lima enam tujuh", author_bio="", body="Pendek.")
    articles.edit(article_id=article.pk, text=text, actor=cast.actor("sari"))
    said = refused(
        RubricNotMet, lambda: articles.ask_review(article_id=article.pk, actor=cast.actor("sari"))
    )
    assert [code for code, *_ in said.facts["problems"]] == [
        "title_words",
        "body_short",
        "bio_missing",
    ]


def test_berita_needs_the_responsible_person(cast: Cast) -> None:
    picture = pictures.keep_picture(content=photo())
    text = replace(TEXT, rubric="berita", picture_id=picture.pk, picture_alt="Kuali nira")
    article, _ = approved(cast, text)
    act = lambda: articles.publish(article_id=article.pk, actor=cast.actor("bayu"))  # noqa: E731
    refused(ResponsibleMissing, act)
    refused(ActNotGranted, lambda: readers.name_responsible(name="Bayu", actor=cast.actor("bayu")))
    readers.name_responsible(name="Bayu", position="Pemimpin redaksi", actor=cast.actor("ratna"))
    act()
    assert Notice.objects.get().responsible == "Bayu"


def test_a_correction_is_seen_by_another_and_says_why(cast: Cast) -> None:
    article = published(cast)
    text = replace(TEXT, body=BODY.replace("dua jam", "tiga jam"))
    refused(
        MoveNotAllowed,
        lambda: articles.edit(article_id=article.pk, text=text, actor=cast.actor("sari")),
    )
    refused(
        ReasonMissing,
        lambda: articles.correct(article_id=article.pk, reason=" \u200b", actor=cast.actor("sari")),
    )
    articles.correct(article_id=article.pk, reason="Salah jam.", actor=cast.actor("sari"))
    revision = articles.edit(article_id=article.pk, text=text, actor=cast.actor("sari"))
    assert "dua jam" in queries.article(article.pk).body
    articles.approve(article_id=article.pk, revision_id=revision.pk, actor=cast.actor("bayu"))
    shown = queries.article(article.pk)
    assert "tiga jam" in shown.body
    assert [notice.words for notice in queries.corrections_of(article.pk)] == ["Salah jam."]
    assert Article.objects.get().state == State.CORRECTED


def test_a_withdrawn_article_leaves_its_reason(cast: Cast) -> None:
    article = published(cast)
    act = lambda reason: articles.withdraw(  # noqa: E731
        article_id=article.pk, reason=reason, actor=cast.actor("bayu")
    )
    refused(ReasonMissing, lambda: act(""))
    act("Narasumber menarik izinnya.")
    act("Narasumber menarik izinnya.")
    with pytest.raises(NotFound):
        queries.article(article.pk)
    notice = queries.withdrawn_at(article.slug)
    assert notice is not None
    assert notice.words == "Narasumber menarik izinnya."
    assert Notice.objects.count() == 2


def test_two_articles_of_one_title_have_two_addresses(cast: Cast) -> None:
    first = published(cast)
    second = claimed(cast, name="Budi", key="k-2")
    revision = articles.edit(
        article_id=second.pk, text=replace(TEXT, author_name="Budi"), actor=cast.actor("sari")
    )
    articles.ask_review(article_id=second.pk, actor=cast.actor("sari"))
    articles.approve(article_id=second.pk, revision_id=revision.pk, actor=cast.actor("bayu"))
    articles.publish(article_id=second.pk, actor=cast.actor("bayu"))
    second.refresh_from_db()
    assert (first.slug, second.slug) == ("nira-pagi-dari-lereng", "nira-pagi-dari-lereng-2")


def test_a_piece_is_taken_by_one_editor(cast: Cast) -> None:
    submission = sent(cast)
    desk.claim(submission_id=submission.pk, actor=cast.actor("sari"))
    said = refused(
        TakenByAnother,
        lambda: desk.claim(submission_id=submission.pk, actor=cast.actor("bayu")),
    )
    assert said.facts == {"editor": "Sari"}


@pytest.mark.parametrize("is_claimed", [False, True])
def test_a_rejection_says_why_once(cast: Cast, is_claimed: bool) -> None:
    submission = sent(cast)
    if is_claimed:
        desk.claim(submission_id=submission.pk, actor=cast.actor("sari"))
    act = lambda reason: desk.reject(  # noqa: E731
        submission_id=submission.pk, reason=reason, actor=cast.actor("sari")
    )
    refused(ReasonMissing, lambda: act(" "))
    act("Sudah pernah dimuat.")
    before = traces()
    act("Sudah pernah dimuat.")
    assert traces() == before
    row = queries.submission(submission.pk)
    assert (queries.standing(row), row.decision) == (State.REJECTED, "Sudah pernah dimuat.")


def test_a_returned_piece_is_sent_again_by_its_author_only(cast: Cast) -> None:
    submission = sent(cast)
    desk.claim(submission_id=submission.pk, actor=cast.actor("sari"))
    desk.return_piece(
        submission_id=submission.pk, reason="Tambah nama lereng.", actor=cast.actor("sari")
    )
    better = replace(TYPED, body=BODY + "Lereng Halimun.")
    again = lambda name: intake.resubmit(  # noqa: E731
        submission_id=submission.pk,
        typed=better,
        actor=cast.as_member(name),
        member_id=cast.member(name).pk,
    )
    refused(NotFound, lambda: again("Budi"))
    again("Siti")
    before = traces()
    again("Siti")
    assert traces() == before
    row = queries.submission(submission.pk)
    assert (queries.standing(row), row.article, row.decision) == (State.RECEIVED, None, "")


def test_a_question_is_answered_once(cast: Cast) -> None:
    article = published(cast)
    ask = lambda: readers.ask(  # noqa: E731
        article_id=article.pk,
        name="Dewi",
        contact="dewi@x.example",
        words="Di mana membelinya?",
        request_key="t-1",
    )
    question = ask()
    assert ask().pk == question.pk
    answer = lambda words: readers.answer(  # noqa: E731
        question_id=question.pk, words=words, actor=cast.actor("sari")
    )
    refused(ReasonMissing, lambda: answer(" "))
    answer("Di toko kami.")
    answer("Di toko kami.")
    refused(AlreadyAnswered, lambda: answer("Di pasar."))
    assert Record.objects.filter(name="newsroom.QuestionAnswered").count() == 1


def test_the_database_refuses_what_no_act_does(cast: Cast) -> None:
    article = published(cast)
    for act in (
        lambda: Revision.objects.update(title="Lain"),
        lambda: Approval.objects.all().delete(),
        lambda: Article.objects.filter(pk=article.pk).update(published=None),
        lambda: Submission.objects.update(state=State.QUARANTINED),
        lambda: Approval.objects.update(person_id=0),
    ):
        refused(DatabaseError, act)
