"""Seals: what was committed cannot be rewritten without showing, not even by the owner."""

from collections.abc import Iterator
from threading import Barrier

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from sokoguru.ledger.actions import closing, posting
from sokoguru.ledger.actions.posting import NewEntry
from sokoguru.ledger.invariants import SealReport, seals_are_whole, verify_seals
from sokoguru.ledger.models import Entry, Seal, SealedEntry
from sokoguru.ledger.rules import credit, debit
from tests import databases
from tests.ledger.books import TELLER, Committed, founded, in_threads
from tests.ledger.conftest import TODAY, Desk, Happened, SmallBook, everything


@pytest.fixture
def sealed(committed: str) -> Committed:
    """Three seals: of the entries E0 and E1, of E2 and E3, of E4; E5 is not sealed yet."""
    made = founded(committed)
    for first, count in [(0, 2), (2, 2), (4, 1)]:
        with made.open() as desk:
            for place in range(first, first + count):
                _enter(made.book, desk, f"E{place}")
        with made.open():
            assert closing.seal_entries() == count
    with made.open() as desk:
        _enter(made.book, desk, "E5")
    return made


def _enter(book: SmallBook, desk: Desk, reference: str) -> None:
    desk.post(debit(book.cash, 5), credit(book.siti, 5), reference=reference)


def report(made: Committed) -> SealReport:
    with made.open():
        return verify_seals()


def tamper(made: Committed, table: str, *statements: str) -> None:
    """What only the owner can do: switch the triggers off, rewrite, switch them on."""
    with databases.owner_connection(made.database) as owner:
        owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for statement in statements:
            assert owner.execute(statement).rowcount > 0, statement
        owner.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def entry_id(made: Committed, reference: str) -> int:
    with made.open():
        return int(Entry.objects.get(reference=reference).pk)


def test_an_untouched_chain_is_whole_and_what_is_not_sealed_is_counted(sealed: Committed) -> None:
    assert report(sealed) == SealReport(seals=3, entries=5, unsealed=1, broken=[])
    with sealed.open():
        finding = seals_are_whole()
    assert (finding.ok, finding.checked) == (True, 5)


CHANGED_ROWS = {
    "the amounts": ("ledger_line", "UPDATE ledger_line SET amount = 2 * amount WHERE {of}"),
    "whose account": (
        "ledger_line",
        "UPDATE ledger_line SET account_id = {budi} WHERE {of} AND amount < 0",
    ),
    "with whom": ("ledger_line", "UPDATE ledger_line SET business = 'member' WHERE {of}"),
    "the lines": ("ledger_line", "DELETE FROM ledger_line WHERE {of}"),
    "one more line": (
        "ledger_line",
        "INSERT INTO ledger_line (cooperative_id, entry_id, account_id, unit_id, fund, amount) "
        "SELECT cooperative_id, entry_id, account_id, unit_id, fund, amount FROM ledger_line "
        "WHERE {of}",
    ),
    "the date": ("ledger_entry", "UPDATE ledger_entry SET \"on\" = '2026-11-01' WHERE id = {id}"),
    "the instant": ("ledger_entry", "UPDATE ledger_entry SET at = at + '1 s' WHERE id = {id}"),
    "the reference": ("ledger_entry", "UPDATE ledger_entry SET reference = 'E9' WHERE id = {id}"),
    "who did it": ("ledger_entry", "UPDATE ledger_entry SET actor_name = 'Dewi' WHERE id = {id}"),
    "the words": ("ledger_entry", "UPDATE ledger_entry SET memo = 'lain' WHERE id = {id}"),
}  # fmt: skip


@pytest.mark.parametrize("what", sorted(CHANGED_ROWS))
def test_the_first_entry_whose_rows_were_changed_is_named(sealed: Committed, what: str) -> None:
    table, statement = CHANGED_ROWS[what]
    second, fourth = entry_id(sealed, "E1"), entry_id(sealed, "E3")
    for id in (fourth, second):
        if what == "the reference" and id == fourth:
            continue  # two entries cannot have one reference
        tamper(
            sealed, table, statement.format(id=id, of=f"entry_id = {id}", budi=sealed.book.budi.id)
        )
    broken = report(sealed).broken
    assert broken[0].startswith(f"entri {second} (")
    assert len(broken) == (1 if what == "the reference" else 2)


def test_a_change_to_an_entry_that_no_seal_names_is_not_the_seals_business(
    sealed: Committed,
) -> None:
    tamper(
        sealed,
        "ledger_entry",
        f"UPDATE ledger_entry SET memo = 'lain' WHERE id = {entry_id(sealed, 'E5')}",
    )
    assert report(sealed) == SealReport(seals=3, entries=5, unsealed=1, broken=[])


def test_an_entry_that_was_taken_out_with_its_lines_is_named(sealed: Committed) -> None:
    gone = entry_id(sealed, "E2")
    with databases.owner_connection(sealed.database) as owner:
        for table in ("ledger_line", "ledger_entry", "ledger_sealedentry"):
            owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        owner.execute(
            "ALTER TABLE ledger_sealedentry DROP CONSTRAINT ledger_sealedentry_entry_id_own"
        )
        owner.execute("DELETE FROM ledger_line WHERE entry_id = %s", [gone])
        owner.execute("DELETE FROM ledger_entry WHERE id = %s", [gone])
    assert report(sealed).broken == [f"entri {gone}: hilang setelah disegel"]


