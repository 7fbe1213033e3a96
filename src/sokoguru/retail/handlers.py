"""Reactions of the shop to what happens below it."""

from sokoguru.audit.ports import Heard
from sokoguru.retail.actions import ordering


def payment_confirmed(heard: Heard) -> None:
    """A payment was shown: its order becomes a sale. A payment at a till has no order."""
    ordering.settle(number=str(heard.body["reference"])[:12], actor=heard.actor)
