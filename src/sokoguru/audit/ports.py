"""Who hears which event. ``project/wiring.py`` fills the table once, when Django is ready."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sokoguru.audit.rules import name_of
from sokoguru.kernel.refs import ActorRef


@dataclass(frozen=True, slots=True)
class Heard:
    """An event as a handler gets it: facts, actor, instant, and the entry if money moved."""

    record_id: int
    name: str
    body: Mapping[str, Any]
    actor: ActorRef
    at: datetime
    entry_id: int | None


Handler = Callable[[Heard], None]

_listeners: dict[str, list[str]] = {}
_handlers: dict[str, Handler] = {}


def listen(event: type, handler: Handler) -> None:
    """Deliver every ``event`` to ``handler`` (idempotent, in one transaction). Safe to repeat."""
    name = f"{handler.__module__.removeprefix('sokoguru.')}.{handler.__qualname__}"
    _handlers[name] = handler
    heard_by = _listeners.setdefault(name_of(event), [])
    if name not in heard_by:
        heard_by.append(name)


def listeners_of(event: object) -> list[str]:
    """The names of the handlers that hear this event."""
    return _listeners.get(name_of(event), [])


def handler_named(name: str) -> Handler:
    """The function behind a delivery. A name that is gone is a ``KeyError``: the delivery parks."""
    return _handlers[name]
