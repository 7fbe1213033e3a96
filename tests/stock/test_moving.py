"""Goods that come in, change place, get lost and are counted: quantity and rupiah exactly."""

from datetime import date

import pytest
from django.db import IntegrityError

from sokoguru.audit.models import Record
from sokoguru.identity.errors import ActNotGranted
from sokoguru.ledger import queries as books
from sokoguru.ledger.models import Entry
from sokoguru.ledger.rules import Role
from sokoguru.stock import errors, queries
from sokoguru.stock.actions import moving, reserving
from sokoguru.stock.invariants import STOCK
from sokoguru.stock.models import Move, Slip, StockBalance
from sokoguru.stock.rules.products import LocationKind
from sokoguru.tenancy.scope import atomic
from tests.stock.conftest import Barn


def whole() -> None:
    """Every invariant of stock looked at something and found nothing."""
    for invariant in STOCK:
        assert invariant().broken == []


def written() -> tuple[int, int, int, int]:
    return Entry.objects.count(), Move.objects.count(), Slip.objects.count(), Record.objects.count()


def test_own_goods_come_in_at_their_cost_and_are_owed(barn: Barn) -> None:
    lot = barn.own(barn.sugar, 12_500, 250_000, name="a")
    assert barn.stock(lot) == (12_500, 250_000, 0)
    assert barn.inventory() == 250_000
    assert books.balance(barn.payable.id) == 250_000
    entry = Entry.objects.get(reference="masuk:a")
    assert Move.objects.get().entry_id == entry.pk
    before = written()
    assert barn.receive(lot, 12_500, 250_000, name="a") == entry.pk
    assert written() == before
    whole()


def test_a_receipt_that_says_something_else_is_refused(barn: Barn) -> None:
    lot = barn.own(barn.sugar, 12_500, 250_000, name="a")
    before = written()
    with pytest.raises(errors.ReferenceReused):
        barn.receive(lot, 12_501, 250_000, name="a")
    assert (written(), barn.stock(lot)) == (before, (12_500, 250_000, 0))


def test_consigned_goods_are_worth_nothing_in_our_books(barn: Barn) -> None:
    entries = Entry.objects.count()
    lot = barn.consigned(barn.sugar, 10_000, name="k")
    assert (barn.stock(lot), barn.inventory()) == ((10_000, 0, 0), 0)
    assert Entry.objects.count() == entries
    assert Record.objects.filter(name="stock.GoodsReceived").count() == 1
    with pytest.raises(errors.ConsignedHasNoValue):
        barn.receive(lot, 1_000, 20_000, name="nilai")
    whole()


def test_the_database_too_gives_consigned_goods_no_value(barn: Barn) -> None:
    lot = barn.consigned(barn.sugar, 10_000, name="k")
    with pytest.raises(IntegrityError), atomic():
        StockBalance.objects.filter(lot=lot).update(value=1)
    with pytest.raises(IntegrityError), atomic():
        StockBalance.objects.filter(lot=lot).update(consigned=False, value=1)
    with pytest.raises(IntegrityError), atomic():
        StockBalance.objects.filter(lot=lot).update(reserved=10_001)


def test_half_a_piece_does_not_come_in(barn: Barn) -> None:
    lot = barn.own(barn.coffee, 24_000, 480_000, name="a")
    with pytest.raises(errors.NotWhole):
        barn.receive(lot, 500, 10_000, name="b")


def test_goods_lie_only_where_goods_lie(barn: Barn) -> None:
    lot = barn.own(barn.sugar, 1_000, 20_000, name="a")
    with pytest.raises(errors.WrongPlace):
        barn.receive(lot, 1_000, 1, name="b", at=queries.place(LocationKind.CUSTOMER).pk)


def move(barn: Barn, lot_id: int, quantity: int, *, to: int, reference: str = "P-1") -> int | None:
    return moving.move_goods(
        source_id=barn.store,
        target_id=to,
        goods=[(lot_id, quantity)],
        reference=reference,
        actor=barn.joko,
    )


def test_value_goes_with_goods_from_the_warehouse_to_the_shop(barn: Barn) -> None:
    lot = barn.own(barn.sugar, 3_000, 100_000, name="a", at=barn.store)
    for _ in range(2):
        move(barn, lot.pk, 1_000, to=barn.shop)
    assert barn.stock(lot) == (1_000, 33_333, 0)
    assert barn.stock(lot, barn.store) == (2_000, 66_667, 0)
    assert (barn.inventory(), barn.inventory(barn.store)) == (33_333, 66_667)
    move(barn, lot.pk, 2_000, to=barn.shop, reference="P-2")
    assert barn.stock(lot) == (3_000, 100_000, 0)
    assert barn.stock(lot, barn.store) == (0, 0, 0)
    whole()


