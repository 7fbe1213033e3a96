"""The receipt of a sale: 58 mm, 32 columns, the same text on the screen and on the printer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sokoguru.kernel.dates import format_date_digits, format_time
from sokoguru.kernel.quantity import format_quantity
from sokoguru.kernel.rupiah import group_digits
from sokoguru.retail.rules.selling import masked_number
from sokoguru.ui.rules.receipts import RULE, center, left, money, pair, receipt, subtotal


@dataclass(frozen=True, slots=True)
class Bought:
    """A line of the receipt."""

    name: str
    unit: str
    quantity: int
    price: int
    amount: int


@dataclass(frozen=True, slots=True)
class Standing:
    """What a member's business of the year is, and what it may become: an estimate, no promise."""

    number: str
    participation: int
    estimate: int | None


@dataclass(frozen=True, slots=True)
class Slip:
    """All that a receipt says."""

    cooperative: str
    number: str
    at: datetime
    cashier: str
    lines: Sequence[Bought]
    total: int
    tender: str
    given: int | None = None
    change: int | None = None
    returns: str = ""
    member: Standing | None = None


def slip_text(slip: Slip) -> str:
    """The whole receipt."""
    blocks: list[list[str] | str] = [
        center(slip.cooperative),
        center("RETUR" if slip.returns else "NOTA TOKO"),
        RULE,
        pair(slip.number, f"{format_date_digits(slip.at.date())} {format_time(slip.at)}"),
        left(f"Kasir {slip.cashier}"),
    ]
    if slip.returns:
        blocks.append(left(f"Dari nota {slip.returns}"))
    blocks.append(RULE)
    for line in slip.lines:
        blocks += [left(line.name), _amount(line)]
    blocks += [subtotal(), money("Total", slip.total)]
    if slip.given is not None and slip.change is not None:
        blocks += [money(slip.tender, slip.given), money("Kembali", slip.change)]
    else:
        blocks.append(left(("Kembali lewat " if slip.returns else "Bayar: ") + slip.tender))
    if slip.member:
        blocks += [RULE, *_member(slip.member)]
    return receipt(*blocks, RULE, center("Terima kasih."))


def _amount(line: Bought) -> list[str]:
    many = f"  {format_quantity(line.quantity, line.unit)} x {group_digits(line.price)}"
    return pair(many, group_digits(line.amount))


def _member(member: Standing) -> list[list[str]]:
    lines = [
        left(f"Anggota {masked_number(member.number)}"),
        money("Belanja tahun ini", member.participation),
    ]
    if member.estimate is not None:
        lines += [money("Perkiraan SHU", member.estimate), left("(perkiraan, bukan janji)")]
    return lines
