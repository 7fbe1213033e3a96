"""QRIS: a payment that was asked for and confirmed pays a sale of the same reference, once."""

from collections.abc import Mapping

from sokoguru.kernel.refs import ActorRef
from sokoguru.ledger.rules import Draft
from sokoguru.payments.actions import asking
from sokoguru.payments.ports import Bill


class QrisTender:
    """Needs no proof of its own: the confirmed request is the proof."""

    code = "qris"

    def take(self, bill: Bill, proof: Mapping[str, str], actor: ActorRef) -> list[Draft]:
        """Use the buyer's advance. Raises ``NotPaidYet``, ``PaidDiffers``."""
        return asking.use(bill=bill)

    def give_back(self, bill: Bill, actor: ActorRef) -> list[Draft]:
        """It stands for the buyer again, until a person pays it back."""
        return asking.free(bill=bill)
