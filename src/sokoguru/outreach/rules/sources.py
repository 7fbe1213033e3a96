"""What the cookie ``soko_src`` remembers: the first and the last link that brought a reader.

It fits where an order keeps it (40 letters, digits and dashes), names links and minutes only, and
is signed, so that nobody can move a touch in time or put another one first.
"""

import hashlib
import hmac
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sokoguru.outreach.errors import NotALink
from sokoguru.outreach.rules.clicks import TOKEN_LENGTH, WINDOW, Touch, check_token

COOKIE = "soko_src"
COOKIE_SECONDS = int(WINDOW.total_seconds())
_START = datetime(2026, 1, 1, tzinfo=UTC)
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_MINUTE_DIGITS = 5
_SEAL_LENGTH = 10
_PART = TOKEN_LENGTH + _MINUTE_DIGITS


def remembered(before: Sequence[Touch], token: str, at: datetime) -> list[Touch]:
    """The first touch that still counts and this one, which is now the last."""
    fresh = [touch for touch in before if at - WINDOW <= touch.at <= at]
    return [*fresh[:1], Touch(token, at)]


def written(touches: Sequence[Touch], *, key: bytes) -> str:
    """One or two touches as a cookie: parts of token and minute, then the seal, with dashes."""
    parts = [f"{touch.token}{_minute(touch.at)}" for touch in touches]
    return "-".join([*parts, _seal("-".join(parts), key)])


def read(text: str, *, key: bytes, ordered_at: datetime) -> list[Touch]:
    """The touches in what an order kept; nothing where it is odd or its seal is wrong.

    A bare token (a link in an address, a poster read aloud) is a touch at the order itself.
    """
    if len(text) == TOKEN_LENGTH:
        return [Touch(token, ordered_at) for token in _tokens([text])]
    *parts, seal = text.split("-")
    fits = 1 <= len(parts) <= 2 and all(len(part) == _PART for part in parts)
    if not fits or not hmac.compare_digest(seal.encode(), _seal("-".join(parts), key).encode()):
        return []
    times = [_START + timedelta(minutes=int(part[TOKEN_LENGTH:], 36)) for part in parts]
    tokens = _tokens([part[:TOKEN_LENGTH] for part in parts])
    return [Touch(token, at) for token, at in zip(tokens, times, strict=False)]


def _tokens(texts: Sequence[str]) -> list[str]:
    try:
        return [check_token(text) for text in texts]
    except NotALink:
        return []


def _minute(at: datetime) -> str:
    left = max(int((at - _START).total_seconds() // 60), 0)
    digits = ""
    for _ in range(_MINUTE_DIGITS):
        left, digit = divmod(left, 36)
        digits = _DIGITS[digit] + digits
    return digits


def _seal(text: str, key: bytes) -> str:
    return hmac.new(key, f"{COOKIE}|{text}".encode(), hashlib.sha256).hexdigest()[:_SEAL_LENGTH]
