"""The counter: it works, it is refused, it is retried, it is refused and nothing changed."""

import pytest

from sokoguru.audit.errors import KeyReused
from sokoguru.audit.models import Record
from sokoguru.identity.errors import AboveLimit, ActNotGranted, SamePerson
from sokoguru.ledger import queries as books
from sokoguru.ledger.actions import holds
from sokoguru.ledger.models import Entry
from sokoguru.ledger.rules import Role
from sokoguru.members import queries as members
from sokoguru.members.actions import joining, people
from sokoguru.members.errors import DuesUnpaid
from sokoguru.members.models import Member
from sokoguru.savings.actions import cash, counter, products
from sokoguru.savings.errors import (
    BelowMinimum,
    CashShort,
    NotFullMember,
    NotMember,
    NotOurSlip,
    OpinionMissing,
    Overdrawn,
    PokokNotAsDue,
    ProductMissing,
    ProductOpen,
    StaysWhileMember,
)
from sokoguru.savings.queries import balances, drawers, slips
from sokoguru.savings.rules import SavingTerms, Simpanan
from tests.cast import FIRST, Cast, apply
from tests.savings.conftest import TERMS, Counter, open_wadiah

OPENING = 9 * 120_000  # what nine founders paid into Deni's drawer


def lines_of(reference: str) -> dict[tuple[str, str], int]:
    entry = Entry.objects.get(reference=reference)
    return {
        (line.account.unit.code, line.account.role): line.amount
        for line in books.lines_of(entry.pk)
    }


def state(cast: Cast, name: str, value: str) -> None:
    Member.objects.filter(pk=cast.member(name).pk).update(state=value)


# Deposits ----------------------------------------------------------------------------------------


def test_a_deposit_moves_cash_into_the_wadiah_of_the_sharia_unit(loket: Counter) -> None:
    done = loket.deposit("Siti", 50_000)
    assert lines_of(done.reference) == {
        ("uspps", "cash.teller"): 50_000,
        ("uspps", "savings.sukarela"): -50_000,
    }
    assert (loket.has("Siti"), loket.cash()) == (50_000, OPENING + 50_000)


def test_simpanan_wajib_stands_in_the_books_of_the_whole_and_is_bridged(loket: Counter) -> None:
    done = loket.deposit("Siti", 20_000, kind="wajib")
    assert lines_of(done.reference) == {
        ("uspps", "cash.teller"): 20_000,
        ("uspps", "rk.induk"): -20_000,
        ("induk", "rk.uspps"): 20_000,
        ("induk", "savings.wajib"): -20_000,
    }
    assert loket.has("Siti", "wajib") == 40_000


def test_the_number_of_a_slip_can_be_read_aloud_and_found(loket: Counter) -> None:
    done = loket.deposit("Siti", 50_000)
    found = slips.slip(done.reference)
    assert done.reference[:4] == "STR-"
    assert len(done.reference) == 15
    assert found.member is not None
    assert (found.member.name, found.kind, found.amount) == ("Siti", "sukarela", 50_000)
    assert (found.balance_before, found.balance, found.teller) == (0, 50_000, "Deni")


def test_a_retried_deposit_is_posted_once(loket: Counter) -> None:
    first = loket.deposit("Siti", 50_000, key="k-1")
    again = loket.deposit("Siti", 50_000, key="k-1")
    assert (again.entry_id, again.replayed) == (first.entry_id, True)
    assert loket.has("Siti") == 50_000
    assert Record.objects.filter(name="savings.DepositTaken").count() == 1


def test_the_same_key_with_another_amount_or_member_is_refused(loket: Counter) -> None:
    loket.deposit("Siti", 50_000, key="k-1")
    for name, amount in (("Siti", 50_001), ("Budi", 50_000)):
        with pytest.raises(KeyReused):
            loket.deposit(name, amount, key="k-1")
    assert (loket.has("Siti"), loket.has("Budi")) == (50_000, 0)


def test_keys_of_two_tellers_are_their_own(loket: Counter) -> None:
    one = loket.deposit("Siti", 50_000, key="k-1")
    other = loket.deposit("Siti", 50_000, key="k-1", by="hasan")
    assert one.reference != other.reference
    assert (loket.has("Siti"), loket.cash("hasan")) == (100_000, 50_000)


@pytest.mark.usefixtures("unchanged")
def test_a_deposit_below_the_minimum_leaves_no_trace(loket: Counter) -> None:
    with pytest.raises(BelowMinimum) as refused:
        loket.deposit("Budi", 9_999)
    assert refused.value.facts == {"kind": "sukarela", "amount": 9_999, "minimum": 10_000}
    with pytest.raises(BelowMinimum) as refused:
        loket.deposit("Budi", 19_999, kind="wajib")
    assert refused.value.facts["minimum"] == 20_000


