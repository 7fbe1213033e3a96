"""The pages by hand: a visitor, an author, the editor, the pemred; what is told and kept."""

import json
import re
import uuid
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.html import escape

from sokoguru.newsroom import queries
from sokoguru.newsroom.actions import articles, intake, pictures
from sokoguru.newsroom.models import Article, Question, RawMail, Submission
from sokoguru.newsroom.rules.desk import State
from tests.cast import Cast
from tests.newsroom.letters import letter, photo, raw
from tests.newsroom.test_desk import BODY, TEXT, published, reviewed, sent
from tests.web import BACKEND, browser


def as_(cast: Cast, name: str) -> Client:
    """A browser in which somebody is logged in."""
    client = browser()
    client.force_login(cast.users[name], backend=BACKEND)
    return client


@pytest.fixture(autouse=True)
def _example(cast: Cast) -> None:
    """Staff of an example do without a second factor on this machine."""
    type(cast.cooperative).objects.filter(pk=cast.cooperative.pk).update(is_example=True)


def typed(**more: Any) -> dict[str, Any]:
    """A piece as it is typed."""
    return {
        "rubric": "esai",
        "title": "Nira pagi",
        "body": BODY,
        "bio": "Petani aren",
        "picture_alt": "",
        "request_key": str(uuid.uuid4()),
        **more,
    }


def edited(**more: Any) -> dict[str, Any]:
    """The edit form as a browser sends it."""
    return {
        "tindakan": "simpan",
        "rubric": "esai",
        "title": TEXT.title,
        "summary": TEXT.summary,
        "body": BODY,
        "author_name": "Siti",
        "author_role": "anggota",
        "author_bio": "Petani aren",
        "picture_id": "0",
        "good_1": "",
        "good_2": "",
        "good_3": "",
        **more,
    }


def text_of(answer: Any) -> str:
    """The words of a page."""
    return str(answer.content.decode())


def test_a_story_goes_from_a_member_to_the_site_by_hand(cast: Cast) -> None:
    siti, sari, bayu = as_(cast, "Siti"), as_(cast, "sari"), as_(cast, "bayu")
    assert "Belum ada tulisan" in text_of(siti.get("/saya/tulis/"))
    answer = siti.post("/saya/tulis/baru/", typed())
    row = Submission.objects.get()
    assert (answer.status_code, answer["Location"]) == (
        303,
        f"/saya/tulis/{row.ticket}/?terkirim=1",
    )
    assert "terkirim ke editor" in text_of(siti.get(answer["Location"]))
    assert "Nira pagi" in text_of(sari.get("/meja/warta/"))
    answer = sari.post(f"/meja/warta/kiriman/{row.pk}/", {"tindakan": "ambil"})
    place = answer["Location"]
    assert sari.get(place).status_code == 200
    sari.post(place, edited())
    assert "Kembali ke naskah" in text_of(sari.get(f"{place}pratinjau/"))
    assert "Naskah ke-2" in text_of(sari.get(f"{place}riwayat/"))
    assert sari.post(place, {"tindakan": "periksakan"}).status_code == 303
    newest = queries.newest_revision(Article.objects.get().pk)
    said = sari.post(place, {"tindakan": "setujui", "naskah": newest.pk})
    assert said.status_code == 403
    assert bayu.post(place, {"tindakan": "setujui", "naskah": newest.pk}).status_code == 303
    assert bayu.post(place, {"tindakan": "terbitkan"}).status_code == 303
    page = text_of(browser().get("/warta/nira-pagi-dari-lereng/"))
    assert f"<h1>{TEXT.title}</h1>" in page
    assert "<b>Siti</b>, anggota" in page
    assert "menjadi tanggung jawab penulis" in page
    assert "Nira pagi dari lereng" in text_of(browser().get("/warta/?rubrik=esai"))
    assert "Nira pagi dari lereng" not in text_of(browser().get("/warta/?rubrik=opini"))
    assert "Lihat yang terbit" in text_of(siti.get(f"/saya/tulis/{row.ticket}/"))


