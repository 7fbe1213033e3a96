"""What the village makes: goods, harvests taken in, a year of selling, makers paid."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from sokoguru.kernel import clock
from sokoguru.project.demo import days
from sokoguru.project.demo.story import Example
from sokoguru.retail.actions import returning, ringing, tills
from sokoguru.retail.queries.papers import sale_by_reference
from sokoguru.stock.actions import goods
from sokoguru.stock.models import Product
from sokoguru.stock.queries import place
from sokoguru.stock.rules.products import LocationKind
from sokoguru.stock.rules.units import BaseUnit
from sokoguru.supply.actions import intake, makers, settling
from sokoguru.supply.models import Settlement

PIECE = 1000


@dataclass(frozen=True, slots=True)
class Good:
    """One good of the example: who makes it, how it comes in, how much a month."""

    sku: str
    name: str
    unit: BaseUnit
    member: int
    public: int
    maker: str
    monthly: int
    ujrah: Decimal | None
    description: str
    barcode: str = ""
    keeps_days: int = 365


LESTARI = (
    Good(
        "GULA-500",
        "Gula aren semut 500 g",
        BaseUnit.PIECE,
        29_000,
        32_500,
        "Wati",
        14,
        Decimal(12),
        "Nira sebelas pohon di lereng atas, dimasak setiap pagi.",
        "8991234567891",
    ),
    Good(
        "KOPI-200",
        "Kopi robusta lereng 200 g",
        BaseUnit.PIECE,
        34_500,
        38_000,
        "Darsa",
        9,
        Decimal(15),
        "Dipetik merah, dijemur di atas para-para.",
    ),
    Good(
        "TAS-PANDAN",
        "Tas pandan anyam",
        BaseUnit.PIECE,
        88_000,
        95_000,
        "Melati",
        3,
        Decimal(15),
        "Anyaman pandan halus, satu tas tiga hari.",
        keeps_days=3650,
    ),
    Good(
        "BERAS-PW",
        "Beras pandan wangi",
        BaseUnit.KILOGRAM,
        14_400,
        15_600,
        "Budi",
        15,
        None,
        "Digiling sesuai pesanan, dari sawah Sukamaju.",
    ),
)
MEKAR = (
    Good("GARAM-500", "Garam laut piramida 500 g", BaseUnit.PIECE, 18_000, 20_000, "Made", 8,
         Decimal(10), "Dipanen dari palung kelapa saat kemarau."),
)  # fmt: skip
GRADE, GRADE_PRICE = "A", 11_500


def tell(example: Example) -> None:
    """Open the shop, then month after month."""
    told = MEKAR if example.cooperative.slug == "mekar" else LESTARI
    with days.at(example.first + timedelta(days=6), 8):
        products = {good.sku: _open(example, good) for good in told}
    for turn, day in enumerate(days.months(example)):
        with days.at(day + timedelta(days=3), 7):
            for good in told:
                _take_in(example, good, products[good.sku], turn)
        with days.at(day + timedelta(days=5), 10):
            _sell(example, told, products, turn)
        if turn % 3 == 2:
            with days.at(day + timedelta(days=9), 15):
                _pay(example, told, turn)


def _open(example: Example, good: Good) -> Product:
    row = goods.open_product(
        sku=good.sku,
        name=good.name,
        unit=good.unit,
        price_member=good.member,
        price_public=good.public,
        barcode=good.barcode,
        description=good.description,
        actor=example.by("gudang"),
    )
    if good.ujrah is None:
        makers.set_grade_price(
            product_id=row.pk,
            grade=GRADE,
            price=GRADE_PRICE,
            since=example.first,
            actor=example.by("gudang"),
        )
    return row


def _take_in(example: Example, good: Good, product: Product, turn: int) -> None:
    quantity = good.monthly * PIECE
    today = clock.today()
    intake.take_in(
        harvest=intake.Harvest(
            member_id=example.members[good.maker].pk,
            product_id=product.pk,
            location_id=place(LocationKind.SHOP).pk,
            gross=quantity + (2_500 if good.ujrah is None else 0),
            tare=2_500 if good.ujrah is None else 0,
            grade=GRADE,
            harvest_on=today - timedelta(days=2),
            expires_on=today + timedelta(days=good.keeps_days),
            ujrah_percent=good.ujrah,
        ),
        request_key=example.key("terima", good.sku, turn),
        akad_heard=good.ujrah is not None,
        actor=example.by("gudang"),
    )


def _sell(
    example: Example, told: tuple[Good, ...], products: dict[str, Product], turn: int
) -> None:
    cashier = example.by("kasir")
    shift = tills.open_shift(
        till="T1", opening_float=0, request_key=example.key("buka", turn), actor=cashier
    )
    taken = 0
    buyers = [None, *list(example.members.values())[8:]]
    for place_, buyer in enumerate(buyers):
        good = told[(place_ + turn) % len(told)]
        quantity = PIECE * (1 + (place_ + turn) % 2) * (2 if good.unit is BaseUnit.KILOGRAM else 1)
        sale = ringing.ring_up(
            wanted=[(products[good.sku].pk, quantity)],
            tender="tunai",
            proof={"given": "500.000"},
            request_key=example.key("jual", turn, place_),
            member_id=buyer.pk if buyer else None,
            actor=cashier,
        )
        taken += sale.total
    if turn == 4:
        taken -= _take_back(example, turn)
    tills.close_shift(shift_id=shift.pk, counted=taken, actor=cashier)


def _take_back(example: Example, turn: int) -> int:
    """One buyer brings the goods back: money and participation go back with them."""
    sale = sale_by_reference(f"jual:{example.key('jual', turn, 1)}")
    assert sale is not None, "sold a moment ago"
    back = returning.take_back(
        number=sale.number,
        quantities={line.pk: line.quantity for line in sale.lines.all()},
        request_key=example.key("kembali", turn),
        actor=example.by("kasir"),
    )
    return int(back.total)


def _pay(example: Example, told: tuple[Good, ...], turn: int) -> None:
    for good in told:
        settling.settle(
            member_id=example.members[good.maker].pk,
            into=Settlement.Into.CASH,
            request_key=example.key("lunas", good.sku, turn),
            actor=example.by("bendahara"),
        )
