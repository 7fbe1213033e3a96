"""Who is told of what: each event below finds its members. Safe to repeat."""

from collections.abc import Iterable, Iterator

from sokoguru.audit import queries as record
from sokoguru.audit.ports import Heard
from sokoguru.governance import queries as meetings
from sokoguru.kernel import clock
from sokoguru.members import queries as members
from sokoguru.notices.actions.telling import Told, tell
from sokoguru.notices.rules import OF_AN_ORDER, OF_ONE_MEMBER, Fact, Kind, facts_of
from sokoguru.retail.queries.ordered import order_by_id
from sokoguru.surplus import queries as surplus


def tell_member(heard: Heard) -> None:
    """An event that names its member: an order, a settlement, an admission."""
    kind = OF_ONE_MEMBER[heard.name]
    more: dict[str, Fact] = {}
    if kind in OF_AN_ORDER:
        more["number"] = order_by_id(int(heard.body["order_id"])).number
    facts = facts_of(kind, heard.body, **more)
    tell(kind=kind, told=[Told(int(heard.body["member_id"]), heard.record_id, heard.at, facts)])


def invite(heard: Heard) -> None:
    """A meeting was convened: every full member of that day is invited."""
    ids = members.voters(record_on=clock.local(heard.at).date())
    tell(kind=Kind.RAT, told=_invited(heard, ids))


def invite_late(heard: Heard) -> None:
    """The voters were listed: who became a member after the invitation is invited now."""
    meeting_id = int(heard.body["meeting_id"])
    for row in record.every("governance.RatConvened", meeting_id=meeting_id):
        convened = Heard(row.pk, row.name, row.body, heard.actor, row.at, None)
        tell(kind=Kind.RAT, told=_invited(convened, meetings.voter_ids(meeting_id)))


def _invited(heard: Heard, ids: Iterable[int]) -> Iterator[Told]:
    facts = facts_of(Kind.RAT, heard.body)
    return (Told(each, heard.record_id, heard.at, facts) for each in ids)


def tell_shares(heard: Heard) -> None:
    """All shares of a year are credited: each member is told of the own, all in one go."""
    year = int(heard.body["year"])
    tell(kind=Kind.SHU, told=_credited(year))


def _credited(year: int) -> Iterator[Told]:
    for row in record.every("surplus.ShuCredited", year=year).iterator():
        member_id = int(row.body["member_id"])
        proof = surplus.credit_reference(year=year, member_id=member_id)
        facts = facts_of(Kind.SHU, row.body, reference=proof)
        yield Told(member_id, row.pk, row.at, facts)
