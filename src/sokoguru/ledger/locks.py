"""Every row lock of the books. Order: hold (by id), then period, then balances in account order."""

from collections.abc import Iterable
from datetime import datetime

from sokoguru.kernel.refusals import NotFound
from sokoguru.ledger.models import Balance, Book, Hold, Period


def hold(hold_id: int) -> Hold:
    """A hold, locked. Raises ``NotFound``."""
    found: Hold | None = Hold.objects.select_for_update().filter(pk=hold_id).first()
    if found is None:
        raise NotFound(kind="ledger.hold", id=hold_id)
    return found


def overdue_holds(*, at: datetime, limit: int) -> list[Hold]:
    """Holds whose time has passed, locked; one being settled at this moment is left alone."""
    due = Hold.objects.filter(state=Hold.State.PLACED, counted=True, expires_at__lte=at)
    return list(due.select_for_update(skip_locked=True).order_by("pk")[:limit])


def balances(account_ids: Iterable[int]) -> None:
    """The balances of these accounts, locked in account order, as the posting statement does."""
    rows = Balance.objects.filter(account_id__in=set(account_ids)).order_by("account_id")
    list(rows.select_for_update().values_list("pk"))


def period(period_id: int) -> Period:
    """A period, locked against postings: each holds a key-share lock on it until it commits."""
    found: Period | None = Period.objects.select_for_update().filter(pk=period_id).first()
    if found is None:
        raise NotFound(kind="ledger.period", id=period_id)
    return found


def chain() -> None:
    """The chain of seals, so that two sealers take turns: the book's row stands for it.

    Seals are append-only, so their own rows cannot be locked; foreign keys to the book do not wait.
    """
    if not Book.objects.select_for_update(no_key=True).values_list("pk"):
        raise NotFound(kind="ledger.book")
