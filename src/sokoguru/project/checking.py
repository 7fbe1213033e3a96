"""Running invariants over all cooperatives, and telling what was found."""

import json
from collections.abc import Callable, Iterable, Iterator

from django.db import DatabaseError, connections

from sokoguru.kernel.findings import Finding
from sokoguru.project.connecting import is_lost
from sokoguru.project.health import check_prepared
from sokoguru.project.progress import shown as progress
from sokoguru.tenancy.models import Cooperative
from sokoguru.tenancy.queries import cooperatives
from sokoguru.tenancy.scope import acting_for, atomic

Invariant = Callable[[], Finding]
LONGEST_MS = 3_600_000


def findings(invariants: Iterable[Invariant], *, name: str) -> list[Finding]:
    """One finding an invariant, added up over all cooperatives; what breaks it says whose it is."""
    check_prepared()
    invariants = list(invariants)
    total: dict[str, Finding] = {}
    for cooperative in progress(cooperatives(), name=name):
        for found in _of(cooperative, invariants):
            before = total.get(found.name, Finding(found.name, 0))
            broken = [f"{cooperative.slug}: {each}" for each in found.broken]
            total[found.name] = Finding(
                found.name, before.checked + found.checked, before.broken + broken
            )
    return list(total.values())


def _of(cooperative: Cooperative, invariants: Iterable[Invariant]) -> Iterator[Finding]:
    """All from one snapshot, read only."""
    with acting_for(cooperative, read_only=True, statement_timeout_ms=LONGEST_MS) as scope:
        with connections[scope.cell].cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        for invariant in invariants:
            yield _tried(invariant)


def _tried(invariant: Invariant) -> Finding:
    """What cannot be recomputed is broken, and does not hide the others."""
    try:
        with atomic():
            return invariant()
    except DatabaseError as error:
        if is_lost(error):
            raise
        office = invariant.__module__.removeprefix("sokoguru.").partition(".")[0]
        return Finding(f"{office}.{invariant.__name__}", 0, [type(error).__name__])


def tell(found: list[Finding], *, as_json: bool) -> int:
    """Print the findings; 0 when nothing is broken, else 1."""
    ok = all(each.ok for each in found)
    if as_json:
        rows = [
            {"name": each.name, "ok": each.ok, "checked": each.checked, "broken": each.broken}
            for each in found
        ]
        print(json.dumps({"ok": ok, "invariants": rows}, ensure_ascii=False))
        return 0 if ok else 1
    for each in found:
        print(f"{'✓' if each.ok else '✗'} {each.name:<44} {each.checked:>12}")
        for words in each.broken:
            print(f"    {words}")
    return 0 if ok else 1
