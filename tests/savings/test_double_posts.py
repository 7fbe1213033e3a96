"""Every money form of savings and members, sent twice at the same moment: one entry, one event."""

import re
from dataclasses import dataclass
from uuid import uuid4

import pytest
from django.test import Client

from sokoguru.audit.models import Record
from sokoguru.kernel import clock
from sokoguru.ledger.models import Entry
from sokoguru.members.actions import joining
from sokoguru.members.models import Member, Officer
from sokoguru.savings.actions import cash, counter
from sokoguru.savings.models import Product
from sokoguru.savings.rules import Simpanan
from sokoguru.tenancy.models import Cooperative
from sokoguru.tenancy.queries import cooperative_named
from sokoguru.tenancy.scope import acting_for
from tests.cast import Cast, apply, load
from tests.conftest import NOON
from tests.races import at_once
from tests.savings.conftest import TERMS, open_wadiah
from tests.web import BACKEND, browser

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Sent:
    """One form: who sends it to where, what is typed, and what it leaves behind once."""

    by: str
    url: str
    typed: dict[str, str]
    event: str
    entries: int


@dataclass(frozen=True)
class Scene:
    """A cooperative whose acts stay, at a moment when each form can be sent."""

    cast: Cast
    candidate: int
    paid: int
    unpaid: int
    slip: str

    def client(self, name: str) -> Client:
        made = browser(raise_request_exception=False)
        if name:
            made.force_login(self.cast.users[name], backend=BACKEND)
        return made

    def standing(self, event: str) -> tuple[int, int]:
        with acting_for(self.cast.cooperative):
            return Entry.objects.count(), Record.objects.filter(name=event).count()


@pytest.fixture
def scene(committed: str) -> Scene:
    cooperative = cooperative_named("lestari")
    Cooperative.objects.filter(pk=cooperative.pk).update(is_example=True)
    with clock.frozen(NOON), acting_for(cooperative):
        cast = load(cooperative)
        open_wadiah(cast, TERMS)
        slip = counter.deposit(
            member_id=cast.member("Siti").pk, kind=Simpanan.SUKARELA, amount=100_000,
            request_key=str(uuid4()), actor=cast.actor("deni"),
        )  # fmt: skip
        cash.take_cash_back(
            login_id=cast.staff["deni"].login_id, amount=500_000, request_key="kas",
            actor=cast.actor("hasan"),
        )  # fmt: skip
        people = [
            joining.register(
                application=apply(place, f"Calon {place}", nik=f"320101620890{place:04d}"),
                actor=cast.actor("deni"),
            )
            for place in (91, 92, 93)
        ]
        for person in people[:2]:
            counter.receive_dues(
                member_id=person.pk, request_key=f"t-{person.pk}", actor=cast.actor("deni")
            )
            joining.sign_register(member_id=person.pk, actor=cast.actor("deni"))
        admitted, refused, unpaid = people
        return Scene(cast, admitted.pk, refused.pk, unpaid.pk, slip.reference)


PERSON = {
    "name": "Nining", "nik": "3201016208900777", "born_on": "22/08/1990", "sex": "P",
    "phone": "081277770001", "street": "Jl. Melati 9", "village": "Sukamaju",
    "district": "Ciomas", "regency": "Bogor", "province": "Jawa Barat", "agreed": "on",
}  # fmt: skip
PRODUCT = {
    "name": "Tabungan wadiah", "since": "25/11/2026", "deposit_min": "10.000",
    "withdrawal_min": "5.000", "balance_min": "0", "langkah": "catat",
}  # fmt: skip


