"""Opening books, units, accounts, leaves and months."""

import calendar
from datetime import date

from sokoguru.kernel.refs import SubjectRef
from sokoguru.ledger import queries
from sokoguru.ledger.models import Account, Balance, Book, Period, Unit
from sokoguru.ledger.rules import AccountRef, Fund, Kind
from sokoguru.tenancy.scope import atomic


@atomic
def open_book(*, name: str, starts_month: int = 1) -> Book:
    """Open the books of the cooperative in force. Safe to repeat."""
    book, _ = Book.objects.get_or_create(defaults={"name": name, "starts_month": starts_month})
    return book


@atomic
def open_unit(*, code: str, name: str, is_sharia: bool = False) -> Unit:
    """Open a business unit with books that balance by themselves. Safe to repeat by code."""
    unit, _ = Unit.objects.get_or_create(
        code=code, defaults={"book": queries.book(), "name": name, "is_sharia": is_sharia}
    )
    return unit


@atomic
def open_account(
    *,
    unit: str,
    role: str,
    code: str,
    name: str,
    kind: Kind,
    fund: Fund = Fund.KOMERSIAL,
    has_leaves: bool = False,
    floor: int | None = None,
    contra: bool = False,
) -> Account:
    """Open a control account of the chart. Safe to repeat by unit and role.

    Income and expense accounts take lines without a live balance (they are read from the lines);
    every other account that takes lines gets its four counters, with ``floor`` where it has one.
    ``contra`` marks an account that lowers its class (a deferred margin, an allowance).
    """
    row, created = Account.objects.get_or_create(
        unit=queries.unit(unit),
        role=role,
        parent=None,
        defaults={
            "book": queries.book(),
            "code": code,
            "name": name,
            "kind": kind,
            "fund": fund,
            "takes_lines": not has_leaves,
            "live": not has_leaves and kind not in (Kind.INCOME, Kind.EXPENSE),
            "contra": contra,
        },
    )
    if created and row.live:
        _open_balance(row, floor)
    return row


@atomic
def open_leaf(
    *, unit: str, role: str, subject: SubjectRef, name: str, floor: int | None = 0
) -> AccountRef:
    """Open the leaf of one subject below a control account. Safe to repeat by subject.

    ``floor`` is what the balance never falls below, in rupiah (0: it cannot be overdrawn).
    """
    parent = queries.control(unit=unit, role=role)
    assert not parent.takes_lines, f"the account of {role} has no leaves"
    row, created = Account.objects.get_or_create(
        parent=parent,
        subject=str(subject),
        defaults={
            "book_id": parent.book_id,
            "unit_id": parent.unit_id,
            "fund": parent.fund,
            "kind": parent.kind,
            "code": parent.code,
            "name": name,
            "role": role,
        },
    )
    if created:
        _open_balance(row, floor)
    return queries.ref(row)


def _open_balance(account: Account, floor: int | None) -> None:
    Balance.objects.create(
        account=account, side=Kind(account.kind).side * (-1 if account.contra else 1), floor=floor
    )


@atomic
def open_periods(*, first: date, months: int = 12) -> list[Period]:
    """Open ``months`` months from the month of ``first`` on. Safe to repeat."""
    book = queries.book()
    opened = []
    for ahead in range(months):
        month = first.month - 1 + ahead
        year, month = first.year + month // 12, month % 12 + 1
        period, _ = Period.objects.get_or_create(
            starts_on=date(year, month, 1),
            defaults={
                "book": book,
                "ends_on": date(year, month, calendar.monthrange(year, month)[1]),
            },
        )
        opened.append(period)
    return opened
