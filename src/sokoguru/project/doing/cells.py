"""``soko cells``: list the cells, prepare a new one."""

import json
import os
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from sokoguru.project.command import Call
from sokoguru.project.database import prepare
from sokoguru.project.health import check_prepared, workers
from sokoguru.tenancy.queries import cooperatives


def run(call: Call) -> int:
    """What each cell holds; or a new cell, ready to be named in ``SOKO_CELLS``."""
    if call.arguments.act == "add":
        prepare(call.arguments.cell)
        print(_("Sel %(cell)s siap. Agar dipakai, isi SOKO_CELLS=%(cells)s.")
              % {"cell": call.arguments.cell, "cells": os.environ["SOKO_CELLS"]})  # fmt: skip
        return 0
    rows = _rows()
    if call.arguments.json:
        print(json.dumps({"cells": rows}, ensure_ascii=False))
        return 0
    for row in rows:
        slugs = row["cooperatives"]
        print(f"{row['cell']}  {len(slugs):>5}  {' '.join(slugs[:8])}")
    return 0


def _rows() -> list[dict[str, Any]]:
    check_prepared()
    cells = settings.ENVIRONMENT.cells
    living: dict[str, list[str]] = {cell: [] for cell in cells}
    for cooperative in cooperatives():
        living.setdefault(cooperative.cell, []).append(cooperative.slug)
    alive = workers(cells)
    return [
        {
            "cell": cell,
            "configured": cell in cells,
            "cooperatives": slugs,
            "worker": alive.get(cell, False),
        }
        for cell, slugs in living.items()
    ]
