"""Row locks of savings. Order: the simpanan, then the ledger's balances (by the posting)."""

from sokoguru.kernel.refusals import NotFound
from sokoguru.savings.models import Saving


def saving(saving_id: int) -> Saving:
    """A simpanan, locked: what may leave it is judged by one at a time. Raises ``NotFound``."""
    found: Saving | None = Saving.objects.select_for_update().filter(pk=saving_id).first()
    if found is None:
        raise NotFound(kind="savings.saving", id=saving_id)
    return found
