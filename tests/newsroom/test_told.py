"""Who is told what by mail: once each, never a machine, never a stranger to the message."""

import pytest

from sokoguru.audit.models import Delivery, Record
from sokoguru.audit.ports import Heard, handler_named
from sokoguru.channels.models import Outbox
from sokoguru.kernel.refs import SYSTEM
from sokoguru.newsroom.actions import articles, desk, intake, readers
from sokoguru.newsroom.models import Submission
from sokoguru.newsroom.rules.letter import Letter
from tests.cast import Cast
from tests.newsroom.letters import SITI, letter, raw
from tests.newsroom.test_desk import published, sent


def told(cast: Cast) -> list[tuple[str, str, str]]:
    """Deliver what is due, and see what waits in the outbox: to whom, about what, the text."""
    for delivery in Delivery.objects.filter(handler__startswith="newsroom.", state="open"):
        deliver(delivery)
    rows = Outbox.objects.order_by("created_at", "pk")
    return [(row.to, row.subject, row.text) for row in rows]


def deliver(delivery: Delivery) -> None:
    """One delivery, twice: the second time changes nothing."""
    row = Record.objects.get(pk=delivery.record_id)
    heard = Heard(row.pk, row.name, row.body, SYSTEM, row.at, None)
    for _ in range(2):
        handler_named(delivery.handler)(heard)
    Delivery.objects.filter(pk=delivery.pk).update(state="done")


def filed(cast: Cast, **more: object) -> Submission:
    """A letter before the desk."""
    kept = intake.keep_mail(content=raw(letter()), mail_from=SITI)
    reading = intake.take_reading()
    assert reading is not None
    values: dict[str, object] = {
        "sender_name": "Siti",
        "sender_address": SITI,
        "title": "Nira pagi",
        "text": "Pendek.",
        "rubric": "opini",
        "message_id": "<a1@contoh.example>",
        "may_answer": True,
        "may_acknowledge": True,
        **more,
    }
    row = intake.file_letter(reading_id=reading.pk, letter=Letter(**values))  # type: ignore[arg-type]
    assert row.raw_id == kept.pk
    return row


def test_an_author_is_told_that_it_came_and_what_is_missing(cast: Cast) -> None:
    row = filed(cast)
    [(to, subject, text)] = told(cast)
    assert (to, subject) == (SITI, f"Nira pagi [{row.ticket}]")
    assert "sudah sampai di meja redaksi" in text
    assert "Isi paling sedikit 500 huruf; sekarang 7." in text
    assert Outbox.objects.get().in_reply_to == "<a1@contoh.example>"


@pytest.mark.parametrize(
    "more",
    [
        {"may_answer": False, "may_acknowledge": False, "reason": "automatic"},
        {"may_answer": False, "may_acknowledge": False, "reason": "bounce"},
        {"may_answer": False, "may_acknowledge": False, "reason": "list"},
        {"may_acknowledge": False, "remarks": ("sender_differs",)},
        {"reason": "many_senders", "sender_address": "", "may_answer": False},
        {"reason": "long_text", "may_acknowledge": False},
    ],
)
def test_nobody_is_told_who_must_not_be(cast: Cast, more: dict[str, object]) -> None:
    filed(cast, **more)
    assert told(cast) == []


def test_a_machine_is_not_told_even_by_a_person(cast: Cast) -> None:
    row = filed(cast, may_answer=False, may_acknowledge=False, reason="automatic")
    desk.release(submission_id=row.pk, actor=cast.actor("sari"))
    desk.reject(submission_id=row.pk, reason="Surat mesin.", actor=cast.actor("sari"))
    assert told(cast) == []


def test_a_released_letter_is_acknowledged(cast: Cast) -> None:
    row = filed(cast, reason="long_text", may_acknowledge=False)
    desk.release(submission_id=row.pk, actor=cast.actor("sari"))
    assert [to for to, *_ in told(cast)] == [SITI]


def test_an_author_is_told_every_decision_once(cast: Cast) -> None:
    row = sent(cast)
    desk.return_piece(submission_id=row.pk, reason="Tambah lereng.", actor=cast.actor("sari"))
    words = [text for _, _, text in told(cast)]
    assert len(words) == 2
    assert "Tambah lereng." in words[1]
    assert f"http://localhost:8000/saya/tulis/{row.ticket}/" in words[1]


def test_an_author_is_told_that_it_is_out_and_that_it_is_gone(cast: Cast) -> None:
    article = published(cast)
    articles.withdraw(article_id=article.pk, reason="Salah nama.", actor=cast.actor("bayu"))
    words = [text for _, _, text in told(cast)]
    assert len(words) == 3
    assert "http://localhost:8000/warta/nira-pagi-dari-lereng/" in words[1]
    assert "Salah nama." in words[2]


def test_a_reader_gets_the_desks_answer(cast: Cast) -> None:
    question = readers.ask(
        article_id=None, name="Dewi", contact="dewi@x.example", words="Di mana?", request_key="t"
    )
    readers.answer(question_id=question.pk, words="Di toko <kami>.", actor=cast.actor("sari"))
    [(to, subject, text)] = told(cast)
    assert (to, subject) == ("dewi@x.example", f"Jawaban redaksi [{question.ticket}]")
    assert "Di toko <kami>." in text
