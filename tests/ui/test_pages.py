"""Frames, the money page, switches, headers and error pages, without any script."""

import json
import re
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.views import defaults

from sokoguru.ui.rules.icons import ICONS
from sokoguru.ui.rules.policy import HTMX_CONFIG
from tests.ui import site

UI = Path(site.views.__file__).parent
KEY = "7e6f3a4e-6c1b-4c8e-9c55-0b8d3e0c1f2a"
PAGES = ["/", "/meja/anggota/", "/setor/", "/setor/?bukti=STR-1", "/cetak/", "/lainnya/"]
TYPED = {"amount": "50.000", "kind": "sukarela", "memo": "<b>beras</b>", "request_key": KEY}


@pytest.fixture(autouse=True)
def nothing_taken() -> None:
    site.TAKEN.clear()


@pytest.mark.parametrize("url", [*PAGES, "/gagal/saldo/", "/tiada/"])
def test_no_page_has_anything_inline(client: Client, url: str) -> None:
    html = client.get(url).content.decode()
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:", html)
    assert all(" src=" in tag for tag in re.findall(r"<script[^>]*>", html))
    assert html.count("<h1") == 1
    assert '<html lang="id"' in html


def test_the_templates_have_nothing_inline() -> None:
    for path in (UI / "templates").rglob("*.html"):
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=", path.read_text()), path


@pytest.mark.parametrize("url", PAGES)
def test_the_sprite_holds_the_icons_that_were_used_and_no_other(client: Client, url: str) -> None:
    html = client.get(url).content.decode()
    used = set(re.findall(r'href="#i-(\w+)"', html))
    assert used == set(re.findall(r'<symbol id="i-(\w+)"', html))
    assert used <= set(ICONS)


@pytest.mark.parametrize("url", ["/", "/tiada/", "/gagal/saldo/"])
def test_every_answer_has_strict_headers(client: Client, url: str) -> None:
    answer = client.get(url)
    said = answer["Content-Security-Policy"].split(";")
    policy = dict(part.strip().split(" ", 1) for part in said)
    assert policy["default-src"] == "'none'"
    assert re.fullmatch(r"'self' 'nonce-[\w+/=]+'", policy["script-src"])
    assert policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["X-Frame-Options"] == "DENY"
    assert "camera=(self)" in answer["Permissions-Policy"]


def test_what_is_private_is_never_stored(client: Client) -> None:
    assert client.get("/meja/anggota/")["Cache-Control"] == "no-store"
    assert client.get("/saya/tiada/")["Cache-Control"] == "no-store"
    assert "Cache-Control" not in client.get("/").headers


def test_htmx_may_not_evaluate_nor_style() -> None:
    limits = json.loads(HTMX_CONFIG)
    assert limits["allowEval"] is limits["includeIndicatorStyles"] is False
    assert limits["allowScriptTags"] is False
    assert limits["selfRequestsOnly"] is True


def test_an_example_says_so_on_every_page(client: Client) -> None:
    for url in PAGES:
        if url != "/cetak/":
            assert "Koperasi contoh." in client.get(url).content.decode(), url


def test_the_source_is_offered_where_the_page_ends(client: Client) -> None:
    for url in ("/", "/meja/anggota/", "/lainnya/"):
        html = client.get(url).content.decode()
        assert re.search(r'href="/kode-sumber/"[^>]*>Kode sumber</a>', html), url


def test_the_current_place_is_marked_once(client: Client) -> None:
    html = client.get("/meja/anggota/").content.decode()
    menu = html[html.index('<nav class="dock"') : html.index("</ul>")]
    marked = re.findall(r'aria-current="page">.*?<span>(\w+)</span>', menu)
    assert marked == ["Anggota", "Lainnya"]


# The money page


def test_money_is_checked_then_done_and_seen_at_an_address(client: Client) -> None:
    checked = client.post("/setor/", TYPED)
    html = checked.content.decode()
    assert checked.status_code == 200
    assert "<h1>Periksa sebelum mencatat</h1>" in html
    assert "lima puluh ribu rupiah" in html
    assert site.TAKEN == []
    carried = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', html))
    carried.pop("csrfmiddlewaretoken", None)
    assert carried == {**TYPED, "memo": "&lt;b&gt;beras&lt;/b&gt;"}
    answer = client.post("/setor/", {**TYPED, "langkah": "catat"})
    assert (answer.status_code, answer["Location"]) == (303, "/setor/?bukti=STR-00871")
    assert site.TAKEN == [(KEY, 50_000)]
    assert "STR-00871" in client.get(answer["Location"]).content.decode()


