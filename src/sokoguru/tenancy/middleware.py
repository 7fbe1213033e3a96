"""From a hostname to a scope: one request, one cooperative, one transaction.

``CooperativeByHost`` stands early (sessions and login need to know the host's cooperative);
``ScopedTransaction`` stands last, so that its ``process_view`` runs last and its
``process_exception`` first.
"""

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connections
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.module_loading import import_string

from sokoguru.kernel.refusals import Refused
from sokoguru.tenancy.errors import Busy, HostUnknown
from sokoguru.tenancy.queries import cooperative_at
from sokoguru.tenancy.scope import acting_for, current, in_force, next_try, one_request, sqlstate

Answer = Callable[[HttpRequest], HttpResponseBase]

REPEATABLE = {"40001", "40P01"}  # serialization failure, deadlock
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
TRIES = 3
OF_NO_COOPERATIVE = frozenset({"/sehat"})
"""Paths of the installation itself: they answer on any host, also while the directory is gone."""


def refusal_answer(request: HttpRequest, refused: Refused) -> HttpResponseBase:
    """The words of a refusal outside any view: ``settings.REFUSAL_ANSWER`` names who has them.

    Without one, the code and nothing else.
    """
    named = getattr(settings, "REFUSAL_ANSWER", None)
    if named:
        answer: HttpResponseBase = import_string(named)(request, refused)
        return answer
    return HttpResponse(refused.code, status=refused.status, content_type="text/plain")


class CooperativeByHost:
    """Puts ``request.cooperative`` there, or refuses an unknown host and lists nothing."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.cooperative = None  # type: ignore[attr-defined]
        if request.path not in OF_NO_COOPERATIVE:
            try:
                request.cooperative = cooperative_at(request.get_host())  # type: ignore[attr-defined]
            except HostUnknown as refused:
                return refusal_answer(request, refused)
        return self.get_response(request)


class ScopedTransaction:
    """Opens the scope around the view, rolls back on any failure, repeats a deadlock.

    An answer of 400 and above leaves nothing, whoever made it (the API words refusals itself).
    Three tries in all; then ``Busy``. A guess of an earlier try is not taken again.

    Views say ``no_scope = True`` (directory only), ``writes_on_get = True`` (``/l/<token>``) or
    ``keeps_refused = True`` (a hook that keeps raw what it does not believe).
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponseBase:
        with one_request():
            for _ in range(TRIES):
                next_try()
                response = self._try(request)
                if response is not None:
                    return response
        return refusal_answer(request, Busy())

    def _try(self, request: Any) -> HttpResponseBase | None:
        """The answer, or nothing when the database asked for another try."""
        request.scope_failed, request.scope_repeat = False, False
        try:
            with ExitStack() as request.scope_stack:
                response = self.get_response(request)
                if in_force():
                    assert not response.streaming, "a stream outlives the scope"
                    refused = response.status_code >= (500 if request.scope_keeps else 400)
                    if request.scope_failed or refused:
                        connections[current().cell].set_rollback(True)
        except DatabaseError as error:  # only COMMIT fails here
            if sqlstate(error) not in REPEATABLE:
                raise
            return None
        return None if request.scope_repeat else response

    def process_view(
        self, request: Any, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        if "_files" in vars(request):  # read before: a repeated request reads its files once more
            for upload in request.FILES.values():
                upload.seek(0)
        if getattr(view, "no_scope", False) or view.__module__.startswith("allauth."):
            return None
        request.scope_keeps = getattr(view, "keeps_refused", False)
        writes = request.method not in SAFE_METHODS or getattr(view, "writes_on_get", False)
        request.scope_stack.enter_context(acting_for(request.cooperative, read_only=not writes))
        return None

    def process_exception(self, request: Any, error: Exception) -> HttpResponseBase | None:
        request.scope_failed = True
        if sqlstate(error) not in REPEATABLE:
            return None
        request.scope_repeat = True
        return HttpResponse(status=503)  # never sent: the next try or ``Busy`` takes its place
