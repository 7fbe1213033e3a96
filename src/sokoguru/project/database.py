"""The one entry point of migrations: schemas, tables, sequences, walls, grants. Runs as the owner.

``soko up`` and the suite both use it (``cells.md`` rule 3). Everything here may be run again.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connections, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import Model

from sokoguru.project.walls import wall_statements
from sokoguru.tenancy.routing import DIRECTORY, is_tenant

CELL_SPACE = 2**40
"""Each cell's ids start at ``cell number * CELL_SPACE``: ids of two cells never meet."""
ENTRY = 0x50_4B_4F_47  # the advisory lock of this entry point, the only one there is


@contextmanager
def as_owner(alias: str) -> Iterator[Any]:
    """The same alias, router and search path in the owner's role, for this thread only."""
    usual = connections[alias]
    owner = usual.copy(alias)
    options = {k: v for k, v in usual.settings_dict["OPTIONS"].items() if k != "pool"}
    owner.settings_dict = {
        **usual.settings_dict,
        **settings.OWNER,
        "NAME": usual.settings_dict["NAME"],
        "CONN_MAX_AGE": 0,
        "OPTIONS": options,
    }
    connections[alias] = owner
    try:
        yield owner
    finally:
        owner.close()
        connections[alias] = usual


def schema_of(alias: str) -> str:
    """The schema of an alias: ``directory``, or the cell's own name."""
    return "directory" if alias == DIRECTORY else alias


def prepare_all() -> None:
    """Bring every schema to the newest shape, the directory first."""
    for alias in settings.DATABASES:
        prepare(alias)


def prepare(alias: str) -> None:
    """Make the schema, migrate the right offices into it, place its ids, build its walls, grant.

    Two commands at the same moment go one after the other. Walls and grants change in one
    transaction: whoever serves meanwhile never sees a table without its rights or its policy.
    """
    schema = schema_of(alias)
    with as_owner(alias) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [ENTRY])  # released with the connection
        cursor.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
        call_command("migrate", database=alias, verbosity=0, interactive=False)
        if alias == DIRECTORY:
            call_command("createcachetable", database=alias, verbosity=0)
        with transaction.atomic(using=alias):
            if alias == DIRECTORY:
                grant_directory(cursor, schema)
            else:
                place_sequences(cursor, schema)
                for statement in wall_statements(tenant_models(), schema):
                    cursor.execute(statement)


def tenant_models() -> list[type[Model]]:
    """Every concrete model whose rows belong to a cooperative, in the order of the stack."""
    return [
        model
        for config in apps.get_app_configs()
        if is_tenant(config.label)
        for model in config.get_models(include_auto_created=True)
    ]


def place_sequences(cursor: CursorWrapper, schema: str) -> None:
    """Start every sequence of a cell in the cell's own range, once."""
    start = int(schema.removeprefix("cell_")) * CELL_SPACE
    cursor.execute(
        "SELECT sequencename FROM pg_sequences "
        "WHERE schemaname = %s AND coalesce(last_value, 0) < %s",
        [schema, start],
    )
    for (name,) in cursor.fetchall():
        cursor.execute(f"SELECT setval('{schema}.{name}', {start}, true)")


def grant_directory(cursor: CursorWrapper, schema: str) -> None:
    """What the application's role may do in the directory: rows, never tables."""
    cursor.execute(f"GRANT USAGE ON SCHEMA {schema} TO soko_app")
    cursor.execute(
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO soko_app"
    )
    cursor.execute(f"REVOKE INSERT, UPDATE, DELETE ON {schema}.django_migrations FROM soko_app")
    cursor.execute(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA {schema} TO soko_app")
