"""No body larger than a form of ours is taken, whatever it says of its length, over real HTTP."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from sokoguru.ui.rules.policy import DRAINED_MAX, UPLOAD_MAX
from tests import databases
from tests.proof import pages, serving
from tests.proof.serving import Answer, Surfer

pytestmark = pytest.mark.slow

HOST, PAGE, API = "lestari.localhost", "/kirim-tulisan/", "/api/v1/simpanan/setoran"
BOUNDARY = "batas"
MULTIPART = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
JSON = {"Content-Type": "application/json", "Idempotency-Key": "kunci-uji"}
PIECE = 64 * 1024


@pytest.fixture(scope="module")
def visitor(_tables: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Surfer]:
    """A visitor of the server that users get; what it counts stays in a database of its own."""
    folder: Path = tmp_path_factory.mktemp("granian")
    with serving.granian(databases.clone(), folder) as port:
        yield Surfer(HOST, port)


def upload(size: int, **boxes: str) -> bytes:
    """A form with a picture of so many bytes."""
    parts = [f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
             for name, value in boxes.items()]  # fmt: skip
    head = (f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="picture"; filename="a.png"\r\n'
            "Content-Type: image/png\r\n\r\n")  # fmt: skip
    end = f"\r\n--{BOUNDARY}--\r\n"
    return "".join(parts).encode() + head.encode() + b"x" * size + end.encode()


def in_chunks(body: bytes) -> Iterator[bytes]:
    """The body in pieces; who sends it does not say how long it is."""
    return (body[at : at + PIECE] for at in range(0, len(body), PIECE))


def refused(answer: Answer, most: str) -> None:
    """A page says it in Indonesian, with its code."""
    assert answer.status == 413, (answer.status, answer.body[-300:])
    assert "ui.body_too_large" in answer.body
    assert f"Kiriman ini terlalu besar; semuanya bersama paling besar {most}." in answer.body
    assert answer.headers["content-security-policy"]


def refused_by_the_api(answer: Answer) -> None:
    told = answer.json()
    assert (answer.status, told["code"]) == (413, "ui.body_too_large")
    assert told["facts"] == {"most": settings.DATA_UPLOAD_MAX_MEMORY_SIZE}
    assert told["message"].startswith("Kiriman ini terlalu besar")


def test_a_form_with_files_has_an_end(visitor: Surfer) -> None:
    refused(visitor.post(PAGE, upload(UPLOAD_MAX), **MULTIPART), "12,0 MB")


def test_a_form_with_files_that_hides_its_length_has_an_end(visitor: Surfer) -> None:
    answer = visitor.ask("POST", PAGE, in_chunks(upload(UPLOAD_MAX)), **MULTIPART)
    refused(answer, "12,0 MB")


def test_a_form_without_files_and_the_api_have_a_nearer_end(visitor: Surfer) -> None:
    large = b"body=" + b"x" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    refused(visitor.ask("POST", PAGE, large, **form), "2,5 MB")
    refused(visitor.ask("POST", PAGE, in_chunks(large), **form), "2,5 MB")
    told = json.dumps({"memo": "x" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE}).encode()
    refused_by_the_api(visitor.ask("POST", API, told, **JSON))
    refused_by_the_api(visitor.ask("POST", API, in_chunks(told), **JSON))


def test_whoever_sends_without_end_finds_the_line_cut(visitor: Surfer) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(4 * DRAINED_MAX // PIECE):
            yield b"x" * PIECE

    with pytest.raises(ConnectionError):
        visitor.ask("POST", PAGE, endless(), **MULTIPART)
    assert visitor.get(PAGE).status == 200


@pytest.mark.parametrize("cut", [bytes, in_chunks], ids=["whole", "chunks"])
def test_what_fits_is_read_however_it_comes(visitor: Surfer, cut: type[bytes]) -> None:
    [form] = [form for form in visitor.forms(PAGE) if form.moves]
    token = visitor.cookies[settings.CSRF_COOKIE_NAME]
    typed = {**form.filled(title="Pagi di lereng", body="Singkat."), "csrfmiddlewaretoken": token}
    answer = visitor.ask("POST", PAGE, cut(upload(9 * 1024 * 1024, **typed)), **MULTIPART)
    assert answer.status == 422, (answer.status, answer.body[-300:])
    [back] = [form for form in pages.read(answer.body, PAGE).forms if form.moves]
    assert back.boxes["title"].value == "Pagi di lereng"


@pytest.mark.usefixtures("_tables")
def test_a_server_without_the_bound_is_caught(tmp_path: Path) -> None:
    planted = {"DJANGO_SETTINGS_MODULE": "tests.proof.unbounded"}
    with serving.granian(databases.clone(), tmp_path, **planted) as port:
        visitor = Surfer(HOST, port)
        visitor.get(PAGE)  # who has its cookie is read to the end
        with pytest.raises(AssertionError, match=r"403|422"):
            test_a_form_with_files_has_an_end(visitor)
