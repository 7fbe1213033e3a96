"""The pages of siaran and saluran through a browser without script."""

import re
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from sokoguru.channels import queries as channels
from sokoguru.channels.actions import queueing
from sokoguru.channels.models import ChannelAccount, Outbox
from sokoguru.kernel.sealing import opened
from sokoguru.outreach import queries
from sokoguru.outreach.models import Post
from sokoguru.outreach.rules.posts import Way
from sokoguru.tenancy.models import Cooperative
from sokoguru.tenancy.queries import installation_secret
from tests.cast import Cast
from tests.outreach.conftest import SITE, Stand, shown
from tests.web import BACKEND, browser


def entered(cast: Cast, name: str) -> Client:
    Cooperative.objects.filter(pk=cast.cooperative.pk).update(is_example=True)
    client = browser()
    client.force_login(cast.users[name], backend=BACKEND)
    return client


@pytest.fixture
def tuti(stand: Stand) -> Client:
    return entered(stand.cast, "tuti")


@pytest.fixture
def ratna(stand: Stand) -> Client:
    return entered(stand.cast, "ratna")


def test_the_media_officer_finds_the_channels_in_the_menu(tuti: Client, ratna: Client) -> None:
    for client in (tuti, ratna):
        page = client.get("/meja/saluran/").content.decode()
        current = re.findall(r'<a href="([^"]+)" aria-current="page"', page)
        assert "/meja/saluran/" in current
        assert "/meja/" not in current


def hidden(html: str) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', html)
    return {name: value for name, value in found if name != "csrfmiddlewaretoken"}


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def test_from_nothing_to_a_sent_post_by_hand(tuti: Client, stand: Stand) -> None:
    assert "Belum ada siaran" in text_of(tuti.get("/meja/siaran/"))
    form = text_of(tuti.get(f"/meja/siaran/baru/?artikel={stand.article.pk}"))
    assert f'<option value="{stand.shop.sugar.pk}" selected>Gula aren semut' in form
    typed = {**hidden(form), "article": stand.article.pk, "product": stand.shop.sugar.pk}
    answer = tuti.post("/meja/siaran/baru/", typed)
    assert (answer.status_code, answer["Location"]) == (
        303,
        f"/meja/siaran/{Post.objects.get().pk}/",
    )
    again = tuti.post("/meja/siaran/baru/", typed)
    assert (again["Location"], Post.objects.count()) == (answer["Location"], 1)
    draft = text_of(tuti.get(answer["Location"]))
    network = shown(Post.objects.get(), Way.NETWORK)
    assert f"{network.length} dari 500, tautan ikut dihitung" in draft
    words = {
        f"teks_{each.variant.pk}": each.variant.text
        for each in queries.variants(Post.objects.get().pk)
    }
    words[f"teks_{network.variant.pk}"] = "Gula baru."
    answer = tuti.post(answer["Location"], {**words, "lalu": "periksa"})
    check = text_of(tuti.get(answer["Location"]))
    assert f"Gula baru.<br><br>{network.url}" in check
    answer = tuti.post(answer["Location"], {**hidden(check), "when": "sekarang"})
    assert answer.status_code == 303
    page = text_of(tuti.get(answer["Location"]))
    for way in (Way.WHATSAPP, Way.LINK, Way.POSTER):
        assert shown(Post.objects.get(), way).url in page
    whatsapp = shown(Post.objects.get(), Way.WHATSAPP)
    assert f"https://wa.me/?text={quote(whatsapp.full, safe='')}" in page
    answer = tuti.post(f"/meja/siaran/varian/{whatsapp.variant.pk}/terkirim/")
    assert answer.status_code == 303
    assert shown(Post.objects.get(), Way.WHATSAPP).state == "published"
    assert "1 dari 4 terkirim" in text_of(tuti.get("/meja/siaran/"))


def test_boxes_left_out_of_a_form_are_emptied_and_said(tuti: Client, stand: Stand) -> None:
    post = stand.compose()
    network = shown(post, Way.NETWORK)
    tuti.post(f"/meja/siaran/{post.pk}/", {f"teks_{network.variant.pk}": "Saja."})
    check = text_of(tuti.get(f"/meja/siaran/{post.pk}/kirim/"))
    assert "Tidak dikirim, karena kosong: WhatsApp, Poster." in check


