"""Products of simpanan with dated terms, and who has which. Balances are the ledger's."""

from django.db import models

from sokoguru.kernel.rupiah import MAX_OF_ONE_ACT
from sokoguru.savings.rules import Simpanan
from sokoguru.tenancy.fields import TenantKey
from sokoguru.tenancy.models import Stamped

KINDS = [(kind.value, kind.value) for kind in Simpanan]


class Product(Stamped):
    """The terms of one kind from a day on, in rupiah. Append-only: new terms, new row."""

    append_only = True

    kind = models.CharField(max_length=8, choices=KINDS)
    name = models.CharField(max_length=60)
    since = models.DateField()
    deposit_min = models.BigIntegerField(default=1)
    withdrawal_min = models.BigIntegerField(default=1)
    balance_min = models.BigIntegerField(default=0)
    amount_max = models.BigIntegerField(default=MAX_OF_ONE_ACT)
    opinion = models.CharField(max_length=60, blank=True)
    """The reference of the DPS's opinion that allowed it; empty for capital, which needs none."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cooperative_id", "kind", "since"], name="product_one_a_day"
            ),
            models.CheckConstraint(
                condition=models.Q(deposit_min__gt=0, withdrawal_min__gt=0, balance_min__gte=0),
                name="product_terms_make_sense",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="sukarela") | ~models.Q(opinion=""),
                name="product_has_an_opinion",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Saving(Stamped):
    """A member's simpanan of one kind; its rupiah stand on the ledger leaf ``account``."""

    member_id: int
    account_id: int

    member = TenantKey("members.Member")
    kind = models.CharField(max_length=8, choices=KINDS)
    account = TenantKey("ledger.Account")
    opened_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cooperative_id", "member", "kind"], name="saving_one_a_kind"
            ),
            models.UniqueConstraint(
                fields=["cooperative_id", "account"], name="saving_one_an_account"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.member_id}"
