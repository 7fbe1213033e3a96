"""Row locks of the desk, in this order: the submission, its article, a question."""

from datetime import datetime

from django.db.models import Q

from sokoguru.kernel.refusals import NotFound
from sokoguru.newsroom.models import Article, Question, Reading, Submission


def submission(submission_id: int) -> Submission:
    """A submission, locked. Raises ``NotFound``."""
    found = Submission.objects.select_for_update().filter(pk=submission_id).first()
    if found is None:
        raise NotFound(kind="newsroom.submission", id=submission_id)
    return found


def submissions_of(article_id: int) -> list[Submission]:
    """The submissions that an article was made of, locked."""
    return list(
        Submission.objects.select_for_update().filter(article_id=article_id).order_by("pk")[:20]
    )


def article(article_id: int) -> Article:
    """An article, locked. Raises ``NotFound``."""
    found = Article.objects.select_for_update().filter(pk=article_id).first()
    if found is None:
        raise NotFound(kind="newsroom.article", id=article_id)
    return found


def question(question_id: int) -> Question:
    """A reader's question, locked. Raises ``NotFound``."""
    found = Question.objects.select_for_update().filter(pk=question_id).first()
    if found is None:
        raise NotFound(kind="newsroom.question", id=question_id)
    return found


def next_reading(*, now: datetime) -> Reading | None:
    """The oldest mail that nobody is reading, locked; another worker's is passed by."""
    open_ones = Reading.objects.select_for_update(skip_locked=True).filter(done=False)
    free = open_ones.filter(Q(lease_until=None) | Q(lease_until__lt=now))
    found: Reading | None = free.order_by("pk").first()
    return found


def reading(reading_id: int) -> Reading:
    """The work of reading one mail, locked."""
    found: Reading = Reading.objects.select_for_update().get(pk=reading_id)
    return found
