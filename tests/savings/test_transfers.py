"""Simpanan that moves without cash: a sale paid with the PIN, SHU for many, what must agree."""

from datetime import date

import pytest

from sokoguru.audit.models import Record
from sokoguru.audit.ports import Heard
from sokoguru.identity import actions as identity
from sokoguru.identity.errors import PinMissing, PinWrong
from sokoguru.kernel.refs import SYSTEM, SubjectRef
from sokoguru.ledger import queries as books
from sokoguru.ledger.actions import chart, posting
from sokoguru.ledger.models import Account, Entry, Line
from sokoguru.ledger.rules import Draft, Role, bridged, credit, debit
from sokoguru.members.events import TermsSet
from sokoguru.members.models import Member
from sokoguru.payments.ports import Bill, tender
from sokoguru.savings import handlers, invariants
from sokoguru.savings.actions import transfers
from sokoguru.savings.actions.transfers import Credit
from sokoguru.savings.errors import MemberNeeded, NotFullMember, Overdrawn
from sokoguru.savings.models import Saving
from sokoguru.tenancy.errors import TooManyAttempts
from tests.savings.conftest import Counter, everything

TODAY = date(2026, 11, 24)
PIN = "491823"


def bill(loket: Counter, amount: int = 50_000, name: str = "Siti") -> Bill:
    return Bill("jual:1", "toko", amount, loket.cast.member(name).pk, "Belanja")


def pay(loket: Counter, amount: int = 50_000, *, pin: str = PIN, name: str = "Siti") -> list[Draft]:
    taker = tender("simpanan")
    return taker.take(bill(loket, amount, name), {"pin": pin}, loket.cast.actor("wulan"))


@pytest.fixture
def siti(loket: Counter) -> Counter:
    """Siti has Rp100.000 and a PIN."""
    loket.deposit("Siti", 100_000)
    member = loket.cast.member("Siti")
    identity.set_pin(member_id=member.pk, pin=PIN, actor=SYSTEM)
    return loket


# The tender --------------------------------------------------------------------------------------


def test_a_sale_of_the_shop_paid_from_savings_crosses_the_units(siti: Counter) -> None:
    sales = books.account(unit="toko", role=Role.SALES_MEMBER)
    lines = bridged([*pay(siti), credit(sales, 50_000)], books.inter_unit_accounts())
    entry = posting.post_entry(
        reference="jual:1", on=TODAY, lines=lines, event=TermsSet(TODAY, 1, 1), actor=SYSTEM
    )
    posted = {
        (line.account.unit.code, line.account.role): line.amount
        for line in books.lines_of(entry.id)
    }
    assert posted == {  # TV-55
        ("uspps", "savings.sukarela"): 50_000,
        ("uspps", "rk.toko"): -50_000,
        ("toko", "rk.uspps"): 50_000,
        ("toko", "sales.member"): -50_000,
    }
    assert siti.has("Siti") == 50_000


def test_what_is_given_back_goes_where_it_came_from(siti: Counter) -> None:
    taken = pay(siti)
    back = tender("simpanan").give_back(bill(siti), siti.cast.actor("wulan"))
    assert [(line.account_id, line.amount) for line in back] == [(taken[0].account_id, -50_000)]


def test_a_tender_refuses_and_nothing_changes(siti: Counter) -> None:
    before = everything()
    with pytest.raises(Overdrawn) as refused:
        pay(siti, 95_001)
    assert refused.value.facts["available"] == 95_000
    with pytest.raises(PinMissing):
        pay(siti, name="Budi")
    with pytest.raises(MemberNeeded):
        tender("simpanan").take(
            Bill("jual:1", "toko", 1, None, ""), {"pin": PIN}, siti.cast.actor("wulan")
        )
    Member.objects.filter(name="Siti").update(state="nonaktif")
    with pytest.raises(NotFullMember):
        pay(siti)
    assert everything() == before


def test_the_balance_is_told_to_nobody_without_the_pin(siti: Counter) -> None:
    for _ in range(5):
        with pytest.raises(PinWrong):
            pay(siti, 10_000_000, pin="000000")
    with pytest.raises(TooManyAttempts):
        pay(siti, 10_000_000)


