"""``soko verify``: the chain of seals of each cooperative."""

from sokoguru.ledger.invariants import seals_are_whole
from sokoguru.project.checking import findings, tell
from sokoguru.project.command import Call


def run(call: Call) -> int:
    """0 when every seal recomputes; else the first that was altered is named."""
    return tell(findings([seals_are_whole], name="soko verify"), as_json=call.arguments.json)
