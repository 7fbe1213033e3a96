"""Reads PostgreSQL's catalogue for holes in the walls of a cell."""

from typing import Any

import psycopg

TABLES = """
SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = %s AND c.relkind IN ('r', 'p') ORDER BY 1
"""
OPEN_TABLES = """
SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = %s AND c.relkind IN ('r', 'p') AND c.relname <> 'django_migrations'
  AND NOT (c.relrowsecurity AND c.relforcerowsecurity
           AND EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid)) ORDER BY 1
"""
LOOSE_POLICIES = """
SELECT tablename || '.' || policyname FROM pg_policies
WHERE schemaname = %s AND (coalesce(qual, '') || coalesce(with_check, ''))
      NOT LIKE '%%soko.cooperative_id%%' ORDER BY 1
"""
LEAKING_UNIQUES = """
SELECT i.relname FROM pg_index x
JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
JOIN pg_namespace n ON n.oid = t.relnamespace
LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = x.indkey[0]
WHERE n.nspname = %s AND (x.indisunique OR x.indisexclusion) AND NOT x.indisprimary
  AND t.relname <> 'django_migrations' AND a.attname IS DISTINCT FROM 'cooperative_id' ORDER BY 1
"""
STRAY_KEYS = """
SELECT c.conname FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace
JOIN pg_class parent ON parent.oid = c.confrelid
JOIN pg_attribute mine ON mine.attrelid = c.conrelid AND mine.attnum = c.conkey[1]
JOIN pg_attribute theirs ON theirs.attrelid = c.confrelid AND theirs.attnum = c.confkey[1]
WHERE n.nspname = %s AND c.contype = 'f'
  AND (mine.attname <> 'cooperative_id' OR theirs.attname <> 'cooperative_id'
       OR parent.relnamespace <> c.connamespace OR NOT c.convalidated) ORDER BY 1
"""
LATE_CONSTRAINTS = """
SELECT c.conname FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace
WHERE n.nspname = %s AND c.condeferrable ORDER BY 1
"""
WITHOUT_PRIMARY_KEY = """
SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = %s AND c.relkind IN ('r', 'p')
  AND NOT EXISTS (SELECT FROM pg_index x WHERE x.indrelid = c.oid AND x.indisprimary) ORDER BY 1
"""
QUESTIONS = {
    "without a wall": OPEN_TABLES,
    "policies that ask for no cooperative": LOOSE_POLICIES,
    "uniques that leak existence": LEAKING_UNIQUES,
    "keys that cross cooperatives": STRAY_KEYS,
    "constraints checked at COMMIT": LATE_CONSTRAINTS,
    "without a primary key": WITHOUT_PRIMARY_KEY,
}
SHAPE = {
    "tables": TABLES,
    "policies": "SELECT p::text FROM pg_policies p WHERE schemaname = %s ORDER BY 1",
    "constraints": """SELECT conname, conrelid::regclass::text, pg_get_constraintdef(c.oid)
        FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace
        WHERE n.nspname = %s ORDER BY 1, 2""",
    "indexes": "SELECT indexdef FROM pg_indexes WHERE schemaname = %s ORDER BY 1",
    "triggers": """SELECT pg_get_triggerdef(g.oid) FROM pg_trigger g
        JOIN pg_class c ON c.oid = tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = %s AND NOT tgisinternal ORDER BY 1""",
    "rights": """SELECT table_name, grantee, privilege_type
        FROM information_schema.role_table_grants WHERE table_schema = %s ORDER BY 1, 2, 3""",
    "sequences": """SELECT sequencename, last_value FROM pg_sequences
        WHERE schemaname = %s ORDER BY 1""",
}


def rows(connection: psycopg.Connection, query: str, schema: str) -> list[Any]:
    """The first column where there is one, else whole rows."""
    found = connection.execute(query, (schema,)).fetchall()
    return [row[0] if len(row) == 1 else row for row in found]


def holes(connection: psycopg.Connection, schema: str) -> dict[str, list[Any]]:
    """Everything that is wrong with a cell's walls, by question."""
    asked = {name: rows(connection, query, schema) for name, query in QUESTIONS.items()}
    return {name: found for name, found in asked.items() if found}


def shape_of(connection: psycopg.Connection, schema: str) -> dict[str, list[Any]]:
    """All that the entry point builds in a schema."""
    return {name: rows(connection, query, schema) for name, query in SHAPE.items()}
