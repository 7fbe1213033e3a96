"""A session belongs to one cooperative's host, and every view says who may see it."""

import ipaddress
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponseBase, HttpResponseRedirect, JsonResponse

from sokoguru.identity import queries
from sokoguru.identity.rules import BOUND_TO, check_granted
from sokoguru.identity.views import AccessRule
from sokoguru.kernel.refs import VISITOR
from sokoguru.kernel.refusals import NotAllowed, Refused
from sokoguru.ui.views import answer_refused

ENTRANCE = "/masuk/"
SECOND_FACTOR = "/akun/2fa/"


class SessionOfHost:
    """A session that was opened at another cooperative's host shows nobody here (and stays
    there).
    """

    def __init__(self, get_response: Callable[[Any], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponseBase:
        if request.cooperative is None:  # a path of the installation itself
            return self.get_response(request)
        bound = request.session.get(BOUND_TO)
        if bound != request.cooperative.pk and request.user.is_authenticated:
            if bound is None:
                request.session[BOUND_TO] = request.cooperative.pk
            else:
                request.user = AnonymousUser()
        response = self.get_response(request)
        if request.user.is_authenticated and BOUND_TO not in request.session:
            request.session[BOUND_TO] = request.cooperative.pk
        return response


class Access:
    """Reads the mark of a view with the scope open; a view without a mark is closed.

    Stands after ``ScopedTransaction``. Puts ``request.person`` (or none) and ``request.actor``
    there.
    """

    def __init__(self, get_response: Callable[[Any], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponseBase:
        request.person, request.actor = None, VISITOR
        return self.get_response(request)

    def process_view(
        self, request: Any, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        if getattr(view, "no_scope", False) or view.__module__.startswith("allauth."):
            return None  # the directory's own pages: login, second factor, the switches
        if request.user.is_authenticated:
            request.person = queries.person_of(request.user.pk)
        if request.person is not None:
            request.actor = request.person.actor
        if getattr(view, "func", view).__module__.startswith("ninja."):
            return None  # the API has its own door on each operation (project/api.py)
        rule: AccessRule | None = getattr(view, "access", None)
        if rule is None:
            return answer_refused(request, NotAllowed(view=request.path))
        return self._judge(request, rule)

    def _judge(self, request: Any, rule: AccessRule) -> HttpResponseBase | None:
        if rule.audience == "public":
            return None
        person = request.person
        if person is None:
            return _to_entrance(request)
        if rule.audience == "member":
            if person.member_id is None:
                return answer_refused(request, NotAllowed(needs="member"))
            request.actor = person.as_member
            return None
        if rule.audience == "staff":
            refused = _refusal(person, rule.acts)
            if refused is not None:
                return answer_refused(request, refused)
        return _second_factor_first(request, person)


def _refusal(person: queries.Person, acts: tuple[str, ...]) -> Refused | None:
    if not person.is_staff:
        return NotAllowed(needs="staff")
    if not acts or any(person.may(act) for act in acts):
        return None
    try:
        check_granted(person.grants, acts[0])
    except Refused as refused:
        return refused
    return None


def _to_entrance(request: Any) -> HttpResponseBase:
    if request.path.startswith("/api/"):
        return JsonResponse({"code": "identity.login_needed", "facts": {}}, status=401)
    back = request.get_full_path() if request.method == "GET" else request.path
    return HttpResponseRedirect(f"{ENTRANCE}?{urlencode({'next': back})}")


def _second_factor_first(request: Any, person: queries.Person) -> HttpResponseBase | None:
    """Staff hold a passkey or TOTP; an example cooperative may do without, on this machine only."""
    if not person.is_staff:
        return None
    if request.cooperative.is_example and _on_loopback(request.META.get("REMOTE_ADDR", "")):
        return None
    if is_mfa_enabled(request.user):
        return None
    return HttpResponseRedirect(SECOND_FACTOR)


def _on_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
