"""Every form: with a key, sent twice at one moment, one effect and one answer; and odd in any box.

The forms are found by walking as everybody, by their templates, by their classes and by the URL
resolver; one that no story sends fails.
"""

import gc
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest

from sokoguru.savings.actions import counter
from sokoguru.savings.rules import proof_number
from sokoguru.ui.fields import RupiahField
from sokoguru.ui.forms import MoneyForm
from tests.access import matrix
from tests.proof import ground, odd, stories, twice, walking
from tests.proof.odd import Trial
from tests.proof.people import villagers
from tests.proof.walking import Walk

pytestmark = pytest.mark.slow

QUICK = 60
"""Of the odd values each box gets every so-manieth; together the boxes get them all."""
WITHOUT_A_KEY = {
    "/hooks/midtrans/<slug:account>/",
    "/kasir/anggota/",
    "/kasir/jumlah/",
    "/kasir/kosongkan/",
    "/kasir/pindai/",
    "/masuk/<str:token>/",
    "/meja/anggota/<int:member_id>/tanda-tangan/",
    "/meja/pengaturan/gerbang/",
    "/meja/pengaturan/qris/",
    "/meja/rapat/<int:meeting_id>/buka/",
    "/meja/rapat/<int:meeting_id>/hadir/",
    "/meja/rapat/<int:meeting_id>/pemilih/",
    "/meja/rapat/<int:meeting_id>/pertanyaan/",
    "/meja/rapat/<int:meeting_id>/selesai/",
    "/meja/rapat/laporan/<int:year>/",
    "/meja/rapat/suara/<int:question_id>/buka/",
    "/meja/rapat/suara/<int:question_id>/tutup/",
    "/meja/saluran/akun/<int:account_id>/putus/",
    "/meja/saluran/kiriman/<int:outbox_id>/",
    "/meja/siaran/<int:post_id>/",
    "/meja/siaran/<int:post_id>/batal/",
    "/meja/siaran/<int:post_id>/kirim/",
    "/meja/siaran/varian/<int:variant_id>/hitung/",
    "/meja/siaran/varian/<int:variant_id>/terkirim/",
    "/meja/warta/kiriman/<int:submission_id>/",
    "/meja/warta/penanggung-jawab/",
    "/meja/warta/pertanyaan/<int:question_id>/",
    "/meja/warta/tulisan/<int:article_id>/",
    "/saya/kabar/dibaca/",
    "/saya/rapat/<int:meeting_id>/hadir/",
    "/toko/keranjang/jumlah/",
}
"""Addresses that take a form which moves no money, no goods and no words, and that the walk does
not come by: buttons of a cart, a desk, a meeting under way.
"""


@dataclass(frozen=True)
class Year:
    """What a walk found, which forms the stories sent, and how the odd ones were answered."""

    found: Walk
    scene: twice.Scene
    kinds: set[type[MoneyForm]]
    trial: Trial

    @property
    def shown(self) -> set[str]:
        """The addresses of the forms with a key that the walk has seen."""
        forms = self.found.forms.items()
        return {route for route, found in forms if any(form.moves for _person, form in found)}


def lived(every: int) -> Iterator[Year]:
    """The walk and all stories, once; each form goes in odd ways before it goes in earnest."""
    trial, kinds, usual = Trial(every), set(), MoneyForm.full_clean

    def seen(form: MoneyForm) -> None:
        kinds.add(type(form))
        usual(form)

    with pytest.MonkeyPatch.context() as patch, ground.cloned(), ground.at_noon():
        patch.setattr(MoneyForm, "full_clean", seen)
        place = villagers("lestari")
        with twice.scene(place) as scene:
            found = walking.walk(place, most=2)
            odd.walked(trial, place, found)
            scene.first = lambda scene, by, form, body: odd.at(scene, trial, by, form, body)
            for story in stories.STORIES:
                story(scene)
            yield Year(found, scene, kinds, trial)


@pytest.fixture(scope="module")
def year(_tables: None) -> Iterator[Year]:
    yield from lived(QUICK)


def test_every_form_with_a_key_has_one_effect_and_one_answer(year: Year) -> None:
    assert year.shown - year.scene.sent == set(), "a form with a key that no story sends"
    unopened = twice.templates_with_a_key() - year.scene.templates
    assert unopened == set(), "a template with a key that no story opens"
    assert kinds_of(MoneyForm) - year.kinds == set(), "a kind of form that no story sends"
    assert len(year.shown) > 15
    assert len(year.scene.sent) > 40


def kinds_of(kind: type[MoneyForm]) -> set[type[MoneyForm]]:
    """The kinds of forms at the end of this family; those between only have children."""
    children = kind.__subclasses__()
    if children:
        return {each for child in children for each in kinds_of(child)}
    return {kind} if kind.__module__.startswith("sokoguru.") else set()


def test_every_address_that_takes_a_form_is_known(year: Year) -> None:
    takes = {
        pattern
        for (pattern, method), by_role in matrix.read().items()
        if method == "POST" and "405" not in by_role.values()
        if not walking.NOT_OURS.match(pattern) and not pattern.startswith("/api/")
    }
    unknown = takes - year.scene.sent - set(year.found.forms) - WITHOUT_A_KEY
    assert unknown == set(), "an address that takes a form which nobody knows"
    assert WITHOUT_A_KEY - takes == set(), "an address that takes no form any more"


def test_no_odd_value_in_any_box_fails_or_slips_through(year: Year) -> None:
    assert year.trial.faults == []
    assert year.trial.sent > 800


@pytest.mark.heavy
def test_no_odd_value_in_any_box_in_every_way() -> None:
    [year] = lived(1)
    assert year.trial.faults == []


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


def test_a_form_that_nobody_sends_is_caught(year: Year) -> None:
    """Planted: a new kind of form, and a story that is left out."""

    class Unsent(MoneyForm):
        """Stands nowhere."""

    Unsent.__module__ = "sokoguru.planted"
    with pytest.raises(AssertionError, match="a kind of form that no story sends"):
        test_every_form_with_a_key_has_one_effect_and_one_answer(year)
    del Unsent
    gc.collect()
    left_out = min(year.shown)
    year.scene.sent.remove(left_out)
    with pytest.raises(AssertionError, match="a form with a key that no story sends"):
        test_every_form_with_a_key_has_one_effect_and_one_answer(year)
    year.scene.sent.add(left_out)


@pytest.mark.usefixtures("village")
def test_a_careless_box_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted: an amount is read as a computer would, not as the counter writes it."""

    def careless(_field: RupiahField, value: str) -> int:
        return int(float(value.replace(".", "")))

    monkeypatch.setattr(RupiahField, "to_python", careless)
    place, trial = villagers("lestari"), Trial(every=1, values=("20_000", "1e999999"))
    with ground.at_noon(), twice.scene(place) as scene:
        url = f"/meja/loket/?anggota={stories.member_id(scene, 'Siti')}"
        form = scene.form("Deni", url)
        odd.at(scene, trial, "Deni", form, {"langkah": "catat", **form.filled(kind="sukarela")})
    assert any("amount='20_000': taken" in each for each in trial.faults), trial.faults
    assert "post /meja/loket/ amount='1e999999': 500" in trial.faults
