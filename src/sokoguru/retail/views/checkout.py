"""Checkout as a member, and a member's own orders."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from sokoguru.identity.queries import has_pin
from sokoguru.identity.views import member
from sokoguru.kernel import clock
from sokoguru.kernel.refusals import Refused
from sokoguru.payments import queries as payments
from sokoguru.retail.actions import ordering
from sokoguru.retail.forms import CheckoutForm, ReasonForm
from sokoguru.retail.models import Order
from sokoguru.retail.queries import baskets, ordered
from sokoguru.retail.rules.orders import OrderState
from sokoguru.retail.views import visitors
from sokoguru.retail.views.words import order_knots, state_tag
from sokoguru.ui.views import page, seen_at


@require_http_methods(["GET", "POST"])
@member
def checkout(request: Any) -> HttpResponse:
    """What is ordered, what it costs in words, how it is paid: one page, one button."""
    if request.method == "POST" and "seen_total" not in request.POST:
        visitors.bring_guest_cart(request)
        answer = seen_at(reverse("retail:checkout"))
        answer.delete_cookie(visitors.COOKIE, samesite="Lax")
        return answer
    key = baskets.cart_key_of_login(request.person.login_id)
    if request.method == "GET" and visitors.brings_guest_cart(request):
        return page(request, "retail/bring.html")
    lines = baskets.priced(baskets.cart(key), is_member=visitors.is_member(request))
    total = sum(line.amount for line in lines)
    form = CheckoutForm(request.POST or None, initial={"seen_total": total})
    if request.method == "POST" and form.is_valid():
        try:
            return seen_at(reverse("retail:own_order", args=[_place(request, form, key).number]))
        except Refused as refused:
            form.refuse(refused, field=_field_of(refused))
    context = {
        "form": form,
        "lines": lines,
        "total": total,
        "saved": baskets.saved_by_member(lines),
        "has_pin": has_pin(request.person.member_id),
        "has_qris": payments.has_qris(),
    }
    return page(request, "retail/checkout.html", context)


def _place(request: Any, form: CheckoutForm, key: str) -> Order:
    said = form.cleaned_data
    return ordering.place_order(
        member_id=request.person.member_id,
        cart_key=key,
        tender=said["tender"],
        proof={"pin": said["pin"]},
        request_key=str(said["request_key"]),
        seen_total=said["seen_total"],
        came_by=visitors.source_of(request),
        actor=request.actor,
    )


def _field_of(refused: Refused) -> str | None:
    if refused.code.startswith("identity.pin") or refused.code == "tenancy.too_many_attempts":
        return "pin"
    return "tender" if refused.code.startswith(("savings.", "payments.")) else None


@require_GET
@member
def own_orders(request: Any) -> HttpResponse:
    """A member's orders, newest first."""
    rows = [(row, state_tag(row)) for row in ordered.orders_of(request.person.member_id)]
    return page(request, "retail/own_orders.html", {"orders": rows})


@require_GET
@member
def own_order(request: Any, number: str) -> HttpResponse:
    """Where an own order stands, and what happens next."""
    row = ordered.order_of(request.person.member_id, number)
    asked = payments.request_or_none(row.number) if row.tender == ordering.QRIS else None
    context = {
        "order": row,
        "lines": ordered.order_lines(row),
        "knots": order_knots(row),
        "state": state_tag(row),
        "asked": asked,
        "standing": payments.standing(asked).left if asked and asked.confirmed_at else 0,
        "waits": asked is not None and row.state == OrderState.PLACED,
        "until": clock.local(row.expires_at),
        "can_cancel": OrderState(row.state).is_open,
    }
    return page(request, "retail/own_order.html", context)


@require_http_methods(["GET", "POST"])
@member
def cancel(request: Any, number: str) -> HttpResponse:
    """Take an own order back, while nobody has handed it over."""
    row = ordered.order_of(request.person.member_id, number)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            ordering.cancel(
                number=row.number, reason=form.cleaned_data["reason"], actor=request.actor
            )
            return seen_at(reverse("retail:own_order", args=[row.number]))
        except Refused as refused:
            form.refuse(refused)
    context = {
        "form": form,
        "order": row,
        "frame": "ui/app.html",
        "back_url": reverse("retail:own_order", args=[row.number]),
        "title": _("Batalkan pesanan %(number)s?") % {"number": row.number},
    }
    return page(request, "retail/cancel.html", context)