def test_a_visitor_sends_with_a_picture_and_nothing_typed_is_lost(cast: Cast) -> None:
    guest = browser()
    page = text_of(guest.get("/kirim-tulisan/"))
    assert "redaksi@lestari.localhost" in page
    form = typed(name="Dewi", contact="bukan alamat", own_work="on")
    answer = guest.post("/kirim-tulisan/", form)
    assert answer.status_code == 422
    assert "Nira tidak menunggu" in text_of(answer)
    picture = SimpleUploadedFile("foto.jpg", photo(), "image/jpeg")
    form |= {"contact": "dewi@x.example", "picture": picture, "picture_alt": "Kuali"}
    assert guest.post("/kirim-tulisan/", form).status_code == 303
    row = Submission.objects.get()
    assert (row.author_name, row.contact, row.member_id) == ("Dewi", "dewi@x.example", None)
    assert len(queries.attachments_of(row.pk)) == 1


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"MZ program", "bukan JPEG, PNG, atau WEBP"),
        (photo()[:200], "rusak"),
        (b"\xff\xd8\xff" + b"\0" * 9_000_000, "paling banyak 8 MB"),
    ],
)
def test_a_picture_that_cannot_be_taken_is_refused_beside_its_box(
    cast: Cast, content: bytes, words: str
) -> None:
    upload = SimpleUploadedFile("foto.jpg", content, "image/jpeg")
    answer = as_(cast, "Siti").post("/saya/tulis/baru/", typed(picture=upload))
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert Submission.objects.count() == 0


def test_a_returned_piece_is_mended_and_sent_again(cast: Cast) -> None:
    row = sent(cast)
    sari, siti = as_(cast, "sari"), as_(cast, "Siti")
    place = f"/meja/warta/kiriman/{row.pk}/"
    answer = sari.post(place, {"tindakan": "kembalikan", "reason": ""})
    assert (answer.status_code, Submission.objects.get().state) == (422, State.RECEIVED)
    sari.post(place, {"tindakan": "kembalikan", "reason": "Tambah nama lerengnya."})
    mine = f"/saya/tulis/{row.ticket}/"
    assert "Tambah nama lerengnya." in text_of(siti.get(mine))
    assert siti.post(mine, typed(body=BODY + "Halimun.")).status_code == 303
    row.refresh_from_db()
    assert (row.state, row.body.endswith("Halimun.")) == (State.RECEIVED, True)
    assert as_(cast, "Budi").get(mine).status_code == 404


def test_a_question_becomes_a_task_and_is_answered(cast: Cast) -> None:
    article = published(cast)
    path = f"/warta/{article.slug}/"
    form = {
        "name": "Dewi",
        "contact": "dewi@x.example",
        "words": "Di mana <b>membelinya</b>?",
        "request_key": str(uuid.uuid4()),
    }
    assert browser().post(path, form | {"words": ""}).status_code == 422
    answer = browser().post(path, form)
    assert answer["Location"] == f"{path}?terkirim=1#tanya"
    browser().post(path, form)
    question = Question.objects.get()
    sari = as_(cast, "sari")
    assert escape("Di mana <b>membelinya</b>?") in text_of(
        sari.get("/meja/warta/?bagian=pertanyaan")
    )
    place = f"/meja/warta/pertanyaan/{question.pk}/"
    assert sari.post(place, {"words": "Di toko kami."}).status_code == 303
    assert "Dijawab Sari" in text_of(sari.get(place))


def test_a_message_comes_by_file_and_leaves_as_it_came(cast: Cast) -> None:
    sari = as_(cast, "sari")
    content = raw(letter())
    upload = SimpleUploadedFile("surat.eml", content, "message/rfc822")
    assert sari.post("/meja/warta/unggah/", {"mail": upload}).status_code == 303
    assert "1 surat sedang dibaca" in text_of(sari.get("/meja/warta/"))
    kept = RawMail.objects.get()
    assert bytes(kept.content) == content
    assert (
        sari.post("/meja/warta/unggah/", {"mail": SimpleUploadedFile("x.eml", b" ")}).status_code
        == 422
    )


def test_the_raw_message_is_a_download_and_nothing_else(cast: Cast) -> None:
    kept = intake.keep_mail(content=b"From: a@b\r\n\r\n<script>alert(1)</script>", mail_from="a@b")
    row = Submission.objects.create(
        raw=kept, request_key="s", ticket="t", rubric="opini", state=State.QUARANTINED,
        reason="bounce", received_at=kept.received_at, source="surat",
    )  # fmt: skip
    sari = as_(cast, "sari")
    page = text_of(sari.get(f"/meja/warta/kiriman/{row.pk}/"))
    assert "Pantulan" in page
    answer = sari.get(f"/meja/warta/kiriman/{row.pk}/mentah.eml")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert as_(cast, "Siti").get(f"/meja/warta/kiriman/{row.pk}/mentah.eml").status_code == 403


