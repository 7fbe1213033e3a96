"""How the platform says no: a code and the facts, never prose."""

from collections.abc import Mapping
from typing import Any, ClassVar


class Refused(Exception):
    """A rule said no: the edge chooses the words (a page of ``ui``, ``message`` in the API).

    Subclasses set ``code`` (``office.snake_case``) and take their facts as keyword arguments;
    facts are plain JSON values (amounts in rupiah, dates in ISO form).
    """

    code: ClassVar[str] = "kernel.refused"
    status: ClassVar[int] = 422
    """The HTTP status that fits.

    422 a rule, 404 not there, 403 not yours, 409 in the way, 429 too often.
    """

    def __init__(self, **facts: Any) -> None:
        super().__init__(self.code)
        self.facts: Mapping[str, Any] = facts

    def __str__(self) -> str:
        shown = ", ".join(f"{name}={value!r}" for name, value in self.facts.items())
        return f"{self.code}({shown})"


class NotFound(Refused):
    """No such thing in this cooperative, or it is not for this person: the two look the same."""

    code = "kernel.not_found"
    status = 404


class NotAllowed(Refused):
    """The person is known but has not been given this act."""

    code = "kernel.not_allowed"
    status = 403
