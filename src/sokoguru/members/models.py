"""People of the cooperative: members, officers, opinions of the DPS, consents, participation."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from sokoguru.members.rules.admission import MemberState
from sokoguru.tenancy.fields import TenantKey
from sokoguru.tenancy.models import Stamped

STATES = [(state.value, state.value) for state in MemberState]


class Terms(Stamped):
    """What the AD/ART of this cooperative says of membership, from a day on (rupiah, days, per
    cent).
    """

    since = models.DateField()
    pokok = models.BigIntegerField()
    wajib_monthly = models.BigIntegerField()
    age_min = models.PositiveSmallIntegerField(default=17)
    legal_basis = models.CharField(max_length=120, default="AD/ART")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cooperative_id", "since"], name="terms_one_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.since}"


class Member(Stamped):
    """A person in the register. The NIK is kept encrypted with a keyed index; screens show it
    masked.
    """

    number = models.CharField(max_length=12, null=True)
    name = models.CharField(max_length=120)
    state = models.CharField(max_length=20, choices=STATES, default=MemberState.CALON)
    nik_cipher = models.BinaryField(max_length=80)
    nik_index = models.BinaryField(max_length=32)
    nik_masked = models.CharField(max_length=16)
    nik_hints = ArrayField(models.CharField(max_length=32), default=list)
    phone = models.CharField(max_length=16)
    email = models.EmailField(max_length=254, blank=True)
    born_on = models.DateField()
    sex = models.CharField(max_length=1)
    is_married = models.BooleanField(default=False)
    street = models.CharField(max_length=200)
    rt = models.CharField(max_length=3, blank=True)
    rw = models.CharField(max_length=3, blank=True)
    village = models.CharField(max_length=80)
    district = models.CharField(max_length=80)
    regency = models.CharField(max_length=80)
    province = models.CharField(max_length=80)
    postcode = models.CharField(max_length=5, blank=True)
    group = models.CharField(max_length=80, blank=True)
    is_founder = models.BooleanField(default=False)
    applied_on = models.DateField()
    registered_by = models.BigIntegerField(default=0)
    """The directory user who entered the candidate; 0: the candidate himself or the system."""
    signed_at = models.DateTimeField(null=True)
    joined_on = models.DateField(null=True)
    left_on = models.DateField(null=True)
    shu_to_savings = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cooperative_id", "nik_index"], name="member_one_a_nik"
            ),
            models.UniqueConstraint(
                fields=["cooperative_id", "number"], name="member_one_a_number"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="anggota") | models.Q(joined_on__isnull=False),
                name="member_joined_on_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=["cooperative_id", "phone"], name="member_by_phone"),
            models.Index(fields=["cooperative_id", "name"], name="member_by_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Officer(Stamped):
    """A person in an office of the cooperative: pengurus, pengawas or DPS (UU 25/1992 art. 21, 29,
    38).
    """

    class Body(models.TextChoices):
        PENGURUS = "pengurus"
        PENGAWAS = "pengawas"
        DPS = "dps"

    body = models.CharField(max_length=8, choices=Body.choices)
    position = models.CharField(max_length=60)
    member = TenantKey(Member, null=True)
    name = models.CharField(max_length=120)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(body="dps") | models.Q(member__isnull=False),
                name="officer_elected_from_members",
            ),
            models.UniqueConstraint(
                fields=["cooperative_id", "body", "position", "name"],
                condition=models.Q(until=None),
                name="officer_once_in_a_position",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.position}"


class Opinion(Stamped):
    """What the DPS said of a product (opini syariah). Append-only: a new opinion stands over an old
    one.
    """

    append_only = True

    product = models.CharField(max_length=40)
    reference = models.CharField(max_length=60)
    given_on = models.DateField()
    allows = models.BooleanField()
    text = models.CharField(max_length=2000)
    officer = TenantKey(Officer)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cooperative_id", "reference"], name="opinion_one_a_reference"
            )
        ]

    def __str__(self) -> str:
        return self.reference


class Consent(Stamped):
    """A yes or no of a member to one purpose (UU 27/2022). Append-only: the newest counts."""

    append_only = True

    member = TenantKey(Member)
    purpose = models.CharField(max_length=30)
    given = models.BooleanField()
    text_version = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                fields=["cooperative_id", "member", "purpose", "-id"], name="consent_newest"
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose}: {self.given}"


class Participation(Stamped):
    """Business a member did with the cooperative: the base of jasa usaha. Append-only, returns
    negative.

    ``amount`` is the price paid in rupiah, counted once whatever the tender; ``source`` names the
    document (``retail.sale:12``) and is unique, so one document counts once.
    """

    append_only = True

    member = TenantKey(Member)
    kind = models.CharField(max_length=20)
    amount = models.BigIntegerField()
    on = models.DateField()
    source = models.CharField(max_length=60)
    entry_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cooperative_id", "source"], name="participation_once_a_source"
            ),
            models.CheckConstraint(
                condition=~models.Q(amount=0), name="participation_of_something"
            ),
        ]
        indexes = [
            models.Index(fields=["cooperative_id", "member", "on"], name="participation_by_member")
        ]

    def __str__(self) -> str:
        return f"{self.source}: {self.amount}"


class Estimate(Stamped):
    """A member's running SHU of a book year as ``surplus`` last estimated it: an estimate, no
    promise.
    """

    member = TenantKey(Member)
    year = models.PositiveSmallIntegerField()
    business = models.BigIntegerField(default=0)
    capital = models.BigIntegerField(default=0)
    participation = models.BigIntegerField(default=0)
    capital_base = models.BigIntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cooperative_id", "member", "year"], name="estimate_one_a_year"
            )
        ]

    def __str__(self) -> str:
        return f"{self.member_id} {self.year}"
