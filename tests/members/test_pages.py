"""The pages of members: applying, deciding by another person, looking at a NIK, officers."""

import re

import pytest
from django.test import Client

from sokoguru.audit.models import Record
from sokoguru.members import queries
from sokoguru.members.actions import joining
from sokoguru.members.models import Member, Officer, Opinion
from sokoguru.savings.actions import counter
from sokoguru.tenancy.models import Cooperative
from tests.cast import Cast, apply
from tests.web import BACKEND, browser

PERSON = {
    "name": "Nining Suningsih",
    "nik": "3201 0162 0890 0777",
    "born_on": "22/08/1990",
    "sex": "P",
    "phone": "0812-7777-0001",
    "email": "",
    "street": "Jl. Melati 9",
    "rt": "1",
    "rw": "2",
    "village": "Sukamaju",
    "district": "Ciomas",
    "regency": "Bogor",
    "province": "Jawa Barat",
    "postcode": "16610",
    "agreed": "on",
}


def entered(cast: Cast, name: str) -> Client:
    Cooperative.objects.filter(pk=cast.cooperative.pk).update(is_example=True)
    client = browser()
    client.force_login(cast.users[name], backend=BACKEND)
    return client


def text_of(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined,no-any-return]


def with_key(client: Client, url: str, typed: dict[str, str]) -> dict[str, str]:
    found = re.search(r'name="request_key" value="([^"]+)"', text_of(client.get(url)))
    assert found is not None
    return {**typed, "request_key": found[1]}


def registered(cast: Cast, by: str = "deni") -> Member:
    return joining.register(
        application=apply(99, "Calon", nik="3201016208909999"), actor=cast.actor(by)
    )


# Applying ----------------------------------------------------------------------------------------


def test_a_visitor_applies_and_is_told_the_next_steps(cast: Cast) -> None:
    visitor = browser()
    shown = text_of(visitor.get("/bergabung/"))
    assert "Simpanan pokok Rp100.000 dibayar sekali. Simpanan wajib Rp20.000" in shown
    sent = with_key(visitor, "/bergabung/", PERSON)
    for _ in range(2):
        answer = visitor.post("/bergabung/", sent)
        assert (answer.status_code, answer["Location"]) == (303, "/bergabung/terkirim/")
    assert "Datanglah ke loket dengan KTP" in text_of(visitor.get(answer["Location"]))
    member = Member.objects.get(name="Nining Suningsih")
    assert (member.state, member.rt, member.registered_by) == ("calon", "001", 0)
    assert queries.consents_to(member_id=member.pk, purpose="data_diri")
    assert Record.objects.filter(name="members.CandidateRegistered").count() == 10


def test_the_public_form_tells_nobody_who_is_a_member(cast: Cast) -> None:
    visitor, before = browser(), Member.objects.count()
    siti = with_key(visitor, "/bergabung/", {**PERSON, "nik": "3201016208900001"})
    answer = visitor.post("/bergabung/", siti)
    assert (answer.status_code, answer["Location"]) == (303, "/bergabung/terkirim/")
    assert Member.objects.count() == before
    known = Record.objects.get(name="members.ApplicationRepeated")
    assert known.body == {"member_id": cast.member("Siti").pk}


@pytest.mark.parametrize(
    ("box", "typed", "said"),
    [
        ("nik", "32010162089007", "NIK harus 16 angka; yang tertulis 14."),
        ("nik", "320101620890000x", "NIK hanya berisi angka."),
        ("nik", "3201017208900001", "Tanggal atau nomor urut pada NIK tidak mungkin."),
        ("phone", "081", "terlalu pendek atau terlalu panjang"),
        ("phone", "(021) 555-1234", "Nomor rumah tidak bisa menerima pesan."),
        ("name", "123", "Tulis nama dengan huruf"),
        ("rt", "abc", "RT dan RW tiga angka"),
        ("postcode", "012", "kode pos lima angka"),
        ("village", "---", "Bagian alamat ini belum diisi."),
        ("born_on", "31/02/1990", "Tulis tanggal seperti 24/11/2026"),
        ("born_on", "25/11/2026", "Paling akhir 24 November 2026."),
        ("sex", "X", "Pilih salah satu"),
        ("agreed", "", "Centang dulu kotak ini."),
        ("name", "x" * 121, "paling banyak 120"),
        ("name", "\x00", ""),
    ],
)
def test_what_the_register_cannot_take_is_said_beside_its_box(
    cast: Cast, box: str, typed: str, said: str
) -> None:
    visitor, before = browser(), Member.objects.count()
    sent = with_key(visitor, "/bergabung/", {**PERSON, box: typed})
    answer = visitor.post("/bergabung/", sent)
    assert answer.status_code == 422
    shown = text_of(answer)
    assert said in shown
    assert f'href="#id_{box}' in shown
    assert 'value="Jl. Melati 9"' in shown
    assert Member.objects.count() == before


