"""QRIS codes, requests for payment, gateways, their notices, and lines of the bank's statement."""

from django.db import models
from django.db.models import F, Q

from sokoguru.payments.rules.settling import RequestState
from sokoguru.tenancy.fields import TenantKey
from sokoguru.tenancy.models import Stamped

STATES = [(state.value, state.value) for state in RequestState]


class QrisAccount(Stamped):
    """A static QRIS text of this cooperative, checked when entered; the newest is in force."""

    append_only = True

    text = models.CharField(max_length=512)
    nmid = models.CharField(max_length=15)
    merchant_name = models.CharField(max_length=25)
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cooperative_id", "text"], name="qris_one_a_text")
        ]

    def __str__(self) -> str:
        return self.nmid


class BankLine(Stamped):
    """A line of the bank's statement that settled payments. One line is matched once."""

    append_only = True

    reference = models.CharField(max_length=60)
    on = models.DateField()
    received = models.BigIntegerField()
    fee = models.BigIntegerField()
    entry_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cooperative_id", "reference"], name="bank_line_matched_once"
            ),
            models.CheckConstraint(
                condition=Q(received__gt=0) & Q(fee__gte=0), name="bank_line_of_something"
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class PaymentRequest(Stamped):
    """A request to pay so much by QRIS. ``member_id`` and ``payer_person_id`` are opaque here.

    Confirmed money stands as ``ORDER_ADVANCE`` until a sale uses it or it is paid back.
    """

    reference = models.CharField(max_length=60)
    unit = models.CharField(max_length=12)
    amount = models.BigIntegerField()
    member_id = models.BigIntegerField(null=True)
    payer_person_id = models.BigIntegerField(default=0)
    memo = models.CharField(max_length=120, default="")
    qris_text = models.CharField(max_length=512)
    state = models.CharField(max_length=10, choices=STATES, default=RequestState.WAITING)
    expires_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.CharField(max_length=120, default="")
    how = models.CharField(max_length=10, default="")
    gateway_agrees = models.BooleanField(default=False)
    used = models.BigIntegerField(default=0)
    paid_back = models.BigIntegerField(default=0)
    bank_line = TenantKey(BankLine, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cooperative_id", "reference"], name="payment_one_a_reference"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_of_something"),
            models.CheckConstraint(
                condition=Q(used__gte=0)
                & Q(paid_back__gte=0)
                & Q(amount__gte=F("used") + F("paid_back")),
                name="payment_used_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["confirmed", "matched"]) | Q(used=0, paid_back=0),
                name="payment_shown_before_use",
            ),
        ]
        indexes = [
            models.Index(fields=["cooperative_id", "state", "id"], name="payment_by_state"),
        ]

    def __str__(self) -> str:
        return self.reference


class GatewayAccount(Stamped):
    """An account at a gateway; its server key is kept encrypted."""

    code = models.SlugField(max_length=20)
    provider = models.CharField(max_length=12, default="midtrans")
    key_cipher = models.BinaryField(max_length=300)
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cooperative_id", "code"], name="gateway_one_a_code")
        ]

    def __str__(self) -> str:
        return self.code


class GatewayNotice(Stamped):
    """One notice exactly as it came, kept before anything is believed; then the verdict on it."""

    class Verdict(models.TextChoices):
        KEPT = "kept"
        APPLIED = "applied"
        NOTED = "noted"
        DUPLICATE = "duplicate"
        REFUSED = "refused"

    account = TenantKey(GatewayAccount)
    raw = models.BinaryField(max_length=65_536)
    sha256 = models.BinaryField(max_length=32)
    key = models.CharField(max_length=120, null=True)
    order_id = models.CharField(max_length=60, default="")
    verdict = models.CharField(max_length=10, choices=Verdict.choices, default=Verdict.KEPT)
    problem = models.CharField(max_length=60, default="")
    times = models.PositiveIntegerField(default=1)
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cooperative_id", "account", "sha256"], name="notice_one_a_text"
            ),
            models.UniqueConstraint(
                fields=["cooperative_id", "account", "key"], name="notice_one_a_status"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id}: {self.verdict}"
