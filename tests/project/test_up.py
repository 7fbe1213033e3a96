"""``soko up`` on real processes: it starts, serves, works, survives, and leaves nothing behind."""

import os
import signal
import socket
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from sokoguru.project.errors import PortTaken
from sokoguru.project.serving import free_port as next_free_port
from tests.project.installation import Up, free_port, soko, up

pytestmark = pytest.mark.slow

BELL = {"DJANGO_SETTINGS_MODULE": "tests.project.bell.settings"}


@pytest.fixture(scope="module")
def lived_in(short: Path) -> Iterator[Path]:
    """A data folder that ``soko up`` has used before."""
    data = short / "u"
    with up(data):
        pass
    yield data
    assert not (data / "postgres/pg/postmaster.pid").exists()


@pytest.fixture
def running(lived_in: Path) -> Iterator[Up]:
    with up(lived_in, **BELL) as begun:
        yield begun


@pytest.fixture(scope="module")
def served(short: Path, lived_in: Path) -> Iterator[Up]:
    """An installation that nobody in this file stops."""
    subprocess.run(["cp", "-a", lived_in, short / "s"], check=True)
    with up(short / "s", **BELL) as begun:
        yield begun


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_later_start_is_healthy_within_eight_seconds(lived_in):
    def seconds() -> float:
        with up(lived_in) as begun:
            return begun.took

    def allowed() -> float:
        """Eight seconds on a machine of one's own; as much longer as others use it."""
        waiting = os.getloadavg()[0] / (os.cpu_count() or 1)
        return 8 * max(1.0, waiting)

    took = []
    for _ in range(3):
        took.append(seconds() / allowed())
    assert min(took) < 1, took


def test_a_stop_leaves_nothing(lived_in):
    key = (lived_in / "secret_key").read_text()
    with up(lived_in) as begun:
        assert begun.until(begun.works)
        status, facts = begun.health("tidak-dikenal.example")
        assert (status, facts["ok"], facts["version"]) == (200, True, "0.1.0")
        assert facts["migrations"] == {"ok": True, "pending": []}
        assert begun.health("no such host!")[0] == 400
        assert begun.health("xn--" + "9" * 300)[0] in (200, 400)
        assert begun.stop(signal.SIGTERM) == 0
        assert begun.group() == []
    said = begun.log.read_text()
    assert f"http://localhost:{begun.port}\n" in said
    assert str(lived_in) in said
    assert not (lived_in / "postgres/pg/postmaster.pid").exists()
    assert (lived_in / "secret_key").read_text() == key
    assert mode(lived_in / "secret_key") == 0o600


def test_ctrl_c_is_a_good_end(running):
    os.killpg(running.process.pid, signal.SIGINT)  # as a terminal sends it: to all of the group
    assert running.process.wait(30) == 0
    assert running.group() == []
    assert "Traceback" not in running.log.read_text()


def test_a_second_start_on_one_folder_is_refused_and_the_first_serves_on(served):
    second = soko("up", "--data", served.data, "--port", free_port())
    assert second.returncode == 1
    assert second.stdout == ""
    assert len(second.stderr.splitlines()) == 1
    assert f"http://localhost:{served.port}" in second.stderr
    assert served.health()[0] == 200


def test_what_another_process_records_is_delivered_by_the_worker(served):
    rung = soko(
        "manage", "shell", "-v0", "-c", "from tests.project.bell import ringing; ringing.ring()",
        **BELL, SOKO_DATA=str(served.data),
    )  # fmt: skip
    assert rung.stdout == "echoes: [7]\n", rung.stderr
    assert served.health()[0] == 200


@pytest.mark.parametrize("with_database", [False, True])
def test_a_group_that_was_killed_is_started_again_on_its_port(lived_in, with_database):
    with up(lived_in) as killed:
        if with_database:
            os.kill(killed.postmaster(), signal.SIGKILL)
        killed.kill_all()
        with up(lived_in, killed.port) as again:
            assert again.stop() == 0
            assert again.group() == killed.group() == []


def test_children_follow_a_killed_parent(running):
    running.process.kill()
    running.process.wait()
    with up(running.data) as begun:
        assert begun.until(lambda: running.group() == [])


def test_who_serves_does_not_know_the_password_of_the_owner(served):
    told = {
        kind: Path(f"/proc/{pid}/environ").read_text() for kind, pid in served.children().items()
    }
    assert set(told) == {"pages", "worker"}
    for kind, each in told.items():
        assert "soko_app" in each, kind
        assert "soko_owner" not in each, kind


def test_a_worker_and_a_database_that_die_come_back(running):
    assert running.until(running.works)
    worker = running.children()["worker"]
    os.kill(worker, signal.SIGKILL)
    assert running.until(lambda: running.children().get("worker", worker) != worker)
    os.kill(running.postmaster(), signal.SIGKILL)
    assert running.until(lambda: running.health()[0] == 503)
    assert running.health()[1]["database"] == {"ok": False}
    assert running.until(running.works)
    assert running.stop() == 0
    assert "Traceback" not in running.log.read_text()


def test_a_taken_port_is_passed_over_unless_it_was_asked_for():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        assert taken < next_free_port("127.0.0.1", taken, exactly=False) <= taken + 100
        with pytest.raises(PortTaken) as refused:
            next_free_port("127.0.0.1", taken, exactly=True)
    assert refused.value.facts["port"] == taken
