"""Posisi keuangan, perhitungan hasil usaha, neraca saldo: per unit, and all units together.

Permenkop 2/2024 names the classes: asset, liability, dana syirkah temporer, equity. In the sum of
all units the inter-unit accounts cancel out and are left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sokoguru.ledger import queries as books
from sokoguru.ledger.queries import TrialRow, spans
from sokoguru.ledger.queries.spans import ResultRow
from sokoguru.ledger.rules import Business, Kind, Role

RESULT_KINDS = (Kind.INCOME, Kind.EXPENSE)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a statement, on its natural side, in rupiah."""

    account_id: int
    unit: str
    code: str
    name: str
    amount: int


@dataclass(frozen=True, slots=True)
class Position:
    """Posisi keuangan at the end of a day."""

    on: date
    unit: str
    assets: tuple[Figure, ...]
    liabilities: tuple[Figure, ...]
    syirkah: tuple[Figure, ...]
    equity: tuple[Figure, ...]
    running: int
    """Income less expense that no closing has taken into equity yet."""

    @property
    def total_assets(self) -> int:
        return total(self.assets)

    @property
    def total_equity(self) -> int:
        return total(self.equity) + self.running

    @property
    def total_claims(self) -> int:
        """Liabilities, dana syirkah temporer and equity together."""
        return total(self.liabilities) + total(self.syirkah) + self.total_equity

    @property
    def balanced(self) -> bool:
        return self.total_assets == self.total_claims


def total(figures: Sequence[Figure]) -> int:
    """What figures come to together."""
    return sum(figure.amount for figure in figures)


def position(*, on: date, unit: str = "") -> Position:
    """Posisi keuangan of a unit, or of all units together."""
    rows = books.trial_balance(until=on, unit=unit or None)
    shown = [row for row in rows if row.total and (unit or not row.role.startswith("rk."))]

    def of(kind: Kind) -> tuple[Figure, ...]:
        return tuple(_figure(row) for row in shown if row.kind is kind)

    return Position(
        on=on,
        unit=unit,
        assets=of(Kind.ASSET),
        liabilities=of(Kind.LIABILITY),
        syirkah=of(Kind.SYIRKAH),
        equity=of(Kind.EQUITY),
        running=-sum(row.total for row in rows if row.kind in RESULT_KINDS),
    )


def _figure(row: TrialRow) -> Figure:
    return Figure(row.account_id, row.unit, row.code, row.name, row.total * row.kind.side)


@dataclass(frozen=True, slots=True)
class Earned:
    """One account of income or expense: made with members, with others, and without saying."""

    account_id: int
    unit: str
    code: str
    name: str
    member: int
    non_member: int
    plain: int

    @property
    def amount(self) -> int:
        return self.member + self.non_member + self.plain


@dataclass(frozen=True, slots=True)
class Outcome:
    """Perhitungan hasil usaha between two days, both included, before the closing of a year."""

    since: date
    until: date
    unit: str
    income: tuple[Earned, ...]
    expense: tuple[Earned, ...]
    tax: tuple[Earned, ...]

    @property
    def total_income(self) -> int:
        return sum(row.amount for row in self.income)

    @property
    def total_expense(self) -> int:
        return sum(row.amount for row in self.expense)

    @property
    def before_tax(self) -> int:
        return self.total_income - self.total_expense

    @property
    def total_tax(self) -> int:
        return sum(row.amount for row in self.tax)

    @property
    def after_tax(self) -> int:
        return self.before_tax - self.total_tax


def outcome(*, since: date, until: date, unit: str = "") -> Outcome:
    """Perhitungan hasil usaha of a unit, or of all units together."""
    rows = [row for row in spans.results(since=since, until=until) if not unit or row.unit == unit]
    costs = [row for row in rows if row.kind is Kind.EXPENSE]
    return Outcome(
        since=since,
        until=until,
        unit=unit,
        income=_earned([row for row in rows if row.kind is Kind.INCOME], side=-1),
        expense=_earned([row for row in costs if row.role != Role.TAX_EXPENSE], side=1),
        tax=_earned([row for row in costs if row.role == Role.TAX_EXPENSE], side=1),
    )


def _earned(rows: Sequence[ResultRow], *, side: int) -> tuple[Earned, ...]:
    by_account: dict[int, dict[Business | None, int]] = {}
    for row in rows:
        parts = by_account.setdefault(row.account_id, {})
        parts[row.business] = parts.get(row.business, 0) + row.total * side
    named = {row.account_id: row for row in rows}
    return tuple(
        Earned(
            account_id=account_id,
            unit=named[account_id].unit,
            code=named[account_id].code,
            name=named[account_id].name,
            member=parts.get(Business.MEMBER, 0),
            non_member=parts.get(Business.NON_MEMBER, 0),
            plain=parts.get(None, 0),
        )
        for account_id, parts in by_account.items()
    )


@dataclass(frozen=True, slots=True)
class Trial:
    """Neraca saldo at the end of a day: every account that anything stands on."""

    on: date
    unit: str
    rows: tuple[TrialRow, ...]

    @property
    def debit(self) -> int:
        return sum(row.total for row in self.rows if row.total > 0)

    @property
    def credit(self) -> int:
        return -sum(row.total for row in self.rows if row.total < 0)


def trial(*, on: date, unit: str = "") -> Trial:
    """Neraca saldo of a unit, or of all units."""
    rows = books.trial_balance(until=on, unit=unit or None)
    return Trial(on=on, unit=unit, rows=tuple(row for row in rows if row.total))
