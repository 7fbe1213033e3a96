"""Receipts of 58 mm paper: exactly 32 columns, the same text on the screen and on the printer."""

import textwrap
import unicodedata

COLUMNS = 32
RULE = "-" * COLUMNS


def plain(text: str) -> str:
    """What a small printer can print: plain signs for typographic ones, no control characters."""
    signs = str.maketrans({"−": "-", "–": "-", "—": "-", "’": "'", "“": '"', "”": '"', "·": "-"})
    decomposed = unicodedata.normalize("NFKD", text.translate(signs))
    return "".join(sign for sign in decomposed if " " <= sign <= "~")


def left(text: str) -> list[str]:
    """Text wrapped to the paper; a word longer than the paper is cut."""
    return textwrap.wrap(plain(text), COLUMNS) or [""]


def center(text: str) -> list[str]:
    """Text in the middle, wrapped."""
    return [line.center(COLUMNS).rstrip() for line in left(text)]


def pair(label: str, value: str) -> list[str]:
    """Label at the left, value at the right; on two lines where one does not hold both."""
    label, value = plain(label), plain(value)
    space = COLUMNS - len(label) - len(value)
    if space >= 1:
        return [label + " " * space + value]
    return [*left(label), *(line.rjust(COLUMNS) for line in left(value))]


def money(label: str, amount: int) -> list[str]:
    """An amount as tills print it: ``Rp`` and the figures in a field of nine or wider."""
    sign = "-" if amount < 0 else ""
    figures = f"{abs(amount):,}".replace(",", ".")
    return pair(label, f"Rp {sign + figures:>9}")


def subtotal() -> list[str]:
    """The short rule above a sum."""
    return ["------------".rjust(COLUMNS)]


def receipt(*blocks: list[str] | str) -> str:
    """One text from blocks of lines; an empty string is an empty line, ``RULE`` a rule."""
    lines: list[str] = []
    for block in blocks:
        lines.extend([block] if isinstance(block, str) else block)
    assert all(len(line) <= COLUMNS for line in lines), "a line is wider than the paper"
    return "\n".join(lines)
