"""Which event triggers which handler, which adapter serves which port, what is periodic."""

from collections.abc import Callable, Mapping

from sokoguru.audit.ports import listen
from sokoguru.kernel.findings import Finding
from sokoguru.ledger import invariants as ledger
from sokoguru.ledger.actions import closing, holds
from sokoguru.payments import invariants as payments
from sokoguru.payments.adapters.cash import CashTender
from sokoguru.payments.adapters.qris import QrisTender
from sokoguru.payments.events import PaymentConfirmed
from sokoguru.payments.ports import offer
from sokoguru.retail import handlers as retail_handlers
from sokoguru.retail import invariants as retail
from sokoguru.retail.actions import carts, ordering
from sokoguru.tenancy.models import Cooperative

Work = tuple[str, int, Callable[[], object]]
Step = Callable[[Cooperative], bool]

INVARIANTS: tuple[Callable[[], Finding], ...] = (
    ledger.entries_sum_to_zero,
    ledger.balances_equal_lines,
    ledger.floors_hold,
    ledger.books_balance,
    ledger.seals_are_whole,
    payments.advances_are_the_requests,
    payments.clearing_is_unmatched,
    retail.participation_is_business,
    retail.sales_are_entries,
    retail.till_sequences_are_whole,
)
"""What ``soko check`` recomputes for each cooperative, in its scope, read only."""

PERIODIC: tuple[Work, ...] = (
    ("ledger.seal_entries", 60, closing.seal_entries),
    ("ledger.expire_holds", 30, holds.expire_holds),
    ("retail.expire_orders", 30, ordering.expire_orders),
    ("retail.forget_old_carts", 3_600, carts.forget_old),
)
"""Name, seconds between two runs, and the act, called in each cooperative's scope."""

STEPS: tuple[Step, ...] = ()
"""Acts that talk to the outside world: called for each cooperative outside any scope, they open
their own. True means that there may be more to do at once."""

PROCESSES: Mapping[str, str] = {}
"""Further processes of ``soko up``: name -> ``module:function``, called with an event that is set
when it has to end."""


def connect() -> None:
    """Connect every event to its handlers and every port to its adapters. Called once."""
    offer(CashTender())
    offer(QrisTender())
    listen(PaymentConfirmed, retail_handlers.payment_confirmed)
