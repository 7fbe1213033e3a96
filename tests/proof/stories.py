"""Every form that moves money, goods or words, in the order in which a village uses them.

Each step names who sends it, what is typed over what the page proposes, and what it leaves behind
once: its entries and its events. Without ``events`` a step only prepares the next.
"""

from datetime import UTC, datetime

from sokoguru.governance.actions import convening, sitting
from sokoguru.governance.models import Meeting, Question
from sokoguru.governance.rules import Choice, Way
from sokoguru.identity import actions as identity
from sokoguru.kernel.refs import SYSTEM
from sokoguru.ledger.models import Entry
from sokoguru.members.actions import joining
from sokoguru.members.models import Member
from sokoguru.newsroom.actions import desk
from sokoguru.newsroom.models import Article, Submission
from sokoguru.payments.actions import asking
from sokoguru.stock.models import Location, Lot, Product
from sokoguru.stock.rules.products import LocationKind
from sokoguru.supply.models import Settlement
from sokoguru.surplus import queries as surplus
from tests.conftest import NOON
from tests.payments.test_actions import NAME, NMID, STATIC
from tests.proof.pages import PARAGRAPH, read
from tests.proof.twice import Scene, complaint

PIN = "274916"
PERSON = {
    "born_on": "22/08/1990", "sex": "P", "street": "Jl. Melati 9", "rt": "001", "rw": "002",
    "village": "Sukamaju", "district": "Ciomas", "regency": "Bogor", "province": "Jawa Barat",
    "postcode": "16610", "agreed": "on",
}  # fmt: skip
QRIS, MATCH = "/kasir/bayar/qris/", "/meja/pembayaran/cocokkan/"
COUNT = "/meja/gudang/hitung/"
JANUARY = datetime(2027, 1, 11, 3, 0, tzinfo=UTC)
FEBRUARY = datetime(2027, 2, 27, 3, 0, tzinfo=UTC)
MARCH = datetime(2027, 3, 6, 3, 0, tzinfo=UTC)


def member_id(scene: Scene, first_name: str) -> int:
    """A member by first name."""
    with scene.inside():
        return int(Member.objects.get(name__startswith=f"{first_name} ").pk)


def counter(scene: Scene) -> None:
    """The counter, the drawers, joining."""
    siti, deni = member_id(scene, "Siti"), scene.place.named("Deni").login_id
    slip = scene.twice(
        "Deni", f"/meja/loket/?anggota={siti}", kind="sukarela", amount="20.000",
        events="savings.DepositTaken",
    )  # fmt: skip
    scene.twice(
        "Deni", f"/meja/loket/tarik/?anggota={siti}", kind="sukarela", amount="10.000",
        events="savings.WithdrawalPaid",
    )  # fmt: skip
    number = slip.location.rpartition("=")[2]
    scene.twice(
        "Hasan", f"/meja/loket/bukti/{number}/balik/", reason="salah anggota",
        events="ledger.EntryReversed",
    )  # fmt: skip
    for place, (by, url) in enumerate([("", "/bergabung/"), ("Deni", "/meja/anggota/baru/")] * 2):
        scene.twice(
            by, url, **PERSON, name=f"Calon {place}", nik=f"32010162089007{place:02d}",
            phone=f"08127777000{place}", email=f"calon{place}@contoh.example", entries=0,
            events="members.CandidateRegistered members.ConsentGiven",
        )  # fmt: skip
    with scene.inside():
        people = [Member.objects.get(name=f"Calon {place}") for place in range(2)]
    for person in people:
        scene.twice(
            "Deni", f"/meja/loket/titipan/?anggota={person.pk}", events="members.DuesReceived"
        )
        with scene.inside():
            joining.sign_register(member_id=person.pk)
    scene.twice("Ratna", f"/meja/anggota/{people[0].pk}/terima/", events="members.MemberAdmitted")
    scene.twice(
        "Ratna", f"/meja/anggota/{people[1].pk}/tolak/", reason="pindah",
        cash=f"identity.login:{deni}", events="members.CandidateRefused",
    )  # fmt: skip
    drawer = f"/meja/loket/kas/{deni}/"
    scene.twice("Hasan", drawer, way="terima", amount="5.000", events="savings.CashTakenBack")
    scene.twice("Hasan", drawer, way="serahkan", amount="5.000", events="savings.CashHanded")


