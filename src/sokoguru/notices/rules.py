"""Of which events a member is told, with which of their facts."""

from collections.abc import Mapping
from enum import StrEnum

from sokoguru.audit.rules import name_of
from sokoguru.members.events import MemberAdmitted
from sokoguru.retail.events import OrderCancelled, OrderExpired, OrderPaid, OrderReady
from sokoguru.supply.events import GoodsGivenBack, MakerSettled, SettlementReversed

Fact = int | str | bool

LETTERS = "kabar_lewat_surat"
"""The purpose to which a member says yes or no: notices by mail to the address in the register."""


class Kind(StrEnum):
    """What a notice is about; its words stand in ``templates/notices/kabar/<kind>.txt``."""

    ADMITTED = "diterima"
    RAT = "rat"
    SHU = "shu"
    ORDER_PAID = "pesanan_dibayar"
    ORDER_READY = "pesanan_siap"
    ORDER_CANCELLED = "pesanan_batal"
    ORDER_EXPIRED = "pesanan_gugur"
    SETTLED = "pelunasan"
    SETTLEMENT_REVERSED = "pelunasan_dibalik"
    GIVEN_BACK = "titipan_kembali"


OF_ONE_MEMBER: Mapping[str, Kind] = {
    name_of(MemberAdmitted): Kind.ADMITTED,
    name_of(OrderPaid): Kind.ORDER_PAID,
    name_of(OrderReady): Kind.ORDER_READY,
    name_of(OrderCancelled): Kind.ORDER_CANCELLED,
    name_of(OrderExpired): Kind.ORDER_EXPIRED,
    name_of(MakerSettled): Kind.SETTLED,
    name_of(SettlementReversed): Kind.SETTLEMENT_REVERSED,
    name_of(GoodsGivenBack): Kind.GIVEN_BACK,
}
"""Events that name the one member who is told."""

OF_AN_ORDER = {
    Kind.ORDER_PAID,
    Kind.ORDER_READY,
    Kind.ORDER_CANCELLED,
    Kind.ORDER_EXPIRED,
}

FACTS: Mapping[Kind, tuple[str, ...]] = {
    Kind.ADMITTED: ("number", "pokok", "wajib"),
    Kind.RAT: ("meeting_id", "year", "call", "held_on", "starts_at", "place"),
    Kind.SHU: ("year", "amount", "jasa_modal", "jasa_usaha", "into_savings"),
    Kind.ORDER_PAID: ("amount",),
    Kind.ORDER_READY: (),
    Kind.ORDER_CANCELLED: ("refunded", "reason"),
    Kind.ORDER_EXPIRED: (),
    Kind.SETTLED: ("number", "consignment", "produce", "into"),
    Kind.SETTLEMENT_REVERSED: ("number", "reversed_by"),
    Kind.GIVEN_BACK: ("number",),
}
"""What a notice keeps of its event. Never the way by which a buyer came (``came_by``)."""


def facts_of(kind: Kind, body: Mapping[str, Fact], **more: Fact) -> dict[str, Fact]:
    """The facts of a notice, from the event's and what was looked up besides."""
    return {**{name: body[name] for name in FACTS[kind]}, **more}


def letter_reference(*, record_id: int, member_id: int) -> str:
    """The reference of the letter by which one member is told of one event."""
    return f"notices:{record_id}:{member_id}"
