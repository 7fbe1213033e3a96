"""A small book for the tests of the ledger: a shop unit and a sharia unit, one open year."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from itertools import count

import pytest

from sokoguru.audit.models import Delivery, Record
from sokoguru.kernel.refs import ActorRef, SubjectRef
from sokoguru.kernel.refusals import Refused
from sokoguru.ledger.actions import chart, holds, posting
from sokoguru.ledger.models import Balance, Entry, Hold, Line, Period, Seal
from sokoguru.ledger.rules import AccountRef, Draft, EntryRef, Fund, Kind, credit, debit
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


State = tuple[list[object], ...]


def everything() -> State:
    """Every row that an act of the ledger may write: refused means that all of it is the same."""
    return (
        list(Entry.objects.order_by("id").values_list("id", "reference", "on", "memo", "late")),
        list(Line.objects.order_by("id").values_list("id", "entry_id", "account_id", "amount")),
        list(
            Balance.objects.order_by("account_id").values_list(
                *("account_id", "debit_posted", "credit_posted", "debit_held", "credit_held")
            )
        ),
        list(Hold.objects.order_by("id").values_list("id", "reference", "state", "entry_id")),
        list(Period.objects.order_by("id").values_list("id", "closed_at")),
        list(Seal.objects.order_by("id").values_list("id", "number")),
        list(Record.objects.order_by("id").values_list("id", "name")),
        list(Delivery.objects.order_by("id").values_list("id", "handler", "state")),
    )


@contextmanager
def refused(reason: type[Refused], **facts: object) -> Iterator[None]:
    """The act inside is refused for this reason, with these facts, and nothing changed."""
    before = everything()
    with pytest.raises(reason) as caught:
        yield
    assert {name: caught.value.facts[name] for name in facts} == facts
    assert everything() == before


@dataclass
class Desk:
    """The teller at work: short words for the acts that the tests repeat."""

    actor: ActorRef
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def post(self, *lines: Draft, on: date = TODAY, reference: str | None = None) -> EntryRef:
        return posting.post_entry(
            reference=reference or f"T{next(self._numbers)}",
            on=on,
            lines=lines,
            event=Happened(sum(line.amount for line in lines if line.amount > 0)),
            actor=self.actor,
        )

    def move(self, amount: int, into: AccountRef, out_of: AccountRef) -> EntryRef:
        """Debit ``into``, credit ``out_of``."""
        return self.post(debit(into, amount), credit(out_of, amount))

    def post_hold(self, hold: Hold, *lines: Draft, reference: str) -> EntryRef:
        return holds.post_hold(
            hold_id=hold.pk,
            reference=reference,
            on=TODAY,
            lines=lines,
            event=Happened(0),
            actor=self.actor,
        )


@pytest.fixture
def desk(teller: ActorRef) -> Desk:
    """Deni at work."""
    return Desk(teller)


@pytest.fixture
def book(melati: Cooperative) -> SmallBook:
    """The small book of Koperasi Melati."""
    return open_small_book()