def test_too_long_is_said_beside_its_box_and_nothing_typed_is_lost(
    tuti: Client, stand: Stand
) -> None:
    post = stand.compose()
    network = shown(post, Way.NETWORK)
    answer = tuti.post(f"/meja/siaran/{post.pk}/", {f"teks_{network.variant.pk}": "b" * 480})
    page = text_of(answer)
    assert answer.status_code == 422
    assert "Tidak muat di Mastodon Lestari: 505 huruf, paling banyak 500" in page
    assert "b" * 480 in page
    assert "5 terlalu panjang dari 500" in page
    assert shown(post, Way.NETWORK).variant.text == network.variant.text


def test_the_live_count_counts_as_the_network_does(tuti: Client, stand: Stand) -> None:
    variant = shown(stand.compose(), Way.NETWORK).variant
    url = f"/meja/siaran/varian/{variant.pk}/hitung/"
    text = "👨\u200d👩\u200d👧 https://contoh.example/" + "x" * 80
    answer = tuti.post(url, {f"teks_{variant.pk}": text})
    assert "50 dari 500" in text_of(answer)  # 1 + 1 + 23, two line ends, 23
    assert "<html" not in text_of(answer)


def test_an_approval_of_something_else_shows_what_it_is_now(tuti: Client, stand: Stand) -> None:
    post = stand.compose()
    for seen in ("00" * 32, "zz" * 32):
        answer = tuti.post(f"/meja/siaran/{post.pk}/kirim/", {"seen": seen, "when": "sekarang"})
        assert answer.status_code == 409
        assert queries.fingerprint(post).hex() in text_of(answer)
    assert Outbox.objects.count() == 0


def test_later_needs_a_day_and_an_hour_to_come(tuti: Client, stand: Stand) -> None:
    post = stand.compose()
    url, seen = f"/meja/siaran/{post.pk}/kirim/", queries.fingerprint(post).hex()
    answer = tuti.post(url, {"seen": seen, "when": "nanti"})
    assert (answer.status_code, "Isi hari dan jamnya" in text_of(answer)) == (422, True)
    past = {"seen": seen, "when": "nanti", "day": "24/11/2026", "hour": "11.00"}
    answer = tuti.post(url, past)
    assert (answer.status_code, "Pilih waktu yang akan datang" in text_of(answer)) == (422, True)
    answer = tuti.post(url, {**past, "hour": "19.30"})
    assert answer.status_code == 303
    assert {str(each) for each in Outbox.objects.values_list("not_before", flat=True)} == {
        "2026-11-24 12:30:00+00:00"
    }
    assert "Dijadwalkan" in text_of(tuti.get("/meja/siaran/"))


def test_the_poster_carries_its_own_link(tuti: Client, stand: Stand) -> None:
    post = stand.sent()
    poster = shown(post, Way.POSTER)
    page = text_of(tuti.get(f"/meja/siaran/varian/{poster.variant.pk}/poster/"))
    assert "Nira pagi dari lereng" in page
    assert poster.url.removeprefix("http://") in page
    assert "<svg" in page
    other = shown(post, Way.LINK).variant.pk
    assert tuti.get(f"/meja/siaran/varian/{other}/poster/").status_code == 404


def test_an_installation_without_tokens_says_so_and_posts_nothing(
    tuti: Client, stand: Stand
) -> None:
    ChannelAccount.objects.filter(pk=stand.mastodon.pk).update(state="off")
    post = stand.sent()
    assert [each.variant.account.kind for each in queries.variants(post.pk)] == ["share"] * 3
    ChannelAccount.objects.filter(pk=stand.mastodon.pk).update(kind="contoh")
    page = text_of(tuti.get("/meja/saluran/"))
    assert "Belum ada akun jaringan." in page
    assert "Belum ada server surat." in page


def test_an_account_is_connected_anew_and_its_token_is_kept_sealed(
    ratna: Client, stand: Stand
) -> None:
    typed = {"name": "Mastodon Lestari", "server": "mastodon.example", "token": "kata-baru-123"}
    answer = ratna.post("/meja/saluran/mastodon/", typed)
    assert (answer.status_code, answer["Location"]) == (303, "/meja/saluran/?selesai=sambung")
    row = ChannelAccount.objects.get(kind="mastodon")
    assert (row.pk, row.base_url) == (stand.mastodon.pk, "https://mastodon.example")
    sealed = bytes(row.secret_cipher or b"")
    assert b"kata-baru" not in sealed
    plain = opened(
        sealed,
        secret=installation_secret(),
        cooperative_id=stand.cast.cooperative.pk,
        place=channels.KEPT_AT,
    )
    assert plain == "kata-baru-123"
    assert "kata-baru" not in text_of(ratna.get("/meja/saluran/"))


