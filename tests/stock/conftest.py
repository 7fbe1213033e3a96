"""A small shop: palm sugar by the kilogram, coffee by the piece, lots of both."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest

from sokoguru.kernel.refs import ActorRef
from sokoguru.ledger import queries as books
from sokoguru.ledger.rules import AccountRef, Role
from sokoguru.stock import queries
from sokoguru.stock.actions import goods, lots, moving
from sokoguru.stock.actions.lots import Consignment, Origin
from sokoguru.stock.models import Lot, Product
from sokoguru.stock.rules.products import LocationKind
from sokoguru.stock.rules.units import BaseUnit
from tests.cast import Cast


@dataclass
class Barn:
    """What the tests of stock reach for by a short name."""

    cast: Cast
    sugar: Product
    coffee: Product
    shop: int
    store: int

    @property
    def joko(self) -> ActorRef:
        return self.cast.actor("joko")

    @property
    def payable(self) -> AccountRef:
        return books.account(unit="toko", role=Role.SUPPLIER_PAYABLE)

    def own(
        self,
        product: Product,
        quantity: int,
        value: int,
        *,
        name: str,
        expires_on: date | None = None,
        at: int | None = None,
    ) -> Lot:
        """A lot of the cooperative's own, received on credit."""
        lot = lots.open_lot(
            product_id=product.pk,
            reference=f"lot:{name}",
            origin=Origin(village="Sukamaju", expires_on=expires_on, grade="A"),
            actor=self.joko,
        )
        self.receive(lot, quantity, value, name=name, at=at)
        return lot

    def consigned(self, product: Product, quantity: int, *, name: str, ujrah: str = "12") -> Lot:
        """A lot of Wati's that stays hers."""
        wati = self.cast.member("Wati")
        lot = lots.open_lot(
            product_id=product.pk,
            reference=f"lot:{name}",
            origin=Origin(maker_member_id=wati.pk, village="Sukamaju"),
            consignment=Consignment(wati.pk, Decimal(ujrah), "Wakalah bil ujrah"),
            actor=self.joko,
        )
        self.receive(lot, quantity, 0, name=name)
        return lot

    def receive(
        self, lot: Lot, quantity: int, value: int, *, name: str, at: int | None = None
    ) -> int | None:
        return moving.receive(
            lot_id=lot.pk,
            location_id=at or self.shop,
            quantity=quantity,
            value=value,
            reference=f"masuk:{name}",
            against=self.payable if value else None,
            actor=self.joko,
        )

    def stock(self, lot: Lot, at: int | None = None) -> tuple[int, int, int]:
        """Quantity, value and what is promised of a lot in a place."""
        row = queries.balances(location_id=at or self.shop, lot_id=lot.pk).first()
        return (row.quantity, row.value, row.reserved) if row else (0, 0, 0)

    def inventory(self, at: int | None = None) -> int:
        """What the books say lies in a place, in rupiah."""
        return books.balance(queries.inventory(at or self.shop).id)


def furnish(cast: Cast) -> Barn:
    """Open the goods in the scope in force."""
    joko = cast.actor("joko")
    sugar = goods.open_product(
        sku="gula-aren",
        name="Gula aren",
        unit=BaseUnit.KILOGRAM,
        price_member=28_000,
        price_public=30_000,
        actor=joko,
    )
    coffee = goods.open_product(
        sku="KOPI-250",
        name="Kopi robusta 250 g",
        unit=BaseUnit.PIECE,
        price_member=32_000,
        price_public=35_000,
        barcode="8991234567891",
        actor=joko,
    )
    return Barn(
        cast,
        sugar,
        coffee,
        shop=queries.place(LocationKind.SHOP).pk,
        store=queries.place(LocationKind.WAREHOUSE).pk,
    )


@pytest.fixture
def barn(cast: Cast) -> Barn:
    """The shop of Koperasi Lestari; what happens is taken back after the test."""
    return furnish(cast)
