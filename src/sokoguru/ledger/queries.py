"""Reads of the books."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet, Sum

from sokoguru.kernel.refs import SubjectRef
from sokoguru.kernel.refusals import NotFound
from sokoguru.ledger.models import Account, Balance, Book, Entry, Line, Period, Unit
from sokoguru.ledger.rules import (
    CLOSING,
    AccountRef,
    Business,
    Draft,
    Fund,
    Kind,
    entry_digest,
)


def book() -> Book:
    """The books of the cooperative in force. Raises ``NotFound`` before they are opened."""
    found = Book.objects.first()
    if found is None:
        raise NotFound(kind="ledger.book")
    return found


def unit(code: str) -> Unit:
    """A business unit by its code. Raises ``NotFound``."""
    found = Unit.objects.filter(code=code).first()
    if found is None:
        raise NotFound(kind="ledger.unit", code=code)
    return found


def units() -> list[Unit]:
    """The business units, in the order in which they were opened."""
    return list(Unit.objects.order_by("pk")[:50])


def ref(account: Account) -> AccountRef:
    """An account as posting rules name it."""
    return AccountRef(account.pk, account.unit_id, Fund(account.fund))


def control(*, unit: str, role: str) -> Account:
    """The control account of a role in a unit, whatever its code. Raises ``NotFound``."""
    found = Account.objects.filter(unit__code=unit, role=role, parent=None).first()
    if found is None:
        raise NotFound(kind="ledger.account", unit=unit, role=role)
    return found


def account(*, unit: str, role: str) -> AccountRef:
    """The account of a role in a unit, ready to be posted to. Raises ``NotFound``."""
    return ref(control(unit=unit, role=role))


def inter_unit_accounts() -> dict[tuple[int, int], AccountRef]:
    """Every inter-unit account: ``(unit, other unit)`` to the account, as ``rules.bridged`` takes it."""
    codes = {row.code: row.pk for row in units()}
    rows = Account.objects.filter(role__startswith="rk.", parent=None)
    return {(row.unit_id, codes[row.role.removeprefix("rk.")]): ref(row) for row in rows}


def leaf(*, unit: str, role: str, subject: SubjectRef) -> AccountRef:
    """The leaf of one subject below a role's control account. Raises ``NotFound``."""
    found = _leaves(unit=unit, role=role).filter(subject=str(subject)).first()
    if found is None:
        raise NotFound(kind="ledger.leaf", unit=unit, role=role, subject=str(subject))
    return ref(found)


def leaves(*, unit: str, role: str) -> dict[str, AccountRef]:
    """All leaves of a role, by subject (mass work; at most a million)."""
    rows = _leaves(unit=unit, role=role).order_by("pk")[:1_000_000]
    return {row.subject: ref(row) for row in rows.iterator()}


def _leaves(*, unit: str, role: str) -> QuerySet[Account]:
    rows: QuerySet[Account] = Account.objects.filter(
        unit__code=unit, role=role, parent__isnull=False
    )
    return rows


def balance(account_id: int) -> int:
    """What stands on an account, on its natural side, in rupiah."""
    live = Balance.objects.filter(account_id=account_id).first()
    if live is not None:
        return int(live.side * (live.debit_posted - live.credit_posted))
    row = Account.objects.filter(pk=account_id).first()
    if row is None:
        raise NotFound(kind="ledger.account", id=account_id)
    lines = Line.objects.filter(Q(account_id=account_id) | Q(account__parent_id=account_id))
    return (lines.aggregate(total=Sum("amount"))["total"] or 0) * Kind(row.kind).side


def available(account_id: int) -> int:
    """What may still go out of a live account: its balance less what is held, in rupiah."""
    live = Balance.objects.filter(account_id=account_id).first()
    if live is None:
        raise NotFound(kind="ledger.balance", id=account_id)
    held = live.credit_held if live.side == 1 else live.debit_held
    return int(live.side * (live.debit_posted - live.credit_posted) - held)


def balances(*, unit: str, role: str) -> dict[str, int]:
    """The balance of every leaf of a role, by subject, on its natural side."""
    rows = Balance.objects.filter(
        account__unit__code=unit, account__role=role, account__parent__isnull=False
    ).values_list("account__subject", "side", "debit_posted", "credit_posted")
    return {subject: side * (debit - credit) for subject, side, debit, credit in rows[:1_000_000]}


