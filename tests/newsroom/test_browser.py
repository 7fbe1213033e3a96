"""The newsroom in a real Chromium: no barrier, no sideways scroll, nothing of an author runs."""

import os
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connections
from django.test import Client
from playwright.sync_api import Browser, Page

from sokoguru.kernel import clock
from sokoguru.newsroom.actions import articles, desk, intake, pictures, readers
from sokoguru.newsroom.models import Article, Question, Submission
from sokoguru.newsroom.rules.letter import Letter
from sokoguru.stock.actions import goods
from sokoguru.stock.rules.units import BaseUnit
from sokoguru.tenancy.models import Cooperative
from sokoguru.tenancy.queries import cooperative_named
from sokoguru.tenancy.scope import acting_for
from tests.cast import Cast, load
from tests.chromium import RULES, launched
from tests.conftest import NOON
from tests.newsroom.letters import SITI, letter, photo, raw
from tests.newsroom.test_desk import BODY, TEXT, claimed, published, sent
from tests.newsroom.test_pages import VECTORS
from tests.ui.server import served
from tests.web import BACKEND

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SHOTS = os.environ.get("SOKO_SHOTS")
PAGES = {
    "warta": (None, "/warta/"),
    "artikel": (None, "/warta/nira-pagi-dari-lereng/"),
    "dicabut": (None, "/warta/dicabut-segera/"),
    "kirim": (None, "/kirim-tulisan/"),
    "tulisan-saya": ("Siti", "/saya/tulis/"),
    "tulis-baru": ("Siti", "/saya/tulis/baru/"),
    "satu-tulisan": ("Siti", "/saya/tulis/{returned}/"),
    "meja": ("sari", "/meja/warta/"),
    "karantina": ("sari", "/meja/warta/?bagian=karantina"),
    "pertanyaan": ("sari", "/meja/warta/?bagian=pertanyaan"),
    "kiriman": ("sari", "/meja/warta/kiriman/{quarantined}/"),
    "naskah": ("bayu", "/meja/warta/tulisan/{article}/"),
    "sunting": ("bayu", "/meja/warta/tulisan/{review}/"),
    "pratinjau": ("bayu", "/meja/warta/tulisan/{review}/pratinjau/"),
    "riwayat": ("bayu", "/meja/warta/tulisan/{article}/riwayat/"),
    "jawab": ("sari", "/meja/warta/pertanyaan/{question}/"),
    "unggah": ("sari", "/meja/warta/unggah/"),
    "penanggung-jawab": ("ratna", "/meja/warta/penanggung-jawab/"),
}


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with pytest.MonkeyPatch.context() as patch, launched() as browser:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # the driver's own loop runs in this thread
        yield browser


@pytest.fixture
def site(chromium: Browser, committed: str) -> Iterator[str]:
    told = [connection.settings_dict for connection in connections.all()]
    kept = [each["CONN_MAX_AGE"] for each in told]
    for each in told:
        each["CONN_MAX_AGE"] = 0  # every request has a thread, and would keep its connections
    with served() as address:
        yield address.replace("127.0.0.1", "lestari.localhost")
    for each, age in zip(told, kept, strict=True):
        each["CONN_MAX_AGE"] = age


@pytest.fixture
def lestari_lives(chromium: Browser, committed: str) -> Cooperative:
    """Koperasi Lestari, an example, where commits stay."""
    Cooperative.objects.filter(slug="lestari").update(is_example=True)
    return cooperative_named("lestari")


def furnish(cooperative: Cooperative) -> dict[str, Any]:
    """Something true on every page; returns what the addresses need."""
    with clock.frozen(NOON), acting_for(cooperative):
        cast = load(cooperative)
        readers.name_responsible(name="Bayu", position="Pemred", actor=cast.actor("ratna"))
        good = goods.open_product(
            sku="GULA-500",
            name="Gula aren semut 500 g",
            unit=BaseUnit.PIECE,
            price_member=29_000,
            price_public=32_500,
            actor=cast.actor("joko"),
        )
        picture = pictures.keep_picture(content=photo(1_200, 675))
        text = replace(
            TEXT,
            body=f"Pukul empat Bu Wati meniup tungku.\n\n> Yang berubah bukan gulanya.\n\n"
            f"## Nama di kemasan\n\n{BODY}\n\n- panen\n- masak",
            picture_id=picture.pk,
            picture_alt="Kuali nira di atas tungku",
            picture_credit="Siti",
            product_ids=[good.pk],
        )
        article = published(cast, text)
        return {"article": article.pk, **_furnish_desk(cast, article)}


