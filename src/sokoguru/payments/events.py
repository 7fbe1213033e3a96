"""What happens to payments, in the past tense. No server key, no code of a card is ever a fact."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class QrisSet:
    """The cooperative entered the QRIS code that its buyers pay to."""

    account_id: int
    nmid: str


@dataclass(frozen=True, slots=True)
class GatewaySet:
    """A gateway's account was entered, or its key changed."""

    account_id: int
    account: str


@dataclass(frozen=True, slots=True)
class PaymentConfirmed:
    """Money was shown to have arrived. ``how``: ``kasir`` or ``gerbang`` (a gateway's notice)."""

    request_id: int
    reference: str
    amount: int
    how: str


@dataclass(frozen=True, slots=True)
class PaymentsMatched:
    """A line of the bank's statement was matched with the payments it settles."""

    bank_reference: str
    count: int
    paid: int
    received: int
    fee: int


@dataclass(frozen=True, slots=True)
class PaymentPaidBack:
    """What stood for a buyer went back to the buyer."""

    request_id: int
    reference: str
    amount: int


@dataclass(frozen=True, slots=True)
class NoticeSetAside:
    """A gateway's notice could not be applied: it is kept raw for a person to look at."""

    notice_id: int
    problem: str
