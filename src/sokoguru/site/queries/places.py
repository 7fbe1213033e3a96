"""Figures of the combined pages, from the offices below."""

from dataclasses import dataclass
from datetime import date

from sokoguru.kernel import clock
from sokoguru.ledger import queries as books
from sokoguru.ledger.queries import Movement
from sokoguru.ledger.rules import Role
from sokoguru.members import queries as members
from sokoguru.members.queries import Growing
from sokoguru.members.rules.admission import MemberState
from sokoguru.notices import queries as notices
from sokoguru.surplus import queries as surplus


@dataclass(frozen=True, slots=True)
class Simpanan:
    """What a member has in the cooperative, in rupiah."""

    pokok: int
    wajib: int
    sukarela: int

    @property
    def total(self) -> int:
        return self.pokok + self.wajib + self.sukarela


@dataclass(frozen=True, slots=True)
class Own:
    """A member's own place: balances, running SHU, last movements."""

    simpanan: Simpanan
    growing: Growing | None
    movements: list[Movement]
    year: int
    unread: int


def own_place(member_id: int) -> Own:
    """Everything that the page *Saya* shows of a member."""
    subject = members.subject(member_id)
    balances = books.balances_of(subject)
    simpanan = Simpanan(
        pokok=balances.get(("induk", Role.POKOK), 0),
        wajib=balances.get(("induk", Role.WAJIB), 0),
        sukarela=balances.get(("uspps", Role.SUKARELA), 0),
    )
    year = surplus.book_year_at(clock.today()).year
    movements: list[Movement] = []
    if ("uspps", Role.SUKARELA) in balances:
        leaf = books.leaf(unit="uspps", role=Role.SUKARELA, subject=subject)
        movements = books.statement(leaf.id, limit=5)[::-1]
    growing = members.estimate(member_id, year=year)
    return Own(simpanan, growing, movements, year, notices.unread(member_id))


@dataclass(frozen=True, slots=True)
class Desk:
    """The four numbers of the staff home, with what they mean today."""

    cash: int
    candidates: int
    members: int
    balanced: bool
    on: date


def desk() -> Desk:
    """The numbers of today, from the books and the register."""
    tellers = books.balances(unit="uspps", role=Role.CASH_TELLER)
    drawers = books.balances(unit="toko", role=Role.CASH_DRAWER)
    return Desk(
        cash=sum(tellers.values()) + sum(drawers.values()),
        candidates=members.count(MemberState.CALON),
        members=members.count(),
        balanced=sum(row.total for row in books.trial_balance()) == 0,
        on=clock.today(),
    )
