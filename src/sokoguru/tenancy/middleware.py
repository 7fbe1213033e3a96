"""From a hostname to a scope: one request, one cooperative, one transaction.

``CooperativeByHost`` stands early (sessions and login need to know the host's cooperative);
``ScopedTransaction`` stands last, so that its ``process_view`` runs last and its
``process_exception`` first (``foundation.md`` 3).
"""

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from django.db import DatabaseError, connections
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from sokoguru.tenancy.errors import Busy
from sokoguru.tenancy.queries import cooperative_at
from sokoguru.tenancy.scope import acting_for, current, in_force, one_request

Answer = Callable[[HttpRequest], HttpResponseBase]

REPEATABLE = {"40001", "40P01"}  # serialization failure, deadlock
NOT_IN_TIME = {"55P03", "57014"}  # lock_timeout, statement_timeout
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
TRIES = 3
OF_NO_COOPERATIVE = frozenset({"/sehat"})
"""Paths of the installation itself: they answer on any host, also while the directory is gone."""


def sqlstate(error: BaseException) -> str | None:
    """The SQLSTATE behind Django's wrapper: errors are told apart by it, never by a name."""
    return getattr(error.__cause__, "sqlstate", None)


class CooperativeByHost:
    """Puts ``request.cooperative`` there, or refuses an unknown host with a page that lists nothing."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.cooperative = (  # type: ignore[attr-defined]
            None if request.path in OF_NO_COOPERATIVE else cooperative_at(request.get_host())
        )
        return self.get_response(request)


class ScopedTransaction:
    """Opens the scope around the view; rolls back on any failure; repeats a deadlock at most three times.

    Views say ``no_scope = True`` (directory only) or ``writes_on_get = True`` (``/l/<token>``).
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponseBase:
        with one_request():
            return self._answer(request)

    def _answer(self, request: Any) -> HttpResponseBase:
        response: HttpResponseBase = HttpResponse(status=503)
        for attempt in range(1, TRIES + 1):
            request.scope_failed, request.scope_last_try = False, attempt == TRIES
            try:
                with ExitStack() as request.scope_stack:
                    response = self.get_response(request)
                    assert not response.streaming or not in_force(), "a stream outlives the scope"
                    if in_force() and (request.scope_failed or response.status_code >= 500):
                        connections[current().cell].set_rollback(True)
            except DatabaseError as error:  # only COMMIT fails here
                if sqlstate(error) not in REPEATABLE or attempt == TRIES:
                    raise
                continue
            if not getattr(response, "repeat", False):
                break
        return response

    def process_view(
        self, request: Any, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        for upload in request.FILES.values() if request.method == "POST" else ():
            upload.seek(0)  # a repeated request reads its files once more
        if getattr(view, "no_scope", False) or view.__module__.startswith("allauth."):
            return None
        writes = request.method not in SAFE_METHODS or getattr(view, "writes_on_get", False)
        request.scope_stack.enter_context(acting_for(request.cooperative, read_only=not writes))
        return None

    def process_exception(self, request: Any, error: Exception) -> HttpResponseBase | None:
        request.scope_failed = True
        if sqlstate(error) in REPEATABLE and not request.scope_last_try:
            response = HttpResponse(status=503)
            response.repeat = True  # type: ignore[attr-defined]
            return response
        if sqlstate(error) in NOT_IN_TIME:
            raise Busy from error
        return None
