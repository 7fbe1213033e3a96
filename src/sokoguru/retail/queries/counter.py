"""Reads of tills, shifts and what tills reported."""

from datetime import date
from uuid import UUID

from django.db.models import QuerySet, Sum

from sokoguru.ledger import queries as books
from sokoguru.ledger.rules import Role
from sokoguru.payments.queries import drawer_subject
from sokoguru.retail.errors import ShiftMissing
from sokoguru.retail.models import Sale, SaleLine, Shift, Till, TillSale
from sokoguru.retail.queries.baskets import UNIT, first_of
from sokoguru.retail.rules.reports import ReportState


def tills() -> list[Till]:
    """The tills in use."""
    return list(Till.objects.filter(active=True).order_by("code")[:50])


def till(code: str) -> Till:
    """A till by its code. Raises ``NotFound``."""
    rows = Till.objects.filter(code=code.strip().upper()[:8], active=True)
    return first_of(rows, "retail.till", code=code[:8])


def open_shift_of(login_id: int) -> Shift | None:
    """The open shift of a cashier, if there is one."""
    rows = Shift.objects.select_related("till").filter(login_id=login_id, closed_at=None)
    found: Shift | None = rows.first()
    return found


def shift_of(login_id: int) -> Shift:
    """The open shift of a cashier. Raises ``ShiftMissing``."""
    found = open_shift_of(login_id)
    if found is None:
        raise ShiftMissing
    return found


def newest_shift_of(login_id: int) -> Shift:
    """The shift that a cashier had last, open or closed. Raises ``ShiftMissing``."""
    found = Shift.objects.filter(login_id=login_id).order_by("-pk").first()
    if found is None:
        raise ShiftMissing
    return found


def shift_closed_by(login_id: int, shift_id: str) -> Shift:
    """A cashier's own closed shift. Raises ``NotFound``."""
    wanted = int(shift_id) if shift_id.isdecimal() and len(shift_id) < 19 else 0
    rows = Shift.objects.select_related("till").filter(pk=wanted, login_id=login_id)
    return first_of(rows.exclude(closed_at=None), "retail.shift", id=wanted)


def shift(shift_id: int) -> Shift:
    """A shift. Raises ``NotFound``."""
    return first_of(
        Shift.objects.select_related("till").filter(pk=shift_id), "retail.shift", id=shift_id
    )


def shift_by_reference(reference: str) -> Shift | None:
    """A shift by the reference of its opening."""
    found: Shift | None = Shift.objects.filter(reference=reference).first()
    return found


def drawer_balance(row: Shift) -> int:
    """What the drawer of a shift's cashier should hold now, in rupiah."""
    subject = drawer_subject(row.login_id)
    return books.balance(books.leaf(unit=UNIT, role=Role.CASH_DRAWER, subject=subject).id)


def sales_of_shift(shift_id: int, *, limit: int = 50) -> QuerySet[Sale]:
    """The newest receipts of a shift."""
    rows: QuerySet[Sale] = Sale.objects.filter(shift_id=shift_id).select_related("member")
    return rows.order_by("-pk")[:limit]


def shift_totals(shift_id: int) -> dict[tuple[str, str], int]:
    """Rupiah of a shift by kind (sale, return) and tender."""
    rows = Sale.objects.filter(shift_id=shift_id).values_list("kind", "tender")
    return {(kind, code): total for kind, code, total in rows.annotate(total=Sum("total"))}


def best_sellers(*, since: date, limit: int = 24) -> list[int]:
    """Ids of goods by how often they were sold since a day."""
    rows = SaleLine.objects.filter(sale__kind=Sale.Kind.SALE, sale__on__gte=since)
    sums = rows.values_list("product_id").annotate(total=Sum("amount")).order_by("-total")
    return [product_id for product_id, _ in sums[:limit]]


def reports_to_look_at(*, limit: int = 100) -> QuerySet[TillSale]:
    """What tills reported and a person should look at: conflicts and flags, newest first."""
    odd = [ReportState.FLAGGED, ReportState.CONFLICT, ReportState.KEPT]
    rows: QuerySet[TillSale] = TillSale.objects.filter(state__in=odd)
    return rows.select_related("till", "sale").order_by("-pk")[:limit]


def report(uuid: UUID) -> TillSale | None:
    """The report that stands under a key, conflicts left aside."""
    rows = TillSale.objects.filter(uuid=uuid).exclude(state=ReportState.CONFLICT)
    found: TillSale | None = rows.select_related("sale", "till").first()
    return found


def seq_is_taken(till_id: int, seq: int) -> bool:
    """Whether a receipt of this till already has the number, by report or at the till itself."""
    reported = TillSale.objects.filter(till_id=till_id, seq=seq).exclude(state=ReportState.CONFLICT)
    return reported.exists() or Sale.objects.filter(till_id=till_id, seq=seq).exists()
