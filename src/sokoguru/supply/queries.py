"""Reads of makers, intakes, settlements, and what is owed to whom."""

from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import Max, Model, Q, QuerySet, Sum

from sokoguru.kernel import clock
from sokoguru.kernel.refusals import NotFound
from sokoguru.ledger import queries as books
from sokoguru.ledger.rules import AccountRef, Role
from sokoguru.members import queries as members
from sokoguru.stock import queries as stock
from sokoguru.stock.queries import sales
from sokoguru.supply.models import GiveBack, GradePrice, Intake, Settlement
from sokoguru.supply.rules.entries import Owed
from sokoguru.supply.rules.weighing import GradePrice as Price

Row = TypeVar("Row", bound=Model)
UNIT = stock.UNIT
SAVINGS_UNIT = "uspps"


def owed(member_id: int) -> Owed:
    """What a maker has to receive now, from the books."""
    standing = books.balances_of(members.subject(member_id))
    return Owed(
        consignment=standing.get((UNIT, Role.CONSIGNMENT_PAYABLE), 0),
        produce=standing.get((UNIT, Role.PRODUCE_PAYABLE), 0),
    )


def savings_leaf(member_id: int) -> AccountRef | None:
    """The maker's simpanan sukarela, where there is one (savings is a stranger: only its leaf)."""
    try:
        return books.leaf(unit=SAVINGS_UNIT, role=Role.SUKARELA, subject=members.subject(member_id))
    except NotFound:
        return None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A maker who has something to receive."""

    member_id: int
    name: str
    number: str
    owed: Owed


def waiting() -> list[Waiting]:
    """Every maker to whom something is owed, the largest debt first."""
    debts: dict[int, dict[str, int]] = {}
    for role in (Role.CONSIGNMENT_PAYABLE, Role.PRODUCE_PAYABLE):
        for subject, balance in books.balances(unit=UNIT, role=role).items():
            if balance > 0:
                debts.setdefault(int(subject.rpartition(":")[2]), {})[role] = balance
    found = []
    for member_id, by_role in debts.items():
        row = members.member(member_id)
        sums = Owed(by_role.get(Role.CONSIGNMENT_PAYABLE, 0), by_role.get(Role.PRODUCE_PAYABLE, 0))
        found.append(Waiting(member_id, row.name, row.number or "", sums))
    return sorted(found, key=lambda each: (-each.owed.total, each.name))


def grade_prices(product_id: int, *, on: date | None = None) -> list[Price]:
    """The prices of a good's grades that hold on a day (today), by grade."""
    day = on or clock.today()
    rows = GradePrice.objects.filter(product_id=product_id, since__lte=day).order_by("since")
    newest = {row.grade: Price(row.grade, row.price, row.since) for row in rows}
    return [newest[grade] for grade in sorted(newest)]


def all_grade_prices() -> QuerySet[GradePrice]:
    """Every grade price, newest first."""
    rows: QuerySet[GradePrice] = GradePrice.objects.select_related("product")
    return rows.order_by("product__name", "grade", "-since")[:300]


def intake(number: str) -> Intake:
    """A note of weighing by its number. Raises ``NotFound``."""
    rows = Intake.objects.select_related("member", "lot", "lot__product", "location")
    return _one(rows.filter(number=number.strip().upper()[:20]), "supply.intake", number=number)


def intake_of_lot(lot_id: int) -> Intake | None:
    """The note under which a lot was taken in from a maker, if it was."""
    found: Intake | None = Intake.objects.filter(lot_id=lot_id).order_by("pk").first()
    return found


def intakes(*, member_id: int | None = None, limit: int = 50) -> QuerySet[Intake]:
    """The newest notes of weighing, of one maker or of all."""
    rows: QuerySet[Intake] = Intake.objects.select_related("member", "lot", "lot__product")
    if member_id:
        rows = rows.filter(member_id=member_id)
    return rows.order_by("-pk")[:limit]


def settlement(number: str) -> Settlement:
    """A settlement by its number. Raises ``NotFound``."""
    rows = Settlement.objects.select_related("member", "reverses")
    return _one(rows.filter(number=number.strip().upper()[:20]), "supply.settlement", number=number)


def settlement_by_id(settlement_id: int) -> Settlement:
    """A settlement by its row. Raises ``NotFound``."""
    rows = Settlement.objects.select_related("member")
    return _one(rows.filter(pk=settlement_id), "supply.settlement", id=settlement_id)


