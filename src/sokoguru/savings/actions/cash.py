"""Cash between the till of the unit and a teller's drawer."""

from sokoguru.identity import queries as identity
from sokoguru.identity.queries import check_may
from sokoguru.identity.rules import Act, check_other_person
from sokoguru.kernel import clock
from sokoguru.kernel.refs import ActorRef
from sokoguru.kernel.rupiah import check_amount
from sokoguru.ledger.actions import posting
from sokoguru.ledger.errors import BelowFloor
from sokoguru.ledger.rules import AccountRef
from sokoguru.savings import rules
from sokoguru.savings.actions.counter import Moved, drawer_leaf, memo_of, posted
from sokoguru.savings.errors import CashShort
from sokoguru.savings.events import CashHanded, CashTakenBack
from sokoguru.savings.queries import drawers
from sokoguru.tenancy.scope import atomic


@atomic
def hand_cash(
    *, login_id: int, amount: int, request_key: str, memo: str = "", actor: ActorRef
) -> Moved:
    """Hand a teller cash from the till. Whoever keeps the till is not the teller. Safe to retry.

    Raises ``CashShort``, ``identity.SamePerson``.
    """
    reference = rules.proof_number(rules.HANDED, request_key, actor_id=actor.id)
    drawer = _checked(login_id, amount, actor)
    said = memo_of("Kas ke laci", memo)
    return _move(drawers.till(), drawer, CashHanded(login_id, amount), reference, actor, said)


@atomic
def take_cash_back(
    *, login_id: int, amount: int, request_key: str, memo: str = "", actor: ActorRef
) -> Moved:
    """Take cash from a teller's drawer back into the till. Safe to retry.

    Raises ``CashShort``, ``identity.SamePerson``.
    """
    reference = rules.proof_number(rules.TAKEN, request_key, actor_id=actor.id)
    drawer = _checked(login_id, amount, actor)
    said = memo_of("Kas dari laci", memo)
    return _move(drawer, drawers.till(), CashTakenBack(login_id, amount), reference, actor, said)


def _checked(login_id: int, amount: int, actor: ActorRef) -> AccountRef:
    check_may(actor=actor, act=Act.CASH_HANDLE, amount=amount)
    check_amount(amount)
    teller = identity.person(login_id)
    check_may(actor=teller.actor, act=Act.SAVINGS_DEPOSIT)
    check_other_person(maker=actor.person_id, checker=teller.user_id, act=Act.CASH_HANDLE)
    return drawer_leaf(login_id, teller.name)


def _move(
    giver: AccountRef,
    taker: AccountRef,
    event: CashHanded | CashTakenBack,
    reference: str,
    actor: ActorRef,
    memo: str,
) -> Moved:
    if done := posted(reference, event):
        return done
    try:
        entry = posting.post_entry(
            reference=reference,
            on=clock.today(),
            lines=rules.cash_lines(giver, taker, event.amount),
            event=event,
            actor=actor,
            memo=memo,
        )
    except BelowFloor as short:
        raise CashShort(amount=event.amount, available=short.facts["available"]) from short
    return Moved(entry.id, reference, entry.replayed)
