"""What makes a journal entry lawful. Pure: no database, no clock, no settings."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

from sokoguru.ledger.errors import (
    AmountTooLarge,
    EmptyLine,
    HoldExceeded,
    HoldUntouched,
    ReferenceUnfit,
    TooFewLines,
    Unbalanced,
)

MOST = 10**15
"""The most rupiah one line may carry: a thousand million million, far above any cooperative."""

LONGEST_REFERENCE = 80

GENESIS = bytes(32)
"""What the first seal of a book stands on."""


class Fund(StrEnum):
    """Money with its own law: zakat, infak, kebajikan and wakaf never mix with the commercial."""

    KOMERSIAL = "komersial"
    ZAKAT = "zakat"
    INFAK = "infak"
    KEBAJIKAN = "kebajikan"
    WAKAF = "wakaf"


class Kind(StrEnum):
    """The classes of the chart (Permenkop 2/2024; PSAK 401 keeps dana syirkah temporer apart)."""

    ASSET = "asset"
    LIABILITY = "liability"
    SYIRKAH = "syirkah"
    EQUITY = "equity"
    INCOME = "income"
    EXPENSE = "expense"

    @property
    def side(self) -> int:
        """1 where a debit raises the account, -1 where a credit does."""
        return 1 if self in (Kind.ASSET, Kind.EXPENSE) else -1


def natural_side(kind: Kind, *, contra: bool) -> int:
    """1 where a debit raises the account; a contra account is on the other side of its class."""
    return -kind.side if contra else kind.side


class Business(StrEnum):
    """With whom an income or cost line was made: SHU asks (UU 25/1992 Pasal 45)."""

    MEMBER = "member"
    NON_MEMBER = "non_member"


@dataclass(frozen=True, slots=True)
class AccountRef:
    """An account that takes lines: its id, business unit and fund, as lines must state them."""

    id: int
    unit_id: int
    fund: Fund = Fund.KOMERSIAL


@dataclass(frozen=True, slots=True)
class Draft:
    """One line of an entry not yet posted. Debit is positive, credit negative, in rupiah."""

    account_id: int
    unit_id: int
    fund: Fund
    amount: int
    business: Business | None = None


@dataclass(frozen=True, slots=True)
class EntryRef:
    """A posted entry. ``replayed``: the reference had been posted before, with this body."""

    id: int
    reference: str
    replayed: bool = False


def debit(account: AccountRef, amount: int, business: Business | None = None) -> Draft:
    """A debit line of ``amount`` rupiah."""
    return Draft(account.id, account.unit_id, account.fund, amount, business)


def credit(account: AccountRef, amount: int, business: Business | None = None) -> Draft:
    """A credit line of ``amount`` rupiah."""
    return Draft(account.id, account.unit_id, account.fund, -amount, business)


def mirrored(lines: Iterable[Draft]) -> list[Draft]:
    """The lines of the reversal: each amount with the other sign."""
    return [
        Draft(line.account_id, line.unit_id, line.fund, -line.amount, line.business)
        for line in lines
    ]


def without_empty(lines: Iterable[Draft]) -> list[Draft]:
    """The lines that say something: a rule may compute a part of zero."""
    return [line for line in lines if line.amount]


def check_reference(reference: str) -> None:
    """Refuse a reference that cannot be stored or read back by a human."""
    if not 1 <= len(reference) <= LONGEST_REFERENCE or not reference.isprintable():
        raise ReferenceUnfit(reference=reference[:LONGEST_REFERENCE], length=len(reference))


def reversal_reference(*, reference: str, entry_id: int) -> str:
    """``balik:`` and the reference that is taken back; by its id where that would be too long."""
    named = f"balik:{reference}"
    return named if len(named) <= LONGEST_REFERENCE else f"balik:entri:{entry_id}"


def check_taken(
    *, hold_id: int, account_id: int, held: int, side: int, lines: Sequence[Draft]
) -> None:
    """Refuse an entry that takes more out of the held account than was held, or nothing at all."""
    taken = -side * sum(line.amount for line in lines if line.account_id == account_id)
    if taken > held:
        raise HoldExceeded(held=held, asked=taken)
    if taken <= 0:
        raise HoldUntouched(hold_id=hold_id)


def check_entry(lines: Sequence[Draft]) -> None:
    """Refuse an entry that does not sum to zero within each business unit and fund."""
    if len(lines) < 2:
        raise TooFewLines(count=len(lines))
    sums: dict[tuple[int, Fund], int] = {}
    for line in lines:
        if line.amount == 0:
            raise EmptyLine(account_id=line.account_id)
        if abs(line.amount) > MOST:
            raise AmountTooLarge(amount=abs(line.amount), most=MOST)
        key = (line.unit_id, line.fund)
        sums[key] = sums.get(key, 0) + line.amount
    for (unit, fund), off_by in sums.items():
        if off_by:
            raise Unbalanced(unit=unit, fund=str(fund), off_by=off_by)


def body_hash(*, on: date, lines: Sequence[Draft], reverses_id: int | None = None) -> bytes:
    """SHA-256 of what an entry says: its date, its lines in any order, what it reverses."""
    said = sorted((line.account_id, line.amount, line.business or "") for line in lines)
    text = json.dumps([on.isoformat(), reverses_id, said], separators=(",", ":"))
    return hashlib.sha256(text.encode()).digest()


@dataclass(frozen=True, slots=True)
class Posted:
    """An entry as its row stands in the books: all that rewriting it would have to change."""

    id: int
    reference: str
    on: date
    at: datetime
    period_id: int
    late: bool
    memo: str
    actor_kind: str
    actor_id: int
    actor_name: str
    reverses_id: int | None


def entry_digest(entry: Posted, lines: Sequence[Draft]) -> bytes:
    """What a seal holds of an entry: its row, and its lines in the order of writing."""
    said = [
        [line.account_id, line.unit_id, str(line.fund), line.amount, line.business or ""]
        for line in lines
    ]
    row = [
        *(entry.id, entry.reference, entry.on.isoformat(), entry.at.astimezone(UTC).isoformat()),
        *(entry.period_id, entry.late, entry.memo, entry.reverses_id),
        *(entry.actor_kind, entry.actor_id, entry.actor_name),
    ]
    text = json.dumps([row, said], separators=(",", ":"))
    return hashlib.sha256(b"sokoguru/entry/v1\0" + text.encode()).digest()


def seal_digest(*, previous: bytes, digests: Iterable[bytes]) -> bytes:
    """The link of the chain: the seal before it and the entries it names, in their order."""
    chain = hashlib.sha256(b"sokoguru/seal/v1\0" + previous)
    for digest in digests:
        chain.update(digest)
    return chain.digest()
