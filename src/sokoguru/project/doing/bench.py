"""``soko bench``: one measurement, told as a table or as JSON."""

import json
from importlib import import_module
from typing import Any

from sokoguru.project.command import Call
from sokoguru.project.commands.bench import FOLDER

COLUMNS = ("ours_per_s", "limit_per_s", "ratio", "p50_ms", "p99_ms", "peak_mib")


def run(call: Call) -> int:
    """Measure and print. Whether it is fast enough is for the reader to judge."""
    name = call.arguments.bench.replace("-", "_")
    measured: dict[str, Any] = import_module(f"{FOLDER}.{name}").run()
    if call.arguments.json:
        print(json.dumps(measured, ensure_ascii=False))
        return 0
    print(f"{measured['name']}: {measured['database']}")
    print(f"{'':<20}" + "".join(f"{name:>14}" for name in COLUMNS))
    for case in measured["cases"]:
        figures = "".join(f"{case.get(name, '')!s:>14}" for name in COLUMNS)
        print(f"{case['case']:<20}{figures}")
    return 0
