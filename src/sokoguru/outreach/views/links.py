"""``/l/<token>``: the one address that counts."""

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from sokoguru.identity.views import public
from sokoguru.outreach.actions import clicking
from sokoguru.outreach.rules.sources import COOKIE, COOKIE_SECONDS


@require_safe
@public
def follow(request: Any, token: str) -> HttpResponse:
    """To the story or the good, with UTM marks; what the browser remembers is the link alone."""
    followed = clicking.follow(
        token=token,
        method=request.method,
        headers={name.lower(): value for name, value in request.headers.items()},
        address=request.META.get("REMOTE_ADDR", ""),
        cookie=request.COOKIES.get(COOKIE, ""),
    )
    answer = HttpResponseRedirect(followed.url)
    answer["Cache-Control"] = "no-store"
    if followed.cookie:
        answer.set_cookie(
            COOKIE,
            followed.cookie,
            COOKIE_SECONDS,
            secure=request.is_secure(),
            httponly=True,
            samesite="Lax",
        )
    return answer


follow.writes_on_get = True  # type: ignore[attr-defined]  # a tap is counted
