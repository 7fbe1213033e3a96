"""Which page shows the document behind an entry: the last step from a figure to its receipt."""

from collections.abc import Mapping
from typing import Any

from django.urls import NoReverseMatch, reverse

from sokoguru.members.events import DuesReceived, MemberAdmitted
from sokoguru.payments.events import PaymentConfirmed, PaymentPaidBack, PaymentsMatched
from sokoguru.reports.ports import Address, show_paper
from sokoguru.retail.events import GoodsReturned, OrderPaid, SaleRung
from sokoguru.retail.queries import ordered
from sokoguru.savings.events import CashHanded, CashTakenBack, DepositTaken, WithdrawalPaid
from sokoguru.supply.events import GoodsConsigned, HarvestBought, MakerSettled
from sokoguru.surplus.events import DistributionBegun, ResultClosed, ShuCredited, TaxReckoned

Facts = Mapping[str, Any]


def connect() -> None:
    """Name the page of every kind of document that has one. Safe to repeat."""
    slips = (DepositTaken, WithdrawalPaid, DuesReceived, CashHanded, CashTakenBack)
    shu = (TaxReckoned, ResultClosed, DistributionBegun, ShuCredited)
    addresses: dict[type, Address] = {
        **dict.fromkeys(slips, _slip),
        **dict.fromkeys(shu, _shu),
        **dict.fromkeys((SaleRung, GoodsReturned), _receipt),
        **dict.fromkeys((HarvestBought, GoodsConsigned), _note),
        **dict.fromkeys((PaymentConfirmed, PaymentPaidBack), _paid_order),
        MakerSettled: _settlement,
        MemberAdmitted: _member,
        OrderPaid: _order,
        PaymentsMatched: _payments,
    }
    for event, address in addresses.items():
        show_paper(event, address)


def _slip(reference: str, _facts: Facts) -> str:
    """The counter's slips carry the entry's reference; what was entered otherwise has none."""
    try:
        return reverse("savings:slip", args=[reference])
    except NoReverseMatch:
        return ""


def _receipt(_reference: str, facts: Facts) -> str:
    return reverse("retail:receipt", args=[facts["number"]])


def _order(_reference: str, facts: Facts) -> str:
    return reverse("retail:order", args=[ordered.order_by_id(facts["order_id"]).number])


def _paid_order(_reference: str, facts: Facts) -> str:
    return reverse("retail:order", args=[facts["reference"]])


def _payments(_reference: str, _facts: Facts) -> str:
    return reverse("retail:payments")


def _note(_reference: str, facts: Facts) -> str:
    return reverse("supply:note", args=[facts["number"]])


def _settlement(_reference: str, facts: Facts) -> str:
    return reverse("supply:proof", args=[facts["number"]])


def _member(_reference: str, facts: Facts) -> str:
    return reverse("members:card", args=[facts["member_id"]])


def _shu(_reference: str, _facts: Facts) -> str:
    return reverse("surplus:desk")