def test_what_is_lost_is_a_cost_and_what_goes_back_needs_a_payable(barn: Barn) -> None:
    lot = barn.own(barn.sugar, 4_000, 100_000, name="a", at=barn.store)
    move(barn, lot.pk, 1_000, to=queries.place(LocationKind.LOSS).pk)
    variance = books.account(unit="toko", role=Role.INVENTORY_VARIANCE)
    assert books.balance(variance.id) == 25_000
    supplier = queries.place(LocationKind.SUPPLIER).pk
    before = written()
    for wrong in (supplier, queries.place(LocationKind.CUSTOMER).pk, barn.store):
        with pytest.raises(errors.WrongPlace):
            move(barn, lot.pk, 1_000, to=wrong, reference="P-3")
    assert written() == before
    moving.carry(
        source_id=barn.store,
        target_id=supplier,
        goods=[(lot.pk, 1_000)],
        reference="P-4",
        against=barn.payable,
        actor=barn.joko,
    )
    assert (barn.inventory(barn.store), books.balance(barn.payable.id)) == (50_000, 75_000)
    whole()


def test_more_than_is_free_does_not_move_and_nothing_changed(barn: Barn) -> None:
    lot = barn.own(barn.sugar, 3_000, 100_000, name="a", at=barn.store)
    reserving.reserve(reference="R-1", demands=[(barn.sugar.pk, 2_500)], location_id=barn.store)
    before = written()
    with pytest.raises(errors.Short) as refused:
        move(barn, lot.pk, 501, to=barn.shop)
    assert refused.value.facts == {
        "product_id": barn.sugar.pk,
        "name": "Gula aren",
        "unit": "kg",
        "asked": 501,
        "available": 500,
    }
    assert (written(), barn.stock(lot, barn.store)) == (before, (3_000, 100_000, 2_500))
    with pytest.raises(ActNotGranted):
        moving.move_goods(
            source_id=barn.store,
            target_id=barn.shop,
            goods=[(lot.pk, 1)],
            reference="P-9",
            actor=barn.cast.actor("wulan"),
        )


def test_a_count_books_what_was_lost_and_found(barn: Barn) -> None:
    sugar = barn.own(barn.sugar, 3_000, 100_000, name="a")
    coffee = barn.own(barn.coffee, 10_000, 200_000, name="b")
    consigned = barn.consigned(barn.sugar, 5_000, name="k")
    counted = [(sugar.pk, 2_000), (coffee.pk, 11_000), (consigned.pk, 4_000)]
    for _ in range(2):
        found = moving.count(
            reference="O-1", location_id=barn.shop, counted=counted, actor=barn.joko
        )
        assert (found.lost, found.found, found.differing) == (33_333, 20_000, 3)
    assert barn.stock(sugar) == (2_000, 66_667, 0)
    assert barn.stock(coffee) == (11_000, 220_000, 0)
    assert barn.stock(consigned) == (4_000, 0, 0)
    variance = books.account(unit="toko", role=Role.INVENTORY_VARIANCE)
    assert books.balance(variance.id) == 13_333
    assert barn.inventory() == 286_667
    record = Record.objects.get(name="stock.GoodsCounted")
    assert record.body["lost"] == 33_333
    whole()


def test_a_count_that_agrees_posts_nothing(barn: Barn) -> None:
    sugar = barn.own(barn.sugar, 3_000, 100_000, name="a")
    entries = Entry.objects.count()
    found = moving.count(
        reference="O-1", location_id=barn.shop, counted=[(sugar.pk, 3_000)], actor=barn.joko
    )
    assert (found.differing, found.entry_id) == (0, None)
    assert Entry.objects.count() == entries


def test_a_count_below_what_buyers_wait_for_is_refused(barn: Barn) -> None:
    sugar = barn.own(barn.sugar, 3_000, 100_000, name="a")
    reserving.reserve(reference="R-1", demands=[(barn.sugar.pk, 1_000)], location_id=barn.shop)
    before = written()
    with pytest.raises(errors.CountBelowReserved):
        moving.count(
            reference="O-1", location_id=barn.shop, counted=[(sugar.pk, 999)], actor=barn.joko
        )
    with pytest.raises(errors.NothingMoves):
        moving.count(reference="O-1", location_id=barn.shop, counted=[], actor=barn.joko)
    assert (written(), barn.stock(sugar)) == (before, (3_000, 100_000, 1_000))


def test_goods_found_where_none_were_left_are_worth_what_they_cost(barn: Barn) -> None:
    sugar = barn.own(barn.sugar, 3_000, 90_000, name="a", at=barn.store)
    move(barn, sugar.pk, 3_000, to=barn.shop)
    moving.count(
        reference="O-1", location_id=barn.store, counted=[(sugar.pk, 500)], actor=barn.joko
    )
    assert barn.stock(sugar, barn.store) == (500, 15_000, 0)
    whole()


def test_what_expires_soon_is_listed_first(barn: Barn) -> None:
    late = barn.own(barn.sugar, 1_000, 1_000, name="a", expires_on=date(2026, 12, 4))
    soon = barn.own(barn.sugar, 1_000, 1_000, name="b", expires_on=date(2026, 11, 20))
    barn.own(barn.sugar, 1_000, 1_000, name="c", expires_on=date(2027, 1, 1))
    assert [row.lot for row in queries.expiring()] == [soon, late]
