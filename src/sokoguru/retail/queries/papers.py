"""Reads of sales, and the receipts they print."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from sokoguru.kernel import clock
from sokoguru.kernel.period import book_year_of
from sokoguru.kernel.text import clean_line
from sokoguru.ledger import queries as books
from sokoguru.members import queries as members
from sokoguru.retail.errors import NothingReturned
from sokoguru.retail.models import Sale, SaleLine
from sokoguru.retail.queries.baskets import first_of
from sokoguru.retail.rules import receipts
from sokoguru.retail.rules.returns import Back, back_part
from sokoguru.retail.rules.selling import LotPart

if TYPE_CHECKING:
    from sokoguru.members.models import Member

TENDER_NAMES = {"tunai": "Tunai", "qris": "QRIS", "simpanan": "Simpanan"}


def sale(sale_id: int) -> Sale:
    """A sale. Raises ``NotFound``."""
    rows = Sale.objects.select_related("member", "till", "returns").filter(pk=sale_id)
    return first_of(rows, "retail.sale", id=sale_id)


def sale_by_reference(reference: str) -> Sale | None:
    """The sale of a reference, if it was made."""
    found: Sale | None = Sale.objects.filter(reference=reference).first()
    return found


def sale_by_number(number: str) -> Sale:
    """A sale by the number on its receipt. Raises ``NotFound``."""
    rows = Sale.objects.select_related("member", "till", "returns")
    wanted = clean_line(number[:60]).upper()[:30]
    return first_of(rows.filter(number=wanted), "retail.sale", number=wanted)


def sale_lines(sale_id: int) -> list[SaleLine]:
    """What a sale took of each lot."""
    return list(SaleLine.objects.filter(sale_id=sale_id).order_by("pk")[:400])


def returned_lines(sale_id: int) -> list[SaleLine]:
    """What has come back of a sale so far."""
    rows = SaleLine.objects.filter(sale__returns_id=sale_id)
    return list(rows.order_by("pk")[:2_000])


def still_out(row: Sale) -> list[tuple[SaleLine, int]]:
    """The lines of a sale, each with what has not come back yet (thousandths)."""
    back: dict[int, int] = {}
    for each in returned_lines(row.pk):
        assert each.line_id is not None, "a returned line names what it returns"
        back[each.line_id] = back.get(each.line_id, 0) + each.quantity
    return [(line, line.quantity - back.get(line.pk, 0)) for line in sale_lines(row.pk)]


def backs_of(row: Sale) -> dict[int, Back]:
    """What has come back of each line of a sale so far."""
    backs = {line.pk: Back() for line in sale_lines(row.pk)}
    for each in returned_lines(row.pk):
        assert each.line_id is not None, "a returned line names what it returns"
        backs[each.line_id] = backs[each.line_id].more(
            quantity=each.quantity, amount=each.amount, owed=each.owed, ujrah=each.ujrah
        )
    return backs


def worth_back(row: Sale, quantities: Mapping[int, int]) -> int:
    """What the buyer would get for goods of a sale (rupiah). Raises ``ReturnTooMuch``."""
    if not quantities:
        raise NothingReturned
    backs = backs_of(row)
    parts = [
        back_part(part_of(line), quantity=quantities[line.pk], before=backs[line.pk])
        for line in sale_lines(row.pk)
        if line.pk in quantities
    ]
    return sum(part.amount for part in parts)


def part_of(line: SaleLine) -> LotPart:
    """A line of a sale as the rules take it; its cost is stock's to say."""
    return LotPart(
        product_id=line.product_id,
        name=line.name,
        unit=line.unit,
        lot_id=line.lot_id,
        quantity=line.quantity,
        price=line.price,
        amount=line.amount,
        cost=0,
        owner_member_id=line.owner_member_id,
        owed=line.owed,
        ujrah=line.ujrah,
    )


def standing_of(member: "Member", *, on: date) -> receipts.Standing:
    """A member's business of the book year and the running estimate of SHU."""
    year = book_year_of(on, first_month=books.book().starts_month)
    growing = members.estimate(member.pk, year=year.year)
    return receipts.Standing(
        number=member.number or "",
        participation=members.participation_of(member.pk, since=year.starts_on, until=on),
        estimate=growing.total if growing else None,
    )


def slip_of(row: Sale) -> str:
    """The receipt of a sale or a return, 32 columns."""
    merged: dict[tuple[int, int], receipts.Bought] = {}
    for line in sale_lines(row.pk):
        key = (line.product_id, line.price)
        before = merged.get(key)
        merged[key] = receipts.Bought(
            name=line.name,
            unit=line.unit,
            quantity=line.quantity + (before.quantity if before else 0),
            price=line.price,
            amount=line.amount + (before.amount if before else 0),
        )
    return receipts.slip_text(
        receipts.Slip(
            cooperative=books.book().name,
            number=row.number,
            at=clock.local(row.at),
            cashier=row.cashier,
            lines=list(merged.values()),
            total=row.total,
            tender=TENDER_NAMES.get(row.tender, row.tender),
            given=row.given,
            change=None if row.given is None else row.given - row.total,
            returns=row.returns.number if row.returns else "",
            member=standing_of(row.member, on=row.on) if row.member else None,
        )
    )
