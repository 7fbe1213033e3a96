"""Row locks of the register: the member first, then the numbering."""

from sokoguru.kernel.refusals import NotFound
from sokoguru.members.models import Member, Terms


def member(member_id: int) -> Member:
    """A person of the register, locked. Raises ``NotFound``."""
    found = Member.objects.select_for_update().filter(pk=member_id).first()
    if found is None:
        raise NotFound(kind="members.member", id=member_id)
    return found


def numbers() -> None:
    """One admission at a time gives out a number: the terms of membership are the gate."""
    Terms.objects.select_for_update().order_by("pk").first()
