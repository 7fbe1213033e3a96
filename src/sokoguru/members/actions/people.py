"""Offices, opinions, consents, mandates, and looking at a NIK in full."""

from datetime import date

from sokoguru.audit import actions as audit
from sokoguru.identity.queries import check_may, login_of_member
from sokoguru.identity.rules import Act
from sokoguru.kernel import clock
from sokoguru.kernel.refs import ActorRef
from sokoguru.kernel.sealing import opened
from sokoguru.members import locks, queries
from sokoguru.members.errors import NotOnesOwn
from sokoguru.members.events import (
    ConsentGiven,
    IdentityRead,
    MandateSet,
    OfficeLeft,
    OfficerElected,
    OpinionGiven,
)
from sokoguru.members.models import Consent, Member, Officer, Opinion
from sokoguru.members.rules.consents import check_asked
from sokoguru.tenancy.queries import installation_secret
from sokoguru.tenancy.scope import atomic, cooperative_in_force

CONSENT_TEXT = "2026-11"
"""The version of the words to which a member says yes or no."""


@atomic
def elect(
    *, body: str, position: str, name: str, member_id: int | None, since: date, actor: ActorRef
) -> Officer:
    """Enter a person in an office. Safe to repeat while the person holds it.

    Pengurus and pengawas are members; the DPS may come from outside.
    """
    check_may(actor=actor, act=Act.GOVERNANCE_CONVENE)
    row: Officer
    row, created = Officer.objects.get_or_create(
        body=body,
        position=position,
        name=name,
        until=None,
        defaults={"member_id": member_id, "since": since},
    )
    if created:
        audit.record(OfficerElected(officer_id=row.pk, body=body, position=position), actor=actor)
    return row


@atomic
def end_office(*, officer_id: int, until: date, actor: ActorRef) -> None:
    """Let a person lay an office down from a day on. Safe to repeat."""
    check_may(actor=actor, act=Act.GOVERNANCE_CONVENE)
    queries.officer(officer_id)
    running = Officer.objects.filter(pk=officer_id, until=None)
    if running.update(until=until):
        audit.record(OfficeLeft(officer_id=officer_id, until=until), actor=actor)


@atomic
def give_opinion(
    *,
    product: str,
    reference: str,
    given_on: date,
    allows: bool,
    text: str,
    officer_id: int,
    actor: ActorRef,
) -> Opinion:
    """Record what the DPS says of a product. Safe to repeat by reference."""
    check_may(actor=actor, act=Act.GOVERNANCE_DPS)
    row, created = Opinion.objects.get_or_create(
        reference=reference,
        defaults={
            "product": product,
            "given_on": given_on,
            "allows": allows,
            "text": text,
            "officer_id": officer_id,
        },
    )
    if created:
        audit.record(OpinionGiven(opinion_id=row.pk, product=product, allows=allows), actor=actor)
    return row


@atomic
def consent(*, member_id: int, purpose: str, given: bool, actor: ActorRef) -> None:
    """Write a member's yes or no to a purpose down; the newest word counts."""
    queries.member(member_id)
    Consent.objects.create(
        member_id=member_id, purpose=purpose, given=given, text_version=CONSENT_TEXT, at=clock.now()
    )
    audit.record(ConsentGiven(member_id=member_id, purpose=purpose, given=given), actor=actor)


@atomic
def decide(*, member_id: int, purpose: str, given: bool, actor: ActorRef) -> None:
    """A member's own yes or no, given or taken back. Safe to repeat: the same word is kept once.

    Locks the member. Raises ``PurposeUnknown``, and ``NotOnesOwn`` where anybody else says it.
    """
    check_asked(purpose)
    login = login_of_member(member_id)
    if actor.kind != "member" or login is None or login.pk != actor.id:
        raise NotOnesOwn(member_id=member_id)
    locks.member(member_id)
    if queries.consents_to(member_id=member_id, purpose=purpose) != given:
        consent(member_id=member_id, purpose=purpose, given=given, actor=actor)


@atomic
def set_mandate(*, member_id: int, shu_to_savings: bool, actor: ActorRef) -> None:
    """Whether a member's SHU goes into savings when the meeting has decided."""
    Member.objects.filter(pk=member_id).update(shu_to_savings=shu_to_savings)
    audit.record(MandateSet(member_id=member_id, shu_to_savings=shu_to_savings), actor=actor)


@atomic
def read_nik(*, member_id: int, reason: str, actor: ActorRef) -> str:
    """A NIK in full, for a reason that is written down with the reader's name."""
    check_may(actor=actor, act=Act.MEMBERS_IDENTITY)
    row = queries.member(member_id)
    audit.record(IdentityRead(member_id=member_id, reason=reason[:200]), actor=actor)
    return opened(
        bytes(row.nik_cipher),
        secret=installation_secret(),
        cooperative_id=cooperative_in_force(),
        place=queries.NIK_PLACE,
    )
