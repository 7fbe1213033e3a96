"""Simpanan sukarela as a tender: a member pays a sale with the PIN (TV-55)."""

from collections.abc import Mapping

from sokoguru.identity import actions as identity
from sokoguru.kernel.refs import ActorRef
from sokoguru.ledger.rules import Draft, credit, debit
from sokoguru.payments.ports import Bill
from sokoguru.savings.actions import transfers
from sokoguru.savings.errors import MemberNeeded
from sokoguru.savings.queries import balances
from sokoguru.savings.rules import Simpanan

CODE = "simpanan"


class SavingsTender:
    """Debits the member's Tabungan wadiah in the sharia unit; the seller bridges to its own."""

    code = CODE

    def take(self, bill: Bill, proof: Mapping[str, str], actor: ActorRef) -> list[Draft]:
        """Check the PIN in ``proof["pin"]`` before anything is told of the balance, then take it.

        Raises ``MemberNeeded``, ``identity.PinWrong``, ``identity.PinMissing``, ``NotFullMember``,
        ``Overdrawn``, ``tenancy.TooManyAttempts``.
        """
        if bill.member_id is None:
            raise MemberNeeded
        identity.check_pin(member_id=bill.member_id, pin=proof.get("pin", ""))
        return [
            debit(transfers.spendable(member_id=bill.member_id, amount=bill.amount), bill.amount)
        ]

    def give_back(self, bill: Bill, actor: ActorRef) -> list[Draft]:
        """Credit what was paid: the money goes where it came from."""
        if bill.member_id is None:
            raise MemberNeeded
        return [credit(balances.leaf(bill.member_id, Simpanan.SUKARELA), bill.amount)]
