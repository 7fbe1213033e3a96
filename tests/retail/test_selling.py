"""Sales and returns at the till, with exact figures (TV-54 and the sale of own goods)."""

from collections.abc import Mapping

import pytest

from sokoguru.audit.models import Record
from sokoguru.identity.errors import ActNotGranted
from sokoguru.ledger import queries as books
from sokoguru.ledger.models import Entry
from sokoguru.ledger.rules import Role
from sokoguru.members.models import Participation
from sokoguru.payments.errors import CashShort
from sokoguru.project.wiring import INVARIANTS
from sokoguru.retail.actions import carts, returning, ringing, tills
from sokoguru.retail.errors import (
    CartEmpty,
    NothingReturned,
    NotReturnable,
    PriceMoved,
    ReturnTooMuch,
    ShiftClosed,
    ShiftMissing,
    ShiftRunning,
)
from sokoguru.retail.models import Sale, SaleLine, Shift
from sokoguru.retail.queries import baskets, papers
from sokoguru.stock import queries as stock
from sokoguru.stock.actions import lots
from sokoguru.stock.errors import NotWhole, Short
from sokoguru.stock.models import LotSale, Product
from tests.retail.conftest import Shop, post, put


def sell(
    shop: Shop,
    *wanted: tuple[Product, int],
    member_id: int | None = None,
    key: str = "s-1",
    tender: str = "tunai",
    proof: Mapping[str, str] | None = None,
    seen: int | None = None,
) -> Sale:
    return ringing.ring_up(
        wanted=[(product.pk, quantity) for product, quantity in wanted],
        tender=tender,
        proof=proof or {},
        request_key=key,
        actor=shop.cast.actor("wulan"),
        member_id=member_id,
        seen_total=seen,
    )


def lines_of(sale: Sale) -> dict[str, int]:
    """The entry of a sale: unit, role and business of each line, and its rupiah."""
    found = {}
    for line in books.lines_of(sale.entry_id):
        named = f"{line.account.unit.code} {line.account.role} {line.business or ''}"
        found[named.strip()] = line.amount
    return found


def everything_agrees() -> None:
    for invariant in INVARIANTS:
        finding = invariant()
        assert finding.broken == [], finding.name


def test_consigned_goods_bring_the_ujrah_and_a_due_and_nothing_else(
    shop: Shop, shift: Shift
) -> None:
    """TV-54."""
    sale = sell(shop, (shop.sugar, 4_000))
    assert lines_of(sale) == {
        "toko cash.drawer": 120_000,
        "toko consignment.payable": -105_600,
        "toko ujrah non_member": -14_400,
    }
    assert (sale.total, shop.left(shop.sugar), shop.owed_to_wati()) == (120_000, 6_000, 105_600)
    noted = LotSale.objects.get(lot=shop.sugar_lot)
    assert (noted.quantity, noted.total, noted.owed, noted.ujrah) == (
        4_000, 120_000, 105_600, 14_400,
    )  # fmt: skip
    everything_agrees()


def test_a_returned_kilogram_mirrors_a_quarter(shop: Shop, shift: Shift) -> None:
    """TV-54, the return."""
    sale = sell(shop, (shop.sugar, 4_000), member_id=shop.siti)
    line = SaleLine.objects.get(sale=sale)
    back = returning.take_back(
        number=sale.number,
        quantities={line.pk: 1_000},
        request_key="r-1",
        actor=shop.cast.actor("wulan"),
    )
    assert lines_of(back) == {
        "toko cash.drawer": -30_000,
        "toko consignment.payable": 26_400,
        "toko ujrah member": 3_600,
    }
    assert (shop.left(shop.sugar), shop.owed_to_wati(), shop.drawer()) == (7_000, 79_200, 190_000)
    sources = dict(Participation.objects.values_list("source", "amount"))
    assert sources == {f"retail.sale:{sale.pk}": 120_000, f"retail.sale:{back.pk}": -30_000}
    assert papers.sale(sale.pk).returned == 30_000
    everything_agrees()


def test_a_return_after_the_maker_was_paid_is_made_good_by_the_next_sales(
    shop: Shop, shift: Shift
) -> None:
    sale = sell(shop, (shop.sugar, 1_000))
    post("uji:lunas", lots.payable_of(shop.wati), shop.cast.drawer(), 26_400)
    line = SaleLine.objects.get(sale=sale)
    returning.take_back(
        number=sale.number,
        quantities={line.pk: 1_000},
        request_key="r-1",
        actor=shop.cast.actor("wulan"),
    )
    assert shop.owed_to_wati() == -26_400
    sell(shop, (shop.sugar, 2_000), key="s-2")
    assert shop.owed_to_wati() == 26_400


