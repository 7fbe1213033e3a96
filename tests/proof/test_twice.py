"""Every form that carries the key of an act, sent twice at one moment: one effect, one answer.

The forms are found by walking as everybody and by their templates; one that no story sends fails.
"""

from typing import Any
from uuid import uuid4

import pytest

from sokoguru.savings.actions import counter
from sokoguru.savings.rules import proof_number
from tests.proof import ground, stories, twice, walking
from tests.proof.people import villagers

pytestmark = pytest.mark.slow


@pytest.mark.usefixtures("village")
def test_every_form_with_a_key_has_one_effect_and_one_answer() -> None:
    place = villagers("lestari")
    with ground.at_noon(), twice.scene(place) as scene:
        found = walking.walk(place, most=2)
        shown = {
            route
            for route, forms in found.forms.items()
            if any(form.moves for _person, form in forms)
        }
        for story in stories.STORIES:
            story(scene)
    assert shown - scene.sent == set(), "a form with a key that no story sends"
    assert twice.templates_with_a_key() - scene.templates == set(), "a form that no story opens"
    assert len(shown) > 15
    assert len(scene.sent) > 40


@pytest.mark.usefixtures("village")
def test_a_number_that_is_made_up_anew_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    def planted(prefix: str, request_key: str, *, actor_id: int) -> str:
        return proof_number(prefix, f"{request_key}{uuid4()}", actor_id=actor_id)

    def both_moved(scene: twice.Scene, siti: int, **what: Any) -> None:
        scene.twice("Deni", f"/meja/loket/?anggota={siti}", amount="20.000", **what)

    monkeypatch.setattr(counter.rules, "proof_number", planted)
    place = villagers("lestari")
    with ground.at_noon(), twice.scene(place) as scene:
        siti = stories.member_id(scene, "Siti")
        with pytest.raises(AssertionError, match=r"303.*303|left \(2"):
            both_moved(scene, siti, kind="sukarela", events="savings.DepositTaken")
