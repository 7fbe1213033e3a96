"""Callers that come at one moment."""

import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from django.db import connections

MEET_SECONDS, DONE_SECONDS = 30, 120


def at_once(
    acts: Sequence[Callable[[], Any]],
    *,
    within: Callable[[], AbstractContextManager[Any]] = nullcontext,
) -> list[Any]:
    """All acts in threads of their own, let go together, each inside ``within``.

    Returns each one's answer, or what it raised, in the order of the acts.
    """
    gate, answers = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place: int) -> None:
        try:
            gate.wait(timeout=MEET_SECONDS)
            with within():
                answers[place] = acts[place]()
        except Exception as raised:
            answers[place] = raised  # type: ignore[call-overload]
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=DONE_SECONDS)
    return answers