def test_a_visitor_checks_in_the_public_frame(client: Client) -> None:
    for answer in (client.post("/pesan/", TYPED), client.get("/pesan/?bukti=W-1")):
        html = answer.content.decode()
        assert html.count("<h1>") == 1
        assert '<footer class="foot">' in html


def test_change_brings_the_form_back_as_it_was_typed(client: Client) -> None:
    answer = client.post("/setor/", {**TYPED, "langkah": "ubah"})
    html = answer.content.decode()
    assert answer.status_code == 200
    assert 'value="50.000"' in html
    assert 'value="&lt;b&gt;beras&lt;/b&gt;"' in html
    assert f'value="{KEY}"' in html
    assert site.TAKEN == []


@pytest.mark.parametrize("step", ["", "catat"])
def test_a_bad_amount_comes_back_with_words_and_nothing_done(client: Client, step: str) -> None:
    answer = client.post("/setor/", {**TYPED, "amount": "1.5", "langkah": step})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Galat: Setor simpanan" in html
    assert '<a href="#id_amount">' in html
    assert 'value="1.5"' in html
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_amount_helptext id_amount_error id_amount_words"' in html
    assert site.TAKEN == []


def test_a_refusal_stands_beside_the_amount(client: Client) -> None:
    answer = client.post("/setor/", {**TYPED, "amount": "13.000"})
    html = answer.content.decode()
    assert answer.status_code == 422
    said = "Setoran paling sedikit Rp20.000; yang tertulis Rp13.000."
    assert html.count(said) == 2  # on top and beside the field
    assert 'value="13.000"' in html


def test_a_refused_act_comes_back_too(client: Client) -> None:
    answer = client.post("/setor/", {**TYPED, "amount": "14.000", "langkah": "catat"})
    assert answer.status_code == 422
    assert "koperasi_uji.forgotten" in answer.content.decode()
    assert site.TAKEN == []


def test_a_page_of_another_site_cannot_post() -> None:
    answer = Client(enforce_csrf_checks=True).post("/setor/", TYPED)
    assert answer.status_code == 403
    assert "Formulir sudah usang" in answer.content.decode()
    assert site.TAKEN == []


# Switches


def test_the_theme_is_kept_and_drawn_by_the_server(client: Client) -> None:
    answer = client.post("/tampilan/", {"tampilan": "dark", "next": "/setor/"})
    assert (answer.status_code, answer["Location"]) == (303, "/setor/")
    assert answer.cookies["tampilan"]["httponly"]
    assert '<html lang="id" data-theme="dark">' in client.get("/").content.decode()
    client.post("/tampilan/", {"tampilan": "<evil>", "next": "//elsewhere.example/"})
    assert '<html lang="id">' in client.get("/").content.decode()


def test_a_switch_never_leads_away(client: Client) -> None:
    for wanted in ("https://elsewhere.example/", "//elsewhere.example", "javascript:1", ""):
        answer = client.post("/bahasa/", {"bahasa": "en", "next": wanted})
        assert answer["Location"] == "/"
    assert client.get("/bahasa/").status_code == 405


def test_indonesian_is_spoken_until_english_is_chosen(client: Client) -> None:
    asked = client.get("/", headers={"accept-language": "en"})
    assert asked["Content-Language"] == "id"
    client.post("/bahasa/", {"bahasa": "en"})
    assert client.get("/")["Content-Language"] == "en"
    client.post("/bahasa/", {"bahasa": "xx"})
    assert client.get("/")["Content-Language"] == "id"


# Error pages


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "429", "500", "503"])
def test_an_error_page_needs_nothing(name: str) -> None:
    html = render_to_string(f"{name}.html")
    assert '<div id="galat"><div class="note' in html
    assert html.count("<h1>") == 1
    assert "<use" not in html


def test_djangos_own_handlers_find_their_pages() -> None:
    request = RequestFactory().get("/")
    assert "Ada yang rusak di pihak kami" in defaults.server_error(request).content.decode()
    bad = defaults.bad_request(request, ValueError("x"))
    assert "Permintaan tidak terbaca" in bad.content.decode()
    assert "style=" not in bad.content.decode()
