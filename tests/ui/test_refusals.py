"""A refusal that no view caught leaves in words: a page, a fragment, or JSON."""

import importlib
import pkgutil
from pathlib import Path

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils.safestring import SafeString

from sokoguru.kernel import refusals
from sokoguru.kernel.rupiah import AmountOutOfRange, NotRupiah
from sokoguru.ui.middleware import RefusalMiddleware
from sokoguru.ui.queries import sentence_of
from tests.ui.site import BelowMinimum, Wordless

SOURCE = Path(refusals.__file__).parents[1]
SMALL = "Setoran paling sedikit Rp10.000; yang tertulis Rp9.999."


def test_a_sentence_comes_from_the_template_of_its_office() -> None:
    assert sentence_of(BelowMinimum(amount=9_999, minimum=10_000)) == SMALL


def test_a_refusal_without_words_still_names_its_code() -> None:
    said = "Belum bisa dilakukan. Sebut kode koperasi_uji.forgotten saat bertanya."
    assert sentence_of(Wordless()) == said
    assert "kernel.refused" in sentence_of(refusals.Refused())


def test_a_sentence_shows_money_as_money() -> None:
    assert sentence_of(NotRupiah(typed="1,5")) == (
        "Tulis jumlah dalam rupiah bulat, misalnya 50.000. Yang tertulis: 1,5."
    )
    assert sentence_of(AmountOutOfRange(amount=7, least=10, most=20)) == (
        "Jumlah harus antara Rp10 dan Rp20. Yang tertulis Rp7."
    )


FACTS = dict.fromkeys(("amount", "least", "most", "quantity", "retry_after"), 1) | {"typed": "x"}


@pytest.mark.parametrize("storey", ["kernel", "tenancy", "audit", "ui"])
def test_the_storeys_without_pages_have_all_their_words_here(storey: str) -> None:
    found = refusals_of(storey)
    assert found
    wordless = [kind.code for kind in found if kind.code in sentence_of(kind(**FACTS))]
    assert wordless == []


def refusals_of(storey: str) -> list[type[refusals.Refused]]:
    for module in pkgutil.iter_modules([str(SOURCE / storey)], f"sokoguru.{storey}."):
        if storey == "kernel" or module.name.endswith(".errors"):
            importlib.import_module(module.name)
    home = f"sokoguru.{storey}."
    kinds = refusals.Refused.__subclasses__()
    return [kind for kind in kinds if kind.__module__.startswith(home)]


def test_what_people_typed_is_never_trusted() -> None:
    said = sentence_of(BelowMinimum(amount=1, minimum=2, name="<script>alert(1)</script>"))
    assert "<script>alert(1)</script>" in said
    assert type(said) is str
    assert not isinstance(said, SafeString)


def test_a_page_escapes_the_facts(client: Client) -> None:
    answer = client.get("/gagal/jahat/")
    assert answer.status_code == 422
    assert b"<script>alert" not in answer.content
    assert b"&lt;script&gt;alert(1)&lt;/script&gt;" in answer.content


@pytest.mark.parametrize(
    ("what", "status", "heading"),
    [
        ("saldo", 422, "Belum bisa"),
        ("tiada", 404, "Tidak ada di sini"),
        ("dilarang", 403, "Bukan untuk Anda"),
        ("sering", 429, "Terlalu sering"),
    ],
)
def test_a_refusal_has_the_page_of_its_status(
    client: Client, what: str, status: int, heading: str
) -> None:
    answer = client.get(f"/gagal/{what}/")
    assert answer.status_code == status
    assert f"<h1>{heading}</h1>" in answer.content.decode()


def test_a_refusal_says_when_to_come_back(client: Client) -> None:
    assert client.get("/gagal/sering/")["Retry-After"] == "90"


def test_the_api_is_refused_in_json(client: Client) -> None:
    answer = client.post("/api/gagal/saldo/")
    assert answer.status_code == 422
    assert answer.json() == {
        "code": "koperasi_uji.below_minimum",
        "facts": {"amount": 9_999, "minimum": 10_000},
        "message": SMALL,
    }


def test_who_asks_for_json_gets_json(client: Client) -> None:
    answer = client.get("/gagal/tiada/", headers={"accept": "application/json"})
    assert answer.json()["code"] == "kernel.not_found"
    page = client.get("/gagal/tiada/", headers={"accept": "text/html,*/*;q=0.8"})
    assert page["Content-Type"].startswith("text/html")


def test_htmx_is_refused_with_a_fragment(client: Client) -> None:
    answer = client.get("/gagal/saldo/", headers={"hx-request": "true"})
    assert answer.status_code == 422
    assert answer["HX-Retarget"] == "#kabar"
    assert b"<html" not in answer.content
    assert SMALL.encode() in answer.content
    assert b"<path d=" in answer.content  # a fragment brings the drawing of its icon


def test_back_leads_only_to_our_own_pages(client: Client) -> None:
    ours = client.get("/gagal/saldo/", headers={"referer": "http://testserver/setor/?a=1"})
    assert b'href="http://testserver/setor/?a=1"' in ours.content
    theirs = client.get("/gagal/saldo/", headers={"referer": "https://elsewhere.example/"})
    assert b"elsewhere" not in theirs.content


def test_a_refusal_of_a_middleware_is_answered_in_words() -> None:
    request = RequestFactory().get("/", headers={"host": "stranger.example"})
    request.refused = refusals.NotFound()  # type: ignore[attr-defined]
    reached: list[object] = []

    def view(_: HttpRequest) -> HttpResponse:
        reached.append(1)
        return HttpResponse()

    answer = RefusalMiddleware(view)(request)
    assert answer.status_code == 404
    assert reached == []


def test_a_later_middleware_may_give_a_failure_its_refusal() -> None:
    request = RequestFactory().get("/")
    middleware = RefusalMiddleware(lambda _: HttpResponse())
    assert middleware.process_exception(request, ValueError("a bug")) is None
    request.refused = Wordless()  # type: ignore[attr-defined]
    answer = middleware.process_exception(request, ValueError("a lock not had in time"))
    assert answer is not None
    assert answer.status_code == 422
