"""The combined pages show what the offices know."""

import io
import tarfile

from sokoguru.kernel import clock
from sokoguru.ledger.models import Book
from sokoguru.members.models import Estimate
from sokoguru.tenancy.models import Cooperative
from tests.cast import Cast
from tests.web import BACKEND, browser


def test_the_home_tells_what_joining_costs(cast: Cast) -> None:
    shown = browser().get("/").content.decode()
    assert "Koperasi Lestari" in shown
    assert "Simpanan pokok Rp100.000 dibayar sekali" in shown
    assert "bersama 9 anggota" in shown


def test_the_source_that_runs_here_can_be_had(cast: Cast) -> None:
    answer = browser().get("/kode-sumber/sokoguru.tar.gz")
    with tarfile.open(fileobj=io.BytesIO(answer.content)) as archive:
        names = archive.getnames()
    assert "sokoguru/ledger/rules.py" in names
    assert not [name for name in names if name.endswith(".pyc")]


def test_a_member_sees_the_own_balance_without_a_tap(cast: Cast) -> None:
    client = browser()
    client.force_login(cast.users["Siti"], backend=BACKEND)
    shown = client.get("/saya/").content.decode()
    assert "Rp120.000" in shown
    assert "Rp100.000" in shown


def test_the_running_shu_is_of_the_book_year_named_by_its_end(cast: Cast) -> None:
    Book.objects.update(starts_month=7)  # July 2026 to June 2027 is the year 2027
    Estimate.objects.create(
        member=cast.member("Siti"), year=2027, business=1_234, participation=50_000, at=clock.now()
    )
    client = browser()
    client.force_login(cast.users["Siti"], backend=BACKEND)
    for address in ("/saya/", "/saya/shu/"):
        shown = client.get(address).content.decode()
        assert "Rp1.234" in shown, address
        assert "tahun 2027" in shown, address


def test_the_desk_is_for_staff(cast: Cast) -> None:
    Cooperative.objects.filter(pk=cast.cooperative.pk).update(is_example=True)
    member, teller = browser(), browser()
    member.force_login(cast.users["Siti"], backend=BACKEND)
    teller.force_login(cast.users["deni"], backend=BACKEND)
    assert member.get("/meja/").status_code == 403
    shown = teller.get("/meja/")
    assert shown.status_code == 200
    assert "Seimbang" in shown.content.decode()
    assert "Rp1.080.000" in shown.content.decode()  # nine members' dues in Deni's drawer
