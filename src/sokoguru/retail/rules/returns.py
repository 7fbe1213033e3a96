"""What goes back when goods come back: the mirror of the sale in proportion, to the rupiah."""

from dataclasses import dataclass, replace

from sokoguru.retail.errors import ReturnTooMuch
from sokoguru.retail.rules.selling import LotPart
from sokoguru.stock.rules.consignment import Split, split_return


@dataclass(frozen=True, slots=True)
class Back:
    """What has come back of a line so far."""

    quantity: int = 0
    amount: int = 0
    owed: int = 0
    ujrah: int = 0

    def more(self, *, quantity: int, amount: int, owed: int, ujrah: int) -> "Back":
        """After another return."""
        return Back(
            self.quantity + quantity, self.amount + amount, self.owed + owed, self.ujrah + ujrah
        )


def back_part(sold: LotPart, *, quantity: int, before: Back) -> LotPart:
    """So much of a sold line comes back. The last goods to return take the rest, so that a sale
    returned piece by piece leaves nothing behind. The cost is stock's to say.
    """
    left = sold.quantity - before.quantity
    if not 0 < quantity <= left:
        raise ReturnTooMuch(name=sold.name, unit=sold.unit, quantity=quantity, left=left)
    is_consigned = sold.owner_member_id is not None
    split = split_return(
        Split(total=sold.amount, owed=sold.owed, ujrah=sold.ujrah),
        sold_quantity=sold.quantity,
        back_before=Split(total=before.amount, owed=before.owed, ujrah=before.ujrah),
        back_quantity=before.quantity,
        quantity=quantity,
    )
    return replace(
        sold,
        quantity=quantity,
        amount=split.total,
        cost=0,
        owed=split.owed if is_consigned else 0,
        ujrah=split.ujrah if is_consigned else 0,
    )
