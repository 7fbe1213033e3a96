"""Who made a good, as the public may read it.

A maker's own name is public only where the newest consent says so (UU 27/2022); else the group's,
else the village's.
"""

from collections.abc import Iterable

from sokoguru.members import queries as members
from sokoguru.stock.models import Lot

NAME_ON_GOODS = "nama_di_jejak"
"""The purpose to which a maker says yes or no: the own name on goods, labels and the trace page."""


def maker_names(lots: Iterable[Lot]) -> dict[int, str]:
    """The public name behind each lot, by the lot's id; empty where nothing may be said."""
    rows = list(lots)
    makers = [lot.maker_member_id for lot in rows if lot.maker_member_id]
    named = members.names(purpose=NAME_ON_GOODS, member_ids=makers)
    return {
        lot.pk: named.get(lot.maker_member_id or 0) or lot.group or lot.maker_name or lot.village
        for lot in rows
    }


def maker_name(lot: Lot | None) -> str:
    """The public name behind a lot."""
    return maker_names([lot])[lot.pk] if lot else ""