def test_own_goods_bring_revenue_and_cost_by_whom_they_were_sold_to(
    shop: Shop, shift: Shift
) -> None:
    to_member = sell(shop, (shop.rice, 2_500), member_id=shop.siti)
    assert lines_of(to_member) == {
        "toko cash.drawer": 32_500,
        "toko sales.member member": -32_500,
        "toko cogs.member member": 25_000,
        "toko inventory": -25_000,
    }
    to_other = sell(shop, (shop.rice, 1_000), key="s-2")
    assert lines_of(to_other) == {
        "toko cash.drawer": 14_000,
        "toko sales.non_member non_member": -14_000,
        "toko cogs.non_member non_member": 10_000,
        "toko inventory": -10_000,
    }
    assert (shop.inventory(), shop.left(shop.rice)) == (965_000, 96_500)
    assert list(Participation.objects.values_list("amount", flat=True)) == [32_500]
    everything_agrees()


def test_a_candidate_pays_the_public_price_and_earns_no_participation(
    shop: Shop, shift: Shift
) -> None:
    member = shop.cast.member("Budi")
    type(member).objects.filter(pk=member.pk).update(state="nonaktif")
    sale = sell(shop, (shop.rice, 1_000), member_id=member.pk)
    assert (sale.total, sale.member_id, Participation.objects.count()) == (14_000, None, 0)


def test_a_mixed_sale_returned_piece_by_piece_leaves_nothing_behind(
    shop: Shop, shift: Shift
) -> None:
    before = shop.drawer(), shop.inventory()
    sale = sell(shop, (shop.rice, 1_333), (shop.sugar, 777), member_id=shop.siti)
    for place in range(7):
        for line in SaleLine.objects.filter(sale=sale):
            piece = line.quantity // 7 if place < 6 else line.quantity - 6 * (line.quantity // 7)
            returning.take_back(
                number=sale.number,
                quantities={line.pk: piece},
                request_key=f"r-{place}-{line.pk}",
                actor=shop.cast.actor("wulan"),
            )
    assert (shop.drawer(), shop.inventory()) == before
    assert (shop.left(shop.rice), shop.left(shop.sugar)) == (100_000, 10_000)
    assert (shop.owed_to_wati(), shop.balance(Role.UJRAH)) == (0, 0)
    assert sum(Participation.objects.values_list("amount", flat=True)) == 0
    everything_agrees()


def test_a_retried_sale_is_one_sale(shop: Shop, shift: Shift) -> None:
    first = sell(shop, (shop.rice, 1_000))
    again = sell(shop, (shop.rice, 1_000))
    assert (first.pk, again.number) == (again.pk, "K1-0001")
    assert Entry.objects.filter(reference="jual:s-1").count() == 1
    assert Record.objects.filter(name="retail.SaleRung").count() == 1
    assert shop.left(shop.rice) == 99_000


@pytest.mark.parametrize(
    ("quantity", "seen", "proof", "refusal"),
    [
        (100_001, None, {}, Short),
        (1_000, 13_000, {}, PriceMoved),
        (1_000, None, {"given": "13.999"}, CashShort),
    ],
)
def test_what_is_refused_changes_nothing(
    shop: Shop, shift: Shift, quantity: int, seen: int | None, proof: dict[str, str], refusal: type
) -> None:
    entries = Entry.objects.count()
    with pytest.raises(refusal):
        sell(shop, (shop.rice, quantity), seen=seen, proof=proof)
    assert (Entry.objects.count(), Sale.objects.count()) == (entries, 0)
    assert (shop.left(shop.rice), shop.drawer()) == (100_000, 100_000)
    assert sell(shop, (shop.rice, 1_000)).number == "K1-0001"


def test_an_empty_basket_and_half_a_piece_are_refused(shop: Shop, shift: Shift) -> None:
    with pytest.raises(CartEmpty):
        sell(shop)
    Product.objects.filter(pk=shop.rice.pk).update(unit="pcs")
    with pytest.raises(NotWhole):
        sell(shop, (shop.rice, 500))


def test_nobody_sells_without_a_shift_or_the_role(shop: Shop) -> None:
    with pytest.raises(ShiftMissing):
        sell(shop, (shop.rice, 1_000))
    with pytest.raises(ActNotGranted):
        ringing.ring_up(
            wanted=[(shop.rice.pk, 1_000)],
            tender="tunai",
            proof={},
            request_key="s",
            actor=shop.cast.actor("deni"),
        )


def test_no_more_comes_back_than_went_out(shop: Shop, shift: Shift) -> None:
    sale = sell(shop, (shop.rice, 2_000))
    line = SaleLine.objects.get(sale=sale)
    entries = Entry.objects.count()

    def back(quantity: int, key: str) -> Sale:
        return returning.take_back(
            number=sale.number,
            quantities={line.pk: quantity},
            request_key=key,
            actor=shop.cast.actor("wulan"),
        )

    with pytest.raises(ReturnTooMuch):
        back(2_001, "r-1")
    with pytest.raises(NothingReturned):
        back(0, "r-2")
    assert Entry.objects.count() == entries
    first = back(1_500, "r-3")
    assert back(1_500, "r-3").pk == first.pk
    with pytest.raises(ReturnTooMuch):
        back(501, "r-4")
    with pytest.raises(NotReturnable):
        returning.take_back(
            number=first.number,
            quantities={line.pk: 1},
            request_key="r-5",
            actor=shop.cast.actor("wulan"),
        )


