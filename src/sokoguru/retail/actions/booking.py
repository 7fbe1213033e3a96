"""Writing a sale, and a return, into stock, books, receipts and participation in one transaction.

The one place where goods become money; till, web shop and reports of tills all end here. Callers
have checked who may, and hold the lock that makes two calls of one reference take turns.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sokoguru.kernel.refs import ActorRef, SubjectRef
from sokoguru.ledger import queries as books
from sokoguru.ledger.actions import posting
from sokoguru.ledger.rules import AccountRef, Business, Draft, Role, bridged, mirrored
from sokoguru.members.actions.business import count_business
from sokoguru.payments.ports import Bill, tender
from sokoguru.retail.models import Sale, SaleLine, Shift, Till
from sokoguru.retail.queries import baskets
from sokoguru.retail.rules.selling import LotPart, SaleAccounts, sale_lines
from sokoguru.stock.actions import lots, taking
from sokoguru.stock.rules.acts import SoldLot
from sokoguru.tenancy.scope import atomic

PARTICIPATION = "belanja"


@dataclass(frozen=True, slots=True)
class Paper:
    """What stands on a receipt besides the goods. ``member_id`` is that of a full member only."""

    reference: str
    number: str
    channel: str
    tender: str
    bill_reference: str
    member_id: int | None
    on: date
    at: datetime
    till: Till | None = None
    seq: int | None = None
    shift: Shift | None = None
    given: int | None = None


def found_reference(reference: str) -> str:
    """Under what goods left that a till had sold and stock had to find first."""
    return f"{reference}:temu"


@atomic
def book_sale(
    *,
    paper: Paper,
    parts: Sequence[LotPart],
    inventory: AccountRef,
    proof: Mapping[str, str],
    event: object,
    actor: ActorRef,
    found: Iterable[LotPart] = (),
) -> Sale:
    """Write a sale whose goods were taken under ``paper.reference``: entry, receipt, participation.

    ``found`` are parts that a till sold and the books did not have until it told them. What the
    tender refuses takes back everything.
    """
    extra = list(found)
    whole = [*parts, *extra]
    total = sum(part.amount for part in whole)
    bill = _bill(paper, total)
    paid = tender(paper.tender).take(bill, proof, actor)
    entry = posting.post_entry(
        reference=paper.reference,
        on=paper.on,
        lines=_entry_lines(paid, whole, inventory, paper.member_id),
        event=event,
        actor=actor,
        memo=f"Penjualan {paper.number}",
    )
    row = _paper_row(paper, total, entry.id, actor)
    SaleLine.objects.bulk_create(
        [_line(row, part) for part in parts] + [_line(row, part, found=True) for part in extra]
    )
    _note(paper, whole, entry.id, sign=1)
    _count(row, amount=total)
    return row


@atomic
def book_return(
    *,
    paper: Paper,
    sale: Sale,
    back: Sequence[tuple[SaleLine, LotPart]],
    inventory: AccountRef,
    event: object,
    actor: ActorRef,
) -> Sale:
    """Write the exact mirror of a part of a sale: goods, money, dues and participation go back."""
    parts = [part for _, part in back]
    total = sum(part.amount for part in parts)
    given_back = tender(paper.tender).give_back(_bill(paper, total), actor)
    shop = mirrored(_shop_lines(parts, inventory, paper.member_id))
    entry = posting.post_entry(
        reference=paper.reference,
        on=paper.on,
        lines=bridged([*given_back, *shop], books.inter_unit_accounts()),
        event=event,
        actor=actor,
        memo=f"Retur {sale.number}",
    )
    row = _paper_row(paper, total, entry.id, actor, returns=sale)
    SaleLine.objects.bulk_create(
        [_line(row, part, found=line.found, of=line) for line, part in back]
    )
    Sale.objects.filter(pk=sale.pk).update(returned=sale.returned + total)
    _note(paper, parts, entry.id, sign=-1)
    _count(row, amount=-total)
    return row


def _entry_lines(
    paid: list[Draft], parts: Sequence[LotPart], inventory: AccountRef, member_id: int | None
) -> list[Draft]:
    shop = _shop_lines(parts, inventory, member_id)
    return bridged([*paid, *shop], books.inter_unit_accounts())


def _shop_lines(
    parts: Sequence[LotPart], inventory: AccountRef, member_id: int | None
) -> list[Draft]:
    is_member = member_id is not None
    business = Business.MEMBER if is_member else Business.NON_MEMBER
    owners = {part.owner_member_id for part in parts if part.owner_member_id is not None}
    accounts = SaleAccounts(
        sales=_account(Role.SALES_MEMBER if is_member else Role.SALES_NON_MEMBER),
        cogs=_account(Role.COGS_MEMBER if is_member else Role.COGS_NON_MEMBER),
        ujrah=_account(Role.UJRAH),
        inventory=inventory,
        payables={owner: lots.payable_of(owner) for owner in sorted(owners)},
    )
    return sale_lines(parts, accounts, business)


def _account(role: Role) -> AccountRef:
    return books.account(unit=baskets.UNIT, role=role)


def _bill(paper: Paper, total: int) -> Bill:
    return Bill(
        reference=paper.bill_reference,
        unit=baskets.UNIT,
        amount=total,
        member_id=paper.member_id,
        memo=f"Nota {paper.number}",
    )


def _paper_row(
    paper: Paper, total: int, entry_id: int, actor: ActorRef, returns: Sale | None = None
) -> Sale:
    row: Sale = Sale.objects.create(
        number=paper.number,
        reference=paper.reference,
        kind=Sale.Kind.RETURN if returns else Sale.Kind.SALE,
        channel=paper.channel,
        tender=paper.tender,
        bill_reference=paper.bill_reference,
        member_id=paper.member_id,
        till=paper.till,
        seq=paper.seq,
        shift=paper.shift,
        returns=returns,
        total=total,
        given=paper.given,
        on=paper.on,
        at=paper.at,
        cashier=actor.name,
        entry_id=entry_id,
    )
    return row


def _line(row: Sale, part: LotPart, *, found: bool = False, of: SaleLine | None = None) -> SaleLine:
    return SaleLine(
        sale=row,
        product_id=part.product_id,
        lot_id=part.lot_id,
        line=of,
        found=found,
        name=part.name,
        unit=part.unit,
        quantity=part.quantity,
        price=part.price,
        amount=part.amount,
        cost=part.cost,
        owner_member_id=part.owner_member_id,
        owed=part.owed,
        ujrah=part.ujrah,
    )


def _note(paper: Paper, parts: Iterable[LotPart], entry_id: int, *, sign: int) -> None:
    """Tell stock what buyers paid for goods of each lot: the maker reads it there."""
    by_lot: dict[int, SoldLot] = {}
    for part in parts:
        before = by_lot.get(part.lot_id, SoldLot(part.lot_id, 0, 0))
        by_lot[part.lot_id] = replace(
            before,
            quantity=before.quantity + sign * part.quantity,
            total=before.total + sign * part.amount,
            owed=before.owed + sign * part.owed,
            ujrah=before.ujrah + sign * part.ujrah,
        )
    taking.note_sales(
        reference=paper.reference,
        entry_id=entry_id,
        on=paper.on,
        sales=[by_lot[lot] for lot in sorted(by_lot)],
    )


def _count(row: Sale, *, amount: int) -> None:
    """Participation: the price paid, once, whatever the tender; a return takes it back."""
    if row.member_id is None:
        return
    count_business(
        member_id=row.member_id,
        kind=PARTICIPATION,
        amount=amount,
        on=row.on,
        source=SubjectRef("retail.sale", row.pk),
        entry_id=row.entry_id,
    )
