"""The few acts of the books' own pages: taking an entry back, closing a month."""

from datetime import date, timedelta

from sokoguru.identity.queries import check_may
from sokoguru.identity.rules import Act, check_other_person
from sokoguru.kernel import clock
from sokoguru.kernel.period import book_year_of
from sokoguru.kernel.refs import ActorRef
from sokoguru.ledger import queries as books
from sokoguru.ledger.actions import closing
from sokoguru.ledger.errors import PeriodMissing
from sokoguru.ledger.rules import EntryRef
from sokoguru.reports import ports, rules
from sokoguru.reports.errors import ReasonMissing, ReversedElsewhere
from sokoguru.reports.queries import entries
from sokoguru.tenancy.scope import atomic


@atomic
def reverse(*, entry_id: int, reason: str, actor: ActorRef) -> EntryRef:
    """Take an entry back by its mirror, the way its own office says; not by who made it.

    Safe to retry. Raises ``ReversedElsewhere`` where more than money hangs on the entry,
    ``ReasonMissing``, ``identity.SamePerson``, and what the ledger raises.
    """
    check_may(actor=actor, act=Act.BOOKS_REVERSE)
    shown = entries.entry(entry_id)
    reverser = check_reversible(shown, reason=reason, actor=actor)
    return reverser(entry_id, shown.reference, reason.strip(), actor)


def check_reversible(shown: entries.ShownEntry, *, reason: str, actor: ActorRef) -> ports.Reverser:
    """Refuse a reversal that may not be; else say how it is done."""
    if len(reason.strip()) < rules.REASON_MIN:
        raise ReasonMissing
    name = shown.records[0].name if shown.records else ""
    reverser = ports.reverser_of(name)
    if reverser is None:
        raise ReversedElsewhere(name=name)
    check_other_person(maker=shown.maker_person_id, checker=actor.person_id, act=Act.BOOKS_REVERSE)
    return reverser


@atomic
def close_month(*, on: date, actor: ActorRef) -> date:
    """Close the month that holds a day. Returns its last day. Safe to repeat.

    Raises ``MonthNotOver``, ``EarlierMonthOpen``, ``ClosedWithTheYear``, ``ledger.PeriodMissing``.
    """
    check_may(actor=actor, act=Act.BOOKS_CLOSE)
    check_month(on)
    return closing.close_period(on=on, actor=actor).ends_on


def check_month(on: date) -> None:
    """Refuse a month that may not be closed now; a closed one may be closed again."""
    period = books.period_of(on)
    if period is None:
        raise PeriodMissing(on=on.isoformat())
    if period.closed_at is not None:
        return
    whole = book_year_of(on, first_month=books.book().starts_month)
    before = books.period_of(period.starts_on - timedelta(days=1))
    still_open = before is not None and before.closed_at is None
    rules.check_month_closing(
        ends_on=period.ends_on,
        today=clock.today(),
        year=whole.year,
        year_ends_on=whole.ends_on,
        open_before=before.starts_on if before is not None and still_open else None,
    )
