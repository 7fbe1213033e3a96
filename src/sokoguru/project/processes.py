"""Processes and their numbers: a command that is told to end, a server that may be dead."""

import contextlib
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import NoReturn


@contextmanager
def ending_on_signals() -> Iterator[None]:
    """Let SIGTERM and SIGHUP end the block like an exception, where nobody else handles them."""

    def end(number: int, _frame: FrameType | None) -> NoReturn:
        raise SystemExit(128 + number)

    ours = []
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGTERM, signal.SIGHUP):
            if signal.getsignal(number) is signal.SIG_DFL:
                signal.signal(number, end)
                ours.append(number)
    try:
        yield
    finally:
        for number in ours:
            signal.signal(number, signal.SIG_DFL)


def server_lives(tables: Path) -> bool:
    """Whether the process that ``postmaster.pid`` names is the server of these tables.

    After a crash the number may belong to a stranger: a server works in the folder of its tables.
    """
    number = server_number(tables)
    if number is None:
        return False
    if Path("/proc/self/cwd").exists():
        try:
            return os.path.realpath(os.readlink(f"/proc/{number}/cwd")) == str(tables)
        except OSError:
            return False
    return is_taken(number)


def server_number(tables: Path) -> int | None:
    """The process number in the ``postmaster.pid`` of these tables, if there is one."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        number = int((tables / "postmaster.pid").read_text().splitlines()[0])
        return number if number > 1 else None
    return None


def is_taken(number: int) -> bool:
    """Whether any process has this number."""
    try:
        os.kill(number, 0)
    except PermissionError:
        return True
    except OSError:
        return False
    return True