def _furnish_desk(cast: Cast, article: Article) -> dict[str, Any]:
    sari, bayu = cast.actor("sari"), cast.actor("bayu")
    articles.correct(article_id=article.pk, reason="Salah menulis jam.", actor=sari)
    body = f"{TEXT.body} Tiga jam, bukan dua."
    fixed = replace(articles._text_of(_newest(article)), body=body)
    revision = articles.edit(article_id=article.pk, text=fixed, actor=sari)
    articles.approve(article_id=article.pk, revision_id=revision.pk, actor=bayu)
    gone = _published_as(cast, "Budi", "Dicabut segera", "k-2")
    articles.withdraw(article_id=gone.pk, reason="Narasumber menarik izinnya.", actor=bayu)
    _published_as(cast, "Imas", "Empat puluh karung pertama", "k-3")
    returned = sent(cast, key="k-4")
    desk.return_piece(submission_id=returned.pk, reason="Tambah nama lerengnya.", actor=sari)
    question = readers.ask(
        article_id=article.pk,
        name="Dewi",
        contact="dewi@x.example",
        words="Di mana membelinya?",
        request_key="t-1",
    )
    sent(cast, name="Wati", key="k-5")
    review = claimed(cast, name="Dewi", key="k-6")
    picture = pictures.keep_picture(content=photo(1_200, 675))
    text = replace(TEXT, title="Tas pandan", picture_id=picture.pk, picture_alt="Tas pandan")
    articles.edit(article_id=review.pk, text=text, actor=sari)
    articles.ask_review(article_id=review.pk, actor=sari)
    return {
        "review": review.pk,
        "returned": returned.ticket,
        "question": question.pk,
        "quarantined": _quarantined().pk,
    }


def _newest(article: Article) -> Any:
    return articles.queries.newest_revision(article.pk)


def _published_as(cast: Cast, name: str, title: str, key: str) -> Article:
    article = claimed(cast, name=name, key=key)
    text = replace(TEXT, title=title, author_name=name)
    revision = articles.edit(article_id=article.pk, text=text, actor=cast.actor("sari"))
    articles.ask_review(article_id=article.pk, actor=cast.actor("sari"))
    articles.approve(article_id=article.pk, revision_id=revision.pk, actor=cast.actor("bayu"))
    return articles.publish(article_id=article.pk, actor=cast.actor("bayu"))


def _quarantined() -> Submission:
    intake.keep_mail(content=raw(letter()), mail_from=SITI)
    reading = intake.take_reading()
    assert reading is not None
    odd = Letter(
        sender_name="Siti",
        sender_address=SITI,
        title="Jawaban otomatis",
        text="Saya sedang cuti.",
        rubric="opini",
        reason="automatic",
        remarks=("name_shows_address", "attachment_left:laporan.pdf"),
    )
    return intake.file_letter(reading_id=reading.pk, letter=odd)


def opened(
    browser: Browser, site: str, cooperative: Cooperative, who: str | None, width: int, scheme: Any
) -> tuple[Page, list[str]]:
    """A page of somebody, and what its console complains of."""
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=False
    )
    if who:
        with acting_for(cooperative):
            user = load(cooperative).users[who]
        client = Client(SERVER_NAME="lestari.localhost")
        client.force_login(user, backend=BACKEND)
        value = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": value, "url": site}])
    page, complaints = context.new_page(), []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("dialog", lambda dialog: complaints.append(f"dialog: {dialog.message}"))
    return page, complaints


def test_no_page_has_a_barrier(chromium: Browser, site: str, lestari_lives: Cooperative) -> None:
    names = furnish(lestari_lives)
    found, windows = [], dict[tuple[str | None, int], tuple[Page, list[str]]]()
    for name, (who, path) in PAGES.items():
        for width, scheme in ((360, "light"), (1280, "dark")):
            if (who, width) not in windows:
                windows[who, width] = opened(chromium, site, lestari_lives, who, width, scheme)
            page, complaints = windows[who, width]
            complaints.clear()
            page.set_viewport_size({"width": width, "height": 800})
            answer = page.goto(site + path.format(**names))
            assert answer is not None
            assert answer.status in (200, 410), (name, answer.status)
            if SHOTS:
                page.screenshot(path=f"{SHOTS}/{name}-{width}-{scheme}.png", full_page=True)
            broken = Axe().run(page, options=RULES).response["violations"]
            found += [
                (name, width, scheme, v["id"], [n["html"][:150] for n in v["nodes"]])
                for v in broken
            ]
            found += [(name, line) for line in complaints if "410" not in line]
            page.set_viewport_size({"width": 320, "height": 800})
            wide = page.evaluate("document.documentElement.scrollWidth")
            if wide > 320:
                found.append((name, "wide", wide))
    for page, _ in windows.values():
        page.context.close()
    assert found == []


