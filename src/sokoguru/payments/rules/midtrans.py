"""Notices in the form of Midtrans: is it theirs, and what does it say?"""

import hashlib
import hmac
from enum import StrEnum

from sokoguru.kernel.text import excerpt
from sokoguru.payments import errors


class PaymentState(StrEnum):
    """Where a payment stands, in the word that people see."""

    WAITING = "menunggu"
    PAID = "lunas"
    FAILED = "gagal"
    EXPIRED = "kedaluwarsa"
    REFUNDED = "dikembalikan"


_STATES = {
    "settlement": PaymentState.PAID,
    "pending": PaymentState.WAITING,
    "deny": PaymentState.FAILED,
    "cancel": PaymentState.FAILED,
    "failure": PaymentState.FAILED,
    "expire": PaymentState.EXPIRED,
    "refund": PaymentState.REFUNDED,
    "partial_refund": PaymentState.REFUNDED,
}

_LATER = {
    PaymentState.WAITING: frozenset(PaymentState),
    PaymentState.FAILED: frozenset({PaymentState.PAID}),
    PaymentState.EXPIRED: frozenset({PaymentState.PAID}),
    PaymentState.PAID: frozenset({PaymentState.REFUNDED}),
    PaymentState.REFUNDED: frozenset[PaymentState](),
}
"""Money that arrives late still arrives; what was paid never waits or fails again."""


def signature(*, order_id: str, status_code: str, gross_amount: str, server_key: str) -> str:
    """SHA-512 over the four values exactly as they were sent."""
    text = f"{order_id}{status_code}{gross_amount}{server_key}"
    return hashlib.sha512(text.encode()).hexdigest()


def check_signature(
    given: str, *, order_id: str, status_code: str, gross_amount: str, server_key: str
) -> None:
    """Refuse a notice that was not signed with our key, in constant time."""
    expected = signature(
        order_id=order_id,
        status_code=status_code,
        gross_amount=gross_amount,
        server_key=server_key,
    )
    given_bytes = given.encode("utf-8", "surrogatepass")
    if not server_key or not hmac.compare_digest(given_bytes, expected.encode()):
        raise errors.NoticeUnsigned(order_id=excerpt(order_id))


def state_of(transaction_status: str, *, fraud_status: str = "") -> PaymentState:
    """What a notice says. A card's capture counts only when the fraud check accepted it."""
    if transaction_status == "capture":
        return {
            "accept": PaymentState.PAID,
            "challenge": PaymentState.WAITING,
            "deny": PaymentState.FAILED,
        }.get(fraud_status, PaymentState.WAITING)
    if transaction_status not in _STATES:
        raise errors.NoticeMalformed(field="transaction_status", typed=excerpt(transaction_status))
    if fraud_status == "challenge" and transaction_status == "settlement":
        return PaymentState.WAITING
    return _STATES[transaction_status]


def next_state(here: PaymentState, told: PaymentState) -> PaymentState:
    """The state after a notice: notices come late, twice and out of order."""
    return told if told in _LATER[here] else here


def gross_rupiah(gross_amount: str) -> int:
    """``100000.00`` as 100000; anything with sen is not ours."""
    whole, dot, rest = gross_amount.partition(".")
    is_whole = whole.isascii() and whole.isdigit() and len(whole) <= 15
    if not is_whole or (dot and rest not in ("0", "00")):
        raise errors.NoticeMalformed(field="gross_amount", typed=excerpt(gross_amount))
    return int(whole)


def check_key(key: str) -> None:
    """Refuse what cannot be a server key: an empty one would make every signature guessable."""
    if not 8 <= len(key) <= 200 or not all("!" <= character <= "~" for character in key):
        raise errors.GatewayKeyUnfit(length=len(key))
