"""The doors: the entrance, one-time links, where to go after login, the member's PIN."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from sokoguru.identity import actions, queries
from sokoguru.identity.forms import PinForm
from sokoguru.identity.rules import BOUND_TO
from sokoguru.identity.views import known, member, public
from sokoguru.kernel.refusals import Refused
from sokoguru.ui.views import page, seen_at


@require_GET
@public
def entrance(request: HttpRequest) -> HttpResponse:
    """Where to log in; ``next`` is kept when it is an address on this host."""
    target = request.GET.get("next", "")
    fine = url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure())
    return page(request, "identity/entrance.html", {"next": target if fine else ""})


@require_http_methods(["GET", "POST"])
@public
def one_time_link(request: Any, token: str) -> HttpResponse:
    """A one-time link: the page asks first (a preview must not spend it), the button spends it."""
    if request.method == "GET":
        return page(request, "identity/link.html", {"login": queries.login_of_link(token)})
    login = actions.use_link(token)
    user = User.objects.get(pk=login.user_id, is_active=True)
    request.session[BOUND_TO] = request.cooperative.pk
    record_authentication(request, user, "link", reauthenticated=True)  # to set up a key at once
    answer: HttpResponse = perform_login(
        request, user, email_verification="none", redirect_url=reverse("identity:onward")
    )
    return answer


@require_GET
@known
def onward(request: Any) -> HttpResponse:
    """After login: staff to their desk, members to their own place."""
    return redirect("/meja/" if request.person.is_staff else "/saya/")


@require_http_methods(["GET", "POST"])
@member
def pin(request: Any) -> HttpResponse:
    """Set or change the PIN that pays from savings."""
    form = PinForm(request.POST or None)
    has_pin = queries.has_pin(request.person.member_id)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_pin(
                member_id=request.person.member_id,
                old=form.cleaned_data["old"],
                new=form.cleaned_data["new"],
                actor=request.actor,
            )
            return seen_at(f"{request.path}?tersimpan=1")
        except Refused as refused:
            form.refuse(refused, "old" if refused.code == "identity.pin_wrong" else "new")
    saved = _("PIN tersimpan.") if request.GET.get("tersimpan") else ""
    return page(request, "identity/pin.html", {"form": form, "has_pin": has_pin, "saved": saved})
