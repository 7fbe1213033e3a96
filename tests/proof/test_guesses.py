"""Sixty-four wrong PINs at one moment reach the hash at most five times, over real HTTP."""

import threading
from collections import Counter
from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher

from sokoguru.identity import actions as identity
from sokoguru.identity.rules import PIN_TRIES
from sokoguru.kernel.refs import SYSTEM
from sokoguru.stock.models import Product
from tests.proof import ground, stories, twice
from tests.proof.people import villagers
from tests.proof.serving import Answer
from tests.proof.twice import Scene
from tests.races import at_once

pytestmark = pytest.mark.slow

GUESSES = 64
WRONG = "830174"


class Counted:
    """A hasher that counts who asks it."""

    def __init__(self) -> None:
        self.asked, self.lock, self.inner = 0, threading.Lock(), PasswordHasher()

    def verify(self, hashed: str, pin: str) -> bool:
        """Count, then ask the real one."""
        with self.lock:
            self.asked += 1
        return self.inner.verify(hashed, pin)

    def hash(self, pin: str) -> str:
        """As the real one."""
        return self.inner.hash(pin)


@pytest.fixture
def hasher(monkeypatch: pytest.MonkeyPatch) -> Counted:
    counted = Counted()
    monkeypatch.setattr(identity, "_hasher", counted)
    return counted


@pytest.fixture
def scene(village: str) -> Iterator[Scene]:
    """Siti has a PIN and something in her cart."""
    with ground.at_noon(), twice.scene(villagers("lestari")) as made:
        with made.inside():
            siti = made.place.named("Siti").member_id
            assert siti is not None
            identity.set_pin(member_id=siti, pin=stories.PIN, actor=SYSTEM)
            sugar = Product.objects.get(sku="GULA-500")
        made.by("Siti").post("/toko/keranjang/", {"product": str(sugar.pk), "quantity": "1"})
        yield made


def guessed(scene: Scene) -> Counter[int]:
    """The statuses of as many wrong PINs at one moment."""
    form = scene.form("Siti", "/toko/bayar/")
    body = form.filled(tender="simpanan", pin=WRONG)
    siti = scene.by("Siti")
    answers: list[Answer] = at_once([lambda: siti.post(form.action, body)] * GUESSES)
    return Counter(each.status for each in answers)


def test_wrong_pins_at_one_moment_reach_the_hash_five_times(scene: Scene, hasher: Counted) -> None:
    before = scene.standing()
    said = guessed(scene)
    assert sum(said.values()) == GUESSES
    assert set(said) <= {403, 422, 429}
    assert said[429] == GUESSES - PIN_TRIES
    assert hasher.asked == PIN_TRIES
    assert scene.standing() == before


def test_a_guess_that_is_counted_after_the_hash_is_caught(
    scene: Scene, hasher: Counted, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planted: the guess is taken only once the hash has said no."""
    taken = identity.take_attempt

    def planted(*, member_id: int, pin: str) -> None:
        row = identity.Pin.objects.get(member_id=member_id)
        try:
            hasher.verify(row.hash, pin)
        except identity.VerificationError as wrong:
            taken(
                cooperative_id=identity.cooperative_in_force(), subject=f"pin:{member_id}",
                limit=PIN_TRIES, minutes=30,
            )  # fmt: skip
            raise identity.PinWrong from wrong

    monkeypatch.setattr(identity, "check_pin", planted)
    guessed(scene)
    assert hasher.asked > PIN_TRIES
