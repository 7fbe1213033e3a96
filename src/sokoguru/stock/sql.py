"""The one statement that moves a stock balance: guarded, so that no promise is ever broken."""

from django.db.models import F

from sokoguru.stock.models import StockBalance


def shift(balance_id: int, *, quantity: int = 0, value: int = 0, reserved: int = 0) -> bool:
    """Move a balance by these differences, rupiah and thousandths.

    False, and nothing moves, when it would promise or be worth more than is there.
    """
    rows = StockBalance.objects.filter(
        pk=balance_id,
        quantity__gte=F("reserved") + (reserved - quantity),
        reserved__gte=-reserved,
        value__gte=-value,
    )
    changes = {"quantity": quantity, "value": value, "reserved": reserved}
    return bool(rows.update(**{name: F(name) + by for name, by in changes.items() if by}))
