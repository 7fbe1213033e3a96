"""Reads of the books."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from sokoguru.kernel.refs import SubjectRef
from sokoguru.kernel.refusals import NotFound
from sokoguru.ledger.models import (
    Account,
    Balance,
    Book,
    Entry,
    Line,
    Period,
    Seal,
    SealedEntry,
    Unit,
)
from sokoguru.ledger.rules import (
    AccountRef,
    Business,
    Draft,
    Fund,
    Kind,
    Posted,
    entry_digest,
    natural_side,
)


def book() -> Book:
    """The books of the cooperative in force. Raises ``NotFound`` before they are opened."""
    found: Book | None = Book.objects.first()
    if found is None:
        raise NotFound(kind="ledger.book")
    return found


def unit(code: str) -> Unit:
    """A business unit by its code. Raises ``NotFound``."""
    found: Unit | None = Unit.objects.filter(code=code).first()
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
    controls = Account.objects.filter(unit__code=unit, role=role, parent=None)
    found: Account | None = controls.first()
    if found is None:
        raise NotFound(kind="ledger.account", unit=unit, role=role)
    return found


def account(*, unit: str, role: str) -> AccountRef:
    """The account of a role in a unit, ready to be posted to. Raises ``NotFound``."""
    return ref(control(unit=unit, role=role))


def inter_unit_accounts() -> dict[tuple[int, int], AccountRef]:
    """Every inter-unit account: ``(unit, other unit)`` to the account, as ``rules.bridged`` takes
    it.
    """
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


def side_of(account_id: int) -> int:
    """1 where a debit raises the account, -1 where a credit does. Raises ``NotFound``."""
    return _side(_account(account_id))


def _account(account_id: int) -> Account:
    row: Account | None = Account.objects.filter(pk=account_id).first()
    if row is None:
        raise NotFound(kind="ledger.account", id=account_id)
    return row


def _side(row: Account) -> int:
    return natural_side(Kind(row.kind), contra=row.contra)


def balance(account_id: int) -> int:
    """What stands on an account with its leaves, on its natural side, in rupiah.

    Read from the live balances where there are any, from the lines where there are none (income and
    expense).
    """
    live = Balance.objects.filter(account_id=account_id).first()
    if live is not None:
        return int(live.side * (live.debit_posted - live.credit_posted))
    row = _account(account_id)
    if not row.takes_lines:
        leaves = Balance.objects.filter(account__parent_id=account_id)
        total = leaves.aggregate(total=Sum(F("debit_posted") - F("credit_posted")))["total"]
        if total is not None:
            return int(total) * _side(row)
    return _total(_lines_below(row)) * _side(row)


def _lines_below(row: Account) -> QuerySet[Line]:
    """The lines of an account: its own, or those of its leaves where it takes none itself."""
    mine: QuerySet[Line] = Line.objects.filter(
        Q(account_id=row.pk) if row.takes_lines else Q(account__parent_id=row.pk)
    )
    return mine


def _total(lines: QuerySet[Line]) -> int:
    return int(lines.aggregate(total=Sum("amount"))["total"] or 0)


def available(account_id: int) -> int:
    """What may still go out of a live account: its balance less what is held, in rupiah."""
    live = Balance.objects.filter(account_id=account_id).first()
    if live is None:
        raise NotFound(kind="ledger.balance", id=account_id)
    held = live.credit_held if live.side == 1 else live.debit_held
    return int(live.side * (live.debit_posted - live.credit_posted) - held)


def balances(*, unit: str, role: str) -> dict[str, int]:
    """The balance of every leaf of a role, by subject, on its natural side; oldest leaf first."""
    leaves = _leaves(unit=unit, role=role).order_by("pk")
    return {row.subject: total for row, total in _standing(leaves[:1_000_000])}


def balances_of(subject: SubjectRef) -> dict[tuple[str, str], int]:
    """Every leaf of one subject: ``(unit code, role)`` to its balance on its natural side."""
    leaves = Account.objects.filter(subject=str(subject), parent__isnull=False)
    rows = _standing(leaves.select_related("unit")[:200])
    return {(row.unit.code, row.role): total for row, total in rows}


def _standing(leaves: QuerySet[Account]) -> Iterator[tuple[Account, int]]:
    """These leaves with what stands on each: two queries at most, however many they are."""
    rows = list(leaves)
    live = [row.pk for row in rows if row.live]
    counted = Balance.objects.filter(account_id__in=live).values_list(
        "account_id", F("debit_posted") - F("credit_posted")
    )
    totals = dict(counted)
    if len(live) < len(rows):
        lines = Line.objects.filter(account_id__in=[row.pk for row in rows if not row.live])
        totals.update(lines.values_list("account_id").annotate(total=Sum("amount")))
    return ((row, _side(row) * totals.get(row.pk, 0)) for row in rows)


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
    row = _account(account_id)
    side, lines = _side(row), _lines_below(row)
    if until:
        lines = lines.filter(entry__on__lte=until)
    total = _total(lines) * side
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
    """Debit less credit of every control account with its leaves, from the lines, by unit and code.

    One grouped query over the lines, one over the chart, however many leaves there are.
    """
    lines: QuerySet[Line] = Line.objects.all()
    if until:
        lines = lines.filter(entry__on__lte=until)
    if since:
        lines = lines.filter(entry__on__gte=since)
    if unit:
        lines = lines.filter(account__unit__code=unit)
    control = Coalesce("account__parent_id", "account_id")
    sums = lines.values_list(control).annotate(total=Sum("amount")).order_by()
    by_account = dict(sums)
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
    """Income by whom it was made with (``member``, ``non_member``, ``''``), in rupiah."""
    lines = Line.objects.filter(
        account__kind=Kind.INCOME, entry__on__gte=since, entry__on__lte=until
    )
    if role:
        lines = lines.filter(account__role=role)
    rows = lines.values("business").annotate(total=Sum("amount"))
    return {str(row["business"] or ""): -row["total"] for row in rows}


def entry(entry_id: int) -> Entry:
    """One entry. Raises ``NotFound``."""
    found: Entry | None = Entry.objects.filter(pk=entry_id).first()
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
    return [_draft(row) for row in Line.objects.filter(entry_id=entry_id).order_by("id")]


def _draft(row: Line) -> Draft:
    business = Business(row.business) if row.business else None
    return Draft(row.account_id, row.unit_id, Fund(row.fund), row.amount, business)


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


def last_written_at() -> datetime | None:
    """The instant at which the newest entry was written, by the database's own clock."""
    return Entry.objects.order_by("-pk").values_list("created_at", flat=True).first()


