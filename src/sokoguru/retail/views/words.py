"""Orders and sales in words: states as tags, the way of an order as a thread."""

from datetime import datetime

from django.utils.translation import gettext as _

from sokoguru.kernel import clock
from sokoguru.kernel.dates import format_date_short, format_time
from sokoguru.retail.models import Order
from sokoguru.retail.rules.orders import OrderState
from sokoguru.ui.rules.parts import Knot, Tag


def tender_word(code: str) -> str:
    """How something is paid."""
    words = {"tunai": _("Tunai"), "qris": _("QRIS"), "simpanan": _("Simpanan")}
    return words.get(code, code)


def state_tag(row: Order) -> Tag:
    """The state of an order: the state of the thing, not of the program."""
    tags = {
        OrderState.PLACED: Tag("wait", _("Menunggu pembayaran")),
        OrderState.PAID: Tag("ok", _("Lunas, sedang disiapkan")),
        OrderState.READY: Tag("ok", _("Siap diambil"), "bag"),
        OrderState.HANDED_OVER: Tag("", _("Sudah diambil"), "check"),
        OrderState.CANCELLED: Tag("bad", _("Dibatalkan")),
        OrderState.EXPIRED: Tag("bad", _("Lewat waktu")),
    }
    return tags[OrderState(row.state)]


def order_knots(row: Order) -> list[Knot]:
    """What has happened with an order (solid), and what happens next (dashed)."""
    here = OrderState(row.state)
    knots = [Knot(_("Dipesan"), _at(row.placed_at))]
    if row.paid_at:
        knots.append(Knot(_("Lunas"), _at(row.paid_at), amount=row.total))
    if row.ready_at:
        knots.append(Knot(_("Siap di toko"), _at(row.ready_at)))
    if row.ended_at:
        said = {
            OrderState.HANDED_OVER: _("Barang sudah di tangan Anda"),
            OrderState.CANCELLED: _("Dibatalkan"),
            OrderState.EXPIRED: _("Berakhir tanpa pembayaran"),
        }[here]
        return [*knots, Knot(said, _at(row.ended_at), end=True)]
    return [*knots, *_next(here)]


def _next(here: OrderState) -> list[Knot]:
    steps = [
        (OrderState.PLACED, Knot(_("Pembayaran tampak"), _("kasir memeriksanya"), open=True)),
        (OrderState.PAID, Knot(_("Barang disiapkan"), _("pada jam buka toko"), open=True)),
        (
            OrderState.READY,
            Knot(_("Diambil di toko"), _("sebut nomor pesanan"), open=True, end=True),
        ),
    ]
    order = [state for state, _knot in steps]
    return [knot for _state, knot in steps[order.index(here) :]]


def _at(at: datetime) -> str:
    local = clock.local(at)
    return f"{format_date_short(local.date())}, {format_time(local)}"
