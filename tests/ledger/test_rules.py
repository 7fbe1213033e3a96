"""What makes an entry lawful, without a database."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from sokoguru.ledger.errors import (
    AmountTooLarge,
    EmptyLine,
    HoldExceeded,
    HoldUntouched,
    ReferenceUnfit,
    TooFewLines,
    Unbalanced,
)
from sokoguru.ledger.rules import (
    GENESIS,
    MOST,
    AccountRef,
    Draft,
    Fund,
    Kind,
    Posted,
    body_hash,
    check_entry,
    check_reference,
    check_taken,
    credit,
    debit,
    entry_digest,
    mirrored,
    natural_side,
    reversal_reference,
    seal_digest,
    without_empty,
)

CASH, SAVING = AccountRef(1, 7), AccountRef(2, 7)
SHOP, KEBAJIKAN = AccountRef(3, 8), AccountRef(4, 7, Fund.KEBAJIKAN)
ON = date(2026, 11, 24)


def test_a_balanced_entry_is_lawful() -> None:
    check_entry([debit(CASH, 5), credit(SAVING, 3), credit(SAVING, 2)])
    check_entry([debit(CASH, MOST), credit(SAVING, MOST)])


@pytest.mark.parametrize("other", [SHOP, KEBAJIKAN])
def test_units_and_funds_do_not_help_each_other_out(other: AccountRef) -> None:
    with pytest.raises(Unbalanced) as refused:
        check_entry([debit(CASH, 5), credit(other, 5)])
    assert refused.value.facts == {"unit": 7, "fund": "komersial", "off_by": 5}


def test_one_leg_is_refused_before_anything_else() -> None:
    with pytest.raises(TooFewLines) as refused:  # H10: one leg of 100
        check_entry([debit(CASH, 100)])
    assert refused.value.facts == {"count": 1}
    with pytest.raises(EmptyLine):
        check_entry([debit(CASH, 0), credit(SAVING, 0)])
    with pytest.raises(AmountTooLarge):
        check_entry([debit(CASH, MOST + 1), credit(SAVING, MOST + 1)])


def test_a_reversal_mirrors_every_line_and_keeps_its_place() -> None:
    lines = [debit(CASH, 5), credit(SAVING, 5)]
    assert mirrored(lines) == [credit(CASH, 5), debit(SAVING, 5)]
    assert mirrored(mirrored(lines)) == lines


def test_the_reference_of_a_reversal_never_grows_too_long() -> None:
    assert reversal_reference(reference="A1", entry_id=9) == "balik:A1"
    assert reversal_reference(reference="x" * 74, entry_id=9) == "balik:" + "x" * 74
    assert reversal_reference(reference="x" * 75, entry_id=9) == "balik:entri:9"


@pytest.mark.parametrize("reference", ["", "x" * 81, "a\0b", "a\nb"])
def test_a_reference_that_cannot_be_read_back_is_refused(reference: str) -> None:
    with pytest.raises(ReferenceUnfit):
        check_reference(reference)


def test_references_of_one_to_eighty_characters_are_taken() -> None:
    for reference in ("1", "x" * 80, "setoran:Bu Siti 24/11"):
        check_reference(reference)


def test_the_same_lines_in_another_order_are_the_same_body() -> None:
    one = body_hash(on=ON, lines=[debit(CASH, 5), credit(SAVING, 5)])
    assert body_hash(on=ON, lines=[credit(SAVING, 5), debit(CASH, 5)]) == one
    others = {
        body_hash(on=ON, lines=[debit(CASH, 6), credit(SAVING, 6)]),
        body_hash(on=ON, lines=[credit(CASH, 5), debit(SAVING, 5)]),
        body_hash(on=date(2026, 11, 25), lines=[debit(CASH, 5), credit(SAVING, 5)]),
        body_hash(on=ON, lines=[debit(CASH, 5), credit(SAVING, 5)], reverses_id=1),
    }
    assert one not in others
    assert len(others) == 4


def test_lines_of_nothing_are_left_out() -> None:
    assert without_empty([debit(CASH, 0), debit(CASH, 1)]) == [debit(CASH, 1)]


def test_debit_raises_assets_and_expenses_only_and_contra_turns_it_round() -> None:
    sides = {kind: natural_side(kind, contra=False) for kind in Kind}
    assert [kind for kind, side in sides.items() if side == 1] == [Kind.ASSET, Kind.EXPENSE]
    assert {kind: -natural_side(kind, contra=True) for kind in Kind} == sides


@pytest.mark.parametrize(
    ("side", "lines"),
    [
        (-1, [debit(SAVING, 15), credit(CASH, 15)]),
        (1, [debit(CASH, 15), credit(SAVING, 15)]),
    ],
)
def test_a_hold_gives_out_at_most_what_it_holds(side: int, lines: list[Draft]) -> None:
    account = SAVING.id
    check_taken(hold_id=1, account_id=account, held=15, side=side, lines=lines)
    with pytest.raises(HoldExceeded) as refused:
        check_taken(hold_id=1, account_id=account, held=14, side=side, lines=lines)
    assert refused.value.facts == {"held": 14, "asked": 15}
    with pytest.raises(HoldUntouched):
        check_taken(hold_id=1, account_id=account, held=15, side=side, lines=mirrored(lines))
    with pytest.raises(HoldUntouched):
        check_taken(hold_id=1, account_id=99, held=15, side=side, lines=lines)


POSTED = Posted(
    id=1,
    reference="A1",
    on=ON,
    at=datetime(2026, 11, 24, 5, tzinfo=UTC),
    period_id=11,
    late=False,
    memo="setoran",
    actor_kind="staff",
    actor_id=3,
    actor_name="Deni",
    reverses_id=None,
)
LINES = [debit(CASH, 5), credit(SAVING, 5)]
OTHERWISE = {
    "id": 2,
    "reference": "A2",
    "on": date(2026, 11, 23),
    "at": POSTED.at + timedelta(microseconds=1),
    "period_id": 12,
    "late": True,
    "memo": "tarikan",
    "actor_kind": "member",
    "actor_id": 4,
    "actor_name": "Dewi",
    "reverses_id": 1,
}


@pytest.mark.parametrize("fact", sorted(OTHERWISE))
def test_every_fact_of_an_entry_is_sealed(fact: str) -> None:
    facts = {name: getattr(POSTED, name) for name in Posted.__slots__}
    assert set(facts) == set(OTHERWISE)
    other = Posted(**{**facts, fact: OTHERWISE[fact]})
    assert entry_digest(other, LINES) != entry_digest(POSTED, LINES)


@pytest.mark.parametrize(
    "lines",
    [
        [],
        LINES[:1],
        LINES[::-1],
        [*LINES, *LINES],
        [debit(CASH, 6), credit(SAVING, 6)],
        [debit(SHOP, 5), credit(SAVING, 5)],
        [debit(AccountRef(1, 8), 5), credit(SAVING, 5)],
        [debit(AccountRef(1, 7, Fund.INFAK), 5), credit(SAVING, 5)],
    ],
)
def test_every_line_of_an_entry_is_sealed(lines: list[Draft]) -> None:
    assert entry_digest(POSTED, lines) != entry_digest(POSTED, LINES)


def test_an_instant_is_sealed_the_same_from_any_time_zone() -> None:
    facts = {name: getattr(POSTED, name) for name in Posted.__slots__}
    wib = POSTED.at.astimezone(timezone(timedelta(hours=7)))
    assert entry_digest(Posted(**{**facts, "at": wib}), LINES) == entry_digest(POSTED, LINES)


def test_a_seal_holds_its_entries_in_order_and_the_seal_before_it() -> None:
    one, two = b"1" * 32, b"2" * 32
    seals = {
        seal_digest(previous=previous, digests=digests)
        for previous in (GENESIS, one)
        for digests in ([one, two], [two, one], [one], [])
    }
    assert len(seals) == 8
