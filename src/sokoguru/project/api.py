"""The API root: OpenAPI at ``/api/openapi.json``, its page at ``/api/docs``, operations below
``/api/v1/``.
"""

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, ValidationError

from sokoguru import __version__
from sokoguru.identity.api import DOOR
from sokoguru.kernel.refusals import Refused
from sokoguru.retail.api import router as till
from sokoguru.savings.api import router as savings
from sokoguru.ui.views import answer_refused

api = NinjaAPI(
    title="Sokoguru",
    version=__version__,
    description="Setiap POST menyertakan kepala Idempotency-Key: kunci dan isi sama, jawaban sama.",
    auth=DOOR,
    urls_namespace="api",
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


@api.exception_handler(AuthenticationError)
def unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    """Nobody known: 401."""
    body = {"code": "identity.login_needed", "facts": {}, "message": "Masuk dulu."}
    return api.create_response(request, body, status=401)
