"""Carrying a proposal out: by mandate only, to the rupiah, interrupted and carried on."""

import pytest

from sokoguru.audit.models import Record
from sokoguru.identity.errors import ActNotGranted
from sokoguru.kernel import clock
from sokoguru.kernel.refs import SYSTEM, SubjectRef
from sokoguru.ledger import invariants as ledger
from sokoguru.ledger import queries as books
from sokoguru.ledger.actions import posting
from sokoguru.ledger.models import Entry, Line
from sokoguru.ledger.rules import Role
from sokoguru.members.models import Member
from sokoguru.surplus import invariants, ports, queries
from sokoguru.surplus.actions import closing, distributing, proposing
from sokoguru.surplus.errors import AlreadyDistributed, NotMandated, ProposalChanged
from sokoguru.surplus.models import Distribution, Proposal, Share
from sokoguru.surplus.ports import Mandate
from sokoguru.tenancy.models import Cooperative
from tests.cast import Cast
from tests.surplus.year import (
    AFTER,
    YEAR,
    Person,
    admit,
    earn,
    of,
    open_book,
    profit_before_tax,
    set_policy,
    standing,
)

RESOLVED = SubjectRef("governance.resolution", 7)


@pytest.fixture
def decided(monkeypatch: pytest.MonkeyPatch) -> dict[SubjectRef, Mandate]:
    """A meeting of the tests: what it resolved."""
    said: dict[SubjectRef, Mandate] = {}
    monkeypatch.setattr(ports, "_deciders", [said.get])
    return said


@pytest.fixture
def people(melati: Cooperative) -> list[Member]:
    open_book(melati)
    set_policy({"cadangan": 20, "jasa_modal": 30, "jasa_usaha": 40, "dana_sosial": 10})
    rows = [
        admit(Person("Siti", 100_000, 50_000, saves=True)),
        admit(Person("Budi", 100_000, 50_000)),
        admit(Person("Wati", 100_000, 50_000)),
        admit(Person("Diam")),
    ]
    earn(profit_before_tax(1_000_001))
    return rows


def proposed() -> Proposal:
    with clock.frozen(AFTER):
        closing.close_year(year=YEAR, actor=SYSTEM)
        return proposing.propose(year=YEAR, actor=SYSTEM)


def carry_out(proposal: Proposal) -> Distribution:
    with clock.frozen(AFTER):
        return distributing.distribute(proposal_id=proposal.pk, resolution=RESOLVED, actor=SYSTEM)


def all_well() -> bool:
    found = [
        invariants.proposals_add_up(),
        invariants.distributions_equal_proposals(),
        ledger.entries_sum_to_zero(),
        ledger.balances_equal_lines(),
        ledger.books_balance(),
    ]
    return all(each.ok and each.checked for each in found)


def test_every_rupiah_goes_where_the_meeting_said(
    people: list[Member], decided: dict[SubjectRef, Mandate]
) -> None:
    siti, budi, wati, silent = people
    proposal = proposed()
    decided[RESOLVED] = Mandate(proposal.pk, proposal.digest)
    done = carry_out(proposal)
    assert (done.members, done.amount) == (3, 699_999)
    assert done.finished_at is not None
    assert of(siti, "uspps", Role.SUKARELA) == 233_333
    assert of(siti, "induk", Role.SHU_PAYABLE) == 0
    assert of(budi, "induk", Role.SHU_PAYABLE) == 233_333
    assert of(wati, "induk", Role.SHU_PAYABLE) == 233_333
    assert of(silent, "induk", Role.SHU_PAYABLE) == 0
    assert standing("induk", Role.RESERVE) == 200_002
    assert standing("induk", Role.FUND_SOSIAL) == 100_000
    assert standing("induk", Role.SHU_CURRENT) == 0
    assert standing("uspps", "rk.induk") == -standing("induk", "rk.uspps") == 233_333
    told = Record.objects.filter(name="surplus.ShuCredited").order_by("pk")
    assert sum(record.body["amount"] for record in told) == 699_999
    assert [record.body["into_savings"] for record in told] == [True, False, False]
    assert all_well()


