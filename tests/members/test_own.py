"""A member's own page: the consent to be named on goods, taken back and given again."""

import re

import pytest

from sokoguru.audit.models import Record
from sokoguru.kernel.refs import SYSTEM, ActorRef
from sokoguru.members import queries
from sokoguru.members.actions import people
from sokoguru.members.errors import NotOnesOwn, PurposeUnknown
from sokoguru.members.models import Consent
from sokoguru.members.rules.consents import NAME_ON_GOODS
from sokoguru.stock.actions import lots, moving
from sokoguru.stock.actions.lots import Consignment, Origin
from sokoguru.stock.models import Lot
from tests.cast import Cast
from tests.members.test_pages import entered, text_of
from tests.retail.conftest import open_shop
from tests.web import browser

PAGE, SAY = "/saya/data/", "/saya/data/nama/"


def words(cast: Cast) -> list[bool]:
    """What Wati said so far, the oldest first."""
    said = Consent.objects.filter(member_id=cast.member("Wati").pk, purpose=NAME_ON_GOODS)
    return list(said.order_by("pk").values_list("given", flat=True))


def decide(cast: Cast, given: bool, *, actor: ActorRef, purpose: str = NAME_ON_GOODS) -> None:
    people.decide(member_id=cast.member("Wati").pk, purpose=purpose, given=given, actor=actor)


def sugar_of_wati(cast: Cast) -> Lot:
    """A consigned lot of Wati's, of a group with a name, on the shelf."""
    shop, wati = open_shop(cast), cast.member("Wati").pk
    lot = lots.open_lot(
        product_id=shop.sugar.pk,
        reference="lot:jejak",
        origin=Origin(maker_member_id=wati, village="Sukamaju", group="Kelompok Nira Manis"),
        consignment=Consignment(wati, shop.sugar_lot.ujrah_rate, "Wakalah bil ujrah"),
        actor=cast.actor("joko"),
    )
    moving.receive(
        lot_id=lot.pk, location_id=shop.shop_id, quantity=1_000, value=0,
        reference="masuk:jejak", actor=cast.actor("joko"),
    )  # fmt: skip
    return lot


def test_each_word_is_kept_once_with_its_record(cast: Cast) -> None:
    wati = cast.as_member("Wati")
    for given in (True, True, False, False, True):
        decide(cast, given, actor=wati)
    assert words(cast) == [True, False, True]
    told = Record.objects.filter(name="members.ConsentGiven", actor_id=wati.id).order_by("pk")
    assert [(row.actor_kind, row.body["given"]) for row in told] == [
        ("member", True),
        ("member", False),
        ("member", True),
    ]


def test_a_no_before_any_yes_is_nothing_new(cast: Cast) -> None:
    decide(cast, False, actor=cast.as_member("Wati"))
    assert words(cast) == []


@pytest.mark.parametrize("given", [True, False])
def test_nobody_says_it_for_somebody_else_and_nothing_changed(cast: Cast, given: bool) -> None:
    decide(cast, not given, actor=cast.as_member("Wati"))
    before, records = words(cast), Record.objects.count()
    for other in (cast.as_member("Siti"), cast.actor("ratna"), cast.actor("joko"), SYSTEM):
        with pytest.raises(NotOnesOwn):
            decide(cast, given, actor=other)
    assert (words(cast), Record.objects.count()) == (before, records)


def test_what_nobody_is_asked_about_is_refused_and_nothing_changed(cast: Cast) -> None:
    records = Record.objects.count()
    for purpose in ("data_diri", "kabar_lewat_surat", "", "x" * 99):
        with pytest.raises(PurposeUnknown):
            decide(cast, True, actor=cast.as_member("Wati"), purpose=purpose)
    assert Record.objects.count() == records
    assert not Consent.objects.filter(member_id=cast.member("Wati").pk).exists()


def test_a_maker_takes_the_name_off_the_trace_and_puts_it_back(cast: Cast) -> None:
    wati, trace = entered(cast, "Wati"), f"/jejak/{sugar_of_wati(cast).code}/"
    for answer, named in (("ya", True), ("tidak", False), ("ya", True)):
        said = wati.post(SAY, {"named": answer})
        assert (said.status_code, said["Location"]) == (303, f"{PAGE}?tersimpan=1")
        shown = text_of(browser().get(trace))
        assert (("Wati" in shown), ("Kelompok Nira Manis" in shown)) == (named, not named)
        ticked = re.search(r'value="(\w+)"[^>]*checked', text_of(wati.get(PAGE)))
        assert ticked is not None
        assert ticked[1] == answer
    assert "Anda setuju pada 24 November 2026" in text_of(wati.get(PAGE))


@pytest.mark.parametrize("typed", [{}, {"named": ""}, {"named": "mungkin"}, {"named": "\x00"}])
def test_an_answer_that_is_neither_is_asked_again_and_nothing_changed(
    cast: Cast, typed: dict[str, str]
) -> None:
    wati = entered(cast, "Wati")
    decide(cast, True, actor=cast.as_member("Wati"))
    refused = wati.post(SAY, typed)
    assert (refused.status_code, words(cast)) == (422, [True])
    assert "Ada masalah" in text_of(refused)


def test_the_page_shows_a_member_what_is_known_and_a_stranger_nothing(cast: Cast) -> None:
    shown, wati = text_of(entered(cast, "Wati").get(PAGE)), queries.member(cast.member("Wati").pk)
    for fact in (wati.name, wati.number, wati.email, wati.nik_masked):
        assert fact
        assert fact in shown
    assert "Anda belum pernah memberi persetujuan." in shown
    assert browser().get(PAGE).status_code == 302
    assert entered(cast, "ratna").get(PAGE).status_code == 403
