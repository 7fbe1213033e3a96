"""Buying goods from outside: on credit, or paid from the shop's cash."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sokoguru.identity.queries import check_may
from sokoguru.identity.rules import Act
from sokoguru.kernel.refs import ActorRef
from sokoguru.kernel.rupiah import check_amount
from sokoguru.kernel.text import clean_line
from sokoguru.ledger import queries as books
from sokoguru.ledger.rules import Role
from sokoguru.stock.actions import lots, moving
from sokoguru.stock.actions.lots import Origin
from sokoguru.supply.events import GoodsBought
from sokoguru.supply.queries import UNIT
from sokoguru.tenancy.scope import atomic

if TYPE_CHECKING:
    from sokoguru.stock.models import Lot


@dataclass(frozen=True, slots=True)
class Purchase:
    """What came with a supplier's note:

    thousandths of the good's unit, the whole price in rupiah.
    """

    product_id: int
    location_id: int
    quantity: int
    amount: int
    supplier: str
    paid: bool
    expires_on: date | None = None


@atomic
def buy(*, purchase: Purchase, request_key: str, actor: ActorRef) -> "Lot":
    """Take goods in that were bought outside: Dr Persediaan / Cr Utang usaha, or Cr Kas toko.

    Who hands out cash needs ``supply.settle`` besides ``stock.move``. Safe to retry by the key.
    """
    check_may(actor=actor, act=Act.STOCK_MOVE, amount=purchase.amount)
    if purchase.paid:
        check_may(actor=actor, act=Act.SUPPLY_SETTLE, amount=purchase.amount)
    check_amount(purchase.amount)
    reference = f"belanja:{request_key}"
    supplier = clean_line(purchase.supplier)[:120]
    lot = lots.open_lot(
        product_id=purchase.product_id,
        reference=reference,
        origin=Origin(maker_name=supplier, expires_on=purchase.expires_on),
        actor=actor,
    )
    number = f"BL-{lot.code}"
    moving.receive(
        lot_id=lot.pk,
        location_id=purchase.location_id,
        quantity=purchase.quantity,
        value=purchase.amount,
        reference=reference,
        against=books.account(
            unit=UNIT, role=Role.CASH if purchase.paid else Role.SUPPLIER_PAYABLE
        ),
        event=GoodsBought(
            number=number,
            lot_id=lot.pk,
            supplier=supplier,
            quantity=purchase.quantity,
            amount=purchase.amount,
            paid=purchase.paid,
        ),
        actor=actor,
        memo=f"Pembelian {number} {supplier}"[:200],
    )
    return lot
