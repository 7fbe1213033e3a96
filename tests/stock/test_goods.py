"""Goods, prices, barcodes, places and lots: entered once, told apart, refused in order."""

from datetime import date
from decimal import Decimal

import pytest

from sokoguru.audit.models import Record
from sokoguru.identity.errors import ActNotGranted
from sokoguru.kernel.refusals import NotFound
from sokoguru.kernel.rupiah import AmountOutOfRange
from sokoguru.ledger import queries as books
from sokoguru.ledger.rules import Role
from sokoguru.stock import errors, queries
from sokoguru.stock.actions import goods, lots, places
from sokoguru.stock.actions.lots import Consignment, Origin
from sokoguru.stock.models import Location, Lot, Product
from sokoguru.stock.rules.products import LocationKind
from sokoguru.stock.rules.units import BaseUnit
from tests.stock.conftest import Barn


def test_a_good_is_found_by_address_code_and_barcode(barn: Barn) -> None:
    assert barn.sugar.slug == "gula-aren"
    assert queries.product_by_slug("gula-aren") == barn.sugar
    assert queries.product_by_scan("8991234567891") == barn.coffee
    assert queries.product_by_scan(" kopi-250 ") == barn.coffee
    for unknown in ("8991234567892", "tidak ada", "", "'; DROP", "9" * 500):
        with pytest.raises(NotFound):
            queries.product_by_scan(unknown)


def test_a_good_entered_twice_is_one_good(barn: Barn) -> None:
    again = goods.open_product(
        sku="GULA-AREN",
        name="Gula aren",
        unit=BaseUnit.KILOGRAM,
        price_member=28_000,
        price_public=30_000,
        actor=barn.joko,
    )
    assert again == barn.sugar
    assert Record.objects.filter(name="stock.ProductOpened").count() == 2


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"sku": "gula-aren"}, errors.NameTaken),
        ({"name": "Gula aren"}, errors.NameTaken),
        ({"barcode": "8991234567891"}, errors.NameTaken),
        ({"barcode": "8991234567892"}, errors.NotBarcode),
        ({"sku": "gula aren!"}, errors.NotSku),
        ({"price_member": 31_000}, errors.PriceUpsideDown),
        ({"price_member": 0}, AmountOutOfRange),
    ],
)
def test_a_good_that_is_not_in_order_is_refused_and_nothing_changed(
    barn: Barn, more: dict[str, object], refusal: type[Exception]
) -> None:
    before = Product.objects.count(), Record.objects.count()
    values = {"sku": "madu", "name": "Madu", "price_member": 28_000, "price_public": 30_000}
    with pytest.raises(refusal):
        goods.open_product(**{"unit": BaseUnit.PIECE, "actor": barn.joko, **values, **more})
    assert (Product.objects.count(), Record.objects.count()) == before


def test_a_cashier_enters_no_goods_and_sets_no_price(barn: Barn) -> None:
    wulan = barn.cast.actor("wulan")
    with pytest.raises(ActNotGranted):
        goods.set_prices(
            product_id=barn.sugar.pk, price_member=1_000, price_public=1_000, actor=wulan
        )
    assert queries.product(barn.sugar.pk).price_member == 28_000


def test_a_price_changes_once_and_is_written_down(barn: Barn) -> None:
    for _ in range(2):
        goods.set_prices(
            product_id=barn.sugar.pk, price_member=29_000, price_public=31_000, actor=barn.joko
        )
    record = Record.objects.get(name="stock.PricesSet")
    assert record.body == {
        "product_id": barn.sugar.pk,
        "price_member": 29_000,
        "price_public": 31_000,
        "member_before": 28_000,
        "public_before": 30_000,
    }


def test_goods_without_a_barcode_get_numbers_of_our_own(barn: Barn) -> None:
    assert goods.give_barcode(product_id=barn.sugar.pk, actor=barn.joko).gtin == "02000000000015"
    assert goods.give_barcode(product_id=barn.sugar.pk, actor=barn.joko).gtin == "02000000000015"
    assert goods.give_barcode(product_id=barn.coffee.pk, actor=barn.joko).gtin == "08991234567891"
    assert queries.product_by_scan("2000000000015") == barn.sugar
    with pytest.raises(errors.NameTaken):
        goods.set_barcode(product_id=barn.coffee.pk, barcode="2000000000015", actor=barn.joko)
    goods.set_barcode(product_id=barn.coffee.pk, barcode="", actor=barn.joko)
    second = goods.give_barcode(product_id=barn.coffee.pk, actor=barn.joko)
    assert second.gtin == "02000000000022"


def test_every_place_where_goods_lie_has_its_account(barn: Barn) -> None:
    assert {row.code for row in Location.objects.all()} == {
        "TOKO",
        "GUDANG",
        "PEMASOK",
        "PEMBELI",
        "SUSUT",
    }
    places.open_usual(actor=barn.joko)
    assert Location.objects.count() == 5
    assert len(books.leaves(unit="toko", role=Role.INVENTORY)) == 2
    kios = places.open_location(
        code="kios", name="Kios pasar", kind=LocationKind.SHOP, actor=barn.joko
    )
    assert books.balance(queries.inventory(kios.pk).id) == 0
    with pytest.raises(NotFound):
        queries.inventory(queries.place(LocationKind.LOSS).pk)


def test_a_lot_has_a_code_of_its_day_and_is_found_by_it(barn: Barn) -> None:
    lot = barn.own(barn.sugar, 10_000, 200_000, name="a")
    assert lot.code.startswith("261124-")
    assert queries.lot_by_code(lot.code.replace("-", "").lower()) == lot
    assert lot.received_on == date(2026, 11, 24)
    for unknown in ("261124-AAAA"[:7] + "0000", "apa saja", ""):
        with pytest.raises(NotFound):
            queries.lot_by_code(unknown)


def test_a_lot_opened_twice_is_one_lot_and_other_words_are_refused(barn: Barn) -> None:
    lot = barn.own(barn.sugar, 10_000, 200_000, name="a")
    assert barn.own(barn.sugar, 10_000, 200_000, name="a") == lot
    with pytest.raises(errors.ReferenceReused):
        lots.open_lot(product_id=barn.coffee.pk, reference="lot:a", actor=barn.joko)
    assert Lot.objects.count() == 1
    assert Record.objects.filter(name="stock.LotOpened").count() == 1


@pytest.mark.parametrize("ujrah", ["100", "-1", "NaN"])
def test_a_consigned_lot_needs_an_ujrah_that_leaves_something(barn: Barn, ujrah: str) -> None:
    wati = barn.cast.member("Wati")
    with pytest.raises(errors.UjrahOutOfRange):
        lots.open_lot(
            product_id=barn.sugar.pk,
            reference="lot:x",
            consignment=Consignment(wati.pk, Decimal(ujrah), "akad"),
            actor=barn.joko,
        )
    assert Lot.objects.count() == 0


def test_goods_do_not_expire_before_their_harvest(barn: Barn) -> None:
    with pytest.raises(errors.ExpiresBeforeHarvest):
        lots.open_lot(
            product_id=barn.sugar.pk,
            reference="lot:x",
            origin=Origin(harvest_on=date(2026, 11, 20), expires_on=date(2026, 11, 19)),
            actor=barn.joko,
        )


def test_a_lot_is_joined_to_its_story_once(barn: Barn) -> None:
    lot = barn.own(barn.sugar, 10_000, 200_000, name="a")
    for _ in range(2):
        assert lots.tell_story(lot_id=lot.pk, article_id=7, actor=barn.joko).article_id == 7
    assert Record.objects.filter(name="stock.StoryTold").count() == 1
