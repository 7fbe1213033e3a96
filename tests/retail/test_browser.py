"""The shop and the till in a real Chromium, on a phone and on a counter: no barrier."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from sokoguru.retail.actions import ringing, tills
from sokoguru.tenancy.models import Cooperative
from sokoguru.tenancy.queries import cooperative_named
from sokoguru.tenancy.scope import acting_for
from tests.cast import load
from tests.chromium import RULES
from tests.retail.conftest import Shop, give_pin, open_shop, put
from tests.retail.test_orders import KEY as CART
from tests.retail.test_orders import order
from tests.retail.test_selling import everything_agrees
from tests.savings.conftest import Counter, open_wadiah
from tests.ui.server import served
from tests.ui.test_browser import chromium, opened  # noqa: F401  (a fixture)
from tests.web import BACKEND, browser

pytestmark = pytest.mark.browser
SHOTS = os.environ.get("SOKO_SHOTS")


@dataclass(frozen=True)
class Site:
    """A served cooperative with a shop: one paid order, one that waits, an open till."""

    address: str
    cooperative: Cooperative
    shop: Shop
    waiting: str
    paid: str

    def page(self, chromium: Browser, width: int, name: str, scheme: str = "light") -> Page:  # noqa: F811
        page, _complaints = opened(chromium, width, scheme)
        if name:
            client = browser()
            client.force_login(self.shop.cast.users[name], backend=BACKEND)
            cookie: Any = {"name": "sessionid", "value": client.cookies["sessionid"].value}
            page.context.add_cookies([{**cookie, "url": self.address}])
        return page


@pytest.fixture(autouse=True)
def _own_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Playwright keeps a loop in this thread, and the tests ask the database beside it."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


@pytest.fixture
def site(committed: str) -> Iterator[Site]:
    lestari = cooperative_named("lestari")
    Cooperative.objects.filter(pk=lestari.pk).update(is_example=True)
    with acting_for(lestari):
        shop = open_shop(load(lestari))
        open_wadiah(shop.cast)
        Counter(shop.cast).deposit("Siti", 200_000)
        give_pin(shop.cast, "Siti")
        waiting = order(shop, (shop.sugar, 1_000), tender="qris", key="k-1").number
        paid = order(shop, (shop.rice, 2_000), key="k-2").number
        wulan = shop.cast.actor("wulan")
        tills.open_shift(till="K1", opening_float=100_000, request_key="buka", actor=wulan)
        ringing.ring_up(
            wanted=[(shop.rice.pk, 1_500), (shop.sugar.pk, 500)],
            tender="tunai",
            proof={"given": "50.000"},
            request_key="satu",
            actor=wulan,
            member_id=shop.siti,
        )
        put(CART, (shop.rice, 1_000))
        login = shop.cast.as_member("Siti").id
        put(f"login:{login}", (shop.rice, 1_500), (shop.sugar, 250))
        put(f"kasir:{wulan.id}", (shop.rice, 2_000), (shop.sugar, 500))
    with served() as address:
        named = address.replace("127.0.0.1", "lestari.localhost")
        yield Site(named, lestari, shop, waiting, paid)


PAGES = {
    "rak": ("", "/toko/"),
    "keranjang": ("Siti", "/toko/keranjang/"),
    "bayar": ("Siti", "/toko/bayar/"),
    "pesanan": ("Siti", "/saya/pesanan/{waiting}/"),
    "pesanan-lunas": ("Siti", "/saya/pesanan/{paid}/"),
    "pesanan-saya": ("Siti", "/saya/pesanan/"),
    "kasir": ("wulan", "/kasir/"),
    "tunai": ("wulan", "/kasir/bayar/tunai/"),
    "qris": ("wulan", "/kasir/bayar/qris/"),
    "nota": ("wulan", "/kasir/nota/K1-0001/"),
    "hari-ini": ("wulan", "/kasir/hari-ini/"),
    "retur": ("wulan", "/kasir/retur/K1-0001/"),
    "tutup": ("wulan", "/kasir/tutup/"),
    "meja-pesanan": ("wulan", "/meja/pesanan/"),
    "meja-satu": ("wulan", "/meja/pesanan/{waiting}/"),
    "pembayaran": ("hasan", "/meja/pembayaran/"),
    "laporan": ("wulan", "/kasir/laporan/"),
    "kode": ("ratna", "/meja/pengaturan/qris/"),
}


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "light"), (1280, "dark")])
def test_no_page_has_a_barrier(
    chromium: Browser,  # noqa: F811
    site: Site,
    width: int,
    scheme: str,
) -> None:
    found, wide = {}, {}
    people: dict[str, Page] = {}
    for name, (person, path) in PAGES.items():
        page = people.setdefault(person, None) or site.page(chromium, width, person, scheme)  # type: ignore[arg-type]
        people[person] = page
        page.goto(site.address + path.format(waiting=site.waiting, paid=site.paid))
        if SHOTS:
            page.screenshot(path=f"{SHOTS}/toko-{name}-{width}-{scheme}.png", full_page=True)
        bars = Axe().run(page, options=RULES).response["violations"]
        if bars:
            found[name] = [(bar["id"], [n["html"][:160] for n in bar["nodes"]]) for bar in bars]
        page.set_viewport_size({"width": 320, "height": 800})
        over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        page.set_viewport_size({"width": width, "height": 800})
        if over > 0:
            wide[name] = over
    assert (found, wide) == ({}, {})


def test_a_cashier_sells_with_the_keyboard_alone(chromium: Browser, site: Site) -> None:  # noqa: F811
    page = site.page(chromium, 1280, "wulan")
    page.goto(site.address + "/kasir/")
    page.keyboard.type("8991234567891")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Rp57.000")
    page.keyboard.press("F2")
    page.keyboard.type("1")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Rp54.000")
    page.keyboard.press("F9")
    page.wait_for_selector("#id_given")
    page.focus("#id_given")
    page.keyboard.type("60000")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Kembali Rp6.000")
    assert "K1-0002" in page.inner_text("main")
    with acting_for(site.cooperative):
        everything_agrees()
