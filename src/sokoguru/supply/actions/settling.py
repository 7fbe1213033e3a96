"""Paying makers what is owed, taking a payment back, and giving unsold goods back."""

from typing import TYPE_CHECKING

from sokoguru.audit import actions as audit
from sokoguru.identity.queries import check_may
from sokoguru.identity.rules import Act, check_other_person
from sokoguru.kernel import clock
from sokoguru.kernel.refs import ActorRef
from sokoguru.kernel.text import clean_line
from sokoguru.ledger import queries as books
from sokoguru.ledger.actions import posting
from sokoguru.ledger.rules import AccountRef, EntryRef, Role, bridged
from sokoguru.members import queries as members
from sokoguru.stock import queries as stock
from sokoguru.stock.actions import lots, moving
from sokoguru.stock.queries import acts
from sokoguru.stock.rules.products import LocationKind
from sokoguru.stock.rules.valuation import value_out
from sokoguru.supply import locks, queries
from sokoguru.supply.actions import makers
from sokoguru.supply.errors import (
    AlreadyPaid,
    NoSavings,
    NothingOwed,
    NotTheMakers,
    ReferenceReused,
)
from sokoguru.supply.events import GoodsGivenBack, MakerSettled, SettlementReversed
from sokoguru.supply.models import GiveBack, Settlement
from sokoguru.supply.rules.entries import Owed, parted, settlement_lines
from sokoguru.tenancy.scope import atomic

if TYPE_CHECKING:
    from sokoguru.members.models import Member

Into = Settlement.Into


@atomic
def settle(
    *,
    member_id: int,
    into: Settlement.Into,
    request_key: str,
    actor: ActorRef,
    amount: int | None = None,
) -> Settlement:
    """Pay a maker what is owed (all of it, or ``amount``), in cash or into simpanan sukarela.

    Dr Utang konsinyasi and Utang pembelian hasil anggota / Cr Kas toko, or the maker's leaf in the
    sharia unit through the inter-unit accounts. Safe to retry by the key. Raises ``NothingOwed``,
    ``MoreThanSold``, ``NoSavings``, ``SamePerson``, ``AboveLimit``, ``BelowFloor`` without the
    cash.
    """
    check_may(actor=actor, act=Act.SUPPLY_SETTLE, amount=amount)
    makers.check_not_own(member_id=member_id, actor=actor, act=Act.SUPPLY_SETTLE)
    reference = f"lunas:{request_key}"
    member = members.member(member_id)
    locks.maker(member_id)
    standing = Settlement.objects.filter(reference=reference).first()
    if standing is not None:
        said = (standing.member_id, standing.into, amount or _paid(standing))
        if said != (member_id, into, _paid(standing)):
            raise ReferenceReused(reference=reference)
        return standing
    owed = queries.owed(member_id)
    if not owed.total:
        raise NothingOwed(member_id=member_id)
    paid = parted(amount or owed.total, owed)
    check_may(actor=actor, act=Act.SUPPLY_SETTLE, amount=paid.total)
    number = makers.number("LN")
    entry = _post(member, paid, into, number=number, reference=reference, actor=actor)
    sales_until, intakes_until = queries.marks(member_id)
    return Settlement.objects.create(
        number=number,
        reference=reference,
        member=member,
        consignment=paid.consignment,
        produce=paid.produce,
        owed_before=owed.total,
        into=into,
        sales_until=sales_until,
        intakes_until=intakes_until,
        on=clock.today(),
        at=clock.now(),
        paid_by=actor.name,
        paid_by_person=actor.person_id,
        entry_id=entry.id,
    )


def _post(
    member: "Member",
    paid: Owed,
    into: Settlement.Into,
    *,
    number: str,
    reference: str,
    actor: ActorRef,
) -> EntryRef:
    lines = settlement_lines(
        paid,
        consignment=lots.payable_of(member.pk),
        produce=makers.produce_payable(member.pk),
        into=paying_account(member.pk, into),
    )
    return posting.post_entry(
        reference=reference,
        on=clock.today(),
        lines=bridged(lines, books.inter_unit_accounts()),
        event=MakerSettled(
            number=number,
            member_id=member.pk,
            consignment=paid.consignment,
            produce=paid.produce,
            into=str(into),
        ),
        actor=actor,
        memo=f"Pelunasan {number} {member.name}",
    )


def _paid(row: Settlement) -> int:
    return int(row.consignment + row.produce)


