"""Pages of the installation itself, of no cooperative."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sokoguru.project.health import report


@never_cache
@require_safe
def sehat(_request: HttpRequest) -> JsonResponse:
    """Health: 200 when pages can be served, 503 when not. On any host, without a cooperative."""
    serves, facts = report()
    return JsonResponse(facts, status=200 if serves else 503)


sehat.no_scope = True  # type: ignore[attr-defined]
