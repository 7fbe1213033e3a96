"""Records, deliveries, stored answers, and the last run of periodic work."""

from django.db import models

from sokoguru.tenancy.fields import TenantKey
from sokoguru.tenancy.models import Stamped


class Record(Stamped):
    """One event: who did what, when, with which facts. Append-only."""

    append_only = True

    name = models.CharField(max_length=80)
    body = models.JSONField()
    actor_kind = models.CharField(max_length=8)
    actor_id = models.BigIntegerField()
    actor_name = models.CharField(max_length=120)
    person_id = models.BigIntegerField(default=0)
    at = models.DateTimeField()
    entry_id = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["cooperative_id", "name", "-id"], name="record_by_name"),
            models.Index(fields=["cooperative_id", "entry_id"], name="record_by_entry"),
        ]

    def __str__(self) -> str:
        return f"{self.name} #{self.pk}"


class Delivery(Stamped):
    """One record on its way to one handler. Ids only: the worker reads it across cooperatives."""

    seen_across = True

    class State(models.TextChoices):
        OPEN = "open"
        DONE = "done"
        PARKED = "parked"

    record = TenantKey(Record)
    handler = models.CharField(max_length=120)
    state = models.CharField(max_length=8, choices=State.choices, db_default=State.OPEN)
    attempts = models.PositiveSmallIntegerField(db_default=0)
    not_before = models.DateTimeField()
    problem = models.CharField(max_length=300, db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cooperative_id", "record", "handler"], name="delivery_once_a_handler"
            )
        ]
        indexes = [
            models.Index(
                fields=["not_before", "id"], condition=models.Q(state="open"), name="delivery_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.handler} #{self.record_id}"


class Answer(Stamped):
    """What was answered to a request key, written in the effect's own transaction."""

    actor = models.CharField(max_length=40)
    key = models.CharField(max_length=255)
    body_hash = models.BinaryField(max_length=32)
    status = models.PositiveSmallIntegerField(null=True)
    body = models.JSONField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cooperative_id", "actor", "key"], name="answer_once_a_key"
            )
        ]

    def __str__(self) -> str:
        return self.key


class Run(Stamped):
    """When a periodic work of this cooperative last ran."""

    work = models.CharField(max_length=80)
    last_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cooperative_id", "work"], name="run_one_row_a_work")
        ]

    def __str__(self) -> str:
        return self.work
