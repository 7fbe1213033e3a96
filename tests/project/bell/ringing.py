"""Ringing in one process, the echo by another."""

import sys
from dataclasses import dataclass

from sokoguru.audit.actions import record
from sokoguru.audit.models import Record
from sokoguru.audit.ports import Heard, listen
from sokoguru.kernel.refs import SYSTEM
from sokoguru.project.serving import wait_until
from sokoguru.tenancy.actions import found_cooperative
from sokoguru.tenancy.scope import acting_for


@dataclass(frozen=True, slots=True)
class Rung:
    """The bell was rung."""

    times: int


@dataclass(frozen=True, slots=True)
class Echoed:
    """The echo of a bell."""

    times: int


def connect() -> None:
    """The echo hears the bell."""
    listen(Rung, echo)


def echo(heard: Heard) -> None:
    """Ring back."""
    record(Echoed(times=heard.body["times"]), actor=SYSTEM)


def ring() -> None:
    """Found a cooperative, ring its bell seven times, and say what came back."""
    melati = found_cooperative(
        slug="melati", name="Koperasi Melati", hosts=["melati.localhost"], cell="cell_001"
    )
    with acting_for(melati):
        record(Rung(times=7), actor=SYSTEM)

    def echoes() -> list[int]:
        with acting_for(melati, read_only=True):
            rows = Record.objects.filter(name="tests.Echoed")
            return [row.body["times"] for row in rows]

    assert wait_until(lambda: bool(echoes()), unless=lambda: False, seconds=20)
    sys.stdout.write(f"echoes: {echoes()}\n")
