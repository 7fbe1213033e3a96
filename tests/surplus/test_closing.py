"""Closing a book year: tax first, then every unit; refused and nothing changed; run again."""

from datetime import UTC, date, datetime

import pytest

from sokoguru.audit.models import Record
from sokoguru.identity.errors import ActNotGranted
from sokoguru.kernel import clock
from sokoguru.kernel.refs import SYSTEM
from sokoguru.ledger import queries as books
from sokoguru.ledger.actions import closing as months
from sokoguru.ledger.errors import PeriodClosed
from sokoguru.ledger.models import Entry, Period
from sokoguru.ledger.rules import Business, Role, credit, debit
from sokoguru.surplus import queries
from sokoguru.surplus.actions import closing
from sokoguru.surplus.errors import (
    CadanganMissing,
    FinalTaxSpent,
    HeadTwice,
    PercentagesOff,
    PolicyMissing,
    YearNotOver,
)
from sokoguru.surplus.models import Policy, PolicyHead, YearClosing
from sokoguru.surplus.rules.policy import TaxScheme
from sokoguru.tenancy.models import Cooperative
from tests.cast import Cast
from tests.surplus.year import AD, AFTER, IN_YEAR, YEAR, earn, open_book, post, set_policy, standing


@pytest.fixture
def book(melati: Cooperative) -> Cooperative:
    open_book(melati)
    return melati


def close(year: int = YEAR) -> YearClosing:
    with clock.frozen(AFTER):
        return closing.close_year(year=year, actor=SYSTEM)


def test_income_and_expense_of_every_unit_become_shu_in_the_head_office(book: Cooperative) -> None:
    set_policy(AD)
    earn(800_000, from_others=200_000, costs=300_000)
    cash = books.account(unit="uspps", role=Role.CASH)
    ujrah = books.account(unit="uspps", role=Role.UJRAH)
    post("ujrah", IN_YEAR, [debit(cash, 50_000), credit(ujrah, 50_000, Business.MEMBER)])
    office = books.account(unit="induk", role=Role.OPERATING)
    post("kantor", IN_YEAR, [debit(office, 1_050), credit(cash, 1_050)])
    closed = close()
    # profit 748.950: taxable 748.000, 11 per cent
    assert (closed.income, closed.expense, closed.tax) == (1_050_000, 301_050, 82_280)
    assert (closed.before_tax, closed.surplus) == (748_950, 666_670)
    assert standing("induk", Role.SHU_CURRENT) == 666_670
    assert standing("induk", Role.TAX_PAYABLE) == 82_280
    for row in books.trial_balance():
        if row.kind in ("income", "expense"):
            assert row.total == 0, row
    assert standing("toko", "rk.induk") + standing("induk", "rk.toko") == 0
    closed_by = Entry.objects.filter(reference__startswith="tutup-buku:2026:").order_by("pk")
    assert [entry.reference.rpartition(":")[2] for entry in closed_by] == ["induk", "toko", "uspps"]
    assert {entry.on for entry in closed_by} == {date(2026, 12, 31)}
    assert not Period.objects.filter(ends_on__lte=date(2026, 12, 31), closed_at=None).exists()


def test_the_result_of_a_closed_year_is_read_as_before(book: Cooperative) -> None:
    set_policy(AD)
    earn(800_000, from_others=200_000, costs=300_000)
    before = queries.result(since=date(2026, 1, 1), until=date(2026, 12, 31))
    close()
    after = queries.result(since=date(2026, 1, 1), until=date(2026, 12, 31))
    assert (after.income, after.expense) == (before.income, before.expense)
    assert (after.member_turnover, after.turnover) == (800_000, 1_000_000)
    assert after.tax_booked == 77_000
    assert before.tax_booked == 0


def test_a_closed_year_is_closed_once(book: Cooperative) -> None:
    set_policy(AD)
    earn(1_000_000)
    first = close()
    entries, records = Entry.objects.count(), Record.objects.count()
    assert close().pk == first.pk
    assert (Entry.objects.count(), Record.objects.count()) == (entries, records)
    with pytest.raises(PeriodClosed):
        earn(1, name="late")


