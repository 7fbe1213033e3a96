"""Posting: it works, it is refused, it is retried, it is refused and nothing changed."""

from datetime import date

import pytest

from sokoguru.audit.models import Record
from sokoguru.kernel.refs import ActorRef
from sokoguru.ledger import queries
from sokoguru.ledger.actions import chart, closing, posting
from sokoguru.ledger.actions.posting import NewEntry, post_entry, reverse_entry
from sokoguru.ledger.errors import (
    AlreadyReversed,
    AmountTooLarge,
    BelowFloor,
    EmptyLine,
    PeriodClosed,
    PeriodMissing,
    ReferenceReused,
    ReferenceUnfit,
    ReversalOfReversal,
    TooFewLines,
    Unbalanced,
    UnknownAccount,
)
from sokoguru.ledger.models import Balance, Entry, Line
from sokoguru.ledger.rules import AccountRef, Draft, EntryRef, credit, debit
from sokoguru.ledger.sql.posting import POST
from sokoguru.tenancy.sql import Statement
from tests.ledger.conftest import TODAY, Happened, SmallBook


def paid_in(book: SmallBook, teller: ActorRef, amount: int, reference: str = "A1") -> EntryRef:
    return post_entry(
        reference=reference,
        on=TODAY,
        lines=[debit(book.cash, amount), credit(book.siti, amount)],
        event=Happened(amount),
        actor=teller,
    )


def counts() -> tuple[int, int, int, list[tuple[int, int, int]]]:
    balances = list(
        Balance.objects.order_by("account_id").values_list(
            "account_id", "debit_posted", "credit_posted"
        )
    )
    return Entry.objects.count(), Line.objects.count(), Record.objects.count(), balances


def test_an_entry_moves_its_balances_and_is_recorded(book: SmallBook, teller: ActorRef) -> None:
    entry = paid_in(book, teller, 50_000)
    assert queries.balance(book.cash.id) == 50_000
    assert queries.balance(book.siti.id) == 50_000
    record = Record.objects.get()
    assert (record.entry_id, record.body, record.actor_name) == (
        entry.id,
        {"amount": 50_000},
        "Deni",
    )


def test_a_retried_entry_is_posted_once(book: SmallBook, teller: ActorRef) -> None:
    first = paid_in(book, teller, 50_000)
    before = counts()
    again = paid_in(book, teller, 50_000)
    assert (again.id, again.replayed, first.replayed) == (first.id, True, False)
    assert counts() == before


def test_a_reference_with_another_body_is_refused(book: SmallBook, teller: ActorRef) -> None:
    paid_in(book, teller, 50_000)
    before = counts()
    with pytest.raises(ReferenceReused) as refused:
        paid_in(book, teller, 60_000)
    assert refused.value.facts == {"reference": "A1"}
    assert counts() == before


def test_an_overdrawn_saving_is_refused_and_nothing_changed(
    book: SmallBook, teller: ActorRef
) -> None:
    paid_in(book, teller, 50_000)
    before = counts()
    with pytest.raises(BelowFloor) as refused:
        post_entry(
            reference="B1",
            on=TODAY,
            lines=[debit(book.siti, 50_001), credit(book.cash, 50_001)],
            event=Happened(1),
            actor=teller,
        )
    assert refused.value.facts["available"] == 50_000
    assert counts() == before


def test_units_and_funds_balance_by_themselves(book: SmallBook, teller: ActorRef) -> None:
    for one, other in [(book.shop_cash, book.siti), (book.kebajikan_cash, book.siti)]:
        with pytest.raises(Unbalanced):
            post_entry(
                reference="C1",
                on=TODAY,
                lines=[debit(one, 5), credit(other, 5)],
                event=Happened(5),
                actor=teller,
            )


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        ([5], TooFewLines),
        ([], TooFewLines),
        ([5, 0, -5], EmptyLine),
        ([10**16, -(10**16)], AmountTooLarge),
    ],
)
def test_an_entry_that_says_nothing_or_too_much_is_refused(
    book: SmallBook, teller: ActorRef, amounts: list[int], expected: type[Exception]
) -> None:
    lines = [Draft(book.deposits.id, book.deposits.unit_id, book.deposits.fund, a) for a in amounts]
    with pytest.raises(expected):
        post_entry(reference="D1", on=TODAY, lines=lines, event=Happened(1), actor=teller)


