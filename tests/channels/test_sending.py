"""Sending over a real socket: what is known, what is not, and never twice."""

import json
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from sokoguru.audit.models import Record
from sokoguru.channels import invariants
from sokoguru.channels.actions import queueing, sending
from sokoguru.channels.adapters import http
from sokoguru.channels.errors import AlreadyOnItsWay, DoesNotFit, NotConnected, NotUnknown
from sokoguru.channels.models import ChannelAccount, Outbox
from sokoguru.channels.ports import Published, Unknown
from sokoguru.kernel import clock
from sokoguru.kernel.refs import SYSTEM
from sokoguru.tenancy.scope import acting_for, atomic
from tests.channels.conftest import LINK, TEXT, Desk
from tests.channels.fakes import FakeMastodon, Trap, serving, unused_port
from tests.conftest import NOON

SILENT = "Server tidak menjawab sesudah menerima kiriman."
REVOKED = "Token tidak lagi diterima server. Sambungkan ulang akun ini."


def events(desk: Desk) -> list[str]:
    with acting_for(desk.cooperative):
        rows = Record.objects.filter(name__startswith="channels.").order_by("pk")
        return [name.partition(".")[2] for name in rows.values_list("name", flat=True)]


def test_a_message_is_published_once(desk: Desk, mastodon: FakeMastodon) -> None:
    row = desk.queue()
    assert desk.queue().pk == row.pk
    assert desk.step()
    assert desk.seen(row) == ("published", "100", "", 1)
    assert not desk.step(after=9_999)
    asked = mastodon.asked[0]
    assert (asked.method, asked.path) == ("POST", "/api/v1/statuses")
    assert asked.headers["idempotency-key"] == str(row.key)
    assert json.loads(asked.body) == {"status": TEXT, "visibility": "public", "language": "id"}
    assert len(mastodon.asked) == 1
    with acting_for(desk.cooperative):
        found = Outbox.objects.get(pk=row.pk)
        assert (found.url, found.published_at) == (f"{mastodon.url}/@lestari/100", NOON)
        finding = invariants.one_copy_a_channel()
    assert (finding.checked, finding.broken) == (1, [])
    assert events(desk)[-1] == "MessagePublished"


@pytest.mark.parametrize(("how", "seconds"), [("429", 120), ("429-reset", 1_801)])
def test_the_networks_own_seconds_are_obeyed(
    desk: Desk, mastodon: FakeMastodon, how: str, seconds: int
) -> None:
    mastodon.next = [how]
    row, other = desk.queue(), desk.queue("siaran:2", text="Lain", link="")
    assert desk.step()
    assert desk.seen(row) == ("queued", "", "Server meminta menunggu.", 1)
    assert desk.due_in(row) == seconds
    assert not desk.step(after=seconds - 1)  # the whole account waits, not this message alone
    assert (mastodon.posts, desk.seen(other)[0]) == (1, "queued")
    assert desk.step(after=seconds)
    assert desk.step(after=seconds)
    assert (desk.seen(row)[0], desk.seen(other)[0]) == ("published", "published")
    assert len(mastodon.statuses) == 2


def test_an_error_of_the_server_is_looked_up_before_anything_is_sent_again(
    desk: Desk, mastodon: FakeMastodon
) -> None:
    mastodon.next = ["500"]
    row = desk.queue()
    desk.step()
    said = "Server terganggu (500); belum tentu terkirim."
    assert desk.seen(row) == ("unknown", "", said, 1)
    assert desk.due_in(row) == 5
    assert not desk.step(after=4)
    assert desk.step(after=5)  # reads back: it is not there
    assert desk.seen(row) == ("queued", "", "Tidak ada di server; dikirim lagi.", 1)
    assert desk.step(after=5)
    assert desk.seen(row) == ("published", "100", "", 2)
    assert (mastodon.posts, len(mastodon.statuses)) == (2, 1)
    keys = {asked.headers.get("idempotency-key") for asked in mastodon.asked}
    assert keys == {None, str(row.key)}  # both attempts under one key


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("silent", SILENT),
        ("500-kept", "Server terganggu (500); belum tentu terkirim."),
        ("odd", "Server menerima, tetapi jawabannya tidak terbaca."),
        ("huge", SILENT),
        ("bomb", SILENT),
    ],
)
def test_accepted_without_a_usable_answer_is_unknown_then_found_and_never_posted_again(
    desk: Desk, mastodon: FakeMastodon, how: str, said: str
) -> None:
    mastodon.next = [how]
    row = desk.queue()
    desk.step()
    assert desk.seen(row) == ("unknown", "", said, 1)
    assert len(mastodon.statuses) == 1
    assert events(desk)[-1] == "MessageStuck"
    desk.step(after=5)
    assert desk.seen(row) == ("published", "100", "", 1)
    assert not desk.step(after=9_999)
    assert (mastodon.posts, len(mastodon.statuses)) == (1, 1)
    assert events(desk)[-1] == "MessagePublished"


