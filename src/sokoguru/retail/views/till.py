"""The till: scan, basket, member. Paying stands in ``paying``, shifts in ``shifts``."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from sokoguru.identity.rules import Act
from sokoguru.identity.views import staff
from sokoguru.kernel import clock
from sokoguru.kernel.quantity import ONE
from sokoguru.kernel.refusals import NotFound, Refused
from sokoguru.members import queries as members
from sokoguru.payments import queries as payments
from sokoguru.retail.actions import carts
from sokoguru.retail.forms import ExactForm, MemberForm, ScanForm, SetForm
from sokoguru.retail.queries import baskets, counter, offers
from sokoguru.retail.queries.offers import Offer
from sokoguru.retail.rules.scanning import read_scan
from sokoguru.stock import queries as stock
from sokoguru.ui.queries import sentence_of
from sokoguru.ui.views import page, seen_at

if TYPE_CHECKING:
    from sokoguru.stock.models import Product

TILES = 24
BUSY_DAYS = timedelta(days=30)


@require_GET
@staff(Act.RETAIL_SELL)
def till(request: Any) -> HttpResponse:
    """The page of the till; without a shift, the way to one."""
    return till_page(request)


@require_POST
@staff(Act.RETAIL_SELL)
def scan(request: Any) -> HttpResponse:
    """Put what was scanned, typed or tapped into the basket."""
    form = ScanForm(request.POST)
    if not form.is_valid():
        return till_page(request, problem=_("Pindai kode barang, atau ketik namanya."))
    typed = read_scan(form.cleaned_data["text"])
    found = _found(typed.text)
    if len(found) != 1:
        return till_page(request, search=typed.text, found=found)
    try:
        carts.put(key=_key(request), product_id=found[0].pk, quantity=typed.quantity)
    except Refused as refused:
        return till_page(request, problem=sentence_of(refused), status=refused.status)
    return seen_at(reverse("retail:till"))


@require_POST
@staff(Act.RETAIL_SELL)
def quantity(request: Any) -> HttpResponse:
    """More or less of a good, or none."""
    form = SetForm(request.POST)
    if not form.is_valid():
        return till_page(request, problem=_("Tulis jumlah barang, misalnya 1 atau 0,5."))
    try:
        carts.set_quantity(
            key=_key(request),
            product_id=form.cleaned_data["product"],
            quantity=form.cleaned_data["quantity"],
        )
    except Refused as refused:
        return till_page(request, problem=sentence_of(refused), status=refused.status)
    return seen_at(reverse("retail:till"))


@require_POST
@staff(Act.RETAIL_SELL)
def member(request: Any) -> HttpResponse:
    """Say for whom the basket is; an empty number takes the name off."""
    form = MemberForm(request.POST)
    number = form.cleaned_data["number"] if form.is_valid() else ""
    try:
        found = members.member_by_number(number) if number else None
    except NotFound:
        return till_page(request, problem=_("Tidak ada anggota dengan nomor itu."), status=404)
    carts.name_member(key=_key(request), member=found)
    return seen_at(reverse("retail:till"))


@require_POST
@staff(Act.RETAIL_SELL)
def clear(request: Any) -> HttpResponse:
    """Begin anew: nothing in the basket was sold."""
    carts.empty(key=_key(request))
    return seen_at(reverse("retail:till"))


def till_page(
    request: Any,
    *,
    problem: str = "",
    search: str = "",
    found: "list[Product] | None" = None,
    status: int = 422,
) -> HttpResponse:
    """The till with basket and tiles, and what went wrong."""
    shift = counter.open_shift_of(request.person.login_id)
    if shift is None:
        return seen_at(reverse("retail:open_shift"))
    basket = baskets.cart(_key(request))
    buyer = baskets.buyer(basket.member_id) if basket else None
    lines = baskets.priced(basket, is_member=buyer is not None)
    total = sum(line.amount for line in lines)
    context = {
        "shift": shift,
        "lines": lines,
        "steps": [(line, max(0, line.quantity - ONE), line.quantity + ONE) for line in lines],
        "total": total,
        "member": basket.member if basket else None,
        "is_member": buyer is not None,
        "saved": baskets.saved_by_member(lines) if buyer else 0,
        "tiles": _tiles(buyer is not None, lines_of={line.product_id: line for line in lines}),
        "exact": ExactForm(initial={"seen_total": total}),
        "search": search,
        "found": found,
        "problem": problem,
        "has_qris": payments.has_qris(),
        "is_wrong": bool(problem) or found is not None,
    }
    return page(request, "retail/till.html", context, status=status if problem else 200)


def _tiles(is_member: bool, *, lines_of: dict[int, Any]) -> list[tuple[Offer, int]]:
    """What sells most first, then the rest, each with how much of it lies in the basket."""
    best = counter.best_sellers(since=clock.today() - BUSY_DAYS, limit=TILES)
    rank = {product_id: place for place, product_id in enumerate(best)}
    shown = offers.shelf(is_member=is_member)
    shown.sort(key=lambda offer: (rank.get(offer.product.pk, TILES), offer.product.name))
    return [
        (offer, lines_of[offer.product.pk].quantity if offer.product.pk in lines_of else 0)
        for offer in shown[:TILES]
    ]


def _found(text: str) -> "list[Product]":
    """The good of a code, else the goods with this in their name."""
    try:
        return [stock.product_by_scan(text)]
    except NotFound:
        return list(stock.products(search=text, limit=12))


def _key(request: Any) -> str:
    return baskets.cart_key_of_till(request.person.login_id)
