"""Reads of what buyers paid for goods of makers: the figures of *Lapak saya*."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet, Sum

from sokoguru.stock.models import LotSale


def sales_of_maker(
    member_id: int, *, since: date | None = None, limit: int = 200
) -> QuerySet[LotSale]:
    """What was sold of goods that a maker consigned, newest first; returns are negative."""
    rows: QuerySet[LotSale] = LotSale.objects.filter(lot__owner_member_id=member_id)
    if since:
        rows = rows.filter(on__gte=since)
    return rows.select_related("lot", "lot__product").order_by("-pk")[:limit]


@dataclass(frozen=True, slots=True)
class Sales:
    """What sales of a maker's consigned goods came to, less returns (rupiah)."""

    total: int
    owed: int
    ujrah: int
    count: int


def sales_between(member_id: int, *, after: int = 0, until: int | None = None) -> Sales:
    """The sums of a maker's sales, of all or of those after one row and until another."""
    rows = LotSale.objects.filter(lot__owner_member_id=member_id, pk__gt=after)
    if until is not None:
        rows = rows.filter(pk__lte=until)
    sums = rows.aggregate(
        total=Sum("total"), owed=Sum("owed"), ujrah=Sum("ujrah"), count=Count("pk")
    )
    return Sales(sums["total"] or 0, sums["owed"] or 0, sums["ujrah"] or 0, sums["count"])


def owed_by_sales() -> dict[int, int]:
    """What makers are owed for consigned goods sold, less returned, by member, in rupiah."""
    rows = LotSale.objects.filter(consigned=True).values_list("lot__owner_member_id")
    return dict(rows.annotate(total=Sum("owed"))[:1_000_000])


def sold_of_lots(lot_ids: Iterable[int]) -> dict[int, tuple[int, int, int]]:
    """By lot: quantity sold less returned, what buyers paid, what the maker is owed for it."""
    rows = LotSale.objects.filter(lot_id__in=list(lot_ids)).values_list("lot_id")
    sums = rows.annotate(quantity=Sum("quantity"), total=Sum("total"), owed=Sum("owed"))
    return {lot: (quantity, total, owed) for lot, quantity, total, owed in sums}
