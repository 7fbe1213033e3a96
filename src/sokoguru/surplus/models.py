"""Percentages of the AD/ART, closed years, proposals with every member's share, distributions."""

from django.db import models

from sokoguru.surplus.rules.policy import CapitalBase, TaxScheme
from sokoguru.surplus.rules.shu import Head
from sokoguru.tenancy.fields import TenantKey
from sokoguru.tenancy.models import Stamped

HEADS = [(head.value, head.value) for head in Head]


class Policy(Stamped):
    """What the AD/ART says of the surplus from a day on. Append-only: a newer one replaces it."""

    append_only = True

    since = models.DateField()
    legal_basis = models.CharField(max_length=120)
    capital_base = models.CharField(
        max_length=12, choices=[(each.value, each.value) for each in CapitalBase]
    )
    tax_scheme = models.CharField(
        max_length=8, choices=[(each.value, each.value) for each in TaxScheme]
    )
    final_since_year = models.PositiveSmallIntegerField(null=True)
    village_percentage = models.DecimalField(max_digits=7, decimal_places=4, default=0)

    def __str__(self) -> str:
        return f"{self.legal_basis}, {self.since}"


class PolicyHead(Stamped):
    """One percentage of a policy. Append-only."""

    append_only = True

    policy = TenantKey(Policy, related_name="heads")
    head = models.CharField(max_length=20, choices=HEADS)
    percentage = models.DecimalField(max_digits=7, decimal_places=4)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cooperative_id", "policy", "head"], name="policy_head_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.head} {self.percentage}"


class YearClosing(Stamped):
    """A closed book year and its result in rupiah. Append-only."""

    append_only = True

    year = models.PositiveSmallIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    income = models.BigIntegerField()
    expense = models.BigIntegerField()
    tax = models.BigIntegerField()
    tax_scheme = models.CharField(max_length=8)
    closed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cooperative_id", "year"], name="year_closed_once")
        ]

    def __str__(self) -> str:
        return f"{self.year}"

    @property
    def before_tax(self) -> int:
        """Income less expense, without the income tax."""
        return self.income - self.expense

    @property
    def surplus(self) -> int:
        """What is left after tax: the SHU, or a loss."""
        return self.before_tax - self.tax


class Proposal(Stamped):
    """How a year's surplus shall be shared. Append-only: what is changed is a new number."""

    append_only = True

    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    policy = TenantKey(Policy)
    closing = TenantKey(YearClosing)
    surplus = models.BigIntegerField()
    village = models.BigIntegerField()
    member_turnover = models.BigIntegerField()
    turnover = models.BigIntegerField()
    from_non_members = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cooperative_id", "year", "number"], name="proposal_one_a_number"
            ),
            models.CheckConstraint(condition=models.Q(surplus__gt=0), name="proposal_of_a_surplus"),
        ]

    def __str__(self) -> str:
        return f"{self.year}/{self.number}"


class ProposalHead(Stamped):
    """What one head receives in a proposal. Append-only."""

    append_only = True

    proposal = TenantKey(Proposal, related_name="heads")
    head = models.CharField(max_length=20, choices=HEADS)
    percentage = models.DecimalField(max_digits=7, decimal_places=4)
    amount = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cooperative_id", "proposal", "head"], name="proposal_head_once"
            ),
            models.CheckConstraint(
                condition=models.Q(amount__gte=0), name="proposal_head_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.head}: {self.amount}"


class Share(Stamped):
    """What one member receives in a proposal, and the two bases it comes from. Append-only."""

    append_only = True

    proposal = TenantKey(Proposal)
    member = TenantKey("members.Member")
    capital = models.BigIntegerField()
    business = models.BigIntegerField()
    jasa_modal = models.BigIntegerField()
    jasa_usaha = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cooperative_id", "proposal", "member"], name="share_one_a_member"
            ),
            models.CheckConstraint(
                condition=models.Q(jasa_modal__gte=0, jasa_usaha__gte=0), name="share_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id}: {self.total}"

    @property
    def total(self) -> int:
        """Jasa modal and jasa usaha together."""
        return self.jasa_modal + self.jasa_usaha


class Distribution(Stamped):
    """A proposal being carried out, and how far it has come."""

    year = models.PositiveSmallIntegerField()
    proposal = TenantKey(Proposal)
    resolution = models.CharField(max_length=60)
    on = models.DateField()
    credited_until = models.BigIntegerField(default=0)
    members = models.PositiveIntegerField(default=0)
    amount = models.BigIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cooperative_id", "year"], name="distribution_one_a_year"
            )
        ]

    def __str__(self) -> str:
        return f"{self.year}"
