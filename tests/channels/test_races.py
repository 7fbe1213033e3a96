"""Workers that die and workers that race: one message, one copy."""

import os
import signal
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connections

from sokoguru.channels.actions import sending
from sokoguru.channels.models import Outbox
from sokoguru.kernel import clock
from sokoguru.tenancy.scope import acting_for
from tests.channels.conftest import LINK, TEXT, Desk, open_desk
from tests.channels.fakes import FakeMastodon
from tests.conftest import NOON

WORKERS, MESSAGES = 4, 12


def test_a_worker_killed_between_commit_and_result_leaves_one_copy(
    committed: str, noon: object, private: None, mastodon: FakeMastodon
) -> None:
    desk = open_desk(mastodon)
    row = desk.queue()
    mastodon.next = ["late"]
    connections.close_all()  # a child shares no connection
    child = os.fork()
    if child == 0:
        try:
            sending.send_next(desk.cooperative)
        finally:
            os._exit(1)
    assert mastodon.accepted.wait(30)
    os.kill(child, signal.SIGKILL)
    assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL
    assert desk.seen(row) == ("committing", "", "", 1)  # the claim was committed before the POST
    assert not desk.step(after=59)
    assert desk.step(after=60)
    assert desk.seen(row) == ("published", "100", "", 1)
    assert (mastodon.posts, len(mastodon.statuses)) == (1, 1)


def test_many_workers_send_each_message_once(
    committed: str, noon: object, private: None, mastodon: FakeMastodon
) -> None:
    desk = open_desk(mastodon)
    for number in range(MESSAGES):
        desk.queue(f"siaran:{number}", text=f"{TEXT}{number}", link=f"{LINK}{number}")
    barrier = Barrier(WORKERS)

    def work(_: int) -> int:
        steps = 0
        barrier.wait(30)
        with clock.frozen(NOON):
            while sending.send_next(desk.cooperative):
                steps += 1
        connections.close_all()
        return steps

    with ThreadPoolExecutor(WORKERS) as pool:
        steps = list(pool.map(work, range(WORKERS)))
    assert sum(steps) == MESSAGES
    assert (mastodon.posts, len(mastodon.statuses)) == (MESSAGES, MESSAGES)
    with acting_for(desk.cooperative):
        assert Outbox.objects.filter(state="published", attempts=1).count() == MESSAGES


def test_a_planted_bug_is_found(desk: Desk, mastodon: FakeMastodon) -> None:
    """A worker that sends again what nobody knows, as naive outboxes do, makes a second POST."""
    mastodon.next = ["silent"]
    row = desk.queue()
    desk.step()
    with acting_for(desk.cooperative):
        Outbox.objects.filter(pk=row.pk).update(state="queued", not_before=NOON)
    desk.step()
    assert (mastodon.posts, len(mastodon.statuses)) == (2, 1)  # only the key saved the reader
