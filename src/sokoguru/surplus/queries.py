"""Reads of surplus: policies, results, proposals, shares."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from sokoguru.kernel.period import BookYear, Month, book_year_of
from sokoguru.kernel.refusals import NotFound
from sokoguru.ledger import queries as books
from sokoguru.ledger.queries import spans
from sokoguru.ledger.queries.spans import ResultRow
from sokoguru.ledger.rules import Business, Fund, Kind, Role
from sokoguru.members import queries as members
from sokoguru.surplus.errors import PolicyMissing
from sokoguru.surplus.models import Distribution, Policy, Proposal, Share, YearClosing
from sokoguru.surplus.rules.policy import CapitalBase, PolicyTerms, TaxScheme, average_capital
from sokoguru.surplus.rules.proposal import Fingerprinted, fingerprint
from sokoguru.surplus.rules.shu import Allocation, Head, MemberBase

INDUK = "induk"
"""The unit that holds the members' capital and the surplus."""


def book_year(year: int) -> BookYear:
    """The book year that ends in ``year``."""
    starts_month = books.book().starts_month
    return BookYear(Month(year if starts_month == 1 else year - 1, starts_month))


def book_year_at(on: date) -> BookYear:
    """The book year that a day lies in."""
    return book_year_of(on, first_month=books.book().starts_month)


def book_year_to_close(on: date) -> BookYear:
    """The book year before the one a day lies in; where the books begin in this one, this one."""
    current = book_year_at(on)
    before = current.previous
    return before if books.period_of(before.ends_on) else current


def policy(on: date) -> Policy:
    """The policy in force on a day, the newest of the newest day. Raises ``PolicyMissing``."""
    found = Policy.objects.filter(since__lte=on).order_by("-since", "-pk").first()
    if found is None:
        raise PolicyMissing(on=on.isoformat())
    return found


def policies() -> list[Policy]:
    """All policies, the newest first."""
    return list(Policy.objects.order_by("-since", "-pk")[:20])


def terms_of(row: Policy) -> PolicyTerms:
    """A stored policy as the rules take it."""
    return PolicyTerms(
        allocations=tuple(
            Allocation(Head(each.head), each.percentage) for each in row.heads.order_by("pk")
        ),
        capital_base=CapitalBase(row.capital_base),
        tax_scheme=TaxScheme(row.tax_scheme),
        final_since_year=row.final_since_year,
        village_percentage=row.village_percentage,
    )


@dataclass(frozen=True, slots=True)
class Result:
    """The result of a time before tax, in rupiah, with what it was earned from."""

    income: int
    expense: int
    tax_booked: int
    member_turnover: int
    turnover: int
    rows: tuple[ResultRow, ...] = ()

    @property
    def before_tax(self) -> int:
        """Income less expense, without income tax."""
        return self.income - self.expense


def result(*, since: date, until: date) -> Result:
    """Income and expense of the commercial fund; income tax stands by itself.

    Turnover is every line of income; a line that says nothing of its business was not made with
    members, so that nothing of it is shared with them.
    """
    rows = tuple(
        row for row in spans.results(since=since, until=until) if row.fund == Fund.KOMERSIAL
    )
    income = [row for row in rows if row.kind is Kind.INCOME]
    costs = [row for row in rows if row.kind is Kind.EXPENSE]
    return Result(
        income=-sum(row.total for row in income),
        expense=sum(row.total for row in costs if row.role != Role.TAX_EXPENSE),
        tax_booked=sum(row.total for row in costs if row.role == Role.TAX_EXPENSE),
        member_turnover=-sum(row.total for row in income if row.business is Business.MEMBER),
        turnover=-sum(row.total for row in income),
        rows=rows,
    )


def closing(year: int) -> YearClosing | None:
    """The closing of a book year, if it is closed."""
    found: YearClosing | None = YearClosing.objects.filter(year=year).first()
    return found


def closings() -> list[YearClosing]:
    """Closed years, the newest first."""
    return list(YearClosing.objects.order_by("-year")[:50])


