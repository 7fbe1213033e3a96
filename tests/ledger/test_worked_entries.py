"""Worked numbers of the field as journal lines: TV-53, TV-54, TV-55, H4, H7, H8."""

import pytest

from sokoguru.kernel.refs import SubjectRef
from sokoguru.ledger import queries
from sokoguru.ledger.actions import chart
from sokoguru.ledger.actions.posting import NewEntry, post_batch, reverse_entry
from sokoguru.ledger.errors import BelowFloor
from sokoguru.ledger.invariants import books_balance, entries_sum_to_zero
from sokoguru.ledger.rules import AccountRef, Business, Kind, credit, debit
from tests.ledger.conftest import TODAY, Desk, Happened, SmallBook, refused


def opened(
    unit: str, role: str, code: str, kind: Kind, *, floor: int | None = None, contra: bool = False
) -> AccountRef:
    row = chart.open_account(
        unit=unit, role=role, code=code, name=role, kind=kind, floor=floor, contra=contra
    )
    return queries.ref(row)


def standing(*accounts: AccountRef) -> list[int]:
    return [queries.balance(account.id) for account in accounts]


def test_tv53_what_a_candidate_pays_becomes_equity_at_admission(
    book: SmallBook, desk: Desk
) -> None:
    titipan = opened("uspps", "titipan_anggota", "2-1401", Kind.LIABILITY, floor=0)
    pokok = opened("uspps", "simpanan_pokok", "3-1001", Kind.EQUITY, floor=0)
    wajib = opened("uspps", "simpanan_wajib", "3-1002", Kind.EQUITY, floor=0)
    desk.move(120_000, into=book.cash, out_of=titipan)
    assert standing(book.cash, titipan, pokok, wajib) == [120_000, 120_000, 0, 0]
    desk.post(debit(titipan, 120_000), credit(pokok, 100_000), credit(wajib, 20_000))
    assert standing(book.cash, titipan, pokok, wajib) == [120_000, 0, 100_000, 20_000]
    desk.move(120_000, into=book.cash, out_of=titipan)  # a second candidate, who is refused
    desk.move(120_000, into=titipan, out_of=book.cash)
    assert standing(book.cash, titipan, pokok, wajib) == [120_000, 0, 100_000, 20_000]
    with refused(BelowFloor, account_id=titipan.id, available=0):  # and is not paid back twice
        desk.move(120_000, into=titipan, out_of=book.cash)


def test_tv54_consigned_goods_earn_the_ujrah_only_and_a_return_mirrors_a_quarter(
    book: SmallBook, desk: Desk
) -> None:
    chart.open_account(
        unit="toko",
        role="utang_konsinyasi",
        code="2-1301",
        name="Utang konsinyasi",
        kind=Kind.LIABILITY,
        has_leaves=True,
    )
    maker = chart.open_leaf(
        unit="toko",
        role="utang_konsinyasi",
        subject=SubjectRef("members.member", 1),
        name="Bu Siti",
    )
    ujrah = opened("toko", "ujrah_konsinyasi", "5-1201", Kind.INCOME)
    stock = opened("toko", "persediaan", "1-1401", Kind.ASSET, floor=0)
    desk.post(
        debit(book.shop_cash, 120_000),
        credit(maker, 105_600),
        credit(ujrah, 14_400, Business.NON_MEMBER),
    )
    assert standing(book.shop_cash, maker, ujrah, stock) == [120_000, 105_600, 14_400, 0]
    desk.post(
        credit(book.shop_cash, 30_000),
        debit(maker, 26_400),
        debit(ujrah, 3_600, Business.NON_MEMBER),
    )
    assert standing(book.shop_cash, maker, ujrah, stock) == [90_000, 79_200, 10_800, 0]
    income = queries.business_totals(since=TODAY, until=TODAY)
    assert income == {"non_member": 10_800}


