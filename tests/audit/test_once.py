"""The same request twice: one effect, one answer."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connections

from sokoguru.audit.actions import Stored, once
from sokoguru.audit.errors import KeyReused, KeyUnfit
from sokoguru.audit.models import Answer, Run
from sokoguru.audit.rules import SecretTold, hash_of
from sokoguru.kernel import clock
from sokoguru.kernel.refs import ActorRef
from sokoguru.kernel.refusals import NotFound, Refused
from sokoguru.tenancy.errors import Busy
from sokoguru.tenancy.models import Cooperative
from sokoguru.tenancy.scope import acting_for, atomic
from tests import databases

BODY = {"amount": 50_000}
OTHER = ActorRef(kind="staff", id=2, name="Rina", person_id=102)


class Counter:
    """An act whose effect is one row a call, and whose answer says which call it was."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self) -> Stored:
        self.calls += 1
        Run.objects.create(work=f"effect {self.calls} {threading.get_ident()}", last_at=clock.EPOCH)
        return Stored(201, {"number": self.calls})


def refusing() -> Stored:
    Run.objects.create(work="lost", last_at=clock.EPOCH)
    raise NotFound


def test_a_repeated_request_gets_the_first_answer(melati: Cooperative, teller: ActorRef) -> None:
    act = Counter()
    answers = [once(actor=teller, key="k", body=BODY, act=act) for _ in range(3)]
    assert answers == [Stored(201, {"number": 1})] * 3
    assert (act.calls, Run.objects.count(), Answer.objects.count()) == (1, 1, 1)


def test_the_same_key_with_another_body_is_refused(melati: Cooperative, teller: ActorRef) -> None:
    act = Counter()
    once(actor=teller, key="k", body=BODY, act=act)
    with pytest.raises(KeyReused) as refused:
        once(actor=teller, key="k", body={"amount": 50_001}, act=act)
    assert (refused.value.facts, refused.value.status) == ({"key": "k"}, 422)
    assert (act.calls, Run.objects.count(), Answer.objects.count()) == (1, 1, 1)


def test_a_refusal_leaves_nothing_and_frees_the_key(melati: Cooperative, teller: ActorRef) -> None:
    with pytest.raises(NotFound):
        once(actor=teller, key="k", body=BODY, act=refusing)
    assert (Run.objects.count(), Answer.objects.count()) == (0, 0)
    assert once(actor=teller, key="k", body={"amount": 1}, act=Counter()).status == 201


def test_another_actor_has_keys_of_their_own(melati: Cooperative, teller: ActorRef) -> None:
    act = Counter()
    once(actor=teller, key="k", body=BODY, act=act)
    once(actor=OTHER, key="k", body={"amount": 2}, act=act)
    assert act.calls == 2


def test_another_cooperative_has_keys_of_its_own(
    pair: tuple[Cooperative, Cooperative], teller: ActorRef
) -> None:
    act = Counter()
    for each in pair:
        with acting_for(each):
            once(actor=teller, key="k", body={"amount": each.pk}, act=act)
    assert act.calls == 2


@pytest.mark.parametrize("key", ["", "x" * 256, "a\x00b", "a\nb", "\x7f"])
def test_a_key_that_cannot_be_kept_is_refused(
    melati: Cooperative, teller: ActorRef, key: str
) -> None:
    with pytest.raises(KeyUnfit):
        once(actor=teller, key=key, body=BODY, act=Counter())
    assert once(actor=teller, key="é" * 255, body=BODY, act=Counter()).status == 201


def test_a_secret_is_neither_hashed_nor_kept(melati: Cooperative, teller: ActorRef) -> None:
    with pytest.raises(SecretTold):
        once(actor=teller, key="k", body={"pin": "123456"}, act=Counter())
    with pytest.raises(SecretTold):
        once(actor=teller, key="k", body={}, act=lambda: Stored(200, {"token": "abc"}))
    assert Answer.objects.count() == 0


@contextmanager
def eight_at_once(act: Callable[[], Any]) -> Iterator[list[Any]]:
    """What eight threads got, started together."""
    start, got = threading.Barrier(8), list[Any]()

    def caller() -> None:
        start.wait()
        try:
            got.append(act())
        except Exception as error:
            got.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=caller) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    yield got


def one_key_on_eight_threads(row: Cooperative, teller: ActorRef, do: Callable[..., Any]) -> bool:
    """Whether eight callers with one key made one effect and got one answer."""
    act = Counter()

    def call() -> Any:
        with acting_for(row):
            return do(actor=teller, key="k", body=BODY, act=act)

    with eight_at_once(call) as got, acting_for(row):
        return got == [Stored(201, {"number": 1})] * 8 and Run.objects.count() == 1


def test_one_key_on_eight_threads_has_one_effect_and_one_answer(
    pair: tuple[Cooperative, Cooperative], teller: ActorRef
) -> None:
    assert one_key_on_eight_threads(pair[0], teller, once)


def test_without_the_unique_constraint_the_same_test_fails(
    pair: tuple[Cooperative, Cooperative], teller: ActorRef
) -> None:
    with databases.owner_connection() as owner:
        owner.execute("ALTER TABLE audit_answer DROP CONSTRAINT answer_once_a_key")
    assert not one_key_on_eight_threads(pair[0], teller, once)


def test_a_key_that_is_looked_up_before_it_is_written_is_caught(
    pair: tuple[Cooperative, Cooperative], teller: ActorRef
) -> None:
    looked = threading.Barrier(8)

    @atomic
    def planted(*, actor: ActorRef, key: str, body: Any, act: Callable[[], Stored]) -> Stored:
        row = Answer.objects.filter(key=key).first()
        looked.wait()
        if row:
            return Stored(row.status, row.body)
        answer = act()
        Answer.objects.bulk_create(
            [
                Answer(
                    actor="staff:1", key=key, body_hash=hash_of(body), status=answer.status,
                    body=answer.body,
                )
            ],
            ignore_conflicts=True,
        )  # fmt: skip
        return answer

    assert not one_key_on_eight_threads(pair[0], teller, planted)


def test_eight_refused_callers_leave_nothing(
    pair: tuple[Cooperative, Cooperative], teller: ActorRef
) -> None:
    def call() -> Any:
        with acting_for(pair[0]):
            return once(actor=teller, key="k", body=BODY, act=refusing)

    with eight_at_once(call) as got:
        assert [type(each) for each in got] == [NotFound] * 8
    with acting_for(pair[0]):
        assert (Run.objects.count(), Answer.objects.count()) == (0, 0)


def test_a_second_caller_does_not_wait_for_ever(
    pair: tuple[Cooperative, Cooperative], teller: ActorRef
) -> None:
    second: list[object] = []

    def impatient() -> None:
        try:
            with acting_for(pair[0], lock_timeout_ms=30):
                second.append(once(actor=teller, key="k", body=BODY, act=Counter()))
        except Refused as refused:
            second.append(type(refused))
        finally:
            connections.close_all()

    def slow() -> Stored:
        thread = threading.Thread(target=impatient)
        thread.start()
        thread.join()
        return Stored(200, {})

    with acting_for(pair[0]):
        assert once(actor=teller, key="k", body=BODY, act=slow) == Stored(200, {})
    assert second == [Busy]
