"""The money: savings at the counter, an order paid from them, the till, a QRIS payment."""

from sokoguru.project.tour import rupiah
from sokoguru.project.tour.circle import AUTHOR, BUYER, MAKER, MEMBER, PROOF, Circle
from sokoguru.project.tour.expected import (
    BOUGHT_BY_SAVINGS,
    DEPOSIT,
    Expected,
)
from sokoguru.project.tour.goods import BARCODE
from sokoguru.project.tour.walker import TourFailed

PIN = "482915"


def deposit(circle: Circle, _wanted: Expected) -> None:
    """The buyer puts money into voluntary savings at the counter."""
    teller, buyer = circle.by("Teller"), circle.name(MEMBER, BUYER)
    page = teller.fill(
        f"/meja/loket/?cari={buyer.split()[0]}", kind="sukarela", amount=rupiah.typed(DEPOSIT)
    )
    page.must_say(buyer, rupiah.shown(DEPOSIT))
    circle.did("deposit", page, reference=page.word(PROOF), amount=DEPOSIT)


def order(circle: Circle, wanted: Expected) -> None:
    """The reader becomes a buyer: goods into the cart, checkout, a PIN."""
    buyer = circle.by(MEMBER, BUYER)
    buyer.fill("/saya/pin/", new=PIN, again=PIN)
    page = buyer.get(circle.known["goods"])
    buyer.send(page, page.form("product", "quantity"), quantity=BOUGHT_BY_SAVINGS)
    page = buyer.get("/toko/bayar/")
    page.must_say(rupiah.shown(wanted.order))
    page = buyer.confirm(buyer.send(page, page.form("tender"), tender="simpanan", pin=PIN))
    number = page.word(r"\b(P-[\w-]+)")
    circle.known["order"] = number
    circle.did("order", page, reference=number, amount=wanted.order)


def payment(circle: Circle, wanted: Expected) -> None:
    """The price has left the savings, once."""
    buyer = circle.by(MEMBER, BUYER)
    page = buyer.get("/saya/simpanan/")
    left = rupiah.read(page.word(r"Yang bisa diambil (Rp[\d.]+)"))[0]
    circle.must_be("what is left in the savings", left, DEPOSIT - wanted.order)
    page.must_say(circle.known["order"])
    circle.did("payment", page, reference=circle.known["order"], amount=wanted.order)


def entry(circle: Circle, wanted: Expected) -> None:
    """One entry: the price of consigned goods is the maker's; only the ujrah is revenue."""
    treasurer = circle.by("Bendahara")
    page = treasurer.get(treasurer.get("/meja/buku/jurnal/").link(r"jurnal/\d+/$"))
    page.must_say(circle.known["order"])
    lines = rupiah.read(page.word(r"Debit Kredit (.*?) Jumlah"))
    bridged = [wanted.order] * 3  # the savings, and the shop's claim on their unit, twice written
    if sorted(lines) != sorted([*bridged, wanted.ujrah_of_order, wanted.maker_of_order]):
        raise TourFailed(f"{circle.host}: the lines of the entry are {lines}")
    paper = treasurer.get(page.link(rf"/meja/pesanan/{circle.known['order']}/$"))
    paper.must_say(rupiah.shown(wanted.order))
    circle.did("entry", page, reference=circle.known["order"], amount=wanted.order)


def till(circle: Circle, wanted: Expected) -> None:
    """The author buys one at the till with a note that is too large; the drawer counts right."""
    cashier, author = circle.by("Kasir"), circle.name(MEMBER, AUTHOR)
    cashier.fill("/kasir/buka/", opening_float="0")
    number = circle.by(MEMBER, AUTHOR).get("/saya/simpanan/").word(r"Anggota (\d{4,})")
    cashier.fill("/kasir/", action="/anggota/$", number=number)
    page = cashier.fill("/kasir/", action="/pindai/$", text=BARCODE)
    page.must_say(author, rupiah.shown(wanted.till))
    page = cashier.send(page, page.form(action="/pas/$"))
    page.must_say(rupiah.shown(wanted.till))
    receipt = page.word(PROOF)
    circle.did("till", page, reference=receipt, amount=wanted.till)
    page = cashier.fill("/kasir/tutup/", counted=rupiah.typed(wanted.till))
    page.must_say("cocok")
    circle.did("drawer", page, reference=page.word(PROOF), amount=wanted.till)


def participation(circle: Circle, wanted: Expected) -> None:
    """What was bought counts once toward the buyer's share; maker and story see their part."""
    page = circle.by(MEMBER, BUYER).get("/saya/shu/")
    bought = rupiah.read(page.word(r"Belanja dan usaha Anda (Rp[\d.]+)"))
    circle.must_be("the buyer's participation", bought[0], wanted.order)
    stall = circle.by(MEMBER, MAKER).get("/saya/lapak/")
    owed = rupiah.read(stall.word(r"Belum dibayarkan kepada Anda (Rp[\d.]+)"))
    circle.must_be("what the maker is owed", owed[0], wanted.owed_to_maker)
    post = circle.by("Petugas media").get(circle.known["post"])
    sold, earned = rupiah.read(post.word(r"Penjualan (Rp.*?) dari titip jual"))
    circle.must_be("what the story sold", sold, wanted.order)
    circle.must_be("what the story earned", earned, wanted.ujrah_of_order)
    circle.did("participation", page, reference=circle.known["order"], amount=wanted.order)


def qris(circle: Circle, wanted: Expected) -> None:
    """The author orders one, pays by QRIS; a cashier confirms, the treasurer matches the bank."""
    author, cashier = circle.by(MEMBER, AUTHOR), circle.by("Kasir")
    page = author.get(circle.known["goods"])
    author.send(page, page.form("product", "quantity"), quantity=1)
    page = author.get("/toko/bayar/")
    page = author.confirm(author.send(page, page.form("tender"), tender="qris"))
    number = page.word(r"\b(P-[\w-]+)")
    page = cashier.get(f"/meja/pesanan/{number}/")
    cashier.confirm(cashier.send(page, page.form(action="/terbayar/$")))
    author.get(f"/saya/pesanan/{number}/").must_say("Lunas")
    treasurer = circle.by("Bendahara")
    treasurer.get("/meja/pembayaran/").must_say(f"Belum cocok: {rupiah.shown(wanted.qris)}")
    page = treasurer.get("/meja/pembayaran/cocokkan/")
    form = page.form("bank_reference", "received")
    page = treasurer.confirm(treasurer.send(
        page, form, requests=[form.choices["requests"][0][0]], bank_reference="MUTASI-TUR-1",
        received=rupiah.typed(wanted.qris - wanted.qris_fee),
    ))  # fmt: skip
    treasurer.get("/meja/pembayaran/").must_say("Belum cocok: Rp0")
    circle.did("qris", page, reference=number, amount=wanted.qris)
