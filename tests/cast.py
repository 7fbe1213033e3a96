"""The same people everywhere: Koperasi Lestari (and Mawar, the neighbour) with staff and members.

Built through the actions that people use. Staff: Ratna (ketua), Hasan (bendahara), Deni (teller),
Wulan (kasir), Joko (gudang), Sari (redaktur), Bayu (pemred), Tuti (media), Pak Umar (pengawas),
Ustaz Salim (dps). Members: Siti, Budi, Wati (a maker), Imas, and founders besides.
"""

from dataclasses import dataclass, field
from datetime import date

from django.contrib.auth.models import User

from sokoguru.identity import actions as identity
from sokoguru.identity import queries as identity_queries
from sokoguru.identity.queries import Person
from sokoguru.kernel import clock
from sokoguru.kernel.refs import SYSTEM, ActorRef, SubjectRef
from sokoguru.ledger.actions import chart
from sokoguru.ledger.rules import AccountRef, Role
from sokoguru.members.actions import joining, people
from sokoguru.members.actions.joining import Application
from sokoguru.members.models import Member
from sokoguru.members.rules.address import Address
from sokoguru.project.founding.chart import TOKO, USPPS
from sokoguru.project.founding.opening import open_cooperative
from sokoguru.tenancy.models import Cooperative

FIRST = date(2026, 1, 1)
POKOK, WAJIB = 100_000, 20_000
HOME = Address("Jl. Kenanga 4", "001", "002", "Sukamaju", "Ciomas", "Bogor", "Jawa Barat", "16610")

STAFF = {
    "ratna": ("Ratna", "ketua"),
    "hasan": ("Hasan", "bendahara"),
    "yuli": ("Yuli", "sekretaris"),
    "deni": ("Deni", "teller"),
    "wulan": ("Wulan", "kasir"),
    "joko": ("Joko", "gudang"),
    "sari": ("Sari", "redaktur"),
    "bayu": ("Bayu", "pemred"),
    "tuti": ("Tuti", "media"),
    "umar": ("Umar", "pengawas"),
    "salim": ("Salim", "dps"),
}
MEMBERS = ("Siti", "Budi", "Wati", "Imas", "Asep", "Dewi", "Eko", "Fitri", "Gani")


@dataclass
class Cast:
    """Everybody by a short name."""

    cooperative: Cooperative
    staff: dict[str, Person] = field(default_factory=dict)
    members: dict[str, Member] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)

    def actor(self, name: str) -> ActorRef:
        """A staff person as actor."""
        return self.staff[name].actor

    def member(self, name: str) -> Member:
        """A member by first name."""
        return self.members[name]

    def as_member(self, name: str) -> ActorRef:
        """A member acting for himself or herself."""
        login = identity_queries.login_of_member(self.members[name].pk)
        assert login is not None
        return ActorRef("member", login.pk, login.name, login.user_id)

    def teller_cash(self, name: str = "deni") -> AccountRef:
        """The cash leaf of a teller."""
        return _cash(USPPS, Role.CASH_TELLER, self.staff[name])

    def drawer(self, name: str = "wulan") -> AccountRef:
        """The drawer of a cashier."""
        return _cash(TOKO, Role.CASH_DRAWER, self.staff[name])


def _cash(unit: str, role: Role, person: Person) -> AccountRef:
    return chart.open_leaf(
        unit=unit,
        role=role,
        subject=SubjectRef("identity.login", person.login_id),
        name=f"Kas {person.name}",
    )


def gather(cooperative: Cooperative) -> Cast:
    """Found the cooperative in scope and gather its people."""
    open_cooperative(cooperative=cooperative, first=FIRST, pokok=POKOK, wajib_monthly=WAJIB)
    cast = Cast(cooperative)
    for short, (name, role) in STAFF.items():
        user = User.objects.create_user(username=f"{short}.{cooperative.slug}")
        login = identity.open_login(user_id=user.pk, name=name)
        identity.give_duty(login_id=login.pk, role=role, since=FIRST, actor=SYSTEM)
        cast.staff[short] = identity_queries.person(login.pk)
        cast.users[short] = user
    for place, name in enumerate(MEMBERS, start=1):
        cast.members[name] = join(cast, name, place)
        user = User.objects.create_user(username=f"{name.lower()}.{cooperative.slug}.anggota")
        identity.open_login(user_id=user.pk, name=name, member_id=cast.members[name].pk)
        cast.users[name] = user
    dps = people.elect(
        body="dps", position="Ketua DPS", name="Salim", member_id=None, since=FIRST, actor=SYSTEM
    )
    people.give_opinion(
        product="wadiah",
        reference="DPS/01/2026",
        given_on=FIRST,
        allows=True,
        text="Tabungan wadiah sesuai fatwa DSN-MUI 02/2000.",
        officer_id=dps.pk,
        actor=SYSTEM,
    )
    return cast


def load(cooperative: Cooperative) -> Cast:
    """The people of a cooperative that was gathered before, in scope."""
    cast = Cast(cooperative)
    for short in STAFF:
        user = User.objects.get(username=f"{short}.{cooperative.slug}")
        person = identity_queries.person_of(user.pk)
        assert person is not None
        cast.users[short], cast.staff[short] = user, person
    for name in MEMBERS:
        cast.members[name] = Member.objects.get(name=name)
        cast.users[name] = User.objects.get(username=f"{name.lower()}.{cooperative.slug}.anggota")
    return cast


def apply(place: int, name: str, **more: object) -> Application:
    """An application in good order; the NIK's serial is ``place``."""
    values: dict[str, object] = {
        "name": name,
        "nik": f"3201016{2 + place % 8}0890{place:04d}"[:16].ljust(16, "0"),
        "phone": f"0812345{place:05d}",
        "born_on": date(1990, 8, 22),
        "sex": "P",
        "address": HOME,
        "email": f"{name.lower()}@contoh.example",
        "is_founder": place <= 9,
    }
    return Application(**{**values, **more})  # type: ignore[arg-type]


def join(cast: Cast, name: str, place: int) -> Member:
    """Register, take dues, sign, admit."""
    application = apply(place, name, nik=f"320101620890{place:04d}")
    member = joining.register(application=application, actor=cast.actor("deni"))
    joining.receive_dues(
        member_id=member.pk,
        amount=POKOK + WAJIB,
        cash=cast.teller_cash(),
        reference=f"titipan:{member.pk}",
        actor=cast.actor("deni"),
    )
    joining.sign_register(member_id=member.pk)
    assert clock.today() >= FIRST
    return joining.admit(member_id=member.pk, actor=cast.actor("ratna"))
