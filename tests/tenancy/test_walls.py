"""The walls as the database has them: roles, policies, keys, rights; and how they hold."""

from collections.abc import Callable

import psycopg
import pytest
from django.conf import settings
from django.db import connections

from sokoguru.audit.models import Delivery, Record, Run
from sokoguru.kernel import clock
from sokoguru.project.database import tenant_models
from sokoguru.tenancy.models import Cooperative
from sokoguru.tenancy.scope import acting_for
from tests import databases
from tests.tenancy import catalogue
from tests.tenancy.conftest import Neighbours

CELLS = ["cell_001", "cell_002"]


def scoped(connection: psycopg.Connection, cooperative: Cooperative) -> psycopg.Connection:
    """The bare connection in one cooperative's scope, as the middleware would set it."""
    connection.execute(f"SET LOCAL soko.cooperative_id = {cooperative.pk}")
    return connection


def recorded(cooperative: Cooperative) -> Record:
    """A record of that cooperative."""
    with acting_for(cooperative):
        row: Record = Record.objects.create(
            name="test.Happened", body={}, actor_kind="system", actor_id=0, actor_name="Sokoguru",
            at=clock.now(),
        )  # fmt: skip
        return row


@pytest.mark.parametrize("alias", settings.DATABASES)
def test_the_suite_runs_as_the_role_that_owns_nothing(alias: str) -> None:
    with connections[alias].cursor() as cursor:
        cursor.execute(
            "SELECT current_user, session_user, rolsuper, rolbypassrls, rolcreatedb, "
            "rolcreaterole, rolreplication FROM pg_roles WHERE rolname = current_user"
        )
        assert cursor.fetchone() == ("soko_app", "soko_app", False, False, False, False, False)
        cursor.execute(
            "SELECT (SELECT count(*) FROM pg_class WHERE relowner = me.oid)"
            " + (SELECT count(*) FROM pg_proc WHERE proowner = me.oid)"
            " + (SELECT count(*) FROM pg_namespace WHERE nspowner = me.oid)"
            " + (SELECT count(*) FROM pg_type WHERE typowner = me.oid)"
            " + (SELECT count(*) FROM pg_database WHERE datdba = me.oid)"
            " + (SELECT count(*) FROM pg_auth_members WHERE member = me.oid)"
            " FROM pg_roles AS me WHERE rolname = current_user"
        )
        assert cursor.fetchone() == (0,)


def test_the_owner_is_no_superuser_and_passes_the_policies() -> None:
    with databases.owner_connection() as owner:
        found = owner.execute(
            "SELECT current_user, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
    assert found == ("soko_owner", False, True)


@pytest.mark.parametrize("schema", CELLS)
def test_a_cell_has_exactly_the_tables_of_the_offices(schema: str) -> None:
    with databases.owner_connection() as owner:
        there = set(catalogue.rows(owner, catalogue.TABLES, schema))
    assert there == {model._meta.db_table for model in tenant_models()} | {"django_migrations"}


def test_nothing_lives_in_public_and_no_tenant_table_in_the_directory() -> None:
    tenant = {model._meta.db_table for model in tenant_models()}
    with databases.owner_connection() as owner:
        assert catalogue.rows(owner, catalogue.TABLES, "public") == []
        directory = set(catalogue.rows(owner, catalogue.TABLES, "directory"))
    assert directory.isdisjoint(tenant)
    assert {"tenancy_cooperative", "tenancy_attempt", "auth_user", "django_session"} <= directory


@pytest.mark.parametrize("schema", CELLS)
def test_the_walls_of_a_cell_have_no_hole(schema: str) -> None:
    across = [f"{m._meta.db_table}.any_select" for m in tenant_models() if m.seen_across]
    with databases.owner_connection() as owner:
        found = catalogue.holes(owner, schema)
    assert found == {"policies that ask for no cooperative": across}
    assert across == ["audit_delivery.any_select"]


@pytest.mark.parametrize(
    ("statement", "question"),
    [
        ("CREATE TABLE cell_001.bare (id bigint PRIMARY KEY)", "without a wall"),
        ("ALTER TABLE cell_001.audit_run NO FORCE ROW LEVEL SECURITY", "without a wall"),
        ("DROP POLICY own ON cell_001.audit_run", "without a wall"),
        (
            "CREATE POLICY all_see ON cell_001.audit_run FOR SELECT USING (true)",
            "policies that ask for no cooperative",
        ),
        ("CREATE UNIQUE INDEX one ON cell_001.audit_run (work)", "uniques that leak existence"),
        (
            "CREATE UNIQUE INDEX one ON cell_001.audit_run (lower(work))",
            "uniques that leak existence",
        ),
        (
            "ALTER TABLE cell_001.audit_delivery ADD CONSTRAINT stray FOREIGN KEY (record_id) "
            "REFERENCES cell_001.audit_record (id)",
            "keys that cross cooperatives",
        ),
        (
            "ALTER TABLE cell_001.audit_run ADD CONSTRAINT late UNIQUE (cooperative_id, last_at) "
            "DEFERRABLE",
            "constraints checked at COMMIT",
        ),
        (
            "ALTER TABLE cell_001.audit_run DROP CONSTRAINT audit_run_pkey",
            "without a primary key",
        ),
    ],
)
def test_a_hole_made_on_purpose_is_found(statement: str, question: str) -> None:
    with databases.owner_connection() as owner:
        before = catalogue.holes(owner, "cell_001").get(question, [])
        owner.execute(statement)
        assert len(catalogue.holes(owner, "cell_001")[question]) == len(before) + 1
        owner.rollback()


@pytest.mark.parametrize("schema", CELLS)
def test_the_application_may_do_what_the_models_say_and_no_more(schema: str) -> None:
    expected = {"django_migrations": {"SELECT"}}
    for model in tenant_models():
        may = {"SELECT", "INSERT"}
        if not model.append_only:
            may |= {"UPDATE"} | ({"DELETE"} if model.deletable else set())
        expected[model._meta.db_table] = may
    with databases.owner_connection() as owner:
        found: dict[str, set[str]] = {}
        for table, grantee, right in catalogue.rows(owner, catalogue.SHAPE["rights"], schema):
            if grantee != "soko_owner":
                assert grantee == "soko_app"
                found.setdefault(table, set()).add(right)
    assert found == expected


def test_a_parent_in_another_cooperative_is_refused(neighbours: Neighbours) -> None:
    theirs = recorded(neighbours.dahlia)
    insert = (
        "INSERT INTO audit_delivery (cooperative_id, record_id, handler, not_before) "
        "VALUES (%s, %s, 'x', now())"
    )
    with databases.app_connection() as app:
        scoped(app, neighbours.dahlia).execute(insert, (neighbours.dahlia.pk, theirs.pk))
        app.commit()
        with pytest.raises(psycopg.errors.ForeignKeyViolation):
            scoped(app, neighbours.melati).execute(insert, (neighbours.melati.pk, theirs.pk))


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO audit_run (cooperative_id, work, last_at) VALUES ({theirs}, 'x', now())",
        "UPDATE audit_run SET cooperative_id = {theirs}",
        "UPDATE audit_delivery SET cooperative_id = {theirs}",
    ],
)
def test_a_row_is_never_written_into_another_cooperative(
    neighbours: Neighbours, statement: str
) -> None:
    own = recorded(neighbours.melati)
    with acting_for(neighbours.melati):
        Run.objects.create(work="mine", last_at=clock.now())
        Delivery.objects.create(record=own, handler="x", not_before=clock.now())
    with databases.app_connection() as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
        scoped(app, neighbours.melati).execute(statement.format(theirs=neighbours.dahlia.pk))


