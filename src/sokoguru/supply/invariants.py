"""What ``soko check`` recomputes of supply (``contracts.md``, invariant 7)."""

from sokoguru.kernel.findings import Finding, shown
from sokoguru.ledger import queries as books
from sokoguru.ledger.rules import Role
from sokoguru.stock.queries import sales
from sokoguru.supply import queries
from sokoguru.supply.rules.entries import Owed


def _standing(role: Role) -> dict[int, int]:
    balances = books.balances(unit=queries.UNIT, role=role)
    return {int(subject.rpartition(":")[2]): balance for subject, balance in balances.items()}


def payables_equal_sales() -> Finding:
    """A maker's consignment payable equals what was sold, less returned, and not yet settled."""
    standing, sold, settled = (
        _standing(Role.CONSIGNMENT_PAYABLE),
        sales.owed_by_sales(),
        queries.settled(),
    )
    broken = []
    for member in sorted(standing.keys() | sold.keys() | settled.keys()):
        should = sold.get(member, 0) - settled.get(member, Owed()).consignment
        if standing.get(member, 0) != should:
            broken.append(
                f"pembuat {member}: utang konsinyasi {standing.get(member, 0)}, mestinya {should}"
            )
    return Finding("supply.payables_equal_sales", len(standing), shown(broken))


def purchases_equal_payables() -> Finding:
    """What is owed for harvest equals what was bought, less given back, and not yet settled."""
    standing, bought, settled = (
        _standing(Role.PRODUCE_PAYABLE),
        queries.bought(),
        queries.settled(),
    )
    broken = []
    for member in sorted(standing.keys() | bought.keys() | settled.keys()):
        should = bought.get(member, 0) - settled.get(member, Owed()).produce
        if standing.get(member, 0) != should:
            broken.append(
                f"pembuat {member}: utang pembelian {standing.get(member, 0)}, mestinya {should}"
            )
    return Finding("supply.purchases_equal_payables", len(standing), shown(broken))


SUPPLY = (payables_equal_sales, purchases_equal_payables)
