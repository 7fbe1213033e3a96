"""SHU and tax to the rupiah: the worked numbers of textbooks, RAT books and our own."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sokoguru.surplus import errors
from sokoguru.surplus.rules.policy import average_capital
from sokoguru.surplus.rules.proposal import Fingerprinted, fingerprint
from sokoguru.surplus.rules.shu import (
    Allocation,
    Head,
    MemberBase,
    MemberShare,
    allocate,
    check_percentages,
    cover_loss,
    distribute,
    member_part,
    share,
    village_part,
)
from sokoguru.surplus.rules.tax import TaxRules, final_tax, income_tax, may_pay_final


def allocations(**percentages: float | str) -> list[Allocation]:
    return [Allocation(Head(head), Decimal(str(p))) for head, p in percentages.items()]


def first_share(jasa_modal: int, jasa_usaha: int, *, one: MemberBase, all_: MemberBase):
    """The share of one member among all, the others taken together."""
    others = MemberBase(0, all_.capital - one.capital, all_.business - one.business)
    shares, _ = share(jasa_modal=jasa_modal, jasa_usaha=jasa_usaha, bases=[one, others])
    return shares[0]


JT = 1_000_000
WORKED = [
    # source, SHU, % jasa modal and usaha, all capital and business, the member's, the two shares
    ("TV-01", 56_000_000, (25, 30), (28 * JT, 168 * JT), (600_000, 8_400_000), (300_000, 840_000)),
    ("TV-03", 60 * JT, (20, 25), (100 * JT, 75 * JT), (2 * JT, 5 * JT), (240_000, 1_000_000)),
    ("TV-04", 6_400_000, (25, 75), (16 * JT, 1), (8 * JT, 0), (800_000, 0)),
    ("TV-06", 20 * JT, (20, 30), (30 * JT, 50 * JT), (2 * JT, 2 * JT), (266_666, 240_000)),
]


@pytest.mark.parametrize(("source", "surplus", "percentages", "all_", "one", "expected"), WORKED)
def test_a_members_share_agrees_with_the_worked_numbers(
    source, surplus, percentages, all_, one, expected
):
    """Public answers; TV-03 is F2; the source of TV-06 prints ten times too much."""
    modal, usaha = (surplus * p // 100 for p in percentages)
    got = first_share(modal, usaha, one=MemberBase(1, *one), all_=MemberBase(0, *all_))
    assert (got.jasa_modal, got.jasa_usaha) == expected, source
    assert got.total == sum(expected)


def test_heads_add_up_to_the_surplus():
    """TV-07."""
    heads = allocate(
        123_000_000,
        allocations(
            jasa_usaha=25,
            jasa_modal=20,
            dana_pengurus=10,
            dana_karyawan=10,
            dana_pendidikan=10,
            dana_sosial=10,
            cadangan=15,
        ),
    )
    assert heads == {
        Head.JASA_USAHA: 30_750_000,
        Head.JASA_MODAL: 24_600_000,
        Head.DANA_PENGURUS: 12_300_000,
        Head.DANA_KARYAWAN: 12_300_000,
        Head.DANA_PENDIDIKAN: 12_300_000,
        Head.DANA_SOSIAL: 12_300_000,
        Head.CADANGAN: 18_450_000,
    }


@pytest.mark.parametrize(
    "percentages",
    [
        ["40", "40", "5", "5", "5", "5", "5"],
        ["40", "40", "8", "5", "5", "2.5", "2.5", "2"],
        ["99.9999"],
        ["110", "-10"],
        ["NaN", "100"],
        ["Infinity"],
        ["Infinity", "-Infinity"],
        ["sNaN"],
        ["1e-999999", "100"],
        ["99.9999999999999999999999999999999", "0.0001"],
        [],
    ],
)
def test_what_is_not_exactly_100_is_refused(percentages: list[str]):
    """TV-08: the textbook set of 105 per cent among them."""
    with pytest.raises(errors.PercentagesOff):
        check_percentages([Decimal(p) for p in percentages])


def test_exactly_100_is_accepted():
    check_percentages([Decimal(p) for p in ("40", "40", "5", "5", "5", "5")])
    check_percentages([Decimal("33.3"), Decimal("66.70")])


def test_a_list_without_cadangan_or_with_a_head_twice_is_refused():
    with pytest.raises(errors.CadanganMissing):
        allocate(1_000, allocations(jasa_modal=50, jasa_usaha=50))
    with pytest.raises(errors.HeadTwice):
        allocate(1_000, allocations(cadangan=50) * 2)


def test_what_was_earned_from_others_goes_to_cadangan():
    """TV-10."""
    assert member_part(90_000_000, member_turnover=720, turnover=960) == (67_500_000, 22_500_000)
    for members, all_ in ((961, 960), (-1, 960), (0, 0)):
        with pytest.raises(errors.BaseImpossible):
            member_part(1_000, member_turnover=members, turnover=all_)


def test_the_village_has_its_part():
    """TV-11."""
    assert village_part(40_000_000, Decimal(20)) == (8_000_000, 32_000_000)


def test_floors_leave_their_remainders_to_cadangan():
    """TV-52."""
    members = [MemberBase(n, capital=100_000, business=500_000) for n in (1, 2, 3)]
    made = distribute(
        surplus=1_000_001,
        member_turnover=1,
        turnover=1,
        allocations=allocations(cadangan=30, jasa_modal=30, jasa_usaha=40),
        bases=members,
    )
    assert made.shares == tuple(MemberShare(n, 100_000, 133_333) for n in (1, 2, 3))
    assert [one.total for one in made.shares] == [233_333] * 3
    assert made.of(Head.CADANGAN) == 300_002
    assert made.to_members + made.of(Head.CADANGAN) == 1_000_001


@given(
    st.integers(1, 10**13),
    st.integers(0, 1_000),
    st.lists(st.integers(0, 100), min_size=3, max_size=3),
    st.lists(st.tuples(st.integers(-100, 10**9), st.integers(-100, 10**9)), max_size=8),
)
def test_every_distribution_adds_up_and_no_pool_is_exceeded(surplus, members, cuts, bases):
    a, b, c = sorted(cuts)
    made = distribute(
        surplus=surplus,
        member_turnover=members,
        turnover=1_000,
        allocations=allocations(
            cadangan=a, jasa_modal=b - a, jasa_usaha=c - b, dana_sosial=100 - c
        ),
        bases=[MemberBase(n, *base) for n, base in enumerate(bases)],
    )
    assert sum(amount for _, amount in made.heads) == surplus
    assert all(amount >= 0 for _, amount in made.heads)
    assert all(one.jasa_modal >= 0 and one.jasa_usaha >= 0 for one in made.shares)
    assert made.of(Head.JASA_MODAL) * 100_000 <= surplus * members * (b - a)
    assert made.of(Head.JASA_USAHA) * 100_000 <= surplus * members * (c - b)
    assert made.to_members == made.of(Head.JASA_MODAL) + made.of(Head.JASA_USAHA)


@pytest.mark.parametrize("surplus", [0, -1, -(10**12)])
def test_a_loss_year_distributes_nothing(surplus: int):
    with pytest.raises(errors.NothingToDistribute):
        distribute(
            surplus=surplus,
            member_turnover=1,
            turnover=1,
            allocations=allocations(cadangan=100),
            bases=[],
        )


def test_cadangan_bears_a_loss_first():
    assert cover_loss(5_000_000, cadangan=8_000_000) == (5_000_000, 0)
    assert cover_loss(5_000_000, cadangan=3_000_000) == (3_000_000, 2_000_000)
    assert cover_loss(5_000_000, cadangan=-1) == (0, 5_000_000)


def test_nobody_shares_twice():
    with pytest.raises(errors.MemberTwice):
        share(jasa_modal=1, jasa_usaha=1, bases=[MemberBase(1, 1, 1), MemberBase(1, 1, 1)])


def test_whoever_returned_more_than_was_bought_takes_nothing_from_others():
    shares, left = share(
        jasa_modal=0, jasa_usaha=1_000, bases=[MemberBase(1, 0, -500), MemberBase(2, 0, 500)]
    )
    assert [one.jasa_usaha for one in shares] == [0, 1_000]
    assert left == 0


RULES = TaxRules()


def test_a_small_cooperative_pays_half_the_rate():
    """TV-13."""
    assert income_tax(gross=4_500_000_000, profit=500_000_000, rules=RULES).total == 55_000_000


def test_a_larger_one_pays_half_on_its_favoured_part():
    """TV-14."""
    tax = income_tax(gross=30_000_000_000, profit=3_000_000_000, rules=RULES)
    assert (tax.favoured, tax.favoured_tax) == (480_000_000, 52_800_000)
    assert (tax.other, tax.other_tax) == (2_520_000_000, 554_400_000)
    assert tax.total == 607_200_000
    assert final_tax(100_000_000, RULES) == 500_000


def test_a_large_one_pays_in_full_and_a_loss_pays_nothing():
    assert income_tax(gross=50_000_000_001, profit=1_000_999, rules=RULES).total == 220_000
    assert income_tax(gross=1_000, profit=-5_000_000, rules=RULES).total == 0


def test_the_final_rate_ends_after_four_years():
    assert may_pay_final(gross_last_year=4_800_000_000, tax_years_before=3, rules=RULES)
    assert not may_pay_final(gross_last_year=4_800_000_001, tax_years_before=0, rules=RULES)
    assert not may_pay_final(gross_last_year=1, tax_years_before=4, rules=RULES)


def said(**changed) -> Fingerprinted:
    """A small proposal, with one thing changed."""
    values = {
        "year": 2026,
        "surplus": 1_000_001,
        "tax": 110_000,
        "village": 0,
        "village_percentage": Decimal(0),
        "allocations": tuple(allocations(cadangan=30, jasa_modal=30, jasa_usaha=40)),
        "amounts": ((Head.CADANGAN, 300_002), (Head.JASA_MODAL, 300_000)),
        "shares": ((1, 100_000, 133_333), (2, 100_000, 133_333)),
    }
    return Fingerprinted(**{**values, **changed})


def test_the_fingerprint_does_not_see_order_or_the_way_a_percentage_is_written():
    whole = said()
    same = said(
        allocations=tuple(allocations(jasa_usaha="40.0", cadangan="3E+1", jasa_modal="30.00")),
        amounts=whole.amounts[::-1],
        shares=whole.shares[::-1],
    )
    assert fingerprint(whole) == fingerprint(same)
    assert len(fingerprint(whole)) == 64


@pytest.mark.parametrize(
    "changed",
    [
        {"year": 2025},
        {"surplus": 1_000_000},
        {"tax": 109_999},
        {"village": 1},
        {"village_percentage": Decimal(20)},
        {"allocations": tuple(allocations(cadangan="29.99", jasa_modal="30.01", jasa_usaha=40))},
        {"amounts": ((Head.CADANGAN, 300_001), (Head.JASA_MODAL, 300_001))},
        {"shares": ((1, 100_001, 133_332), (2, 100_000, 133_333))},
        {"shares": ((1, 100_000, 133_333),)},
    ],
)
def test_the_fingerprint_sees_every_change(changed: dict[str, object]):
    assert fingerprint(said(**changed)) != fingerprint(said())


def test_what_is_no_percentage_has_no_fingerprint():
    with pytest.raises(ValueError, match="checked"):
        fingerprint(said(village_percentage=Decimal("NaN")))


def test_the_mean_capital_is_floored():
    assert average_capital([{1: 100, 2: 1}, {1: 101}, {1: 100}]) == {1: 100, 2: 0}
