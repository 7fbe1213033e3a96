"""The warehouse of Koperasi Lestari: Wati brings palm sugar, Joko weighs, Hasan pays."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from sokoguru.identity import actions as identity
from sokoguru.kernel import clock
from sokoguru.kernel.refs import SYSTEM, ActorRef
from sokoguru.ledger import queries as books
from sokoguru.ledger.actions import chart, posting
from sokoguru.ledger.rules import AccountRef, Role, bridged, credit, debit
from sokoguru.members import queries as members
from sokoguru.stock import queries as stock
from sokoguru.stock.actions import lots, taking
from sokoguru.stock.events import GoodsReceived
from sokoguru.stock.models import Lot
from sokoguru.stock.rules.acts import SoldLot
from sokoguru.stock.rules.consignment import split_sale
from sokoguru.supply.actions import intake, makers
from sokoguru.supply.actions.intake import Harvest
from sokoguru.supply.models import Intake
from tests.cast import FIRST, Cast
from tests.stock.conftest import Barn, furnish


@dataclass
class Desk:
    """What the tests of supply reach for by a short name."""

    cast: Cast
    barn: Barn

    @property
    def joko(self) -> ActorRef:
        return self.cast.actor("joko")

    @property
    def hasan(self) -> ActorRef:
        return self.cast.actor("hasan")

    @property
    def wati(self) -> int:
        return int(self.cast.member("Wati").pk)

    def harvest(self, **more: object) -> Harvest:
        """TV-36: 1.250,5 kg gross, 12,5 kg tare, 3 % for moisture, grade A at 6.500."""
        values: dict[str, object] = {
            "member_id": self.wati,
            "product_id": self.barn.sugar.pk,
            "location_id": self.barn.shop,
            "gross": 1_250_500,
            "tare": 12_500,
            "deduction_percent": Decimal(3),
            "grade": "A",
            "harvest_on": date(2026, 11, 20),
        }
        return Harvest(**{**values, **more})  # type: ignore[arg-type]

    def consigned(self, **more: object) -> Harvest:
        """TV-54: 10 kg, ujrah 12 per cent."""
        values: dict[str, object] = {
            "gross": 10_000,
            "tare": 0,
            "deduction_percent": Decimal(0),
            "ujrah_percent": Decimal(12),
        }
        return self.harvest(**{**values, **more})

    def take_in(self, harvest: Harvest, key: str = "", actor: ActorRef | None = None) -> Intake:
        return intake.take_in(
            harvest=harvest,
            request_key=key or str(uuid4()),
            akad_heard=True,
            actor=actor or self.joko,
        )

    def fund(self, amount: int) -> None:
        """Put money into the shop's cash, from the great till."""
        kas = books.account(unit="toko", role=Role.CASH)
        source = books.account(unit="induk", role=Role.INCOME_OTHER)
        lines = [debit(kas, amount), credit(source, amount)]
        self._post(f"modal:{uuid4()}", lines)

    def sell(self, quantity: int, *, price: int = 30_000, reference: str = "J-1") -> SoldLot:
        """What the till will do with consigned goods, for cash into the shop."""
        taken = taking.take(
            reference=reference,
            demands=[(self.barn.sugar.pk, quantity)],
            location_id=self.barn.shop,
            actor=self.cast.actor("wulan"),
        )
        (lot,) = taken.lots
        assert lot.ujrah_rate is not None
        parts = split_sale(price * quantity // 1_000, ujrah_percent=lot.ujrah_rate)
        return self._book(reference, SoldLot(lot.lot_id, quantity, *_figures(parts)))

    def take_back(self, sold: SoldLot, *, reference: str = "K-1", of: str = "J-1") -> SoldLot:
        """A buyer brings everything of a sale back."""
        taking.put_back(
            reference=reference,
            sold_reference=of,
            goods=[(sold.lot_id, sold.quantity)],
            actor=self.cast.actor("wulan"),
        )
        mirror = SoldLot(sold.lot_id, -sold.quantity, -sold.total, -sold.owed, -sold.ujrah)
        return self._book(reference, mirror)

    def _book(self, reference: str, sale: SoldLot) -> SoldLot:
        kas = books.account(unit="toko", role=Role.CASH)
        ujrah = books.account(unit="toko", role=Role.UJRAH)
        owner = stock.lot(sale.lot_id).owner_member_id
        lines = [
            debit(kas, sale.total),
            credit(lots.payable_of(owner), sale.owed),
            credit(ujrah, sale.ujrah),
        ]
        entry = self._post(reference, lines)
        taking.note_sales(reference=reference, entry_id=entry, on=clock.today(), sales=[sale])
        return sale

    def _post(self, reference: str, lines: list[object]) -> int:
        return posting.post_entry(
            reference=reference,
            on=clock.today(),
            lines=bridged(lines, books.inter_unit_accounts()),  # type: ignore[arg-type]
            event=GoodsReceived(lot_id=0, location_id=0, quantity=0, value=0),
            actor=SYSTEM,
        ).id

    def open_savings(self) -> AccountRef:
        """Wati's simpanan sukarela."""
        return chart.open_leaf(
            unit="uspps",
            role=Role.SUKARELA,
            subject=members.subject(self.wati),
            name="Simpanan sukarela Wati",
        )

    def balance(self, role: Role, unit: str = "toko") -> int:
        """What stands on Wati's leaf of a role, or on the control account."""
        standing = books.balances_of(members.subject(self.wati))
        if (unit, role) in standing:
            return standing[unit, role]
        return books.balance(books.control(unit=unit, role=role).pk)

    def lot(self, row: Intake) -> Lot:
        """The lot of a note."""
        return stock.lot(row.lot_id)

    def second_treasurer(self) -> ActorRef:
        """Ratna helps out as bendahara."""
        login = self.cast.staff["ratna"].login_id
        identity.give_duty(login_id=login, role="bendahara", since=FIRST, actor=SYSTEM)
        return self.cast.actor("ratna")


def _figures(parts: object) -> tuple[int, int, int]:
    return parts.total, parts.owed, parts.ujrah  # type: ignore[attr-defined]


def priced(desk: Desk) -> Desk:
    """With a price for grade A and B."""
    for grade, price in (("A", 6_500), ("B", 5_000)):
        makers.set_grade_price(
            product_id=desk.barn.sugar.pk,
            grade=grade,
            price=price,
            since=date(2026, 11, 1),
            actor=desk.joko,
        )
    return desk


@pytest.fixture
def desk(cast: Cast) -> Desk:
    """The warehouse; what happens is taken back after the test."""
    return priced(Desk(cast, furnish(cast)))
