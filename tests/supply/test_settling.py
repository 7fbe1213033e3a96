"""Paying makers, taking a payment back, giving goods back: TV-54 to the rupiah, never twice."""

from uuid import uuid4

import pytest

from sokoguru.identity.errors import ActNotGranted, SamePerson
from sokoguru.ledger import queries as books
from sokoguru.ledger.errors import BelowFloor
from sokoguru.ledger.models import Entry, Line
from sokoguru.ledger.rules import AccountRef, Fund, Role, credit, debit
from sokoguru.stock.actions import lots
from sokoguru.stock.errors import Short
from sokoguru.supply import errors, queries
from sokoguru.supply.actions import settling
from sokoguru.supply.invariants import payables_equal_sales
from sokoguru.supply.models import GiveBack, Settlement
from sokoguru.supply.rules.entries import Owed, parted, settlement_lines
from tests.supply.conftest import Desk
from tests.supply.test_intake import KEY, whole

CASH, SAVINGS = Settlement.Into.CASH, Settlement.Into.SAVINGS


def settle(desk: Desk, key: str = "", **more: object) -> Settlement:
    asked = {"member_id": desk.wati, "into": CASH, "actor": desk.hasan, **more}
    return settling.settle(request_key=key or str(uuid4()), **asked)


def written() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Entry, Line, Settlement, GiveBack))


def test_what_was_sold_of_consigned_goods_is_paid_to_the_rupiah(desk: Desk) -> None:
    """TV-54: 4 kg at 30.000, ujrah 12 %: 105.600 are the maker's, 14.400 ours, stock is worth 0."""
    note = desk.take_in(desk.consigned())
    desk.sell(4_000)
    assert queries.owed(desk.wati) == Owed(consignment=105_600)
    assert [(row.name, row.owed.total) for row in queries.waiting()] == [("Wati", 105_600)]
    assert desk.balance(Role.UJRAH) == 14_400
    paper = settle(desk, KEY)
    assert (paper.consignment, paper.produce, paper.owed_before) == (105_600, 0, 105_600)
    assert desk.balance(Role.CASH) == 14_400
    assert queries.owed(desk.wati) == Owed()
    assert queries.waiting() == []
    lines = Line.objects.filter(entry_id=paper.entry_id).order_by("-amount")
    assert [(line.account.role, line.amount) for line in lines] == [
        (Role.CONSIGNMENT_PAYABLE, 105_600),
        (Role.CASH, -105_600),
    ]
    covered = queries.covered(paper)
    assert (covered.sold, covered.ujrah, covered.owed_of_sales, covered.sales) == (
        120_000,
        14_400,
        105_600,
        1,
    )
    assert desk.barn.stock(desk.lot(note)) == (6_000, 0, 0)
    whole()


def test_a_retried_payment_is_paid_once(desk: Desk) -> None:
    desk.take_in(desk.consigned())
    desk.sell(4_000)
    paper = settle(desk, KEY)
    before = written()
    assert settle(desk, KEY) == paper
    assert settle(desk, KEY, amount=105_600) == paper
    with pytest.raises(errors.ReferenceReused):
        settle(desk, KEY, amount=1)
    with pytest.raises(errors.NothingOwed):
        settle(desk)
    assert written() == before


def test_harvest_bought_is_paid_into_savings_across_units(desk: Desk) -> None:
    desk.take_in(desk.harvest())
    with pytest.raises(errors.NoSavings):
        settle(desk, into=SAVINGS)
    desk.open_savings()
    paper = settle(desk, into=SAVINGS, amount=1_000_000)
    assert (paper.consignment, paper.produce) == (0, 1_000_000)
    assert desk.balance(Role.SUKARELA, "uspps") == 1_000_000
    assert desk.balance(Role.PRODUCE_PAYABLE) == 6_805_590
    lines = Line.objects.filter(entry_id=paper.entry_id).order_by("account__unit_id", "-amount")
    assert [(row.account.unit.code, row.account.role, row.amount) for row in lines] == [
        ("toko", Role.PRODUCE_PAYABLE, 1_000_000),
        ("toko", "rk.uspps", -1_000_000),
        ("uspps", "rk.toko", 1_000_000),
        ("uspps", Role.SUKARELA, -1_000_000),
    ]
    assert queries.covered(paper).bought == 7_805_590
    assert settle(desk, into=SAVINGS).produce == 6_805_590
    whole()


@pytest.mark.parametrize("amount", [105_601, -1])
def test_more_than_is_owed_is_not_paid(desk: Desk, amount: int) -> None:
    desk.take_in(desk.consigned())
    desk.sell(4_000)
    before = written()
    with pytest.raises(errors.MoreThanSold):
        settle(desk, amount=amount)
    assert written() == before


def test_without_the_cash_nobody_is_paid(desk: Desk) -> None:
    desk.take_in(desk.harvest())
    before = written()
    with pytest.raises(BelowFloor):
        settle(desk)
    with pytest.raises(ActNotGranted):
        settle(desk, actor=desk.joko)
    assert written() == before


