"""Sending something odd and seeing what becomes of it; whatever was accepted is taken back."""

import os
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connections, transaction

from sokoguru.tenancy.models import Cooperative
from tests.proof.walking import models_of_cells

SLOW = 1.0
"""Seconds that no answer may need on a machine that has nothing else to do."""
TRIES = 3
"""A machine has other work: an answer is slow when it is slow so many times."""


@dataclass(frozen=True)
class Tried:
    """What was answered, and how long it took at best."""

    status: int
    text: str
    answer: Any
    seconds: float

    limit: float = SLOW

    @property
    def broke(self) -> str:
        """What no input may bring about, or nothing."""
        if self.status >= 500:
            return f"{self.status}"
        return f"{self.seconds:.1f} s" if self.seconds > self.limit else ""


def tried(send: Callable[[], Any]) -> Tried:
    """Send it inside the test's own transaction. Refused: what it left stays, and is looked for.

    Accepted: what the database checks at the end is checked, and all of it is taken back.
    """
    best, limit = SLOW * 600, SLOW
    for _ in range(TRIES):
        begun = time.perf_counter()
        with ExitStack() as stack:
            for alias in settings.DATABASES:
                stack.enter_context(transaction.atomic(using=alias))
            answer = send()
            best = min(best, time.perf_counter() - begun)
            if answer.status_code < 400:
                for alias in settings.DATABASES:
                    with connections[alias].cursor() as cursor:
                        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                    transaction.set_rollback(True, using=alias)
        limit = SLOW * max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))
        if best <= limit:
            break
    text = answer.content.decode("utf-8", "replace")
    return Tried(answer.status_code, text, answer, best, limit)


def standing(cooperative: Cooperative) -> dict[str, tuple[int, str]]:
    """Count and hash of the rows of each table of a cooperative, seen from inside the test's
    transaction.
    """
    found = {}
    with connections[cooperative.cell].cursor() as cursor:
        cursor.execute("SELECT set_config('soko.cooperative_id', %s, true)", [str(cooperative.pk)])
        for model in models_of_cells():
            table = model._meta.db_table
            cursor.execute(
                f"SELECT count(*), coalesce(md5(string_agg(t::text, '|' ORDER BY t.id)), '') "
                f"FROM {table} t WHERE cooperative_id = %s",
                [cooperative.pk],
            )
            count, hashed = cursor.fetchone()
            found[table] = (int(count), str(hashed))
    return found
