"""A small book for the tests of the ledger: a shop unit and a sharia unit, one open year."""

from dataclasses import dataclass
from datetime import date

import pytest

from sokoguru.kernel.refs import SubjectRef
from sokoguru.ledger.actions import chart
from sokoguru.ledger.rules import AccountRef, Fund, Kind
from sokoguru.tenancy.models import Cooperative

TODAY = date(2026, 11, 24)


@dataclass(frozen=True)
class Happened:
    """An event of the tests."""

    amount: int


@dataclass(frozen=True)
class SmallBook:
    """The accounts that the tests post to."""

    cash: AccountRef
    deposits: AccountRef
    siti: AccountRef
    budi: AccountRef
    sales: AccountRef
    kebajikan_cash: AccountRef
    kebajikan: AccountRef
    shop_cash: AccountRef
    shop_sales: AccountRef


def open_small_book() -> SmallBook:
    """Open it in the scope in force."""
    chart.open_book(name="Buku uji")
    chart.open_periods(first=date(2026, 1, 1), months=12)
    chart.open_unit(code="toko", name="Toko")
    chart.open_unit(code="uspps", name="USPPS", is_sharia=True)

    def plain(unit: str, role: str, code: str, kind: Kind, **more: object) -> AccountRef:
        row = chart.open_account(unit=unit, role=role, code=code, name=role, kind=kind, **more)
        fund = Fund(row.fund)
        return AccountRef(row.pk, row.unit_id, fund)

    plain("uspps", "savings", "2-1003", Kind.LIABILITY, has_leaves=True)
    saver = lambda name, id: chart.open_leaf(  # noqa: E731
        unit="uspps", role="savings", subject=SubjectRef("members.member", id), name=name
    )
    return SmallBook(
        cash=plain("uspps", "cash", "1-1001", Kind.ASSET, floor=0),
        deposits=plain("uspps", "deposits", "2-1001", Kind.LIABILITY),
        siti=saver("Siti", 1),
        budi=saver("Budi", 2),
        sales=plain("uspps", "ujrah", "5-1004", Kind.INCOME),
        kebajikan_cash=plain("uspps", "kebajikan_cash", "1-1009", Kind.ASSET, fund=Fund.KEBAJIKAN),
        kebajikan=plain("uspps", "kebajikan", "2-1503", Kind.LIABILITY, fund=Fund.KEBAJIKAN),
        shop_cash=plain("toko", "cash", "1-1001", Kind.ASSET),
        shop_sales=plain("toko", "sales", "5-2001", Kind.INCOME),
    )


@pytest.fixture
def book(melati: Cooperative) -> SmallBook:
    """The small book of Koperasi Melati."""
    return open_small_book()
