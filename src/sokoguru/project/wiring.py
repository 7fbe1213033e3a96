"""Which event triggers which handler, which adapter serves which port, which work is periodic, the
menu.
"""

from sokoguru.payments.adapters.cash import CashTender
from sokoguru.payments.adapters.qris import QrisTender
from sokoguru.payments.ports import offer


def connect() -> None:
    """Connect every event to its handlers. Called once, when Django is ready."""
    offer(CashTender())
    offer(QrisTender())
