"""What law and AD/ART say of simpanan: who pays what in, and what may leave when."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sokoguru.kernel.rupiah import MAX_OF_ONE_ACT
from sokoguru.members.rules.admission import LEAVING, STAYING, MemberState, is_full_member
from sokoguru.savings import errors


class Simpanan(StrEnum):
    """The kinds of a member's savings (UU 25/1992 art. 41, Permenkop 8/2023)."""

    POKOK = "pokok"
    """Paid once at entry, the same for all; equity; leaves with the member."""
    WAJIB = "wajib"
    """Paid regularly as the AD sets it; equity; leaves with the member."""
    SUKARELA = "sukarela"
    """Free; here a wadiah: kept safe, returned on demand, nothing promised (DSN-MUI 02/2000)."""


CAPITAL = frozenset({Simpanan.POKOK, Simpanan.WAJIB})


@dataclass(frozen=True, slots=True)
class SavingTerms:
    """The terms of one product, in rupiah (a setting, dated)."""

    deposit_min: int = 1
    withdrawal_min: int = 1
    balance_min: int = 0
    """What must stay in while the member stays."""
    amount_max: int = MAX_OF_ONE_ACT
    pokok_due: int = 0
    """What a member still owes of simpanan pokok (0 when it is paid)."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the DPS said of a product, as recorded."""

    reference: str
    given_on: date
    allows: bool


def check_deposit(
    kind: Simpanan, amount: int, *, member_state: MemberState, terms: SavingTerms
) -> None:
    """Refuse what may not be paid into this simpanan by this person."""
    if kind is Simpanan.SUKARELA and not is_full_member(member_state):
        raise errors.NotFullMember(kind=kind.value, state=member_state.value)
    if member_state not in STAYING:
        raise errors.NotMember(kind=kind.value, state=member_state.value)
    if kind is Simpanan.POKOK and (amount != terms.pokok_due or amount <= 0):
        raise errors.PokokNotAsDue(amount=amount, due=terms.pokok_due)
    if kind is not Simpanan.POKOK and amount < max(terms.deposit_min, 1):
        raise errors.BelowMinimum(kind=kind.value, amount=amount, minimum=terms.deposit_min)
    if amount > terms.amount_max:
        raise errors.AboveMaximum(kind=kind.value, amount=amount, maximum=terms.amount_max)


def check_withdrawal(
    kind: Simpanan,
    amount: int,
    *,
    balance: int,
    held: int,
    member_state: MemberState,
    terms: SavingTerms,
) -> None:
    """Refuse what may not leave this simpanan now. Facts carry what is available.

    A wadiah is returned on demand, to a member who is no longer active too. Whoever leaves takes
    everything: then no least amount counts and nothing must stay.
    """
    is_leaving = member_state in LEAVING
    if kind in CAPITAL and not is_leaving:
        raise errors.StaysWhileMember(kind=kind.value, state=member_state.value)
    if not is_leaving and member_state not in STAYING:
        raise errors.NotFullMember(kind=kind.value, state=member_state.value)
    least = 1 if is_leaving else max(terms.withdrawal_min, 1)
    if amount < least:
        raise errors.BelowMinimum(kind=kind.value, amount=amount, minimum=least)
    if amount > terms.amount_max:
        raise errors.AboveMaximum(kind=kind.value, amount=amount, maximum=terms.amount_max)
    must_stay = 0 if is_leaving else terms.balance_min
    available = available_of(balance=balance, held=held, must_stay=must_stay)
    if amount > available:
        raise errors.Overdrawn(
            kind=kind.value, amount=amount, available=available, balance_min=must_stay
        )


def available_of(*, balance: int, held: int, must_stay: int = 0) -> int:
    """What can be taken out now, never below zero."""
    return max(balance - held - must_stay, 0)


def check_product(opinion: Opinion | None, *, on: date) -> None:
    """Refuse to open a sharia product that the DPS has not, or not yet, allowed."""
    if opinion is None or not opinion.allows or opinion.given_on > on or not opinion.reference:
        raise errors.OpinionMissing(on=on.isoformat())
