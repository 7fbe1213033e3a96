"""What ``soko check`` recomputes of the outbox (``contracts.md``, invariant 12)."""

from django.db.models import Count

from sokoguru.channels.models import Outbox
from sokoguru.kernel.findings import Finding, shown


def one_copy_a_channel() -> Finding:
    """Every published message has at most one copy a channel: no two share the network's id."""
    out = Outbox.objects.filter(state=Outbox.State.PUBLISHED)
    twins = (
        out.exclude(external_id__in=["", "disimpan"])
        .values("account_id", "external_id")
        .annotate(copies=Count("id"))
        .filter(copies__gt=1)
    )
    broken = [
        f"akun {row['account_id']}: {row['external_id']} {row['copies']} kali" for row in twins
    ]
    return Finding("channels.one_copy_a_channel", out.count(), shown(broken))