def test_goods_returned_after_the_maker_was_paid_are_made_good_by_the_next_sales(
    desk: Desk,
) -> None:
    desk.take_in(desk.consigned())
    sold = desk.sell(1_000)
    settle(desk)
    desk.fund(200_000)
    desk.take_back(sold)
    owed = queries.owed(desk.wati)
    assert (owed.consignment, owed.total, owed.ahead) == (-26_400, 0, 26_400)
    with pytest.raises(errors.NothingOwed):
        settle(desk)
    desk.sell(3_000, reference="J-2")
    assert queries.owed(desk.wati).total == 52_800
    assert settle(desk).consignment == 52_800
    whole()


def test_a_payment_is_taken_back_by_another_person_once(desk: Desk) -> None:
    desk.take_in(desk.consigned())
    desk.sell(4_000)
    paper = settle(desk)
    before = written()
    with pytest.raises(SamePerson):
        settling.reverse_settlement(settlement_id=paper.pk, reason="salah", actor=desk.hasan)
    assert written() == before
    ratna = desk.second_treasurer()
    back = settling.reverse_settlement(settlement_id=paper.pk, reason="salah orang", actor=ratna)
    assert (back.consignment, back.reverses_id) == (-105_600, paper.pk)
    assert queries.owed(desk.wati).consignment == 105_600
    again = settling.reverse_settlement(settlement_id=paper.pk, reason="lagi", actor=ratna)
    assert again == back
    assert settle(desk).consignment == 105_600
    assert queries.stand(desk.wati).paid == 105_600
    whole()


def give(desk: Desk, lot_id: int, quantity: int, key: str = "") -> GiveBack:
    return settling.give_back(
        lot_id=lot_id,
        location_id=desk.barn.shop,
        quantity=quantity,
        reason="tidak laku",
        request_key=key or str(uuid4()),
        actor=desk.joko,
    )


def test_unsold_consigned_goods_go_back_without_an_entry(desk: Desk) -> None:
    note = desk.take_in(desk.consigned())
    desk.sell(4_000)
    entries = Entry.objects.count()
    paper = give(desk, note.lot_id, 6_000, KEY)
    assert give(desk, note.lot_id, 6_000, KEY) == paper
    assert (paper.quantity, paper.value, paper.entry_id) == (6_000, 0, None)
    assert Entry.objects.count() == entries
    with pytest.raises(errors.ReferenceReused):
        give(desk, note.lot_id, 5_000, KEY)
    with pytest.raises(Short):
        give(desk, note.lot_id, 1)
    whole()


def test_bought_goods_go_back_while_they_are_unpaid(desk: Desk) -> None:
    note = desk.take_in(desk.harvest())
    half = give(desk, note.lot_id, 619_000)
    assert half.value == 3_902_795
    assert desk.balance(Role.PRODUCE_PAYABLE) == 3_902_795
    desk.fund(8_000_000)
    settle(desk)
    before = written()
    with pytest.raises(errors.AlreadyPaid):
        give(desk, note.lot_id, 619_000)
    assert written() == before
    whole()


def test_goods_from_outside_do_not_go_back_to_a_maker(desk: Desk) -> None:
    lot = desk.barn.own(desk.barn.coffee, 1_000, 20_000, name="luar")
    with pytest.raises(errors.NotTheMakers):
        give(desk, lot.pk, 1_000)


def test_the_check_finds_a_payable_that_no_sale_explains(desk: Desk) -> None:
    desk.take_in(desk.consigned())
    desk.sell(4_000)
    payable, ujrah = lots.payable_of(desk.wati), books.account(unit="toko", role=Role.UJRAH)
    desk._post("gelap", [debit(payable, 10), credit(ujrah, 10)])
    assert payables_equal_sales().broken == [
        f"pembuat {desk.wati}: utang konsinyasi 105590, mestinya 105600"
    ]


def test_a_payment_is_parted_consignment_first() -> None:
    assert parted(105_600, Owed(105_600, 50_000)) == Owed(105_600, 0)
    assert parted(120_000, Owed(105_600, 50_000)) == Owed(105_600, 14_400)
    assert parted(50_000, Owed(-5_000, 50_000)) == Owed(0, 50_000)
    for amount, owed in ((1, Owed(-5_000, 0)), (155_601, Owed(105_600, 50_000)), (0, Owed(1, 1))):
        with pytest.raises(errors.MoreThanSold):
            parted(amount, owed)


def test_the_lines_of_a_settlement_leave_out_what_is_not_owed() -> None:
    consignment, produce, cash = (AccountRef(id, 1, Fund.KOMERSIAL) for id in (1, 2, 3))
    lines = settlement_lines(Owed(0, 7), consignment=consignment, produce=produce, into=cash)
    assert [(line.account_id, line.amount) for line in lines] == [(2, 7), (3, -7)]
