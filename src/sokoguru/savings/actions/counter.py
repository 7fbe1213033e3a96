"""The counter: cash into and out of a member's simpanan, a candidate's dues, taking a slip back."""

from dataclasses import dataclass

from sokoguru.audit import queries as audit
from sokoguru.audit.errors import KeyReused
from sokoguru.identity.queries import check_may
from sokoguru.identity.rules import Act, check_other_person
from sokoguru.kernel import clock
from sokoguru.kernel.refs import ActorRef
from sokoguru.kernel.text import clean_line
from sokoguru.ledger import queries as books
from sokoguru.ledger.actions import chart, posting
from sokoguru.ledger.errors import BelowFloor
from sokoguru.ledger.rules import AccountRef, Draft, Role
from sokoguru.members import queries as members
from sokoguru.members.actions import joining
from sokoguru.members.rules.admission import MemberState
from sokoguru.savings import locks, rules
from sokoguru.savings.actions import products
from sokoguru.savings.errors import CashShort, NotOurSlip, Overdrawn
from sokoguru.savings.events import DepositTaken, WithdrawalPaid
from sokoguru.savings.models import Saving
from sokoguru.savings.queries import balances, drawers
from sokoguru.savings.queries.slips import slip
from sokoguru.savings.rules import Simpanan
from sokoguru.tenancy.scope import atomic


@dataclass(frozen=True, slots=True)
class Moved:
    """What an act of the counter left behind: the entry, and the number on the slip."""

    entry_id: int
    reference: str
    replayed: bool = False


@atomic
def deposit(
    *,
    member_id: int,
    kind: Simpanan,
    amount: int,
    request_key: str,
    memo: str = "",
    actor: ActorRef,
) -> Moved:
    """Take cash at the counter into a member's simpanan; the cash is the teller's own leaf.

    Safe to retry by ``request_key``: the same facts give the first slip, others ``KeyReused``.
    Raises what ``rules.check_deposit`` raises, ``ProductMissing``, ``OpinionMissing``,
    ``AboveLimit``.
    """
    check_may(actor=actor, act=Act.SAVINGS_DEPOSIT, amount=amount)
    reference = rules.proof_number(rules.DEPOSIT, request_key, actor_id=actor.id)
    saving = locks.saving(products.open_saving(member_id=member_id, kind=kind, actor=actor).pk)
    event = DepositTaken(saving.pk, member_id, kind.value, amount)
    if done := posted(reference, event):
        return done
    leaf, balance = _leaf_and_balance(saving)
    rules.check_deposit(
        kind,
        amount,
        member_state=MemberState(members.member(member_id).state),
        terms=balances.terms(kind, member_id, pokok=balance),
    )
    if kind is Simpanan.SUKARELA:
        is_open = balances.product(kind) is not None
        rules.check_taking(kind, is_open=is_open, opinion=balances.opinion(), on=clock.today())
    lines = rules.deposit_lines(
        drawer_leaf(actor.id, actor.name), leaf, amount, books.inter_unit_accounts()
    )
    return _post(reference, lines, event, actor, memo_of("Setor tunai", memo))


@atomic
def withdraw(
    *,
    member_id: int,
    kind: Simpanan,
    amount: int,
    request_key: str,
    memo: str = "",
    actor: ActorRef,
) -> Moved:
    """Pay cash at the counter out of a member's simpanan. Safe to retry by ``request_key``.

    One at a time for each simpanan, so two tellers cannot pay the same rupiah, and the ledger's
    floor says the same. Raises ``Overdrawn``, ``StaysWhileMember``, ``BelowMinimum``,
    ``NotFullMember``, ``CashShort`` when the drawer does not hold it, ``AboveLimit``.
    """
    check_may(actor=actor, act=Act.SAVINGS_WITHDRAW, amount=amount)
    reference = rules.proof_number(rules.WITHDRAWAL, request_key, actor_id=actor.id)
    member = members.member(member_id)
    saving = locks.saving(products.row_of(member, kind, actor=actor).pk)
    event = WithdrawalPaid(saving.pk, member_id, kind.value, amount)
    if done := posted(reference, event):
        return done
    leaf = takeable(saving, amount, state=MemberState(member.state))
    cash = drawer_leaf(actor.id, actor.name)
    lines = rules.withdrawal_lines(leaf, cash, amount, books.inter_unit_accounts())
    try:
        return _post(reference, lines, event, actor, memo_of("Tarik tunai", memo))
    except BelowFloor as short:
        available = short.facts["available"]
        if short.facts["account_id"] == cash.id:
            raise CashShort(amount=amount, available=available) from short
        raise Overdrawn(
            kind=kind.value, amount=amount, available=available, balance_min=0
        ) from short


