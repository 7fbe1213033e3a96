"""The makers' goods: pieces taken in as consignment, a harvest bought outright, makers paid."""

from sokoguru.kernel import clock
from sokoguru.project.tour.circle import AUTHOR, MAKER, MEMBER, PROOF, Circle
from sokoguru.project.tour.expected import (
    GRADE_PRICE,
    HARVEST_GRAMS,
    PIECES_TAKEN_IN,
    PRICE_MEMBER,
    PRICE_PUBLIC,
    UJRAH_PERCENT,
    Expected,
)
from sokoguru.project.tour.rupiah import kilograms, read, shown, typed

HARVEST, GRADE = "Gabah kering giling", "A"
PRODUCT, BARCODE = "Gula aren semut 500 g", "8991234567891"


def goods(circle: Circle, _wanted: Expected) -> None:
    """The warehouse enters the product and takes in the maker's pieces, the ujrah agreed aloud."""
    keeper = circle.by("Petugas gudang")
    keeper.fill(
        "/meja/gudang/barang/baru/", name=PRODUCT, sku="GULA-500", unit="pcs",
        price_member=typed(PRICE_MEMBER), price_public=typed(PRICE_PUBLIC), barcode=BARCODE,
        description="Dari nira pagi.",
    )  # fmt: skip
    maker = circle.name(MEMBER, MAKER)
    found = keeper.get(f"/meja/gudang/terima/?cari={maker.split()[0]}")
    page = keeper.get(f"/meja/gudang/terima/{found.link('pembuat=')}")
    form = page.form("gross", "ujrah_percent")
    page = keeper.send(
        page, form, product_id=form.choice("product_id", PRODUCT), kind="consignment",
        gross=PIECES_TAKEN_IN, ujrah_percent=UJRAH_PERCENT,
        location_id=form.choices["location_id"][0][0],
    )  # fmt: skip
    page = keeper.send(page, page.form("akad_heard"), akad_heard="on", langkah="catat")
    page.must_say(maker, f"{UJRAH_PERCENT}%")
    circle.did("lot", page, reference=page.word(PROOF))


def purchase(circle: Circle, wanted: Expected) -> None:
    """A harvest is bought outright, by weight and grade, from the member who wrote the story."""
    keeper, maker = circle.by("Petugas gudang"), circle.name(MEMBER, AUTHOR)
    keeper.fill(
        "/meja/gudang/barang/baru/", name=HARVEST, sku="GABAH", unit="kg",
        price_member=typed(GRADE_PRICE + 3_000), price_public=typed(GRADE_PRICE + 4_000),
    )  # fmt: skip
    page = keeper.get("/meja/gudang/harga/")
    form = page.form("grade", "price")
    today = clock.local(clock.now()).date()
    keeper.confirm(keeper.send(
        page, form, product_id=form.choice("product_id", HARVEST), grade=GRADE,
        price=typed(GRADE_PRICE), since=f"{today:%d/%m/%Y}",
    ))  # fmt: skip
    found = keeper.get(f"/meja/gudang/terima/?cari={maker.split()[0]}")
    page = keeper.get(f"/meja/gudang/terima/{found.link('pembuat=')}")
    form = page.form("gross", "grade")
    page = keeper.send(
        page, form, product_id=form.choice("product_id", HARVEST), kind="purchase",
        gross=kilograms(HARVEST_GRAMS), grade=GRADE,
        location_id=form.choices["location_id"][0][0],
    )  # fmt: skip
    page = keeper.confirm(page)
    page.must_say(maker, typed(wanted.harvest))
    circle.did("purchase", page, reference=page.word(PROOF), amount=wanted.harvest)


def settlement(circle: Circle, wanted: Expected) -> None:
    """The treasurer pays the maker's share of what was sold into the maker's savings."""
    treasurer, maker = circle.by("Bendahara"), circle.by(MEMBER, MAKER)
    waiting = treasurer.get("/meja/gudang/lunasi/")
    name = circle.name(MEMBER, MAKER)
    waiting.must_say(name, shown(wanted.owed_to_maker))
    pages = (treasurer.get(each) for each in waiting.links(r"lunasi/\d+/$"))
    page = next(each for each in pages if name in each.text)
    form = page.form("into", "amount")
    circle.must_be("what is offered", int(form.values["amount"][0].replace(".", "")),
                   wanted.owed_to_maker)  # fmt: skip
    page = treasurer.confirm(treasurer.send(page, form, into="savings"))
    stall = maker.get("/saya/lapak/")
    paid = read(stall.word(r"Sudah dibayar (Rp[\d.]+)"))[0]
    circle.must_be("what the maker was paid", paid, wanted.owed_to_maker)
    maker.get("/saya/simpanan/").must_say(f"Yang bisa diambil {shown(paid)}")
    circle.did("settlement", page, reference=page.word(PROOF), amount=paid)
