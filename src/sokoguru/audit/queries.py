"""Reading the record."""

from django.db.models import QuerySet

from sokoguru.audit.models import Delivery, Record
from sokoguru.audit.rules import body_of, name_of


def records(*, name: str | None = None, limit: int = 50) -> QuerySet[Record]:
    """The newest records of the cooperative in force."""
    rows: QuerySet[Record] = Record.objects.order_by("-id")
    if name:
        rows = rows.filter(name=name)
    return rows[:limit]


def every(name: str, **facts: object) -> QuerySet[Record]:
    """All records of a name with these facts, oldest first: mass work and checks."""
    rows: QuerySet[Record] = Record.objects.filter(name=name, body__contains=facts)
    return rows.order_by("id")


def on_their_way(handlers: str) -> set[int]:
    """The records that handlers whose names begin so have not heard yet; parked ones are not in."""
    rows = Delivery.objects.filter(handler__startswith=handlers, state=Delivery.State.OPEN)
    return set(rows.values_list("record_id", flat=True))


def records_of_entry(entry_id: int) -> QuerySet[Record]:
    """The records that stand behind a journal entry."""
    rows: QuerySet[Record] = Record.objects.filter(entry_id=entry_id).order_by("id")
    return rows[:20]


def parked(*, limit: int = 50) -> QuerySet[Delivery]:
    """Deliveries that a person must look at."""
    rows: QuerySet[Delivery] = Delivery.objects.filter(state=Delivery.State.PARKED)
    return rows.select_related("record").order_by("id")[:limit]


def tells(record: Record, event: object) -> bool:
    """Whether a record tells of exactly this event: the same name, the same facts."""
    return (record.name, record.body) == (name_of(event), body_of(event))