def warehouse(scene: Scene) -> None:
    """Weighing, moving, counting, giving back, paying makers."""
    with scene.inside():
        rice = Product.objects.get(sku="BERAS-PW")
    budi = member_id(scene, "Budi")
    taken = scene.twice(
        "Joko", f"/meja/gudang/terima/?pembuat={budi}", product_id=str(rice.pk),
        kind="purchase", gross="52,5", tare="2,5", deduction_percent="", ujrah_percent="",
        grade="A", harvest_on="23/11/2026", expires_on="24/11/2027", certificates="",
        akad_heard="on", events="stock.LotOpened supply.HarvestBought",
    )  # fmt: skip
    assert taken.location
    with scene.inside():
        lot = Lot.objects.filter(product=rice).order_by("-pk")[0]
        store = Location.objects.get(kind=LocationKind.WAREHOUSE)
    scene.twice(
        "Joko", f"/meja/gudang/lot/{lot.code}/pindah/", quantity="5", memo="ke gudang",
        target_id=str(store.pk),
        events="stock.GoodsMoved",
    )  # fmt: skip
    boxes = [name for name in scene.form("Joko", COUNT).boxes if name.startswith("hitung_")]
    counted = dict.fromkeys(boxes, "") | {boxes[0]: "1"}
    scene.twice("Joko", COUNT, **counted, events="stock.GoodsCounted")
    scene.twice(
        "Joko", f"/meja/gudang/kembali/{lot.code}/", quantity="2", reason="lembap",
        events="stock.GoodsMoved supply.GoodsGivenBack",
    )  # fmt: skip
    scene.twice(
        "Joko", "/meja/gudang/belanja/", supplier="Toko Grosir", product_id=str(rice.pk),
        quantity="10", amount="115.000", paid="tidak", expires_on="24/11/2027",
        events="stock.LotOpened supply.GoodsBought",
    )  # fmt: skip
    scene.twice(
        "Hasan", f"/meja/gudang/lunasi/{budi}/", amount="50.000", into="cash",
        events="supply.MakerSettled",
    )  # fmt: skip
    with scene.inside():
        second = scene.place.named("Yuli").login_id  # nobody takes back what he paid himself
        identity.give_duty(login_id=second, role="bendahara", since=NOON.date(), actor=SYSTEM)
        paid = Settlement.objects.order_by("-pk")[0]
    scene.twice(
        "Yuli", f"/meja/gudang/pelunasan/{paid.number}/balik/", reason="salah jumlah",
        events="ledger.EntryReversed supply.SettlementReversed",
    )  # fmt: skip


def till(scene: Scene) -> None:
    """A shift: cash, savings, QRIS, a return, the count at its end."""
    siti = member_id(scene, "Siti")
    with scene.inside():
        asking.set_qris(text=STATIC, nmid=NMID, merchant_name=NAME, actor=SYSTEM)
        identity.set_pin(member_id=siti, pin=PIN, actor=SYSTEM)
        sugar = Product.objects.get(sku="GULA-500")
        number = Member.objects.get(pk=siti).number
    wulan = scene.by("Wulan")
    scene.twice("Wulan", "/kasir/buka/", opening_float="0", events="retail.ShiftOpened", entries=0)

    def basket(member: str = "") -> None:
        for path, body in (("pindai", {"text": sugar.sku}), ("anggota", {"number": member})):
            assert wulan.post(f"/kasir/{path}/", body).status == 303

    basket()
    scene.twice("Wulan", "/kasir/", route="/kasir/bayar/pas/", events="retail.SaleRung")
    basket()
    sold = scene.twice("Wulan", "/kasir/bayar/tunai/", given="100.000", events="retail.SaleRung")
    basket(number)
    scene.twice("Wulan", "/kasir/bayar/simpanan/", pin=PIN, events="retail.SaleRung")
    basket()
    shown = scene.twice("Wulan", QRIS, langkah="", status=200, entries=0, events="")
    [seen] = [form for form in read(shown.body, QRIS).forms if form.moves]
    scene.twice(
        "Wulan", QRIS, form=seen, events="payments.PaymentConfirmed retail.SaleRung", entries=2
    )
    receipt = sold.location.split("/")[3]
    [line] = [
        name for name in scene.form("Wulan", f"/kasir/retur/{receipt}/").boxes if "line_" in name
    ]
    scene.twice("Wulan", f"/kasir/retur/{receipt}/", **{line: "1"}, events="retail.GoodsReturned")


