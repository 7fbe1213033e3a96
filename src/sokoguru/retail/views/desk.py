"""The desk of orders: who waits, what to prepare, whom to pay back; and odd reports of tills."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sokoguru.identity.rules import Act
from sokoguru.identity.views import staff
from sokoguru.kernel import clock
from sokoguru.kernel.refs import ActorRef
from sokoguru.kernel.refusals import Refused
from sokoguru.kernel.rupiah import format_rupiah
from sokoguru.payments import queries as payments
from sokoguru.retail.actions import ordering
from sokoguru.retail.forms import ReasonForm, StepForm
from sokoguru.retail.models import Order
from sokoguru.retail.queries import counter, ordered
from sokoguru.retail.rules.orders import OrderState
from sokoguru.retail.views.words import order_knots, state_tag, tender_word
from sokoguru.ui.rules.parts import Tab
from sokoguru.ui.views import page, seen_at

GROUPS: dict[str, tuple[OrderState, ...]] = {
    "": (OrderState.PLACED, OrderState.PAID, OrderState.READY),
    "bayar": (OrderState.PLACED,),
    "siapkan": (OrderState.PAID,),
    "ambil": (OrderState.READY,),
    "selesai": (OrderState.HANDED_OVER, OrderState.CANCELLED, OrderState.EXPIRED),
}


@require_GET
@staff(Act.RETAIL_ORDERS)
def orders(request: Any) -> HttpResponse:
    """All orders in the order of who waits longest."""
    group = request.GET.get("keadaan", "")
    states = GROUPS.get(group, GROUPS[""])
    rows = [(row, state_tag(row)) for row in ordered.orders(states=states)]
    context = {"orders": rows, "tabs": _tabs(group), "group": group}
    return page(request, "retail/orders.html", context)


def _tabs(group: str) -> list[Tab]:
    names = {
        "": _("Semua terbuka"),
        "bayar": _("Menunggu pembayaran"),
        "siapkan": _("Disiapkan"),
        "ambil": _("Siap diambil"),
        "selesai": _("Selesai"),
    }
    url = reverse("retail:orders")
    return [
        Tab(
            name,
            f"{url}?keadaan={key}" if key else url,
            current=key == group,
            count=None if key == "selesai" else ordered.count_orders(GROUPS[key]),
        )
        for key, name in names.items()
    ]


@require_GET
@staff(Act.RETAIL_ORDERS)
def order(request: Any, number: str) -> HttpResponse:
    """One order and the one thing to do with it."""
    return _order_page(request, ordered.order(number), StepForm())


def _order_page(request: Any, row: Order, form: StepForm) -> HttpResponse:
    asked = payments.request_or_none(row.number) if row.tender == ordering.QRIS else None
    standing = payments.standing(asked).left if asked and asked.confirmed_at else 0
    here, may = OrderState(row.state), request.person.may
    context = {
        "order": row,
        "lines": ordered.order_lines(row),
        "knots": order_knots(row),
        "state": state_tag(row),
        "tender": tender_word(row.tender),
        "asked": asked,
        "standing": standing,
        "form": form,
        "until": clock.local(row.expires_at),
        "can_confirm": asked is not None
        and asked.confirmed_at is None
        and may(Act.PAYMENTS_CONFIRM),
        "can_ready": here is OrderState.PAID,
        "can_hand_over": here in (OrderState.PAID, OrderState.READY),
        "can_cancel": here.is_open,
        "can_pay_back": standing > 0 and not here.is_open and may(Act.RETAIL_RETURN),
        "has_shift": counter.open_shift_of(request.person.login_id) is not None,
    }
    return page(request, "retail/order.html", context)


def _step(
    request: Any, number: str, act: Callable[..., object], actor: ActorRef | None = None
) -> HttpResponse:
    """One POST, one action, back to the order; what is refused stands on top of it."""
    row = ordered.order(number)
    form = StepForm(request.POST)
    if form.is_valid():
        try:
            act(number=row.number, actor=actor or request.actor)
            return seen_at(reverse("retail:order", args=[row.number]))
        except Refused as refused:
            form.refuse(refused)
    return _order_page(request, row, form)


@require_POST
@staff(Act.PAYMENTS_CONFIRM)
def confirm(request: Any, number: str) -> HttpResponse:
    """The money was seen on the merchant's device."""
    return _step(request, number, ordering.confirm_payment)


@require_POST
@staff(Act.RETAIL_ORDERS)
def ready(request: Any, number: str) -> HttpResponse:
    """The goods lie ready."""
    return _step(request, number, ordering.make_ready)


@require_POST
@staff(Act.RETAIL_ORDERS)
def hand_over(request: Any, number: str) -> HttpResponse:
    """The buyer has the goods."""
    return _step(request, number, ordering.hand_over)


@require_POST
@staff(Act.RETAIL_RETURN)
def pay_back(request: Any, number: str) -> HttpResponse:
    """Cash from this cashier's drawer for what stands for the buyer."""
    return _step(request, number, ordering.pay_back)


@require_http_methods(["GET", "POST"])
@staff(Act.RETAIL_ORDERS)
def cancel(request: Any, number: str) -> HttpResponse:
    """Take an order back for the buyer, with a reason."""
    row = ordered.order(number)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            ordering.cancel(
                number=row.number, reason=form.cleaned_data["reason"], actor=request.actor
            )
            return seen_at(reverse("retail:order", args=[row.number]))
        except Refused as refused:
            form.refuse(refused)
    context = {
        "form": form,
        "order": row,
        "back_url": reverse("retail:order", args=[row.number]),
        "title": _("Batalkan pesanan %(number)s?") % {"number": row.number},
        "amount": format_rupiah(row.total),
    }
    return page(request, "retail/cancel.html", context)


@require_GET
@staff(Act.RETAIL_SELL, Act.RETAIL_ORDERS)
def reports(request: Any) -> HttpResponse:
    """What tills reported and a person should look at."""
    return page(request, "retail/reports.html", {"reports": list(counter.reports_to_look_at())})