@pytest.mark.parametrize("amount", [0, -1, -50_000])
def test_nothing_and_less_than_nothing_are_no_deposits(loket: Counter, amount: int) -> None:
    with pytest.raises(BelowMinimum):
        loket.deposit("Siti", amount)


@pytest.mark.usefixtures("unchanged")
def test_pokok_is_paid_once(loket: Counter) -> None:
    with pytest.raises(PokokNotAsDue) as refused:
        loket.deposit("Siti", 100_000, kind="pokok")
    assert refused.value.facts == {"amount": 100_000, "due": 0}


@pytest.mark.usefixtures("unchanged")
def test_a_candidate_has_no_simpanan_yet(loket: Counter) -> None:
    state(loket.cast, "Budi", "calon")
    for kind, error in (("sukarela", NotFullMember), ("wajib", NotMember), ("pokok", NotMember)):
        with pytest.raises(error) as refused:
            loket.deposit("Budi", 50_000, kind=kind)
        assert refused.value.facts == {"kind": kind, "state": "calon"}


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize(
    "value", ["nonaktif", "anggota_luar_biasa", "mengundurkan_diri", "ditolak"]
)
def test_sukarela_takes_deposits_of_full_members_only(loket: Counter, value: str) -> None:
    for name in ("Siti", "Budi"):  # with a simpanan, and without
        state(loket.cast, name, value)
        with pytest.raises(NotFullMember) as refused:
            loket.deposit(name, 50_000)
        assert refused.value.facts == {"kind": "sukarela", "state": value}


@pytest.mark.usefixtures("unchanged")
def test_a_cashier_takes_no_deposits(loket: Counter) -> None:
    with pytest.raises(ActNotGranted):
        loket.deposit("Siti", 50_000, by="wulan")
    with pytest.raises(ActNotGranted):
        loket.withdraw("Siti", 50_000, by="umar")


# The product and the DPS -------------------------------------------------------------------------


def test_wadiah_takes_nothing_before_the_board_opens_it(cast: Cast) -> None:
    with pytest.raises(ProductMissing):
        Counter(cast).deposit("Siti", 50_000)
    assert Counter(cast).has("Siti") == 0


