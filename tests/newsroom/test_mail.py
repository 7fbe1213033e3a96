"""Mail over a real socket: kept before 250, one row each, nothing lost, nothing published."""

import asyncio
import io
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from sokoguru.audit.models import Record
from sokoguru.newsroom import queries
from sokoguru.newsroom.actions import intake
from sokoguru.newsroom.adapters import inbox, reading, smtp
from sokoguru.newsroom.errors import MailEmpty, MailTooLarge
from sokoguru.newsroom.models import Article, Attachment, RawMail, Reading, Submission
from sokoguru.newsroom.rules.desk import State
from sokoguru.newsroom.rules.headers import Reason, Remark
from sokoguru.newsroom.rules.letter import SIZE_MAX
from sokoguru.project.serving import wait_until
from sokoguru.tenancy.models import Cooperative
from sokoguru.tenancy.queries import cooperative_named
from sokoguru.tenancy.scope import acting_for
from tests.cast import load
from tests.newsroom.letters import CASES, SITI, letter, photo, raw, with_picture
from tests.newsroom.post import listening, post

DESK = "redaksi@lestari.localhost"


@pytest.fixture
def lestari_stays(committed: str, noon: object) -> Cooperative:
    """Koperasi Lestari in a database where commits stay."""
    return cooperative_named("lestari")


@pytest.fixture
def port() -> Iterator[int]:
    """Where mail is taken."""
    with listening() as number:
        yield number


def read_all(cooperative: Cooperative) -> int:
    """Read until nothing waits."""
    number = 0
    while inbox.read_next(cooperative):
        number += 1
    return number


def _case_of(content: bytes) -> str:
    return content.partition(b"\r\n")[0].decode().removeprefix("X-Kasus: ")


def check_corpus(cooperative: Cooperative, *, is_by_mail: bool) -> None:
    """One row a letter, a draft or a reason; nobody is told who must not be; nothing published."""
    with acting_for(cooperative):
        kept = {_case_of(bytes(row.content)): row.pk for row in RawMail.objects.all()}
        assert len(kept) == len(CASES) == RawMail.objects.count() == Submission.objects.count()
        assert not Reading.objects.filter(done=False).exists()
        told = Record.objects.filter(name="newsroom.PieceReceived", body__acknowledge=True)
        answered = set(told.values_list("body__submission_id", flat=True))
        for case in CASES:
            row = Submission.objects.get(raw_id=kept[case.name])
            expected = (case.state.value, case.reason)
            if not is_by_mail and case.mail_from != SITI and case.state is State.RECEIVED:
                expected = (row.state, row.reason)
            if not is_by_mail and case.reason == Reason.BOUNCE and case.mail_from == "":
                continue  # without an envelope nobody knows that it bounced
            assert (case.name, row.state, row.reason) == (case.name, *expected)
            assert row.pk not in answered or (case.answered and is_by_mail), case.name
        assert Article.objects.count() == 0
        assert queries.published() == []


@pytest.mark.slow
def test_the_whole_corpus_by_smtp(lestari_stays: Cooperative, port: int) -> None:
    for case in CASES:
        code, words = post(port, case.content, mail_from=case.mail_from, to=DESK)
        assert (case.name, code) == (case.name, 250), words
    assert read_all(lestari_stays) == len(CASES)
    check_corpus(lestari_stays, is_by_mail=True)


