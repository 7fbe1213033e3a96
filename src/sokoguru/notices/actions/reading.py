"""What a member does with notices: opening them, and asking for letters or no longer."""

from sokoguru.kernel import clock
from sokoguru.kernel.refs import ActorRef
from sokoguru.members import queries as members
from sokoguru.members.actions import people
from sokoguru.notices import queries
from sokoguru.notices.errors import NoAddress
from sokoguru.notices.models import Notice
from sokoguru.notices.rules import LETTERS
from sokoguru.tenancy.scope import atomic


@atomic
def open_notice(*, member_id: int, notice_id: int) -> Notice:
    """An own notice, read from now on. The first opening counts. Raises ``NotFound``."""
    row = queries.notice_of(member_id=member_id, notice_id=notice_id)
    if row.read_at is None:
        Notice.objects.filter(pk=row.pk, read_at=None).update(read_at=clock.now())
    return row


@atomic
def read_all(*, member_id: int) -> int:
    """Mark all of a member's notices as read. Returns how many were not."""
    return Notice.objects.filter(member_id=member_id, read_at=None).update(read_at=clock.now())


@atomic
def set_letters(*, member_id: int, wanted: bool, actor: ActorRef) -> None:
    """Whether notices come by letter too: the member's consent. Safe to repeat.

    Raises ``NoAddress`` where the register knows none.
    """
    if wanted and not members.member(member_id).email:
        raise NoAddress(member_id=member_id)
    if queries.wants_letters(member_id) != wanted:
        people.consent(member_id=member_id, purpose=LETTERS, given=wanted, actor=actor)
