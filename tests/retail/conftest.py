"""A small shop: goods of the cooperative, goods that Wati consigned, a till, change money."""

from dataclasses import dataclass
from decimal import Decimal

import pytest

from sokoguru.identity import actions as identity
from sokoguru.kernel import clock
from sokoguru.kernel.refs import SYSTEM
from sokoguru.ledger import queries as books
from sokoguru.ledger.actions import posting
from sokoguru.ledger.rules import AccountRef, Role, credit, debit
from sokoguru.members import queries as members
from sokoguru.members.events import DuesReceived
from sokoguru.payments.actions import asking
from sokoguru.retail.actions import carts, tills
from sokoguru.retail.models import Shift
from sokoguru.stock import queries as stock
from sokoguru.stock.actions import goods, lots, moving, places
from sokoguru.stock.actions.lots import Consignment, Origin
from sokoguru.stock.models import Lot, Product
from sokoguru.stock.rules.products import LocationKind
from sokoguru.stock.rules.units import BaseUnit
from tests.cast import Cast
from tests.payments.test_actions import NAME, NMID, STATIC

PIN = "274916"


@dataclass
class Shop:
    """What the tests of the shop sell."""

    cast: Cast
    shop_id: int
    rice: Product
    """Own goods: Rp13.000 for members, Rp14.000 for others; 100 kg at Rp1.000.000."""
    sugar: Product
    """Wati's, consigned at 12 per cent: Rp30.000 a kilogram for both; 10 kg."""
    rice_lot: Lot
    sugar_lot: Lot

    @property
    def siti(self) -> int:
        return int(self.cast.member("Siti").pk)

    @property
    def wati(self) -> int:
        return int(self.cast.member("Wati").pk)

    def balance(self, role: Role, unit: str = "toko") -> int:
        return books.balance(books.account(unit=unit, role=role).id)

    def drawer(self) -> int:
        return books.balance(self.cast.drawer().id)

    def inventory(self) -> int:
        return books.balance(stock.inventory(self.shop_id).id)

    def owed_to_wati(self) -> int:
        leaf = books.leaf(
            unit="toko", role=Role.CONSIGNMENT_PAYABLE, subject=members.subject(self.wati)
        )
        return books.balance(leaf.id)

    def left(self, product: Product) -> int:
        return stock.available(product.pk, location_id=self.shop_id)


def post(reference: str, into: AccountRef, out_of: AccountRef, amount: int) -> None:
    """Money of the tests from somewhere to somewhere."""
    posting.post_entry(
        reference=reference,
        on=clock.today(),
        lines=[debit(into, amount), credit(out_of, amount)],
        event=DuesReceived(member_id=0, amount=amount),
        actor=SYSTEM,
    )


def open_shop(cast: Cast) -> Shop:
    """Set the shop up in the scope in force."""
    places.open_usual(actor=SYSTEM)
    shop_id = int(stock.place(LocationKind.SHOP).pk)
    rice = good(cast, "BERAS", "Beras pandan", BaseUnit.KILOGRAM, 13_000, 14_000, "8991234567891")
    sugar = good(cast, "AREN", "Gula aren semut", BaseUnit.KILOGRAM, 30_000, 30_000, "")
    payable = books.account(unit="toko", role=Role.SUPPLIER_PAYABLE)
    rice_lot = lots.open_lot(product_id=rice.pk, reference="lot:beras", actor=SYSTEM)
    moving.receive(
        lot_id=rice_lot.pk,
        location_id=shop_id,
        quantity=100_000,
        value=1_000_000,
        reference="terima:beras",
        actor=SYSTEM,
        against=payable,
    )
    wati = cast.member("Wati").pk
    sugar_lot = lots.open_lot(
        product_id=sugar.pk,
        reference="lot:aren",
        actor=SYSTEM,
        origin=Origin(maker_member_id=wati, village="Sukamaju"),
        consignment=Consignment(owner_member_id=wati, ujrah_rate=Decimal(12), terms="Akad"),
    )
    moving.receive(
        lot_id=sugar_lot.pk,
        location_id=shop_id,
        quantity=10_000,
        value=0,
        reference="terima:aren",
        actor=SYSTEM,
    )
    tills.open_till(code="K1", name="Kasir 1")
    cash = books.account(unit="toko", role=Role.CASH)
    post("uji:kas", cash, books.account(unit="toko", role=Role.INCOME_OTHER), 500_000)
    asking.set_qris(text=STATIC, nmid=NMID, merchant_name=NAME, actor=SYSTEM)
    return Shop(cast, shop_id, rice, sugar, rice_lot, sugar_lot)


def good(
    cast: Cast, sku: str, name: str, unit: BaseUnit, member: int, public: int, barcode: str
) -> Product:
    return goods.open_product(
        sku=sku,
        name=name,
        unit=unit,
        price_member=member,
        price_public=public,
        actor=SYSTEM,
        barcode=barcode,
    )


def give_pin(cast: Cast, name: str) -> None:
    identity.set_pin(member_id=cast.member(name).pk, pin=PIN, actor=cast.as_member(name))


def put(key: str, *wanted: tuple[Product, int]) -> None:
    for product, quantity in wanted:
        carts.put(key=key, product_id=product.pk, quantity=quantity)


@pytest.fixture
def shop(cast: Cast) -> Shop:
    return open_shop(cast)


@pytest.fixture
def shift(shop: Shop) -> Shift:
    return tills.open_shift(
        till="K1", opening_float=100_000, request_key="buka-1", actor=shop.cast.actor("wulan")
    )
