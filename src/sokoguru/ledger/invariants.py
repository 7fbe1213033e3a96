"""What ``soko check`` recomputes of the books (``contracts.md``, invariants 1-3, 5 and 14)."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce

from sokoguru.audit import queries as audit
from sokoguru.audit.rules import name_of
from sokoguru.kernel.findings import Finding, shown
from sokoguru.ledger import queries, rules
from sokoguru.ledger.events import EntriesSealed
from sokoguru.ledger.models import Balance, Entry, Hold, Line, Seal, SealedEntry


def entries_sum_to_zero() -> Finding:
    """Every entry has at least two lines and sums to zero within each unit and fund."""
    off = (
        Line.objects.values("entry_id", "unit_id", "fund")
        .annotate(total=Sum("amount"))
        .exclude(total=0)
        .order_by("entry_id")
    )
    short = Entry.objects.annotate(count=Count("lines")).filter(count__lt=2).order_by("id")
    broken = [f"entri {row['entry_id']}: selisih {row['total']}" for row in off[:20]]
    broken += [f"entri {row.pk}: {row.count} baris" for row in short[:20]]
    return Finding("ledger.entries_sum_to_zero", Entry.objects.count(), shown(broken))


def balances_equal_lines() -> Finding:
    """Each live balance equals the sum of its lines, and what is held equals the open holds."""
    summed = {
        row["account_id"]: (row["debit"], row["credit"])
        for row in Line.objects.filter(account__live=True)
        .values("account_id")
        .annotate(
            debit=Coalesce(Sum("amount", filter=Q(amount__gt=0)), 0),
            credit=Coalesce(Sum(-F("amount"), filter=Q(amount__lt=0)), 0),
        )
    }
    held = dict(
        Hold.objects.filter(state=Hold.State.PLACED, counted=True)
        .values_list("account_id")
        .annotate(total=Sum("amount"))
    )
    broken, checked = [], 0
    for balance in Balance.objects.order_by("account_id").iterator():
        checked += 1
        lines = summed.get(balance.account_id, (0, 0))
        if (balance.debit_posted, balance.credit_posted) != lines:
            broken.append(f"akun {balance.account_id}: saldo tidak sama dengan barisnya")
        counter = balance.credit_held if balance.side == 1 else balance.debit_held
        if counter != held.get(balance.account_id, 0):
            broken.append(f"akun {balance.account_id}: dana ditahan tidak sama")
    return Finding("ledger.balances_equal_lines", checked, shown(broken))


def floors_hold() -> Finding:
    """No balance stands below its floor."""
    checked, broken = 0, []
    for row in Balance.objects.filter(floor__isnull=False).order_by("account_id").iterator():
        checked += 1
        held = row.credit_held if row.side == 1 else row.debit_held
        if row.side * (row.debit_posted - row.credit_posted) - held < (row.floor or 0):
            broken.append(f"akun {row.account_id}: di bawah batas {row.floor}")
    return Finding("ledger.floors_hold", checked, shown(broken))


def books_balance() -> Finding:
    """Assets and expenses equal liabilities, syirkah, equity and income, per unit and fund."""
    sums: dict[tuple[str, str], int] = {}
    rows = queries.trial_balance()
    for row in rows:
        key = (row.unit, str(row.fund))
        sums[key] = sums.get(key, 0) + row.total
    broken = [
        f"unit {unit}, dana {fund}: selisih {off}" for (unit, fund), off in sums.items() if off
    ]
    return Finding("ledger.books_balance", len(rows), shown(broken))


@dataclass(frozen=True, slots=True)
class SealReport:
    """What ``soko verify`` found: how many entries and seals were recomputed, what breaks them, and
    how many entries no seal names yet (written since, or slipped in past the books)."""

    seals: int
    entries: int
    unsealed: int
    broken: list[str]


def verify_seals() -> SealReport:
    """Recompute the chain from the rows; ``broken`` starts with the first altered entry."""
    broken: list[str] = []
    previous, number, checked = rules.GENESIS, 0, 0
    for seal in Seal.objects.order_by("number").iterator():
        number += 1
        if seal.number != number or bytes(seal.previous) != previous:
            broken.append(f"segel {seal.number}: rantai terputus")
            number = seal.number
        sealed = list(SealedEntry.objects.filter(seal=seal).order_by("position", "id"))
        checked += len(sealed)
        broken += _altered(sealed)
        stored = [bytes(each.digest) for each in sealed]
        if rules.seal_digest(previous=bytes(seal.previous), digests=stored) != bytes(seal.digest):
            broken.append(f"segel {seal.number}: isi tidak cocok dengan segelnya")
        previous = bytes(seal.digest)
    newest = audit.records(name=name_of(EntriesSealed), limit=1).first()
    if newest is not None and newest.body["number"] > number:
        broken.append(f"segel {newest.body['number']}: hilang dari ujung rantai")
    return SealReport(number, checked, queries.unsealed_count(), shown(broken))


def seals_are_whole() -> Finding:
    """The chain of seals recomputes from the rows; names the first entry that was altered."""
    report = verify_seals()
    return Finding("ledger.seals_are_whole", report.entries, report.broken)


def _altered(sealed: Sequence[SealedEntry]) -> list[str]:
    """The entries of one seal that are gone or say something else: three queries a seal."""
    rows = {row.pk: row for row in Entry.objects.filter(pk__in=[each.entry_id for each in sealed])}
    present = [each for each in sealed if each.entry_id in rows]
    digests = dict(
        zip(
            (each.entry_id for each in present),
            queries.digests_of([rows[each.entry_id] for each in present]),
            strict=True,
        )
    )
    words = []
    for each in sealed:
        if each.entry_id not in rows:
            words.append(f"entri {each.entry_id}: hilang setelah disegel")
        elif digests[each.entry_id] != bytes(each.digest):
            reference = rows[each.entry_id].reference
            words.append(f"entri {each.entry_id} ({reference}): diubah setelah disegel")
    return words
