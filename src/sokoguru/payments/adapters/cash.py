"""Cash: into and out of the drawer of whoever sits at the till."""

from collections.abc import Mapping

from sokoguru.kernel.refs import ActorRef
from sokoguru.kernel.rupiah import parse_rupiah
from sokoguru.ledger.rules import Draft, credit, debit
from sokoguru.payments import queries
from sokoguru.payments.ports import Bill
from sokoguru.payments.rules.tenders import change


class CashTender:
    """Proof is ``given``: what the buyer put on the counter, as typed; absent, it is exact."""

    code = "tunai"

    def take(self, bill: Bill, proof: Mapping[str, str], actor: ActorRef) -> list[Draft]:
        """The drawer grows by what is due; the change never enters it. Raises ``CashShort``."""
        if proof.get("given"):
            change(due=bill.amount, given=parse_rupiah(proof["given"]))
        return [debit(queries.drawer(actor), bill.amount)]

    def give_back(self, bill: Bill, actor: ActorRef) -> list[Draft]:
        """Out of the drawer; its floor is 0, so what is not there cannot go back."""
        return [credit(queries.drawer(actor), bill.amount)]
