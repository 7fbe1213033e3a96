"""The pages of savings through a browser without script: each step, each refusal in words."""

import json
import re

import pytest
from django.test import Client

from sokoguru.audit.models import Record
from sokoguru.kernel.refs import SYSTEM
from sokoguru.ledger.models import Entry
from sokoguru.members.actions import people
from sokoguru.savings.actions import cash
from sokoguru.savings.models import Product
from sokoguru.tenancy.models import Cooperative
from tests.cast import Cast
from tests.savings.conftest import Counter, everything
from tests.web import BACKEND, browser


def entered(cast: Cast, name: str) -> Client:
    Cooperative.objects.filter(pk=cast.cooperative.pk).update(is_example=True)
    client = browser()
    client.force_login(cast.users[name], backend=BACKEND)
    return client


@pytest.fixture
def deni(loket: Counter) -> Client:
    return entered(loket.cast, "deni")


@pytest.fixture
def siti(loket: Counter) -> int:
    loket.deposit("Siti", 100_000)
    return int(loket.cast.member("Siti").pk)


def hidden(html: str) -> dict[str, str]:
    """The hidden boxes of a page, as a browser would send them."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', html)
    return {name: value for name, value in found if name != "csrfmiddlewaretoken"}


def text_of(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined,no-any-return]


# The counter -------------------------------------------------------------------------------------


def test_a_deposit_takes_four_steps_from_the_desk(deni: Client, loket: Counter, siti: int) -> None:
    opened = deni.get("/meja/loket/")  # 1: Loket in the menu
    assert "Cari anggota" in text_of(opened)
    assert "Seharusnya di laci" in text_of(opened)
    found = deni.get("/meja/loket/?cari=1", follow=True)  # 2: the number, Enter
    assert found.redirect_chain == [(f"/meja/loket/?anggota={siti}", 302)]
    shown = text_of(found)
    assert "<b>Siti</b>" in shown
    assert "Sukarela Rp100.000" in shown
    typed = {**hidden(shown), "kind": "sukarela", "amount": "50.000", "memo": "Uang sekolah"}
    checked = deni.post(f"/meja/loket/?anggota={siti}", typed)  # 3: the amount, Enter
    assert checked.status_code == 200
    assert "lima puluh ribu rupiah" in text_of(checked)
    assert "Rp150.000" in text_of(checked)
    assert loket.has("Siti") == 100_000
    sent = {**hidden(text_of(checked)), "langkah": "catat"}
    acted = deni.post(f"/meja/loket/?anggota={siti}", sent)  # 4: Catat setoran
    assert acted.status_code == 303
    proof = text_of(deni.get(acted["Location"]))
    assert loket.has("Siti") == 150_000
    assert "Rp50.000 masuk ke simpanan sukarela Siti." in proof
    paper = re.search(r'<pre class="receipt">(.*?)</pre>', proof, re.DOTALL)
    assert paper is not None
    lines = paper[1].split("\n")
    assert max(map(len, lines)) <= 32
    assert "Saldo akhir         Rp   150.000" in lines
    assert "Uang sekolah" in lines
    assert lines[0] == "KOPERASI LESTARI".center(32).rstrip()


def test_the_same_form_sent_twice_is_one_deposit(deni: Client, loket: Counter, siti: int) -> None:
    shown = text_of(deni.get(f"/meja/loket/?anggota={siti}"))
    sent = {**hidden(shown), "kind": "sukarela", "amount": "50.000", "langkah": "catat"}
    first, second = (deni.post("/meja/loket/", sent)["Location"] for _ in range(2))
    assert first == second
    assert loket.has("Siti") == 150_000
    assert Record.objects.filter(name="savings.DepositTaken").count() == 2  # with the one before


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        ("9.999", "Paling sedikit Rp10.000. Yang tertulis Rp9.999."),
        ("1.5", "Tulis jumlah dalam rupiah bulat"),
        ("", "Tulis jumlahnya dalam rupiah."),
        ("0", "Paling sedikit Rp1."),
        ("9" * 40, "Tulis jumlah dalam rupiah bulat"),
    ],
)
def test_a_refused_deposit_says_why_beside_its_box_and_loses_nothing(
    deni: Client, siti: int, amount: str, said: str
) -> None:
    shown = text_of(deni.get(f"/meja/loket/?anggota={siti}"))
    before = everything()
    sent = {**hidden(shown), "kind": "sukarela", "amount": amount, "memo": "Uang sekolah"}
    answer = deni.post("/meja/loket/", {**sent, "langkah": "catat"})
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert 'value="Uang sekolah"' in text_of(answer)
    assert everything() == before


def test_a_withdrawal_of_capital_or_of_too_much_is_refused_in_words(
    deni: Client, loket: Counter, siti: int
) -> None:
    shown = text_of(deni.get(f"/meja/loket/tarik/?anggota={siti}"))
    assert "bisa diambil Rp95.000" in shown
    for kind, amount, said in (
        ("sukarela", "95.001", "Belum bisa ditarik. Saldo yang bisa ditarik Rp95.000."),
        ("pokok", "100.000", "Simpanan pokok adalah modal koperasi."),
        ("wajib", "20.000", "Simpanan wajib adalah modal koperasi."),
        ("sukarela", "5.000.001", "melebihi batas Anda, Rp5.000.000 sekali transaksi"),
    ):
        answer = deni.post("/meja/loket/tarik/", {**hidden(shown), "kind": kind, "amount": amount})
        assert answer.status_code in (403, 422)
        assert said in text_of(answer), said
    assert loket.has("Siti") == 100_000


def test_a_withdrawal_goes_through_check_and_slip(deni: Client, loket: Counter, siti: int) -> None:
    shown = text_of(deni.get(f"/meja/loket/tarik/?anggota={siti}"))
    sent = {**hidden(shown), "kind": "sukarela", "amount": "20.000"}
    assert "− Rp20.000" in text_of(deni.post("/meja/loket/tarik/", sent))
    acted = deni.post("/meja/loket/tarik/", {**sent, "langkah": "catat"})
    reference = acted["Location"].partition("bukti=")[2]
    paper = deni.get(f"/meja/loket/bukti/{reference}/cetak/")
    assert "TARIK SIMPANAN SUKARELA" in text_of(paper)
    assert loket.has("Siti") == 80_000


def test_several_members_of_a_name_are_offered(deni: Client) -> None:
    shown = text_of(deni.get("/meja/loket/?cari=i"))
    assert "orang cocok" in shown
    assert "Siti" in shown
    assert "Tidak ada yang cocok" in text_of(deni.get("/meja/loket/?cari=zzz"))
    assert "Tidak ada yang cocok" in text_of(deni.get("/meja/loket/?cari=9999"))


@pytest.mark.parametrize("odd", ["0", "-1", "abc", "9" * 30, "1%00", "٣"])
def test_an_odd_number_in_the_address_is_never_a_500(deni: Client, odd: str) -> None:
    for url in ("/meja/loket/", "/meja/loket/tarik/", "/meja/loket/titipan/"):
        assert deni.get(f"{url}?anggota={odd}", follow=True).status_code in (200, 404)
    assert deni.get(f"/meja/loket/struk/setor/?member_id={odd}").status_code == 404
    assert deni.get(f"/meja/loket/?cari={odd}&hal={odd}", follow=True).status_code == 200


def test_the_slip_is_shown_while_one_types(deni: Client, siti: int) -> None:
    shown = text_of(
        deni.get(
            "/meja/loket/struk/setor/", {"member_id": siti, "kind": "sukarela", "amount": "50.000"}
        )
    )
    assert "Saldo akhir         Rp   150.000" in shown
    half = deni.get("/meja/loket/struk/setor/", {"member_id": siti, "kind": "x", "amount": "5."})
    assert half.status_code == 200
    told = {"member_id": siti, "kind": "sukarela"}
    out = text_of(deni.get("/meja/loket/struk/tarik/", {**told, "amount": "60.000"}))
    assert "40.000" in out
    too_much = text_of(deni.get("/meja/loket/struk/tarik/", {**told, "amount": "150.000"}))
    assert "-50.000" not in too_much.replace("\N{MINUS SIGN}", "-")
    assert "100.000" in too_much


# Slips, reversal, cash ---------------------------------------------------------------------------


def test_the_treasurer_takes_a_slip_back_with_a_reason(deni: Client, loket: Counter) -> None:
    done = loket.deposit("Siti", 50_000)
    url = f"/meja/loket/bukti/{done.reference}/"
    assert "Bendahara dapat membalikkan" in text_of(deni.get(url))
    assert deni.get(f"{url}balik/").status_code == 403
    hasan = entered(loket.cast, "hasan")
    assert f"{url}balik/" in text_of(hasan.get(url))
    shown = text_of(hasan.get(f"{url}balik/"))
    short = hasan.post(f"{url}balik/", {**hidden(shown), "reason": "x", "langkah": "catat"})
    assert short.status_code == 422
    sent = {**hidden(shown), "reason": "salah anggota"}
    assert "Bukti lama tidak dihapus" in text_of(hasan.post(f"{url}balik/", sent))
    for _ in range(2):
        acted = hasan.post(f"{url}balik/", {**sent, "langkah": "catat"})
        assert acted.status_code == 303
    assert "sudah dibalikkan" in text_of(hasan.get(acted["Location"]))
    assert loket.has("Siti") == 0
    assert "Dibalikkan" in text_of(deni.get(url))
    assert Entry.objects.filter(reverses__isnull=False).count() == 1


def test_the_treasurer_hands_cash_and_takes_it_back(loket: Counter) -> None:
    hasan, deni = entered(loket.cast, "hasan"), loket.cast.staff["deni"].login_id
    listed = text_of(hasan.get("/meja/loket/kas/"))
    assert "Deni" in listed
    assert "Rp1.080.000" in listed
    url = f"/meja/loket/kas/{deni}/"
    shown = text_of(hasan.get(url))
    sent = {**hidden(shown), "way": "terima", "amount": "400.000"}
    assert "Isi laci nanti" in text_of(hasan.post(url, sent))
    for _ in range(2):
        acted = hasan.post(url, {**sent, "langkah": "catat"})
    assert "Rp400.000 keluar dari laci Deni." in text_of(hasan.get(acted["Location"]))
    assert loket.cash() == 680_000
    fresh = {**hidden(text_of(hasan.get(url))), "way": "serahkan", "amount": "400.001"}
    refused = hasan.post(url, {**fresh, "langkah": "catat"})
    assert refused.status_code == 409
    assert "Uang tunainya tidak cukup: yang ada Rp400.000." in text_of(refused)
    assert entered(loket.cast, "deni").get("/meja/loket/kas/").status_code == 403


def test_a_slip_of_another_kind_or_of_nobody_is_not_there(deni: Client, loket: Counter) -> None:
    cash.take_cash_back(
        login_id=loket.cast.staff["deni"].login_id, amount=1_000, request_key="c-1",
        actor=loket.cast.actor("hasan"),
    )  # fmt: skip
    assert deni.get("/meja/loket/bukti/STR-AAAAA-AAAAA/").status_code == 404
    assert deni.get("/meja/loket/bukti/anggota-0001/").status_code == 404


# Products ----------------------------------------------------------------------------------------


def test_the_chairwoman_opens_the_wadiah(cast: Cast) -> None:
    ratna = entered(cast, "ratna")
    assert "DPS membolehkan wadiah" in text_of(ratna.get("/meja/simpanan/"))
    sent = {
        "name": "Tabungan wadiah", "since": "24/11/2026", "deposit_min": "10.000",
        "withdrawal_min": "5.000", "balance_min": "0",
    }  # fmt: skip
    assert "Tidak ada imbalan yang dijanjikan" in text_of(ratna.post("/meja/simpanan/", sent))
    for _ in range(2):
        assert ratna.post("/meja/simpanan/", {**sent, "langkah": "catat"}).status_code == 303
    assert Product.objects.count() == 1
    other = ratna.post("/meja/simpanan/", {**sent, "deposit_min": "1", "langkah": "catat"})
    assert other.status_code == 409
    assert "Mulai 24 November 2026 sudah ada syarat lain." in text_of(other)
    assert entered(cast, "deni").get("/meja/simpanan/").status_code == 403


# The member's own --------------------------------------------------------------------------------


def test_a_member_reads_the_own_passbook_on_a_phone(loket: Counter, siti: int) -> None:
    loket.withdraw("Siti", 20_000)
    client = entered(loket.cast, "Siti")
    shown = text_of(client.get("/saya/simpanan/"))
    for words in ("Rp200.000", "Rp80.000", "Rp75.000", "− Rp20.000", "keluar", "Tarik tunai"):
        assert words in shown, words
    assert "Penerimaan anggota 0001" in text_of(client.get("/saya/simpanan/?jenis=pokok"))
    assert client.get("/saya/simpanan/?jenis=%00").status_code == 200
    paper = text_of(client.get("/saya/simpanan/cetak/?jenis=sukarela"))
    assert "Setor tunai" in paper
    assert "Dicetak 24 November 2026, 12.00" in paper


def test_a_member_sees_own_slips_and_nobody_elses(loket: Counter) -> None:
    mine, other = loket.deposit("Siti", 50_000), loket.deposit("Budi", 50_000)
    client = entered(loket.cast, "Siti")
    assert client.get(f"/saya/simpanan/bukti/{mine.reference}/").status_code == 200
    hidden_one = client.get(f"/saya/simpanan/bukti/{other.reference}/")
    assert hidden_one.status_code == 404
    assert "Budi" not in text_of(hidden_one)
    assert client.get(f"/meja/loket/bukti/{mine.reference}/").status_code == 403


def test_the_passbook_says_where_the_shu_goes_and_leads_to_the_choice(loket: Counter) -> None:
    siti = loket.cast.member("Siti")
    client = entered(loket.cast, "Siti")
    for into, said in ((True, "masuk ke simpanan sukarela"), (False, "disiapkan untuk diambil")):
        people.set_mandate(member_id=siti.pk, shu_to_savings=into, actor=SYSTEM)
        shown = text_of(client.get("/saya/simpanan/"))
        assert f"rapat anggota, SHU Anda {said}" in shown
        assert 'href="/saya/shu/#salur"' in shown


def test_the_counter_is_closed_to_members_and_strangers(loket: Counter) -> None:
    member = entered(loket.cast, "Siti")
    for url in ("/meja/loket/", "/meja/loket/tarik/", "/meja/loket/kas/", "/meja/simpanan/"):
        assert member.get(url).status_code == 403
        assert browser().get(url).status_code == 302


# The API -----------------------------------------------------------------------------------------


def test_a_tellers_program_deposits_once_for_each_key(loket: Counter, deni: Client) -> None:
    siti = loket.cast.member("Siti").pk
    body = {"member_id": siti, "kind": "sukarela", "amount": 50_000}

    def send(body: dict[str, object], key: str = "kunci-0001", to: str = "setoran") -> object:
        return deni.post(
            f"/api/v1/simpanan/{to}", body, content_type="application/json",
            headers={"Idempotency-Key": key},
        )  # fmt: skip

    first, again = send(body), send(body)
    assert (first.status_code, again.json()) == (201, first.json())  # type: ignore[attr-defined]
    assert send({**body, "amount": 50_001}).status_code == 422  # type: ignore[attr-defined]
    below = send({**body, "amount": 9_999}, "kunci-0002")
    assert below.json()["code"] == "savings.below_minimum"  # type: ignore[attr-defined]
    assert below.json()["facts"]["minimum"] == 10_000  # type: ignore[attr-defined]
    out = send({**body, "amount": 20_000}, "kunci-0001", "penarikan")
    assert out.status_code == 422  # type: ignore[attr-defined]  # the key was used for another body
    out = send({**body, "amount": 20_000}, "kunci-0003", "penarikan")
    assert out.status_code == 201  # type: ignore[attr-defined]
    assert loket.has("Siti") == 30_000


@pytest.mark.parametrize(
    "odd",
    [
        {"amount": 0}, {"amount": -1}, {"amount": 2**63}, {"amount": 1.5}, {"amount": "50000"},
        {"amount": True}, {"amount": None}, {"member_id": 2**63}, {"member_id": 0},
        {"kind": "bunga-bunga"}, {"memo": "x" * 81},
    ],
)  # fmt: skip
def test_an_odd_body_is_refused_by_the_schema(
    loket: Counter, deni: Client, odd: dict[str, object]
) -> None:
    body = {"member_id": loket.cast.member("Siti").pk, "amount": 50_000, **odd}
    answer = deni.post(
        "/api/v1/simpanan/setoran", body, content_type="application/json",
        headers={"Idempotency-Key": "kunci-0001"},
    )  # fmt: skip
    assert answer.status_code == 422
    assert loket.has("Siti") == 0


@pytest.mark.parametrize("memo", ["a\x00b", "\ud800", "\u202eab"])
def test_what_cannot_be_printed_is_left_out_of_a_memo(
    loket: Counter, deni: Client, memo: str
) -> None:
    body = json.dumps({"member_id": loket.cast.member("Siti").pk, "amount": 50_000, "memo": memo})
    answer = deni.post(
        "/api/v1/simpanan/setoran", body, content_type="application/json",
        headers={"Idempotency-Key": "kunci-0001"},
    )  # fmt: skip
    assert answer.status_code in (201, 422)
    for entry in Entry.objects.filter(reference__startswith="STR-"):
        assert entry.memo in ("Setor tunai: ab", "Setor tunai")


def test_a_member_asks_for_the_own_balances_only(loket: Counter, siti: int) -> None:
    client = entered(loket.cast, "Siti")
    assert client.get("/api/v1/simpanan/saya").json() == {
        "pokok": 100_000, "wajib": 20_000, "sukarela": 100_000, "available": 95_000,
        "wajib_owed": 0,
    }  # fmt: skip
    assert entered(loket.cast, "deni").get("/api/v1/simpanan/saya").status_code == 403
    assert browser().get("/api/v1/simpanan/saya").status_code == 401
    refused = client.post(
        "/api/v1/simpanan/setoran", {"member_id": siti, "amount": 50_000},
        content_type="application/json", headers={"Idempotency-Key": "kunci-0001"},
    )  # fmt: skip
    assert refused.status_code == 403
