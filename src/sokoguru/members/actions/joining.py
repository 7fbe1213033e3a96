"""From a stranger to a member: registering, dues as titipan, signing, admission or refusal."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError
from django.db.models import IntegerField, Max
from django.db.models.functions import Cast

from sokoguru.audit import actions as audit
from sokoguru.identity.queries import check_may, login_of_member
from sokoguru.identity.rules import Act, check_other_person
from sokoguru.kernel import clock
from sokoguru.kernel.refs import SYSTEM, ActorRef
from sokoguru.kernel.sealing import index_of, sealed
from sokoguru.ledger import queries as books
from sokoguru.ledger.actions import chart, posting
from sokoguru.ledger.errors import BelowFloor
from sokoguru.ledger.rules import AccountRef, EntryRef, Role, bridged, credit, debit, without_empty
from sokoguru.members import locks, queries
from sokoguru.members.errors import NikTaken, RefundNeedsCash
from sokoguru.members.events import (
    CandidateRefused,
    CandidateRegistered,
    DuesReceived,
    MemberAdmitted,
    RegisterSigned,
    TermsSet,
)
from sokoguru.members.models import Member, Terms
from sokoguru.members.rules import admission
from sokoguru.members.rules.address import Address, check_address, check_name
from sokoguru.members.rules.admission import AdmissionTerms, Candidate, Dues, MemberState
from sokoguru.members.rules.nik import Sex, hints_of, parse_nik
from sokoguru.members.rules.phone import check_mobile, parse_phone
from sokoguru.tenancy.queries import installation_secret
from sokoguru.tenancy.scope import atomic, cooperative_in_force

UNIT = "induk"
"""The unit that holds the members' capital."""


@dataclass(frozen=True, slots=True)
class Application:
    """What a candidate says of himself or herself, as typed."""

    name: str
    nik: str
    phone: str
    born_on: date
    sex: str
    address: Address
    email: str = ""
    is_married: bool = False
    is_founder: bool = False
    group: str = ""


@atomic
def set_terms(
    *, since: date, pokok: int, wajib_monthly: int, age_min: int = 17, actor: ActorRef
) -> Terms:
    """Enter what the AD/ART asks of a member from a day on. Safe to repeat by day."""
    row, created = Terms.objects.get_or_create(
        since=since,
        defaults={"pokok": pokok, "wajib_monthly": wajib_monthly, "age_min": age_min},
    )
    if created:
        audit.record(TermsSet(since=since, pokok=pokok, wajib_monthly=wajib_monthly), actor=actor)
    return row


@atomic
def register(*, application: Application, actor: ActorRef) -> Member:
    """Enter a candidate. An odd NIK is kept with its hints, never refused; one NIK is one person.

    Raises ``NikMalformed``, ``NikTaken``, ``PhoneMalformed``, ``PhoneNotMobile``, ``NameMissing``,
    ``AddressIncomplete``.
    """
    if actor.kind == "staff":
        check_may(actor=actor, act=Act.MEMBERS_REGISTER)
    nik = parse_nik(application.nik, today=clock.today())
    phone = parse_phone(application.phone)
    check_mobile(phone)
    address = check_address(application.address)
    keys: dict[str, Any] = {
        "secret": installation_secret(),
        "cooperative_id": cooperative_in_force(),
        "place": queries.NIK_PLACE,
    }
    if queries.member_by_nik(nik.digits) is not None:
        raise NikTaken
    member = _entered(
        Member(
            name=check_name(application.name),
            nik_cipher=sealed(nik.digits, **keys),
            nik_index=index_of(nik.digits, **keys),
            nik_masked=nik.masked,
            nik_hints=[
                hint.value
                for hint in hints_of(nik, born_on=application.born_on, sex=Sex(application.sex))
            ],
            phone=phone.e164,
            email=application.email,
            born_on=application.born_on,
            sex=application.sex,
            is_married=application.is_married,
            street=address.street,
            rt=address.rt,
            rw=address.rw,
            village=address.village,
            district=address.district,
            regency=address.regency,
            province=address.province,
            postcode=address.postcode,
            group=application.group,
            is_founder=application.is_founder,
            applied_on=clock.today(),
            registered_by=actor.person_id,
        )
    )
    audit.record(CandidateRegistered(member_id=member.pk, name=member.name), actor=actor)
    return member


def _entered(member: Member) -> Member:
    """The candidate as a row. Whoever enters the same NIK at the same moment is refused as well."""
    try:
        with atomic():
            member.save()
    except IntegrityError as twin:
        raise NikTaken from twin
    return member


def advance_leaf(member: Member) -> AccountRef:
    """The titipan of one candidate."""
    return chart.open_leaf(
        unit=UNIT,
        role=Role.MEMBER_ADVANCE,
        subject=queries.subject(member.pk),
        name=f"Titipan {member.name}",
    )


def capital_leaves(member: Member) -> tuple[AccountRef, AccountRef]:
    """The pokok and wajib of one member: equity, never below zero."""
    pokok, wajib = (
        chart.open_leaf(
            unit=UNIT, role=role, subject=queries.subject(member.pk), name=f"{word} {member.name}"
        )
        for role, word in ((Role.POKOK, "Simpanan pokok"), (Role.WAJIB, "Simpanan wajib"))
    )
    return pokok, wajib


