"""Connected accounts and what is on its way through them."""

import uuid

from django.db import models

from sokoguru.tenancy.fields import TenantKey
from sokoguru.tenancy.models import Stamped


class ChannelAccount(Stamped):
    """An account of the cooperative on a network. The secret is kept encrypted and never shown."""

    class State(models.TextChoices):
        CONNECTED = "connected"
        REAUTH = "reauth"
        OFF = "off"

    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=80)
    base_url = models.CharField(max_length=200, blank=True)
    secret_cipher = models.BinaryField(max_length=2_000, null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.CONNECTED)
    health = models.CharField(max_length=300, blank=True)
    blocked_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cooperative_id", "kind", "name"], name="channel_account_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.name}"


class Outbox(Stamped):
    """One message to one account: written with the business change, sent after its commit."""

    class State(models.TextChoices):
        QUEUED = "queued"
        COMMITTING = "committing"
        PUBLISHED = "published"
        REJECTED = "rejected"
        UNKNOWN = "unknown"
        CANCELLED = "cancelled"

    key = models.UUIDField(default=uuid.uuid4, editable=False)
    account = TenantKey(ChannelAccount)
    reference = models.CharField(max_length=120)
    text = models.TextField(max_length=100_000)
    link = models.CharField(max_length=500, blank=True)
    to = models.CharField(max_length=254, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    in_reply_to = models.CharField(max_length=300, blank=True)
    content_hash = models.BinaryField(max_length=32)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    not_before = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    checks = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    external_id = models.CharField(max_length=200, blank=True)
    url = models.CharField(max_length=500, blank=True)
    said = models.CharField(max_length=300, blank=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cooperative_id", "account", "reference"], name="outbox_once_an_account"
            ),
            models.UniqueConstraint(fields=["cooperative_id", "key"], name="outbox_one_a_key"),
        ]
        indexes = [
            models.Index(
                fields=["cooperative_id", "not_before", "id"],
                condition=models.Q(state__in=["queued", "committing", "unknown"]),
                name="outbox_due",
            )
        ]

    def __str__(self) -> str:
        return self.reference
