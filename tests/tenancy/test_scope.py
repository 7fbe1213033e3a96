"""The scope fails closed, nests in itself only, and leaves nothing behind on a kept connection."""

import threading
from contextlib import suppress

import psycopg
import pytest
from django.db import DatabaseError, connections

from sokoguru.audit.models import Run
from sokoguru.kernel import clock
from sokoguru.kernel.refusals import NotFound
from sokoguru.tenancy.errors import Busy, NoScope
from sokoguru.tenancy.models import Cooperative
from sokoguru.tenancy.scope import (
    acting_for,
    adopted,
    after_commit,
    atomic,
    current,
    in_force,
    on_cell,
    sqlstate,
)
from sokoguru.tenancy.sql import Statement
from tests import databases
from tests.tenancy.conftest import Neighbours

SETTINGS = (
    "SELECT current_setting('soko.cooperative_id', true), current_setting('lock_timeout'), "
    "current_setting('statement_timeout'), "
    "current_setting('transaction_read_only'), pg_backend_pid()"
)


def told(cell: str) -> tuple[object, ...]:
    with connections[cell].cursor() as cursor:
        cursor.execute(SETTINGS)
        row: tuple[object, ...] = cursor.fetchone()
        return row


def run(work: str) -> Run:
    row: Run = Run.objects.create(work=work, last_at=clock.EPOCH)
    return row


@pytest.mark.parametrize(
    "ask",
    [
        lambda: Run.objects.all(),
        lambda: Run.objects.count(),
        lambda: Run(work="x", last_at=clock.EPOCH),
        lambda: Run._base_manager.count(),
        lambda: current(),
    ],
)
def test_a_tenant_row_outside_any_scope_is_a_loud_bug(ask: object) -> None:
    assert not in_force()
    with pytest.raises(NoScope):
        ask()  # type: ignore[operator]


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM audit_run",
        "UPDATE audit_run SET work = 'x'",
        "INSERT INTO audit_run (cooperative_id, work, last_at) VALUES ({id}, 'x', now())",
    ],
)
def test_the_database_fails_closed_on_a_fresh_and_on_a_used_connection(
    neighbours: Neighbours, statement: str
) -> None:
    with acting_for(neighbours.melati):
        run("there")
    statement = statement.format(id=neighbours.melati.pk)
    with databases.app_connection() as app:
        with pytest.raises(psycopg.Error) as fresh:
            app.execute(statement)
        app.rollback()
        app.execute(f"SET LOCAL soko.cooperative_id = {neighbours.melati.pk}")
        assert app.execute("SELECT count(*) FROM audit_run").fetchone() == (1,)
        app.commit()
        with pytest.raises(psycopg.Error) as used:
            app.execute(statement)
    assert (fresh.value.sqlstate, used.value.sqlstate) == ("42704", "22P02")


def test_a_kept_connection_carries_nothing_over(neighbours: Neighbours) -> None:
    before = told("cell_001")
    with acting_for(neighbours.melati, read_only=True, lock_timeout_ms=7, statement_timeout_ms=900):
        inside = told("cell_001")
    after = told("cell_001")
    assert inside[:4] == (str(neighbours.melati.pk), "7ms", "900ms", "on")
    assert after[:4] == ("", "0", "0", "off")
    assert before[4] == inside[4] == after[4]
    with pytest.raises(DatabaseError), connections["cell_001"].cursor() as cursor:
        cursor.execute("SELECT * FROM audit_run")


def test_a_failed_scope_carries_nothing_over(neighbours: Neighbours) -> None:
    with suppress(NotFound), acting_for(neighbours.melati):
        run("taken back")
        raise NotFound
    assert told("cell_001")[:4] == ("", "0", "0", "off")
    assert not in_force()
    with acting_for(neighbours.melati):
        assert Run.objects.count() == 0


def test_a_scope_nests_in_its_own_cooperative_only(neighbours: Neighbours) -> None:
    with acting_for(neighbours.melati) as outer:
        with acting_for(neighbours.melati) as inner:
            assert inner == outer
        with (
            pytest.raises(AssertionError, match="another cooperative"),
            acting_for(neighbours.dahlia),
        ):
            pass
        assert current() == outer


def test_a_scope_without_a_transaction_is_a_bug(neighbours: Neighbours) -> None:
    with pytest.raises(AssertionError, match="transaction"), adopted(neighbours.melati):
        pass


