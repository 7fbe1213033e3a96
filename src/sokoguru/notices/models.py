"""What each member is told."""

from django.db import models

from sokoguru.notices.rules import Kind
from sokoguru.tenancy.fields import TenantKey
from sokoguru.tenancy.models import Stamped


class Notice(Stamped):
    """One member was told of one event, once. Nothing of it changes but that it was read.

    ``letter`` is the reference of the letter that went out with it, where the member wants one.
    """

    member = TenantKey("members.Member")
    record = TenantKey("audit.Record")
    kind = models.CharField(max_length=20, choices=[(each.value, each.value) for each in Kind])
    facts = models.JSONField()
    happened_at = models.DateTimeField()
    letter = models.CharField(max_length=120, blank=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cooperative_id", "record", "member"], name="notice_once_an_event"
            )
        ]
        indexes = [
            models.Index(fields=["cooperative_id", "member", "-id"], name="notice_by_member"),
            models.Index(
                fields=["cooperative_id", "member"],
                condition=models.Q(read_at=None),
                name="notice_unread",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.record_id}"
