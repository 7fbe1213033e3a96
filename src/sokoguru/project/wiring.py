"""Which event triggers which handler, which adapter serves which port, which work is periodic."""

from collections.abc import Callable

from sokoguru.governance import invariants as governance
from sokoguru.governance import queries as meetings
from sokoguru.governance.actions import convening
from sokoguru.kernel.findings import Finding
from sokoguru.ledger import invariants as ledger
from sokoguru.ledger.actions import closing, holds
from sokoguru.surplus import invariants as surplus
from sokoguru.surplus import ports as surplus_ports
from sokoguru.surplus.actions import distributing, proposing
from sokoguru.tenancy.models import Cooperative

INVARIANTS: list[Callable[[], Finding]] = [
    ledger.entries_sum_to_zero,
    ledger.balances_equal_lines,
    ledger.floors_hold,
    ledger.books_balance,
    ledger.seals_are_whole,
    surplus.proposals_add_up,
    surplus.distributions_equal_proposals,
    governance.ballots_count_once,
]
"""What ``soko check`` recomputes, in the order in which it is told."""

PERIODIC: list[tuple[str, int, Callable[[], object]]] = [
    ("ledger.seal_entries", 60, closing.seal_entries),
    ("ledger.expire_holds", 30, holds.expire_holds),
    ("surplus.estimate", 300, proposing.estimate),
    ("surplus.credit_next", 5, distributing.credit_next),
    ("governance.list_due_voters", 300, convening.list_due_voters),
]
"""Periodic work inside a scope: name, seconds between two runs, what to call."""

STEPS: list[Callable[[Cooperative], bool]] = []
"""Work that talks to the outside world: one step for a cooperative, outside any scope; true: more
is due.
"""

PROCESSES: dict[str, str] = {}
"""Processes beside the pages and the worker (the mail receiver): name to ``module:function``."""


def connect() -> None:
    """Connect every event to its handlers and every port to its adapters. Called once."""
    surplus_ports.decided_by(meetings.mandate_of)
