"""Reads of the register."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet, Sum

from sokoguru.identity import queries as identity
from sokoguru.identity.rules import Act
from sokoguru.kernel import clock
from sokoguru.kernel.refs import SubjectRef
from sokoguru.kernel.refusals import NotFound
from sokoguru.kernel.sealing import index_of
from sokoguru.kernel.text import clean_line
from sokoguru.ledger import queries as books
from sokoguru.ledger.rules import AccountRef, Role
from sokoguru.members.models import (
    Consent,
    Estimate,
    Member,
    Officer,
    Opinion,
    Participation,
    Terms,
)
from sokoguru.members.rules.admission import MemberState
from sokoguru.members.rules.nik import parse_nik
from sokoguru.tenancy.queries import installation_secret
from sokoguru.tenancy.scope import cooperative_in_force

NIK_PLACE = "members_member|nik"


def subject(member_id: int) -> SubjectRef:
    """A member as the owner of ledger leaves."""
    return SubjectRef("members.member", member_id)


def member(member_id: int) -> Member:
    """A person of the register. Raises ``NotFound``."""
    found = Member.objects.filter(pk=member_id).first()
    if found is None:
        raise NotFound(kind="members.member", id=member_id)
    return found


def member_by_number(number: str) -> Member:
    """A member by number. Raises ``NotFound``."""
    found = Member.objects.filter(number=number.strip().zfill(4)).first()
    if found is None:
        raise NotFound(kind="members.member", number=number)
    return found


def member_by_nik(digits: str) -> Member | None:
    """A person by NIK, through the keyed index."""
    index = index_of(
        digits, secret=installation_secret(), cooperative_id=cooperative_in_force(), place=NIK_PLACE
    )
    found: Member | None = Member.objects.filter(nik_index=index).first()
    return found


def nik_digits(text: str) -> str:
    """The 16 digits of a typed NIK. Raises ``NikMalformed``."""
    return parse_nik(text, today=clock.today()).digits


def members_by_email(email: str) -> list[Member]:
    """Whose mail address this is. An address is no proof of a person."""
    return list(Member.objects.filter(email__iexact=email.strip()[:254]).order_by("pk")[:10])


def register(*, search: str = "", state: str | None = None, limit: int = 100) -> QuerySet[Member]:
    """The first of the register by name, as ``found`` finds them."""
    return found(search=search, state=state)[:limit]


def found(*, search: str = "", state: str | None = None) -> QuerySet[Member]:
    """The register by name, to be paged through.

    ``search`` is a part of the name, a number, or the last digits of a telephone number.
    """
    rows: QuerySet[Member] = Member.objects.order_by("name", "pk")
    if state:
        rows = rows.filter(state=state)
    wanted = clean_line(search[:240])[:60]
    if not wanted:
        return rows
    fits = Q(name__icontains=wanted)
    digits = "".join(sign for sign in wanted if sign.isascii() and sign.isdigit())
    if digits and len(digits) <= 6:
        fits |= Q(number=digits.zfill(4))
    if len(digits) >= 4:
        fits |= Q(phone__endswith=digits.removeprefix("62").lstrip("0"))
    return rows.filter(fits)


@dataclass(frozen=True, slots=True)
class CashPlace:
    """Where the cash of a refund can come from: a till or a teller's drawer, and what it holds."""

    key: str
    label: str
    account: AccountRef
    holds: int


def cash_places(*, least: int) -> list[CashPlace]:
    """Every till and drawer that holds at least so much, the fullest first."""
    names = {
        f"identity.login:{login.pk}": login.name
        for login in identity.holders_of_act(Act.SAVINGS_DEPOSIT)
    }
    drawers = books.leaves(unit="uspps", role=Role.CASH_TELLER)
    held = books.balances(unit="uspps", role=Role.CASH_TELLER)
    places = [
        CashPlace(leaf, f"Laci {names[leaf]}", drawers[leaf], held.get(leaf, 0))
        for leaf in drawers
        if leaf in names
    ]
    for unit, label in (("uspps", "Kas unit syariah"), ("induk", "Kas besar")):
        till = books.account(unit=unit, role=Role.CASH)
        places.append(CashPlace(f"kas.{unit}", label, till, books.balance(till.id)))
    enough = [place for place in places if place.holds >= least]
    return sorted(enough, key=lambda place: -place.holds)


def counts() -> dict[str, int]:
    """How many people stand in each state."""
    rows = Member.objects.values_list("state").annotate(people=Count("pk"))
    return dict(rows.order_by("state"))


def officer(officer_id: int) -> Officer:
    """A person in an office, past or present. Raises ``NotFound``."""
    row: Officer | None = Officer.objects.filter(pk=officer_id).first()
    if row is None:
        raise NotFound(kind="members.officer", id=officer_id)
    return row


def opinions() -> list[Opinion]:
    """What the DPS said, the newest first."""
    return list(Opinion.objects.select_related("officer").order_by("-given_on", "-pk")[:100])


def titipan(member_id: int) -> int:
    """What is held for a candidate until the decision, in rupiah."""
    return books.balances_of(subject(member_id)).get(("induk", Role.MEMBER_ADVANCE), 0)


