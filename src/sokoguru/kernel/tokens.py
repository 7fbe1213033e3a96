"""Random names: secrets for machines, tokens for links, codes that a person can read aloud."""

import secrets

from sokoguru.kernel.refusals import Refused
from sokoguru.kernel.text import excerpt

CLEAR = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Digits and capitals without those that look alike (0 O, 1 I L) or spell words too easily (U)."""


class NotCode(Refused):
    """This is not a code of ours: other letters, or another length."""

    code = "kernel.not_code"


def secret_token() -> str:
    """256 random bits for one-time login links and keys; store only its hash."""
    return secrets.token_urlsafe(32)


def link_token(length: int = 8) -> str:
    """A short random name in lower case for an address; 30**8 are possible."""
    return "".join(secrets.choice(CLEAR) for _ in range(length)).lower()


def human_code(*groups: int) -> str:
    """A code to read aloud or to copy from paper: ``human_code(2, 3)`` gives ``7K-294``."""
    return "-".join("".join(secrets.choice(CLEAR) for _ in range(size)) for size in groups or (4,))


def read_human_code(text: str, *groups: int) -> str:
    """A typed code put back in order: any case, with or without dashes and spaces."""
    sizes = groups or (4,)
    typed = "".join(text.upper().split()).replace("-", "") if len(text) <= 100 else ""
    if len(typed) != sum(sizes) or not set(typed) <= set(CLEAR):
        raise NotCode(typed=excerpt(text))
    parts, start = [], 0
    for size in sizes:
        parts.append(typed[start : start + size])
        start += size
    return "-".join(parts)
