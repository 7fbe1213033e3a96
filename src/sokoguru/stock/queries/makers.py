"""Who made a good, as the public may read it.

A maker's own name is public only where the newest consent says so (UU 27/2022); else the group's,
else the village's.
"""

from collections.abc import Iterable

from sokoguru.members import queries as members
from sokoguru.members.rules.consents import NAME_ON_GOODS
from sokoguru.stock.models import Lot


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
