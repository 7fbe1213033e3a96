"""Reading a gateway's notice from its raw bytes, strictly: what is odd is kept and not believed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from sokoguru.kernel.text import excerpt
from sokoguru.payments.errors import NoticeForeign, NoticeMalformed
from sokoguru.payments.rules.midtrans import (
    PaymentState,
    check_signature,
    gross_rupiah,
    state_of,
)

BYTES_MAX = 65_536
CURRENCY = "IDR"
_LONGEST = {
    "order_id": 60,
    "transaction_id": 60,
    "transaction_status": 30,
    "status_code": 3,
    "gross_amount": 20,
    "signature_key": 200,
    "fraud_status": 20,
    "currency": 3,
}
_MAY_LACK = ("fraud_status", "currency")


@dataclass(frozen=True, slots=True)
class Notice:
    """What a gateway says of one payment, as texts exactly as they were sent."""

    order_id: str
    transaction_id: str
    transaction_status: str
    status_code: str
    gross_amount: str
    signature_key: str
    fraud_status: str
    currency: str

    @property
    def key(self) -> str:
        """One notice of one payment and status counts once."""
        return f"{self.transaction_id}:{self.transaction_status}:{self.fraud_status}"


def read_notice(raw: bytes) -> Notice:
    """The fields of a notice in Midtrans form. Numbers stay the texts that were signed."""
    try:
        body = json.loads(
            raw.decode("utf-8"), parse_int=str, parse_float=str, object_pairs_hook=_once_each
        )
    except (ValueError, RecursionError):
        raise NoticeMalformed(field="body") from None
    if not isinstance(body, Mapping):
        raise NoticeMalformed(field="body")
    return Notice(**{name: _text(body, name) for name in _LONGEST})


def check_notice(notice: Notice, *, server_key: str, reference: str, amount: int) -> PaymentState:
    """What a notice says; only a signed one of this order, amount and currency counts."""
    check_signature(
        notice.signature_key,
        order_id=notice.order_id,
        status_code=notice.status_code,
        gross_amount=notice.gross_amount,
        server_key=server_key,
    )
    if notice.order_id != reference:
        raise NoticeForeign(field="order_id")
    if notice.currency not in ("", CURRENCY):
        raise NoticeForeign(field="currency", typed=excerpt(notice.currency))
    if gross_rupiah(notice.gross_amount) != amount:
        raise NoticeForeign(field="gross_amount", typed=excerpt(notice.gross_amount))
    told = state_of(notice.transaction_status, fraud_status=notice.fraud_status)
    if told is PaymentState.PAID and notice.status_code != "200":
        raise NoticeMalformed(field="status_code", typed=excerpt(notice.status_code))
    return told


def _once_each(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """A name that stands twice could be signed in one place and read in another."""
    if len({name for name, _ in pairs}) != len(pairs):
        raise ValueError("a name stands twice")
    return dict(pairs)


def _text(body: Mapping[str, object], name: str) -> str:
    value = body.get(name, "")
    fits = isinstance(value, str) and len(value) <= _LONGEST[name] and "\0" not in value
    if not fits or (not value and name not in _MAY_LACK):
        raise NoticeMalformed(field=name)
    return str(value)