def test_a_year_is_not_closed_before_it_is_over(book: Cooperative) -> None:
    set_policy(AD)
    earn(1_000_000)
    entries = Entry.objects.count()
    for day in (datetime(2026, 11, 24, tzinfo=UTC), datetime(2026, 12, 31, 16, tzinfo=UTC)):
        with clock.frozen(day), pytest.raises(YearNotOver) as refused:
            closing.close_year(year=YEAR, actor=SYSTEM)
    assert refused.value.facts == {"year": 2026, "ends_on": "2026-12-31"}
    assert (Entry.objects.count(), YearClosing.objects.count()) == (entries, 0)


def test_without_percentages_or_with_a_closed_december_nothing_is_closed(book: Cooperative) -> None:
    earn(1_000_000)
    entries = Entry.objects.count()
    with pytest.raises(PolicyMissing):
        close()
    set_policy(AD)
    months.close_period(on=date(2026, 12, 1), actor=SYSTEM)
    with pytest.raises(PeriodClosed):
        close()
    assert (Entry.objects.count(), YearClosing.objects.count()) == (entries, 0)
    assert Period.objects.filter(closed_at__isnull=False).count() == 1


def test_a_loss_owes_no_tax_and_stands_as_a_loss(book: Cooperative) -> None:
    set_policy(AD)
    earn(100_000, costs=250_000)
    closed = close()
    assert (closed.tax, closed.surplus) == (0, -150_000)
    assert standing("induk", Role.SHU_CURRENT) == -150_000


@pytest.mark.parametrize(
    ("source", "gross", "profit", "tax"),
    [
        ("TV-13", 4_500_000_000, 500_000_000, 55_000_000),
        ("TV-14", 30_000_000_000, 3_000_000_000, 607_200_000),
    ],
)
def test_the_tax_of_the_year_is_the_worked_one(
    book: Cooperative, source: str, gross: int, profit: int, tax: int
) -> None:
    set_policy(AD)
    earn(gross, costs=gross - profit)
    assert close().tax == tax, source
    assert standing("induk", Role.TAX_PAYABLE) == tax


def test_the_final_tax_is_half_a_per_cent_of_each_months_gross(book: Cooperative) -> None:
    """TV-14, the second half."""
    set_policy(AD, scheme=TaxScheme.FINAL, final_since=2025)
    earn(100_000_000, costs=90_000_000)
    earn(199, on=date(2026, 7, 1), name="juli")  # 0,995: nothing
    assert close().tax == 500_000


def test_the_final_tax_ends_after_four_years(book: Cooperative) -> None:
    set_policy(AD, scheme=TaxScheme.FINAL, final_since=2022)
    earn(100_000_000)
    entries = Entry.objects.count()
    with pytest.raises(FinalTaxSpent) as refused:
        close()
    assert refused.value.facts["years"] == 4
    assert Entry.objects.count() == entries


@pytest.mark.parametrize(
    ("percentages", "refusal"),
    [
        ({"cadangan": 40, "jasa_usaha": 40, "dana_sosial": 25}, PercentagesOff),  # TV-08: 105
        ({"cadangan": "99.9999"}, PercentagesOff),
        ({"cadangan": 110, "dana_sosial": -10}, PercentagesOff),
        ({"jasa_modal": 50, "jasa_usaha": 50}, CadanganMissing),
    ],
)
def test_percentages_that_are_not_exactly_100_are_not_kept(
    book: Cooperative, percentages: dict[str, float | int], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        set_policy(percentages)
    assert (Policy.objects.count(), PolicyHead.objects.count()) == (0, 0)


def test_a_head_stands_once(book: Cooperative) -> None:
    from_one = set_policy(AD)
    assert set_policy(AD).pk == from_one.pk
    doubled = queries.terms_of(from_one).allocations
    with pytest.raises(HeadTwice):
        closing.set_policy(
            since=date(2027, 1, 1),
            legal_basis="ART",
            terms=type(queries.terms_of(from_one))(allocations=doubled * 2),
            actor=SYSTEM,
        )


def test_only_who_may_closes_and_proposes(cast: Cast) -> None:
    with pytest.raises(ActNotGranted):
        closing.close_year(year=YEAR, actor=cast.actor("umar"))
    with pytest.raises(ActNotGranted):
        closing.set_policy(
            since=IN_YEAR,
            legal_basis="ART",
            terms=queries.terms_of(set_policy(AD)),
            actor=cast.actor("umar"),
        )
