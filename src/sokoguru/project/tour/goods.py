"""The maker's goods: a product on the shelf, and ten pieces taken in as consignment."""

from sokoguru.project.tour.circle import MEMBER, PROOF, Circle
from sokoguru.project.tour.expected import (
    PIECES_TAKEN_IN,
    PRICE_MEMBER,
    PRICE_PUBLIC,
    UJRAH_PERCENT,
    Expected,
)
from sokoguru.project.tour.rupiah import typed

MAKER = 1
"""Which of the plain members makes the goods."""
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
