"""Requests come in bounded; answers leave in the language of their reader, with strict headers,
refusals in words.
"""

from collections.abc import Callable
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers

from sokoguru.kernel.refusals import Refused
from sokoguru.ui.errors import BodyTooLarge
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


CHUNK = 64 * 1024
IN_MEMORY = 1024 * 1024


class BoundedBody:
    """A body larger than any form of ours is refused before a byte of it is parsed or kept.

    Stands before whoever reads a form (CSRF does, for everybody). Django would take files of any
    size, and nothing at all of a body that comes in chunks: such a body is read to its end first.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponseBase:
        is_form = request.content_type == "multipart/form-data"
        most: int = policy.UPLOAD_MAX if is_form else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        source, told = request.META["wsgi.input"], request.META.get("CONTENT_LENGTH") or "0"
        if "HTTP_TRANSFER_ENCODING" in request.META:  # its length is not told, whatever is said
            return self._gathered(request, source, most)
        if told.isdecimal() and int(told) > most:
            _drain(source, int(told))
            return answer_refused(request, BodyTooLarge(most=most))
        return self.get_response(request)

    def _gathered(self, request: Any, source: IO[bytes], most: int) -> HttpResponseBase:
        with SpooledTemporaryFile(max_size=IN_MEMORY) as body:
            while body.tell() <= most and (part := source.read(CHUNK)):
                body.write(part)
            size = body.tell()
            if size > most:
                _drain(source, policy.DRAINED_MAX)
                return answer_refused(request, BodyTooLarge(most=most))
            body.seek(0)
            request.META["CONTENT_LENGTH"], request._stream = str(size), body
            return self.get_response(request)


def _drain(source: IO[bytes], told: int) -> None:
    left = told if told <= policy.DRAINED_MAX else 0
    while left > 0 and (part := source.read(min(CHUNK, left))):
        left -= len(part)
