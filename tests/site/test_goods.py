"""Where a lot came from, as the trace page tells it."""

from datetime import date
from decimal import Decimal

from sokoguru.site.queries.goods import origin_of
from sokoguru.stock.models import Lot
from sokoguru.tenancy.models import Cooperative


def test_the_makers_share_is_written_with_a_comma(lestari: Cooperative) -> None:
    lot = Lot(
        product_id=1,
        village="Sukamaju",
        grade="A",
        consigned=True,
        ujrah_rate=Decimal("12.50"),
        received_on=date(2026, 11, 24),
        harvest_on=date(2026, 11, 20),
    )
    assert [knot.title for knot in origin_of(lot).knots] == [
        "Dipanen di Sukamaju",
        "Diterima gudang dan ditimbang, mutu A",
        "Dititip jual, 87,5% untuk pembuat",
    ]
