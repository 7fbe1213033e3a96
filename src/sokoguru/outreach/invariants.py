"""What ``soko check`` recomputes of outreach."""

from django.db.models import F, Sum

from sokoguru.kernel.findings import Finding, shown
from sokoguru.outreach.models import Attribution, Post, Variant
from sokoguru.outreach.queries import fingerprint
from sokoguru.outreach.rules.posts import PostState


def posts_say_what_was_approved() -> Finding:
    """An approved post still says what was seen, and what its channels got is its variants'."""
    rows = Post.objects.filter(state=PostState.APPROVED)
    broken = [
        f"siaran {row.pk}"
        for row in rows.iterator(chunk_size=500)
        if bytes(row.approved_hash or b"") != fingerprint(row)
    ]
    strays = Variant.objects.exclude(outbox=None).exclude(outbox__account=F("account"))
    broken += [f"varian {one}" for one in strays.values_list("pk", flat=True)[:100]]
    return Finding("outreach.posts_say_what_was_approved", rows.count(), shown(broken))


def credit_is_never_more_than_bought() -> Finding:
    """What came back of an attributed order is no more than what was bought."""
    rows = Attribution.objects.annotate(back=Sum("reversals__amount"))
    broken = rows.filter(back__gt=F("amount")).values_list("order_number", flat=True)[:100]
    return Finding(
        "outreach.credit_is_never_more_than_bought",
        Attribution.objects.count(),
        shown([f"pesanan {number}" for number in broken]),
    )