def test_the_whole_corpus_by_file(
    lestari_stays: Cooperative, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Read in this process: that the bounded one says the same is shown above."""
    monkeypatch.setattr(inbox, "read_apart", reading.read)
    with acting_for(lestari_stays):
        sari = load(lestari_stays).actor("sari")
        for case in CASES:
            intake.keep_mail(
                content=case.content, mail_from=None, source=RawMail.Source.FILE, actor=sari
            )
    read_all(lestari_stays)
    check_corpus(lestari_stays, is_by_mail=False)


def test_a_member_is_known_by_address_only_as_a_hint(lestari_stays: Cooperative, port: int) -> None:
    post(port, with_picture(photo()), mail_from=SITI, to=f"redaksi+k7@{DESK.split('@')[1]}")
    assert read_all(lestari_stays) == 1
    with acting_for(lestari_stays):
        row = Submission.objects.select_related("hint").get()
        assert (row.member, row.hint and row.hint.name) == (None, "Siti")
        assert (row.author_role, row.author_person_id) == ("", 0)
        assert Attachment.objects.count() == 1
        assert queries.picture_file(Attachment.objects.get().picture.name).exists()


def test_the_same_bytes_twice_are_one_piece(lestari_stays: Cooperative, port: int) -> None:
    for _ in range(2):
        assert post(port, raw(letter()), mail_from=SITI, to=DESK)[0] == 250
        read_all(lestari_stays)
    with acting_for(lestari_stays):
        assert (RawMail.objects.count(), Submission.objects.count()) == (1, 1)


def test_the_same_message_in_other_bytes_waits_in_quarantine(
    lestari_stays: Cooperative, port: int
) -> None:
    named = raw(letter(Message_ID="<a1@contoh.example>"))
    post(port, named, mail_from=SITI, to=DESK)
    post(port, b"Received: by x\r\n" + named, mail_from=SITI, to=DESK)
    read_all(lestari_stays)
    with acting_for(lestari_stays):
        rows = Submission.objects.order_by("pk").values_list("state", "reason")
        assert list(rows) == [("diterima", ""), ("karantina", "twice")]


def test_a_second_letter_within_the_hour_is_not_acknowledged(
    lestari_stays: Cooperative, port: int
) -> None:
    for number in range(3):
        post(port, raw(letter(subject=f"Nira {number}")), mail_from=SITI, to=DESK)
    read_all(lestari_stays)
    with acting_for(lestari_stays):
        rows = Record.objects.filter(name="newsroom.PieceReceived").order_by("id")
        assert [row.body["acknowledge"] for row in rows] == [True, False, False]


@pytest.mark.parametrize(
    "to",
    ["siapa@lestari.localhost", "redaksi@tiada.example", "redaksi", "redaksiku@lestari.localhost"],
)
def test_an_unknown_recipient_is_refused(lestari_stays: Cooperative, port: int, to: str) -> None:
    code, _ = post(port, raw(letter()), mail_from=SITI, to=to)
    assert code == 550
    with acting_for(lestari_stays):
        assert RawMail.objects.count() == 0


def test_the_host_chooses_the_cooperative(lestari_stays: Cooperative, port: int) -> None:
    assert post(port, raw(letter()), mail_from=SITI, to="Redaksi@MAWAR.localhost")[0] == 250
    with acting_for(lestari_stays):
        assert RawMail.objects.count() == 0
    with acting_for(cooperative_named("mawar")):
        assert RawMail.objects.get().mail_to == "Redaksi@MAWAR.localhost"


def test_what_is_too_large_is_refused_and_not_kept(lestari_stays: Cooperative, port: int) -> None:
    line = b"a" * 998 + b"\r\n"
    code, _ = post(port, b"\r\n" + line * (SIZE_MAX // 1000 + 1), mail_from=SITI, to=DESK)
    assert code == 552
    with acting_for(lestari_stays):
        assert RawMail.objects.count() == 0
        with pytest.raises(MailTooLarge):
            intake.keep_mail(content=b"a" * (SIZE_MAX + 1), mail_from=SITI)
        with pytest.raises(MailEmpty):
            intake.keep_mail(content=b" \r\n", mail_from=SITI)


def test_a_line_without_end_is_hung_up_on(
    lestari_stays: Cooperative, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp, "SESSION_BYTES_MAX", 1_000_000)
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        line.sendall(
            b"EHLO x\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<%s>\r\nDATA\r\n" % DESK.encode()
        )
        with pytest.raises(OSError):  # noqa: PT012 (whichever send or read meets the end first)
            for _ in range(2_000):
                line.sendall(b"a" * 10_000)
            while line.recv(65_536):
                pass
            raise ConnectionResetError


def test_a_database_that_is_away_lets_the_sender_keep_the_letter(
    lestari_stays: Cooperative, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*values: object) -> None:
        raise OSError

    monkeypatch.setattr(smtp, "keep", away)
    assert post(port, raw(letter()), mail_from=SITI, to=DESK)[0] == 451


def test_a_twenty_first_session_waits_outside(lestari_stays: Cooperative, port: int) -> None:
    lines = []
    try:
        for _ in range(smtp.SESSIONS_MAX):
            line = socket.create_connection(("127.0.0.1", port), timeout=10)
            lines.append(line)
            assert line.recv(200).startswith(b"220 ")
        with socket.create_connection(("127.0.0.1", port), timeout=10) as one_more:
            assert one_more.recv(200).startswith(b"421 ")
    finally:
        for line in lines:
            line.close()
    code = 0
    for _ in range(100):
        with socket.create_connection(("127.0.0.1", port), timeout=10) as again:
            code = int(again.recv(200)[:3])
        if code == 220:
            break
    assert code == 220


def test_a_message_that_kills_every_reader_is_shown_unread(
    lestari_stays: Cooperative, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        """The worker dies."""

    def die(*values: object, **named: object) -> None:
        raise Killed

    with acting_for(lestari_stays):
        intake.keep_mail(content=raw(letter()), mail_from=SITI)
    monkeypatch.setattr(inbox, "read_apart", die)
    for _ in range(intake.READINGS_MAX):
        with pytest.raises(Killed):
            inbox.read_next(lestari_stays)
        assert not inbox.read_next(lestari_stays)  # leased: nobody else reads it meanwhile
        with acting_for(lestari_stays):
            Reading.objects.update(lease_until=None)
    assert inbox.read_next(lestari_stays)
    with acting_for(lestari_stays):
        row = Submission.objects.get()
        assert (row.state, row.reason) == (State.QUARANTINED, Reason.UNREADABLE)


def test_a_letter_that_the_database_refuses_is_shown_unread(
    lestari_stays: Cooperative, monkeypatch: pytest.MonkeyPatch
) -> None:
    with acting_for(lestari_stays):
        intake.keep_mail(content=raw(letter()), mail_from=SITI)
    read = inbox.read_apart

    def with_nul(*values: object, **named: object) -> object:
        found = read(*values, **named)  # type: ignore[arg-type]
        return type(found)(text="a\0b", sender_address=found.sender_address)

    monkeypatch.setattr(inbox, "read_apart", with_nul)
    assert inbox.read_next(lestari_stays)
    with acting_for(lestari_stays):
        row = Submission.objects.get()
        assert (row.state, row.reason) == (State.QUARANTINED, Reason.UNREADABLE)
        assert [remark.partition(":")[0] for remark in row.remarks] == [Remark.DETAIL]


def test_a_command_takes_messages_from_files(lestari_stays: Cooperative, tmp_path: Path) -> None:
    (tmp_path / "satu.eml").write_bytes(raw(letter()))
    said = io.StringIO()
    for _ in range(2):
        call_command("take_mail", "lestari", str(tmp_path / "satu.eml"), stdout=said)
    assert said.getvalue().count("satu.eml: tersimpan") == 2
    with acting_for(lestari_stays):
        assert RawMail.objects.get().source == RawMail.Source.FILE
    with pytest.raises(CommandError, match="Tidak ada koperasi"):
        call_command("take_mail", "entah", str(tmp_path / "satu.eml"))
    with pytest.raises(CommandError, match=r"tiada\.eml"):
        call_command("take_mail", "lestari", str(tmp_path / "tiada.eml"))


def test_a_port_that_is_taken_is_asked_for_again(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(smtp, "TAKEN_SECONDS", 0.05)
    stop = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as other:
        number = other.getsockname()[1]
        thread = threading.Thread(
            target=lambda: asyncio.run(smtp.receive("127.0.0.1", number, stop))
        )
        thread.start()
        assert wait_until(lambda: "is taken" in caplog.text, unless=lambda: False, seconds=10)
    try:
        assert wait_until(lambda: _greets(number), unless=lambda: False, seconds=10)
        assert caplog.text.count("is taken") == 1
    finally:
        stop.set()
        thread.join(10)


def _greets(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=2) as client:
            return client.recv(3) == b"220"
    except OSError:
        return False