def test_rows_of_a_neighbour_are_neither_seen_nor_changed(neighbours: Neighbours) -> None:
    with acting_for(neighbours.dahlia):
        Run.objects.create(work="theirs", last_at=clock.EPOCH)
    with databases.app_connection() as app:
        scoped(app, neighbours.melati)
        assert app.execute("SELECT count(*) FROM audit_run").fetchone() == (0,)
        assert app.execute("UPDATE audit_run SET last_at = now()").rowcount == 0
    with acting_for(neighbours.dahlia):
        assert Run.objects.get().last_at == clock.EPOCH


def test_the_worker_sees_deliveries_across_but_marks_only_in_scope(neighbours: Neighbours) -> None:
    own = recorded(neighbours.melati)
    with acting_for(neighbours.melati):
        Delivery.objects.create(record=own, handler="x", not_before=clock.now())
    with databases.app_connection() as app:
        scoped(app, neighbours.dahlia)
        seen = "SELECT count(*) FROM audit_delivery WHERE cooperative_id = %s"
        assert app.execute(seen, (neighbours.melati.pk,)).fetchone() == (1,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("UPDATE audit_delivery SET state = 'done'")


def test_existence_does_not_leak_by_a_unique(neighbours: Neighbours) -> None:
    for each in (neighbours.melati, neighbours.dahlia, neighbours.kenanga):
        with acting_for(each):
            Run.objects.create(work="the same name", last_at=clock.now())
            assert Run.objects.count() == 1


@pytest.mark.parametrize(
    ("connect", "code"),
    [(databases.app_connection, "42501"), (databases.owner_connection, "SK004")],
    ids=["application", "owner"],
)
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_record SET name = 'other'",
        "DELETE FROM audit_record",
        "TRUNCATE audit_record CASCADE",
    ],
)
def test_a_record_is_never_edited_or_removed(
    neighbours: Neighbours,
    connect: Callable[[], psycopg.Connection],
    code: str,
    statement: str,
) -> None:
    recorded(neighbours.melati)
    with connect() as connection:
        scoped(connection, neighbours.melati)
        with pytest.raises(psycopg.Error) as refused:
            connection.execute(statement)
        assert refused.value.sqlstate == code
        connection.rollback()
        scoped(connection, neighbours.melati)
        left = "SELECT count(*) FROM audit_record WHERE cooperative_id = %s"
        assert connection.execute(left, (neighbours.melati.pk,)).fetchone() == (1,)
