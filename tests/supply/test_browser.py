"""The warehouse in a real Chromium: weighed on a phone by hand, no barrier, no sideways scroll."""

import re
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page

from sokoguru.kernel import clock
from sokoguru.stock import queries as stock
from sokoguru.supply import queries
from sokoguru.supply.actions import makers, settling
from sokoguru.supply.models import Intake, Settlement
from sokoguru.tenancy.models import Cooperative
from sokoguru.tenancy.queries import cooperative_named
from sokoguru.tenancy.scope import acting_for
from tests.cast import load
from tests.chromium import SHOTS, launched, problems, problems_of_all
from tests.conftest import NOON
from tests.stock.conftest import furnish
from tests.supply.conftest import Desk
from tests.ui.server import served
from tests.web import BACKEND, browser

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def filled() -> dict[str, Any]:
    """A warehouse with a purchase, a consigned lot, sales, a payment; what the pages need of it."""
    cooperative = cooperative_named("lestari")
    Cooperative.objects.filter(pk=cooperative.pk).update(is_example=True)
    with clock.frozen(NOON), acting_for(cooperative):
        desk = Desk(load(cooperative), furnish(load(cooperative)))
        sugar = desk.barn.sugar.pk
        makers.set_grade_price(
            product_id=sugar, grade="A", price=6_500, since=date(2026, 1, 1), actor=desk.joko
        )
        note = desk.take_in(desk.consigned(expires_on=date(2026, 12, 1)))
        desk.sell(4_000)
        desk.fund(500_000)
        paper = settling.settle(
            member_id=desk.wati,
            into=Settlement.Into.CASH,
            amount=50_000,
            request_key=str(uuid4()),
            actor=desk.hasan,
        )
        bought = desk.take_in(desk.harvest(gross=51_000, tare=1_000, deduction_percent=Decimal(2)))
        barn = desk.barn
        barn.own(barn.coffee, 24_000, 480_000, name="kopi", at=barn.store)
    return {
        "cooperative": cooperative,
        "wati": desk.wati,
        "tickets": {who: ticket(desk.cast.users[who]) for who in ("joko", "hasan", "Wati")},
        "lot": stock_code(cooperative, note.lot_id),
        "note": note.number,
        "bought": bought.number,
        "paper": paper.number,
        "product": sugar,
        "shop": barn.shop,
    }


def stock_code(cooperative: Cooperative, lot_id: int) -> str:
    with acting_for(cooperative):
        return str(stock.lot(lot_id).code)


def ticket(user: Any) -> str:
    """The session of somebody who has logged in (asked before Chromium runs its own loop)."""
    client = browser()
    client.force_login(user, backend=BACKEND)
    return str(client.cookies[settings.SESSION_COOKIE_NAME].value)


def page_of(launched: Browser, port: str, cookie: str, width: int, scheme: Any) -> Page:
    """A window in which somebody is logged in."""
    context = launched.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, locale="id-ID"
    )
    address = f"http://lestari.localhost:{port}"
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": address}])
    return context.new_page()