def test_no_sharia_product_opens_without_the_opinion_of_the_dps(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sokoguru.savings.rules.WADIAH", "mudharabah")
    with pytest.raises(OpinionMissing):
        open_wadiah(cast)
    assert balances.products() == []


def test_an_opinion_against_it_stops_new_money_and_lets_the_old_out(loket: Counter) -> None:
    loket.deposit("Siti", 50_000)
    dps = members.officers("dps")[0]
    people.give_opinion(
        product="wadiah", reference="DPS/02/2026", given_on=FIRST, allows=False,
        text="Ditangguhkan.", officer_id=dps.pk, actor=loket.cast.actor("salim"),
    )  # fmt: skip
    with pytest.raises(OpinionMissing):
        loket.deposit("Siti", 50_000)
    loket.withdraw("Siti", 45_000)
    assert loket.has("Siti") == 5_000


def test_opening_a_product_is_repeated_safely_and_never_changed(loket: Counter) -> None:
    again = open_wadiah(loket.cast)
    assert [row.pk for row in balances.products()] == [again.pk]
    assert again.opinion == "DPS/01/2026"
    with pytest.raises(ProductOpen):
        open_wadiah(loket.cast, SavingTerms(deposit_min=1))
    with pytest.raises(ActNotGranted):
        products.open_product(
            kind=Simpanan.SUKARELA, name="x", since=FIRST, terms=TERMS,
            actor=loket.cast.actor("deni"),
        )  # fmt: skip


# Withdrawals -------------------------------------------------------------------------------------


def test_a_withdrawal_pays_cash_out_of_the_wadiah(loket: Counter) -> None:
    loket.deposit("Siti", 50_000)
    done = loket.withdraw("Siti", 20_000)
    assert lines_of(done.reference) == {
        ("uspps", "savings.sukarela"): 20_000,
        ("uspps", "cash.teller"): -20_000,
    }
    assert (loket.has("Siti"), loket.cash()) == (30_000, OPENING + 30_000)
    assert slips.slip(done.reference).balance_before == 50_000


def test_a_retried_withdrawal_is_paid_once_even_when_nothing_is_left(loket: Counter) -> None:
    loket.deposit("Siti", 50_000)
    first = loket.withdraw("Siti", 45_000, key="k-2")
    assert loket.withdraw("Siti", 45_000, key="k-2").entry_id == first.entry_id
    assert loket.has("Siti") == 5_000


@pytest.mark.usefixtures("unchanged")
def test_more_than_is_available_is_refused_with_what_is(loket: Counter) -> None:
    with pytest.raises(Overdrawn) as refused:
        loket.withdraw("Siti", 95_001)
    assert refused.value.facts == {
        "kind": "sukarela", "amount": 95_001, "available": 95_000, "balance_min": 5_000,
    }  # fmt: skip
    with pytest.raises(Overdrawn) as refused:
        loket.withdraw("Budi", 5_000)  # who never saved
    assert refused.value.facts["available"] == 0


def test_what_is_held_cannot_be_taken(loket: Counter) -> None:
    loket.deposit("Siti", 100_000)
    leaf = balances.leaf(loket.cast.member("Siti").pk, Simpanan.SUKARELA)
    holds.place_hold(account=leaf, amount=60_000, reference="tahan:1")
    with pytest.raises(Overdrawn) as refused:
        loket.withdraw("Siti", 35_001)
    assert refused.value.facts["available"] == 35_000
    loket.withdraw("Siti", 35_000)
    assert balances.passbook(loket.cast.member("Siti").pk).available == 0


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("kind", ["pokok", "wajib"])
@pytest.mark.parametrize("value", ["anggota", "nonaktif"])
def test_capital_stays_while_the_member_stays(loket: Counter, kind: str, value: str) -> None:
    state(loket.cast, "Siti", value)
    with pytest.raises(StaysWhileMember) as refused:
        loket.withdraw("Siti", 20_000, kind=kind)
    assert refused.value.facts == {"kind": kind, "state": value}


def test_who_leaves_takes_everything(loket: Counter) -> None:
    loket.deposit("Siti", 50_000)
    state(loket.cast, "Siti", "mengundurkan_diri")
    for kind, amount in (("sukarela", 50_000), ("wajib", 20_000), ("pokok", 100_000)):
        loket.withdraw("Siti", amount, kind=kind)
    assert balances.passbook(loket.cast.member("Siti").pk).total == 0


@pytest.mark.usefixtures("unchanged")
def test_a_withdrawal_below_the_minimum_or_beyond_the_tellers_limit_is_refused(
    loket: Counter,
) -> None:
    with pytest.raises(BelowMinimum):
        loket.withdraw("Siti", 4_999)
    with pytest.raises(AboveLimit) as refused:
        loket.withdraw("Siti", 5_000_001)
    assert refused.value.facts["limit"] == 5_000_000


def test_a_drawer_pays_only_what_it_holds(loket: Counter) -> None:
    loket.deposit("Siti", 2_000_000, by="hasan")
    with pytest.raises(CashShort) as refused:
        loket.withdraw("Siti", 1_500_000)
    assert refused.value.facts == {"amount": 1_500_000, "available": OPENING}
    assert loket.has("Siti") == 2_000_000


# A candidate's dues ------------------------------------------------------------------------------


def test_dues_go_into_the_tellers_drawer_as_titipan_once(loket: Counter) -> None:
    cast = loket.cast
    member = joining.register(
        application=apply(99, "Calon", nik="3201016208909999"), actor=cast.actor("deni")
    )

    def pay(key: str) -> counter.Moved:
        return counter.receive_dues(member_id=member.pk, request_key=key, actor=cast.actor("deni"))

    first = pay("t-1")
    assert pay("t-1").entry_id == first.entry_id
    assert lines_of(first.reference)["induk", "member.advance"] == -120_000
    with pytest.raises(DuesUnpaid) as refused:
        pay("t-2")
    assert refused.value.facts == {"paid": 120_000, "due": 0}
    assert loket.cash() == OPENING + 120_000
    joining.sign_register(member_id=member.pk, actor=cast.actor("deni"))
    joining.admit(member_id=member.pk, actor=cast.actor("ratna"))
    assert pay("t-1").entry_id == first.entry_id  # a late retry after admission


# Taking a slip back ------------------------------------------------------------------------------


def test_the_treasurer_takes_a_deposit_back_once(loket: Counter) -> None:
    done = loket.deposit("Siti", 50_000)
    hasan = loket.cast.actor("hasan")
    back = counter.reverse(reference=done.reference, reason="salah orang", actor=hasan)
    again = counter.reverse(reference=done.reference, reason="salah orang", actor=hasan)
    assert (again.entry_id, again.replayed) == (back.entry_id, True)
    assert (loket.has("Siti"), loket.cash()) == (0, OPENING)
    assert slips.slip(done.reference).reversed_by == back.reference


def test_a_withdrawal_taken_back_is_saved_again(loket: Counter) -> None:
    loket.deposit("Siti", 50_000)
    done = loket.withdraw("Siti", 20_000)
    counter.reverse(
        reference=done.reference, reason="salah hitung", actor=loket.cast.actor("hasan")
    )
    assert (loket.has("Siti"), loket.cash()) == (50_000, OPENING + 50_000)


def test_nobody_takes_back_what_he_made_himself(loket: Counter) -> None:
    done = loket.deposit("Siti", 50_000, by="hasan")
    with pytest.raises(SamePerson):
        counter.reverse(reference=done.reference, reason="-", actor=loket.cast.actor("hasan"))
    with pytest.raises(ActNotGranted):
        counter.reverse(reference=done.reference, reason="-", actor=loket.cast.actor("deni"))
    assert loket.has("Siti") == 50_000


def test_a_deposit_that_was_spent_is_not_taken_back(loket: Counter) -> None:
    done = loket.deposit("Siti", 50_000)
    loket.deposit("Siti", 10_000)
    loket.withdraw("Siti", 30_000)
    with pytest.raises(Overdrawn) as refused:
        counter.reverse(reference=done.reference, reason="-", actor=loket.cast.actor("hasan"))
    assert refused.value.facts["available"] == 30_000
    assert loket.has("Siti") == 30_000


def test_cash_between_till_and_drawer_is_not_taken_back_here(loket: Counter) -> None:
    moved = cash.take_cash_back(
        login_id=loket.cast.staff["deni"].login_id, amount=100_000, request_key="c-1",
        actor=loket.cast.actor("hasan"),
    )  # fmt: skip
    with pytest.raises(NotOurSlip):
        counter.reverse(reference=moved.reference, reason="-", actor=loket.cast.actor("hasan"))


# The drawer --------------------------------------------------------------------------------------


def test_the_drawer_says_what_should_be_in_it(loket: Counter) -> None:
    cast, deni = loket.cast, loket.cast.staff["deni"].login_id
    loket.deposit("Siti", 50_000)
    wrong = loket.deposit("Budi", 30_000)
    loket.withdraw("Siti", 20_000)
    counter.reverse(reference=wrong.reference, reason="salah", actor=cast.actor("hasan"))
    hasan = cast.actor("hasan")
    cash.take_cash_back(login_id=deni, amount=500_000, request_key="c-1", actor=hasan)
    cash.hand_cash(login_id=deni, amount=200_000, request_key="c-2", actor=hasan)
    today = drawers.drawer(deni)
    assert (today.deposits, today.deposit_count) == (80_000, 2)
    assert (today.withdrawals, today.withdrawal_count) == (20_000, 1)
    assert (today.handed, today.other) == (-300_000, OPENING - 30_000)
    assert today.opening == 0
    assert today.expected == loket.cash() == OPENING - 270_000
    assert books.balance(drawers.till().id) == 300_000


def test_cash_is_handed_once_by_another_person_and_never_more_than_there_is(
    loket: Counter,
) -> None:
    deni, hasan = loket.cast.staff["deni"].login_id, loket.cast.actor("hasan")
    with pytest.raises(CashShort) as refused:
        cash.hand_cash(login_id=deni, amount=1, request_key="c-1", actor=hasan)
    assert refused.value.facts == {"amount": 1, "available": 0}
    for _ in range(2):
        cash.take_cash_back(login_id=deni, amount=400_000, request_key="c-2", actor=hasan)
    assert (loket.cash(), books.balance(drawers.till().id)) == (OPENING - 400_000, 400_000)
    with pytest.raises(KeyReused):
        cash.take_cash_back(login_id=deni, amount=400_001, request_key="c-2", actor=hasan)
    with pytest.raises(SamePerson):
        cash.hand_cash(login_id=hasan.id, amount=1, request_key="c-3", actor=hasan)
    with pytest.raises(ActNotGranted):
        cash.hand_cash(login_id=deni, amount=1, request_key="c-4", actor=loket.cast.actor("deni"))
    with pytest.raises(ActNotGranted):  # Wulan keeps no drawer of the savings unit
        cash.hand_cash(
            login_id=loket.cast.staff["wulan"].login_id, amount=1, request_key="c-5", actor=hasan
        )


def test_every_role_of_the_counter_is_a_leaf_of_the_teller(loket: Counter) -> None:
    loket.deposit("Siti", 50_000, by="hasan")
    held = books.balances(unit="uspps", role=Role.CASH_TELLER)
    assert held == {
        f"identity.login:{loket.cast.staff['deni'].login_id}": OPENING,
        f"identity.login:{loket.cast.staff['hasan'].login_id}": 50_000,
    }
