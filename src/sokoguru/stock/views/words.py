"""The few words in which the warehouse's pages speak of a lot."""

from django.urls import reverse
from django.utils.translation import gettext as _

from sokoguru.kernel import clock
from sokoguru.kernel.dates import format_date
from sokoguru.stock.models import Location, Lot
from sokoguru.stock.rules.products import LocationKind
from sokoguru.ui.rules.parts import Link, Tag

SOON_DAYS = 14


def lot_link(lot: Lot) -> Link:
    """A lot's code, which leads to its card."""
    return Link(lot.code, reverse("stock:lot", args=[lot.code]))


def maker_word(lot: Lot) -> str:
    """Whose goods they are and from whom: a member, or a supplier from outside."""
    name = _maker_name(lot)
    if lot.consigned:
        return _("%(name)s (titipan)") % {"name": name}
    return name or _("Koperasi")


def place_word(place: Location, lot: Lot) -> str:
    """A place of a move; outside, where goods come from, stands whoever made or sold them."""
    is_outside = place.kind == LocationKind.SUPPLIER
    return (_maker_name(lot) if is_outside else "") or place.name


def _maker_name(lot: Lot) -> str:
    return lot.maker_member.name if lot.maker_member else lot.maker_name


def expiry_tag(lot: Lot) -> Tag | str | None:
    """When a lot expires: a day, or a sign where it has or soon will."""
    if lot.expires_on is None:
        return None
    left = (lot.expires_on - clock.today()).days
    shown = format_date(lot.expires_on)
    if left < 0:
        return Tag("bad", _("Lewat, %(on)s") % {"on": shown})
    if left <= SOON_DAYS:
        return Tag("wait", shown)
    return shown
