"""The entries of a year's surplus: tax, closing, and what each head and member receives."""

from collections.abc import Mapping, Sequence

from sokoguru.ledger.rules import AccountRef, Draft, Role, bridged, credit, debit, mirrored
from sokoguru.surplus.rules.shu import Head

FUND_ROLES: Mapping[Head, Role] = {
    Head.CADANGAN: Role.RESERVE,
    Head.DANA_PENGURUS: Role.FUND_PENGURUS,
    Head.DANA_KARYAWAN: Role.FUND_KARYAWAN,
    Head.DANA_PENDIDIKAN: Role.FUND_PENDIDIKAN,
    Head.DANA_SOSIAL: Role.FUND_SOSIAL,
    Head.DANA_DAERAH_KERJA: Role.FUND_DAERAH,
}
"""Where the heads that members do not share go."""
MEMBER_HEADS = frozenset({Head.JASA_MODAL, Head.JASA_USAHA})


def tax_lines(*, expense: AccountRef, payable: AccountRef, amount: int) -> list[Draft]:
    """Dr Beban PPh / Cr Utang PPh."""
    return [debit(expense, amount), credit(payable, amount)]


def closing_lines(
    totals: Sequence[Draft], *, shu: AccountRef, rk: Mapping[tuple[int, int], AccountRef]
) -> list[Draft]:
    """Take every account of income and expense of a unit to zero against SHU tahun berjalan.

    ``totals`` are the accounts with debit less credit of the year. The SHU stands in the head
    office, so a unit's result crosses the inter-unit accounts.
    """
    result = sum(total.amount for total in totals)
    lines = mirrored(totals)
    if result:
        lines.append(Draft(shu.id, shu.unit_id, shu.fund, result))
    return bridged(lines, rk)


def head_lines(*, shu: AccountRef, parts: Sequence[tuple[AccountRef, int]]) -> list[Draft]:
    """Dr SHU tahun berjalan / Cr cadangan and each dana; parts of nothing are left out."""
    credits = [credit(account, amount) for account, amount in parts if amount]
    return [debit(shu, sum(amount for _, amount in parts)), *credits] if credits else []


def share_lines(
    *, shu: AccountRef, into: AccountRef, amount: int, rk: Mapping[tuple[int, int], AccountRef]
) -> list[Draft]:
    """Dr SHU tahun berjalan / Cr the member's savings (across units) or SHU payable."""
    return bridged([debit(shu, amount), credit(into, amount)], rk)
