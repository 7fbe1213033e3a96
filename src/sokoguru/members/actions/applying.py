"""Applying to become a member: once for each form that was sent, whoever sends it."""

from sokoguru.audit import actions as audit
from sokoguru.audit.actions import Stored
from sokoguru.kernel.refs import ActorRef
from sokoguru.members import queries
from sokoguru.members.actions import joining, people
from sokoguru.members.actions.joining import Application
from sokoguru.members.errors import NikTaken
from sokoguru.members.events import ApplicationRepeated
from sokoguru.tenancy.scope import atomic

PERSONAL_DATA = "data_diri"
"""The purpose to which an applicant says yes: keeping and using the personal data."""


@atomic
def apply(*, application: Application, request_key: str, actor: ActorRef) -> int | None:
    """Enter a candidate once for each ``request_key``. Returns whom it entered.

    A stranger who sends the NIK of somebody in the register gets the same answer as everybody, so
    that nobody can ask who is a member here; the record keeps it for the secretary, and ``None`` is
    returned. Staff are refused with ``NikTaken``. Raises what ``joining.register`` raises.
    """

    def enter() -> Stored:
        try:
            member = joining.register(application=application, actor=actor)
        except NikTaken:
            if actor.kind == "staff":
                raise
            known = queries.member_by_nik(queries.nik_digits(application.nik))
            assert known is not None, "taken by nobody"
            audit.record(ApplicationRepeated(member_id=known.pk), actor=actor)
            return Stored(200, {"member_id": None})
        people.consent(member_id=member.pk, purpose=PERSONAL_DATA, given=True, actor=actor)
        return Stored(201, {"member_id": member.pk})

    told = {"name": application.name, "born_on": application.born_on.isoformat()}
    found = audit.once(actor=actor, key=request_key, body=told, act=enter).body["member_id"]
    return int(found) if found is not None else None
