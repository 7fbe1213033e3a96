"""One request, one cooperative, one transaction: through Django's whole chain of middleware."""

import logging
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings

from sokoguru.audit.models import Run
from sokoguru.kernel import clock
from sokoguru.tenancy.models import Attempt, Cooperative
from sokoguru.tenancy.scope import acting_for
from tests import databases
from tests.tenancy import pages
from tests.tenancy.conftest import Neighbours

WORDS = "tests.tenancy.pages.Words"
REFUSALS = "sokoguru.ui.middleware.RefusalMiddleware"
ACCESS = "sokoguru.identity.middleware.Access"  # the views of these tests wear no marks


@pytest.fixture
def client(neighbours: Neighbours) -> Iterator[Client]:
    """A browser at Melati's host; crashes become answers, as in service."""
    pages.calls.clear()
    pages.uploads.clear()
    chain = [WORDS if name == REFUSALS else name for name in settings.MIDDLEWARE if name != ACCESS]
    logging.disable(logging.CRITICAL)
    with override_settings(
        ROOT_URLCONF="tests.tenancy.pages", MIDDLEWARE=chain, REFUSAL_ANSWER=None
    ):
        yield Client(raise_request_exception=False, headers={"host": "melati.localhost"})
    logging.disable(logging.NOTSET)


def works(cooperative: Cooperative) -> list[str]:
    with acting_for(cooperative):
        return list(Run.objects.order_by("pk").values_list("work", flat=True))


def test_only_access_stands_inside_the_scope_and_the_host_before_the_session() -> None:
    names = [name.rpartition(".")[2] for name in settings.MIDDLEWARE]
    assert names[-2:] == ["ScopedTransaction", "Access"]
    assert names.index("CooperativeByHost") < names.index("SessionMiddleware")


@pytest.mark.parametrize("who", ["melati", "dahlia", "kenanga"])
def test_the_host_decides_whose_rows_are_seen(
    client: Client, neighbours: Neighbours, who: str
) -> None:
    row: Cooperative = getattr(neighbours, who)
    with acting_for(row):
        pages.write("ours")
    answer = client.get("/count/", headers={"host": f"{who.upper()}.localhost:8000"})
    assert answer.content == f"{row.pk}:1".encode()


def test_what_a_view_writes_is_there_after_its_answer(
    client: Client, neighbours: Neighbours
) -> None:
    assert client.post("/write/").status_code == 200
    assert works(neighbours.melati) == ["written"]
    assert works(neighbours.dahlia) == []


@pytest.mark.parametrize(
    ("path", "status"),
    [("/crash/", 500), ("/refuse/", 404), ("/write/?status=500", 500), ("/write/?status=503", 503)],
)
def test_a_failure_leaves_nothing(
    client: Client, neighbours: Neighbours, path: str, status: int
) -> None:
    assert client.post(path).status_code == status
    assert works(neighbours.melati) == []


@pytest.mark.parametrize("status", [400, 403, 404, 409, 422])
def test_an_answer_that_says_no_leaves_nothing(
    client: Client, neighbours: Neighbours, status: int
) -> None:
    """The API makes such an answer of a refusal before any middleware hears of it."""
    assert client.post(f"/write/?status={status}").status_code == status
    assert works(neighbours.melati) == []


def test_a_hook_keeps_raw_what_it_does_not_believe(client: Client, neighbours: Neighbours) -> None:
    assert client.post("/doubt/?status=403").status_code == 403
    assert works(neighbours.melati) == ["kept raw"]
    assert client.post("/doubt/?status=500").status_code == 500
    assert works(neighbours.melati) == ["kept raw"]


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_a_safe_method_writes_nothing(client: Client, neighbours: Neighbours, method: str) -> None:
    assert getattr(client, method)("/write/").status_code == 500
    assert works(neighbours.melati) == []


def test_a_tap_may_write_because_its_view_says_so(client: Client, neighbours: Neighbours) -> None:
    assert client.get("/tap/").content == b"tapped"
    assert works(neighbours.melati) == ["tapped"]


def test_a_view_of_the_directory_has_no_scope(client: Client) -> None:
    assert client.get("/outside/").content == b"False"


@pytest.mark.parametrize("path", ["/count/", "/outside/", "/nowhere/"])
def test_an_unknown_host_is_not_found_and_lists_nothing(client: Client, path: str) -> None:
    answer = client.get(path, headers={"host": "asing.localhost"})
    assert (answer.status_code, answer.content) == (404, b"tenancy.host_unknown")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert pages.calls == {}


