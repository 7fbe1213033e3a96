"""A bar on the terminal for what takes longer than two seconds; silent anywhere else."""

import sys
import time
from collections.abc import Iterator, Sequence
from typing import TypeVar

PATIENCE_SECONDS = 2.0
WIDTH = 24

Thing = TypeVar("Thing")


def shown(things: Sequence[Thing], *, name: str) -> Iterator[Thing]:
    """Yield each thing, and show on standard error how far it has come."""
    begun, drawn = time.monotonic(), False
    for done, thing in enumerate(things):
        if sys.stderr.isatty() and time.monotonic() - begun > PATIENCE_SECONDS:
            full = WIDTH * done // len(things)
            bar = "█" * full + "░" * (WIDTH - full)
            sys.stderr.write(f"\r{bar} {done}/{len(things)} {name}")
            sys.stderr.flush()
            drawn = True
        yield thing
    if drawn:
        sys.stderr.write("\r\033[K")
        sys.stderr.flush()
