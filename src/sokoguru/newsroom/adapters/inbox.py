"""The worker's step: one kept message at a time, read by a bounded process, put before the desk."""

import json
import subprocess
import sys
from pathlib import Path

import sokoguru
from sokoguru.newsroom import queries
from sokoguru.newsroom.actions import intake
from sokoguru.newsroom.adapters.reading import letter_of
from sokoguru.newsroom.rules.headers import Reason
from sokoguru.newsroom.rules.letter import Letter, unread_letter
from sokoguru.tenancy.models import Cooperative
from sokoguru.tenancy.scope import acting_for

WALL_SECONDS_MAX = 30
READER = "sokoguru.newsroom.adapters.reading"
ANSWER_MAX = 40 * 1024 * 1024
_ROOT = Path(sokoguru.__file__).parent.parent
_CPU_SIGNALS = (-24, -9)  # SIGXCPU, and SIGKILL where it did not listen


def read_next(cooperative: Cooperative) -> bool:
    """Read the oldest kept message of a cooperative; false when none waits.

    Three short transactions and, between them, a process that cannot hurt: whatever the message
    does to its reader, it ends up before the desk, with a reason.
    """
    with acting_for(cooperative):
        reading = intake.take_reading()
        if reading is None:
            return False
        content, mail_from = queries.raw_content(reading.raw_id)
    if reading.attempts > intake.READINGS_MAX:
        letter = Letter(reason=Reason.UNREADABLE.value, sender_address="")
    else:
        hosts = frozenset(cooperative.hosts.values_list("name", flat=True))
        letter = read_apart(content, mail_from=mail_from, own_hosts=hosts)
    try:
        with acting_for(cooperative):
            intake.file_letter(reading_id=reading.pk, letter=letter)
    except Exception as problem:  # a text that the database refuses is still a message
        plain = unread_letter(b"", reason=Reason.UNREADABLE, detail=type(problem).__name__)
        with acting_for(cooperative):
            intake.file_letter(reading_id=reading.pk, letter=plain)
    return True


def read_apart(raw: bytes, *, mail_from: str | None, own_hosts: frozenset[str]) -> Letter:
    """Have a message read by a process of its own; its death is an answer too."""
    told = json.dumps({"mail_from": mail_from, "own_hosts": sorted(own_hosts)}).encode() + b"\n"
    try:
        done = subprocess.run(  # noqa: S603 (our own module, no shell, nothing of the message)
            [sys.executable, "-P", "-B", "-m", READER],
            input=told + raw,
            capture_output=True,
            timeout=WALL_SECONDS_MAX,
            check=False,
            env={"PYTHONPATH": str(_ROOT), "LC_ALL": "C.UTF-8"},
        )
    except subprocess.TimeoutExpired:
        return Letter(reason=Reason.TOO_SLOW.value)
    if done.returncode:
        reason = Reason.TOO_SLOW if done.returncode in _CPU_SIGNALS else Reason.TOO_FAT
        return Letter(reason=reason.value)
    if len(done.stdout) > ANSWER_MAX:
        return Letter(reason=Reason.TOO_FAT.value)
    try:
        return letter_of(done.stdout)
    except (ValueError, TypeError, KeyError):
        return Letter(reason=Reason.UNREADABLE.value)
