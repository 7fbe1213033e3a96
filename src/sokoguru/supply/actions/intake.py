"""Taking a maker's lot in: weighed, graded, bought outright or consigned."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sokoguru.audit.rules import hash_of
from sokoguru.identity.queries import check_may
from sokoguru.identity.rules import Act
from sokoguru.kernel import clock
from sokoguru.kernel.refs import ActorRef
from sokoguru.ledger import queries as books
from sokoguru.stock import queries as stock
from sokoguru.stock.actions import lots, moving
from sokoguru.stock.actions.lots import Consignment, Origin
from sokoguru.stock.rules.consignment import check_ujrah
from sokoguru.stock.rules.products import check_days, check_holds_goods
from sokoguru.stock.rules.units import BaseUnit, check_divisible
from sokoguru.supply import queries
from sokoguru.supply.actions import makers
from sokoguru.supply.errors import AkadNotRead, PriceTooSmall, ReferenceReused, UjrahMissing
from sokoguru.supply.events import GoodsConsigned, HarvestBought
from sokoguru.supply.models import Intake
from sokoguru.supply.rules import akad
from sokoguru.supply.rules.weighing import Weighing, amount_due, price_of, weigh
from sokoguru.tenancy.scope import atomic

if TYPE_CHECKING:
    from sokoguru.members.models import Member
    from sokoguru.stock.models import Lot, Product


@dataclass(frozen=True, slots=True)
class Harvest:
    """What lies on the scale, as the person who weighs types it (thousandths of the good's unit).

    ``ujrah_percent`` makes it consignment; without one it is bought outright at the grade's price.
    """

    member_id: int
    product_id: int
    location_id: int
    gross: int
    tare: int = 0
    deduction_percent: Decimal = Decimal(0)
    grade: str = ""
    harvest_on: date | None = None
    expires_on: date | None = None
    certificates: str = ""
    ujrah_percent: Decimal | None = None

    @property
    def is_consigned(self) -> bool:
        """Whether the goods stay the maker's."""
        return self.ujrah_percent is not None


@dataclass(frozen=True, slots=True)
class Quote:
    """What a harvest comes to, before anything is written."""

    maker: "Member"
    product: "Product"
    weighing: Weighing
    price: int
    amount: int
    akad: str


def quote(*, harvest: Harvest, actor: ActorRef) -> Quote:
    """Weigh, grade and price a harvest; the words of the akad where it is consigned. Writes
    nothing.

    Raises ``NotAMember``, ``SamePerson``, ``TareTooHeavy``, ``DeductionOutOfRange``, ``NotWhole``,
    ``GradeUnknown``, ``PriceTooSmall``, ``UjrahOutOfRange``, ``identity.AboveLimit``.
    """
    check_may(actor=actor, act=Act.SUPPLY_INTAKE)
    maker = makers.maker(harvest.member_id)
    makers.check_not_own(member_id=maker.pk, actor=actor, act=Act.SUPPLY_INTAKE)
    product = stock.product(harvest.product_id)
    check_holds_goods(stock.location(harvest.location_id).kind)
    check_days(harvest_on=harvest.harvest_on, expires_on=harvest.expires_on)
    weighing = weigh(
        gross=harvest.gross, tare=harvest.tare, deduction_percent=harvest.deduction_percent
    )
    for quantity in (weighing.net, weighing.payable):
        check_divisible(quantity, BaseUnit(product.unit))
    if harvest.ujrah_percent is not None:
        check_ujrah(harvest.ujrah_percent)
        return Quote(maker, product, weighing, 0, 0, _akad(harvest, maker, product, weighing))
    price = price_of(harvest.grade, queries.grade_prices(product.pk), on=clock.today())
    amount = amount_due(weighing, price)
    if amount <= 0:
        raise PriceTooSmall(price=price, quantity=weighing.payable)
    check_may(actor=actor, act=Act.SUPPLY_INTAKE, amount=amount)
    return Quote(maker, product, weighing, price, amount, "")


def _akad(harvest: Harvest, maker: "Member", product: "Product", weighing: Weighing) -> str:
    if harvest.ujrah_percent is None:
        raise UjrahMissing
    return akad.akad_text(
        akad.Terms(
            cooperative=books.book().name,
            maker=maker.name,
            good=product.name,
            unit=product.unit,
            quantity=weighing.net,
            ujrah_percent=harvest.ujrah_percent,
            price_member=product.price_member,
            price_public=product.price_public,
            on=clock.today(),
        )
    )


@atomic
def take_in(
    *, harvest: Harvest, request_key: str, actor: ActorRef, akad_heard: bool = False
) -> Intake:
    """Take a maker's lot in and write its note of weighing.

    Bought outright (beli putus): Dr Persediaan / Cr Utang pembelian hasil anggota. Consigned: under
    wakalah bil ujrah (DSN-MUI 113/2017), the ujrah agreed now and the akad kept word for word; no
    entry, since the goods are worth nothing in our books, but a record. Safe to retry by the key.
    Raises what ``quote`` raises, ``AkadNotRead``, ``ReferenceReused``.
    """
    reference = f"terima:{request_key}"
    hashed = hash_of(_body(harvest))
    standing = Intake.objects.filter(reference=reference).first()
    if standing is not None:
        return _same(standing, hashed)
    quoted = quote(harvest=harvest, actor=actor)
    if harvest.is_consigned and not akad_heard:
        raise AkadNotRead
    lot = _open(harvest, quoted, reference, actor)
    number = f"NT-{lot.code}"
    entry_id = moving.receive(
        lot_id=lot.pk,
        location_id=harvest.location_id,
        quantity=quoted.weighing.net,
        value=quoted.amount,
        reference=reference,
        against=None if harvest.is_consigned else makers.produce_payable(quoted.maker.pk),
        event=_event(harvest, quoted, lot.pk, number),
        actor=actor,
        memo=f"Nota timbang {number} {quoted.maker.name}",
    )
    _write(harvest, quoted, lot, number, reference, hashed, entry_id, actor)
    return _same(Intake.objects.get(reference=reference), hashed)


def _open(harvest: Harvest, quoted: Quote, reference: str, actor: ActorRef) -> "Lot":
    maker = quoted.maker
    origin = Origin(
        maker_member_id=maker.pk,
        group=maker.group,
        village=maker.village,
        harvest_on=harvest.harvest_on,
        expires_on=harvest.expires_on,
        grade=harvest.grade,
        certificates=harvest.certificates,
    )
    consignment = (
        Consignment(maker.pk, harvest.ujrah_percent, quoted.akad)
        if harvest.ujrah_percent is not None
        else None
    )
    return lots.open_lot(
        product_id=quoted.product.pk,
        reference=reference,
        origin=origin,
        consignment=consignment,
        actor=actor,
    )


def _event(harvest: Harvest, quoted: Quote, lot_id: int, number: str) -> object:
    if harvest.is_consigned:
        return GoodsConsigned(
            number=number,
            member_id=quoted.maker.pk,
            lot_id=lot_id,
            net=quoted.weighing.net,
            ujrah_percent=str(harvest.ujrah_percent),
            fatwa=akad.FATWA,
        )
    return HarvestBought(
        number=number,
        member_id=quoted.maker.pk,
        lot_id=lot_id,
        net=quoted.weighing.net,
        payable=quoted.weighing.payable,
        amount=quoted.amount,
    )


def _write(
    harvest: Harvest,
    quoted: Quote,
    lot: "Lot",
    number: str,
    reference: str,
    hashed: bytes,
    entry_id: int | None,
    actor: ActorRef,
) -> None:
    """The note itself. Of two callers with one key the second finds the first's."""
    weighing = quoted.weighing
    row = Intake(
        number=number,
        reference=reference,
        body_hash=hashed,
        kind=Intake.Kind.CONSIGNMENT if harvest.is_consigned else Intake.Kind.PURCHASE,
        member=quoted.maker,
        lot=lot,
        location_id=harvest.location_id,
        gross=weighing.gross,
        tare=weighing.tare,
        deduction_percent=weighing.deduction_percent,
        net=weighing.net,
        payable=weighing.payable,
        grade=harvest.grade,
        price=quoted.price,
        amount=quoted.amount,
        ujrah_percent=harvest.ujrah_percent,
        akad=quoted.akad,
        akad_version=akad.VERSION if harvest.is_consigned else "",
        on=clock.today(),
        at=clock.now(),
        weighed_by=actor.name,
        entry_id=entry_id,
    )
    Intake.objects.bulk_create([row], ignore_conflicts=True)


def _same(row: Intake, hashed: bytes) -> Intake:
    if bytes(row.body_hash) != hashed:
        raise ReferenceReused(reference=row.reference)
    return row


def _body(harvest: Harvest) -> dict[str, Any]:
    return {
        "member": harvest.member_id,
        "product": harvest.product_id,
        "place": harvest.location_id,
        "weights": [harvest.gross, harvest.tare, str(harvest.deduction_percent)],
        "grade": harvest.grade,
        "days": [str(harvest.harvest_on), str(harvest.expires_on)],
        "certificates": harvest.certificates,
        "ujrah": str(harvest.ujrah_percent),
    }
