"""Reads over a span of time: results before a closing, balances at a day, what a matter moved."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from sokoguru.ledger.models import Line
from sokoguru.ledger.rules import CLOSING, Business, Fund, Kind, natural_side


@dataclass(frozen=True, slots=True)
class ResultRow:
    """What one account of income or expense came to by business: debit less credit, rupiah."""

    account_id: int
    unit_id: int
    unit: str
    code: str
    name: str
    role: str
    kind: Kind
    fund: Fund
    business: Business | None
    total: int


def results(*, since: date, until: date) -> list[ResultRow]:
    """Income and expense between two days, both included, as they stood before a year was closed.

    The result of the year for everybody above: one grouped query over the lines.
    """
    account = ("unit_id", "account__unit__code", "account__code", "account__name", "account__role")
    by = ("account_id", *account, "account__kind", "fund", "business")
    rows = (
        Line.objects.filter(account__kind__in=(Kind.INCOME, Kind.EXPENSE))
        .filter(entry__on__gte=since, entry__on__lte=until)
        .exclude(entry__reference__startswith=CLOSING)
        .values_list(*by)
        .annotate(total=Sum("amount"))
        .exclude(total=0)
        .order_by("unit_id", "account__code", "account_id", "business")
    )
    return [_result(*row) for row in rows[:10_000]]


def _result(
    account_id: int,
    unit_id: int,
    unit: str,
    code: str,
    name: str,
    role: str,
    kind: str,
    fund: str,
    business: str | None,
    total: int,
) -> ResultRow:
    whom = Business(business) if business else None
    return ResultRow(
        account_id, unit_id, unit, code, name, role, Kind(kind), Fund(fund), whom, total
    )


def balances_at(*, unit: str, role: str, on: date) -> dict[str, int]:
    """The balance of every leaf of a role at the end of a day, by subject, from the lines."""
    rows = (
        Line.objects.filter(account__unit__code=unit, account__role=role, entry__on__lte=on)
        .exclude(account__parent=None)
        .values_list("account__subject", "account__kind", "account__contra")
        .annotate(total=Sum("amount"))
        .order_by()
    )
    return {
        subject: natural_side(Kind(kind), contra=contra) * total
        for subject, kind, contra, total in rows[:1_000_000]
    }


def moved_under(prefix: str, *, account_id: int) -> int:
    """Debit less credit on an account by all entries whose reference begins so, in rupiah."""
    lines = Line.objects.filter(account_id=account_id, entry__reference__startswith=prefix)
    return int(lines.aggregate(total=Sum("amount"))["total"] or 0)
