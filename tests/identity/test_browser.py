"""A passkey and an authenticator app in a real Chromium, from the one-time link to the desk."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from sokoguru.identity import actions
from sokoguru.kernel.refs import SYSTEM
from sokoguru.tenancy.queries import cooperative_named
from sokoguru.tenancy.scope import acting_for
from tests.cast import Cast, load
from tests.chromium import RULES
from tests.ui.server import served
from tests.ui.test_browser import chromium, opened  # noqa: F401  (a fixture)

pytestmark = pytest.mark.browser
SHOTS = os.environ.get("SOKO_SHOTS")
PHONE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
    "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip
"""A phone that holds passkeys and knows its owner's finger (CDP, domain WebAuthn)."""


@pytest.fixture(autouse=True)
def _own_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Playwright keeps a loop in this thread, and the tests ask the database beside it."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


@dataclass
class Desk:
    """A served cooperative that is no example, and its people."""

    address: str
    cast: Cast

    def link(self, name: str) -> str:
        with acting_for(self.cast.cooperative):
            login = self.cast.staff[name].login_id
            return f"{self.address}/masuk/{actions.issue_link(login_id=login, actor=SYSTEM)}/"


@pytest.fixture
def desk(committed: str) -> Iterator[Desk]:
    lestari = cooperative_named("lestari")
    assert not lestari.is_example
    with acting_for(lestari):
        cast = load(lestari)
    with served() as address:
        yield Desk(address.replace("127.0.0.1", "lestari.localhost"), cast)


def look(page: Page) -> None:
    """This page has no barrier on a phone and never scrolls sideways."""
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(page.url, v["id"], [n["html"][:150] for n in v["nodes"]]) for v in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    if SHOTS:
        name = re.sub(r"\W+", "-", page.url.partition("/akun/")[2]) or "tautan"
        page.screenshot(path=f"{SHOTS}/akun-{name}.png", full_page=True)


def on_a_phone(chromium: Browser) -> tuple[Page, list[str]]:  # noqa: F811
    page, complaints = opened(chromium, 360)
    keys = page.context.new_cdp_session(page)
    keys.send("WebAuthn.enable")
    keys.send("WebAuthn.addVirtualAuthenticator", {"options": PHONE})
    return page, complaints


def follow_link(page: Page, address: str) -> None:
    page.goto(address)
    look(page)
    page.get_by_role("button", name="Masuk sekarang").click()


def led_to_a_second_factor(page: Page, desk: Desk) -> None:
    expect(page).to_have_url(f"{desk.address}/akun/2fa/")
    look(page)
    page.goto(f"{desk.address}/meja/")  # no way around it
    expect(page).to_have_url(f"{desk.address}/akun/2fa/")


def log_out(page: Page, desk: Desk) -> None:
    page.goto(f"{desk.address}/akun/logout/")
    page.get_by_role("button", name="Keluar").click()
    page.goto(f"{desk.address}/meja/")
    expect(page).to_have_url(re.compile("/masuk/"))


def test_staff_make_a_passkey_after_the_link_and_enter_with_it_ever_after(
    desk: Desk,
    chromium: Browser,  # noqa: F811
) -> None:
    page, complaints = on_a_phone(chromium)
    page.goto(f"{desk.address}/akun/login/")
    page.get_by_role("button", name="Masuk dengan kunci sandi").click()
    expect(page.get_by_text("Kunci sandi tidak terbaca")).to_be_visible()  # no key yet: it is said

    follow_link(page, desk.link("ratna"))
    led_to_a_second_factor(page, desk)
    page.get_by_role("link", name="Buat kunci sandi").click()
    look(page)
    page.get_by_role("button", name="Buat kunci sandi").click()
    expect(page).to_have_url(f"{desk.address}/akun/2fa/recovery-codes/")
    look(page)
    assert len(page.locator("#recovery_codes").input_value().split()) == 10
    page.goto(f"{desk.address}/akun/2fa/webauthn/")
    look(page)
    expect(page.get_by_text("Masuk cukup dengan kunci ini.")).to_be_visible()
    page.get_by_role("link", name="Lanjut ke tempat saya").click()
    expect(page).to_have_url(f"{desk.address}/meja/")

    log_out(page, desk)
    page.get_by_role("link", name="Masuk", exact=True).click()
    look(page)
    page.get_by_role("button", name="Masuk dengan kunci sandi").click()
    expect(page).to_have_url(f"{desk.address}/meja/")
    assert complaints == []  # the content policy let every script of this through

    page.goto(f"{desk.address}/akun/2fa/recovery-codes/")  # asked again for the key, not a code
    expect(page).to_have_url(re.compile("/akun/2fa/webauthn/reauthenticate/"))
    look(page)
    page.get_by_role("button", name="kunci keamanan").click()
    expect(page).to_have_url(f"{desk.address}/akun/2fa/recovery-codes/")
    assert complaints == []
    page.context.close()


def test_staff_set_up_an_authenticator_app_and_its_code_stands_behind_the_next_link(
    desk: Desk,
    chromium: Browser,  # noqa: F811
) -> None:
    page, complaints = opened(chromium, 360)
    follow_link(page, desk.link("hasan"))
    led_to_a_second_factor(page, desk)
    page.get_by_role("link", name="Siapkan aplikasi").click()
    look(page)
    secret = page.locator("#authenticator_secret").input_value()
    right = codes(secret)
    page.locator("[name=code]").fill(next(c for c in ("000000", "1" * 6) if c not in right))
    page.get_by_role("button", name="Aktifkan").click()
    look(page)
    page.goto(f"{desk.address}/meja/")  # a wrong code opened nothing
    expect(page).to_have_url(f"{desk.address}/akun/2fa/")
    page.get_by_role("link", name="Siapkan aplikasi").click()
    secret = page.locator("#authenticator_secret").input_value()
    page.locator("[name=code]").fill(codes(secret)[1])
    page.get_by_role("button", name="Aktifkan").click()
    expect(page).to_have_url(f"{desk.address}/akun/2fa/recovery-codes/")
    page.goto(f"{desk.address}/meja/")
    expect(page).to_have_url(f"{desk.address}/meja/")

    log_out(page, desk)
    follow_link(page, desk.link("hasan"))
    expect(page).to_have_url(f"{desk.address}/akun/2fa/authenticate/")
    look(page)
    page.locator("[name=code]").fill(codes(secret)[2])
    page.get_by_role("button", name="Masuk", exact=True).click()
    expect(page).to_have_url(f"{desk.address}/meja/")
    assert complaints == []
    page.context.close()


def codes(secret: str) -> list[str]:
    """What the app shows in the last, this and the next half minute, by allauth's arithmetic."""
    return [format_hotp_value(hotp_value(secret, at)) for at in yield_hotp_counters_from_time()]
