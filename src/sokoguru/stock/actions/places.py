"""Entering the places where goods lie, and those outside from which they come."""

from sokoguru.audit import actions as audit
from sokoguru.identity.queries import check_may
from sokoguru.identity.rules import Act
from sokoguru.kernel.refs import ActorRef
from sokoguru.ledger.actions import chart
from sokoguru.ledger.rules import Role
from sokoguru.stock import queries
from sokoguru.stock.events import LocationOpened
from sokoguru.stock.models import Location
from sokoguru.stock.rules.products import LocationKind
from sokoguru.tenancy.scope import atomic

USUAL = (
    ("TOKO", "Toko", LocationKind.SHOP),
    ("GUDANG", "Gudang", LocationKind.WAREHOUSE),
    ("PEMASOK", "Pemasok", LocationKind.SUPPLIER),
    ("PEMBELI", "Pembeli", LocationKind.CUSTOMER),
    ("SUSUT", "Susut dan hilang", LocationKind.LOSS),
)
"""What every cooperative with a shop begins with."""


@atomic
def open_location(*, code: str, name: str, kind: LocationKind, actor: ActorRef) -> Location:
    """Enter a place; where goods lie, with the account of their value. Safe to repeat by code."""
    check_may(actor=actor, act=Act.STOCK_MOVE)
    row, created = Location.objects.get_or_create(
        code=code.strip().upper()[:12], defaults={"name": name[:80], "kind": kind}
    )
    if LocationKind(row.kind).holds_goods:
        chart.open_leaf(
            unit=queries.UNIT,
            role=Role.INVENTORY,
            subject=queries.subject(row.pk),
            name=f"Persediaan {row.name}",
        )
    if created:
        audit.record(LocationOpened(location_id=row.pk, kind=str(row.kind)), actor=actor)
    return row


@atomic
def open_usual(*, actor: ActorRef) -> None:
    """Enter a shop, a warehouse and the places outside. Safe to repeat."""
    for code, name, kind in USUAL:
        open_location(code=code, name=name, kind=kind, actor=actor)
