"""A good with its maker and story, and the trace behind a code on a label."""

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from sokoguru.identity.views import public
from sokoguru.retail.queries import offers
from sokoguru.site.queries import goods
from sokoguru.stock import queries as stock
from sokoguru.ui.views import page


@require_GET
@public
def product(request: Any, slug: str) -> HttpResponse:
    """A good: both prices, the way of its lot, its maker, where each rupiah goes."""
    row = stock.product_by_slug(slug)
    person = request.person
    offer = offers.offer_of(row, is_member=bool(person and person.member_id))
    origin = goods.origin_of(offer.lot) if offer.lot else None
    context = {
        "offer": offer,
        "origin": origin,
        "shares": offers.shares_of(offer),
        "art": goods.drawing_of(row.name),
    }
    return page(request, "site/product.html", context)


@require_GET
@public
def trace(request: Any, code: str) -> HttpResponse:
    """Where this came from: lot, village, maker, dates, grade, certificates, the story."""
    lot = stock.lot_by_code(code)
    context = {"origin": goods.origin_of(lot), "art": goods.drawing_of(lot.product.name)}
    return page(request, "site/trace.html", context)