def period_of(on: date) -> Period | None:
    """The month that holds a date, if the book has it."""
    found: Period | None = Period.objects.filter(starts_on__lte=on, ends_on__gte=on).first()
    return found


def periods() -> Iterator[Period]:
    """The months of the book, oldest first."""
    yield from Period.objects.order_by("starts_on")[:1_200]


def last_seal() -> Seal | None:
    """The end of the chain, if anything was sealed."""
    last: Seal | None = Seal.objects.order_by("-number").first()
    return last


def unsealed_entries(*, limit: int) -> list[Entry]:
    """Entries that no seal names yet, by id: those after all sealed ones, then any that came late.

    Ids commit out of order, so an entry may appear below one that is sealed already.
    """
    highest = SealedEntry.objects.aggregate(id=Max("entry_id"))["id"] or 0
    newer = list(Entry.objects.filter(pk__gt=highest).order_by("pk")[:limit])
    return newer or list(_unsealed().order_by("pk")[:limit])


def unsealed_count() -> int:
    """How many entries no seal names."""
    return int(_unsealed().count())


def _unsealed() -> QuerySet[Entry]:
    sealed = SealedEntry.objects.filter(entry_id=OuterRef("pk"))
    rows: QuerySet[Entry] = Entry.objects.filter(~Exists(sealed))
    return rows


def digests_of(entries: Sequence[Entry]) -> list[bytes]:
    """What a seal holds of each entry, from the rows as they stand now. One query for all lines."""
    lines: dict[int, list[Draft]] = {entry.pk: [] for entry in entries}
    for row in Line.objects.filter(entry_id__in=list(lines)).order_by("id"):
        lines[row.entry_id].append(_draft(row))
    return [entry_digest(_posted(entry), lines[entry.pk]) for entry in entries]


def _posted(row: Entry) -> Posted:
    return Posted(
        id=row.pk,
        reference=row.reference,
        on=row.on,
        at=row.at,
        period_id=row.period_id,
        late=row.late,
        memo=row.memo,
        actor_kind=row.actor_kind,
        actor_id=row.actor_id,
        actor_name=row.actor_name,
        reverses_id=row.reverses_id,
    )
