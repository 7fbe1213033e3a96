"""Opening books, units, accounts, leaves and months."""

import calendar
from datetime import date

from sokoguru.kernel.refs import SubjectRef
from sokoguru.ledger import queries
from sokoguru.ledger.errors import CodeTaken, RoleTaken
from sokoguru.ledger.models import Account, Balance, Book, Period, Unit
from sokoguru.ledger.rules import AccountRef, Fund, Kind, natural_side
from sokoguru.tenancy.scope import atomic


@atomic
def open_book(*, name: str, starts_month: int = 1) -> Book:
    """Open the books of the cooperative in force. Safe to repeat."""
    book: Book
    book, _ = Book.objects.get_or_create(defaults={"name": name, "starts_month": starts_month})
    return book


@atomic
def open_unit(*, code: str, name: str, is_sharia: bool = False) -> Unit:
    """Open a business unit with books that balance by themselves. Safe to repeat by code."""
    opened: Unit
    opened, _ = Unit.objects.get_or_create(
        code=code, defaults={"book": queries.book(), "name": name, "is_sharia": is_sharia}
    )
    return opened


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

    Raises ``RoleTaken`` when the role stands for another kind or fund, ``CodeTaken``.
    Income and expense accounts take lines without a live balance (they are read from the lines);
    every other account that takes lines gets its four counters, with ``floor`` where it has one.
    ``contra`` marks an account that lowers its class (a deferred margin, an allowance).
    """
    home = queries.unit(unit)
    controls = Account.objects.filter(unit=home, parent=None)
    if controls.filter(code=code).exclude(role=role).exists():
        raise CodeTaken(code=code, unit=unit)
    row: Account
    row, created = Account.objects.get_or_create(
        unit=home,
        role=role,
        parent=None,
        defaults={
            "book": queries.book(),
            "code": code,
            "name": name,
            "kind": kind,
            "fund": fund,
            "takes_lines": not has_leaves,
            "live": not has_leaves and _is_live(kind, floor),
            "contra": contra,
        },
    )
    if (row.kind, row.fund, row.takes_lines) != (kind, fund, not has_leaves):
        raise RoleTaken(role=role, unit=unit)
    if created and row.live:
        _open_balance(row, floor)
    return row


@atomic
def open_leaf(
    *, unit: str, role: str, subject: SubjectRef, name: str, floor: int | None = 0
) -> AccountRef:
    """Open the leaf of one subject below a control account. Safe to repeat by subject.

    ``floor`` is what the balance never falls below, in rupiah (0: it cannot be overdrawn). Leaves
    of income and expense have no live balance, so no floor either.
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
            "contra": parent.contra,
            "live": _is_live(Kind(parent.kind), None),
        },
    )
    if created and row.live:
        _open_balance(row, floor)
    return queries.ref(row)


def _is_live(kind: Kind, floor: int | None) -> bool:
    """Income and expense are read from their lines, unless a floor needs a row to be kept on."""
    return floor is not None or kind not in (Kind.INCOME, Kind.EXPENSE)


def _open_balance(account: Account, floor: int | None) -> None:
    side = natural_side(Kind(account.kind), contra=account.contra)
    Balance.objects.create(account=account, side=side, floor=floor)


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
