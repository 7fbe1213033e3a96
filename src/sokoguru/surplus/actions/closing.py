"""Entering the percentages of the AD/ART, and closing a book year after its tax."""

from collections.abc import Sequence
from datetime import date

from sokoguru.audit import actions as audit
from sokoguru.identity.queries import check_may
from sokoguru.identity.rules import Act
from sokoguru.kernel import clock
from sokoguru.kernel.period import BookYear
from sokoguru.kernel.refs import ActorRef
from sokoguru.ledger import queries as books
from sokoguru.ledger.actions import closing as months
from sokoguru.ledger.actions import posting
from sokoguru.ledger.queries.spans import ResultRow
from sokoguru.ledger.rules import CLOSING, Draft, Role
from sokoguru.surplus import queries
from sokoguru.surplus.errors import FinalTaxSpent, YearNotOver
from sokoguru.surplus.events import PolicySet, ResultClosed, TaxReckoned, YearClosed
from sokoguru.surplus.models import Policy, PolicyHead, YearClosing
from sokoguru.surplus.queries import INDUK, Result
from sokoguru.surplus.rules import posting as lines
from sokoguru.surplus.rules.policy import PolicyTerms, TaxScheme, check_policy
from sokoguru.surplus.rules.tax import TaxRules, final_tax, income_tax, may_pay_final
from sokoguru.tenancy.scope import atomic

TAX = TaxRules()


@atomic
def set_policy(*, since: date, legal_basis: str, terms: PolicyTerms, actor: ActorRef) -> Policy:
    """Enter what the AD/ART says of the surplus from a day on. Safe to repeat with the same terms.

    Raises ``PercentagesOff``, ``HeadTwice``, ``CadanganMissing``.
    """
    check_may(actor=actor, act=Act.SURPLUS_PROPOSE)
    check_policy(terms)
    standing = Policy.objects.filter(since=since).order_by("-pk").first()
    if standing is not None and _same(standing, legal_basis, terms):
        return standing
    row: Policy = Policy.objects.create(
        since=since,
        legal_basis=legal_basis,
        capital_base=terms.capital_base.value,
        tax_scheme=terms.tax_scheme.value,
        final_since_year=terms.final_since_year,
        village_percentage=terms.village_percentage,
    )
    PolicyHead.objects.bulk_create(
        [
            PolicyHead(policy=row, head=each.head.value, percentage=each.percentage)
            for each in terms.allocations
        ]
    )
    audit.record(PolicySet(policy_id=row.pk, since=since, legal_basis=legal_basis), actor=actor)
    return row


def _same(row: Policy, legal_basis: str, terms: PolicyTerms) -> bool:
    return row.legal_basis == legal_basis and queries.terms_of(row) == terms


@atomic
def close_year(*, year: int, actor: ActorRef) -> YearClosing:
    """Close a book year: its tax, then income and expense of each unit to SHU tahun berjalan.

    Every entry carries the year's last day; then its months take nothing more. All or nothing, and
    safe to repeat: a closed year is only returned. Raises ``YearNotOver``, ``PolicyMissing``,
    ``FinalTaxSpent``, ``ledger.PeriodClosed`` where the last month was closed before.
    """
    check_may(actor=actor, act=Act.BOOKS_CLOSE)
    standing = queries.closing(year)
    if standing is not None:
        return standing
    whole = queries.book_year(year)
    if clock.today() <= whole.ends_on:
        raise YearNotOver(year=year, ends_on=whole.ends_on.isoformat())
    terms = queries.terms_of(queries.policy(whole.ends_on))
    result = queries.result(since=whole.starts_on, until=whole.ends_on)
    tax = max(tax_of(whole, result, terms, until=whole.ends_on), result.tax_booked)
    row, created = YearClosing.objects.get_or_create(
        year=year,
        defaults={
            "starts_on": whole.starts_on,
            "ends_on": whole.ends_on,
            "income": result.income,
            "expense": result.expense,
            "tax": tax,
            "tax_scheme": terms.tax_scheme.value,
            "closed_at": clock.now(),
        },
    )
    if not created:  # another caller was quicker: this one waited for the row
        return row
    _book_tax(whole, tax - result.tax_booked, terms, actor)
    _close_units(whole, actor)
    for month in whole.months():
        if books.period_of(month.starts_on) is not None:
            months.close_period(on=month.starts_on, actor=actor)
    audit.record(YearClosed(year=year, before_tax=result.before_tax, tax=tax), actor=actor)
    return row


def tax_of(whole: BookYear, result: Result, terms: PolicyTerms, *, until: date) -> int:
    """The income tax on a result of a year, or of a part of it, by the policy's scheme.

    Raises ``FinalTaxSpent``.
    """
    if terms.tax_scheme is TaxScheme.GENERAL:
        return income_tax(gross=result.income, profit=result.before_tax, rules=TAX).total
    before = whole.previous
    gross = queries.result(since=before.starts_on, until=before.ends_on).income
    years = whole.year - (terms.final_since_year or whole.year)
    if not may_pay_final(gross_last_year=gross, tax_years_before=years, rules=TAX):
        raise FinalTaxSpent(gross=gross, years=years)
    incomes = [
        queries.result(since=month.starts_on, until=min(month.ends_on, until)).income
        for month in whole.months()
        if month.starts_on <= until
    ]
    return sum(final_tax(max(income, 0), TAX) for income in incomes)


def _book_tax(whole: BookYear, missing: int, terms: PolicyTerms, actor: ActorRef) -> None:
    """Write down what of the year's tax is not booked yet."""
    if missing <= 0:
        return
    posting.post_entry(
        reference=f"pph:{whole.year}",
        on=whole.ends_on,
        lines=lines.tax_lines(
            expense=books.account(unit=INDUK, role=Role.TAX_EXPENSE),
            payable=books.account(unit=INDUK, role=Role.TAX_PAYABLE),
            amount=missing,
        ),
        event=TaxReckoned(year=whole.year, amount=missing, scheme=terms.tax_scheme.value),
        actor=actor,
        memo=f"PPh badan tahun {whole.year}",
    )


def _close_units(whole: BookYear, actor: ActorRef) -> None:
    rows = queries.result(since=whole.starts_on, until=whole.ends_on).rows
    shu, rk = books.account(unit=INDUK, role=Role.SHU_CURRENT), books.inter_unit_accounts()
    for unit in books.units():
        totals = _totals([row for row in rows if row.unit == unit.code])
        if not totals:
            continue
        posting.post_entry(
            reference=f"{CLOSING}{whole.year}:{unit.code}",
            on=whole.ends_on,
            lines=lines.closing_lines(totals, shu=shu, rk=rk),
            event=ResultClosed(
                year=whole.year, unit=unit.code, result=-sum(total.amount for total in totals)
            ),
            actor=actor,
            memo=f"Tutup buku {whole.year}, {unit.name}",
        )


def _totals(rows: Sequence[ResultRow]) -> list[Draft]:
    return [Draft(row.account_id, row.unit_id, row.fund, row.total, row.business) for row in rows]