def test_the_basket_on_the_counter_becomes_a_sale_and_is_cleared(shop: Shop, shift: Shift) -> None:
    key = baskets.cart_key_of_till(shop.cast.actor("wulan").id)
    put(key, (shop.rice, 1_000), (shop.rice, 1_000), (shop.sugar, 500))
    carts.name_member(key=key, member=shop.cast.member("Siti"))
    for _ in range(2):
        sale = ringing.ring_up_basket(
            tender="tunai",
            proof={"given": "50.000"},
            request_key="k-1",
            seen_total=41_000,
            actor=shop.cast.actor("wulan"),
        )
    assert (sale.total, sale.given, sale.member_id) == (41_000, 50_000, shop.siti)
    emptied = baskets.cart(key)
    assert emptied is not None
    assert (baskets.priced(emptied, is_member=True), emptied.member_id) == ([], None)


def test_a_receipt_fits_58_millimetres_and_masks_the_number(shop: Shop, shift: Shift) -> None:
    sale = sell(
        shop, (shop.rice, 2_500), (shop.sugar, 500), member_id=shop.siti, proof={"given": "50.000"}
    )
    text = papers.slip_of(papers.sale(sale.pk))
    number = shop.cast.member("Siti").number or ""
    assert text.split("\n") == [
        "        Koperasi Lestari",
        "           NOTA TOKO",
        "--------------------------------",
        "K1-0001         24/11/2026 12.00",
        "Kasir Wulan",
        "--------------------------------",
        "Beras pandan",
        "  2,5 kg x 13.000         32.500",
        "Gula aren semut",
        "  0,5 kg x 30.000         15.000",
        "                    ------------",
        "Total               Rp    47.500",
        "Tunai               Rp    50.000",
        "Kembali             Rp     2.500",
        "--------------------------------",
        f"Anggota **{number[-2:]}",
        "Belanja tahun ini   Rp    47.500",
        "--------------------------------",
        "         Terima kasih.",
    ]


# Shifts ------------------------------------------------------------------------------------------


def test_a_shift_takes_change_money_and_gives_back_what_was_counted(
    shop: Shop, shift: Shift
) -> None:
    assert (shop.drawer(), shop.balance(Role.CASH)) == (100_000, 400_000)
    sell(shop, (shop.rice, 10_000))
    closed = tills.close_shift(shift_id=shift.pk, counted=239_500, actor=shop.cast.actor("wulan"))
    assert (closed.expected, closed.counted) == (240_000, 239_500)
    assert (shop.drawer(), shop.balance(Role.CASH)) == (0, 639_500)
    assert shop.balance(Role.CASH_VARIANCE) == 500
    told = Record.objects.get(name="retail.ShiftClosed").body
    assert (told["difference"], told["expected"]) == (-500, 240_000)
    again = tills.close_shift(shift_id=shift.pk, counted=239_500, actor=shop.cast.actor("wulan"))
    assert again.pk == closed.pk
    with pytest.raises(ShiftClosed):
        tills.close_shift(shift_id=shift.pk, counted=240_000, actor=shop.cast.actor("wulan"))
    everything_agrees()


def test_too_much_in_the_drawer_is_named_too(shop: Shop, shift: Shift) -> None:
    tills.close_shift(shift_id=shift.pk, counted=101_000, actor=shop.cast.actor("wulan"))
    assert (shop.balance(Role.CASH_VARIANCE), shop.balance(Role.CASH)) == (-1_000, 501_000)


def test_one_till_and_one_cashier_have_one_shift(shop: Shop, shift: Shift) -> None:
    def sit_down(till: str, key: str) -> Shift:
        return tills.open_shift(
            till=till, opening_float=0, request_key=key, actor=shop.cast.actor("wulan")
        )

    assert sit_down("K1", "buka-1").pk == shift.pk
    tills.open_till(code="K2", name="Kasir 2")
    for till in ("K1", "K2"):
        with pytest.raises(ShiftRunning):
            sit_down(till, f"lain-{till}")
    tills.close_shift(shift_id=shift.pk, counted=100_000, actor=shop.cast.actor("wulan"))
    assert sit_down("K2", "baru").till_id != shift.till_id


def test_goods_taken_by_many_are_found_by_lot(shop: Shop, shift: Shift) -> None:
    """A line over two lots is parted by quantity, and each maker gets the own part."""
    sale = sell(shop, (shop.sugar, 1_000), (shop.rice, 1))
    assert sale.total == 30_014
    assert stock.on_hand(lot_id=shop.sugar_lot.pk, location_id=shop.shop_id).quantity == 9_000
