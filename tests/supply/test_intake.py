"""Taking a maker's lot in: TV-36 to the rupiah, the akad word for word, refused and retried."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from sokoguru.audit.models import Record
from sokoguru.identity import actions as identity
from sokoguru.identity.errors import ActNotGranted, SamePerson
from sokoguru.kernel.refs import SYSTEM
from sokoguru.ledger import queries as books
from sokoguru.ledger.models import Entry, Line
from sokoguru.ledger.rules import Role
from sokoguru.stock.errors import NotWhole, UjrahOutOfRange
from sokoguru.stock.invariants import STOCK
from sokoguru.stock.models import Lot, Move
from sokoguru.supply import errors, queries
from sokoguru.supply.actions import intake, makers, purchases
from sokoguru.supply.actions.purchases import Purchase
from sokoguru.supply.invariants import SUPPLY
from sokoguru.supply.models import GradePrice, Intake
from tests.cast import FIRST
from tests.supply.conftest import Desk

KEY = "7f0e8a52-9f1b-4c3f-8a43-1d2b3c4d5e6f"


def whole() -> None:
    """Every invariant of stock and supply holds."""
    for invariant in (*STOCK, *SUPPLY):
        assert invariant().broken == []


def written() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Entry, Lot, Move, Intake, Record))


def test_a_harvest_is_bought_to_the_rupiah(desk: Desk) -> None:
    """TV-36: netto 1.238,0 kg into stock, 1.200,86 kg paid at 6.500: Rp7.805.590."""
    note = desk.take_in(desk.harvest(), KEY)
    assert (note.net, note.payable, note.price, note.amount) == (
        1_238_000,
        1_200_860,
        6_500,
        7_805_590,
    )
    lot = desk.lot(note)
    assert note.number == f"NT-{lot.code}"
    assert desk.barn.stock(lot) == (1_238_000, 7_805_590, 0)
    assert desk.barn.inventory() == 7_805_590
    assert desk.balance(Role.PRODUCE_PAYABLE) == 7_805_590
    assert (lot.consigned, lot.owner_member_id, lot.maker_member_id) == (False, None, desk.wati)
    assert (lot.village, lot.grade) == ("Sukamaju", "A")
    lines = Line.objects.filter(entry_id=note.entry_id).order_by("-amount")
    assert [(line.account.role, line.amount) for line in lines] == [
        (Role.INVENTORY, 7_805_590),
        (Role.PRODUCE_PAYABLE, -7_805_590),
    ]
    record = Record.objects.get(name="supply.HarvestBought")
    assert (record.entry_id, record.body["amount"]) == (note.entry_id, 7_805_590)
    whole()


def test_consigned_goods_stay_the_makers_under_an_akad(desk: Desk) -> None:
    entries = Entry.objects.count()
    note = desk.take_in(desk.consigned(), KEY)
    lot = desk.lot(note)
    assert Entry.objects.count() == entries
    assert (note.amount, note.entry_id, note.ujrah_percent) == (0, None, Decimal(12))
    assert (lot.consigned, lot.owner_member_id, lot.ujrah_rate) == (True, desk.wati, Decimal(12))
    assert desk.barn.stock(lot) == (10_000, 0, 0)
    assert note.akad == lot.terms
    for words in ("DSN-MUI 113/2017", "WAKALAH BIL UJRAH", "Wati", "10 kg Gula aren", "12%"):
        assert words in note.akad
    assert "Rp28.000 untuk anggota dan Rp30.000 untuk umum" in note.akad
    record = Record.objects.get(name="supply.GoodsConsigned")
    assert record.body["ujrah_percent"] == "12"
    assert desk.balance(Role.CONSIGNMENT_PAYABLE) == 0
    whole()


def test_a_retried_intake_is_one_intake_and_other_words_are_refused(desk: Desk) -> None:
    note = desk.take_in(desk.harvest(), KEY)
    before = written()
    assert desk.take_in(desk.harvest(), KEY) == note
    with pytest.raises(errors.ReferenceReused):
        desk.take_in(desk.harvest(gross=1_250_501), KEY)
    assert written() == before


def test_consignment_waits_until_the_maker_has_heard_the_akad(desk: Desk) -> None:
    before = written()
    with pytest.raises(errors.AkadNotRead):
        intake.take_in(harvest=desk.consigned(), request_key=KEY, actor=desk.joko)
    assert written() == before


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"tare": 1_250_500}, errors.TareTooHeavy),
        ({"deduction_percent": Decimal(100)}, errors.DeductionOutOfRange),
        ({"grade": "C"}, errors.GradeUnknown),
        ({"grade": ""}, errors.GradeUnknown),
        ({"ujrah_percent": Decimal(100)}, UjrahOutOfRange),
        ({"gross": 12_501, "deduction_percent": Decimal(99)}, errors.PriceTooSmall),
    ],
)
def test_what_is_not_in_order_is_refused_and_nothing_changed(
    desk: Desk, more: dict[str, object], refusal: type[Exception]
) -> None:
    before = written()
    with pytest.raises(refusal):
        desk.take_in(desk.harvest(**more))
    assert written() == before


def test_pieces_are_taken_in_whole(desk: Desk) -> None:
    whole_ones = replace(
        desk.consigned(), product_id=desk.barn.coffee.pk, gross=24_000, grade="", tare=0
    )
    assert desk.take_in(whole_ones).net == 24_000
    with pytest.raises(NotWhole):
        desk.take_in(replace(whole_ones, gross=24_500))


def test_nobody_weighs_the_own_harvest_and_a_cashier_weighs_none(desk: Desk) -> None:
    before = written()
    with pytest.raises(ActNotGranted):
        desk.take_in(desk.harvest(), actor=desk.cast.actor("wulan"))
    assert written() == before
    login = identity.open_login(
        user_id=desk.cast.users["Wati"].pk, name="Wati", member_id=desk.wati
    )
    identity.give_duty(login_id=login.pk, role="gudang", since=FIRST, actor=SYSTEM)
    before = written()
    with pytest.raises(SamePerson):
        desk.take_in(desk.harvest(), actor=replace(desk.cast.as_member("Wati"), kind="staff"))
    assert written() == before


def test_a_candidate_brings_nothing_yet(desk: Desk) -> None:
    desk.cast.member("Wati").__class__.objects.filter(pk=desk.wati).update(state="calon")
    with pytest.raises(errors.NotAMember):
        desk.take_in(desk.harvest())


def test_the_price_of_the_day_counts_and_the_same_day_corrects(desk: Desk) -> None:
    sugar = desk.barn.sugar.pk
    for price in (7_000, 7_100, 7_100):
        makers.set_grade_price(
            product_id=sugar, grade=" a ", price=price, since=date(2026, 11, 24), actor=desk.joko
        )
    makers.set_grade_price(
        product_id=sugar, grade="A", price=9_000, since=date(2026, 11, 25), actor=desk.joko
    )
    assert [(each.grade, each.price) for each in queries.grade_prices(sugar)] == [
        ("A", 7_100),
        ("B", 5_000),
    ]
    assert GradePrice.objects.filter(grade="A").count() == 3
    assert Record.objects.filter(name="supply.GradePriceSet").count() == 5
    assert desk.take_in(desk.harvest()).price == 7_100


def buy(desk: Desk, *, paid: bool, actor: str, key: str = KEY) -> Lot:
    return purchases.buy(
        purchase=Purchase(
            product_id=desk.barn.coffee.pk,
            location_id=desk.barn.store,
            quantity=24_000,
            amount=480_000,
            supplier="CV Sumber Rasa",
            paid=paid,
        ),
        request_key=key,
        actor=desk.cast.actor(actor),
    )


def test_goods_from_outside_are_owed_or_paid_from_the_shops_cash(desk: Desk) -> None:
    for _ in range(2):
        lot = buy(desk, paid=False, actor="joko")
    assert desk.barn.stock(lot, desk.barn.store) == (24_000, 480_000, 0)
    payable = books.account(unit="toko", role=Role.SUPPLIER_PAYABLE)
    assert books.balance(payable.id) == 480_000
    before = written()
    with pytest.raises(ActNotGranted):
        buy(desk, paid=True, actor="joko", key="lain")
    assert written() == before
    login = desk.cast.staff["joko"].login_id
    identity.give_duty(login_id=login, role="bendahara", since=FIRST, actor=SYSTEM)
    desk.fund(500_000)
    buy(desk, paid=True, actor="joko", key="lain")
    assert books.balance(books.account(unit="toko", role=Role.CASH).id) == 20_000
    whole()