def test_without_a_mandate_nothing_is_paid(
    people: list[Member], decided: dict[SubjectRef, Mandate]
) -> None:
    proposal = proposed()
    entries, records = Entry.objects.count(), Record.objects.count()
    with pytest.raises(NotMandated):
        carry_out(proposal)
    decided[RESOLVED] = Mandate(proposal.pk + 1, proposal.digest)
    with pytest.raises(NotMandated):
        carry_out(proposal)
    decided[RESOLVED] = Mandate(proposal.pk, "0" * 64)
    with pytest.raises(ProposalChanged):
        carry_out(proposal)
    assert (Entry.objects.count(), Record.objects.count()) == (entries, records)
    assert Distribution.objects.count() == 0
    assert standing("induk", Role.SHU_CURRENT) == 1_000_001


def test_carrying_out_again_changes_nothing(
    people: list[Member], decided: dict[SubjectRef, Mandate]
) -> None:
    proposal = proposed()
    decided[RESOLVED] = Mandate(proposal.pk, proposal.digest)
    first = carry_out(proposal)
    entries, records = Entry.objects.count(), Record.objects.count()
    again = carry_out(proposal)
    with clock.frozen(AFTER):
        assert distributing.credit_next() == 0
    assert (again.pk, again.members, again.amount) == (first.pk, 3, 699_999)
    assert (Entry.objects.count(), Record.objects.count()) == (entries, records)


def test_one_year_is_distributed_by_one_proposal(
    people: list[Member], decided: dict[SubjectRef, Mandate]
) -> None:
    first = proposed()
    with clock.frozen(AFTER):
        set_policy({"cadangan": 100})
        second = proposing.propose(year=YEAR, actor=SYSTEM)
    decided[RESOLVED] = Mandate(first.pk, first.digest)
    carry_out(first)
    entries = Entry.objects.count()
    decided[RESOLVED] = Mandate(second.pk, second.digest)
    with pytest.raises(AlreadyDistributed):
        carry_out(second)
    with clock.frozen(AFTER), pytest.raises(AlreadyDistributed):
        proposing.propose(year=YEAR, actor=SYSTEM)
    assert Entry.objects.count() == entries


def test_an_interrupted_distribution_is_carried_on_to_the_rupiah(
    people: list[Member], decided: dict[SubjectRef, Mandate], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(distributing, "BATCH", 2)
    proposal = proposed()
    decided[RESOLVED] = Mandate(proposal.pk, proposal.digest)
    begun = carry_out(proposal)
    assert (begun.members, begun.amount, begun.finished_at) == (2, 466_666, None)
    assert standing("induk", Role.SHU_CURRENT) == 233_333
    assert all_well()  # half-way the books are right too

    broken = RuntimeError("the light goes out")

    def dies(**_: object) -> int:
        raise broken

    whole = posting.post_batch
    monkeypatch.setattr(posting, "post_batch", dies)
    with clock.frozen(AFTER), pytest.raises(RuntimeError):
        distributing.credit_next()
    assert standing("induk", Role.SHU_CURRENT) == 233_333
    monkeypatch.setattr(posting, "post_batch", whole)

    with clock.frozen(AFTER):
        assert [distributing.credit_next() for _ in range(4)] == [1, 0, 0, 0]
    done = Distribution.objects.get()
    assert (done.members, done.amount) == (3, 699_999)
    assert done.finished_at is not None
    assert standing("induk", Role.SHU_CURRENT) == 0
    credited = Entry.objects.filter(reference__regex=r"^shu:2026:[0-9]+$")
    assert credited.count() == 3
    assert all_well()


def test_the_sum_credited_is_what_the_proposal_shares(
    people: list[Member], decided: dict[SubjectRef, Mandate]
) -> None:
    proposal = proposed()
    decided[RESOLVED] = Mandate(proposal.pk, proposal.digest)
    carry_out(proposal)
    roles = (Role.SHU_PAYABLE, Role.SUKARELA)
    credited = -sum(
        line.amount
        for line in Line.objects.filter(account__role__in=roles).select_related("account")
    )
    assert credited == sum(share.total for share in Share.objects.filter(proposal=proposal))
    assert queries.shares_total(proposal.pk) == (3, 699_999)
    assert books.balance(books.account(unit="induk", role=Role.SHU_CURRENT).id) == 0


def test_who_may_not_convene_does_not_distribute(cast: Cast) -> None:
    with pytest.raises(ActNotGranted):
        distributing.distribute(proposal_id=1, resolution=RESOLVED, actor=cast.actor("umar"))
