"""The embedded PostgreSQL on real servers: created once, shared, stopped by the last."""

import os
import pwd
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest

from sokoguru.project.embedded import Cluster, running

ROOT = os.geteuid() == 0

pytestmark = pytest.mark.slow

COMMAND = """
import signal
import sys
from pathlib import Path
import psycopg
from sokoguru.project.embedded import running
signal.signal(signal.SIGHUP, signal.SIG_DFL)  # who runs the suite may ignore it
print("here", flush=True)
sys.stdin.readline()
with running(Path(sys.argv[1])) as cluster:
    with psycopg.connect(**cluster.app) as connection:
        print(connection.execute("SELECT pg_postmaster_start_time()").fetchone()[0], flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def command() -> Iterator[Callable[[Path], "subprocess.Popen[str]"]]:
    """Another soko command: waits, uses the server, says since when it runs, waits, ends."""
    with ExitStack() as stack:

        def begin(data: Path) -> "subprocess.Popen[str]":
            begun = subprocess.Popen(
                [sys.executable, "-c", COMMAND, str(data)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            )
            stack.enter_context(begun)
            stack.callback(begun.kill)
            assert heard(begun) == "here"
            return begun

        yield begin


def heard(command: "subprocess.Popen[str]") -> str:
    assert command.stdout is not None
    return command.stdout.readline().strip()


def go_on(command: "subprocess.Popen[str]") -> None:
    assert command.stdin is not None
    command.stdin.write("\n")
    command.stdin.flush()


def postmaster(data: Path) -> int:
    return int((data / "postgres/pg/postmaster.pid").read_text().split()[0])


def lives(data: Path) -> bool:
    return (data / "postgres/pg/postmaster.pid").exists()


def started(cluster: Cluster) -> str:
    return str(one(cluster.app, "SELECT pg_postmaster_start_time()"))


def one(where: dict[str, str], query: str) -> object:
    with psycopg.connect(**where) as connection:
        row = connection.execute(query).fetchone()
        assert row is not None
        return row[0] if len(row) == 1 else row


# Who starts it, who stops it


def test_the_last_of_two_users_stops_the_server(made, command):
    other = command(made)
    with running(made) as cluster:
        go_on(other)
        assert heard(other) == started(cluster)
    assert lives(made)
    go_on(other)
    assert other.wait() == 0
    assert not lives(made)


def test_a_second_user_in_the_same_process_leaves_it_running(made):
    with running(made) as first:
        with running(made) as second:
            assert second == first
        assert one(first.app, "SELECT 1") == 1


@pytest.mark.parametrize("begin", ["fresh", "made"])
def test_commands_that_start_at_the_same_moment_share_one_server(begin, request, command):
    folder = request.getfixturevalue(begin)
    commands = [command(folder) for _ in range(4)]
    for each in commands:
        go_on(each)
    assert len({heard(each) for each in commands}) == 1
    for each in commands:
        go_on(each)
    assert [each.wait() for each in commands] == [0, 0, 0, 0]


def test_the_next_command_takes_over_the_server_of_a_killed_one(made, command):
    killed = command(made)
    go_on(killed)
    since = heard(killed)
    killed.kill()
    killed.wait()
    assert lives(made)
    with running(made) as cluster:
        assert started(cluster) == since
    assert not lives(made)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_command_that_is_told_to_end_stops_the_server_first(made, command, number):
    told = command(made)
    go_on(told)
    heard(told)
    told.send_signal(number)
    assert told.wait() == 128 + number
    assert not lives(made)


def test_an_error_inside_the_block_stops_the_server_and_is_not_hidden(made):
    with pytest.raises(LookupError), running(made):
        raise LookupError
    assert not lives(made)


# After a crash


def crash(data: Path, cluster: Cluster) -> None:
    with psycopg.connect(**cluster.owner) as connection:
        connection.execute("DROP TABLE IF EXISTS extensions.kept")
        connection.execute("CREATE TABLE extensions.kept AS SELECT 7 AS value")
    os.kill(postmaster(data), signal.SIGKILL)


def test_what_was_committed_before_a_crash_is_there_after_it(made):
    with running(made) as cluster:
        crash(made, cluster)
    with running(made) as cluster:
        assert one(cluster.owner, "SELECT value FROM extensions.kept") == 7


def test_a_server_that_dies_under_one_user_is_started_by_the_next(made):
    with running(made) as cluster:
        crash(made, cluster)
        with running(made) as again:
            assert again == cluster
            assert one(cluster.owner, "SELECT value FROM extensions.kept") == 7
        assert one(cluster.owner, "SELECT value FROM extensions.kept") == 7


def test_a_pid_file_that_names_a_stranger_does_not_stop_the_start(made):
    with running(made) as cluster:
        pids = [made / "postgres/pg/postmaster.pid", made / "postgres/run/.s.PGSQL.5432.lock"]
        kept = {path: path.read_text().split("\n", 1) for path in pids}
        crash(made, cluster)
    user = pwd.getpwnam("soko").pw_uid if ROOT else None
    with subprocess.Popen(["cat"], stdin=subprocess.PIPE, user=user) as stranger:
        for path, (_, rest) in kept.items():
            path.write_text(f"{stranger.pid}\n{rest}")
        with running(made) as cluster:
            assert one(cluster.owner, "SELECT value FROM extensions.kept") == 7
        assert stranger.poll() is None


def test_a_creation_that_was_cut_off_is_started_anew(data, command):
    killed = command(data)
    go_on(killed)
    heard(killed)
    killed.kill()
    killed.wait()
    left_over = postmaster(data)
    (data / "postgres/pg").rename(data / "postgres/pg.new")
    with running(data) as cluster:
        assert postmaster(data) != left_over
        assert one(cluster.owner, "SELECT 1") == 1
    assert sorted(path.name for path in (data / "postgres").iterdir()) == ["log", "pg", "run"]