def test_the_desk_confirms_whom_only_an_address_names(cast: Cast) -> None:
    row = sent(cast)
    Submission.objects.filter(pk=row.pk).update(
        member=None, hint=cast.member("Siti"), author_person_id=0, author_role=""
    )
    sari = as_(cast, "sari")
    place = f"/meja/warta/kiriman/{row.pk}/"
    assert "Alamat saja bukan bukti" in text_of(sari.get(place))
    wrong = sari.post(place, {"tindakan": "penulis", "number": "9999"})
    assert wrong.status_code == 404
    sari.post(place, {"tindakan": "benar"})
    row.refresh_from_db()
    assert (row.member_id, row.author_role) == (cast.member("Siti").pk, "anggota")
    assert row.author_person_id == cast.users["Siti"].pk


def test_a_picture_is_seen_by_everybody_only_once_it_is_published(cast: Cast) -> None:
    picture = pictures.keep_picture(content=photo())
    url = queries.picture_url(picture)
    article, revision = reviewed(
        cast, TEXT.__class__(**{**shown(), "picture_id": picture.pk, "picture_alt": "Kuali"})
    )
    assert browser().get(url).status_code == 404
    assert as_(cast, "Budi").get(url).status_code == 404
    assert as_(cast, "sari").get(url)["Cache-Control"] == "no-store"
    articles.approve(article_id=article.pk, revision_id=revision.pk, actor=cast.actor("bayu"))
    articles.publish(article_id=article.pk, actor=cast.actor("bayu"))
    answer = browser().get(url)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer.content[:3] == b"\xff\xd8\xff"
    for name in ("../../../etc/passwd", "x" * 32 + ".jpg", ".new-1"):
        assert browser().get(f"/media/warta/{name}").status_code == 404


def shown() -> dict[str, Any]:
    """The fields of the text of these tests."""
    return {name: getattr(TEXT, name) for name in TEXT.__slots__}


def test_a_withdrawn_article_is_gone_and_says_why(cast: Cast) -> None:
    article = published(cast)
    bayu = as_(cast, "bayu")
    place = f"/meja/warta/tulisan/{article.pk}/"
    assert bayu.post(place, {"tindakan": "cabut", "reason": ""}).status_code == 422
    bayu.post(place, {"tindakan": "cabut", "reason": "Narasumber menarik izinnya."})
    answer = browser().get(f"/warta/{article.slug}/")
    assert answer.status_code == 410
    assert "Narasumber menarik izinnya." in text_of(answer)
    assert article.slug not in text_of(browser().get("/warta/rss.xml"))


def test_the_page_tells_search_engines_what_it_is(cast: Cast) -> None:
    article = published(cast)
    page = text_of(browser().get(f"/warta/{article.slug}/"))
    found = re.search(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', page)
    assert found
    facts = json.loads(found[1])
    assert facts["@type"] == "OpinionNewsArticle"
    assert facts["headline"] == TEXT.title
    assert facts["author"] == {"@type": "Person", "name": "Siti"}
    assert facts["editor"] == {"@type": "Person", "name": "Sari"}


def test_the_feed_carries_the_whole_text(cast: Cast) -> None:
    published(cast)
    answer = browser().get("/warta/rss.xml")
    assert answer["Content-Type"] == "application/rss+xml; charset=utf-8"
    (item,) = ElementTree.fromstring(answer.content).iter("item")
    assert item.findtext("title") == "Nira pagi dari lereng"
    assert item.findtext("link") == "http://lestari.localhost/warta/nira-pagi-dari-lereng/"
    assert item.findtext("{http://purl.org/dc/elements/1.1/}creator") == "Siti"
    whole = item.findtext("{http://purl.org/rss/1.0/modules/content/}encoded") or ""
    assert whole.startswith("<p>Nira tidak menunggu")


def test_the_responsible_person_is_named_by_the_chair(cast: Cast) -> None:
    ratna = as_(cast, "ratna")
    answer = ratna.post("/meja/warta/penanggung-jawab/", {"name": "Bayu", "position": "Pemred"})
    assert answer.status_code == 303
    assert as_(cast, "bayu").get("/meja/warta/penanggung-jawab/").status_code == 403
    article = published(cast)
    assert "Penanggung jawab: Bayu, Pemred." in text_of(browser().get(f"/warta/{article.slug}/"))


VECTORS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "[klik](javascript:alert(1))",
    "[klik](JaVaScRiPt&#58;alert(1))",
    "[klik](data:text/html;base64,PHNjcmlwdD4=)",
    "[klik](vbscript:alert(1))",
    "<javascript:alert(1)>",
    '[a](http://x" onmouseover="alert(1))',
    "![x](x\" onerror=\"alert(1))",
    "<a href='javascript:alert(1)'>x</a>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "</script><script>alert(1)</script>",
    "<style>@import 'http://x'</style>",
    "`<b onclick=alert(1)>`",
    "<!--<img src=\"--><img src=x onerror=alert(1)//\">",
    "<base href=//x>",
    "<form action=//x><input name=csrf>",
    "\u202e<script>\u202c",
    "{{ csrf_token }}{% now 'Y' %}",
)  # fmt: skip
ALLOWED = {"p", "br", "h2", "h3", "ul", "ol", "li", "blockquote", "em", "strong", "a", "code", "hr"}