def settlements(*, member_id: int | None = None, limit: int = 50) -> QuerySet[Settlement]:
    """The newest settlements, of one maker or of all."""
    rows: QuerySet[Settlement] = Settlement.objects.select_related("member", "reverses")
    if member_id:
        rows = rows.filter(member_id=member_id)
    return rows.order_by("-pk")[:limit]


def reversal_of(settlement_id: int) -> Settlement | None:
    """The settlement that took this one back, if any."""
    found: Settlement | None = Settlement.objects.filter(reverses_id=settlement_id).first()
    return found


def give_back(number: str) -> GiveBack:
    """A note of return by its number. Raises ``NotFound``."""
    rows = GiveBack.objects.select_related("member", "lot", "lot__product")
    return _one(rows.filter(number=number.strip().upper()[:20]), "supply.give_back", number=number)


def give_backs(member_id: int, *, limit: int = 50) -> QuerySet[GiveBack]:
    """The newest returns of unsold goods to a maker."""
    rows: QuerySet[GiveBack] = GiveBack.objects.filter(member_id=member_id)
    return rows.select_related("lot", "lot__product").order_by("-pk")[:limit]


@dataclass(frozen=True, slots=True)
class Covered:
    """What a settlement speaks of: sales and purchases since the one before it (rupiah)."""

    sold: int
    ujrah: int
    owed_of_sales: int
    bought: int
    sales: int
    intakes: int


def marks(member_id: int) -> tuple[int, int]:
    """The newest sale and the newest intake of a maker, as a settlement notes them."""
    newest = sales.sales_of_maker(member_id, limit=1).first()
    last = Intake.objects.filter(member_id=member_id).aggregate(newest=Max("pk"))["newest"]
    return (newest.pk if newest else 0), last or 0


def covered(row: Settlement) -> Covered:
    """What happened between the settlement before this one and this one."""
    before = (
        Settlement.objects.filter(member_id=row.member_id, pk__lt=row.pk).order_by("-pk").first()
    )
    since = (before.sales_until, before.intakes_until) if before else (0, 0)
    sold = sales.sales_between(row.member_id, after=since[0], until=row.sales_until)
    bought = Intake.objects.filter(
        Q(pk__gt=since[1]) & Q(pk__lte=row.intakes_until), member_id=row.member_id
    ).aggregate(amount=Sum("amount"))
    count = Intake.objects.filter(
        member_id=row.member_id, pk__gt=since[1], pk__lte=row.intakes_until
    ).count()
    return Covered(
        sold=sold.total,
        ujrah=sold.ujrah,
        owed_of_sales=sold.owed,
        bought=bought["amount"] or 0,
        sales=sold.count,
        intakes=count,
    )


@dataclass(frozen=True, slots=True)
class Stand:
    """*Lapak saya*: what a maker is owed, was paid, and sold until now (rupiah)."""

    owed: Owed
    sold: int
    ujrah: int
    bought: int
    paid: int
    has_savings: bool

    @property
    def is_empty(self) -> bool:
        """Whether the maker has never brought or sold anything."""
        return not (self.owed.total or self.sold or self.bought or self.paid)


def stand(member_id: int) -> Stand:
    """The figures of *Lapak saya*."""
    sold = sales.sales_between(member_id)
    bought = Intake.objects.filter(member_id=member_id).aggregate(amount=Sum("amount"))
    paid = Settlement.objects.filter(member_id=member_id).aggregate(
        consignment=Sum("consignment"), produce=Sum("produce")
    )
    return Stand(
        owed=owed(member_id),
        sold=sold.total,
        ujrah=sold.ujrah,
        bought=bought["amount"] or 0,
        paid=(paid["consignment"] or 0) + (paid["produce"] or 0),
        has_savings=savings_leaf(member_id) is not None,
    )


def settled() -> dict[int, Owed]:
    """What was paid to makers of each debt, less what was taken back, by member."""
    rows = Settlement.objects.values_list("member_id").annotate(
        consignment=Sum("consignment"), produce=Sum("produce")
    )
    return {member: Owed(consignment, produce) for member, consignment, produce in rows}


def bought() -> dict[int, int]:
    """What was bought from makers less what went back to them unpaid, by member, in rupiah."""
    sums: dict[int, int] = dict(
        Intake.objects.values_list("member_id").annotate(total=Sum("amount"))
    )
    for member, value in GiveBack.objects.values_list("member_id").annotate(total=Sum("value")):
        sums[member] = sums.get(member, 0) - value
    return sums


def _one(rows: QuerySet[Row], kind: str, **facts: object) -> Row:
    found = rows.first()
    if found is None:
        raise NotFound(kind=kind, **facts)
    return found
