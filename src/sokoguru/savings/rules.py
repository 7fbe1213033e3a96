"""What law and AD/ART say of simpanan: who pays what in, what may leave when, how it is posted."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sokoguru.kernel.rupiah import MAX_OF_ONE_ACT
from sokoguru.kernel.tokens import CLEAR
from sokoguru.ledger.rules import AccountRef, Draft, Role, bridged, credit, debit
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

INDUK, USPPS = "induk", "uspps"
PLACES: Mapping[Simpanan, tuple[str, Role]] = {
    Simpanan.POKOK: (INDUK, Role.POKOK),
    Simpanan.WAJIB: (INDUK, Role.WAJIB),
    Simpanan.SUKARELA: (USPPS, Role.SUKARELA),
}
"""Unit and role of each kind: capital is the whole's, wadiah the sharia unit's."""
WADIAH = "wadiah"
"""The akad of simpanan sukarela, by which the DPS's opinion is found."""

DEPOSIT, WITHDRAWAL, DUES, HANDED, TAKEN = "STR", "TRK", "TTP", "KSL", "KSM"
"""How the numbers of the counter's slips begin: setor, tarik, titipan, kas ke loket, kas masuk."""


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


def check_opening(kind: Simpanan, *, member_state: MemberState) -> None:
    """Refuse a simpanan to whoever may not have one of this kind."""
    if kind is Simpanan.SUKARELA:
        check_spending(member_state=member_state)
    elif member_state not in STAYING:
        raise errors.NotMember(kind=kind.value, state=member_state.value)


def check_spending(*, member_state: MemberState) -> None:
    """Refuse sukarela to whoever is not a full member."""
    if not is_full_member(member_state):
        raise errors.NotFullMember(kind=Simpanan.SUKARELA.value, state=member_state.value)


def nothing_there(amount: int) -> errors.Overdrawn:
    """The refusal where a member has no sukarela at all."""
    return errors.Overdrawn(kind=Simpanan.SUKARELA.value, amount=amount, available=0, balance_min=0)


def check_taking(kind: Simpanan, *, is_open: bool, opinion: Opinion | None, on: date) -> None:
    """Refuse money into a product that is not open, or that the DPS no longer allows."""
    if not is_open:
        raise errors.ProductMissing(kind=kind.value)
    check_product(opinion, on=on)


def check_product(opinion: Opinion | None, *, on: date) -> None:
    """Refuse to open a sharia product that the DPS has not, or not yet, allowed."""
    if opinion is None or not opinion.allows or opinion.given_on > on or not opinion.reference:
        raise errors.OpinionMissing(on=on.isoformat())


def deposit_lines(
    cash: AccountRef, saving: AccountRef, amount: int, rk: Mapping[tuple[int, int], AccountRef]
) -> list[Draft]:
    """Dr the teller's cash / Cr the simpanan; capital is of another unit and is bridged."""
    return bridged([debit(cash, amount), credit(saving, amount)], rk)


def withdrawal_lines(
    saving: AccountRef, cash: AccountRef, amount: int, rk: Mapping[tuple[int, int], AccountRef]
) -> list[Draft]:
    """Dr the simpanan / Cr the teller's cash."""
    return bridged([debit(saving, amount), credit(cash, amount)], rk)


def transfer_lines(
    source: AccountRef, saving: AccountRef, amount: int, rk: Mapping[tuple[int, int], AccountRef]
) -> list[Draft]:
    """Dr what is owed to the member / Cr the simpanan: SHU, a maker's settlement."""
    return bridged([debit(source, amount), credit(saving, amount)], rk)


def cash_lines(giver: AccountRef, taker: AccountRef, amount: int) -> list[Draft]:
    """Dr whoever takes the cash / Cr whoever gives it, inside one unit."""
    return [debit(taker, amount), credit(giver, amount)]


def proof_number(prefix: str, request_key: str, *, actor_id: int) -> str:
    """``STR-7K3M9-QXA2B``: the number of a slip, the same when this person repeats the request.

    49 bits of SHA-256: two requests of one day that share a number are refused, never mixed up,
    because the facts behind the number are compared.
    """
    digest = hashlib.sha256(f"sokoguru/slip/v1/{actor_id}/{request_key}".encode()).digest()
    number, signs = int.from_bytes(digest, "big"), ""
    for _ in range(10):
        number, place = divmod(number, len(CLEAR))
        signs += CLEAR[place]
    return f"{prefix}-{signs[:5]}-{signs[5:]}"


def wajib_owed(*, paid: int, joined_on: date, on: date, monthly: Sequence[tuple[date, int]]) -> int:
    """What a member still owes of simpanan wajib: one monthly amount for each month begun.

    ``monthly`` holds the amounts with the day from which each holds, oldest first; the month of
    joining counts.
    """
    due, year, month = 0, joined_on.year, joined_on.month
    while (year, month) <= (on.year, on.month):
        starts = max(date(year, month, 1), joined_on)
        due += next((amount for since, amount in reversed(monthly) if since <= starts), 0)
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return max(due - paid, 0)
