"""Opening everything that a cooperative needs before its first act."""

from datetime import date

from sokoguru.channels.actions import queueing as channels
from sokoguru.identity import actions as identity
from sokoguru.kernel.refs import SYSTEM
from sokoguru.ledger.actions import chart as books
from sokoguru.members.actions import joining
from sokoguru.project.founding.chart import CHART, UNITS
from sokoguru.stock.actions import places
from sokoguru.tenancy.models import Cooperative
from sokoguru.tenancy.scope import atomic


@atomic
def open_cooperative(
    *, cooperative: Cooperative, first: date, pokok: int, wajib_monthly: int, months: int = 24
) -> None:
    """Open books, units, chart, months, roles, places and terms in scope. Safe to repeat.

    ``first`` is a day in the first month of the books; the terms hold from that day on.
    """
    books.open_book(name=cooperative.name)
    books.open_periods(first=first, months=months)
    for code, name, is_sharia in UNITS:
        books.open_unit(code=code, name=name, is_sharia=is_sharia)
    for row in CHART:
        books.open_account(
            unit=row.unit,
            role=row.role,
            code=row.code,
            name=row.name,
            kind=row.kind,
            fund=row.fund,
            has_leaves=row.has_leaves,
            floor=row.floor,
        )
    identity.open_roles()
    channels.open_built_in(actor=SYSTEM)
    places.open_usual(actor=SYSTEM)
    joining.set_terms(since=first, pokok=pokok, wajib_monthly=wajib_monthly, actor=SYSTEM)
