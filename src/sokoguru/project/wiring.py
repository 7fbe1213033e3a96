"""Which event triggers which handler, which adapter serves which port, which work is periodic, the menu."""

from collections.abc import Callable

from sokoguru.audit.ports import listen
from sokoguru.kernel.findings import Finding
from sokoguru.ledger import invariants as ledger
from sokoguru.members.events import MemberAdmitted
from sokoguru.payments import ports as payments
from sokoguru.savings import handlers as savings_handlers
from sokoguru.savings import invariants as savings
from sokoguru.savings.adapters.tender import SavingsTender

INVARIANTS: list[Callable[[], Finding]] = [
    ledger.entries_sum_to_zero,
    ledger.balances_equal_lines,
    ledger.floors_hold,
    ledger.books_balance,
    ledger.seals_are_whole,
    savings.savings_stand_on_their_leaves,
    savings.pokok_is_paid_in_full,
    savings.sukarela_belongs_to_members,
]
"""What ``soko check`` recomputes, in the scope of one cooperative after the other."""


def connect() -> None:
    """Connect every event to its handlers. Called once, when Django is ready."""
    listen(MemberAdmitted, savings_handlers.open_for_new_member)
    payments.offer(SavingsTender())
