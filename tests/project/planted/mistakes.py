"""Three mistakes that cooperatives' programs make; the environment says which is made where."""

import os
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sokoguru.kernel.refs import SubjectRef
from sokoguru.ledger.rules import Business, Draft, credit, debit
from sokoguru.retail.actions import booking
from sokoguru.retail.rules.selling import LotPart, SaleAccounts
from sokoguru.surplus.rules import shu
from sokoguru.tenancy.queries import cooperative_here

NAME = "PLANTED"
count_once = booking.count_business


def plant() -> None:
    """Put each named mistake (``gross@lestari twice@mekar``) in the place of the right rule."""
    for told in os.environ[NAME].split():
        mistake, _, slug = told.partition("@")
        wrong, home, name = MISTAKES[mistake]
        setattr(home, name, _only_at(slug, wrong, getattr(home, name)))


def _only_at(slug: str, wrong: Callable[..., Any], right: Callable[..., Any]) -> Any:
    def made(*told: Any, **named: Any) -> Any:
        return (wrong if cooperative_here().slug == slug else right)(*told, **named)

    return made


def gross(parts: Iterable[LotPart], accounts: SaleAccounts, business: Business) -> list[Draft]:
    """The whole price of consigned goods as our revenue, the maker's part as our cost."""
    lines = []
    for part in parts:
        assert part.owner_member_id is not None
        lines += [
            credit(accounts.sales, part.amount, business),
            debit(accounts.cogs, part.owed, business),
            credit(accounts.payables[part.owner_member_id], part.owed),
        ]
    return lines


def twice(*, source: SubjectRef, **told: Any) -> None:
    """A purchase paid from savings counts as a purchase and as a movement of savings."""
    count_once(source=source, **told)
    if source.kind == "retail.sale":
        count_once(source=SubjectRef("savings.movement", source.id), **told)


def rounded(total: int, weights: Sequence[int]) -> tuple[list[int], int]:
    """Each share to the nearest rupiah; what is too much comes out of cadangan."""
    whole = sum(weights)
    parts = [round(total * weight / whole) if whole else 0 for weight in weights]
    return parts, total - sum(parts)


MISTAKES: dict[str, tuple[Callable[..., Any], Any, str]] = {
    "gross": (gross, booking, "sale_lines"),
    "twice": (twice, booking, "count_business"),
    "rounded": (rounded, shu, "floor_shares"),
}
"""By name: what is done wrongly, and which name of which module it takes the place of."""
