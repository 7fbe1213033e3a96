"""The API root: OpenAPI at ``/api/openapi.json``, its page at ``/api/docs``, operations below
``/api/v1/``.
"""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.parser import Parser

from sokoguru import __version__
from sokoguru.identity.api import DOOR
from sokoguru.kernel.pairs import once_each
from sokoguru.kernel.refusals import Refused
from sokoguru.retail.api import router as till
from sokoguru.savings.api import router as savings
from sokoguru.ui.views import answer_refused


class StrictParser(Parser):
    """A body in JSON that says one thing: no name twice, no number that is none (RFC 8259, 4)."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        """The body; anything else than an object is for the schema to refuse."""
        told: dict[str, Any] = json.loads(
            request.body, object_pairs_hook=once_each, parse_constant=_no_number
        )
        return told


def _no_number(text: str) -> None:
    raise ValueError(f"not a number: {text}")


api = NinjaAPI(
    title="Sokoguru",
    version=__version__,
    description="Setiap POST menyertakan kepala Idempotency-Key: kunci dan isi sama, jawaban sama.",
    auth=DOOR,
    urls_namespace="api",
    parser=StrictParser(),
)
api.add_router("/v1/simpanan", savings)
api.add_router("/v1/kasir", till)


@api.exception_handler(Refused)
def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """A rule said no: 4xx with code, facts and words."""
    return answer_refused(request, refusal)


@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """A body that does not fit the schema: 422, with the place and the reason of each fault."""
    faults = [
        {"at": ".".join(str(part) for part in fault["loc"]), "why": fault["type"]}
        for fault in error.errors[:20]
    ]
    body = {"code": "api.invalid", "facts": {"faults": faults}, "message": "Isian tidak sesuai."}
    return api.create_response(request, body, status=422)


@api.exception_handler(HttpError)
def unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    """A body that is not JSON, or says a thing twice: 400."""
    body = {"code": "api.unreadable", "facts": {}, "message": "Isi permintaan tidak terbaca."}
    return api.create_response(request, body, status=error.status_code)


@api.exception_handler(AuthenticationError)
def unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    """Nobody known: 401."""
    body = {"code": "identity.login_needed", "facts": {}, "message": "Masuk dulu."}
    return api.create_response(request, body, status=401)
