"""What may be paid in and out of simpanan."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sokoguru.members.rules.admission import MemberState
from sokoguru.savings import errors
from sokoguru.savings.rules import (
    Opinion,
    SavingTerms,
    Simpanan,
    available_of,
    check_deposit,
    check_product,
    check_withdrawal,
)

TERMS = SavingTerms(deposit_min=10_000, withdrawal_min=10_000, balance_min=20_000)
MEMBER = MemberState.ANGGOTA


def withdraw(amount: int, *, balance=100_000, held=0, kind=Simpanan.SUKARELA, state=MEMBER):
    check_withdrawal(kind, amount, balance=balance, held=held, member_state=state, terms=TERMS)


def test_a_member_deposits_from_the_minimum_on():
    check_deposit(Simpanan.SUKARELA, 10_000, member_state=MEMBER, terms=TERMS)
    check_deposit(Simpanan.WAJIB, 20_000, member_state=MEMBER, terms=TERMS)
    with pytest.raises(errors.BelowMinimum) as refused:
        check_deposit(Simpanan.SUKARELA, 9_999, member_state=MEMBER, terms=TERMS)
    assert refused.value.facts == {"kind": "sukarela", "amount": 9_999, "minimum": 10_000}


@pytest.mark.parametrize("amount", [0, -1, -(10**18)])
def test_nothing_is_not_a_deposit_even_without_a_minimum(amount: int):
    with pytest.raises(errors.BelowMinimum):
        check_deposit(
            Simpanan.SUKARELA, amount, member_state=MEMBER, terms=SavingTerms(deposit_min=0)
        )


@pytest.mark.parametrize("state", [state for state in MemberState if state is not MEMBER])
def test_sukarela_is_for_full_members_only(state: MemberState):
    with pytest.raises(errors.NotFullMember):
        check_deposit(Simpanan.SUKARELA, 10_000, member_state=state, terms=TERMS)


@pytest.mark.parametrize("kind", [Simpanan.POKOK, Simpanan.WAJIB])
def test_a_candidate_pays_titipan_not_capital(kind: Simpanan):
    with pytest.raises(errors.NotMember):
        check_deposit(kind, 20_000, member_state=MemberState.CALON, terms=TERMS)


def test_pokok_is_paid_once_and_exactly():
    due = SavingTerms(pokok_due=100_000)
    check_deposit(Simpanan.POKOK, 100_000, member_state=MEMBER, terms=due)
    for amount, terms in ((99_999, due), (100_001, due), (100_000, SavingTerms()), (0, TERMS)):
        with pytest.raises(errors.PokokNotAsDue):
            check_deposit(Simpanan.POKOK, amount, member_state=MEMBER, terms=terms)


def test_an_amount_that_no_act_may_carry_is_refused():
    with pytest.raises(errors.AboveMaximum):
        check_deposit(Simpanan.SUKARELA, 2**63, member_state=MEMBER, terms=TERMS)
    with pytest.raises(errors.AboveMaximum):
        withdraw(2**63, balance=2**63)


def test_a_withdrawal_stops_at_what_is_available():
    withdraw(80_000)
    with pytest.raises(errors.Overdrawn) as refused:
        withdraw(80_001)
    assert refused.value.facts["available"] == 80_000
    with pytest.raises(errors.Overdrawn):
        withdraw(50_001, held=30_000)
    withdraw(50_000, held=30_000)


def test_a_withdrawal_has_a_minimum():
    with pytest.raises(errors.BelowMinimum):
        withdraw(9_999)


@pytest.mark.parametrize("kind", [Simpanan.POKOK, Simpanan.WAJIB])
def test_capital_stays_while_the_member_stays(kind: Simpanan):
    for state in (MEMBER, MemberState.NONAKTIF, MemberState.ANGGOTA_LUAR_BIASA):
        with pytest.raises(errors.StaysWhileMember):
            withdraw(20_000, kind=kind, state=state)
    withdraw(100_000, kind=kind, state=MemberState.MENGUNDURKAN_DIRI)


def test_a_wadiah_is_returned_to_whoever_keeps_it_here():
    withdraw(10_000, state=MemberState.NONAKTIF)
    for state in (MemberState.CALON, MemberState.DITOLAK, MemberState.SELESAI):
        with pytest.raises(errors.NotFullMember):
            withdraw(10_000, state=state)


def test_whoever_leaves_takes_everything():
    withdraw(100_000, state=MemberState.MENINGGAL)
    withdraw(1, state=MemberState.DIBERHENTIKAN)
    with pytest.raises(errors.Overdrawn):
        withdraw(100_001, state=MemberState.MENINGGAL)


@given(st.integers(0, 10**12), st.integers(0, 10**12), st.integers(0, 10**6))
def test_what_is_available_is_never_below_zero(balance: int, held: int, must_stay: int):
    available = available_of(balance=balance, held=held, must_stay=must_stay)
    assert available >= 0
    assert available + held + must_stay <= max(balance, held + must_stay)


def test_no_sharia_product_opens_without_the_dps():
    on = date(2026, 11, 24)
    check_product(Opinion(reference="DPS/01/2026", given_on=on, allows=True), on=on)
    for opinion in (
        None,
        Opinion(reference="DPS/02/2026", given_on=on, allows=False),
        Opinion(reference="DPS/03/2026", given_on=date(2026, 11, 25), allows=True),
        Opinion(reference="", given_on=on, allows=True),
    ):
        with pytest.raises(errors.OpinionMissing):
            check_product(opinion, on=on)
