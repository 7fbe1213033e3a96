"""What ``soko check`` recomputes of stock (``contracts.md``, invariant 6)."""

from django.db.models import Sum

from sokoguru.kernel.findings import Finding, shown
from sokoguru.ledger import queries as books
from sokoguru.ledger.rules import Role
from sokoguru.stock import queries
from sokoguru.stock.models import LotSale, Move, Reservation, ReservedLot, Slip, StockBalance

Key = tuple[int, int]


def balances_equal_moves() -> Finding:
    """What lies of a lot in a place, and its value, equals what came in less what went out."""
    sums: dict[Key, tuple[int, int]] = {}
    for end, sign in (("target", 1), ("source", -1)):
        rows = Move.objects.values_list("lot_id", f"{end}_id").annotate(
            quantity=Sum("quantity"), value=Sum("value")
        )
        for lot, place, quantity, value in rows.iterator():
            before = sums.get((lot, place), (0, 0))
            sums[lot, place] = (before[0] + sign * quantity, before[1] + sign * value)
    inside = {row.pk for row in queries.locations()}
    broken, checked = [], 0
    for row in StockBalance.objects.order_by("lot_id", "location_id").iterator():
        checked += 1
        moved = sums.pop((row.lot_id, row.location_id), (0, 0))
        if (row.quantity, row.value) != moved:
            broken.append(
                f"lot {row.lot_id} di {row.location_id}: saldo {row.quantity}/{row.value}, "
                f"mutasi {moved[0]}/{moved[1]}"
            )
    for (lot, place), moved in sorted(sums.items()):
        if place in inside and moved != (0, 0):
            broken.append(f"lot {lot} di {place}: mutasi tanpa saldo")
    return Finding("stock.balances_equal_moves", checked, shown(broken))


def value_equals_accounts() -> Finding:
    """The value of what lies in each place equals the place's inventory account."""
    values = dict(StockBalance.objects.values_list("location_id").annotate(total=Sum("value")))
    accounts = books.balances(unit=queries.UNIT, role=Role.INVENTORY)
    broken = []
    for subject, balance in sorted(accounts.items()):
        place = int(subject.rpartition(":")[2])
        if balance != values.pop(place, 0):
            broken.append(f"lokasi {place}: akun persediaan {balance} berbeda dari nilai stok")
    broken += [
        f"lokasi {place}: nilai {value} tanpa akun" for place, value in values.items() if value
    ]
    return Finding("stock.value_equals_accounts", len(accounts), shown(broken))


def reserved_equals_promises() -> Finding:
    """What is reserved of each lot in each place equals the open reservations."""
    promised: dict[Key, int] = {}
    rows = ReservedLot.objects.filter(reservation__state=Reservation.State.PLACED).values_list(
        "lot_id", "reservation__location_id"
    )
    for lot, place, quantity in rows.annotate(total=Sum("quantity")).iterator():
        promised[lot, place] = quantity
    broken, checked = [], 0
    for row in StockBalance.objects.order_by("lot_id", "location_id").iterator():
        checked += 1
        if row.reserved != promised.pop((row.lot_id, row.location_id), 0):
            broken.append(f"lot {row.lot_id} di {row.location_id}: dipesan tidak sama")
    broken += [f"lot {lot} di {place}: pesanan tanpa saldo" for lot, place in promised]
    return Finding("stock.reserved_equals_promises", checked, shown(broken))


def consigned_goods_are_accounted_for() -> Finding:
    """What buyers have of a consigned lot equals what its sales say: the maker sees every one."""
    gone: dict[int, int] = {}
    for kind, sign in ((Slip.Kind.TAKE, 1), (Slip.Kind.BACK, -1)):
        rows = Move.objects.filter(consigned=True, slip__kind=kind).values_list("lot_id")
        for lot, quantity in rows.annotate(total=Sum("quantity")):
            gone[lot] = gone.get(lot, 0) + sign * quantity
    sold = dict(
        LotSale.objects.filter(consigned=True).values_list("lot_id").annotate(total=Sum("quantity"))
    )
    broken = [
        f"lot {lot}: keluar {gone.get(lot, 0)}, terjual {sold.get(lot, 0)}"
        for lot in sorted(gone.keys() | sold.keys())
        if gone.get(lot, 0) != sold.get(lot, 0)
    ]
    checked = StockBalance.objects.filter(consigned=True).count()
    return Finding("stock.consigned_goods_are_accounted_for", checked, shown(broken))


STOCK = (
    balances_equal_moves,
    value_equals_accounts,
    reserved_equals_promises,
    consigned_goods_are_accounted_for,
)
