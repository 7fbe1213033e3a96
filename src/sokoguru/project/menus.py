"""The menus: what visitors, members and staff find in their frame, by what they may do."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from sokoguru.identity.queries import Person
from sokoguru.identity.rules import Act
from sokoguru.ui.rules.parts import Link, MenuItem

FIRST_ON_A_PHONE = 4


def menus(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the menus of the frames. Asks no table; the person is known by now."""
    person: Person | None = getattr(request, "person", None)
    shown = {
        "public_menu": _public(),
        "foot_menu": _foot(),
        "enter_url": "/masuk/lanjut/" if person else "/masuk/",
        "enter_label": person.name.partition(" ")[0] if person else _("Masuk"),
    }
    if person is None:
        return shown
    at_desk = request.path.startswith(("/meja/", "/kasir/")) or person.member_id is None
    items = _staff(person) if at_desk else _member(person)
    return {
        **shown,
        "menu": items,
        "menu_label": _("Petugas") if at_desk else _("Anggota"),
        "more_url": "/meja/lainnya/" if at_desk else "/saya/lainnya/",
        "who": person.name,
        "leave_url": "/akun/logout/",
        "account_url": "/akun/2fa/",
    }


def _public() -> list[MenuItem]:
    return [
        MenuItem(_("Warta"), "/warta/", "news"),
        MenuItem(_("Belanja"), "/toko/", "bag"),
        MenuItem(_("Rapat"), "/rapat/", "vote"),
        MenuItem(_("Bergabung"), "/bergabung/", "users"),
    ]


def _foot() -> list[Link]:
    return [Link(_("Kirim tulisan"), "/kirim-tulisan/"), Link(_("Jadi anggota"), "/bergabung/")]


def _member(person: Person) -> list[MenuItem]:
    items = [
        MenuItem(_("Saya"), "/saya/", "home"),
        MenuItem(_("Simpanan"), "/saya/simpanan/", "save"),
        MenuItem(_("Belanja"), "/toko/", "bag"),
        MenuItem(_("Menulis"), "/saya/tulis/", "pen"),
        MenuItem(_("Kabar"), "/saya/kabar/", "bell", extra=True),
        MenuItem(_("Lapak"), "/saya/lapak/", "barn", extra=True),
        MenuItem(_("Rapat"), "/saya/rapat/", "vote", extra=True),
        MenuItem(_("SHU"), "/saya/shu/", "sprout", extra=True),
        MenuItem(_("Data saya"), "/saya/data/", "person", extra=True),
    ]
    if person.is_staff:
        items.append(MenuItem(_("Meja kerja"), "/meja/", "box", extra=True))
    return items


STAFF: tuple[tuple[tuple[Act, ...], str, str, str], ...] = (
    ((Act.SAVINGS_DEPOSIT,), "Loket", "/meja/loket/", "cash"),
    ((Act.RETAIL_SELL,), "Kasir", "/kasir/", "bag"),
    ((Act.RETAIL_ORDERS,), "Pesanan", "/meja/pesanan/", "truck"),
    ((Act.STOCK_READ,), "Gudang", "/meja/gudang/", "barn"),
    ((Act.NEWSROOM_EDIT,), "Warta", "/meja/warta/", "news"),
    ((Act.OUTREACH_WRITE,), "Siaran", "/meja/siaran/", "share"),
    ((Act.CHANNELS_CONNECT, Act.OUTREACH_SEND), "Saluran", "/meja/saluran/", "chat"),
    ((Act.MEMBERS_READ,), "Anggota", "/meja/anggota/", "users"),
    ((Act.SAVINGS_OPEN_PRODUCT,), "Simpanan", "/meja/simpanan/", "save"),
    ((Act.BOOKS_READ,), "Buku", "/meja/buku/", "receipt"),
    ((Act.SURPLUS_PROPOSE,), "SHU", "/meja/shu/", "sprout"),
    ((Act.GOVERNANCE_CONVENE,), "Rapat", "/meja/rapat/", "vote"),
    ((Act.GOVERNANCE_DPS,), "Pengurus", "/meja/pengurus/", "shield"),
)
"""What any of these acts opens: label (msgid), address, icon. In the order of a day's work."""


def _staff(person: Person) -> list[MenuItem]:
    home = MenuItem(_("Meja"), "/meja/", "home")
    mine = [
        (label, url, icon)
        for acts, label, url, icon in STAFF
        if any(person.may(act) for act in acts)
    ]
    items = [
        MenuItem(_(label), url, icon, extra=place >= FIRST_ON_A_PHONE)
        for place, (label, url, icon) in enumerate(mine, start=1)
    ]
    own = [MenuItem(_("Saya"), "/saya/", "person", extra=True)] if person.member_id else []
    return [home, *items, *own]
