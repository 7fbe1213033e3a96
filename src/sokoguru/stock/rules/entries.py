"""The journal lines of goods that come, move, get lost and are found. Pure."""

from sokoguru.ledger.rules import AccountRef, Draft, credit, debit


def receipt_lines(inventory: AccountRef, against: AccountRef, value: int) -> list[Draft]:
    """Own goods come in: Dr Persediaan / Cr what they are owed or paid from (SAK EP 13)."""
    return [debit(inventory, value), credit(against, value)]


def transfer_lines(source: AccountRef, target: AccountRef, value: int) -> list[Draft]:
    """Own goods change place, get lost, or go back: Dr where they went / Cr Persediaan."""
    return [debit(target, value), credit(source, value)]


def count_lines(
    inventory: AccountRef, variance: AccountRef, *, lost: int, found: int
) -> list[Draft]:
    """A count: the net of what was lost and found, between Persediaan and Selisih stok."""
    net = lost - found
    if net == 0:
        return []
    if net > 0:
        return [debit(variance, net), credit(inventory, net)]
    return [debit(inventory, -net), credit(variance, -net)]
