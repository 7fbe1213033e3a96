"""What ``soko check`` recomputes of the books (``contracts.md``, invariants 1-3, 5 and 14)."""

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce

from sokoguru.kernel.findings import Finding, shown
from sokoguru.ledger import queries, rules
from sokoguru.ledger.actions.closing import GENESIS
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
    """Assets and expenses equal liabilities, syirkah funds, equity and income, per unit and
    fund.
    """
    sums: dict[tuple[str, str], int] = {}
    rows = queries.trial_balance()
    for row in rows:
        key = (row.unit, str(row.fund))
        sums[key] = sums.get(key, 0) + row.total
    broken = [
        f"unit {unit}, dana {fund}: selisih {off}" for (unit, fund), off in sums.items() if off
    ]
    return Finding("ledger.books_balance", len(rows), shown(broken))


def seals_are_whole() -> Finding:
    """The chain of seals recomputes from the rows; names the first entry that was altered."""
    broken: list[str] = []
    previous, number, checked = GENESIS, 0, 0
    for seal in Seal.objects.order_by("number").iterator():
        number += 1
        if seal.number != number or bytes(seal.previous) != previous:
            broken.append(f"segel {seal.number}: rantai terputus")
        sealed = list(SealedEntry.objects.filter(seal=seal).order_by("position"))
        for each in sealed:
            checked += 1
            altered = _altered(each)
            if altered:
                broken.append(altered)
        stored = [bytes(each.digest) for each in sealed]
        if rules.seal_digest(previous=previous, digests=stored) != bytes(seal.digest):
            broken.append(f"segel {seal.number}: isi tidak cocok dengan segelnya")
        previous = bytes(seal.digest)
    return Finding("ledger.seals_are_whole", checked, shown(broken))


def _altered(sealed: SealedEntry) -> str | None:
    entry = Entry.objects.filter(pk=sealed.entry_id).first()
    if entry is None:
        return f"entri {sealed.entry_id}: hilang"
    if queries.digest_of(entry) != bytes(sealed.digest):
        return f"entri {entry.pk} ({entry.reference}): diubah setelah disegel"
    return None
