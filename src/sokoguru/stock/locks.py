"""Every row lock of stock. Order: slip, reservation, balances by id, then the ledger's own."""

from collections.abc import Iterable

from sokoguru.stock.models import Lot, Reservation, StockBalance


def reservation(reference: str) -> Reservation | None:
    """The reservation of a reference, locked, if there is one."""
    found: Reservation | None = (
        Reservation.objects.select_for_update().filter(reference=reference).first()
    )
    return found


def due_reservation(reservation_id: int) -> Reservation | None:
    """A placed reservation, locked; none when it is settled, or in another's hands just now."""
    found: Reservation | None = (
        Reservation.objects.select_for_update(skip_locked=True)
        .filter(pk=reservation_id, state=Reservation.State.PLACED)
        .first()
    )
    return found


def shelf(*, product_ids: Iterable[int], location_id: int) -> list[StockBalance]:
    """All that a place has of some goods, locked in the order of ids, each with its lot."""
    rows = StockBalance.objects.select_for_update(of=("self",)).filter(
        location_id=location_id, lot__product_id__in=list(product_ids), quantity__gt=0
    )
    return list(rows.select_related("lot").order_by("pk"))


def balances(pairs: Iterable[tuple[int, int]]) -> dict[tuple[int, int], StockBalance]:
    """The rows of ``(lot id, location id)``, made where missing, locked in the order of ids."""
    wanted = sorted(set(pairs))
    lots = {row.pk: row for row in Lot.objects.filter(pk__in=[lot for lot, _ in wanted])}
    StockBalance.objects.bulk_create(
        [
            StockBalance(lot=lots[lot], consigned=lots[lot].consigned, location_id=location)
            for lot, location in wanted
        ],
        ignore_conflicts=True,
    )
    known = StockBalance.objects.filter(
        lot_id__in=[lot for lot, _ in wanted], location_id__in=[place for _, place in wanted]
    ).values_list("pk", "lot_id", "location_id")
    ids = [pk for pk, lot, place in known if (lot, place) in set(wanted)]
    rows = StockBalance.objects.select_for_update(of=("self",)).filter(pk__in=ids)
    return {(row.lot_id, row.location_id): row for row in rows.order_by("pk")}