@atomic
def receive_dues(
    *, member_id: int, amount: int, cash: AccountRef, reference: str, actor: ActorRef
) -> EntryRef:
    """Take a candidate's pokok and first wajib; until the decision it is titipan (TV-53).

    ``cash`` is the leaf of whoever takes the money. Safe to retry by reference. Raises
    ``NotACandidate``, ``DuesUnpaid`` when the amount is not what the terms ask, less what is held.
    """
    check_may(actor=actor, act=Act.SAVINGS_DEPOSIT)
    member = locks.member(member_id)
    advance = advance_leaf(member)
    if books.entry_by_reference(reference) is None:
        held = books.balance(advance.id)
        admission.check_dues(
            MemberState(member.state), amount, terms_of(queries.terms()), held=held
        )
    return posting.post_entry(
        reference=reference,
        on=clock.today(),
        lines=bridged([debit(cash, amount), credit(advance, amount)], books.inter_unit_accounts()),
        event=DuesReceived(member_id=member_id, amount=amount),
        actor=actor,
        memo=f"Titipan calon anggota {member.name}",
    )


@atomic
def sign_register(*, member_id: int, actor: ActorRef = SYSTEM) -> None:
    """Note that the register (buku daftar anggota) is signed by the candidate. Safe to repeat."""
    check_may(actor=actor, act=Act.MEMBERS_REGISTER)
    unsigned = Member.objects.filter(pk=member_id, signed_at=None)
    if unsigned.update(signed_at=clock.now()):
        audit.record(RegisterSigned(member_id=member_id), actor=actor)


@atomic
def admit(*, member_id: int, actor: ActorRef) -> Member:
    """Admit a candidate: the titipan becomes simpanan pokok and wajib, the person gets a number.

    Safe to repeat. Raises ``NotACandidate``, ``TooYoung``, ``DuesUnpaid``, ``RegisterUnsigned``,
    ``AdmittedByOneself``, ``identity.SamePerson`` for whoever entered the candidate.
    """
    check_may(actor=actor, act=Act.MEMBERS_ADMIT)
    member = locks.member(member_id)
    if member.state == MemberState.ANGGOTA:
        return member
    dues, today = check_admission(member=member, actor=actor), clock.today()
    advance = advance_leaf(member)
    pokok, wajib = capital_leaves(member)
    locks.numbers()
    member.number = next_number()
    member.state, member.joined_on = MemberState.ANGGOTA, today
    Member.objects.filter(pk=member.pk).update(
        number=member.number, state=member.state, joined_on=today
    )
    posting.post_entry(
        reference=f"anggota:{member.number}",
        on=today,
        lines=without_empty(
            [
                debit(advance, dues.pokok + dues.wajib),
                credit(pokok, dues.pokok),
                credit(wajib, dues.wajib),
            ]
        ),
        event=MemberAdmitted(
            member_id=member.pk, number=member.number, pokok=dues.pokok, wajib=dues.wajib
        ),
        actor=actor,
        memo=f"Penerimaan anggota {member.number}",
    )
    return member


def check_admission(*, member: Member, actor: ActorRef) -> Dues:
    """What the titipan becomes, where this person may admit this candidate today.

    Raises what ``admit`` raises.
    """
    check_may(actor=actor, act=Act.MEMBERS_ADMIT)
    check_decider(member, actor)
    return admission.check_admission(
        Candidate(
            state=MemberState(member.state),
            person_id=user_behind(member.pk),
            born_on=member.born_on,
            is_married=member.is_married,
            paid=queries.titipan(member.pk),
            has_signed_register=member.signed_at is not None,
        ),
        terms_of(queries.terms()),
        on=clock.today(),
        decided_by_person_id=actor.person_id,
    )


@atomic
def refuse(
    *, member_id: int, reason: str, cash: AccountRef | None, reference: str, actor: ActorRef
) -> int:
    """Refuse a candidate and give back everything that was held. Returns the refund in rupiah.

    Safe to retry: whoever was refused before stays refused. Raises ``NotACandidate``,
    ``RefundNeedsCash`` where money is held and ``cash`` is none or does not hold it.
    """
    check_may(actor=actor, act=Act.MEMBERS_ADMIT)
    member = locks.member(member_id)
    advance = advance_leaf(member)
    if member.state == MemberState.DITOLAK:
        return 0
    check_decider(member, actor)
    refund = admission.refund(MemberState(member.state), books.balance(advance.id))
    event = CandidateRefused(member_id=member_id, refunded=refund, reason=reason)
    Member.objects.filter(pk=member_id).update(state=MemberState.DITOLAK)
    if not refund:
        audit.record(event, actor=actor)
        return 0
    if cash is None:
        raise RefundNeedsCash(refund=refund)
    try:
        posting.post_entry(
            reference=reference,
            on=clock.today(),
            lines=bridged(
                [debit(advance, refund), credit(cash, refund)], books.inter_unit_accounts()
            ),
            event=event,
            actor=actor,
            memo=f"Pengembalian titipan {member.name}",
        )
    except BelowFloor as short:
        raise RefundNeedsCash(refund=refund) from short
    return refund


def check_decider(member: Member, actor: ActorRef) -> None:
    """Whoever entered a candidate does not decide about the candidate as well."""
    if member.registered_by:
        check_other_person(
            maker=member.registered_by, checker=actor.person_id, act=Act.MEMBERS_ADMIT
        )


def terms_of(row: Terms) -> AdmissionTerms:
    """The stored terms as the rules take them."""
    return AdmissionTerms(pokok=row.pokok, wajib_first=row.wajib_monthly, age_min=row.age_min)


def user_behind(member_id: int) -> int:
    """The directory user through whom a candidate acts, 0 where there is none."""
    login = login_of_member(member_id)
    return login.user_id if login else 0


def next_number() -> str:
    """The next number of the register: gaps are allowed, twins are not. Under ``locks.numbers``."""
    given = Member.objects.filter(number__isnull=False)
    newest = given.aggregate(newest=Max(Cast("number", IntegerField())))["newest"]
    return f"{(newest or 0) + 1:04d}"