def paths(made: dict[str, Any]) -> dict[str, tuple[str, str]]:
    """Every page by a short name: who looks, and its address."""
    lot = made["lot"]
    return {
        "gudang": ("joko", "/meja/gudang/"),
        "barang": ("joko", "/meja/gudang/barang/"),
        "barang-baru": ("joko", "/meja/gudang/barang/baru/"),
        "barang-satu": ("joko", f"/meja/gudang/barang/{made['product']}/"),
        "lot": ("joko", "/meja/gudang/lot/"),
        "lot-satu": ("joko", f"/meja/gudang/lot/{lot}/"),
        "label": ("joko", f"/meja/gudang/lot/{lot}/label/"),
        "pindah": ("joko", f"/meja/gudang/lot/{lot}/pindah/"),
        "hitung": ("joko", f"/meja/gudang/hitung/?tempat={made['shop']}"),
        "mutasi": ("joko", "/meja/gudang/mutasi/"),
        "cari": ("joko", "/meja/gudang/terima/"),
        "timbang": ("joko", f"/meja/gudang/terima/?pembuat={made['wati']}"),
        "diterima": ("joko", f"/meja/gudang/terima/?bukti={made['note']}"),
        "nota": ("joko", f"/meja/gudang/nota/{made['note']}/"),
        "kembali": ("joko", f"/meja/gudang/kembali/{lot}/"),
        "harga": ("joko", "/meja/gudang/harga/"),
        "belanja": ("joko", "/meja/gudang/belanja/"),
        "menunggu": ("hasan", "/meja/gudang/lunasi/"),
        "lunasi": ("hasan", f"/meja/gudang/lunasi/{made['wati']}/"),
        "bukti": ("hasan", f"/meja/gudang/pelunasan/{made['paper']}/"),
        "balik": ("hasan", f"/meja/gudang/pelunasan/{made['paper']}/balik/"),
        "lapak": ("Wati", "/saya/lapak/"),
        "lapak-nota": ("Wati", f"/saya/lapak/nota/{made['note']}/"),
        "lapak-bukti": ("Wati", f"/saya/lapak/pelunasan/{made['paper']}/"),
    }


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark"), (320, "light")])
def test_no_page_has_a_barrier_or_scrolls_sideways(committed: str, width: int, scheme: str) -> None:
    made = filled()
    with served() as address, launched() as phones:
        port = address.rpartition(":")[2]
        windows = {
            who: page_of(phones, port, made["tickets"][who], width, scheme)
            for who in ("joko", "hasan", "Wati")
        }
        home = f"http://lestari.localhost:{port}"
        assert problems_of_all(windows, home, paths(made), f"{width}-{scheme}") == {}


def test_a_harvest_is_weighed_and_paid_by_hand_on_a_phone(committed: str) -> None:
    made = filled()
    with served() as address, launched() as phones:
        port = address.rpartition(":")[2]
        home = f"http://lestari.localhost:{port}"
        page = page_of(phones, port, made["tickets"]["joko"], 360, "light")
        page.goto(f"{home}/meja/gudang/terima/")
        page.get_by_label("Nama atau nomor pembuat").fill("wati")
        page.get_by_role("button", name="Cari pembuat").click()
        page.get_by_role("link", name="Wati").first.click()
        page.get_by_label("Barang", exact=True).select_option(label="Gula aren (kg)")
        page.get_by_text("Titip jual", exact=True).click()
        page.get_by_label("Bruto").fill("25,5")
        page.get_by_label("Tara").fill("0,5")
        page.get_by_label("Ujrah koperasi").fill("12")
        page.get_by_text("Toko", exact=True).click()
        page.get_by_role("button", name="Periksa dulu").click()
        assert "WAKALAH BIL UJRAH" in page.inner_text("main")
        if SHOTS:
            page.screenshot(path=f"{SHOTS}/akad-360.png", full_page=True)
        assert problems(page) == []
        page.get_by_label("Akad sudah dibacakan").check()
        page.get_by_role("button", name="Terima titipan").click()
        page.get_by_text("25 kg Gula aren titipan Wati diterima").wait_for()
        paid = page_of(phones, port, made["tickets"]["hasan"], 360, "light")
        paid.goto(f"{home}/meja/gudang/lunasi/{made['wati']}/")
        paid.get_by_text("Tunai", exact=True).click()
        paid.get_by_label("Dibayarkan").fill("55.600")
        paid.get_by_role("button", name="Periksa dulu").click()
        paid.get_by_role("button", name="Catat pelunasan").click()
        paid.get_by_text(re.compile("Rp55.600 dibayarkan tunai kepada Wati")).wait_for()
    with acting_for(made["cooperative"]):
        assert Intake.objects.filter(kind="consignment").count() == 2
        assert queries.owed(made["wati"]).consignment == 0
