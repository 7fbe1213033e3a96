"""Who has what: products in force, a member's simpanan, the movements of a passbook."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sokoguru.kernel import clock
from sokoguru.kernel.refusals import NotFound
from sokoguru.ledger import queries as books
from sokoguru.ledger.queries import Movement
from sokoguru.ledger.rules import AccountRef
from sokoguru.members import queries as members
from sokoguru.members.rules.admission import STAYING, MemberState
from sokoguru.savings import rules
from sokoguru.savings.models import Product, Saving
from sokoguru.savings.rules import Opinion, SavingTerms, Simpanan

if TYPE_CHECKING:
    from sokoguru.members.models import Member


def product(kind: Simpanan, *, on: date | None = None) -> Product | None:
    """The product of a kind with the terms in force on a day, if it is open."""
    found: Product | None = (
        Product.objects.filter(kind=kind, since__lte=on or clock.today()).order_by("-since").first()
    )
    return found


def products() -> list[Product]:
    """All terms that ever held, the newest first."""
    return list(Product.objects.order_by("kind", "-since")[:100])


def opinion() -> Opinion | None:
    """What the DPS last said of wadiah."""
    row = members.opinion_on(rules.WADIAH)
    return Opinion(row.reference, row.given_on, row.allows) if row else None


def saving(member_id: int, kind: Simpanan) -> Saving:
    """A member's simpanan of a kind. Raises ``NotFound`` before it is opened."""
    found: Saving | None = Saving.objects.filter(member_id=member_id, kind=kind).first()
    if found is None:
        raise NotFound(kind="savings.saving", member_id=member_id, simpanan=kind.value)
    return found


def leaf(member_id: int, kind: Simpanan) -> AccountRef:
    """The ledger leaf of a member's simpanan. Raises ``NotFound`` before there is one."""
    unit, role = rules.PLACES[kind]
    return books.leaf(unit=unit, role=role, subject=members.subject(member_id))


def terms(kind: Simpanan, member_id: int, *, pokok: int) -> SavingTerms:
    """The terms for a member today; ``pokok`` is what has been paid of simpanan pokok.

    Without a product of its own, capital follows the AD/ART: pokok as it is due, wajib from one
    monthly amount on.
    """
    row = product(kind)
    if row is not None:
        found = SavingTerms(row.deposit_min, row.withdrawal_min, row.balance_min, row.amount_max)
    elif kind is Simpanan.WAJIB:
        found = SavingTerms(deposit_min=members.terms().wajib_monthly)
    else:
        found = SavingTerms()
    if kind is not Simpanan.POKOK:
        return found
    return SavingTerms(amount_max=found.amount_max, pokok_due=max(members.terms().pokok - pokok, 0))


@dataclass(frozen=True, slots=True)
class Passbook:
    """What one member has, in rupiah; ``available`` is what may be taken out of sukarela now."""

    member: "Member"
    balances: dict[Simpanan, int]
    available: int
    wajib_owed: int

    @property
    def total(self) -> int:
        return sum(self.balances.values())

    @property
    def pokok(self) -> int:
        return self.balances[Simpanan.POKOK]

    @property
    def wajib(self) -> int:
        return self.balances[Simpanan.WAJIB]

    @property
    def sukarela(self) -> int:
        return self.balances[Simpanan.SUKARELA]


def passbook(member_id: int) -> Passbook:
    """A member's balances as they stand now. Raises ``NotFound``."""
    member = members.member(member_id)
    standing = books.balances_of(members.subject(member_id))
    balances = {kind: standing.get((unit, role), 0) for kind, (unit, role) in rules.PLACES.items()}
    available = 0
    if balances[Simpanan.SUKARELA]:
        row = product(Simpanan.SUKARELA)
        stays = member.state in STAYING
        must_stay = row.balance_min if row and stays else 0
        free = books.available(leaf(member_id, Simpanan.SUKARELA).id)
        available = rules.available_of(balance=free, held=0, must_stay=must_stay)
    return Passbook(member, balances, available, _wajib_owed(member, balances[Simpanan.WAJIB]))


def _wajib_owed(member: "Member", paid: int) -> int:
    if member.state != MemberState.ANGGOTA or member.joined_on is None:
        return 0
    return rules.wajib_owed(
        paid=paid,
        joined_on=member.joined_on,
        on=clock.today(),
        monthly=[(row.since, row.wajib_monthly) for row in members.all_terms()],
    )


def movements(
    member_id: int, kind: Simpanan, *, since: date | None = None, limit: int = 50
) -> list[Movement]:
    """The newest movements of a simpanan, newest first; empty before there is one."""
    try:
        account = leaf(member_id, kind)
    except NotFound:
        return []
    return books.statement(account.id, since=since, limit=limit)[::-1]


def check_deposit(book: Passbook, kind: Simpanan, amount: int) -> None:
    """Refuse a deposit that would be refused, before anybody is asked to confirm it."""
    state = MemberState(book.member.state)
    rules.check_deposit(
        kind, amount, member_state=state, terms=terms(kind, book.member.pk, pokok=book.pokok)
    )
    if kind is Simpanan.SUKARELA:
        is_open = product(kind) is not None
        rules.check_taking(kind, is_open=is_open, opinion=opinion(), on=clock.today())


def check_withdrawal(book: Passbook, kind: Simpanan, amount: int) -> None:
    """Refuse a withdrawal that would be refused, before anybody is asked to confirm it."""
    balance = book.balances[kind]
    free = books.available(leaf(book.member.pk, kind).id) if balance else 0
    rules.check_withdrawal(
        kind,
        amount,
        balance=balance,
        held=balance - free,
        member_state=MemberState(book.member.state),
        terms=terms(kind, book.member.pk, pokok=book.pokok),
    )
