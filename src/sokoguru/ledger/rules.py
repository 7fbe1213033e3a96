"""What makes a journal entry lawful. Pure: no database, no clock, no settings."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
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


CLOSING = "tutup-buku:"
"""The beginning of every reference that closes income and expense at a book year's end."""

_dense = json.JSONEncoder(separators=(",", ":")).encode
"""JSON without spaces: what is hashed."""


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


class Role(StrEnum):
    """What an account is for. Posting rules name roles; only the chart knows codes and names.

    ``rk.<unit>`` (an inter-unit account towards that unit) is made by ``inter_unit``.
    """

    CASH = "cash"
    CASH_TELLER = "cash.teller"  # a leaf a teller
    CASH_DRAWER = "cash.drawer"  # a leaf a cashier
    CASH_VARIANCE = "cash.variance"
    BANK_SHARIA = "bank.sharia"
    QRIS_CLEARING = "qris.clearing"
    QRIS_FEE = "qris.fee"
    INVENTORY = "inventory"  # a leaf a location
    INVENTORY_VARIANCE = "inventory.variance"

    MEMBER_ADVANCE = "member.advance"  # titipan, a leaf a candidate
    POKOK = "savings.pokok"  # a leaf a member
    WAJIB = "savings.wajib"  # a leaf a member
    SUKARELA = "savings.sukarela"  # a leaf a member
    CONSIGNMENT_PAYABLE = "consignment.payable"  # a leaf a maker
    PRODUCE_PAYABLE = "produce.payable"  # a leaf a maker
    SUPPLIER_PAYABLE = "supplier.payable"
    ORDER_ADVANCE = "order.advance"  # paid by a buyer, not yet handed over
    TAX_PAYABLE = "tax.payable"
    SHU_PAYABLE = "shu.payable"  # a leaf a member

    RESERVE = "reserve"
    SHU_CURRENT = "shu.current"
    SHU_PRIOR = "shu.prior"
    FUND_PENGURUS = "fund.pengurus"
    FUND_KARYAWAN = "fund.karyawan"
    FUND_PENDIDIKAN = "fund.pendidikan"
    FUND_SOSIAL = "fund.sosial"
    FUND_DAERAH = "fund.daerah"
    FUND_DESA = "fund.desa"

    SALES_MEMBER = "sales.member"
    SALES_NON_MEMBER = "sales.non_member"
    UJRAH = "ujrah"
    INCOME_OTHER = "income.other"
    COGS_MEMBER = "cogs.member"
    COGS_NON_MEMBER = "cogs.non_member"
    WAGES = "wages"
    OPERATING = "operating"
    HONORARIUM = "honorarium"
    COOPERATIVE_COSTS = "cooperative.costs"  # beban perkoperasian: RAT, pendidikan, DPS
    TAX_EXPENSE = "tax.expense"

    KEBAJIKAN_CASH = "kebajikan.cash"
    KEBAJIKAN = "kebajikan"


def inter_unit(other: str) -> str:
    """The role of a unit's account towards another unit (RK antar unit)."""
    return f"rk.{other}"


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


def bridged(lines: Sequence[Draft], rk: Mapping[tuple[int, int], AccountRef]) -> list[Draft]:
    """The lines with inter-unit lines added, so that each unit balances by itself.

    ``rk`` maps ``(unit, other unit)`` to the account in ``unit`` towards ``other``. The whole must
    sum
    to zero in the commercial fund; a unit that is short owes the unit that is over.
    """
    off: dict[int, int] = {}
    for line in lines:
        off[line.unit_id] = off.get(line.unit_id, 0) + line.amount
    over = [[unit, amount] for unit, amount in sorted(off.items()) if amount > 0]
    short = [[unit, -amount] for unit, amount in sorted(off.items()) if amount < 0]
    whole = list(lines)
    while over and short:
        amount = min(over[0][1], short[0][1])
        giver, taker = over[0][0], short[0][0]
        whole += [credit(rk[giver, taker], amount), debit(rk[taker, giver], amount)]
        for side in (over, short):
            side[0][1] -= amount
            if not side[0][1]:
                side.pop(0)
    return whole


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
    text = _dense([on.isoformat(), reverses_id, said])
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
    text = _dense([row, said])
    return hashlib.sha256(b"sokoguru/entry/v1\0" + text.encode()).digest()


def seal_digest(*, previous: bytes, digests: Iterable[bytes]) -> bytes:
    """The link of the chain: the seal before it and the entries it names, in their order."""
    chain = hashlib.sha256(b"sokoguru/seal/v1\0" + previous)
    for digest in digests:
        chain.update(digest)
    return chain.digest()