@pytest.mark.parametrize("how", ["drip", "late"])
def test_an_answer_that_takes_too_long_is_given_up_as_a_whole(
    desk: Desk, mastodon: FakeMastodon, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    assert http.LONGEST_SECONDS == 5
    monkeypatch.setattr(http, "LONGEST_SECONDS", 0.3)
    mastodon.next = [how]
    row = desk.queue()
    desk.step()
    assert desk.seen(row)[:3] == ("unknown", "", SILENT)
    monkeypatch.setattr(http, "LONGEST_SECONDS", 5.0)
    desk.step(after=5)
    assert desk.seen(row) == ("published", "100", "", 1)
    assert (mastodon.posts, len(mastodon.statuses)) == (1, 1)


def test_a_network_that_repeats_our_request_still_has_one_status(
    desk: Desk, mastodon: FakeMastodon
) -> None:
    row = desk.queue()
    desk.step()
    first = mastodon.statuses[0]
    assert mastodon.keep(str(row.key), TEXT) is first
    assert len(mastodon.statuses) == 1


def test_content_that_is_refused_is_never_tried_again(desk: Desk, mastodon: FakeMastodon) -> None:
    mastodon.next = ["422"]
    row = desk.queue()
    desk.step()
    assert desk.seen(row) == ("rejected", "", "Server menolak isi kiriman (422).", 1)
    assert not desk.step(after=99_999)
    assert mastodon.posts == 1


def test_a_revoked_token_switches_the_account_off_until_it_is_connected_anew(
    desk: Desk, mastodon: FakeMastodon
) -> None:
    mastodon.next = ["401"]
    row = desk.queue()
    desk.step()
    assert desk.health() == ("reauth", REVOKED)
    assert desk.seen(row) == ("queued", "", REVOKED, 1)
    assert not desk.step(after=99_999)
    assert mastodon.posts == 1
    connect_again(desk, mastodon)
    assert desk.step()
    assert (desk.seen(row)[0], desk.health()) == ("published", ("connected", ""))


def connect_again(desk: Desk, mastodon: FakeMastodon) -> None:
    with acting_for(desk.cooperative):
        queueing.connect(
            kind="mastodon",
            name="Mastodon",
            base_url=mastodon.url,
            secret="token-rahasia-lestari",
            actor=SYSTEM,
        )


def test_a_token_revoked_while_nobody_knows_leaves_it_unknown(
    desk: Desk, mastodon: FakeMastodon
) -> None:
    mastodon.next, mastodon.reads = ["silent"], ["401"]
    row = desk.queue()
    desk.step()
    desk.step(after=5)
    assert (desk.seen(row)[0], desk.health()[0]) == ("unknown", "reauth")
    connect_again(desk, mastodon)
    assert desk.step(after=6)
    assert desk.seen(row) == ("published", "100", "", 1)
    assert mastodon.posts == 1


def test_after_five_looks_only_a_person_decides(desk: Desk, mastodon: FakeMastodon) -> None:
    mastodon.next, mastodon.reads = ["silent"], ["500"] * 9
    row, times = desk.queue(), []
    desk.step()
    for _ in range(5):
        times.append(desk.due_in(row))
        assert desk.step(after=times[-1])
    assert times == [5, 15, 35, 75, 155]
    assert not desk.step(after=99_999)
    assert desk.seen(row) == ("unknown", "", "Belum bisa dibaca ulang.", 1)
    assert len(mastodon.reads) == 4
    with acting_for(desk.cooperative):
        queueing.settle(outbox_id=row.pk, is_out=True, actor=SYSTEM)
        with pytest.raises(NotUnknown), atomic():
            queueing.settle(outbox_id=row.pk, is_out=False, actor=SYSTEM)
    assert desk.seen(row) == ("published", "", "Diperiksa oleh Sokoguru.", 1)
    assert mastodon.posts == 1


def test_not_finding_it_on_a_full_page_proves_nothing(desk: Desk, mastodon: FakeMastodon) -> None:
    mastodon.next = ["500"]
    row = desk.queue()
    desk.step()
    for number in range(40):
        mastodon.keep(f"lain-{number}", "Kiriman lain")
    fresh = "2099-01-01T00:00:00.000Z"
    for status in mastodon.statuses:
        status["created_at"] = fresh
    desk.step(after=5)
    said = "Tidak ada di antara kiriman terbaru server; periksa sendiri."
    assert desk.seen(row) == ("unknown", "", said, 1)
    mastodon.statuses[39]["created_at"] = "2020-01-01T00:00:00.000Z"  # older than our message
    desk.step(after=desk.due_in(row))
    assert desk.seen(row)[0] == "queued"


def test_a_message_without_a_link_is_never_guessed(desk: Desk, mastodon: FakeMastodon) -> None:
    mastodon.next = ["500"]
    row = desk.queue(text="Tanpa tautan", link="")
    desk.step()
    for _ in range(5):
        desk.step(after=desk.due_in(row))
    assert desk.seen(row)[0] == "unknown"
    assert mastodon.posts == 1


def test_a_server_that_is_away_is_tried_again_ever_more_rarely(
    desk: Desk, mastodon: FakeMastodon
) -> None:
    with acting_for(desk.cooperative):
        ChannelAccount.objects.filter(pk=desk.account.pk).update(
            base_url=f"http://127.0.0.1:{unused_port()}"
        )
    row, times = desk.queue(), [0.0]
    for _ in range(8):
        assert desk.step(after=times[-1])
        times.append(desk.due_in(row))
    waits = [int(after - before) for before, after in pairwise(times)]
    assert waits == [60, 120, 240, 480, 960, 1_920, 3_840, 3_840]
    said = "Server belum bisa dihubungi; dicoba lagi nanti."
    assert desk.seen(row) == ("queued", "", said, 8)
    assert mastodon.asked == []


def test_a_redirect_is_not_followed_to_a_private_address(
    desk: Desk, mastodon: FakeMastodon
) -> None:
    with serving(Trap()) as trap:
        mastodon.next, mastodon.elsewhere = ["302"], f"http://127.0.0.1:{trap.port}/"
        row = desk.queue()
        desk.step()
        assert trap.visits == 0
    said = "Alamat server sudah pindah. Sambungkan dengan alamat baru."
    assert desk.seen(row) == ("rejected", "", said, 1)


def test_nothing_reaches_this_machine_unless_it_is_allowed(
    desk: Desk, mastodon: FakeMastodon, settings: Any
) -> None:

    row = desk.queue()
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, allow_private_addresses=False)
    desk.step()
    assert desk.seen(row)[0] == "queued"
    assert mastodon.asked == []