def test_one_address_does_not_flood_the_register(cast: Cast) -> None:
    visitor = browser()
    sent = with_key(visitor, "/bergabung/", {**PERSON, "nik": "3201016208900001"})
    for _ in range(30):
        assert visitor.post("/bergabung/", sent).status_code == 303
    assert visitor.post("/bergabung/", sent).status_code == 429


def test_the_teller_enters_a_candidate_on_one_screen(cast: Cast) -> None:
    deni = entered(cast, "deni")
    sent = with_key(deni, "/meja/anggota/baru/", {**PERSON, "group": "Tani Makmur"})
    for _ in range(2):
        answer = deni.post("/meja/anggota/baru/", sent)
        assert answer.status_code == 303
    shown = text_of(deni.get(answer["Location"]))
    assert "3201••••••••0777" in shown
    assert "3201016208900777" not in shown
    assert "Terima titipan" in shown
    assert Member.objects.filter(name="Nining Suningsih").count() == 1
    twin = deni.post(
        "/meja/anggota/baru/", with_key(deni, "/meja/anggota/baru/", {**PERSON, "name": "Kembar"})
    )
    assert twin.status_code == 409
    assert "NIK ini sudah ada di buku anggota." in text_of(twin)


def test_an_odd_nik_is_kept_with_a_reminder(cast: Cast) -> None:
    deni = entered(cast, "deni")
    sent = with_key(deni, "/meja/anggota/baru/", {**PERSON, "sex": "L", "born_on": "1/1/1991"})
    card = text_of(deni.get(deni.post("/meja/anggota/baru/", sent)["Location"]))
    assert "Tanggal lahir berbeda dari yang tersirat di NIK." in card
    assert "Jenis kelamin berbeda dari yang tersirat di NIK." in card


# Deciding ----------------------------------------------------------------------------------------


def test_the_way_from_candidate_to_member_by_hand(cast: Cast) -> None:
    member = registered(cast)
    deni, ratna = entered(cast, "deni"), entered(cast, "ratna")
    card = f"/meja/anggota/{member.pk}/"
    assert deni.get(f"/meja/loket/?anggota={member.pk}")["Location"].startswith(
        "/meja/loket/titipan/"
    )
    url = f"/meja/loket/titipan/?anggota={member.pk}"
    sent = with_key(deni, url, {"member_id": str(member.pk)})
    assert "Rp120.000" in text_of(deni.post(url, sent))
    acted = deni.post(url, {**sent, "langkah": "catat"})
    assert "Titipan diterima." in text_of(deni.get(acted["Location"]))
    early = ratna.post(f"{card}terima/", with_key(ratna, f"{card}terima/", {}))
    assert early.status_code == 422
    assert "Buku daftar anggota belum ditandatangani." in text_of(early)
    assert deni.post(f"{card}tanda-tangan/").status_code == 303
    assert deni.get(f"{card}terima/").status_code == 403
    sent = with_key(ratna, f"{card}terima/", {})
    assert "Periksa sebelum menerima" in text_of(ratna.post(f"{card}terima/", sent))
    for _ in range(2):
        acted = ratna.post(f"{card}terima/", {**sent, "langkah": "catat"})
        assert acted.status_code == 303
    assert "kini anggota 0010" in text_of(ratna.get(acted["Location"]))
    shown = text_of(deni.get(card))
    assert "Rp100.000" in shown
    assert "Setor di loket" in shown
    assert Record.objects.filter(name="members.RegisterSigned").count() == 10


def test_whoever_entered_a_candidate_does_not_decide(cast: Cast) -> None:
    member = registered(cast, by="yuli")
    counter.receive_dues(member_id=member.pk, request_key="t-1", actor=cast.actor("deni"))
    joining.sign_register(member_id=member.pk, actor=cast.actor("yuli"))
    yuli, card = entered(cast, "yuli"), f"/meja/anggota/{member.pk}/"
    assert "orang lain yang memutuskan" in text_of(yuli.get(card))
    for act in ("terima", "tolak"):
        url = f"{card}{act}/"
        sent = with_key(yuli, url, {"reason": "pindah", "cash": "kas.uspps", "langkah": "catat"})
        assert yuli.post(url, sent).status_code in (403, 422)
    assert queries.member(member.pk).state == "calon"


def test_a_refused_candidate_gets_the_money_from_a_named_place(cast: Cast) -> None:
    member = registered(cast)
    counter.receive_dues(member_id=member.pk, request_key="t-1", actor=cast.actor("deni"))
    ratna, url = entered(cast, "ratna"), f"/meja/anggota/{member.pk}/tolak/"
    shown = text_of(ratna.get(url))
    assert "Titipan Rp120.000 kembali utuh." in shown
    assert "Laci Deni" in shown
    assert "Kas besar" not in shown  # there is nothing in it
    drawer = f"identity.login:{cast.staff['deni'].login_id}"
    sent = with_key(ratna, url, {"reason": "pindah desa", "cash": drawer})
    assert "Tutup permohonan" in text_of(ratna.post(url, sent))
    for _ in range(2):
        acted = ratna.post(url, {**sent, "langkah": "catat"})
        assert acted.status_code == 303
    assert "kembali utuh" in text_of(ratna.get(acted["Location"]))
    assert queries.titipan(member.pk) == 0
    assert Record.objects.filter(name="members.CandidateRefused").count() == 1


