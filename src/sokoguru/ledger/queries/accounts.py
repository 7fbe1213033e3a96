"""Reads of single accounts: who they are, what stands below them, how far their seals reach."""

from dataclasses import dataclass

from sokoguru.kernel.refusals import NotFound
from sokoguru.ledger import queries
from sokoguru.ledger.models import Account, Line, Seal, SealedEntry


def account(account_id: int) -> Account:
    """An account of the chart or a leaf, with its unit and parent. Raises ``NotFound``."""
    rows = Account.objects.filter(pk=account_id).select_related("unit", "parent")
    found: Account | None = rows.first()
    if found is None:
        raise NotFound(kind="ledger.account", id=account_id)
    return found


@dataclass(frozen=True, slots=True)
class Below:
    """A leaf below a control account with what stands on it, in rupiah."""

    account_id: int
    name: str
    balance: int


def below(account_id: int) -> list[Below]:
    """The leaves of a control account by name, those with nothing on them left out."""
    control = account(account_id)
    standing = queries.balances(unit=control.unit.code, role=control.role)
    rows = Account.objects.filter(parent_id=account_id).order_by("name", "pk")[:5_000]
    return [
        Below(row.pk, row.name, standing[row.subject]) for row in rows if standing.get(row.subject)
    ]


def line_count(account_id: int) -> int:
    """How many lines an account has itself."""
    return int(Line.objects.filter(account_id=account_id).count())


def seals(*, limit: int = 50) -> list[Seal]:
    """The newest links of the chain."""
    return list(Seal.objects.order_by("-number")[:limit])


def seal_of(entry_id: int) -> Seal | None:
    """The seal that names an entry, if it is sealed yet."""
    sealed = SealedEntry.objects.filter(entry_id=entry_id).select_related("seal").first()
    return sealed.seal if sealed else None


def sealed_count() -> int:
    """How many entries the chain names."""
    return int(SealedEntry.objects.count())
