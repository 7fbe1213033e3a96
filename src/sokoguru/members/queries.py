"""Reads of the register."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Q, QuerySet, Sum

from sokoguru.kernel import clock
from sokoguru.kernel.refs import SubjectRef
from sokoguru.kernel.refusals import NotFound
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
from sokoguru.members.rules.sealing import index_of
from sokoguru.tenancy.scope import cooperative_in_force


def subject(member_id: int) -> SubjectRef:
    """A member as the owner of ledger leaves."""
    return SubjectRef("members.member", member_id)


def secret() -> bytes:
    """The installation's secret, from which every cooperative's keys are derived."""
    return str(settings.SECRET_KEY).encode()


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
    index = index_of(digits, secret=secret(), cooperative_id=cooperative_in_force())
    found: Member | None = Member.objects.filter(nik_index=index).first()
    return found


def register(*, search: str = "", state: str | None = None, limit: int = 100) -> QuerySet[Member]:
    """The register by name; ``search`` is a part of the name, a number, or a telephone number."""
    rows: QuerySet[Member] = Member.objects.order_by("name", "pk")
    if state:
        rows = rows.filter(state=state)
    wanted = search.strip()[:60]
    if wanted:
        rows = rows.filter(
            Q(name__icontains=wanted)
            | Q(number=wanted.zfill(4))
            | Q(phone__endswith=wanted.lstrip("0+"))
        )
    return rows[:limit]


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
    newest = Consent.objects.filter(member_id=member_id, purpose=purpose).order_by("-pk").first()
    return newest is not None and newest.given


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
