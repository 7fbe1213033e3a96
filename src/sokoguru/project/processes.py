"""Processes and their numbers: a command that is told to end, a server that may be dead."""

import contextlib
import os
import select
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import NoReturn

PARENT = "SOKO_PARENT"
"""Set in the environment of a child: the number of the process that started it."""


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


class Stop:
    """Told once, heard by every thread that waits.

    A ``threading.Event`` must not be set by a signal: its lock may be held by the very thread
    that the signal interrupts, which then waits for itself. A pipe has no lock of ours.
    """

    def __init__(self) -> None:
        self._told = False
        self._hearing, self._telling = os.pipe()

    def set(self) -> None:
        """Tell."""
        if not self._told:
            self._told = True
            os.write(self._telling, b".")

    def is_set(self) -> bool:
        """Whether it was told."""
        return self._told

    def wait(self, seconds: float) -> bool:
        """Wait for it, but no longer than this; whether it was told."""
        hearing = select.poll()
        hearing.register(self._hearing, select.POLLIN)
        hearing.poll(max(0, int(seconds * 1000)))
        return self._told

    def __del__(self) -> None:
        os.close(self._hearing)
        os.close(self._telling)


@contextmanager
def setting_on_signals(stop: Stop) -> Iterator[None]:
    """Let SIGTERM, SIGHUP and Ctrl-C ask the block to stop; whoever asks twice does not wait."""

    def ask(number: int, _frame: FrameType | None) -> None:
        if stop.is_set() and number == signal.SIGINT:
            raise KeyboardInterrupt
        stop.set()

    usual = {
        number: signal.signal(number, ask)
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
    }
    try:
        yield
    finally:
        for number, handler in usual.items():
            signal.signal(number, handler)


def end_with_parent() -> None:
    """End this process when the one that started it is gone, however it went; also where that
    happened before this process had come so far.
    """
    parent = int(os.environ.get(PARENT, 0)) or os.getppid()
    os.environ[PARENT] = str(os.getpid())  # what this process starts

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(10)
        os._exit(1)

    threading.Thread(target=watch, name="parent", daemon=True).start()
