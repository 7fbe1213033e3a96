"""Row locks of surplus: the distribution, then the balances by the posting statement."""

from sokoguru.kernel.refusals import NotFound
from sokoguru.surplus.models import Distribution


def distribution(year: int) -> Distribution:
    """The distribution of a year, locked: two who carry it on take turns. Raises ``NotFound``."""
    found = Distribution.objects.select_for_update().filter(year=year).first()
    if found is None:
        raise NotFound(kind="surplus.distribution", year=year)
    return found


def running() -> Distribution | None:
    """A distribution that has not come to its end, locked; none where another holds it."""
    rows = Distribution.objects.select_for_update(skip_locked=True)
    found: Distribution | None = rows.filter(finished_at=None).order_by("year").first()
    return found
