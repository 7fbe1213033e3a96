"""Logins, roles, duties, PINs, one-time links and API keys of one cooperative."""

from django.db import models

from sokoguru.tenancy.fields import TenantKey
from sokoguru.tenancy.models import Stamped


class Login(Stamped):
    """A directory user as this cooperative knows the person. ``member_id`` is opaque here."""

    user_id = models.BigIntegerField()
    member_id = models.BigIntegerField(null=True)
    name = models.CharField(max_length=120)
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cooperative_id", "user_id"], name="login_one_a_user"),
            models.UniqueConstraint(
                fields=["cooperative_id", "member_id"], name="login_one_a_member"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Role(Stamped):
    """A role as data: a code, a name, and its grants."""

    code = models.CharField(max_length=20)
    name = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cooperative_id", "code"], name="role_one_a_code")
        ]

    def __str__(self) -> str:
        return self.name


class RoleGrant(Stamped):
    """One act that a role grants, with its limit in rupiah an act. Taken back by ``revoked_at``."""

    role = TenantKey(Role, related_name="grants")
    act = models.CharField(max_length=40)
    limit = models.BigIntegerField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cooperative_id", "role", "act"],
                condition=models.Q(revoked_at=None),
                name="grant_one_an_act",
            )
        ]

    def __str__(self) -> str:
        return self.act


class Duty(Stamped):
    """A person in a role, from one day until another (half open)."""

    login = TenantKey(Login, related_name="duties")
    role = TenantKey(Role)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cooperative_id", "login", "role"],
                condition=models.Q(until=None),
                name="duty_one_running",
            )
        ]

    def __str__(self) -> str:
        return f"{self.login_id}: {self.role_id}"


class Pin(Stamped):
    """A member's PIN as an argon2id hash."""

    member_id = models.BigIntegerField()
    hash = models.CharField(max_length=200)
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cooperative_id", "member_id"], name="pin_one_a_member")
        ]

    def __str__(self) -> str:
        return "••••••"


class LoginLink(Stamped):
    """A one-time login link: only its hash is kept."""

    login = TenantKey(Login)
    token_hash = models.BinaryField(max_length=32)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cooperative_id", "token_hash"], name="login_link_one_a_token"
            )
        ]

    def __str__(self) -> str:
        return f"{self.login_id}"


class ApiKey(Stamped):
    """A key of a program that acts in a person's name: only its hash is kept."""

    login = TenantKey(Login)
    name = models.CharField(max_length=60)
    token_hash = models.BinaryField(max_length=32)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cooperative_id", "token_hash"], name="api_key_one_a_token"
            )
        ]

    def __str__(self) -> str:
        return self.name
