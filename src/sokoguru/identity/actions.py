"""Giving logins, roles, PINs, links and keys; checking a PIN."""

from datetime import date, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from sokoguru.audit import actions as audit
from sokoguru.identity import rules
from sokoguru.identity.errors import LinkSpent, PinMissing, PinWrong
from sokoguru.identity.events import DutyEnded, DutyGiven, LinkIssued, LinkUsed, PinSet
from sokoguru.identity.models import ApiKey, Duty, Login, LoginLink, Pin, Role, RoleGrant
from sokoguru.kernel import clock, tokens
from sokoguru.kernel.refs import ActorRef
from sokoguru.tenancy.actions import give_attempts_back, take_attempt
from sokoguru.tenancy.scope import atomic, cooperative_in_force

LINK_HOURS = 24
_hasher = PasswordHasher()


@atomic
def open_roles() -> None:
    """Give a new cooperative its roles. Safe to repeat; what the cooperative changed stays."""
    for template in rules.ROLES:
        role, created = Role.objects.get_or_create(
            code=template.code, defaults={"name": template.name}
        )
        if created:
            RoleGrant.objects.bulk_create(
                [RoleGrant(role=role, act=act, limit=limit) for act, limit in template.acts.items()]
            )


@atomic
def open_login(*, user_id: int, name: str, member_id: int | None = None) -> Login:
    """Make a directory user known here. Safe to repeat by user."""
    login, _ = Login.objects.get_or_create(
        user_id=user_id, defaults={"name": name, "member_id": member_id}
    )
    return login


@atomic
def give_duty(*, login_id: int, role: str, since: date, actor: ActorRef) -> None:
    """Put a person into a role from a day on. Safe to repeat while it runs."""
    row = Role.objects.get(code=role)
    _, created = Duty.objects.get_or_create(
        login_id=login_id, role=row, until=None, defaults={"since": since}
    )
    if created:
        audit.record(DutyGiven(login_id=login_id, role=role), actor=actor)


@atomic
def end_duty(*, login_id: int, role: str, until: date, actor: ActorRef) -> None:
    """Take a person out of a role from a day on. Counts for the next request. Safe to repeat."""
    running = Duty.objects.filter(login_id=login_id, role__code=role, until=None)
    if running.update(until=until):
        audit.record(DutyEnded(login_id=login_id, role=role), actor=actor)


@atomic
def change_pin(*, member_id: int, old: str, new: str, actor: ActorRef) -> None:
    """A member sets the first PIN, or a new one after the old. Raises ``PinWeak``, ``PinWrong``."""
    if Pin.objects.filter(member_id=member_id).exists():
        check_pin(member_id=member_id, pin=old)
    set_pin(member_id=member_id, pin=new, actor=actor)


@atomic
def set_pin(*, member_id: int, pin: str, actor: ActorRef) -> None:
    """Set a member's PIN. Raises ``PinWeak``."""
    rules.check_pin(pin)
    Pin.objects.update_or_create(
        member_id=member_id, defaults={"hash": _hasher.hash(pin), "set_at": clock.now()}
    )
    audit.record(PinSet(member_id=member_id), actor=actor)


def check_pin(*, member_id: int, pin: str) -> None:
    """Refuse a wrong PIN. One guess is taken *before* the hash is asked; five in half an hour.

    Raises ``PinWrong``, ``PinMissing``, ``tenancy.TooManyAttempts``.
    """
    row = Pin.objects.filter(member_id=member_id).first()
    if row is None:
        raise PinMissing
    cooperative, subject = cooperative_in_force(), f"pin:{member_id}"
    take_attempt(
        cooperative_id=cooperative,
        subject=subject,
        limit=rules.PIN_TRIES,
        minutes=rules.PIN_MINUTES,
    )
    try:
        _hasher.verify(row.hash, pin)
    except VerificationError as wrong:
        raise PinWrong from wrong
    give_attempts_back(cooperative_id=cooperative, subject=subject)


@atomic
def issue_link(*, login_id: int, actor: ActorRef, hours: int = LINK_HOURS) -> str:
    """Issue a one-time login link; returns its token, which is kept nowhere."""
    token = tokens.secret_token()
    LoginLink.objects.create(
        login_id=login_id,
        token_hash=rules.token_hash(token),
        expires_at=clock.machine_now() + timedelta(hours=hours),
    )
    audit.record(LinkIssued(login_id=login_id), actor=actor)
    return token


@atomic
def use_link(token: str) -> Login:
    """Spend a one-time link and say whose it was. Exactly one of two callers gets it. Raises
    ``LinkSpent``.
    """
    now = clock.machine_now()
    fresh = LoginLink.objects.filter(
        token_hash=rules.token_hash(token), used_at=None, expires_at__gt=now, login__active=True
    )
    link = fresh.select_related("login").first()
    if link is None or not fresh.filter(pk=link.pk).update(used_at=now):
        raise LinkSpent
    login: Login = link.login
    actor = ActorRef("staff", login.pk, login.name, login.user_id)
    audit.record(LinkUsed(login_id=login.pk), actor=actor)
    return login


@atomic
def issue_key(*, login_id: int, name: str) -> str:
    """Issue an API key that acts in a person's name; returns it once."""
    token = tokens.secret_token()
    ApiKey.objects.create(login_id=login_id, name=name, token_hash=rules.token_hash(token))
    return token
