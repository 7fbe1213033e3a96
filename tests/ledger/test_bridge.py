"""Units meet only through inter-unit accounts (TV-55)."""

from sokoguru.ledger.rules import AccountRef, Draft, bridged, check_entry, credit, debit

TOKO, USPPS, INDUK = 1, 2, 3
SAVING = AccountRef(10, USPPS)
SALES = AccountRef(11, TOKO)
POKOK = AccountRef(12, INDUK)
RK = {
    (one, other): AccountRef(100 + 10 * one + other, one)
    for one in (TOKO, USPPS, INDUK)
    for other in (TOKO, USPPS, INDUK)
    if one != other
}


def amounts(lines: list[Draft]) -> dict[int, int]:
    return {line.account_id: line.amount for line in lines}


def test_a_purchase_paid_from_savings_crosses_the_units() -> None:
    lines = bridged([debit(SAVING, 50_000), credit(SALES, 50_000)], RK)
    check_entry(lines)
    assert amounts(lines) == {10: 50_000, 11: -50_000, 121: -50_000, 112: 50_000}


def test_three_units_are_bridged_pair_by_pair() -> None:
    lines = bridged([debit(SAVING, 70), credit(SALES, 50), credit(POKOK, 20)], RK)
    check_entry(lines)
    assert amounts(lines) == {
        10: 70, 11: -50, 12: -20, 121: -50, 112: 50, 123: -20, 132: 20,
    }  # fmt: skip


def test_what_balances_already_gets_no_bridge() -> None:
    lines = [debit(SAVING, 5), credit(AccountRef(13, USPPS), 5)]
    assert bridged(lines, RK) == lines
