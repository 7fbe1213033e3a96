"""Every row lock of the books. Order: hold, then period, then balances (by the posting
statement).
"""

from sokoguru.kernel.refusals import NotFound
from sokoguru.ledger.models import Entry, Hold, Period, Seal


def hold(hold_id: int) -> Hold:
    """A hold, locked. Raises ``NotFound``."""
    found = Hold.objects.select_for_update().filter(pk=hold_id).first()
    if found is None:
        raise NotFound(kind="ledger.hold", id=hold_id)
    return found


def period(period_id: int) -> Period:
    """A period, locked against every posting: each holds a key-share lock on it until it
    commits.
    """
    found = Period.objects.select_for_update().filter(pk=period_id).first()
    if found is None:
        raise NotFound(kind="ledger.period", id=period_id)
    return found


def last_seal() -> Seal | None:
    """The end of the chain, locked, so that two sealers take turns."""
    last: Seal | None = Seal.objects.select_for_update().order_by("-number").first()
    return last


def entry(entry_id: int) -> Entry:
    """An entry to be reversed. Entries never change; the unique key on ``reverses`` decides the
    race.
    """
    found = Entry.objects.filter(pk=entry_id).first()
    if found is None:
        raise NotFound(kind="ledger.entry", id=entry_id)
    return found