def bases(*, since: date, until: date, base: CapitalBase) -> list[MemberBase]:
    """Each member's capital and business of a time: what the shares are reckoned by.

    Capital is pokok and wajib: at the last day, or the mean of the month's ends up to it.
    """
    capital = capital_on(until)
    if base is CapitalBase.AVERAGE:
        ends = [month.ends_on for month in book_year_at(since).months() if month.ends_on < until]
        capital = average_capital([*(capital_on(end) for end in ends), capital])
    business = members.participations(since=since, until=until)
    return [
        MemberBase(
            member_id=member, capital=capital.get(member, 0), business=business.get(member, 0)
        )
        for member in sorted({*capital, *business})
    ]


def capital_on(on: date) -> dict[int, int]:
    """Pokok and wajib of every member at the end of a day, in rupiah."""
    total: dict[int, int] = {}
    for role in (Role.POKOK, Role.WAJIB):
        for subject, amount in spans.balances_at(unit=INDUK, role=role, on=on).items():
            member = int(subject.rpartition(":")[2])
            total[member] = total.get(member, 0) + amount
    return total


def proposal(proposal_id: int) -> Proposal:
    """A proposal. Raises ``NotFound``."""
    found = Proposal.objects.filter(pk=proposal_id).select_related("closing", "policy").first()
    if found is None:
        raise NotFound(kind="surplus.proposal", id=proposal_id)
    return found


def newest_proposal(year: int) -> Proposal | None:
    """The newest proposal of a year."""
    rows = Proposal.objects.filter(year=year).select_related("closing", "policy")
    found: Proposal | None = rows.order_by("-number").first()
    return found


def heads_of(proposal_id: int) -> list[tuple[Head, Decimal, int]]:
    """The heads of a proposal in the order of the AD/ART: head, percentage, rupiah."""
    rows = proposal(proposal_id).heads.order_by("pk")
    return [(Head(row.head), row.percentage, row.amount) for row in rows]


def shares_total(proposal_id: int) -> tuple[int, int]:
    """How many members share, and what they receive together."""
    rows = Share.objects.filter(proposal_id=proposal_id)
    sums = rows.aggregate(modal=Sum("jasa_modal"), usaha=Sum("jasa_usaha"))
    return rows.count(), (sums["modal"] or 0) + (sums["usaha"] or 0)


def base_totals(proposal_id: int) -> tuple[int, int]:
    """All capital and all business that the shares of a proposal were reckoned by, in rupiah."""
    rows = Share.objects.filter(proposal_id=proposal_id)
    capital = rows.filter(capital__gt=0).aggregate(total=Sum("capital"))["total"]
    business = rows.filter(business__gt=0).aggregate(total=Sum("business"))["total"]
    return capital or 0, business or 0


def share_of(*, proposal_id: int, member_id: int) -> Share | None:
    """A member's share in a proposal."""
    found: Share | None = Share.objects.filter(proposal_id=proposal_id, member_id=member_id).first()
    return found


def shares_after(*, proposal_id: int, share_id: int, limit: int) -> list[Share]:
    """The next shares in the order in which they are credited."""
    rows = Share.objects.filter(proposal_id=proposal_id, pk__gt=share_id)
    return list(rows.select_related("member").order_by("pk")[:limit])


def digest_of(row: Proposal) -> str:
    """The fingerprint of a proposal from its rows as they stand now."""
    heads = list(row.heads.order_by("pk"))
    shares = Share.objects.filter(proposal=row).values_list("member_id", "jasa_modal", "jasa_usaha")
    return fingerprint(
        Fingerprinted(
            year=row.year,
            surplus=row.surplus,
            tax=row.closing.tax,
            village=row.village,
            village_percentage=row.policy.village_percentage,
            allocations=tuple(Allocation(Head(each.head), each.percentage) for each in heads),
            amounts=tuple((Head(each.head), each.amount) for each in heads),
            shares=tuple(shares[:1_000_000]),
        )
    )


def distribution(year: int) -> Distribution | None:
    """The distribution of a year, if one was begun."""
    found: Distribution | None = (
        Distribution.objects.filter(year=year).select_related("proposal").first()
    )
    return found


def credit_reference(*, year: int, member_id: int) -> str:
    """The reference of the entry by which a member received SHU."""
    return f"shu:{year}:{member_id}"
