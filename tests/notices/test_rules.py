"""What a notice keeps, and that every kind can be said."""

import pytest

from sokoguru.audit.rules import name_of
from sokoguru.members.events import MemberAdmitted
from sokoguru.notices.queries import LINKS, words_of
from sokoguru.notices.rules import FACTS, OF_AN_ORDER, OF_ONE_MEMBER, Kind, facts_of
from sokoguru.project import wiring
from sokoguru.retail.events import OrderCancelled, OrderPaid

FULL: dict[Kind, dict[str, int | str | bool]] = {
    Kind.ADMITTED: {"number": "0007", "pokok": 100_000, "wajib": 20_000},
    Kind.RAT: {"meeting_id": 3, "year": 2026, "call": 1, "held_on": "2027-02-27",
               "starts_at": "09:00", "place": "Balai desa"},
    Kind.SHU: {"year": 2026, "amount": 233_333, "jasa_modal": 133_333, "jasa_usaha": 100_000,
               "into_savings": True, "reference": "shu:2026:7"},
    Kind.ORDER_PAID: {"amount": 29_000, "number": "ABC123"},
    Kind.ORDER_READY: {"number": "ABC123"},
    Kind.ORDER_CANCELLED: {"refunded": 29_000, "reason": "Salah barang", "number": "ABC123"},
    Kind.ORDER_EXPIRED: {"number": "ABC123"},
    Kind.SETTLED: {"number": "PL-1", "consignment": 5_000, "produce": 0, "into": "cash"},
    Kind.SETTLEMENT_REVERSED: {"number": "PL-1", "reversed_by": "PL-2"},
    Kind.GIVEN_BACK: {"number": "KB-1"},
}  # fmt: skip
SAID = {
    Kind.ADMITTED: "Nomor anggota Anda 0007. Simpanan pokok Rp100.000",
    Kind.RAT: "Sabtu, 27 Februari 2027, pukul 09:00, di Balai desa.",
    Kind.SHU: "Bagian Anda Rp233.333: jasa modal Rp133.333 dan jasa usaha Rp100.000. "
    "Sudah masuk ke simpanan sukarela Anda. Nomor bukti shu:2026:7.",
    Kind.ORDER_PAID: "Pembayaran Rp29.000 sudah diterima.",
    Kind.ORDER_READY: "Barang Anda menunggu di meja toko.",
    Kind.ORDER_CANCELLED: "Alasannya: Salah barang. Uang Rp29.000 kembali kepada Anda",
    Kind.ORDER_EXPIRED: "barangnya kembali ke rak",
    Kind.SETTLED: "Untuk barang titipan yang terjual Rp5.000. Dibayar tunai.",
    Kind.SETTLEMENT_REVERSED: "dibatalkan dengan PL-2",
    Kind.GIVEN_BACK: "belum terjual kembali kepada Anda",
}


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_is_said_in_one_title_and_a_text(kind: Kind) -> None:
    words = words_of(kind, FULL[kind])
    assert words.title
    assert "\n" not in words.title
    assert SAID[kind] in words.text
    assert words.links
    assert not [link.url for link in words.links if "{" in link.url]


def test_a_second_call_says_so() -> None:
    words = words_of(Kind.RAT, {**FULL[Kind.RAT], "call": 2})
    assert words.title.startswith("Undangan kedua")
    assert "Rapat pertama belum mencapai kuorum." in words.text


def test_shu_that_waits_at_the_counter_says_so() -> None:
    words = words_of(Kind.SHU, {**FULL[Kind.SHU], "into_savings": False})
    assert "Siap Anda ambil di loket." in words.text


def test_the_facts_of_every_kind_are_those_that_are_said() -> None:
    more = {kind: {"number"} for kind in OF_AN_ORDER} | {Kind.SHU: {"reference"}}
    for kind in Kind:
        assert set(FULL[kind]) == set(FACTS[kind]) | more.get(kind, set())
    assert set(LINKS) == set(FACTS) == set(Kind)


def test_nobody_keeps_by_which_link_a_buyer_came() -> None:
    body = {"order_id": 1, "member_id": 2, "amount": 29_000, "came_by": "abc"}
    assert facts_of(Kind.ORDER_PAID, body, number="A1") == {"amount": 29_000, "number": "A1"}


def test_what_is_heard_is_what_is_known() -> None:
    assert {name_of(event) for event in wiring.TOLD_TO_ITS_MEMBER} == set(OF_ONE_MEMBER)
    assert OF_ONE_MEMBER[name_of(MemberAdmitted)] is Kind.ADMITTED
    assert OF_ONE_MEMBER[name_of(OrderPaid)] is Kind.ORDER_PAID
    assert OF_ONE_MEMBER[name_of(OrderCancelled)] is Kind.ORDER_CANCELLED
