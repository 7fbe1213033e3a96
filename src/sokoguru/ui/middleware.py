"""Answers leave in the language of their reader, with strict headers; refusals leave in words."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers

from sokoguru.kernel.refusals import Refused
from sokoguru.ui.rules import policy
from sokoguru.ui.views import answer_refused

Answer = Callable[[HttpRequest], HttpResponseBase]


class StrictHeaders:
    """The headers of ``rules/policy.py``; nothing private stays in a shared phone."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        for name, value in policy.HEADERS.items():
            response.headers.setdefault(name, value)
        if policy.is_private(request.path):
            response.headers["Cache-Control"] = "no-store"
        return response


class Language:
    """Indonesian, unless switched to English: never by what a browser claims to prefer."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        wanted = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = wanted if wanted in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ["Cookie"])
        return response


class RefusalMiddleware:
    """A ``Refused`` that no view caught becomes its page, its fragment or its JSON.

    Stands before ``ScopedTransaction``, whose ``process_exception`` runs first and rolls back.
    Middleware cannot raise a refusal (Django makes a 500 of it): it sets ``request.refused``.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        refused: Refused | None = getattr(request, "refused", None)
        return answer_refused(request, refused) if refused else self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Only refusals have words; a bug stays a bug."""
        refused: Exception = getattr(request, "refused", None) or error
        return answer_refused(request, refused) if isinstance(refused, Refused) else None
