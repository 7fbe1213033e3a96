"""What the counter did, by the number on the slip, read back from the books and the record."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from sokoguru.audit import queries as audit
from sokoguru.identity.queries import person
from sokoguru.kernel.refusals import NotFound
from sokoguru.ledger import queries as books
from sokoguru.members import queries as members
from sokoguru.savings import rules
from sokoguru.savings.queries import balances
from sokoguru.savings.rules import Simpanan

if TYPE_CHECKING:
    from sokoguru.members.models import Member


@dataclass(frozen=True, slots=True)
class Slip:
    """One slip of the counter: a deposit, a withdrawal, dues, cash to or from a drawer."""

    entry_id: int
    reference: str
    what: str
    on: date
    at: datetime
    teller: str
    maker_person_id: int
    amount: int
    memo: str
    """What the person at the counter added."""
    member: "Member | None" = None
    kind: Simpanan | None = None
    balance: int | None = None
    """What stood on the simpanan after it; ``None`` where no simpanan was moved."""
    holder: str = ""
    """Whose drawer the cash went to or came from."""
    reversed_by: str = ""

    @property
    def balance_before(self) -> int | None:
        if self.balance is None:
            return None
        return self.balance + (self.amount if self.what == rules.WITHDRAWAL else -self.amount)


PREFIXES = {rules.DEPOSIT, rules.WITHDRAWAL, rules.DUES, rules.HANDED, rules.TAKEN}


def slip(reference: str) -> Slip:
    """The slip of a number. Raises ``NotFound``."""
    what = reference.partition("-")[0]
    entry = books.entry_by_reference(reference[:80]) if what in PREFIXES else None
    record = audit.records_of_entry(entry.pk).first() if entry else None
    if entry is None or record is None:
        raise NotFound(kind="savings.slip", reference=reference[:40])
    facts = record.body
    member = members.member(facts["member_id"]) if "member_id" in facts else None
    kind = Simpanan(facts["kind"]) if "kind" in facts else None
    reversal = books.reversal_of(entry.pk)
    return Slip(
        entry_id=entry.pk,
        reference=entry.reference,
        what=what,
        on=entry.on,
        at=entry.at,
        teller=record.actor_name,
        maker_person_id=record.person_id,
        amount=facts["amount"],
        memo=entry.memo.partition(": ")[2],
        member=member,
        kind=kind,
        balance=_balance_after(entry.pk, entry.on, member, kind),
        holder=person(facts["login_id"]).name if "login_id" in facts else "",
        reversed_by=reversal.reference if reversal else "",
    )


def _balance_after(
    entry_id: int, on: date, member: "Member | None", kind: Simpanan | None
) -> int | None:
    if member is None or kind is None:
        return None
    account = balances.leaf(member.pk, kind)
    rows = books.statement(account.id, until=on, limit=500)
    return next((row.balance for row in rows if row.entry_id == entry_id), None)
