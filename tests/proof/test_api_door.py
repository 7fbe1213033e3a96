"""The door of the API over real HTTP, where Django's test client would look away."""

import json
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings

from sokoguru.identity import actions as identity
from sokoguru.savings.actions import counter
from tests.proof import ground, stall, twice
from tests.proof.people import villagers
from tests.proof.serving import Answer
from tests.proof.twice import Scene
from tests.races import at_once

pytestmark = pytest.mark.slow


@pytest.fixture
def scene(village: str) -> Iterator[Scene]:
    with ground.at_noon(), twice.scene(villagers("lestari")) as made:
        yield made


def deposit(scene: Scene, by: str, **headers: str) -> Answer:
    with scene.inside():
        siti = scene.place.named("Siti").member_id
    body = {"member_id": siti, "kind": "sukarela", "amount": stall.AMOUNT}
    told = {"Content-Type": "application/json", "Idempotency-Key": str(uuid4()), **headers}
    return scene.by(by).ask("POST", stall.DEPOSITS, json.dumps(body).encode(), **told)


def key_of(scene: Scene, name: str) -> str:
    with scene.inside():
        return identity.issue_key(login_id=scene.place.named(name).login_id, name="uji")


def test_a_program_comes_in_by_its_key_alone(scene: Scene) -> None:
    answer = deposit(scene, "", Authorization=f"Bearer {key_of(scene, 'Deni')}")
    assert answer.status == 201
    assert answer.json()["reference"].startswith("STR-")


def test_nobody_known_is_told_to_come_in(scene: Scene) -> None:
    for headers in ({}, {"Authorization": "Bearer salah"}):
        answer = deposit(scene, "", **headers)
        assert (answer.status, answer.json()["code"]) == (401, "identity.login_needed")


def test_a_session_alone_is_not_enough_to_write(scene: Scene) -> None:
    before = scene.standing()
    answer = deposit(scene, "Deni")
    assert (answer.status, answer.json()["code"]) == (403, "kernel.not_allowed")
    assert scene.standing() == before
    token = scene.by("Deni").cookies[settings.CSRF_COOKIE_NAME]
    assert deposit(scene, "Deni", **{"X-CSRFToken": token}).status == 201


def test_one_key_on_eight_threads_has_one_effect_and_one_answer(scene: Scene) -> None:
    token, key = key_of(scene, "Deni"), str(uuid4())
    scene.by("")
    entries, events = scene.standing()
    told = {"Authorization": f"Bearer {token}", "Idempotency-Key": key}
    answers: list[Answer] = at_once([lambda: deposit(scene, "", **told)] * 8)
    assert {each.status for each in answers} == {201}
    assert len({each.body for each in answers}) == 1
    after, events_after = scene.standing()
    assert after == entries + 1
    assert dict(events_after - events) == {"savings.DepositTaken": 1}


def test_a_door_that_forgets_its_keys_is_caught(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planted: the answer is not kept, and every call looks for itself."""

    def planted(*, act: Any, **_: Any) -> Any:
        return act()

    usual = counter.deposit

    def made_up(*, request_key: str, **what: Any) -> Any:
        return usual(request_key=f"{request_key}{uuid4()}", **what)

    monkeypatch.setattr("sokoguru.identity.api.audit.once", planted)
    monkeypatch.setattr(counter, "deposit", made_up)
    with pytest.raises(AssertionError):
        test_one_key_on_eight_threads_has_one_effect_and_one_answer(scene)
