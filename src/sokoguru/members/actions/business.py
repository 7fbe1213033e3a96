"""Writing participation down, and the running estimate of SHU."""

from collections.abc import Iterable
from datetime import date

from sokoguru.kernel import clock
from sokoguru.kernel.refs import SubjectRef
from sokoguru.members.models import Estimate, Participation
from sokoguru.members.queries import Growing
from sokoguru.tenancy.scope import atomic


def count_business(
    *, member_id: int, kind: str, amount: int, on: date, source: SubjectRef, entry_id: int
) -> None:
    """Count a member's business with the cooperative once for each source document.

    ``amount`` is the price paid in rupiah, whatever the tender; a return is a source of its own
    with
    a negative amount. Runs in the transaction of the entry. Safe to repeat.
    """
    Participation.objects.bulk_create(
        [
            Participation(
                member_id=member_id,
                kind=kind,
                amount=amount,
                on=on,
                source=str(source),
                entry_id=entry_id,
            )
        ],
        ignore_conflicts=True,
    )


@atomic
def write_estimates(*, estimates: Iterable[tuple[int, Growing]]) -> int:
    """Replace the running estimates of members (mass work of ``surplus``). Returns how many."""
    now = clock.now()
    rows = [
        Estimate(
            member_id=member_id,
            year=each.year,
            business=each.business,
            capital=each.capital,
            participation=each.participation,
            capital_base=each.capital_base,
            at=now,
        )
        for member_id, each in estimates
    ]
    Estimate.objects.bulk_create(
        rows,
        batch_size=1_000,
        update_conflicts=True,
        unique_fields=["cooperative_id", "member", "year"],
        update_fields=["business", "capital", "participation", "capital_base", "at"],
    )
    return len(rows)
