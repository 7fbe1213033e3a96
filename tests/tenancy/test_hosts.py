"""Which cooperative answers on which host."""

from contextlib import suppress

import pytest
from django.db import IntegrityError, connections, transaction
from django.test.utils import CaptureQueriesContext

from sokoguru.tenancy import actions, queries
from sokoguru.tenancy.errors import CellUnknown, ClockFixed, HostTaken, HostUnknown
from sokoguru.tenancy.models import Cooperative, Host
from tests.conftest import cooperative
from tests.tenancy.conftest import Neighbours


def nobody() -> None:
    """An installation without cooperatives."""
    Host.objects.all().delete()
    Cooperative.objects.all().delete()


@pytest.fixture
def neighbours(rolled_back: None) -> Neighbours:
    """The directory alone is asked here: nothing is committed, and nobody else there."""
    nobody()
    return Neighbours(
        melati=cooperative("melati", "cell_001"),
        dahlia=cooperative("dahlia", "cell_001"),
        kenanga=cooperative("kenanga", "cell_002"),
    )


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("melati.localhost", "melati.localhost"),
        ("Melati.LOCALHOST:8000", "melati.localhost"),
        ("melati.localhost.", "melati.localhost"),
        ("melati.localhost.:8000", "melati.localhost"),
        ("127.0.0.1:8000", "127.0.0.1"),
        ("[::1]:8000", "::1"),
        ("[2001:DB8::7]", "2001:db8::7"),
        ("::1", "::1"),
        (" koperasi.id ", "koperasi.id"),
        ("", ""),
    ],
)
def test_a_host_is_compared_without_port_case_and_last_dot(said: str, name: str) -> None:
    assert queries.hostname_of(said) == name


@pytest.mark.parametrize("host", ["dahlia.localhost", "DAHLIA.localhost:8000", "dahlia.localhost."])
def test_a_cooperative_answers_on_its_own_name(neighbours: Neighbours, host: str) -> None:
    assert queries.cooperative_at(host) == neighbours.dahlia


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:8000", "127.0.0.1", "127.0.0.1:8000", "[::1]:8000", "10.0.0.7"]
)
def test_an_address_without_a_name_is_the_first_cooperative(
    neighbours: Neighbours, host: str
) -> None:
    assert queries.cooperative_at(host) == neighbours.melati


def test_an_address_that_was_given_away_is_its_owners(neighbours: Neighbours) -> None:
    Host.objects.create(name="10.0.0.7", cooperative=neighbours.kenanga)
    assert queries.cooperative_at("10.0.0.7:80") == neighbours.kenanga


@pytest.mark.parametrize(
    "host", ["", "mawar.localhost", "melati.localhost.example", "xmelati.localhost", "1.2.3"]
)
def test_any_other_name_is_unknown(neighbours: Neighbours, host: str) -> None:
    with pytest.raises(HostUnknown) as refused:
        queries.cooperative_at(host)
    assert refused.value.facts == {}


def test_an_empty_installation_knows_no_host(rolled_back: None) -> None:
    nobody()
    with pytest.raises(HostUnknown):
        queries.cooperative_at("localhost")


@pytest.mark.parametrize("host", ["dahlia.localhost:8000", "127.0.0.1:8000", "mawar.localhost"])
def test_finding_the_cooperative_is_one_query(neighbours: Neighbours, host: str) -> None:
    with CaptureQueriesContext(connections["default"]) as asked, suppress(HostUnknown):
        queries.cooperative_at(host)
    assert len(asked) == 1


def test_links_lead_where_people_are_logged_in(neighbours: Neighbours) -> None:
    """On one's own machine the first cooperative is opened as localhost, and so are its links."""
    first, second = neighbours.melati, neighbours.dahlia
    assert (queries.address_of(first), queries.web_host_of(first)) == (
        "melati.localhost",
        "localhost",
    )
    assert queries.web_host_of(second) == queries.address_of(second) == "dahlia.localhost"
    actions.found_cooperative(slug="melati", name="", hosts=["melati.id"], cell="cell_001")
    assert queries.web_host_of(first) == "melati.id"


def test_founding_is_safe_to_repeat(neighbours: Neighbours) -> None:
    again = actions.found_cooperative(
        slug="melati", name="Other", hosts=["Melati.localhost:80", "melati.id"], cell="cell_001"
    )
    assert (again.pk, again.name) == (neighbours.melati.pk, "Koperasi Melati")
    assert sorted(again.hosts.values_list("name", flat=True)) == ["melati.id", "melati.localhost"]
    assert queries.address_of(again) == "melati.id"
    assert queries.cooperative_named("melati") == again
    assert queries.cooperatives() == [again, neighbours.dahlia, neighbours.kenanga]


def test_a_host_of_another_cooperative_is_refused_and_nothing_is_entered(
    neighbours: Neighbours,
) -> None:
    with pytest.raises(HostTaken):
        actions.found_cooperative(
            slug="mawar", name="Mawar", hosts=["mawar.id", "MELATI.localhost"], cell="cell_001"
        )
    assert not Cooperative.objects.filter(slug="mawar").exists()
    assert not Host.objects.filter(name="mawar.id").exists()


@pytest.mark.parametrize("cell", ["default", "cell_009", ""])
def test_a_cell_that_is_not_there_is_refused(rolled_back: None, cell: str) -> None:
    with pytest.raises(CellUnknown):
        actions.found_cooperative(slug="asing", name="Asing", hosts=[], cell=cell)
    assert not Cooperative.objects.filter(slug="asing").exists()


def test_only_an_examples_clock_moves_and_only_forward(rolled_back: None) -> None:
    example = actions.found_cooperative(
        slug="contoh", name="Contoh", hosts=[], cell="cell_001", is_example=True
    )
    real = actions.found_cooperative(slug="nyata", name="Nyata", hosts=[], cell="cell_001")
    assert actions.move_clock(cooperative=example, days=30).clock_offset_days == 30
    assert actions.move_clock(cooperative=example, days=1).clock_offset_days == 31
    for row, days in ((example, 0), (example, -1), (real, 1)):
        with pytest.raises(ClockFixed):
            actions.move_clock(cooperative=row, days=days)
    example.refresh_from_db()
    assert example.clock_offset_days == 31
    with pytest.raises(IntegrityError), transaction.atomic():
        Cooperative.objects.filter(pk=real.pk).update(clock_offset_days=1)
