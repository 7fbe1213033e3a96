"""What a sale is paid with: the form that every tender fits, and the tenders of this installation.

A seller knows no savings office and no gateway: it asks a tender for the debit lines of its side
and bridges them with its own. ``project/wiring.py`` fills the table once, when Django is ready.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from sokoguru.kernel.refs import ActorRef
from sokoguru.ledger.rules import Draft
from sokoguru.payments.errors import TenderUnknown


@dataclass(frozen=True, slots=True)
class Bill:
    """What is to be paid: the seller's reference and unit, so many rupiah, which member."""

    reference: str
    unit: str
    amount: int
    member_id: int | None
    memo: str


class Tender(Protocol):
    """One way to pay. Both acts run in the seller's transaction and write no entry themselves."""

    code: str

    def take(self, bill: Bill, proof: Mapping[str, str], actor: ActorRef) -> list[Draft]:
        """Check the proof, lock what must not move, and return the debit lines of this side.

        The lines may be of any unit; the seller bridges them. Refuses when the payer may not or
        cannot pay: then the whole sale is taken back.
        """
        ...

    def give_back(self, bill: Bill, actor: ActorRef) -> list[Draft]:
        """The credit lines of this side when ``bill.amount`` goes back to the payer."""
        ...


TENDERS: dict[str, Tender] = {}


def offer(tender: Tender) -> None:
    """Let sales be paid with this tender. Safe to repeat."""
    TENDERS[tender.code] = tender


def tender(code: str) -> Tender:
    """The tender of this code. Raises ``TenderUnknown``."""
    if code not in TENDERS:
        raise TenderUnknown(tender=code[:20])
    return TENDERS[code]