def forms(scene: Scene) -> list[Sent]:
    siti, deni = scene.cast.member("Siti").pk, scene.cast.staff["deni"].login_id
    counted = {"member_id": str(siti), "kind": "sukarela", "amount": "20.000", "langkah": "catat"}
    dps = scene.cast.member("Siti")
    drawer = {"amount": "100.000", "langkah": "catat"}
    return [
        Sent("deni", f"/meja/loket/?anggota={siti}", counted, "savings.DepositTaken", 1),
        Sent("deni", f"/meja/loket/tarik/?anggota={siti}", counted, "savings.WithdrawalPaid", 1),
        Sent(
            "deni", f"/meja/loket/titipan/?anggota={scene.unpaid}",
            {"member_id": str(scene.unpaid), "langkah": "catat"}, "members.DuesReceived", 1,
        ),
        Sent(
            "hasan", f"/meja/loket/kas/{deni}/", {**drawer, "way": "serahkan"},
            "savings.CashHanded", 1,
        ),
        Sent(
            "hasan", f"/meja/loket/kas/{deni}/", {**drawer, "way": "terima"},
            "savings.CashTakenBack", 1,
        ),
        Sent(
            "hasan", f"/meja/loket/bukti/{scene.slip}/balik/",
            {"reason": "salah anggota", "langkah": "catat"}, "ledger.EntryReversed", 1,
        ),
        Sent(
            "ratna", f"/meja/anggota/{scene.candidate}/terima/", {"langkah": "catat"},
            "members.MemberAdmitted", 1,
        ),
        Sent(
            "ratna", f"/meja/anggota/{scene.paid}/tolak/",
            {"reason": "pindah", "cash": f"identity.login:{deni}", "langkah": "catat"},
            "members.CandidateRefused", 1,
        ),
        Sent("", "/bergabung/", PERSON, "members.CandidateRegistered", 0),
        Sent(
            "deni", "/meja/anggota/baru/",
            {**PERSON, "nik": "3201016208900778", "name": "Nani"},
            "members.CandidateRegistered", 0,
        ),
        Sent("ratna", "/meja/simpanan/", PRODUCT, "savings.ProductOpened", 0),
        Sent(
            "ratna", "/meja/pengurus/baru/",
            {"body": "pengurus", "position": "Ketua", "number": dps.number, "since": "1/1/2026"},
            "members.OfficerElected", 0,
        ),
        Sent(
            "salim", "/meja/pengurus/opini/",
            {
                "product": "wadiah", "reference": "DPS/09/2026", "given_on": "1/11/2026",
                "allows": "ya", "text": "Tetap dibolehkan.", "langkah": "catat",
                "officer": str(_dps(scene)),
            },
            "members.OpinionGiven", 0,
        ),
    ]  # fmt: skip


def _dps(scene: Scene) -> int:
    with acting_for(scene.cast.cooperative):
        return int(Officer.objects.get(body="dps").pk)


def send_twice(scene: Scene, sent: Sent) -> list[int]:
    """Open the form once, and send it from two browsers of the same person at one moment."""
    clients = [scene.client(sent.by) for _ in range(2)]
    with clock.frozen(NOON):
        shown = clients[0].get(sent.url).content.decode()
    key = re.search(r'name="request_key" value="([^"]+)"', shown)
    typed = {**sent.typed, **({"request_key": key[1]} if key else {})}
    return at_once(
        [lambda c=c: c.post(sent.url, typed).status_code for c in clients],  # type: ignore[misc]
        within=lambda: clock.frozen(NOON),
    )


def test_each_form_sent_twice_at_once_has_one_effect_and_one_answer(scene: Scene) -> None:
    for sent in forms(scene):
        entries, events = scene.standing(sent.event)
        answers = send_twice(scene, sent)
        assert answers == [303, 303], sent
        assert scene.standing(sent.event) == (entries + sent.entries, events + 1), sent
    with acting_for(scene.cast.cooperative):
        assert Member.objects.filter(name="Nining").count() == 1
        assert Product.objects.count() == 2


def test_two_admissions_at_once_give_two_numbers(scene: Scene) -> None:
    sent = [
        Sent("ratna", f"/meja/anggota/{member}/terima/", {"langkah": "catat"}, "", 0)
        for member in (scene.candidate, scene.paid)
    ]
    clients = [scene.client("ratna") for _ in sent]
    bodies = [{"langkah": "catat", "request_key": str(uuid4())} for _ in sent]
    answers = at_once(
        [
            lambda c=c, s=s, b=b: c.post(s.url, b).status_code  # type: ignore[misc]
            for c, s, b in zip(clients, sent, bodies, strict=True)
        ]
    )
    assert answers == [303, 303]
    with acting_for(scene.cast.cooperative):
        ids = [scene.candidate, scene.paid]
        numbers = Member.objects.filter(pk__in=ids).values_list("number", flat=True)
        assert sorted(numbers) == ["0010", "0011"]
