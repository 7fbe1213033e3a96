"""The documents between the cooperative and its makers: prices, intakes, settlements, returns."""

from django.db import models

from sokoguru.tenancy.fields import TenantKey
from sokoguru.tenancy.models import Stamped

Q = models.Q


class Maker(Stamped):
    """A member who brings goods. The row is what two settlements of one maker take turns at."""

    member = TenantKey("members.Member")
    since = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cooperative_id", "member"], name="maker_one_a_member")
        ]

    def __str__(self) -> str:
        return f"{self.member_id}"


class GradePrice(Stamped):
    """What a base unit of a grade costs from a day on, in rupiah; the newest day counts."""

    product = TenantKey("stock.Product")
    grade = models.CharField(max_length=20)
    price = models.BigIntegerField()
    since = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cooperative_id", "product", "grade", "since"],
                name="grade_price_one_a_day",
            ),
            models.CheckConstraint(condition=Q(price__gt=0), name="grade_price_of_something"),
        ]

    def __str__(self) -> str:
        return f"{self.grade}: {self.price}"


class Intake(Stamped):
    """A note of weighing (nota timbang): what a maker brought and on which terms. Append-only.

    Weights are thousandths; ``amount`` is what is owed at once for a purchase, and 0 for
    consignment, whose ``akad`` is kept word for word.
    """

    append_only = True

    class Kind(models.TextChoices):
        PURCHASE = "purchase"
        CONSIGNMENT = "consignment"

    number = models.CharField(max_length=20)
    reference = models.CharField(max_length=80)
    body_hash = models.BinaryField(max_length=32)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    member = TenantKey("members.Member")
    lot = TenantKey("stock.Lot")
    location = TenantKey("stock.Location")
    gross = models.BigIntegerField()
    tare = models.BigIntegerField()
    deduction_percent = models.DecimalField(max_digits=7, decimal_places=4)
    net = models.BigIntegerField()
    payable = models.BigIntegerField()
    grade = models.CharField(max_length=20, default="")
    price = models.BigIntegerField(default=0)
    amount = models.BigIntegerField(default=0)
    ujrah_percent = models.DecimalField(max_digits=7, decimal_places=4, null=True)
    akad = models.TextField(max_length=4000, default="")
    akad_version = models.CharField(max_length=20, default="")
    on = models.DateField()
    at = models.DateTimeField()
    weighed_by = models.CharField(max_length=120)
    entry_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cooperative_id", "reference"], name="intake_one_a_reference"
            ),
            models.UniqueConstraint(
                fields=["cooperative_id", "number"], name="intake_one_a_number"
            ),
            models.CheckConstraint(
                condition=Q(kind="purchase", amount__gt=0, ujrah_percent__isnull=True)
                | Q(kind="consignment", amount=0, ujrah_percent__isnull=False, entry_id=None),
                name="intake_is_bought_or_consigned",
            ),
        ]
        indexes = [
            models.Index(fields=["cooperative_id", "member", "-id"], name="intake_by_member")
        ]

    def __str__(self) -> str:
        return self.number


class Settlement(Stamped):
    """A maker was paid: how much of which debt, into what. Append-only.

    A mistake is taken back by a settlement of negative figures that ``reverses`` it.
    ``sales_until`` and ``intakes_until`` are the last sale and intake that the document covers.
    """

    append_only = True

    class Into(models.TextChoices):
        CASH = "cash"
        SAVINGS = "savings"

    number = models.CharField(max_length=20)
    reference = models.CharField(max_length=80)
    member = TenantKey("members.Member")
    consignment = models.BigIntegerField()
    produce = models.BigIntegerField()
    owed_before = models.BigIntegerField()
    into = models.CharField(max_length=8, choices=Into.choices)
    sales_until = models.BigIntegerField(default=0)
    intakes_until = models.BigIntegerField(default=0)
    on = models.DateField()
    at = models.DateTimeField()
    paid_by = models.CharField(max_length=120)
    paid_by_person = models.BigIntegerField()
    reverses = TenantKey("self", null=True)
    entry_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cooperative_id", "reference"], name="settlement_one_a_reference"
            ),
            models.UniqueConstraint(
                fields=["cooperative_id", "number"], name="settlement_one_a_number"
            ),
            models.CheckConstraint(
                condition=Q(reverses=None, consignment__gte=0, produce__gte=0)
                & Q(owed_before__gte=models.F("consignment") + models.F("produce"))
                | Q(reverses__isnull=False, consignment__lte=0, produce__lte=0),
                name="settlement_not_more_than_owed",
            ),
            models.UniqueConstraint(
                fields=["cooperative_id", "reverses"], name="settlement_reversed_once"
            ),
        ]
        indexes = [
            models.Index(fields=["cooperative_id", "member", "-id"], name="settlement_by_member")
        ]

    def __str__(self) -> str:
        return self.number


class GiveBack(Stamped):
    """Unsold goods went back to their maker; ``value`` is the debt that fell. Append-only."""

    append_only = True

    number = models.CharField(max_length=20)
    reference = models.CharField(max_length=80)
    member = TenantKey("members.Member")
    lot = TenantKey("stock.Lot")
    quantity = models.BigIntegerField()
    value = models.BigIntegerField(default=0)
    reason = models.CharField(max_length=200, default="")
    on = models.DateField()
    at = models.DateTimeField()
    handed_by = models.CharField(max_length=120)
    entry_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cooperative_id", "reference"], name="give_back_one_a_reference"
            ),
            models.UniqueConstraint(
                fields=["cooperative_id", "number"], name="give_back_one_a_number"
            ),
        ]
        indexes = [
            models.Index(fields=["cooperative_id", "member", "-id"], name="give_back_by_member")
        ]

    def __str__(self) -> str:
        return self.number
