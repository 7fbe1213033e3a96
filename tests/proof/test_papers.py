"""From a figure to its receipt: every entry of the village leads to a document that opens."""

import re
from collections import defaultdict

import pytest

from sokoguru.audit.models import Record
from sokoguru.tenancy.scope import acting_for
from tests.proof import ground
from tests.proof.people import villagers

pytestmark = pytest.mark.slow

WITHOUT = {
    *("ledger.EntryReversed", "stock.GoodsReceived", "stock.GoodsMoved", "stock.GoodsCounted"),
    *("retail.ShiftOpened", "retail.ShiftClosed", "supply.GoodsBought", "supply.GoodsGivenBack"),
}
"""Events of entries that have no paper of their own; the entry itself says everything."""


def test_every_kind_of_entry_leads_to_its_document(village: str) -> None:
    place = villagers("lestari")
    with acting_for(place.cooperative):
        rows = Record.objects.exclude(entry_id=None).order_by("pk")
        entries: dict[str, list[int]] = defaultdict(list)
        for name, entry_id in rows.values_list("name", "entry_id"):
            entries[name].append(entry_id)
    assert len(entries) > 8
    missing = []
    with ground.at_noon():
        for who in ("Hasan", "Umar"):
            reader = place.browser(place.named(who))
            for name in entries.keys() - WITHOUT:
                page = reader.get(f"/meja/buku/jurnal/{entries[name][-1]}/").content.decode()
                papers = re.findall(r'class="go" href="([^"]+)">Buka dokumen', page)
                answers = {paper: reader.get(paper).status_code for paper in papers}
                if set(answers.values()) != {200}:
                    missing.append((who, name, answers))
    assert missing == []
