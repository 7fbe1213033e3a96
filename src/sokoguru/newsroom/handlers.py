"""What people are told by mail: that a piece arrived, what became of it, what the desk answers.

Each handler puts one mail into the outbox of ``channels``, safe to repeat by its reference. Nobody
is written to whose message no person wrote, or without an address.
"""

from typing import Any

from django.template.loader import render_to_string

from sokoguru.audit.ports import Heard
from sokoguru.channels.actions.queueing import queue_mail
from sokoguru.kernel.text import clean_line
from sokoguru.newsroom import queries
from sokoguru.newsroom.models import Submission
from sokoguru.newsroom.rules.rubrics import RULES, Piece, Rubric, problems_of
from sokoguru.tenancy.queries import site_address


def acknowledge(heard: Heard) -> None:
    """The piece is with the desk; what its rubric still asks for is said at once."""
    if not heard.body.get("acknowledge", True):
        return
    row = queries.submission(heard.body["submission_id"])
    _tell(row, "diterima", reference=f"newsroom:{heard.record_id}", problems=_problems(row))


def tell_decision(heard: Heard) -> None:
    """The piece was returned or rejected, with the desk's reason."""
    row = queries.submission(heard.body["submission_id"])
    _tell(row, row.state, reference=f"newsroom:{heard.record_id}", reason=row.decision)


def tell_published(heard: Heard) -> None:
    """The piece stands on the site."""
    _tell_authors(heard, "terbit")


def tell_corrected(heard: Heard) -> None:
    """A corrected text stands on the site."""
    _tell_authors(heard, "sudah_diralat")


def tell_withdrawn(heard: Heard) -> None:
    """The article was taken off the site, with the public reason."""
    _tell_authors(heard, "dicabut", reason=heard.body["reason"])


def answer_reader(heard: Heard) -> None:
    """The desk's answer to a reader's question."""
    row = queries.question(heard.body["question_id"])
    title = row.article.published.title if row.article and row.article.published else ""
    shown = {
        "question": row,
        "title": title,
        "site": site_address(),
        "host": queries.desk_host(),
    }
    text = render_to_string("newsroom/mail/jawaban.txt", shown)
    queue_mail(
        to=row.contact,
        subject=f"Jawaban redaksi [{row.ticket}]",
        text=text,
        reference=f"newsroom:{heard.record_id}",
    )


def _tell_authors(heard: Heard, template: str, **shown: Any) -> None:
    for row in queries.submissions_behind(heard.body["article_id"]):
        path = f"/warta/{heard.body['slug']}/"
        _tell(row, template, reference=f"newsroom:{heard.record_id}:{row.pk}", path=path, **shown)


def _tell(row: Submission, template: str, *, reference: str, **shown: Any) -> None:
    if not row.contact or not row.may_answer:
        return
    told = {"submission": row, "site": site_address(), "host": queries.desk_host(), **shown}
    text = render_to_string(f"newsroom/mail/{template}.txt", told)
    title = clean_line(row.title)[:80] or "Tulisan Anda"
    queue_mail(
        to=row.contact,
        subject=f"{title} [{row.ticket}]",
        text=text,
        reference=reference,
        in_reply_to=row.message_id,
    )


def _problems(row: Submission) -> list[Any]:
    """What the rubric still asks for; a picture without words for it is the desk's work."""
    piece = Piece(title=row.title, body=row.body, bio=row.author_bio)
    return list(problems_of(piece, RULES[Rubric(row.rubric)]))
