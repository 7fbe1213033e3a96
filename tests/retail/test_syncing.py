"""Reports of tills that were offline: kept, flagged, answered once, never in each other's way."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid5

import pytest

from sokoguru.audit.models import Record
from sokoguru.identity.errors import ActNotGranted
from sokoguru.kernel.refusals import NotFound
from sokoguru.ledger.models import Entry
from sokoguru.ledger.rules import Role
from sokoguru.members.models import Participation
from sokoguru.retail import invariants
from sokoguru.retail.actions import returning, syncing, tills
from sokoguru.retail.actions.syncing import Outcome, Sent
from sokoguru.retail.errors import ReportOff, ReportUnreadable, TenderOffline
from sokoguru.retail.models import Sale, SaleLine, Shift, TillSale
from sokoguru.retail.rules.reports import read_report
from sokoguru.stock.rules.units import BaseUnit
from tests.retail.conftest import Shop, good
from tests.retail.test_selling import everything_agrees, lines_of, sell
from tests.web import BACKEND, browser

SPACE = UUID("6ba7b810-9dad-11d1-80b4-00c04fd430c8")


def body(shift: int | None, **changed: Any) -> str:
    told: dict[str, Any] = {
        "at": "2026-11-24T11:30:00+07:00",
        "lines": [{"sku": "BERAS", "quantity": 1_000, "price": 14_000, "amount": 14_000}],
        "total": 14_000,
        "tender": "tunai",
        "given": 20_000,
        "member": "",
        "shift": shift,
        **changed,
    }
    return json.dumps(told)


def line(quantity: int, price: int, amount: int, sku: str = "BERAS") -> dict[str, Any]:
    return {"sku": sku, "quantity": quantity, "price": price, "amount": amount}


def sent(seq: int, text: str, name: str = "") -> Sent:
    return Sent(uuid=uuid5(SPACE, name or f"nota-{seq}"), seq=seq, body=text)


def take(shop: Shop, *reports: Sent, by: str = "wulan") -> list[Outcome]:
    return syncing.take_batch(till="K1", reports=reports, actor=shop.cast.actor(by))


def statuses(outcomes: list[Outcome]) -> list[tuple[int, str, tuple[str, ...], str]]:
    return [(each.seq, each.status, each.flags, each.problem) for each in outcomes]


def test_a_report_is_booked_as_it_happened(shop: Shop, shift: Shift) -> None:
    assert statuses(take(shop, sent(1, body(shift.pk)))) == [(1, "accepted", (), "")]
    sale = Sale.objects.get()
    assert (sale.number, sale.channel, sale.given) == ("K1-0001", "luring", 20_000)
    assert sale.at == datetime(2026, 11, 24, 4, 30, tzinfo=UTC)
    assert lines_of(sale) == {
        "toko cash.drawer": 14_000,
        "toko sales.non_member non_member": -14_000,
        "toko cogs.non_member non_member": 10_000,
        "toko inventory": -10_000,
    }
    everything_agrees()


def test_a_batch_is_written_in_the_order_of_its_sequence_and_answered_in_its_own(
    shop: Shop, shift: Shift
) -> None:
    text = body(shift.pk)
    assert [each.seq for each in take(shop, sent(3, text), sent(1, text), sent(2, text))] == [
        3, 1, 2,
    ]  # fmt: skip
    assert list(Sale.objects.order_by("pk").values_list("seq", flat=True)) == [1, 2, 3]
    assert sell(shop, (shop.rice, 1_000)).number == "K1-0004"


def test_a_repeated_report_is_answered_and_not_booked_again(shop: Shop, shift: Shift) -> None:
    report = sent(1, body(shift.pk))
    take(shop, report)
    again = take(shop, report, report)
    assert [(each.status, each.number) for each in again] == [("duplicate", "K1-0001")] * 2
    assert (Sale.objects.count(), TillSale.objects.count()) == (1, 1)
    assert Record.objects.filter(name="retail.SaleRung").count() == 1


def test_one_key_with_two_texts_and_one_number_with_two_keys_are_conflicts(
    shop: Shop, shift: Shift
) -> None:
    take(shop, sent(1, body(shift.pk)))
    other = body(shift.pk, given=50_000)
    for _ in range(2):
        outcomes = take(shop, sent(1, other), sent(1, other, "lain"), sent(2, body(shift.pk)))
        assert statuses(outcomes)[:2] == [
            (1, "conflict", (), "retail.uuid_reused"),
            (1, "conflict", (), "retail.seq_reused"),
        ]
    assert (Sale.objects.count(), TillSale.objects.count()) == (2, 4)
    assert Record.objects.filter(name="retail.TillSaleSetAside").count() == 2
    everything_agrees()


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"lines": [line(1_000, 1, 1, "TIDAK-ADA")], "total": 1}, "kernel.not_found"),
        ({"total": 13_999}, "retail.report_off"),
        ({"given": 13_999}, "retail.report_off"),
        ({"tender": "qris"}, "retail.tender_offline"),
        ({"at": "2026-11-26T12:00:00+07:00"}, "retail.report_unreadable"),
    ],
)
def test_a_bad_report_is_kept_and_does_not_hold_up_the_next(
    shop: Shop, shift: Shift, changed: Mapping[str, Any], problem: str
) -> None:
    bad = body(shift.pk, **changed)
    entries = Entry.objects.count()
    outcomes = take(shop, sent(1, bad), sent(2, body(shift.pk)))
    assert statuses(outcomes) == [(1, "conflict", (), problem), (2, "accepted", (), "")]
    assert TillSale.objects.get(seq=1).payload == bad
    assert Entry.objects.count() == entries + 1
    everything_agrees()


def test_what_was_set_aside_is_taken_when_it_is_sent_again(shop: Shop, shift: Shift) -> None:
    report = sent(1, body(shift.pk, lines=[line(1_000, 5_000, 5_000, "KOPI")], total=5_000))
    assert take(shop, report)[0].status == "conflict"
    type(shop.rice).objects.filter(pk=shop.rice.pk).update(sku="KOPI")
    assert statuses(take(shop, report)) == [(1, "accepted_with_flags", ("selisih_harga",), "")]
    assert TillSale.objects.get().problem == ""


def test_every_flag_accepts_the_sale(shop: Shop, shift: Shift) -> None:
    text = body(
        None,
        member="9999",
        lines=[line(101_000, 10_000, 1_010_000)],
        total=1_010_000,
        given=1_010_000,
    )
    flags = ("anggota_tak_dikenal", "shift_tutup", "selisih_harga", "minus")
    assert statuses(take(shop, sent(1, text))) == [(1, "accepted_with_flags", flags, "")]
    sale = Sale.objects.get()
    assert lines_of(sale) == {
        "toko cash.drawer": 1_010_000,
        "toko sales.non_member non_member": -1_010_000,
        "toko cogs.non_member non_member": 1_010_000,
        "toko inventory": -1_010_000,
    }
    assert shop.balance(Role.INVENTORY_VARIANCE) == -10_000
    assert (shop.left(shop.rice), shop.inventory(), sale.shift_id) == (0, 0, None)
    short = SaleLine.objects.get(found=True)
    assert (short.quantity, short.amount, short.cost) == (1_000, 10_000, 10_000)
    everything_agrees()


def test_consigned_goods_that_were_not_there_are_owed_to_the_newest_maker(
    shop: Shop, shift: Shift
) -> None:
    text = body(
        shift.pk, lines=[line(12_000, 30_000, 360_000, "AREN")], total=360_000, given=360_000
    )
    assert take(shop, sent(1, text))[0].flags == ("minus",)
    sale = Sale.objects.get()
    assert lines_of(sale) == {
        "toko cash.drawer": 360_000,
        "toko consignment.payable": -316_800,
        "toko ujrah non_member": -43_200,
    }
    everything_agrees()
    for each in SaleLine.objects.filter(sale=sale):
        returning.take_back(
            number=sale.number,
            quantities={each.pk: each.quantity},
            request_key=f"r-{each.pk}",
            actor=shop.cast.actor("wulan"),
        )
    assert (shop.owed_to_wati(), shop.left(shop.sugar), shop.balance(Role.UJRAH)) == (0, 12_000, 0)
    everything_agrees()


def test_a_good_that_never_came_in_is_sold_all_the_same(shop: Shop, shift: Shift) -> None:
    good(shop.cast, "TEH", "Teh celup", BaseUnit.PIECE, 9_000, 9_500, "")
    text = body(shift.pk, lines=[line(2_000, 9_500, 19_000, "TEH")], total=19_000)
    assert statuses(take(shop, sent(1, text))) == [(1, "accepted_with_flags", ("minus",), "")]
    assert lines_of(Sale.objects.get()) == {
        "toko cash.drawer": 19_000,
        "toko sales.non_member non_member": -19_000,
    }
    everything_agrees()


def test_a_member_who_bought_offline_gets_the_participation(shop: Shop, shift: Shift) -> None:
    number = shop.cast.member("Siti").number
    text = body(shift.pk, member=number, lines=[line(1_000, 13_000, 13_000)], total=13_000)
    assert take(shop, sent(1, text))[0].status == "accepted"
    assert Participation.objects.get().amount == 13_000


def test_a_sale_of_a_shift_that_was_closed_is_flagged(shop: Shop, shift: Shift) -> None:
    tills.close_shift(shift_id=shift.pk, counted=114_000, actor=shop.cast.actor("wulan"))
    assert take(shop, sent(1, body(shift.pk)))[0].flags == ("shift_tutup",)
    assert (shop.drawer(), shop.balance(Role.CASH_VARIANCE)) == (14_000, -14_000)
    everything_agrees()


def test_a_gap_is_named_until_the_missing_report_comes(shop: Shop, shift: Shift) -> None:
    take(shop, sent(1, body(shift.pk)), sent(3, body(shift.pk)))
    assert invariants.till_sequences_are_whole().broken == ["kasir K1: nomor 2 tidak ada"]
    take(shop, sent(2, body(shift.pk)))
    assert invariants.till_sequences_are_whole().broken == []


def test_only_a_cashier_of_a_known_till_reports(shop: Shop, shift: Shift) -> None:
    with pytest.raises(ActNotGranted):
        take(shop, sent(1, body(shift.pk)), by="deni")
    with pytest.raises(NotFound):
        syncing.take_batch(till="K9", reports=[], actor=shop.cast.actor("wulan"))


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("{", ReportUnreadable),
        ("[" * 9_999, ReportUnreadable),
        ("[]", ReportUnreadable),
        (body(None, lines=[]), ReportUnreadable),
        (body(None, lines=[1]), ReportUnreadable),
        (body(None, total=14_000.0), ReportUnreadable),
        (body(None, total=True), ReportUnreadable),
        (body(None, total=-1), ReportUnreadable),
        (body(None, total=10**30), ReportUnreadable),
        (body(None, lines=[line(0, 1, 1)]), ReportUnreadable),
        (body(None, lines=[line(1, 1, 1, "x" * 25)]), ReportUnreadable),
        (body(None, member="\u0000"), ReportUnreadable),
        (body(None, at="kemarin"), ReportUnreadable),
        (body(None, at="2026-11-24T11:30:00"), ReportUnreadable),
        (body(None, at="1999-11-24T11:30:00+07:00"), ReportUnreadable),
        (body("satu"), ReportUnreadable),  # type: ignore[arg-type]
        (body(None, total=1), ReportOff),
        (body(None, tender="simpanan"), TenderOffline),
    ],
)
def test_odd_texts_are_refused_by_the_rule(text: str, refusal: type) -> None:
    with pytest.raises(refusal):
        read_report(text)


# Over HTTP ---------------------------------------------------------------------------------------


@pytest.fixture
def till_browser(shop: Shop, shift: Shift) -> Any:
    type(shop.cast.cooperative).objects.update(is_example=True)
    client = browser()
    client.force_login(shop.cast.users["wulan"], backend=BACKEND)
    return client


def post(client: Any, told: object, key: str = "kunci-0001") -> Any:
    return client.post(
        "/api/v1/kasir/penjualan",
        data=json.dumps(told),
        content_type="application/json",
        headers={"Idempotency-Key": key},
    )


def batch(shift: Shift, count: int = 1) -> dict[str, Any]:
    reports = [sent(seq, body(shift.pk)) for seq in range(1, count + 1)]
    told = [{"uuid": str(each.uuid), "seq": each.seq, "body": each.body} for each in reports]
    return {"till": "K1", "reports": told}


def test_the_api_answers_each_report_and_a_key_once(
    till_browser: Any, shop: Shop, shift: Shift
) -> None:
    first = post(till_browser, batch(shift, 2))
    assert (first.status_code, [each["status"] for each in first.json()]) == (
        200,
        ["accepted", "accepted"],
    )
    assert post(till_browser, batch(shift, 2)).json() == first.json()
    fresh = post(till_browser, batch(shift, 2), key="kunci-0002")
    assert [each["status"] for each in fresh.json()] == ["duplicate", "duplicate"]
    assert post(till_browser, batch(shift, 1)).status_code == 422
    assert Sale.objects.count() == 2


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"till": "K1", "reports": []},
        {"till": "K\u0000", "reports": [{"uuid": str(SPACE), "seq": 1, "body": "{}"}]},
        {"till": "K1", "reports": [{"uuid": "x", "seq": 1, "body": "{}"}]},
        {"till": "K1", "reports": [{"uuid": str(SPACE), "seq": 0, "body": "{}"}]},
        {"till": "K1", "reports": [{"uuid": str(SPACE), "seq": 2**63, "body": "{}"}]},
        {"till": "K1", "reports": [{"uuid": str(SPACE), "seq": 1, "body": "\u0000\u0000"}]},
        {"till": "K1", "reports": [{"uuid": str(SPACE), "seq": 1, "body": "\ud800\ud800"}]},
        {"till": "K1", "reports": [{"uuid": str(SPACE), "seq": 1, "body": "x" * 20_001}]},
        {"till": "K1", "reports": [{"uuid": str(SPACE), "seq": 1, "body": "{}"}] * 21},
    ],
)
def test_a_batch_that_fits_no_schema_is_422(till_browser: Any, told: object) -> None:
    assert post(till_browser, told).status_code == 422
    assert TillSale.objects.count() == 0


def test_a_till_that_does_not_exist_is_404_and_a_teller_403(
    till_browser: Any, shop: Shop, shift: Shift
) -> None:
    assert post(till_browser, {**batch(shift), "till": "K9"}).status_code == 404
    till_browser.force_login(shop.cast.users["deni"], backend=BACKEND)
    assert post(till_browser, batch(shift)).status_code == 403
