"""Giving goods of one maker, day and grade a code, and a story."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sokoguru.audit import actions as audit
from sokoguru.kernel import clock
from sokoguru.kernel.refs import ActorRef
from sokoguru.kernel.tokens import human_code
from sokoguru.ledger.actions import chart
from sokoguru.ledger.rules import AccountRef, Role
from sokoguru.members import queries as members
from sokoguru.stock import queries
from sokoguru.stock.errors import ReferenceReused
from sokoguru.stock.events import LotOpened, StoryTold
from sokoguru.stock.models import Lot
from sokoguru.stock.rules.consignment import check_ujrah
from sokoguru.stock.rules.lots import TAIL_LENGTH, lot_code
from sokoguru.stock.rules.products import check_days
from sokoguru.tenancy.scope import atomic

TRIES = 8
"""A tail has 30**4 values: eight tails that are all taken on one day do not happen."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a lot comes from, as far as it is known."""

    maker_member_id: int | None = None
    maker_name: str = ""
    group: str = ""
    village: str = ""
    harvest_on: date | None = None
    expires_on: date | None = None
    grade: str = ""
    certificates: str = ""


@dataclass(frozen=True, slots=True)
class Consignment:
    """Whose the goods stay, the ujrah agreed in per cent of the price, the words of the akad."""

    owner_member_id: int
    ujrah_rate: Decimal
    terms: str


def payable_of(member_id: int) -> AccountRef:
    """What is owed to a maker for consigned goods sold (Utang konsinyasi), opened where missing.

    It has no floor: a buyer may return goods for which the maker was paid already; the next sales
    make it good.
    """
    return chart.open_leaf(
        unit=queries.UNIT,
        role=Role.CONSIGNMENT_PAYABLE,
        subject=members.subject(member_id),
        name=f"Utang konsinyasi {members.member(member_id).name}",
        floor=None,
    )


@atomic
def open_lot(
    *,
    product_id: int,
    reference: str,
    actor: ActorRef,
    origin: Origin | None = None,
    consignment: Consignment | None = None,
) -> Lot:
    """Give goods that come in a code. Safe to retry by reference.

    The office that takes them in has asked who may. Raises ``NotFound``, ``UjrahOutOfRange``,
    ``ExpiresBeforeHarvest``, ``ReferenceReused``.
    """
    where = origin or Origin()
    check_days(harvest_on=where.harvest_on, expires_on=where.expires_on)
    if consignment:
        check_ujrah(consignment.ujrah_rate)
        payable_of(consignment.owner_member_id)
    said = {
        "product_id": queries.product(product_id).pk,
        "maker_member_id": where.maker_member_id,
        "maker_name": where.maker_name[:120],
        "group": where.group[:80],
        "village": where.village[:80],
        "harvest_on": where.harvest_on,
        "expires_on": where.expires_on,
        "grade": where.grade[:20],
        "certificates": where.certificates[:1000],
        "consigned": consignment is not None,
        "owner_member_id": consignment.owner_member_id if consignment else None,
        "ujrah_rate": consignment.ujrah_rate if consignment else None,
        "terms": consignment.terms if consignment else "",
    }
    standing = Lot.objects.filter(reference=reference).first()
    row, is_new = (standing, False) if standing else _with_a_code(reference, said)
    if any(getattr(row, name) != value for name, value in said.items()):
        raise ReferenceReused(reference=reference)
    if is_new:
        audit.record(
            LotOpened(lot_id=row.pk, code=row.code, product_id=product_id, consigned=row.consigned),
            actor=actor,
        )
    return row


def _with_a_code(reference: str, said: Mapping[str, Any]) -> tuple[Lot, bool]:
    """The lot under this reference, and whether it is ours: another may have been first."""
    today = clock.today()
    for _ in range(TRIES):
        code = lot_code(today, human_code(TAIL_LENGTH))
        row = Lot(code=code, reference=reference, received_on=today, **said)
        Lot.objects.bulk_create([row], ignore_conflicts=True)  # the code or the reference is taken
        found = Lot.objects.filter(reference=reference).first()
        if found is not None:
            return found, bool(found.code == code)
    raise AssertionError("no free code for a lot: the day's tails are used up")


@atomic
def tell_story(*, lot_id: int, article_id: int, actor: ActorRef) -> Lot:
    """Join a lot to the article that tells of it (the office of the article asks who may).

    Safe to repeat.
    """
    row = queries.lot(lot_id)
    if Lot.objects.filter(pk=lot_id).exclude(article_id=article_id).update(article_id=article_id):
        audit.record(StoryTold(lot_id=lot_id, article_id=article_id), actor=actor)
    row.article_id = article_id
    return row
