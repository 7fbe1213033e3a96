"""Every letter of the corpus, read without a database, and in the bounded process."""

import pytest

from sokoguru.newsroom.adapters.inbox import read_apart
from sokoguru.newsroom.adapters.reading import letter_of, read, written
from sokoguru.newsroom.rules.desk import State
from sokoguru.newsroom.rules.headers import Reason, Remark
from sokoguru.newsroom.rules.letter import unread_letter
from tests.newsroom.letters import CASES, SITI, Case, deep, head, letter, photo, raw, with_picture

OWN = frozenset({"lestari.localhost"})


def by_the_database(case: Case) -> frozenset[str]:
    """What only the register can tell is not asked here."""
    return case.remarks - {Remark.NAME_OF_MEMBER}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_letter_is_a_draft_or_has_a_reason(case: Case) -> None:
    found = read(case.content, mail_from=case.mail_from, own_hosts=OWN)
    assert found.reason == case.reason
    assert (found.reason != "") is (case.state is State.QUARANTINED)
    assert found.may_acknowledge is case.answered
    assert by_the_database(case) <= set(found.remarks)
    if case.text is not None:
        assert found.text == case.text
    assert letter_of(written(found)) == found


def test_a_good_letter_is_read_to_the_letter() -> None:
    message = letter(subject="Fwd: Re: Opini: Kopi kita", body="Satu.\n\nDua.\n\n-- \nSiti, petani")
    message["Message-ID"] = "<abc@contoh.example>"
    found = read(raw(message), mail_from=SITI, own_hosts=OWN)
    assert (found.sender_name, found.sender_address) == ("Siti", SITI)
    assert (found.rubric, found.title) == ("opini", "Kopi kita")
    assert (found.text, found.bio) == ("Satu.\n\nDua.", "Siti, petani")
    assert found.message_id == "<abc@contoh.example>"
    assert found.remarks == ()


def test_a_picture_arrives_made_anew() -> None:
    found = read(with_picture(photo()), mail_from=SITI, own_hosts=OWN)
    (picture,) = found.pictures
    assert (picture.media_type, picture.width, picture.height) == ("image/jpeg", 64, 48)
    assert b"rahasia" not in picture.content


def test_six_pictures_are_five_and_a_remark() -> None:
    message = letter()
    for number in range(6):
        message.add_attachment(
            photo(10 + number), maintype="image", subtype="jpeg", filename=f"{number}.jpg"
        )
    found = read(raw(message), mail_from=SITI, own_hosts=OWN)
    assert len(found.pictures) == 5
    assert found.remarks == (f"{Remark.PICTURE_LEFT}:5.jpg",)


def test_an_encoded_name_cannot_smuggle_an_address() -> None:
    sender = "=?utf-8?q?Ketua_=3Cketua=40koperasi=2Eexample=3E?= <penipu@x.example>"
    found = read(head(sender=sender) + b"Halo", mail_from="penipu@x.example", own_hosts=OWN)
    assert found.sender_address == "penipu@x.example"
    assert found.remarks == (Remark.NAME_SHOWS_ADDRESS,)


def test_a_message_in_a_message_is_left_aside() -> None:
    message = letter()
    message.add_attachment(letter(sender="Budi <budi@x.example>", body="Jangan dibaca"))
    found = read(raw(message), mail_from=SITI, own_hosts=OWN)
    assert found.remarks == (f"{Remark.ATTACHMENT_LEFT}:message/rfc822",)
    assert "Jangan dibaca" not in found.text


def test_what_could_not_be_read_still_says_who_and_about_what() -> None:
    found = unread_letter(head() + b"x", reason=Reason.TOO_SLOW)
    assert (found.sender_address, found.title, found.reason) == (SITI, "Nira pagi", "too_slow")
    assert not found.may_answer


@pytest.mark.slow
def test_the_bounded_process_says_the_same() -> None:
    content = with_picture(photo())
    found = read_apart(content, mail_from=SITI, own_hosts=OWN)
    assert found == read(content, mail_from=SITI, own_hosts=OWN)
    assert read_apart(deep(3_000), mail_from=SITI, own_hosts=OWN).reason == Reason.TOO_DEEP


@pytest.mark.slow
def test_a_reader_that_dies_is_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sokoguru.newsroom.adapters.inbox.WALL_SECONDS_MAX", 0.01)
    assert read_apart(raw(letter()), mail_from=SITI, own_hosts=OWN).reason == Reason.TOO_SLOW
    monkeypatch.undo()
    monkeypatch.setattr("sokoguru.newsroom.adapters.inbox.READER", "sokoguru.nothing")
    assert read_apart(raw(letter()), mail_from=SITI, own_hosts=OWN).reason == Reason.TOO_FAT
