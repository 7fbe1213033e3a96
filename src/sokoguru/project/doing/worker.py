"""``soko worker``: one thread a cell, until told to stop."""

import logging
import os
import sys
import threading

from django.conf import settings

from sokoguru.project.command import Call
from sokoguru.project.errors import CellUnknown
from sokoguru.project.health import check_prepared
from sokoguru.project.processes import PARENT, end_with_parent
from sokoguru.project.worker import Worker

LAST_ACT_SECONDS = 30.0


def run(call: Call) -> int:
    """Work for the cells that are named, else for all. Raises ``CellUnknown``."""
    known = settings.ENVIRONMENT.cells
    for cell in call.arguments.cells:
        if cell not in known:
            raise CellUnknown(cell=cell, known=", ".join(known))
    if os.environ.get(PARENT):
        end_with_parent()
    check_prepared()
    logging.basicConfig(stream=sys.stderr, format="soko worker: %(message)s")
    workers = [Worker(cell, call.stop) for cell in call.arguments.cells or known]
    threads = [threading.Thread(target=each.work, name=each.cell, daemon=True) for each in workers]
    for thread in threads:
        thread.start()
    while not call.stop.wait(0.5):
        if not all(thread.is_alive() for thread in threads):
            call.stop.set()
            return 1
    for thread in threads:
        thread.join(LAST_ACT_SECONDS)
    return 0
