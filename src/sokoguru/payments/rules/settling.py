"""The journal lines of a payment that is not cash: shown, matched with the bank, paid back."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from sokoguru.kernel.rounding import Rounding, percent
from sokoguru.ledger.rules import AccountRef, Draft, credit, debit, without_empty
from sokoguru.payments.errors import MatchOff, NotStanding
from sokoguru.payments.rules.midtrans import PaymentState

FEE_PERCENT_MAX = Decimal(1)
"""The dearest merchant discount of QRIS is 0.7 per cent (Bank Indonesia): more is a wrong match."""


class RequestState(StrEnum):
    """Where a request for a payment stands. Confirmed and not yet matched is *belum cocok*."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    MATCHED = "matched"
    EXPIRED = "expired"

    @property
    def as_told(self) -> PaymentState:
        """The same in the words of a gateway, to which a notice is compared."""
        return {
            RequestState.WAITING: PaymentState.WAITING,
            RequestState.EXPIRED: PaymentState.EXPIRED,
        }.get(self, PaymentState.PAID)


@dataclass(frozen=True, slots=True)
class Standing:
    """What of a confirmed payment is the buyer's: paid, used by a sale, gone back (rupiah)."""

    amount: int
    used: int
    paid_back: int

    @property
    def left(self) -> int:
        return self.amount - self.used - self.paid_back


def arrival_lines(*, clearing: AccountRef, advance: AccountRef, amount: int) -> list[Draft]:
    """Money was shown to be on its way: the gateway owes it to us, we owe goods to the buyer."""
    return [debit(clearing, amount), credit(advance, amount)]


def match_lines(
    *, bank: AccountRef, fee: AccountRef, clearing: AccountRef, paid: int, received: int
) -> list[Draft]:
    """The bank credited it, less the fee that the acquirer kept."""
    check_fee(paid=paid, received=received)
    return without_empty(
        [debit(bank, received), debit(fee, paid - received), credit(clearing, paid)]
    )


def pay_back_lines(*, advance: AccountRef, cash: AccountRef, amount: int) -> list[Draft]:
    """What stands for a buyer goes back over the counter."""
    return [debit(advance, amount), credit(cash, amount)]


def check_fee(*, paid: int, received: int) -> None:
    """Refuse a match that brings more than was paid, or loses more than a fee."""
    most = percent(paid, FEE_PERCENT_MAX, Rounding.CEILING)
    if not 0 < received <= paid or paid - received > most:
        raise MatchOff(paid=paid, received=received, fee_max=most)


def check_confirmable(state: RequestState, *, reference: str) -> None:
    """Late money is still money: an expired request may be confirmed, a settled one not again."""
    if state not in (RequestState.WAITING, RequestState.EXPIRED):
        raise NotStanding(reference=reference, state=state.value)
