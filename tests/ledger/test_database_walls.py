"""The database's own refusals, by raw SQL in the two real roles, told apart by SQLSTATE."""

from datetime import date

import psycopg
import pytest

from sokoguru.ledger.actions import closing, holds
from tests import databases
from tests.ledger.books import Committed, database_of_its_own, founded

APPEND_ONLY = ["ledger_entry", "ledger_line", "ledger_seal", "ledger_sealedentry"]
CHANGES = [
    "UPDATE {table} SET cooperative_id = cooperative_id",
    "UPDATE {table} SET id = id + 1",
    "DELETE FROM {table}",
    "TRUNCATE {table}",
    "TRUNCATE {table} CASCADE",
]
OURS = "cooperative_id = current_setting('soko.cooperative_id')::bigint"
COUNTS = f"""
SELECT (SELECT count(*) FROM ledger_entry WHERE {OURS}),
       (SELECT count(*) FROM ledger_line WHERE {OURS}),
       (SELECT sum(amount) FROM ledger_line WHERE amount > 0 AND {OURS}),
       (SELECT count(*) FROM ledger_seal WHERE {OURS}),
       (SELECT count(*) FROM ledger_sealedentry WHERE {OURS}),
       (SELECT sum(debit_posted + credit_posted + debit_held + credit_held)
        FROM ledger_balance WHERE {OURS})
"""


@pytest.fixture(scope="module")
def standing() -> Committed:
    """Koperasi Melati with a deposit of 50,000, a hold of 10,000, a seal and a closed October."""
    with database_of_its_own() as name:
        made = founded(name)
        with made.open() as desk:
            desk.move(50_000, into=made.book.cash, out_of=made.book.siti)
            holds.place_hold(account=made.book.siti, amount=10_000, reference="h")
            closing.close_period(on=date(2026, 10, 1), actor=desk.actor)
            assert closing.seal_entries() == 1
    return made


def refusal(made: Committed, role: str, *statements: str) -> str | None:
    """The SQLSTATE that the last statement is refused with, in a transaction that never commits."""
    connect = databases.owner_connection if role == "soko_owner" else databases.app_connection
    with connect(made.database) as connection:
        assert connection.execute("SELECT current_user").fetchone() == (role,)
        connection.execute(f"SET LOCAL soko.cooperative_id = {made.cooperative.pk}")
        before = connection.execute(COUNTS).fetchone()
        assert before is not None
        assert before[:5] == (1, 2, 50_000, 1, 1)
        for statement in statements[:-1]:
            connection.execute(statement)
        try:
            connection.execute(statements[-1])
        except psycopg.Error as error:
            connection.rollback()
            connection.execute(f"SET LOCAL soko.cooperative_id = {made.cooperative.pk}")
            assert connection.execute(COUNTS).fetchone() == before, "refused, yet something changed"
            return error.sqlstate
        finally:
            connection.rollback()
    return None


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("change", CHANGES)
def test_what_was_written_is_never_edited_deleted_or_emptied(
    standing: Committed, table: str, change: str
) -> None:
    statement = change.format(table=table)
    assert refusal(standing, "soko_app", statement) == "42501"
    # TRUNCATE without CASCADE trips over the foreign keys first, where a table has children.
    expected = {"SK004", "0A000"} if change.endswith("{table}") else {"SK004"}
    assert refusal(standing, "soko_owner", statement) in expected


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_the_applications_role_cannot_take_the_guards_away(standing: Committed, table: str) -> None:
    for statement in (
        f"ALTER TABLE {table} DISABLE TRIGGER never_changed",
        f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
        f"DROP TABLE {table} CASCADE",
    ):
        assert refusal(standing, "soko_app", statement) == "42501"
    assert refusal(standing, "soko_app", "SET session_replication_role = replica") == "42501"


@pytest.mark.parametrize("parent", ["ledger_account", "ledger_period", "ledger_book"])
def test_emptying_a_parent_does_not_empty_the_books(standing: Committed, parent: str) -> None:
    assert refusal(standing, "soko_app", f"TRUNCATE {parent} CASCADE") == "42501"
    assert refusal(standing, "soko_owner", f"TRUNCATE {parent} CASCADE") == "SK004"


