"""The founding day: books, roles, people, offices, the opinion of the DPS, the savings products."""

from django.contrib.auth.models import User

from sokoguru.identity import actions as identity
from sokoguru.identity import queries as identity_queries
from sokoguru.kernel.refs import SYSTEM
from sokoguru.members.actions import joining, people
from sokoguru.members.actions.joining import Application
from sokoguru.members.models import Member
from sokoguru.payments.actions import asking
from sokoguru.project.demo.people import Villager
from sokoguru.project.demo.story import Example
from sokoguru.project.founding.opening import open_cooperative
from sokoguru.retail.actions import tills
from sokoguru.savings.actions import counter, products
from sokoguru.savings.rules import SavingTerms, Simpanan
from sokoguru.stock.actions import places

POKOK, WAJIB = 100_000, 50_000
QRIS = (
    "00020101021126680016ID.CO.CONTOH.WWW011893600999000000001702150000000000000170303UMI51440014"
    "ID.CO.QRIS.WWW0215ID10200000000170303UMI5204541153033605802ID5925KOPERASI CONTOH SEJAHTERA"
    "6011KAB. CONTOH61051234562070703A016304BD54"
)
"""A synthetic code: no bank knows it, and its checksum is right."""
DISTRICT = "320116"


def found(example: Example, villagers: tuple[Villager, ...]) -> None:
    """Found the cooperative with its people."""
    open_cooperative(
        cooperative=example.cooperative, first=example.first, pokok=POKOK, wajib_monthly=WAJIB
    )
    members = [_register(villager, place) for place, villager in enumerate(villagers, start=1)]
    _give_roles(example, villagers, members)
    _open_sharia(example)
    places.open_usual(actor=example.by("gudang"))
    tills.open_till(code="T1", name="Kasir depan")
    asking.set_qris(
        text=QRIS, nmid="ID1020000000017", merchant_name="KOPERASI CONTOH SEJAHTERA",
        actor=example.by("ketua"),
    )  # fmt: skip
    for member in members:
        _admit(example, member)
    for villager in villagers:
        if villager.shu_to_savings:
            member = example.members[first_name(villager)]
            people.set_mandate(member_id=member.pk, shu_to_savings=True, actor=SYSTEM)


def first_name(villager: Villager) -> str:
    """What the village calls the person."""
    return villager.name.split()[0]


def _register(villager: Villager, place: int) -> Member:
    return joining.register(
        application=Application(
            name=villager.name,
            nik=villager.nik(DISTRICT, place),
            phone=f"0812{10000000 + place * 7919}",
            born_on=villager.born_on,
            sex=villager.sex,
            address=villager.address("Sukamaju"),
            email=f"{first_name(villager).lower()}@contoh.example",
            is_founder=place <= 9,
            group=villager.group,
        ),
        actor=SYSTEM,
    )


def _give_roles(example: Example, villagers: tuple[Villager, ...], members: list[Member]) -> None:
    slug = example.cooperative.slug
    for villager, member in zip(villagers, members, strict=True):
        name = first_name(villager)
        user = User.objects.create_user(username=f"{name.lower()}.{slug}")
        login = identity.open_login(user_id=user.pk, name=villager.name, member_id=member.pk)
        for role in villager.roles:
            identity.give_duty(login_id=login.pk, role=role, since=example.first, actor=SYSTEM)
        person = identity_queries.person(login.pk)
        for role in villager.roles:
            example.staff.setdefault(role, person)
        if villager.office:
            body, position = villager.office
            people.elect(
                body=body,
                position=position,
                name=villager.name,
                member_id=member.pk,
                since=example.first,
                actor=SYSTEM,
            )
        example.members[name] = member


def _open_sharia(example: Example) -> None:
    """The DPS comes from outside; only after its opinion does a sharia product open."""
    user = User.objects.create_user(username=f"salim.{example.cooperative.slug}")
    login = identity.open_login(user_id=user.pk, name="Salim Fauzi")
    identity.give_duty(login_id=login.pk, role="dps", since=example.first, actor=SYSTEM)
    example.staff["dps"] = identity_queries.person(login.pk)
    officer = people.elect(
        body="dps",
        position="Ketua DPS",
        name="Salim Fauzi",
        member_id=None,
        since=example.first,
        actor=SYSTEM,
    )
    people.give_opinion(
        product="wadiah",
        reference=f"DPS/01/{example.first.year}",
        given_on=example.first,
        allows=True,
        text="Tabungan wadiah: titipan yang dijaga, kembali utuh, tanpa imbalan yang dijanjikan.",
        officer_id=officer.pk,
        actor=example.by("dps"),
    )
    chair = example.by("ketua")
    for kind in Simpanan:
        least = 10_000 if kind is Simpanan.SUKARELA else 1
        products.open_product(
            kind=kind,
            name=products.NAMES[kind],
            since=example.first,
            terms=SavingTerms(deposit_min=least, withdrawal_min=least),
            actor=chair,
        )


def _admit(example: Example, member: Member) -> None:
    counter.receive_dues(
        member_id=member.pk,
        request_key=example.key("dues", member.name),
        actor=example.by("teller"),
    )
    joining.sign_register(member_id=member.pk)
    decider = "sekretaris" if "sekretaris" in example.staff else "ketua"
    login = identity_queries.login_of_member(member.pk)
    if login and login.user_id == example.staff[decider].user_id:
        decider = "ketua"  # nobody admits himself or herself
    joining.admit(member_id=member.pk, actor=example.by(decider))