@pytest.mark.parametrize("vector", VECTORS)
def test_nothing_of_an_author_ever_runs(cast: Cast, vector: str) -> None:
    body = f"{vector}\n\n{BODY}\n\n{vector}"
    text = TEXT.__class__(**{**shown(), "body": body, "title": vector[:80], "summary": vector,
                             "author_bio": vector, "author_name": vector[:100]})  # fmt: skip
    article = published(cast, TEXT)
    articles.correct(article_id=article.pk, reason=vector, actor=cast.actor("sari"))
    revision = articles.edit(article_id=article.pk, text=text, actor=cast.actor("sari"))
    article.refresh_from_db()
    Article.objects.filter(pk=article.pk).update(published=revision)  # past every check
    page = text_of(browser().get(f"/warta/{article.slug}/"))
    check_harmless(page)
    prose = re.search(r'<div class="prose">(.*?)</div>', page, re.S)
    assert prose
    seen = Seen()
    seen.feed(prose[1])
    assert {name for name, _ in seen.tags} <= ALLOWED
    assert {key for _, facts in seen.tags for key in facts} <= {"href", "rel"}
    for each in ("pratinjau/", "riwayat/", ""):
        answer = as_(cast, "sari").get(f"/meja/warta/tulisan/{article.pk}/{each}")
        assert answer.status_code == 200
        check_harmless(text_of(answer))


class Seen(HTMLParser):
    """Every start tag of a page with its attributes, as a browser's parser finds them."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))


def check_harmless(page: str) -> None:
    """Nothing on the page runs, submits elsewhere, or loads from elsewhere."""
    seen = Seen()
    seen.feed(page)
    for name, facts in seen.tags:
        assert not any(key.startswith("on") or key == "style" for key in facts), (name, facts)
        assert name not in ("iframe", "object", "embed", "base", "math", "noscript", "style")
        if name == "script":
            assert facts.get("src", "").startswith("/static/") or facts["type"].endswith("ld+json")
        if name in ("a", "link"):
            address = re.sub(r"\s", "", facts.get("href", "")).lower()
            assert not address.startswith(("javascript", "data:", "vbscript"))
        if name == "img":
            assert facts["src"].startswith("/media/warta/")
        if name == "form":
            assert facts.get("action", "/").startswith("/")


def test_twenty_pieces_an_hour_from_one_machine(cast: Cast, monkeypatch: Any) -> None:
    monkeypatch.setattr("sokoguru.newsroom.views.sending.SENT_MAX", 2)
    machine = {"REMOTE_ADDR": "198.51.100.7"}  # nobody else's guesses
    guest, form = browser(), typed(name="Dewi", contact="dewi@x.example", own_work="on")
    codes = [
        guest.post(
            "/kirim-tulisan/", form | {"request_key": str(uuid.uuid4())}, **machine
        ).status_code
        for _ in range(3)
    ]
    assert codes == [303, 303, 429]


def test_a_stale_form_key_is_told_and_nothing_is_lost(cast: Cast) -> None:
    answer = as_(cast, "Siti").post("/saya/tulis/baru/", typed(request_key="bukan kunci"))
    assert answer.status_code == 409 or answer.status_code == 422
    assert "Nira tidak menunggu" in text_of(answer)


def test_what_a_page_cannot_use_is_no_error(cast: Cast) -> None:
    article = published(cast)
    sari = as_(cast, "sari")
    for path, form in (
        (f"/meja/warta/tulisan/{article.pk}/", {"tindakan": "setujui", "naskah": "x" * 50}),
        (f"/meja/warta/tulisan/{article.pk}/", {"tindakan": "entah"}),
        (f"/meja/warta/tulisan/{article.pk}/", edited(good_1="999", picture_id="77")),
        (f"/meja/warta/kiriman/{Submission.objects.get().pk}/", {"tindakan": "\0"}),
    ):
        assert sari.post(path, form).status_code < 500
    for path in (
        "/warta/?hal=abc",
        "/warta/?hal=-1",
        "/warta/?rubrik=%00",
        "/meja/warta/?bagian=x",
    ):
        assert sari.get(path).status_code == 200