def test_a_cell_without_a_scope_is_not_opened_within_one(neighbours: Neighbours) -> None:
    with acting_for(neighbours.melati), pytest.raises(AssertionError), on_cell("cell_001"):
        pass


def test_a_query_of_one_cooperative_is_empty_in_anothers_scope(neighbours: Neighbours) -> None:
    with acting_for(neighbours.melati):
        run("ours")
        rows = Run.objects.all()
    with acting_for(neighbours.dahlia):
        assert list(rows) == []
        assert list(Run._base_manager.all()) == []


def test_a_thread_does_not_inherit_the_scope(neighbours: Neighbours) -> None:
    seen: list[bool] = []
    with acting_for(neighbours.melati):
        thread = threading.Thread(target=lambda: seen.append(in_force()))
        thread.start()
        thread.join()
    assert seen == [False]


def test_a_read_only_scope_writes_nothing(neighbours: Neighbours) -> None:
    with pytest.raises(DatabaseError) as refused, acting_for(neighbours.melati, read_only=True):
        run("x")
    assert sqlstate(refused.value) == "25006"


def test_a_refusal_inside_takes_back_its_own_part_only(neighbours: Neighbours) -> None:
    @atomic
    def refused_act() -> None:
        run("inner")
        raise NotFound

    with acting_for(neighbours.melati):
        run("outer")
        with pytest.raises(NotFound):
            refused_act()
        with pytest.raises(NotFound), atomic():
            refused_act()
    with acting_for(neighbours.melati):
        assert [row.work for row in Run.objects.all()] == ["outer"]


def test_what_waits_for_the_commit_is_dropped_with_a_rollback(neighbours: Neighbours) -> None:
    done: list[str] = []
    with acting_for(neighbours.melati):
        after_commit(lambda: done.append("kept"))
        assert done == []
    with suppress(NotFound), acting_for(neighbours.melati):
        after_commit(lambda: done.append("lost"))
        raise NotFound
    assert done == ["kept"]


def test_a_lock_that_is_not_to_be_had_in_time_is_busy(neighbours: Neighbours) -> None:
    with acting_for(neighbours.melati):
        row = run("held")
    with databases.owner_connection() as other:
        other.execute("SELECT FROM audit_run FOR UPDATE")
        with pytest.raises(Busy), acting_for(neighbours.melati, lock_timeout_ms=20):
            Run.objects.filter(pk=row.pk).update(work="mine")
        with pytest.raises(Busy), acting_for(neighbours.melati, lock_timeout_ms=20):
            Statement("UPDATE audit_run SET work = 'mine'").rows({})
    with acting_for(neighbours.melati):
        assert Run.objects.get().work == "held"


def test_an_answer_that_takes_too_long_is_busy(neighbours: Neighbours) -> None:
    with (
        pytest.raises(Busy),
        acting_for(neighbours.melati, statement_timeout_ms=20),
        connections["cell_001"].cursor() as cursor,
    ):
        cursor.execute("SELECT pg_sleep(5)")


def test_two_cells_keep_rows_and_ids_apart(neighbours: Neighbours) -> None:
    with acting_for(neighbours.melati):
        first = run("x").pk
    with acting_for(neighbours.kenanga):
        second = run("x").pk
        assert Run.objects.count() == 1
    assert (first // 2**40, second // 2**40) == (1, 2)
    for schema, owner_of_row in (("cell_001", neighbours.melati), ("cell_002", neighbours.kenanga)):
        with databases.owner_connection(schema=schema) as owner:
            asked = owner.execute("SELECT cooperative_id FROM audit_run WHERE work = 'x'")
            assert asked.fetchall() == [(owner_of_row.pk,)]


def test_the_clock_of_the_scope_is_the_cooperatives_own(neighbours: Neighbours) -> None:
    real, example = neighbours.melati, Cooperative.objects.get(pk=neighbours.dahlia.pk)
    example.is_example, example.clock_offset_days = True, 40
    with clock.frozen(clock.EPOCH):
        with acting_for(real):
            assert clock.now() == clock.EPOCH
        with acting_for(example):
            assert (clock.now() - clock.EPOCH).days == 40
            assert clock.machine_now() == clock.EPOCH
        assert clock.now() == clock.EPOCH
