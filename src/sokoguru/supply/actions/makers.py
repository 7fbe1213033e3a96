"""Who brings goods, and what a grade costs."""

from datetime import date
from typing import TYPE_CHECKING

from sokoguru.audit import actions as audit
from sokoguru.identity.queries import check_may, login_of_member
from sokoguru.identity.rules import Act, check_other_person
from sokoguru.kernel import clock
from sokoguru.kernel.refs import ActorRef
from sokoguru.kernel.rupiah import check_amount
from sokoguru.kernel.text import clean_line
from sokoguru.kernel.tokens import human_code
from sokoguru.ledger.actions import chart
from sokoguru.ledger.rules import AccountRef, Role
from sokoguru.members import queries as members
from sokoguru.members.rules.admission import MemberState
from sokoguru.stock import queries as stock
from sokoguru.stock.rules.lots import TAIL_LENGTH, lot_code
from sokoguru.supply.errors import GradeUnknown, NotAMember
from sokoguru.supply.events import GradePriceSet
from sokoguru.supply.models import GradePrice
from sokoguru.supply.queries import UNIT
from sokoguru.tenancy.scope import atomic

if TYPE_CHECKING:
    from sokoguru.members.models import Member


def maker(member_id: int) -> "Member":
    """A full member, from whom goods are taken in. Raises ``NotAMember``."""
    row = members.member(member_id)
    if row.state != MemberState.ANGGOTA:
        raise NotAMember(member_id=member_id, state=str(row.state))
    return row


def check_not_own(*, member_id: int, actor: ActorRef, act: Act) -> None:
    """Nobody weighs the own harvest or pays himself or herself, whatever logins are used."""
    login = login_of_member(member_id)
    if login is not None and actor.person_id:
        check_other_person(maker=login.user_id, checker=actor.person_id, act=act)


def produce_payable(member_id: int) -> AccountRef:
    """What is owed to a maker for harvest bought (Utang pembelian hasil anggota)."""
    return chart.open_leaf(
        unit=UNIT,
        role=Role.PRODUCE_PAYABLE,
        subject=members.subject(member_id),
        name=f"Utang pembelian {members.member(member_id).name}",
    )


def number(prefix: str) -> str:
    """A number for a paper that has none of its own:

    ``LN-261124-7K2Q``. The table decides twins.
    """
    return f"{prefix}-{lot_code(clock.today(), human_code(TAIL_LENGTH))}"


@atomic
def set_grade_price(
    *, product_id: int, grade: str, price: int, since: date, actor: ActorRef
) -> GradePrice:
    """Say what a base unit of a grade costs from a day on. Safe to repeat; the same day corrects.

    Notes of weighing that stand keep their price. Raises ``AmountOutOfRange``, ``GradeUnknown`` for
    a grade without a name.
    """
    check_may(actor=actor, act=Act.STOCK_PRODUCTS)
    check_amount(price)
    named = clean_line(grade)[:20].upper()
    if not named:
        raise GradeUnknown(grade=named, on=since.isoformat())
    product = stock.product(product_id)
    row, created = GradePrice.objects.get_or_create(
        product=product, grade=named, since=since, defaults={"price": price}
    )
    if created or GradePrice.objects.filter(pk=row.pk).exclude(price=price).update(price=price):
        row.price = price
        audit.record(
            GradePriceSet(product_id=product_id, grade=named, price=price, since=since),
            actor=actor,
        )
    return row