def test_a_line_that_states_another_unit_than_its_account_is_refused(
    book: SmallBook, teller: ActorRef
) -> None:
    liar = AccountRef(book.shop_cash.id, book.siti.unit_id)
    before = counts()
    with pytest.raises(UnknownAccount) as refused:
        post_entry(
            reference="E1",
            on=TODAY,
            lines=[debit(liar, 5), credit(book.siti, 5)],
            event=Happened(5),
            actor=teller,
        )
    assert refused.value.facts == {"accounts": [book.shop_cash.id]}
    assert counts() == before


def test_a_control_account_with_leaves_takes_no_lines(book: SmallBook, teller: ActorRef) -> None:
    control = queries.account(unit="uspps", role="savings")
    with pytest.raises(UnknownAccount):
        post_entry(
            reference="F1",
            on=TODAY,
            lines=[debit(book.cash, 5), credit(control, 5)],
            event=Happened(5),
            actor=teller,
        )


def test_nothing_is_posted_into_a_closed_month_or_none(book: SmallBook, teller: ActorRef) -> None:
    closing.close_period(on=date(2026, 10, 3), actor=teller)
    before = counts()
    for on, expected in [(date(2026, 10, 31), PeriodClosed), (date(2031, 1, 1), PeriodMissing)]:
        with pytest.raises(expected):
            post_entry(
                reference="G1",
                on=on,
                lines=[debit(book.cash, 5), credit(book.siti, 5)],
                event=Happened(5),
                actor=teller,
            )
    assert counts() == before


def test_a_late_business_date_is_marked(book: SmallBook, teller: ActorRef) -> None:
    paid_in(book, teller, 5)
    post_entry(
        reference="late",
        on=date(2026, 11, 23),
        lines=[debit(book.cash, 5), credit(book.siti, 5)],
        event=Happened(5),
        actor=teller,
    )
    assert dict(Entry.objects.values_list("reference", "late")) == {"A1": False, "late": True}


def test_a_reversal_mirrors_its_entry_once(book: SmallBook, teller: ActorRef) -> None:
    entry = paid_in(book, teller, 50_000)
    back = reverse_entry(entry_id=entry.id, reason="salah orang", actor=teller)
    assert queries.balance(book.siti.id) == 0
    assert [line.amount for line in queries.drafts_of(back.id)] == [-50_000, 50_000]
    again = reverse_entry(entry_id=entry.id, reason="salah orang", actor=teller)
    assert (again.id, again.replayed) == (back.id, True)
    with pytest.raises(ReversalOfReversal):
        reverse_entry(entry_id=back.id, reason="ragu", actor=teller)
    assert queries.balance(book.siti.id) == 0


def test_a_reversal_of_spent_money_is_refused(book: SmallBook, teller: ActorRef) -> None:
    entry = paid_in(book, teller, 50_000)
    post_entry(
        reference="out",
        on=TODAY,
        lines=[debit(book.siti, 1), credit(book.cash, 1)],
        event=Happened(1),
        actor=teller,
    )
    with pytest.raises(BelowFloor):
        reverse_entry(entry_id=entry.id, reason="salah", actor=teller)
    assert queries.balance(book.siti.id) == 49_999


def test_income_has_no_live_balance_and_is_read_from_its_lines(
    book: SmallBook, teller: ActorRef
) -> None:
    post_entry(
        reference="I1",
        on=TODAY,
        lines=[debit(book.cash, 700), credit(book.sales, 700)],
        event=Happened(1),
        actor=teller,
    )
    assert not Balance.objects.filter(account_id=book.sales.id).exists()
    assert queries.balance(book.sales.id) == 700


