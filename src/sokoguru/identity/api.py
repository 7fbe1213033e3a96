"""The door of the API: who is calling, which acts an operation needs, and each key answered
once.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja.errors import HttpError
from ninja.security import APIKeyCookie, HttpBearer

from sokoguru.audit import actions as audit
from sokoguru.audit.actions import Stored
from sokoguru.identity import queries
from sokoguru.identity.errors import KeyMissing
from sokoguru.identity.queries import Person
from sokoguru.kernel.refusals import NotAllowed


class BySession(APIKeyCookie):
    """The person of a browser's session; unsafe methods need the CSRF token."""

    param_name = settings.SESSION_COOKIE_NAME

    def _get_key(self, request: HttpRequest) -> str | None:
        """A program without a session is not asked for the token of a form."""
        if self.param_name not in request.COOKIES:
            return None
        try:
            key: str | None = super()._get_key(request)
        except HttpError as stale:
            raise NotAllowed(needs="csrf_token") from stale
        return key

    def authenticate(self, request: HttpRequest, key: str | None) -> Person | None:
        person: Person | None = getattr(request, "person", None)
        return person


class ByKey(HttpBearer):
    """The person in whose name a program acts: ``Authorization: Bearer <key>``."""

    def authenticate(self, request: Any, token: str) -> Person | None:
        person = queries.person_by_key(token)
        if person is not None:
            request.person, request.actor = person, person.actor
        return person


DOOR = (ByKey(), BySession())
"""How every operation is entered; there is none without."""


def needs_member(request: Any) -> int:
    """The caller's own member id. Raises ``NotAllowed``."""
    person: Person = request.person
    if person.member_id is None:
        raise NotAllowed(needs="member")
    return person.member_id


def answered_once(request: Any, body: dict[str, Any], act: Callable[[], Stored]) -> HttpResponse:
    """Answer a POST once for its ``Idempotency-Key``: same key and body, same answer.

    Another body under the key is 422, a first call that is still running 409. ``body`` is what is
    compared, without PINs and tokens. Raises ``KeyMissing``.
    """
    key = request.headers.get("Idempotency-Key", "").strip()
    if not 8 <= len(key) <= 255 or not key.isascii() or not key.isprintable():
        raise KeyMissing
    told = {"path": request.path, **body}
    stored = audit.once(actor=request.actor, key=key, body=told, act=act)
    ordered = {"sort_keys": True}  # the database keeps no order: the same answer to the byte
    return JsonResponse(stored.body, status=stored.status, safe=False, json_dumps_params=ordered)