def orders(scene: Scene) -> None:
    """A member's orders and the desk that prepares them; matching with the bank; closing."""
    siti, wulan = scene.by("Siti"), "Wulan"
    with scene.inside():
        sugar = Product.objects.get(sku="GULA-500")

    def ordered(tender: str, events: str, entries: int) -> str:
        put = siti.post("/toko/keranjang/", {"product": str(sugar.pk), "quantity": "1"})
        assert put.status == 303, (put.status, complaint(put.body))
        placed = scene.twice(
            "Siti", "/toko/bayar/", tender=tender, pin=PIN if tender == "simpanan" else "",
            events=events, entries=entries,
        )  # fmt: skip
        return placed.location.split("/")[3]

    paid = ordered("simpanan", "retail.OrderPlaced retail.OrderPaid", 1)
    scene.twice(
        wulan, f"/meja/pesanan/{paid}/", route="/meja/pesanan/<slug:number>/siap/",
        events="retail.OrderReady", entries=0,
    )  # fmt: skip
    scene.twice(
        wulan, f"/meja/pesanan/{paid}/", route="/meja/pesanan/<slug:number>/serah/",
        events="retail.OrderHandedOver", entries=0,
    )  # fmt: skip
    asked = ordered("qris", "retail.OrderPlaced", 0)
    scene.twice(
        wulan, f"/meja/pesanan/{asked}/", route="/meja/pesanan/<slug:number>/terbayar/",
        events="payments.PaymentConfirmed retail.OrderPaid", entries=2,
    )  # fmt: skip
    given_up = ordered("qris", "retail.OrderPlaced", 0)
    scene.twice(
        "Siti", f"/saya/pesanan/{given_up}/batal/", events="retail.OrderCancelled", entries=0
    )
    late = ordered("qris", "retail.OrderPlaced", 0)
    scene.twice(
        wulan,
        f"/meja/pesanan/{late}/batal/",
        reason="habis",
        events="retail.OrderCancelled",
        entries=0,
    )
    with scene.inside():
        asking.confirm(reference=late, actor=scene.place.named("Wulan").actor)
    scene.twice(
        wulan, f"/meja/pesanan/{late}/", route="/meja/pesanan/<slug:number>/kembalikan/",
        events="payments.PaymentPaidBack",
    )  # fmt: skip
    [box] = [scene.form("Hasan", MATCH).boxes["requests"]]
    scene.twice(
        "Hasan", MATCH, requests=box.choices[0], bank_reference="MUTASI-1", received="32.200",
        events="payments.PaymentsMatched",
    )  # fmt: skip
    scene.twice(wulan, "/kasir/tutup/", counted="10.000", events="retail.ShiftClosed")


def desk_of_words(scene: Scene) -> None:
    """Pieces, a returned piece, a reader's question, a post."""
    piece = {"title": "Pagi di lereng", "rubric": "opini", "body": PARAGRAPH}
    scene.twice("", "/kirim-tulisan/", **piece, events="newsroom.PieceReceived", entries=0)
    scene.twice("Siti", "/saya/tulis/baru/", **piece, events="newsroom.PieceReceived", entries=0)
    with scene.inside():
        mine = Submission.objects.filter(member_id__isnull=False).order_by("-pk")[0]
        newest = Article.objects.filter(state="terbit").order_by("-pk")[0]
        editor = scene.place.named("Sari").actor
        desk.return_piece(submission_id=mine.pk, reason="Terlalu singkat.", actor=editor)
    scene.twice(
        "Siti", f"/saya/tulis/{mine.ticket}/", **piece, events="newsroom.PieceReceived", entries=0
    )
    scene.twice("", f"/warta/{newest.slug}/", events="newsroom.QuestionAsked", entries=0)
    scene.twice("Tuti", "/meja/siaran/baru/", events="outreach.PostDrafted", entries=0)