def count(state: MemberState = MemberState.ANGGOTA) -> int:
    """How many people stand in a state."""
    return Member.objects.filter(state=state).count()


def voters(*, record_on: date) -> list[int]:
    """Who had a vote on the record date: full members, one each."""
    rows = Member.objects.filter(joined_on__lte=record_on).filter(
        Q(state=MemberState.ANGGOTA) | Q(left_on__gt=record_on)
    )
    return list(rows.order_by("pk").values_list("pk", flat=True)[:1_000_000])


def terms(on: date | None = None) -> Terms:
    """The terms in force on a day. Raises ``NotFound`` before the AD/ART is entered."""
    found = Terms.objects.filter(since__lte=on or clock.today()).order_by("-since").first()
    if found is None:
        raise NotFound(kind="members.terms")
    return found


def all_terms() -> list[Terms]:
    """Every terms of membership that ever held, oldest first."""
    return list(Terms.objects.order_by("since")[:200])


def everybody(*, state: MemberState | None = None, joined: bool = False) -> Iterator[Member]:
    """The whole register by number, one after the other (checks and mass work)."""
    rows: QuerySet[Member] = Member.objects.order_by("pk")
    if state is not None:
        rows = rows.filter(state=state)
    if joined:
        rows = rows.filter(joined_on__isnull=False)
    yield from rows.iterator()


def officers(body: str | None = None) -> QuerySet[Officer]:
    """Who holds office today."""
    today = clock.today()
    rows: QuerySet[Officer] = Officer.objects.filter(since__lte=today)
    rows = rows.filter(Q(until=None) | Q(until__gt=today)).select_related("member")
    return (rows.filter(body=body) if body else rows).order_by("pk")[:100]


def opinion_on(product: str) -> Opinion | None:
    """The newest opinion of the DPS on a product."""
    found: Opinion | None = (
        Opinion.objects.filter(product=product).order_by("-given_on", "-pk").first()
    )
    return found


def consents_to(*, member_id: int, purpose: str) -> bool:
    """Whether the member's newest word on a purpose is yes."""
    newest = word_on(member_id=member_id, purpose=purpose)
    return newest is not None and newest.given


def word_on(*, member_id: int, purpose: str) -> Consent | None:
    """The member's newest word on a purpose, if there is one."""
    words = Consent.objects.filter(member_id=member_id, purpose=purpose).order_by("-pk")
    newest: Consent | None = words.first()
    return newest


@dataclass(frozen=True, slots=True)
class Addressee:
    """Who is written to, and where."""

    name: str
    email: str


def addresses(*, purpose: str, member_ids: Sequence[int]) -> dict[int, Addressee]:
    """Which of these members may be written to for a purpose: consent, and an address we know."""
    rows = _newest(purpose, member_ids).values_list(
        "member_id", "given", "member__name", "member__email"
    )
    return {
        member: Addressee(name, email) for member, given, name, email in rows if given and email
    }


def names(*, purpose: str, member_ids: Sequence[int]) -> dict[int, str]:
    """The names of those of these members who said yes to a purpose."""
    rows = _newest(purpose, member_ids).values_list("member_id", "given", "member__name")
    return {member: name for member, given, name in rows if given}


def _newest(purpose: str, member_ids: Sequence[int]) -> QuerySet[Consent]:
    """The newest word of each of these members on a purpose."""
    rows = Consent.objects.filter(purpose=purpose, member_id__in=list(member_ids))
    return rows.order_by("member_id", "-pk").distinct("member_id")


def participation_of(member_id: int, *, since: date, until: date) -> int:
    """A member's participation between two days, both included, in rupiah."""
    rows = Participation.objects.filter(member_id=member_id, on__gte=since, on__lte=until)
    return int(rows.aggregate(total=Sum("amount"))["total"] or 0)


def participations(*, since: date, until: date, kind: str | None = None) -> dict[int, int]:
    """Every member's participation between two days, in rupiah (of one kind, or of all)."""
    rows = Participation.objects.filter(on__gte=since, on__lte=until)
    if kind is not None:
        rows = rows.filter(kind=kind)
    return dict(rows.values_list("member_id").annotate(total=Sum("amount"))[:1_000_000])


def participation_rows(member_id: int, *, since: date, until: date) -> QuerySet[Participation]:
    """The documents behind a member's participation, newest first."""
    rows: QuerySet[Participation] = Participation.objects.filter(
        member_id=member_id, on__gte=since, on__lte=until
    )
    return rows.order_by("-on", "-pk")[:200]


@dataclass(frozen=True, slots=True)
class Growing:
    """A member's running SHU: an estimate, no promise (rupiah)."""

    year: int
    business: int
    capital: int
    participation: int
    capital_base: int

    @property
    def total(self) -> int:
        return self.business + self.capital


def estimate(member_id: int, *, year: int) -> Growing | None:
    """The current estimate of a member's SHU of a book year, if surplus has made one."""
    row = Estimate.objects.filter(member_id=member_id, year=year).first()
    if row is None:
        return None
    return Growing(row.year, row.business, row.capital, row.participation, row.capital_base)
