"""Posts, what they say on each channel, their links, the clicks, the orders that came by."""

from django.db import models
from django.db.models import F, Q

from sokoguru.outreach.rules.clicks import Agent
from sokoguru.outreach.rules.posts import PostState, Way
from sokoguru.tenancy.fields import TenantKey
from sokoguru.tenancy.models import Stamped

STATES = [(each.value, each.value) for each in PostState]
WAYS = [(each.value, each.value) for each in Way]
AGENTS = [(each.value, each.value) for each in Agent]


class Post(Stamped):
    """One thing to say, made of an article, a good, or both (their ids are opaque here)."""

    request_key = models.CharField(max_length=60)
    article_id = models.BigIntegerField(null=True)
    product_id = models.BigIntegerField(null=True)
    title = models.CharField(max_length=120)
    target = models.CharField(max_length=300)
    state = models.CharField(max_length=10, choices=STATES, default=PostState.DRAFT)
    maker_name = models.CharField(max_length=120)
    maker_person_id = models.BigIntegerField()
    made_at = models.DateTimeField()
    approver_name = models.CharField(max_length=120, default="", blank=True)
    approver_person_id = models.BigIntegerField(null=True)
    approved_at = models.DateTimeField(null=True)
    approved_hash = models.BinaryField(max_length=32, null=True)
    send_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cooperative_id", "request_key"], name="post_once_a_request"
            ),
            models.CheckConstraint(
                condition=~Q(state="approved")
                | Q(approved_hash__isnull=False, approver_person_id__isnull=False),
                name="post_approved_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["cooperative_id", "-id"], name="post_newest")]

    def __str__(self) -> str:
        return self.title


class Variant(Stamped):
    """What a post says on one account, in one way. ``outbox`` is its message, once approved."""

    post = TenantKey(Post, related_name="variants")
    account = TenantKey("soko_channels.ChannelAccount")
    way = models.CharField(max_length=10, choices=WAYS)
    text = models.TextField(max_length=5_000, blank=True)
    outbox = TenantKey("soko_channels.Outbox", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cooperative_id", "post", "account", "way"], name="variant_once_a_way"
            )
        ]

    def __str__(self) -> str:
        return f"{self.post_id}: {self.way}"


class Link(Stamped):
    """The link of one variant. Append-only: a token never leads elsewhere."""

    append_only = True

    variant = TenantKey(Variant)
    token = models.CharField(max_length=8)
    target = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cooperative_id", "token"], name="link_one_a_token"),
            models.UniqueConstraint(
                fields=["cooperative_id", "variant"], name="link_one_a_variant"
            ),
        ]

    def __str__(self) -> str:
        return self.token


class Click(Stamped):
    """Somebody or something opened a link. Append-only.

    ``visitor`` is a hash of address and browser under a salt of the day and the cooperative: it
    tells two taps of one evening apart from two people, and nothing on the next day.
    """

    append_only = True

    link = TenantKey(Link)
    at = models.DateTimeField()
    agent = models.CharField(max_length=8, choices=AGENTS)
    visitor = models.BinaryField(max_length=16)

    class Meta:
        indexes = [models.Index(fields=["cooperative_id", "link", "-at"], name="click_by_link")]

    def __str__(self) -> str:
        return f"{self.link_id}: {self.agent}"


class Attribution(Stamped):
    """An order that came by links: the first, the last, and the one it counts for. Append-only.

    ``credited`` is null where the order counts for no post (our own staff's).
    """

    append_only = True

    order_id = models.BigIntegerField()
    order_number = models.CharField(max_length=12)
    ordered_at = models.DateTimeField()
    amount = models.BigIntegerField()
    ujrah = models.BigIntegerField()
    first = TenantKey(Link)
    first_at = models.DateTimeField()
    last = TenantKey(Link)
    last_at = models.DateTimeField()
    credited = TenantKey(Link, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cooperative_id", "order_id"], name="attribution_once_an_order"
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0) & Q(ujrah__gte=0) & Q(ujrah__lte=F("amount")),
                name="attribution_of_something",
            ),
        ]
        indexes = [models.Index(fields=["cooperative_id", "credited"], name="attribution_by_link")]

    def __str__(self) -> str:
        return self.order_number


class Reversal(Stamped):
    """What of an attributed order came back. Append-only; ``number`` is the return's own."""

    append_only = True

    attribution = TenantKey(Attribution, related_name="reversals")
    number = models.CharField(max_length=30)
    amount = models.BigIntegerField()
    ujrah = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cooperative_id", "number"], name="reversal_once"),
            models.CheckConstraint(
                condition=Q(amount__gt=0) & Q(ujrah__gte=0), name="reversal_of_something"
            ),
        ]

    def __str__(self) -> str:
        return self.number