# SHU and settlements -----------------------------------------------------------------------------


def credits(loket: Counter, amount: int = 10_001) -> list[Credit]:
    source = books.account(unit="induk", role=Role.SHU_PRIOR)
    return [
        Credit(member.pk, amount, source, f"shu:2026:{member.pk}", "SHU 2026")
        for member in loket.cast.members.values()
    ]


def test_many_members_are_credited_by_the_bulk_path_once(loket: Counter) -> None:
    assert sum(transfers.pay_many(credits=credits(loket), on=TODAY, actor=SYSTEM)) == 9
    assert sum(transfers.pay_many(credits=credits(loket), on=TODAY, actor=SYSTEM)) == 0
    assert {loket.has(name) for name in loket.cast.members} == {10_001}
    assert Record.objects.filter(name="savings.SavingCredited").count() == 9
    assert books.balance(books.account(unit="induk", role=Role.SHU_PRIOR).id) == -90_009


def test_a_batch_with_somebody_who_may_not_is_refused_whole(loket: Counter) -> None:
    Member.objects.filter(name="Gani").update(state="calon")
    lines = Line.objects.count()
    with pytest.raises(NotFullMember):
        list(transfers.pay_many(credits=credits(loket), on=TODAY, actor=SYSTEM))
    assert Line.objects.count() == lines


def test_one_credit_is_the_same_path(loket: Counter) -> None:
    one = credits(loket)[0]
    assert transfers.transfer_in(credit=one, on=TODAY, actor=SYSTEM) == 1
    assert transfers.transfer_in(credit=one, on=TODAY, actor=SYSTEM) == 0


# A new member ------------------------------------------------------------------------------------


def test_a_new_member_has_every_simpanan_that_is_open(loket: Counter) -> None:
    budi = loket.cast.member("Budi").pk
    heard = Heard(1, "members.MemberAdmitted", {"member_id": budi}, SYSTEM, None, None)  # type: ignore[arg-type]
    for _ in range(2):
        handlers.open_for_new_member(heard)
    kinds = Saving.objects.filter(member_id=budi).values_list("kind", flat=True)
    assert sorted(kinds) == ["pokok", "sukarela", "wajib"]
    assert loket.has("Budi", "pokok") == 100_000


# What must agree ---------------------------------------------------------------------------------

ALL = (
    invariants.savings_stand_on_their_leaves,
    invariants.pokok_is_paid_in_full,
    invariants.sukarela_belongs_to_members,
)


def test_everything_agrees_after_a_day_at_the_counter(loket: Counter) -> None:
    loket.deposit("Siti", 50_000)
    loket.deposit("Budi", 20_000, kind="wajib")
    for check in ALL:
        found = check()
        assert (found.broken, found.checked > 0) == ([], True), found.name


def test_a_simpanan_on_somebody_elses_leaf_is_named(loket: Counter) -> None:
    loket.deposit("Siti", 50_000)
    other = Account.objects.filter(role="savings.wajib", parent__isnull=False).first()
    assert other is not None
    Saving.objects.update(account_id=other.pk)
    assert len(invariants.savings_stand_on_their_leaves().broken) == 1


def test_a_short_pokok_and_a_strangers_wadiah_are_named(loket: Counter) -> None:
    cast = loket.cast
    leaf = books.leaf(
        unit="induk", role=Role.POKOK, subject=SubjectRef("members.member", cast.member("Siti").pk)
    )
    strange = chart.open_leaf(
        unit="uspps", role=Role.SUKARELA, subject=SubjectRef("members.member", 999), name="?"
    )
    posting.post_entry(
        reference="salah:1", on=TODAY, event=TermsSet(TODAY, 1, 1), actor=SYSTEM,
        lines=bridged([debit(leaf, 1), credit(strange, 1)], books.inter_unit_accounts()),
    )  # fmt: skip
    assert Entry.objects.filter(reference="salah:1").exists()
    assert invariants.pokok_is_paid_in_full().broken == ["anggota 0001: simpanan pokok 99999"]
    assert len(invariants.sukarela_belongs_to_members().broken) == 1