def paying_account(member_id: int, into: Settlement.Into) -> AccountRef:
    """What pays: the shop's cash, or the maker's own leaf of savings. Raises ``NoSavings``."""
    if into == Into.CASH:
        return books.account(unit=queries.UNIT, role=Role.CASH)
    leaf = queries.savings_leaf(member_id)
    if leaf is None:
        raise NoSavings(member_id=member_id)
    return leaf


@atomic
def reverse_settlement(*, settlement_id: int, reason: str, actor: ActorRef) -> Settlement:
    """Take a payment back by its mirror; another person than the one who paid. Safe to repeat.

    Raises ``SamePerson``, and ``BelowFloor`` when the maker has spent what went into savings.
    """
    check_may(actor=actor, act=Act.BOOKS_REVERSE)
    row = queries.settlement_by_id(settlement_id)
    check_other_person(maker=row.paid_by_person, checker=actor.person_id, act=Act.BOOKS_REVERSE)
    locks.maker(row.member_id)
    standing = queries.reversal_of(settlement_id)
    if standing is not None:
        return standing
    entry = posting.reverse_entry(
        entry_id=row.entry_id, reason=clean_line(reason)[:120], actor=actor
    )
    mirror = Settlement.objects.create(
        number=makers.number("LN"),
        reference=f"balik:{row.reference}",
        member_id=row.member_id,
        consignment=-row.consignment,
        produce=-row.produce,
        owed_before=queries.owed(row.member_id).total,
        into=row.into,
        sales_until=row.sales_until,
        intakes_until=row.intakes_until,
        on=clock.today(),
        at=clock.now(),
        paid_by=actor.name,
        paid_by_person=actor.person_id,
        reverses=row,
        entry_id=entry.id,
    )
    audit.record(
        SettlementReversed(number=row.number, reversed_by=mirror.number, member_id=row.member_id),
        actor=actor,
    )
    return mirror


@atomic
def give_back(
    *,
    lot_id: int,
    location_id: int,
    quantity: int,
    reason: str,
    request_key: str,
    actor: ActorRef,
) -> GiveBack:
    """Unsold goods go back to their maker: consigned ones without an entry, bought ones unpaid.

    What buyers were promised stays. Bought goods lower what is owed for them, at their cost. Safe
    to retry by the key. Raises ``NotTheMakers``, ``AlreadyPaid``, ``stock.Short``,
    ``ReferenceReused``.
    """
    check_may(actor=actor, act=Act.SUPPLY_INTAKE)
    lot = stock.lot(lot_id)
    if lot.maker_member_id is None:
        raise NotTheMakers(lot=lot.code)
    makers.check_not_own(member_id=lot.maker_member_id, actor=actor, act=Act.SUPPLY_INTAKE)
    reference = f"kembali:{request_key}"
    locks.maker(lot.maker_member_id)
    standing = GiveBack.objects.filter(reference=reference).first()
    if standing is not None:
        if (standing.lot_id, standing.quantity) != (lot_id, quantity):
            raise ReferenceReused(reference=reference)
        return standing
    if not lot.consigned:
        _check_unpaid(lot.maker_member_id, lot_id, location_id, quantity)
    number = makers.number("KB")
    entry_id = moving.carry(
        source_id=location_id,
        target_id=stock.place(LocationKind.SUPPLIER).pk,
        goods=[(lot_id, quantity)],
        reference=reference,
        against=None if lot.consigned else makers.produce_payable(lot.maker_member_id),
        actor=actor,
        memo=f"Kembali ke pembuat {number}",
    )
    row = GiveBack.objects.create(
        number=number,
        reference=reference,
        member_id=lot.maker_member_id,
        lot=lot,
        quantity=quantity,
        value=acts.moved(reference).value,
        reason=clean_line(reason)[:200],
        on=clock.today(),
        at=clock.now(),
        handed_by=actor.name,
        entry_id=entry_id,
    )
    audit.record(_given_back(row), actor=actor)
    return row


def _given_back(row: GiveBack) -> GoodsGivenBack:
    return GoodsGivenBack(
        number=row.number,
        member_id=row.member_id,
        lot_id=row.lot_id,
        quantity=row.quantity,
        value=row.value,
    )


def _check_unpaid(member_id: int, lot_id: int, location_id: int, quantity: int) -> None:
    there = stock.on_hand(lot_id=lot_id, location_id=location_id)
    owed = queries.owed(member_id).produce
    if quantity <= there.quantity and value_out(there, quantity) > owed:
        raise AlreadyPaid(value=value_out(there, quantity), owed=owed)
