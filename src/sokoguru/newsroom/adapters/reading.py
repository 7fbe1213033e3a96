"""The process that reads one hostile message: it bounds itself, reads, says what it found, ends.

Started by ``adapters/inbox.py`` with nothing but the message. It knows no database, no secret and
no settings, and imports no Django.
"""

import base64
import json
import resource
import sys
from dataclasses import asdict
from typing import Any

from sokoguru.newsroom.rules.headers import Reason
from sokoguru.newsroom.rules.letter import Letter, read_letter, unread_letter
from sokoguru.newsroom.rules.pictures import Encoded

MEMORY_MAX = 640 * 1024 * 1024
CPU_SECONDS_MAX = 20


def bound() -> None:
    """Give up everything that reading does not need: memory, time, files, further processes."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_MAX, MEMORY_MAX))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS_MAX, CPU_SECONDS_MAX + 2))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))


def read(raw: bytes, *, mail_from: str | None, own_hosts: frozenset[str]) -> Letter:
    """Read it, and turn every failure into a reason."""
    try:
        return read_letter(raw, mail_from=mail_from, own_hosts=own_hosts)
    except RecursionError:
        return unread_letter(raw, reason=Reason.TOO_DEEP)
    except MemoryError:
        return unread_letter(raw, reason=Reason.TOO_FAT)
    except Exception as problem:  # whatever a parser can be made to raise
        return unread_letter(raw, reason=Reason.UNREADABLE, detail=type(problem).__name__)


def written(letter: Letter) -> bytes:
    """A letter as JSON, for the other side of the pipe."""
    fields = asdict(letter)
    for picture in fields["pictures"]:
        picture["content"] = base64.b64encode(picture["content"]).decode()
    return json.dumps(fields).encode("ascii")


def letter_of(text: bytes) -> Letter:
    """The letter again. Raises ``ValueError`` or ``TypeError`` for anything else."""
    fields: dict[str, Any] = json.loads(text)
    pictures = tuple(
        Encoded(**{**picture, "content": base64.b64decode(picture["content"])})
        for picture in fields.pop("pictures")
    )
    return Letter(**{**fields, "remarks": tuple(fields["remarks"])}, pictures=pictures)


def main() -> None:
    """The first line says what the envelope said; the rest is the message."""
    bound()
    told = json.loads(sys.stdin.buffer.readline())
    raw = sys.stdin.buffer.read()
    letter = read(raw, mail_from=told["mail_from"], own_hosts=frozenset(told["own_hosts"]))
    sys.stdout.buffer.write(written(letter))


if __name__ == "__main__":
    main()
