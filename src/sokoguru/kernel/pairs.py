"""JSON whose writer may be an attacker: a name that stands twice is refused (RFC 8259, 4)."""

from typing import Any


def once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An ``object_pairs_hook``: the object, or ``ValueError`` where a name stands twice in it."""
    told = dict(pairs)
    if len(told) < len(pairs):
        raise ValueError("a name stands twice")
    return told
