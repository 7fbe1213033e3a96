"""How an event is named and written down. Pure."""

import hashlib
import json
import re
import traceback
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from sokoguru.kernel.refusals import Refused

MAX_ATTEMPTS = 6
SECRETS = {"pin", "token", "tokens", "password", "sandi", "nik", "otp", "secret", "secrets"}
"""Words that no name of a recorded or stored fact may contain."""


class SecretTold(Exception):
    """A bug, not a refusal: a fact with the name of a secret was about to be written down."""


def name_of(event: type | object) -> str:
    """``sokoguru.savings.events.DepositTaken`` is ``savings.DepositTaken``."""
    return _name_of_kind(event if isinstance(event, type) else type(event))


@lru_cache(maxsize=1_000)
def _name_of_kind(kind: type) -> str:
    office = kind.__module__.removeprefix("sokoguru.").split(".")[0]
    return f"{office}.{kind.__name__}"


def body_of(event: object) -> dict[str, Any]:
    """The facts of an event as plain JSON values: dates in ISO form, amounts as integers.

    Raises ``SecretTold`` for a fact named pin, token, password or NIK.
    """
    assert is_dataclass(event), "an event is a frozen dataclass"
    assert not isinstance(event, type), "an event, not its class"
    body = {field.name: _plain(getattr(event, field.name)) for field in fields(event)}
    check_no_secret(body)
    return body


def secret_names(names: Iterable[str]) -> list[str]:
    """The names among these that a secret would have: ``new_pin``, ``loginToken``."""
    return [name for name in names if _is_secret(name)]


@lru_cache(maxsize=10_000)
def _is_secret(name: str) -> bool:
    words = re.findall(r"[A-Z]?[a-z]+|[A-Z]+", name)
    return not SECRETS.isdisjoint(word.lower() for word in words)


def check_no_secret(body: Any) -> None:
    """Refuse a body, at any depth, that has a fact named like a secret. Raises ``SecretTold``."""
    if isinstance(body, Mapping):
        found = secret_names(map(str, body))
        if found:
            raise SecretTold(", ".join(found))
        body = list(body.values())
    if isinstance(body, list | tuple):
        for each in body:
            check_no_secret(each)


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


def problem_of(failure: BaseException) -> str:
    """What a failure was, without its facts: a code, or a kind and a place in our code.

    Deliveries are readable across cooperatives, so nobody's name or amount may stand in them.
    """
    if isinstance(failure, Refused):
        return failure.code
    frames = traceback.extract_tb(failure.__traceback__)
    place = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"{type(failure).__name__}{place}"
