"""Simpanan moved without cash: paying a bill from it, and crediting many members at once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from sokoguru.kernel.refs import ActorRef
from sokoguru.ledger import queries as books
from sokoguru.ledger.actions import posting
from sokoguru.ledger.actions.posting import NewEntry
from sokoguru.ledger.rules import AccountRef
from sokoguru.members import queries as members
from sokoguru.members.rules.admission import MemberState
from sokoguru.savings import locks, rules
from sokoguru.savings.actions import products
from sokoguru.savings.actions.counter import takeable
from sokoguru.savings.events import SavingCredited
from sokoguru.savings.models import Saving
from sokoguru.savings.queries import balances
from sokoguru.savings.rules import Simpanan
from sokoguru.tenancy.scope import atomic


@dataclass(frozen=True, slots=True)
class Credit:
    """What is owed to one member and goes into the simpanan sukarela.

    ``source`` is the account that owed it (of any unit); ``reference`` makes it happen once.
    """

    member_id: int
    amount: int
    source: AccountRef
    reference: str
    why: str


@atomic
def transfer_in(*, credit: Credit, on: date, actor: ActorRef) -> int:
    """Credit one member's sukarela. Returns 1, or 0 where the reference was posted before."""
    return sum(pay_many(credits=[credit], on=on, actor=actor))


def pay_many(*, credits: Iterable[Credit], on: date, actor: ActorRef) -> Iterator[int]:
    """Credit many members' sukarela by the ledger's bulk path, yielding how many each batch wrote.

    The caller has decided who is paid and may do so; each batch is all or nothing, and a run that
    was interrupted is simply run again. Raises ``NotFullMember`` for whoever may not have sukarela.
    """
    rk = books.inter_unit_accounts()
    yield from posting.post_many(
        entries=(_entry(credit, on, rk, actor) for credit in credits), actor=actor
    )


def _entry(
    credit: Credit, on: date, rk: dict[tuple[int, int], AccountRef], actor: ActorRef
) -> NewEntry:
    saving = products.open_saving(member_id=credit.member_id, kind=Simpanan.SUKARELA, actor=actor)
    leaf = balances.leaf(credit.member_id, Simpanan.SUKARELA)
    return NewEntry(
        reference=credit.reference,
        on=on,
        lines=rules.transfer_lines(credit.source, leaf, credit.amount, rk),
        event=SavingCredited(saving.pk, credit.member_id, credit.amount, credit.why),
        memo=credit.why,
    )


def spendable(*, member_id: int, amount: int) -> AccountRef:
    """The leaf of a full member's sukarela, locked, after the rules allowed ``amount`` to leave it.

    For a tender inside a sale's transaction. Raises ``NotFullMember``, ``Overdrawn``.
    """
    member = members.member(member_id)
    state = MemberState(member.state)
    rules.check_spending(member_state=state)
    standing = Saving.objects.filter(member_id=member_id, kind=Simpanan.SUKARELA).first()
    if standing is None:
        raise rules.nothing_there(amount)
    return takeable(locks.saving(standing.pk), amount, state=state)