def test_nothing_of_an_author_runs(
    chromium: Browser, site: str, lestari_lives: Cooperative
) -> None:
    everything = "\n\n".join(VECTORS)
    with clock.frozen(NOON), acting_for(lestari_lives):
        cast = load(lestari_lives)
        article = published(cast)
        hostile = replace(TEXT, body=everything, title=VECTORS[0], author_name=VECTORS[1],
                          summary=VECTORS[14], author_bio=VECTORS[8])  # fmt: skip
        revision = reviewed_text(cast, article, hostile)
        Article.objects.filter(pk=article.pk).update(published=revision)  # past every check
    for who, path in (
        (None, f"/warta/{article.slug}/"),
        (None, "/warta/"),
        ("sari", f"/meja/warta/tulisan/{article.pk}/"),
        ("sari", f"/meja/warta/tulisan/{article.pk}/pratinjau/"),
        ("sari", f"/meja/warta/tulisan/{article.pk}/riwayat/"),
    ):
        page, complaints = opened(chromium, site, lestari_lives, who, 1280, "light")
        page.goto(site + path)
        for link in page.locator("main a[href]").all():
            address = (link.get_attribute("href") or "").lower()
            assert not address.startswith(("javascript", "data", "vbscript"))
        page.mouse.move(600, 400)
        assert (path, complaints) == (path, [])
        page.context.close()


def reviewed_text(cast: Cast, article: Article, text: Any) -> Any:
    """A hostile correction, not approved by anybody."""
    articles.correct(article_id=article.pk, reason="Uji.", actor=cast.actor("sari"))
    return articles.edit(article_id=article.pk, text=text, actor=cast.actor("sari"))


def test_the_whole_way_by_hand_on_a_phone(
    chromium: Browser, site: str, lestari_lives: Cooperative
) -> None:
    siti, _ = opened(chromium, site, lestari_lives, "Siti", 360, "light")
    siti.goto(f"{site}/saya/tulis/")
    siti.get_by_role("link", name="Tulis cerita pertama").click()
    siti.get_by_label("Esai").check()
    siti.get_by_label("Judul").fill("Nira pagi")
    siti.get_by_label("Tulisan", exact=True).fill(BODY)
    siti.get_by_label("Tentang penulis").fill("Petani aren")
    siti.get_by_role("button", name="Kirim ke redaksi").click()
    assert "terkirim ke editor" in siti.locator("main").inner_text()
    sari, _ = opened(chromium, site, lestari_lives, "sari", 360, "light")
    sari.goto(f"{site}/meja/warta/")
    sari.get_by_role("link", name="Nira pagi").click()
    sari.get_by_role("button", name="Ambil dan sunting").click()
    sari.get_by_label("Ringkasan").fill("Dapur menyala pukul empat.")
    sari.get_by_role("button", name="Simpan naskah").click()
    assert "Ini naskah ke-2." in sari.locator("main").inner_text()
    sari.get_by_role("button", name="Minta diperiksa").click()
    place = sari.url.partition("?")[0]
    bayu, _ = opened(chromium, site, lestari_lives, "bayu", 360, "light")
    bayu.goto(place)
    bayu.get_by_role("button", name="Setujui naskah ini").click()
    bayu.get_by_role("button", name="Terbitkan").click()
    bayu.get_by_role("link", name="Lihat di situs").click()
    assert bayu.locator("h1").inner_text() == "Nira pagi"
    bayu.get_by_label("Nama Anda").fill("Dewi")
    bayu.get_by_label("Alamat surel").fill("dewi@x.example")
    bayu.get_by_label("Pertanyaan, koreksi, atau hak jawab").fill("Di mana membelinya?")
    bayu.get_by_role("button", name="Kirim ke redaksi").click()
    assert "sampai di meja redaksi" in bayu.locator("#tanya").inner_text()
    with acting_for(lestari_lives):
        assert Question.objects.get().name == "Dewi"
    for page in (siti, sari, bayu):
        page.context.close()