def test_a_dead_workers_message_is_looked_up_not_sent_again(
    desk: Desk, mastodon: FakeMastodon
) -> None:
    row = desk.queue()
    with acting_for(desk.cooperative):
        assert sending._claim() is not None  # and then the worker was killed
    assert desk.seen(row)[0] == "committing"
    assert not desk.step(after=59)
    mastodon.keep(str(row.key), TEXT)  # it had got as far as that
    assert desk.step(after=60)
    assert desk.seen(row) == ("published", "100", "", 1)
    assert mastodon.posts == 0


def test_a_worker_that_comes_back_late_does_not_undo_what_a_person_decided(desk: Desk) -> None:
    row = desk.queue()
    with acting_for(desk.cooperative):
        claim = sending._claim()
        assert claim is not None
        Outbox.objects.filter(pk=row.pk).update(state="unknown")
        queueing.settle(outbox_id=row.pk, is_out=True, actor=SYSTEM)
        sending.write_down(claim=claim, outcome=Unknown("Terlambat."))
        assert desk.seen(row)[0] == "published"
        Outbox.objects.filter(pk=row.pk).update(state="queued")
        sending.write_down(claim=claim, outcome=Unknown("Terlambat."))
        assert desk.seen(row)[0] == "queued"
        sending.write_down(claim=claim, outcome=Published("100"))  # the one news that counts
    assert desk.seen(row)[:2] == ("published", "100")


def test_what_a_person_carries_is_never_taken_by_a_worker(desk: Desk) -> None:
    with acting_for(desk.cooperative):
        share = ChannelAccount.objects.get(kind="share")
        row = queueing.queue_post(account_id=share.pk, text="a", link=LINK, reference="b:1")
    assert not desk.step(after=99_999)
    with acting_for(desk.cooperative):
        queueing.tick_sent(outbox_id=row.pk, actor=SYSTEM)
        with pytest.raises(AlreadyOnItsWay), atomic():
            queueing.cancel(outbox_id=row.pk)
    assert desk.seen(row) == ("published", "", "Dikirim oleh Sokoguru.", 0)


def test_what_does_not_fit_or_has_no_account_is_not_queued(desk: Desk) -> None:
    with pytest.raises(DoesNotFit) as caught:
        desk.queue(text="a" * 501)
    assert caught.value.facts["problems"] == [["text_long", 501, 500]]
    with acting_for(desk.cooperative):
        queueing.switch_off(account_id=desk.account.pk, reason="Selesai.", actor=SYSTEM)
    with pytest.raises(NotConnected):
        desk.queue()
    with acting_for(desk.cooperative):
        assert Outbox.objects.count() == 0


def test_a_cancelled_message_is_not_sent(desk: Desk, mastodon: FakeMastodon) -> None:
    row = desk.queue()
    with acting_for(desk.cooperative):
        queueing.cancel(outbox_id=row.pk)
    assert not desk.step(after=99_999)
    assert (desk.seen(row)[0], mastodon.asked) == ("cancelled", [])


def test_a_planned_message_waits_for_its_hour(desk: Desk) -> None:
    with acting_for(desk.cooperative):
        row = queueing.queue_post(
            account_id=desk.account.pk,
            text=TEXT,
            link=LINK,
            reference="s:9",
            not_before=clock.machine_now() + clock.seconds(3_600),
        )
    assert not desk.step(after=3_599)
    assert desk.step(after=3_600)
    assert desk.seen(row)[0] == "published"
