"""How an event is named and written down. Pure."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, timedelta
from typing import Any

MAX_ATTEMPTS = 6


def name_of(event: type | object) -> str:
    """``sokoguru.savings.events.DepositTaken`` is ``savings.DepositTaken``."""
    kind = event if isinstance(event, type) else type(event)
    office = kind.__module__.removeprefix("sokoguru.").split(".")[0]
    return f"{office}.{kind.__name__}"


def body_of(event: object) -> dict[str, Any]:
    """The facts of an event as plain JSON values: dates in ISO form, amounts as integers."""
    assert is_dataclass(event) and not isinstance(event, type), "an event is a frozen dataclass"
    return {field.name: _plain(getattr(event, field.name)) for field in fields(event)}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    assert value is None or isinstance(value, bool | int | str), f"not a plain fact: {value!r}"
    return value


def canonical(body: Mapping[str, Any]) -> bytes:
    """One text for one body: sorted keys, no spaces, integers only (no float ever reaches it)."""
    return json.dumps(
        body, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode()


def hash_of(body: Mapping[str, Any]) -> bytes:
    """SHA-256 of the canonical text."""
    return hashlib.sha256(canonical(body)).digest()


def back_off(attempts: int) -> timedelta:
    """How long a failed delivery waits: 10 s, 1 min, 6 min, 36 min, 3.6 h; then it is parked."""
    return timedelta(seconds=10 * 6 ** (attempts - 1))