def entry_with(
    made: Committed,
    lines: list[str],
    *,
    on: str = "2026-11-24",
    period: str = "2026-11-01",
    owner: int | None = None,
) -> str:
    """One statement that writes an entry with these lines, past every action."""
    whose = owner or made.cooperative.pk
    written = " UNION ALL ".join(
        f"SELECT {whose}, entry.id, {line} FROM entry"  # account, unit, fund, amount
        for line in lines
    )
    head = f"""
        WITH entry AS (
            INSERT INTO ledger_entry (cooperative_id, period_id, reference, body_hash, "on", at,
                                      late, memo, actor_kind, actor_id, actor_name)
            SELECT {whose}, id, 'raw', ''::bytea, '{on}', now(), false, '', 'staff', 1, 'x'
            FROM ledger_period
            WHERE starts_on = '{period}' AND cooperative_id = {made.cooperative.pk} RETURNING id
        )"""
    if not lines:
        return head + " SELECT id FROM entry"
    return f"""{head}
        INSERT INTO ledger_line (cooperative_id, entry_id, account_id, unit_id, fund, amount)
        {written}"""


def line(account: object, amount: int, *, unit: int | None = None, fund: str = "komersial") -> str:
    id, home = account.id, account.unit_id  # type: ignore[attr-defined]
    return f"{id}::bigint, {unit or home}::bigint, '{fund}', {amount}::bigint"


@pytest.mark.parametrize("role", ["soko_app", "soko_owner"])
def test_raw_entries_are_held_to_the_law_of_the_books(standing: Committed, role: str) -> None:
    book = standing.book
    cash, deposits = line(book.cash, 5), line(book.deposits, -5)

    def state(lines: list[str], **more: str) -> str | None:
        return refusal(standing, role, entry_with(standing, lines, **more))

    assert state([cash, deposits]) is None
    assert state([cash, line(book.deposits, -4)]) == "SK003"
    assert state([cash, line(book.shop_cash, -5)]) == "SK003"
    assert state([cash, line(book.kebajikan, -5, fund="kebajikan")]) == "SK003"
    assert state([line(book.cash, 0), line(book.deposits, 0)]) == "23514"
    assert state([cash]) == "SK007"
    assert state([]) == "SK007"
    assert state([cash, deposits], on="2026-10-31", period="2026-10-01") == "SK002"
    assert state([cash, deposits], on="2026-10-31") == "SK002"


@pytest.mark.parametrize("role", ["soko_app", "soko_owner"])
def test_a_line_states_the_unit_and_the_fund_of_its_account(standing: Committed, role: str) -> None:
    book = standing.book
    for wrong in (
        {"unit": book.shop_cash.unit_id},
        {"fund": "zakat"},
        {"unit": book.shop_cash.unit_id, "fund": "zakat"},
    ):
        lines = [line(book.cash, 5, **wrong), line(book.deposits, -5, **wrong)]  # type: ignore[arg-type]
        assert refusal(standing, role, entry_with(standing, lines)) == "23503"


@pytest.mark.parametrize("role", ["soko_app", "soko_owner"])
def test_a_line_is_never_added_to_an_old_entry(standing: Committed, role: str) -> None:
    book = standing.book
    lines = " UNION ALL ".join(
        f"SELECT {standing.cooperative.pk}, (SELECT min(id) FROM ledger_entry"
        f" WHERE cooperative_id = {standing.cooperative.pk}), {each}"
        for each in (line(book.cash, 5), line(book.deposits, -5))
    )
    statement = (
        "INSERT INTO ledger_line (cooperative_id, entry_id, account_id, unit_id, fund, amount) "
        + lines
    )
    assert refusal(standing, role, statement) == "SK006"


@pytest.mark.parametrize("role", ["soko_app", "soko_owner"])
def test_a_balance_never_falls_below_its_floor_nor_frees_more_than_is_held(
    standing: Committed, role: str
) -> None:
    siti = f"WHERE account_id = {standing.book.siti.id}"
    for change, state in [
        ("debit_posted = debit_posted + 40000", None),
        ("debit_posted = debit_posted + 40001", "23514"),
        ("debit_held = debit_held + 40001", "23514"),
        ("floor = 40001", "23514"),
        ("debit_held = -1", "23514"),
    ]:
        statement = f"UPDATE ledger_balance SET {change} {siti}"
        assert refusal(standing, role, statement) == state, change


def test_a_line_of_another_cooperative_is_refused_in_both_roles(standing: Committed) -> None:
    book = standing.book
    lines = [line(book.cash, 5), line(book.deposits, -5)]
    other = standing.cooperative.pk + 1
    assert refusal(standing, "soko_app", entry_with(standing, lines, owner=other)) == "42501"
    assert refusal(standing, "soko_owner", entry_with(standing, lines, owner=other)) == "23503"


def test_without_a_scope_the_books_are_closed(standing: Committed) -> None:
    for table in [*APPEND_ONLY, "ledger_balance", "ledger_hold", "ledger_period"]:
        with databases.app_connection(standing.database) as connection:
            with pytest.raises(psycopg.Error) as caught:
                connection.execute(f"SELECT * FROM {table}")
            connection.rollback()
        assert caught.value.sqlstate == "42704"
