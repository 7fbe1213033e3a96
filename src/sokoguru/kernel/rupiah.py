"""Whole rupiah: read as Indonesians write them, shown as the counter does, spelled in words."""

import re

from sokoguru.kernel.refusals import Refused
from sokoguru.kernel.text import excerpt

MAX = 2**63 - 1
"""What a 64-bit column holds."""
MAX_OF_ONE_ACT = 1_000_000_000_000
"""No single deposit, sale or transfer of a cooperative is larger; more is a slip of the finger."""

_TYPED = re.compile(
    r"(?:Rp\.?[ \u00a0]?)?(0|[1-9][0-9]{0,2}(?:\.[0-9]{3})+|[1-9][0-9]*)(?:,00)?", re.IGNORECASE
)
_LONGEST = 40
MINUS = "\u2212"


class NotRupiah(Refused):
    """This is not an amount in whole rupiah, written the Indonesian way."""

    code = "kernel.not_rupiah"


class AmountOutOfRange(Refused):
    """The amount is below the least or above the most that this act takes."""

    code = "kernel.amount_out_of_range"


def parse_rupiah(text: str, *, most: int = MAX) -> int:
    """Read ``1.000``, ``1000``, ``Rp 1.000`` or ``Rp1.000.000,00``; refuse everything else.

    A dot only groups thousands and a comma only starts two zeros of sen: ``1.5``, ``1,000`` and
    ``1.000,50`` are refused, never guessed. No sign, no leading zero, no digits of other scripts.
    """
    typed = text.strip(" \t\u00a0") if len(text) <= _LONGEST else ""
    match = _TYPED.fullmatch(typed)
    if match is None:
        raise NotRupiah(typed=excerpt(text))
    amount = int(match[1].replace(".", ""))
    if amount > most:
        raise AmountOutOfRange(amount=amount, least=0, most=most)
    return amount


def check_amount(amount: int, *, least: int = 1, most: int = MAX_OF_ONE_ACT) -> None:
    """Refuse an amount that no single act may carry."""
    if not least <= amount <= most:
        raise AmountOutOfRange(amount=amount, least=least, most=most)


def group_digits(number: int) -> str:
    """``1234567`` as ``1.234.567``; the sign, if any, is a true minus."""
    grouped = f"{abs(number):,}".replace(",", ".")
    return MINUS + grouped if number < 0 else grouped


def format_rupiah(amount: int) -> str:
    """``Rp1.234.567``; below zero ``− Rp1.000``."""
    shown = f"Rp{group_digits(abs(amount))}"
    return f"{MINUS} {shown}" if amount < 0 else shown


def format_signed(amount: int) -> str:
    """A movement: ``+ Rp50.000`` in, ``− Rp650.000`` out, ``Rp0`` for none."""
    return f"+ {format_rupiah(amount)}" if amount > 0 else format_rupiah(amount)


_SMALL = (
    *("nol", "satu", "dua", "tiga", "empat", "lima", "enam"),
    *("tujuh", "delapan", "sembilan", "sepuluh", "sebelas"),
)
_SCALES = ((10**12, "triliun"), (10**9, "miliar"), (10**6, "juta"), (10**3, "ribu"))


def terbilang(number: int) -> str:
    """The number in Indonesian words: ``1001`` is *seribu satu*, ``101000`` *seratus satu ribu*."""
    if number < 0:
        return f"minus {terbilang(-number)}"
    if number < 12:
        return _SMALL[number]
    if number < 20:
        return f"{_SMALL[number - 10]} belas"
    if number < 100:
        return _joined(f"{_SMALL[number // 10]} puluh", number % 10)
    if number < 200:
        return _joined("seratus", number - 100)
    if number < 1000:
        return _joined(f"{_SMALL[number // 100]} ratus", number % 100)
    if number < 2000:
        return _joined("seribu", number - 1000)
    size, name = next(scale for scale in _SCALES if number >= scale[0])
    return _joined(f"{terbilang(number // size)} {name}", number % size)


def terbilang_rupiah(amount: int) -> str:
    """The amount in words, as it stands under the box and on the receipt."""
    return f"{terbilang(amount)} rupiah"


def _joined(head: str, rest: int) -> str:
    return f"{head} {terbilang(rest)}" if rest else head