def deposits(book: SmallBook, count: int) -> list[NewEntry]:
    return [
        NewEntry(
            f"bulk:{n}",
            TODAY,
            [debit(book.cash, n), credit(book.budi, n)],
            Happened(n),
            memo="wajib",
        )
        for n in range(1, count + 1)
    ]


def test_mass_work_is_posted_once_however_often_it_is_run(
    book: SmallBook, teller: ActorRef
) -> None:
    entries = deposits(book, 2_500)
    assert list(posting.post_many(entries=iter(entries), actor=teller)) == [1000, 1000, 500]
    before = counts()
    assert list(posting.post_many(entries=iter(entries), actor=teller)) == [0, 0, 0]
    assert counts() == before
    assert queries.balance(book.budi.id) == 2_500 * 2_501 // 2
    assert Record.objects.count() == 2_500


def test_an_interrupted_batch_goes_on_where_it_stopped(book: SmallBook, teller: ActorRef) -> None:
    entries = deposits(book, 30)
    posting.post_batch(entries=entries[:20], actor=teller)
    assert posting.post_batch(entries=entries, actor=teller) == 10
    assert queries.balance(book.budi.id) == 30 * 31 // 2


def test_a_batch_with_one_bad_entry_leaves_nothing(book: SmallBook, teller: ActorRef) -> None:
    before = counts()
    good = deposits(book, 3)
    overdrawn = NewEntry("bad", TODAY, [debit(book.siti, 9), credit(book.deposits, 9)], Happened(9))
    with pytest.raises(BelowFloor):
        posting.post_batch(entries=[*good, overdrawn], actor=teller)
    nowhere = NewEntry(
        "none", date(2031, 1, 1), [debit(book.cash, 9), credit(book.budi, 9)], Happened(9)
    )
    with pytest.raises(PeriodMissing):
        posting.post_batch(entries=[*good, nowhere], actor=teller)
    assert counts() == before
    closing.close_period(on=date(2026, 10, 1), actor=teller)
    before = counts()
    old = NewEntry(
        "old", date(2026, 10, 31), [debit(book.cash, 9), credit(book.budi, 9)], Happened(9)
    )
    with pytest.raises(PeriodClosed) as refused:
        posting.post_batch(entries=[*good, old], actor=teller)
    assert refused.value.facts == {"on": "2026-10-31"}
    assert counts() == before


def test_a_batch_writes_a_repeated_entry_once_and_refuses_a_changed_one(
    book: SmallBook, teller: ActorRef
) -> None:
    entries = deposits(book, 3)
    assert posting.post_batch(entries=[*entries, entries[1]], actor=teller) == 3
    before = counts()
    changed = NewEntry(
        entries[0].reference, TODAY, [debit(book.cash, 8), credit(book.budi, 8)], Happened(8)
    )
    for batch in ([changed], [entries[2], changed], [*deposits(book, 4)[3:], changed]):
        with pytest.raises(ReferenceReused):
            posting.post_batch(entries=batch, actor=teller)
    assert counts() == before


def test_the_trial_balance_and_the_statement_agree_with_the_lines(
    book: SmallBook, teller: ActorRef
) -> None:
    paid_in(book, teller, 50_000)
    paid_in(book, teller, 25_000, reference="A2")
    rows = {(row.unit, row.role): row.total for row in queries.trial_balance()}
    assert rows[("uspps", "cash")] == 75_000
    assert rows[("uspps", "savings")] == -75_000
    moves = queries.statement(book.siti.id)
    assert [(m.reference, m.credit, m.balance) for m in moves] == [
        ("A1", 50_000, 50_000),
        ("A2", 25_000, 75_000),
    ]
    control = queries.control(unit="uspps", role="savings")
    assert [m.balance for m in queries.statement(control.pk, limit=1)] == [75_000]