def books(scene: Scene) -> None:
    """Taking an entry back, closing a month, closing the year, proposing its SHU."""
    siti = member_id(scene, "Siti")
    slip = scene.twice(
        "Deni", f"/meja/loket/?anggota={siti}", kind="sukarela", amount="20.000",
        events="savings.DepositTaken",
    )  # fmt: skip
    with scene.inside():
        deposit = Entry.objects.get(reference=slip.location.rpartition("=")[2])
    scene.twice(
        "Hasan", f"/meja/buku/jurnal/{deposit.pk}/balik/", reason="salah ketik",
        events="ledger.EntryReversed",
    )  # fmt: skip
    scene.twice("Hasan", "/meja/buku/bulan/", events="ledger.PeriodClosed", entries=0)
    scene.moment = JANUARY
    scene.twice(
        "Hasan", "/meja/shu/2026/tutup/", entries=3,
        events="ledger.PeriodClosed " * 11 + "surplus.ResultClosed " * 2
        + "surplus.TaxReckoned surplus.YearClosed",
    )  # fmt: skip
    scene.twice(
        "Hasan", "/meja/shu/", route="/meja/shu/<int:year>/usul/", events="surplus.ProposalMade",
        entries=0,
    )  # fmt: skip


def meeting(scene: Scene) -> None:
    """The RAT: a first call without a quorum, a second one, a vote, the SHU handed out."""
    ratna = scene.place.named("Ratna").actor
    with scene.inside():
        convening.publish_report(year=2026, words="Tahun yang baik.", signed_by=[],
                                 unsigned_reason="uji", actor=ratna)  # fmt: skip
    when = {"starts_at": "09.00", "place": "Balai desa"}
    scene.twice(
        "Ratna", "/meja/rapat/undang/2026/", held_on="27/02/2027", **when, entries=0,
        events="governance.QuestionAdded " * 2 + "governance.RatConvened",
    )  # fmt: skip
    scene.moment = FEBRUARY
    with scene.inside():
        first = Meeting.objects.get(call=1)
    scene.twice(
        "Ratna", f"/meja/rapat/{first.pk}/panggil-lagi/", held_on="06/03/2027", **when, entries=0,
        events="governance.QuestionAdded " * 2 + "governance.VotersListed " * 2
        + "governance.RatConvened",
    )  # fmt: skip
    scene.moment = MARCH
    with scene.inside():
        second = Meeting.objects.get(call=2)
        present = [each for each in scene.place.people if each.member_id]
        for person in present:
            sitting.attend(meeting_id=second.pk, member_id=person.member_id or 0, way=Way.STAFF,
                           actor=ratna)  # fmt: skip
        sitting.open_meeting(meeting_id=second.pk, actor=ratna)
        asked = Question.objects.get(meeting=second, subject="shu")
        sitting.open_ballot(question_id=asked.pk, actor=ratna)
    scene.twice(
        "Siti", "/saya/rapat/", route="/saya/rapat/suara/<int:question_id>/", choice="setuju",
        events="governance.VoteCast", entries=0,
    )  # fmt: skip
    with scene.inside():
        for person in present:
            sitting.cast_vote(question_id=asked.pk, member_id=person.member_id or 0,
                              choice=Choice.IN_FAVOUR, actor=person.as_member)  # fmt: skip
        sitting.close_ballot(question_id=asked.pk, actor=ratna)
        sitting.end_meeting(meeting_id=second.pk, chair="Ratna", secretary="Yuli", notes="",
                            actor=ratna)  # fmt: skip
        receivers, _amount = surplus.shares_total(asked.proposal_id)
    assert receivers >= 18
    scene.twice(
        "Ratna", f"/meja/rapat/suara/{asked.pk}/bagikan/", entries=receivers + 1,
        events="surplus.DistributionBegun surplus.DistributionFinished"
        + " surplus.ShuCredited" * receivers,
    )  # fmt: skip


STORIES = (counter, warehouse, till, orders, desk_of_words, books, meeting)