def balances_of(subject: SubjectRef) -> dict[tuple[str, str], int]:
    """Every live leaf of one subject: ``(unit code, role)`` to its balance."""
    rows = Balance.objects.filter(account__subject=str(subject)).values_list(
        "account__unit__code", "account__role", "side", "debit_posted", "credit_posted"
    )
    return {(unit, role): side * (debit - credit) for unit, role, side, debit, credit in rows[:200]}


@dataclass(frozen=True, slots=True)
class Movement:
    """One line of an account's statement, amounts in rupiah on the account's natural side."""

    entry_id: int
    reference: str
    on: date
    memo: str
    debit: int
    credit: int
    balance: int

    @property
    def minus(self) -> int:
        """What went out, as a negative amount."""
        return -self.debit


def statement(
    account_id: int, *, since: date | None = None, until: date | None = None, limit: int = 200
) -> list[Movement]:
    """The newest movements of an account (leaves included), newest last, with the running balance.

    The running balance is right for every row shown, whatever the limit cuts off.
    """
    account_row = Account.objects.filter(pk=account_id).first()
    if account_row is None:
        raise NotFound(kind="ledger.account", id=account_id)
    side = Kind(account_row.kind).side
    lines = Line.objects.filter(Q(account_id=account_id) | Q(account__parent_id=account_id))
    if until:
        lines = lines.filter(entry__on__lte=until)
    total = (lines.aggregate(total=Sum("amount"))["total"] or 0) * side
    if since:
        lines = lines.filter(entry__on__gte=since)
    newest = lines.select_related("entry").order_by("-entry__on", "-entry_id", "-id")[:limit]
    found: list[Movement] = []
    for line in newest:
        found.append(
            Movement(
                entry_id=line.entry_id,
                reference=line.entry.reference,
                on=line.entry.on,
                memo=line.entry.memo,
                debit=max(line.amount, 0),
                credit=max(-line.amount, 0),
                balance=total,
            )
        )
        total -= line.amount * side
    return found[::-1]


@dataclass(frozen=True, slots=True)
class TrialRow:
    """One control account of a trial balance; ``total`` is debit less credit, in rupiah."""

    account_id: int
    unit: str
    fund: Fund
    code: str
    name: str
    role: str
    kind: Kind
    total: int


def trial_balance(
    *, until: date | None = None, since: date | None = None, unit: str | None = None
) -> list[TrialRow]:
    """Debit less credit of every control account with its leaves, from the lines, by unit and code."""
    lines = Line.objects.all()
    if until:
        lines = lines.filter(entry__on__lte=until)
    if since:
        lines = lines.filter(entry__on__gte=since)
    if unit:
        lines = lines.filter(account__unit__code=unit)
    sums = lines.values(control=F("account__parent_id"), own=F("account_id")).annotate(
        total=Sum("amount")
    )
    by_account: dict[int, int] = {}
    for row in sums.iterator():
        key = row["control"] or row["own"]
        by_account[key] = by_account.get(key, 0) + row["total"]
    rows = Account.objects.filter(parent=None).select_related("unit")
    if unit:
        rows = rows.filter(unit__code=unit)
    return [
        TrialRow(
            each.pk, each.unit.code, Fund(each.fund), each.code, each.name, each.role,
            Kind(each.kind), by_account.get(each.pk, 0),
        )
        for each in rows.order_by("unit_id", "code")[:2_000]
    ]  # fmt: skip


def business_totals(*, since: date, until: date, role: str | None = None) -> dict[str, int]:
    """Income by whom it was made with (``member``, ``non_member``, ``''``), credit less debit, rupiah."""
    lines = Line.objects.filter(
        account__kind=Kind.INCOME, entry__on__gte=since, entry__on__lte=until
    )
    if role:
        lines = lines.filter(account__role=role)
    rows = lines.values("business").annotate(total=Sum("amount"))
    return {str(row["business"] or ""): -row["total"] for row in rows}


def entry(entry_id: int) -> Entry:
    """One entry. Raises ``NotFound``."""
    found = Entry.objects.filter(pk=entry_id).first()
    if found is None:
        raise NotFound(kind="ledger.entry", id=entry_id)
    return found