def test_the_words_of_an_unknown_host_come_from_whom_the_settings_name(client: Client) -> None:
    with override_settings(REFUSAL_ANSWER="tests.tenancy.pages.in_words"):
        answer = client.get("/count/", headers={"host": "asing.localhost"})
    assert (answer.status_code, answer.content) == (404, b"words for tenancy.host_unknown()")


def test_the_project_words_an_unknown_host_and_lists_nobody(neighbours: Neighbours) -> None:
    for path in ("/", "/api/v1/nothing"):
        answer = Client(headers={"host": "asing.localhost"}).get(path)
        page = answer.content.decode()
        assert answer.status_code == 404
        assert "Tidak ada koperasi di alamat ini." in page
        for row in Cooperative.objects.all():
            assert row.name not in page
            assert row.slug not in page


@pytest.mark.parametrize("code", ["40P01", "40001"])
@pytest.mark.parametrize("times", [1, 2])
def test_a_deadlock_repeats_the_request(
    client: Client, neighbours: Neighbours, code: str, times: int
) -> None:
    answer = client.post(f"/clash/?times={times}&code={code}")
    assert (answer.status_code, pages.calls["clash"]) == (200, times + 1)
    assert works(neighbours.melati) == ["once"]
    assert Attempt.objects.get().left == 4


def test_the_third_deadlock_is_busy(client: Client, neighbours: Neighbours) -> None:
    answer = client.post("/clash/?times=9&code=40P01")
    assert (answer.status_code, answer.content) == (409, b"tenancy.busy")
    assert pages.calls["clash"] == 3
    assert works(neighbours.melati) == []
    assert Attempt.objects.get().left == 4


def test_another_error_of_the_database_is_not_repeated(
    client: Client, neighbours: Neighbours
) -> None:
    assert client.post("/clash/?times=1&code=23505").status_code == 500
    assert pages.calls["clash"] == 1


def test_a_repeated_request_reads_its_file_again(client: Client) -> None:
    client.post("/clash/?times=2&code=40P01", {"file": SimpleUploadedFile("a.txt", b"whole")})
    assert pages.uploads == [b"whole"] * 3


def test_two_guesses_in_one_request_cost_two(client: Client) -> None:
    assert client.post("/guess-twice/").status_code == 200
    assert Attempt.objects.get().left == 3


def test_a_failure_at_the_commit_repeats_the_request(
    client: Client, neighbours: Neighbours
) -> None:
    with databases.owner_connection() as owner:
        owner.execute("CREATE SEQUENCE tries")
        owner.execute("GRANT USAGE ON SEQUENCE tries TO soko_app")
        owner.execute(
            "CREATE FUNCTION fail_first() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "IF nextval('cell_001.tries') < 3 THEN RAISE EXCEPTION 'late' USING ERRCODE = '40001';"
            " END IF; RETURN NULL; END $$"
        )
        owner.execute(
            "CREATE CONSTRAINT TRIGGER late AFTER INSERT ON audit_run INITIALLY DEFERRED "
            "FOR EACH ROW EXECUTE FUNCTION fail_first()"
        )
    assert client.post("/write/").status_code == 200
    assert pages.calls["write"] == 3
    assert works(neighbours.melati) == ["written"]


def test_a_lock_that_another_holds_is_busy(client: Client, neighbours: Neighbours) -> None:
    with acting_for(neighbours.melati):
        pages.write("held")
    with databases.owner_connection() as other:
        other.execute("SELECT FROM audit_run FOR UPDATE")
        answer = client.post("/wait/")
    assert (answer.status_code, answer.content) == (409, b"words for tenancy.busy()")
    assert works(neighbours.melati) == ["held"]


def test_a_stream_is_refused_because_it_outlives_the_scope(
    client: Client, neighbours: Neighbours
) -> None:
    assert client.post("/stream/").status_code == 500
    assert works(neighbours.melati) == []


def test_requests_in_turn_never_mix_cooperatives(client: Client, neighbours: Neighbours) -> None:
    rows = [neighbours.melati, neighbours.dahlia, neighbours.kenanga]
    for turn, row in enumerate(rows * 3):
        host = {"host": f"{row.slug}.localhost"}
        client.post(f"/write/?work={turn}", headers=host)
        client.post("/crash/", headers=host)
    for first, row in enumerate(rows):
        assert works(row) == [str(first), str(first + 3), str(first + 6)]


def test_an_examples_clock_is_in_force_in_its_requests(
    client: Client, neighbours: Neighbours
) -> None:
    Cooperative.objects.filter(pk=neighbours.melati.pk).update(is_example=True, clock_offset_days=9)
    with clock.frozen(clock.EPOCH):
        assert client.get("/clock/").content == b"9"
        assert client.get("/clock/", headers={"host": "dahlia.localhost"}).content == b"0"
