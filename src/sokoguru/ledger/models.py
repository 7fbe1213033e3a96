"""The tables of the books. Written by ``ledger.sql`` and ``ledger.actions`` only."""

from django.db import models
from django.db.models.functions import Cast

from sokoguru.ledger.rules import Business, Fund, Kind
from sokoguru.tenancy.fields import TenantKey
from sokoguru.tenancy.models import Stamped

FUNDS = [(fund.value, fund.value) for fund in Fund]
XACT = Cast(
    Cast(models.Func(function="pg_current_xact_id"), models.TextField()), models.BigIntegerField()
)
"""The transaction that wrote a row: a line added later to an old entry shows by it."""

KINDS = [(kind.value, kind.value) for kind in Kind]


class Book(Stamped):
    """The books of one cooperative: one a cooperative, its year starting in ``starts_month``."""

    name = models.CharField(max_length=120)
    starts_month = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cooperative_id"], name="book_one_a_cooperative")
        ]

    def __str__(self) -> str:
        return self.name


class Unit(Stamped):
    """A business unit that balances by itself: the shop, the savings and financing unit (USPPS)."""

    book = TenantKey(Book)
    code = models.CharField(max_length=12)
    name = models.CharField(max_length=80)
    is_sharia = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cooperative_id", "code"], name="unit_one_a_code")
        ]

    def __str__(self) -> str:
        return self.name


class Account(Stamped):
    """An account of the chart, or a leaf below one.

    A control account (``parent`` null) is found by ``role``, never by its code, so a cooperative
    may renumber. A leaf belongs to one ``subject`` (``office.noun:id``: a member's savings, a
    teller's cash). ``takes_lines`` is false for a control account that has leaves. ``live``
    accounts have a ``Balance``.
    """

    book = TenantKey(Book)
    unit = TenantKey(Unit)
    fund = models.CharField(max_length=10, choices=FUNDS, default=Fund.KOMERSIAL)
    kind = models.CharField(max_length=10, choices=KINDS)
    code = models.CharField(max_length=24)
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=40)
    parent = TenantKey("self", null=True)
    subject = models.CharField(max_length=60, default="")
    takes_lines = models.BooleanField(default=True)
    live = models.BooleanField(default=True)
    contra = models.BooleanField(default=False)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cooperative_id", "unit", "role"],
                condition=models.Q(parent=None),
                name="account_one_control_a_role",
            ),
            models.UniqueConstraint(
                fields=["cooperative_id", "parent", "subject"],
                condition=models.Q(parent__isnull=False),
                name="account_one_leaf_a_subject",
            ),
            models.UniqueConstraint(
                fields=["cooperative_id", "unit", "code"],
                condition=models.Q(parent=None),
                name="account_one_a_code",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Period(Stamped):
    """A month of the book. Nothing is posted into a closed one."""

    book = TenantKey(Book)
    starts_on = models.DateField()
    ends_on = models.DateField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cooperative_id", "starts_on"], name="period_one_a_month"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="period_runs_forward"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_on:%Y-%m}"


class Entry(Stamped):
    """One journal entry: a business date, an instant, an actor, a reference. Append-only."""

    append_only = True

    period = TenantKey(Period)
    reference = models.CharField(max_length=80)
    body_hash = models.BinaryField(max_length=32)
    on = models.DateField()
    at = models.DateTimeField()
    late = models.BooleanField(default=False)
    memo = models.CharField(max_length=200, default="")
    actor_kind = models.CharField(max_length=8)
    actor_id = models.BigIntegerField()
    actor_name = models.CharField(max_length=120)
    reverses = TenantKey("self", null=True)
    xact = models.BigIntegerField(db_default=XACT)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cooperative_id", "reference"], name="entry_one_a_reference"
            ),
            models.UniqueConstraint(
                fields=["cooperative_id", "reverses"], name="entry_reversed_once"
            ),
        ]
        indexes = [models.Index(fields=["cooperative_id", "on", "id"], name="entry_by_date")]

    def __str__(self) -> str:
        return self.reference


class Line(Stamped):
    """One line of an entry: debit positive, credit negative, in rupiah. Append-only."""

    append_only = True

    entry = TenantKey(Entry, related_name="lines")
    account = TenantKey(Account, also=("unit_id", "fund"), db_index=False)
    unit_id = models.BigIntegerField()
    fund = models.CharField(max_length=10, choices=FUNDS)
    amount = models.BigIntegerField()
    business = models.CharField(
        max_length=10, null=True, choices=[(each.value, each.value) for each in Business]
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(amount=0), name="line_says_something"),
        ]
        indexes = [models.Index(fields=["cooperative_id", "account", "id"], name="line_by_account")]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.amount}"


class Balance(Stamped):
    """The four counters of a live account, moved by one guarded UPDATE with the lines.

    ``side`` is 1 where a debit raises the account, -1 where a credit does; what may still go out is
    posted less held on the other side, and never below ``floor`` where there is one.
    """

    account = TenantKey(Account)
    side = models.SmallIntegerField()
    floor = models.BigIntegerField(null=True)
    debit_posted = models.BigIntegerField(default=0)
    credit_posted = models.BigIntegerField(default=0)
    debit_held = models.BigIntegerField(default=0)
    credit_held = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cooperative_id", "account"], name="balance_one_an_account"
            ),
            models.CheckConstraint(
                condition=models.Q(floor=None)
                | (
                    models.Q(side=1)
                    & models.Q(
                        debit_posted__gte=models.F("credit_posted")
                        + models.F("credit_held")
                        + models.F("floor")
                    )
                )
                | (
                    models.Q(side=-1)
                    & models.Q(
                        credit_posted__gte=models.F("debit_posted")
                        + models.F("debit_held")
                        + models.F("floor")
                    )
                ),
                name="balance_keeps_its_floor",
            ),
            models.CheckConstraint(
                condition=models.Q(debit_held__gte=0) & models.Q(credit_held__gte=0),
                name="balance_holds_are_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id}"


class Hold(Stamped):
    """Money set aside on an account until it is posted, voided or expired."""

    class State(models.TextChoices):
        PLACED = "placed"
        POSTED = "posted"
        VOIDED = "voided"
        EXPIRED = "expired"

    account = TenantKey(Account)
    reference = models.CharField(max_length=80)
    amount = models.BigIntegerField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.PLACED)
    counted = models.BooleanField(default=False)
    expires_at = models.DateTimeField(null=True)
    entry = TenantKey(Entry, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cooperative_id", "reference"], name="hold_one_a_reference"
            ),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="hold_of_something"),
        ]

    def __str__(self) -> str:
        return self.reference


class Seal(Stamped):
    """A link of the chain over committed entries: a rewriting of them shows. Append-only."""

    append_only = True

    number = models.BigIntegerField()
    previous = models.BinaryField(max_length=32)
    digest = models.BinaryField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cooperative_id", "number"], name="seal_one_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.number}"


class SealedEntry(Stamped):
    """One entry in one seal, in its place. Append-only."""

    append_only = True

    seal = TenantKey(Seal)
    entry = TenantKey(Entry)
    position = models.PositiveIntegerField()
    digest = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cooperative_id", "entry"], name="sealed_once")
        ]

    def __str__(self) -> str:
        return f"{self.entry_id}"