def entry_by_reference(reference: str) -> Entry | None:
    """The entry of a reference, if it was posted."""
    found: Entry | None = Entry.objects.filter(reference=reference).first()
    return found


def lines_of(entry_id: int) -> QuerySet[Line]:
    """The lines of an entry with their accounts, debit first."""
    rows: QuerySet[Line] = Line.objects.filter(entry_id=entry_id)
    return rows.select_related("account", "account__unit").order_by("-amount", "id")


def drafts_of(entry_id: int) -> list[Draft]:
    """The lines of a posted entry as drafts, in the order in which they were written."""
    return [
        Draft(
            row.account_id, row.unit_id, Fund(row.fund), row.amount,
            Business(row.business) if row.business else None,
        )
        for row in Line.objects.filter(entry_id=entry_id).order_by("id")
    ]  # fmt: skip


def reversal_of(entry_id: int) -> Entry | None:
    """The entry that took this one back, if any."""
    found: Entry | None = Entry.objects.filter(reverses_id=entry_id).first()
    return found


def entries(*, limit: int = 50, before_id: int | None = None) -> QuerySet[Entry]:
    """The newest entries; page on with the id of the last one shown."""
    rows: QuerySet[Entry] = Entry.objects.order_by("-id")
    if before_id:
        rows = rows.filter(pk__lt=before_id)
    return rows[:limit]


def period_of(on: date) -> Period | None:
    """The month that holds a date, if the book has it."""
    found: Period | None = Period.objects.filter(starts_on__lte=on, ends_on__gte=on).first()
    return found


def periods() -> Iterator[Period]:
    """The months of the book, oldest first."""
    yield from Period.objects.order_by("starts_on")[:1_200]


def digest_of(row: Entry) -> bytes:
    """What a seal holds of one entry, from its rows as they stand now."""
    return entry_digest(
        id=row.pk,
        reference=row.reference,
        on=row.on,
        at=row.at.isoformat(),
        lines=drafts_of(row.pk),
    )


@dataclass(frozen=True, slots=True)
class ResultRow:
    """What one account of income or expense came to, by whom it was made with: debit less credit."""

    account_id: int
    unit_id: int
    unit: str
    code: str
    name: str
    role: str
    kind: Kind
    fund: Fund
    business: Business | None
    total: int


def results(*, since: date, until: date) -> list[ResultRow]:
    """Income and expense between two days, both included, as they stood before a year was closed.

    The result of the year for everybody above: one grouped query over the lines.
    """
    account = ("unit_id", "account__unit__code", "account__code", "account__name", "account__role")
    by = ("account_id", *account, "account__kind", "fund", "business")
    rows = (
        Line.objects.filter(account__kind__in=(Kind.INCOME, Kind.EXPENSE))
        .filter(entry__on__gte=since, entry__on__lte=until)
        .exclude(entry__reference__startswith=CLOSING)
        .values_list(*by)
        .annotate(total=Sum("amount"))
        .exclude(total=0)
        .order_by("unit_id", "account__code", "account_id", "business")
    )
    return [
        ResultRow(
            account_id,
            unit_id,
            unit,
            code,
            name,
            role,
            Kind(kind),
            Fund(fund),
            Business(business) if business else None,
            total,
        )
        for (account_id, unit_id, unit, code, name, role, kind, fund, business, total) in rows[
            :10_000
        ]  # fmt: skip
    ]


def balances_at(*, unit: str, role: str, on: date) -> dict[str, int]:
    """The balance of every leaf of a role at the end of a day, by subject, from the lines."""
    rows = (
        Line.objects.filter(account__unit__code=unit, account__role=role, entry__on__lte=on)
        .exclude(account__parent=None)
        .values_list("account__subject", "account__kind")
        .annotate(total=Sum("amount"))
        .order_by()
    )
    return {subject: Kind(kind).side * total for subject, kind, total in rows[:1_000_000]}


def moved_under(prefix: str, *, account_id: int) -> int:
    """Debit less credit on an account by all entries whose reference begins so, in rupiah."""
    lines = Line.objects.filter(account_id=account_id, entry__reference__startswith=prefix)
    return int(lines.aggregate(total=Sum("amount"))["total"] or 0)
