"""Money set aside: H1, H2, H3 and H5, the two-phase transfers of other ledgers, by our rules."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta

import pytest

from sokoguru.kernel import clock
from sokoguru.kernel.refusals import NotFound
from sokoguru.ledger import queries
from sokoguru.ledger.actions import holds
from sokoguru.ledger.errors import (
    BelowFloor,
    EmptyLine,
    HoldExceeded,
    HoldSettled,
    HoldUntouched,
    PeriodMissing,
    ReferenceReused,
    UnknownAccount,
)
from sokoguru.ledger.invariants import balances_equal_lines
from sokoguru.ledger.models import Balance, Hold
from sokoguru.ledger.rules import AccountRef, Draft, credit, debit
from tests.conftest import NOON
from tests.ledger.conftest import Desk, Happened, SmallBook, everything, refused


@pytest.fixture(autouse=True)
def _still_whole(book: SmallBook) -> Iterator[None]:
    """After every test each open hold is counted once."""
    yield
    assert balances_equal_lines().broken == []


@pytest.fixture
def rich(book: SmallBook, desk: Desk) -> SmallBook:
    """Siti has 100 in her savings."""
    desk.move(100, into=book.cash, out_of=book.siti)
    return book


def held(account: AccountRef) -> int:
    row = Balance.objects.get(account_id=account.id)
    return row.credit_held if row.side == 1 else row.debit_held


def out(book: SmallBook, amount: int) -> list[Draft]:
    return [debit(book.siti, amount), credit(book.cash, amount)]


@contextmanager
def later(seconds: int) -> Iterator[datetime]:
    at = NOON + timedelta(seconds=seconds)
    with clock.frozen(at):
        yield at


def hold(book: SmallBook, amount: int, reference: str, seconds: int | None = None) -> Hold:
    expires = None if seconds is None else NOON + timedelta(seconds=seconds)
    return holds.place_hold(
        account=book.siti, amount=amount, reference=reference, expires_at=expires
    )


def test_h1_posted_part_posted_voided_and_expired_holds_add_up(rich: SmallBook, desk: Desk) -> None:
    desk.post(*out(rich, 15))
    placed = [
        hold(rich, amount, f"h{place}", 1 if place == 2 else None)
        for place, amount in enumerate([15, 15, 15, 7, 1, 1])
    ]
    assert (held(rich.siti), 100 - queries.balance(rich.siti.id)) == (54, 15)
    assert queries.available(rich.siti.id) == 31
    with later(1):
        desk.post_hold(placed[0], *out(rich, 13), reference="p0")
        holds.void_hold(hold_id=placed[1].pk)
        with refused(HoldSettled, state="expired"):
            desk.post_hold(placed[2], *out(rich, 15), reference="p2")
        assert holds.expire_holds() == 1
        desk.post_hold(placed[3], *out(rich, 7), reference="p3")
        desk.post_hold(placed[4], *out(rich, 1), reference="p4")
        with refused(
            HoldUntouched
        ):  # an entry of nothing posts nothing; the hold is let go instead
            desk.post_hold(placed[5], *out(rich, 0), reference="p5")
        holds.void_hold(hold_id=placed[5].pk)
    assert (held(rich.siti), 100 - queries.balance(rich.siti.id)) == (0, 36)
    states = Hold.objects.order_by("id").values_list("state", flat=True)
    assert list(states) == ["posted", "voided", "expired", "posted", "posted", "voided"]


def test_h2_no_more_is_posted_than_was_held(rich: SmallBook, desk: Desk) -> None:
    mine = hold(rich, 15, "h")
    with refused(HoldExceeded, held=15, asked=16):
        desk.post_hold(mine, *out(rich, 16), reference="p")
    with refused(HoldUntouched, hold_id=mine.pk):
        desk.post_hold(mine, debit(rich.cash, 5), credit(rich.siti, 5), reference="p")
    with refused(HoldUntouched):
        desk.post_hold(mine, debit(rich.cash, 5), credit(rich.deposits, 5), reference="p")


def test_h2_a_settled_hold_stays_settled(rich: SmallBook, desk: Desk) -> None:
    posted, voided, expired = hold(rich, 5, "a"), hold(rich, 5, "b"), hold(rich, 5, "c", 1)
    first = desk.post_hold(posted, *out(rich, 5), reference="p")
    holds.void_hold(hold_id=voided.pk)
    with later(1):
        for gone, state in [(posted, "posted"), (voided, "voided"), (expired, "expired")]:
            with refused(HoldSettled, hold_id=gone.pk, state=state):
                desk.post_hold(gone, *out(rich, 5), reference="another")
            with refused(HoldSettled, hold_id=gone.pk, state=state):
                holds.void_hold(hold_id=gone.pk)
        again = desk.post_hold(posted, *out(rich, 5), reference="p")
        assert (again.id, again.replayed) == (first.id, True)
        holds.expire_holds()
        with refused(HoldSettled, state="expired"):
            holds.void_hold(hold_id=expired.pk)


def test_h2_the_same_hold_is_placed_once(rich: SmallBook) -> None:
    first = hold(rich, 60, "h")
    before = everything()
    assert hold(rich, 60, "h").pk == first.pk
    assert everything() == before
    with refused(ReferenceReused, reference="h"):
        hold(rich, 61, "h")
    with refused(ReferenceReused, reference="h"):
        holds.place_hold(account=rich.budi, amount=60, reference="h")
    holds.void_hold(hold_id=first.pk)
    assert hold(rich, 60, "h").state == Hold.State.VOIDED


def test_h3_a_hold_above_what_is_left_is_refused_when_it_is_placed(
    rich: SmallBook, desk: Desk
) -> None:
    desk.post(*out(rich, 70))
    with refused(BelowFloor, account_id=rich.siti.id, available=30):
        hold(rich, 50, "h")
    hold(rich, 30, "h")
    with refused(BelowFloor, available=0):
        desk.post(*out(rich, 1))


def test_h5_five_holds_of_a_thousand_fit_into_five_thousand(book: SmallBook, desk: Desk) -> None:
    desk.move(5_000, into=book.cash, out_of=book.siti)
    for number in range(5):
        hold(book, 1_000, f"h{number}")
    with refused(BelowFloor, available=0):
        hold(book, 1_000, "h5")
    assert (queries.balance(book.siti.id), held(book.siti)) == (5_000, 5_000)


def test_an_asset_is_held_on_its_own_side(rich: SmallBook, desk: Desk) -> None:
    mine = holds.place_hold(account=rich.cash, amount=40, reference="kas")
    row = Balance.objects.get(account_id=rich.cash.id)
    assert (row.credit_held, row.debit_held) == (40, 0)
    with refused(BelowFloor, account_id=rich.cash.id, available=60):
        desk.move(61, into=rich.siti, out_of=rich.cash)
    desk.post_hold(mine, *out(rich, 40), reference="p")
    assert (held(rich.cash), queries.balance(rich.cash.id)) == (0, 60)


def test_what_is_posted_less_than_held_leaves_the_rest_free(rich: SmallBook, desk: Desk) -> None:
    mine = hold(rich, 100, "h")
    desk.post_hold(mine, *out(rich, 30), reference="p")
    assert queries.available(rich.siti.id) == 70


def test_a_refused_posting_leaves_the_hold_in_place(rich: SmallBook, desk: Desk) -> None:
    mine = hold(rich, 10, "h")
    desk.post(*out(rich, 1), reference="taken")
    with refused(ReferenceReused, reference="taken"):
        desk.post_hold(mine, *out(rich, 10), reference="taken")
    with refused(ReferenceReused, reference="taken"):  # the same body, but not of this hold
        desk.post_hold(mine, *out(rich, 1), reference="taken")
    with refused(PeriodMissing):
        holds.post_hold(
            hold_id=mine.pk,
            reference="p",
            on=date(2031, 1, 1),
            lines=out(rich, 10),
            event=Happened(1),
            actor=desk.actor,
        )
    assert held(rich.siti) == 10


def test_nothing_and_less_than_nothing_cannot_be_held(rich: SmallBook) -> None:
    for amount in (0, -1):
        with refused(EmptyLine):
            hold(rich, amount, "h")


def test_only_a_live_account_can_be_held(rich: SmallBook) -> None:
    for account in (rich.sales, AccountRef(1, 1)):
        with refused(UnknownAccount, accounts=[account.id]):
            holds.place_hold(account=account, amount=1, reference="h")
    with refused(NotFound):
        holds.void_hold(hold_id=1)


def test_holds_expire_in_batches_and_only_when_their_time_has_come(rich: SmallBook) -> None:
    for number in range(5):
        hold(rich, 10, f"h{number}", number + 1)
    hold(rich, 10, "ever")
    with later(4):
        assert [holds.expire_holds(limit=3) for _ in range(3)] == [3, 1, 0]
    assert held(rich.siti) == 20
