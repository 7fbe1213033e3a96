"""Proposals with the worked numbers, through the actions; the running estimate."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from sokoguru.kernel import clock, shares
from sokoguru.kernel.refs import SYSTEM
from sokoguru.ledger.models import Entry
from sokoguru.members import queries as members
from sokoguru.members.models import Member
from sokoguru.surplus import invariants, queries
from sokoguru.surplus.actions import closing, proposing
from sokoguru.surplus.errors import NothingToDistribute, PolicyMissing, YearNotClosed
from sokoguru.surplus.models import Proposal, Share
from sokoguru.surplus.rules import shu as rules
from sokoguru.surplus.rules.policy import CapitalBase
from sokoguru.tenancy.models import Cooperative
from tests.surplus.year import (
    AD,
    AFTER,
    YEAR,
    Person,
    admit,
    earn,
    open_book,
    pay_capital,
    profit_before_tax,
    set_policy,
)

JT = 1_000_000


@pytest.fixture
def book(melati: Cooperative) -> Cooperative:
    open_book(melati)
    return melati


def year_of(
    surplus: int, people: Sequence[Person], *, gross: int = 0, others: int = 0
) -> tuple[Proposal, list[Member]]:
    """A closed year that leaves exactly this surplus after tax, and its proposal."""
    rows = [admit(person) for person in people]
    profit = profit_before_tax(surplus)
    gross = max(gross, profit - others)
    earn(gross, from_others=others, costs=gross + others - profit)
    with clock.frozen(AFTER):
        closed = closing.close_year(year=YEAR, actor=SYSTEM)
        assert closed.surplus == surplus
        return proposing.propose(year=YEAR, actor=SYSTEM), rows


def heads(proposal: Proposal) -> dict[str, int]:
    return {head.value: amount for head, _, amount in queries.heads_of(proposal.pk)}


def share(proposal: Proposal, member: Member) -> Share:
    found = queries.share_of(proposal_id=proposal.pk, member_id=member.pk)
    assert found is not None
    return found


def clean() -> bool:
    found = invariants.proposals_add_up()
    return found.ok and found.checked > 0


@pytest.mark.parametrize(
    ("source", "surplus", "modal", "usaha", "one", "whole", "expected"),
    [
        ("TV-01", 56 * JT, 25, 30, (600_000, 8_400_000), (28 * JT, 168 * JT), (300_000, 840_000)),
        ("TV-03", 60 * JT, 20, 25, (2 * JT, 5 * JT), (100 * JT, 75 * JT), (240_000, 1 * JT)),
        ("TV-04", 6_400_000, 25, 30, (8 * JT, 0), (16 * JT, 8 * JT), (800_000, 0)),
        ("TV-06", 20 * JT, 20, 30, (2 * JT, 2 * JT), (30 * JT, 50 * JT), (266_666, 240_000)),
    ],
)
def test_a_members_share_is_the_worked_one(
    book: Cooperative,
    source: str,
    surplus: int,
    modal: int,
    usaha: int,
    one: tuple[int, int],
    whole: tuple[int, int],
    expected: tuple[int, int],
) -> None:
    set_policy({"cadangan": 100 - modal - usaha, "jasa_modal": modal, "jasa_usaha": usaha})
    others = Person("Lainnya", whole[0] - one[0], whole[1] - one[1])
    proposal, (first, _) = year_of(surplus, [Person("Susanti", *one), others], gross=whole[1])
    mine = share(proposal, first)
    assert (mine.jasa_modal, mine.jasa_usaha) == expected, source
    assert (mine.capital, mine.business) == one
    assert sum(heads(proposal).values()) == surplus
    assert clean()


def test_the_heads_of_a_ksp_are_the_worked_ones(book: Cooperative) -> None:
    """TV-07."""
    set_policy(
        {
            "jasa_usaha": 25,
            "jasa_modal": 20,
            "dana_pengurus": 10,
            "dana_karyawan": 10,
            "dana_pendidikan": 10,
            "dana_sosial": 10,
            "cadangan": 15,
        }
    )
    proposal, _ = year_of(123 * JT, [Person("Siti", 50 * JT, 20 * JT)])
    assert heads(proposal) == {
        "jasa_usaha": 30_750_000,
        "jasa_modal": 24_600_000,
        "dana_pengurus": 12_300_000,
        "dana_karyawan": 12_300_000,
        "dana_pendidikan": 12_300_000,
        "dana_sosial": 12_300_000,
        "cadangan": 18_450_000,
    }


def test_what_was_earned_from_others_goes_to_cadangan(book: Cooperative) -> None:
    """TV-10."""
    set_policy(AD)
    proposal, _ = year_of(
        90 * JT, [Person("Siti", 10 * JT, 30 * JT)], gross=720 * JT, others=240 * JT
    )
    assert proposal.from_non_members == 22_500_000
    assert (proposal.member_turnover, proposal.turnover) == (720 * JT, 960 * JT)
    parts = heads(proposal)
    assert parts["cadangan"] == 67_500_000 * 40 // 100 + 22_500_000
    assert parts["jasa_usaha"] == 13_500_000
    assert sum(parts.values()) == 90 * JT
    assert clean()


def test_the_villages_part_comes_from_the_whole(book: Cooperative) -> None:
    """TV-11."""
    set_policy(AD, village=20)
    proposal, _ = year_of(40 * JT, [Person("Siti", 10 * JT, 30 * JT)])
    assert proposal.village == 8 * JT
    assert sum(heads(proposal).values()) == 32 * JT
    assert clean()


def three() -> list[Person]:
    return [Person(name, 100_000, 50_000) for name in ("Siti", "Budi", "Wati")]


def test_shares_are_floored_and_every_remainder_goes_to_cadangan(book: Cooperative) -> None:
    """TV-52."""
    set_policy({"cadangan": 30, "jasa_modal": 30, "jasa_usaha": 40})
    proposal, rows = year_of(1_000_001, three())
    assert [share(proposal, row).total for row in rows] == [233_333] * 3
    assert heads(proposal) == {"cadangan": 300_002, "jasa_modal": 300_000, "jasa_usaha": 399_999}
    assert clean()


def test_rounding_instead_of_flooring_is_caught(
    book: Cooperative, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The planted bug: each share to the nearest rupiah, as an eager programmer would."""

    def nearest(total: int, weights: Sequence[int]) -> tuple[list[int], int]:
        whole = sum(weights)
        parts = [(2 * total * weight + whole) // (2 * whole) if whole else 0 for weight in weights]
        return parts, total - sum(parts)

    assert rules.floor_shares is shares.floor_shares
    monkeypatch.setattr(rules, "floor_shares", nearest)
    set_policy({"cadangan": 30, "jasa_modal": 30, "jasa_usaha": 40})
    year_of(1_000_001, [replace(each, capital=100_000 + n) for n, each in enumerate(three())])
    found = invariants.proposals_add_up()
    assert not found.ok
    assert "dibulatkan ke bawah" in " ".join(found.broken)


def test_a_proposal_is_drawn_up_once_and_changes_make_a_new_number(book: Cooperative) -> None:
    set_policy(AD)
    first, _ = year_of(1_000_001, three())
    with clock.frozen(AFTER):
        assert proposing.propose(year=YEAR, actor=SYSTEM).pk == first.pk
        set_policy({"cadangan": 50, "jasa_modal": 25, "jasa_usaha": 25})
        second = proposing.propose(year=YEAR, actor=SYSTEM)
    assert (first.number, second.number) == (1, 2)
    assert first.digest != second.digest
    assert queries.digest_of(first) == first.digest


def test_before_the_year_is_closed_and_after_a_loss_nothing_is_proposed(book: Cooperative) -> None:
    set_policy(AD)
    with clock.frozen(AFTER), pytest.raises(YearNotClosed):
        proposing.propose(year=YEAR, actor=SYSTEM)
    earn(10, costs=1_000)
    with clock.frozen(AFTER):
        closing.close_year(year=YEAR, actor=SYSTEM)
        with pytest.raises(NothingToDistribute):
            proposing.propose(year=YEAR, actor=SYSTEM)
    assert (Proposal.objects.count(), Share.objects.count()) == (0, 0)


def test_capital_counts_at_the_years_end_or_on_average(book: Cooperative) -> None:
    siti = admit(Person("Siti"))
    pay_capital(siti, 1_200_000, on=date(2026, 1, 5), reference="awal")
    pay_capital(siti, 1_200_000, on=date(2026, 12, 1), reference="akhir")
    pay_capital(siti, 500_000, on=date(2027, 1, 2), reference="tahun depan")
    year = {"since": date(2026, 1, 1), "until": date(2026, 12, 31)}
    (at_end,) = queries.bases(**year, base=CapitalBase.YEAR_END)
    (mean,) = queries.bases(**year, base=CapitalBase.AVERAGE)
    assert (at_end.capital, mean.capital) == (2_400_000, 1_300_000)


def test_the_running_estimate_says_what_a_proposal_would(book: Cooperative) -> None:
    set_policy({"cadangan": 30, "jasa_modal": 30, "jasa_usaha": 40})
    rows = [admit(person) for person in three()]
    earn(profit_before_tax(1_000_001))
    entries = Entry.objects.count()
    assert proposing.estimate() == 3
    assert proposing.estimate() == 3
    growing = members.estimate(rows[0].pk, year=YEAR)
    assert growing is not None
    assert (growing.capital, growing.business, growing.total) == (100_000, 133_333, 233_333)
    assert (growing.participation, growing.capital_base) == (50_000, 100_000)
    assert Entry.objects.count() == entries


def test_an_estimate_of_a_loss_is_nothing_but_the_business_is_shown(book: Cooperative) -> None:
    set_policy(AD)
    (siti,) = [admit(Person("Siti", 100_000, 70_000))]
    earn(100_000, costs=400_000)
    assert proposing.estimate() == 1
    growing = members.estimate(siti.pk, year=YEAR)
    assert growing is not None
    assert (growing.total, growing.participation) == (0, 70_000)


def test_before_the_percentages_are_entered_nobody_has_an_estimate(book: Cooperative) -> None:
    siti = admit(Person("Siti", 100_000, 70_000))
    assert proposing.estimate() == 0
    assert members.estimate(siti.pk, year=YEAR) is None
    with pytest.raises(PolicyMissing):
        queries.policy(date(2026, 11, 24))


def test_an_estimate_before_the_year_ends_uses_the_days_so_far(book: Cooperative) -> None:
    set_policy(AD)
    admit(Person("Siti", 100_000, 70_000))
    with clock.frozen(datetime(2026, 2, 1, tzinfo=UTC)):
        assert proposing.estimate() == 0  # nothing had happened yet
