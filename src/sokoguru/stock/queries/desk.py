"""What stands around every page of the warehouse, those of supply too: its tabs by address."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from sokoguru.identity.queries import Person
from sokoguru.identity.rules import Act
from sokoguru.ui.rules.parts import Tab

TABS = (
    (Act.STOCK_READ, _("Stok"), "/meja/gudang/"),
    (Act.SUPPLY_INTAKE, _("Terima"), "/meja/gudang/terima/"),
    (Act.SUPPLY_SETTLE, _("Lunasi"), "/meja/gudang/lunasi/"),
    (Act.STOCK_READ, _("Barang"), "/meja/gudang/barang/"),
    (Act.STOCK_READ, _("Lot"), "/meja/gudang/lot/"),
    (Act.STOCK_READ, _("Mutasi"), "/meja/gudang/mutasi/"),
    (Act.STOCK_MOVE, _("Hitung"), "/meja/gudang/hitung/"),
)
"""Addresses are a contract (contracts.md), so the lower office may name those of the higher one."""


def around(person: Person, here: str) -> dict[str, Any]:
    """The tabs that a person may open, ``here`` being the current address, and what is granted."""
    return {
        "tabs": [
            Tab(str(label), url, current=url == here) for act, label, url in TABS if person.may(act)
        ],
        "may_move": person.may(Act.STOCK_MOVE),
        "may_receive": person.may(Act.SUPPLY_INTAKE),
    }
