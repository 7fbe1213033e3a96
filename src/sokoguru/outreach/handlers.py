"""Reactions of outreach to what happens in the shop."""

from sokoguru.audit.ports import Heard
from sokoguru.outreach.actions import attributing


def order_paid(heard: Heard) -> None:
    """An order was paid: it is written down by which links its buyer came."""
    attributing.attribute_order(order_id=int(heard.body["order_id"]))


def goods_returned(heard: Heard) -> None:
    """Goods came back, or a paid order was cancelled: that much no longer counts for a post."""
    attributing.reverse(
        sale_number=str(heard.body["of_number"]),
        return_number=str(heard.body["number"]),
        amount=int(heard.body["amount"]),
    )
