"""Arrays as PostgreSQL writes them: the driver looks at every element of a list three times."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

Plain = int | str | bytes | date | StrEnum | None


def array(values: Iterable[Plain]) -> str:
    """``{1,2,NULL}``; the statement casts it (``%(amounts)s::bigint[]``)."""
    return "{" + ",".join(map(_element, values)) + "}"


def _element(value: Plain) -> str:
    if type(value) is int:
        return str(value)
    if value is None:
        return "NULL"
    if isinstance(value, str):
        escaped = str(value).replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    if isinstance(value, bytes):
        return f'"\\\\x{value.hex()}"'
    return str(value)
