"""Which event triggers which handler, which adapter serves which port, what is periodic."""

from collections.abc import Callable, Mapping

from sokoguru.kernel.findings import Finding
from sokoguru.ledger import invariants as ledger
from sokoguru.ledger.actions import closing, holds
from sokoguru.stock import invariants as stock
from sokoguru.stock.actions import reserving
from sokoguru.supply import invariants as supply
from sokoguru.tenancy.models import Cooperative

Work = tuple[str, int, Callable[[], object]]
Step = Callable[[Cooperative], bool]

INVARIANTS: tuple[Callable[[], Finding], ...] = (
    ledger.entries_sum_to_zero,
    ledger.balances_equal_lines,
    ledger.floors_hold,
    ledger.books_balance,
    ledger.seals_are_whole,
    *stock.STOCK,
    *supply.SUPPLY,
)
"""What ``soko check`` recomputes for each cooperative, in its scope, read only."""

PERIODIC: tuple[Work, ...] = (
    ("ledger.seal_entries", 60, closing.seal_entries),
    ("ledger.expire_holds", 30, holds.expire_holds),
)
"""Name, seconds between two runs, and the act, called in each cooperative's scope."""

STEPS: tuple[Step, ...] = (reserving.release_expired,)
"""Acts that talk to the outside world, or need a transaction for each piece: called for each
cooperative outside any scope, they open their own. True: there may be more to do at once."""

PROCESSES: Mapping[str, str] = {}
"""Further processes of ``soko up``: name -> ``module:function``, called with an event that is set
when it has to end."""


def connect() -> None:
    """Connect every event to its handlers and every port to its adapters. Called once."""