# Looking -----------------------------------------------------------------------------------------


def test_the_register_is_searched_and_paged(cast: Cast) -> None:
    deni = entered(cast, "deni")
    for wanted, there in (("sit", "Siti"), ("2", "Budi"), ("0001", "Siti"), ("34500003", "Wati")):
        shown = text_of(deni.get("/meja/anggota/", {"cari": wanted}))
        assert f">{there}</a>" in shown, wanted
    assert "Tidak ada yang cocok" in text_of(deni.get("/meja/anggota/", {"cari": "zzz"}))
    for odd in ("0", "%", "_", "'", "\\", "x" * 300, "٣", "\x00"):
        assert deni.get("/meja/anggota/", {"cari": odd, "hal": odd}).status_code == 200
    assert "Tidak ada calon yang menunggu" in text_of(deni.get("/meja/anggota/calon/"))
    assert "Anggota (9)" in text_of(deni.get("/meja/anggota/"))


def test_a_nik_is_shown_once_for_a_reason_by_the_secretary(cast: Cast) -> None:
    siti = cast.member("Siti").pk
    yuli, deni, card = entered(cast, "yuli"), entered(cast, "deni"), f"/meja/anggota/{siti}/"
    assert "Lihat NIK lengkap" not in text_of(deni.get(card))
    assert deni.post(f"{card}nik/", {"reason": "ingin tahu"}).status_code == 403
    assert yuli.get(f"{card}nik/").status_code == 405
    short = yuli.post(f"{card}nik/", {"reason": "x"})
    assert short.status_code == 422
    assert "3201016208900001" not in text_of(short)
    shown = yuli.post(f"{card}nik/", {"reason": "pengukuhan di notaris"})
    assert "3201016208900001" in text_of(shown)
    assert shown["Cache-Control"] == "no-store"
    assert "3201016208900001" not in text_of(yuli.get(card))
    read = Record.objects.get(name="members.IdentityRead")
    assert read.body == {"member_id": siti, "reason": "pengukuhan di notaris"}


def test_the_register_is_closed_to_members_and_strangers(cast: Cast) -> None:
    siti = cast.member("Siti").pk
    member = entered(cast, "Siti")
    for url in (
        "/meja/anggota/",
        "/meja/anggota/baru/",
        f"/meja/anggota/{siti}/",
        "/meja/pengurus/",
    ):
        assert member.get(url).status_code == 403
        assert browser().get(url).status_code == 302
    assert entered(cast, "deni").get(f"/meja/anggota/{2**63 - 1}/").status_code == 404


# Officers and opinions ---------------------------------------------------------------------------


def test_the_secretary_enters_who_was_elected(cast: Cast) -> None:
    yuli = entered(cast, "yuli")
    sent = {"body": "pengurus", "position": "Ketua", "number": "0001", "since": "1/1/2026"}
    for _ in range(2):
        assert yuli.post("/meja/pengurus/baru/", sent).status_code == 303
    assert Officer.objects.filter(body="pengurus").count() == 1
    shown = text_of(yuli.get("/meja/pengurus/"))
    assert "Ketua · sejak 1 Januari 2026" in shown
    for wrong, said in (
        ({**sent, "number": ""}, "Pengurus dan pengawas dipilih dari anggota."),
        ({**sent, "number": "9999"}, "Tidak ada di sini."),
        ({**sent, "body": "dps", "number": ""}, "Isi nama, atau nomor anggotanya."),
    ):
        assert said in text_of(yuli.post("/meja/pengurus/baru/", wrong))
    officer = Officer.objects.get(body="pengurus")
    url = f"/meja/pengurus/{officer.pk}/selesai/"
    assert yuli.post(url, {"until": "24/11/2026"}).status_code == 303
    assert "Ketua · sejak" not in text_of(yuli.get("/meja/pengurus/")).replace("Ketua DPS", "")
    assert entered(cast, "deni").post("/meja/pengurus/baru/", sent).status_code == 403


def test_the_dps_writes_its_opinion_once(cast: Cast) -> None:
    salim, dps = entered(cast, "salim"), Officer.objects.get(body="dps")
    url = "/meja/pengurus/opini/"
    sent = {
        "product": "wadiah", "reference": "DPS/09/2026", "given_on": "24/11/2026",
        "allows": "tidak", "text": "Ditangguhkan.", "officer": str(dps.pk),
    }  # fmt: skip
    assert "Opini tidak bisa diubah." in text_of(salim.post(url, sent))
    for _ in range(2):
        assert salim.post(url, {**sent, "langkah": "catat"}).status_code == 303
    assert Opinion.objects.filter(reference="DPS/09/2026").count() == 1
    assert "DPS/09/2026" in text_of(entered(cast, "deni").get("/meja/pengurus/"))
    assert salim.post(url, {**sent, "officer": "0"}).status_code == 422
    assert entered(cast, "ratna").get(url).status_code == 403
