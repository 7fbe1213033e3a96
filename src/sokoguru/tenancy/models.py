"""The directory: cooperatives, hosts, counters of guesses; and the base of every tenant row."""

from typing import ClassVar, TypeVar

from django.db import models
from django.db.models.functions import Now

from sokoguru.tenancy.scope import cooperative_in_force

Row = TypeVar("Row", bound=models.Model, covariant=True)


class Cooperative(models.Model):
    """One koperasi: a legal entity with its own books, host and cell."""

    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    legal_number = models.CharField(max_length=40, blank=True)
    cell = models.CharField(max_length=12)
    zone = models.CharField(max_length=32, default="Asia/Jakarta")
    dye = models.CharField(max_length=8, default="nila")
    is_example = models.BooleanField(default=False)
    clock_offset_days = models.IntegerField(default=0)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_example=True) | models.Q(clock_offset_days=0),
                name="cooperative_only_examples_move_the_clock",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Host(models.Model):
    """A hostname on which a cooperative answers, lower case, without port."""

    name = models.CharField(max_length=253, unique=True)
    cooperative = models.ForeignKey(Cooperative, on_delete=models.PROTECT, related_name="hosts")

    def __str__(self) -> str:
        return self.name


class Attempt(models.Model):
    """How many guesses are left for one secret. Commits at once: it outlives the refusal."""

    cooperative_id = models.BigIntegerField()
    subject = models.CharField(max_length=80)
    left = models.PositiveSmallIntegerField()
    full_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cooperative_id", "subject"], name="attempt_one_counter"
            )
        ]

    def __str__(self) -> str:
        return self.subject


class ScopedManager(models.Manager[Row]):
    """Rows of the cooperative in force, and a loud error outside any scope."""

    def get_queryset(self) -> models.QuerySet[Row]:
        return super().get_queryset().filter(cooperative_id=cooperative_in_force())


class Stamped(models.Model):
    """The base of every tenant row: whose it is, and when it was written.

    Class attributes tell the migration entry point what the application's role may do:
    ``append_only`` (SELECT and INSERT, triggers refuse the rest), ``deletable`` (DELETE too),
    ``seen_across`` (SELECT and UPDATE without a scope: the worker's queue, ids only).
    """

    append_only: ClassVar[bool] = False
    deletable: ClassVar[bool] = False
    seen_across: ClassVar[bool] = False

    cooperative_id = models.BigIntegerField(default=cooperative_in_force, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = ScopedManager()

    class Meta:
        abstract = True
