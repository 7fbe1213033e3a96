"""What ``soko check`` looks at above all offices: whose every row is (invariant 15)."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Model
from psycopg import sql

from sokoguru.kernel.findings import Finding, shown
from sokoguru.project.database import as_owner, schema_of, tenant_models
from sokoguru.tenancy.fields import TenantKey
from sokoguru.tenancy.models import Cooperative
from sokoguru.tenancy.routing import DIRECTORY

NAME = "tenancy.rows_belong_to_their_cooperative"


def rows_belong_to_their_cooperative(cell: str) -> Finding:
    """Over all rows of a cell, as the owner: a row is of the cooperative of each of its parents,
    and of one that the directory places in this cell."""
    here = list(Cooperative.objects.using(DIRECTORY).filter(cell=cell).values_list("pk", flat=True))
    checked, broken = 0, []
    with as_owner(cell) as connection, connection.cursor() as cursor:
        for model in tenant_models():
            table = sql.Identifier(schema_of(cell), model._meta.db_table)
            cursor.execute(
                sql.SQL(
                    "SELECT cooperative_id, count(*) FROM {} GROUP BY cooperative_id ORDER BY 1"
                ).format(table)
            )
            for owner, count in cursor.fetchall():
                checked += count
                if owner not in here:
                    broken.append(f"{model._meta.db_table}: {count} baris milik koperasi {owner}")
            for statement, words in _strays(model, cell):
                cursor.execute(statement)
                broken += [words.format(*row) for row in cursor.fetchall()]
    return Finding(NAME, checked, shown(broken))


def _strays(model: type[Model], cell: str) -> Iterator[tuple[Any, str]]:
    """For each parent of a model: a query for rows that differ from it, and the words for one."""
    query = sql.SQL(
        "SELECT child.{key}, child.{column} FROM {child} child LEFT JOIN {parent} parent"
        " ON parent.id = child.{column}"
        " WHERE child.{column} IS NOT NULL AND ({differ}) ORDER BY 1 LIMIT 20"
    )
    for field in model._meta.local_fields:
        if not isinstance(field, TenantKey):
            continue
        above = field.remote_field.model._meta.db_table
        differ = sql.SQL(" OR ").join(
            sql.SQL("parent.{0} IS DISTINCT FROM child.{0}").format(sql.Identifier(name))
            for name in ("cooperative_id", *field.also)
        )
        statement = query.format(
            key=sql.Identifier(str(model._meta.pk.column)),
            column=sql.Identifier(str(field.column)),
            child=sql.Identifier(schema_of(cell), model._meta.db_table),
            parent=sql.Identifier(schema_of(cell), above),
            differ=differ,
        )
        yield statement, f"{model._meta.db_table} {{}}: {field.name} {{}} milik koperasi lain"