def test_leaves_and_accounts_are_opened_once(book: SmallBook) -> None:
    again = chart.open_account(
        unit="uspps", role="cash", code="9-9999", name="Kas baru", kind=queries.Kind.ASSET
    )
    assert again.pk == book.cash.id
    assert again.code == "1-1001"


def test_lines_are_kept_in_the_order_in_which_they_were_asked(
    book: SmallBook, teller: ActorRef
) -> None:
    lines = [
        *(credit(book.deposits, 5), debit(book.cash, 9), credit(book.siti, 3)),
        *(debit(book.deposits, 2), credit(book.budi, 3)),
    ]
    one = post_entry(reference="O", on=TODAY, lines=lines, event=Happened(1), actor=teller)
    assert queries.drafts_of(one.id) == lines
    batch = [NewEntry(f"O{n}", TODAY, lines[n:] + lines[:n], Happened(n)) for n in range(5)]
    posting.post_batch(entries=batch, actor=teller)
    entries = list(Entry.objects.exclude(reference="O").order_by("id"))
    assert [entry.reference for entry in entries] == [f"O{n}" for n in range(5)]
    assert [queries.drafts_of(entry.pk) for entry in entries] == [each.lines for each in batch]


def test_a_reference_that_cannot_be_stored_is_refused(book: SmallBook, teller: ActorRef) -> None:
    before = counts()
    for reference in ("", "x" * 81, "a\0"):
        with pytest.raises(ReferenceUnfit):
            paid_in(book, teller, 5, reference=reference)
    assert counts() == before


def test_two_long_references_can_both_be_reversed(book: SmallBook, teller: ActorRef) -> None:
    for last in "ab":
        entry = paid_in(book, teller, 5, reference="x" * 79 + last)
        back = reverse_entry(entry_id=entry.id, reason="salah", actor=teller)
        assert back.reference == f"balik:entri:{entry.id}"
    assert queries.balance(book.siti.id) == 0


def test_a_reversal_of_another_date_is_told_which_one_stands(
    book: SmallBook, teller: ActorRef
) -> None:
    entry = paid_in(book, teller, 5)
    back = reverse_entry(entry_id=entry.id, reason="salah", actor=teller)
    before = counts()
    with pytest.raises(AlreadyReversed) as refused:
        reverse_entry(entry_id=entry.id, reason="x", actor=teller, on=date(2026, 11, 1))
    assert refused.value.facts == {"entry_id": entry.id, "reversed_by": back.id}
    assert counts() == before


def test_odd_words_are_kept_as_they_were_said(book: SmallBook, teller: ActorRef) -> None:
    odd = 'Bu "Siti" \\ {pagi, siang}, NULL · Rp5'
    batch = [
        NewEntry(f"{odd}:{n}", TODAY, [debit(book.cash, 5), credit(book.siti, 5)], Happened(5), odd)
        for n in range(2)
    ]
    assert posting.post_batch(entries=batch, actor=teller) == 2
    assert posting.post_batch(entries=batch, actor=teller) == 0
    rows = Entry.objects.order_by("id").values_list("reference", "memo")
    assert list(rows) == [(f"{odd}:0", odd), (f"{odd}:1", odd)]
    assert queries.entry_by_reference(f"{odd}:1") is not None


def test_the_posting_statement_is_planned_once_a_connection(
    book: SmallBook, teller: ActorRef
) -> None:
    for n in range(8):  # five plans for the very values first, as PostgreSQL does
        lines = [debit(book.cash, 5), credit(book.siti, 5)]
        post_entry(reference=f"again:{n}", on=TODAY, lines=lines, event=Happened(5), actor=teller)
    plans = Statement(
        "SELECT generic_plans, custom_plans FROM pg_prepared_statements WHERE name = %(name)s"
    )
    [(once, each_time)] = plans.rows({"name": POST.name})  # not one planted by another test
    assert (once >= 3, each_time) == (True, 5)
