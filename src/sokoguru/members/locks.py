"""Row locks of the register: the member first, then nothing of this office."""

from sokoguru.kernel.refusals import NotFound
from sokoguru.members.models import Member


def member(member_id: int) -> Member:
    """A person of the register, locked. Raises ``NotFound``."""
    found = Member.objects.select_for_update().filter(pk=member_id).first()
    if found is None:
        raise NotFound(kind="members.member", id=member_id)
    return found
