"""What ``soko check`` recomputes of the shop (``contracts.md``, invariants 9 and 11)."""

from datetime import date

from django.db.models import Count, Max, Sum

from sokoguru.kernel.findings import Finding, shown
from sokoguru.ledger import queries as books
from sokoguru.ledger.rules import Role
from sokoguru.members import queries as members
from sokoguru.retail.actions.booking import PARTICIPATION
from sokoguru.retail.models import Sale, SaleLine, Till, TillSale
from sokoguru.retail.rules.reports import ReportState

OURS = (Role.SALES_MEMBER, Role.SALES_NON_MEMBER, Role.UJRAH, Role.CONSIGNMENT_PAYABLE)


def participation_is_business() -> Finding:
    """9. Each member's participation of shopping equals the sales less the returns."""
    sold: dict[int, int] = {}
    rows = Sale.objects.filter(member__isnull=False).values_list("member_id", "kind")
    for member_id, kind, total in rows.annotate(total=Sum("total")):
        sign = 1 if kind == Sale.Kind.SALE else -1
        sold[member_id] = sold.get(member_id, 0) + sign * total
    counted = members.participations(since=date.min, until=date.max, kind=PARTICIPATION)
    pairs = {
        member_id: (counted.get(member_id, 0), sold.get(member_id, 0))
        for member_id in sorted(sold.keys() | counted.keys())
    }
    broken = [
        f"anggota {member_id}: partisipasi {ours}, belanja {theirs}"
        for member_id, (ours, theirs) in pairs.items()
        if ours != theirs
    ]
    return Finding("retail.participation_is_business", Sale.objects.count(), shown(broken))


def sales_are_entries() -> Finding:
    """11a. Every sale and return has one entry of its reference, whose revenue and dues are its
    total.
    """
    checked, broken = 0, []
    lines = dict(
        SaleLine.objects.values_list("sale_id").annotate(total=Sum("amount")).order_by("sale_id")
    )
    for sale in Sale.objects.order_by("pk").iterator():
        checked += 1
        entry = books.entry_by_reference(sale.reference)
        sign = 1 if sale.kind == Sale.Kind.SALE else -1
        if entry is None or entry.pk != sale.entry_id:
            broken.append(f"nota {sale.number}: entri tidak ada")
            continue
        ours = sum(-line.amount for line in books.lines_of(entry.pk) if line.account.role in OURS)
        if ours != sign * sale.total or lines.get(sale.pk) != sale.total:
            broken.append(f"nota {sale.number}: total {sale.total}, entri {ours}")
    accepted = TillSale.objects.filter(state__in=[ReportState.ACCEPTED, ReportState.FLAGGED])
    twice = accepted.values("sale_id").annotate(count=Count("pk")).filter(count__gt=1)
    broken += [f"penjualan {row['sale_id']}: dua laporan" for row in twice[:20]]
    return Finding("retail.sales_are_entries", checked, shown(broken))


def till_sequences_are_whole() -> Finding:
    """11b. The receipts of each till run from 1 on; only a report in conflict explains a gap."""
    checked, broken = 0, []
    for till in Till.objects.order_by("pk"):
        numbers = set(Sale.objects.filter(till=till).values_list("seq", flat=True))
        numbers |= set(TillSale.objects.filter(till=till).values_list("seq", flat=True))
        checked += len(numbers)
        newest = Sale.objects.filter(till=till).aggregate(newest=Max("seq"))["newest"] or 0
        gaps = sorted(set(range(1, newest + 1)) - numbers)
        broken += [f"kasir {till.code}: nomor {seq} tidak ada" for seq in gaps[:20]]
    return Finding("retail.till_sequences_are_whole", checked, shown(broken))
