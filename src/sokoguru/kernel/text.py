"""Text that people type: made printable and comparable before any rule looks at it."""

import re
import unicodedata

_SPACES = re.compile(r"\s+")
_INVISIBLE = frozenset(
    "\u00ad\u061c\u180e\u200b\u200e\u200f\u2060\ufeff"
    "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
"""Soft hyphens, zero-width spaces and marks that turn the direction of writing.

The joiners U+200C and U+200D stay: Javanese, Arabic and emoji need them.
"""


def clean_line(text: str) -> str:
    """One line in NFC: nothing invisible, single spaces, none at the ends."""
    return _SPACES.sub(" ", _printable(text.replace("\u00a0", " "), keep=" \t\n\r")).strip()


def clean_block(text: str) -> str:
    """Several lines, each cleaned of what cannot be printed; line ends become ``\\n``."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(_printable(line, keep="\t").rstrip() for line in lines).strip("\n")


def excerpt(text: str, *, length: int = 40) -> str:
    """What was typed, short enough and clean enough to be repeated in a refusal."""
    line = clean_line(text[: 4 * length])
    return line if len(line) <= length else line[: length - 1] + "…"


def _printable(text: str, *, keep: str) -> str:
    whole = unicodedata.normalize("NFC", text)
    return "".join(c for c in whole if c in keep or not _is_hidden(c))


def _is_hidden(character: str) -> bool:
    return character in _INVISIBLE or unicodedata.category(character) in ("Cc", "Cs")
