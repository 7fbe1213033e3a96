"""The shelf and the cart: for everybody."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from sokoguru.identity.views import public
from sokoguru.kernel.refusals import Refused
from sokoguru.kernel.text import clean_line
from sokoguru.retail.actions import carts
from sokoguru.retail.forms import PutForm, SetForm
from sokoguru.retail.queries import baskets, offers
from sokoguru.retail.views import visitors
from sokoguru.ui.queries import sentence_of
from sokoguru.ui.views import page, seen_at


@require_GET
@public
def shelf(request: Any) -> HttpResponse:
    """All that is sold: member price and public price, whose it is, how much is left."""
    search = clean_line(request.GET.get("cari", "")[:60])
    member = visitors.is_member(request)
    context = {
        "offers": offers.shelf(is_member=member, search=search),
        "search": search,
        "is_member": member,
        "in_cart": _kinds_in_cart(request, member),
    }
    return page(request, "retail/shelf.html", context)


@require_http_methods(["GET", "POST"])
@public
def cart(request: Any) -> HttpResponse:
    """What lies in the cart; a POST puts more of a good into it."""
    if request.method == "GET":
        return _cart_page(request)
    form = PutForm(request.POST)
    if not form.is_valid():
        return _cart_page(request, problem=_("Tulis jumlah barang, misalnya 1 atau 0,5."))
    key, token = visitors.own_key(request)
    try:
        carts.put(
            key=key,
            product_id=form.cleaned_data["product"],
            quantity=form.cleaned_data["quantity"],
        )
    except Refused as refused:
        return _cart_page(request, problem=sentence_of(refused), status=refused.status)
    return visitors.keep_token(request, seen_at(reverse("retail:cart")), token)


@require_http_methods(["POST"])
@public
def set_quantity(request: Any) -> HttpResponse:
    """Let the cart hold so much of a good, or none of it."""
    form = SetForm(request.POST)
    if not form.is_valid():
        return _cart_page(request, problem=_("Tulis jumlah barang, misalnya 1 atau 0,5."))
    key, token = visitors.own_key(request)
    try:
        carts.set_quantity(
            key=key,
            product_id=form.cleaned_data["product"],
            quantity=form.cleaned_data["quantity"],
        )
    except Refused as refused:
        return _cart_page(request, problem=sentence_of(refused), status=refused.status)
    return visitors.keep_token(request, seen_at(reverse("retail:cart")), token)


def _cart_page(request: Any, *, problem: str = "", status: int = 422) -> HttpResponse:
    member = visitors.is_member(request)
    key = visitors.cart_key(request)
    lines = baskets.priced(baskets.cart(key) if key else None, is_member=member)
    context = {
        "lines": lines,
        "total": sum(line.amount for line in lines),
        "saved": baskets.saved_by_member(lines) if member else 0,
        "is_member": member,
        "problem": problem,
        "brings": visitors.brings_guest_cart(request),
    }
    return page(request, "retail/cart.html", context, status=status if problem else 200)


def _kinds_in_cart(request: Any, member: bool) -> int:
    key = visitors.cart_key(request)
    return len(baskets.priced(baskets.cart(key), is_member=member)) if key else 0
