"""What each teller's drawer should hold."""

from dataclasses import dataclass
from datetime import date

from sokoguru.identity import queries as identity
from sokoguru.identity.rules import Act
from sokoguru.kernel import clock
from sokoguru.kernel.refs import SubjectRef
from sokoguru.kernel.refusals import NotFound
from sokoguru.ledger import queries as books
from sokoguru.ledger.queries import Movement
from sokoguru.ledger.rules import AccountRef, Role
from sokoguru.savings import rules

MOST_OF_A_DAY = 5_000
"""Movements of one drawer on one day: one every six seconds of an eight-hour day."""


def holder(login_id: int) -> SubjectRef:
    """A login as the holder of a drawer."""
    return SubjectRef("identity.login", login_id)


def cash_of(login_id: int) -> AccountRef | None:
    """The cash leaf of a teller, if one was opened."""
    try:
        return books.leaf(unit=rules.USPPS, role=Role.CASH_TELLER, subject=holder(login_id))
    except NotFound:
        return None


def till() -> AccountRef:
    """The till of the savings unit, from which drawers are filled."""
    return books.account(unit=rules.USPPS, role=Role.CASH)


@dataclass(frozen=True, slots=True)
class Drawer:
    """One drawer on one day, in rupiah: what came in and went out, and what should be in it now."""

    login_id: int
    name: str
    on: date
    opening: int = 0
    deposits: int = 0
    deposit_count: int = 0
    withdrawals: int = 0
    withdrawal_count: int = 0
    handed: int = 0
    """Cash from the till less cash given back."""
    other: int = 0
    """Dues, refunds and reversals."""

    @property
    def expected(self) -> int:
        return self.opening + self.deposits - self.withdrawals + self.handed + self.other


def drawer(login_id: int, *, on: date | None = None) -> Drawer:
    """A teller's drawer on a day (today). A drawer that was never opened is empty."""
    day = on or clock.today()
    name = identity.person(login_id).name
    cash = cash_of(login_id)
    if cash is None:
        return Drawer(login_id, name, day)
    moves = books.statement(cash.id, since=day, until=day, limit=MOST_OF_A_DAY)
    if not moves:
        before = books.statement(cash.id, until=day, limit=1)
        return Drawer(login_id, name, day, opening=before[-1].balance if before else 0)
    first = moves[0]
    paid_in, paid_out = _of(moves, rules.DEPOSIT), _of(moves, rules.WITHDRAWAL)
    handed = sum(_net(move) for move in (*_of(moves, rules.HANDED), *_of(moves, rules.TAKEN)))
    deposits = sum(move.debit for move in paid_in)
    withdrawals = sum(move.credit for move in paid_out)
    return Drawer(
        login_id,
        name,
        day,
        opening=first.balance - _net(first),
        deposits=deposits,
        deposit_count=len(paid_in),
        withdrawals=withdrawals,
        withdrawal_count=len(paid_out),
        handed=handed,
        other=sum(map(_net, moves)) - deposits + withdrawals - handed,
    )


def drawers() -> list[Drawer]:
    """The drawer of everybody who may take deposits, or still holds cash."""
    subjects = books.balances(unit=rules.USPPS, role=Role.CASH_TELLER)
    holding = {int(subject.partition(":")[2]) for subject, total in subjects.items() if total}
    tellers = {login.pk for login in identity.holders_of_act(Act.SAVINGS_DEPOSIT)}
    return [drawer(login_id) for login_id in sorted(tellers | holding)]


def _of(moves: list[Movement], prefix: str) -> list[Movement]:
    return [move for move in moves if move.reference.startswith(f"{prefix}-")]


def _net(move: Movement) -> int:
    return move.debit - move.credit
