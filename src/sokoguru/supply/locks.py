"""Row locks of supply: the maker first, then stock's, then the ledger's own."""

from sokoguru.kernel import clock
from sokoguru.supply.models import Maker


def maker(member_id: int) -> Maker:
    """A member as a maker, locked: settlements and returns of one maker take turns."""
    Maker.objects.bulk_create(
        [Maker(member_id=member_id, since=clock.today())], ignore_conflicts=True
    )
    return Maker.objects.select_for_update().get(member_id=member_id)
