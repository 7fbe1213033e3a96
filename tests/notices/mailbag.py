"""Delivering what members are told of, and asking for letters."""

from sokoguru.audit.models import Delivery, Record
from sokoguru.audit.ports import Heard, handler_named
from sokoguru.kernel.refs import SYSTEM
from sokoguru.members.models import Member
from sokoguru.notices.actions import reading
from sokoguru.notices.models import Notice


def deliver(*, times: int = 1) -> int:
    """Hand every open event to our handlers, each so many times; how many deliveries there were."""
    rows = Delivery.objects.filter(handler__startswith="notices.", state="open").order_by("pk")
    open_ = list(rows.select_related("record"))
    for delivery in open_:
        heard = heard_of(delivery.record)
        for _ in range(times):
            handler_named(delivery.handler)(heard)
    Delivery.objects.filter(pk__in=[each.pk for each in open_]).update(state="done")
    return len(open_)


def heard_of(row: Record) -> Heard:
    """A record as a handler gets it."""
    return Heard(row.pk, row.name, row.body, SYSTEM, row.at, row.entry_id)


def skip_what_came_before() -> None:
    """Nobody is told of what happened before the test."""
    Delivery.objects.filter(handler__startswith="notices.").update(state="done")


def told(member: Member, kind: str = "") -> list[Notice]:
    """What a member was told, the oldest first."""
    rows = Notice.objects.filter(member=member).order_by("pk")
    return list(rows.filter(kind=kind) if kind else rows)


def wants_letters(member: Member) -> None:
    """The member says yes to letters."""
    reading.set_letters(member_id=member.pk, wanted=True, actor=SYSTEM)
