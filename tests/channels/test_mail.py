"""Letters over a real socket: what a server says at each step, and what is known after it."""

import email
from email import policy

import pytest

from sokoguru.channels.errors import AddressUnfit
from sokoguru.channels.models import Outbox
from sokoguru.tenancy.scope import acting_for
from tests.channels.conftest import Desk
from tests.channels.fakes import FakeMail

SILENT = "Server surat tidak menjawab sesudah menerima surat."
AWAY = "Server surat belum bisa dihubungi."
LATER = "Server surat meminta mencoba lagi nanti."


def test_a_letter_is_handed_over_once(desk: Desk, mail_server: FakeMail) -> None:
    row = desk.letter(text="Terima kasih, Bu Siti – sudah terbit.\n.\ntitik", in_reply_to="<a@b.c>")
    assert desk.letter().pk == row.pk
    assert desk.step()
    state, external_id, said, attempts = desk.seen(row)
    assert (state, said, attempts) == ("published", "", 1)
    assert external_id == f"<{row.key}@lestari.example>"
    assert not desk.step(after=99_999)
    (letter,) = mail_server.letters
    assert (letter.sender, letter.to) == ("redaksi@lestari.example", "siti@contoh.example")
    assert letter.content.isascii()
    read = email.message_from_bytes(letter.content, policy=policy.default)
    assert read["Subject"] == "Kabar"
    assert read["Auto-Submitted"] == "auto-replied"
    assert (read["In-Reply-To"], read["Message-ID"]) == ("<a@b.c>", external_id)


def test_every_letter_says_that_a_machine_sent_it(desk: Desk, mail_server: FakeMail) -> None:
    desk.letter("surat:kabar")
    desk.letter("surat:balasan", in_reply_to="<a@b.c>")
    desk.step()
    desk.step()
    heads = [email.message_from_bytes(each.content) for each in mail_server.letters]
    assert [each.get_all("Auto-Submitted") for each in heads] == [
        ["auto-generated"],
        ["auto-replied"],
    ]


def test_without_a_server_it_is_kept_and_nothing_is_sent(desk: Desk) -> None:
    row = desk.letter()
    desk.step()
    assert desk.seen(row) == ("published", "disimpan", "", 1)


@pytest.mark.parametrize(
    ("verb", "code", "state", "said"),
    [
        ("CONNECT", 421, "queued", LATER),
        ("MAIL", 451, "queued", LATER),
        ("MAIL", 550, "rejected", "Server surat menolak alamat atau isi surat (550)."),
        ("RCPT", 450, "queued", LATER),
        ("RCPT", 550, "rejected", "Server surat menolak alamat atau isi surat (550)."),
        ("DATA", 451, "queued", LATER),
        ("DATA", 554, "rejected", "Server surat menolak alamat atau isi surat (554)."),
        ("DOT", 452, "queued", LATER),
        ("DOT", 554, "rejected", "Server surat menolak alamat atau isi surat (554)."),
    ],
)
def test_what_the_server_says_is_what_is_known(
    desk: Desk, mail_server: FakeMail, verb: str, code: int, state: str, said: str
) -> None:
    mail_server.script.codes = {verb: code}
    row = desk.letter()
    desk.step()
    assert desk.seen(row) == (state, "", said, 1)
    assert desk.due_in(row) == (60 if state == "queued" else 5)


@pytest.mark.parametrize("verb", ["CONNECT", "EHLO", "MAIL", "RCPT"])
def test_a_line_cut_before_the_text_means_that_nothing_was_sent(
    desk: Desk, mail_server: FakeMail, verb: str
) -> None:
    mail_server.script.cut = verb
    row = desk.letter()
    desk.step()
    assert desk.seen(row) == ("queued", "", AWAY, 1)
    mail_server.script.cut = ""
    desk.step(after=60)
    assert desk.seen(row)[0] == "published"
    assert len(mail_server.letters) == 1


def test_a_silence_after_the_text_is_unknown_and_only_a_person_decides(
    desk: Desk, mail_server: FakeMail
) -> None:
    mail_server.script.cut = "DOT"
    row = desk.letter()
    desk.step()
    assert desk.seen(row) == ("unknown", "", SILENT, 1)
    mail_server.script.cut = ""
    assert not desk.step(after=99_999)
    assert len(mail_server.letters) == 1


def test_a_cut_goodbye_changes_nothing(desk: Desk, mail_server: FakeMail) -> None:
    mail_server.script.cut = "QUIT"
    row = desk.letter()
    desk.step()
    assert desk.seen(row)[0] == "published"


@pytest.mark.parametrize(
    "to",
    [
        "",
        "siti",
        "siti@",
        "siti@contoh.example, lain@contoh.example",
        "siti@contoh.example\r\nBcc: lain@contoh.example",
        "siti@contoh.example\nRCPT TO:<lain@contoh.example>",
        "Siti <siti@contoh.example>",
        "siti@contoh.example\x00",
        "sité@contoh.example",
        "a" * 250 + "@b.example",
    ],
)
def test_what_is_not_one_address_is_refused(desk: Desk, to: str) -> None:
    with pytest.raises(AddressUnfit):
        desk.letter(to=to)
    with acting_for(desk.cooperative):
        assert Outbox.objects.count() == 0


def test_a_subject_starts_no_other_header(desk: Desk, mail_server: FakeMail) -> None:
    desk.letter(subject="Kabar\r\nBcc: lain@contoh.example\r\n\r\nisi", in_reply_to="<a@b>\r\nX: y")
    desk.step()
    (letter,) = mail_server.letters
    read = email.message_from_bytes(letter.content, policy=policy.default)
    assert read["Subject"] == "Kabar Bcc: lain@contoh.example isi"
    assert (read["Bcc"], read["X"]) == (None, None)
    assert read.get_content().strip() == "Terima kasih."
