"""Reading the books: with live balances and without, with leaves and without, by few queries."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from sokoguru.kernel.refs import SubjectRef
from sokoguru.kernel.refusals import NotFound
from sokoguru.ledger import queries
from sokoguru.ledger.actions import chart
from sokoguru.ledger.errors import CodeTaken, RoleTaken
from sokoguru.ledger.models import Account, Balance
from sokoguru.ledger.rules import AccountRef, Business, Fund, Kind, credit, debit
from tests.ledger.conftest import TODAY, Desk, SmallBook, refused

JUNE = date(2026, 6, 30)


def asked(question: Callable[[], object]) -> int:
    """How many queries answer it."""
    with CaptureQueriesContext(connections["cell_001"]) as caught:
        question()
    return len(caught)


@pytest.fixture
def fees(book: SmallBook) -> list[AccountRef]:
    """Income with a leaf for each of two teachers, and an allowance that lowers it."""
    chart.open_account(
        unit="uspps", role="fees", code="5-1009", name="Jasa", kind=Kind.INCOME, has_leaves=True
    )
    leaves = [
        chart.open_leaf(
            unit="uspps", role="fees", subject=SubjectRef("members.member", id), name=f"Jasa {id}"
        )
        for id in (1, 2)
    ]
    discount = chart.open_account(
        unit="uspps", role="discount", code="5-1010", name="Potongan", kind=Kind.INCOME, contra=True
    )
    return [*leaves, queries.ref(discount)]


def test_income_leaves_have_no_live_balance_and_are_right_everywhere(
    book: SmallBook, desk: Desk, fees: list[AccountRef]
) -> None:
    one, two, discount = fees
    assert not Balance.objects.filter(account_id__in=[one.id, two.id, discount.id]).exists()
    desk.move(700, into=book.cash, out_of=one)
    desk.move(50, into=book.cash, out_of=two)
    desk.move(20, into=one, out_of=book.cash)
    desk.move(30, into=discount, out_of=book.cash)
    control = queries.control(unit="uspps", role="fees")
    assert [queries.balance(each) for each in (one.id, two.id, control.pk)] == [680, 50, 730]
    assert queries.balance(discount.id) == 30
    assert queries.balances(unit="uspps", role="fees") == {
        "members.member:1": 680,
        "members.member:2": 50,
    }
    assert queries.balances_of(SubjectRef("members.member", 1)) == {
        ("uspps", "fees"): 680,
        ("uspps", "savings"): 0,
    }
    assert [move.balance for move in queries.statement(one.id)] == [700, 680]
    assert [move.balance for move in queries.statement(control.pk)] == [700, 750, 730]
    assert [move.balance for move in queries.statement(discount.id)] == [30]
    totals = {row.role: row.total for row in queries.trial_balance(unit="uspps")}
    assert (totals["fees"], totals["discount"], totals["cash"]) == (-730, 30, 700)
    assert sum(totals.values()) == 0
    with pytest.raises(NotFound):
        queries.available(one.id)


def test_a_leaf_of_a_contra_account_stands_on_its_side(book: SmallBook, desk: Desk) -> None:
    chart.open_account(
        unit="uspps",
        role="deferred_margin",
        code="1-1209",
        name="Margin ditangguhkan",
        kind=Kind.ASSET,
        has_leaves=True,
        contra=True,
    )
    margin = chart.open_leaf(
        unit="uspps", role="deferred_margin", subject=SubjectRef("financing.akad", 1), name="Akad 1"
    )
    desk.move(90, into=book.deposits, out_of=margin)
    assert queries.balance(margin.id) == 90
    assert queries.balance(queries.control(unit="uspps", role="deferred_margin").pk) == 90
    assert queries.statement(margin.id)[0].balance == 90
    assert queries.side_of(margin.id) == -1


def test_the_trial_balance_is_one_grouped_query_and_the_chart(book: SmallBook, desk: Desk) -> None:
    for id in range(3, 60):
        leaf = chart.open_leaf(
            unit="uspps", role="savings", subject=SubjectRef("members.member", id), name=f"{id}"
        )
        desk.move(id, into=book.cash, out_of=leaf)
    assert asked(queries.trial_balance) == 2
    assert asked(lambda: queries.balances(unit="uspps", role="savings")) == 2
    assert asked(lambda: queries.balance(book.siti.id)) == 1
    assert asked(lambda: queries.statement(book.cash.id)) == 3
    total = sum(range(3, 60))
    assert queries.balance(queries.control(unit="uspps", role="savings").pk) == total
    assert sum(queries.balances(unit="uspps", role="savings").values()) == total


def test_the_books_are_read_as_they_stood_on_a_day(book: SmallBook, desk: Desk) -> None:
    desk.post(debit(book.cash, 10), credit(book.siti, 10), on=JUNE)
    desk.post(debit(book.cash, 7), credit(book.siti, 7), on=TODAY)
    desk.post(debit(book.cash, 1), credit(book.siti, 1), on=JUNE)  # late, and still in June

    def cash(**days: date) -> int:
        return {row.role: row.total for row in queries.trial_balance(**days)}["cash"]

    rows = [row for row in queries.trial_balance(until=JUNE) if row.unit == "uspps"]
    assert {row.role: row.total for row in rows}["cash"] == 11
    assert [move.balance for move in queries.statement(book.siti.id)] == [10, 11, 18]
    assert [move.balance for move in queries.statement(book.siti.id, until=JUNE)] == [10, 11]
    assert [m.balance for m in queries.statement(book.siti.id, since=TODAY)] == [18]
    assert [m.balance for m in queries.statement(book.siti.id, limit=2)] == [11, 18]
    assert queries.statement(book.siti.id, since=TODAY, until=JUNE) == []


def test_income_is_told_apart_by_whom_it_was_made_with(book: SmallBook, desk: Desk) -> None:
    for amount, business in [(70, Business.MEMBER), (20, Business.NON_MEMBER), (5, None)]:
        desk.post(debit(book.cash, amount), credit(book.sales, amount, business))
    year = {"since": date(2026, 1, 1), "until": date(2026, 12, 31)}
    assert queries.business_totals(**year) == {"member": 70, "non_member": 20, "": 5}
    assert queries.business_totals(**year, role="fees") == {}
    assert queries.business_totals(since=year["since"], until=JUNE) == {}


def test_what_is_not_there_is_not_found(book: SmallBook) -> None:
    nobody = SubjectRef("members.member", 99)
    questions: list[Callable[[], object]] = [
        lambda: queries.unit("pabrik"),
        lambda: queries.account(unit="uspps", role="none"),
        lambda: queries.leaf(unit="uspps", role="savings", subject=nobody),
        lambda: queries.balance(1),
        lambda: queries.statement(1),
        lambda: queries.side_of(1),
        lambda: queries.entry(1),
    ]
    for question in questions:
        with pytest.raises(NotFound):
            question()
    assert queries.period_of(date(2031, 1, 1)) is None
    assert queries.entry_by_reference("none") is None


def test_a_role_and_a_code_stand_for_one_account(book: SmallBook) -> None:
    before = Account.objects.count()

    def again(**other: object) -> Account:
        told = {"role": "deposits", "code": "2-1001", "kind": Kind.LIABILITY, **other}
        return chart.open_account(unit="uspps", name="Titipan", **told)  # type: ignore[arg-type]

    assert again().pk == book.deposits.id
    with refused(RoleTaken, role="deposits", unit="uspps"):
        again(kind=Kind.ASSET)
    with refused(RoleTaken):
        again(fund=Fund.INFAK)
    with refused(CodeTaken, code="1-1001", unit="uspps"):
        again(role="new", code="1-1001")
    assert Account.objects.count() == before
