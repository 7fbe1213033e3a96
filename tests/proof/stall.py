"""A stall that eight programs use: made, and counted afterwards, inside ``soko manage shell``."""

import json
import os
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from sokoguru.identity import actions as identity
from sokoguru.identity import queries as people
from sokoguru.kernel.refs import SYSTEM
from sokoguru.ledger import queries as books
from sokoguru.ledger.models import Entry
from sokoguru.ledger.rules import Role
from sokoguru.members.models import Member
from sokoguru.retail.actions import tills
from sokoguru.retail.models import Sale, TillSale
from sokoguru.savings.rules import DEPOSIT, proof_number
from sokoguru.stock import queries as stock
from sokoguru.stock.actions import goods, lots, moving
from sokoguru.stock.rules.products import LocationKind
from sokoguru.stock.rules.units import BaseUnit
from sokoguru.tenancy.queries import cooperative_named
from sokoguru.tenancy.scope import acting_for

SKU, PRICE, AMOUNT = "UJI", 5_000, 10_000
TILLS = ("U1", "U2", "U3", "U4")
DEPOSITS = "/api/v1/simpanan/setoran"
SALES = "/api/v1/kasir/penjualan"


def prepare() -> None:
    """Goods in the shop, a till for each seller, a key for each program; told as JSON."""
    with acting_for(cooperative_named("lestari")):
        for code in TILLS:
            tills.open_till(code=code, name=f"Uji {code}")
        good = goods.open_product(
            sku=SKU, name="Sabun uji", unit=BaseUnit.PIECE, price_member=PRICE,
            price_public=PRICE, actor=SYSTEM,
        )  # fmt: skip
        lot = lots.open_lot(product_id=good.pk, reference="lot:uji", actor=SYSTEM)
        moving.receive(
            lot_id=lot.pk, location_id=stock.place(LocationKind.SHOP).pk, quantity=50_000_000,
            value=100_000_000, reference="terima:uji", actor=SYSTEM,
            against=books.account(unit="toko", role=Role.SUPPLIER_PAYABLE),
        )  # fmt: skip
        [teller, cashier] = [people.holders(role)[0] for role in ("teller", "kasir")]
        _tell({
            "teller": identity.issue_key(login_id=teller.pk, name="uji"),
            "teller_id": teller.pk,
            "cashier": identity.issue_key(login_id=cashier.pk, name="uji"),
            "members": list(Member.objects.order_by("pk").values_list("pk", flat=True)[:4]),
        })  # fmt: skip


def count() -> None:
    """How often each act that was asked for stands in the books; told as JSON."""
    asked: dict[str, Any] = json.loads(Path(os.environ["STALL_ASKED"]).read_text())
    with acting_for(cooperative_named("lestari")):
        entries = Counter(Entry.objects.values_list("reference", flat=True))
        sales = Counter(str(uuid) for uuid in TillSale.objects.values_list("uuid", flat=True))
        booked = Counter(Sale.objects.values_list("reference", flat=True))
        deposits = {
            key: entries[proof_number(DEPOSIT, f"{DEPOSITS}:{key}", actor_id=asked["teller_id"])]
            for key in asked["deposits"]
        }
        sold = {
            uuid: min(sales[uuid], booked[f"jual:{uuid}"])
            if sales[uuid] == booked[f"jual:{uuid}"]
            else -1
            for uuid in asked["sales"]
        }
        drawer = Entry.objects.filter(reference__startswith=f"{DEPOSIT}-").count()
        of_tills = Sale.objects.filter(till__code__in=TILLS).count()
        _tell({"deposits": deposits, "sales": sold, "all_deposits": drawer, "all_sales": of_tills})


def _tell(facts: dict[str, Any]) -> None:
    sys.stdout.write(f"{json.dumps(facts)}\n")
