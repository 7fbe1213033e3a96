"""Row locks of the outbox: one message at a time, never one that another worker holds."""

from django.db.models import Q

from sokoguru.channels.models import ChannelAccount, Outbox
from sokoguru.kernel import clock
from sokoguru.kernel.refusals import NotFound


def next_due(*, by_hand: list[str]) -> Outbox | None:
    """The oldest message that a worker may work on now, locked; others' are skipped.

    Due are queued messages past their time, those whose worker died (the lease ran out), and
    unknown ones that may be looked up again. Kinds in ``by_hand`` wait for a person.
    """
    now = clock.machine_now()
    open_account = Q(account__state=ChannelAccount.State.CONNECTED) & (
        Q(account__blocked_until=None) | Q(account__blocked_until__lte=now)
    )
    due = (
        Q(state=Outbox.State.QUEUED, not_before__lte=now)
        | Q(state=Outbox.State.COMMITTING, lease_until__lte=now)
        | Q(state=Outbox.State.UNKNOWN, not_before__lte=now, checks__lt=MOST_CHECKS)
    )
    rows = Outbox.objects.filter(due & open_account).exclude(account__kind__in=by_hand)
    found: Outbox | None = (
        rows.select_related("account")
        .order_by("not_before", "id")
        .select_for_update(skip_locked=True, of=("self",))
        .first()
    )
    return found


MOST_CHECKS = 5
"""How often an unknown outcome is looked up before only a person can settle it."""


def message(outbox_id: int) -> Outbox:
    """One message, locked. Raises ``NotFound``."""
    found = (
        Outbox.objects.select_for_update(of=("self",))
        .select_related("account")
        .filter(pk=outbox_id)
        .first()
    )
    if found is None:
        raise NotFound(kind="channels.outbox", id=outbox_id)
    return found
