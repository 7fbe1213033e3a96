"""A record of the books is read in words: every event, every fact of every event."""

import importlib
import re
from dataclasses import fields, is_dataclass

import pytest

from sokoguru.audit.rules import name_of
from sokoguru.ledger import queries as books
from sokoguru.ledger.events import EntryReversed
from sokoguru.reports.views import words
from sokoguru.supply.events import GoodsBought, GoodsConsigned
from sokoguru.tenancy.models import Cooperative
from sokoguru.ui.rules.parts import Pair
from tests.architecture import shape
from tests.cast import Cast
from tests.savings.conftest import Counter, open_wadiah
from tests.web import BACKEND, browser


def every_event() -> list[type]:
    """Every event of every office."""
    found = []
    for office in sorted(shape.built_offices()):
        if not (shape.SRC / office / "events.py").exists():
            continue
        home = importlib.import_module(f"sokoguru.{office}.events")
        kinds = [kind for kind in vars(home).values() if is_dataclass(kind)]
        found += [kind for kind in kinds if isinstance(kind, type)]
    return found


def test_every_event_and_every_fact_of_every_event_has_words() -> None:
    events = every_event()
    assert EntryReversed in events
    assert {name_of(event) for event in events} == set(words.HAPPENED)
    assert {field.name for event in events for field in fields(event)} == set(words.FACTS)


def test_money_quantities_and_days_are_facts() -> None:
    assert set(words.FACTS) >= words.MONEY | words.QUANTITIES | words.DAYS


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"amount": 29_000}, Pair("Jumlah", 29_000, "rupiah")),
        ({"quantity": 1_500}, Pair("Banyaknya", 1_500, "quantity")),
        ({"paid": True}, Pair("Dibayar", "Ya")),
        ({"paid": 0}, Pair("Dibayar", 0, "rupiah")),
        ({"since": "2026-01-01"}, Pair("Berlaku sejak", "2026-01-01", "date")),
        ({"tender": "tunai"}, Pair("Cara bayar", "Tunai")),
        ({"reason": ""}, Pair("Alasan", None)),
        ({"of_old": "x"}, Pair("of_old", "x")),
    ],
)
def test_a_fact_is_said_as_what_it_is(body: dict[str, object], said: Pair) -> None:
    assert words.facts(body) == [said]


def test_the_numbers_of_rows_are_left_out() -> None:
    body = {"member_id": 1_099_511_627_777, "kind": "wajib", "account_id": 0}
    assert words.facts(body) == [Pair("Jenis", "Simpanan wajib")]


def test_what_happened_is_said() -> None:
    assert words.happened(name_of(GoodsBought)) == "Barang dibeli dari luar"
    assert words.happened(name_of(GoodsConsigned)) == "Titipan diterima"
    assert words.happened("supply.Gone") == "supply.Gone"


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        ("STR-00871-K2M", "STR-00871-K2M"),
        ("QR-2026-11-24", "QR-2026-11-24"),
        ("jual:88e62792-6566-5e36-8e1c-037cedcfcf33", ""),
        ("tutup:buka:5c130da8-9f7e-58ae-9998-55caf21a62f3", ""),
    ],
)
def test_an_entry_is_called_by_the_number_on_its_paper(reference: str, said: str) -> None:
    assert words.proof(reference) == said


def test_the_page_of_an_entry_shows_no_name_of_the_program(cast: Cast) -> None:
    Cooperative.objects.filter(pk=cast.cooperative.pk).update(is_example=True)
    open_wadiah(cast)
    Counter(cast).deposit("Siti", 200_000)
    client = browser()
    client.force_login(cast.users["hasan"], backend=BACKEND)
    page = client.get(f"/meja/buku/jurnal/{books.entries(limit=1)[0].pk}/").content.decode()
    shown = page[page.index('id="dok"') :].split("</section>")[0]
    assert re.findall(r"<b>(.+?)</b>", shown) == ["Setoran diterima"]
    facts = dict(re.findall(r"<dt>(.+?)</dt><dd>(.+?)</dd>", shown))
    assert facts == {"Jenis": "Simpanan sukarela", "Jumlah": "Rp200.000"}