def test_tv55_a_purchase_paid_from_savings_crosses_units_by_their_own_accounts(
    book: SmallBook, desk: Desk
) -> None:
    rk_toko = opened("uspps", "rk_toko", "1-1901", Kind.ASSET)
    rk_uspps = opened("toko", "rk_uspps", "1-1901", Kind.ASSET)
    desk.move(80_000, into=book.cash, out_of=book.siti)
    desk.post(
        debit(book.siti, 50_000),
        credit(rk_toko, 50_000),
        debit(rk_uspps, 50_000),
        credit(book.shop_sales, 50_000, Business.MEMBER),
    )
    assert standing(book.siti, rk_toko, rk_uspps) == [30_000, -50_000, 50_000]
    assert standing(rk_toko)[0] + standing(rk_uspps)[0] == 0
    assert queries.business_totals(since=TODAY, until=TODAY) == {"member": 50_000}
    per_unit = {
        unit: sum(row.total for row in queries.trial_balance(unit=unit))
        for unit in ("uspps", "toko")
    }
    assert per_unit == {"uspps": 0, "toko": 0}
    assert entries_sum_to_zero().ok
    assert books_balance().ok


def test_h4_one_bad_link_of_five_undoes_the_chain(book: SmallBook, desk: Desk) -> None:
    def link(place: int, amount: int) -> NewEntry:
        into, out_of = (book.siti, book.cash) if place == 3 else (book.cash, book.siti)
        lines = [debit(into, amount), credit(out_of, amount)]
        return NewEntry(f"chain:{place}", TODAY, lines, Happened(amount))

    # A batch is judged as a whole, so the third link asks for more than all of it brings.
    chain = [link(place, 1_000 if place == 3 else 10) for place in range(1, 6)]
    with refused(BelowFloor):
        post_batch(entries=chain, actor=desk.actor)
    chain[2] = link(3, 15)
    assert post_batch(entries=chain, actor=desk.actor) == 5
    assert standing(book.siti) == [25]


def test_h7_unrealised_gains_turn_into_one_realised_gain(book: SmallBook, desk: Desk) -> None:
    capital = opened("toko", "capital", "3-2001", Kind.EQUITY)
    asset = opened("toko", "investment", "1-2001", Kind.ASSET, floor=0)
    unrealised = opened("toko", "unrealised_gain", "5-3001", Kind.INCOME)
    realised = opened("toko", "realised_gain", "5-3002", Kind.INCOME)
    cash = book.shop_cash
    desk.move(100_000, into=cash, out_of=capital)
    desk.move(100_000, into=asset, out_of=cash)
    desk.move(10_000, into=asset, out_of=unrealised)
    desk.move(20_000, into=asset, out_of=unrealised)
    assert standing(cash, asset, unrealised, realised) == [0, 130_000, 30_000, 0]
    desk.post(
        debit(cash, 130_000),
        credit(asset, 130_000),
        debit(unrealised, 30_000),
        credit(realised, 30_000),
    )
    assert standing(cash, asset, unrealised, realised) == [130_000, 0, 0, 30_000]


def test_h8_a_prepaid_rent_is_used_up_month_by_month(book: SmallBook, desk: Desk) -> None:
    prepaid = opened("toko", "prepaid", "1-1603", Kind.ASSET, floor=0)
    rent = opened("toko", "rent", "6-1001", Kind.EXPENSE)
    desk.move(3_000, into=prepaid, out_of=book.shop_cash)
    left = []
    for _ in range(3):
        desk.move(1_000, into=rent, out_of=prepaid)
        left.append(queries.balance(prepaid.id))
    assert left == [2_000, 1_000, 0]
    assert standing(rent, book.shop_cash) == [3_000, -3_000]
    with refused(BelowFloor):
        desk.move(1_000, into=rent, out_of=prepaid)


@pytest.mark.parametrize("reason", ["salah rekening"])
def test_a_reversal_takes_back_every_unit_at_once(book: SmallBook, desk: Desk, reason: str) -> None:
    rk_toko = opened("uspps", "rk_toko", "1-1901", Kind.ASSET)
    rk_uspps = opened("toko", "rk_uspps", "1-1901", Kind.ASSET)
    desk.move(80_000, into=book.cash, out_of=book.siti)
    paid = desk.post(
        debit(book.siti, 50_000),
        credit(rk_toko, 50_000),
        debit(rk_uspps, 50_000),
        credit(book.shop_sales, 50_000, Business.MEMBER),
    )
    reverse_entry(entry_id=paid.id, reason=reason, actor=desk.actor)
    assert standing(book.siti, rk_toko, rk_uspps, book.shop_sales) == [80_000, 0, 0, 0]
    assert queries.business_totals(since=TODAY, until=TODAY) == {"member": 0}
