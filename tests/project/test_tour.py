"""``soko tour``: the circle as people walk it, and three mistakes that it must find."""

import json
import os
import sys
from collections.abc import Iterator

import pytest

from sokoguru.project.tour import thread
from sokoguru.project.tour.expected import expected
from sokoguru.project.tour.network import network
from sokoguru.project.tour.server import serving
from sokoguru.project.tour.walker import TourFailed
from tests.project.installation import soko
from tests.project.planted.mistakes import NAME

pytestmark = pytest.mark.slow

NAMED = (
    *("story", "article", "post", "click", "order", "payment", "entry", "participation"),
    *("shu", "rat", "savings"),
)


def test_the_figures_of_the_circle_by_hand() -> None:
    lestari = expected(members=18)
    assert (lestari.order, lestari.till, lestari.qris, lestari.turnover) == (
        87_000, 29_000, 29_000, 145_000,
    )  # fmt: skip
    assert (lestari.ujrah_of_order, lestari.maker_of_order) == (10_440, 76_560)
    assert (lestari.ujrah, lestari.qris_fee, lestari.owed_to_maker) == (17_400, 203, 127_600)
    assert (lestari.tax, lestari.shu) == (1_870, 15_327)
    assert (lestari.jasa_usaha, lestari.jasa_modal, lestari.credited) == (2_758, 170, 2_928)
    assert expected(members=9).credited == 3_098
    assert lestari.harvest == 85_000


def test_the_circle_is_walked_in_two_cells_and_every_rupiah_agrees() -> None:
    ran = soko("tour", "--json", seconds=500)
    told = json.loads(ran.stdout)
    assert (ran.returncode, told["ok"]) == (0, True), told.get("failed")
    steps = told["steps"]
    names = [each["step"] for each in steps]
    assert [name for name in names if name in NAMED] == [*NAMED, *NAMED]
    assert names[-1] == "check"
    assert all(set(each) == {"step", "reference", "amount", "url"} for each in steps)
    assert [each["amount"] for each in steps if each["step"] == "savings"] == [2_928, 3_098]
    hosts = {each["url"].split("/")[2].split(":")[0] for each in steps[:-1]}
    assert hosts == {"localhost", "mekar.localhost"}


@pytest.fixture
def planted(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The environment of an installation that makes these mistakes."""
    monkeypatch.setenv(NAME, request.param)
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "tests.project.planted.settings")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(path for path in sys.path if path))
    return request.param


@pytest.mark.parametrize(
    ("planted", "whys"),
    [
        (
            "gross@lestari twice@mekar",
            [
                "the lines of the entry are",
                "the buyer's participation is 174000, expected 87000",
            ],
        ),
        ("rounded@lestari", ["the buyer's jasa usaha is 2759, expected 2758"]),
    ],
    indirect=["planted"],
)
def test_a_mistake_of_the_books_stops_the_tour(planted: str, whys: list[str]) -> None:
    with serving() as server, network() as peer:
        hosts = dict.fromkeys(each.host for each in server.logins)
        for host, why in zip(hosts, whys, strict=False):
            with pytest.raises(TourFailed, match=why):
                thread.walk(server, peer, host, lambda step: None)
