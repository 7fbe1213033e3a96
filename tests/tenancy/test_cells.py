"""The one entry point: safe to repeat, as the owner only, and open to one more cell."""

import io
import threading

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connections

from sokoguru.audit.models import Run
from sokoguru.kernel import clock
from sokoguru.project import database
from sokoguru.project.database import CELL_SPACE, prepare, prepare_all
from sokoguru.tenancy.scope import acting_for, sqlstate
from tests import databases
from tests.tenancy import catalogue
from tests.tenancy.conftest import Neighbours

SCHEMAS = ["directory", "cell_001", "cell_002"]


def shapes() -> dict[str, object]:
    with databases.owner_connection() as owner:
        return {schema: catalogue.shape_of(owner, schema) for schema in SCHEMAS}


def written(neighbours: Neighbours) -> list[int]:
    ids = []
    for each in (neighbours.melati, neighbours.kenanga):
        with acting_for(each):
            ids.append(Run.objects.create(work=f"w{Run.objects.count()}", last_at=clock.EPOCH).pk)
    return ids


def test_preparing_again_changes_nothing_and_keeps_every_id(neighbours: Neighbours) -> None:
    ids = written(neighbours)
    before = shapes()
    prepare_all()
    assert shapes() == before
    assert written(neighbours) == [ids[0] + 1, ids[1] + 1]


def test_preparing_mends_a_wall_that_somebody_opened(neighbours: Neighbours) -> None:
    before = shapes()
    with databases.owner_connection() as owner:
        owner.execute("DROP POLICY own ON cell_001.audit_run")
        owner.execute("ALTER TABLE cell_001.audit_run DISABLE ROW LEVEL SECURITY")
        owner.execute("GRANT DELETE ON cell_001.audit_run TO soko_app")
        owner.execute("DROP TRIGGER never_changed ON cell_001.audit_record")
    assert shapes() != before
    prepare("cell_001")
    assert shapes() == before


def test_every_sequence_of_a_cell_starts_in_its_own_range() -> None:
    with databases.owner_connection() as owner:
        for number, schema in ((1, "cell_001"), (2, "cell_002")):
            placed = catalogue.rows(owner, catalogue.SHAPE["sequences"], schema)
            assert len(placed) > 10
            assert {last // CELL_SPACE for _, last in placed} == {number}


def test_a_cell_added_later_leaves_the_first_as_it_is(neighbours: Neighbours) -> None:
    ids = written(neighbours)
    whole = shapes()
    with databases.owner_connection() as owner:
        owner.execute("DROP SCHEMA cell_002 CASCADE")
    prepare("cell_002")
    now = shapes()
    assert now["cell_001"] == whole["cell_001"]
    assert now["directory"] == whole["directory"]
    with databases.owner_connection() as owner:
        assert catalogue.holes(owner, "cell_002") == catalogue.holes(owner, "cell_001")
    with acting_for(neighbours.kenanga):
        assert Run.objects.count() == 0
    assert written(neighbours)[0] == ids[0] + 1
    with acting_for(neighbours.kenanga):
        assert Run.objects.get().pk // CELL_SPACE == 2


def test_two_commands_prepare_at_the_same_moment(committed: str) -> None:
    with databases.owner_connection() as owner:
        owner.execute("DROP SCHEMA cell_002 CASCADE")
    failed: list[BaseException] = []

    def begin() -> None:
        try:
            prepare("cell_002")
        except BaseException as error:
            failed.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=begin) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    with databases.owner_connection() as owner:
        assert catalogue.holes(owner, "cell_002") == catalogue.holes(owner, "cell_001")


def test_the_usual_connection_is_back_after_the_owners(committed: str) -> None:
    def who() -> str:
        with connections["cell_001"].cursor() as cursor:
            cursor.execute("SELECT current_user")
            return str(cursor.fetchone()[0])

    with database.as_owner("cell_001"):
        assert who() == "soko_owner"
    assert who() == "soko_app"
    with pytest.raises(ZeroDivisionError), database.as_owner("cell_001"):
        raise ZeroDivisionError
    assert who() == "soko_app"


@pytest.mark.parametrize("alias", settings.DATABASES)
def test_the_application_can_ask_whether_migrations_are_missing(alias: str) -> None:
    call_command("migrate", database=alias, check_unapplied=True, stdout=io.StringIO())


def test_the_application_sees_a_missing_migration(committed: str) -> None:
    with databases.owner_connection() as owner:
        owner.execute("DELETE FROM cell_001.django_migrations WHERE app = 'notices'")
    said = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("migrate", database="cell_001", check_unapplied=True, stdout=said)
    call_command("migrate", database="cell_002", check_unapplied=True, stdout=said)


def test_the_application_cannot_migrate(committed: str) -> None:
    with databases.owner_connection() as owner:
        owner.execute("DELETE FROM cell_001.django_migrations WHERE app = 'notices'")
    with pytest.raises((DatabaseError, CommandError)) as refused:
        call_command("migrate", database="cell_001", verbosity=0)
    assert sqlstate(refused.value) in {"42501", "42P07"}