def takeable(saving: Saving, amount: int, *, state: MemberState) -> AccountRef:
    """The leaf of a locked simpanan, after the rules have allowed ``amount`` to leave it."""
    kind = Simpanan(saving.kind)
    leaf, balance = _leaf_and_balance(saving)
    rules.check_withdrawal(
        kind,
        amount,
        balance=balance,
        held=balance - books.available(leaf.id),
        member_state=state,
        terms=balances.terms(kind, saving.member_id, pokok=balance),
    )
    return leaf


@atomic
def receive_dues(*, member_id: int, request_key: str, actor: ActorRef) -> Moved:
    """Take a candidate's pokok and first wajib into the teller's drawer, as titipan (TV-53).

    The amount is what the terms of membership ask. Safe to retry by ``request_key``. Raises
    ``members.NotACandidate``, ``members.DuesUnpaid`` when it was paid before.
    """
    terms = members.terms()
    entry = joining.receive_dues(
        member_id=member_id,
        amount=terms.pokok + terms.wajib_monthly,
        cash=drawer_leaf(actor.id, actor.name),
        reference=rules.proof_number(rules.DUES, request_key, actor_id=actor.id),
        actor=actor,
    )
    return Moved(entry.id, entry.reference, entry.replayed)


@atomic
def reverse(*, reference: str, reason: str, actor: ActorRef) -> Moved:
    """Take a deposit or withdrawal back by its mirror; not by the person who made it.

    Safe to retry. Raises ``NotOurSlip``, ``identity.SamePerson``, ``Overdrawn`` or ``CashShort``
    when the money has gone on meanwhile.
    """
    check_may(actor=actor, act=Act.BOOKS_REVERSE)
    found = slip(reference)
    if found.what not in (rules.DEPOSIT, rules.WITHDRAWAL):
        raise NotOurSlip(reference=reference)
    check_other_person(maker=found.maker_person_id, checker=actor.person_id, act=Act.BOOKS_REVERSE)
    assert found.member is not None
    assert found.kind is not None
    saving = locks.saving(balances.saving(found.member.pk, found.kind).pk)
    try:
        entry = posting.reverse_entry(entry_id=found.entry_id, reason=reason, actor=actor)
    except BelowFloor as short:
        available = short.facts["available"]
        if short.facts["account_id"] != saving.account_id:
            raise CashShort(amount=found.amount, available=available) from short
        raise Overdrawn(
            kind=found.kind.value, amount=found.amount, available=available, balance_min=0
        ) from short
    return Moved(entry.id, entry.reference, entry.replayed)


def drawer_leaf(login_id: int, name: str) -> AccountRef:
    """The cash leaf of a teller, opened with the first rupiah: it cannot fall below zero."""
    return drawers.cash_of(login_id) or chart.open_leaf(
        unit=rules.USPPS,
        role=Role.CASH_TELLER,
        subject=drawers.holder(login_id),
        name=f"Kas {name}"[:120],
    )


def posted(reference: str, event: object) -> Moved | None:
    """The slip that stands under this number. Raises ``KeyReused`` when it says something else."""
    entry = books.entry_by_reference(reference)
    if entry is None:
        return None
    record = audit.records_of_entry(entry.pk).first()
    if record is None or not audit.tells(record, event):
        raise KeyReused(key=reference)
    return Moved(entry.pk, reference, replayed=True)


def memo_of(what: str, said: str) -> str:
    """What the passbook shows of an act: the act, and what the person at the counter added."""
    line = clean_line(said)
    return f"{what}: {line}" if line else what


def _leaf_and_balance(saving: Saving) -> tuple[AccountRef, int]:
    leaf = balances.leaf(saving.member_id, Simpanan(saving.kind))
    return leaf, books.balance(leaf.id)


def _post(reference: str, lines: list[Draft], event: object, actor: ActorRef, memo: str) -> Moved:
    entry = posting.post_entry(
        reference=reference, on=clock.today(), lines=lines, event=event, actor=actor, memo=memo
    )
    return Moved(entry.id, reference, entry.replayed)
