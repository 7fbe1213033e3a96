"""Who is behind a user here, and what that person may do."""

from dataclasses import dataclass, field

from django.db.models import FilteredRelation, Q, QuerySet

from sokoguru.identity import rules
from sokoguru.identity.errors import LinkSpent
from sokoguru.identity.models import ApiKey, Duty, Login, LoginLink, Pin, Role, RoleGrant
from sokoguru.identity.rules import Grant
from sokoguru.kernel import clock
from sokoguru.kernel.refs import ActorRef
from sokoguru.kernel.refusals import NotFound


@dataclass(frozen=True, slots=True)
class Person:
    """The person behind a request in this cooperative: the login, the member if any, the grants."""

    login_id: int
    user_id: int
    member_id: int | None
    name: str
    roles: tuple[str, ...] = ()
    grants: tuple[Grant, ...] = field(default=())

    @property
    def is_staff(self) -> bool:
        """Whether any role is held today."""
        return bool(self.roles)

    @property
    def actor(self) -> ActorRef:
        """The person as an actor: staff where a role is held, else member."""
        return ActorRef(
            "staff" if self.is_staff else "member", self.login_id, self.name, self.user_id
        )

    @property
    def as_member(self) -> ActorRef:
        """The person acting for himself or herself, whatever roles are held."""
        return ActorRef("member", self.login_id, self.name, self.user_id)

    def may(self, act: str) -> bool:
        """Whether a role grants the act at all."""
        return any(grant.act == act for grant in self.grants)


def person_of(user_id: int) -> Person | None:
    """The person behind a directory user, or none where this cooperative does not know the user."""
    login = Login.objects.filter(user_id=user_id, active=True).first()
    return _person(login) if login else None


def person(login_id: int) -> Person:
    """The person behind a login. Raises ``NotFound``."""
    login = Login.objects.filter(pk=login_id, active=True).first()
    if login is None:
        raise NotFound(kind="identity.login", id=login_id)
    return _person(login)


def person_by_key(token: str) -> Person | None:
    """The person in whose name an API key acts."""
    key = ApiKey.objects.filter(token_hash=rules.token_hash(token), revoked_at=None).first()
    return person_of(key.login.user_id) if key else None


def _person(login: Login) -> Person:
    granted = FilteredRelation("role__grants", condition=Q(role__grants__revoked_at=None))
    rows = list(
        _running()
        .filter(login=login)
        .annotate(granted=granted)
        .order_by("role__code")
        .values_list("role__code", "granted__act", "granted__limit")
    )
    return Person(
        login_id=login.pk,
        user_id=login.user_id,
        member_id=login.member_id,
        name=login.name,
        roles=tuple(dict.fromkeys(code for code, _act, _limit in rows)),
        grants=tuple(Grant(act, limit) for _code, act, limit in rows if act is not None),
    )


def _running() -> QuerySet[Duty]:
    today = clock.today()
    rows: QuerySet[Duty] = Duty.objects.filter(since__lte=today)
    return rows.filter(Q(until=None) | Q(until__gt=today))


def check_may(*, actor: ActorRef, act: str, amount: int | None = None) -> None:
    """Refuse an act that the actor's roles do not grant, or an amount beyond their limit.

    Read from the rows at every act, so a change of role counts for the next request. The system
    itself may do what its code does.
    """
    if actor.kind == "system":
        return
    login = Login.objects.filter(pk=actor.id, active=True).first()
    grants = _person(login).grants if login else ()
    rules.check_granted(grants, act, amount=amount)


def login_of_link(token: str) -> Login:
    """Whose one-time link this is, without spending it. Raises ``LinkSpent``."""
    link = (
        LoginLink.objects.filter(
            token_hash=rules.token_hash(token),
            used_at=None,
            expires_at__gt=clock.machine_now(),
            login__active=True,
        )
        .select_related("login")
        .first()
    )
    if link is None:
        raise LinkSpent
    login: Login = link.login
    return login


def has_pin(member_id: int) -> bool:
    """Whether a member has set a PIN."""
    return Pin.objects.filter(member_id=member_id).exists()


def login_of_member(member_id: int) -> Login | None:
    """The login through which a member acts, if there is one."""
    found: Login | None = Login.objects.filter(member_id=member_id, active=True).first()
    return found


def holders(role: str) -> list[Login]:
    """Who holds a role today."""
    ids = _running().filter(role__code=role).values("login_id")
    return list(Login.objects.filter(pk__in=ids, active=True).order_by("pk")[:200])


def plain_members(*, limit: int) -> list[Login]:
    """The first members who hold no role today."""
    rows = Login.objects.filter(active=True, member_id__isnull=False)
    return list(rows.exclude(pk__in=_running().values("login_id")).order_by("pk")[:limit])


def holders_of_act(act: str) -> list[Login]:
    """Who may do an act today."""
    roles = RoleGrant.objects.filter(act=act, revoked_at=None).values("role_id")
    ids = _running().filter(role_id__in=roles).values("login_id")
    return list(Login.objects.filter(pk__in=ids, active=True).order_by("pk")[:200])


def roles() -> list[Role]:
    """The roles of the cooperative."""
    return list(Role.objects.order_by("pk")[:100])
