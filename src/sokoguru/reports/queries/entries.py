"""One entry with everything behind it: lines, who wrote it, its record, its paper, its seal."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sokoguru.audit import queries as audit
from sokoguru.ledger import queries as books
from sokoguru.ledger.queries import accounts
from sokoguru.reports import ports


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One line of an entry as the books are read: debit and kredit beside each other."""

    account_id: int
    unit: str
    code: str
    name: str
    business: str
    debit: int
    credit: int


@dataclass(frozen=True, slots=True)
class ShownRecord:
    """What an event says of itself, and where its document is."""

    name: str
    body: Mapping[str, Any]
    actor: str
    person_id: int
    at: datetime
    paper_url: str


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """An entry from the figure down to the receipt."""

    id: int
    reference: str
    on: date
    at: datetime
    memo: str
    late: bool
    actor: str
    lines: tuple[ShownLine, ...]
    records: tuple[ShownRecord, ...]
    reverses_id: int | None
    reversed_by: int | None
    seal: int | None

    @property
    def total(self) -> int:
        return sum(line.debit for line in self.lines)

    @property
    def maker_person_id(self) -> int:
        """The directory user behind whoever wrote it; 0 for the system."""
        return self.records[0].person_id if self.records else 0


def entry(entry_id: int) -> ShownEntry:
    """An entry with everything behind it. Raises ``NotFound``."""
    row = books.entry(entry_id)
    reversal = books.reversal_of(entry_id)
    seal = accounts.seal_of(entry_id)
    return ShownEntry(
        id=row.pk,
        reference=row.reference,
        on=row.on,
        at=row.at,
        memo=row.memo,
        late=row.late,
        actor=row.actor_name,
        lines=tuple(
            ShownLine(
                account_id=line.account_id,
                unit=line.account.unit.name,
                code=line.account.code,
                name=line.account.name,
                business=line.business or "",
                debit=max(line.amount, 0),
                credit=max(-line.amount, 0),
            )
            for line in books.lines_of(entry_id)[:500]
        ),
        records=tuple(
            ShownRecord(
                name=record.name,
                body=record.body,
                actor=record.actor_name,
                person_id=record.person_id,
                at=record.at,
                paper_url=ports.paper_of(record.name, row.reference, record.body),
            )
            for record in audit.records_of_entry(entry_id)
        ),
        reverses_id=row.reverses_id,
        reversed_by=reversal.pk if reversal else None,
        seal=seal.number if seal else None,
    )
