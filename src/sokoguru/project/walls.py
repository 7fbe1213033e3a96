"""The walls between cooperatives and around what is append-only, as SQL made from the models.

Row level security that fails closed, composite foreign keys, grants by the class attributes of
``tenancy.models.Stamped``, and triggers that refuse even the owner.
"""

from collections.abc import Iterable, Iterator

from django.db.models import Model

from sokoguru.tenancy.fields import TenantKey
from sokoguru.tenancy.models import Stamped

IN_SCOPE = "cooperative_id = (SELECT current_setting('soko.cooperative_id')::bigint)"

REFUSE_CHANGE = """
CREATE OR REPLACE FUNCTION {schema}.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are never changed or removed', TG_ARGV[0] USING ERRCODE = 'SK004';
END $$
"""


def wall_statements(models: Iterable[type[Model]], schema: str) -> Iterator[str]:
    """Single statements, safe to repeat, that bring the walls of one cell up to date."""
    models = list(models)
    yield f"GRANT USAGE ON SCHEMA {schema} TO soko_app"
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM soko_app"
    yield f"GRANT SELECT ON {schema}.django_migrations TO soko_app"
    yield f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA {schema} TO soko_app"
    yield REFUSE_CHANGE.format(schema=schema)
    for model in models:
        assert issubclass(model, Stamped), f"{model.__name__} does not say whose its rows are"
        table = f"{schema}.{model._meta.db_table}"
        yield from _scope(model, table)
        yield f"GRANT {_rights(model)} ON {table} TO soko_app"
        if model.append_only:
            yield from _never_changed(table)
    for model in models:
        yield from _keys(model, schema)


def _rights(model: type[Stamped]) -> str:
    if model.append_only:
        return "SELECT, INSERT"
    return "SELECT, INSERT, UPDATE, DELETE" if model.deletable else "SELECT, INSERT, UPDATE"


def _scope(model: type[Stamped], table: str) -> Iterator[str]:
    yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
    yield f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"
    for policy in ("own", "own_insert", "any_select", "any_update"):
        yield f"DROP POLICY IF EXISTS {policy} ON {table}"
    if model.seen_across:
        yield f"CREATE POLICY own_insert ON {table} FOR INSERT WITH CHECK ({IN_SCOPE})"
        yield f"CREATE POLICY any_select ON {table} FOR SELECT USING (true)"
        yield f"CREATE POLICY any_update ON {table} FOR UPDATE USING (true) WITH CHECK ({IN_SCOPE})"
    else:
        yield f"CREATE POLICY own ON {table} USING ({IN_SCOPE}) WITH CHECK ({IN_SCOPE})"


def _never_changed(table: str) -> Iterator[str]:
    name = table.partition(".")[2]
    function = f"{table.partition('.')[0]}.refuse_change('{name}')"
    yield f"DROP TRIGGER IF EXISTS never_changed ON {table}"
    yield f"DROP TRIGGER IF EXISTS never_emptied ON {table}"
    yield (
        f"CREATE TRIGGER never_changed BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {function}"
    )
    yield (
        f"CREATE TRIGGER never_emptied BEFORE TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {function}"
    )


def _keys(model: type[Model], schema: str) -> Iterator[str]:
    for field in model._meta.local_fields:
        if not field.is_relation:
            continue
        assert isinstance(field, TenantKey), f"{model.__name__}.{field.name}: use TenantKey"
        parent = field.remote_field.model
        assert issubclass(parent, Stamped), f"{model.__name__}.{field.name} leaves the cell"
        yield from _key(field, schema)


def _key(field: TenantKey, schema: str) -> Iterator[str]:
    child, parent = field.model._meta.db_table, field.remote_field.model._meta.db_table
    columns = ", ".join(("cooperative_id", str(field.column), *field.also))
    targets = ", ".join(("cooperative_id", "id", *field.also))
    unique = _short(f"{parent}_owned" + "".join(f"_{name}" for name in field.also))
    key = _short(f"{child}_{field.column}_own")
    yield _unless_there(
        schema,
        parent,
        unique,
        f"ALTER TABLE {schema}.{parent} ADD CONSTRAINT {unique} UNIQUE ({targets})",
    )
    yield _unless_there(
        schema, child, key,
        f"ALTER TABLE {schema}.{child} ADD CONSTRAINT {key} FOREIGN KEY ({columns}) "
        f"REFERENCES {schema}.{parent} ({targets})",
    )  # fmt: skip


def _unless_there(schema: str, table: str, constraint: str, statement: str) -> str:
    return (
        f"DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_constraint WHERE conname = '{constraint}' "
        f"AND conrelid = '{schema}.{table}'::regclass) THEN {statement}; END IF; END $$"
    )


def _short(name: str) -> str:
    """PostgreSQL keeps 63 bytes of a name."""
    assert len(name) <= 63, f"a name too long for the database: {name}"
    return name