@pytest.mark.parametrize(
    ("server", "token", "said"),
    [
        ("http://mastodon.example", "kata-baru-123", "tidak bisa dipakai"),
        ("https://orang@mastodon.example", "kata-baru-123", "tidak bisa dipakai"),
        ("https://mastodon.example/jalan", "kata-baru-123", "tidak bisa dipakai"),
        ("https://mastodon.example:8080", "kata-baru-123", "tidak bisa dipakai"),
        ("https://[::1", "kata-baru-123", "tidak bisa dipakai"),
        ("https://mastodon.example", "dua kata", "Token itu tidak lengkap"),
        ("https://mastodon.example", "pendek", "Token itu tidak lengkap"),
    ],
)
def test_what_is_no_server_or_no_token_is_refused(
    ratna: Client, stand: Stand, server: str, token: str, said: str
) -> None:
    answer = ratna.post(
        "/meja/saluran/mastodon/", {"name": "Lain", "server": server, "token": token}
    )
    assert (answer.status_code, said in text_of(answer)) == (422, True)
    assert token not in text_of(answer)
    assert ChannelAccount.objects.filter(name="Lain").count() == 0


def test_an_unknown_message_is_settled_by_a_person(tuti: Client, stand: Stand) -> None:
    post = stand.sent()
    message = shown(post, Way.NETWORK).variant.outbox_id or 0
    Outbox.objects.filter(pk=message).update(state="unknown", said="Server tidak menjawab.")
    assert "1 kiriman perlu Anda periksa." in text_of(tuti.get("/meja/siaran/"))
    assert "Perlu diperiksa" in text_of(tuti.get("/meja/siaran/"))
    assert "Server tidak menjawab." in text_of(tuti.get("/meja/saluran/"))
    tuti.post(f"/meja/saluran/kiriman/{message}/", {"putusan": "entah"})
    assert Outbox.objects.get(pk=message).state == "unknown"  # nothing was decided
    tuti.post(f"/meja/saluran/kiriman/{message}/", {"putusan": "terbit"})
    row = Outbox.objects.get(pk=message)
    assert (row.state, row.said) == ("published", "Diperiksa oleh Tuti.")
    answer = tuti.post(f"/meja/saluran/kiriman/{message}/", {"putusan": "belum"})
    assert answer.status_code == 409


def test_an_account_is_cut_and_the_built_in_ones_stay(ratna: Client, stand: Stand) -> None:
    ratna.post(f"/meja/saluran/akun/{stand.mastodon.pk}/putus/")
    row = ChannelAccount.objects.get(pk=stand.mastodon.pk)
    assert (row.state, row.health) == ("off", "Diputus oleh Ratna.")
    for row in ChannelAccount.objects.filter(kind__in=["mail", "share"]):
        assert ratna.post(f"/meja/saluran/akun/{row.pk}/putus/").status_code == 404


def test_a_kept_letter_is_read_and_taken_along(ratna: Client, stand: Stand) -> None:
    row = queueing.queue_mail(
        to="siti@contoh.example",
        subject="Tulisan Anda terbit\r\nBcc: lain@contoh.example",
        text="Terima kasih, Bu Siti – ceritanya sudah terbit.",
        reference="uji:1",
    )
    Outbox.objects.filter(pk=row.pk).update(state="published", external_id="disimpan")
    page = text_of(ratna.get("/meja/saluran/surat/"))
    assert "Belum ada server surat." in page
    assert "Disimpan, belum dikirim" in page
    assert "ceritanya sudah terbit" in text_of(ratna.get(f"/meja/saluran/surat/{row.pk}/"))
    answer = ratna.get(f"/meja/saluran/surat/{row.pk}/surat.eml")
    assert answer["Content-Type"] == "message/rfc822"
    head, _blank, _body = text_of(answer).partition("\r\n\r\n")
    names = [line.partition(":")[0] for line in head.split("\r\n")]
    assert sorted(names) == [
        "Auto-Submitted",
        "Content-Transfer-Encoding",
        "Content-Type",
        "Date",
        "From",
        "MIME-Version",
        "Message-ID",
        "Subject",
        "To",
    ]
    post = shown(stand.sent(), Way.NETWORK)
    assert ratna.get(f"/meja/saluran/surat/{post.variant.outbox_id}/").status_code == 404


def test_links_of_posts_are_addresses_of_the_site(stand: Stand) -> None:
    each = shown(stand.compose(), Way.LINK)
    assert each.url == f"{SITE}/l/{each.link.token}"
