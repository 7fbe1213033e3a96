"""``soko check``: the invariants of all offices for each cooperative, and whose every row is."""

from django.conf import settings

from sokoguru.kernel.findings import Finding
from sokoguru.project import wiring
from sokoguru.project.checking import findings, tell
from sokoguru.project.command import Call
from sokoguru.project.invariants import NAME, rows_belong_to_their_cooperative


def run(call: Call) -> int:
    """0 when nothing is broken."""
    found = findings(wiring.INVARIANTS, name="soko check")
    cells = [rows_belong_to_their_cooperative(cell) for cell in settings.ENVIRONMENT.cells]
    whose = Finding(
        NAME,
        sum(each.checked for each in cells),
        [words for each in cells for words in each.broken],
    )
    return tell([*found, whose], as_json=call.arguments.json)