def test_an_entry_that_is_slipped_in_shows_in_the_count(sealed: Committed) -> None:
    with databases.owner_connection(sealed.database) as owner:
        owner.execute("ALTER TABLE ledger_entry DISABLE TRIGGER USER")
        owner.execute(
            "INSERT INTO ledger_entry (cooperative_id, period_id, reference, body_hash, "
            '"on", at, late, memo, actor_kind, actor_id, actor_name) '
            "SELECT cooperative_id, period_id, 'sisipan', body_hash, "
            '"on", at, late, memo, actor_kind, actor_id, actor_name '
            "FROM ledger_entry WHERE reference = 'E0'"
        )
    assert report(sealed).unsealed == 2


DROP = "DELETE FROM ledger_sealedentry"
CHAIN = {
    "a link is taken out of the middle": (
        [f"{DROP} WHERE seal_id = {{two}}", "DELETE FROM ledger_seal WHERE id = {two}"],
        "segel 3: rantai terputus",
    ),
    "a link is rewritten": (
        ["UPDATE ledger_seal SET digest = sha256(digest) WHERE id = {two}"],
        "segel 2: isi tidak cocok dengan segelnya",
    ),
    "a link is rewritten with what follows": (
        ["UPDATE ledger_seal SET previous = sha256(previous) WHERE id = {two}"],
        "segel 2: rantai terputus",
    ),
    "an entry is dropped from a link": (
        [f"{DROP} WHERE seal_id = {{two}} AND position = 0"],
        "segel 2: isi tidak cocok dengan segelnya",
    ),
    "two entries change places": (
        ["UPDATE ledger_sealedentry SET position = 1 - position WHERE seal_id = {two}"],
        "segel 2: isi tidak cocok dengan segelnya",
    ),
    "the end is cut off": (
        [f"{DROP} WHERE seal_id = {{three}}", "DELETE FROM ledger_seal WHERE id = {three}"],
        "segel 3: hilang dari ujung rantai",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", sorted(CHAIN))
def test_a_chain_that_was_cut_or_rewritten_shows(sealed: Committed, what: str) -> None:
    statements, expected = CHAIN[what]
    with sealed.open():
        two, three = Seal.objects.order_by("number").values_list("pk", flat=True)[1:]
    with databases.owner_connection(sealed.database) as owner:
        for table in ("ledger_seal", "ledger_sealedentry"):
            owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for statement in statements:
            assert owner.execute(statement.format(two=two, three=three)).rowcount > 0
    assert expected in report(sealed).broken


def test_an_entry_that_commits_late_below_a_sealed_one_is_sealed_next(committed: str) -> None:
    made = founded(committed)
    late, early = Barrier(2), Barrier(2)

    def act(place: int) -> object:
        if place == 0:  # takes its id first, commits last
            with made.open() as desk:
                _enter(made.book, desk, "slow")
                late.wait(timeout=60)
                early.wait(timeout=60)
            return "slow"
        late.wait(timeout=60)
        with made.open() as desk:
            desk.post(debit(made.book.deposits, 5), credit(made.book.budi, 5), reference="quick")
        with made.open():
            sealed = closing.seal_entries()
        early.wait(timeout=60)
        return sealed

    assert in_threads(2, act) == ["slow", 1]
    assert entry_id(made, "slow") < entry_id(made, "quick")
    with made.open():
        assert [closing.seal_entries() for _ in range(2)] == [1, 0]
        assert verify_seals() == SealReport(seals=2, entries=2, unsealed=0, broken=[])


def test_two_sealers_take_turns(committed: str) -> None:
    made, barrier = founded(committed), Barrier(4)
    with made.open() as desk:
        for place in range(7):
            _enter(made.book, desk, f"E{place}")

    def act(place: int) -> object:
        barrier.wait(timeout=60)
        with made.open():
            return closing.seal_entries()

    assert sorted(map(str, in_threads(4, act))) == ["0", "0", "0", "7"]
    assert report(made) == SealReport(seals=1, entries=7, unsealed=0, broken=[])


@pytest.fixture
def many(book: SmallBook, desk: Desk) -> Iterator[SmallBook]:
    """2,300 entries."""
    for start in range(0, 2_300, 1_000):
        batch = [
            NewEntry(f"E{n}", TODAY, [debit(book.cash, n), credit(book.siti, n)], Happened(n))
            for n in range(start + 1, min(start + 1_000, 2_300) + 1)
        ]
        posting.post_batch(entries=batch, actor=TELLER)
    return book  # type: ignore[return-value]


def test_sealing_and_verifying_ask_the_same_few_questions_however_many_entries(
    many: SmallBook,
) -> None:
    with CaptureQueriesContext(connections["cell_001"]) as asked:
        assert [closing.seal_entries() for _ in range(4)] == [1_000, 1_000, 300, 0]
    assert len(asked) <= 4 * 14, len(asked)
    with CaptureQueriesContext(connections["cell_001"]) as asked:
        assert verify_seals() == SealReport(seals=3, entries=2_300, unsealed=0, broken=[])
    assert len(asked) <= 3 + 3 * 3, len(asked)
    assert SealedEntry.objects.count() == 2_300


def test_sealing_nothing_changes_nothing(book: SmallBook) -> None:
    before = everything()
    assert closing.seal_entries() == 0
    assert everything() == before
