"""*Kabar* in a real Chromium, on a phone by day and at a desk by night: no barrier."""

from typing import Any

import pytest

from sokoguru.audit import actions as audit
from sokoguru.kernel import clock
from sokoguru.kernel.refs import SYSTEM
from sokoguru.supply.events import MakerSettled
from sokoguru.tenancy.queries import cooperative_named
from sokoguru.tenancy.scope import acting_for
from tests.cast import load
from tests.chromium import launched, problems_of_all
from tests.conftest import NOON
from tests.governance.meeting import convened, reported, year_closed
from tests.notices.mailbag import deliver, skip_what_came_before, told
from tests.supply.test_browser import page_of, ticket
from tests.ui.server import served

pytestmark = pytest.mark.browser


def filled() -> tuple[dict[str, str], dict[str, tuple[str, str]]]:
    """Each one's session, and every page by a short name: who looks, and its address."""
    cooperative = cooperative_named("lestari")
    with clock.frozen(NOON), acting_for(cooperative):
        cast = load(cooperative)
        skip_what_came_before()
        year_closed(cast)
        reported(cast)
        convened(cast)
        siti = cast.member("Siti")
        paid: dict[str, Any] = {"consignment": 250_000, "produce": 50_000, "into": "savings"}
        audit.record(MakerSettled(number="PL-00007", member_id=siti.pk, **paid), actor=SYSTEM)
        deliver()
        invitation, payment = told(siti)
    pages = {
        "kabar": ("Siti", "/saya/kabar/"),
        "kabar-rapat": ("Siti", f"/saya/kabar/{invitation.pk}/"),
        "kabar-bayar": ("Siti", f"/saya/kabar/{payment.pk}/"),
        "kabar-lain": ("Budi", "/saya/kabar/"),
        "kabar-surat": ("Siti", "/saya/kabar/?tersimpan=1"),
    }
    return {who: ticket(cast.users[who]) for who in ("Siti", "Budi")}, pages


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
def test_no_page_has_a_barrier_or_scrolls_sideways(committed: str, width: int, scheme: str) -> None:
    tickets, pages = filled()
    with served() as address, launched() as chromium:
        port = address.rpartition(":")[2]
        windows = {
            who: page_of(chromium, port, cookie, width, scheme) for who, cookie in tickets.items()
        }
        home = f"http://lestari.localhost:{port}"
        assert problems_of_all(windows, home, pages, f"{width}-{scheme}") == {}
