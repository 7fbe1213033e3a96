"""Opening products of simpanan, and a member's simpanan."""

from datetime import date
from typing import TYPE_CHECKING

from sokoguru.audit import actions as audit
from sokoguru.identity.queries import check_may
from sokoguru.identity.rules import Act
from sokoguru.kernel import clock
from sokoguru.kernel.refs import ActorRef
from sokoguru.ledger.actions import chart
from sokoguru.members import queries as members
from sokoguru.members.rules.admission import MemberState
from sokoguru.savings import rules
from sokoguru.savings.errors import ProductOpen
from sokoguru.savings.events import ProductOpened, SavingOpened
from sokoguru.savings.models import Product, Saving
from sokoguru.savings.queries import balances
from sokoguru.savings.rules import SavingTerms, Simpanan
from sokoguru.tenancy.scope import atomic

if TYPE_CHECKING:
    from sokoguru.members.models import Member

NAMES = {
    Simpanan.POKOK: "Simpanan pokok",
    Simpanan.WAJIB: "Simpanan wajib",
    Simpanan.SUKARELA: "Tabungan wadiah",
}


@atomic
def open_product(
    *, kind: Simpanan, name: str, since: date, terms: SavingTerms, actor: ActorRef
) -> Product:
    """Open a product, or give it new terms from a day on. Safe to repeat by kind and day.

    Wadiah opens only with an opinion of the DPS that allows it. Raises ``OpinionMissing``,
    ``ProductOpen`` when other terms start on that day.
    """
    check_may(actor=actor, act=Act.SAVINGS_OPEN_PRODUCT)
    opinion = ""
    if kind is Simpanan.SUKARELA:
        given = balances.opinion()
        rules.check_product(given, on=clock.today())
        opinion = given.reference if given else ""
    asked = {
        "deposit_min": terms.deposit_min,
        "withdrawal_min": terms.withdrawal_min,
        "balance_min": terms.balance_min,
        "amount_max": terms.amount_max,
    }
    row: Product
    row, created = Product.objects.get_or_create(
        kind=kind, since=since, defaults={"name": name, "opinion": opinion, **asked}
    )
    if created:
        event = ProductOpened(product_id=row.pk, kind=kind.value, since=since, opinion=opinion)
        audit.record(event, actor=actor)
    elif any(getattr(row, term) != value for term, value in asked.items()):
        raise ProductOpen(kind=kind.value, since=since.isoformat())
    return row


@atomic
def open_saving(*, member_id: int, kind: Simpanan, actor: ActorRef) -> Saving:
    """Give a member a simpanan of a kind. Safe to repeat.

    Raises ``NotFullMember``, ``NotMember``, ``ProductMissing``, ``OpinionMissing``.
    """
    standing = Saving.objects.filter(member_id=member_id, kind=kind).first()
    if standing is not None:
        return standing
    member = members.member(member_id)
    rules.check_opening(kind, member_state=MemberState(member.state))
    if kind is Simpanan.SUKARELA:
        rules.check_taking(
            kind, is_open=balances.product(kind) is not None, opinion=balances.opinion(),
            on=clock.today(),
        )  # fmt: skip
    return row_of(member, kind, actor=actor)


def row_of(member: "Member", kind: Simpanan, *, actor: ActorRef) -> Saving:
    """The row of a simpanan over its ledger leaf, made where it is missing, for anybody."""
    unit, role = rules.PLACES[kind]
    standing = Saving.objects.filter(member_id=member.pk, kind=kind).first()
    if standing is not None:
        return standing
    leaf = chart.open_leaf(
        unit=unit,
        role=role,
        subject=members.subject(member.pk),
        name=f"{NAMES[kind]} {member.name}"[:120],
    )
    row: Saving
    row, created = Saving.objects.get_or_create(
        member=member,
        kind=kind,
        defaults={"account_id": leaf.id, "opened_on": clock.today()},
    )
    if created:
        event = SavingOpened(saving_id=row.pk, member_id=member.pk, kind=kind.value)
        audit.record(event, actor=actor)
    return row
